"""The yearly survey of those who asked the desk: opened, answered, closed, or taken over from elsewhere (R5.14)."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit import trail
from riia.alliance.audit.actors import Acts, Nobody
from riia.alliance.audit.services import record
from riia.alliance.places.models import Alliance
from riia.alliance.returns import permissions, policies
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.models import Enquiry, Survey, SurveyAnswer, SurveyInvitation
from riia.alliance.returns.queries.survey import counted
from riia.alliance.returns.services.moving import person_of
from riia.alliance.returns.states_care import SURVEY_TRANSITIONS, SurveyState
from riia.alliance.returns.survey_results import DECIDES, Result, Tally
from riia.alliance.returns.survey_scale import Opinion, SurveyQuestion
from riia.alliance.returns.timekeeping import now, today
from riia.indicators.model import Period


@transaction.atomic
def open_survey(*, alliance: Alliance, year: int, closes_on: date, by: Acts, simulated: bool = False) -> Survey:
    """Open the survey of the financial year that begins in `year`. Nobody is written to yet.

    Raises DeskError for a year to come, a last day that has passed, or a year that has its survey.
    """
    alliance = _free(alliance, year, by)
    if closes_on < today():
        raise DeskError("The last day for answers has passed. Choose a day from today on.")
    period = Period.financial_year(year)
    asked = Enquiry.objects.filter(alliance=alliance, received_on__range=(period.start, period.end))
    # Where simulated people asked, what they say is simulated as well.
    simulated = simulated or asked.filter(simulated=True).exists()
    survey = Survey.objects.create(
        alliance=alliance, year=year, closes_on=closes_on, opened_at=now(), opened_by=person_of(by),
        opener_label=by.as_actor().label, simulated=simulated,
    )  # fmt: skip
    record(by=by, action="returns.open_survey", target=survey, summary=f"Opened the {survey}",
           details={"closes_on": closes_on.isoformat()})  # fmt: skip
    return survey


@transaction.atomic
def record_survey_elsewhere(
    *,
    alliance: Alliance,
    year: int,
    source: str,
    ended_on: date,
    invited: int | None,
    answers: int,
    counts: Mapping[Opinion, int],
    by: Acts,
    simulated: bool = False,
) -> Survey:
    """Keep the result of a survey that was held elsewhere; `counts` are those of its overall question.

    Those who answered and stand in no count left the question out. Raises DeskError where the counts cannot be.
    """
    alliance = _free(alliance, year, by)
    if not source.strip():
        raise DeskError("Say where the survey was held and where its results are kept.")
    if ended_on > today():
        raise DeskError("The survey ended today or earlier. Record its results once it is over.")
    missing = answers - sum(counts.values())
    if answers < 1 or any(count < 0 for count in counts.values()):
        raise DeskError("Enter how many answered, at least one, and how many of them said what.")
    if missing < 0:
        raise DeskError(f"The counts make {answers - missing}, and {answers} answered. Check both.")
    if invited is not None and invited < answers:
        raise DeskError(f"{answers} answered, so at least as many were invited. Leave it empty if it is not known.")
    held = Result(answers, invited, {DECIDES: Tally({one: counts.get(one, 0) for one in Opinion}, missing)})
    label = by.as_actor().label
    survey = Survey.objects.create(
        alliance=alliance, year=year, elsewhere=True, source=source.strip(), state=SurveyState.CLOSED,
        opened_at=now(), opened_by=person_of(by), opener_label=label, closes_on=ended_on, closed_at=now(),
        closer_label=label, result=held.as_dict(), simulated=simulated,
    )  # fmt: skip
    record(by=by, action="returns.record_survey", target=survey, summary=f"Recorded the results of the {survey}",
           details={"source": survey.source, **survey.result})  # fmt: skip
    return survey


@transaction.atomic
def close_survey(*, survey: Survey, by: Acts) -> Survey:
    """Count the answers and keep the count: from now on nothing about it changes."""
    survey = _held(survey, by)
    _check_move(survey, SurveyState.CLOSED)
    survey.state, survey.closed_at, survey.closer_label = SurveyState.CLOSED, now(), by.as_actor().label
    survey.result = counted(survey).as_dict()
    survey.save(update_fields=["state", "closed_at", "closer_label", "result"])
    record(by=by, action="returns.close_survey", target=survey, summary=f"Closed the {survey}", details=survey.result)
    return survey


@transaction.atomic
def withdraw_survey(*, survey: Survey, reason: str, by: Acts) -> Survey:
    """Take back a survey that was opened by mistake, or results that were typed in wrongly.

    A survey that somebody answered here is never withdrawn: it is closed.
    """
    survey = _held(survey, by)
    _check_move(survey, SurveyState.WITHDRAWN)
    policies.check_reason(reason, "the survey is withdrawn")
    if not survey.elsewhere and (survey.state == SurveyState.CLOSED or survey.answers.exists()):
        raise DeskError("People have answered this survey, so it is not withdrawn. Close it; its result stays.")
    survey.state, survey.withdrawn_because = SurveyState.WITHDRAWN, reason.strip()
    survey.shared_on = None
    survey.save(update_fields=["state", "withdrawn_because", "shared_on"])
    record(by=by, action="returns.withdraw_survey", target=survey, summary=f"Withdrew the {survey}", reason=reason)
    return survey


@transaction.atomic
def answer_survey(*, invitation: SurveyInvitation, opinions: Mapping[SurveyQuestion, Opinion | None],
                  comment: str = "") -> None:  # fmt: skip
    """Keep one answer, and that the link was used; nothing joins the two, and the trail says neither who nor where.

    Raises DeskError where the link was used, the survey is over, or nothing was answered.
    """
    # The survey first: an answer and the closing of the survey wait for one another.
    survey = Survey.objects.select_for_update(of=("self",)).select_related("alliance__region").get(
        pk=invitation.survey_id
    )  # fmt: skip
    invitation = SurveyInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if survey.state != SurveyState.OPEN or today() > survey.closes_on:
        raise DeskError("This survey is closed, so it takes no more answers.")
    if invitation.used:
        raise DeskError("This link was used already. Each invitation takes one answer.")
    given = {question.value: (opinions.get(question) or "") for question in SurveyQuestion}
    if not any(given.values()) and not comment.strip():
        raise DeskError("Answer at least one question, or write a comment.")
    SurveyAnswer.objects.create(survey=survey, comment=comment.strip(), **given)
    invitation.used = True
    invitation.save(update_fields=["used"])
    with trail.following(trail.Trail(trail.Origin.WEB)):
        record(by=Nobody(), action="returns.answer_survey", target=survey, summary=f"Answered the {survey}")


def _free(alliance: Alliance, year: int, by: Acts) -> Alliance:
    """The alliance, locked, where the year has no survey yet."""
    alliance = Alliance.objects.select_for_update(of=("self",)).select_related("region").get(pk=alliance.pk)
    permissions.check_may(scope_of_actor(by), Action.RUN_ROUNDS, alliance.region.code)
    period = Period.financial_year(year)
    if period.start > today():
        raise DeskError(f"The {period.label} has not begun, so nobody has asked in it yet.")
    if Survey.objects.filter(alliance=alliance, year=year).exclude(state=SurveyState.WITHDRAWN).exists():
        raise DeskError(f"The survey of the {period.label} is on record already. Each year has one.")
    return alliance


def _held(survey: Survey, by: Acts) -> Survey:
    survey = Survey.objects.select_for_update(of=("self",)).select_related("alliance__region").get(pk=survey.pk)
    permissions.check_may(scope_of_actor(by), Action.RUN_ROUNDS, survey.alliance.region.code)
    return survey


def _check_move(survey: Survey, then: SurveyState) -> None:
    if then not in SURVEY_TRANSITIONS[SurveyState(survey.state)]:
        raise DeskError(f"This survey is {survey.state}, so it cannot be {then.value}.")
