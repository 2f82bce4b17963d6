"""Councils' own terms: what is accepted, what is refused, and what the calendar answers with and without them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.audit.models import Entry
from riia.alliance.audit.services import System
from riia.alliance.places import calendar, queries
from riia.alliance.places.calendar import Standing
from riia.alliance.places.errors import TermDatesError, TermDatesMissing
from riia.alliance.places.models import AcademicTerm
from riia.alliance.places.policies import TermDates, check_terms
from riia.alliance.places.services import set_terms
from riia.indicators.model import Period, PeriodKind

YEAR = (
    TermDates(1, date(2025, 9, 1), date(2025, 12, 19)),
    TermDates(2, date(2026, 1, 5), date(2026, 3, 27)),
    TermDates(3, date(2026, 4, 13), date(2026, 7, 21)),
)
NEXT = (
    TermDates(1, date(2026, 8, 27), date(2026, 12, 18)),
    TermDates(2, date(2027, 1, 4), date(2027, 3, 25)),
    TermDates(3, date(2027, 4, 12), date(2027, 7, 22)),
)


def changed(term: int, **to: date) -> list[TermDates]:
    return [
        TermDates(item.term, to.get("start", item.start), to.get("end", item.end)) if item.term == term else item
        for item in YEAR
    ]


def test_three_terms_in_order() -> None:
    terms = check_terms("Derby", 2025, list(reversed(YEAR)), ())
    assert [term.code for term in terms] == ["AY2025-26T1", "AY2025-26T2", "AY2025-26T3"]
    assert [(term.start, term.end) for term in terms] == [(item.start, item.end) for item in YEAR]


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        (YEAR[:2], "give the autumn, spring and summer term, each once"),
        ((*YEAR, YEAR[0]), "each once"),
        (changed(1, end=date(2026, 1, 5)), "spring term 2025/26 begins on 5 January 2026, before the autumn term"),
        (changed(2, start=date(2026, 4, 1)), "is not a term of the academic year 2025/26"),
        (changed(1, start=date(2024, 9, 2)), "is not a term of the academic year 2025/26"),
        (changed(3, end=date(2026, 9, 4)), "is not a term of the academic year 2025/26"),
    ],
)
def test_dates_that_cannot_be_right(dates: list[TermDates], says: str) -> None:
    with pytest.raises(TermDatesError, match=says):
        check_terms("Derby", 2025, dates, ())


def test_a_term_may_not_overlap_one_of_another_year() -> None:
    other = Period.academic_term(2026, 1, start=date(2026, 8, 27), end=date(2026, 12, 18))
    assert check_terms("Derby", 2025, YEAR, [other])
    with pytest.raises(
        TermDatesError, match=r"overlaps the autumn term 2026/27 \(27 August 2026 to 18 December 2026\)"
    ):
        check_terms("Derby", 2025, changed(3, end=date(2026, 8, 27)), [other])


@given(st.lists(st.dates(min_value=date(2025, 8, 1), max_value=date(2026, 8, 31)), min_size=6, max_size=6))
def test_terms_are_accepted_exactly_when_their_days_are_in_order(days: list[date]) -> None:
    dates = [TermDates(term, days[2 * term - 2], days[2 * term - 1]) for term in (1, 2, 3)]
    in_order = all(item.start <= item.end for item in dates) and all(
        earlier.end < later.start for earlier, later in pairwise(dates)
    )
    try:
        check_terms("Derby", 2025, dates, ())
    except TermDatesError:
        assert not in_order
    else:
        assert in_order


@pytest.mark.usefixtures("loaded", "db")
class TestEntered:
    def enter(self, clerk, code: str = "831", year: int = 2025, dates=YEAR, source: str = "Council website") -> None:
        set_terms(council=queries.get(code), academic_year=year, dates=dates, source=source, by=clerk)

    def test_entered_with_an_entry_in_the_trail(self, clerk) -> None:
        self.enter(clerk)
        assert [(t.term, t.start, t.end, t.source) for t in queries.terms(queries.get("831"), 2025)] == [
            (item.term, item.start, item.end, "Council website") for item in YEAR
        ]
        entry = Entry.objects.get(action="places.set_terms")
        assert entry.summary == "Entered the term dates of Derby for 2025/26"
        assert entry.details["before"] == {}
        assert [row.code for row in entry.places.all()] == ["831"]

    def test_corrected_with_what_they_were(self, clerk) -> None:
        self.enter(clerk)
        self.enter(clerk, dates=changed(3, end=date(2026, 7, 24)))
        assert queries.terms(queries.get("831"), 2025).get(term=3).end == date(2026, 7, 24)
        entry = Entry.objects.get(summary__startswith="Changed the term dates")
        assert entry.details["before"]["3"] == ["2026-04-13", "2026-07-21"]

    def test_who_entered_them_by_year(self, clerk) -> None:
        self.enter(clerk)
        self.enter(System("another"), dates=changed(3, end=date(2026, 7, 24)))
        self.enter(clerk, year=2026, dates=NEXT)
        entered = queries.terms_entered(queries.get("831"))
        assert {year: entry.actor_label for year, entry in entered.items()} == {2025: "another", 2026: "council clerk"}
        assert queries.terms_entered(queries.get("856")) == {}

    def test_refused_and_nothing_saved(self, clerk) -> None:
        self.enter(clerk)
        for code, year, dates, source, says in (
            ("831", 2026, NEXT[:2], "x", "each once"),
            ("831", 2026, NEXT, " ", "say where these dates are published"),
            ("E12000004", 2025, YEAR, "x", "is not a council"),
            ("928", 2025, YEAR, "x", "did not exist throughout"),
        ):
            with pytest.raises(TermDatesError, match=says):
                self.enter(clerk, code, year, dates, source)
        assert AcademicTerm.objects.count() == 3
        assert Entry.objects.filter(action="places.set_terms").count() == 1

    def test_nothing_changes_when_the_trail_cannot_be_written(self, clerk, monkeypatch) -> None:
        def refuse(**_: object) -> None:
            raise RuntimeError("no trail")

        monkeypatch.setattr("riia.alliance.places.services.terms.record", refuse)
        with pytest.raises(RuntimeError, match="no trail"):
            self.enter(clerk)
        assert not AcademicTerm.objects.exists()

    @pytest.mark.parametrize(
        ("day", "standing", "code"),
        [
            (date(2025, 9, 1), Standing.IN_TERM, "AY2025-26T1"),
            (date(2025, 12, 19), Standing.IN_TERM, "AY2025-26T1"),
            (date(2025, 12, 20), Standing.BETWEEN_TERMS, None),
            (date(2026, 8, 10), Standing.BETWEEN_TERMS, None),
            (date(2026, 8, 27), Standing.IN_TERM, "AY2026-27T1"),
            (date(2025, 8, 31), Standing.NOT_ENTERED, None),
            (date(2027, 7, 23), Standing.NOT_ENTERED, None),
        ],
    )
    def test_how_a_day_stands(self, clerk, day: date, standing: Standing, code: str | None) -> None:
        self.enter(clerk)
        self.enter(clerk, year=2026, dates=NEXT)
        found = calendar.term_on(queries.get("831"), day)
        assert found.standing is standing
        assert (found.term.code if found.term else None) == code
        assert "Derby" in found.words

    def test_a_gap_between_entered_years_is_not_a_holiday(self, clerk) -> None:
        self.enter(clerk)
        self.enter(
            clerk,
            year=2027,
            dates=[TermDates(i.term, i.start + timedelta(days=371), i.end + timedelta(days=371)) for i in NEXT],
        )
        assert calendar.term_on(queries.get("831"), date(2027, 1, 20)).standing is Standing.NOT_ENTERED

    def test_a_period_with_the_councils_days(self, clerk) -> None:
        self.enter(clerk)
        derby, leicester = queries.get("831"), queries.get("856")
        spring = Period.parse("AY2025-26T2")
        assert calendar.with_days_of(derby, spring).start == date(2026, 1, 5)
        assert calendar.with_days_of(derby, Period.parse("2025-26Q3")) == Period.parse("2025-26Q3")
        with pytest.raises(TermDatesMissing, match=r"Leicester has not entered its dates for the spring term 2025/26"):
            calendar.with_days_of(leicester, spring)
        assert calendar.councils_without_term([derby, leicester], spring) == [leicester]

    def test_the_period_of_a_day(self, clerk) -> None:
        self.enter(clerk)
        derby = queries.get("831")
        day = date(2026, 4, 1)  # in the national summer term, and in Derby's Easter holiday
        assert calendar.period_of(day, PeriodKind.ACADEMIC_TERM).code == "AY2025-26T3"
        with pytest.raises(TermDatesMissing, match="1 April 2026 is between the spring term 2025/26 and"):
            calendar.period_of(day, PeriodKind.ACADEMIC_TERM, derby)
        assert calendar.period_of(day, PeriodKind.FINANCIAL_QUARTER, derby).code == "2026-27Q1"
        assert calendar.period_of(date(2026, 2, 1), PeriodKind.ACADEMIC_TERM, derby).end == date(2026, 3, 27)


def test_the_calendar_offers_the_national_one_too() -> None:
    assert calendar.add_working_days(date(2023, 5, 5), 1) == date(2023, 5, 9)  # the coronation bank holiday
    assert calendar.parse_frequency("six-weekly") is calendar.Frequency.SIX_WEEKLY
