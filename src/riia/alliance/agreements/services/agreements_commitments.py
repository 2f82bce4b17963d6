"""What councils commit to, the evidence for it, and the documents that three offices sign off (R2.10 to R2.14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from riia.alliance.agreements import policies
from riia.alliance.agreements.errors import AgreementError
from riia.alliance.agreements.models import (
    AgreementVersion,
    Commitment,
    CommitmentPeriod,
    Evidence,
    MetBy,
    Party,
    SignedDocument,
    SignOff,
    SupportActivity,
)
from riia.alliance.agreements.models.commitments import DocumentKind
from riia.alliance.agreements.services.agreements import locked
from riia.alliance.agreements.states import ENDED
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record


@dataclass(frozen=True)
class CommitmentText:
    """One commitment of every council: see `models.Commitment`."""

    key: str
    title: str
    clause: str
    once_in: int = 1
    needs_document: str = ""
    met_by: str = ""


@dataclass(frozen=True)
class PeriodDays:
    """A period of the matrix, with its first and last day."""

    label: str
    first_day: date
    last_day: date


@transaction.atomic
def set_commitments(*, version: AgreementVersion, commitments: Sequence[CommitmentText], by: Acts) -> None:
    """Say what every council of a version commits to, in order, while no evidence has been recorded."""
    version = locked(version, by)
    if Evidence.objects.filter(commitment__version=version).exists():
        raise AgreementError("Evidence is recorded for these commitments already, so they stay. Start a new version.")
    version.commitments.all().delete()
    for position, one in enumerate(commitments, start=1):
        Commitment.objects.create(
            version=version,
            key=one.key,
            position=position,
            title=one.title,
            clause=one.clause,
            once_in=one.once_in,
            needs_document=one.needs_document,
            met_by=one.met_by,
        )
    record(
        by=by,
        action="agreements.set_commitments",
        target=version,
        summary=f"Entered the {len(commitments)} commitments of {version}",
    )


@transaction.atomic
def set_shown_by(*, version: AgreementVersion, met_by: MetBy, commitment: Commitment | None, by: Acts) -> None:
    """Say which commitment of a version is shown by another part of the system, or that none is (R2.10).

    Evidence that people recorded for it stays. It may be said at any time until the version has ended.
    """
    version = locked(version, by)
    if version.state in ENDED:
        raise AgreementError(f"This version is {version.state}, so its matrix stays as it is.")
    if commitment is not None and commitment.version_id != version.pk:
        raise AgreementError("Choose a commitment of this version.")
    before = list(version.commitments.filter(met_by=met_by).values_list("title", flat=True))
    version.commitments.filter(met_by=met_by).update(met_by="")
    if commitment is not None:
        version.commitments.filter(pk=commitment.pk).update(met_by=met_by)
    what = f"“{commitment.title}” is shown by {met_by.label}" if commitment else f"{met_by.label} show no commitment"
    record(
        by=by,
        action="agreements.set_shown_by",
        target=version,
        summary=f"Settled that {what} in {version}",
        details={"before": before, "after": commitment.title if commitment else ""},
    )


@transaction.atomic
def add_period(*, version: AgreementVersion, period: PeriodDays, by: Acts) -> CommitmentPeriod:
    """Open a period of the matrix. Periods do not overlap."""
    version = locked(version, by)
    if period.last_day < period.first_day:
        raise AgreementError("The last day of the period is before its first. Correct one of the two.")
    clash = version.commitment_periods.filter(first_day__lte=period.last_day, last_day__gte=period.first_day).first()
    if clash:
        raise AgreementError(f"{period.label} overlaps {clash.label}, which is there already. Correct one of its days.")
    row = CommitmentPeriod.objects.create(
        version=version, label=period.label.strip(), first_day=period.first_day, last_day=period.last_day
    )
    record(by=by, action="agreements.add_period", target=version, summary=f"Opened the period {row} of {version}")
    return row


@transaction.atomic
def record_evidence(
    *,
    commitment: Commitment,
    party: Party,
    period: CommitmentPeriod,
    met_on: date,
    note: str = "",
    link: str = "",
    by: Acts,
) -> Evidence:
    """Record that a council met a commitment in a period, and what shows it.

    A commitment that needs a self-evaluation or plan is met only once that document's three offices have signed it
    off (R2.11).
    """
    version = locked(commitment.version, by)
    if party.version_id != version.pk or period.version_id != version.pk:
        raise AgreementError("The council and the period must be those of this version. Choose them again.")
    policies.check_evidence(state=version.state, met_on=met_on, note=note, link=link, today=timezone.localdate())
    if not period.first_day <= met_on <= period.last_day:
        raise AgreementError(f"The day is not within {period.label}. Check the day, or choose another period.")
    if Evidence.objects.filter(commitment=commitment, party=party, period=period, withdrawn_at=None).exists():
        raise AgreementError("There is evidence for this already. Withdraw it first if it was wrong.")
    if commitment.needs_document:
        _check_document(commitment, party, period)
    evidence = Evidence.objects.create(
        commitment=commitment,
        party=party,
        period=period,
        met_on=met_on,
        note=note.strip(),
        link=link.strip(),
        recorder_label=by.as_actor().label,
    )
    record(
        by=by,
        action="agreements.record_evidence",
        target=evidence,
        summary=f"Recorded that {party.name} met “{commitment.title}” in {period}",
        details={"met_on": str(met_on), "note": evidence.note, "link": evidence.link},
    )
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, reason: str, by: Acts) -> Evidence:
    """Take evidence back, saying why; it stays on record. Withdrawing a consent to use data is this as well (R2.13)."""
    locked(evidence.commitment.version, by)
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    policies.check_reason(reason, "the evidence is withdrawn")
    if evidence.withdrawn_at is not None:
        raise AgreementError("This evidence is withdrawn already.")
    evidence.withdrawn_at, evidence.withdrawn_because = timezone.now(), reason.strip()
    evidence.save(update_fields=["withdrawn_at", "withdrawn_because"])
    record(
        by=by,
        action="agreements.withdraw_evidence",
        target=evidence,
        summary=f"Withdrew the evidence for “{evidence.commitment}” of {evidence.party} in {evidence.period}",
        reason=reason,
    )
    return evidence


@transaction.atomic
def open_document(
    *,
    period: CommitmentPeriod,
    kind: DocumentKind,
    title: str,
    party: Party | None = None,
    closes_on: date | None = None,
    by: Acts,
) -> SignedDocument:
    """Enter a self-evaluation or plan that waits for its three sign-offs; the regional plan has no council."""
    version = locked(period.version, by)
    regional = kind == DocumentKind.REGIONAL_PLAN
    if regional is (party is not None):
        raise AgreementError(
            "The regional plan belongs to no single council. Leave the council out."
            if regional
            else "Say whose document it is: choose the council."
        )
    if SignedDocument.objects.filter(version=version, period=period, kind=kind, party=party).exists():
        raise AgreementError(f"There is one for {period.label} already. Record sign-offs there.")
    document = SignedDocument.objects.create(
        version=version, party=party, period=period, kind=kind, title=title.strip(), closes_on=closes_on
    )
    record(
        by=by,
        action="agreements.open_document",
        target=document,
        summary=f"Entered {document.title}, to be signed off",
        details={"kind": document.kind, "closes_on": str(closes_on)},
    )
    return document


@transaction.atomic
def sign_off_document(
    *, document: SignedDocument, office: str, signed_on: date, equivalent: str = "", by: Acts
) -> SignOff:
    """Record that an office, or who is equivalent to it, signed a document off (R2.11, R2.12)."""
    locked(document.version, by)
    document = SignedDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    policies.check_sign_off(document.kind, office, signed_on, document.closes_on, timezone.localdate())
    if document.sign_offs.filter(office=office).exists():
        raise AgreementError(f"{policies.SIGN_OFF_WORDS[office]} has signed it off already.")
    sign_off = SignOff.objects.create(
        document=document,
        office=office,
        equivalent=equivalent.strip(),
        signed_on=signed_on,
        recorder_label=by.as_actor().label,
    )
    record(
        by=by,
        action="agreements.sign_off_document",
        target=document,
        summary=f"Recorded the sign-off of {document.title}: {policies.SIGN_OFF_WORDS[office]}",
        details={"office": office, "signed_on": str(signed_on), "equivalent": sign_off.equivalent},
    )
    return sign_off


@transaction.atomic
def publish_document(*, document: SignedDocument, address: str, on: date, by: Acts) -> SignedDocument:
    """Record where and when a signed-off regional plan was published (R2.12)."""
    locked(document.version, by)
    document = SignedDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    policies.check_counts(
        document.title, document.kind, document.sign_offs.values_list("office", flat=True), "published"
    )
    if on > timezone.localdate():
        raise AgreementError("The day of publication is in the future. Record it once it is published.")
    document.published_at, document.published_on = address, on
    document.save(update_fields=["published_at", "published_on"])
    record(
        by=by,
        action="agreements.publish_document",
        target=document,
        summary=f"Recorded where {document.title} is published",
        details={"address": address, "on": str(on)},
    )
    return document


@transaction.atomic
def plan_support(
    *,
    version: AgreementVersion,
    title: str,
    minute: str = "",
    approved_on: date | None = None,
    funding_source: str = "",
    by: Acts,
) -> SupportActivity:
    """Enter or complete what a supporting body is to do: it may begin with a minute and a funding source (R2.14)."""
    version = locked(version, by)
    if not title.strip():
        raise AgreementError("Enter what is to be done, in a few words.")
    if bool(minute.strip()) is not (approved_on is not None):
        raise AgreementError("An approval has a minute and a day. Enter both, or neither until it is approved.")
    activity, _ = SupportActivity.objects.update_or_create(
        version=version,
        title=title.strip(),
        defaults={"minute": minute.strip(), "approved_on": approved_on, "funding_source": funding_source.strip()},
    )
    record(
        by=by,
        action="agreements.plan_support",
        target=activity,
        summary=f"Entered the support activity “{activity.title}”",
        details={"minute": activity.minute, "funding_source": activity.funding_source, "may_begin": activity.may_begin},
    )
    return activity


def _check_document(commitment: Commitment, party: Party, period: CommitmentPeriod) -> None:
    document = SignedDocument.objects.filter(party=party, period=period, kind=commitment.needs_document).first()
    if document is None:
        words = DocumentKind(commitment.needs_document).label
        raise AgreementError(
            f"This counts only once a {words} is signed off by the director, the lead member and the chief executive. "
            "Enter the document first."
        )
    policies.check_counts(
        document.title, document.kind, document.sign_offs.values_list("office", flat=True), "counted as evidence"
    )
