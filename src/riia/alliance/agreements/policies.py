"""What agreements, signatures, reviews and commitments must be like. Pure: no database, no request.

Whether *this person* may do it is in `permissions`. Each `check_…` raises `AgreementError` with the words to show.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from riia.alliance.agreements.errors import AgreementError
from riia.alliance.agreements.models.agreement import AgreementKind
from riia.alliance.agreements.models.commitments import DocumentKind
from riia.alliance.agreements.states import NEXT, UNSIGNED, VersionState, may_become

SIGNED_KINDS = frozenset({AgreementKind.MEMORANDUM, AgreementKind.DATA_SHARING, AgreementKind.PARTNER})
"""Terms of reference are agreed by a minute; the others take effect by signature."""

COUNCIL_SIGN_OFF = ("dcs", "lead-member", "chief-executive")
REGIONAL_SIGN_OFF = ("lead-dcs", "regional-lead-member", "regional-lead-chief-executive")
SIGN_OFF_WORDS = {
    "dcs": "Director of Children’s Services",
    "lead-member": "Lead Member",
    "chief-executive": "Chief Executive",
    "lead-dcs": "Lead RIIA director",
    "regional-lead-member": "Regional lead member",
    "regional-lead-chief-executive": "Regional lead chief executive",
}


def check_move(now: str, then: VersionState) -> None:
    """May a version in one state go to another (R2.17)?"""
    if not may_become(VersionState(now), then):
        possible = sorted(NEXT[VersionState(now)])
        way_out = f"From here it can become {' or '.join(possible)}." if possible else "Start a new version instead."
        raise AgreementError(f"This version is {now}, so it cannot become {then}. {way_out}")


def check_text_open(state: str) -> None:
    """Clauses and parties change only until the text is agreed: afterwards people have signed what they read."""
    if state not in UNSIGNED:
        raise AgreementError(
            f"This version is {state}, so its text and parties stay as they were agreed. Start a new version."
        )


def check_reason(reason: str, what: str) -> None:
    if not reason.strip():
        raise AgreementError(f"Say why {what}: it is kept with the record.")


def check_signing(state: str, signed_on: date, drafted_on: date | None, today: date) -> None:
    """May a signature of this day be recorded? Not of a day to come, nor from before there was a text to sign."""
    if state not in (VersionState.AGREED, VersionState.IN_FORCE):
        raise AgreementError(
            f"This version is {state}. Signatures are recorded once its text is agreed and until it has ended."
        )
    if signed_on > today:
        raise AgreementError(
            f"{_day(signed_on)} is in the future. A signature is recorded once it is there; check the day and the year."
        )
    if drafted_on and signed_on < drafted_on:
        raise AgreementError(
            f"{_day(signed_on)} is before {_day(drafted_on)}, when this version was drafted. Check the day, the month "
            "and the year, or correct the date of the draft."
        )


def check_into_force(*, kind: str, commences: date | None, missing: Sequence[str], signed: bool, today: date) -> None:
    """May an agreed version be brought into force? Every required signature is in and its first day has come."""
    if commences is None:
        raise AgreementError("This version has no first day. Enter when it commences, then bring it into force.")
    if commences > today:
        raise AgreementError(f"This version commences on {_day(commences)}. Bring it into force from that day on.")
    if kind in SIGNED_KINDS and (missing or not signed):
        shown = "; ".join(missing[:4]) + (f"; and {len(missing) - 4} more" if len(missing) > 4 else "")
        raise AgreementError(
            f"Signatures are missing: {shown}. Record them first."
            if missing
            else "Nobody is asked to sign this version yet. Add its parties first."
        )


def check_revocation(on: date, commences: date | None, reason: str, today: date) -> None:
    check_reason(reason, "the parties revoke it")
    if on > today:
        raise AgreementError(f"{_day(on)} is in the future. Record the revocation on the day it takes effect.")
    if commences and on < commences <= today:
        raise AgreementError(f"{_day(on)} is before it commenced on {_day(commences)}. Check the day.")


def check_review(*, state: str, held_on: date, next_due: date | None, is_due_one: bool, due: date | None, asked: str,
                 outcome: str, today: date) -> None:  # fmt: skip
    """May this review be recorded (R2.07)? The one that was due, or an extra one and which party asked for it."""
    if state != VersionState.IN_FORCE:
        raise AgreementError(f"This version is {state}. Only a version in force is reviewed.")
    if held_on > today:
        raise AgreementError(f"{_day(held_on)} is in the future. Record a review once it has been held.")
    if next_due and next_due <= held_on:
        raise AgreementError(f"The next review, {_day(next_due)}, must be later than this one, {_day(held_on)}.")
    if is_due_one and due is None:
        raise AgreementError("No review is due. Record it as an extra review, and say which party asked for it.")
    if not is_due_one and not asked.strip():
        raise AgreementError("Say which party asked for the extra review.")
    if not outcome.strip():
        raise AgreementError("Say what came of the review, such as “kept as it is” or “to be replaced by spring”.")


@dataclass(frozen=True, slots=True)
class Execution:
    """How the signatures of a version stand, and what that means for the day it commences (R2.03, R2.04)."""

    required: int
    signed: int
    executed_on: date | None
    commences: date | None

    @property
    def days_early(self) -> int:
        """Days by which the version commenced before it was fully executed; 0 where it did not."""
        if not self.executed_on or not self.commences:
            return 0
        return max(0, (self.executed_on - self.commences).days)

    @property
    def missing(self) -> int:
        return self.required - self.signed


def execution(dates: Iterable[date | None], commences: date | None) -> Execution:
    """How signatures stand, from the date of each required one (None where missing)."""
    known = list(dates)
    signed = [day for day in known if day is not None]
    complete = bool(signed) and len(signed) == len(known)
    return Execution(len(known), len(signed), max(signed) if complete else None, commences)


class Met(StrEnum):
    """How a council stands with one commitment in one period."""

    MET = "met"
    NOT_YET = "not yet"
    NOT_DUE = "not due"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day of a period of the matrix."""

    first_day: date
    last_day: date


def standing(
    *, evidence_in: Collection[int], at: int, periods: Sequence[Span], once_in: int, party_on: bool, today: date
) -> Met:
    """How a commitment stands in the period at a place of `periods`.

    `evidence_in` holds the places of the periods with evidence that counts. Not due: the period has not begun, the
    council is no party in it, or the commitment was met in the periods before that its rhythm spans.
    """
    if at in evidence_in:
        return Met.MET
    earlier = range(max(0, at - once_in + 1), at)
    if periods[at].first_day > today or not party_on or any(place in evidence_in for place in earlier):
        return Met.NOT_DUE
    return Met.NOT_YET


def offices_for(kind: str) -> tuple[str, ...]:
    """The three offices that sign off a document (R2.11, R2.12)."""
    return REGIONAL_SIGN_OFF if kind == DocumentKind.REGIONAL_PLAN else COUNCIL_SIGN_OFF


def missing_sign_offs(kind: str, signed: Iterable[str]) -> list[str]:
    """Offices whose sign-off is missing, in words; empty where the document counts."""
    done = set(signed)
    return [SIGN_OFF_WORDS[office] for office in offices_for(kind) if office not in done]


def check_sign_off(kind: str, office: str, signed_on: date, closes_on: date | None, today: date) -> None:
    if office not in offices_for(kind):
        words = ", ".join(SIGN_OFF_WORDS[each] for each in offices_for(kind))
        raise AgreementError(f"This document is signed off by: {words}. Choose one of them.")
    if signed_on > today:
        raise AgreementError(f"{_day(signed_on)} is in the future. Record a sign-off once it is given.")
    if closes_on and signed_on > closes_on:
        raise AgreementError(
            f"Submission closed on {_day(closes_on)}, and all three sign-offs must be in before. Move the closing day "
            "if the alliance agreed to, then record the sign-off."
        )


def check_counts(title: str, kind: str, signed: Iterable[str], what: str) -> None:
    """A self-evaluation or plan counts only once its three offices have signed it off."""
    missing = missing_sign_offs(kind, signed)
    if missing:
        raise AgreementError(f"{title} cannot be {what} yet. Sign-off is missing from: {', '.join(missing)}.")


def check_evidence(*, state: str, met_on: date, note: str, link: str, today: date) -> None:
    if state != VersionState.IN_FORCE:
        raise AgreementError(f"This version is {state}. Evidence is recorded while it is in force.")
    if met_on > today:
        raise AgreementError(f"{_day(met_on)} is in the future. Record evidence once there is some.")
    if not note.strip() and not link.strip():
        raise AgreementError("Say what shows it, in words or by a link, so that somebody else can check.")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
