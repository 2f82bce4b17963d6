"""Reminders: whoever answers for a return that is not in is written to on the days of R5.18, once a day at most."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.returns import permissions, reminding
from riia.alliance.returns.models import Notice, NoticeKind, Return, Round
from riia.alliance.returns.queries.named import Named, named
from riia.alliance.returns.queries.outstanding import OUTSTANDING, reminders_of, waited_for
from riia.alliance.returns.queries.timeliness import Standing, standing, standings
from riia.alliance.returns.reminding import Stage
from riia.alliance.returns.services.letters import Letter, deliver, take_again, write
from riia.alliance.returns.states import RoundState
from riia.alliance.returns.timekeeping import today
from riia.indicators.calendar import is_working_day

type Told = Mapping[tuple[int, int], Sequence[Notice]]


@dataclass
class Ran:
    """What a run did. `nobody` are the returns of which no one named can be written to."""

    day: date
    resting: bool = False
    sent: int = 0
    failed: int = 0
    unsure: int = 0
    nobody: list[Return] = field(default_factory=list)


def send_reminders(*, by: Acts, round_: Round | None = None) -> Ran:
    """Send what is due today, for all open rounds or for one. Safe to run again, also at the same moment.

    Nothing goes at weekends and on bank holidays; the next working day makes up for it.
    """
    ran = Ran(today())
    if not is_working_day(ran.day):
        ran.resting = True
        return ran
    due = waited_for(ran.day)
    asked = [one for one in (due.filter(round=round_) if round_ else due) if _may(by, one)]
    people = named((one.council for one in asked), ran.day)
    stand, told = standings(asked, ran.day), reminders_of(asked)
    for one in asked:
        _remind(one, stand[one.pk], people[one.council.code], told, ran, by)
    _try_chases_again(ran, by, round_)
    return ran


def _remind(one: Return, stand: Standing, people: Named, told: Told, ran: Ran, by: Acts) -> None:
    stage = reminding.stage_on(_opened_on(one.round), stand.last_day, ran.day)
    late = reminding.escalation_on(stand.last_day, ran.day)
    # The director first: where nobody else is named, they have the one message of the day that says most.
    for step, recipients in ((late, people.escalated_to), (stage, people.preparing)):
        if step is not None:
            _each(one, stand, step, recipients, told, ran, by)
    if stage is not None and not people.preparing:
        ran.nobody.append(one)


def _each(one: Return, stand: Standing, stage: Stage, people: Iterable[Person], told: Told, ran: Ran, by: Acts) -> None:
    for person in people:
        letter = Letter(one, stand, person, stage.kind)
        since = [notice for notice in told.get((one.pk, person.pk), ()) if notice.day >= stage.since]
        if any(notice.sent_at for notice in since):
            continue
        failed = next((notice for notice in reversed(since) if notice.problem and notice.kind == stage.kind), None)
        _count(take_again(failed, letter, by=by) if failed else write(letter, by=by), letter, since, ran)


def _count(notice: Notice | None, letter: Letter, since: Sequence[Notice], ran: Ran) -> None:
    """Send what was written, and count. What was begun today and never ended is counted as unsure, and not repeated."""
    if notice is None:
        ran.unsure += any(each.day == ran.day and not each.sent_at and not each.problem for each in since)
    elif deliver(notice, letter):
        ran.sent += 1
    else:
        ran.failed += 1


def _try_chases_again(ran: Ran, by: Acts, round_: Round | None) -> None:
    """What the desk chased and the mail server refused goes again, while the return is outstanding."""
    failed = (
        Notice.objects.filter(kind=NoticeKind.CHASE, sent_at__isnull=True, person__is_active=True)
        .filter(council_return__state__in=OUTSTANDING, council_return__round__state=RoundState.OPEN)
        .exclude(problem="")
        .select_related("council_return__round__alliance__region", "council_return__council", "person")
        .order_by("pk")
    )
    for notice in failed.filter(council_return__round=round_) if round_ else failed:
        one = notice.council_return
        if not _may(by, one):
            continue
        stand = standing(one, ran.day)
        letter = Letter(one, stand, notice.person, NoticeKind.CHASE, notice.words, notice.by_label)
        _count(take_again(notice, letter, by=by), letter, (), ran)


def _opened_on(one: Round) -> date:
    """The day on which councils were asked."""
    return timezone.localtime(one.opened_at).date() if one.opened_at else one.opens_on


def _may(by: Acts, one: Return) -> bool:
    permissions.check_may(scope_of_actor(by), Action.RUN_ROUNDS, one.round.alliance.region.code)
    return True
