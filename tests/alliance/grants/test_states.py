"""Every table of states, walked; and the pure rules of dates, references and versions."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.grants import policies, states
from riia.alliance.grants.errors import GrantError
from riia.alliance.grants.models import DeterminationVersion, Payment
from riia.alliance.grants.states import AwardState, PaymentState, VersionState

ONWARD, INSTALMENT = states.ONWARD_TRANSITIONS, states.INSTALMENT_TRANSITIONS
TABLES = [
    (states.VERSION_TRANSITIONS, VersionState.DRAFT, set(VersionState)),
    (ONWARD, PaymentState.PLANNED, set(PaymentState)),
    (INSTALMENT, PaymentState.PLANNED, set(PaymentState) - {PaymentState.APPROVED}),
    (states.AWARD_TRANSITIONS, AwardState.CONTINGENT, set(AwardState)),
]


@pytest.mark.parametrize(("table", "first", "wanted"), TABLES)
def test_every_state_can_be_reached(table: dict[StrEnum, frozenset[StrEnum]], first: StrEnum, wanted: set) -> None:
    assert set(table) == set(type(first))
    reached, frontier = {first}, [first]
    while frontier:
        for then in table[frontier.pop()] - reached:
            reached.add(then)
            frontier.append(then)
    assert reached == wanted


@pytest.mark.parametrize("onward", [True, False])
def test_what_a_table_of_payments_lacks_is_refused(onward: bool) -> None:
    table = ONWARD if onward else INSTALMENT
    for now in PaymentState:
        for then in PaymentState:
            if then in table[now]:
                policies.check_payment_move(now, then, onward=onward)
            else:
                with pytest.raises(GrantError, match=r"cannot become|not approved yet"):
                    policies.check_payment_move(now, then, onward=onward)


def test_a_payment_out_of_a_grant_is_never_paid_without_approval() -> None:
    assert PaymentState.PAID not in ONWARD[PaymentState.PLANNED]
    with pytest.raises(GrantError, match="Ask the Lead DCS"):
        policies.check_payment_move(PaymentState.PLANNED, PaymentState.PAID, onward=True)


def test_every_payment_waits_for_somebody_and_columns_hold_every_state() -> None:
    assert set(states.AWAITS) == set(PaymentState)
    assert {one for one in PaymentState if states.AWAITS[one] == "nobody"} == {
        one for one in PaymentState if not ONWARD[one]
    }
    assert max(map(len, PaymentState)) <= Payment._meta.get_field("state").max_length
    assert max(map(len, VersionState)) <= DeterminationVersion._meta.get_field("state").max_length


@dataclass
class Letter:
    number: int
    effective_from: dt.date
    edition: int = 1
    state: str = VersionState.DETERMINED


JUNE, DECEMBER = Letter(0, dt.date(2023, 6, 1)), Letter(3, dt.date(2023, 12, 14))


@pytest.mark.parametrize(
    ("day", "number"),
    [(dt.date(2023, 5, 31), None), (dt.date(2023, 6, 1), 0), (dt.date(2023, 12, 13), 0), (dt.date(2023, 12, 14), 3)],
)
def test_the_version_in_force(day: dt.date, number: int | None) -> None:
    found = policies.in_force([DECEMBER, JUNE], day)
    assert (found and found.number) == number


def test_drafts_and_withdrawn_letters_are_never_in_force_and_announced_ones_are() -> None:
    day = dt.date(2024, 1, 1)
    for state, counts in ((VersionState.DRAFT, False), (VersionState.WITHDRAWN, False), (VersionState.ANNOUNCED, True)):
        assert (policies.in_force([Letter(4, day, state=state)], day) is not None) is counts


@given(
    st.lists(st.tuples(st.integers(0, 5), st.dates(dt.date(2020, 1, 1), dt.date(2025, 1, 1))), max_size=6), st.dates()
)
def test_no_letter_in_force_is_beaten_by_another(letters: list[tuple[int, dt.date]], day: dt.date) -> None:
    found = policies.in_force([Letter(*one) for one in letters], day)
    begun = [number for number, effect in letters if effect <= day]
    assert (found.number if found else None) == max(begun, default=None)


def test_which_letters_are_missing() -> None:
    assert policies.missing_before(3, [3]) == (0, 1, 2)
    assert policies.missing_before(3, [0, 2, 3]) == (1,)
    assert policies.missing_before(0, [0]) == ()
    assert policies.letters_in_words((0, 1, 2)) == "the original, variation 1 and variation 2"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DfE ref project_5368", "project\\_5368"),
        ("No. 31/3010", "31/3010"),
        ("con_007", "CON 007"),
        ("GD ref 31/5492", "31/5492"),
    ],
)
def test_a_reference_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert policies.reference_key(one) == policies.reference_key(other) != ""


FRAME = policies.Frame(dt.date(2021, 3, 31), "31 March 2021", "2021-22", dt.date(2021, 4, 1), dt.date(2022, 3, 31))


def test_instalments_before_the_letter_and_outside_the_year() -> None:
    both = policies.instalment_problems(dt.date(2020, 8, 1), True, FRAME)
    assert both == (
        "August 2020 is before the letter of 31 March 2021",
        "August 2020 is outside the financial year 2021-22",
    )
    assert policies.instalment_problems(dt.date(2022, 3, 31), False, FRAME) == ()
    assert policies.instalment_problems(dt.date(2022, 4, 1), False, FRAME) == (
        "1 April 2022 is outside the financial year 2021-22",
    )


def test_a_letter_cannot_say_of_a_later_month_that_it_was_paid() -> None:
    letter = policies.written_from(None, "December 2023")
    assert letter == dt.date(2023, 12, 1)
    assert policies.paid_already(dt.date(2023, 6, 1), True, letter)
    assert not policies.paid_already(dt.date(2024, 1, 1), True, letter)
    assert not policies.paid_already(dt.date(2023, 12, 1), True, letter)  # its month was not over
    assert policies.written_from(None, "winter") is None


@pytest.mark.parametrize(
    ("handed_in", "in_time"), [(dt.date(2025, 7, 3), True), (dt.date(2025, 7, 4), False), (None, False)]
)
def test_an_award_holds_when_its_plan_came_in_time(handed_in: dt.date | None, in_time: bool) -> None:
    assert policies.handed_in_time(handed_in, dt.date(2025, 7, 3)) is in_time
