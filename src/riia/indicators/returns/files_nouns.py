"""What reading a file gives: answers, typed texts, problems, notes; and the grids of cells that files are read as."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from riia.indicators.model import Missing, Period, PlaceCode, Symbol, Value
from riia.indicators.returns.nouns import Answers, Cell, Heading, Outcome, ReturnError, Weight

_PLAIN_SHEET: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*", re.ASCII)
_PLACES_TOLD: Final = 8
_WITHOUT_SUBJECT: Final = ("is ", "has ", "holds ", "unpacks ", "reaches ")


class ReturnRefused(ReturnError):
    """The file cannot be read at all, and nothing of it was used."""

    def __init__(self, name: str, rule: str, remedy: str) -> None:
        """Build the sentence. `rule` may leave the file out or call it "it"; what is kept is a whole sentence."""
        if rule.startswith(_WITHOUT_SUBJECT):
            rule = f"it {rule}"
        said = f"the file{rule[2:]}" if rule.startswith("it ") else rule
        self.name, self.rule, self.remedy = name, f"{said[:1].upper()}{said[1:]}", remedy
        super().__init__(f"{name} was not read: {rule} {remedy}")


class Way(StrEnum):
    """How a return came, in words."""

    TEMPLATE = "our workbook"
    TABLE = "a table"
    COMPUTED = "figures computed from own files"
    JSON = "JSON"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong or worth knowing in a file.

    `place` is where ("Return!E7", "line 4, value"), `text` what stands there. `weight` None is a note: nothing
    has to be done. `code` is the cause, by which problems are grouped; with the cell it is what an explanation of a
    soft problem is tied to.
    """

    code: str
    place: str
    rule: str
    remedy: str = ""
    cell: Cell | None = None
    text: str = ""
    weight: Weight | None = Weight.HARD

    @property
    def key(self) -> str:
        """By which an explanation is tied to it."""
        return f"{self.code} {self.cell}" if self.cell else self.code


@dataclass(frozen=True, slots=True)
class Cause:
    """Problems with one cause, told once with all their places."""

    problems: tuple[Problem, ...]

    @property
    def words(self) -> str:
        """In one line: the places, the rule and the remedy."""
        first = self.problems[0]
        places = [f"{one.place} ({one.text})" if one.text else one.place for one in self.problems if one.place]
        more = f" and {len(places) - _PLACES_TOLD} more" if len(places) > _PLACES_TOLD else ""
        where = f"{', '.join(places[:_PLACES_TOLD])}{more}: " if places else ""
        return f"{where}{first.rule} {first.remedy}".strip()


def causes(problems: Iterable[Problem]) -> tuple[Cause, ...]:
    """Problems grouped by cause, in the order in which each cause comes first."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for one in problems:
        groups.setdefault((one.code, one.rule, one.remedy), []).append(one)
    return tuple(Cause(tuple(group)) for group in groups.values())


@dataclass(frozen=True)
class ReadReturn:
    """A file as read. Nothing in it is guessed: what is not in `answers` is blank, refused or not in the file.

    `heading` is what the file says of itself, as far as it says it. `typed` is the text of every cell that the file
    has, also of refused ones, and `places` where it stands; `missing` are the cells that it has no place for.
    `unread` are the cells that it has something for which could not be read, with why: they are not blank.
    `problems` must be corrected or explained, `notes` are for knowing. A file of another council, period or form has no
    answers; that alone is told.
    """

    name: str
    way: Way
    heading: Heading | None
    answers: Answers
    typed: Mapping[Cell, str]
    explanations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    missing: tuple[Cell, ...] = ()
    places: Mapping[Cell, str] = field(default_factory=lambda: MappingProxyType({}))
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    unread: Mapping[Cell, Problem] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_usable(self) -> bool:
        """Whether nothing in it must be corrected."""
        return not any(one.weight is Weight.HARD for one in self.problems)

    def not_knocked_on(self, outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
        """The outcomes of checks without those about a cell that could not be read, which say the same once more."""
        unread = {one.cell for one in self.problems if one.cell is not None and one.weight is Weight.HARD}
        return tuple(one for one in outcomes if not unread.intersection(one.cells))


class Kind(StrEnum):
    """What a cell of a file holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TRUTH = "true or false"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Given:
    """A cell of a file. A number is in digits, of a percentage format as the fraction that is stored.

    `is_counted` is False for a formula whose value was never stored. `links` says that a formula takes its value from
    another workbook.
    """

    text: str
    kind: Kind = Kind.TEXT
    is_percent: bool = False
    is_formula: bool = False
    is_counted: bool = True
    links: bool = False

    @property
    def words(self) -> str:
        """The text without spaces around it and with single ones within."""
        return " ".join(self.text.split())


BLANK: Final = Given("")


@dataclass(frozen=True)
class Grid:
    """A sheet of a workbook, or a file without sheets (`sheet` is ""): its filled cells by row and column, both from 1.

    `rows_are` is what a row is called where there is no sheet: a line of a text, a figure of a list in JSON.
    `merged` are blocks as (first row, last row, first column, last column).
    """

    sheet: str
    rows: Mapping[int, Mapping[int, Given]]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    rows_are: str = "line"

    def at(self, row: int, column: int) -> Given:
        """The cell, blank where there is nothing."""
        return self.rows.get(row, {}).get(column, BLANK)

    def place(self, row: int, column: int, heading: str = "") -> str:
        """Where a cell is, in words a person can go to."""
        if not self.sheet:
            return f"{self.rows_are} {row}, {heading}" if heading else f"{self.rows_are} {row}"
        sheet = self.sheet if _PLAIN_SHEET.fullmatch(self.sheet) else "'" + self.sheet.replace("'", "''") + "'"
        return f"{sheet}!{letters(column)}{row}"


def letters(column: int) -> str:
    """A column as Excel calls it: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose return a file says it is, as far as it does, and what it was made with.

    `unknown` are "council" or "period" with a text that names none.
    """

    place: PlaceCode | None = None
    place_name: str = ""
    period: Period | None = None
    form: str = ""
    fingerprint: str = ""
    population: Value = field(default_factory=lambda: Missing(Symbol.NOT_AVAILABLE))
    where: str = ""
    unknown: tuple[tuple[str, str], ...] = ()
