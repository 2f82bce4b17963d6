"""Returns counted by how they came, and against the plan's 95 % in both its readings (R5.07). Pure.

The plan asks for 95 % by the first deadline without saying of what. Of one quarter of 15 councils that is all 15; of a
year of four quarters it is 57 of 60. Both are said, and neither is chosen.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from riia.alliance.returns.policies import ON_TIME, Timeliness
from riia.indicators.model import PeriodKind

ROUNDS_A_YEAR = {
    PeriodKind.FINANCIAL_QUARTER: 4,
    PeriodKind.CALENDAR_QUARTER: 4,
    PeriodKind.ACADEMIC_TERM: 3,
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many returns came how; extended is neither on time nor late."""

    on_time: int = 0
    extended: int = 0
    late: int = 0
    outstanding: int = 0
    overdue: int = 0

    @classmethod
    def of(cls, returns: Iterable[Timeliness]) -> "Counts":
        """Count them."""
        found = Counter(returns)
        return cls(
            found[Timeliness.ON_TIME],
            found[Timeliness.EXTENDED],
            found[Timeliness.LATE],
            found[Timeliness.OUTSTANDING],
            found[Timeliness.OVERDUE],
        )

    def __add__(self, other: "Counts") -> "Counts":
        """Two counts together."""
        return Counts(
            self.on_time + other.on_time,
            self.extended + other.extended,
            self.late + other.late,
            self.outstanding + other.outstanding,
            self.overdue + other.overdue,
        )

    @property
    def total(self) -> int:
        """All returns asked."""
        return self.on_time + self.extended + self.late + self.outstanding + self.overdue

    @property
    def submitted(self) -> int:
        """Those that have come."""
        return self.on_time + self.extended + self.late


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the 95 %: how many of how many have to come on time, and how it stands.

    `missed` are those that can no longer come on time; `settled` says that all have come or missed.
    """

    asked: int
    on_time: int
    missed: int

    @property
    def needed(self) -> int:
        """The fewest that make 95 %."""
        return -(-self.asked * ON_TIME // 100)

    @property
    def met(self) -> bool | None:
        """True once enough came, False once too many cannot, None while it is open."""
        if self.on_time >= self.needed:
            return True
        return False if self.missed > self.asked - self.needed else None

    @property
    def spare(self) -> int:
        """How many more may still miss the deadline."""
        return max(0, self.asked - self.needed - self.missed)


def reading_of_round(counts: Counts, missed_open: int) -> Reading:
    """One quarter by itself. `missed_open` are those not in although the first deadline has passed."""
    return Reading(counts.total, counts.on_time, counts.extended + counts.late + missed_open)


def reading_of_year(rounds: Iterable[Reading], to_come: int, councils: int) -> Reading:
    """The year's rounds together; those `to_come` are counted with the councils of the present one."""
    held = list(rounds)
    asked = sum(one.asked for one in held) + to_come * councils
    return Reading(asked, sum(one.on_time for one in held), sum(one.missed for one in held))
