"""The states of a file of records, and which may follow which. Data, not code."""

from enum import StrEnum


class FileState(StrEnum):
    """Where a file stands."""

    LODGED = "lodged"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    PURGED = "purged"


S = FileState

FILE_TRANSITIONS: dict[FileState, frozenset[FileState]] = {
    S.LODGED: frozenset({S.ACCEPTED, S.REFUSED, S.PURGED}),
    S.ACCEPTED: frozenset({S.PURGED}),
    S.REFUSED: frozenset(),
    S.PURGED: frozenset(),
}
LIVE = frozenset({S.LODGED, S.ACCEPTED})
"""States in which a file has content. Of one dataset, council and period at most one file is in each of them: an
accepted file stands while another waits, and is purged when that one is accepted."""
AWAITS: dict[FileState, str] = {
    S.LODGED: "the processor",
    S.ACCEPTED: "nobody",
    S.REFUSED: "the council",
    S.PURGED: "nobody",
}
"""Whose turn it is: every state has an owner."""
