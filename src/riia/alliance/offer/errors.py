"""What calls for funding refuse, as one visible tree. Each message says what is not possible now and what to do."""

from collections.abc import Mapping

from riia.alliance.access.policies import PolicyError


class CallError(PolicyError):
    """Something about calls, applications or awards may not happen now."""


class NotYours(CallError):
    """The person acting may not do this in this region, for this council or with this application."""


class Stale(CallError):
    """What was acted on is not what is there now: the page was older than the application."""


class Incomplete(CallError):
    """Parts are missing or wrong. `problems` says for each part by name what to do."""

    def __init__(self, message: str, problems: Mapping[str, str]) -> None:
        super().__init__(message)
        self.problems = dict(problems)
