"""May this person do it: pure functions over a scope. What may happen at all is in `policies`."""

from django.core.exceptions import PermissionDenied

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.places.models import Alliance


def may_keep(scope: Scope, alliance: Alliance) -> bool:
    """Whoever keeps the agreements of this alliance."""
    return scope.may(Action.KEEP_AGREEMENTS, alliance.region.code)


def check_may_keep(scope: Scope, alliance: Alliance) -> None:
    """Raises PermissionDenied, whose message the page that refuses shows."""
    if not may_keep(scope, alliance):
        raise PermissionDenied(f"The agreements of {alliance.short_name} are kept by its own coordinator.")
