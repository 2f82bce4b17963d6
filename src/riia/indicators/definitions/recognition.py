"""Which published table a file is. Its name is the first hint; what stands in it decides.

A file fits a table when it has the columns that are read and those that mark the table, the kind of time the table is
about, and the rows that the definitions look for. A file that fits no table, or several, is refused with what was found
and what to do: nothing is guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum

from riia.indicators.definitions.catalogue import Catalogue
from riia.indicators.definitions.errors import UnknownDefinition
from riia.indicators.definitions.releases import ReleaseTable, table_for
from riia.indicators.readers.published import FileRefused, Layout, PeriodRule, Problem, PublishedFile
from riia.indicators.readers.published.glance import Glance, glance
from riia.indicators.readers.published.table import PublishedTable

_NEAREST = 3
_ALIKE = 0.45
# Columns that many published tables have, and that say nothing about which one a file is.
_COMMON = {
    "time_period", "time_identifier", "geographic_level", "old_la_code", "region_code", "geo_breakdown", "category",
    "breakdown_topic", "breakdown", "characteristic", "number", "percentage",
}  # fmt: skip


class NotRecognised(FileRefused):
    """The columns of a file are those of no table that is read, or of several."""


class SeveralFit(NotRecognised):
    """The contents of a file are those of several tables."""


class _Fit(IntEnum):
    """How far a file fits a table."""

    NOT = 0
    COLUMNS = 1
    SOME_ROWS = 2
    WHOLE = 3


@dataclass(frozen=True, slots=True)
class _Candidate:
    table: ReleaseTable
    layout: Layout
    fit: _Fit
    missing: tuple[str, ...]


def recognise(file: PublishedFile, definitions: Catalogue, address: str = "") -> ReleaseTable:
    """The table that a file is. `address` ("cin/c1") is what a person says it is, and stands above the file's name.

    Raises UnknownDefinition for an address that is no table; NotRecognised when the contents fit no table or several
    and neither name nor person says which, or when they fit another table than the one named; FileRefused when the
    heading cannot be read.
    """
    named = definitions.table(address) if address else _named(file, definitions)
    seen = glance(file)
    candidates = [_candidate(seen, table, definitions) for release in definitions.releases for table in release.tables]
    fitting = [one for one in candidates if one.fit is _Fit.WHOLE]
    if named is not None:
        if not fitting or named in [one.table for one in fitting]:
            return named
        raise _refused(file, _other_than_named(named, fitting, by_name=not address))
    # A table some of whose rows are missing is still that table; the reader then says which rows.
    fitting = fitting or [one for one in candidates if one.fit is _Fit.SOME_ROWS]
    if len(fitting) == 1:
        return fitting[0].table
    if fitting:
        known = ", ".join(_described(one.table) for one in fitting)
        rule = f"has the columns of several published tables: {known}."
        remedy = f"Load it by itself and say which it is: --table {fitting[0].table.address}, for example."
        raise SeveralFit(file.name, [Problem(0, "", "", rule, remedy)])
    raise _refused(file, _nothing_fits(candidates, seen))


def absent_rows(table: PublishedTable, definitions: Catalogue) -> list[Problem]:
    """The rows that definitions look for and the file has under no name, with the nearest it has."""
    found = frozenset(table.frame.select(table.layout.keys).unique().iter_rows()) if table.layout.keys else frozenset()
    wanted = _rows(table.layout, definitions)
    problems = []
    for row in sorted(wanted):
        if not any(_is(row, one, table.layout) for one in found):
            column, value = next(
                (name, value)
                for name, value in row
                if value not in {one[table.layout.keys.index(name)] for one in found} or (name, value) == row[-1]
            )
            have = sorted({one[table.layout.keys.index(column)] for one in found})
            near = get_close_matches(value, have, n=_NEAREST, cutoff=0.4) or have[:_NEAREST]
            words = " and ".join(f"{name} {text!r}" for name, text in row)
            problems.append(
                Problem(0, column, value, f"no row has {words}, which a figure is read from.",
                        f"Give the whole file. If the row was renamed, say so in the definitions; "
                        f"there are: {', '.join(near)}.")
            )  # fmt: skip
    return problems


def _named(file: PublishedFile, definitions: Catalogue) -> ReleaseTable | None:
    try:
        return table_for(file.name, definitions.releases)
    except UnknownDefinition:
        return None


def _candidate(seen: Glance, table: ReleaseTable, definitions: Catalogue) -> _Candidate:
    layout = definitions.layout(table.address)
    missing = tuple(names[0] for names in _columns(layout) if not any(seen.has(name) for name in names))
    if missing or not layout.numbers:
        return _Candidate(table, layout, _Fit.NOT, missing)
    if seen.has("time_identifier"):
        said = {value for (value,) in seen.values(("time_identifier",))}
        if said and not said & layout.period.identifiers:
            return _Candidate(table, layout, _Fit.NOT, (f"time_identifier {min(layout.period.identifiers)!r}",))
    wanted = _rows(layout, definitions)
    if not wanted:
        return _Candidate(table, layout, _Fit.WHOLE, ())
    have = [tuple(layout.renamed.get(value, value) for value in row) for row in seen.values(layout.keys)]
    absent = tuple(
        " and ".join(f"{name} {value!r}" for name, value in row)
        for row in sorted(wanted)
        if not any(_is(row, one, layout) for one in have)
    )
    fit = _Fit.WHOLE if not absent else _Fit.SOME_ROWS if len(absent) < len(wanted) else _Fit.COLUMNS
    return _Candidate(table, layout, fit, absent)


def _columns(layout: Layout) -> list[tuple[str, ...]]:
    """The columns a file of this layout must have, each under all its names."""
    region = "geo_breakdown" if layout.regions_by_name else "region_code"
    place = () if layout.national_only else ("old_la_code", region)
    term = ("time_identifier",) if layout.period is PeriodRule.CENSUS_TERM else ()
    single = ("time_period", "geographic_level", *term, *place, *layout.keys, *layout.marks)
    return [(name,) for name in single] + [column.names for column in layout.numbers if not column.optional]


def _rows(layout: Layout, definitions: Catalogue) -> frozenset[tuple[tuple[str, str], ...]]:
    """The combinations of key values that definitions read in a table."""
    sources = [source for *_, source in definitions.sources[layout.key]]
    return frozenset(tuple(sorted(cell.where.items())) for source in sources for cell in source.cells if cell.where)


def _is(wanted: Iterable[tuple[str, str]], row: tuple[str, ...], layout: Layout) -> bool:
    return all(row[layout.keys.index(name)] == value for name, value in wanted)


def _described(table: ReleaseTable) -> str:
    return f"{table.address} ({table.title})"


def _other_than_named(named: ReleaseTable, fitting: list[_Candidate], *, by_name: bool) -> tuple[str, str]:
    known = " or ".join(_described(one.table) for one in fitting)
    if by_name:
        return (
            f"is named like {_described(named)} and has the contents of {known}.",
            f"Check which file it is; then rename it, or say --table {fitting[0].table.address}.",
        )
    return (
        f"is said to be {_described(named)} and has the contents of {known}.",
        f"Check which file it is; then say --table {fitting[0].table.address}.",
    )


def _nothing_fits(candidates: list[_Candidate], seen: Glance) -> tuple[str, str]:
    """Say which tables come nearest and what they lack."""
    near = sorted(candidates, key=lambda one: (-one.fit, -_likeness(one, seen), one.table.address))
    close = [one for one in near[:_NEAREST] if one.fit or _likeness(one, seen) >= _ALIKE]
    if not close:
        return (
            "has the columns of no published table that is read.",
            "`riia figures indicators` says what is read; give the file as it was published.",
        )
    lacking = "; ".join(f"{_described(one.table)} lacks {', '.join(one.missing[:4])}" for one in close)
    return (
        f"has the columns of no published table that is read. The nearest: {lacking}.",
        f"If it is one of them under new names, say which and its columns are compared: "
        f"--table {close[0].table.address}.",
    )


def _likeness(one: _Candidate, seen: Glance) -> float:
    """The share of a table's own columns that a file has, a name that is only near counting half."""
    own = [names for names in _columns(one.layout) if names[0].lower() not in _COMMON]
    if not own:
        return 0.0
    have = sum(
        1.0 if any(seen.has(name) for name in names)
        else 0.5 if any(get_close_matches(name.lower(), seen.names, n=1, cutoff=0.75) for name in names)
        else 0.0
        for names in own
    )  # fmt: skip
    return have / len(own)


def _refused(file: PublishedFile, said: tuple[str, str]) -> NotRecognised:
    return NotRecognised(file.name, [Problem(0, "", "", *said)])
