"""Planning a round, opening it, moving its days, closing, opening again, cancelling."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.policies import PolicyError
from riia.alliance.kit.filters import plural
from riia.alliance.places.models import Alliance
from riia.alliance.returns import round_days
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.forms.rounds import DaysForm, MoveForm, PlanForm, ReasonForm
from riia.alliance.returns.models import Round, Route
from riia.alliance.returns.presenters import planning as shown
from riia.alliance.returns.queries import rhythms
from riia.alliance.returns.queries.grounds import grounds_for
from riia.alliance.returns.queries.home import alliances_run
from riia.alliance.returns.queries.outstanding import outstanding
from riia.alliance.returns.queries.reading import form_for
from riia.alliance.returns.services import rounds as services
from riia.alliance.returns.services.reminders import send_reminders
from riia.alliance.returns.states import RoundState
from riia.alliance.returns.timekeeping import today
from riia.alliance.returns.views.desk import person_at, scope_of
from riia.alliance.returns.views.rounds import run_round
from riia.indicators.model import Period, PeriodError


@allow(Action.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_round(request: HttpRequest) -> HttpResponse:
    """Plan a round: first the period, then its days. The address holds what was chosen so far."""
    mine = alliances_run(scope_of(request))
    alliance = next((one for one in mine if one.region.code == request.GET.get("region")), mine[0] if mine else None)
    if alliance is None:
        return render(request, "returns/rounds_none.html", status=404)
    route = Route(request.GET["route"]) if request.GET.get("route") in Route.values else Route.VIA_REGION
    settled = rhythms.settled(alliance)
    period = _period(request.GET.get("period", ""))
    if period is None or period.kind not in settled.open_to(route):
        context = {
            "alliance": alliance,
            "alliances": mine,
            "route": route,
            "routes": list(Route),
            "waiting": shown.settle_links(settled.waiting) if route is Route.VIA_REGION else [],
            "choices": shown.period_choices(alliance, route, settled.open_to(route), today()),
        }
        return render(request, "returns/rounds_new.html", context)
    return _plan(request, alliance, route, period)


def _plan(request: HttpRequest, alliance: Alliance, route: Route, period: Period) -> HttpResponse:
    try:
        sets = round_days.forms_on(period.end)
    except DeskError as error:
        messages.error(request, str(error))
        return redirect("returns:new_round")
    posted = request.POST if request.method == "POST" else None
    form = PlanForm(posted, period=period, sets=sets, initial=shown.initial(period) | shown.last_set(alliance, sets))
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            made = services.plan_round(
                alliance=alliance, form=chosen["form"], period=period, route=route, note=chosen["note"],
                by=person_at(request), **asdict(form.days()),
            )  # fmt: skip
        except DeskError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The round is planned. Councils are asked once you open it.")
            return redirect("returns:board", made.reference)
    context = {
        "form": form,
        "alliance": alliance,
        "route": route,
        "period": period,
        "hints": shown.hints(period),
        "set_hints": shown.set_hints(sets),
        "bare": shown.without_terms(alliance, period, today()),
        "grounds": grounds_for(alliance, sets[-1], "dataset-1", today(), period.end),
    }
    return render(request, "returns/rounds_plan.html", context)


@allow(Action.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Open a planned round and write to those who prepare returns. What it does stands on the page before."""
    one = run_round(request, reference)
    if request.method == "POST":
        try:
            services.open_round(round_=one, by=person_at(request))
        except PolicyError as error:
            messages.error(request, str(error))
        else:
            ran = send_reminders(round_=one, by=person_at(request))
            asked = plural(one.returns.count(), "council")
            messages.success(request, f"The round is open for {asked}. {_mailed(ran.sent)}")
            if ran.failed:
                said = f"The mail server did not take {plural(ran.failed, 'message')}. The next run tries again."
                messages.warning(request, said)
    return redirect("returns:board", one.reference)


def _mailed(sent: int) -> str:
    if not sent:
        return "E-mails go on the next working day."
    return f"{plural(sent, 'e-mail')} {'has' if sent == 1 else 'have'} gone."


@allow(Action.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def move_days(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Other days for every council of the round."""
    one = run_round(request, reference)
    now = {name: getattr(one, name) for name in ("opens_on", "due_on", "desk_until", "dfe_due_on")}
    form = MoveForm(request.POST if request.method == "POST" else None, period=one.as_period, initial=now)
    done = _tried(request, form, one, lambda: services.move_days(
        round_=one, reason=form.cleaned_data["reason"], by=person_at(request), **asdict(form.days()),
    ), "The days are moved. Deadlines and reminders go by them.")  # fmt: skip
    context = {"form": form, "one": one, "is_open": one.state == RoundState.OPEN}
    return done or render(request, "returns/rounds_days.html", context)


@allow(Action.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def close_round(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Close a round."""
    one = run_round(request, reference)
    missing = [each.council.label for each in outstanding(one)]
    text = "Nobody is reminded any more. It can be opened again."
    close = services.close_round
    return _step(request, one, close, "Close this round?", "Close the round", text, missing, required=bool(missing))


@allow(Action.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen_round(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Open a closed round again."""
    one = run_round(request, reference)
    text = "It opens as it was, with the same councils and the same days. Reminders go again to those outstanding."
    return _step(request, one, services.reopen_round, "Open this round again?", "Open it again", text)


@allow(Action.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_register(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take out of a round what the data register does not allow any more."""
    one = run_round(request, reference)
    allowed = grounds_for(one.alliance, one.form, one.dataset, today(), one.period_end).items
    gone = [
        item.indicator.title for item in form_for(one).items if not item.part_of and item.register_key not in allowed
    ]
    if not gone and request.method != "POST":
        text = "The register allows all that this round asks, so there is nothing to take out."
        context = {"one": one, "heading": "Follow the register", "text": text, "form": None, "missing": []}
        return render(request, "returns/rounds_step.html", context)
    said = f"Not allowed any more: {', '.join(gone)}." if gone else "The register allows all that this round asks."
    text = (
        f"{said} What it does not allow is taken out for every council. What councils said of it stays in their "
        "versions, and is not shown, signed or sent. Nothing is put in."
    )
    return _step(request, one, services.follow_register, "Follow the register?", "Take them out", text)


@allow(Action.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_round(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Cancel a round."""
    one = run_round(request, reference)
    text = "Councils no longer return it; what they entered stays to be read. It cannot be opened again."
    return _step(request, one, services.cancel_round, "Cancel this round?", "Cancel the round", text)


def _step(
    request: HttpRequest, one: Round, service: Callable[..., Round], heading: str, button: str, text: str,
    missing: list[str] | None = None, *, required: bool = True,
) -> HttpResponse:  # fmt: skip
    """One question about a round, with its reason; what may not happen is said on the form."""
    form = ReasonForm(request.POST if request.method == "POST" else None, required=required)
    done = _tried(request, form, one, lambda: service(
        round_=one, reason=form.cleaned_data["reason"], by=person_at(request),
    ), "Done.")  # fmt: skip
    context = {"form": form, "one": one, "heading": heading, "button": button, "text": text, "missing": missing or []}
    return done or render(request, "returns/rounds_step.html", context)


def _tried(
    request: HttpRequest, form: DaysForm | ReasonForm, one: Round, act: Callable[[], Any], said: str
) -> HttpResponse | None:
    """Act if the form is valid; the way back to the board when that went well, None when the page is shown."""
    if not form.is_valid():
        return None
    try:
        act()
    except PolicyError as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, said)
    return redirect("returns:board", one.reference)


def _period(code: str) -> Period | None:
    try:
        return Period.parse(code) if code else None
    except PeriodError:
        return None
