"""What a measure of a plan counts, by what operator and how often. As data, without Django."""

from enum import StrEnum
from typing import Final


class Operator(StrEnum):
    """How a value is held against its threshold. Blank where the plan gives none."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EXACTLY = "="


class Unit(StrEnum):
    """What a threshold counts (R11.06)."""

    COUNCILS_PERCENT = "percent_of_LAs"
    COUNCILS = "count_of_LAs"
    PARTICIPANTS_PERCENT = "percent_of_participants"
    PARTNERS_PERCENT = "percent_of_partners"
    ITEMS_PERCENT = "percent_of_items"
    COUNT = "count"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    FTE = "FTE"
    CHANGE_PERCENT = "percent_change"
    PER_MONTH = "per_month"
    PER_QUARTER = "per_quarter"
    PER_YEAR = "per_year"
    MILESTONE = "milestone"
    DOCUMENT = "document"


SHARES: Final = frozenset({Unit.COUNCILS_PERCENT, Unit.PARTICIPANTS_PERCENT, Unit.PARTNERS_PERCENT, Unit.ITEMS_PERCENT})
"""Units whose threshold is a percentage of something: a value is n of N."""

OF_COUNCILS: Final = frozenset({Unit.COUNCILS_PERCENT, Unit.COUNCILS})
"""Units that count councils, so that an exemption changes the result."""

DONE: Final = frozenset({Unit.MILESTONE, Unit.DOCUMENT})
"""Units that are done or not."""

RATES: Final = frozenset({Unit.PER_MONTH, Unit.PER_QUARTER, Unit.PER_YEAR})
"""Units that ask for something in each month, quarter or year: they are judged by their instances."""

LENGTHS: Final = frozenset({Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS})
"""Units of time taken; the value is the longest that was taken."""


class Recurrence(StrEnum):
    """How often a measure asks for the same again; each time is an instance (R11.14)."""

    MONTHLY = "monthly"
    TWO_MONTHLY = "every two months"
    QUARTERLY = "quarterly"
    SIX_WEEKLY = "six-weekly"
    TERMLY = "termly"
    HALF_YEARLY = "twice a year"
    PER_EVENT = "per event"


class KpiKind(StrEnum):
    """What kind of KPI the plan calls it."""

    ACTION = "Action"
    PERFORMANCE = "Performance"
    UNSPECIFIED = "unspecified"


_WORDS: Final[dict[Unit, tuple[str, str]]] = {
    Unit.COUNCILS_PERCENT: ("council", "councils"),
    Unit.COUNCILS: ("council", "councils"),
    Unit.PARTICIPANTS_PERCENT: ("participant", "participants"),
    Unit.PARTNERS_PERCENT: ("partner", "partners"),
    Unit.ITEMS_PERCENT: ("item", "items"),
    Unit.COUNT: ("", ""),
    Unit.DAYS: ("day", "days"),
    Unit.WORKING_DAYS: ("working day", "working days"),
    Unit.WEEKS: ("week", "weeks"),
    Unit.MONTHS: ("month", "months"),
    Unit.FTE: ("FTE", "FTE"),
    Unit.CHANGE_PERCENT: ("per cent more", "per cent more"),
    Unit.PER_MONTH: ("month", "months"),
    Unit.PER_QUARTER: ("quarter", "quarters"),
    Unit.PER_YEAR: ("time", "times"),
    Unit.MILESTONE: ("", ""),
    Unit.DOCUMENT: ("", ""),
}


def words_for(unit: Unit | None, many: bool) -> str:
    """The unit as a noun after a number; blank where the denominator says it better."""
    return _WORDS[unit][many] if unit else ""
