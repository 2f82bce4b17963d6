"""The panel and the decision: an interest, scores, the ranking, and what is decided."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.offer.errors import CallError
from riia.alliance.offer.forms.applications import DecisionForm, InterestForm, ScoreForm
from riia.alliance.offer.models import Application, DecisionKind, PanelMember
from riia.alliance.offer.permissions import belongs_to, may_decide
from riia.alliance.offer.presenters import applications as shown
from riia.alliance.offer.presenters import judging as judged
from riia.alliance.offer.queries import panels, reading
from riia.alliance.offer.services import deciding
from riia.alliance.offer.services import panel as services
from riia.alliance.offer.services.deciding import Ruling
from riia.alliance.offer.states import UNDECIDED, ApplicationState, CallState
from riia.alliance.offer.views.at import found_application, found_call, person_at, posted, say, scope_of

_METHODS = ["GET", "HEAD", "POST"]


@allow(Action.SEE_CALLS, Action.SCORE_APPLICATIONS)
@require_http_methods(_METHODS)
def interest(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Declare whether one has an interest in an application, before reading it."""
    one, member = _to_judge(request, reference)
    held = reading.interest_of(member, one)
    initial = {"conflict": "yes" if held.conflict else "no", "words": held.words} if held else {}
    form = InterestForm(posted(request), initial=initial)
    if form.is_valid():
        conflict = form.cleaned_data["conflict"] == "yes"
        try:
            services.declare(one=one, conflict=conflict, words=form.cleaned_data["words"] if conflict else "",
                             by=person_at(request))  # fmt: skip
        except CallError as error:
            say(form, error)
        else:
            if conflict:
                messages.success(request, "Your interest is noted. Others score this application.")
                return redirect("offer:call", one.call.reference)
            return redirect("offer:score", one.reference)
    return render(request, "offer/interest.html", {"one": one, "form": form, "whose": shown.whose(one)})


@allow(Action.SEE_CALLS, Action.SCORE_APPLICATIONS)
@require_http_methods(_METHODS)
def score(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Score an application beside what it says. Saved as far as it goes, or handed in whole."""
    one, member = _to_judge(request, reference)
    held = reading.interest_of(member, one)
    if held is None or held.conflict:
        return redirect("offer:interest", one.reference)
    version = reading.latest(one)
    if version is None:
        raise Http404
    sheet = judged.sheet_of(member, one)
    if one.state != ApplicationState.SUBMITTED or sheet.handed_in:
        return render(request, "offer/scored.html", {"one": one, "sheet": sheet, "whose": shown.whose(one)})
    form = ScoreForm(list(one.call.criteria.all()), posted(request), initial=sheet.initial)
    if form.is_valid():
        submit = "submit" in request.POST
        try:
            services.save_scores(one=one, version=_number(request, "version"), scores=form.given(), submit=submit,
                                 by=person_at(request))  # fmt: skip
        except CallError as error:
            say(form, error)
        else:
            messages.success(request, "Your scores are handed in." if submit else "Your scores are saved.")
            return redirect("offer:call" if submit else "offer:score",
                            one.call.reference if submit else one.reference)  # fmt: skip
    context = {"one": one, "form": form, "version": version, "whose": shown.whose(one), "sheet": sheet,
               "said": shown.part_lines(version.content), "criteria": form.criteria}  # fmt: skip
    return render(request, "offer/score.html", context)


@allow(Action.SEE_CALLS, Action.SCORE_APPLICATIONS)
@require_safe
def ranking(request: HttpRequest, reference: UUID) -> HttpResponse:
    """How applications stand by points, with their spread and who has not scored."""
    one = found_call(request, reference)
    scope = scope_of(request)
    regional = scope.may(Action.SEE_CALLS, one.alliance.region.code)
    if one.closed_at is None or (not regional and reading.member_for(scope, one) is None):
        raise Http404
    return render(request, "offer/ranking.html", {"page": judged.ranking_page(scope, one)})


@allow(Action.DECIDE_APPLICATIONS, Action.RUN_CALLS)
@require_http_methods(_METHODS)
def decide(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Decide about an application, or record what a meeting decided."""
    one, scope = found_application(request, reference), scope_of(request)
    region, version = one.call.alliance.region.code, reading.latest(one)
    if version is None or not may_decide(scope, region, one.council.code):
        raise Http404
    if ApplicationState(one.state) not in UNDECIDED or one.call.state != CallState.WITH_PANEL:
        messages.warning(request, "Nothing is decided about this application now.")
        return redirect("offer:application", one.reference)
    form = DecisionForm(posted(request), needs_minute=not scope.may(Action.DECIDE_APPLICATIONS, region))
    if form.is_valid():
        try:
            done = _decide(form, one, _number(request, "version"), person_at(request))
        except CallError as error:
            say(form, error)
        else:
            messages.success(request, done)
            return redirect("offer:application", one.reference)
    row = next((each for each in panels.ranking(scope, one.call) if each.one.pk == one.pk), None)
    context = {"one": one, "form": form, "version": version, "whose": shown.whose(one),
               "money": judged.money_of(one.call), "line": judged.row_line(row, one.call) if row else None}  # fmt: skip
    return render(request, "offer/decide.html", context)


def _decide(form: DecisionForm, one: Application, version: int, by: Person) -> str:
    given = form.cleaned_data
    ruling = Ruling(given["reason"], version, given["minute"])
    if given["decision"] == DecisionKind.AWARD:
        deciding.award(one=one, amount_pence=given["amount"], ruling=ruling, conditions=given["conditions"], by=by)
        return "The award is recorded, and the council is written to."
    if given["decision"] == DecisionKind.MORE:
        deciding.ask_for_more(one=one, ruling=ruling, answer_by=given["answer_by"], by=by)
        return "The council is asked for more."
    deciding.decline(one=one, ruling=ruling, by=by)
    return "The application is declined, and the council is written to."


def _to_judge(request: HttpRequest, reference: UUID) -> tuple[Application, PanelMember]:
    """An application the viewer is on the panel for, and not from its council."""
    one, scope = found_application(request, reference), scope_of(request)
    member = reading.member_for(scope, one.call)
    if member is None or belongs_to(scope, one.council.code) or reading.latest(one) is None:
        raise Http404
    if ApplicationState(one.state) in reading.NOT_SHOWN or one.call.state != CallState.WITH_PANEL:
        raise Http404
    return one, member


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
