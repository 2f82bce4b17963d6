"""What becomes of an award: milestones, reports, payments to the penny, and its end."""

import datetime as dt

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.access.queries import scope_for
from riia.alliance.offer.errors import CallError, NotYours
from riia.alliance.offer.models import Award, Call, Due, DueKind, Payment
from riia.alliance.offer.policies import check_amount, check_planned
from riia.alliance.offer.queries import awards
from riia.alliance.offer.queries.needs import needs
from riia.alliance.offer.services import monitoring
from riia.alliance.offer.services.monitoring import Account
from riia.alliance.returns.timekeeping import today
from tests.alliance.offer.conftest import AFTER, Live, People

DUE = AFTER + dt.timedelta(days=60)


@pytest.fixture
def milestone(award: Award, people: People) -> Due:
    return monitoring.ask_for(
        award=award, kind=DueKind.MILESTONE, title="The apprentice has begun", due_on=DUE, by=people.coordinator
    )


def give(due: Due, people: People, **account: object) -> Due:
    return monitoring.give(due=due, account=Account(**({"said": "Done."} | account)), by=people.derby)


def test_a_milestone_is_given_sent_back_and_accepted(milestone: Due, people: People) -> None:
    with pytest.raises(CallError, match="Say what was done"):
        give(milestone, people, said=" ")
    give(milestone, people)
    with pytest.raises(CallError, match="Say why"):
        monitoring.send_back(due=milestone, answer="", by=people.coordinator)
    back = monitoring.send_back(due=milestone, answer="Since when?", by=people.coordinator)
    assert (back.state, back.answer) == ("due", "Since when?")
    give(milestone, people, said="Since 1 March.", link="https://example.org/post")
    assert monitoring.accept(due=milestone, by=people.coordinator).state == "accepted"
    with pytest.raises(CallError, match="is accepted, so it cannot become given"):
        give(milestone, people)


@pytest.mark.usefixtures("sent_at_once")
def test_the_region_and_the_council_are_told(milestone: Due, people: People) -> None:
    mail.outbox.clear()
    give(milestone, people)
    monitoring.send_back(due=milestone, answer="Since when?", by=people.coordinator)
    assert [each.to[0].split("@")[0] for each in mail.outbox] == ["helen", "dora", "martin", "priya"]
    assert "Since when?" in mail.outbox[1].body


def test_who_gives_and_who_accepts(milestone: Due, people: People) -> None:
    for who in (people.leicester, people.coordinator, people.panellist, people.auditor, people.dfe, people.bristol):
        with pytest.raises(NotYours):
            monitoring.give(due=milestone, account=Account("x"), by=who)
    give(milestone, people)
    for who in (people.derby, people.derby_dcs, people.lead, people.performance, people.auditor, people.southwest):
        with pytest.raises(NotYours):
            monitoring.accept(due=milestone, by=who)
        with pytest.raises(NotYours):
            monitoring.plan_payment(award=milestone.award, amount_pence=1, due_on=DUE, by=who)


def test_what_is_overdue_is_seen_and_needs_somebody(milestone: Due, people: People, live: Live) -> None:
    late = DUE + dt.timedelta(days=3)

    def texts(who: object) -> list[str]:
        return [each.text for each in needs(scope_for(who), late)]

    live(late)
    assert "Ask Derby for “The apprentice has begun”" in texts(people.coordinator)
    assert "Show “The apprentice has begun” for the award" in texts(people.derby)
    for who in (people.leicester, people.dfe, people.auditor, people.panellist):
        assert not any("apprentice" in text for text in texts(who))
    (line,) = awards.watched(awards.awards(scope_for(people.performance)), today())
    assert [each.title for each in line.overdue] == ["The apprentice has begun"]
    assert not awards.awards(scope_for(people.leicester)).exists()
    assert not awards.awards(scope_for(people.dfe)).exists()


def test_payments_never_exceed_the_award(award: Award, milestone: Due, people: People, live: Live) -> None:
    by = people.coordinator
    first = monitoring.plan_payment(award=award, amount_pence=600_001, due_on=DUE, after=milestone, by=by)
    with pytest.raises(CallError, match=r"This one can be £5,999\.99 at most"):
        monitoring.plan_payment(award=award, amount_pence=600_000, due_on=DUE, by=by)
    second = monitoring.plan_payment(award=award, amount_pence=599_999, due_on=DUE, by=by)
    monitoring.cancel_payment(payment=second, reason="In one go.", by=by)
    monitoring.plan_payment(award=award, amount_pence=599_999, due_on=DUE, by=by)
    with pytest.raises(CallError, match="waits for “The apprentice has begun”"):
        monitoring.pay(payment=first, paid_on=AFTER, paid_as="INV 7", by=by)
    give(milestone, people)
    monitoring.accept(due=milestone, by=by)
    with pytest.raises(CallError, match="between 3 February 2026 and today"):
        monitoring.pay(payment=first, paid_on=DUE, paid_as="INV 7", by=by)
    with pytest.raises(CallError, match="payer’s own reference"):
        monitoring.pay(payment=first, paid_on=AFTER, paid_as=" ", by=by)
    assert monitoring.pay(payment=first, paid_on=AFTER, paid_as="INV 7", by=by).state == "paid"


def test_an_award_closes_with_its_end_report_and_gives_back_what_was_not_paid(
    award: Award, call: Call, people: People
) -> None:
    by, end = people.coordinator, award.dues.get()
    payment = monitoring.plan_payment(award=award, amount_pence=1_100_000, due_on=AFTER, by=by)
    with pytest.raises(CallError, match="once its end report is accepted"):
        monitoring.close(award=award, by=by)
    with pytest.raises(CallError, match="says what changed"):
        give(end, people)
    with pytest.raises(CallError, match="£0 where nothing was"):
        give(end, people, changed="Fewer errors.")
    give(end, people, changed="Errors fell from 14 to 4.", spent_pence=1_099_950)
    monitoring.accept(due=end, by=by)
    with pytest.raises(CallError, match=r"Payments of £11,000\.00 are planned"):
        monitoring.close(award=award, by=by)
    monitoring.pay(payment=payment, paid_on=AFTER, paid_as="INV 8", by=by)
    closed = monitoring.close(award=award, by=by)
    call.refresh_from_db()
    assert (closed.state, closed.released_pence, call.awarded_pence) == ("closed", 100_000, 1_100_000)
    with pytest.raises(CallError, match="This award is closed"):
        monitoring.ask_for(award=award, kind=DueKind.REPORT, title="More", due_on=DUE, by=by)


def test_a_stopped_award_pays_no_more(award: Award, milestone: Due, call: Call, people: People) -> None:
    by = people.coordinator
    planned = monitoring.plan_payment(award=award, amount_pence=500_000, due_on=DUE, by=by)
    with pytest.raises(CallError, match="Say why"):
        monitoring.stop(award=award, reason="", by=by)
    stopped = monitoring.stop(award=award, reason="The post was not filled.", by=by)
    planned.refresh_from_db()
    milestone.refresh_from_db()
    call.refresh_from_db()
    assert (stopped.released_pence, planned.state, milestone.state) == (1_200_000, "cancelled", "dropped")
    assert call.awarded_pence == 0


def test_one_end_report(award: Award, people: People) -> None:
    with pytest.raises(CallError, match="asked for already"):
        monitoring.ask_for(award=award, kind=DueKind.END_REPORT, title="x", due_on=DUE, by=people.coordinator)
    with pytest.raises(CallError, match="The award begins on 3 February 2026"):
        monitoring.ask_for(
            award=award, kind=DueKind.REPORT, title="x", due_on=AFTER - dt.timedelta(days=1), by=people.coordinator
        )


def test_monitoring_and_its_trail_are_one(award: Award, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(monitoring, "record", broken)
    with pytest.raises(RuntimeError):
        monitoring.plan_payment(award=award, amount_pence=1, due_on=DUE, by=people.coordinator)
    assert not Payment.objects.exists()


PENCE = st.integers(-5, 2_000)


@given(PENCE, PENCE, st.none() | PENCE.filter(lambda each: each > 0), st.integers(0, 2_000))
def test_an_award_that_passes_keeps_the_sums(amount: int, asked: int, available: int | None, awarded: int) -> None:
    try:
        check_amount(amount, asked, available, awarded)
    except CallError:
        assert available is None or amount <= 0 or amount > asked or amount + awarded > available
    else:
        assert available is not None
        assert 0 < amount <= asked
        assert awarded + amount <= available


@given(PENCE, st.integers(1, 2_000), st.integers(0, 2_000))
def test_a_payment_that_passes_keeps_the_award(amount: int, award: int, planned: int) -> None:
    try:
        check_planned(amount, award, planned)
    except CallError:
        assert amount <= 0 or planned + amount > award
    else:
        assert 0 < planned + amount <= award
