"""The coordinator's steps: rounds planned, opened, moved, closed, opened again, cancelled; summaries published."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.policies import PolicyError
from riia.alliance.diagnostics import policies
from riia.alliance.diagnostics.answers import digest
from riia.alliance.diagnostics.forms.rounds import DueForm, PlanForm, PublishForm, ReasonForm
from riia.alliance.diagnostics.models import AssessmentRound
from riia.alliance.diagnostics.presenters.publishing import summary_lines
from riia.alliance.diagnostics.presenters.rounds import waits_for
from riia.alliance.diagnostics.queries import reading
from riia.alliance.diagnostics.queries.picture import whole
from riia.alliance.diagnostics.queries.publishing import summary_content
from riia.alliance.diagnostics.services import rounds as services
from riia.alliance.diagnostics.services.publishing import publish_summary
from riia.alliance.diagnostics.states import ROUND_TRANSITIONS, RoundState
from riia.alliance.diagnostics.topic import newest
from riia.alliance.diagnostics.views.finding import found_round, person_at, scope_of
from riia.alliance.places import queries as places
from riia.alliance.returns.timekeeping import today


@allow(Action.RUN_SELF_ASSESSMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a round for one alliance of the viewer's."""
    run = reading.alliances_run(scope_of(request))
    alliance = next((one for one in run if one.region.code == request.GET.get("region")), run[0] if run else None)
    if alliance is None:
        raise Http404
    councils = list(places.members(alliance).order_by("name"))
    posted = request.POST if request.method == "POST" else None
    initial = {
        "topic": newest()[0].key,
        "name": str(today().year),
        "opens_on": today(),
        "working_days": policies.ANSWER_WITHIN,
        "councils": [one.code for one in councils],
    }
    form = PlanForm(alliance, newest(), councils, posted, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = services.plan_round(
                alliance=alliance, topic=form.topics[given["topic"]], name=given["name"], councils=form.chosen(),
                opens_on=given["opens_on"], due_on=policies.due_day(given["opens_on"], given["working_days"]).due,
                note=given["note"], by=person_at(request),
            )  # fmt: skip
        except PolicyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The round is planned. Councils see it once you open it.")
            return redirect("diagnostics:round", made.reference)
    context = {"form": form, "alliance": alliance, "others": [one for one in run if one != alliance]}
    return render(request, "diagnostics/plan.html", context)


@allow(Action.RUN_SELF_ASSESSMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Open a planned round; or, with a reason, one that was closed."""
    one = _may_become(request, reference, RoundState.OPEN)
    if one.state == RoundState.PLANNED:
        return _step(request, one, "Open", None, lambda _: services.open_round(round_=one, by=person_at(request)),
                     "The round is open. It stands on the home page of every council that is asked.")  # fmt: skip
    return _step(request, one, "Open again", ReasonForm,
                 lambda given: services.reopen_round(round_=one, reason=given["reason"], by=person_at(request)),
                 "The round is open again.")  # fmt: skip


@allow(Action.RUN_SELF_ASSESSMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def close_round(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Close a round; the page says what it leaves open."""
    one = _may_become(request, reference, RoundState.CLOSED)
    return _step(request, one, "Close", None, lambda _: services.close_round(round_=one, by=person_at(request)),
                 "The round is closed. You can publish its summary now.", waits_for(whole(one)))  # fmt: skip


@allow(Action.RUN_SELF_ASSESSMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_round(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Cancel a planned round."""
    one = _may_become(request, reference, RoundState.CANCELLED)
    return _step(request, one, "Cancel", ReasonForm,
                 lambda given: services.cancel_round(round_=one, reason=given["reason"], by=person_at(request)),
                 "The round is cancelled. No council has seen it.")  # fmt: skip


@allow(Action.RUN_SELF_ASSESSMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def move_due(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Move the last day for every council."""
    one = found_round(request, reference, Action.RUN_SELF_ASSESSMENTS)
    return _step(request, one, "Move the last day of", DueForm,
                 lambda given: services.move_due(round_=one, **given, by=person_at(request)),
                 "The last day is moved.")  # fmt: skip


@allow(Action.RUN_SELF_ASSESSMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Look at the summary as others will read it, and publish it."""
    one = found_round(request, reference, Action.RUN_SELF_ASSESSMENTS)
    latest = one.summaries.last()
    form = PublishForm(request.POST if request.method == "POST" else None,
                       initial={"words": latest.words if latest else ""})  # fmt: skip
    if form.is_valid():
        try:
            made = publish_summary(round_=one, words=form.cleaned_data["words"], seen=request.POST.get("seen", ""),
                                   by=person_at(request))  # fmt: skip
        except PolicyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The summary is published. DfE, the LGA and your boards can read it.")
            return redirect("diagnostics:summary", made.reference)
    content = summary_content(one)
    context = {
        "one": one,
        "form": form,
        "content": content,
        "lines": summary_lines(content, one.as_topic),
        "seen": digest(content),
        "latest": latest,
        "closed": one.state == RoundState.CLOSED,
    }
    return render(request, "diagnostics/publish.html", context)


def _may_become(request: HttpRequest, reference: UUID, to: RoundState) -> AssessmentRound:
    """The round, where the table lets it become this; else the page of the step is not there."""
    one = found_round(request, reference, Action.RUN_SELF_ASSESSMENTS)
    if to not in ROUND_TRANSITIONS[RoundState(one.state)]:
        raise Http404
    return one


def _step(
    request: HttpRequest,
    one: AssessmentRound,
    verb: str,
    kind: type[Form] | None,
    act: Callable[[dict[str, Any]], object],
    done: str,
    warning: str = "",
) -> HttpResponse:
    """A page that says what a step does, asks what it has to, and takes it."""
    posted = request.POST if request.method == "POST" else None
    form = (kind or Form)(posted)
    if posted is not None and form.is_valid():
        try:
            act(form.cleaned_data)
        except PolicyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("diagnostics:round", one.reference)
    context = {"one": one, "form": form, "verb": verb, "warning": warning, "councils": one.assessments.count()}
    return render(request, "diagnostics/step.html", context)
