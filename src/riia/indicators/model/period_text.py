"""From text to a Period: exact codes only, and a useful refusal for everything else (R5.01, R11.09, R15.01)."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from riia.indicators.model.periods import Period, PeriodError

_SPAN = r"(?P<year>\d{4})-(?P<second>\d{2})"
_CODES: tuple[tuple[re.Pattern[str], Callable[[int, int], Period]], ...] = tuple(
    (re.compile(pattern, re.ASCII), make)
    for pattern, make in (
        (r"YE(?P<year>\d{4})-03", lambda year, _: Period.year_ending_march(year)),
        (r"CY(?P<year>\d{4})", lambda year, _: Period.calendar_year(year)),
        (r"CY(?P<year>\d{4})Q(?P<number>\d)", Period.calendar_quarter),
        (rf"AY{_SPAN}", lambda year, _: Period.academic_year(year)),
        (rf"AY{_SPAN}T(?P<number>\d)", Period.academic_term),
        (rf"FY{_SPAN}", lambda year, _: Period.financial_year(year)),
        (rf"{_SPAN}Q(?P<number>\d)", Period.financial_quarter),
    )
)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# What people write instead of codes.
_YEAR = re.compile(r"(?P<year>\d{4})", re.ASCII)
_TWO_YEARS = re.compile(r"(?P<year>\d{4}) ?[-/–]? ?(?:20)?(?P<second>\d{2})", re.ASCII)
_QUARTER_THEN_YEAR = re.compile(r"Q(?P<quarter>\d) ?(?:OF )?(?P<year>\d{4})", re.ASCII)
_YEAR_THEN_QUARTER = re.compile(r"(?P<year>\d{4}) ?[-/]? ?Q(?P<quarter>\d)", re.ASCII)
_QUARTER_THEN_YEARS = re.compile(r"Q(?P<quarter>\d) ?(?P<year>\d{4}) ?[-/–] ?(?:20)?(?P<second>\d{2})", re.ASCII)

_FORMS = (
    "YE2025-03 (year ending 31 March 2025), CY2024 (calendar year), AY2024-25 (academic year), AY2024-25T1 (autumn "
    "term), FY2025-26 (financial year), 2025-26Q2 (financial quarter), CY2025Q3 (calendar quarter), 2024-09-30 (a day)"
)


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """The period of an exact code.

    Raises PeriodError with the text, the rule broken, the remedy and, for text that people write in more than one
    sense ("2024", "2024/25", "Q3 2025"), the codes of every reading.
    """
    period = _exact(text)
    if period is not None:
        return period
    _refuse_ambiguous(text)
    tidy = text.strip().upper()
    if tidy != text and _exact(tidy) is not None:
        remedy = f"Codes have no spaces and use capital letters: did you mean {tidy}?"
    else:
        remedy = f"Use one of the forms: {_FORMS}."
    raise PeriodError(text, "this is not a period code.", remedy)


def _exact(text: str) -> Period | None:
    """The period if `text` has the form of a code, else None. PeriodError if the form names no period."""
    for pattern, make in _CODES:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            year = int(parts["year"])
            if "second" in parts and int(parts["second"]) != (year + 1) % 100:
                raise PeriodError(
                    text,
                    "the two years of a span follow each other.",
                    f"Did you mean {year}-{(year + 1) % 100:02d}?",
                )
            return make(year, int(parts.get("number", "0")))
    if not _ISO_DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise PeriodError(text, "there is no such day in the calendar.", "Check day and month.") from None
    return Period.day(day)


def _refuse_ambiguous(text: str) -> None:
    """Raise PeriodError with the readings when `text` is something people write for more than one period."""
    readings = readings_of(text)
    if len(readings) == 1:
        raise PeriodError(text, "this is not a period code.", f"Did you mean {readings[0].code}?", (readings[0].code,))
    if readings:
        listed = "; ".join(f"{period.code} for {period.label}" for period in readings)
        raise PeriodError(
            text,
            "this can mean more than one period, and is not guessed.",
            f"Give one of: {listed}.",
            tuple(period.code for period in readings),
        )


def readings_of(text: str) -> tuple[Period, ...]:
    """The periods that loosely written text could mean: a bare year, a span of years or a quarter of a year.

    Empty for text that is none of these. Used to offer a choice where people enter dates (R11.09, R15.02); the choice
    itself is always a person's.
    """
    tidy = " ".join(text.strip().upper().split())
    if found := _YEAR.fullmatch(tidy):
        year = int(found["year"])
        return _made(
            lambda: Period.calendar_year(year),
            lambda: Period.year_ending_march(year),
            lambda: Period.financial_year(year),
            lambda: Period.academic_year(year),
            lambda: Period.academic_year(year - 1),
        )
    if found := _TWO_YEARS.fullmatch(tidy):
        year = int(found["year"])
        if int(found["second"]) != (year + 1) % 100:
            return ()
        return _made(
            lambda: Period.year_ending_march(year + 1),
            lambda: Period.financial_year(year),
            lambda: Period.academic_year(year),
        )
    if found := _QUARTER_THEN_YEAR.fullmatch(tidy) or _YEAR_THEN_QUARTER.fullmatch(tidy):
        year, quarter = int(found["year"]), int(found["quarter"])
        return _made(
            lambda: Period.calendar_quarter(year, quarter),
            lambda: Period.financial_quarter(year, quarter),
            lambda: Period.financial_quarter(year - 1, quarter),
        )
    if found := _QUARTER_THEN_YEARS.fullmatch(tidy):
        year, quarter = int(found["year"]), int(found["quarter"])
        if int(found["second"]) == (year + 1) % 100:
            return _made(lambda: Period.financial_quarter(year, quarter))
    return ()


def _made(*makers: Callable[[], Period]) -> tuple[Period, ...]:
    """The periods that exist: a quarter 7 or a year 1492 has no reading."""
    made = []
    for make in makers:
        try:
            made.append(make())
        except PeriodError:
            continue
    return tuple(made)
