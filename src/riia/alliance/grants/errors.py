"""What the ledger of grants refuses, as one visible tree. Each message names the place, the rule and the remedy."""

from collections.abc import Mapping

from riia.alliance.access.policies import PolicyError


class GrantError(PolicyError):
    """Something about grants may not happen now."""


class NotYours(GrantError):
    """The person acting may not do this for this region or council."""


class Unfinished(GrantError):
    """A letter cannot be entered as determined yet. `problems` says for each place what to do."""

    def __init__(self, message: str, problems: Mapping[str, str]) -> None:
        super().__init__(message)
        self.problems = dict(problems)
