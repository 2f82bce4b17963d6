"""The states of an edition of a report and which may follow which, and where a report stands. As data."""

from enum import StrEnum
from typing import Final


class EditionState(StrEnum):
    """Where one edition (version 1, 2 …) of a report stands."""

    FROZEN = "frozen"
    SENT = "sent"
    RECEIPTED = "receipted"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


TRANSITIONS: Final[dict[EditionState, frozenset[EditionState]]] = {
    EditionState.FROZEN: frozenset({EditionState.SENT, EditionState.WITHDRAWN}),
    # A correction that is sent replaces what was sent before; the earlier one stays readable and never changes.
    EditionState.SENT: frozenset({EditionState.RECEIPTED, EditionState.REPLACED}),
    EditionState.RECEIPTED: frozenset({EditionState.REPLACED}),
    EditionState.WITHDRAWN: frozenset(),
    EditionState.REPLACED: frozenset(),
}
AWAITS: Final[dict[EditionState, str]] = {
    EditionState.FROZEN: "whoever keeps the reports",
    EditionState.SENT: "those it was sent to, where a receipt is asked for",
    EditionState.RECEIPTED: "nobody",
    EditionState.WITHDRAWN: "nobody",
    EditionState.REPLACED: "nobody",
}
"""Whose turn it is: every state has an owner."""
OUT: Final = frozenset({EditionState.SENT, EditionState.RECEIPTED, EditionState.REPLACED})
"""States in which others than its makers read an edition."""


class Standing(StrEnum):
    """Where a report stands, as follows from its editions."""

    DUE = "due"
    FROZEN = "frozen"
    SENT = "sent"
    RECEIPTED = "receipted"
    DROPPED = "not needed"
