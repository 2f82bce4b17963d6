"""Periods: codes, days, neighbours, and the refusal to guess."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.indicators.model import Period, PeriodError, PeriodKind, population_year, readings_of

years = st.integers(min_value=1950, max_value=2090)
periods = st.one_of(
    years.map(Period.year_ending_march),
    years.map(Period.financial_year),
    years.map(Period.calendar_year),
    years.map(Period.academic_year),
    st.builds(Period.academic_term, years, st.integers(1, 3)),
    st.builds(Period.financial_quarter, years, st.integers(1, 4)),
    st.builds(Period.calendar_quarter, years, st.integers(1, 4)),
    st.dates(date(1950, 1, 1), date(2090, 12, 31)).map(Period.day),
)

EXAMPLES = [
    ("YE2025-03", "2024-04-01", "2025-03-31", "year ending 31 March 2025", "2025"),
    ("FY2025-26", "2025-04-01", "2026-03-31", "financial year 2025-26", "2025-26"),
    ("CY2024", "2024-01-01", "2024-12-31", "calendar year 2024", "2024"),
    ("AY2024-25", "2024-09-01", "2025-08-31", "academic year 2024/25", "2024/25"),
    ("AY1999-00", "1999-09-01", "2000-08-31", "academic year 1999/00", "1999/00"),
    ("AY2025-26T1", "2025-09-01", "2025-12-31", "autumn term 2025/26", "Autumn 2025/26"),
    ("AY2025-26T2", "2026-01-01", "2026-03-31", "spring term 2025/26", "Spring 2025/26"),
    ("AY2025-26T3", "2026-04-01", "2026-08-31", "summer term 2025/26", "Summer 2025/26"),
    ("2025-26Q1", "2025-04-01", "2025-06-30", "April to June 2025 (Q1 2025-26)", "Q1 2025-26"),
    ("2025-26Q2", "2025-07-01", "2025-09-30", "July to September 2025 (Q2 2025-26)", "Q2 2025-26"),
    ("2025-26Q3", "2025-10-01", "2025-12-31", "October to December 2025 (Q3 2025-26)", "Q3 2025-26"),
    ("2025-26Q4", "2026-01-01", "2026-03-31", "January to March 2026 (Q4 2025-26)", "Q4 2025-26"),
    ("CY2024Q1", "2024-01-01", "2024-03-31", "January to March 2024 (Q1 of calendar 2024)", "Q1 of calendar 2024"),
    ("CY2025Q4", "2025-10-01", "2025-12-31", "October to December 2025 (Q4 of calendar 2025)", "Q4 of calendar 2025"),
    ("2024-09-30", "2024-09-30", "2024-09-30", "30 September 2024", "30 Sep 2024"),
    ("2024-02-29", "2024-02-29", "2024-02-29", "29 February 2024", "29 Feb 2024"),
]


@pytest.mark.parametrize(("code", "start", "end", "label", "short"), EXAMPLES)
def test_a_code_its_days_and_its_words(code: str, start: str, end: str, label: str, short: str) -> None:
    period = Period.parse(code)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert (period.label, period.short_label) == (label, short)
    assert str(period) == code


AMBIGUOUS = [
    ("Q3 2025", ["CY2025Q3", "2025-26Q3", "2024-25Q3"]),
    ("q4 2025", ["CY2025Q4", "2025-26Q4", "2024-25Q4"]),
    ("2025 Q3", ["CY2025Q3", "2025-26Q3", "2024-25Q3"]),
    ("2025Q3", ["CY2025Q3", "2025-26Q3", "2024-25Q3"]),
    ("2024", ["CY2024", "YE2024-03", "FY2024-25", "AY2024-25", "AY2023-24"]),
    ("2024/25", ["YE2025-03", "FY2024-25", "AY2024-25"]),
    ("2024-25", ["YE2025-03", "FY2024-25", "AY2024-25"]),
    ("2024–25", ["YE2025-03", "FY2024-25", "AY2024-25"]),
    ("2024/2025", ["YE2025-03", "FY2024-25", "AY2024-25"]),
    ("202425", ["YE2025-03", "FY2024-25", "AY2024-25"]),
]


@pytest.mark.parametrize(("text", "readings"), AMBIGUOUS)
def test_ambiguous_text_is_refused_with_every_reading(text: str, readings: list[str]) -> None:
    with pytest.raises(PeriodError) as refusal:
        Period.parse(text)
    assert list(refusal.value.readings) == readings
    assert refusal.value.text == text
    for code in readings:
        assert code in str(refusal.value)
        assert Period.parse(code).label in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("2024-26Q1", "Did you mean 2024-25?"),
        ("AY2024-24", "Did you mean 2024-25?"),
        ("AY1999-01T2", "Did you mean 1999-00?"),
        ("cy2024", "did you mean CY2024?"),
        (" YE2025-03", "did you mean YE2025-03?"),
        ("2023-02-29", "Check day and month"),
        ("2024-13-01", "Check day and month"),
        ("Q2 2025-26", "Did you mean 2025-26Q2?"),
        ("YE2025-06", "Use one of the forms"),
        ("2025-26Q5", "Give one of these"),
        ("CY2025Q0", "Give one of these"),
        ("AY2025-26T4", "Give one of these"),
        ("Q5 2025", "Use one of the forms"),
        ("2024/26", "Use one of the forms"),
        ("CY1066", "Check the year"),
        ("1066-10-14", "Check the year"),
        ("0000", "Use one of the forms"),
        ("termly (quarterly)", "Use one of the forms"),
        ("٢٠٢٤", "Use one of the forms"),
        ("CY2024\n", "did you mean CY2024?"),
        ("", "Use one of the forms"),
    ],
)
def test_anything_else_is_refused_with_a_remedy(text: str, remedy: str) -> None:
    with pytest.raises(PeriodError) as refusal:
        Period.parse(text)
    assert remedy in str(refusal.value)
    assert repr(text) in str(refusal.value) or refusal.value.text in text


@given(st.text(alphabet="YECAFQT0123456789-/ ", max_size=11))
def test_parsing_never_does_anything_but_parse_exactly_or_refuse(text: str) -> None:
    try:
        code = Period.parse(text).code
    except PeriodError as refusal:
        code, readings = None, refusal.readings
    else:
        readings = ()
    assert code in (None, text)
    assert all(Period.parse(reading).code == reading for reading in readings)


@given(periods)
def test_a_code_round_trips(period: Period) -> None:
    assert Period.parse(period.code) == period
    assert readings_of(period.code) == () or period.kind is PeriodKind.DAY


@given(periods)
def test_periods_of_a_kind_follow_each_other_without_gap_or_overlap(period: Period) -> None:
    following = period.next()
    assert following.kind is period.kind
    assert following.start == period.end + timedelta(days=1)
    assert following.previous() == period
    assert period.previous() < period < following
    assert period.contains(period.start)
    assert period.contains(period.end)
    assert not period.contains(following.start)
    assert not period.contains(period.previous().end)


@given(periods)
def test_the_same_period_last_year_is_the_same_season(period: Period) -> None:
    before = period.same_period_last_year()
    assert before.kind is period.kind
    assert before.start.month == period.start.month
    assert before.start.year == period.start.year - 1
    assert before.label != period.label


def test_leap_days_step_back_to_the_28th() -> None:
    assert Period.parse("2024-02-29").same_period_last_year().code == "2023-02-28"
    assert Period.parse("2025-02-28").same_period_last_year().code == "2024-02-28"


@pytest.mark.parametrize(
    ("code", "quarters"),
    [
        ("YE2025-03", "2024-25Q1 2024-25Q2 2024-25Q3 2024-25Q4"),
        ("FY2024-25", "2024-25Q1 2024-25Q2 2024-25Q3 2024-25Q4"),
        ("CY2024", "CY2024Q1 CY2024Q2 CY2024Q3 CY2024Q4"),
    ],
)
def test_the_quarters_of_a_year_fill_it(code: str, quarters: str) -> None:
    year = Period.parse(code)
    made = year.quarters()
    assert " ".join(quarter.code for quarter in made) == quarters
    assert (made[0].start, made[-1].end) == (year.start, year.end)


def test_an_academic_year_is_made_of_terms_and_not_of_quarters() -> None:
    year = Period.academic_year(2025)
    assert [term.code for term in year.terms()] == ["AY2025-26T1", "AY2025-26T2", "AY2025-26T3"]
    assert (year.terms()[0].start, year.terms()[-1].end) == (year.start, year.end)
    with pytest.raises(PeriodError, match="not made of whole quarters"):
        year.quarters()
    with pytest.raises(PeriodError, match="not made of terms"):
        Period.calendar_year(2024).terms()


def test_a_councils_own_term_keeps_the_code_and_has_its_own_days() -> None:
    term = Period.academic_term(2025, 1, start=date(2025, 8, 27), end=date(2025, 12, 19))
    national = Period.academic_term(2025, 1)
    assert term.code == national.code
    assert term.label == national.label
    assert term != national
    assert not term.has_national_term_dates
    assert national.has_national_term_dates
    assert not Period.academic_year(2025).has_national_term_dates


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2025, 9, 1), None),
        (None, date(2025, 12, 1)),
        (date(2025, 12, 19), date(2025, 9, 1)),
        (date(2025, 7, 1), date(2025, 12, 19)),
        (date(2026, 4, 1), date(2026, 9, 1)),
    ],
)
def test_term_dates_that_cannot_be_are_refused(start: date | None, end: date | None) -> None:
    with pytest.raises(PeriodError, match="AY2025-26T1"):
        Period.academic_term(2025, 1, start=start, end=end)


def test_periods_sort_by_their_days() -> None:
    codes = ["CY2025", "2024-09-30", "YE2025-03", "FY2024-25", "2024-25Q1", "AY2024-25"]
    ordered = sorted(Period.parse(code) for code in codes)
    assert [period.code for period in ordered] == [
        "2024-25Q1",
        "FY2024-25",
        "YE2025-03",
        "AY2024-25",
        "2024-09-30",
        "CY2025",
    ]


def test_a_datetime_counts_as_its_day() -> None:
    noon = datetime(2024, 9, 30, 12, 0)  # noqa: DTZ001 (the point is a careless caller)
    assert Period.day(noon) == Period.parse("2024-09-30")
    assert Period.calendar_year(2024).contains(noon)


@pytest.mark.parametrize(
    ("code", "year"),
    [
        ("YE2025-03", 2024),
        ("FY2024-25", 2024),
        ("2024-25Q1", 2024),
        ("2024-25Q4", 2024),
        ("2025-03-31", 2024),
        ("2025-04-01", 2025),
        ("2024-09-30", 2024),
        ("CY2024", 2024),
        ("CY2024Q1", 2024),
        ("AY2024-25", 2024),
        ("AY2024-25T3", 2024),
    ],
)
def test_the_population_under_a_rate(code: str, year: int) -> None:
    assert population_year(Period.parse(code)) == year


@given(years)
def test_the_quarters_of_a_year_share_its_population(year: int) -> None:
    for whole in (Period.year_ending_march(year), Period.calendar_year(year)):
        assert {population_year(quarter) for quarter in whole.quarters()} == {population_year(whole)}
        assert population_year(Period.day(whole.end)) == population_year(whole)
