"""The yearly survey at the desk: opening, inviting, closing, results from elsewhere, and what it came to."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.kit.filters import long_date, plural
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.forms.care import WhyForm
from riia.alliance.returns.forms.enquiries import AddressForm
from riia.alliance.returns.forms.survey import ElsewhereForm, OpenSurveyForm
from riia.alliance.returns.models import Survey
from riia.alliance.returns.permissions import KEEP_ENQUIRIES
from riia.alliance.returns.presenters import survey as shown
from riia.alliance.returns.queries import enquiries
from riia.alliance.returns.queries import survey as queries
from riia.alliance.returns.services import care_sharing
from riia.alliance.returns.services import survey as services
from riia.alliance.returns.services.enquiries import note_address
from riia.alliance.returns.services.survey_invitations import send_invitations
from riia.alliance.returns.states_care import SurveyState
from riia.alliance.returns.survey_scale import Opinion
from riia.alliance.returns.views.care_steps import Step, ask, at_my_desk, both, posted
from riia.alliance.returns.views.desk import person_at, scope_of

READERS = (Action.SEE_RETURNS, Action.RECEIVE_PACKS, *KEEP_ENQUIRIES)


@allow(*READERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every survey the viewer may see, with its result."""
    scope = scope_of(request)
    by_alliance: dict[str, list[shown.SurveyLine]] = {}
    for survey in queries.surveys(scope):
        by_alliance.setdefault(survey.alliance.short_name, []).append(shown.survey_line(survey))
    context = {"groups": sorted(by_alliance.items()), "may_run": scope.may(Action.RUN_ROUNDS)}
    return render(request, "returns/surveys.html", context)


@allow(*READERS)
@require_safe
def survey(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One survey: to the desk who was invited, to everybody who may see it the result."""
    one = _found(request, reference)
    scope = scope_of(request)
    result = queries.result(one)
    at_desk = queries.is_at_desk(scope, one)
    context: dict[str, Any] = {
        "one": one,
        "page": shown.result_page(one, result) if result else None,
        "far": queries.sending(one) if at_desk and not one.elsewhere else None,
        "at_desk": at_desk,
        "runs": scope.may(Action.RUN_ROUNDS, one.alliance.region.code),
        "comments": queries.comments(one) if at_desk else [],
        "invitations": [(each, *shown.sent_words(each)) for each in one.invitations.all()] if at_desk else [],
        "is_open": one.state == SurveyState.OPEN,
    }
    return render(request, "returns/survey.html", context)


@allow(Action.RUN_ROUNDS)
@both
def open_survey(request: HttpRequest) -> HttpResponse:
    """Open a year's survey; who is invited is seen before anything is sent."""
    alliance, _ = at_my_desk(request)
    step = Step(
        alliance.short_name, "Open the yearly survey", "Open the survey", reverse("returns:surveys"),
        "Nobody is written to yet. On the next page you see who asked in that year, and invite them.",
    )  # fmt: skip
    made: list[Survey] = []

    def do(given: dict[str, Any]) -> str:
        made.append(services.open_survey(alliance=alliance, **given, by=person_at(request)))
        return "The survey is open. Invite those who asked."

    return ask(request, step, OpenSurveyForm(posted(request)), do, lambda: _page(made[0]))


@allow(Action.RUN_ROUNDS)
@both
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Record the results of a survey that was held elsewhere."""
    alliance, _ = at_my_desk(request)
    step = Step(
        alliance.short_name, "Record a survey held elsewhere", "Record the results", reverse("returns:surveys"),
        "Of its question about the region’s help as a whole. Who answered and is in no count left the question out.",
        {name: {"width": 4} for name in ("invited", "answers", *map(str, Opinion))},
    )  # fmt: skip
    form = ElsewhereForm(posted(request))
    made: list[Survey] = []

    def do(given: dict[str, Any]) -> str:
        facts = {name: given[name] for name in ("year", "source", "ended_on", "invited", "answers")}
        made.append(
            services.record_survey_elsewhere(alliance=alliance, counts=form.counts(), **facts, by=person_at(request))
        )
        return "The results are recorded."

    return ask(request, step, form, do, lambda: _page(made[0]))


@allow(Action.RUN_ROUNDS)
@require_POST
def invite(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Write to everybody who asked and was not invited yet."""
    one = _run(request, reference)
    try:
        sent = send_invitations(survey=one, by=person_at(request))
    except DeskError as error:
        messages.error(request, str(error))
    else:
        said = f"{plural(sent.sent, 'invitation')} sent."
        if sent.failed:
            said += f" {plural(sent.failed, 'was', 'were')} not taken by the mail server; press again later."
        messages.success(request, said)
    return redirect("returns:survey", one.reference)


@allow(Action.RUN_ROUNDS)
@both
def close(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Close the survey, which freezes its result."""
    one = _run(request, reference)
    far = queries.sending(one)
    lead = (
        f"{far.answers} of {plural(far.invited, 'invited asker')} answered. Answers are taken until "
        f"{long_date(one.closes_on)}. Closing counts them once and for all."
    )
    step = Step(str(one).capitalize(), "Close the survey?", "Close the survey", _page(one), lead)

    def do(_: dict[str, Any]) -> str:
        services.close_survey(survey=one, by=person_at(request))
        return "The survey is closed and its result stays."

    return ask(request, step, forms.Form(posted(request)), do)


@allow(Action.RUN_ROUNDS)
@both
def withdraw(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take back a survey nobody answered, or results typed in wrongly."""
    one = _run(request, reference)
    step = Step(
        str(one).capitalize(), "Withdraw the survey?", "Withdraw it", _page(one),
        "It stays on record as withdrawn, and the year can have another.", {"reason": {"rows": 3}},
    )  # fmt: skip

    def do(given: dict[str, Any]) -> str:
        services.withdraw_survey(survey=one, reason=given["reason"], by=person_at(request))
        return "The survey is withdrawn."

    return ask(request, step, WhyForm(posted(request)), do)


@allow(Action.RUN_ROUNDS)
@both
def share(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Let the Department read the result, or end that."""
    one = _run(request, reference)
    return share_step(request, one, str(one).capitalize(), _page(one), "Comments and names are not shared.")


def share_step(request: HttpRequest, one: care_sharing.Shareable, caption: str, back: str, what: str) -> HttpResponse:
    """The page on which a survey or a review is shared with the Department, or no longer; `what` says how much."""
    if one.shared_on:
        step = Step(caption, "Stop sharing with the Department?", "Stop sharing", back,
                    f"The Department’s people for the region could read it since {long_date(one.shared_on)}.",
                    {"reason": {"rows": 3}})  # fmt: skip

        def stop(given: dict[str, Any]) -> str:
            care_sharing.stop_sharing(one=one, reason=given["reason"], by=person_at(request))
            return "It is no longer shared with the Department."

        return ask(request, step, WhyForm(posted(request)), stop)
    lead = f"The Department’s people for the region can read it from today. {what}"
    step = Step(caption, "Share with the Department?", "Share it", back, lead)

    def do(_: dict[str, Any]) -> str:
        care_sharing.share(one=one, by=person_at(request))
        return "It is shared with the Department."

    return ask(request, step, forms.Form(posted(request)), do)


@allow(*KEEP_ENQUIRIES)
@both
def asker_address(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The e-mail address of whoever asked a question from outside, for the invitation to the survey."""
    one = enquiries.get_enquiry(scope_of(request), reference)
    if one is None:
        raise Http404
    back = reverse("returns:enquiry", args=[one.reference])
    step = Step(one.asker, "Where is the yearly survey sent?", "Save", back)

    def do(given: dict[str, Any]) -> str:
        note_address(enquiry=one, address=given["address"], by=person_at(request))
        return "The address is saved." if given["address"] else "No address is kept; they are not invited."

    return ask(request, step, AddressForm(posted(request), initial={"address": one.address}), do)


def _found(request: HttpRequest, reference: UUID) -> Survey:
    one = queries.get_survey(scope_of(request), reference)
    if one is None:
        raise Http404
    return one


def _run(request: HttpRequest, reference: UUID) -> Survey:
    """A survey that the viewer runs; one of another region is not there."""
    one = _found(request, reference)
    if not scope_of(request).may(Action.RUN_ROUNDS, one.alliance.region.code):
        raise Http404
    return one


def _page(one: Survey) -> str:
    return reverse("returns:survey", args=[one.reference])
