"""The states of a document on its way in, and of what a person decides about a finding, as data."""

from django.db.models import TextChoices


class PaperState(TextChoices):
    """Where a document stands. Nothing of it goes anywhere before a person takes it up."""

    WAITING = "waiting", "waiting to be read"
    READING = "reading", "being read"
    READ = "read", "read"
    REFUSED = "refused", "could not be read"
    REMOVED = "removed", "removed"


PAPER_TRANSITIONS: dict[PaperState, frozenset[PaperState]] = {
    PaperState.WAITING: frozenset({PaperState.READING, PaperState.REMOVED}),
    PaperState.READING: frozenset({PaperState.READ, PaperState.REFUSED, PaperState.WAITING, PaperState.REMOVED}),
    PaperState.READ: frozenset({PaperState.WAITING, PaperState.REMOVED}),
    PaperState.REFUSED: frozenset({PaperState.WAITING, PaperState.REMOVED}),
    PaperState.REMOVED: frozenset(),
}
"""To `WAITING` when it is to be read again: as another kind, or because its reading had died."""


class Decision(TextChoices):
    """What a person made of a finding. The text of the document stays as it is written, whatever is decided."""

    ASK = "ask", "Ask the author"
    READ_AS = "read-as", "Read it as"
    LEAVE = "leave", "Leave it as it is"
    NO_FAULT = "no-fault", "It is not a fault"
