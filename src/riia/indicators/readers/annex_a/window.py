"""The days that an extract answers for: the day it was made and the months before it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final, cast

import polars as pl

from riia.indicators.model import day_in_words
from riia.indicators.readers.typed import DAY_FIRST
from riia.indicators.tables.annex_a import ANNEX_A
from riia.indicators.tables.schema import Kind

MONTHS: Final = 6
"""How long before the extract Annex A asks for: lists 1 to 8 six months (10 and 11 twelve, 9 the day itself)."""
_NO_EVENT: Final = re.compile(r"Birth|Review", re.IGNORECASE)
_MONTH: Final = timedelta(days=31)
_MONTH_AND_A_HALF: Final = timedelta(days=45)
_MANY: Final = 30
"""So many events are enough to tell when they stop."""
_FEW: Final = 2
_NAMED: Final = re.compile(
    r"(?<!\d)(?:20\d{2}[ _.\-]?[01]\d[ _.\-]?[0-3]\d|[0-3]\d[ _.\-]?[01]\d[ _.\-]?20\d{2})(?!\d)"
)
_SAID: Final = re.compile(
    r"\b(as\s+at|as\s+of|extract(?:ed)?(?:\s+(?:date|on|run))?|(?:data\s+)?run\s+(?:date|on)|report\s+(?:date|run)"
    r"|date\s+of\s+(?:extract|report|run)|snapshot(?:\s+date)?|data\s+correct\s+(?:at|as\s+at))\b\W{0,4}"
    r"(\d{4}-\d{2}-\d{2}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\s+\d{4})",
    re.IGNORECASE,
)


def stated_day(texts: Iterable[str]) -> date | None:
    """The day that a title says the extract was made, such as "Extract date: 30/09/2024"; None when none says it."""
    days = [day for text in texts for found in _SAID.finditer(text[:2_000]) if (day := _day(found[2]))]
    # Different days in different titles say nothing that can be relied on.
    return days[0] if len(set(days)) == 1 else None


def last_event(tables: Mapping[str, pl.DataFrame], today: date) -> date | None:
    """The latest day on which something happened in the lists and that is not after today.

    Of a list of some length, a few days more than a month after all the others are mistakes in typing, and say nothing.
    """
    days = _events(tables)
    days = days.filter(days <= today)
    if days.is_empty():
        return None
    counted = days.value_counts(name="rows").sort(days.name, descending=True).rows()
    lone = max(_FEW, days.len() // 100) if days.len() >= _MANY else 0
    last = counted[0][0]
    for (day, rows), (earlier, _) in pairwise(counted):
        lone -= rows
        if lone < 0:
            break
        if day - earlier > _MONTH:
            last = earlier
    return cast("date", last)


def doubt(said: date, tables: Mapping[str, pl.DataFrame], today: date) -> tuple[str, int] | None:
    """Why the lists cannot have been made on the day that is said, with how many rows tell it; None when they can.

    A title is easily left standing from the extract before: then every figure would be of the wrong months.
    """
    days = _events(tables)
    later = days.filter(days > said).len()
    if later > max(_FEW, days.len() // 50):
        return f"{later:,} of its {days.len():,} events are later", later
    last = last_event(tables, today)
    if last is not None and days.len() >= _MANY and said - last > _MONTH_AND_A_HALF:
        return f"its last event is of {day_in_words(last)}", 1
    return None


def day_in_name(name: str) -> date | None:
    """The day in the name of a file, such as "AnnexA_2024-09-30.xlsx" or "Lists 30.09.2024.xlsx"; None without one."""
    for found in _NAMED.finditer(name):
        plain = re.sub(r"[ _.\-]", "", found[0])
        day = _read(plain, ("%Y%m%d",)) or _read(plain, ("%d%m%Y",))
        if day:
            return day
    return None


def _events(tables: Mapping[str, pl.DataFrame]) -> pl.Series:
    """The days of what happened: every date but births, and reviews, of which some lists give the next one."""
    found = [
        frame[column.name].rename("day")
        for name, frame in tables.items()
        for column in ANNEX_A[name].columns
        if column.kind is Kind.DATE and column.name in frame.columns and not _NO_EVENT.search(column.name)
    ]
    return pl.concat(found).drop_nulls() if found else pl.Series("day", [], dtype=pl.Date)


def _day(text: str) -> date | None:
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text, flags=re.IGNORECASE)
    return _read(plain, ("%Y-%m-%d", *DAY_FIRST))


def _read(text: str, layouts: Sequence[str]) -> date | None:
    for layout in layouts:
        try:
            day = datetime.strptime(" ".join(text.split()), layout).date()  # noqa: DTZ007 # a day has no time zone
        except ValueError:
            continue
        if day.year > 1990:
            return day
    return None
