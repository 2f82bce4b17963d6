"""The states of a letter's version, a payment and an award, and which may follow which. As data."""

from enum import StrEnum


class VersionState(StrEnum):
    """Where a version stands in our register. What a letter says never changes once it is `determined`.

    An `announced` grant is known from another document while its letter is not held: it counts, and says so.
    """

    DRAFT = "draft"
    ANNOUNCED = "announced"
    DETERMINED = "determined"
    WITHDRAWN = "withdrawn"


VERSION_TRANSITIONS: dict[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.ANNOUNCED, VersionState.DETERMINED, VersionState.WITHDRAWN}),
    # Once the letter comes, it is a draft again, to be completed from the letter.
    VersionState.ANNOUNCED: frozenset({VersionState.DRAFT, VersionState.WITHDRAWN}),
    # Entered by mistake, it is withdrawn with the reason and stays readable.
    VersionState.DETERMINED: frozenset({VersionState.WITHDRAWN}),
    VersionState.WITHDRAWN: frozenset(),
}
STANDING = frozenset({VersionState.ANNOUNCED, VersionState.DETERMINED})
"""States in which a version counts for the days it is in force."""


class PaymentState(StrEnum):
    """Where a payment stands."""

    PLANNED = "planned"
    APPROVED = "approved"
    PAID = "paid"
    RECONCILED = "reconciled"
    CANCELLED = "cancelled"


P = PaymentState

ONWARD_TRANSITIONS: dict[PaymentState, frozenset[PaymentState]] = {
    # Sent back by whoever approves, a payment is planned again.
    P.PLANNED: frozenset({P.APPROVED, P.CANCELLED}),
    P.APPROVED: frozenset({P.PAID, P.PLANNED, P.CANCELLED}),
    P.PAID: frozenset({P.RECONCILED}),
    P.RECONCILED: frozenset(),
    P.CANCELLED: frozenset(),
}
"""Payments that an alliance makes out of a grant: another person approves before they are made (R14.01)."""

INSTALMENT_TRANSITIONS: dict[PaymentState, frozenset[PaymentState]] = {
    P.PLANNED: frozenset({P.PAID, P.CANCELLED}),
    P.APPROVED: frozenset(),
    P.PAID: frozenset({P.RECONCILED}),
    P.RECONCILED: frozenset(),
    P.CANCELLED: frozenset(),
}
"""Instalments that the department pays: there is nothing for us to approve, so they are never `approved`."""

OPEN_PAYMENTS = frozenset({P.PLANNED, P.APPROVED})
"""States of money that is still to move."""
MOVED = frozenset({P.PAID, P.RECONCILED})
"""States of money that has moved."""
COUNTED = OPEN_PAYMENTS | MOVED
"""States that count towards the sum of payments."""

AWAITS: dict[PaymentState, str] = {
    P.PLANNED: "whoever approves it; of an instalment, the department",
    P.APPROVED: "whoever pays it",
    P.PAID: "whoever reconciles it with the accounts",
    P.RECONCILED: "nobody",
    P.CANCELLED: "nobody",
}
"""Whose turn it is: every state has an owner."""


class AwardState(StrEnum):
    """Whether an award holds: a contingent one waits for what it depends on (R1.46)."""

    CONTINGENT = "contingent"
    FINAL = "final"
    LAPSED = "lapsed"


AWARD_TRANSITIONS: dict[AwardState, frozenset[AwardState]] = {
    AwardState.CONTINGENT: frozenset({AwardState.FINAL, AwardState.LAPSED}),
    AwardState.FINAL: frozenset(),
    AwardState.LAPSED: frozenset(),
}
