"""May this person keep the inventory: the region all of it, a council's performance lead what is their council's."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.access.scope import Scope
from riia.alliance.audit.actors import Acts
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Place


def may_keep_inventory(scope: Scope, alliance: Alliance) -> bool:
    """Whether the viewer keeps the inventory of the whole region."""
    return scope.may(Action.KEEP_INVENTORY, alliance.region.code)


def may_answer_for(scope: Scope, council: Place) -> bool:
    """Whether the viewer says what a council holds: its own people, and the region's."""
    return scope.may(Action.KEEP_INVENTORY, council.code)


def councils_answered_for(scope: Scope, councils: Iterable[Place]) -> list[Place]:
    """Of these councils, those that the viewer may answer for."""
    return [each for each in councils if may_answer_for(scope, each)]


def check_may_keep(by: Acts, alliance: Alliance) -> None:
    """Raises PermissionDenied, whose message the page that refuses shows."""
    if not may_keep_inventory(scope_of_actor(by), alliance):
        raise PermissionDenied(f"The inventory of {alliance.short_name} is kept by its own data team.")


def check_may_answer(by: Acts, council: Place, alliance: Alliance) -> None:
    """Raises PermissionDenied for anyone but the council's performance lead and the data team of its region."""
    if not may_answer_for(scope_of_actor(by), council):
        raise PermissionDenied(f"What {council.label} holds is said by its own performance lead or by the region.")
    if not places.members(alliance).filter(pk=council.pk).exists():
        raise PermissionDenied(f"{council.label} is not a member of {alliance.short_name} today.")
