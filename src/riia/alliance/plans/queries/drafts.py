"""Who sees a draft of a plan: whoever keeps the plan of the region, and whoever brings it into force there."""

from django.db.models import Q

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.plans.states import VersionState

_ACTIONS = (Action.KEEP_PLAN, Action.APPROVE_PLAN)


def sees_drafts(scope: Scope, region: str) -> bool:
    """Whether drafts of this region's plan are there for the viewer."""
    return any(scope.may(action, region) for action in _ACTIONS)


def visible(scope: Scope, prefix: str = "") -> Q:
    """What limits versions (or with a prefix such as "version__" rows of them) to those that the viewer may see."""
    held = [scope.places_for(action) for action in _ACTIONS]
    if None in held:
        return Q()
    codes = frozenset().union(*(each for each in held if each))
    return ~Q(**{f"{prefix}state": VersionState.DRAFT}) | Q(**{f"{prefix}plan__alliance__region__code__in": codes})
