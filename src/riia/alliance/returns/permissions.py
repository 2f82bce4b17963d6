"""May this person do it at this council or in this region: pure functions over a scope."""

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.returns.errors import NotYours


def check_may(scope: Scope, action: Action, place: str) -> None:
    """Raise `NotYours` unless the viewer may do this at this council or region."""
    if not scope.may(action, place):
        raise NotYours(f"Your role does not let you {action.words} here. Ask whoever manages access to change it.")


def check_not_submitter(scope: Scope, submitters: frozenset[str]) -> None:
    """Who submits cannot validate: the same person never does both for one return.

    `submitters` are references of the people who made the submitted versions.
    """
    if scope.person_ref is not None and scope.person_ref in submitters:
        raise NotYours("You submitted this return, so somebody else validates it. Ask a colleague at the desk.")


KEEP_ENQUIRIES = (Action.RUN_ROUNDS, Action.VALIDATE_RETURNS)
"""Either lets somebody keep the questions that a region is asked from outside."""


def may_keep_enquiries(scope: Scope, region: str) -> bool:
    """Whether the viewer is at the desk of this region."""
    return any(scope.may(action, region) for action in KEEP_ENQUIRIES)
