"""May this person do it in this region or for this KPI: pure functions over a scope."""

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.plans.errors import NotYours


def check_may(scope: Scope, action: Action, region: str) -> None:
    """Raise `NotYours` unless the viewer may do this in the region."""
    if not scope.may(action, region):
        raise NotYours(f"Your role does not let you {action.words} here. Ask whoever manages access to change it.")


def may_keep(scope: Scope, region: str) -> bool:
    """Whoever keeps the plan of this region: owners, dates, instances, risks."""
    return scope.may(Action.KEEP_PLAN, region)


def may_record(scope: Scope, region: str, owner: str = "") -> bool:
    """Whoever records evidence in the region, and the owner of the KPI, wherever they work."""
    if scope.may(Action.RECORD_EVIDENCE, region):
        return True
    return bool(owner) and owner == scope.person_ref and scope.may(Action.SEE_PLAN)


def check_may_record(scope: Scope, region: str, owners: set[str]) -> None:
    """Raise `NotYours` unless the viewer may record evidence for KPIs that these people own."""
    if not owners:
        owners = {""}
    if not all(may_record(scope, region, owner) for owner in owners):
        raise NotYours("Evidence is recorded by the owner of the KPI or by the regional team.")


def check_may_review(scope: Scope, region: str, recorder: str | None) -> None:
    """Whoever reviews evidence in the region, but not what they recorded themselves."""
    check_may(scope, Action.REVIEW_EVIDENCE, region)
    if recorder is not None and recorder == scope.person_ref:
        raise NotYours("You recorded this evidence, so somebody else of the regional team looks at it.")


def may_review(scope: Scope, region: str, recorder: str | None) -> bool:
    try:
        check_may_review(scope, region, recorder)
    except NotYours:
        return False
    return True


def may_propose_exemption(scope: Scope, region: str) -> bool:
    """Whoever keeps the plan, records evidence or decides on exemptions of the region."""
    actions = (Action.KEEP_PLAN, Action.RECORD_EVIDENCE, Action.APPROVE_EXEMPTIONS)
    return any(scope.may(action, region) for action in actions)


def check_may_decide(scope: Scope, region: str, council: str, proposer: str | None) -> None:
    """The Lead or Chair DCS decides on an exemption: not their own proposal, and not of their own council."""
    if not scope.may(Action.APPROVE_EXEMPTIONS, region):
        raise NotYours("Exemptions are approved or declined by the Lead or Chair DCS of the region.")
    if proposer is not None and proposer == scope.person_ref:
        raise NotYours("You proposed this exemption, so somebody else decides on it.")
    if any(held.place == council and not held.region for held in scope.holdings):
        raise NotYours("You hold a role at this council, so somebody else decides on its exemption.")


def may_decide(scope: Scope, region: str, council: str, proposer: str | None) -> bool:
    try:
        check_may_decide(scope, region, council, proposer)
    except NotYours:
        return False
    return True
