"""Publishing a collection review, setting a draft aside, and following up its improvement areas (R5.16)."""

import hashlib
import json
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.kit.filters import plural
from riia.alliance.places.models import Alliance
from riia.alliance.returns import permissions, policies
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import AreaProgress, CollectionReview, ImprovementArea, ReviewFinding
from riia.alliance.returns.permissions import may_keep_enquiries
from riia.alliance.returns.queries.collection_review import taking_part
from riia.alliance.returns.services.collection_review import draft
from riia.alliance.returns.services.moving import person_of
from riia.alliance.returns.states_care import AREA_TRANSITIONS, AreaState, ReviewState
from riia.alliance.returns.timekeeping import now, today


@transaction.atomic
def publish_review(*, review: CollectionReview, by: Acts) -> CollectionReview:
    """Give the review its number and freeze what it says.

    Raises DeskError with fewer improvement areas than the plan asks for.
    """
    review = draft(review, by)
    permissions.check_may(scope_of_actor(by), Action.RUN_ROUNDS, review.alliance.region.code)
    short = policies.FEWEST_AREAS - review.areas.count()
    if short > 0:
        raise DeskError(
            f"The plan asks for at least {policies.FEWEST_AREAS} improvement areas (5.1.1), and this review has "
            f"{review.areas.count() or 'none'}. Add {short} more, then publish it."
        )
    # Two reviews published at the same moment wait here for one another, so that each has a number of its own.
    Alliance.objects.select_for_update(of=("self",)).get(pk=review.alliance_id)
    last = CollectionReview.objects.filter(alliance=review.alliance).aggregate(last=Max("number"))["last"] or 0
    review.number, review.published_at, review.publisher_label = last + 1, now(), by.as_actor().label
    review.frozen = contents(review)
    review.sha256 = fingerprint(review.frozen)
    review.state = ReviewState.PUBLISHED
    review.save(update_fields=["number", "published_at", "publisher_label", "frozen", "sha256", "state"])
    record(by=by, action="returns.publish_collection_review", target=review,
           summary=f"Published the {review.audit_label}, as number {review.number}",
           details={"number": review.number, "sha256": review.sha256})  # fmt: skip
    return review


@transaction.atomic
def set_review_aside(*, review: CollectionReview, reason: str, by: Acts) -> CollectionReview:
    """Give up a draft. It stays on record."""
    review = draft(review, by)
    policies.check_reason(reason, "the draft is set aside")
    review.state, review.set_aside_because = ReviewState.SET_ASIDE, reason.strip()
    review.save(update_fields=["state", "set_aside_because"])
    record(by=by, action="returns.set_collection_review_aside", target=review,
           summary=f"Set the {review.audit_label} aside", reason=reason.strip())  # fmt: skip
    return review


@transaction.atomic
def note_progress(*, area: ImprovementArea, state: AreaState, note: str, on: date, by: Acts) -> AreaProgress:
    """Say how far an area of a published review is. The published text stays as it is."""
    area = (
        ImprovementArea.objects.select_for_update(of=("self",)).select_related("review__alliance__region").get(pk=area.pk)
    )  # fmt: skip
    if not may_keep_enquiries(scope_of_actor(by), area.review.alliance.region.code):
        raise NotYours("The region's desk follows up improvement areas. Ask whoever manages access.")
    if area.review.state != ReviewState.PUBLISHED:
        raise DeskError("Progress is noted once the review is published. Until then change the area itself.")
    if state not in AREA_TRANSITIONS[AreaState(area.state)]:
        raise DeskError(f"This area is {area.state}, so it cannot become {state.value}.")
    if not note.strip():
        raise DeskError("Say in a sentence what was done, or why the area is stopped.")
    published = area.review.published_at
    if on > today() or (published is not None and on < timezone.localtime(published).date()):
        raise DeskError("Progress is noted for a day between the publication and today.")
    said = AreaProgress.objects.create(
        area=area, state=state, note=note.strip(), on=on, by=person_of(by), by_label=by.as_actor().label
    )
    before, area.state = area.state, state
    area.save(update_fields=["state"])
    record(by=by, action="returns.note_progress", target=area.review,
           summary=f"Area {area.number} of the {area.review.audit_label} is {state.value}",
           details={"before": before, "after": state.value, "on": on.isoformat()})  # fmt: skip
    return said


def contents(review: CollectionReview) -> dict[str, Any]:
    """All that the report says, as it is frozen."""
    part = taking_part(review)
    findings = list(review.findings.all())
    return {
        "title": review.title,
        "alliance": review.alliance.short_name,
        "covers": review.covers,
        "first_day": review.first_day.isoformat(),
        "last_day": review.last_day.isoformat(),
        "councils": [place.label for place in part.here],
        "of": part.of,
        "needed": part.needed,
        "taken_up": [_finding(one) for one in findings if one.taken == ReviewFinding.Taken.UP],
        "set_aside": [_finding(one) for one in findings if one.taken == ReviewFinding.Taken.ASIDE],
        "not_considered": sum(not one.taken for one in findings),
        "gaps": [
            {
                "against": gap.get_against_display(), "requirement": gap.requirement, "gap": gap.gap,
                "area": gap.area.number if gap.area else None,
            }
            for gap in review.gaps.select_related("area")
        ],
        "areas": [
            {
                "number": area.number, "what": area.what, "evidence": area.evidence, "plan": area.plan,
                "owner": area.owner, "due_on": area.due_on.isoformat(),
            }
            for area in review.areas.all()
        ],
        "simulated": review.simulated,
    }  # fmt: skip


def fingerprint(frozen: dict[str, Any]) -> str:
    """The hash of what is frozen, so that anybody can tell that it is what was published."""
    text = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def missing_areas(review: CollectionReview) -> str:
    """How many areas a draft lacks, in words; blank where it has enough."""
    short = policies.FEWEST_AREAS - review.areas.count()
    return plural(short, "more improvement area") if short > 0 else ""


def _finding(one: ReviewFinding) -> dict[str, str]:
    return {"kind": one.get_kind_display(), "text": one.text, "note": one.note}
