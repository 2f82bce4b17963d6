"""Single reports: written down once something happens to them, asked for, noted as not needed, sent by hand."""

from datetime import date, datetime, time
from typing import Final

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.kit.filters import long_date
from riia.alliance.reporting.due_rules import Often, due_day
from riia.alliance.reporting.errors import Incomplete, ReportError
from riia.alliance.reporting.models import Copy, Edition, Kind, Report
from riia.alliance.reporting.permissions import check_may
from riia.alliance.reporting.queries.reading import Owed, report_standing
from riia.alliance.reporting.services.moving import held_report, move, person_of
from riia.alliance.reporting.states import EditionState, Standing
from riia.alliance.returns.timekeeping import now, today

_LATEST_HOUR: Final = time(12)
"""A day that is typed for something that was done by hand is kept as its noon."""


def written_down(one: Owed) -> Report:
    """The row of a report that is owed; made inside the caller's transaction where there was none."""
    assert transaction.get_connection().in_atomic_block
    report, _ = Report.objects.get_or_create(
        kind=one.kind,
        period=one.stretch.code,
        defaults={
            "words": one.stretch.words,
            "starts_on": one.stretch.starts,
            "ends_on": one.stretch.ends,
            "due_on": one.due.day,
            "due_words": one.due.words,
            "made_at": now(),
            "simulated": one.kind.simulated,
        },
    )
    return report


@transaction.atomic
def ask_for(*, kind: Kind, on: date, asked_by: str, about: str, by: Acts) -> Report:
    """Note that a report was asked for; it is due as the register says.

    Raises:
        Incomplete: the day lies ahead, or nobody is named who asked.
    """
    _may(kind, by)
    problems = {}
    if Often(kind.often) is not Often.REQUEST:
        raise ReportError("This report has its own days. Only a report on request can be asked for.")
    if not asked_by.strip():
        problems["asked_by"] = "Enter who asked for it."
    if not about.strip():
        problems["about"] = "Enter what it is about."
    if on > today():
        problems["on"] = "The day it was asked for is today or earlier."
    if problems:
        raise Incomplete("Some of this is missing.", problems)
    Kind.objects.select_for_update(of=("self",)).get(pk=kind.pk)
    due = due_day(kind.rule, on)
    number = Report.objects.filter(kind=kind).count() + 1
    report = Report.objects.create(
        kind=kind, period=f"{on.isoformat()}-{number}", words=about.strip()[:150], starts_on=on, ends_on=on,
        due_on=due.day, due_words=due.words, asked_by=asked_by.strip()[:200], made_at=now(), simulated=kind.simulated,
    )  # fmt: skip
    record(by=by, action="reporting.ask_for", target=report, summary=f"Noted that {report.audit_label} was asked for",
           details={"due": due.day.isoformat()})  # fmt: skip
    return report


@transaction.atomic
def drop(*, one: Owed, because: str, by: Acts) -> Report:
    """Note that a report is not needed, with the reason."""
    _may(one.kind, by)
    if not because.strip():
        raise Incomplete("Say why it is not needed.", {"because": "Enter why this report is not needed."})
    report = held_report(written_down(one))
    if report_standing(report) is not Standing.DUE:
        raise ReportError("Only a report that is still due can be noted as not needed.")
    report.dropped_on, report.dropped_because = today(), because.strip()
    report.save(update_fields=["dropped_on", "dropped_because"])
    record(by=by, action="reporting.drop", target=report, summary=f"Noted that {report.audit_label} is not needed",
           reason=because.strip())  # fmt: skip
    return report


@transaction.atomic
def take_up_again(*, report: Report, by: Acts) -> Report:
    """A report that was noted as not needed is due after all."""
    _may(report.kind, by)
    held = held_report(report)
    if report_standing(held) is not Standing.DROPPED:
        raise ReportError("This report is not noted as not needed. Look at it again.")
    was = held.dropped_because
    held.dropped_on, held.dropped_because = None, ""
    held.save(update_fields=["dropped_on", "dropped_because"])
    record(by=by, action="reporting.take_up_again", target=held, summary=f"Took {held.audit_label} up again",
           details={"was": was})  # fmt: skip
    return held


@transaction.atomic
def note_sent(*, one: Owed, on: date, to: str, link: str, words: str, shared_first: str = "", by: Acts) -> Edition:
    """Note that a report made elsewhere was sent: when, to whom, where it lies, and when it was shared before.

    Raises:
        Incomplete: the day lies ahead, nobody is named, or it is not said that those of the register saw it first.
    """
    _may(one.kind, by)
    problems = {}
    if on > today():
        problems["on"] = "The day it was sent is today or earlier."
    if not to.strip():
        problems["to"] = "Enter whom it was sent to."
    if one.kind.share_first and not shared_first.strip():
        problems["shared_first"] = f"Enter when it was shared with {one.kind.share_first}: it goes to them first."
    if problems:
        raise Incomplete("Some of this is missing.", problems)
    report = held_report(written_down(one))
    if report_standing(report) in {Standing.DROPPED, Standing.FROZEN}:
        raise ReportError("This report is not waiting to be noted as sent. Look at it again.")
    moment = timezone.make_aware(datetime.combine(on, _LATEST_HOUR))
    _replace_sent(report, by)
    edition = Edition.objects.create(
        report=report, number=report.editions.count() + 1, audiences=one.kind.audiences, cover_note=words.strip(),
        link=link.strip(), shared_first=shared_first.strip()[:200],
        made_at=now(), made_by=person_of(by), maker_label=by.as_actor().label,
        simulated=report.simulated,
    )  # fmt: skip
    edition.sent_at, edition.sender_label = min(moment, now()), by.as_actor().label
    move(edition=edition, to=EditionState.SENT, by=by, action="reporting.note_sent",
         summary=f"Noted that {edition.audit_label} was sent on {long_date(on)}")  # fmt: skip
    for audience in one.kind.audiences:
        Copy.objects.create(edition=edition, audience=audience, name=to.strip()[:200], sent_at=edition.sent_at)
    return edition


def _replace_sent(report: Report, by: Acts) -> None:
    for earlier in report.editions.filter(state__in=[EditionState.SENT, EditionState.RECEIPTED]):
        move(edition=earlier, to=EditionState.REPLACED, by=by, action="reporting.replace",
             summary=f"Replaced {earlier.audit_label} by a later one")  # fmt: skip


def _may(kind: Kind, by: Acts) -> None:
    check_may(scope_of_actor(by), Action.KEEP_REPORTS, kind.alliance.region.code)
