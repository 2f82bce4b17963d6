"""Where the lists are: which sheet is which list, and on which row its headings stand.

A sheet is a list when a row among its first twenty has the headings of one: at least two that belong to that list
alone and the child's (or adopter's) identifier. Where the sheet's name says which list it is ("List_3", "3 Referrals"),
one such heading is enough and the identifier may be missing. Everything else, such as cover, guidance and pivot sheets,
is passed over.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from riia.indicators.readers.annex_a.headings import Matched, match
from riia.indicators.readers.reading import ROW
from riia.indicators.readers.workbook import Sheet
from riia.indicators.tables.annex_a import ANNEX_A, SHARED, SHEET_WORDS
from riia.indicators.tables.schema import TableSchema, folded

HEADING_ROWS: Final = 20
_PLAINLY: Final = 0.8
"""A row with more than this share of a list's headings is its heading row; the rows below need no look."""
_OWN: Final = 2
"""So many headings that belong to one list alone tell it."""
_SHOWN: Final = 3
"""Headings of so many lists below each other are shown, not used."""
_FIRST_CELLS: Final = 4
_LISTS: Final = ANNEX_A.tables
_IDENTIFIERS: Final = frozenset(
    folded(name) for schema in _LISTS for name in (schema.child, *schema.by_name[schema.child].names)
)
_NUMBER: Final = re.compile(r"(?:^|\blist|\blst|\bl|\bannex a)[\s_.\-]*0*(1[01]|[1-9])(?!\d)", re.IGNORECASE)
_SEND: Final = frozenset(
    ["upn", "uln", "senprimaryneed", "dateinitialehcplanissued", "dateupdatedehcplanissued", "dateehcplanlastreviewed",
     "pupilpremium", "suspensions", "permanentexclusions", "maineducationestablishmenturn", "electivehomeeducation"]
)  # fmt: skip
_SEND_ENOUGH: Final = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A list in a sheet. `heading` is the place of the heading row in the sheet's frame, from 0."""

    schema: TableSchema
    sheet: Sheet
    heading: int
    matched: Matched
    titles: tuple[str, ...]
    """What stands above the headings."""
    rivals: tuple[TableSchema, ...] = ()
    """Other lists that the headings and the sheet's name fit as well."""

    @property
    def score(self) -> tuple[bool, bool, bool, int, int]:
        """Of two sheets for one list the higher is the better.

        Shown before hidden, with records before without, named after the list before others; then more headings, then
        more rows. A sheet that only shows what the columns are has the headings of every list, and comes after.
        """
        rows = self.sheet.cells.height - self.heading - 1
        named = hinted(self.sheet.name) == self.schema.name
        return not self.sheet.hidden, rows > 0, named, len(self.matched.columns), rows


def hinted(name: str) -> str | None:
    """The list that the name of a sheet or CSV file says, or None."""
    plain = re.sub(r"[\s_]+", " ", name).strip().lower()
    if number := _NUMBER.search(plain):
        return f"list_{number[1]}"
    # The more telling words first: "care leavers" is not "in care", "adopters" not "adoption".
    for key in ("list_9", "list_11", "list_10", "list_2", "list_5", "list_7", "list_8", "list_6", "list_3", "list_1"):
        if any(re.search(rf"\b{word}", plain) for word in SHEET_WORDS[key]):
            return key
    return "list_4" if "assessment" in plain else None


def locate(sheet: Sheet) -> Found | None:
    """The list that a sheet holds, or None."""
    hint = hinted(sheet.name)
    best: tuple[int, int, Found] | None = None
    rows = top_rows(sheet)
    if _shows_columns(rows):
        return None
    for at, row in enumerate(rows):
        if best and len(best[2].matched.columns) > _PLAINLY * len(best[2].schema.columns):
            break
        if sum(cell is not None for cell in row) < 2:
            continue
        for schema in ANNEX_A.tables:
            named = schema.name == hint
            matched = _matched(row, schema, named=named)
            own = sum(name not in SHARED for name in matched.columns.values())
            if own < (1 if named else _OWN) or not (named or schema.child in matched.columns.values()):
                continue
            found = Found(schema, sheet, at, matched, _titles(rows[:at]))
            # The sheet's name settles what headings alone leave open, but cannot outweigh plainly better headings.
            rank = (own + (1 if named else 0), len(matched.columns), found)
            if best is None or rank[:2] > best[:2]:
                best = rank
            elif rank[:2] == best[:2] and at == best[2].heading:
                best = (*best[:2], replace(best[2], rivals=(*best[2].rivals, schema)))
    return best[2] if best else None


def another_list(row: Sequence[str | None], found: Found) -> TableSchema | None:
    """The other list whose headings a row below those of a list has, or None: two lists on one sheet."""
    here = sum(name not in SHARED for name in match(row, found.schema).columns.values())
    for schema in ANNEX_A.tables:
        if schema is found.schema:
            continue
        columns = match(row, schema).columns.values()
        own = sum(name not in SHARED for name in columns)
        if own >= _OWN and own > here and schema.child in columns:
            return schema
    return None


def _shows_columns(rows: Sequence[Sequence[str | None]]) -> bool:
    """Whether the rows are the headings of one list after the other: a sheet that explains, and holds no list."""
    headed = [row for row in rows if any(cell and folded(cell) in _IDENTIFIERS for cell in row[:_FIRST_CELLS])]
    if len(headed) < _SHOWN:
        return False
    told = set()
    for row in headed:
        own = {
            schema.name: sum(name not in SHARED for name in match(row, schema).columns.values()) for schema in _LISTS
        }
        told.add(max(own, key=lambda name: own[name]))
    return len(told) >= _SHOWN


def _matched(row: Sequence[str | None], schema: TableSchema, *, named: bool) -> Matched:
    """Short headings count where the sheet's name says which list it is and the row has the identifier."""
    plain = match(row, schema)
    if not named:
        return plain
    wide = match(row, schema, named=True)
    return wide if schema.child in wide.columns.values() else plain


def is_send(sheets: Iterable[Sheet]) -> bool:
    """Whether the sheets are those of the area SEND inspection's lists, which are also called Annex A."""
    for sheet in sheets:
        for row in top_rows(sheet):
            if len({folded(cell) for cell in row if cell} & _SEND) >= _SEND_ENOUGH:
                return True
    return False


def top_rows(sheet: Sheet, rows: int = HEADING_ROWS) -> list[tuple[str | None, ...]]:
    """The first rows of a sheet, blank texts as None."""
    cells = sheet.cells.drop(ROW).head(rows)
    return [tuple((cell.strip() or None) if cell else None for cell in row) for row in cells.iter_rows()]


def _titles(rows: Sequence[Sequence[str | None]]) -> tuple[str, ...]:
    """Each row above the headings as one text."""
    return tuple(" ".join(cell for cell in row if cell) for row in rows if any(row))
