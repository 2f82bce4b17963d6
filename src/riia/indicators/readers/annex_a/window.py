"""The days that an extract answers for: the day it was made and the months before it."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

import polars as pl

from riia.indicators.readers.typed import DAY_FIRST
from riia.indicators.tables.annex_a import ANNEX_A
from riia.indicators.tables.schema import Kind

MONTHS: Final = 6
"""How long before the extract Annex A asks for: lists 1 to 8 six months (10 and 11 twelve, 9 the day itself)."""
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


def last_event(tables: dict[str, pl.DataFrame], today: date) -> date | None:
    """The latest day in the lists that is not after today; days of birth say nothing about the extract."""
    latest: list[date] = []
    for name, frame in tables.items():
        days = [
            column.name
            for column in ANNEX_A[name].columns
            if column.kind is Kind.DATE and column.name != "Date of Birth" and column.name in frame.columns
        ]
        for column in days:
            found = frame[column].filter(frame[column] <= today).max()
            if isinstance(found, date):
                latest.append(found)
    return max(latest, default=None)


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
