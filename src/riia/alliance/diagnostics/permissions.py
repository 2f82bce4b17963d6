"""May this person do it at this council or in this region: pure functions over a scope."""

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.diagnostics.errors import NotYours

WRITES_FOR_COUNCIL = (Action.SELF_ASSESS, Action.SIGN_SELF_ASSESSMENT)


def check_may(scope: Scope, action: Action, place: str) -> None:
    """Raise `NotYours` unless the viewer may do this at this council or region."""
    if not scope.may(action, place):
        raise NotYours(f"Your role does not let you {action.words} here. Ask whoever manages access to change it.")


def belongs(scope: Scope, council: str) -> bool:
    """Whether the viewer is one of the council's own people. Only they see what is not submitted yet."""
    return scope.is_system or any(
        held.place == council and Action.SEE_SELF_ASSESSMENTS in held.actions for held in scope.holdings
    )


def sees_region(scope: Scope, region: str) -> bool:
    """Whether the viewer sees every council of this region by name."""
    return scope.may(Action.SEE_SELF_ASSESSMENTS, region)
