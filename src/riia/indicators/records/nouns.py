"""What a dataset of single records is: its lists, their fields, and the tables that may be made of them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class FieldKind(StrEnum):
    """How the text of a cell is read."""

    PSEUDONYM = "pseudonym"
    COUNCIL = "council code"
    CODE = "code"
    MONTH = "month"
    WHOLE = "whole number"
    MONEY = "pounds"
    NUMBER_IN_REGISTER = "number in a public register"
    ORGANISATION = "name of an organisation"


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `codes` are code and words; `least` and `most` bound a number."""

    name: str
    kind: FieldKind
    about: str
    codes: tuple[tuple[str, str], ...] = ()
    required: bool = True
    least: int = 0
    most: int = 0

    def words(self, code: str) -> str:
        """What a code means; the code itself where it has no words."""
        return dict(self.codes).get(code, code)


@dataclass(frozen=True, slots=True)
class RecordList:
    """One list of a dataset: a sheet of a workbook, or a CSV file."""

    name: str
    title: str
    fields: tuple[Field, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The headings, in order."""
        return tuple(one.name for one in self.fields)

    def field(self, name: str) -> Field:
        """The field of that name."""
        return next(one for one in self.fields if one.name == name)


@dataclass(frozen=True, slots=True)
class Cut:
    """A table that may be made of a list: counts by these fields, and by no others.

    Several cuts of one file are protected together, so that they cannot be worked out from each other.
    """

    slug: str
    title: str
    of: str
    by: tuple[str, ...]


MOST_DIMENSIONS: Final = 2
"""Beside the council. More would make a cell a child."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A record-level dataset of the data register.

    `prices` says that its records have prices, seen by commissioners only; `named_readers` that only persons on its
    access list lodge and read it; `windowed` that files come in a termly window; `keep_months` how long a file is kept.
    `year` is the kind of year its pseudonyms are made for: "FY" or "AY".
    """

    key: str
    number: int
    title: str
    about: str
    lists: tuple[RecordList, ...]
    cuts: tuple[Cut, ...]
    year: str
    keep_months: int
    prices: bool = False
    named_readers: bool = False
    windowed: bool = False
    _by_name: dict[str, RecordList] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a cut that is finer than allowed or names what the list lacks."""
        self._by_name.update({one.name: one for one in self.lists})
        for cut in self.cuts:
            unknown = set(cut.by) - set(self._by_name[cut.of].names)
            if unknown or not 1 <= len(cut.by) <= MOST_DIMENSIONS:
                raise ValueError(f"{self.key}: the table {cut.slug} is by {cut.by}.")

    def list(self, name: str) -> RecordList:
        """The list of that name."""
        return self._by_name[name]

    def cut(self, slug: str) -> Cut | None:
        """The table of that name, or None."""
        return next((one for one in self.cuts if one.slug == slug), None)


class CutRefused(ValueError):
    """A table was asked for that is not offered. The message says which are."""


def cut_by(dataset: Dataset, of: str, by: tuple[str, ...]) -> Cut:
    """The table of a list by these fields, in any order.

    Raises CutRefused for more fields than a table may have, for fields of another dataset, and for any other table that
    is not in the list of tables: no one asks for a cell by adding what they know about a child.
    """
    own = {name for one in dataset.lists for name in one.names}
    if set(by) - own:
        raise CutRefused(
            f"{dataset.title} has no such field. Datasets are not linked with each other: their pseudonyms differ, and "
            "joining them by what they have in common could name a child."
        )
    if len(by) > MOST_DIMENSIONS:
        raise CutRefused(f"A table is by the council and at most {MOST_DIMENSIONS} fields. {_offered(dataset)}")
    found = next((cut for cut in dataset.cuts if cut.of == of and set(cut.by) == set(by)), None)
    if found is None:
        raise CutRefused(f"This table is not offered. {_offered(dataset)}")
    return found


def _offered(dataset: Dataset) -> str:
    return f"There are: {'; '.join(cut.title for cut in dataset.cuts)}."
