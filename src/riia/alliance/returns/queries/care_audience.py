"""Who may see surveys, collection reviews and the log of national groups, as conditions on their alliance.

The desk sees all of its region. Councils and directors see what is closed or published. The Department sees of that
what the region has shared with it.
"""

from collections.abc import Iterable

from django.db.models import Q

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, AllianceMember
from riia.alliance.returns.permissions import KEEP_ENQUIRIES
from riia.alliance.returns.timekeeping import today


def seen(scope: Scope, finished: Q) -> Q:
    """What a viewer may see of rows with an `alliance` and a `shared_on`; `finished` says which are closed."""
    shared = finished & Q(shared_on__isnull=False)
    return _any([at_desk(scope), finished & among_partners(scope), shared & at_department(scope)])


def at_desk(scope: Scope) -> Q:
    """Rows of the alliances at whose desk the viewer is."""
    return _any(_region(scope, action, "alliance__region__code") for action in KEEP_ENQUIRIES)


def among_partners(scope: Scope) -> Q:
    """Rows of the alliances whose returns the viewer sees: of the region, or of a council that is a member now."""
    codes = scope.places_for(Action.SEE_RETURNS)
    if codes is None:
        return Q()
    mine = AllianceMember.objects.on(today()).filter(council__code__in=codes)
    return Q(alliance__region__code__in=codes) | Q(alliance__in=mine.values("alliance"))


def at_department(scope: Scope) -> Q:
    """Rows of the regions whose packs the viewer receives."""
    return _region(scope, Action.RECEIVE_PACKS, "alliance__region__code")


def desk_alliances(scope: Scope) -> list[Alliance]:
    """The alliances at whose desk the viewer is."""
    return list(places.alliances().filter(_any(_region(scope, one, "region__code") for one in KEEP_ENQUIRIES)))


def _region(scope: Scope, action: Action, field: str) -> Q:
    codes = scope.places_for(action)
    return Q() if codes is None else Q(**{f"{field}__in": codes})


def _any(conditions: Iterable[Q]) -> Q:
    """Any of them; one without a condition lets everything through."""
    held = list(conditions)
    if any(not one for one in held):
        return Q()
    found = Q(pk__in=[])
    for one in held:
        found |= one
    return found
