"""What stands in a table: counts, typed gaps, and rows as whoever made them hands them over."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isnan
from typing import Any, Final, Protocol

from riia.indicators.disclosure.dimensions import TableError
from riia.indicators.model import Missing, Number, NumberError, Symbol, SymbolError, Value, parse_value

_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_TELLING: Final = re.compile(r"\d\s*(%|per ?cent)|[£$€]\s*\d|^\d+\s*\(\s*\d")
_RANGE: Final = re.compile(
    r"([<>\u2264\u2265~]|less than|fewer than|under|up to)\s*\d+|\d+\s*([-\u2013]|to|or (less|fewer))\s*\d*",
    re.IGNORECASE,
)
_BELOW: Final = re.compile(r"(?:(<=|\u2264)|<|less than|fewer than)\s*(\d+)", re.IGNORECASE)
_LONGEST_SIGN: Final = 2
MARKS: Final[Mapping[str, Symbol]] = {
    "*": Symbol.SUPPRESSED,
    "[*]": Symbol.SUPPRESSED,
    "C": Symbol.SUPPRESSED,
    "X": Symbol.NOT_AVAILABLE,
    "Z": Symbol.NOT_APPLICABLE,
}
"""Signs that mean one thing only in tables of counts. "-" and ".." do not: their table must explain them."""


class _Frame(Protocol):
    columns: Any


type Data = Iterable[Mapping[str, object]] | Iterable[Sequence[object]] | _Frame
"""Rows as dictionaries; or a heading and rows as lists; or a data frame of polars or pandas."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table's gaps are written: its own `marks`, and what a blank means (None: a blank is refused)."""

    marks: Mapping[str, Symbol]
    blank: Symbol | None = None

    def value(self, given: object, place: str) -> Value:
        """A number or a typed gap. Raises TableError naming the place for anything else."""
        if isinstance(given, Missing | Number):
            return given
        if isinstance(given, Symbol):
            return Missing(given)
        if given is None or _is_nan(given) or (isinstance(given, str) and not given.strip()):
            if self.blank is None:
                raise TableError(
                    f"{place} is blank, and a blank can mean zero, hidden or not collected. Fill it in: 0, c "
                    "(suppressed), x (not available), z (not applicable); or say what blanks mean (blank; --blank)."
                )
            return Missing(self.blank)
        try:
            return self._read(given)
        except SymbolError:
            raise TableError(f"{place} is {given!r}, which is {_remedy(str(given))}") from None
        except NumberError as error:
            raise TableError(f"{place}: {error}") from None

    def _read(self, given: object) -> Value:
        if isinstance(given, str):
            text = given.strip()
            if text in self.marks:
                return Missing(self.marks[text])
            return parse_value(text.replace(",", "") if _THOUSANDS.fullmatch(text) else text, MARKS)
        number = given.item() if hasattr(given, "item") else given  # a number of numpy
        value = Number(number)  # type: ignore[arg-type]  # which refuses what is no number
        if value.value == int(value.value):
            return Number(int(value.value))
        return value


def most_of(given: object) -> int | None:
    """What a hidden count that is printed as "<5" or "fewer than 5" holds at most; None for any other text."""
    found = _BELOW.fullmatch(given.strip()) if isinstance(given, str) else None
    return None if found is None else int(found[2]) - (0 if found[1] else 1)


def without_sign(given: object) -> object:
    """A percentage without its sign: "31%" is 31."""
    return given.strip().removesuffix("%").rstrip() if isinstance(given, str) else given


def _remedy(text: str) -> str:
    """What to do about a text that is neither a number nor a sign known to everybody."""
    text = text.strip()
    if text.endswith("%") and is_telling(text):
        return "a percentage. Say what the column is made of (derived; --percent), or leave it out."
    if _RANGE.fullmatch(text):
        return f'no count but a range. Where it stands for a hidden count, say so (marks; --marks "{text}=c").'
    if any(sign.isdigit() for sign in text):
        return "not a number that can be read. Write the count alone, or a sign such as c (suppressed)."
    if len(text) > _LONGEST_SIGN and text.replace(" ", "").isalpha():
        return (
            "neither a count nor a known sign. Where the column has labels, say which one has the counts (value; "
            "--value COLUMN); where it is a sign, say what it means (marks; --marks)."
        )
    return (
        "neither a count nor a known sign. Known are c, [c], * (suppressed), low, k (more than zero), x, u (not "
        f'available) and z (not applicable). Correct it, or say what it means (marks; --marks "{text}=c").'
    )


def is_range(text: str) -> bool:
    """Whether a text stands for several numbers: "1 to 4", "<5", "5-9"."""
    return _RANGE.fullmatch(text.strip()) is not None


def count_of(value: Value, place: str) -> Value:
    """A value that is a count or a gap. Raises TableError naming the place."""
    if isinstance(value, Number) and (not value.is_count or value.value < 0):
        raise TableError(
            f"{place} is {value}, and counts are whole numbers from 0 on. Say which columns are percentages or "
            "rates (derived figures in code; --percent and --rate on the command line), or leave such rows out. Money "
            "goes to protect_money."
        )
    return value


def is_telling(given: object) -> bool:
    """Whether a text is a number, an amount, a percentage or a count with a percentage behind it."""
    text = str(given).strip() if given is not None else ""
    try:
        return isinstance(parse_value(text.replace(",", "")), Number)
    except (SymbolError, NumberError):
        return _TELLING.search(text) is not None


def decimals_of(given: object) -> int:
    """How many decimals a figure is printed with."""
    text = (
        given.strip().replace(",", "")
        if isinstance(given, str)
        else str(Decimal(repr(given)))
        if isinstance(given, float)
        else str(given)
    )
    whole, point, digits = text.partition(".")
    return len(digits) if point and digits.isdigit() and whole.lstrip("+-").isdigit() else 0


def _is_nan(given: object) -> bool:
    return isinstance(given, float) and isnan(given)


def records(data: Data) -> tuple[tuple[str, ...], list[dict[str, object]]]:
    """Headings and rows of whatever was handed over. Raises TableError where there is no row."""
    if hasattr(data, "to_dicts"):
        rows = data.to_dicts()
    elif hasattr(data, "to_dict"):
        is_plain = type(getattr(data, "index", None)).__name__ in ("RangeIndex", "NoneType")
        rows = (data if is_plain else data.reset_index()).to_dict("records")  # type: ignore[union-attr]
    else:
        rows = list(data)  # type: ignore[arg-type]
        if rows and not isinstance(rows[0], Mapping):
            headings = [str(one) for one in rows[0]]
            rows = [dict(zip(headings, row, strict=True)) for row in rows[1:]]
    if not rows:
        raise TableError("The table has no rows. Give its rows, or the data frame that holds them.")
    return tuple(str(name).strip() for name in rows[0]), [
        {str(name).strip(): row[name] for name in row} for row in rows
    ]
