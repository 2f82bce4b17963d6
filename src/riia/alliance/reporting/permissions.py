"""May this person do it in this region, and which versions do they read: pure functions over a scope."""

from typing import Final

from riia.alliance.access.actions import Action
from riia.alliance.access.roles import Role
from riia.alliance.access.scope import Scope
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.errors import NotYours

_ALL: Final = frozenset(Audience)
_BOARD: Final = frozenset({Audience.BOARD})
READS: Final[dict[Role, frozenset[Audience]]] = {
    Role.COORDINATOR: _ALL,
    Role.REGIONAL_PERFORMANCE_LEAD: _ALL,
    Role.ANALYST: _ALL,
    Role.LEAD_DCS: _ALL,
    Role.CHAIR_DCS: _ALL,
    Role.AUDITOR: _ALL,
    Role.REGIONAL_LEAD_MEMBER: _BOARD,
    Role.REGIONAL_LEAD_CHIEF_EXECUTIVE: _BOARD,
    Role.BOARD_CHAIR: _BOARD,
    Role.DCS: frozenset({Audience.ADCS, Audience.BOARD}),
    Role.LEAD_MEMBER: _BOARD,
    Role.CHIEF_EXECUTIVE: _BOARD,
    Role.COUNCIL_PERFORMANCE_LEAD: _BOARD,
    Role.COUNCIL_OFFICER: _BOARD,
    Role.DFE: frozenset({Audience.DFE}),
    # The regional adviser of the LGA is a member of the board (plan 8.3.4).
    Role.LGA: frozenset({Audience.LGA, Audience.BOARD}),
}
"""Which versions each role reads, in the places its holding reaches; who is not named reads none."""
SIDE: Final = {Role.DFE: Audience.DFE, Role.LGA: Audience.LGA}
"""For which audience a role confirms receipt."""


def check_may(scope: Scope, action: Action, region: str) -> None:
    """Raise `NotYours` unless the viewer may do this in this region."""
    if not scope.may(action, region):
        raise NotYours(f"Your role does not let you {action.words} here. Ask whoever manages access to change it.")


def may_keep(scope: Scope, region: str) -> bool:
    """Whoever prepares and sends reports of this region."""
    return scope.may(Action.KEEP_REPORTS, region)


def reads(scope: Scope, region: str, members: frozenset[str]) -> frozenset[Audience]:
    """The versions a viewer reads of a region whose councils are `members`.

    A role of a council reads what is for the councils of its own alliance; every other role what it reaches.
    """
    if scope.is_system:
        return _ALL
    found: set[Audience] = set()
    for held in scope.holdings:
        of_council = held.place in members and not held.region
        if held.covers(region) or of_council:
            found |= READS.get(held.role, frozenset())
    return frozenset(found) if scope.may(Action.SEE_REPORTS) else frozenset()


def confirms_for(scope: Scope, region: str) -> frozenset[Audience]:
    """For which audiences the viewer may confirm receipt."""
    if not scope.may(Action.RECEIVE_REPORTS, region):
        return frozenset()
    return frozenset(SIDE[held.role] for held in scope.holdings if held.role in SIDE and held.covers(region))
