"""What the reports refuse, as one visible tree. Each message says what is not possible now and what to do."""

from collections.abc import Mapping

from riia.alliance.access.policies import PolicyError


class ReportError(PolicyError):
    """Something about reports may not happen now."""


class NotYours(ReportError):
    """The person acting may not do this in this region."""


class Changed(ReportError):
    """What is kept is not what was frozen: the fingerprint does not fit."""


class Incomplete(ReportError):
    """Fields are missing or wrong. `problems` says for each by name what to do."""

    def __init__(self, message: str, problems: Mapping[str, str]) -> None:
        super().__init__(message)
        self.problems = dict(problems)
