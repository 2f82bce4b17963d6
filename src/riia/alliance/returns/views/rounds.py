"""Where returns stand: the page for me, the board of a round, and chasing from it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import plural
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.forms.rounds import ChaseForm
from riia.alliance.returns.models import Round, Route
from riia.alliance.returns.permissions import KEEP_ENQUIRIES, may_keep_enquiries
from riia.alliance.returns.presenters import board as shown
from riia.alliance.returns.presenters import clocks as shown_clocks
from riia.alliance.returns.presenters import home as shown_home
from riia.alliance.returns.presenters import planning as shown_planning
from riia.alliance.returns.queries import board as queries
from riia.alliance.returns.queries import home as home_queries
from riia.alliance.returns.queries import reading
from riia.alliance.returns.services.chasing import Chased, prepare_chase
from riia.alliance.returns.services.chasing import chase as chase_councils
from riia.alliance.returns.services.letters import text_of
from riia.alliance.returns.states import RoundState
from riia.alliance.returns.timekeeping import today
from riia.alliance.returns.views.desk import person_at, scope_of


@allow(Action.SEE_RETURNS, Action.RECEIVE_PACKS)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where things stand for me: own returns first, then the region's rounds. The Department has its packs instead."""
    scope, day = scope_of(request), today()
    if not scope.may(Action.SEE_RETURNS):
        return redirect("returns:packs")
    own = [
        shown_home.own_line(
            one, stand, waiting, day,
            prepares=scope.may(Action.PREPARE_RETURN, one.council.code),
            signs=scope.may(Action.SIGN_RETURN, one.council.code),
        )
        for one, stand, waiting in home_queries.own_returns(scope, day)
    ]  # fmt: skip
    mine, others = shown_home.waiting_first(shown_home.told_apart(own))
    held = [shown_home.round_line(one, counts) for one, counts in home_queries.region_rounds(scope, day)]
    found = shown_home.told_apart(held)
    context = {
        "title": shown_home.title(own, found, day),
        "own": mine,
        "others": others,
        "rounds": found,
        "may_plan": scope.may(Action.RUN_ROUNDS),
        "sees_packs": scope.may(Action.SEND_PACKS) or scope.may(Action.RECEIVE_PACKS),
        "sees_enquiries": any(map(scope.may, KEEP_ENQUIRIES)),
        "sees_quality": bool(home_queries.quality_regions(scope)),
    }
    return render(request, "returns/home.html", context)


@allow(Action.SEE_RETURNS)
@require_safe
def board(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Every council of a round: state, clock, people, last contact, next step. A council's people see their return."""
    scope = scope_of(request)
    one = found_round(scope, reference)
    if not queries.may_see_board(scope, one):
        own = reading.round_returns(scope, one).first()
        if own is None:
            raise Http404
        return redirect("returns:return", own.reference)
    region = one.alliance.region.code
    may_run = scope.may(Action.RUN_ROUNDS, region)
    if one.state == RoundState.PLANNED:
        page = shown_planning.planned(one, today())
        return render(request, "returns/rounds_planned.html", {"one": one, "page": page, "may_run": may_run})
    found = queries.board(scope, one, today())
    choice = shown.Choice(request.GET.get("show", ""), request.GET.get("sort", ""))
    may_check = scope.may(Action.VALIDATE_RETURNS, region)
    context = {
        "one": one,
        "board": found,
        "title": shown.finding(found),
        "chips": shown.chips(found, choice),
        "rows": shown.rows(found, choice, may_run=may_run, may_check=may_check),
        "columns": shown.COLUMNS,
        "sort": choice.sort,
        "button": shown.chase_button(found) if may_run else None,
        "missing": shown.missing_people(found),
        "unsure": shown.unsure_words(found),
        "counts": found.counts,
        "kpis": shown_clocks.kpi_lines(scope, found),
        "clocks": shown_clocks.clock_lines(found),
        "facts": shown_planning.facts(one),
        "may_run": may_run,
        "sees_packs": scope.may(Action.SEND_PACKS, region) or scope.may(Action.RECEIVE_PACKS, region),
        "sees_enquiries": may_keep_enquiries(scope, region),
        "may_send": scope.may(Action.SEND_PACKS, region) and one.route == Route.VIA_REGION,
    }
    return render(request, "returns/board.html", context)


@allow(Action.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def chase(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Who gets which message, then send: the second of two clicks."""
    one = run_round(request, reference)
    councils = request.GET.getlist("council")
    form = ChaseForm(request.POST if request.method == "POST" else None)
    person = person_at(request)
    if form.is_valid():
        try:
            done = chase_councils(round_=one, words=form.cleaned_data["words"], councils=councils, by=person)
        except DeskError as error:
            form.add_error(None, str(error))
        else:
            _say(request, done)
            return redirect("returns:board", one.reference)
    words = form.data.get("words", "") if form.is_bound else ""
    found = prepare_chase(round_=one, words=words, councils=councils, by=person)
    context = {
        "one": one,
        "form": form,
        "chase": found,
        "texts": [(letter, text_of(letter)) for letter in found.letters],
        "title": shown.chase_title(found),
    }
    return render(request, "returns/rounds_chase.html", context)


def _say(request: HttpRequest, done: Chased) -> None:
    if done.sent:
        left = f" {plural(done.left_out, 'person', 'people')} had been written to today." if done.left_out else ""
        messages.success(request, f"{plural(len(done.sent), 'message')} sent.{left}")
    if done.failed:
        count = plural(len(done.failed), "message")
        messages.warning(request, f"The mail server did not take {count}. The next run of reminders tries again.")


def found_round(scope: Scope, reference: UUID) -> Round:
    """The round of an address. One outside the viewer's scope is not there."""
    one = reading.get_round(scope, reference)
    if one is None:
        raise Http404
    return one


def run_round(request: HttpRequest, reference: UUID) -> Round:
    """The round of an address, if the viewer runs rounds in its region; else it is not there."""
    scope = scope_of(request)
    one = found_round(scope, reference)
    if not scope.may(Action.RUN_ROUNDS, one.alliance.region.code):
        raise Http404
    return one
