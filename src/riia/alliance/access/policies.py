"""May this happen now: states of holdings and invitations, dates and terms. Pure: no database, no request.

Whether *this person* may do it is in `permissions`. Each `check_…` raises `PolicyError` with the words to show.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from riia.alliance.access.roles import ROLES, Reach, Role
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

INVITATION_LASTS = timedelta(days=7)
REVIEW_EVERY = timedelta(days=182)
"""A holding is looked at again every half year (R4.07; the documents leave the period open)."""
REVIEW_NOTICE = timedelta(days=28)
"""A review appears on the list this long before it is due."""
REVIEW_GRACE = timedelta(days=28)
"""A review may be this late before the holding lapses."""
LONGEST_TERM = timedelta(days=731)
"""No holding runs longer than two years without a new approval (R4.07: each grant has an expiry)."""
LONGEST_TOKEN = timedelta(days=366)


@dataclass(frozen=True)
class Term:
    """When somebody holds a role: first and last day."""

    starts: date
    expires: date

    def overlaps(self, other: "Term") -> bool:
        return self.starts <= other.expires and other.starts <= self.expires

    def within(self, other: "Term") -> bool:
        return other.starts <= self.starts and self.expires <= other.expires


def check_move[State: StrEnum](table: dict[State, frozenset[State]], now: State, then: State, what: str) -> None:
    """Raise `PolicyError` unless the transition table allows the move."""
    if then not in table[now]:
        raise PolicyError(f"This {what} is {now.value}, so it cannot become {then.value}.")


def check_term(term: Term, today: date) -> None:
    """A term ends after it starts, lasts two years at most and is not already over (R4.07)."""
    if term.expires < term.starts:
        raise PolicyError("The last day comes before the first day. Choose a later last day.")
    if term.expires < today:
        raise PolicyError("The last day is in the past. Choose a day from today on.")
    if term.expires - term.starts > LONGEST_TERM:
        raise PolicyError("A role can be held for two years at a time. Choose an earlier last day; it can be extended.")


def check_extension(starts: date, expires: date, until: date, today: date) -> None:
    """An extension moves the last day later, to two years from today at most."""
    if until <= expires:
        raise PolicyError("The new last day is not later than the present one. To stop a role early, end it.")
    if until - max(starts, today) > LONGEST_TERM:
        raise PolicyError("A role can be extended to two years from today at most. Choose an earlier last day.")


def check_place(role: Role, *, council: bool, region: bool, body: str) -> None:
    """The place of a holding is of the kind the role asks for; an assigned role names what it is assigned to."""
    rule = ROLES[role]
    allowed = [
        (council, Reach.COUNCIL in rule.reach or Reach.ASSIGNED in rule.reach),
        (region, Reach.REGION in rule.reach or Reach.ASSIGNED in rule.reach),
        (not council and not region, Reach.ENGLAND in rule.reach),
    ]
    if not any(given and fits for given, fits in allowed):
        kinds = " or ".join(sorted(_PLACE_WORDS[reach] for reach in rule.reach))
        raise PolicyError(f"{rule.title} is held {kinds}. Choose a place of that kind.")
    if Reach.ASSIGNED in rule.reach and not body.strip():
        raise PolicyError(f"Say which organisation, board or assignment the role of {rule.title.lower()} is for.")


_PLACE_WORDS = {
    Reach.COUNCIL: "for one council",
    Reach.REGION: "for one region",
    Reach.ENGLAND: "for all England (no place)",
    Reach.ASSIGNED: "for an assignment within a council or region",
}


def check_single(role: Role, term: Term, others: Iterable[Term]) -> None:
    """A role with one holder per place has no second one at the same time (R3.31)."""
    clash = next((other for other in others if ROLES[role].one_per_place and term.overlaps(other)), None)
    if clash:
        raise PolicyError(
            f"There is already a {ROLES[role].title} here until {_day(clash.expires)}. "
            "End that role first, or let the new one start afterwards."
        )


@dataclass(frozen=True)
class Lead:
    """A role every alliance fills, with how many principals it needs at a time (MoU 4.1, 4.6, 4.8; R3.31)."""

    role: Role
    fewest: int = 1
    most: int | None = None

    def gap(self, holders: int) -> str:
        """What is missing or too much, in words; nothing when it is as it should be."""
        if holders < self.fewest:
            return "Nobody holds this role" if holders == 0 else f"{self.fewest} are needed"
        return f"One at a time, and there are {holders}" if self.most is not None and holders > self.most else ""


LEADS: tuple[Lead, ...] = (
    Lead(Role.LEAD_DCS, most=1),
    Lead(Role.CHAIR_DCS, fewest=0, most=1),
    Lead(Role.REGIONAL_LEAD_MEMBER),
    Lead(Role.REGIONAL_LEAD_CHIEF_EXECUTIVE, most=1),
    Lead(Role.COORDINATOR),
    Lead(Role.DFE),
    Lead(Role.LGA),
)


def check_deputy(term: Term, principal: Term, *, of_deputy: bool) -> None:
    """A deputy stands in for a principal, never for a deputy, and only within the principal's own term (R14.04)."""
    if of_deputy:
        raise PolicyError("A deputy cannot have a deputy. Name one for the person who holds the role.")
    if not term.within(principal):
        raise PolicyError(
            f"A deputy serves within the term of the role: {_day(principal.starts)} to {_day(principal.expires)}."
        )


def check_reason(reason: str) -> None:
    """Ending, declining and confirming say why, so that the trail can be read later (R15.05)."""
    if not reason.strip():
        raise PolicyError("Say why. The reason is kept in the audit trail.")


def lapses_on(review_due: date) -> date:
    """First day on which a holding whose review was due on `review_due` is no longer in force."""
    return review_due + REVIEW_GRACE + timedelta(days=1)


def in_force(*, approved: bool, starts: date, expires: date, ended_on: date | None, review_due: date, on: date) -> bool:
    """Whether a holding counts on a day: approved, begun, not ended, expired or lapsed for want of review.

    `ended_on` is the first day without the role; `expires` is the last day with it.
    """
    return approved and starts <= on <= expires and (ended_on is None or on < ended_on) and on < lapses_on(review_due)


class Standing(StrEnum):
    """How a holding stands on a day, in the words people see."""

    PROPOSED = "waiting for approval"
    DECLINED = "declined"
    ENDED = "ended"
    LAPSED = "lapsed"
    NOT_BEGUN = "not begun"
    EXPIRED = "expired"
    OVERDUE = "review overdue"
    DUE = "review due"
    IN_FORCE = "in force"


def standing(state: HoldingState, term: Term, review_due: date, on: date) -> Standing:
    """How a holding stands on a day, from its state and its dates."""
    if state is not HoldingState.APPROVED:
        return Standing[state.name]
    if on > term.expires:
        return Standing.EXPIRED
    if on < term.starts:
        return Standing.NOT_BEGUN
    if on >= lapses_on(review_due):
        return Standing.LAPSED
    if on > review_due:
        return Standing.OVERDUE
    return Standing.DUE if on >= review_due - REVIEW_NOTICE else Standing.IN_FORCE


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
