"""What of the reports needs a viewer now: to prepare and send, or to read and confirm."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.reporting.models import Edition
from riia.alliance.reporting.permissions import confirms_for, may_keep
from riia.alliance.reporting.policies import SOON_DAYS
from riia.alliance.reporting.queries.reading import Owed, kinds, owed, with_reports
from riia.alliance.reporting.states import EditionState, Standing


@dataclass(frozen=True, slots=True)
class Need:
    """Something that needs the viewer: what, where to do it, and by when if there is a day."""

    text: str
    href: str
    due: date | None = None
    note: str = ""
    unit: str = "day"


def needs(scope: Scope, today: date) -> list[Need]:
    """Everything that needs the viewer."""
    return [*_to_prepare(scope, today), *_to_confirm(scope)]


def to_do(one: Owed) -> str:
    """Where a report that is due is prepared or noted."""
    return reverse("reporting:prepare", args=[one.kind.reference, one.stretch.code])


def kept(scope: Scope, since: date, until: date) -> Iterator[Owed]:
    """Reports due in a time, of the registers that the viewer keeps."""
    if scope.may(Action.KEEP_REPORTS):
        for kind in with_reports(kinds(scope)):
            if may_keep(scope, kind.alliance.region.code):
                yield from owed(kind, since, until)


def _to_prepare(scope: Scope, today: date) -> Iterator[Need]:
    """Reports that are due soon or overdue, and frozen ones that wait to be sent."""
    for one in kept(scope, today - timedelta(days=400), today + timedelta(days=SOON_DAYS)):
        if one.standing is Standing.DUE:
            verb = "Prepare" if one.kind.is_made_here else "Send or note"
            yield Need(f"{verb}: {one.kind.title}, {one.stretch.words}", to_do(one), one.due.day)
        elif one.standing is Standing.FROZEN and one.report is not None:
            href = reverse("reporting:report", args=[one.report.reference])
            yield Need(f"Send what is frozen: {one.kind.title}", href, one.due.day)


def _to_confirm(scope: Scope) -> Iterator[Need]:
    """Reports that were sent and wait for the viewer's side to confirm."""
    if not scope.may(Action.RECEIVE_REPORTS):
        return
    waiting = Edition.objects.filter(state=EditionState.SENT, report__kind__receipt_needed=True)
    for edition in waiting.select_related("report__kind__alliance__region").order_by("sent_at"):
        sides = confirms_for(scope, edition.report.kind.alliance.region.code) & set(edition.readers)
        done = set(edition.copies.filter(receipted_at__isnull=False).values_list("audience", flat=True))
        if sides - done:
            href = reverse("reporting:edition", args=[edition.reference])
            yield Need(f"Confirm receipt: {edition.report}", href, note=edition.report.kind.alliance.short_name)
