"""Reading one TOML table strictly: every field is asked for, none is left over, and a mistake names its place."""

import re
from datetime import date
from enum import StrEnum
from typing import Any

from riia.indicators.definitions.errors import DefinitionError

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_ABSENT = object()


class Fields:
    """The fields of one entry of a definition file. Call `done()` last: it refuses fields nobody asked for."""

    def __init__(self, file: str, entry: str, table: object) -> None:
        """Wrap `table`; anything but a TOML table is refused."""
        self.file = file
        self.entry = entry
        if not isinstance(table, dict):
            raise DefinitionError(file, entry, "(entry)", "must be a table of fields.")
        self._table: dict[str, Any] = dict(table)
        self._asked: set[str] = set()

    def problem(self, field: str, words: str) -> DefinitionError:
        """The error to raise about `field` of this entry."""
        return DefinitionError(self.file, self.entry, field, words)

    def has(self, field: str) -> bool:
        """Whether the field is given."""
        return field in self._table

    def raw(self, field: str, default: object = _ABSENT) -> Any:
        """The field as TOML gave it."""
        self._asked.add(field)
        value = self._table.get(field, default)
        if value is _ABSENT:
            raise self.problem(field, "is missing. Every definition gives it.")
        return value

    def text(self, field: str, default: object = _ABSENT) -> str:
        """Words: not blank, no spaces around them."""
        value = self.raw(field, default)
        if value is default and default is not _ABSENT:
            return str(value)
        if not isinstance(value, str) or not value.strip() or value != value.strip():
            raise self.problem(field, f"is {value!r}. Give words, without spaces around them.")
        return value

    def slug(self, field: str) -> str:
        """A name for addresses: lower-case words joined by hyphens."""
        value = self.text(field)
        if not SLUG.fullmatch(value):
            raise self.problem(field, f"is {value!r}. Use lower-case letters and digits, joined by hyphens.")
        return value

    def sentence(self, field: str, default: object = _ABSENT) -> str:
        """A whole sentence, ending in a full stop."""
        value = self.text(field, default)
        if value and not value.endswith("."):
            raise self.problem(field, f"must be a sentence that ends with a full stop; it ends {value[-20:]!r}.")
        return value

    def sentences(self, field: str) -> tuple[str, ...]:
        """A list of sentences; empty when not given."""
        values = self.texts(field)
        for value in values:
            if not value.endswith("."):
                raise self.problem(field, f"holds {value[:40]!r}…, which does not end with a full stop.")
        return values

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of words; empty when not given."""
        values = self.raw(field, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
            raise self.problem(field, "must be a list of words.")
        return tuple(values)

    def whole(self, field: str, *, lowest: int, highest: int) -> int:
        """A whole number in a range."""
        value = self.raw(field)
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise self.problem(field, f"is {value!r}. Give a whole number from {lowest} to {highest}.")
        return value

    def flag(self, field: str) -> bool:
        """true or false; false when not given."""
        value = self.raw(field, False)
        if not isinstance(value, bool):
            raise self.problem(field, f"is {value!r}. Give true or false.")
        return value

    def day(self, field: str) -> date:
        """A date, as TOML writes one: 2026-11-22."""
        value = self.raw(field)
        if type(value) is not date:
            raise self.problem(field, f"is {value!r}. Give a date without quotes, such as 2026-11-22.")
        return value

    def choice[E: StrEnum](self, field: str, kind: type[E]) -> E:
        """One of the words of an enumeration."""
        value = self.raw(field)
        try:
            return kind(value)
        except ValueError:
            words = ", ".join(member.value for member in kind)
            raise self.problem(field, f"is {value!r}. Give one of: {words}.") from None

    def tables(self, field: str) -> list[object]:
        """A list of tables; empty when not given."""
        values = self.raw(field, [])
        if not isinstance(values, list):
            raise self.problem(field, "must be a list of tables ([[...]]).")
        return values

    def mapping(self, field: str) -> dict[str, object]:
        """A small table of names and values; empty when not given."""
        values = self.raw(field, {})
        if not isinstance(values, dict):
            raise self.problem(field, "must be a table of names and values.")
        return {str(name): value for name, value in values.items()}

    def inherit(self, field: str, parent: "Fields") -> "Fields":
        """The table `field` of this entry, or the parent's own table where this entry has none."""
        table = self.raw(field, None)
        return Fields(self.file, f"{self.entry}, {field}", parent._table if table is None else table)

    def done(self) -> None:
        """Refuse fields that no rule knows: most often a spelling mistake."""
        extra = sorted(set(self._table) - self._asked)
        if extra:
            raise self.problem(extra[0], f"is not a field of this entry. Known: {', '.join(sorted(self._asked))}.")
