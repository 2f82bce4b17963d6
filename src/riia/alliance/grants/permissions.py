"""May this person do it for this region or council: pure functions over a scope."""

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.grants.errors import NotYours


def may_keep(scope: Scope, region: str | None) -> bool:
    """Whoever enters letters and payments of a region; a letter that no region keeps is the system's."""
    return scope.is_system or (region is not None and scope.may(Action.KEEP_GRANTS, region))


def check_may_keep(scope: Scope, region: str | None) -> None:
    """Raise NotYours unless the viewer enters grants of this region."""
    if not may_keep(scope, region):
        raise NotYours("Grants of this region are entered by its coordinator. Ask them to enter it.")


def belongs_to(scope: Scope, council: str) -> bool:
    """Whether the viewer holds a role at this very council; one over the region makes nobody a council’s own."""
    return any(held.place == council and not held.region for held in scope.holdings)


def may_approve(scope: Scope, region: str, payee: str, proposer: str | None) -> bool:
    """Whether the page of a payment offers to approve it."""
    try:
        check_may_approve(scope, region, payee, proposer)
    except NotYours:
        return False
    return True


def check_may_approve(scope: Scope, region: str, payee: str, proposer: str | None) -> None:
    """The Lead or Chair DCS approves; nobody what they proposed themselves (R14.01), nobody their own council’s."""
    if not scope.is_system and not scope.may(Action.APPROVE_SPENDING, region):
        raise NotYours("Payments are approved by the Lead or Chair DCS of the region.")
    if proposer is not None and scope.person_ref == proposer:
        raise NotYours("You proposed this payment, so somebody else approves it. Ask the Chair or Lead DCS.")
    if belongs_to(scope, payee):
        raise NotYours(
            "This payment is for a council at which you hold a role, so somebody else approves it. "
            "Ask the Chair or Lead DCS."
        )
