"""Writing a review of collection and validation: its frame, findings, gaps and improvement areas, while it is a draft.

Publishing and what comes after it are `collection_review_publishing`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Place
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import CollectionReview, ImprovementArea, ReviewFinding, ReviewGap
from riia.alliance.returns.permissions import may_keep_enquiries
from riia.alliance.returns.queries.collection_review_findings import drawn
from riia.alliance.returns.services.moving import person_of
from riia.alliance.returns.states_care import ReviewState
from riia.alliance.returns.timekeeping import now, today

_Taken = ReviewFinding.Taken


@dataclass(frozen=True, slots=True)
class Frame:
    """What a review says about itself."""

    title: str
    covers: str
    first_day: date
    last_day: date
    participants: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """What an improvement area says."""

    what: str
    evidence: str
    plan: str
    owner: str
    due_on: date


@transaction.atomic
def start_review(*, alliance: Alliance, frame: Frame, by: Acts, simulated: bool = False) -> CollectionReview:
    """Begin a draft, with what the system knows drawn in."""
    _check_may(by, alliance)
    _check_frame(alliance, frame)
    review = CollectionReview.objects.create(
        alliance=alliance, title=frame.title.strip(), covers=frame.covers.strip(), first_day=frame.first_day,
        last_day=frame.last_day, made_at=now(), made_by=person_of(by), maker_label=by.as_actor().label,
        simulated=simulated,
    )  # fmt: skip
    review.participants.set(frame.participants)
    record(by=by, action="returns.start_collection_review", target=review, summary=f"Began the {review.audit_label}")
    draw_findings(review=review, by=by)
    return review


@transaction.atomic
def change_review(*, review: CollectionReview, frame: Frame, by: Acts) -> CollectionReview:
    """Change what a draft says about itself. Findings are drawn again where its time changed."""
    review = draft(review, by)
    _check_frame(review.alliance, frame)
    days = (review.first_day, review.last_day)
    review.title, review.covers = frame.title.strip(), frame.covers.strip()
    review.first_day, review.last_day = frame.first_day, frame.last_day
    review.save(update_fields=["title", "covers", "first_day", "last_day"])
    review.participants.set(frame.participants)
    record(by=by, action="returns.change_collection_review", target=review, summary=f"Changed the {review.audit_label}",
           details={"councils": sorted(place.code for place in frame.participants)})  # fmt: skip
    if days != (review.first_day, review.last_day):
        draw_findings(review=review, by=by)
    return review


@transaction.atomic
def draw_findings(*, review: CollectionReview, by: Acts) -> int:
    """Bring the findings up to date with what the system knows now; gives how many are new.

    What was taken up or set aside stays as it was decided; of the others, what is no longer the case goes.
    """
    review = draft(review, by)
    found = {one.key: one for one in drawn(scope_of_actor(by), review, today())}
    held = {one.key: one for one in ReviewFinding.objects.filter(review=review)}
    for key, finding in held.items():
        if finding.taken:
            continue
        if key not in found:
            finding.delete()
        elif finding.text != found[key].text:
            finding.text, finding.drawn_on = found[key].text, today()
            finding.save(update_fields=["text", "drawn_on"])
    new = [
        ReviewFinding(review=review, key=one.key, kind=one.kind, text=one.text, drawn_on=today())
        for key, one in found.items()
        if key not in held
    ]
    ReviewFinding.objects.bulk_create(new)
    counts = {"found": len(found), "new": len(new)}
    summary = f"Drew findings into the {review.audit_label}"
    record(by=by, action="returns.draw_findings", target=review, summary=summary, details=counts)
    return len(new)


@transaction.atomic
def decide_findings(*, review: CollectionReview, decided: Mapping[str, tuple[str, str]], by: Acts) -> CollectionReview:
    """Take findings up, set them aside, or leave them open again: by key, each with a note.

    What is set aside says why, as the report shows it.
    """
    review = draft(review, by)
    held = {one.key: one for one in ReviewFinding.objects.filter(review=review)}
    changed = {}
    for key, (taken, note) in decided.items():
        if key not in held or taken not in {"", *_Taken.values}:
            raise DeskError("One of these findings is not in the review any more. Look at the list again.")
        if taken == _Taken.ASIDE and not note.strip():
            raise DeskError(f"Say why this is set aside: {held[key].text}")
        if (held[key].taken, held[key].note) != (taken, note.strip()):
            changed[key] = taken
            ReviewFinding.objects.filter(pk=held[key].pk).update(taken=taken, note=note.strip())
    if changed:
        record(by=by, action="returns.decide_findings", target=review,
               summary=f"Decided on findings of the {review.audit_label}", details=changed)  # fmt: skip
    return review


@transaction.atomic
def add_area(*, review: CollectionReview, area: Area, by: Acts) -> ImprovementArea:
    """Add an improvement area at the end."""
    review = draft(review, by)
    _check_area(review, area)
    made = ImprovementArea.objects.create(review=review, number=review.areas.count() + 1, **_facts(area))
    record(by=by, action="returns.add_area", target=review, summary=f"Added area {made.number}: {made.what}")
    return made


@transaction.atomic
def change_area(*, area: ImprovementArea, to: Area, by: Acts) -> ImprovementArea:
    """Change what an area of a draft says."""
    review = draft(area.review, by)
    _check_area(review, to)
    ImprovementArea.objects.filter(pk=area.pk).update(**_facts(to))
    area.refresh_from_db()
    record(by=by, action="returns.change_area", target=review, summary=f"Changed area {area.number}: {area.what}")
    return area


@transaction.atomic
def remove_area(*, area: ImprovementArea, by: Acts) -> None:
    """Take an area out of a draft; those after it move up, and gaps it was to close are open again."""
    review = draft(area.review, by)
    ReviewGap.objects.filter(area=area).update(area=None)
    number, what = area.number, area.what
    area.delete()
    for later in ImprovementArea.objects.filter(review=review, number__gt=number).order_by("number"):
        later.number -= 1
        later.save(update_fields=["number"])
    record(by=by, action="returns.remove_area", target=review, summary=f"Took out area {number}: {what}")


@transaction.atomic
def save_gap(*, review: CollectionReview, against: str, requirement: str, gap: str, area: ImprovementArea | None,
             by: Acts, held: ReviewGap | None = None) -> ReviewGap:  # fmt: skip
    """Note where collection falls short, or change what was noted; `area` is the one that closes it."""
    review = draft(review, by)
    if against not in ReviewGap.Against.values or not requirement.strip() or not gap.strip():
        raise DeskError("Say against what there is a gap, what is asked, and what is missing.")
    if any(one is not None and one.review_id != review.pk for one in (area, held)):
        raise DeskError("This area is not one of this review. Choose one of its own.")
    facts = {"against": against, "requirement": requirement.strip(), "gap": gap.strip(), "area": area}
    if held is None:
        held = ReviewGap.objects.create(review=review, **facts)
    else:
        for name, value in facts.items():
            setattr(held, name, value)
        held.save(update_fields=list(facts))
    record(by=by, action="returns.save_gap", target=review, summary=f"Noted a gap against {held.requirement}")
    return held


@transaction.atomic
def remove_gap(*, gap: ReviewGap, by: Acts) -> None:
    """Take a gap out of a draft."""
    review = draft(gap.review, by)
    requirement = gap.requirement
    gap.delete()
    record(by=by, action="returns.remove_gap", target=review, summary=f"Took out the gap against {requirement}")


def draft(review: CollectionReview, by: Acts) -> CollectionReview:
    """The review, locked, where it can still be written on by whoever acts."""
    held = CollectionReview.objects.select_for_update(of=("self",)).select_related("alliance__region").get(pk=review.pk)
    _check_may(by, held.alliance)
    if held.state != ReviewState.DRAFT:
        raise DeskError(f"This review is {held.state}, so what it says stays as it is. Begin a new review.")
    return held


def _check_may(by: Acts, alliance: Alliance) -> None:
    if not may_keep_enquiries(scope_of_actor(by), alliance.region.code):
        raise NotYours("Collection reviews are written at the region's desk. Ask whoever manages access.")


def _check_frame(alliance: Alliance, frame: Frame) -> None:
    if not frame.title.strip() or not frame.covers.strip():
        raise DeskError("Give the review a title, and say which processes it looks at.")
    if frame.last_day < frame.first_day:
        raise DeskError("The review's last day comes before its first. Put the days in order.")
    members = set(places.members(alliance, frame.last_day).values_list("code", flat=True))
    strange = [place.name for place in frame.participants if place.code not in members]
    if strange:
        raise DeskError(f"{', '.join(strange)}: not a member of {alliance.short_name} at the end of the review.")


def _check_area(review: CollectionReview, area: Area) -> None:
    texts: Iterable[str] = (area.what, area.evidence, area.plan, area.owner)
    if not all(text.strip() for text in texts):
        raise DeskError("An area says what is to improve, what shows it, the plan to close the gap, and who owns it.")
    if area.due_on < review.first_day:
        raise DeskError("The area is due before the review's own time begins. Choose a later day.")


def _facts(area: Area) -> dict[str, object]:
    return {
        "what": area.what.strip(), "evidence": area.evidence.strip(), "plan": area.plan.strip(),
        "owner": area.owner.strip(), "due_on": area.due_on,
    }  # fmt: skip
