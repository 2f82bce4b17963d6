"""Freezing a report: its values become a snapshot that never changes, and an edition that can be sent (R13.17)."""

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.reporting.content import ReportData, as_stored, fingerprint
from riia.alliance.reporting.errors import Incomplete, ReportError
from riia.alliance.reporting.models import Edition, Report, Snapshot
from riia.alliance.reporting.permissions import check_may
from riia.alliance.reporting.queries.reading import Owed, report_standing
from riia.alliance.reporting.services.moving import held_edition, held_report, move, person_of
from riia.alliance.reporting.services.reports import written_down
from riia.alliance.reporting.states import EditionState, Standing
from riia.alliance.returns.timekeeping import now


@transaction.atomic
def freeze(
    *, one: Owed, content: ReportData | Snapshot, cover_note: str, asks: str = "", corrects_because: str = "", by: Acts
) -> Edition:
    """Freeze these values, or take those of a snapshot that is frozen already, as the next edition of a report.

    Raises:
        NotYours: `by` does not keep the reports of this region.
        ReportError: the report is not made here, is not needed, or has a frozen edition already.
        Incomplete: a correction without a reason.
    """
    kind = one.kind
    check_may(scope_of_actor(by), Action.KEEP_REPORTS, kind.alliance.region.code)
    if not kind.is_made_here:
        raise ReportError("This report is made elsewhere. Note here that it was sent.")
    report = held_report(written_down(one))
    standing = report_standing(report)
    if standing is Standing.DROPPED:
        raise ReportError("This report is noted as not needed. Take it up again first.")
    if report.editions.filter(state=EditionState.FROZEN).exists():
        raise ReportError("A version of this report is frozen and not yet sent. Send or withdraw it first.")
    if standing in {Standing.SENT, Standing.RECEIPTED} and not corrects_because.strip():
        raise Incomplete("Say what the correction is about.", {"corrects_because": "Enter what is corrected and why."})
    snapshot = content if isinstance(content, Snapshot) else _kept(report, content, by)
    if snapshot.alliance_id != kind.alliance_id:
        raise ReportError("This content is of another alliance.")
    edition = Edition.objects.create(
        report=report, number=report.editions.count() + 1, snapshot=snapshot, audiences=kind.audiences,
        cover_note=cover_note.strip(), asks=asks.strip(),
        corrects_because=corrects_because.strip(),
        made_at=now(), made_by=person_of(by),
        maker_label=by.as_actor().label, simulated=snapshot.simulated or report.simulated,
    )  # fmt: skip
    record(by=by, action="reporting.freeze", target=edition, summary=f"Froze {edition.audit_label}",
           reason=corrects_because.strip(), details={"sha256": snapshot.sha256})  # fmt: skip
    return edition


def _kept(report: Report, data: ReportData, by: Acts) -> Snapshot:
    stored = as_stored(data)
    return Snapshot.objects.create(
        alliance=report.kind.alliance, period=report.period, as_at=data.as_at, plan=data.plan[:300], content=stored,
        sha256=fingerprint(stored), made_at=now(), made_by=person_of(by), maker_label=by.as_actor().label,
        simulated=data.simulated,
    )  # fmt: skip


@transaction.atomic
def withdraw(*, edition: Edition, because: str, by: Acts) -> Edition:
    """Take back a frozen edition that was not sent. It is kept, and shown to nobody but the office."""
    check_may(scope_of_actor(by), Action.KEEP_REPORTS, edition.report.kind.alliance.region.code)
    if not because.strip():
        raise Incomplete("Say why it is withdrawn.", {"because": "Enter why this version is withdrawn."})
    held = held_edition(edition)
    held.withdrawn_because = because.strip()
    return move(edition=held, to=EditionState.WITHDRAWN, by=by, action="reporting.withdraw",
                summary=f"Withdrew {held.audit_label}", reason=because)  # fmt: skip
