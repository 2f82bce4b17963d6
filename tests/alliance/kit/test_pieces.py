"""The values of the small pieces, and addresses that carry a page's state."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.paginator import Paginator
from django.test import RequestFactory

from riia.alliance.kit.amounts import Amount, NoAmount
from riia.alliance.kit.links import address, page_links, sort_link, sort_state, with_query
from riia.alliance.kit.pieces import Cell, Change, Clock, Matrix, MatrixColumn, MatrixRow, SortColumn

DAY = date(2026, 11, 20)
HIDDEN = NoAmount("c", "hidden")


@pytest.mark.parametrize(
    ("clock", "words", "tone"),
    [
        (Clock(DAY, 20, unit="working day"), "20 working days left", "quiet"),
        (Clock(DAY, 4), "4 days left", "quiet"),
        (Clock(DAY, 3), "3 days left", "attention"),
        (Clock(DAY, 1), "1 day left", "attention"),
        (Clock(DAY, 0), "today", "attention"),
        (Clock(DAY, -1), "1 day ago", "problem"),
        (Clock(DAY, -9, done_on=DAY), "9 days ago", "done"),
        (Clock(DAY, 9, soon=10), "9 days left", "attention"),
    ],
)
def test_clock(clock: Clock, words: str, tone: str) -> None:
    assert (clock.words, clock.tone) == (words, tone)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (None, Amount(1), "added"),
        (Amount(1), None, "removed"),
        (Amount(1), Amount(1), "unchanged"),
        (Amount(0), HIDDEN, "changed"),
        ("a", "b", "changed"),
    ],
)
def test_change(before: object, after: object, words: str) -> None:
    assert Change("Line", before, after).words == words  # type: ignore[arg-type]


def test_a_matrix_has_a_cell_for_each_column() -> None:
    columns = [MatrixColumn("A"), MatrixColumn("B")]
    with pytest.raises(ValueError, match="Books has 1 cells for 2 columns"):
        Matrix("Caption", "Figure", columns, [("", [MatrixRow("Books", [Cell(Amount(1))])])])


def test_key_of_a_matrix() -> None:
    rows = [MatrixRow("Books", [Cell(HIDDEN), None]), MatrixRow("Films", [Cell(Amount(1)), Cell(HIDDEN)])]
    assert Matrix("Caption", "Figure", [MatrixColumn("A"), MatrixColumn("B")], [("", rows)]).key == (("c", "hidden"),)


def test_a_filter_keeps_the_rest_and_starts_at_the_first_page() -> None:
    request = RequestFactory().get("/list/?status=out&sort=name&page=3&theme=a&theme=b")
    assert with_query(request, status="in") == "/list/?status=in&sort=name&theme=a&theme=b"
    assert with_query(request, theme=None, status=None, sort=None) == "/list/"
    assert with_query(request, page=4).endswith("theme=a&theme=b&page=4") or "page=4" in with_query(request, page=4)
    assert with_query(request, theme=["c", "d"]).endswith("theme=c&theme=d")


def test_addresses_are_encoded() -> None:
    assert address("/x/", {"q": "a & b", "none": None, "empty": []}) == "/x/?q=a+%26+b"


def test_sorting_turns_round() -> None:
    request = RequestFactory().get("/list/?sort=name")
    name, size = SortColumn("Name", "name"), SortColumn("Size", "size", descending_first=True)
    assert sort_link(request, name, "name") == "/list/?sort=-name"
    assert sort_link(request, name, "-name") == "/list/?sort=name"
    assert sort_link(request, size, "name") == "/list/?sort=-size"
    assert sort_link(request, size, "-size") == "/list/?sort=size"
    assert [sort_state(name, sort) for sort in ("name", "-name", "size")] == ["ascending", "descending", ""]


def test_page_links() -> None:
    request = RequestFactory().get("/list/?status=out&page=8")
    links = page_links(request, Paginator(range(160), 10).page(8))
    assert [item.get("number", "…") for item in links["items"]] == [1, "…", 7, 8, 9, "…", 16]  # type: ignore[attr-defined]
    assert links["next"] == {"href": "/list/?status=out&page=9"}
    assert "previous" not in page_links(request, Paginator(range(160), 10).page(1))
