"""Reading lists and totals of home education into one set of tables."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import polars as pl

from riia.indicators.model.findings import SPOTS_KEPT, Finding, Severity, Spot, in_order
from riia.indicators.readers.delimited import open_delimited
from riia.indicators.readers.ehe.aggregates import aggregate
from riia.indicators.readers.ehe.recognition import HEADING_WITHIN, Register, Totals, files_in, layout
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import FILE, ROW, Progress, Reading, SourceFile, TableSummary
from riia.indicators.readers.typed import BLADE, DAY_FIRST, ISO, spots_of, typed
from riia.indicators.readers.workbook import is_workbook, open_workbook
from riia.indicators.tables.ehe import CHILD, EHE, KEY, SPELL

_FORMATS: Final = (*ISO, *BLADE, *DAY_FIRST)
_BLANKS: Final = ("-", "n/a", "na", "none", "null")
_WHAT: Final = "a list of children educated at home, or the totals of a term or year"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table of text: columns named by their headings, and `_row`. `name` is "" in a text file."""

    name: str
    texts: pl.DataFrame
    found: Register | Totals


@dataclass(slots=True)
class _File:
    name: str
    sha256: str
    sheets: list[_Sheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read(
    paths: Sequence[Path],
    *,
    as_at: date | None = None,
    place: str | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read files, or folders of them, of one council. A list goes before totals: totals are then kept, not counted.

    `as_at` is the day up to which lists tell everything, where their dates should not be taken for it. `place` is the
    three-digit code of the council, needed where totals hold several. Raises FileRefused.
    """
    every = _expanded(paths)
    total, done = sum(path.stat().st_size for path in every if path.is_file()), 0
    names = _called(every)
    opened: list[_File] = []
    for path in every:
        file = _opened(path, names[path])
        if file.sheets:
            opened.append(file)
        elif path in paths:
            raise FileRefused(file.name, [_not_ours()])
        done += path.stat().st_size
        if progress:
            progress(done, total)
    if not opened:
        told = ", ".join(path.name for path in paths) or "nothing"
        raise FileRefused(told, [_not_ours()])
    return _together(opened, as_at, place)


def _together(opened: Sequence[_File], as_at: date | None, place: str | None) -> Reading:
    findings: list[Finding] = []
    summaries: list[TableSummary] = []
    registers: list[pl.DataFrame] = []
    aggregates: list[pl.DataFrame] = []
    files: list[SourceFile] = []
    listed = any(isinstance(sheet.found, Register) for file in opened for sheet in file.sheets)
    for file in opened:
        findings += file.findings
        own: list[pl.DataFrame] = []
        spans: list[tuple[date, date]] = []
        for sheet in file.sheets:
            if isinstance(sheet.found, Register):
                frame = _register(file, sheet, sheet.found, findings)
                own.append(frame)
                if frame.is_empty():
                    rule = "has headings and not one child, so its figures are 0."
                    remedy = "If the register is not empty, export it again."
                    findings.append(Finding("READ-EMPTY", Severity.WARNING, file.name, sheet.name, "", rule, remedy, 1))
                summaries.append(TableSummary(file.name, sheet.name or "register", frame.height, frame.height, {}))
            else:
                counts, summary, told, spoken = aggregate(file.name, sheet.name, sheet.texts, sheet.found, place)
                aggregates.append(counts)
                summaries.append(summary)
                findings += told
                spans += spoken
        registers += own
        files.append(_source(file, own, spans, as_at, listed=listed, findings=findings))
    if listed and aggregates:
        rule = "Totals were given beside a list of children; the list is counted and the totals are only kept."
        remedy = "Give the totals alone to have them counted."
        findings.append(Finding("EHE-BOTH", Severity.NOTE, files[0].name, "aggregate", "", rule, remedy, 1))
    tables: dict[str, pl.DataFrame] = {}
    if registers:
        whole = pl.concat(registers, how="diagonal")
        tables["register"] = whole.with_columns(pl.int_range(1, whole.height + 1, dtype=pl.Int64).alias(SPELL))
    if aggregates:
        tables["aggregate"] = _once(pl.concat(aggregates, how="vertical"), findings)
    ordered = tuple(sorted(files, key=lambda one: one.age))
    return Reading(KEY, ordered, tables, in_order(findings), tuple(summaries), place or _place(aggregates))


def _once(counts: pl.DataFrame, findings: list[Finding]) -> pl.DataFrame:
    """Each count of a file once. The same again is left out; another figure for the same is refused."""
    key = [FILE, "place", "measure", "breakdown", "since", "on"]
    again = counts.filter(pl.col("since").is_not_null() & ~pl.struct(key).is_first_distinct())
    if again.is_empty():
        return counts
    other = again.filter(~pl.struct(*key, "count", "symbol").is_in(_firsts(counts, key).implode()))
    file, row, measure = again.select(FILE, ROW, "measure").row(0)
    if not other.is_empty():
        file, row, measure, count = other.select(FILE, ROW, "measure", "count").row(0)
        rule = "is a second, different figure for the same time."
        raise FileRefused(file, [Problem(row, measure, str(count or ""), rule, "Leave the right one in the file.")])
    rule, remedy = "is there twice with the same figure; it counts once.", "Leave one of the two in the file."
    spots = spots_of(again, "", None)
    findings.append(
        Finding("EHE-TWICE", Severity.WARNING, file, "aggregate", measure, rule, remedy, again.height, spots)
    )
    return counts.filter(pl.col("since").is_null() | pl.struct(key).is_first_distinct())


def _firsts(counts: pl.DataFrame, key: Sequence[str]) -> pl.Series:
    first = counts.filter(pl.struct(key).is_first_distinct())
    return first.select(pl.struct(*key, "count", "symbol").alias("all")).to_series()


def _place(aggregates: Sequence[pl.DataFrame]) -> str | None:
    places = {place for frame in aggregates for place in frame["place"].drop_nulls()}
    if len(places) > 1:
        rule = f"hold totals of several councils ({', '.join(sorted(places))})."
        raise FileRefused("the files", [Problem(0, "place", "", rule, "Give the files of one council, or say which.")])
    return next(iter(places), None)


def _expanded(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += files_in(path)
        elif path.is_file():
            found.append(path)
        else:
            raise FileRefused(path.name, [Problem(0, "", "", "there is no such file.", "Check the path.")])
    return list(dict.fromkeys(found))


def _called(paths: Sequence[Path]) -> dict[Path, str]:
    twice = Counter(path.name for path in paths)
    return {path: path.name if twice[path.name] == 1 else f"{path.parent.name}/{path.name}" for path in paths}


def _not_ours() -> Problem:
    rule = f"is not {_WHAT}."
    remedy = (
        "A list needs a column with the child's number (Child ID or UPN) or date of birth and one with the day home"
        " education began (EHE start date); totals need time_period and ehe_census_date or child_count."
    )
    return Problem(0, "", "", rule, remedy)


def _opened(path: Path, name: str) -> _File:
    """The sheets of a file that are a list or totals, with a note on every other."""
    if not is_workbook(path):
        text = open_delimited(path, name=name)
        file = _File(name, text.sha256, findings=list(text.findings))
        if found := layout(text.headings, name):
            file.sheets.append(_Sheet("", text.texts, found))
        return file
    book = open_workbook(path, name=name)
    file = _File(name, book.sha256)
    for sheet in book.sheets():
        made = _sheet(sheet.name, sheet.cells, name)
        if made:
            file.sheets.append(made)
            file.findings += _bad_cells(name, sheet.name, [(cell.row, cell.text) for cell in sheet.errors])
        elif sheet.cells.height:
            rule = f"The sheet is not {_WHAT} and was not read."
            remedy = "No action is needed unless it should be: check its headings."
            file.findings.append(Finding("READ-SHEET", Severity.NOTE, name, sheet.name, "", rule, remedy, 1))
    return file


def _sheet(sheet: str, cells: pl.DataFrame, file: str) -> _Sheet | None:
    """The rows below the first row that is a heading of ours; blank rows are left out."""
    columns = [column for column in cells.columns if column != ROW]
    for at, row in enumerate(cells.select(columns).head(HEADING_WITHIN).iter_rows()):
        headings = [str(cell or "").strip() for cell in row]
        found = layout(headings, file, sheet)
        if found is None:
            continue
        named = {column: heading for column, heading in zip(columns, headings, strict=True) if heading}
        twice = [heading for heading, count in Counter(named.values()).items() if count > 1]
        if twice:
            rule = "is a heading twice."
            raise FileRefused(file, [Problem(at + 1, twice[0], "", rule, "Keep the right column.", sheet)])
        below = cells.slice(at + 1).select(ROW, *(pl.col(old).alias(new) for old, new in named.items()))
        return _Sheet(
            sheet, below.filter(~pl.all_horizontal(pl.exclude(ROW).fill_null("").str.strip_chars() == "")), found
        )
    return None


def _bad_cells(file: str, sheet: str, cells: list[tuple[int, str]]) -> Iterator[Finding]:
    if cells:
        rule = "is an Excel error in place of a value; it is read as blank."
        spots = tuple(Spot(row, text) for row, text in cells[:SPOTS_KEPT])
        yield Finding(
            "READ-CELL", Severity.WARNING, file, sheet, "", rule, "Put the value itself in the cell.", len(cells), spots
        )


def _register(file: _File, sheet: _Sheet, found: Register, findings: list[Finding]) -> pl.DataFrame:
    """One list, typed, with whose row each is."""
    chosen = [pl.col(heading).alias(column) for heading, column in found.columns.items()]
    texts = sheet.texts.select(ROW, *chosen)
    keys = [_trimmed(column) for column in ("child_id", "upn") if column in texts.columns]
    row = pl.format("row {} of {}", pl.col(ROW), pl.lit(" ".join(filter(None, (file.name, sheet.name)))))
    texts = texts.with_columns(pl.coalesce(*keys, row).alias(CHILD))
    called = sheet.name or "register"
    frame, told = typed(
        texts, EHE["register"], file=file.name, formats=_FORMATS, serials=True, blanks=_BLANKS, table=called
    )
    findings += told
    findings += _heading_findings(file.name, called, found)
    findings += _row_findings(file.name, called, frame, keyed=bool(keys))
    return frame


def _trimmed(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars(" \t\u00a0")
    return pl.when((text != "") & ~text.str.to_lowercase().is_in(_BLANKS)).then(text)


def _heading_findings(file: str, called: str, found: Register) -> Iterator[Finding]:
    for heading, column in found.guessed.items():
        rule = f"was taken, by its words, for {EHE['register'].by_name[column].about}."
        remedy = "Check that this is what it holds."
        yield Finding("READ-COLUMN", Severity.NOTE, file, called, heading, rule, remedy, 1)
    if found.unknown:
        spots = tuple(Spot(0, heading) for heading in found.unknown[:SPOTS_KEPT])
        rule, remedy = "are headings that no figure needs, and were not read.", "No action is needed."
        yield Finding("READ-COLUMN", Severity.NOTE, file, called, "", rule, remedy, len(found.unknown), spots)
    if "end_date" not in found.columns.values():
        rule = "has no day on which home education ended, so every child counts as still educated at home."
        remedy = "Add the column, or give a list of the children of one day only."
        yield Finding("READ-COLUMN", Severity.WARNING, file, called, "end_date", rule, remedy, 1)


def _row_findings(file: str, called: str, frame: pl.DataFrame, *, keyed: bool) -> Iterator[Finding]:
    if not keyed and frame.height:
        rule = "No column numbers the children, so the same child twice on the list counts twice."
        remedy = "Add the child's number or UPN."
        yield Finding("EHE-WHO", Severity.WARNING, file, called, "", rule, remedy, frame.height)
    twice = frame.filter(~pl.struct(CHILD, "start_date").is_first_distinct() & pl.col("start_date").is_not_null())
    if not twice.is_empty():
        rule = "is the same child with the same start as an earlier row; the child counts once."
        remedy = "Take the row out if it is there by mistake."
        spots = spots_of(twice, "start_date", CHILD)
        yield Finding("EHE-TWICE", Severity.WARNING, file, called, "start_date", rule, remedy, twice.height, spots)
    if "end_date" in frame.columns:
        wrong = frame.filter(pl.col("end_date") < pl.col("start_date"))
        if not wrong.is_empty():
            rule, remedy = "lies before the start.", "Correct one of the two dates in the source system."
            spots = spots_of(wrong, "end_date", CHILD)
            yield Finding("EHE-ORDER", Severity.ERROR, file, called, "end_date", rule, remedy, wrong.height, spots)


def _source(
    file: _File,
    registers: Sequence[pl.DataFrame],
    spans: Sequence[tuple[date, date]],
    as_at: date | None,
    *,
    listed: bool,
    findings: list[Finding],
) -> SourceFile:
    """The file and the days it answers for: a list those of its dates, totals their terms and years."""
    if registers:
        first, last = _reach(registers)
        if first is not None and first == last:
            rule = (
                "Nobody on the list has stopped, so it is taken as the children of one day, not of a stretch of time."
            )
            remedy = "For children who began, or were educated at home at any time, give the list with those who left."
            findings.append(Finding("EHE-DAY", Severity.NOTE, file.name, "register", "end_date", rule, remedy, 1))
            first = as_at or first
        return SourceFile(file.name, file.sha256, None, first, as_at or last, as_at is not None)
    if listed or not spans:
        return SourceFile(file.name, file.sha256)
    first, last = min(one for one, _ in spans), max(one for _, one in spans)
    return SourceFile(file.name, file.sha256, None, first, last, declared=True)


def _reach(registers: Sequence[pl.DataFrame]) -> tuple[date | None, date | None]:
    """From the first start on a list that keeps those who left, otherwise its last day alone, to the last date."""
    today = datetime.now(tz=UTC).date()
    starts: list[date] = []
    others: list[date] = []
    ended = False
    for frame in registers:
        starts += frame.filter(pl.col("start_date") <= today)["start_date"].to_list()
        for column in ("end_date", "notified_date"):
            if column in frame.columns:
                days = frame.filter(pl.col(column) <= today)[column].to_list()
                others += days
                ended = ended or (column == "end_date" and bool(days))
    last = max((*starts, *others), default=None)
    return (min(starts, default=last) if ended else last), last
