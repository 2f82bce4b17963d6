"""Tables that `riia protect` and `riia attack` are given: files, and what the options say of their layout."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from cyclopts import Group, Parameter

from riia.commands.layout_options import (
    about,
    as_written,
    assigned,
    column,
    listed,
    near,
    of_columns,
    options_of,
    pairs_in,
)
from riia.commands.option_words import in_options
from riia.commands.refusals import Refused
from riia.commands.table_files import LINE, Records, Shown

if TYPE_CHECKING:
    from riia.indicators.disclosure.tables import Table
    from riia.indicators.model import Symbol

type Row = dict[str, Any]

_OWN: Final = frozenset({"indicator", "variant", "numerator", "denominator", "source"})
"""What an answer of ours has columns for."""
_MOST: Final = 40
"""So many columns are told by name."""
_GAPS: Final = frozenset({"c", "[c]", "*", "[*]", "x", "z", "u", "k", "low", "-", "..", ":"})


@Parameter(name="*", group=Group("What the table is", sort_key=1), show_default=False)
@dataclass(frozen=True, kw_only=True)
class Layout:
    """What the columns and labels of a table are."""

    totals: Annotated[
        list[str], Parameter(help='Labels of totals in rows or columns, such as "Total"; several: "Total,England".')
    ] = field(default_factory=list)
    rows: Annotated[
        str | None, Parameter(help="Of a crosstab: the column with the labels of the rows. The first, where not given.")
    ] = None
    across: Annotated[
        str, Parameter(help='Of a crosstab: what its columns are, such as age: "column" if not given.')
    ] = "column"
    value: Annotated[
        list[str], Parameter(help="Of tidy rows (one for each cell): the column of counts. Several are taken across.")
    ] = field(default_factory=list)
    dimensions: Annotated[
        list[str], Parameter(help='Of tidy rows: the columns that say which cell a row is: "council,age".')
    ] = field(default_factory=list)
    topic: Annotated[
        str | None, Parameter(help="Of tidy rows: a column that says which breakdown a row is of (age, sex ...).")
    ] = None
    parts: Annotated[
        list[str], Parameter(help='What a label is the sum of: "London=Inner London,Outer London". Can be repeated.')
    ] = field(default_factory=list)
    of_which: Annotated[
        list[str], Parameter(help='Parts of a label that are not all of it: "referrals=repeat referrals".')
    ] = field(default_factory=list)
    hierarchy: Annotated[
        Path | None, Parameter(help="A CSV file with the columns whole and part, in place of --parts.")
    ] = None
    percent: Annotated[
        list[str],
        Parameter(
            help='A column of percentages and the label they are of: "percentage=Total"; with several columns of '
            'counts "share_boys=boys/Total"; where two dimensions have a Total "percentage=age=Total".'
        ),
    ] = field(default_factory=list)
    rate: Annotated[
        list[str],
        Parameter(
            help='A column of rates per 10,000 and the column of the population: "rate=population", "rate=boys/people".'
        ),
    ] = field(default_factory=list)
    rounded: Annotated[list[str], Parameter(help='What is printed rounded: "England=10", or "10" for everything.')] = (
        field(default_factory=list)
    )
    where: Annotated[list[str], Parameter(help='Only rows with this text: "time_period=2025".')] = field(
        default_factory=list
    )
    marks: Annotated[
        list[str],
        Parameter(
            help='Signs that the table explains itself: "-=c" (suppressed), "..=x" (not available).',
            allow_leading_hyphen=True,
        ),
    ] = field(default_factory=list)
    blank: Annotated[str | None, Parameter(help="What a blank cell means: 0, c, x or z.")] = None
    keep: Annotated[
        list[str], Parameter(help="Further columns to print. Other columns of numbers are left out: they might tell.")
    ] = field(default_factory=list)
    sheet: Annotated[str | None, Parameter(help="The sheet of a workbook. The first one, where not given.")] = None


@dataclass(frozen=True)
class Asked:
    """A file's tables, which belong together, with the line of the file that each row of theirs stood on.

    `above` and `below` are titles and notes around the table; `percent` are columns that a workbook shows as
    percentages.
    """

    path: Path
    tables: tuple[Table, ...]
    lines: tuple[tuple[int, ...], ...]
    notes: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    percent: frozenset[str] = frozenset()

    def page(self, tables: Sequence[Table]) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
        """The headings and rows of these tables (protected, in place of the ones read), in the file's own order."""
        rows = sorted(
            (
                (line, row)
                for table, lines in zip(tables, self.lines, strict=True)
                for line, row in zip(lines, table.page(), strict=True)
            ),
            key=lambda pair: pair[0],
        )
        return tables[0].headings, [row for _, row in rows]


def tables_in(
    path: Path, layout: Layout, marks: dict[str, Symbol] | None = None, *, as_published: bool = False
) -> Asked:
    """The tables of a file. `as_published`: whoever has the file has every digit that its cells hold.

    Raises Refused, which names the file, the place, the rule and the remedy.
    """
    from riia.commands.table_files import records
    from riia.indicators.disclosure import DisclosureError

    given = records(path, layout.sheet, as_held=as_published, blanks_mean=layout.blank is not None)
    given = replace(given, rows=filtered(path, given, layout.where))
    below = _signs_below(given) if as_published else {}
    if below:
        told = " and ".join(f'"{sign}"' for sign in below)
        given = replace(given, told=(*given.told, f"{path.name}: {told} read as hidden counts"))
    try:
        asked = _read(path, given, layout, {**below, **(marks or {})})
    except DisclosureError as error:
        raise Refused(f"{path.name}: {in_options(str(error))}") from None
    notes = (*given.told, *asked.notes)
    foot = tuple(text for _, text in given.below)
    return replace(asked, notes=notes, above=given.above, below=foot, percent=given.percent)


def _signs_below(given: Records) -> dict[str, Symbol]:
    """How a published table prints hidden counts where it says below what they are: "<5"."""
    from riia.indicators.disclosure.table_values import most_of
    from riia.indicators.model import Symbol

    texts = dict.fromkeys(cell.strip() for row in given.rows for cell in row.values() if isinstance(cell, str))
    return {text: Symbol.SUPPRESSED for text in texts if most_of(text) is not None}


def refuse_unknown_labels(layout: Layout, given: Sequence[Asked]) -> None:
    """A label that no file has is a slip of the pen, and the true one would be taken for something else."""
    known = {label for one in given for table in one.tables for labels in table.cells for label in labels}
    files = " and ".join(dict.fromkeys(one.path.name for one in given))
    for label in listed(layout.totals, known):
        if label not in known:
            raise Refused(f"--totals {label}: there is no such label in {files}.{near(label, _few(known))}")
    for option, pairs in (("--parts", layout.parts), ("--of-which", layout.of_which)):
        for whole, text in assigned(option, pairs):
            parts = listed([text], known)
            if known.isdisjoint(parts):
                raise Refused(f"{option} {whole}: {files} has none of its parts.{near(parts[0], _few(known))}")
    for text in layout.rounded:
        label = text.rpartition("=")[0].strip()
        if label and label not in known:
            raise Refused(f"--rounded {label}: there is no such label in {files}.{near(label, _few(known))}")


def _few(labels: Collection[str]) -> list[str]:
    return sorted(labels) if len(labels) <= _MOST else [*sorted(labels)[:_MOST], "..."]


def refuse_unlinked(given: Sequence[Asked]) -> None:
    """A column that tells cells apart in one file and has one value in another would leave the two unlinked."""
    from riia.commands.dfe_columns import STANDARD

    for one in given:
        names = {dimension.name for table in one.tables for dimension in table.dimensions} - STANDARD
        for other in given:
            has = {dimension.name for table in other.tables for dimension in table.dimensions}
            loose = [name for name in other.tables[0].headings if name in names and name not in has]
            if loose:
                raise Refused(
                    f"{other.path.name} has one value only in the column {', '.join(loose)}, by which "
                    f"{one.path.name} tells its cells apart. Name the columns that say which cell a row is: "
                    f"--dimensions {','.join(sorted(names | has))}."
                )


def _read(path: Path, given: Records, layout: Layout, more: dict[str, Symbol]) -> Asked:
    from riia.commands.dfe_columns import is_dfe

    options = options_of(layout, given.names, more)
    if layout.blank == "0":
        labels = {*layout.dimensions, layout.rows, given.names[0]}
        counts = set(listed(layout.value, given.names)) or set(given.names) - labels
        rows = [
            {name: "0" if cell == "" and name in counts else cell for name, cell in row.items()} for row in given.rows
        ]
        given = replace(given, rows=rows)
    if not layout.value and set(given.headings) >= _OWN:
        raise Refused(
            f"{path.name} is an answer of riia indicators compute. Protect its counts, of one return at a time: "
            "--value numerator --dimensions indicator,variant --where source=cin-census"
        )
    if not (layout.value or layout.dimensions or layout.topic):
        if is_dfe(given.headings) or {"time_period", "geographic_level"} <= set(given.headings):
            raise Refused(f"{path.name} has tidy rows, one for each cell. {which_counts(given)}")
        return Asked(path, (_crosstab(path, given, layout, options),), (lines_of(given.rows),))
    from riia.commands.tidy_rows import tidy

    return tidy(path, given, layout, options)


def _crosstab(path: Path, given: Records, layout: Layout, options: Row) -> Table:
    from riia.indicators.disclosure.dimensions import Dimension
    from riia.indicators.disclosure.tables import Table

    first, down = given.names[0], "row" if given.names[0].startswith("column ") else given.names[0]
    if layout.rows is not None:  # a column without a heading is given one
        down = layout.rows if first.startswith("column ") else column("--rows", layout.rows, given.names)
    read = down if down in given.headings else first
    pairs, loose = pairs_in(layout)
    labels = {str(row[read]) for row in given.rows}
    columns = set(given.names) - {one.column for one in options["derived"]} - {*options["keep"], read}
    refuse_unshown(path, given, columns)
    _refuse_tidy(path, given, columns, options["marks"])
    options = {**options, "derived": of_columns(options["derived"], layout.across, columns)}
    return Table.from_crosstab(
        given.rows,
        Dimension(down, parts=about(pairs, labels), of_which=about(loose, labels, by_whole=True)),
        Dimension(layout.across, parts=about(pairs, columns), of_which=about(loose, columns, by_whole=True)),
        listed(layout.totals, {*labels, *columns}) or ("Total",),
        **options,
    )


def _refuse_tidy(path: Path, given: Records, columns: Collection[str], marks: Collection[str]) -> None:
    """A column without any number beside one of counts has labels, so that each row is one cell."""
    from riia.indicators.disclosure.table_values import is_range, is_telling

    for name in given.names:
        texts = {str(row[name]).strip() for row in given.rows} - {"", *marks} if name in columns else set()
        labels = [text for text in texts if text.casefold() not in _GAPS]
        if not labels or any(map(is_telling, texts)) or (len(labels) == 1 and is_range(labels[0])):
            continue
        if any(_holds_counts(given, other) for other in columns if other != name):
            line, label = next((row[LINE], row[name]) for row in given.rows if str(row[name]).strip() in labels)
            raise Refused(
                f"{path.name}: Line {line}, column {name!r} is {label!r}, and no row has a number there. Where each "
                f"row is one cell: {which_counts(given)[0].lower()}{which_counts(given)[1:]}. Where it is a sign, say "
                "what it means: --marks."
            )


def refuse_unshown(path: Path, given: Records, columns: Collection[str]) -> None:
    """A sheet that shows 12 for 12.4 does not hold a count there."""
    for row in given.rows:
        for name in columns:
            if isinstance(cell := row[name], Shown) and "." in cell.held and not cell.endswith("%"):
                raise Refused(
                    f"{path.name}: Line {row[LINE]}, column {name!r} shows {cell} and holds {cell.held}, and counts "
                    "are whole numbers. Give the counts themselves, or name the column in --percent, --rate or --keep."
                )


def which_counts(given: Records) -> str:
    """Which option says where the counts are, and what it could say."""
    whole = [name for name in given.names if _holds_counts(given, name)]
    if not whole:
        return f"Say which column has the counts: --value COLUMN. The columns are: {', '.join(given.names)}."
    told = ",".join(whole[:_MOST]) + (" ..." if len(whole) > _MOST else "")
    return (
        "Say which columns have the counts: --value COLUMN, or several with commas. Columns of whole numbers are: "
        f"{told}"
    )


def _holds_counts(given: Records, name: str) -> bool:
    """Whether a column has whole numbers and signs for gaps only, and is no code or period by its name."""
    if name.endswith(("_code", "time_period", "percent", "_pc")) or name.startswith(("time_", "pt_")):
        return False
    texts = {str(row[name]) for row in given.rows}
    return any(map(str.isdigit, texts)) and all(
        text.isdigit() or not text or text.casefold() in _GAPS for text in texts
    )


def filtered(path: Path, given: Records, where: Sequence[str]) -> list[Row]:
    """The rows that are asked for. Raises Refused where there is none."""
    rows = given.rows
    for name, text in assigned("--where", where):
        name = column("--where", name, given.names)
        found = [row for row in rows if str(row[name]).strip() == text]
        if not found:
            labels = list(dict.fromkeys(str(row[name]).strip() for row in rows))
            same = as_written(text, labels)
            found = [row for row in rows if str(row[name]).strip() == same]
        if not found:
            raise Refused(f"{path.name} has no row with {name}={text}.{near(text, _few(labels))}")
        rows = found
    return rows


def lines_of(rows: Sequence[Row]) -> tuple[int, ...]:
    """The line of the file that each row stands on."""
    return tuple(int(row[LINE]) for row in rows)
