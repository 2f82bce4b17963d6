"""Charts: truthful about gaps, readable without colour, clean enough for a strict content security policy."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.alliance.kit.amounts import Amount, Figure, NoAmount
from riia.alliance.kit.charts import Band, Chart, Frame, RankedItem, Ranking, ReferenceLine, Series, Trend
from riia.alliance.kit.charts.canvas import ACCENT, BAND_EDGE, INK, OTHER, QUIET
from riia.alliance.kit.charts.frame import SMALL
from riia.alliance.kit.charts.scale import text_width
from riia.alliance.kit.samples import sample_chart

HIDDEN = NoAmount("c", "hidden because it is small")
YEARS = ("2021", "2022", "2023", "2024", "2025")
FRAME = Frame("A title", "Rate per 1,000", 1, "A source")
SVG = "{http://www.w3.org/2000/svg}"
figures = st.one_of(
    st.just(HIDDEN), st.builds(Amount, st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3)))
)


def line(*values: float | None, label: str = "Ashby", role: str = "mine") -> Series:
    points = tuple((x, HIDDEN if value is None else Amount(value)) for x, value in zip(YEARS, values, strict=False))
    return Series(label, points, role)  # type: ignore[arg-type]


def drawn(chart: Chart, **options: bool) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg(**options))


def words_in(chart: Chart, **options: bool) -> list[str]:
    return [element.text or "" for element in drawn(chart, **options).iter(f"{SVG}text")]


def strokes(chart: Chart, colour: str) -> list[int]:
    """How many points each line of this colour runs through."""
    paths = [element for element in drawn(chart).iter(f"{SVG}path") if element.get("fill") == "none"]
    return [len(re.findall("[ML]", path.get("d", ""))) for path in paths if path.get("stroke") == colour]


def dots(chart: Chart, colour: str) -> int:
    return sum(element.get("stroke") == colour for element in drawn(chart).iter(f"{SVG}circle"))


@pytest.mark.parametrize("name", ["trend", "bars", "dots", "funnel", "control"])
@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("titled", [False, True])
def test_pictures_are_clean(name: str, narrow: bool, titled: bool) -> None:
    chart = sample_chart(name)
    root = drawn(chart, narrow=narrow, titled=titled)
    assert root.get("role") == "img"
    assert chart.summary in (root.get("aria-label") or "")
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "rect", "line", "path", "circle", "text"}
        assert not {name for name in element.attrib if name in {"style", "class"} or name.startswith("on")}
    assert "nan" not in chart.svg(narrow=narrow, titled=titled).decode().lower().replace("nant", "")


@pytest.mark.parametrize("name", ["trend", "bars", "dots", "funnel", "control"])
@pytest.mark.parametrize("narrow", [False, True])
def test_nothing_is_drawn_outside_the_picture(name: str, narrow: bool) -> None:
    root = drawn(sample_chart(name), narrow=narrow)
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for element in root.iter():
        for attribute, limit in (
            ("x", width),
            ("x1", width),
            ("x2", width),
            ("cx", width),
            ("y", height),
            ("cy", height),
        ):
            if element.get(attribute):
                assert -1 <= float(element.get(attribute, "0")) <= limit + 1


def test_a_line_never_crosses_a_gap() -> None:
    chart = Trend(FRAME, YEARS, (line(1, 2, None, 4, 5),))
    assert strokes(chart, ACCENT) == [2, 2]
    assert dots(chart, ACCENT) == 4


def test_a_position_without_an_entry_is_a_gap_too() -> None:
    series = Series("Ashby", (("2021", Amount(1)), ("2023", Amount(3)), ("2024", Amount(3))), "mine")
    assert strokes(Trend(FRAME, YEARS, (series,)), ACCENT) == [2]


def test_a_missing_number_is_marked_by_its_letter_and_never_drawn_as_zero() -> None:
    chart = Trend(FRAME, YEARS, (line(5, None, 6, 7, 8),))
    assert words_in(chart).count("c") == 1
    assert dots(chart, ACCENT) == 4
    assert chart.key == (("c", "hidden because it is small"),)
    assert "missing in 2022" in chart.summary


@given(st.lists(figures, min_size=5, max_size=5))
@settings(deadline=None)
def test_every_number_has_its_mark_and_every_gap_its_letter(row: list[Figure]) -> None:
    chart = Trend(FRAME, YEARS, (Series("Ashby", tuple(zip(YEARS, row, strict=True)), "mine"),))
    missing = sum(isinstance(figure, NoAmount) for figure in row)
    assert dots(chart, ACCENT) == len(row) - missing
    assert words_in(chart).count("c") == missing


@given(st.lists(figures, min_size=1, max_size=60))
@settings(deadline=None)
def test_every_item_of_a_ranking_is_there(row: list[Figure]) -> None:
    items = tuple(RankedItem(f"Place {number}", figure) for number, figure in enumerate(row))
    chart = Ranking(FRAME, items, (ReferenceLine("Country", 10),))
    known = [value for _, value in chart.known]
    assert known == sorted(known, reverse=True)
    assert len(chart.table().rows) == len(row)
    assert len(chart.known) + len(chart.absent) == len(row)
    if len(row) > 40:
        assert dots(chart, OTHER) == len(known)
    else:
        assert {item.label for item in items} <= set(words_in(chart))


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("near", [81.4, 60.0, 2.0])
def test_no_line_runs_through_the_name_of_another(near: float, narrow: bool) -> None:
    lines = (ReferenceLine("Country", near), ReferenceLine("Median of neighbours", near + 0.2))
    root = drawn(Ranking(FRAME, (RankedItem("Ashby", Amount(98.6), "mine"),), lines), narrow=narrow)
    dashed = [one for one in root.iter(f"{SVG}line") if one.get("stroke-dasharray")]
    named = [one for one in root.iter(f"{SVG}text") if (one.text or "").startswith(("Country", "Median"))]
    assert (len(dashed), len(named)) == (2, 2)
    for text in named:
        wide = text_width(text.text or "", SMALL)
        start = float(text.get("x", "")) - wide * {"middle": 0.5, "end": 1}.get(text.get("text-anchor", ""), 0)
        base = float(text.get("y", ""))
        for one in dashed:
            above = float(one.get("y1", "")) < base
            assert not (above and start < float(one.get("x1", "")) < start + wide)


def test_on_a_phone_lines_stay_behind_the_names_above_the_bars() -> None:
    items = tuple(RankedItem(name, Amount(value)) for name, value in (("North Yorkshire", 9), ("Bracknell Forest", 2)))
    parts = list(drawn(Ranking(FRAME, items, (ReferenceLine("Country", 2),)), narrow=True).iter())
    last_line = max(at for at, one in enumerate(parts) if one.get("stroke-dasharray"))
    for name in ("North Yorkshire", "Bracknell Forest"):
        at, text = next((at, one) for at, one in enumerate(parts) if one.text == name)
        assert at > last_line
        assert text.get("paint-order") == "stroke"


def test_a_table_has_every_number() -> None:
    chart = Trend(FRAME, YEARS, (line(1, None, 3, 4, 5), line(7, 8, label="Country", role="reference")))
    table = chart.table()
    assert table.headings == ("Ashby", "Country")
    assert table.rows[1] == ("2022", (HIDDEN, Amount(8)))
    assert table.rows[4] == ("2025", (Amount(5), None))  # no entry is not a missing number


def test_lines_differ_by_more_than_colour() -> None:
    others = tuple(line(*range(place, place + 5), label=f"Place {place}", role="other") for place in range(6))
    chart = Trend(FRAME, YEARS, (line(1, 2, 3, 4, 5), *others))
    paths = [element for element in drawn(chart).iter(f"{SVG}path") if element.get("fill") == "none"]
    dashes = [path.get("stroke-dasharray") for path in paths]
    assert len(set(dashes)) == len(dashes) == 7


def test_what_cannot_be_drawn_truthfully_is_refused() -> None:
    with pytest.raises(ValueError, match="2030"):
        Trend(FRAME, YEARS, (Series("Ashby", (("2030", Amount(1)),)),))
    with pytest.raises(ValueError, match="2030"):
        Trend(FRAME, YEARS, (), Band("Range", (("2030", 1.0, 2.0),)))
    with pytest.raises(ValueError, match="one line of mine"):
        Trend(FRAME, YEARS, (line(1), line(2)))
    with pytest.raises(ValueError, match="at most 6"):
        Trend(FRAME, YEARS, tuple(line(1, label=str(place), role="other") for place in range(7)))


def test_an_axis_that_does_not_start_at_zero_says_so() -> None:
    near = Trend(FRAME, YEARS, (line(500, 510, 520, 505, 515),))
    far = Trend(FRAME, YEARS, (line(5, 510, 520, 505, 515),))
    assert any("axis starts at" in words for words in words_in(near))
    assert not any("axis starts at" in words for words in words_in(far))


def test_bars_start_at_zero() -> None:
    items = tuple(RankedItem(name, Amount(value)) for name, value in (("A", 100.0), ("B", 98.0), ("C", -10.0)))
    bars = [element for element in drawn(Ranking(FRAME, items)).iter(f"{SVG}rect") if element.get("fill") == OTHER]
    lengths = [float(bar.get("width", 0)) for bar in bars]
    assert lengths[1] / lengths[0] == pytest.approx(0.98, abs=0.01)
    assert lengths[2] / lengths[0] == pytest.approx(0.1, abs=0.01)


def test_names_at_the_ends_do_not_overlap() -> None:
    others = tuple(line(5, 5, 5, 5, 5 + place / 100, label=f"Place {place}", role="other") for place in range(6))
    chart = Trend(FRAME, YEARS, (line(5, 5, 5, 5, 5), *others))
    names = [element for element in drawn(chart).iter(f"{SVG}text") if re.match("Place|Ashby", element.text or "")]
    heights = sorted(float(element.get("y", 0)) for element in names)
    assert len(heights) == 7
    assert all(later - earlier >= 16 for earlier, later in pairwise(heights))


def test_a_line_that_ended_early_says_when() -> None:
    assert "Ashby 2.0 (2022)" in " ".join(words_in(Trend(FRAME, YEARS, (line(1, 2, None, None, None),))))


@pytest.mark.parametrize(
    "chart",
    [
        Trend(FRAME, (), ()),
        Trend(FRAME, YEARS, (line(None, None, None, None, None),)),
        Trend(FRAME, YEARS, (line(0, 0, 0, 0, 0),)),
        Trend(FRAME, ("2021",), (line(4),)),
        Ranking(FRAME, ()),
        Ranking(FRAME, (RankedItem("Ashby", HIDDEN, "mine"),)),
        Ranking(FRAME, tuple(RankedItem(str(place), HIDDEN) for place in range(50))),
    ],
)
def test_nothing_to_show_is_still_a_picture(chart: Chart) -> None:
    assert drawn(chart) is not None
    assert drawn(chart, narrow=True) is not None
    assert chart.summary


def test_summary_of_a_ranking_holds_with_ties() -> None:
    items = (RankedItem("A", Amount(5)), RankedItem("Ashby", Amount(5), "mine"), RankedItem("B", Amount(4)))
    assert "Ashby: 5.0; 0 are higher and 1 are lower." in Ranking(FRAME, items).summary


def test_pictures_that_leave_the_page_carry_title_source_and_key() -> None:
    chart = Trend(FRAME, YEARS, (line(1, None, 3, 4, 5),))
    taken, shown = " ".join(words_in(chart, titled=True)), " ".join(words_in(chart))
    for words in ("A title", "Source: A source", "c: hidden because it is small."):
        assert words in taken
        assert words not in shown


def test_png() -> None:
    assert sample_chart("bars").png().startswith(b"\x89PNG")


def test_fingerprints_follow_the_picture() -> None:
    chart = Trend(FRAME, YEARS, (line(1, 2, 3, 4, 5),))
    same = Trend(FRAME, YEARS, (line(1, 2, 3, 4, 5),))
    other = Trend(replace(FRAME, decimals=0), YEARS, (line(1, 2, 3, 4, 5),))
    assert chart.fingerprint() == same.fingerprint()
    assert len({chart.fingerprint(), other.fingerprint(), chart.fingerprint(narrow=True)}) == 3


def test_size_is_known_before_the_picture_loads() -> None:
    chart = sample_chart("trend")
    root = drawn(chart, narrow=True)
    assert chart.size(narrow=True) == (round(float(root.get("width", 0))), round(float(root.get("height", 0))))


@pytest.mark.parametrize("colour", [ACCENT, OTHER, INK, QUIET, BAND_EDGE])
def test_colours_stand_out_from_paper(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= 3


def test_the_accent_stands_out_from_the_others() -> None:
    assert contrast(ACCENT, OTHER) >= 1.5
    assert contrast(ACCENT, "#ffffff") >= 4.5  # it is also the colour of words


def contrast(one: str, two: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
