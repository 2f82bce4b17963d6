"""What must not be told: which counts are small, and how closely an attacker may come to them.

A policy is data. The named ones are those of the field; any other is made with `Policy(...)`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class PolicyError(ValueError):
    """A policy that contradicts itself, or a name that no policy has."""


class Aim(StrEnum):
    """What complementary suppression loses least of."""

    CELLS = "fewest cells"
    VALUE = "least information"


_OF_SMALL_COUNTS: Final = (0, -1)
"""Stands for the range of small counts, whatever that is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A rule of disclosure control for counts.

    * Counts from `smallest` to `largest` are hidden (primary suppression). True zeros are shown, so everybody knows
      that a hidden cell holds at least 1.
    * `protection` is the protection interval: whatever the attacker computes from all that is published, they must not
      be able to place a hidden small count inside it. By default it is the range of small counts itself, so that
      nobody can be sure that a cell is small. None asks for less: only that no hidden count is known exactly.
    * `aim` says what the complementary suppression loses least of: cells, or information. The information in a count n
      is taken as log2(1 + n) bits, the size of the number that is lost.

    Raises PolicyError for a range or an interval that is none, and for an aim there is not.
    """

    name: str
    smallest: int = 1
    largest: int = 5
    protection: tuple[int, int] | None = _OF_SMALL_COUNTS
    aim: Aim = Aim.CELLS

    def __post_init__(self) -> None:
        """Refuse ranges that are none."""
        if not 1 <= self.smallest <= self.largest:
            raise PolicyError(
                f"Policy {self.name!r} hides counts from {self.smallest} to {self.largest}, which is no range. "
                "Give 1 <= smallest <= largest; true zeros are always shown."
            )
        if self.protection == _OF_SMALL_COUNTS:
            object.__setattr__(self, "protection", (self.smallest, self.largest))
        if self.aim not in list(Aim):
            raise PolicyError(
                f"Policy {self.name!r} aims at {self.aim!r}. There are: {', '.join(map(repr, map(str, Aim)))}."
            )
        object.__setattr__(self, "aim", Aim(self.aim))
        if self.protection is not None and not self.protection[0] <= self.protection[1]:
            raise PolicyError(f"Policy {self.name!r} has the protection interval {self.protection}, which is empty.")

    def is_small(self, count: float) -> bool:
        """Whether the rule hides this count for its own sake."""
        return self.smallest <= count <= self.largest


DFE_1_5: Final = Policy(name="dfe-1-5")
"""Counts from 1 to 5 are hidden, as in the Department for Education's statistics of children looked after."""
DFE_1_9: Final = Policy(name="dfe-1-9", largest=9)
"""Counts from 1 to 9 are hidden, for audiences and subjects that ask for more."""
POLICIES: Final = {policy.name: policy for policy in (DFE_1_5, DFE_1_9)}


def policy_named(policy: "Policy | str") -> Policy:
    """A policy itself, or the one of that name. Raises PolicyError naming those there are."""
    if isinstance(policy, Policy):
        return policy
    if policy not in POLICIES:
        raise PolicyError(f"There is no policy {policy!r}. There are: {', '.join(POLICIES)}.")
    return POLICIES[policy]
