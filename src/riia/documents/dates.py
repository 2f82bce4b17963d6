"""Dates as English official documents write them, and the days each can mean. Pure.

A day, a month ("by October 2025": its last day counts), a quarter, a financial year, or a stretch from one to another.
What is written is kept; what cannot be, or can be two things, is said and nothing is guessed. Days come first, always.
"""

import re
from bisect import bisect_right
from calendar import day_name, month_abbr, month_name, monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

MONTHS: Final[Mapping[str, int]] = {
    name.lower(): number for names in (month_name, month_abbr) for number, name in enumerate(names) if name
} | {"sept": 9}
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


class Problem(StrEnum):
    """What is wrong with a date. The value is the code of the rule."""

    IMPOSSIBLE = "DATE-IMPOSSIBLE"
    NO_YEAR = "DATE-NO-YEAR"
    WEEKDAY = "DATE-WEEKDAY"
    QUARTER = "DATE-QUARTER"
    ORDER = "DATE-ORDER"


class Basis(StrEnum):
    """How a mention says when."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "financial year"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Context:
    """What the rest of the document says about its dates.

    `written` is the day of the document itself. `first` and `last` are the days it speaks of, such as those of its
    financial year. `quarters` is "financial" or "calendar" where the document shows which it counts by.
    """

    written: date | None = None
    first: date | None = None
    last: date | None = None
    quarters: str = ""

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years the document speaks of, the likelier first."""
        said = [day.year for day in (self.written, self.first, self.last) if day is not None]
        return tuple(dict.fromkeys([*said, *(year + 1 for year in said)]))


NOWHERE: Final = Context()


@dataclass(frozen=True, slots=True)
class Span:
    """One way to read a mention: the days from `first` to `last`, in words."""

    words: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text. `start` is its place there, in letters from 0.

    `first` and `last` are the earliest and latest day it can mean; None where it means no day or the year is not said.
    `readings` are the ways to read it, one where it is clear. `day` and `month` are kept where the year is missing.
    """

    as_written: str
    start: int
    basis: Basis
    readings: tuple[Span, ...] = ()
    problems: tuple[tuple[Problem, str], ...] = ()
    day: int | None = None
    month: int | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.as_written)

    @property
    def first(self) -> date | None:
        return min((reading.first for reading in self.readings), default=None)

    @property
    def last(self) -> date | None:
        return max((reading.last for reading in self.readings), default=None)

    @property
    def due(self) -> date | None:
        """The last day it allows, where it can be read in one way."""
        return self.readings[0].last if len(self.readings) == 1 else None


def financial_year(starts: int) -> tuple[date, date]:
    """The first and last day of the financial year that begins in a calendar year."""
    return date(starts, 4, 1), date(starts + 1, 3, 31)


def quarter(number: int, year: int, *, financial: bool) -> tuple[date, date]:
    """The days of a quarter of the calendar year, or of the financial year that begins in it."""
    month = number * 3 - 2
    if financial:
        month, year = (month + 3, year) if number < 4 else (1, year + 1)
    return date(year, month, 1), date(year, month + 2, monthrange(year, month + 2)[1])


def in_words(day: date) -> str:
    """ "31 March 2026"."""
    return f"{day.day} {month_name[day.month]} {day.year}"


def ordinal(day: int) -> str:
    """The letters after a day: 1 has "st"."""
    return "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def date_mentions(text: str, *, context: Context = NOWHERE) -> list[DateMention]:
    """Every date in a text, in order."""
    found: list[DateMention] = []
    starts: list[int] = []
    for finder in (_ranges, _days, _figures, _quarters, _years, _months):
        for mention in finder(text, context):
            # What a wider finder took is no date of its own.
            at = bisect_right(starts, mention.start)
            after = at < len(found) and found[at].start < mention.end
            if not after and not (at and mention.start < found[at - 1].end):
                starts.insert(at, mention.start)
                found.insert(at, mention)
    return found


def _broken(name: str) -> str:
    """A month's name with at most one break in it, as extraction leaves it: "Decembe r", or a hyphen and a new line."""
    parts = [name, *(rf"{name[:at]}(?:\s|-\s?\n){name[at:]}" for at in range(2, len(name)) if len(name) > 4)]
    return "|".join(parts)


_MONTH: Final = "(?:" + "|".join(_broken(name) for name in month_name if name) + ")"
_SHORT: Final = "(?:" + "|".join(name for name in month_abbr if name) + r"|Sept)\b\.?"
_NAME: Final = rf"(?P<month>{_MONTH}\b|{_SHORT})"
_YEAR: Final = r"(?P<year>\d{4}(?!\d)|[’'‘]\d{2}(?!\d)|\d{2}(?=\s*(?:[.;)\]]|$)))"
_WEEKDAY: Final = "|".join([*day_name, "Mon", "Tues?", "Wed", "Weds", "Thurs?", "Thu", "Fri", "Sat", "Sun"])
_NO_MORE: Final = r"(?!\d|\s?%|[./-]\d)"
_DAY: Final = re.compile(
    rf"(?:\b(?P<weekday>{_WEEKDAY})\b\.?,?\s+)?(?:\bthe\s+)?(?<![\d./£-])(?P<day>\d{{1,2}})\s?(?P<ending>st|nd|rd|th)?,?"
    rf"\s*(?:day\s+)?(?:of\s+)?\s?{_NAME}(?:\s*,?\s*{_YEAR})?{_NO_MORE}",
    re.IGNORECASE,
)
_DAY_AFTER: Final = re.compile(
    rf"(?:\b(?P<weekday>{_WEEKDAY})\b\.?,?\s+)?\b{_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,\s*(?P<year>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_MONTH_ONLY: Final = re.compile(
    rf"(?:\b(?P<end>(?:the\s+)?end\s+(?:of\s+)?)(?:the\s+month\s+of\s+)?)?\b{_NAME}\s*,?\s*(?P<year>\d{{4}}|[’'‘]\d{{2}})(?![\d/])"
    r"(?!\s?[-–]\s?\d\d?\b)",
    re.IGNORECASE,
)
_MONTH_BARE: Final = re.compile(
    rf"\b(?:by|before|until|no later than)\s+(?:the\s+)?(?P<end>(?:early|mid|late|end(?:\s+of)?)[\s-]+)?{_NAME}"
    r"(?!\s*(?:\d|,?\s*(?:each|every|annually|next|this|last|of)\b|\w))",
)
_FIGURES: Final = re.compile(
    r"(?<![\d./-])(?:(?P<iso>\d{4})-(?P<iso_month>\d{1,2})-(?P<iso_day>\d{1,2})"
    r"|(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2}))(?![\d/-]|\.\d)"
)
_FY_AFTER: Final = r"(?P<from>(?:20)?\d{2})\s?[-–/]\s?(?P<to>(?:20)?\d{2})(?![\d/]|-\d)"
_QUARTER: Final = re.compile(
    rf"(?:\b(?P<before>(?:FY\s?)?(?:20)?\d\d\s?[-–/]\s?(?:20)?\d\d)\s*,?\s*)?"
    rf"\b(?:[Qq]|[Qq]tr\s?|[Qq]uarter\s)(?P<number>[1-4])\b(?:\s*,?\s*(?:\(|of\s+|in\s+)?\s*(?:the\s+)?(?:FY\s?)?"
    rf"(?:{_FY_AFTER}|(?P<year>20\d\d)(?![\d/]|\s?[-–]\s?\d)))?"
)
_FINANCIAL: Final = re.compile(
    r"(?<![\d/£,.\w])(?:FY\s?)?(?P<from>20\d\d)\s?(?:[-–/]|to)\s?(?P<to>20\d\d|\d\d)(?![\d/%]|[-.]\d)"
    r"|\bFY\s?\(?(?P<from2>\d\d)\s?[-–/]\s?(?P<to2>\d\d)\b"
    r"|(?<![\d/£,.\w])(?P<from3>\d\d)\s?[-–/]\s?(?P<to3>\d\d)(?=\s+financial\s+year)",
)
_TO: Final = r"\s*(?:[-–—]|\bto\b|\buntil\b|\band\b|&)\s*(?:the\s+)?"
_RANGE: Final = re.compile(
    rf"(?<![\d./£-])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+(?:of\s+)?(?P<one>{_MONTH}|{_SHORT}))?(?:\s+(?P<from_year>\d{{4}}))?"
    rf"(?P<to>{_TO})(?P<last>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_NAME}(?:\s*,?\s*(?P<year>\d{{4}}))?{_NO_MORE}",
    re.IGNORECASE,
)
_MONTH_RANGE: Final = re.compile(
    rf"\b(?P<one>{_MONTH}|{_SHORT})(?:\s+(?P<from_year>\d{{4}}))?\s*(?:[-–—]|\bto\b)\s*{_NAME}\s+(?P<year>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_EACH_YEAR: Final = re.compile(
    r"\s*,?\s*(?:(?:of\s+|in\s+)?(?:each|every|that|any|the\s+(?:same|following|next|previous|relevant|current))\b|annually\b)",
    re.I,
)
_ALWAYS: Final = re.compile(r"\b(?:each|every|annual|annually|yearly)\s+(?:\w+\s+){0,2}$", re.I)


def _month_of(written: str) -> int:
    return MONTHS[re.sub(r"[\s.-]", "", written).lower()]


def _year_of(written: str | None) -> int | None:
    if not written:
        return None
    figures = written.lstrip("’'‘")
    return int(figures) if len(figures) == 4 else 2000 + int(figures)


def _is_name(written: str, *, alone: bool) -> bool:
    """Whether letters that could be the word "may" or "march" are the month."""
    return written[0].isupper() or (not alone and written.lower() not in ("may", "mar", "march", "sun", "sat"))


def _days(text: str, context: Context) -> Iterator[DateMention]:
    for pattern in (_DAY_AFTER, _DAY):
        for match in pattern.finditer(text):
            if _is_name(match["month"], alone=False) or match.groupdict().get("ending"):
                yield _day(match, text, context)


def _day(match: re.Match[str], text: str, context: Context) -> DateMention:
    # "the 3rd of July 2025" is the date; an article before it is not.
    start = match.start("weekday") if match["weekday"] else match.start("day") if match.re is _DAY else match.start()
    written = text[start : match.end()].rstrip(" ,")
    day, month, year = int(match["day"]), _month_of(match["month"]), _year_of(match["year"])
    mention = DateMention(written, start, Basis.DAY, day=day, month=month)
    if year is None:
        return _without_year(mention, match["weekday"] or "", text, context)
    return _dated(mention, year, match["weekday"] or "")


def _dated(mention: DateMention, year: int, weekday: str = "") -> DateMention:
    """A day with its year: checked against the calendar, and against its weekday."""
    day, month = mention.day or 0, mention.month or 0
    if why := _why_impossible(day, month, year):
        return replace(mention, problems=((Problem.IMPOSSIBLE, why),))
    on = date(year, month, day)
    mention = replace(mention, readings=(Span(in_words(on), on, on),))
    if weekday and not _falls_on(on, weekday):
        fits = [other for other in (year - 1, year + 1) if _real(day, month, other, weekday)]
        words = f" It is a {_full(weekday)} in {fits[0]}." if fits else ""
        why = f"{in_words(on)} is a {day_name[on.weekday()]}, not a {_full(weekday)}.{words}"
        return replace(mention, problems=((Problem.WEEKDAY, why),))
    return mention


def _why_impossible(day: int, month: int, year: int) -> str:
    if not 1 <= month <= 12:
        return f"Days come first, and there is no month {month}."
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return f"The year {year} is not between {EARLIEST_YEAR} and {LATEST_YEAR}."
    days = monthrange(year, month)[1]
    if 1 <= day <= days:
        return ""
    leap = f", because {year} is not a leap year" if (day, month) == (29, 2) else ""
    return f"There is no such day: {month_name[month]} {year} has {days} days{leap}."


def _without_year(mention: DateMention, weekday: str, text: str, context: Context) -> DateMention:
    day, month = mention.day or 0, mention.month or 0
    if _EACH_YEAR.match(text, mention.end) or _ALWAYS.search(text[max(0, mention.start - 40) : mention.start]):
        return mention
    if why := _why_impossible(day, month, 2024):  # a leap year: what it does not have, no year has
        why = why.replace(" 2024", "") if "has" in why else why
        return replace(mention, problems=((Problem.IMPOSSIBLE, why),))
    if not weekday:
        return replace(mention, problems=((Problem.NO_YEAR, f"The year is not said.{_likely(day, month, context)}"),))
    years = context.years
    fits = [year for year in years if _real(day, month, year, weekday)]
    if years and not fits:
        said = ", ".join(
            f"a {day_name[date(year, month, day).weekday()]} in {year}"
            for year in sorted(years)
            if _real(day, month, year)
        )
        why = f"The year is not said, and {day} {month_name[month]} is {said}, not a {_full(weekday)}."
        return replace(mention, problems=((Problem.WEEKDAY, why),))
    if context.written and (after := _next_after(context.written, day, month, weekday)):
        # A letter that is dated means the next such day, and its weekday shows it.
        return replace(mention, readings=(Span(in_words(after), after, after),))
    words = f" {_full(weekday)} fits {fits[0]}." if fits else ""
    return replace(mention, problems=((Problem.NO_YEAR, f"The year is not said.{words}"),))


def _likely(day: int, month: int, context: Context) -> str:
    """The days of the document's year that the mention could be: said, not taken."""
    if context.first is None or context.last is None:
        return ""
    within = [
        date(year, month, day)
        for year in range(context.first.year, context.last.year + 1)
        if _real(day, month, year) and context.first <= date(year, month, day) <= context.last
    ]
    return f" Within the document's year it would be {in_words(within[0])}." if len(within) == 1 else ""


def _next_after(written: date, day: int, month: int, weekday: str) -> date | None:
    for year in (written.year, written.year + 1):
        if _real(day, month, year, weekday) and written <= date(year, month, day) <= written + timedelta(days=366):
            return date(year, month, day)
    return None


def _real(day: int, month: int, year: int, weekday: str = "") -> bool:
    if _why_impossible(day, month, year):
        return False
    return not weekday or _falls_on(date(year, month, day), weekday)


def _falls_on(on: date, weekday: str) -> bool:
    return day_name[on.weekday()].lower().startswith(weekday.lower()[:3])


def _full(weekday: str) -> str:
    return next(name for name in day_name if name.lower().startswith(weekday.lower()[:3]))


def _figures(text: str, context: Context) -> Iterator[DateMention]:
    for match in _FIGURES.finditer(text):
        if match["iso"]:
            day, month, year = int(match["iso_day"]), int(match["iso_month"]), int(match["iso"])
        else:
            day, month, year = int(match["day"]), int(match["month"]), _year_of(match["year"]) or 0
            parts = (match["day"], match["month"], match["year"])
            if (
                match["sign"] != "/"
                and len(parts[2]) == 2
                and not (match["sign"] == "." and all(len(part) == 2 for part in parts) and day and month)
            ):
                continue  # 1.2.20 is a clause, 12-05-21 a reference
            if match["sign"] == "/" and len(parts[2]) == 2 and month > 12 and sum(map(int, parts)) == 100:
                continue  # 20/30/50 is how a sum is split
            if match["sign"] == "/" and (len(parts[2]) == 2 and (day > 31 or month > 31)):
                continue
        if match["iso"] and not EARLIEST_YEAR <= year <= LATEST_YEAR:
            continue
        yield _dated(DateMention(match[0], match.start(), Basis.DAY, day=day, month=month), year)


def _months(text: str, context: Context) -> Iterator[DateMention]:
    for match in _MONTH_ONLY.finditer(text):
        if not _is_name(match["month"], alone=True):
            continue
        year, month = _year_of(match["year"]) or 0, _month_of(match["month"])
        if EARLIEST_YEAR <= year <= LATEST_YEAR:
            start = match.start("month")
            yield _month(DateMention(text[start : match.end()], start, Basis.MONTH, month=month), year)
    for match in _MONTH_BARE.finditer(text):
        month = _month_of(match["month"])
        problem = (Problem.NO_YEAR, f"The year is not said.{_likely(1, month, context).replace(' 1 ', ' ')}")
        written = match["month"].rstrip(".")
        yield DateMention(written, match.start("month"), Basis.MONTH, problems=(problem,), month=month)


def _month(mention: DateMention, year: int) -> DateMention:
    month = mention.month or 1
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return replace(mention, readings=(Span(f"{month_name[month]} {year}, to its last day", first, last),))


def _starts(written: str, until: str) -> int | None:
    """The calendar year in which a financial year such as "2025-26" or "25/26" begins; None where it is none."""
    first = int(written) if len(written) == 4 else 2000 + int(written)
    last = int(until) if len(until) == 4 else first // 100 * 100 + int(until)
    return first if last == first + 1 else None


def _quarters(text: str, context: Context) -> Iterator[DateMention]:
    for match in _QUARTER.finditer(text):
        number = int(match["number"])
        said = re.search(r"((?:20)?\d\d)\s?[-–/]\s?((?:20)?\d\d)", match["before"]) if match["before"] else None
        years = (said[1], said[2]) if said else (match["from"], match["to"]) if match["from"] else None
        starts = _starts(*years) if years else None
        mention = DateMention(match[0].rstrip(" ,("), match.start(), Basis.QUARTER)
        if starts is not None:
            yield replace(mention, readings=(_financial_quarter(number, starts),))
        elif match["year"]:
            yield _of_a_year(mention, number, int(match["year"]))
        elif not years and _MONTHS_SAID.match(text, match.end()):
            yield mention  # its months stand beside it
        elif not years:
            yield _bare_quarter(mention, number, context)


def _financial_quarter(number: int, starts: int) -> Span:
    return Span(
        f"quarter {number} of the financial year {starts}-{(starts + 1) % 100:02}",
        *quarter(number, starts, financial=True),
    )


def _of_a_year(mention: DateMention, number: int, year: int) -> DateMention:
    calendar = Span(f"quarter {number} of the calendar year {year}", *quarter(number, year, financial=False))
    readings = (_financial_quarter(number, year), calendar)
    words = " or ".join(f"{in_words(one.first)} to {in_words(one.last)} ({one.words})" for one in readings)
    why = f"It does not say whether quarters of the financial or the calendar year are meant: {words}."
    return replace(mention, readings=readings, problems=((Problem.QUARTER, why),))


def _bare_quarter(mention: DateMention, number: int, context: Context) -> DateMention:
    if context.first is None:
        return mention
    starts = context.first.year if context.first.month >= 4 else context.first.year - 1
    if context.quarters == "financial":
        return replace(mention, readings=(_financial_quarter(number, starts),))
    if context.quarters == "calendar":
        days = quarter(number, context.first.year, financial=False)
        return replace(mention, readings=(Span(f"quarter {number} of the calendar year {context.first.year}", *days),))
    return _of_a_year(mention, number, starts)


def _years(text: str, context: Context) -> Iterator[DateMention]:
    for match in _FINANCIAL.finditer(text):
        written = match["from"] or match["from2"] or match["from3"]
        starts = _starts(written, match["to"] or match["to2"] or match["to3"])
        if starts is not None:
            span = Span(f"the financial year {starts}-{(starts + 1) % 100:02}", *financial_year(starts))
            begin = match.start("from2") if match["from2"] else match.start()
            yield DateMention(text[begin : match.end()], begin, Basis.YEAR, (span,))


def _ranges(text: str, context: Context) -> Iterator[DateMention]:
    for match in _RANGE.finditer(text):
        one, year = match["one"], _year_of(match["year"])
        if not _is_name(match["month"], alone=False) or (one and not _is_name(one, alone=False)):
            continue
        joined = match["to"].strip().lower()
        between = one and year is None and re.search(r"\bbetween\s+$", text[: match.start()], re.I)
        if (joined in ("and", "&") and one and not between) or (
            joined in ("and", "&") and int(match["day"]) >= int(match["last"])
        ):
            continue  # two dates
        if one is None and match["from_year"]:
            continue
        yield from _range(match, one, year)
    for match in _MONTH_RANGE.finditer(text):
        if not _is_name(match["month"], alone=True) or not _is_name(match["one"], alone=True):
            continue
        last_month, year = _month_of(match["month"]), int(match["year"])
        first_month = _month_of(match["one"])
        begins = int(match["from_year"]) if match["from_year"] else year - (first_month > last_month)
        if EARLIEST_YEAR <= begins <= LATEST_YEAR and EARLIEST_YEAR <= year <= LATEST_YEAR:
            first, last = date(begins, first_month, 1), date(year, last_month, monthrange(year, last_month)[1])
            yield _span(DateMention(match[0], match.start(), Basis.RANGE), first, last)


def _range(match: re.Match[str], one: str | None, year: int | None) -> Iterator[DateMention]:
    month = _month_of(match["month"])
    first_month = _month_of(one) if one else month
    mention = DateMention(match[0].rstrip(" ,"), match.start(), Basis.RANGE)
    if year is None:
        # "1 April to 31 March" is every year's.
        problems = ((Problem.NO_YEAR, "The year is not said."),) if one is None else ()
        yield replace(mention, problems=problems)
        return
    begins = int(match["from_year"]) if match["from_year"] else year - (first_month > month)
    for day, of, on in ((int(match["day"]), first_month, begins), (int(match["last"]), month, year)):
        if why := _why_impossible(day, of, on):
            yield replace(mention, problems=((Problem.IMPOSSIBLE, why),))
            return
    yield _span(mention, date(begins, first_month, int(match["day"])), date(year, month, int(match["last"])))


def _span(mention: DateMention, first: date, last: date) -> DateMention:
    if first > last:
        why = f"It ends before it begins: {in_words(first)} comes after {in_words(last)}."
        return replace(mention, problems=((Problem.ORDER, why),))
    return replace(mention, readings=(Span(f"{in_words(first)} to {in_words(last)}", first, last),))


_MONTHS_SAID: Final = re.compile(rf"\s*[(\[:–-]\s*{_NAME}")
_WITH_QUARTER: Final = re.compile(r"\s*[(\[]\s*(?:end\s+(?:of\s+)?)?Q([1-4])\s*[)\]]")
_LETTER_DATE: Final = re.compile(r"(?:date[d]?\s*:?\s*)?(.{6,40})", re.I)


def context_of(lines: Sequence[str]) -> Context:
    """What a document's lines say about its own day, its year and how it counts quarters."""
    written: date | None = None
    for line in lines[:40]:
        head = line.strip(" *_#.")
        for mention in date_mentions(head):
            alone = mention.start <= 8 and mention.end >= len(head) - 1
            if alone and mention.basis is Basis.DAY and mention.due and written is None:
                written = mention.due
    first, last = _spoken_of(lines)
    quarters = ""
    text = "\n".join(lines)
    for mention in date_mentions(text):
        said = _WITH_QUARTER.match(text, mention.end)
        if said and mention.due and mention.basis in (Basis.DAY, Basis.MONTH):
            number = (mention.due.month - 1) // 3 + 1
            is_financial = int(said[1]) == (number - 1 or 4)
            quarters = quarters or ("financial" if is_financial else "calendar" if int(said[1]) == number else "")
    for match in _QUARTER.finditer(text):
        if months := _MONTHS_SAID.match(text, match.end()):
            begins, number = _month_of(months["month"]), int(match["number"])
            is_financial = begins == number * 3 % 12 + 1
            quarters = quarters or ("financial" if is_financial else "calendar" if begins == number * 3 - 2 else "")
    return Context(written, first, last, quarters)


def _spoken_of(lines: Sequence[str]) -> tuple[date | None, date | None]:
    """The financial year that the beginning of a document names, or that most of its dates lie in."""
    for line in lines[:30]:
        for mention in date_mentions(line):
            if mention.basis is Basis.YEAR:
                return mention.first, mention.last
    days = [mention.due for line in lines for mention in date_mentions(line) if mention.due]
    starts = [day.year if day.month >= 4 else day.year - 1 for day in days]
    if len(starts) < 3:
        return None, None
    likeliest = max(set(starts), key=starts.count)
    return financial_year(likeliest) if starts.count(likeliest) * 2 > len(starts) else (None, None)
