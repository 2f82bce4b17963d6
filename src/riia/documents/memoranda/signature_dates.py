"""Dates as people write them beside a signature: day first, always (R2.05).

    10 August 2022 · 17 th August 2022 · 3rd Sept. 2022 · 23.08.22 · 26.09.2022 · 14/9/22 · 13/09/2022
    3 May, 2023 · the 3rd day of May 2023 · Wednesday 3 May 2023 · 03-05-23 · 03/05/2023 10:42

A month in words may stand first (May 3, 2023), because it can be read in one way only; in figures the day is first.
What cannot be a date, or could be two, is refused with the rule and what to write instead. Pure: no database.
"""

import re
from calendar import day_abbr, day_name, month_name, monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from riia.documents.dates import EARLIEST_YEAR, LATEST_YEAR, MONTHS, ordinal

_WORDS = re.compile(
    r"(?:th(?:e|is)\s+)?(\d{1,2})\s*(st|nd|rd|th)?,?\s*(?:day\s+)?(?:of\s+)?([a-z]+)\.?,?\s*(?:in\s+the\s+year\s+)?"
    r"[’']?(\d{4}|\d{2})",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})\s*(st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_FIGURES = re.compile(r"(\d{1,2})\s?([./–-])\s?(\d{1,2})\s?([./–-])\s?(\d{4}|\d{2})")
_TIME = re.compile(
    r",?\s+(?:at\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?|hrs|hours)?(?:\s+(?:GMT|BST|UTC))?", re.I
)
_WEEKDAY = re.compile(
    rf"({'|'.join([*day_name, *day_abbr, 'Tues', 'Weds', 'Thur', 'Thurs'])})\b\.?,?\s+", re.IGNORECASE
)
_ISO = re.compile(r"\d{4}[./-]\d{1,2}[./-]\d{1,2}")
_BEFORE_IT = re.compile(r"(?:(?:dated?|signed)(?:\s+(?:this|on|electronically|signed))*\s*:?\s+)+", re.IGNORECASE)

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
    weekday = _WEEKDAY.match(plain)
    plain = plain[weekday.end() :] if weekday else plain
    if (clock := _TIME.search(plain)) and clock.end() == len(plain) and _TIME.sub("", plain):
        plain = plain[: clock.start()]
    day, month, year = _parts(plain.rstrip("."), written)
    found = _real(day, month, _century(year, written, today or datetime.now(ZoneInfo("Europe/London")).date()), written)
    if weekday and not weekday[1].lower().startswith(day_abbr[found.weekday()].lower()):
        raise SignatureDateError(
            f"“{written}”: {found.day} {month_name[found.month]} {found.year} was a {day_name[found.weekday()]}. Check "
            "the day in the document, and write it without the day of the week."
        )
    return found


def _parts(plain: str, written: str) -> tuple[int, int, str]:
    first = _MONTH_FIRST.fullmatch(plain)
    words = _WORDS.fullmatch(plain)
    if words or first:
        if first:
            name, day, ending, year = first.groups()
        else:
            assert words is not None
            day, ending, name, year = words.groups()
        if ending and ending.lower() != ordinal(int(day)):
            raise SignatureDateError(
                f"“{written}”: {day}{ending} is not an ordinal, so it may be another day. "
                f"Check the document and write {day}{ordinal(int(day))}, or the number alone."
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


WAYS_TO_WRITE: Mapping[str, Callable[[date], str]] = {
    "d Month yyyy": lambda day: f"{day.day} {day:%B} {day.year}",
    "d th Month yyyy": lambda day: f"{day.day} {ordinal(day.day)} {day:%B} {day.year}",
    "dth Month yyyy": lambda day: f"{day.day}{ordinal(day.day)} {day:%B} {day.year}",
    "d Mon yyyy": lambda day: f"{day.day} {day:%b} {day.year}",
    "dd.mm.yy": lambda day: f"{day.day:02}.{day.month:02}.{day.year % 100:02}",
    "dd.mm.yyyy": lambda day: f"{day.day:02}.{day.month:02}.{day.year}",
    "d/m/yy": lambda day: f"{day.day}/{day.month}/{day.year % 100:02}",
    "dd/mm/yyyy": lambda day: f"{day.day:02}/{day.month:02}/{day.year}",
}
"""How each way that is understood writes a day."""
