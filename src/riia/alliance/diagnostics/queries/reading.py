"""Rounds and self-assessments that a viewer may see, and what stands in them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q, QuerySet

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.diagnostics.answers import Answer, Answers
from riia.alliance.diagnostics.models import (
    Assessment,
    AssessmentRound,
    AssessmentStep,
    AssessmentVersion,
    PublishedSummary,
    Rating,
    SignOff,
)
from riia.alliance.diagnostics.permissions import belongs
from riia.alliance.diagnostics.states import RoundState
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance

_UNSEEN = (RoundState.PLANNED, RoundState.CANCELLED)
"""Rounds in these states ask nothing of a council, so that its people do not see them."""


def rounds(scope: Scope) -> QuerySet[AssessmentRound]:
    """Rounds of the viewer's regions, and those that have asked a council of theirs; newest first."""
    found = AssessmentRound.objects.select_related("alliance__region")
    codes = scope.places_for(Action.SEE_SELF_ASSESSMENTS)
    if codes is None:
        return found
    asked = Q(assessments__council__code__in=codes) & ~Q(state__in=_UNSEEN)
    return found.filter(Q(alliance__region__code__in=codes) | asked).distinct()


def get_round(scope: Scope, reference: UUID) -> AssessmentRound | None:
    """One round; None where there is none or the viewer may not see it."""
    return rounds(scope).filter(reference=reference).first()


def assessments(scope: Scope) -> QuerySet[Assessment]:
    """Self-assessments of the viewer's own council, or of the councils of their region, by council."""
    found = Assessment.objects.select_related("round__alliance__region", "council").order_by("council__name")
    codes = scope.places_for(Action.SEE_SELF_ASSESSMENTS)
    if codes is None:
        return found
    hidden = Q(round__state__in=_UNSEEN) & ~Q(round__alliance__region__code__in=codes)
    return found.filter(council__code__in=codes).exclude(hidden)


def get_assessment(scope: Scope, reference: UUID) -> Assessment | None:
    """One self-assessment; None where there is none or the viewer may not see it."""
    return assessments(scope).filter(reference=reference).first()


def own(scope: Scope) -> list[Assessment]:
    """Self-assessments of the councils the viewer belongs to, newest round first."""
    found = assessments(scope).filter(council__code__in=scope.councils).order_by("-round__opens_on", "council__name")
    return [one for one in found if belongs(scope, one.council.code)]


def alliances_run(scope: Scope) -> list[Alliance]:
    """The alliances whose self-assessments the viewer runs."""
    codes = scope.places_for(Action.RUN_SELF_ASSESSMENTS)
    found = places.alliances()
    return list(found if codes is None else found.filter(region__code__in=codes))


def summaries(scope: Scope) -> QuerySet[PublishedSummary]:
    """Summaries that regions of the viewer have published, newest first."""
    found = PublishedSummary.objects.select_related("round__alliance__region").order_by("-published_at", "-id")
    codes = scope.places_for(Action.SEE_ASSESSMENT_SUMMARIES)
    if codes is None:
        return found
    here = Q(round__alliance__region__code__in=codes) | Q(round__assessments__council__code__in=codes)
    return found.filter(here).distinct()


def ratings(one: Assessment) -> dict[str, Rating]:
    """The newest rating of each statement. A statement without one was never touched."""
    return {rating.statement: rating for rating in one.ratings.order_by("revision")}


def answer_of(rating: Rating) -> Answer:
    """What a rating says."""
    return Answer(rating.level, rating.not_applicable, rating.why, rating.evidence, rating.links, rating.strength,
                  rating.need)  # fmt: skip


def answers(one: Assessment) -> dict[str, Answer]:
    """What stands now, submitted or not. For the council's own people."""
    return {key: answer_of(rating) for key, rating in ratings(one).items()}


def versions(one: Assessment) -> QuerySet[AssessmentVersion]:
    """Every submitted version, the first in front."""
    return AssessmentVersion.objects.filter(assessment=one).order_by("number")


def latest_version(one: Assessment) -> AssessmentVersion | None:
    """The newest submitted version."""
    return versions(one).last()


def version_answers(version: AssessmentVersion) -> dict[str, Answer]:
    """The answers of a version."""
    return {key: Answer.restored(kept) for key, kept in version.answers.items()}


def latest_versions(found: Iterable[Assessment]) -> dict[int, AssessmentVersion]:
    """The newest version of each self-assessment that has one, by its key, in one query."""
    rows = AssessmentVersion.objects.filter(assessment__in=[one.pk for one in found]).order_by("number")
    return {version.assessment_id: version for version in rows}


def seen_answers(scope: Scope, one: Assessment) -> tuple[Answers, AssessmentVersion | None]:
    """What this viewer sees of a self-assessment: its own people what stands now, others what was submitted last."""
    version = latest_version(one)
    if belongs(scope, one.council.code):
        return answers(one), version
    return (version_answers(version) if version else {}), version


def signature(one: Assessment) -> SignOff | None:
    """The signature in force."""
    return SignOff.objects.filter(assessment=one, voided_at__isnull=True).select_related("version").first()


def steps(one: Assessment) -> QuerySet[AssessmentStep]:
    """Every change of state, the first in front."""
    return AssessmentStep.objects.filter(assessment=one)


def earlier_rounds(one: AssessmentRound) -> QuerySet[AssessmentRound]:
    """Rounds on the same topic in the same alliance that opened before this one, the newest first."""
    found = AssessmentRound.objects.filter(alliance=one.alliance, topic=one.topic, opens_on__lt=one.opens_on)
    return found.exclude(state__in=_UNSEEN).select_related("alliance__region").order_by("-opens_on")


def before(one: Assessment) -> tuple[AssessmentRound, Answers] | None:
    """What the same council submitted in the newest earlier round in which it did."""
    for earlier in earlier_rounds(one.round):
        version = AssessmentVersion.objects.filter(
            assessment__round=earlier, assessment__council=one.council
        ).order_by("number").last()  # fmt: skip
        if version:
            return earlier, version_answers(version)
    return None


def heading_of(one: Assessment) -> Mapping[str, str]:
    """Whose self-assessment of what: the part of a fingerprint that no answer holds."""
    return {
        "council": one.council.code,
        "round": str(one.round.reference),
        "topic": one.round.topic,
        "version": one.round.topic_version,
    }
