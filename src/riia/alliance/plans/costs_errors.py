"""What costs, spending and links refuse. Each message says what is not possible now and what to do."""

from riia.alliance.access.actions import Action
from riia.alliance.access.policies import PolicyError
from riia.alliance.access.scope import Scope


class CostsError(PolicyError):
    """Something about costs, spending or links between KPIs may not happen now."""


class NotYours(CostsError):
    """The person acting may not do this for this plan."""


class InACircle(CostsError):
    """A link would run in a circle with others."""


def check_may(scope: Scope, action: Action, region: str) -> None:
    """Raise NotYours unless the viewer may do this in this region."""
    if not scope.may(action, region):
        raise NotYours(f"Your role does not let you {action.words} here. Ask whoever manages access to change it.")


def said_why(reason: str, what: str) -> str:
    """A reason without blanks around it. Raises CostsError where there is none: somebody will ask for it."""
    if not reason.strip():
        raise CostsError(f"Say why {what}. It is kept, and shown to those it concerns.")
    return reason.strip()
