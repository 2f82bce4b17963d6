"""Where self-assessments stand for the viewer: their own, the rounds of their region, and what is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.diagnostics.models import Assessment, AssessmentRound, PublishedSummary
from riia.alliance.diagnostics.permissions import sees_region
from riia.alliance.diagnostics.presenters.words import assessment_clock, clock_of, state_tag
from riia.alliance.diagnostics.queries import reading
from riia.alliance.diagnostics.states import IN_HAND, AssessmentState, RoundState
from riia.alliance.diagnostics.topic import Topic, newest
from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Clock, Tone


@dataclass(frozen=True, slots=True)
class Line:
    """One self-assessment or round in a list."""

    href: str
    title: str
    tag: tuple[str, Tone]
    clock: Clock | None
    note: str


@dataclass(frozen=True, slots=True)
class Home:
    """Everything the page shows."""

    title: str
    own: Sequence[Line]
    rounds: Sequence[Line]
    published: Sequence[PublishedSummary]
    topics: Sequence[Topic]
    may_run: bool


def home(scope: Scope, today: date) -> Home:
    """What there is for this viewer."""
    own = reading.own(scope)
    rounds = [one for one in _counted(scope) if sees_region(scope, one.alliance.region.code)]
    published: dict[int, PublishedSummary] = {}
    for summary in reading.summaries(scope):
        published.setdefault(summary.round_id, summary)
    return Home(
        title=_title(own, rounds, published),
        own=[_own_line(one, today) for one in own],
        rounds=[_round_line(one, today) for one in rounds],
        published=list(published.values()),
        topics=newest(),
        may_run=bool(reading.alliances_run(scope)) if scope.may(Action.RUN_SELF_ASSESSMENTS) else False,
    )


def _counted(scope: Scope) -> list[AssessmentRound]:
    handed = Q(assessments__state__in=IN_HAND)
    found = AssessmentRound.objects.filter(pk__in=reading.rounds(scope).values("pk")).select_related("alliance__region")
    return list(
        found.annotate(
            asked_of=Count("assessments"),
            handed_in=Count("assessments", filter=handed),
            signed=Count("assessments", filter=Q(assessments__state=AssessmentState.SIGNED)),
        ).order_by("-opens_on", "-id")
    )


def _title(own: list[Assessment], rounds: list[AssessmentRound], published: dict[int, PublishedSummary]) -> str:
    waiting = [one for one in own if AssessmentState(one.state) not in IN_HAND and one.round.state == RoundState.OPEN]
    if waiting:
        return f"{plural(len(waiting), 'self-assessment')} to fill in"
    to_sign = [one for one in own if one.state == AssessmentState.SUBMITTED and one.round.state == RoundState.OPEN]
    if to_sign:
        return f"{plural(len(to_sign), 'self-assessment')} to sign"
    still = [one for one in rounds if one.state == RoundState.OPEN]
    if still:
        first = still[0]
        return f"{first.title}: {first.handed_in} of {plural(first.asked_of, 'council')} in"  # type: ignore[attr-defined]
    return "Self-assessments" if own or rounds or published else "No self-assessment yet"


def _own_line(one: Assessment, today: date) -> Line:
    state = AssessmentState(one.state)
    note = f"{one.council.label}, {'simulated' if one.round.simulated else one.round.alliance.short_name}"
    sign = state is AssessmentState.SUBMITTED and one.round.state == RoundState.OPEN
    return Line(
        href=reverse("diagnostics:assessment", args=[one.reference]),
        title=one.round.title,
        tag=state_tag(one.state),
        clock=assessment_clock(one, today),
        note=f"{note}. The director signs it next." if sign else f"{note}.",
    )


def _round_line(one: AssessmentRound, today: date) -> Line:
    counts = f"{one.handed_in} of {plural(one.asked_of, 'council')} in, {one.signed} signed"  # type: ignore[attr-defined]
    return Line(
        href=reverse("diagnostics:round", args=[one.reference]),
        title=f"{one.title}, {one.alliance.short_name}",
        tag=state_tag(one.state),
        clock=clock_of(one, today) if RoundState(one.state) is RoundState.OPEN else None,
        note=f"{counts}{', simulated' if one.simulated else ''}.",
    )
