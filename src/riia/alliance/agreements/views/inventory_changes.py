"""Keeping the inventory: what a council holds, sources, observations and obstacles."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.agreements.forms.inventory import HoldingsForm, ObservationForm, ObstacleForm, SourceForm, WhyForm
from riia.alliance.agreements.models import DataSource
from riia.alliance.agreements.permissions_inventory import may_answer_for, may_keep_inventory
from riia.alliance.agreements.queries import inventory as queries
from riia.alliance.agreements.register_errors import RegisterChangeError
from riia.alliance.agreements.services import inventory as services
from riia.alliance.agreements.views.inventory import source_seen
from riia.alliance.agreements.views.register import inventory_of, scope_of
from riia.alliance.agreements.views.register_asking import Asking, ask
from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Link
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance

both = require_http_methods(["GET", "HEAD", "POST"])


def kept(request: HttpRequest, alliance: Alliance) -> Alliance:
    """An alliance whose inventory the viewer keeps; whoever only reads it is told who does."""
    if not may_keep_inventory(scope_of(request), alliance):
        raise PermissionDenied(f"The inventory of {alliance.short_name} is kept by its own data team.")
    return alliance


def back_to_source(source: DataSource) -> Link:
    return Link(source.title, reverse("agreements:source", args=[source.reference]))


def back_to(name: str, alliance: Alliance, text: str) -> Link:
    return Link(text, reverse(f"agreements:{name}", args=[alliance.region.code]))


@allow(Action.KEEP_INVENTORY)
@both
def holdings(request: HttpRequest, code: str) -> HttpResponse:
    """What one council holds: every source on one page, three answers each."""
    scope = scope_of(request)
    council = places.councils().filter(code=code).first()
    alliance = places.alliance_of(council) if council else None
    if council is None or alliance is None or not may_answer_for(scope, council):
        raise Http404("There is no such council, or what it holds is not for you to say.")
    sources = list(queries.sources(scope, alliance))
    stands = queries.answers_of(sources, council)
    form = HoldingsForm(request.POST if request.method == "POST" else None, sources=sources, stands=stands)
    if form.is_valid():
        assert isinstance(request.user, Person)
        try:
            count = services.answer_for(alliance=alliance, council=council, answers=form.answers(), by=request.user)
        except RegisterChangeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{plural(count, 'answer')} saved." if count else "Nothing was changed.")
            return redirect("agreements:inventory", alliance.region.code)
    left = len(sources) - len(stands)
    context = {
        "form": form,
        "alliance": alliance,
        "council": council,
        "left": left,
        "topics": list(form.by_topic()),
    }
    return render(request, "agreements/inventory_holdings.html", context)


@allow(Action.KEEP_INVENTORY)
@both
def enter_source(request: HttpRequest, region: str) -> HttpResponse:
    """Enter a source of data."""
    alliance = kept(request, inventory_of(request, region))
    form = SourceForm(request.POST or None, items=queries.register_items(alliance, timezone.localdate()))

    def act(typed: dict[str, Any], by: Person) -> str:
        source = services.enter_source(alliance=alliance, text=form.text(), by=by)
        return back_to_source(source).href

    asking = Asking(
        heading="Enter a source of data",
        caption=f"Data inventory, {alliance.short_name}",
        button="Enter the source",
        back=back_to("inventory", alliance, "Data inventory"),
        done="The source is in the inventory. Each council is asked whether it has it.",
        intro=("What data there are, at a council or a partner. No data are entered here.",),
    )
    return ask(request, asking, form, act)


@allow(Action.KEEP_INVENTORY)
@both
def change_source(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Say anew what a source is."""
    source = source_seen(request, reference)
    alliance = kept(request, source.alliance)
    items = queries.register_items(alliance, timezone.localdate())
    form = SourceForm(request.POST or None, items=items, source=source)

    def act(typed: dict[str, Any], by: Person) -> None:
        services.change_source(source=source, text=form.text(), by=by)

    asking = Asking(
        heading="Change this source",
        caption=source.title,
        button="Save",
        back=back_to_source(source),
        done="The source is changed.",
    )
    return ask(request, asking, form, act)


@allow(Action.KEEP_INVENTORY)
@both
def end_source(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """A source exists no more."""
    source = source_seen(request, reference)
    kept(request, source.alliance)

    def act(typed: dict[str, Any], by: Person) -> str:
        services.end_source(source=source, reason=typed["reason"], by=by)
        return back_to("inventory", source.alliance, "").href

    asking = Asking(
        heading="Has this source ended?",
        caption=source.title,
        button="End the source",
        back=back_to_source(source),
        done="The source has ended. What was said of it stays on record.",
        intro=("Nobody is asked about it any more, and it leaves the matrix.",),
    )
    return ask(request, asking, WhyForm(request.POST or None), act)


@allow(Action.KEEP_INVENTORY)
@both
def observe(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Note a gap, insight, inconsistency, barrier or enabler."""
    source, scope = source_seen(request, reference), scope_of(request)
    councils = queries.own_councils(scope, source.alliance)
    region = may_keep_inventory(scope, source.alliance)
    if not councils and not region:
        raise PermissionDenied("What councils notice is noted by their own performance leads and by the region.")
    first = {"observed_on": timezone.localdate()}
    form = ObservationForm(request.POST or None, councils=councils, region=region, initial=first)

    def act(typed: dict[str, Any], by: Person) -> None:
        services.observe(source=source, **form.given(), by=by)

    asking = Asking(
        heading="Note what you noticed",
        caption=source.title,
        button="Save the note",
        back=back_to_source(source),
        done="Your note is saved. It stands in the regional summary.",
    )
    return ask(request, asking, form, act)


@allow(Action.KEEP_INVENTORY)
@both
def withdraw_observation(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """An observation does not hold any more."""
    observation = queries.observation_seen(scope_of(request), reference)
    if observation is None:
        raise Http404("There is no such note, or it is not for you to read.")
    council, scope = observation.council, scope_of(request)
    if not (may_answer_for(scope, council) if council else may_keep_inventory(scope, observation.source.alliance)):
        raise PermissionDenied("A note is withdrawn by the council it is about or by the region.")

    def act(typed: dict[str, Any], by: Person) -> None:
        services.withdraw_observation(observation=observation, reason=typed["reason"], by=by)

    asking = Asking(
        heading="Withdraw this note?",
        caption=str(observation),
        button="Withdraw",
        back=back_to_source(observation.source),
        done="The note is withdrawn. It stays on record.",
        intro=(observation.text,),
    )
    return ask(request, asking, WhyForm(request.POST or None), act)


@allow(Action.KEEP_INVENTORY)
@both
def note_obstacle(request: HttpRequest, region: str) -> HttpResponse:
    """Note an obstacle that persists."""
    alliance = kept(request, inventory_of(request, region))
    form = ObstacleForm(request.POST or None)

    def act(typed: dict[str, Any], by: Person) -> None:
        services.note_obstacle(alliance=alliance, text=form.text(), noted_on=timezone.localdate(), by=by)

    asking = Asking(
        heading="Note an obstacle that persists",
        caption=f"Regional summary, {alliance.short_name}",
        button="Save the obstacle",
        back=back_to("inventory_summary", alliance, "Obstacles and summary"),
        done="The obstacle is noted.",
    )
    return ask(request, asking, form, act)


@allow(Action.KEEP_INVENTORY)
@both
def change_obstacle(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Say anew what an obstacle is and how it stands."""
    obstacle = queries.obstacle_seen(scope_of(request), reference)
    if obstacle is None:
        raise Http404("There is no such obstacle, or it is not for you to read.")
    kept(request, obstacle.alliance)
    form = ObstacleForm(request.POST or None, obstacle=obstacle)

    def act(typed: dict[str, Any], by: Person) -> None:
        services.change_obstacle(obstacle=obstacle, text=form.text(), by=by)

    asking = Asking(
        heading="How does this obstacle stand?",
        caption=obstacle.title,
        button="Save",
        back=back_to("inventory_summary", obstacle.alliance, "Obstacles and summary"),
        done="The obstacle is changed.",
    )
    return ask(request, asking, form, act)
