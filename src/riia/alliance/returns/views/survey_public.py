"""The public page of the survey: reached by the signed link of an invitation, without an account, once."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from riia.alliance.access.gate import PUBLIC, allow
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.forms.survey import AnswerSurveyForm
from riia.alliance.returns.models import SurveyInvitation
from riia.alliance.returns.services.survey import answer_survey
from riia.alliance.returns.services.survey_invitations import get_invitation, invitation_of
from riia.alliance.returns.states_care import SurveyState
from riia.alliance.returns.timekeeping import today
from riia.alliance.returns.views.care_steps import both, posted

_SESSION_KEY, _DONE = "survey_invitation", "survey_answered"
_LIMIT = "answer_survey"
"""The rate of requests in the settings, as for sign-in."""


@allow(PUBLIC, before_second_step=True)
@never_cache
@require_safe
def survey_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Take the secret out of the address, so that it is neither in the history nor sent on to anyone."""
    too_many: HttpResponse | None = ratelimit.consume_or_429(request, action=_LIMIT, limit_get=True)
    if too_many:
        return too_many
    invitation = invitation_of(token)
    if invitation is None:
        return _refused(request, None)
    request.session[_SESSION_KEY] = invitation.reference.hex
    return redirect("returns:answer_survey")


@allow(PUBLIC, before_second_step=True)
@never_cache
@sensitive_post_parameters()
@both
def answer(request: HttpRequest) -> HttpResponseBase:
    """Four questions and a comment; then thanks. Who comes without a link, or with one that was used, is told so."""
    if request.method == "POST":
        too_many: HttpResponse | None = ratelimit.consume_or_429(request, action=_LIMIT, limit_get=True)
        if too_many:
            return too_many
    invitation = get_invitation(request.session.get(_SESSION_KEY, ""))
    if invitation is None and request.session.get(_DONE):
        return render(request, "returns/survey_thanks.html")
    if invitation is None or not _takes_answers(invitation):
        return _refused(request, invitation)
    form = AnswerSurveyForm(posted(request))
    if form.is_valid():
        try:
            answer_survey(invitation=invitation, opinions=form.opinions(), comment=form.cleaned_data["comment"])
        except DeskError as error:
            form.add_error(None, str(error))
        else:
            request.session.pop(_SESSION_KEY, None)
            request.session[_DONE] = True
            return redirect("returns:answer_survey")
    return render(request, "returns/survey_answer.html", {"form": form, "survey": invitation.survey})


def _takes_answers(invitation: SurveyInvitation) -> bool:
    survey = invitation.survey
    return survey.state == SurveyState.OPEN and today() <= survey.closes_on and not invitation.used


def _refused(request: HttpRequest, invitation: SurveyInvitation | None) -> HttpResponse:
    """Why there is nothing to answer: no invitation, an answer given already, or a survey that is over."""
    why = "none" if invitation is None else "used" if invitation.used else "over"
    return render(request, "returns/survey_refused.html", {"why": why}, status=404 if invitation is None else 410)
