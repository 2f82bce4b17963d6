"""Dates as people write them beside a signature: day first, always (R2.05).

    10 August 2022 · 17 th August 2022 · 3rd Sept. 2022 · 23.08.22 · 26.09.2022 · 14/9/22 · 13/09/2022

What cannot be a date, or could be two, is refused with the rule and what to write instead. Pure: no database.
"""

import re
from calendar import month_abbr, month_name, monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
MONTHS: Mapping[str, int] = {
    name.lower(): number for names in (month_name, month_abbr) for number, name in enumerate(names) if name
} | {"sept": 9}

_WORDS = re.compile(r"(\d{1,2})\s*(st|nd|rd|th)?\s+(?:of\s+)?([a-z]+)\.?,?\s+(\d{4}|\d{2})", re.IGNORECASE)
_FIGURES = re.compile(r"(\d{1,2})([./-])(\d{1,2})([./-])(\d{4}|\d{2})")
_ISO = re.compile(r"\d{4}[./-]\d{1,2}[./-]\d{1,2}")
_BEFORE_IT = re.compile(r"(?:dated?|signed)\s*:?\s+", re.IGNORECASE)

EXAMPLES = "17 August 2022, 17.08.2022 or 17/8/22"


class SignatureDateError(ValueError):
    """What is written is no date that can be read in one way. The message names the rule and the remedy."""


def parse_signature_date(text: str, *, today: date | None = None) -> date:
    """The day that a date written beside a signature means, read day first.

    Two figures stand for a year from 2000 to the year after `today` (by default the real one); beyond that they could
    as well mean a year of the last century, so four figures are asked for.

    Raises:
        SignatureDateError: there is no such day, or it can be read in more than one way.
    """
    written = " ".join(text.split())
    plain = _BEFORE_IT.sub("", written, count=1) if _BEFORE_IT.match(written) else written
    if not plain:
        raise SignatureDateError(f"Enter the date as it is written beside the signature, such as {EXAMPLES}.")
    day, month, year = _parts(plain.rstrip("."), written)
    return _real(day, month, _century(year, written, today or datetime.now(ZoneInfo("Europe/London")).date()), written)


def _parts(plain: str, written: str) -> tuple[int, int, str]:
    words = _WORDS.fullmatch(plain)
    if words:
        day, ending, name, year = words.groups()
        if ending and ending.lower() != _ordinal(int(day)):
            raise SignatureDateError(
                f"“{written}”: {day}{ending} is not an ordinal, so it may be another day. "
                f"Check the document and write {day}{_ordinal(int(day))}, or the number alone."
            )
        month = MONTHS.get(name.lower())
        if month is None:
            raise SignatureDateError(
                f"“{written}”: {name} is not the name of a month. Write it in full, such as {EXAMPLES}."
            )
        return int(day), month, year
    figures = _FIGURES.fullmatch(plain)
    if figures and figures[2] == figures[4]:
        return int(figures[1]), int(figures[3]), figures[5]
    if _ISO.fullmatch(plain):
        raise SignatureDateError(f"“{written}” has the year first. Dates here begin with the day, such as {EXAMPLES}.")
    raise SignatureDateError(
        f"“{written}” is not a date that can be read in one way. Write day, month and year, such as {EXAMPLES}."
    )


def _century(year: str, written: str, today: date) -> int:
    if len(year) == 4:
        return int(year)
    if int(year) > today.year + 1 - 2000:
        raise SignatureDateError(
            f"“{written}”: {year} can mean 19{year} or 20{year}. Write the year with four figures, as in the document."
        )
    return 2000 + int(year)


def _real(day: int, month: int, year: int, written: str) -> date:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise SignatureDateError(
            f"“{written}”: the year {year} is not between {EARLIEST_YEAR} and {LATEST_YEAR}. Check the year."
        )
    if not 1 <= month <= 12:
        swapped = " If the month stands first in the document, write the day first." if 1 <= day <= 12 else ""
        raise SignatureDateError(
            f"“{written}”: the day comes first, and {month} is not a month from 1 to 12.{swapped}"
            f"{'' if swapped else f' Write it such as {EXAMPLES}.'}"
        )
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise SignatureDateError(
            f"“{written}”: {month_name[month]} {year} has {days} days, so there is no day {day}. Check the day."
        )
    return date(year, month, day)


def _ordinal(day: int) -> str:
    return "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


WAYS_TO_WRITE: Mapping[str, Callable[[date], str]] = {
    "d Month yyyy": lambda day: f"{day.day} {day:%B} {day.year}",
    "d th Month yyyy": lambda day: f"{day.day} {_ordinal(day.day)} {day:%B} {day.year}",
    "dth Month yyyy": lambda day: f"{day.day}{_ordinal(day.day)} {day:%B} {day.year}",
    "d Mon yyyy": lambda day: f"{day.day} {day:%b} {day.year}",
    "dd.mm.yy": lambda day: f"{day.day:02}.{day.month:02}.{day.year % 100:02}",
    "dd.mm.yyyy": lambda day: f"{day.day:02}.{day.month:02}.{day.year}",
    "d/m/yy": lambda day: f"{day.day}/{day.month}/{day.year % 100:02}",
    "dd/mm/yyyy": lambda day: f"{day.day:02}/{day.month:02}/{day.year}",
}
"""How each way that is understood writes a day."""
