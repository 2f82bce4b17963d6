"""From checked text to a typed table: the columns by name, the rows by place and period, the cells by type."""

import csv
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.published.cells import number_column
from riia.indicators.readers.published.container import Limits, PublishedFile, open_file
from riia.indicators.readers.published.glance import glance, text_lines
from riia.indicators.readers.published.layout import Layout
from riia.indicators.readers.published.rows import add_periods, add_places, duplicates, formulas

_FIXED = ("time_period", "geographic_level")
_OPTIONAL = (
    "time_identifier",
    "country_code",
    "region_code",
    "region_name",
    "old_la_code",
    "new_la_code",
    "la_name",
    "geo_breakdown",
)


@dataclass(frozen=True, slots=True)
class Note:
    """Something true of a file that its reader should know and that is no reason to refuse it."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A file that was read whole.

    `frame` has one row per published row with the columns `line` (of the file), `period` (code), `level`, `place`
    (code), the layout's keys, and for every number column present two columns: its name, a Float64 that is null where
    there is no number, and its name followed by "!", the symbol that stands instead. Exactly one of the two is set.
    `numbers` are the names of the number columns the file has.
    """

    file: PublishedFile
    layout: Layout
    frame: pl.DataFrame
    numbers: tuple[str, ...]
    notes: tuple[Note, ...]

    @property
    def periods(self) -> tuple[str, ...]:
        """The period codes in the file, earliest first (codes of one kind sort by time)."""
        return tuple(sorted(self.frame["period"].unique().to_list()))


def read(source: Path | PublishedFile, layout: Layout, *, limits: Limits | None = None) -> PublishedTable:
    """Read a published file of a known layout.

    Raises FileRefused with every problem found: a column is missing or there twice, a row has too few or too many
    cells, a period, level, place or symbol is not documented, a number is not one, is blank, negative, too large or has
    decimals where things are counted, two rows describe the same thing, or England has no row for a period.
    """
    limits = limits or Limits()
    file = source if isinstance(source, PublishedFile) else open_file(source, limits=limits)
    header, columns = _columns(file, layout)
    lines, rows = _rows(file, header, columns, limits)
    frame = pl.DataFrame(
        {"line": pl.Series(lines, dtype=pl.Int32)} | {name: pl.Series(rows[name], dtype=pl.String) for name in columns}
    )
    for names, value in layout.only:
        if names[0] in frame.columns:
            frame = frame.filter(pl.col(names[0]) == value)
    if layout.renamed:
        frame = frame.with_columns(pl.col(name).replace(layout.renamed) for name in layout.keys)
    problems: list[Problem] = formulas(frame, (*layout.keys, "la_name", "region_name", "geo_breakdown"))
    frame, found = add_periods(frame, layout)
    problems += found
    frame, found, told = add_places(frame, layout)
    problems += found
    present = [column for column in layout.numbers if column.name in columns]
    for column in present:
        frame, found = number_column(frame, column)
        problems += found
    if not problems:
        problems += duplicates(frame, layout)
        problems += _england_missing(frame)
        problems += _cut_short(file, frame)
    if problems:
        raise FileRefused(file.name, problems)
    kept = ["line", "period", "level", "place", *layout.keys]
    kept += [name for column in present for name in (column.name, column.name + "!")]
    return PublishedTable(
        file,
        layout,
        frame.select(kept),
        tuple(column.name for column in present),
        tuple(Note(line, words) for line, words in told) + _unended(file),
    )


def _unended(file: PublishedFile) -> tuple[Note, ...]:
    """A note on a file whose last line has no end: its last cell cannot be seen to be whole."""
    if file.text.endswith("\n"):
        return ()
    return (
        Note(
            file.text.count("\n") + 1,
            "the file does not end with a line break. If it was cut short, the last cell on this line may be too: "
            "compare it with the published file.",
        ),
    )


def _cut_short(file: PublishedFile, frame: pl.DataFrame) -> list[Problem]:
    """A file whose last line has no end, and whose last period has fewer places than any other: it was cut."""
    if file.text.endswith("\n"):
        return []
    counts = dict(frame.group_by("period").agg(pl.col("place").n_unique()).iter_rows())
    last = frame.row(frame["line"].arg_max() or 0, named=True)
    here = counts.pop(last["period"])
    if not counts or here >= min(counts.values()):
        return []
    rule = (
        f"is where the file ends, without a line break: {last['period']} has {here} places, "
        f"other periods {min(counts.values())} or more."
    )
    return [Problem(last["line"], "", "", rule, "Download the file again; it was cut short.")]


def _columns(file: PublishedFile, layout: Layout) -> tuple[list[str], dict[str, int]]:
    """The heading, and the position of every column we want under the name we use for it."""
    header = list(glance(file).header)
    by_name: dict[str, list[int]] = {}
    for position, name in enumerate(header):
        by_name.setdefault(name.lower(), []).append(position)
    problems = []
    columns: dict[str, int] = {}

    def near(names: tuple[str, ...]) -> str:
        """The names in the file that look most like those wanted, for a column that was renamed."""
        close = [one for name in names for one in get_close_matches(name.lower(), by_name, n=3, cutoff=0.6)]
        offered = list(dict.fromkeys(header[by_name[one][0]] for one in close))[:3]
        if not offered:
            return "Check that this is the right file."
        return f"Nearest in the file: {', '.join(offered)}. If it was renamed, add the new name to the definitions."

    def want(names: tuple[str, ...], *, required: bool) -> None:
        found = [position for name in dict.fromkeys(n.lower() for n in names) for position in by_name.get(name, [])]
        if len(found) > 1:
            where = ", ".join(str(position + 1) for position in found)
            problems.append(
                Problem(1, names[0], "", f"stands in columns {where}.", "Keep one: which is right is not guessed.")
            )
        elif found:
            columns[names[0]] = found[0]
        elif required:
            known = " or ".join(names)
            problems.append(Problem(1, names[0], "", f"there is no column {known}.", near(names)))

    for name in _FIXED:
        want((name,), required=True)
    for name in _OPTIONAL:
        want((name,), required=False)
    if not layout.national_only:
        want(("old_la_code",), required=True)
        want(("geo_breakdown" if layout.regions_by_name else "region_code",), required=True)
    for name in layout.keys:
        want((name,), required=True)
    for column in layout.numbers:
        want(column.names, required=not column.optional)
    for names, _ in layout.only:
        want(names, required=False)
    if problems:
        raise FileRefused(file.name, problems)
    return header, columns


def _rows(
    file: PublishedFile, header: list[str], columns: dict[str, int], limits: Limits
) -> tuple[list[int], dict[str, list[str]]]:
    """The wanted cells, column by column, with the line each row begins on."""
    if len(header) > limits.columns:
        rule = f"there are {len(header)} columns; no published table has more than {limits.columns}."
        raise FileRefused(file.name, [Problem(1, "", "", rule, "Check what this file is.")])
    problems: list[Problem] = []
    lines: list[int] = []
    kept: list[list[str]] = []
    reader = csv.reader(text_lines(file.text), strict=True)
    next(reader)
    began = reader.line_num + 1
    try:
        for row in reader:
            if len(row) != len(header):
                if row:
                    rule = f"has {len(row)} cells where the heading has {len(header)}."
                    problems.append(Problem(began, "", "", rule, "Download the file again; it may be cut short."))
            elif len(lines) >= limits.rows:
                raise FileRefused(
                    file.name,
                    [Problem(began, "", "", f"there are more than {limits.rows} rows.", "Check what this file is.")],
                )
            else:
                lines.append(began)
                if row[0].strip() == header[0] and [cell.strip() for cell in row] == header:
                    rule = "is the heading again, as when files are joined."
                    problems.append(Problem(began, "", "", rule, "Load each file by itself."))
                kept.append([row[position].strip() for position in columns.values()])
            began = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(began, "", "", f"is not CSV ({error}).", "Check the quotation marks on this line."))
    if not lines and not problems:
        problems.append(Problem(0, "", "", "there are no rows under the heading.", "Download the file again."))
    if problems:
        raise FileRefused(file.name, problems)
    transposed = list(zip(*kept, strict=True))
    cells = {name: list(values) for name, values in zip(columns, transposed, strict=True)}
    for name, values in cells.items():
        long = next((at for at, value in enumerate(values) if len(value) > limits.cell), None)
        if long is not None:
            problems.append(
                Problem(
                    lines[long], name, values[long], f"is longer than {limits.cell} characters.", "Check this cell."
                )
            )
    if problems:
        raise FileRefused(file.name, problems)
    return lines, cells


def _england_missing(frame: pl.DataFrame) -> list[Problem]:
    """Periods without a row for England: the sign of a file that was cut or filtered."""
    whole = set(frame.filter(pl.col("level") == "National")["period"].to_list())
    return [
        Problem(
            0, "geographic_level", period, "England has no row for this period.", "Give the whole file, as published."
        )
        for period in sorted(set(frame["period"].to_list()) - whole)
    ]
