"""More time: asked for by the council, decided by the region."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.policies import PolicyError
from riia.alliance.returns.forms.rounds import AskExtensionForm, DecideExtensionForm
from riia.alliance.returns.models import Extension
from riia.alliance.returns.presenters import extensions as shown
from riia.alliance.returns.presenters.board import clock_of
from riia.alliance.returns.queries import extensions as queries
from riia.alliance.returns.queries.board import may_see_board
from riia.alliance.returns.queries.timeliness import standing
from riia.alliance.returns.services import extensions as services
from riia.alliance.returns.states import ExtensionState
from riia.alliance.returns.timekeeping import today
from riia.alliance.returns.views.desk import found_return, person_at, scope_of
from riia.alliance.returns.views.rounds import found_round


@allow(Action.PREPARE_RETURN, Action.SEE_RETURNS)
@require_http_methods(["GET", "HEAD", "POST"])
def extension(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The council asks for more time, takes the request back, and reads what was decided."""
    one, scope = found_return(request, reference), scope_of(request)
    held = list(queries.of_return(one))
    waiting = next((each for each in held if each.state == ExtensionState.ASKED), None)
    may_ask = scope.may(Action.PREPARE_RETURN, one.council.code)
    why_not = services.why_not(one) if may_ask and waiting is None else ""
    step = request.POST.get("step", "") if request.method == "POST" and may_ask else ""
    form = AskExtensionForm(request.POST if step == "ask" else None)
    problem = ""
    if step == "ask" and form.is_valid():
        given = form.cleaned_data
        try:
            services.ask_extension(one=one, until=given["until"], reason=given["reason"], by=person_at(request))
        except PolicyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Your request is with the region. Until it decides, the deadline stays.")
            return redirect("returns:extension", one.reference)
    if step == "withdraw" and waiting is not None:
        try:
            services.withdraw_extension(extension=waiting, by=person_at(request))
        except PolicyError as error:
            problem = str(error)
        else:
            messages.success(request, "Your request is taken back.")
            return redirect("returns:extension", one.reference)
    context = {
        "one": one,
        "form": form if may_ask and waiting is None and not why_not else None,
        "why_not": why_not or problem,
        "waiting": waiting if may_ask else None,
        "lines": [shown.line(each) for each in held],
        "clock": clock_of(one, standing(one, today()), today()),
        "stand": standing(one, today()),
    }
    return render(request, "returns/rounds_extension.html", context)


@allow(Action.SEE_RETURNS)
@require_safe
def extensions(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Every request for more time in a round, those waiting first."""
    scope = scope_of(request)
    one = found_round(scope, reference)
    if not may_see_board(scope, one):
        raise Http404
    lines = [shown.line(each) for each in queries.of_round(scope, one)]
    may_run = scope.may(Action.RUN_ROUNDS, one.alliance.region.code)
    context = {"one": one, "lines": lines, "title": shown.title(lines), "may_run": may_run}
    return render(request, "returns/rounds_extensions.html", context)


@allow(Action.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Grant or refuse one request."""
    held = _found(request, reference)
    one = held.council_return
    form = DecideExtensionForm(request.POST if request.method == "POST" else None, initial={"until": held.until})
    if held.state != ExtensionState.ASKED:
        messages.info(request, f"This request has been decided: it is {held.state}.")
        return redirect("returns:extensions", one.round.reference)
    if form.is_valid():
        given, by = form.cleaned_data, person_at(request)
        try:
            if given["decision"] == "grant":
                services.grant_extension(extension=held, until=given["until"], reason=given["reason"], by=by)
            else:
                services.refuse_extension(extension=held, reason=given["reason"], by=by)
        except PolicyError as error:
            form.add_error(None, str(error))
        else:
            said = "granted" if given["decision"] == "grant" else "refused"
            messages.success(request, f"More time for {one.council.label} is {said}. The council has been told.")
            return redirect("returns:board", one.round.reference)
    context = {
        "form": form,
        "one": one,
        "held": held,
        "stand": standing(one, today()),
        "warnings": shown.warnings(held),
    }
    return render(request, "returns/rounds_decide.html", context)


def _found(request: HttpRequest, reference: UUID) -> Extension:
    """The request of an address, if the viewer runs rounds there; else it is not there."""
    scope = scope_of(request)
    held = queries.get_extension(scope, reference)
    if held is None or not scope.may(Action.RUN_ROUNDS, held.council_return.council.code):
        raise Http404
    return held
