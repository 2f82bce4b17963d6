"""Money against dates: what a line is profiled to spend before it can, or after everything it pays for is due (R12.10).

Pure. Quarters are those of the financial year: Q2 is July to September.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Funded:
    """A line with its money by quarter in pence, the due dates of what it pays for, and what it has to wait for.

    `waits_for` are promises (a post filled, criteria approved) without which nothing can be spent. `dues` are the last
    due dates of its KPIs; None stands for one without a date, which may well be due all year. `unreadable` are those
    that have a date which does not exist: they are left out, and that is said.
    """

    key: str
    label: str
    quarters: tuple[int | None, ...]
    dues: Mapping[str, date | None]
    waits_for: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def pays_for_what_follows(self) -> bool:
        """It waits for all the KPIs it is for, such as a post: its money is spent from then on, not until then."""
        return bool(self.dues) and set(self.dues) <= {each.partition("/")[0] for each in self.waits_for}


class When(StrEnum):
    BEFORE = "before its enabler"
    AFTER = "after everything it pays for is due"


@dataclass(frozen=True, slots=True)
class Mistimed:
    """Money of one quarter at the wrong time. `because` is the promise it waits for, or the KPI due last."""

    key: str
    label: str
    quarter: int
    pence: int
    when: When
    because: str
    day: date
    unreadable: tuple[str, ...] = ()


def quarter_of(year: int, number: int) -> tuple[date, date]:
    """First and last day of a quarter of the financial year that begins in April of `year`."""
    first = date(year + (number == 4), (4, 7, 10, 1)[number - 1], 1)
    following = date(year + (number >= 3), (7, 10, 1, 4)[number - 1], 1)
    return first, following - timedelta(days=1)


def quarter_at(day: date, year: int) -> int:
    """Which quarter of that financial year a day falls in; 0 before the year and 5 after it."""
    if day < quarter_of(year, 1)[0]:
        return 0
    return next((number for number in (1, 2, 3, 4) if day <= quarter_of(year, number)[1]), 5)


def mistimed(lines: Iterable[Funded], days: Mapping[str, date | None], year: int) -> Iterator[Mistimed]:
    """Money profiled in a quarter that ends before what it waits for, or begins after all its KPIs are due.

    `days` says when each promise is done, by the plan or in a simulation. What is not known raises nothing.
    """
    for line in lines:
        known = [(day, key) for key in line.waits_for if (day := days.get(key)) is not None]
        enabler = max(known, default=None)
        last = None if line.pays_for_what_follows else _last(line.dues)
        for number, pence in enumerate(line.quarters, start=1):
            if not pence:
                continue
            first, end = quarter_of(year, number)
            if enabler is not None and end < enabler[0]:
                yield Mistimed(line.key, line.label, number, pence, When.BEFORE, enabler[1], enabler[0])
            elif last is not None and first > last[0]:
                yield Mistimed(line.key, line.label, number, pence, When.AFTER, last[1], last[0], line.unreadable)


def _last(dues: Mapping[str, date | None]) -> tuple[date, str] | None:
    """The KPI due last; None where there is none, or where one has no date: it may well be due later."""
    if not dues or None in dues.values():
        return None
    return max((day, key) for key, day in dues.items() if day is not None)


def total(found: Sequence[Mistimed]) -> int:
    """All the money of these, in pence."""
    return sum(each.pence for each in found)
