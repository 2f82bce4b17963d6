"""Statistical neighbours and child populations as packaged."""

from datetime import date

import pytest

from riia.indicators.model import Missing, Number, Symbol, total
from riia.indicators.reference import (
    ENGLAND,
    NotInModel,
    NotInVintage,
    UnknownPlace,
    authority,
    councils,
    find_vintage,
    neighbour_lists,
    neighbour_models,
    neighbours,
    population,
    populations,
    regions,
    vintages,
)


def test_the_ten_neighbours_of_derby() -> None:
    found = neighbours("831")
    assert [member.rank for member in found] == list(range(1, 11))
    assert [member.code for member in found[:2]] == ["331", "350"]
    assert found[0].closeness == "Very close"


def test_words_of_closeness_are_the_publishers_without_stray_spaces() -> None:
    words = {
        model.code: {m.closeness for ms in neighbour_lists(model.code).values() for m in ms}
        for model in neighbour_models()
    }
    assert words["2025"] == {"Extremely close", "Very close", "Close", "Somewhat close", "Not close"}
    assert words["2021"] == {"Extremely Close", "Very Close", "Close", "Somewhat close", "Not Close"}


def test_models_hold_the_councils_of_their_day() -> None:
    current, earlier = neighbour_models()
    assert (current.code, earlier.code) == ("2025", "2021")
    assert set(neighbour_lists("2025")) == {council.code for council in councils(on=current.councils_on)}
    ended = {"835", "836", "837", "928"}  # the file keeps their old neighbours
    assert set(neighbour_lists("2021")) - ended == {council.code for council in councils(on=earlier.councils_on)}
    assert len(neighbour_lists("2021")) == 152 + 4
    for model in ("2025", "2021"):
        for council, members in neighbour_lists(model).items():
            codes = [member.code for member in members]
            assert len(set(codes)) == 10, council
            assert council not in codes
            for code in codes:
                authority(code)
    assert neighbours("928", model="2021")[0].code == "886"


def test_a_model_without_the_council_names_the_way_out() -> None:
    with pytest.raises(NotInModel, match=r"Ask for Cumberland \(942\) or Westmorland and Furness \(943\)"):
        neighbours("909")
    with pytest.raises(NotInModel, match=r"Ask for Cumbria \(909\)"):
        neighbours("942", model="2021")
    with pytest.raises(NotInModel, match="Choose 2025 or 2021"):
        neighbours("831", model="2019")
    with pytest.raises(UnknownPlace):
        neighbours("999")


@pytest.mark.parametrize(
    ("code", "year", "vintage", "expected"),
    [
        ("831", 2024, None, Number(62_113)),  # the base of the check value 326.8 for Derby
        ("831", 2023, None, Number(60_668)),
        ("831", 2023, "mid-2023", Number(60_058)),
        ("E92000001", 2024, None, Number(12_183_016)),
        ("E12000007", 2024, None, Number(1_916_086)),
        ("E13000001", 2024, None, Number(639_273)),
        ("909", 2022, None, Number(90_547)),
        ("835", 2015, None, Missing(Symbol.NOT_AVAILABLE)),  # published as x
        ("909", 2023, None, Missing(Symbol.NOT_AVAILABLE)),  # not published: the council had ended
        ("942", 2022, None, Missing(Symbol.NOT_AVAILABLE)),
        ("831", 2024, "mid-2023", Missing(Symbol.NOT_AVAILABLE)),
        ("831", 2050, None, Missing(Symbol.NOT_AVAILABLE)),
    ],
)
def test_populations(code: str, year: int, vintage: str | None, expected: object) -> None:
    found = population(code, year, vintage)
    assert found.value == expected
    assert (found.place, found.mid_year, found.ages) == (code, year, "0-17")
    assert found.vintage.code == (vintage or "mid-2024")


def test_unknown_place_or_vintage_is_refused() -> None:
    with pytest.raises(UnknownPlace):
        population("999", 2024)
    with pytest.raises(NotInVintage, match="Choose mid-2024 or mid-2023"):
        population("831", 2024, "mid-2022")
    assert find_vintage().code == "mid-2024"
    assert [v.current for v in vintages()] == [True, False]


@pytest.mark.parametrize("vintage", ["mid-2024", "mid-2023"])
def test_london_counts_once_and_councils_make_england(vintage: str) -> None:
    cells = populations(vintage)
    known = find_vintage(vintage)
    for year in range(known.first, known.last + 1):
        england = cells[ENGLAND, year]
        assert total((r.code, cells[r.code, year]) for r in regions()).value == england
        inner, outer, london = (cells[code, year] for code in ("E13000001", "E13000002", "E12000007"))
        assert total((("inner", inner), ("outer", outer))).value == london
        by_council = total((code, value) for (code, y), value in cells.items() if y == year and len(code) == 3)
        if year >= 2019:
            assert by_council.value == england
        else:  # Bournemouth, Poole and Dorset are published as x, and the total says so
            assert {part.part for part in by_council.missing} == {"835", "836", "837"}
            assert not by_council.is_whole


def test_every_council_of_a_year_has_a_row() -> None:
    cells = populations("mid-2024")
    # The file gives each mid-year by the councils there were when the next figures were collected, from mid-2019 on.
    for year in (2019, 2021, 2023, 2024):
        assert {c for c, y in cells if y == year and len(c) == 3} == {c.code for c in councils(on=date(year, 6, 30))}
