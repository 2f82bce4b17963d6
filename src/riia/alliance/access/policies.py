"""May this happen now: states of holdings and invitations, dates and terms. Pure: no database, no request."""

from datetime import date, timedelta
from enum import StrEnum

from riia.alliance.access.states import HoldingState, InvitationState


class PolicyError(Exception):
    """Something may not happen now. The message says why and what to do, and is shown to the person."""


HOLDING_TRANSITIONS: dict[HoldingState, frozenset[HoldingState]] = {
    HoldingState.PROPOSED: frozenset({HoldingState.APPROVED, HoldingState.DECLINED}),
    HoldingState.APPROVED: frozenset({HoldingState.ENDED, HoldingState.LAPSED}),
    HoldingState.DECLINED: frozenset(),
    HoldingState.ENDED: frozenset(),
    HoldingState.LAPSED: frozenset(),
}


INVITATION_TRANSITIONS: dict[InvitationState, frozenset[InvitationState]] = {
    InvitationState.OPEN: frozenset({InvitationState.ACCEPTED, InvitationState.REVOKED, InvitationState.EXPIRED}),
    InvitationState.EXPIRED: frozenset({InvitationState.OPEN, InvitationState.REVOKED}),
    InvitationState.ACCEPTED: frozenset(),
    InvitationState.REVOKED: frozenset(),
}

REVIEW_EVERY = timedelta(days=182)
"""A holding is looked at again every half year (R4.07; the documents leave the period open)."""
REVIEW_GRACE = timedelta(days=28)
"""A review may be this late before the holding lapses."""
LONGEST_TERM = timedelta(days=731)
"""No holding runs longer than two years without a new approval (R4.07: each grant has an expiry)."""


def check_move[State: StrEnum](table: dict[State, frozenset[State]], now: State, then: State, what: str) -> None:
    """Raise `PolicyError` unless the transition table allows the move."""
    if then not in table[now]:
        raise PolicyError(f"This {what} is {now.value}, so it cannot become {then.value}.")


def lapses_on(review_due: date) -> date:
    """First day on which a holding whose review was due on `review_due` is no longer in force."""
    return review_due + REVIEW_GRACE + timedelta(days=1)


def in_force(*, approved: bool, starts: date, expires: date, ended_on: date | None, review_due: date, on: date) -> bool:
    """Whether a holding counts on a day: approved, begun, not ended, expired or lapsed for want of review.

    `ended_on` is the first day without the role; `expires` is the last day with it.
    """
    return approved and starts <= on <= expires and (ended_on is None or on < ended_on) and on < lapses_on(review_due)
