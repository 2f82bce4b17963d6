"""One e-mail about one return to one person: its row first, then the message, so that it never goes twice.

The row is written and committed before the mail server is asked. If the process ends in between, the row stays without
`sent_at` and without `problem`: nobody knows whether the message went, it is shown as such, and it is not sent again on
that day. A message that the server did not take keeps its `problem` and is tried again by the next run.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from riia.alliance.access.mail import MailNotSentError, address, send
from riia.alliance.access.models import Person
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.kit.filters import plural
from riia.alliance.returns.models import REMINDERS, Notice, NoticeKind, Return
from riia.alliance.returns.queries.timeliness import Standing
from riia.alliance.returns.round_days import in_words
from riia.alliance.returns.states import ReturnState
from riia.alliance.returns.timekeeping import is_replay, now, today
from riia.indicators.calendar import working_days_between

_TEMPLATES = {
    NoticeKind.OPENING: "returns/mail/opening.txt",
    NoticeKind.ESCALATED: "returns/mail/escalated.txt",
    NoticeKind.CHASE: "returns/mail/chase.txt",
}


@dataclass(frozen=True)
class Letter:
    """Whom to write to about which return, and why."""

    one: Return
    standing: Standing
    person: Person
    kind: NoticeKind
    words: str = ""
    sender: str = ""
    """Who chases; empty for the system."""


def write(letter: Letter, *, by: Acts) -> Notice | None:
    """The row of a new message, committed with its line in the trail; None where the person was written to today.

    The unique constraint decides, so that two runs at the same moment cannot both write.
    """
    try:
        with transaction.atomic():
            notice = Notice.objects.create(
                council_return=letter.one,
                kind=letter.kind,
                day=today(),
                person=letter.person,
                person_label=str(letter.person),
                by_label=letter.sender,
                words=letter.words,
                made_at=now(),
            )
            _record(letter, by)
    except IntegrityError:
        if not was_written_to(letter.one, letter.person, today()):
            raise
        return None
    return notice


def take_again(notice: Notice, letter: Letter, *, by: Acts) -> Notice | None:
    """A message that failed, taken up for another try today; None where another run has it or today has one already."""
    try:
        with transaction.atomic():
            taken = Notice.objects.filter(pk=notice.pk, sent_at__isnull=True).exclude(problem="")
            if not taken.update(day=today(), made_at=now(), problem=""):
                return None
            _record(letter, by)
    except IntegrityError:
        return None
    notice.refresh_from_db()
    return notice


def deliver(notice: Notice, letter: Letter) -> bool:
    """Send a message whose row is committed, and note what came of it. A replay only notes it."""
    if not is_replay():
        try:
            send(_template(letter.kind), letter.person.email, _subject(letter), _context(letter))
        except MailNotSentError as error:
            notice.problem = str(error)[:200]
            notice.save(update_fields=["problem"])
            return False
    notice.sent_at = now()
    notice.save(update_fields=["sent_at"])
    return True


def text_of(letter: Letter) -> str:
    """The message as it would be read, for a preview."""
    return render_to_string(_template(letter.kind), _context(letter)).strip()


def was_written_to(one: Return, person: Person, day: date) -> bool:
    """Whether a person has had their one reminder about a return on a day."""
    return Notice.objects.filter(council_return=one, person=person, day=day, kind__in=REMINDERS).exists()


def _template(kind: NoticeKind) -> str:
    return _TEMPLATES.get(kind, "returns/mail/reminder.txt")


def _subject(letter: Letter) -> str:
    """ "Derby, return for July to September 2026: due on Thursday 22 October 2026"."""
    last_day = letter.standing.last_day
    when = f"was due on {in_words(last_day)}" if today() > last_day else f"due on {in_words(last_day)}"
    return f"{letter.one.council.label}, return for {letter.one.round.as_period.label}: {when}"


def _context(letter: Letter) -> dict[str, object]:
    one, standing = letter.one, letter.standing
    return {
        "name": letter.person.name,
        "council": one.council.label,
        "period": one.round.as_period.label,
        "alliance": one.round.alliance.short_name,
        "due": in_words(standing.last_day),
        "extended": standing.extended_until is not None and standing.extended_until > standing.due_on,
        "when": _when(standing.last_day, today()),
        "overdue": today() > standing.last_day,
        "last_chance": standing.last_day == today(),
        "started": one.state != ReturnState.NOT_STARTED,
        "again": one.first_submitted_on is not None,
        "note": one.round.note,
        "words": letter.words,
        "sender": letter.sender,
        "link": address(reverse("returns:return", args=[one.reference])),
        "extension_link": address(reverse("returns:extension", args=[one.reference])),
        "service": settings.SERVICE_NAME,
        "simulated": one.round.simulated,
    }


def _when(last_day: date, day: date) -> str:
    """ "in 5 working days", "today", "2 working days ago"."""
    days = working_days_between(day, last_day)
    if day == last_day:
        return "today"
    if day > last_day:
        passed = working_days_between(last_day, day)
        return f"{plural(passed, 'working day')} ago" if passed else "and no working day has passed since"
    return f"in {plural(days, 'working day')}" if days else "before the next working day"


def _record(letter: Letter, by: Acts) -> None:
    chased = letter.kind is NoticeKind.CHASE
    record(
        by=by,
        action="returns.chase" if chased else "returns.remind",
        target=letter.one,
        summary=f"{'Chased' if chased else 'Wrote about'} the {letter.one.audit_label} ({letter.kind.label})",
        details={"kind": letter.kind.value, "person": str(letter.person.reference), "words": letter.words},
    )
