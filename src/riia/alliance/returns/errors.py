"""What the return desk refuses, as one visible tree. Each message says what is not possible now and what to do."""

from riia.alliance.access.policies import PolicyError


class DeskError(PolicyError):
    """Something about rounds and returns may not happen now."""


class NotYours(DeskError):
    """The person acting may not do this at this council or in this region."""


class Conflict(DeskError):
    """Somebody else changed the same thing in the meantime. Nothing of theirs is overwritten."""


class Stale(DeskError):
    """What was decided on is not what is there now: the page was older than the return."""
