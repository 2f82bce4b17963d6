"""Asking for data, checking, deciding, withdrawing; sharing further; instructions; and the notice."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import SIGNED_IN, allow
from riia.alliance.access.models import Person
from riia.alliance.agreements import notice as texts
from riia.alliance.agreements.audiences import Audience, Privacy
from riia.alliance.agreements.first_access import safe_next
from riia.alliance.agreements.forms import register_requests as forms
from riia.alliance.agreements.models import Dataset, ItemRequest, OnwardRequest, RegisterItem
from riia.alliance.agreements.permissions import check_may_keep
from riia.alliance.agreements.presenters.register_requests import onward_line, titles
from riia.alliance.agreements.queries import register as queries
from riia.alliance.agreements.services import instructions as partners
from riia.alliance.agreements.services import requests as services
from riia.alliance.agreements.services.register_lines import ItemText
from riia.alliance.agreements.states_register import ONWARD_MOVES, OnwardState, RequestState
from riia.alliance.agreements.views.register import (
    alliance_seen,
    instruction_found,
    item_seen,
    onward_found,
    request_seen,
    scope_of,
)
from riia.alliance.agreements.views.register_asking import Asking, ask
from riia.alliance.kit.pieces import Link
from riia.alliance.places.models import Alliance


def _open_datasets(alliance: Alliance) -> list[Dataset]:
    """Datasets of the registers that hold today: the ones people can ask something of."""
    today = timezone.localdate()
    found = Dataset.objects.filter(version__agreement__alliance=alliance).select_related("version__agreement")
    return [each for each in found if queries.standing_of_register(each.version, today).in_force]


def _page_of(request: ItemRequest) -> str:
    return reverse("agreements:request", args=[request.reference])


def _check_may_ask(request: HttpRequest, alliance: Alliance) -> None:
    if not queries.may_at(scope_of(request), Action.REQUEST_ITEM, alliance):
        raise PermissionDenied("New data are asked for by the councils of the alliance, its data team or DfE.")


@allow(Action.REQUEST_ITEM)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_item(request: HttpRequest, region: str) -> HttpResponse:
    """Ask for a new item."""
    alliance = alliance_seen(request, region)
    _check_may_ask(request, alliance)
    datasets = _open_datasets(alliance)

    def act(typed: dict[str, Any], by: Person) -> str:
        dataset = next(each for each in datasets if str(each.pk) == typed["dataset"])
        privacy = Privacy(typed["privacy"])
        names = ("title", "definition", "numerator", "denominator", "unit", "frequency")
        text = ItemText(
            privacy=privacy,
            collector="each council",
            aggregation="single record" if privacy.of_records else "council",
            audiences=frozenset({Audience.PARTNERS}),
            source="A request of the alliance",
            **{name: typed[name] for name in names},
        )
        wish = services.Wish(typed["purpose"], typed["partners"], privacy)
        return _page_of(services.ask_for_items(dataset=dataset, wish=wish, items=[text], by=by))

    asking = Asking(
        heading="Which data do you need?",
        caption=f"{alliance.short_name}: ask for a new item",
        button="Ask for it",
        back=Link("Requests for new data", reverse("agreements:requests", args=[region])),
        done="Asked. See below what the register has already that resembles it.",
        intro=(
            "The data team checks whether it is already covered. Then the directors’ group decides. "
            "Nothing is collected before that.",
        ),
    )
    return ask(request, asking, forms.AskForm(request.POST or None, datasets=datasets), act)


@allow(Action.REQUEST_ITEM)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_to_share(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Ask to share an item with further partners."""
    item = item_seen(request, reference)
    _check_may_ask(request, item.dataset.version.agreement.alliance)
    line = queries.lines_on(timezone.localdate(), pk=item.pk).get(item.pk)
    title = line.title if line else item.key

    def act(typed: dict[str, Any], by: Person) -> str:
        level = Privacy(line.privacy if line else item.dataset.privacy)
        wish = services.Wish(typed["purpose"], typed["partners"], level)
        audience = Audience(typed["audience"])
        made = services.ask_to_share(dataset=item.dataset, wish=wish, items=[item], audience=audience, by=by)
        return _page_of(made)

    asking = Asking(
        heading="With whom should it be shared?",
        caption=f"{title}, {item.dataset}",
        button="Ask the directors",
        back=Link(title, reverse("agreements:register_item", args=[item.reference])),
        done="Asked. Until the directors’ group agrees, nothing changes.",
    )
    return ask(request, asking, forms.ShareForm(request.POST or None), act)


@allow(Action.CHECK_ITEM)
@require_http_methods(["GET", "HEAD", "POST"])
def check_request(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Step 1: the analyst's answer."""
    found = request_seen(request, reference)
    if refused := _no_step(request, found, RequestState.ASKED):
        return refused
    alliance = found.dataset.version.agreement.alliance
    similar = {like.item.key: like for _, likes in queries.similar_to(found) for like in likes}

    def act(typed: dict[str, Any], by: Person) -> None:
        covering = None
        if typed["covered"] != "no":
            in_alliance = RegisterItem.objects.filter(dataset__version__agreement__alliance=alliance)
            covering = in_alliance.filter(key=typed["covered"]).exclude(wanted_by__request=found).last()
        services.check(request=found, answer=typed["answer"], covered_by=covering, by=by)

    hints = {key: f"Why: {like.why}." for key, like in similar.items()}
    asking = Asking(
        heading="Is it already covered?",
        caption=_about(found),
        button="Record the check",
        back=Link("The request", _page_of(found)),
        done="The check is recorded.",
        intro=() if similar else ("Nothing in the register resembles it.",),
        fields={"covered": {"hints": hints}},
    )
    form = forms.CheckForm(request.POST or None, candidates=[like.item for like in similar.values()])
    return ask(request, asking, form, act)


@allow(Action.DECIDE_ITEM)
@require_http_methods(["GET", "HEAD", "POST"])
def decide_request(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Steps 2 and 3: the directors' decision, and the register with it."""
    found = request_seen(request, reference)
    if refused := _no_step(request, found, RequestState.CHECKED):
        return refused

    def act(typed: dict[str, Any], by: Person) -> None:
        active_from = typed["active_from"] if typed["agreed"] == "yes" else None
        decided = services.Decision(typed["minute"], typed["decided_on"], typed["words"], active_from)
        services.decide(request=found, decided=decided, by=by)

    asking = Asking(
        heading="What did the directors decide?",
        caption=_about(found),
        button="Record the decision",
        back=Link("The request", _page_of(found)),
        done="The decision is recorded, and the register with it.",
        intro=(f"The check of {found.checker_label}: {found.check_answer}",),
    )
    return ask(request, asking, forms.DecideRequestForm(request.POST or None), act)


@allow(Action.REQUEST_ITEM)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_request(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Take one's own request back."""
    found = request_seen(request, reference)
    asking = Asking(
        heading="Withdraw this request?",
        caption=_about(found),
        button="Withdraw it",
        back=Link("The request", _page_of(found)),
        done="Withdrawn.",
    )

    def act(typed: dict[str, Any], by: Person) -> None:
        services.withdraw(request=found, reason=typed["reason"], by=by)

    return ask(request, asking, forms.ReasonForm(request.POST or None), act)


def _no_step(request: HttpRequest, found: ItemRequest, state: RequestState) -> HttpResponse | None:
    """Back to the request, with words, where this step is not the next one or not the viewer's."""
    if found.state == state and queries.may_take_next_step(scope_of(request), found):
        return None
    messages.info(request, "This step cannot be taken now, or not by you. Nobody checks or decides their own request.")
    return redirect(_page_of(found))


def _about(found: ItemRequest) -> str:
    lines = queries.lines_on(timezone.localdate(), wanted_by__request=found)
    return f"{titles(found, lines)}, {found.dataset}"


@allow(Action.REQUEST_ITEM)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_onward(request: HttpRequest, region: str) -> HttpResponse:
    """Record a request to share further."""
    alliance = alliance_seen(request, region)
    _check_may_ask(request, alliance)
    datasets = _open_datasets(alliance)
    days = queries.notice_days(alliance)

    def act(typed: dict[str, Any], by: Person) -> str:
        dataset = next(each for each in datasets if str(each.pk) == typed.pop("dataset"))
        asked = partners.Onward(**{**typed, "audience": Audience(typed["audience"])})
        made = partners.ask_onward(dataset=dataset, asked=asked, by=by)
        return reverse("agreements:onward_one", args=[made.reference])

    asking = Asking(
        heading="Who asks to share what further?",
        caption=f"{alliance.short_name}: onward sharing",
        button="Record the request",
        back=Link("Onward sharing", reverse("agreements:onward", args=[region])),
        done="Recorded. The region has its notice to consider it.",
        intro=(f"The region has {days} working days from the day it was told to consider and respond.",),
    )
    return ask(request, asking, forms.OnwardForm(request.POST or None, datasets=datasets), act)


@allow(Action.SEE_AGREEMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def onward_one(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One request to share further, and the region's response for whoever records it."""
    one, today = onward_found(request, reference), timezone.localdate()
    region = one.dataset.version.agreement.alliance.region.code
    may = scope_of(request).may(Action.DECIDE_ITEM, region) and one.state == OnwardState.ASKED
    if request.method == "POST" and not may:
        raise PermissionDenied("The region’s response is recorded by its chair or lead director, or its coordinator.")
    form = forms.RespondForm(request.POST or None) if may else None
    back = Link("Onward sharing", reverse("agreements:onward", args=[region]))
    context = {"line": onward_line(one, today), "one": one, "back": back, "form": form,
               "may_withdraw": _may_withdraw(request, one)}  # fmt: skip
    if form is None or request.method != "POST" or not form.is_valid():
        return render(request, "agreements/register_onward_one.html", context)
    asking = Asking("", "", "", back, "The response is recorded.")

    def act(typed: dict[str, Any], by: Person) -> None:
        agreed = typed["agreed"] == "yes"
        partners.respond_onward(request=one, agreed=agreed, response=typed["response"], minute=typed["minute"], by=by)

    answer = ask(request, asking, form, act)
    return answer if answer.status_code == 302 else render(request, "agreements/register_onward_one.html", context)


@allow(Action.SEE_AGREEMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_onward(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Take a request to share further, or a permission that was given, back."""
    one = onward_found(request, reference)
    page = reverse("agreements:onward_one", args=[one.reference])
    if not _may_withdraw(request, one):
        messages.info(request, "It is withdrawn by who recorded it, or by the region’s directors or coordinator.")
        return redirect(page)
    given = one.state == OnwardState.AGREED

    def act(typed: dict[str, Any], by: Person) -> None:
        partners.withdraw_onward(request=one, reason=typed["reason"], by=by)

    asking = Asking(
        heading="Withdraw the permission?" if given else "Withdraw this request?",
        caption=str(one),
        button="Withdraw it",
        back=Link("The request", page),
        done="Withdrawn. It stays on record.",
        intro=("From now on nothing may be sent under it. What was sent before stays sent." if given else "",),
    )
    return ask(request, asking, forms.ReasonForm(request.POST or None), act)


def _may_withdraw(request: HttpRequest, one: OnwardRequest) -> bool:
    """Whoever recorded it, and whoever decides for the region, as long as there is something to take back."""
    region = one.dataset.version.agreement.alliance.region.code
    own = one.recorder_id is not None and one.recorder_id == request.user.pk
    return bool(ONWARD_MOVES[OnwardState(one.state)]) and (own or scope_of(request).may(Action.DECIDE_ITEM, region))


@allow(Action.KEEP_AGREEMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def give_instruction(request: HttpRequest, region: str) -> HttpResponse:
    """Record a written instruction of the partners."""
    alliance = alliance_seen(request, region)
    check_may_keep(scope_of(request), alliance)
    datasets = _open_datasets(alliance)

    def act(typed: dict[str, Any], by: Person) -> None:
        chosen = [each for each in datasets if each.key in typed["datasets"]]
        partners.give_instruction(version=chosen[0].version, given=partners.Instructed(**typed), by=by)

    asking = Asking(
        heading="What do the partners instruct?",
        caption=f"{alliance.short_name}: written instructions",
        button="Record the instruction",
        back=Link("Instructions", reverse("agreements:instructions", args=[region])),
        done="Recorded.",
        intro=("The processor works on written instructions only. Every job names one.",),
    )
    return ask(request, asking, forms.InstructionForm(request.POST or None, datasets=datasets), act)


@allow(Action.KEEP_AGREEMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def end_instruction(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Let an instruction end."""
    one = instruction_found(request, reference)
    alliance = one.version.agreement.alliance
    check_may_keep(scope_of(request), alliance)

    def act(typed: dict[str, Any], by: Person) -> None:
        partners.end_instruction(instruction=one, by=by, **typed)

    asking = Asking(
        heading="When does this instruction end?",
        caption=f"{one}: {one.text}",
        button="End it",
        back=Link("Instructions", reverse("agreements:instructions", args=[alliance.region.code])),
        done="Recorded.",
    )
    return ask(request, asking, forms.EndForm(request.POST or None), act)


@allow(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest) -> HttpResponse:
    """The notice against re-identification, accepted once for each edition and person."""
    assert isinstance(request.user, Person)
    wanted = safe_next(request, request.POST.get("next") or request.GET.get("next"), "")
    accepted = queries.notice_accepted(request.user)
    form = None if accepted else forms.NoticeForm(request.POST or None)
    if form is not None and request.method == "POST" and form.is_valid():
        partners.accept_notice(person=request.user)
        messages.success(request, "Thank you. Your acceptance is recorded.")
        return redirect(wanted or "pages:home")
    context = {"title": texts.TITLE, "paragraphs": texts.PARAGRAPHS, "edition": texts.EDITION, "wanted": wanted}
    return render(request, "agreements/register_notice.html", context | {"form": form, "accepted": accepted})
