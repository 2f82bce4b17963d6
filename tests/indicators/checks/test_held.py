"""The pieces that checks are made of, each against a plain and slow twin."""

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.calendar import working_days_between
from riia.indicators.checks.cin_years import month_without_referral
from riia.indicators.checks.held import AT, Held, NotHeld, birthday, failing, overlapping, repeated, working_days
from riia.indicators.checks.pupil_numbers import upn_letter_wrong, upn_written_wrong
from riia.indicators.readers.reading import SourceFile

DAY = date(2024, 4, 1)
DAYS = st.integers(0, 12).map(lambda number: DAY + timedelta(days=number))
SPANS = st.lists(st.tuples(st.sampled_from("AB"), DAYS, st.none() | DAYS), max_size=6)


def spans(rows: Sequence[tuple[str, date, date | None]]) -> pl.DataFrame:
    """Rows of a child with a start and an end."""
    schema = {"child": pl.String, "start": pl.Date, "end": pl.Date}
    return pl.DataFrame(list(rows), schema=schema, orient="row").with_row_index(AT)


@settings(max_examples=150, deadline=None)
@given(SPANS)
def test_overlapping_as_by_hand(rows: list[tuple[str, date, date | None]]) -> None:
    """A row overlaps when an earlier one of the child has not ended before it begins."""
    order = sorted(range(len(rows)), key=lambda at: (rows[at][0], rows[at][1], at))
    expected = set()
    for place, at in enumerate(order):
        for before in order[:place]:
            if rows[before][0] == rows[at][0] and (rows[before][2] or date.max) > rows[at][1]:
                expected.add(at)
    assert set(overlapping(spans(rows), ["child"], "start", "end")[AT]) == expected


def test_touching_is_not_overlapping() -> None:
    """One may begin on the day another ends, unless told otherwise; an open one overlaps everything after it."""
    touching = spans([("A", DAY, DAY + timedelta(3)), ("A", DAY + timedelta(3), None)])
    assert overlapping(touching, ["child"], "start", "end").is_empty()
    assert overlapping(touching, ["child"], "start", "end", touching=True)[AT].to_list() == [1]
    open_first = spans([("A", DAY, None), ("A", DAY + timedelta(30), None), ("B", DAY, None)])
    assert overlapping(open_first, ["child"], "start", "end")[AT].to_list() == [1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.none() | DAYS, st.none() | DAYS), min_size=1, max_size=8))
def test_working_days_as_the_calendar(rows: list[tuple[date | None, date | None]]) -> None:
    """The same count as the one calendar; null where it cannot be told."""
    frame = pl.DataFrame(rows, schema={"from": pl.Date, "to": pl.Date}, orient="row")
    expected = [working_days_between(start, end) if start and end and end >= start else None for start, end in rows]
    assert frame.select(working_days("from", "to").alias("days"))["days"].to_list() == expected


def test_birthday_of_29_february() -> None:
    """In other years it falls on 28 February."""
    frame = pl.DataFrame({"born": [date(2008, 2, 29), date(2008, 5, 1)]})
    assert frame.select(birthday("born", 18))["born"].to_list() == [date(2026, 2, 28), date(2026, 5, 1)]


def test_unknown_is_not_broken() -> None:
    """A rule about a day that is not known is not broken."""
    frame = pl.DataFrame({"day": [None, DAY]}, schema={"day": pl.Date})
    assert failing(frame, pl.col("day") < date(2030, 1, 1)).height == 1


def test_repeated_keeps_the_first_and_leaves_blanks() -> None:
    """Only the second and later of rows that are known to be equal."""
    frame = pl.DataFrame({"id": ["1", "1", None, None, "2"]})
    assert repeated(frame, ["id"]).rows() == [("1",)]


@pytest.mark.parametrize(
    ("upn", "written_wrong", "letter_wrong"),
    [
        ("H801200001001", False, False), ("B801200001001", False, True), ("H80120000100A", False, False),
        ("801200001001", True, False), ("I801200001001", True, False), ("H8012000010011", True, False),
        ("h801200001001", True, False), (None, None, None),
    ],
)  # fmt: skip
def test_pupil_numbers(upn: str | None, written_wrong: bool | None, letter_wrong: bool | None) -> None:
    """Form and check letter are told apart; a temporary number's letter is not judged."""
    frame = pl.DataFrame({"upn": [upn]}, schema={"upn": pl.String})
    said = frame.select(form=upn_written_wrong("upn"), letter=upn_letter_wrong("upn")).row(0)
    assert said == (written_wrong, letter_wrong)


def test_held_says_what_is_lacking() -> None:
    """A table or a year that no file gives cannot be looked at."""
    held = Held({}, (SourceFile("a.xml", ""),), DAY)
    with pytest.raises(NotHeld, match="the table Child"):
        held["Child"]
    with pytest.raises(NotHeld, match="last day"):
        _ = held.last
    with pytest.raises(NotHeld, match="first day"):
        _ = held.first


def test_beside_keeps_rows_as_many() -> None:
    """Two partners with one key do not double a row."""
    child = pl.DataFrame({"id": ["1", "1"], "born": [DAY, DAY]})
    rows = pl.DataFrame({"id": ["1", "2"]})
    held = Held({"child": child, "rows": rows}, (SourceFile("a.xml", ""),), DAY)
    assert held.beside("rows", "child", ["born"], ["id"])["born"].to_list() == [DAY, None]


@pytest.mark.parametrize(("made", "gap"), [("2024-10-05", False), ("2025-05-20", True)])
def test_a_census_made_in_october_need_not_have_the_months_after(made: str, *, gap: bool) -> None:
    last = min(date.fromisoformat(made), date(2025, 3, 31))
    days = [date(2024, 4 + at % 6, 3) for at in range(600)]
    rows = pl.DataFrame({"CINreferralDate": days, "_row": 1, "_file": "a.xml"})
    file = SourceFile("a.xml", "", 2025, date(2024, 4, 1), last, declared=True)
    assert (month_without_referral(Held({"CINdetails": rows}, (file,), DAY)).height == 1) is gap
