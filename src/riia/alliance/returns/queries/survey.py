"""Surveys a viewer may see, who is to be invited to one, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from riia.alliance.access.scope import Scope
from riia.alliance.places.models import Alliance
from riia.alliance.returns.models import Enquiry, Survey, SurveyAnswer, SurveyInvitation
from riia.alliance.returns.queries.care_audience import at_desk, seen
from riia.alliance.returns.states_care import SurveyState
from riia.alliance.returns.survey_results import Result, result_of
from riia.alliance.returns.survey_scale import SurveyQuestion


@dataclass(frozen=True)
class Askers:
    """Who asked in a year: organisations by address, and organisations of which nobody noted an address."""

    by_address: Mapping[str, str]
    without: tuple[str, ...]


@dataclass(frozen=True)
class Sending:
    """How far inviting is."""

    invited: int
    failed: int
    unknown: int
    to_invite: int
    without: tuple[str, ...]
    answers: int


def surveys(scope: Scope) -> QuerySet[Survey]:
    """The surveys a viewer may see, newest year first."""
    found = Survey.objects.select_related("alliance__region")
    return found.filter(seen(scope, Q(state=SurveyState.CLOSED))).order_by("-year", "-pk")


def get_survey(scope: Scope, reference: UUID) -> Survey | None:
    """One survey; None where the viewer may not see it."""
    return surveys(scope).filter(reference=reference).first()


def is_at_desk(scope: Scope, survey: Survey) -> bool:
    """Whether the viewer is at the desk that holds the survey: who was invited and what was written is theirs alone."""
    return Survey.objects.filter(at_desk(scope), pk=survey.pk).exists()


def newest_closed(alliance: Alliance) -> Survey | None:
    """The latest survey with a result."""
    return Survey.objects.filter(alliance=alliance, state=SurveyState.CLOSED).order_by("-year").first()


def askers(survey: Survey) -> Askers:
    """Everybody who asked in the survey's year, each address once."""
    period = survey.period
    asked = Enquiry.objects.filter(alliance=survey.alliance, received_on__range=(period.start, period.end))
    by_address: dict[str, str] = {}
    nameless: set[str] = set()
    for organisation, address in asked.order_by("received_on", "pk").values_list("asker", "address"):
        if address:
            by_address.setdefault(address.lower(), organisation)
        else:
            nameless.add(organisation)
    return Askers(by_address, tuple(sorted(nameless - set(by_address.values()))))


def sending(survey: Survey) -> Sending:
    """Who was invited, who is still to be, and how many answered."""
    held = list(SurveyInvitation.objects.filter(survey=survey))
    asked = askers(survey)
    known = {one.address for one in held}
    failed = sum(bool(one.problem) and one.sent_at is None for one in held)
    return Sending(
        invited=len(held) - failed,
        failed=failed,
        unknown=sum(one.sent_at is None and not one.problem for one in held),
        to_invite=sum(address not in known for address in asked.by_address),
        without=asked.without,
        answers=SurveyAnswer.objects.filter(survey=survey).count(),
    )


def counted(survey: Survey) -> Result:
    """The answers of a survey held here, counted now."""
    names = [question.value for question in SurveyQuestion]
    return result_of(SurveyAnswer.objects.filter(survey=survey).values(*names), sending(survey).invited)


def result(survey: Survey) -> Result | None:
    """What a closed survey came to, as it was counted at closing."""
    return Result.from_dict(survey.result) if survey.state == SurveyState.CLOSED else None


def comments(survey: Survey) -> list[str]:
    """What was written, in no order; nothing while the survey runs, and nothing where so few answered."""
    held = result(survey)
    if held is None or survey.elsewhere or not held.shows_comments:
        return []
    return list(SurveyAnswer.objects.filter(survey=survey).exclude(comment="").values_list("comment", flat=True))
