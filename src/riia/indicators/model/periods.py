"""Stretches of time with codes, as used in files, addresses and the machine interface.

| kind              | code          | days                          |
|-------------------|---------------|-------------------------------|
| year ending March | `YE2025-03`   | 1 April 2024 to 31 March 2025 |
| financial year    | `FY2024-25`   | the same days, for money      |
| calendar year     | `CY2024`      | 1 January to 31 December      |
| academic year     | `AY2024-25`   | 1 September to 31 August      |
| academic term     | `AY2024-25T1` | T1 autumn, T2 spring, T3 summer |
| financial quarter | `2025-26Q2`   | July to September 2025        |
| calendar quarter  | `CY2025Q3`    | July to September 2025        |
| day               | `2024-09-30`  | that day, for a snapshot      |

A term's code says which term, not which days: those are each council's own (R15.01). Without a council's dates a term
has the national ones, on which entitlement to a school or early years place turns: terms begin on 1 September,
1 January and 1 April. `Period.academic_term(..., start=, end=)` gives the days of one council, which `places` holds.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import total_ordering
from typing import Final

from riia.indicators.model.days import day_in_words

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
_DAY: Final = timedelta(days=1)
_TERMS: Final = {1: "autumn", 2: "spring", 3: "summer"}
# How far a council's own term may reach outside the academic year: some schools begin in August.
_TERM_SLACK: Final = timedelta(days=31)


class PeriodError(ValueError):
    """Text or numbers do not name one period. Carries the text, the rule, the remedy and the possible readings."""

    def __init__(self, text: str, rule: str, remedy: str, readings: tuple[str, ...] = ()) -> None:
        """Build the message from its parts; `readings` are the codes that an ambiguous text could mean."""
        self.text = text
        self.rule = rule
        self.remedy = remedy
        self.readings = readings
        super().__init__(f"{text!r}: {rule} {remedy}")


class PeriodKind(StrEnum):
    """The kinds of period."""

    YEAR_ENDING_MARCH = "year ending 31 March"
    FINANCIAL_YEAR = "financial year"
    CALENDAR_YEAR = "calendar year"
    ACADEMIC_YEAR = "academic year"
    ACADEMIC_TERM = "academic term"
    FINANCIAL_QUARTER = "financial quarter"
    CALENDAR_QUARTER = "calendar quarter"
    DAY = "day"


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, both ends included. Make one with `parse` or with the constructor of its kind.

    Periods sort by first day, then last day, then code. Two periods are equal when code and days are the same.
    """

    code: str
    kind: PeriodKind
    start: date
    end: date

    # Makers

    @classmethod
    def parse(cls, code: str) -> "Period":
        """The period of a code. Raises PeriodError for anything that is not exactly a code, and never guesses."""
        from riia.indicators.model.period_text import parse_period  # it needs Period, so it cannot come first

        return parse_period(code)

    @classmethod
    def year_ending_march(cls, year: int) -> "Period":
        """The year ending 31 March of `year`, as children's social care statistics count (`YE2025-03`)."""
        code = f"YE{_year(year)}-03"
        return cls(code, PeriodKind.YEAR_ENDING_MARCH, date(year - 1, 4, 1), date(year, 3, 31))

    @classmethod
    def financial_year(cls, year: int) -> "Period":
        """The financial year that starts on 1 April of `year`, for grants and spending (`FY2025-26`)."""
        return cls(f"FY{_span(year)}", PeriodKind.FINANCIAL_YEAR, date(year, 4, 1), date(year + 1, 3, 31))

    @classmethod
    def calendar_year(cls, year: int) -> "Period":
        """The calendar year, as SEN2 figures count (`CY2024`)."""
        return cls(f"CY{_year(year)}", PeriodKind.CALENDAR_YEAR, date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def academic_year(cls, year: int) -> "Period":
        """The academic year that starts on 1 September of `year` (`AY2024-25`)."""
        return cls(f"AY{_span(year)}", PeriodKind.ACADEMIC_YEAR, date(year, 9, 1), date(year + 1, 8, 31))

    @classmethod
    def academic_term(cls, year: int, term: int, *, start: date | None = None, end: date | None = None) -> "Period":
        """Term 1 autumn, 2 spring or 3 summer of the academic year that starts in `year` (`AY2025-26T1`).

        Give both `start` and `end` for one council's term; without them the term has the national dates.
        """
        code = f"AY{_span(year)}T{term}"
        if term not in _TERMS:
            raise PeriodError(code, "a term is 1 (autumn), 2 (spring) or 3 (summer).", "Give one of these.")
        national = _national_term(year, term)
        if start is None and end is None:
            return cls(code, PeriodKind.ACADEMIC_TERM, *national)
        if start is None or end is None:
            raise PeriodError(code, "a council's term has a first and a last day.", "Give both, or neither.")
        around = cls.academic_year(year)
        if start > end or start < around.start - _TERM_SLACK or end > around.end:
            raise PeriodError(
                code,
                f"{day_in_words(start)} to {day_in_words(end)} is not a term of the {around.label}.",
                "Check the council's term dates and the academic year.",
            )
        return cls(code, PeriodKind.ACADEMIC_TERM, start, end)

    @classmethod
    def financial_quarter(cls, year: int, quarter: int) -> "Period":
        """Quarter 1 (April to June) to 4 (January to March) of the financial year that starts in `year`."""
        code = f"{_span(year)}Q{_quarter(quarter)}"
        first = date(year, 3 * quarter + 1, 1) if quarter < 4 else date(year + 1, 1, 1)
        return cls(code, PeriodKind.FINANCIAL_QUARTER, first, _three_months_on(first) - _DAY)

    @classmethod
    def calendar_quarter(cls, year: int, quarter: int) -> "Period":
        """Quarter 1 (January to March) to 4 (October to December) of a calendar year."""
        code = f"CY{_year(year)}Q{_quarter(quarter)}"
        first = date(year, 3 * quarter - 2, 1)
        return cls(code, PeriodKind.CALENDAR_QUARTER, first, _three_months_on(first) - _DAY)

    @classmethod
    def day(cls, day: date) -> "Period":
        """One day, for a snapshot such as a census day (`2024-09-30`)."""
        _year(day.year)
        day = date(day.year, day.month, day.day)  # a datetime is a date too, and would not equal one
        return cls(day.isoformat(), PeriodKind.DAY, day, day)

    # Words

    @property
    def label(self) -> str:
        """The period in full: "year ending 31 March 2025", "July to September 2025 (Q2 2025-26)"."""
        match self.kind:
            case PeriodKind.YEAR_ENDING_MARCH:
                return f"year ending 31 March {self.end.year}"
            case PeriodKind.FINANCIAL_YEAR:
                return f"financial year {self._span}"
            case PeriodKind.CALENDAR_YEAR:
                return f"calendar year {self.start.year}"
            case PeriodKind.ACADEMIC_YEAR:
                return f"academic year {self._span.replace('-', '/')}"
            case PeriodKind.ACADEMIC_TERM:
                return f"{_TERMS[self._number]} term {self._span.replace('-', '/')}"
            case PeriodKind.FINANCIAL_QUARTER | PeriodKind.CALENDAR_QUARTER:
                return f"{self.start:%B} to {self.end:%B} {self.end.year} ({self.short_label})"
            case PeriodKind.DAY:
                return day_in_words(self.start)

    @property
    def short_label(self) -> str:
        """The period for a table heading or an axis, where the kind is said elsewhere: "2025", "Q2 2025-26"."""
        match self.kind:
            case PeriodKind.YEAR_ENDING_MARCH:
                return str(self.end.year)
            case PeriodKind.FINANCIAL_YEAR:
                return self._span
            case PeriodKind.CALENDAR_YEAR:
                return str(self.start.year)
            case PeriodKind.ACADEMIC_YEAR:
                return self._span.replace("-", "/")
            case PeriodKind.ACADEMIC_TERM:
                return f"{_TERMS[self._number].capitalize()} {self._span.replace('-', '/')}"
            case PeriodKind.FINANCIAL_QUARTER:
                return f"Q{self._number} {self._span}"
            case PeriodKind.CALENDAR_QUARTER:
                return f"Q{self._number} of calendar {self.start.year}"
            case PeriodKind.DAY:
                return f"{self.start.day} {self.start:%b %Y}"

    def __str__(self) -> str:
        """The code."""
        return self.code

    # Neighbours

    def previous(self) -> "Period":
        """The period of the same kind just before this one. Terms answer with national dates."""
        return self._step(-1)

    def next(self) -> "Period":
        """The period of the same kind just after this one. Terms answer with national dates."""
        return self._step(1)

    def same_period_last_year(self) -> "Period":
        """The same year, quarter, term or day one year earlier; 29 February answers 28 February."""
        match self.kind:
            case PeriodKind.FINANCIAL_QUARTER | PeriodKind.CALENDAR_QUARTER:
                return self._step(-4)
            case PeriodKind.ACADEMIC_TERM:
                return self._step(-3)
            case PeriodKind.DAY:
                leap_day = (self.start.month, self.start.day) == (2, 29)
                back = self.start.replace(year=self.start.year - 1, day=28 if leap_day else self.start.day)
                return Period.day(back)
            case _:
                return self._step(-1)

    def contains(self, day: date) -> bool:
        """True when `day` is in the period, first and last day included."""
        return self.start <= date(day.year, day.month, day.day) <= self.end

    def quarters(self) -> "tuple[Period, Period, Period, Period]":
        """The four quarters of a year: financial ones of a year ending March, calendar ones of a calendar year.

        Raises PeriodError for other kinds: an academic year is not made of either sort of quarter.
        """
        match self.kind:
            case PeriodKind.YEAR_ENDING_MARCH | PeriodKind.FINANCIAL_YEAR:
                make = Period.financial_quarter
            case PeriodKind.CALENDAR_YEAR:
                make = Period.calendar_quarter
            case _:
                raise PeriodError(
                    self.code,
                    f"{self.label} is not made of whole quarters.",
                    "Ask a year ending March, a financial year or a calendar year.",
                )
        year = self.start.year
        return make(year, 1), make(year, 2), make(year, 3), make(year, 4)

    def terms(self) -> "tuple[Period, Period, Period]":
        """The three terms of an academic year, with national dates. Raises PeriodError for other kinds."""
        if self.kind is not PeriodKind.ACADEMIC_YEAR:
            raise PeriodError(self.code, f"{self.label} is not made of terms.", "Ask an academic year.")
        year = self.start.year
        return Period.academic_term(year, 1), Period.academic_term(year, 2), Period.academic_term(year, 3)

    @property
    def has_national_term_dates(self) -> bool:
        """True for a term whose days are the national ones and not yet those of a council."""
        return self.kind is PeriodKind.ACADEMIC_TERM and (self.start, self.end) == _national_term(
            self.named_year, self._number
        )

    @property
    def named_year(self) -> int:
        """The first year that the code names: 2025 in `YE2025-03`, 2024 in `AY2024-25T2`, 2025 in `2025-26Q4`."""
        return int(self.code.lstrip("YECAF")[:4])

    def __lt__(self, other: object) -> bool:
        """Earlier first day, then earlier last day, then code."""
        if not isinstance(other, Period):
            return NotImplemented
        return self._key < other._key

    # Inside

    @property
    def _key(self) -> tuple[date, date, str]:
        return self.start, self.end, self.code

    @property
    def _span(self) -> str:
        return _span(self.named_year)

    @property
    def _number(self) -> int:
        """The number of the quarter or term, the last character of the code."""
        return int(self.code[-1])

    def _step(self, by: int) -> "Period":
        year = self.named_year
        match self.kind:
            case PeriodKind.YEAR_ENDING_MARCH:
                return Period.year_ending_march(year + by)
            case PeriodKind.FINANCIAL_YEAR:
                return Period.financial_year(year + by)
            case PeriodKind.CALENDAR_YEAR:
                return Period.calendar_year(year + by)
            case PeriodKind.ACADEMIC_YEAR:
                return Period.academic_year(year + by)
            case PeriodKind.ACADEMIC_TERM:
                years, term = divmod(self._number - 1 + by, 3)
                return Period.academic_term(year + years, term + 1)
            case PeriodKind.FINANCIAL_QUARTER:
                years, quarter = divmod(self._number - 1 + by, 4)
                return Period.financial_quarter(year + years, quarter + 1)
            case PeriodKind.CALENDAR_QUARTER:
                years, quarter = divmod(self._number - 1 + by, 4)
                return Period.calendar_quarter(year + years, quarter + 1)
            case PeriodKind.DAY:
                return Period.day(self.start + by * _DAY)


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodError(
            str(year), f"years run from {FIRST_YEAR} to {LAST_YEAR}.", "Check the year; two digits are not enough."
        )
    return year


def _span(year: int) -> str:
    return f"{_year(year)}-{(year + 1) % 100:02d}"


def _quarter(quarter: int) -> int:
    if quarter not in (1, 2, 3, 4):
        raise PeriodError(f"Q{quarter}", "a year has quarters 1 to 4.", "Give one of these.")
    return quarter


def _three_months_on(first: date) -> date:
    return date(first.year + (first.month + 3 > 12), (first.month + 2) % 12 + 1, 1)


def _national_term(year: int, term: int) -> tuple[date, date]:
    """The terms that fix when a child's entitlement begins: from 1 September, 1 January and 1 April."""
    return {
        1: (date(year, 9, 1), date(year, 12, 31)),
        2: (date(year + 1, 1, 1), date(year + 1, 3, 31)),
        3: (date(year + 1, 4, 1), date(year + 1, 8, 31)),
    }[term]
