"""Reads: who holds what, and the scope that follows from it."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from riia.alliance.access import policies
from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import ROLES, Reach, Role
from riia.alliance.access.scope import HeldRole, Scope
from riia.alliance.access.states import HoldingState
from riia.alliance.places import queries as places

_APPROVED = (HoldingState.APPROVED, HoldingState.ENDED, HoldingState.LAPSED)


def counts_on(on: date, prefix: str = "") -> Q:
    """The condition that a holding counts on a day: `policies.in_force` said to the database."""
    terms: dict[str, Any] = {
        "state__in": _APPROVED,
        "starts__lte": on,
        "expires__gte": on,
        "review_due__gt": on - (policies.lapses_on(on) - on),
    }
    counts = Q(**{prefix + key: value for key, value in terms.items()})
    return counts & (Q(**{prefix + "ended_on__isnull": True}) | Q(**{prefix + "ended_on__gt": on}))


def in_force(on: date | None = None) -> QuerySet[RoleHolding]:
    """Holdings that count on a day, past ones included (R3.32); a deputy's only while its principal's does (R14.04)."""
    on = on or timezone.localdate()
    return RoleHolding.objects.filter(
        counts_on(on), Q(deputy_for__isnull=True) | counts_on(on, "deputy_for__")
    ).select_related("place", "person")


def scope_for(person: Any, on: date | None = None) -> Scope:
    """The scope of a person on a day (today by default); of someone not signed in or not active, nobody's."""
    if not isinstance(person, Person) or not person.is_active:
        return Scope.nobody()
    on = on or timezone.localdate()
    held = tuple(_held(holding, on) for holding in in_force(on).filter(person=person))
    return Scope.of(str(person.reference), str(person), held)


def _held(holding: RoleHolding, on: date) -> HeldRole:
    role = Role(holding.role)
    place = holding.place.code if holding.place else None
    members = places.council_codes_in(place, on) if place and holding.place.is_region else ()
    return HeldRole(
        reference=str(holding.reference),
        role=role,
        place=place,
        region=bool(holding.place and holding.place.is_region),
        reach=frozenset({place, *members}) if place else frozenset(),
        everywhere=place is None and Reach.ENGLAND in ROLES[role].reach,
        body=holding.body,
        deputy=holding.deputy_for_id is not None,
    )
