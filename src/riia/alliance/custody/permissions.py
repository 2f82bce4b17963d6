"""May this person do it: pure functions over a scope."""

from riia.alliance.access.actions import Action
from riia.alliance.access.roles import Role
from riia.alliance.access.scope import Scope
from riia.alliance.agreements.audiences import Audience
from riia.alliance.custody.errors import NotYourRecords
from riia.indicators.records import Dataset


def check_may(scope: Scope, action: Action, place: str) -> None:
    """Raise unless the viewer may do this at this council or region."""
    if not scope.may(action, place):
        raise NotYourRecords(f"Your role does not let you {action.words} here. Ask whoever manages access.")


def may_settle(scope: Scope, council: str) -> bool:
    """Whether the viewer may accept or refuse a council's file: the region's desk, or the processor."""
    if scope.is_system or scope.may(Action.VALIDATE_RETURNS, council):
        return True
    return any(held.role is Role.PROCESSOR and held.covers(council) for held in scope.holdings)


def check_may_settle(scope: Scope, council: str) -> None:
    """Raise unless `may_settle`."""
    if not may_settle(scope, council):
        raise NotYourRecords("The region's desk or its processor decides on files. Ask them.")


def may_purge(scope: Scope, council: str) -> bool:
    """Whether the viewer may destroy a council's file before its time: the council itself, or the coordinator."""
    return scope.may(Action.LODGE_RECORDS, council) or scope.may(Action.RUN_ROUNDS, council)


def check_named(dataset: Dataset, scope: Scope, *, is_named: bool) -> None:
    """Raise unless the viewer is on the access list of a dataset that has one (R4.30)."""
    if dataset.named_readers and not is_named and not scope.is_system:
        raise NotYourRecords(
            f"{dataset.title}: access is closely limited, and you are not on the list of named persons. "
            "The regional coordinator keeps the list."
        )


def audiences(dataset: Dataset, scope: Scope, council: str) -> tuple[Audience, ...]:
    """Who the viewer is in the words of the register, the closest first."""
    found = []
    if dataset.named_readers:
        return (Audience.NAMED,)
    if scope.may(Action.SEE_PRICES, council):
        found.append(Audience.COMMISSIONERS)
    if council in scope.councils:
        found.append(Audience.COUNCIL)
    if may_settle(scope, council):
        found.append(Audience.PROCESSOR)
    return (*found, Audience.PARTNERS)
