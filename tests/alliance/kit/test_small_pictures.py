"""Sparklines, dot strips and text differences."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.alliance.kit.amounts import Amount, Figure, NoAmount
from riia.alliance.kit.charts.canvas import ACCENT, OTHER
from riia.alliance.kit.charts.sparks import dot_strip, sparkline
from riia.alliance.kit.differences import text_difference

HIDDEN = NoAmount("c", "hidden because it is small")
figures = st.one_of(st.just(HIDDEN), st.builds(Amount, st.integers(-1000, 1000)))


@given(st.lists(figures, max_size=12))
@settings(deadline=None)
def test_a_sparkline_never_crosses_a_gap(row: list[Figure]) -> None:
    root = ElementTree.fromstring(sparkline([(str(year), figure) for year, figure in enumerate(row)]))
    known = [isinstance(figure, Amount) for figure in row]
    runs = [len(run) for run in "".join("#" if each else " " for each in known).split()]
    lengths = [len(re.findall("[ML]", path.get("d", ""))) for path in root.iter("path")]
    assert lengths == [run for run in runs if run > 1]
    assert len(list(root.iter("line"))) == known.count(False)
    assert sum(dot.get("fill") == ACCENT for dot in root.iter("circle")) == any(known)


def test_a_sparkline_in_words() -> None:
    points = [("2021", Amount(510.25)), ("2022", HIDDEN), ("2023", Amount(480)), ("2024", Amount(573.4))]
    words = ElementTree.fromstring(sparkline(points, 1, "%")).get("aria-label")
    assert words == ("510.3% in 2021, 573.4% in 2024; lowest 480.0% in 2023, highest 573.4% in 2024; missing in 2022.")
    assert ElementTree.fromstring(sparkline([("2021", HIDDEN)])).get("aria-label") == "No figures."


def test_a_dot_strip() -> None:
    svg = ElementTree.fromstring(dot_strip(Amount(573.4), [400, 500, 600], ("Country", Amount(518)), 1))
    assert svg.get("aria-label") == "573.4; of 3 others 1 are higher and 2 lower; Country: 518.0."
    assert sum(dot.get("stroke") == OTHER for dot in svg.iter("circle")) == 3
    places = [float(dot.get("cx", 0)) for dot in svg.iter("circle")]
    assert places[0] < places[1] < places[3] < places[2]


def test_a_dot_strip_without_a_number_of_mine_has_no_dot_of_mine() -> None:
    svg = ElementTree.fromstring(dot_strip(HIDDEN, [400, 500], ("Country", HIDDEN)))
    assert not any(dot.get("fill") == ACCENT for dot in svg.iter("circle"))
    assert svg.get("aria-label") == ("No figure: hidden because it is small; Country: hidden because it is small.")


def test_labels_are_escaped() -> None:
    assert "<b>" not in sparkline([('"<b>', Amount(1))])


@pytest.mark.parametrize(
    ("before", "after", "html"),
    [
        ("the same", "the same", "the same"),
        ("", "new", "<ins>Added: new</ins>"),
        (
            "open on weekdays until five",
            "open every day until five",
            "open <del>Removed: on weekdays </del><ins>Added: every day </ins>until five",
        ),
        ("a", "<b>", "<del>Removed: a</del><ins>Added: &lt;b&gt;</ins>"),
    ],
)
def test_text_difference(before: str, after: str, html: str) -> None:
    plain = re.sub(r'<span class="govuk-visually-hidden">(.*?)</span>', r"\1", text_difference(before, after))
    assert plain == html


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    html = re.sub(r"<span.*?</span>", "", text_difference(before, after))
    assert re.sub(r"</?del>", "", re.sub(r"<ins>.*?</ins>", "", html, flags=re.S)) == before
    assert re.sub(r"</?ins>", "", re.sub(r"<del>.*?</del>", "", html, flags=re.S)) == after
