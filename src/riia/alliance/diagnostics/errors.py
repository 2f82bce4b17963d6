"""What self-assessments refuse, as one visible tree. Each message says what is not possible now and what to do."""

from riia.alliance.access.policies import PolicyError


class AssessmentError(PolicyError):
    """Something about a round of self-assessment or a council's own may not happen now."""


class NotYours(AssessmentError):
    """The person acting may not do this at this council or in this region."""


class Stale(AssessmentError):
    """What was decided on is not what is there now: the page was older than the self-assessment."""
