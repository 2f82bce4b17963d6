"""Rows of an annex as people paste them: pence exact, redacted is redacted, blank is not 0, errors name their line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.grants.annex_text import rows_in, said, typed_rows
from riia.alliance.grants.models import AmountState
from riia.documents.money import typed


@pytest.mark.parametrize(
    ("text", "state", "pence"),
    [
        ("£32,350,063.17", "stated", 3_235_006_317),
        ("0", "stated", 0),
        ("redacted", "redacted", None),
        ("[Redacted]", "redacted", None),
        ("", "not-stated", None),
        ("–", "not-stated", None),
        ("illegible", "illegible", None),
    ],
)
def test_an_amount_or_the_word_for_none(text: str, state: str, pence: int | None) -> None:
    one = said(text)
    assert (one.state, one.pence, one.written) == (state, pence, text)


@given(st.integers(0, 10**11))
def test_every_penny_survives(pence: int) -> None:
    assert said(typed(pence)).pence == pence


def test_rows_with_tabs_or_semicolons() -> None:
    rows, problems = rows_in("South West\t£222,000\t£270,000\n\nLondon; £290,800; redacted\nEast", ["before", "after"])
    assert problems == []
    assert [(row.written, [each.pence for each in row.amounts]) for row in rows] == [
        ("South West", [22_200_000, 27_000_000]),
        ("London", [29_080_000, None]),
        ("East", [None, None]),
    ]
    assert [each.state for each in rows[2].amounts] == [AmountState.NOT_STATED] * 2
    again, _ = rows_in(typed_rows([(row.written, row.amounts) for row in rows]), ["a", "b"])
    assert [[(each.state, each.pence) for each in row.amounts] for row in again] == [
        [(each.state, each.pence) for each in row.amounts] for row in rows
    ]


def test_cells_before_the_amounts() -> None:
    (row,), problems = rows_in("Leicester City Council; 14; West Midlands; £21,271.92", ["total"], 2)
    assert (row.lead, row.amounts[0].pence, problems) == (("14", "West Midlands"), 2_127_192, [])


def test_problems_name_line_place_and_remedy() -> None:
    _, problems = rows_in("Devon; 12,50\n; £5\nDevon; £1\nKent; £1; £2", ["total"])
    assert problems == [
        "Line 1, Devon, total: “12,50” is no amount. Enter the amount as numbers, such as 12,500 or 12,500.50, "
        "or “redacted”",
        "Line 2: enter the recipient before the first semicolon",
        "Line 3: “Devon” stands on line 1 already",
        "Line 4: 2 cells after the recipient, but 1 column is ticked",
    ]
