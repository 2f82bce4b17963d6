"""The states of an edition, walked; and where a report stands."""

import itertools

import pytest

from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.errors import ReportError
from riia.alliance.reporting.policies import all_confirmed, as_at, check_move, standing_of
from riia.alliance.reporting.states import AWAITS, OUT, TRANSITIONS, EditionState, Standing
from tests.alliance.reporting.sample import DAY

S = EditionState


def test_every_state_has_an_owner_and_can_be_reached() -> None:
    assert set(AWAITS) == set(S) == set(TRANSITIONS)
    reached, frontier = {S.FROZEN}, [S.FROZEN]
    while frontier:
        for after in TRANSITIONS[frontier.pop()] - reached:
            reached.add(after)
            frontier.append(after)
    assert reached == set(S)


@pytest.mark.parametrize(("before", "after"), list(itertools.product(S, S)))
def test_only_what_the_table_says(before: S, after: S) -> None:
    if after in TRANSITIONS[before]:
        check_move(before, after)
    else:
        with pytest.raises(ReportError):
            check_move(before, after)


def test_nothing_that_was_sent_can_be_withdrawn() -> None:
    assert not any(S.WITHDRAWN in TRANSITIONS[state] or S.FROZEN in TRANSITIONS[state] for state in OUT)


@pytest.mark.parametrize(
    ("states", "dropped", "standing"),
    [
        ((), False, Standing.DUE),
        ((), True, Standing.DROPPED),
        ((S.WITHDRAWN,), False, Standing.DUE),
        ((S.FROZEN,), False, Standing.FROZEN),
        ((S.SENT,), False, Standing.SENT),
        ((S.RECEIPTED,), False, Standing.RECEIPTED),
        ((S.REPLACED, S.SENT), False, Standing.SENT),
        ((S.REPLACED, S.RECEIPTED), False, Standing.RECEIPTED),
        ((S.SENT, S.FROZEN), False, Standing.SENT),
    ],
)
def test_where_a_report_stands(states, dropped: bool, standing: Standing) -> None:
    assert standing_of(states, dropped=dropped) is standing


def test_numbers_are_of_the_last_day_or_of_today() -> None:
    assert as_at(DAY, DAY.replace(day=1)) == DAY.replace(day=1)
    assert as_at(DAY, DAY.replace(year=2026)) == DAY


def test_both_confirm() -> None:
    both = [Audience.DFE, Audience.LGA]
    assert not all_confirmed(both, [Audience.DFE])
    assert all_confirmed(both, [Audience.LGA, Audience.DFE])
    assert not all_confirmed([Audience.BOARD], [])
