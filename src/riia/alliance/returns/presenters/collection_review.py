"""What the pages of collection reviews say: the list, a draft, and a published report from what was frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse

from riia.alliance.kit.filters import iso, long_date, plural, short_date
from riia.alliance.kit.pieces import Tone
from riia.alliance.returns.models import AreaProgress, CollectionReview, ImprovementArea
from riia.alliance.returns.policies import FEWEST_AREAS, TAKING_PART, whole_councils
from riia.alliance.returns.states_care import AreaState, ReviewState

_TONES: Final[dict[ReviewState, Tone]] = {
    ReviewState.DRAFT: "moving", ReviewState.PUBLISHED: "done", ReviewState.SET_ASIDE: "quiet",
}  # fmt: skip
_AREA_TONES: Final[dict[AreaState, Tone]] = {
    AreaState.NOT_STARTED: "quiet", AreaState.UNDER_WAY: "moving", AreaState.DONE: "done",
    AreaState.STOPPED: "attention",
}  # fmt: skip
OPEN: Final = frozenset({AreaState.NOT_STARTED, AreaState.UNDER_WAY})
HEADINGS: Final = (
    "Alliance", "Review", "Number", "Published", "Area", "What is to improve", "Evidence", "Plan", "Owner", "Due",
    "How far", "Last word", "Said on", "Simulated",
)  # fmt: skip


@dataclass(frozen=True)
class ReviewLine:
    """One review in the list."""

    title: str
    href: str
    alliance: str
    tag: tuple[str, Tone]
    words: str
    simulated: bool


@dataclass(frozen=True)
class AreaLine:
    """An improvement area: what was published of it, and how far it is now."""

    number: int
    what: str
    evidence: str
    plan: str
    owner: str
    due: date
    tag: tuple[str, Tone]
    progress: Sequence[AreaProgress]
    href: str


@dataclass(frozen=True)
class Report:
    """A published review, from what was frozen."""

    title: str
    frozen: Mapping[str, Any]
    first_day: date
    last_day: date
    councils: str
    areas: Sequence[AreaLine]
    standing: str


def review_line(review: CollectionReview, today: date) -> ReviewLine:
    """A review with its number, or how far the draft is."""
    state = ReviewState(review.state)
    tag = f"number {review.number}" if state is ReviewState.PUBLISHED else state.value
    return ReviewLine(
        title=review.title,
        href=reverse("returns:collection_review", args=[review.reference]),
        alliance=review.alliance.short_name,
        tag=(tag, _TONES[state]),
        words=_line_words(review, today),
        simulated=review.simulated,
    )


def _line_words(review: CollectionReview, today: date) -> str:
    days = f"{short_date(review.first_day)} to {short_date(review.last_day)}"
    if review.state == ReviewState.SET_ASIDE:
        return f"{days}. Set aside: {review.set_aside_because}"
    if review.state == ReviewState.DRAFT:
        return f"{days}. {plural(review.areas.count(), 'improvement area')} of at least {FEWEST_AREAS}."
    return f"{days}. {standing(list(review.areas.all()), today)}"


def standing(areas: Sequence[ImprovementArea], today: date) -> str:
    """How the areas of a published review are doing, in a sentence."""
    done = sum(one.state == AreaState.DONE for one in areas)
    late = sum(one.state in OPEN and one.due_on < today for one in areas)
    words = f"{done} of {plural(len(areas), 'improvement area')} {'is' if done == 1 else 'are'} done"
    return f"{words}, {late} past {'its' if late == 1 else 'their'} day." if late else f"{words}."


def councils_words(here: int, of: int, needed: int) -> str:
    """How many councils take part, and what the plan's share is in whole councils (R11.07)."""
    met = "which is reached" if here >= needed else f"so {needed - here} more would be needed"
    return f"{here} of {plural(of, 'council')} took part. {TAKING_PART}% of {of} is {needed}, rounded up, {met}."


def draft_councils(here: int, of: int) -> str:
    """The same while the review is written."""
    return councils_words(here, of, whole_councils(TAKING_PART, of)).replace("took part", "take part")


def report(review: CollectionReview, today: date) -> Report:
    """The published report: its text as frozen, its areas with what was said of them since."""
    frozen = review.frozen
    held = {one.number: one for one in review.areas.prefetch_related("progress")}
    return Report(
        title=f"{plural(len(frozen['areas']), 'area')} to improve in collecting and validating data",
        frozen=frozen,
        first_day=date.fromisoformat(frozen["first_day"]),
        last_day=date.fromisoformat(frozen["last_day"]),
        councils=councils_words(len(frozen["councils"]), frozen["of"], frozen["needed"]),
        areas=[_area_line(one, held[one["number"]], today) for one in frozen["areas"]],
        standing=standing(list(held.values()), today),
    )


def _area_line(frozen: Mapping[str, Any], area: ImprovementArea, today: date) -> AreaLine:
    due = date.fromisoformat(frozen["due_on"])
    return AreaLine(
        frozen["number"], frozen["what"], frozen["evidence"], frozen["plan"], frozen["owner"], due,
        area_tag(area, due, today), list(area.progress.all()),
        reverse("returns:area_progress", args=[area.review.reference, area.number]),
    )  # fmt: skip


def area_tag(area: ImprovementArea, due: date, today: date) -> tuple[str, Tone]:
    """How far an area is, and that its day has passed."""
    state = AreaState(area.state)
    if state in OPEN and due < today:
        return f"{state.value}, past its day", "problem"
    return state.value, _AREA_TONES[state]


def csv_rows(review: CollectionReview) -> list[tuple[object, ...]]:
    """One line for each area of a published review, with the last word on it."""
    published = review.published_at
    held = {one.number: one for one in review.areas.prefetch_related("progress")}
    rows: list[tuple[object, ...]] = []
    for one in review.frozen["areas"]:
        area = held[one["number"]]
        said = list(area.progress.all())
        rows.append((
            review.frozen["alliance"], review.frozen["title"], review.number,
            iso(published) if published else "", one["number"], one["what"], one["evidence"],
            one["plan"], one["owner"], one["due_on"], area.state, said[-1].note if said else "",
            said[-1].on.isoformat() if said else "", "yes" if review.simulated else "no",
        ))  # fmt: skip
    return rows


def owner_words(area: ImprovementArea) -> str:
    """Who does it by when."""
    return f"{area.owner}, by {long_date(area.due_on)}"
