"""Signatures as a document shows them, with the date as somebody wrote it (R2.05)."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.models import Person
from riia.alliance.agreements import policies
from riia.alliance.agreements.errors import AgreementError
from riia.alliance.agreements.models import AgreementVersion, Seat, Signature
from riia.alliance.agreements.services.agreements import locked
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.documents.memoranda.signature_dates import SignatureDateError, parse_signature_date


@transaction.atomic
def record_signature(*, seat: Seat, as_written: str, by: Acts) -> Signature:
    """Record that an office has signed, on the date as written in the document.

    Raises AgreementError when the date cannot be read in one way, is in the future or before the draft, or the office
    has signed already.
    """
    version = locked(seat.party.version, by)
    if Signature.objects.filter(seat=seat).exists():
        raise AgreementError(f"{seat} has signed already. Correct that signature instead.")
    signed_on = _read(as_written, version)
    signature = Signature.objects.create(
        seat=seat,
        signed_on=signed_on,
        as_written=as_written.strip(),
        recorded_by=by if isinstance(by, Person) else None,
        recorder_label=by.as_actor().label,
    )
    record(
        by=by,
        action="agreements.record_signature",
        target=signature,
        summary=f"Recorded the signature of {seat} under {version}",
        details={"signed_on": str(signed_on), "as_written": signature.as_written},
    )
    return signature


@transaction.atomic
def record_signatures(*, written: Mapping[Seat, str], by: Acts) -> list[Signature]:
    """Record several signatures at once: all of them, or none where one date cannot be."""
    done = []
    for seat, as_written in written.items():
        try:
            done.append(record_signature(seat=seat, as_written=as_written, by=by))
        except AgreementError as error:
            raise AgreementError(f"{seat}: {error} Nothing was saved.") from error
    return done


@transaction.atomic
def correct_signature(*, signature: Signature, as_written: str, reason: str, by: Acts) -> Signature:
    """Correct the date of a signature, saying why; the trail keeps what was recorded before."""
    version = locked(signature.seat.party.version, by)
    signature = Signature.objects.select_for_update(of=("self",)).select_related("seat").get(pk=signature.pk)
    policies.check_reason(reason, "the date is corrected")
    before = {"signed_on": str(signature.signed_on), "as_written": signature.as_written}
    signature.signed_on, signature.as_written = _read(as_written, version), as_written.strip()
    signature.recorded_by = by if isinstance(by, Person) else None
    signature.recorder_label = by.as_actor().label
    signature.save()
    record(
        by=by,
        action="agreements.correct_signature",
        target=signature,
        summary=f"Corrected the date of the signature of {signature.seat} under {version}",
        details={"before": before, "signed_on": str(signature.signed_on), "as_written": signature.as_written},
        reason=reason,
    )
    return signature


@transaction.atomic
def withdraw_signature(*, signature: Signature, reason: str, by: Acts) -> None:
    """Take out a signature that was recorded by mistake, before the version is in force."""
    version = locked(signature.seat.party.version, by)
    policies.check_reason(reason, "the signature is taken out")
    if version.in_force:
        raise AgreementError(
            "This version is in force by its signatures, so none is taken out. Correct its date instead."
        )
    seat, was = signature.seat, {"signed_on": str(signature.signed_on), "as_written": signature.as_written}
    signature.delete()
    record(
        by=by,
        action="agreements.withdraw_signature",
        target=seat,
        summary=f"Took out the signature of {seat} under {version}",
        details=was,
        reason=reason,
    )


def _read(as_written: str, version: AgreementVersion) -> date:
    today = timezone.localdate()
    try:
        signed_on = parse_signature_date(as_written, today=today)
    except SignatureDateError as error:
        raise AgreementError(str(error)) from error
    policies.check_signing(version.state, signed_on, version.drafted_on, today)
    return signed_on
