"""May this person do it: pure functions over a scope. What may happen at all is in `policies`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from riia.alliance.access.actions import Action
from riia.alliance.access.policies import PolicyError
from riia.alliance.access.roles import ROLES, Role
from riia.alliance.access.scope import Scope


class NotAllowedError(PolicyError):
    """This person may not do this. The message says who may."""


@dataclass(frozen=True)
class Grant:
    """What a permission about a holding depends on: whose it is, of what role, where, and who proposed it."""

    holder: str
    role: Role
    place: str | None
    proposer: str | None = None
    principal: str | None = None
    """Holder of the role this one would stand in for."""


def check_may_propose(scope: Scope, grant: Grant) -> None:
    """Whoever may propose access at the place, or names a deputy for their own role (R4.07, R14.06)."""
    if grant.principal is not None and grant.principal == scope.person_ref and scope.may(Action.NAME_DEPUTY):
        return
    if not _may_at(scope, Action.PROPOSE_ACCESS, grant.place):
        raise NotAllowedError("You can propose roles only for places you look after.")


def check_may_approve(scope: Scope, grant: Grant) -> None:
    """Nobody grants their own access, and some roles take two people: one proposes, another approves (R14.01)."""
    if grant.holder == scope.person_ref:
        raise NotAllowedError("Nobody approves their own access. Ask someone else who manages access.")
    if not _may_at(scope, Action.APPROVE_ACCESS, grant.place):
        raise NotAllowedError("You can approve roles only for places whose access you manage.")
    if ROLES[grant.role].two_people and grant.proposer == scope.person_ref and not scope.is_system:
        raise NotAllowedError(
            f"{ROLES[grant.role].title} takes two people: you proposed it, so someone else approves it."
        )


def may_approve(scope: Scope, grant: Grant) -> bool:
    return _holds(check_may_approve, scope, grant)


def check_may_end(scope: Scope, grant: Grant) -> None:
    """Whoever manages access at the place, the holder themselves, or the principal of a deputy."""
    if scope.person_ref is not None and scope.person_ref in {grant.holder, grant.principal}:
        return
    if not _may_at(scope, Action.APPROVE_ACCESS, grant.place):
        raise NotAllowedError("You can end roles only for places whose access you manage.")


def may_end(scope: Scope, grant: Grant) -> bool:
    return _holds(check_may_end, scope, grant)


def check_may_review(scope: Scope, grant: Grant) -> None:
    """A review is by somebody else who manages access at the place."""
    if grant.holder == scope.person_ref:
        raise NotAllowedError("Nobody reviews their own access. Ask someone else who manages access.")
    if not _may_at(scope, Action.APPROVE_ACCESS, grant.place):
        raise NotAllowedError("You can review roles only for places whose access you manage.")


def may_review(scope: Scope, grant: Grant) -> bool:
    return _holds(check_may_review, scope, grant)


def check_may_invite(scope: Scope, grants: Iterable[Grant]) -> None:
    """Whoever manages access at the place of any role waiting for the person invited."""
    if not scope.is_system and not any(_may_at(scope, Action.APPROVE_ACCESS, grant.place) for grant in grants):
        raise NotAllowedError("You can invite people only to places whose access you manage.")


def may_close(scope: Scope, holder: str, grants: Iterable[Grant]) -> bool:
    """Whether the viewer may close somebody's account: never their own, and only of people with a role, of now or of
    before, at a place whose access the viewer manages; whoever manages access everywhere may close any.
    """
    if holder == scope.person_ref:
        return False
    everywhere = scope.places_for(Action.APPROVE_ACCESS) is None
    return everywhere or any(_may_at(scope, Action.APPROVE_ACCESS, grant.place) for grant in grants)


def check_may_name_deputy(scope: Scope, grant: Grant) -> None:
    """The holder of a role names a deputy for it, or whoever proposes access at the place does (R14.06)."""
    check_may_propose(scope, Grant(holder="", role=grant.role, place=grant.place, principal=grant.holder))


def may_name_deputy(scope: Scope, grant: Grant) -> bool:
    return _holds(check_may_name_deputy, scope, grant)


def _may_at(scope: Scope, action: Action, place: str | None) -> bool:
    return scope.may(action, place) if place else scope.places_for(action) is None


def _holds(check: Callable[[Scope, Grant], None], scope: Scope, grant: Grant) -> bool:
    try:
        check(scope, grant)
    except PolicyError:
        return False
    return True
