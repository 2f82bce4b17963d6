"""Reads of projects, what they supply and what they delivered, for whoever may read the register."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from riia.alliance.access.scope import Scope
from riia.alliance.agreements.models import DataProject, DeliveredValue, Delivery, ProjectSupply, RegisterItem
from riia.alliance.agreements.policies_register import Entry, refusal_to_collect
from riia.alliance.agreements.queries.register import entries, sees_inventory
from riia.alliance.places.models import Alliance


def projects(scope: Scope, alliance: Alliance) -> QuerySet[DataProject]:
    """The projects of an alliance, by title."""
    found = DataProject.objects.filter(alliance=alliance).select_related("alliance__region")
    return found if sees_inventory(scope, alliance) else found.none()


def project_seen(scope: Scope, reference: Any) -> DataProject | None:
    """One project, if the viewer may read the register of its alliance."""
    found = DataProject.objects.filter(reference=reference).select_related("alliance__region").first()
    return found if found and sees_inventory(scope, found.alliance) else None


def deliveries(project: DataProject) -> QuerySet[Delivery]:
    """The deliveries of a project, newest first, with how many figures each has, and how many of them blank."""
    return project.deliveries.annotate(
        figures=Count("values"), blanks=Count("values", filter=Q(values__value=""))
    ).order_by("-received_on", "-id")


def delivery_seen(scope: Scope, reference: Any) -> Delivery | None:
    """One delivery, if the viewer may read the register of its alliance."""
    found = Delivery.objects.filter(reference=reference).select_related("project__alliance__region").first()
    return found if found and sees_inventory(scope, found.project.alliance) else None


def periods_of(found: Iterable[Delivery]) -> dict[int, list[str]]:
    """The codes of the periods that deliveries are about, by the delivery's key."""
    rows = DeliveredValue.objects.filter(delivery__in=list(found)).values_list("delivery_id", "period").distinct()
    periods: dict[int, list[str]] = {}
    for delivery, period in sorted(rows.order_by()):
        periods.setdefault(delivery, []).append(period)
    return periods


def supplies(project: DataProject) -> list[ProjectSupply]:
    """What a project supplies, with the items of the register."""
    return list(project.supplies.select_related("project", "item__dataset"))


def supplied_entries(alliance: Alliance, on: date) -> dict[int, Entry]:
    """What the registers say on a day of every item that a project supplies, by the primary key of the item.

    Like the gate, by the name of the item: a later version of the agreement has the same item in a register of its own.
    """
    own = dict(ProjectSupply.objects.filter(project__alliance=alliance).values_list("item_id", "item__key"))
    by_name: dict[str, list[Entry]] = {}
    for each in entries(alliance, on) if own else ():
        by_name.setdefault(each.key, []).append(each)
    return {item: _holding(by_name[name], on) for item, name in own.items() if name in by_name}


def _holding(found: list[Entry], on: date) -> Entry:
    """Of the entries of one name, the newest version first, the one that lets it be collected, else the newest."""
    return next((each for each in found if refusal_to_collect(each, on) is None), found[0])


def also_supplied_by(alliance: Alliance, indicator: str) -> list[ProjectSupply]:
    """The projects of an alliance that supply figures of an indicator too. Ask only for who may read its register."""
    found = ProjectSupply.objects.filter(project__alliance=alliance, indicator=indicator).exclude(indicator="")
    return list(found.select_related("project", "item__dataset").order_by("project__title"))


def supply_of(item: RegisterItem) -> ProjectSupply | None:
    """The supply of an item that a project supplies, under whichever version of the agreement it was entered."""
    alliance = item.dataset.version.agreement.alliance
    found = ProjectSupply.objects.filter(item__key=item.key, project__alliance=alliance)
    return found.select_related("project", "item__dataset").first()


def values(delivery: Delivery) -> QuerySet[DeliveredValue]:
    """The figures of a delivery, by council, indicator and period. They are not for every reader of the register."""
    found = delivery.values.select_related("council", "supply__item__dataset")
    return found.order_by("council__name", "supply__indicator", "period")
