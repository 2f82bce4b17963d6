"""When a report is due."""

import datetime as dt
import itertools

import pytest

from riia.alliance.reporting.due_rules import Counting, Often, Rule, due_day, stretch_of, stretches

D = dt.date


@pytest.mark.parametrize(
    ("rule", "last", "day", "words"),
    [
        (Rule(Often.QUARTER), D(2025, 12, 31), D(2025, 12, 31), "the last day of the period"),
        (Rule(Often.QUARTER), D(2024, 3, 31), D(2024, 3, 28), "Sunday 31 March 2024"),  # Easter: Good Friday as well
        (Rule(Often.MONTH), D(2026, 1, 31), D(2026, 1, 30), "Saturday 31 January 2026 is no working day"),
        (Rule(Often.REQUEST, 7), D(2025, 12, 18), D(2025, 12, 24), "Christmas Day"),
        (Rule(Often.REQUEST, 7), D(2026, 1, 5), D(2026, 1, 12), "7 days after 5 January 2026"),
        (Rule(Often.QUARTER, 10, Counting.WORKING_DAYS), D(2025, 12, 31), D(2026, 1, 15), "10 working days"),
        (Rule(Often.REQUEST, 0), D(2026, 1, 3), D(2026, 1, 2), "Saturday 3 January 2026"),
    ],
)
def test_the_day(rule: Rule, last: dt.date, day: dt.date, words: str) -> None:
    found = due_day(rule, last)
    assert found.day == day
    assert words in found.words


def test_quarters_are_named_by_their_months() -> None:
    found = list(stretches(Often.QUARTER, D(2025, 9, 30), D(2026, 6, 30)))
    assert [(one.code, one.words, one.ends) for one in found] == [
        ("2025-26Q2", "July to September 2025 (Q2 of 2025-26)", D(2025, 9, 30)),
        ("2025-26Q3", "October to December 2025 (Q3 of 2025-26)", D(2025, 12, 31)),
        ("2025-26Q4", "January to March 2026 (Q4 of 2025-26)", D(2026, 3, 31)),
        ("2026-27Q1", "April to June 2026 (Q1 of 2026-27)", D(2026, 6, 30)),
    ]


def test_months_halves_years_and_requests() -> None:
    assert [one.code for one in stretches(Often.MONTH, D(2025, 11, 15), D(2026, 1, 31))] == [
        "2025-11", "2025-12", "2026-01",
    ]  # fmt: skip
    halves = list(stretches(Often.HALF_YEAR, D(2025, 4, 1), D(2026, 3, 31)))
    assert [(one.code, one.starts, one.ends) for one in halves] == [
        ("2025-26H1", D(2025, 4, 1), D(2025, 9, 30)),
        ("2025-26H2", D(2025, 10, 1), D(2026, 3, 31)),
    ]
    assert [one.ends for one in stretches(Often.YEAR, D(2025, 4, 1), D(2027, 3, 31))] == [
        D(2026, 3, 31),
        D(2027, 3, 31),
    ]
    assert list(stretches(Often.REQUEST, D(2025, 1, 1), D(2026, 1, 1))) == []


@pytest.mark.parametrize("often", [one for one in Often if one is not Often.REQUEST])
def test_periods_follow_each_other_without_a_gap(often: Often) -> None:
    found = list(stretches(often, D(2024, 1, 1), D(2027, 12, 31)))
    assert all(after.starts == before.ends + dt.timedelta(days=1) for before, after in itertools.pairwise(found))
    assert all(stretch_of(often, day) == one for one in found for day in (one.starts, one.ends))
    assert len({one.code for one in found}) == len(found)


def test_rules_in_words() -> None:
    assert Rule(Often.QUARTER).words == "every quarter, by the end of the quarter"
    assert Rule(Often.REQUEST, 7).words == "on request, within 7 days after the request"
    assert (
        Rule(Often.MONTH, 1, Counting.WORKING_DAYS).words
        == "every month, within 1 working day after the end of the month"
    )
