"""Dates as official documents write them: the days they can mean, and what cannot be."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.documents.dates import (
    Basis,
    Context,
    Problem,
    context_of,
    date_mentions,
    financial_year,
    in_words,
    ordinal,
    quarter,
)

YEAR = Context(first=date(2025, 4, 1), last=date(2026, 3, 31))


@pytest.mark.parametrize(
    ("text", "written", "first", "last"),
    [
        ("By 31 December 2025, appoint", "31 December 2025", "2025-12-31", "2025-12-31"),
        ("By 1st March 2026, engage", "1st March 2026", "2026-03-01", "2026-03-01"),
        ("By end of 31st March 2026", "31st March 2026", "2026-03-31", "2026-03-31"),
        ("Date 17 th August 2022", "17 th August 2022", "2022-08-17", "2022-08-17"),
        ("the 3rd of July 2025", "3rd of July 2025", "2025-07-03", "2025-07-03"),
        ("Friday, July 4, 2025", "Friday, July 4, 2025", "2025-07-04", "2025-07-04"),
        ("on Thursday 3 July 2025", "Thursday 3 July 2025", "2025-07-03", "2025-07-03"),
        ("By 30 Decembe r 2025 , complete", "30 Decembe r 2025", "2025-12-30", "2025-12-30"),
        ("by 30 Decem-\nber 2025", "30 Decem-\nber 2025", "2025-12-30", "2025-12-30"),
        ("31st\nMarch 2026", "31st\nMarch 2026", "2026-03-31", "2026-03-31"),
        ("2025-07-03", "2025-07-03", "2025-07-03", "2025-07-03"),
        ("31.12.2025", "31.12.2025", "2025-12-31", "2025-12-31"),
        ("23.08.22", "23.08.22", "2022-08-23", "2022-08-23"),
        ("14/9/22", "14/9/22", "2022-09-14", "2022-09-14"),
        ("3 March '26", "3 March '26", "2026-03-03", "2026-03-03"),
        ("by 31 March 26.", "31 March 26", "2026-03-31", "2026-03-31"),
        ("By end of March 2026", "March 2026", "2026-03-01", "2026-03-31"),
        ("By February 2024", "February 2024", "2024-02-01", "2024-02-29"),
        ("during the 2022/23 financial year", "2022/23", "2022-04-01", "2023-03-31"),
        ("in the 23-24 financial year", "23-24", "2023-04-01", "2024-03-31"),
        ("this FY (23-24)", "23-24", "2023-04-01", "2024-03-31"),
        ("Determination [2016-17]", "2016-17", "2016-04-01", "2017-03-31"),
        ("2021-2022", "2021-2022", "2021-04-01", "2022-03-31"),
        ("Plan 2025 to 2026 V2", "2025 to 2026", "2025-04-01", "2026-03-31"),
        ("Q3 2025/26", "Q3 2025/26", "2025-10-01", "2025-12-31"),
        ("2025/26 Q4", "2025/26 Q4", "2026-01-01", "2026-03-31"),
        ("1-3 March 2026", "1-3 March 2026", "2026-03-01", "2026-03-03"),
        ("12 and 13 March 2026", "12 and 13 March 2026", "2026-03-12", "2026-03-13"),
        ("from 1 April 2025 to 31 March 2026", "1 April 2025 to 31 March 2026", "2025-04-01", "2026-03-31"),
        ("March to May 2025", "March to May 2025", "2025-03-01", "2025-05-31"),
    ],
)
def test_a_date_is_found_as_written_with_the_days_it_means(text: str, written: str, first: str, last: str) -> None:
    (mention,) = date_mentions(text, context=YEAR)
    assert (mention.as_written, str(mention.first), str(mention.last)) == (written, first, last)
    assert text[mention.start : mention.end] == written
    assert not mention.problems


@pytest.mark.parametrize(
    ("text", "problem", "words"),
    [
        ("By 29 February 2026, ensure", Problem.IMPOSSIBLE, "2026 is not a leap year"),
        ("by 31/04/2025", Problem.IMPOSSIBLE, "April 2025 has 30 days"),
        ("by 31.04.25", Problem.IMPOSSIBLE, "April 2025 has 30 days"),
        ("2025-02-30", Problem.IMPOSSIBLE, "February 2025 has 28 days"),
        ("by 31 September", Problem.IMPOSSIBLE, "September has 30 days"),
        ("32 March 2025", Problem.IMPOSSIBLE, "31 days"),
        ("07/25/2025", Problem.IMPOSSIBLE, "no month 25"),
        ("31 April to 2 May 2025", Problem.IMPOSSIBLE, "30 days"),
        ("By 28 February, complete", Problem.NO_YEAR, "it would be 28 February 2026"),
        ("by Thursday 3 July.", Problem.NO_YEAR, "Thursday fits 2025"),
        ("by March", Problem.NO_YEAR, "it would be March 2026"),
        ("by Monday 3 July.", Problem.WEEKDAY, "Thursday in 2025"),
        ("Monday 3 July 2025", Problem.WEEKDAY, "is a Thursday, not a Monday"),
        ("Wednesday 3 July 2025", Problem.WEEKDAY, "Wednesday in 2024"),
        ("by Q3 2025", Problem.QUARTER, "1 July 2025 to 30 September 2025"),
        ("by end of Q4", Problem.QUARTER, "1 January 2026 to 31 March 2026"),
        ("3 July 2025 to 5 June 2025", Problem.ORDER, "ends before it begins"),
    ],
)
def test_what_cannot_be_or_can_be_two_things_is_said(text: str, problem: Problem, words: str) -> None:
    (mention,) = date_mentions(text, context=YEAR)
    ((code, why),) = mention.problems
    assert code is problem
    assert words in why
    assert mention.due is None or problem in (Problem.WEEKDAY,)


@pytest.mark.parametrize(
    "text",
    [
        "Ref 31/6558 and CON_007",
        "13/15 LAP",
        "clause 1 may be cited",
        "sections 7.2.3 and 1.2.20",
        "the MoU 2022-24",
        "0.5 FTE and 45 days",
        "project 12/2015",
        "£20,252 to 26 councils",
        "they march 20 miles",
        "Key Stage 2 2025",
        "0-10",
        "tel 01234 567890",
    ],
)
def test_other_figures_are_no_dates(text: str) -> None:
    assert date_mentions(text, context=YEAR) == []


@pytest.mark.parametrize("text", ["by 31 March each year", "every 31 March", "between 1 April and 31 March"])
def test_a_day_of_every_year_lacks_none(text: str) -> None:
    assert [problem for mention in date_mentions(text) for problem in mention.problems] == []


def test_a_dated_letter_means_the_next_such_weekday() -> None:
    letter = Context(written=date(2025, 6, 20))
    (mention,) = date_mentions("reply by Friday 11 July", context=letter)
    assert mention.due == date(2025, 7, 11)
    (wrong,) = date_mentions("reply by Monday 11 July", context=letter)
    assert wrong.problems[0][0] is Problem.WEEKDAY


def test_a_quarter_is_read_by_the_basis_that_the_document_shows() -> None:
    (mention,) = date_mentions("met in Q4", context=Context(first=YEAR.first, last=YEAR.last, quarters="financial"))
    assert (str(mention.first), mention.problems) == ("2026-01-01", ())


def test_the_context_is_what_the_document_says_of_itself() -> None:
    said = context_of(["Plan 2025 to 2026", "3 June 2025", "By 31 March 2026 (Q4), enable"])
    assert said == Context(date(2025, 6, 3), date(2025, 4, 1), date(2026, 3, 31), "financial")
    assert context_of(["By 30 June 2025 (Q2) and 1 May"]).quarters == "calendar"
    assert context_of(["Q3 (October to December)"]).quarters == "financial"
    assert context_of(["Quarter 1: January to March"]).quarters == "calendar"
    assert context_of(["Nothing"]) == Context()


_DAYS = st.dates(date(2001, 1, 1), date(2049, 12, 31))


_WAYS = (
    "{d} {m} {y}",
    "{d}{o} {m} {y}",
    "the {d}{o} of {m} {y}",
    "{w} {d} {m} {y}",
    "{m} {d}, {y}",
    "{d}/{n}/{y}",
    "{d:02}.{n:02}.{y}",
    "{y}-{n:02}-{d:02}",
    "{d:02}.{n:02}.{s:02}",
)


@given(_DAYS, st.sampled_from(_WAYS))
def test_every_way_to_write_a_day_is_read_as_that_day(day: date, form: str) -> None:
    text = form.format(
        d=day.day, m=f"{day:%B}", y=day.year, o=ordinal(day.day), w=f"{day:%A}", n=day.month, s=day.year % 100
    )
    (mention,) = date_mentions(f"It is due on {text}, at noon")
    assert mention.due == day
    assert not mention.problems


@given(_DAYS, st.integers(1, 6))
def test_a_wrong_weekday_is_always_seen(day: date, off: int) -> None:
    wrong = f"{day + timedelta(days=off):%A}"
    (mention,) = date_mentions(f"on {wrong} {in_words(day)}")
    assert [problem for problem, _ in mention.problems] == [Problem.WEEKDAY]


@given(st.integers(1, 4), st.integers(2001, 2048))
def test_quarters_make_up_their_year(number: int, year: int) -> None:
    first, last = quarter(number, year, financial=True)
    assert financial_year(year)[0] <= first < last <= financial_year(year)[1]
    following = quarter(number + 1, year, financial=False)[0] if number < 4 else date(year + 1, 1, 1)
    assert quarter(number, year, financial=False)[1] + timedelta(days=1) == following


@given(st.text("0123456789/-.Q MarchJuneMay,£ ", max_size=40))
def test_any_text_is_read_without_overlaps(text: str) -> None:
    found = date_mentions(text, context=YEAR)
    for mention in found:
        assert text[mention.start : mention.end] == mention.as_written
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(mention.basis in Basis for mention in found)
