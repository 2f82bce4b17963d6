"""Where a measure and a KPI stand on a day, and why (R11.05, R11.08, R11.12–R11.14)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.places.measures import Measured, Part
from riia.alliance.plans.finding import Around, Asked, Shown, Time
from riia.alliance.plans.judging import ORDER, Standing, compound, judge
from riia.alliance.plans.states import Rag, Status
from riia.alliance.plans.thresholds import Threshold, reaches
from riia.alliance.plans.units import Operator, Unit

DUE = date(2025, 12, 31)
CODES = tuple(f"{800 + number}" for number in range(15))
COUNCILS = Threshold(Operator.AT_LEAST, Decimal(86), Unit.COUNCILS_PERCENT, "15 LAPs")
DONE = Threshold(Operator.EXACTLY, Decimal(1), Unit.MILESTONE)


def around(at: date, **more: object) -> Around:
    return Around(at, frozenset(CODES), date(2026, 3, 31), **more)  # type: ignore[arg-type]


def councils(*shown: Shown, **more: object) -> Asked:
    return replace(Asked(COUNCILS, "LAPs taking part", DUE, "31 December 2025", all_councils=True, shown=shown), **more)  # type: ignore[arg-type]


def said(n: int, on: date, **more: object) -> Shown:
    return replace(Shown(on, accepted=True, n=Fraction(n)), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("at", "shown", "status", "rag", "reason"),
    [
        (date(2025, 10, 1), (), Status.NOT_STARTED, Rag.GREY, "Not started: due 31 December 2025, 91 days left."),
        (date(2025, 10, 1), (said(9, date(2025, 9, 1)),), Status.ON_TRACK, Rag.GREEN,
         "Green: 9 of 13 councils needed by 31 December 2025; 91 days left."),
        (date(2025, 12, 7), (said(11, date(2025, 12, 1)),), Status.AT_RISK, Rag.AMBER,
         "Amber: 11 of 13 councils needed by 31 December 2025; 24 days left."),
        (date(2025, 12, 7), (), Status.AT_RISK, Rag.AMBER,
         "Amber: nothing is recorded; due 31 December 2025, 24 days left."),
        (date(2025, 12, 26), (), Status.AT_RISK, Rag.RED,
         "Red: nothing is recorded; due 31 December 2025, 5 days left."),
        (date(2026, 1, 15), (said(12, date(2025, 12, 1)),), Status.MISSED, Rag.RED,
         "Red: 12 of 13 councils needed by 31 December 2025; 15 days late."),
        (date(2026, 1, 15), (said(13, date(2025, 12, 12)),), Status.MET, Rag.GREEN,
         "Green: 13 of 15 councils, 13 needed; evidence of 12 December 2025."),
        (date(2026, 1, 15), (said(13, date(2026, 1, 12)),), Status.MET, Rag.AMBER,
         "Amber: met 12 days late, by evidence of 12 January 2026; it was due 31 December 2025."),
        (date(2025, 12, 7), (said(13, date(2025, 12, 8)),), Status.AT_RISK, Rag.AMBER,
         "Amber: nothing is recorded; due 31 December 2025, 24 days left."),
    ],
)  # fmt: skip
def test_by_day_and_evidence(at: date, shown: tuple[Shown, ...], status: Status, rag: Rag, reason: str) -> None:
    found = judge(councils(*shown), around(at))
    assert (found.status, found.rag, found.reason) == (status, rag, reason)


def test_nothing_known_is_not_0() -> None:
    found = judge(councils(), around(DUE))
    assert found.result.n is None
    assert found.result.reached is None


def test_what_waits_for_review_does_not_count_and_is_said() -> None:
    waiting = Shown(date(2025, 12, 1), accepted=False, waiting=True, n=Fraction(13))
    before, after = (judge(councils(waiting), around(at)) for at in (date(2025, 12, 20), date(2026, 1, 20)))
    assert (before.status, before.result.n) == (Status.ON_TRACK, None)
    assert "waits for review" in before.reason
    assert (after.status, after.rag) == (Status.AT_RISK, Rag.AMBER)


def test_expired_evidence_turns_a_met_measure_to_risk() -> None:
    shown = said(14, date(2025, 11, 1), expires_on=date(2025, 12, 1))
    assert judge(councils(shown), around(date(2025, 11, 30))).status is Status.MET
    found = judge(councils(shown), around(date(2025, 12, 1)))
    assert (found.status, found.reason) == (
        Status.AT_RISK, "Amber: it was met, but evidence for it expired on 1 December 2025.",
    )  # fmt: skip


def test_a_number_without_the_documents_that_the_text_names_is_not_met() -> None:
    asked = councils(said(15, date(2025, 11, 1), covers=frozenset({"minutes"})), proofs=("attendance log", "minutes"))
    found = judge(asked, around(date(2026, 2, 1)))
    assert (found.status, found.missing) == (Status.AT_RISK, ("attendance log",))
    assert "no accepted evidence is the attendance log that the plan names" in found.reason
    both = replace(asked, shown=(*asked.shown, Shown(date(2025, 11, 5), True, covers=frozenset({"attendance log"}))))
    assert judge(both, around(date(2026, 2, 1))).status is Status.MET


def test_a_day_that_is_not_settled_can_be_met_but_not_missed() -> None:
    asked = councils(said(9, date(2025, 11, 1)), due=None, due_written="29 February 2026")
    found = judge(asked, around(date(2026, 3, 31)))
    assert found.status is Status.NOT_KNOWN
    assert found.reason == "Not rated: “29 February 2026” is not settled as a day; 9 of 13 councils needed."
    assert judge(replace(asked, shown=(said(13, date(2025, 11, 1)),)), around(date(2026, 3, 31))).status is Status.MET


def test_councils_are_counted_one_by_one_and_the_latest_word_holds() -> None:
    first = Shown(date(2025, 10, 1), True, parts=dict.fromkeys(CODES[:10], True))
    later = Shown(date(2025, 11, 1), True, parts={CODES[0]: False, **dict.fromkeys(CODES[10:14], True)})
    assert judge(councils(first, later), around(DUE)).result.n == 13


@pytest.mark.parametrize(("n", "with_one", "without"), [(12, False, False), (13, True, True)])
def test_12_of_14_fails_as_12_of_15_does(n: int, with_one: bool, without: bool) -> None:
    shown = Shown(date(2025, 11, 1), True, parts=dict.fromkeys(CODES[:n], True))
    exempt = {CODES[14]: [(date(2025, 11, 1), date(2026, 1, 31))]}
    found = judge(councils(shown), around(date(2026, 3, 1), exempt=exempt))
    assert (found.result.of, found.without.of) == (14, 15)
    assert (found.result.reached, found.without.reached) == (with_one, without)
    assert f"with 1 exempt (without exemption: {n} of 15" in found.reason


def test_an_exemption_can_change_the_result_and_both_are_kept() -> None:
    every = replace(COUNCILS, value=Decimal(100))
    shown = Shown(date(2025, 11, 1), True, parts=dict.fromkeys(CODES[:14], True))
    exempt = {CODES[14]: [(date(2025, 12, 1), date(2026, 1, 31))]}
    found = judge(councils(shown, threshold=every), around(date(2026, 1, 15), exempt=exempt))
    assert (found.status, found.status_without) == (Status.MET, Status.MISSED)


def test_an_exemption_counts_on_the_day_that_decides() -> None:
    shown = Shown(date(2025, 11, 1), True, parts=dict.fromkeys(CODES[:13], True))
    afterwards = {CODES[14]: [(date(2026, 1, 2), date(2026, 2, 28))]}
    assert judge(councils(shown), around(date(2026, 2, 1), exempt=afterwards)).result.of == 15


def test_an_exempt_council_that_counts_all_the_same_stays_in() -> None:
    shown = Shown(date(2025, 11, 1), True, parts=dict.fromkeys(CODES[:13], True))
    exempt = {CODES[0]: [(date(2025, 12, 1), date(2026, 1, 31))]}
    found = judge(councils(shown), around(date(2026, 1, 15), exempt=exempt))
    assert (found.result.n, found.result.of, found.result.reached) == (13, 15, True)


MONTHS = tuple(Time(number, f"month {number}", date(2025, 8 + number, 28)) for number in (1, 2, 3))
MONTHLY = Asked(Threshold(Operator.AT_LEAST, Decimal(1), Unit.PER_MONTH), "Meeting", None, recurs=True, times=MONTHS)


def test_a_missing_meeting_is_that_meeting_missed_and_not_the_kpi() -> None:
    held = tuple(Shown(time.due, True, instance=time.key) for time in MONTHS[:1])
    found = judge(replace(MONTHLY, shown=held), around(date(2025, 11, 5)))
    assert [each.words for each in found.times] == ["met", "missed", "to come"]
    assert (found.status, found.rag) == (Status.AT_RISK, Rag.AMBER)
    assert found.reason == "Amber: 1 of 2 due so far missed (month 2); the next is due 28 November 2025."


def test_all_meetings_held_is_met_and_none_is_missed() -> None:
    held = tuple(Shown(time.due, True, instance=time.key) for time in MONTHS)
    assert judge(replace(MONTHLY, shown=held), around(date(2026, 1, 1))).status is Status.MET
    assert judge(MONTHLY, around(date(2026, 1, 1))).status is Status.MISSED


def test_an_instance_that_was_not_needed_is_not_missed() -> None:
    times = (*MONTHS[:2], replace(MONTHS[2], needed=False))
    held = tuple(Shown(time.due, True, instance=time.key) for time in MONTHS[:2])
    assert judge(replace(MONTHLY, times=times, shown=held), around(date(2026, 1, 1))).status is Status.MET


def test_newsletters_are_counted_by_their_instances() -> None:
    held = tuple(Shown(time.due, True, instance=time.key) for time in MONTHS[:2])
    asked = Asked(Threshold(Operator.AT_LEAST, Decimal(3), Unit.COUNT, "newsletters"), "Newsletters", DUE, times=MONTHS,
                  recurs=True, shown=held)  # fmt: skip
    found = judge(asked, around(date(2025, 12, 20)))
    assert found.reason == "Amber: 2 of 3 newsletters needed by 31 December 2025; 11 days left."


def test_a_measure_that_takes_itself_needs_no_document() -> None:
    parts = tuple(Part(code, counts=index < 13, place=code) for index, code in enumerate(CODES))
    measured = Measured(13, 15, "13 of 15 submitted on time", DUE, parts)
    found = judge(councils(measured=measured, takes_itself=True, proofs=("returns",)), around(date(2026, 1, 5)))
    assert (found.status, found.reason) == (
        Status.MET, "Green: 13 of 15 councils, 13 needed; counted by the system itself.",
    )  # fmt: skip
    exempt = {CODES[14]: [(date(2025, 12, 1), date(2026, 1, 31))]}
    assert judge(councils(measured=measured, takes_itself=True), around(DUE, exempt=exempt)).result.of == 14


def test_what_a_part_cannot_say_is_not_known() -> None:
    measured = Measured(None, 15, "No round is open yet.", DUE)
    found = judge(councils(measured=measured, takes_itself=True), around(date(2025, 12, 20)))
    assert found.result.n is None
    assert "not known (No round is open yet)" in found.reason


def test_no_threshold_is_met_by_what_was_accepted_for_it() -> None:
    blank = Asked(Threshold(None, None, None), "Data available", DUE)
    assert judge(blank, around(date(2026, 1, 5))).status is Status.MISSED
    found = judge(replace(blank, shown=(Shown(date(2025, 12, 1), True),)), around(date(2026, 1, 5)))
    assert (found.status, found.result.needed) == (Status.MET, None)


def test_a_superseded_version_is_not_judged() -> None:
    assert judge(councils(), around(DUE, superseded=True)).status is Status.SUPERSEDED


def test_a_kpi_stands_where_its_worst_measure_stands() -> None:
    done = Asked(DONE, "In post", DUE, shown=(Shown(date(2025, 11, 1), True),))
    late = judge(councils(), around(date(2026, 1, 10)))
    whole = compound([judge(done, around(date(2026, 1, 10))), late])
    assert whole is not None
    assert (whole.status, whole.reason) == (Status.MISSED, late.reason)
    assert compound([]) is None


def test_something_met_makes_a_kpi_begun() -> None:
    at = date(2025, 10, 1)
    done = judge(Asked(DONE, "In post", DUE, shown=(Shown(date(2025, 9, 1), True),)), around(at))
    whole = compound([done, judge(councils(), around(at))])
    assert whole is not None
    assert (whole.status, whole.rag) == (Status.ON_TRACK, Rag.GREEN)


days = st.dates(date(2025, 9, 1), date(2026, 3, 31))
shows = st.builds(
    Shown,
    effective_on=days,
    accepted=st.booleans(),
    waiting=st.just(False),
    n=st.integers(0, 15).map(Fraction),
    order=st.integers(0, 5),
)
asks = st.lists(shows, max_size=4).map(lambda found: councils(*found))


def rank(found: Standing) -> tuple[int, int]:
    return (ORDER.index(found.status), [Rag.RED, Rag.AMBER, Rag.GREY, Rag.GREEN].index(found.rag))


@given(asks, shows, days)
def test_accepted_evidence_makes_nothing_worse_unless_it_says_less(asked: Asked, more: Shown, at: date) -> None:
    more = replace(more, accepted=True, order=9)
    before = judge(asked, around(at))
    if more.effective_on <= at and before.result.n is not None and more.n is not None and more.n < before.result.n:
        return
    after = judge(replace(asked, shown=(*asked.shown, more)), around(at))
    assert ORDER.index(after.status) >= ORDER.index(before.status)


@given(days, days, st.integers(0, 14))
def test_one_council_more_never_makes_a_status_worse(at: date, on: date, n: int) -> None:
    less, more = (judge(councils(said(count, on)), around(at)) for count in (n, n + 1))
    assert rank(more) >= rank(less)


@given(st.lists(asks, min_size=1, max_size=4), days)
def test_a_compound_is_never_better_than_its_worst(asked: list[Asked], at: date) -> None:
    each = [judge(one, around(at)) for one in asked]
    whole = compound(each)
    assert whole is not None
    worst = min(ORDER.index(one.status) for one in each)
    begun = ORDER.index(Status.ON_TRACK) if worst == ORDER.index(Status.NOT_STARTED) else worst
    assert ORDER.index(whole.status) in (worst, begun)
    assert (whole.status is Status.MET) == all(one.status is Status.MET for one in each)


@given(asks, days, st.integers(0, 14))
def test_with_exemptions_n_never_exceeds_the_councils_that_are_left(asked: Asked, at: date, index: int) -> None:
    exempt = {CODES[index]: [(date(2025, 9, 1), date(2026, 3, 31))]}
    found = judge(asked, around(at, exempt=exempt))
    assert found.result.of == 14
    assert found.result.n is None or found.result.n <= 14
    if found.status is Status.MET:
        assert reaches(COUNCILS, found.result.n, 14)


@given(asks, days)
def test_every_reason_is_one_sentence_that_begins_with_its_colour(asked: Asked, at: date) -> None:
    found = judge(asked, around(at))
    assert found.reason.endswith(".")
    lead = {Rag.GREY: ("Not rated", "Not started")}.get(found.rag, (found.rag.capitalize(),))
    assert found.reason.startswith(lead)
