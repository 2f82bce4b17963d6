"""May this person change what an alliance or a council says of itself: pure functions over a scope.

What may be said at all is in `places.policies`. Each `check_*` raises `PermissionDenied`, whose message the page that
refuses shows; its twin asks without raising.
"""

from django.core.exceptions import PermissionDenied

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.places.models import Alliance, Place
from riia.alliance.places.naming import plain_name, possessive


def may_settle(scope: Scope, alliance: Alliance) -> bool:
    """Whoever runs the alliance, or looks after all of them, says what its words mean (R15.02)."""
    return scope.may(Action.SETTLE_RHYTHM, alliance.region.code)


def check_may_settle(scope: Scope, alliance: Alliance) -> None:
    if not may_settle(scope, alliance):
        raise PermissionDenied(
            f"How often something happens in the {alliance.short_name} alliance is settled by its own coordinator."
        )


def may_set_terms(scope: Scope, council: Place) -> bool:
    """The council's own people, and the coordinator of its region on their behalf (R15.01)."""
    return scope.may(Action.SET_TERM_DATES, council.code)


def check_may_set_terms(scope: Scope, council: Place) -> None:
    if not may_set_terms(scope, council):
        whose = possessive(plain_name(council.name))
        raise PermissionDenied(f"{whose} term dates are entered by the council, or by the coordinator of its region.")
