"""Dates and times as the standard writes them, and whether they exist."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Final

_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_MONTH: Final = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
_MOMENT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)


class Faults(Enum):
    """What is wrong with a date."""

    FORM = "form"
    DAY = "day"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as read. `first` and `last` are the days it may mean: the same but for a month or year.

    `here` is the day in this country, which differs from the one written where the time and zone say so.
    """

    first: date | None = None
    last: date | None = None
    here: date | None = None
    fault: Faults | None = None

    @property
    def day(self) -> date | None:
        """The day, where it is a whole date."""
        return self.first if self.first == self.last else None


@cache
def moment_of(text: str, kind: str = "day") -> Moment:
    """A text as a date of a kind: day, part (a year or month will do) or moment (with time and zone)."""
    if kind != "moment" and (found := _DAY.fullmatch(text)):
        return _whole(*map(int, found.groups()))
    if found := _MOMENT.fullmatch(text):
        return _timed(found)
    if kind == "part" and _YEAR.fullmatch(text):
        year = int(text)
        return Moment(date(year, 1, 1), date(year, 12, 31)) if year else Moment(fault=Faults.DAY)
    if kind == "part" and (found := _MONTH.fullmatch(text)):
        year, month = int(found[1]), int(found[2])
        if not (year and 1 <= month <= 12):
            return Moment(fault=Faults.FORM if year else Faults.DAY)
        after = date(year + month // 12, month % 12 + 1, 1) if year < 9999 else date(9999, 12, 31)
        return Moment(date(year, month, 1), after - timedelta(days=1))
    return Moment(fault=Faults.FORM)


def _whole(year: int, month: int, number: int) -> Moment:
    try:
        day = date(year, month, number)
    except ValueError:
        return Moment(fault=Faults.DAY)
    return Moment(day, day, day)


def _timed(found: re.Match[str]) -> Moment:
    whole = _whole(*map(int, found[1].split("-")))
    if whole.first is None:
        return whole
    hour, minute, second = (int(found[at]) for at in (2, 3, 4))
    ahead, behind = int(found[6] or 0), int(found[7] or 0)
    if hour > 23 or minute > 59 or second > 60 or ahead > 14 or behind > 59:
        return Moment(fault=Faults.TIME)
    offset = timedelta(hours=ahead, minutes=behind) * (-1 if found[5] == "-" else 1)
    at = datetime(whole.first.year, whole.first.month, whole.first.day, hour, minute, min(second, 59), tzinfo=UTC)
    try:
        here = _in_london(at - offset)
    except OverflowError:
        return Moment(fault=Faults.DAY)
    return Moment(whole.first, whole.first, here)


def _in_london(at: datetime) -> date:
    """The day in this country: an hour ahead of UTC from the last Sunday of March to that of October, at one."""
    ends = [_last_sunday(at.year, month) for month in (3, 10)]
    summer = ends[0] <= at < ends[1]
    return (at + timedelta(hours=1 if summer else 0)).date()


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)
