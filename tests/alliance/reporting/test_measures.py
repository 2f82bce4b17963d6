"""Reports as measures of a plan: what was sent and receipted by a day, of what was due, and never a made-up 0."""

import datetime as dt
from dataclasses import replace

import pytest

from riia.alliance.places import measures as registry
from riia.alliance.places.measures import Asked, Measured
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.due_rules import Often
from riia.alliance.reporting.errors import Incomplete
from riia.alliance.reporting.models import Kind
from riia.alliance.reporting.promises import Promise
from riia.alliance.reporting.queries.measures import MEASURES
from riia.alliance.reporting.queries.reading import get_owed, owed
from riia.alliance.reporting.services.receipts import note_receipt
from riia.alliance.reporting.services.register import Line, add_kind
from riia.alliance.reporting.services.reports import ask_for, drop, note_sent
from tests.alliance.reporting.conftest import QUARTERLY, REGION, UPDATE

pytestmark = pytest.mark.django_db
YEAR = (dt.date(2025, 4, 1), dt.date(2026, 3, 31))
BY_HAND = replace(QUARTERLY, made_from="hand", promise=Promise.DEPARTMENT)


def ask(name: str, until: dt.date, today: dt.date | None = None) -> Measured:
    """What the system counts itself up to a day."""
    measure = registry.measure_of(f"reporting.{name}")
    assert measure is not None
    return measure.find(Asked(REGION, YEAR[0], until, today or until))


def send(kind: Kind, code: str, on: dt.date, people, shared: str = "") -> None:
    """A report that was sent by hand, and confirmed by each side the day after where that is asked for."""
    one = get_owed(kind, code)
    assert one is not None
    note_sent(one=one, on=on, to="them", link="", words="", shared_first=shared, by=people.coordinator)


def test_each_measure_is_offered_once_with_how_it_is_counted() -> None:
    assert len({one.key for one in MEASURES}) == len(MEASURES)
    for one in MEASURES:
        assert registry.measure_of(one.key) is not None
        assert one.key.startswith("reporting.")
        assert len(one.how) > 30


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.key)
def test_without_a_line_in_the_register_nothing_is_known(measure, quarterly) -> None:
    found = measure.find(Asked(REGION, *YEAR, YEAR[1]))
    assert (found.n, found.of) == (None, None)
    assert "No line of the register" in found.words


def test_a_report_counts_from_the_day_on_which_both_had_confirmed(alliance, people, live) -> None:
    kind = add_kind(alliance=alliance, line=BY_HAND, by=people.coordinator)
    found = ask("department-receipted", dt.date(2026, 1, 5))
    assert (found.n, found.of) == (0, None)
    assert found.words == "0 of 0 reports sent are confirmed as received; 2 were due by 5 January 2026."
    send(kind, "2025-26Q2", dt.date(2025, 9, 30), people)
    copies = list(kind.reports.get().editions.get().copies.all())
    assert [each.audience for each in copies] == ["dfe", "lga"]
    note_receipt(copy=copies[0], words="E-mail", by=people.coordinator)
    assert ask("department-receipted", dt.date(2026, 1, 5)).n == 0
    live(dt.date(2026, 1, 8))
    note_receipt(copy=copies[1], words="E-mail", by=people.coordinator)
    after = ask("department-receipted", dt.date(2026, 1, 8))
    assert after.n == 1
    assert "receipt confirmed on 8 January 2026" in after.parts[0].words
    assert [each.counts for each in after.parts] == [True, False]
    assert ask("department-receipted", dt.date(2026, 1, 7), today=dt.date(2026, 1, 8)).n == 0


def test_a_quarter_counts_when_everything_that_keeps_the_promise_was_sent(alliance, people, live) -> None:
    live(dt.date(2026, 2, 1))
    first, last = dt.date(2025, 9, 30), dt.date(2026, 3, 31)
    lines = [Line(title, (Audience.ADCS,), Often.QUARTER, first_ends_on=first, last_ends_on=last,
                  promise=Promise.TRACKER) for title in ("To ADCS", "To the board")]  # fmt: skip
    one, two = (add_kind(alliance=alliance, line=line, by=people.coordinator) for line in lines)
    for kind in (one, two):
        send(kind, "2025-26Q2", dt.date(2025, 9, 29), people)
    send(one, "2025-26Q3", dt.date(2026, 1, 20), people)
    found = ask("tracker-quarters", dt.date(2026, 2, 1))
    assert (found.n, found.of) == (1, 2)
    assert "not for October to December 2025" in found.words
    send(two, "2025-26Q3", dt.date(2026, 1, 21), people)
    assert (ask("tracker-quarters", dt.date(2026, 2, 1)).n, ask("tracker-quarters", dt.date(2026, 2, 1)).of) == (2, 2)
    # As it was on the day itself: the quarter was not judged before its day had passed.
    early = ask("tracker-quarters", dt.date(2025, 12, 31), today=dt.date(2025, 12, 31))
    assert (early.n, early.of) == (1, 1)
    assert ask("tracker-quarters", dt.date(2025, 9, 1)).n is None


def test_what_is_sent_after_its_day_is_late_and_what_is_not_needed_is_left_out(alliance, people, live) -> None:
    live(dt.date(2026, 2, 1))
    line = replace(BY_HAND, receipt_needed=False, promise=Promise.INSIGHT, first_ends_on=dt.date(2025, 6, 30))
    kind = add_kind(alliance=alliance, line=line, by=people.coordinator)
    send(kind, "2025-26Q1", dt.date(2025, 7, 3), people)
    send(kind, "2025-26Q2", dt.date(2025, 9, 30), people)
    found = ask("insight-in-time", dt.date(2026, 2, 1))
    assert (found.n, found.of) == (1, 3)
    drop(one=get_owed(kind, "2025-26Q3"), because="No data", by=people.coordinator)
    found = ask("insight-in-time", dt.date(2026, 2, 1))
    assert (found.n, found.of) == (1, 2)
    assert ask("insight-quarters", dt.date(2026, 2, 1)).n == 2


def test_what_goes_to_others_first_says_when_also_if_it_is_made_elsewhere(alliance, people, live) -> None:
    line = replace(BY_HAND, receipt_needed=False, promise=Promise.NATIONAL, share_first="the Chair DCS")
    kind = add_kind(alliance=alliance, line=line, by=people.coordinator)
    with pytest.raises(Incomplete) as refused:
        send(kind, "2025-26Q2", dt.date(2025, 9, 30), people)
    assert "Chair DCS" in refused.value.problems["shared_first"]
    send(kind, "2025-26Q2", dt.date(2025, 9, 30), people, "20 September")
    send(kind, "2025-26Q3", dt.date(2025, 12, 31), people, "20 December")
    until = dt.date(2026, 1, 5)
    assert (ask("national-sent", until).n, ask("national-sent", until).of) == (2, None)
    found = ask("national-shared-first", until)
    assert (found.n, found.of) == (2, 2)
    assert "shared before: 20 September" in found.parts[0].words


def test_an_update_on_request_is_in_time_within_its_days(alliance, people) -> None:
    kind = add_kind(alliance=alliance, line=replace(UPDATE, promise=Promise.REQUESTED), by=people.coordinator)
    assert ask("requested-in-time", dt.date(2026, 1, 5)).n is None
    for asked_on, sent_on in (
        (dt.date(2025, 11, 10), dt.date(2025, 11, 14)),
        (dt.date(2025, 12, 1), dt.date(2025, 12, 12)),
    ):
        report = ask_for(kind=kind, on=asked_on, asked_by="The chair", about="Learning", by=people.coordinator)
        send(kind, report.period, sent_on, people)
    found = ask("requested-in-time", dt.date(2026, 1, 5))
    assert (found.n, found.of) == (1, 2)


def test_a_correction_moves_no_day_and_elsewhere_is_not_counted(alliance, people, live) -> None:
    kind = add_kind(alliance=alliance, line=replace(BY_HAND, receipt_needed=False), by=people.coordinator)
    send(kind, "2025-26Q2", dt.date(2025, 9, 30), people)
    Kind.objects.filter(pk=kind.pk).update(promise=Promise.NATIONAL)
    live(dt.date(2026, 1, 20))
    send(Kind.objects.get(pk=kind.pk), "2025-26Q2", dt.date(2026, 1, 19), people)
    found = ask("national-sent", dt.date(2026, 1, 20))
    assert (found.n, len(owed(kind, *YEAR))) == (1, 3)
    assert "sent on 30 September 2025" in found.parts[0].words
    measure = registry.measure_of("reporting.national-sent")
    assert measure.find(Asked("E12000004", *YEAR, YEAR[1])).n is None
