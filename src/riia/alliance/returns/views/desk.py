"""The desk: asking, answering and settling queries; validating; reopening; the versions of a return."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.agreements.first_access import needs_notice
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.forms.desk import AskForm, ReasonForm, ReplyForm, SettleForm, SupportForm
from riia.alliance.returns.models import Query, Return, Settled, Version
from riia.alliance.returns.presenters import desk as shown
from riia.alliance.returns.presenters import threads
from riia.alliance.returns.queries import desk, reading
from riia.alliance.returns.services.asking import ask as ask_council
from riia.alliance.returns.services.asking import offer_support, reply, settle
from riia.alliance.returns.services.reopening import reopen as reopen_return
from riia.alliance.returns.services.validating import submitters
from riia.alliance.returns.services.validating import validate as validate_return
from riia.alliance.returns.states import RETURN_TRANSITIONS, QueryState, ReturnState
from riia.alliance.returns.timekeeping import today
from riia.indicators.returns.nouns import Cell


@allow(Action.VALIDATE_RETURNS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Ask the council about one cell, or about the whole return."""
    one = found_return(request, reference, Action.VALIDATE_RETURNS)
    asked = reading.form_for(one.round)
    posted = request.POST if request.method == "POST" else None
    form = AskForm(asked, posted, initial={name: request.GET.get(name, "") for name in ("cell", "code")})
    if form.is_valid():
        given = form.cleaned_data
        cell = Cell.parse(given["cell"]) if given["cell"] else None
        try:
            query = ask_council(one=one, text=given["text"], cell=cell, code=given["code"], quality=given["quality"],
                                by=person_at(request))  # fmt: skip
        except DeskError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Your question is with the council.")
            return redirect("returns:query", query.reference)
    return render(request, "returns/ask.html", {"form": form, "one": one, "whose": shown.whose(one)})


@allow(Action.SEE_RETURNS)
@require_http_methods(["GET", "HEAD", "POST"])
def query(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One query: its thread, an answer, and for the desk how it is settled."""
    one = desk.get_query(scope_of(request), reference)
    if one is None:
        raise Http404
    forms = _query_forms(request, one)
    wanted = request.POST.get("step", "") if request.method == "POST" else ""
    form = forms.get(wanted)
    if form is not None and form.is_valid():
        try:
            done = _act(wanted, one, form.cleaned_data, person_at(request))
        except DeskError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("returns:query", one.reference)
    context = {
        "one": one,
        "line": shown.query_line(one, today()),
        "thread": threads.thread(one),
        "asked": threads.asked_about(one),
        "forms": list(forms.values()),
        "by": forms,
    }
    return render(request, "returns/query.html", context)


@allow(Action.SEE_RETURNS)
@require_safe
def queries(request: HttpRequest) -> HttpResponse:
    """Every query of the councils the viewer sees, with clocks, and the share answered in time."""
    found = list(desk.queries(scope_of(request)).prefetch_related("messages"))
    page = threads.queries_page(found, today(), request.GET.get("show", ""), request.GET.get("council", ""))
    return render(request, "returns/queries.html", {"page": page})


def _query_forms(request: HttpRequest, one: Query) -> dict[str, ReplyForm | SettleForm | SupportForm]:
    """The forms of a query's page that the viewer may use now, by the step each takes."""
    scope, council = scope_of(request), one.council_return.council.code
    posted = request.POST if request.method == "POST" else None
    step = request.POST.get("step", "")
    at_desk = scope.may(Action.VALIDATE_RETURNS, council)
    found: dict[str, ReplyForm | SettleForm | SupportForm] = {}
    if QueryState(one.state) is not QueryState.RESOLVED and (at_desk or scope.may(Action.PREPARE_RETURN, council)):
        found["reply"] = ReplyForm(posted if step == "reply" else None, prefix="reply")
        if at_desk:
            found["settle"] = SettleForm(posted if step == "settle" else None, prefix="settle")
    if at_desk and one.quality and not one.supported_on:
        found["support"] = SupportForm(posted if step == "support" else None, prefix="support")
    return found


def _act(step: str, one: Query, given: dict[str, str], by: Person) -> str:
    if step == "reply":
        reply(query=one, text=given["text"], by=by)
        return "Your message is sent."
    if step == "settle":
        settle(query=one, how=Settled(given["how"]), text=given["text"], by=by)
        return "The query is settled."
    offer_support(query=one, words=given["words"], by=by)
    return "The offer of support is noted."


@allow(Action.VALIDATE_RETURNS)
@needs_notice
@require_http_methods(["GET", "HEAD", "POST"])
def validate(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The return as the desk reads it, beside the period before, with what the checks found; and the step to valid."""
    one = found_return(request, reference, Action.VALIDATE_RETURNS)
    version = reading.latest_version(one)
    if version is None:
        messages.info(request, "The council has not submitted this return yet, so there is nothing to check.")
        return redirect("returns:return", one.reference)
    problem = ""
    if request.method == "POST":
        try:
            validate_return(one=one, version=_number(request.POST.get("version")), by=person_at(request))
        except DeskError as error:
            problem = str(error)
        else:
            messages.success(request, "The return is validated. The director has been asked to sign it.")
            return redirect("returns:return", one.reference)
    scope = scope_of(request)
    context = {
        "one": one,
        "whose": shown.whose(one),
        "version": version,
        "rows": shown.review_rows(one, version),
        "outcomes": reading.outcomes_asked(version, reading.form_for(one.round)),
        "queries": shown.query_lines(one, today()),
        "state": shown.state_tag(one),
        "problem": problem,
        "own": scope.person_ref in submitters(one),
        "may_validate": one.state in ("submitted", "in query"),
        "may_ask": one.state in ("submitted", "in query", "validated"),
    }
    return render(request, "returns/validate.html", context)


@allow(Action.PREPARE_RETURN, Action.VALIDATE_RETURNS)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Give a return back for a change. It says what that ends before anything is done."""
    one = found_return(request, reference, Action.PREPARE_RETURN, Action.VALIDATE_RETURNS)
    if ReturnState.REOPENED not in RETURN_TRANSITIONS[ReturnState(one.state)]:
        messages.info(request, f"This return is {one.state}, so there is nothing to reopen.")
        return redirect("returns:return", one.reference)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reopen_return(one=one, reason=form.cleaned_data["reason"], by=person_at(request))
        except DeskError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The return is open again.")
            return redirect("returns:return", one.reference)
    signature = desk.valid_signature(one)
    context = {"form": form, "one": one, "whose": shown.whose(one), "signature": signature}
    return render(request, "returns/reopen.html", context)


@allow(Action.SEE_RETURNS)
@require_safe
def versions(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Every version, and what two of them say differently."""
    one = found_return(request, reference)
    held = {version.number: version for version in reading.versions(one)}
    earlier, later = _chosen(request, held)
    changes = shown.changes_of(desk.between(earlier, later), reading.form_for(one.round)) if earlier and later else []
    context = {
        "one": one,
        "whose": shown.whose(one),
        "lines": shown.version_lines(one),
        "earlier": earlier,
        "later": later,
        "changes": changes,
        "steps": shown.step_lines(list(desk.steps(one))),
    }
    return render(request, "returns/versions.html", context)


def _chosen(request: HttpRequest, held: dict[int, Version]) -> tuple[Version | None, Version | None]:
    """The two versions asked for; the first submitted and the latest where none are named."""
    if len(held) < 2:
        return None, None
    earlier = held.get(_number(request.GET.get("from")), held[min(held)])
    later = held.get(_number(request.GET.get("to")), held[max(held)])
    return (earlier, later) if earlier.number <= later.number else (later, earlier)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else 0


def found_return(request: HttpRequest, reference: UUID, *actions: Action) -> Return:
    """The return of an address. One outside the viewer's scope, or at which none of these may be done, is not there."""
    scope = scope_of(request)
    one = reading.get_return(scope, reference)
    if one is None or (actions and not any(scope.may(action, one.council.code) for action in actions)):
        raise Http404
    return one


def person_at(request: HttpRequest) -> Person:
    """Whoever is signed in."""
    assert isinstance(request.user, Person)
    return request.user


def scope_of(request: HttpRequest) -> Scope:
    """The viewer's scope."""
    scope = getattr(request, "scope", None)
    assert isinstance(scope, Scope)
    return scope
