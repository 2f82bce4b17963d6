"""The register of councils and regions: who there is, when, what became of them (R15.06, R1.37)."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.indicators.model import PlaceCode
from riia.indicators.reference import (
    BeforeRegister,
    PlaceError,
    RegionKind,
    UnknownPlace,
    authorities,
    authority,
    councils,
    improvement_regions,
    predecessors,
    region,
    region_of,
    regions,
    regions_by_code,
    register_from,
    subregion_of,
    successions,
    successors,
)

# Annex A of the grant letter of December 2023, in pounds: paid, revised total, what of the uplift is not per council.
ANNEX_A = {
    "East Midlands": (206_000, 238_000, 0, 10),
    "East of England": (209_200, 244_400, 0, 11),
    "London": (290_800, 396_400, 0, 33),
    "North East": (212_400, 250_800, 0, 12),
    "North West": (250_800, 327_600, 0, 24),
    "South East": (324_800, 401_200, 15_600, 19),
    "South West": (222_000, 270_000, 0, 15),
    "West Midlands": (218_800, 263_600, 0, 14),
    "Yorkshire and Humber": (222_000, 270_000, 0, 15),
}


def test_the_grant_letter_of_2023_pays_for_the_councils_of_each_region() -> None:
    on = date(2023, 12, 14)
    assert [item.name for item in improvement_regions()] == list(ANNEX_A)
    for item in improvement_regions():
        paid, revised, other, expected = ANNEX_A[item.name]
        assert (revised - paid - other) / 3_200 == expected
        assert len(item.councils(on)) == item.councils_in_letter == expected
        assert item.letter_day == on
    assert sum(len(item.councils(on)) for item in improvement_regions()) == len(councils(on=on)) == 153


def test_nothing_has_changed_since_the_letter() -> None:
    assert councils() == councils(on=date(2023, 12, 14)) == councils(on=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(1998, 4, 1), 150),
        (date(2009, 3, 31), 150),
        (date(2009, 4, 1), 152),
        (date(2019, 3, 31), 152),
        (date(2019, 4, 1), 151),
        (date(2021, 3, 31), 151),
        (date(2021, 4, 1), 152),
        (date(2023, 3, 31), 152),
        (date(2023, 4, 1), 153),
    ],
)
def test_number_of_councils_on_a_day(day: date, number: int) -> None:
    assert len(councils(on=day)) == number


@given(st.dates(min_value=date(1998, 4, 1), max_value=date(2030, 1, 1)))
def test_on_every_day_each_council_is_in_exactly_one_region(day: date) -> None:
    per_region = [councils(on=day, region=item.code) for item in regions()]
    codes = Counter(council.code for members in per_region for council in members)
    assert set(codes.values()) == {1}
    assert set(codes) == {council.code for council in councils(on=day)}
    assert councils(on=day, region="E92000001") == councils(on=day)


@given(st.dates(min_value=date(1998, 4, 1), max_value=date(2030, 1, 1)))
def test_london_is_inner_and_outer_london_without_double_counting(day: date) -> None:
    inner, outer = councils(on=day, region="E13000001"), councils(on=day, region="E13000002")
    assert (len(inner), len(outer)) == (14, 19)
    assert {*inner, *outer} == set(councils(on=day, region="E12000007"))


def test_before_the_register_the_question_is_refused() -> None:
    assert register_from() == date(1998, 4, 1)
    with pytest.raises(BeforeRegister, match=r"begins on 1 April 1998; 31 March 1998 is before it"):
        councils(on=date(1998, 3, 31))


@pytest.mark.parametrize(
    ("old", "new", "on", "kind"),
    [
        ("928", {"940", "941"}, date(2021, 4, 1), "split"),
        ("909", {"942", "943"}, date(2023, 4, 1), "split"),
        ("837", {"839"}, date(2019, 4, 1), "merger"),
        ("836", {"839"}, date(2019, 4, 1), "merger"),
        ("835", {"838", "839"}, date(2019, 4, 1), "split"),
        ("820", {"822", "823"}, date(2009, 4, 1), "split"),
        ("875", {"895", "896"}, date(2009, 4, 1), "split"),
    ],
)
def test_what_became_of_councils(old: str, new: set[str], on: date, kind: str) -> None:
    assert {item.successor for item in successors(old)} == new
    assert {item.on for item in successors(old)} == {on}
    assert {item.kind for item in successors(old)} == {kind}
    for code in new:
        assert old in {item.predecessor for item in predecessors(code)}
    assert authority(old).valid_to == on - timedelta(days=1)


def test_christchurch_moved_out_of_dorset() -> None:
    notes = {item.successor: item.note for item in successors("835")}
    assert "Christchurch only" in notes[PlaceCode("839")]
    assert successors("831") == ()
    assert predecessors("831") == ()


def test_every_ended_council_has_successors_and_every_new_one_predecessors() -> None:
    for council in authorities():
        assert council.ended == bool(successors(council.code)), council.label
        assert (council.valid_from is not None) == bool(predecessors(council.code)), council.label
    for item in successions():
        assert authority(item.predecessor).region == authority(item.successor).region


@pytest.mark.parametrize(
    ("code", "day", "ons"),
    [
        ("831", date(2024, 3, 31), "E06000015"),
        ("929", date(2013, 3, 31), "E06000048"),
        ("929", date(2013, 4, 1), "E06000057"),
        ("390", date(2013, 4, 1), "E08000037"),
        ("825", date(2020, 3, 31), "E10000002"),
        ("825", date(2020, 4, 1), "E06000060"),
        ("815", date(2023, 4, 1), "E06000065"),
        ("933", date(2023, 3, 31), "E10000027"),
        ("370", date(2025, 3, 31), "E08000016"),
        ("370", None, "E08000038"),
        ("373", date(2025, 4, 1), "E08000039"),
        ("820", None, None),
    ],
)
def test_ons_codes_change_while_the_council_stays(code: str, day: date | None, ons: str | None) -> None:
    assert authority(code).ons_code(day) == ons


def test_codes_of_one_council_and_scheme_never_overlap_and_mean_one_council() -> None:
    owner: dict[tuple[str, str], str] = {}
    for council in authorities():
        for scheme in ("ons", "gb-lae"):
            held = sorted(
                (code for code in council.codes if code.scheme == scheme), key=lambda code: code.valid_from or date.min
            )
            assert held or council.code in {"820", "875"}
            for earlier, later in pairwise(held):
                assert earlier.valid_to is not None
                assert later.valid_from == earlier.valid_to + timedelta(days=1)
            for code in held:
                assert owner.setdefault((scheme, code.code), council.code) == council.code


def test_a_council_in_full() -> None:
    derby = authority("831")
    assert (derby.name, derby.official_name, derby.type) == ("Derby", "Derby City Council", "unitary")
    assert derby.org_id() == "GB-LAE-DER"
    assert region_of("831").name == "East Midlands"
    assert derby.label == "Derby"
    assert authority("835").label == "Dorset (to 31 March 2019)"
    assert authority("815").official_name == "North Yorkshire Council"
    assert authority("815").type == "unitary"
    assert authority("815").org_id(date(2022, 1, 1)) == "GB-LAE-NYK"


def test_every_council_has_a_published_and_an_official_name_and_regions_have_lait_numbers() -> None:
    for council in authorities():
        assert [name.text for name in council.names if name.kind == "published"] == [council.name]
        assert council.official_name
    numbers = {item.name: item.lait_code for item in regions_by_code().values()}
    assert numbers["England"] == "970"
    assert set(numbers.values()) == {"970", *map(str, range(980, 991))}


def test_regions_know_their_whole() -> None:
    assert [item.name for item in regions()] == sorted(item.name for item in regions())
    assert len(regions()) == 9
    assert "Inner London" not in {item.name for item in regions()}
    assert region("E13000001").parent == "E12000007"
    assert region("E92000001").kind is RegionKind.COUNTRY
    assert region_of("E13000001").name == "London"
    assert region_of("E12000004").name == "East Midlands"
    sub = subregion_of("309")
    assert sub is not None
    assert sub.name == "Inner London"
    assert subregion_of("831") is None
    with pytest.raises(PlaceError, match="England is not in a region"):
        region_of("E92000001")


def test_unknown_codes_say_what_a_code_is() -> None:
    with pytest.raises(UnknownPlace, match="three-digit DfE code, such as 831"):
        authority("999")
    with pytest.raises(UnknownPlace, match="ONS code, such as E12000004"):
        councils(region="E12000099")
