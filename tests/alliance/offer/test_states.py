"""Every table of states, walked: each state is reached, each has an owner, and what the tables lack is refused."""

from enum import StrEnum

import pytest

from riia.alliance.offer import policies, states
from riia.alliance.offer.errors import CallError
from riia.alliance.offer.models import Application
from riia.alliance.offer.states import ApplicationState as A
from riia.alliance.offer.states import CallState, DueState

TABLES = [
    (states.CALL_TRANSITIONS, CallState.DRAFT),
    (states.APPLICATION_TRANSITIONS, A.DRAFT),
    (states.AWARD_TRANSITIONS, states.AwardState.RUNNING),
    (states.DUE_TRANSITIONS, DueState.DUE),
    (states.PAYMENT_TRANSITIONS, states.PaymentState.PLANNED),
]


@pytest.mark.parametrize(("table", "first"), TABLES)
def test_every_state_is_in_its_table_and_can_be_reached(
    table: dict[StrEnum, frozenset[StrEnum]], first: StrEnum
) -> None:
    assert set(table) == set(type(first))
    reached, frontier = {first}, [first]
    while frontier:
        for then in table[frontier.pop()] - reached:
            reached.add(then)
            frontier.append(then)
    assert reached == set(table)


@pytest.mark.parametrize(("table", "first"), TABLES)
def test_what_a_table_lacks_is_refused(table: dict[StrEnum, frozenset[StrEnum]], first: StrEnum) -> None:
    for now in table:
        for then in table:
            if then in table[now]:
                policies.check_move(table, now, then, "thing")
            else:
                with pytest.raises(CallError, match=f"is {now.value}, so it cannot become {then.value}"):
                    policies.check_move(table, now, then, "thing")


def test_every_application_waits_for_somebody() -> None:
    assert set(states.AWAITS) == set(A)
    assert {one for one in A if states.AWAITS[one] == "the council"} == states.WRITABLE
    assert {one for one in A if states.AWAITS[one] == "nobody"} == {
        one for one in A if not states.APPLICATION_TRANSITIONS[one]
    }


def test_the_columns_hold_every_state() -> None:
    assert max(len(one.value) for one in A) <= Application._meta.get_field("state").max_length
