"""The one way an edition changes its state; and rows held until the end of a change. A report is held first."""

from django.db import transaction

from riia.alliance.access.models import Person
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.reporting.models import Edition, Report
from riia.alliance.reporting.policies import check_move
from riia.alliance.reporting.states import EditionState


def held_report(report: Report) -> Report:
    """The report as it is now, held until the end of the transaction."""
    found = Report.objects.select_for_update(of=("self",)).select_related("kind__alliance__region")
    return found.get(pk=report.pk)


def held_edition(edition: Edition) -> Edition:
    """The edition as it is now; its report is held first."""
    report = held_report(edition.report)
    found = Edition.objects.select_for_update(of=("self",)).select_related("snapshot").get(pk=edition.pk)
    found.report = report
    return found


def person_of(by: Acts) -> Person | None:
    """The person acting; None for the system."""
    return by if isinstance(by, Person) else None


def move(*, edition: Edition, to: EditionState, by: Acts, action: str, summary: str, reason: str = "") -> Edition:
    """Move a held edition to another state inside the caller's transaction, with its line in the trail."""
    assert transaction.get_connection().in_atomic_block
    before = EditionState(edition.state)
    check_move(before, to)
    edition.state = to
    edition.save()
    record(by=by, action=action, target=edition, summary=summary, reason=reason.strip(),
           details={"before": before.value, "after": to.value})  # fmt: skip
    return edition
