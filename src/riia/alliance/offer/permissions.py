"""May this person do it in this region, for this council or with this application: pure functions over a scope."""

from collections.abc import Collection

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.offer.errors import NotYours

LOOK = (Action.SEE_CALLS, Action.SCORE_APPLICATIONS, Action.SEE_AWARDS)
"""Any of these lets somebody into the part about funding; what they see there is each one's own."""


def check_may(scope: Scope, action: Action, place: str) -> None:
    """Raise `NotYours` unless the viewer may do this at this council or region."""
    if not scope.may(action, place):
        raise NotYours(f"Your role does not let you {action.words} here. Ask whoever manages access to change it.")


def may_run(scope: Scope, region: str) -> bool:
    """Whoever opens calls and monitors awards of this region."""
    return scope.may(Action.RUN_CALLS, region)


def belongs_to(scope: Scope, council: str) -> bool:
    """Whether the viewer holds any role at this very council: they neither score nor decide its applications.

    A role over the region covers its councils and makes nobody one of theirs.
    """
    return any(held.place == council and not held.region for held in scope.holdings)


def check_not_own(scope: Scope, council: str, what: str) -> None:
    """Nobody scores, decides or checks what their own council asks for."""
    if belongs_to(scope, council):
        raise NotYours(f"You hold a role at this council, so somebody else {what}. Ask a colleague of the region.")


def check_may_decide(scope: Scope, region: str, council: str, *, minute: str, conflicted: Collection[str]) -> None:
    """The Lead or Chair DCS decides; who runs calls records a decision with its minute; nobody their own council's.

    `conflicted` are references of panel members who declared an interest in this application.
    """
    check_not_own(scope, council, "decides on its application")
    if scope.person_ref is not None and scope.person_ref in conflicted:
        raise NotYours("You declared an interest in this application, so somebody else decides on it.")
    if scope.may(Action.DECIDE_APPLICATIONS, region):
        return
    if not may_run(scope, region):
        raise NotYours("Applications are decided by the Lead or Chair DCS of the region, or recorded with a minute.")
    if not minute.strip():
        raise NotYours(
            "You record decisions that a meeting took. Enter its minute, such as “Directors’ group, 3 March, item 4”."
        )


def may_decide(scope: Scope, region: str, council: str) -> bool:
    """Whether the page of the decision is the viewer's."""
    able = scope.may(Action.DECIDE_APPLICATIONS, region) or may_run(scope, region)
    return able and not belongs_to(scope, council)
