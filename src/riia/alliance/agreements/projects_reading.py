"""Reading the aggregate CSV of a project: council, indicator, period, value. A file with one bad line is not taken.

Nothing in a file is trusted: it is decoded as UTF-8, bounded in size, and refused with the line, the rule and the
remedy. A column that is not asked for is refused too, as records of single children would come in that way.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from riia.indicators.definitions import Measure
from riia.indicators.model import Period, PeriodError
from riia.indicators.reference import find_place
from riia.indicators.reference.errors import PlaceError
from riia.indicators.returns.canonical import written
from riia.indicators.returns.entries import EntryError, parse_entry, shown
from riia.indicators.returns.nouns import Cell, Item

COLUMNS: Final = ("council", "indicator", "period", "value")
LARGEST: Final = 1024 * 1024
"""Bytes of a file: fifteen councils, a dozen indicators and five years of months fit four times."""
MOST_ROWS: Final = 20_000
MOST_SAID: Final = 40
"""Refusals that are told one by one."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing wrong with a file: the line (0 is the file as a whole), the rule and the remedy in one text."""

    line: int
    words: str

    @property
    def told(self) -> str:
        """With the place in front."""
        return f"Line {self.line} {self.words}" if self.line else self.words


@dataclass(frozen=True, slots=True)
class ReadValue:
    """One line that was read. `value` is written as in a return; empty where the line leaves it blank."""

    line: int
    council: str
    indicator: str
    period: Period
    value: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What a delivery may hold: councils by code, the project's indicators, and the day on which it was received."""

    councils: Mapping[str, str]
    indicators: Mapping[str, Item]
    received_on: date


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says, or why it is not taken: one of the two is empty."""

    values: tuple[ReadValue, ...] = ()
    refusals: tuple[Refusal, ...] = ()


class _Unreadable(ValueError):
    """The file as a whole cannot be read."""


def read_delivery(content: bytes, expected: Expected) -> Read:
    """The values of a file, or everything that is wrong with it, in the order of its lines."""
    try:
        rows = list(_rows(_text(content)))
    except _Unreadable as error:
        return Read(refusals=(Refusal(0, str(error)),))
    values: list[ReadValue] = []
    refusals: list[Refusal] = []
    seen: dict[tuple[str, str, str], int] = {}
    for line, row in rows:
        try:
            value = _value(line, row, expected)
        except ValueError as error:
            refusals.append(Refusal(line, str(error)))
            continue
        key = (value.council, value.indicator, value.period.code)
        if key in seen:
            refusals.append(
                Refusal(line, f"says the same council, indicator and period as line {seen[key]}. Keep one of the two.")
            )
        seen.setdefault(key, line)
        values.append(value)
    if refusals:
        return Read(refusals=_bounded(refusals))
    if not values:
        return Read(refusals=(Refusal(0, "The file has no line after its heading. Add a line for each figure."),))
    return Read(values=tuple(values))


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise _Unreadable(f"The file is larger than {LARGEST // 1024} KB. Send figures only, one file for each period.")
    if b"\x00" in content:
        raise _Unreadable("The file is no CSV text. In the spreadsheet choose Save as, “CSV UTF-8 (comma delimited)”.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _Unreadable(
            f"Line {line} is not UTF-8. In the spreadsheet choose Save as, “CSV UTF-8 (comma delimited)”."
        ) from None


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines after the heading, by column, with their number; blank ones are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heading = next(reader, [])
        columns = _columns(heading)
        for count, row in enumerate(reader, start=1):
            if count > MOST_ROWS:
                raise _Unreadable(f"The file has more than {MOST_ROWS:,} lines. Send one file for each period.")
            if not any(cell.strip() for cell in row):
                continue
            yield reader.line_num, _by_column(columns, row)
    except csv.Error:
        raise _Unreadable(
            f"Line {reader.line_num} cannot be read: a quotation mark opens and does not close, or text follows one. "
            "Put each text that has a comma in it between two quotation marks."
        ) from None


def _columns(heading: Sequence[str]) -> list[str]:
    names = [" ".join(cell.split()).casefold() for cell in heading]
    wanted = ", ".join(COLUMNS)
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        hint = " The columns are separated by commas, not semicolons." if any(";" in cell for cell in heading) else ""
        raise _Unreadable(f"The first line does not name the column {missing[0]}. It names {wanted}.{hint}")
    strange = [cell for cell, name in zip(heading, names, strict=True) if name not in COLUMNS]
    if strange or len(names) != len(COLUMNS):
        which = shown(strange[0]) if strange else "one of them twice"
        raise _Unreadable(
            f"The first line also names {which}. A delivery has {wanted} and nothing else, as nothing about single "
            "children comes in here. Take the other columns out."
        )
    return names


def _by_column(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """A line by column. One with too few or too many cells is kept apart, to be refused with its number."""
    if len(row) != len(columns):
        return {"": str(len(row))}
    return dict(zip(columns, row, strict=True))


def _value(line: int, row: Mapping[str, str], expected: Expected) -> ReadValue:
    if "" in row:
        raise ValueError(f"has {row['']} cells where the heading has {len(COLUMNS)}. Add or take out a comma.")
    slug, item = _indicator(row["indicator"], expected.indicators)
    return ReadValue(
        line,
        _council(row["council"], expected.councils),
        slug,
        _period(row["period"], expected.received_on),
        _number(row["value"], item),
    )


def _council(text: str, councils: Mapping[str, str]) -> str:
    if not text.strip():
        raise ValueError("names no council. Give its name or its three-digit code.")
    if len(text) > 80:
        raise ValueError(f"names the council {shown(text)}, which is longer than any name. Give its three-digit code.")
    try:
        code = str(find_place(text).code)
    except PlaceError as error:
        raise ValueError(f"names a council that is not known. {_short(error)}") from None
    if code not in councils:
        raise ValueError(f"is about {shown(text)}, which is not a council of this alliance. Take the line out.")
    return code


def _indicator(text: str, indicators: Mapping[str, Item]) -> tuple[str, Item]:
    tidy = " ".join(text.split()).casefold()
    for slug, item in indicators.items():
        if tidy in {slug, item.title.casefold()}:
            return slug, item
    known = ", ".join(indicators) or "none yet"
    raise ValueError(
        f"names the indicator {shown(text)}, which the project does not supply. It supplies: {known}. Correct the "
        "name, or enter first what the project supplies."
    )


def _period(text: str, received_on: date) -> Period:
    try:
        period = Period.parse(text.strip())
    except PeriodError as error:
        raise ValueError(f"has the period {shown(text)}, and {error.rule} {_short(error.remedy)}") from None
    if period.end > received_on:
        raise ValueError(
            f"is about {period.label}, which had not ended when the file was received. Correct the period or the day."
        )
    return period


def _number(text: str, item: Item) -> str:
    try:
        value = parse_entry(text, Cell(item.key, Measure.NUMBER), item)
    except EntryError as error:
        raise ValueError(f"has the value {shown(error.text)}, which {error.rule} {error.remedy}") from None
    return "" if value is None else written(value)


def _short(text: object) -> str:
    told = "".join(sign if sign.isprintable() else " " for sign in str(text))
    return f"{told[:300]}..." if len(told) > 300 else told


def _bounded(refusals: list[Refusal]) -> tuple[Refusal, ...]:
    if len(refusals) <= MOST_SAID:
        return tuple(refusals)
    more = len(refusals) - MOST_SAID
    return (*refusals[:MOST_SAID], Refusal(0, f"{more} more lines are refused. Mend these first, then send it again."))
