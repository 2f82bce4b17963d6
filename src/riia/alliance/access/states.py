"""The states of holdings and invitations. Which may follow which is in `policies`."""

from enum import StrEnum


class HoldingState(StrEnum):
    """Where a holding of a role stands. Whether it is in force on a day is `in_force`, by its dates."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    ENDED = "ended"
    LAPSED = "lapsed"


class InvitationState(StrEnum):
    """Where an invitation stands. `expired` is reached by time alone, so it is never stored."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"
