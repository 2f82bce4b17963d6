"""Entering the register of an agreement, and comparing what somebody else has copied from a signed one."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.agreements.audiences import Audience, Privacy
from riia.alliance.agreements.forms import register as forms
from riia.alliance.agreements.models import AgreementVersion
from riia.alliance.agreements.permissions import check_may_keep
from riia.alliance.agreements.services import register_entering as services
from riia.alliance.agreements.services.register_lines import ItemText
from riia.alliance.agreements.services.register_typed import items_of_file, items_of_lines, items_of_set
from riia.alliance.agreements.states_register import ItemStatus
from riia.alliance.agreements.views.register import dataset_seen, scope_of
from riia.alliance.agreements.views.register_asking import Asking, ask
from riia.alliance.agreements.views.register_changes import back_to
from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Link


@allow(Action.KEEP_AGREEMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Enter a dataset with its items as the document has them."""
    found = AgreementVersion.objects.select_related("agreement__alliance__region").filter(reference=reference)
    version = found.first()
    if version is None:
        raise Http404("There is no such version of an agreement.")
    alliance = version.agreement.alliance
    check_may_keep(scope_of(request), alliance)

    def act(typed: dict[str, Any], by: Person) -> str:
        names = ("number", "title", "clause", "source", "frequency", "publication_rule", "until_superseded")
        text = services.DatasetText(privacy=Privacy(typed["privacy"]), **{name: typed[name] for name in names})
        like = ItemText(
            title="",
            privacy=text.privacy,
            aggregation="single record" if text.privacy.of_records else "council",
            collector="each council",
            frequency=text.frequency,
            audiences=frozenset(Audience(each) for each in typed["audiences"]),
            onward=frozenset(Audience(each) for each in typed["onward"]),
            onward_rule=typed["onward_rule"],
            publication_rule=text.publication_rule,
            source=text.source,
        )
        status = ItemStatus.UNDER_REVIEW if typed["reviewed"] else ItemStatus.ACTIVE
        if typed["fill"] == "file":
            items = items_of_file(typed["read"], like)
        else:
            own = typed["fill"] == "own"
            items = items_of_lines(typed["items"], like) if own else items_of_set(typed["fill"], like)
        entered = [(key, item, status) for key, item in items]
        starts_on = version.commences or timezone.localdate()
        made = services.enter_all(version=version, text=text, items=entered, starts_on=starts_on, by=by)
        return reverse("agreements:dataset", args=[made.reference])

    signed = (
        "This version is signed already. What you copy from it waits until a second person, the chair or lead director "
        "or another coordinator, has compared it with the document."
        if version.is_signed
        else "What you enter here is what people sign. Nothing can be collected until everybody has signed."
    )
    asking = Asking(
        heading="Which dataset does the agreement list?",
        caption=str(version),
        button="Enter the dataset",
        back=Link("Data register", reverse("agreements:register", args=[alliance.region.code])),
        done="The dataset is entered.",
        intro=(signed,),
        fields={"number": {"width": 2}, "items": {"rows": 10}},
    )
    return ask(request, asking, forms.EnterForm(request.POST or None, request.FILES or None), act)


@allow(Action.DECIDE_ITEM)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Say that what somebody has copied is what the signed document says."""
    dataset = dataset_seen(request, reference)
    if not scope_of(request).may(Action.DECIDE_ITEM, dataset.version.agreement.alliance.region.code):
        raise PermissionDenied("A register is compared with its document in its own region.")
    waiting = services.copied_items(dataset, timezone.localdate())
    titles = ", ".join(f"“{text.title}”" for _, text, _ in waiting)

    def act(typed: dict[str, Any], by: Person) -> None:
        services.confirm_dataset(dataset=dataset, by=by)

    asking = Asking(
        heading="Is this what the signed document says?",
        caption=str(dataset),
        button="Yes, make it active",
        back=back_to(dataset),
        done="Compared. The items are active.",
        intro=(
            f"{plural(len(waiting), 'item')}, copied from {dataset.source}: {titles}.",
            "Compare each with the document: its words, who may see it, to whom it may be sent.",
        ),
    )
    return ask(request, asking, forms.ConfirmForm(request.POST or None), act)
