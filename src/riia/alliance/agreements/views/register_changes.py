"""Changing the register: deciding on an item, marking it, settling a dataset, recording DfE's release and guidance."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.agreements.forms import register as forms
from riia.alliance.agreements.models import Dataset, SharingRules
from riia.alliance.agreements.permissions import check_may_keep
from riia.alliance.agreements.queries import register as queries
from riia.alliance.agreements.services import register as services
from riia.alliance.agreements.services.register import Decided, GuidanceText
from riia.alliance.agreements.states_register import ItemStatus
from riia.alliance.agreements.views.register import alliance_seen, dataset_seen, item_seen, scope_of
from riia.alliance.agreements.views.register_asking import Asking, ask
from riia.alliance.kit.pieces import Link
from riia.indicators.calendar import Frequency


def back_to(dataset: Dataset) -> Link:
    """Back to the page of a dataset."""
    return Link(str(dataset), reverse("agreements:dataset", args=[dataset.reference]))


@allow(Action.DECIDE_ITEM)
@require_http_methods(["GET", "HEAD", "POST"])
def decide_item(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Record that directors keep, review or drop an item."""
    item = item_seen(request, reference)
    if not scope_of(request).may(Action.DECIDE_ITEM, item.dataset.version.agreement.alliance.region.code):
        raise PermissionDenied("Decisions of the directors’ group are recorded in its own region.")
    line = queries.lines_on(timezone.localdate(), pk=item.pk).get(item.pk)
    title = line.title if line else item.key

    def act(typed: dict[str, Any], by: Person) -> None:
        decided = Decided(typed["minute"], typed["decided_on"], typed["starts_on"], typed["reason"])
        services.decide_item(item=item, status=ItemStatus(typed["status"]), decided=decided, by=by)

    asking = Asking(
        heading="What did the directors decide?",
        caption=f"{title}, {item.dataset}",
        button="Record the decision",
        back=Link(title, reverse("agreements:register_item", args=[item.reference])),
        done="The decision is in the register.",
        intro=(f"The item is {line.get_status_display()} now." if line else "",),
    )
    return ask(request, asking, forms.DecideItemForm(request.POST or None), act)


@allow(Action.KEEP_AGREEMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def mark_item(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Mark by hand whether an item was new to the region."""
    item = item_seen(request, reference)
    check_may_keep(scope_of(request), item.dataset.version.agreement.alliance)

    def act(typed: dict[str, Any], by: Person) -> None:
        services.mark_newly_collected(item=item, newly=typed["newly"] == "yes", reason=typed["reason"], by=by)

    asking = Asking(
        heading="Was this item new to the region?",
        caption=str(item.dataset),
        button="Save the mark",
        back=Link("The item", reverse("agreements:register_item", args=[item.reference])),
        done="The mark is saved.",
        intro=("The document prints new items in green. The colour did not survive, so people mark them by hand.",),
    )
    return ask(request, asking, forms.MarkForm(request.POST or None), act)


@allow(Action.KEEP_AGREEMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def settle_dataset(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Settle how often a dataset is collected and how long it is kept."""
    dataset = dataset_seen(request, reference)
    check_may_keep(scope_of(request), dataset.version.agreement.alliance)
    now = {
        "frequency": dataset.frequency,
        "retention_months": dataset.retention_months,
        "destruction_rule": dataset.destruction_rule,
    }

    def act(typed: dict[str, Any], by: Person) -> None:
        chosen = Frequency(typed["frequency"]) if typed["frequency"] else None
        services.settle_dataset(
            dataset=dataset,
            frequency=chosen,
            retention_months=typed["retention_months"],
            destruction_rule=typed["destruction_rule"],
            reason=typed["reason"],
            by=by,
        )

    asking = Asking(
        heading="How often, and how long are the data kept?",
        caption=str(dataset),
        button="Settle",
        back=back_to(dataset),
        done="Settled.",
        intro=("What the agreement says stays as it is. Here you record what was settled where it is silent.",),
        fields={"retention_months": {"width": 4, "suffix": "months"}},
    )
    return ask(request, asking, forms.SettleForm(request.POST or None, initial=now), act)


@allow(Action.KEEP_AGREEMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def record_release(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Record that DfE has published what a dataset held: our figures are withdrawn from that day."""
    dataset = dataset_seen(request, reference)
    check_may_keep(scope_of(request), dataset.version.agreement.alliance)

    def act(typed: dict[str, Any], by: Person) -> None:
        services.record_release(dataset=dataset, by=by, **typed)

    asking = Asking(
        heading="Which release supersedes these figures?",
        caption=str(dataset),
        button="Record the release",
        back=back_to(dataset),
        done="Recorded. The local figures are withdrawn from the day of the release.",
        intro=("From the day of the release the gate refuses to show our figures up to the last day it covers.",),
    )
    return ask(request, asking, forms.ReleaseForm(request.POST or None), act)


@allow(Action.KEEP_AGREEMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_guidance(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Record a version of the standard template or its guidance."""
    dataset = dataset_seen(request, reference)
    check_may_keep(scope_of(request), dataset.version.agreement.alliance)

    def act(typed: dict[str, Any], by: Person) -> None:
        given = typed.pop("file")
        typed |= {"file_name": given.name, "data": given.read()} if given else {}
        services.add_guidance(dataset=dataset, text=GuidanceText(**typed), by=by)

    asking = Asking(
        heading="Which set, template or guidance is used?",
        caption=str(dataset),
        button="Record this version",
        back=back_to(dataset),
        done="Recorded. A template or guidance before it ends on the day before; sets hold side by side.",
    )
    return ask(request, asking, forms.GuidanceForm(request.POST or None, request.FILES or None), act)


@allow(Action.KEEP_AGREEMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def settle_sharing(request: HttpRequest, region: str) -> HttpResponse:
    """Settle the notice that sharing further takes, DfE's one contact, and who manages the sharing where."""
    alliance = alliance_seen(request, region)
    check_may_keep(scope_of(request), alliance)
    rules = queries.sharing_rules(alliance)
    names = ("notice_working_days", "dfe_contact", "dfe_contact_address", "manager", "platform")

    def act(typed: dict[str, Any], by: Person) -> None:
        changed = SharingRules(alliance=alliance, **{name: typed[name] for name in names})
        services.settle_sharing(alliance=alliance, rules=changed, reason=typed["reason"], by=by)

    asking = Asking(
        heading="What does sharing further take?",
        caption=f"{alliance.short_name}: onward sharing",
        button="Settle",
        back=Link("Onward sharing", reverse("agreements:onward", args=[region])),
        done="Settled. It holds for requests from now on.",
        intro=("The East Midlands memorandum (6.7) asks for “good notice” and names no number of days.",),
        fields={"notice_working_days": {"width": 3, "suffix": "working days"}},
    )
    initial = {name: getattr(rules, name) for name in names}
    return ask(request, asking, forms.RulesForm(request.POST or None, initial=initial), act)
