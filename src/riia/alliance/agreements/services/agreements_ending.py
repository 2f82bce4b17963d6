"""Reviews of a version, and its end by the decision of the parties (R2.07)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from riia.alliance.agreements import policies
from riia.alliance.agreements.models import AgreementVersion, Review
from riia.alliance.agreements.services.agreements import locked, moved
from riia.alliance.agreements.states import VersionState
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record


@transaction.atomic
def revoke(*, version: AgreementVersion, on: date, reason: str, by: Acts) -> AgreementVersion:
    """End a version by the decision of its parties (R2.07). It stays on record."""
    version = locked(version, by)
    policies.check_move(version.state, VersionState.REVOKED)
    policies.check_revocation(on, version.commences, reason, timezone.localdate())
    version.state, version.revoked_on, version.revoked_because = VersionState.REVOKED, on, reason.strip()
    return moved(version, "revoke", f"Recorded that {version} is revoked", by, reason)


@transaction.atomic
def record_review(
    *,
    version: AgreementVersion,
    held_on: date,
    outcome: str,
    next_due: date | None = None,
    asked_for_by: str = "",
    by: Acts,
) -> Review:
    """Record the review that was due or, when a party asked for one, an extra review (R2.07)."""
    version = locked(version, by)
    is_due_one = not asked_for_by.strip()
    policies.check_review(
        state=version.state,
        held_on=held_on,
        next_due=next_due,
        is_due_one=is_due_one,
        due=version.review_due,
        asked=asked_for_by,
        outcome=outcome,
        today=timezone.localdate(),
    )
    review = Review.objects.create(
        version=version,
        held_on=held_on,
        was_due=version.review_due if is_due_one else None,
        asked_for_by=asked_for_by.strip(),
        outcome=outcome.strip(),
        next_due=next_due,
        recorder_label=by.as_actor().label,
    )
    version.review_recorded = max(held_on, version.review_recorded or held_on)
    if is_due_one or next_due:
        version.review_due, version.review_words = next_due, ""
    version.save(update_fields=["review_recorded", "review_due", "review_words"])
    record(
        by=by,
        action="agreements.record_review",
        target=version,
        summary=f"Recorded the review of {version}",
        details={"held_on": str(held_on), "was_due": str(review.was_due), "next_due": str(next_due)},
        reason=outcome,
    )
    return review
