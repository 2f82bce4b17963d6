"""How dates, numbers, money, periods and missing numbers are written, always the same way.

Filters refuse what they were not made for (`TypeError`), because printing "None" or 0 for a missing number would be
worse than a page that stops.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from django.utils import timezone
from markupsafe import Markup, escape

from riia.alliance.kit.amounts import Absent, Figure, absence, letter

MINUS = "\N{MINUS SIGN}"


class Labelled(Protocol):
    """A stretch of time with a long and a short name."""

    @property
    def label(self) -> str: ...
    @property
    def short_label(self) -> str: ...


def long_date(day: date) -> str:
    """6 January 2026. A moment in time is first brought to the installation's time zone."""
    local = _local(day)
    return f"{local.day} {local:%B %Y}"


def short_date(day: date) -> str:
    """6 Jan 2026, for tables and chips."""
    local = _local(day)
    return f"{local.day} {local:%b %Y}"


def weekday_date(day: date) -> str:
    """Tuesday 6 January 2026, for something a person has to be ready for."""
    return f"{_local(day):%A} {long_date(day)}"


def moment(at: datetime) -> str:
    """6 January 2026 at 2:05pm."""
    return f"{long_date(at)} at {clock_time(at)}"


def clock_time(at: datetime) -> str:
    """2:05pm, and 2pm on the hour; midnight and midday in words."""
    if not isinstance(at, datetime):
        raise TypeError(f"{at!r} has no time of day. Use the filter `date`.")
    local = _local(at)
    assert isinstance(local, datetime)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def number(amount: int | float | Decimal, decimals: int | None = None) -> str:
    """1,234 or 1,234.5 with thousands separators and a true minus sign, rounded half away from zero.

    Without `decimals` the number keeps the digits it has.
    """
    exact = _decimal(amount)
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(exact):,f}"
    return f"{MINUS}{text}" if exact < 0 else text


def signed(amount: int | float | Decimal, decimals: int | None = None) -> str:
    """A difference: +12, −3.5, 0."""
    text = number(amount, decimals)
    nought = not any(digit in text for digit in "123456789")
    return text.removeprefix(MINUS) if nought else text if text.startswith(MINUS) else f"+{text}"


def pounds(pence: int, *, whole: bool = False) -> str:
    """£1,234.56 from 123456 pence, exactly. With `whole`, .00 is left out; pence that are there stay."""
    if isinstance(pence, bool) or not isinstance(pence, int):
        raise TypeError(f"{pence!r} is not a whole number of pence. Money is kept in pence as int.")
    sign = MINUS if pence < 0 else ""
    units, rest = divmod(abs(pence), 100)
    return f"{sign}£{units:,}" if whole and not rest else f"{sign}£{units:,}.{rest:02d}"


def period(stretch: Labelled) -> str:
    """The long name of a period: "year ending 31 March 2025"."""
    return stretch.label


def short_period(stretch: Labelled) -> str:
    """The short name of a period, for table headings and axes: "2025"."""
    return stretch.short_label


def shown(figure: Figure | float | Decimal, decimals: int | None = None, unit: str = "") -> Markup:
    """A number with its unit, or the symbol of a missing one with its words for screen readers and on hover."""
    missing = absence(figure)
    return symbol(missing) if missing is not None else escape(in_words(figure, decimals, unit))


def in_words(figure: Figure | float | Decimal, decimals: int | None = None, unit: str = "") -> str:
    """A number with its unit as plain text, or the reason why there is none: for sentences and text alternatives."""
    missing = absence(figure)
    if missing is not None:
        return missing.words
    amount: Any = getattr(figure, "value", figure if isinstance(figure, int | float | Decimal) else None)
    return number(amount, decimals) + unit_suffix(unit)


def symbol(absent: Absent) -> Markup:
    """The published letter of a missing number. Its words are read aloud and shown on hover; `key_line` prints them."""
    return Markup(
        '<abbr class="kit-symbol" title="{words}"><span aria-hidden="true">{letter}</span>'
        '<span class="govuk-visually-hidden">{words}</span></abbr>'
    ).format(letter=letter(absent), words=absent.words)


def unit_suffix(unit: str) -> str:
    """How a unit follows a number: % touches it, words stand apart."""
    return unit if unit in ("", "%") else f"\N{NO-BREAK SPACE}{unit}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 item, 2 items: the number with the fitting word."""
    return f"{number(count)} {one if count == 1 else many or f'{one}s'}"


def and_list(names: list[str] | tuple[str, ...]) -> str:
    """Names as a sentence reads them: "Derby, Leicester and Nottingham"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def iso(day: date) -> str:
    """The machine form for `<time datetime>`."""
    return _local(day).isoformat()


def _local(day: date) -> date:
    if not isinstance(day, date):
        raise TypeError(f"{day!r} is not a date.")
    return timezone.localtime(day) if isinstance(day, datetime) and timezone.is_aware(day) else day


def _decimal(amount: int | float | Decimal) -> Decimal:
    if isinstance(amount, bool) or not isinstance(amount, int | float | Decimal):
        raise TypeError(f"{amount!r} is not a number. A missing number is shown with the filter `shown`.")
    exact = Decimal(repr(amount)) if isinstance(amount, float) else Decimal(amount)
    if not exact.is_finite():
        raise TypeError(f"{amount!r} is not a finite number. Say why it is missing.")
    return exact


FILTERS: dict[str, Callable[..., Any]] = {
    "date": long_date,
    "short_date": short_date,
    "weekday_date": weekday_date,
    "datetime": moment,
    "time": clock_time,
    "iso": iso,
    "number": number,
    "signed": signed,
    "pounds": pounds,
    "period": period,
    "short_period": short_period,
    "shown": shown,
    "in_words": in_words,
    "symbol": symbol,
    "letter": letter,
    "plural": plural,
    "and_list": and_list,
}
