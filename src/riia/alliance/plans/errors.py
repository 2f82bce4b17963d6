"""What the plan refuses, as one visible tree. Each message says what is not possible and what to do."""

from collections.abc import Mapping

from riia.alliance.access.policies import PolicyError


class PlanError(PolicyError):
    """Something about a plan, its evidence or decisions may not happen now."""


class NotYours(PlanError):
    """The person acting may not do this in this region or for this KPI."""


class Incomplete(PlanError):
    """Parts are missing or wrong. `problems` says for each part by name what to do."""

    def __init__(self, message: str, problems: Mapping[str, str]) -> None:
        super().__init__(message)
        self.problems = dict(problems)
