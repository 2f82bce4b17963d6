"""Tables that `riia protect` and `riia attack` are given: files, and what the options say of their layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from cyclopts import Parameter

from riia.commands.refusals import Refused

if TYPE_CHECKING:
    from riia.indicators.disclosure.derived import Percent, Recipe
    from riia.indicators.disclosure.tables import Table
    from riia.indicators.model import Symbol

LINE: Final = "_row"
type Row = dict[str, Any]
type Pairs = list[tuple[str, tuple[str, ...]]]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Layout:
    """What the columns and labels of a table are."""

    totals: Annotated[
        list[str], Parameter(help='Labels of totals, such as "Total", in rows or columns. Several: "Total,England".')
    ] = field(default_factory=list)
    rows: Annotated[
        str | None, Parameter(help="Of a crosstab: the column with the labels of the rows. The first, where not given.")
    ] = None
    across: Annotated[str, Parameter(help="Of a crosstab: what the columns are, such as age.")] = "column"
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
    """A file's tables, which belong together, with the line of the file that each row of theirs stood on."""

    path: Path
    tables: tuple[Table, ...]
    lines: tuple[tuple[int, ...], ...]
    notes: tuple[str, ...] = ()

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


def tables_in(path: Path, layout: Layout, marks: dict[str, Symbol] | None = None) -> Asked:
    """The tables of a file. Raises Refused, which names the file, the place, the rule and the remedy."""
    from riia.commands.table_files import records
    from riia.indicators.disclosure import DisclosureError

    headings, rows = records(path, layout.sheet)
    rows = _filtered(path, headings, rows, layout.where)
    try:
        return _read(path, headings, rows, layout, marks or {})
    except DisclosureError as error:
        raise Refused(f"{path.name}: {error}") from None


def refuse_unknown_totals(layout: Layout, given: Sequence[Asked]) -> None:
    """A total that no file has is a slip of the pen, and the true one would be taken for one more part."""
    known = {label for one in given for table in one.tables for labels in table.cells for label in labels}
    missing = [label for label in listed(layout.totals, known) if label not in known]
    if missing:
        files = " and ".join(one.path.name for one in given)
        raise Refused(
            f"--totals {', '.join(missing)}: there is no such label in {files}. Write it as the rows or the columns "
            "have it, capitals included."
        )


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


def _read(path: Path, headings: tuple[str, ...], rows: list[Row], layout: Layout, more: dict[str, Symbol]) -> Asked:
    from riia.commands.dfe_columns import is_dfe

    options = _options(layout, more)
    if layout.blank == "0":
        labels = {*layout.dimensions, layout.rows, next(name for name in headings if name != LINE)}
        counts = set(listed(layout.value, headings)) or set(headings) - labels
        rows = [{name: "0" if cell == "" and name in counts else cell for name, cell in row.items()} for row in rows]
    if not (layout.value or layout.dimensions or layout.topic):
        if is_dfe(headings):
            raise Refused(
                f"{path.name} has tidy rows, one for each cell. Say which column has the counts: --value COLUMN. The "
                f"columns are: {', '.join(name for name in headings if name != LINE)}."
            )
        return Asked(path, (_crosstab(headings, rows, layout, options),), (lines_of(rows),))
    from riia.commands.tidy_rows import tidy

    return tidy(path, headings, rows, layout, options)


def _crosstab(headings: tuple[str, ...], rows: list[Row], layout: Layout, options: Row) -> Table:
    from riia.indicators.disclosure.dimensions import Dimension
    from riia.indicators.disclosure.tables import Table

    first = next(name for name in headings if name != LINE)
    down = layout.rows or ("row" if first.startswith("column ") else first)
    pairs, loose = pairs_in(layout)
    labels = {str(row.get(down if down in headings else first)) for row in rows}
    others = {one.column for one in options["derived"]} | {*options["keep"], LINE, down if down in headings else first}
    columns = {name for name in headings if name not in others}
    options = {**options, "derived": _of_columns(options["derived"], layout.across, columns)}
    return Table.from_crosstab(
        rows,
        Dimension(down, parts=about(pairs, labels), of_which=about(loose, labels, by_whole=True)),
        Dimension(layout.across, parts=about(pairs, columns), of_which=about(loose, columns, by_whole=True)),
        listed(layout.totals, (*labels, *columns)) or ("Total",),
        **options,
    )


def _options(layout: Layout, more: dict[str, Symbol]) -> Row:
    """What `Table.from_rows` and `from_crosstab` are told besides."""
    from riia.indicators.disclosure.derived import Rate
    from riia.indicators.model import SymbolError, parse_symbol

    derived: list[Recipe] = []
    for name, made in _assigned("--percent", layout.percent):
        derived.append(_share(name, made))
    for name, made in _assigned("--rate", layout.rate):
        count, people = _divided(made)
        derived.append(Rate(column=name, count=count, population=people))
    try:
        marks = {mark: parse_symbol(symbol) for mark, symbol in _assigned("--marks", layout.marks)}
        blank = parse_symbol(layout.blank) if layout.blank not in (None, "0") and layout.blank is not None else None
    except SymbolError as error:
        raise Refused(str(error)) from None
    return {
        "derived": derived,
        "rounded": _rounded(layout.rounded),
        "marks": {**marks, **more},
        "blank": blank,
        "keep": [one for given in layout.keep for one in given.split(",")],
    }


def _divided(text: str) -> tuple[str | None, str]:
    """Of what, and of which label where there are several columns of counts: "boys/All"."""
    count, slash, of = text.rpartition("/")
    return (count.strip(), of.strip()) if slash and count.strip() else (None, text)


def _share(column: str, made: str) -> Percent:
    """A column of percentages; "age=Total" names the dimension with the label."""
    from riia.indicators.disclosure.derived import Percent

    count, of = _divided(made)
    if "=" not in of:
        return Percent(column=column, count=count, of=of)
    return Percent(column=column, count=count, of=dict(_assigned("--percent", _split(of))))


def _of_columns(recipes: Sequence[Recipe], across: str, columns: set[str]) -> list[Recipe]:
    """In a crosstab "boys/Total" are columns, though a row may be called Total as well."""
    from riia.indicators.disclosure.derived import Percent, Rate

    out: list[Recipe] = []
    for one in recipes:
        if isinstance(one, Percent | Rate) and isinstance(one.count, str) and one.count in columns:
            one = replace(one, count={across: one.count})
            if isinstance(one, Percent) and isinstance(one.of, str) and one.of in columns:
                one = replace(one, of={across: one.of})
        out.append(one)
    return out


def _rounded(given: Sequence[str]) -> int | dict[str, int] | None:
    found: dict[str, int] = {}
    for one in given:
        label, _, base = one.rpartition("=")
        if not base.strip().isdigit() or int(base) < 2:
            raise Refused(f'--rounded {one}: give a label and what it is rounded to, such as "England=10", or only 10.')
        if not label:
            return int(base)
        found[label.strip()] = int(base)
    return found or None


def pairs_in(layout: Layout) -> tuple[Pairs, Pairs]:
    """The wholes and parts that the options give."""
    exact: Pairs = [(whole, _split(parts)) for whole, parts in _assigned("--parts", layout.parts)]
    loose: Pairs = [(whole, _split(parts)) for whole, parts in _assigned("--of-which", layout.of_which)]
    if layout.hierarchy is not None:
        from riia.commands.table_files import records

        headings, rows = records(layout.hierarchy, None)
        if not {"whole", "part"} <= set(headings):
            raise Refused(
                f"{layout.hierarchy} has the columns {', '.join(name for name in headings if name != LINE)}. A "
                "hierarchy has the columns whole and part, one row for each part."
            )
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(str(row["whole"]).strip(), []).append(str(row["part"]).strip())
        exact += [(whole, tuple(parts)) for whole, parts in found.items()]
    return exact, loose


def about(pairs: Pairs, labels: set[str], *, by_whole: bool = False) -> Pairs:
    """Those pairs that are about these labels: a part is among them, or (for `by_whole`) the whole."""
    known = set(labels)
    while more := {whole for whole, parts in pairs if not known.isdisjoint(parts)} - known:
        known |= more  # a region that is not printed is known by its councils
    return [(whole, parts) for whole, parts in pairs if not known.isdisjoint(parts) or (by_whole and whole in labels)]


def _assigned(option: str, given: Sequence[str]) -> list[tuple[str, str]]:
    found = []
    for one in given:
        name, equals, text = one.partition("=")
        if not equals or not name.strip() or not text.strip():
            raise Refused(f'{option} {one}: give two things with = between them, such as "England=London,South East".')
        found.append((name.strip(), text.strip()))
    return found


def listed(given: Sequence[str], known: Any) -> list[str]:
    """Labels or columns, each by itself or several with commas between them."""
    out: list[str] = []
    for one in given:
        out += [one] if one in known else list(_split(one))
    return out


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";" if ";" in text else ",") if part.strip())


def _filtered(path: Path, headings: tuple[str, ...], rows: list[Row], where: Sequence[str]) -> list[Row]:
    for name, text in _assigned("--where", where):
        if name not in headings:
            raise Refused(f"{path.name} has no column {name}. Its columns are: {', '.join(headings)}.")
        rows = [row for row in rows if str(row[name]).strip() == text]
        if not rows:
            raise Refused(f"{path.name} has no row with {name}={text}. Check how it is written in the file.")
    return rows


def lines_of(rows: Sequence[Row]) -> tuple[int, ...]:
    """The line of the file that each row stands on."""
    return tuple(int(row[LINE]) for row in rows)
