"""Periods, days and indicators as people write them at a prompt.

What can be meant in one way only is taken, and the answer says as what. What can be meant in several is refused with
the codes of each: the library itself takes codes alone.
"""

import re
from calendar import month_name
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Final

from riia.commands.refusals import Refused
from riia.indicators.definitions import UnknownDefinition, catalogue
from riia.indicators.definitions.countings import countings, find
from riia.indicators.model import Period, PeriodError, day_in_words

_MONTHS: Final = {name.casefold()[:3]: number for number, name in enumerate(month_name) if name}
_MONTH: Final = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_SPAN: Final = r"(\d{4}) ?[-/\u2013] ?(?:20)?(\d{2})"
_QUARTER: Final = r"(?:q|qtr|quarter) ?([1-4])"
_QUARTERS: Final = (rf"(?:fy ?)?{_SPAN}[ ,:/-]*{_QUARTER}", rf"{_QUARTER}[ ,:/-]*(?:of )?(?:fy ?)?{_SPAN}")
_YEAR_ENDING: Final = r"(?:ye|year (?:ending|to|ended)|y/e) ?(?:31 ?(?:st)? )?(?:mar[a-z]*|03|3)[ /-]*(\d{4})"
_YEAR_FIRST: Final = r"ye ?(\d{4})[-/ ]?0?3"
_DAYS: Final = (r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", rf"(\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? (\d{{4}})")
_A_MONTH: Final = (rf"{_MONTH}[ -]?(\d{{4}})", r"(\d{4})[-/](\d{1,2})", r"(\d{1,2})[-/](\d{4})")
_BETWEEN: Final = re.compile(
    r" ?(?:\.\.|\bto\b|\buntil\b|\bthrough\b| [-\u2013] |\u2013|(?<=\d{4})-(?=\d{1,2}/)|(?<=[a-z])-(?=[a-z])) ?"
)
_NAMES: Final = {
    "s47": "section-47-enquiries", "s47s": "section-47-enquiries", "section-47": "section-47-enquiries",
    "uasc": "cla-uasc", "cin": "children-in-need", "contacts": "initial-contacts", "rereferrals": "repeat-referrals",
    "re-referrals": "repeat-referrals", "elective-home-education": "ehe",
}  # fmt: skip
"""What teams call an indicator, besides its title."""
_LIST: Final = "`riia figures indicators` lists them all."


def day_meant(text: str, option: str) -> date:
    """A day as people write it, the day before the month. Raises Refused."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        found = _day(_tidy(text))
    if found is None:
        raise Refused(f"{option} {text} is not a day. Write it as 2025-09-30 or 30/09/2025.")
    return found


def period_meant(text: str) -> Period:
    """The period of a code, or of words that can only mean that period. Raises PeriodError, and Refused for a month."""
    try:
        return Period.parse(text)
    except PeriodError as error:
        found = _loosely(text)
        if found is None:
            raise error from None
        return found


def addresses_meant(given: Iterable[str]) -> list[str]:
    """Indicators by address, number in the memorandum (1.3), title or the teams' own word for it. Raises Refused."""
    return [_address(one.strip()) for text in given for one in text.split(",") if one.strip()]


def _tidy(text: str) -> str:
    return " ".join(text.strip().casefold().split())


def _loosely(text: str) -> Period | None:
    tidy = _tidy(text)
    for at, pattern in enumerate(_QUARTERS):
        if found := re.fullmatch(pattern, tidy):
            year, second, quarter = map(int, found.groups() if at == 0 else (*found.groups()[1:], found[1]))
            return Period.financial_quarter(year, quarter) if second == (year + 1) % 100 else None
    if found := re.fullmatch(_YEAR_ENDING, tidy) or re.fullmatch(_YEAR_FIRST, tidy):
        return Period.year_ending_march(int(found[1]))
    if (day := _day(tidy)) is not None:
        return Period.day(day)
    ends = _BETWEEN.split(tidy)
    if len(ends) == 2 and (between := _stretch(*ends)) is not None:
        return _of_days(text, *between)
    if (month := _month(tidy)) is not None:
        return _of_days(text, *month)
    if re.fullmatch(_QUARTER, tidy):
        raise PeriodError(text, "says no year.", f"Write it with the financial year: 2025-26Q{tidy[-1]}.")
    try:
        return Period.parse(tidy.upper().replace(" ", ""))
    except PeriodError:
        return None


def _day(tidy: str) -> date | None:
    if found := re.fullmatch(_DAYS[0], tidy):
        return _date(int(found[3]), int(found[2]), int(found[1]))
    if found := re.fullmatch(_DAYS[1], tidy):
        return _date(int(found[3]), _MONTHS[found[2]], int(found[1]))
    try:
        return date.fromisoformat(tidy) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", tidy) else None
    except ValueError:
        return None


def _month(tidy: str) -> tuple[date, date] | None:
    """The first and last day of a month."""
    for at, pattern in enumerate(_A_MONTH):
        if found := re.fullmatch(pattern, tidy):
            parts = (
                (found[2], _MONTHS[found[1]]) if at == 0 else (found[1], found[2]) if at == 1 else (found[2], found[1])
            )
            year, month = int(parts[0]), int(parts[1])
            first = _date(year, month, 1)
            after = _date(year + month // 12, month % 12 + 1, 1) if first else None
            return (first, date.fromordinal(after.toordinal() - 1)) if first and after else None
    return None


def _stretch(start: str, end: str) -> tuple[date, date] | None:
    """From one end to the other: days, or whole months, of which the first may leave its year to the second."""
    last = _month(end)
    first = _month(start) or (_month(f"{start} {last[0].year}") if last and re.fullmatch(_MONTH, start) else None)
    days = (first[0], last[1]) if first and last else (_day(start), _day(end))
    return (days[0], days[1]) if days[0] and days[1] else None


def _of_days(text: str, first: date, last: date) -> Period:
    """The period that is just these days. Raises PeriodError with the periods that there are around them."""
    fits = [one for one in _around(first) if (one.start, one.end) == (first, last)]
    if fits:
        return fits[0]
    quarter, year, *_ = _around(last)
    raise PeriodError(
        text,
        f"{day_in_words(first)} to {day_in_words(last)} is not a period that figures are made for.",
        f"Give the quarter {quarter.code} ({day_in_words(quarter.start)} to {day_in_words(quarter.end)}), the year "
        f"{year.code}, or for what is counted on a day that day: {last.isoformat()}.",
    )


def _around(day: date) -> Iterator[Period]:
    """The periods that a day lies in, those of social care first."""
    year = day.year if day.month > 3 else day.year - 1
    yield Period.financial_quarter(year, (day.month - 4) % 12 // 3 + 1)
    yield Period.year_ending_march(year + 1)
    yield Period.calendar_year(day.year)
    yield Period.academic_year(day.year if day.month > 8 else day.year - 1)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _address(text: str) -> str:
    """The address of an indicator, or of one variant of it."""
    name, colon, variant = text.partition(":")
    slug = _slug(name)
    if slug is None:
        near = _near(name)
        tried = f" Did you mean {_or(near)}?" if near else ""
        raise Refused(f"There is no indicator {name!r}.{tried} {_LIST}")
    if not any(one.indicator == slug for one in countings()):
        raise Refused(f"{slug} is published, but none of a council's files that are read here can give it. {_LIST}")
    address = f"{slug}{colon}{variant.strip()}"
    try:
        find(address)
    except UnknownDefinition as error:
        raise Refused(f"{error} {_LIST}") from None
    return address


def _slug(name: str) -> str | None:
    known = {one.slug: one for one in catalogue().indicators}
    tidy = "-".join(re.split(r"[\s_-]+", name.strip().casefold()))
    if tidy in known:
        return tidy
    for one in known.values():
        if name.strip() == f"{one.dataset}.{one.number}" or _tidy(one.title) == _tidy(name):
            return one.slug
    return _NAMES.get(tidy)


def _or(names: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _near(name: str) -> list[str]:
    """Up to three slugs: near in spelling, or with every word of what was written in slug or title."""
    counted = dict.fromkeys(one.indicator for one in countings())
    tidy = "-".join(re.split(r"[\s_-]+", name.strip().casefold()))
    titles: dict[str, Sequence[str]] = {slug: (slug, _tidy(catalogue().indicator(slug).title)) for slug in counted}
    near = get_close_matches(tidy, counted, n=3, cutoff=0.6)
    words = [word for word in tidy.split("-") if word]
    near += [slug for slug, texts in titles.items() if words and all(any(w in t for t in texts) for w in words)]
    return list(dict.fromkeys(near))[:3]
