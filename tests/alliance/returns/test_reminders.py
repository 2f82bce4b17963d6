"""Reminders: on the days of R5.18, to the named people, never twice a day, whatever happens in between."""

import datetime as dt
from collections.abc import Callable
from unittest import mock

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.access.mail import MailNotSentError
from riia.alliance.access.models import RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.audit.actors import System
from riia.alliance.audit.models import Entry
from riia.alliance.returns.errors import NotYours
from riia.alliance.returns.models import Extension, Notice, NoticeKind, Return, Round
from riia.alliance.returns.reminding import escalation_on, next_stage, stage_on
from riia.alliance.returns.services import letters, rounds
from riia.alliance.returns.services.reminders import Ran, send_reminders
from riia.indicators.calendar import add_working_days, is_working_day, working_days_between
from tests.alliance.returns.conftest import DERBY, DUE, NOTTINGHAM, OPENS, At, Give, People

type Live = Callable[..., None]
NIGHT = System("daily run")
K = NoticeKind


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (dt.date(2026, 9, 30), None),  # before the opening
        (OPENS, K.OPENING),
        (dt.date(2026, 10, 7), K.OPENING),
        (dt.date(2026, 10, 8), K.TEN_DAYS),
        (dt.date(2026, 10, 14), K.TEN_DAYS),
        (dt.date(2026, 10, 15), K.FIVE_DAYS),
        (dt.date(2026, 10, 17), None),  # a Saturday
        (dt.date(2026, 10, 21), K.ONE_DAY),
        (DUE, K.DUE),
        (dt.date(2026, 10, 23), K.OVERDUE),
        (dt.date(2026, 10, 24), None),
        (dt.date(2026, 10, 29), K.OVERDUE),
    ],
)
def test_the_stage_of_a_day(day: dt.date, kind: NoticeKind | None) -> None:
    stage = stage_on(OPENS, DUE, day)
    assert (stage.kind if stage else None) == kind


def test_overdue_comes_the_day_after_and_then_every_fifth_working_day() -> None:
    days = [add_working_days(DUE, n) for n in range(1, 13)]
    begun = [stage.since for day in days if (stage := stage_on(OPENS, DUE, day))]
    assert sorted(set(begun)) == [dt.date(2026, 10, 23), dt.date(2026, 10, 30), dt.date(2026, 11, 6)]


def test_the_director_is_told_on_the_third_working_day_and_then_every_tenth() -> None:
    days = [add_working_days(DUE, n) for n in range(1, 15)]
    begun = [stage.since for day in days if (stage := escalation_on(DUE, day))]
    assert escalation_on(DUE, dt.date(2026, 10, 26)) is None
    assert sorted(set(begun)) == [dt.date(2026, 10, 27), dt.date(2026, 11, 10)]


@given(
    st.dates(dt.date(2024, 1, 1), dt.date(2027, 1, 1)),
    st.integers(0, 40),
    st.integers(-5, 90),
)
def test_a_stage_has_begun_and_stages_never_go_back(opened: dt.date, length: int, after: int) -> None:
    last_day, day = opened + dt.timedelta(days=length), opened + dt.timedelta(days=after)
    stage, later = stage_on(opened, last_day, day), stage_on(opened, last_day, day + dt.timedelta(days=1))
    if stage is None:
        assert day < opened or not is_working_day(day) or working_days_between(last_day, day) == 0
    else:
        assert opened <= stage.since <= day
        assert (stage.kind is K.OVERDUE) == (day > last_day)
        if later is not None:
            assert later.since >= stage.since
    coming = next_stage(opened, last_day, day)[1]
    assert coming > day or day < opened


def run(live: Live, day: dt.date, **options: Round) -> Ran:
    live(day)
    mail.outbox.clear()
    return send_reminders(by=NIGHT, **options)


def written() -> list[tuple[str, str, str]]:
    rows = Notice.objects.order_by("day", "pk").select_related("person", "council_return__council")
    return [(row.council_return.council.code, row.person.name, row.kind) for row in rows]


def test_the_opening_goes_to_every_performance_lead_once(round_: Round, people: People, live: Live) -> None:
    ran = run(live, OPENS)
    assert (ran.sent, ran.failed, ran.nobody) == (3, 0, [])
    leads = (people.derby, people.leicester, people.nottingham)
    assert {message.to[0] for message in mail.outbox} == {one.email for one in leads}
    letter = next(message for message in mail.outbox if message.to == [people.derby.email])
    assert letter.subject.startswith("Derby, return for July to September 2026")
    assert "Thursday 22 October 2026" in letter.subject
    assert "in 15 working days" in letter.body
    assert f"/returns/{Return.objects.get(council__code=DERBY).reference}/" in letter.body
    assert "simulated" not in letter.body
    again = run(live, OPENS)
    assert (again.sent, len(mail.outbox)) == (0, 0)
    assert Entry.objects.filter(action="returns.remind").count() == 3


def test_a_whole_round_that_nobody_answers(round_: Round, people: People, live: Live) -> None:
    day = OPENS
    while day <= dt.date(2026, 11, 10):
        run(live, day)
        run(live, day)
        day += dt.timedelta(days=1)
    derby = [(row.person.name, row.kind, row.day) for row in Notice.objects.filter(council_return__council__code=DERBY)]
    assert [(kind, day) for name, kind, day in derby if name == "Priya"] == [
        (K.OPENING, OPENS), (K.TEN_DAYS, dt.date(2026, 10, 8)), (K.FIVE_DAYS, dt.date(2026, 10, 15)),
        (K.ONE_DAY, dt.date(2026, 10, 21)), (K.DUE, DUE), (K.OVERDUE, dt.date(2026, 10, 23)),
        (K.OVERDUE, dt.date(2026, 10, 30)), (K.OVERDUE, dt.date(2026, 11, 6)),
    ]  # fmt: skip
    assert [(kind, day) for name, kind, day in derby if name == "Martin"] == [
        (K.ESCALATED, dt.date(2026, 10, 27)), (K.ESCALATED, dt.date(2026, 11, 10)),
    ]  # fmt: skip


def test_a_day_on_which_nothing_ran_is_made_up_for(round_: Round, people: People, live: Live) -> None:
    run(live, OPENS)
    run(live, dt.date(2026, 10, 16))  # the fifteenth was missed, and so was the eighth
    assert [kind for code, _, kind in written() if code == DERBY] == [K.OPENING, K.FIVE_DAYS]


def test_what_is_in_is_not_reminded(round_: Round, people: People, live: Live) -> None:
    Return.objects.filter(council__code=DERBY).update(state="submitted", first_submitted_on=OPENS)
    ran = run(live, dt.date(2026, 10, 8))
    assert ran.sent == 2
    assert DERBY not in {code for code, _, _ in written()}


@pytest.mark.parametrize("step", ["close_round", "cancel_round"])
def test_a_round_that_is_over_reminds_nobody(
    round_: Round, people: People, live: Live, clerk: System, step: str
) -> None:
    getattr(rounds, step)(round_=round_, reason="done", by=clerk)
    assert run(live, dt.date(2026, 10, 8)).sent == 0


def test_a_planned_round_reminds_nobody(planned: Round, people: People, live: Live) -> None:
    assert run(live, dt.date(2026, 10, 8)).sent == 0


def test_an_extension_moves_the_reminders(derby_return: Return, people: People, live: Live) -> None:
    run(live, DUE)
    Extension.objects.create(
        council_return=derby_return, until=dt.date(2026, 10, 30), reason="x", state="granted", decision_reason="y",
        asker_label="a",
    )  # fmt: skip
    run(live, dt.date(2026, 10, 23))
    assert [row.kind for row in Notice.objects.filter(council_return=derby_return)] == [K.DUE, K.FIVE_DAYS]
    assert "with the extension you were given" in next(m.body for m in mail.outbox if m.to == [people.derby.email])


def test_a_new_performance_lead_is_told_and_the_old_one_no_longer(
    derby_return: Return, people: People, live: Live, make: Callable, give: Give
) -> None:
    RoleHolding.objects.filter(person=people.derby).update(state="ended", ended_on=dt.date(2026, 10, 6))
    new = make("Nadia")
    give(new, Role.COUNCIL_PERFORMANCE_LEAD, DERBY, starts=dt.date(2026, 10, 6))
    run(live, OPENS)
    run(live, dt.date(2026, 10, 6))
    assert [name for code, name, _ in written() if code == DERBY] == ["Priya", "Nadia"]


def test_closed_accounts_get_nothing_and_the_director_stands_in(round_: Round, people: People, live: Live) -> None:
    people.derby.is_active = False
    people.derby.save()
    people.nottingham.is_active = False
    people.nottingham.save()
    ran = run(live, OPENS)
    assert ("831", "Martin", K.OPENING) in written()
    assert [one.council.code for one in ran.nobody] == [NOTTINGHAM]
    assert people.derby.email not in {message.to[0] for message in mail.outbox}


def test_a_director_who_stands_in_gets_one_message_on_the_day_of_the_escalation(
    round_: Round, people: People, live: Live
) -> None:
    RoleHolding.objects.filter(person=people.derby).delete()
    run(live, dt.date(2026, 10, 27))
    assert [kind for code, _, kind in written() if code == DERBY] == [K.ESCALATED]
    run(live, dt.date(2026, 10, 28))
    assert [kind for code, _, kind in written() if code == DERBY] == [K.ESCALATED]


def test_simulated_people_get_mail_in_the_demonstration_and_never_in_production(
    round_: Round, people: People, live: Live, settings
) -> None:
    people.derby.is_persona = True
    people.derby.save()
    settings.PRODUCTION = True
    run(live, OPENS)
    assert ("831", "Martin", K.OPENING) in written()
    settings.PRODUCTION = False
    run(live, dt.date(2026, 10, 8))
    assert ("831", "Priya", K.TEN_DAYS) in written()


def refusing(*_: object) -> None:
    raise MailNotSentError("The e-mail could not be sent.")


def test_what_the_mail_server_refuses_is_kept_and_tried_again(
    round_: Round, people: People, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(letters, "send", refusing)
        assert run(live, OPENS).failed == 3
    notice = Notice.objects.filter(person=people.derby).get()
    assert (notice.sent_at, notice.problem) == (None, "The e-mail could not be sent.")
    ran = run(live, OPENS)
    assert (ran.sent, ran.failed, len(mail.outbox)) == (3, 0, 3)
    notice.refresh_from_db()
    assert notice.sent_at is not None
    assert notice.problem == ""
    assert run(live, OPENS).sent == 0


def test_a_failure_is_tried_again_the_next_day_with_one_message(
    round_: Round, people: People, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(letters, "send", refusing)
        run(live, OPENS)
    run(live, dt.date(2026, 10, 2))
    assert [(n.day, bool(n.sent_at)) for n in Notice.objects.filter(person=people.derby)] == [
        (dt.date(2026, 10, 2), True)
    ]


def test_a_crash_while_sending_is_seen_and_not_repeated_that_day(
    round_: Round, people: People, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(letters, "send", crash)
        with pytest.raises(KeyboardInterrupt):
            run(live, OPENS)
    first = Notice.objects.get()
    assert (first.sent_at, first.problem) == (None, "")
    ran = run(live, OPENS)
    assert (ran.sent, ran.unsure) == (2, 1)
    assert Notice.objects.filter(person=first.person).count() == 1
    assert run(live, dt.date(2026, 10, 2)).sent == 1  # on a new day it goes, as nobody knows whether it went


def test_two_runs_at_the_same_moment_write_once(round_: Round, people: People, live: Live) -> None:
    """The second run has read that nobody was told, and finds the rows of the first when it writes."""
    live(OPENS)
    with mock.patch("riia.alliance.returns.services.reminders.reminders_of", return_value={}):
        first, second = send_reminders(by=NIGHT), send_reminders(by=NIGHT)
    assert (first.sent, second.sent, Notice.objects.count(), len(mail.outbox)) == (3, 0, 3, 3)


def test_the_database_itself_refuses_a_second_reminder_a_day(derby_return: Return, people: People) -> None:
    facts = {"council_return": derby_return, "day": OPENS, "person": people.derby, "person_label": "Priya"}
    Notice.objects.create(kind=K.CHASE, **facts)
    Notice.objects.create(kind=K.QUERY, **facts)  # a query is no reminder
    with pytest.raises(IntegrityError):
        Notice.objects.create(kind=K.TEN_DAYS, **facts)


def test_two_runs_that_try_a_failure_again_send_it_once(
    round_: Round, people: People, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(letters, "send", refusing)
        run(live, OPENS)
    told = {(n.council_return_id, n.person_id): [n] for n in Notice.objects.all()}
    with mock.patch("riia.alliance.returns.services.reminders.reminders_of", return_value=told):
        first, second = send_reminders(by=NIGHT), send_reminders(by=NIGHT)
    assert (first.sent, second.sent, len(mail.outbox)) == (3, 0, 3)


def test_nothing_is_written_or_sent_when_the_trail_cannot_be_written(round_: Round, people: People, live: Live) -> None:
    with mock.patch.object(letters, "record", side_effect=RuntimeError("disk full")), pytest.raises(RuntimeError):
        run(live, OPENS)
    assert (Notice.objects.count(), len(mail.outbox)) == (0, 0)


def test_a_replay_is_logged_and_nobody_is_written_to(round_: Round, people: People, at: At) -> None:
    with at(dt.date(2026, 10, 8)):
        assert send_reminders(by=NIGHT).sent == 3
    assert len(mail.outbox) == 0
    assert {notice.sent_at.date() for notice in Notice.objects.all()} == {dt.date(2026, 10, 8)}


def test_weekends_rest(round_: Round, people: People, live: Live) -> None:
    ran = run(live, dt.date(2026, 10, 3))
    assert ran.resting
    assert not Notice.objects.exists()


def test_only_who_runs_rounds_may_send(round_: Round, people: People, live: Live) -> None:
    live(OPENS)
    with pytest.raises(NotYours):
        send_reminders(by=people.derby)
    assert send_reminders(by=people.performance, round_=round_).sent == 3


def test_a_round_of_simulated_figures_says_so(round_: Round, people: People, live: Live) -> None:
    Round.objects.update(simulated=True, note="Use the new template.")
    run(live, OPENS)
    assert all("simulated" in message.body and "Use the new template." in message.body for message in mail.outbox)


def test_the_daily_command_says_what_it_did(
    round_: Round, people: People, live: Live, capsys: pytest.CaptureFixture[str]
) -> None:
    live(OPENS)
    RoleHolding.objects.filter(person=people.nottingham).delete()
    call_command("send_reminders")
    said = capsys.readouterr()
    assert "2 reminders sent" in said.out
    assert "Nobody can be written to for Nottingham" in said.err
    call_command("send_reminders")
    assert "0 reminders sent" in capsys.readouterr().out
