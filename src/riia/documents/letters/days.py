"""Dates, months and financial years as letters write them, with what is wrong with them. Pure."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

MONTHS: Final = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_WEEKDAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905
_MONTH: Final = f"(?P<month>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in MONTHS).replace('Sep(?:t', 'Sept?(?:')})"
_FULL: Final = re.compile(
    rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)}),?\s+)?(?<![\d£,.])(?P<day>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?\s+(?:of\s+)?{_MONTH}\b"
    r"\.?,?(?:\s+(?P<year>\d{4})\b)?"
)
_MONTH_ONLY: Final = re.compile(rf"\b{_MONTH}\.?,?\s+(?P<year>\d{{4}})\b")
_NAMES: Final = rf"(?:{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in MONTHS)})"
_SHARED: Final = re.compile(
    rf"(?<!\d )(?P<months>\b{_NAMES}(?:,\s+{_NAMES}){{0,11}})(?:,|\s+and|\s+&|,\s+and)\s+{_NAMES}\s+(?P<year>\d{{4}})\b"
)
_NUMBERS: Final = re.compile(r"(?<![\d/.])(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})(?![\d/])")
_YEAR: Final = re.compile(
    r"(?<![\d/.£,-])(?P<a>20\d\d|19\d\d|\d\d)\s?[-–/]\s?(?P<b>20\d\d|\d\d)(?![\d/%-]"
    r"|\.\d)(?P<after>\)?\s+financial\s+year)?"
)
_FINANCIAL: Final = re.compile(r"(?:\bFY\s*\(?\s*|financial\s+year\s*\(?\s*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """A date found in a text: where it stands in it, the days it can mean, and what is wrong with it."""

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    problem: str = ""
    no_year: bool = False


def find_dates(text: str) -> Iterator[Written]:
    """Every date or month with a year in a text, in order, and days without a year (`no_year`).

    In "August, November 2020 and February 2021" August has the year that follows.
    """
    taken: list[tuple[int, int]] = []
    found = []
    for hit in _SHARED.finditer(text):
        year = int(hit["year"])
        for name in re.finditer(_MONTH, hit["months"]):
            month = month_number(name[0])
            start = hit.start() + name.start()
            taken.append((start, start + len(name[0])))
            last = date(year, month, monthrange(year, month)[1])
            found.append(Written(start, start + len(name[0]), f"{name[0]} {year}", date(year, month, 1), last))
    for pattern in (_FULL, _NUMBERS, _MONTH_ONLY):
        for hit in pattern.finditer(text):
            if any(hit.start() < end and start < hit.end() for start, end in taken):
                continue
            taken.append(hit.span())
            found.append(_written(hit, pattern))
    yield from sorted(found, key=lambda item: item.start)


def _written(hit: re.Match[str], pattern: re.Pattern[str]) -> Written:
    parts = hit.groupdict()
    said = hit[0].strip(" ,.")
    month = int(parts["month"]) if parts["month"].isdigit() else month_number(parts["month"])
    if parts.get("year") is None:
        day = int(parts["day"])
        wrong = "" if 1 <= day <= monthrange(2024, month)[1] else f"there is no {day} {MONTHS[month - 1]}"
        return Written(hit.start(), hit.end(), said, None, None, wrong, no_year=True)
    year = int(parts["year"])
    if pattern is _MONTH_ONLY:
        return Written(
            hit.start(), hit.end(), said, date(year, month, 1), date(year, month, monthrange(year, month)[1])
        )
    try:
        exact = date(year, month, int(parts["day"]))
    except ValueError:
        named = f"{int(parts['day'])} {MONTHS[month - 1]} {year}" if 1 <= month <= 12 else said
        return Written(hit.start(), hit.end(), said, None, None, f"there is no {named}")
    weekday = parts.get("weekday")
    wrong = ""
    if weekday and _WEEKDAYS[exact.weekday()] != weekday:
        wrong = f"{exact.day} {MONTHS[month - 1]} {year} is a {_WEEKDAYS[exact.weekday()]}, not a {weekday}"
    return Written(hit.start(), hit.end(), said, exact, exact, wrong)


def month_number(name: str) -> int:
    """1 for "January", "Jan" or "jan"."""
    return next(at for at, full in enumerate(MONTHS, 1) if full[:3].lower() == name[:3].lower())


def in_words(day: date) -> str:
    """ "14 December 2023"."""
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class YearWritten:
    """A financial year found in a text. `start` None: it was called a financial year and is none, as "2022/24"."""

    offset: int
    text: str
    start: int | None


def find_years(text: str, *, heading: bool = False) -> Iterator[YearWritten]:
    """Financial years in a text: "2023-24", "2022/23", "2021-2022", "FY (23-24)", "23-24 financial year".

    Two digits on both sides count only beside the words, or in a `heading`, because "16-17" may be an age.
    """
    for hit in _YEAR.finditer(text):
        first, second = hit["a"], hit["b"]
        named = bool(hit["after"]) or bool(_FINANCIAL.search(text[: hit.start()]))
        if len(first) == 2 and not (named or heading):
            continue
        start = int(first) if len(first) == 4 else 2000 + int(first)
        end = int(second) if len(second) == 4 else start // 100 * 100 + int(second)
        said = text[hit.start() : hit.end("b")]
        if end == start + 1 or (start % 100 == 99 and end % 100 == 0):
            yield YearWritten(hit.start(), said, start)
        elif named:
            yield YearWritten(hit.start(), said, None)


def year_of(day: date) -> int:
    """The year in which the financial year of a day begins."""
    return day.year if day.month >= 4 else day.year - 1


def year_ends(start: int) -> tuple[date, date]:
    """First and last day of the financial year that begins in a year."""
    return date(start, 4, 1), date(start + 1, 3, 31)
