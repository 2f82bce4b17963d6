"""Reading lists and totals of home education into one set of tables."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import polars as pl

from riia.indicators.model.findings import SPOTS_KEPT, Finding, Severity, Spot, in_order
from riia.indicators.readers.delimited import Delimited, open_delimited
from riia.indicators.readers.ehe.aggregates import aggregate
from riia.indicators.readers.ehe.forms import form
from riia.indicators.readers.ehe.headings import Register, is_other_list
from riia.indicators.readers.ehe.lists import listed, with_children
from riia.indicators.readers.ehe.recognition import HEADING_WITHIN, Totals, files_in, first_lines, layout
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import FILE, ROW, Progress, Reading, SourceFile, TableSummary
from riia.indicators.readers.typed import spots_of
from riia.indicators.readers.workbook import Sheet, is_workbook, open_workbook
from riia.indicators.tables.ehe import EHE, KEY, SPELL

_AUTUMN: Final = 9
_FORM_WITHIN: Final = 200
"""Lines of a form that is filled in."""
_DAY: Final = r"^\d{1,4}[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4}|^\d{5}$"
_OTHER_LIST: Final = (
    "is called a list of others than children educated at home by choice, such as those missing education."
)
_RENAME: Final = "No action is needed, unless it is the register of home education: then call it so."
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
    headings: dict[tuple[str, str, str], str] = {}
    has_list = any(isinstance(sheet.found, Register) for file in opened for sheet in file.sheets)
    for file in opened:
        findings += file.findings
        own: list[pl.DataFrame] = []
        spans: list[tuple[date, date]] = []
        for sheet in file.sheets:
            if isinstance(sheet.found, Register):
                one = listed(file.name, sheet.name, sheet.texts, sheet.found)
                own.append(one.frame)
                findings += one.findings
                summaries.append(one.summary)
                headings |= one.headings
            else:
                counts, summary, told, spoken = aggregate(file.name, sheet.name, sheet.texts, sheet.found, place)
                aggregates.append(counts)
                summaries.append(summary)
                findings += told
                spans += spoken
        registers += own
        files.append(_source(file, own, spans, as_at, listed=has_list, findings=findings))
    if has_list and aggregates:
        rule = "Totals were given beside a list of children; the list is counted and the totals are only kept."
        remedy = "Give the totals alone to have them counted."
        findings.append(Finding("EHE-BOTH", Severity.NOTE, files[0].name, "aggregate", "", rule, remedy, 1))
    tables: dict[str, pl.DataFrame] = {}
    if registers:
        whole = with_children(registers)
        tables["register"] = whole.with_columns(pl.int_range(1, whole.height + 1, dtype=pl.Int64).alias(SPELL))
    if aggregates:
        tables["aggregate"] = _once(pl.concat(aggregates, how="vertical"), findings)
    ordered = tuple(sorted(files, key=lambda one: one.age))
    return Reading(KEY, ordered, tables, in_order(findings), tuple(summaries), place or _place(aggregates), headings)


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
        "A list needs a row of headings with the day home education began (EHE start date) and the child's number, UPN,"
        " name or date of birth. Totals need the time (Census date, or Academic year and Term) and the total of all"
        " children (Number of EHE children): counts by sex, year group or reason alone are not added up."
    )
    return Problem(0, "", "", rule, remedy)


def _opened(path: Path, name: str) -> _File:
    """The sheets of a file that are a list or totals, with a note on every other."""
    if not is_workbook(path):
        try:
            text = open_delimited(path, name=name)
        except FileRefused:
            _refuse_title(path, name)
            raise
        file = _File(name, text.sha256, findings=list(text.findings))
        if found := layout(text.headings, name):
            if isinstance(found, Register) and is_other_list(path.stem, text.headings):
                raise FileRefused(name, [Problem(0, "", "", _OTHER_LIST, _RENAME)])
            _refuse_unnamed(name, "", found, text.texts)
            file.sheets.append(_Sheet("", text.texts, found))
        elif filled_in := form(_lines(text)):
            file.sheets.append(_Sheet("", filled_in[1], filled_in[0]))
        else:
            _refuse_title(path, name)
        return file
    book = open_workbook(path, name=name)
    file = _File(name, book.sha256)
    for sheet in book.sheets():
        made = _sheet(sheet.name, sheet.cells, name)
        if made and isinstance(made.found, Register) and is_other_list(sheet.name, made.texts.columns):
            rule = f"The sheet {_OTHER_LIST} It was not read."
            file.findings.append(Finding("READ-SHEET", Severity.NOTE, name, sheet.name, "", rule, _RENAME, 1))
        elif made:
            file.sheets.append(made)
            file.findings += _bad_cells(name, sheet)
        elif sheet.cells.height:
            rule = f"The sheet is not {_WHAT} and was not read."
            remedy = "No action is needed unless it should be: check its headings."
            file.findings.append(Finding("READ-SHEET", Severity.NOTE, name, sheet.name, "", rule, remedy, 1))
    return file


def _lines(text: Delimited) -> Iterator[tuple[int, list[str]]]:
    """The lines of a short text, its headings among them, with their numbers."""
    yield 1, list(text.headings)
    for row in text.texts.head(_FORM_WITHIN).select(*text.headings, ROW).iter_rows():
        yield int(row[-1]), [str(cell or "") for cell in row[:-1]]


def _refuse_title(path: Path, name: str) -> None:
    """Refuse a text whose headings stand below a title: rows of different length cannot be trusted."""
    if any(layout(line, name) for line in first_lines(path)[1:]):
        rule = "has lines above its headings, such as a title."
        remedy = "Take them out, so that the headings stand first, or give the workbook."
        raise FileRefused(name, [Problem(0, "", "", rule, remedy)])


def _refuse_unnamed(file: str, sheet: str, found: Register | Totals, texts: pl.DataFrame) -> None:
    """Refuse a list whose column of ends may be one that lost its heading: everyone would count as still at home."""
    if not isinstance(found, Register) or "end_date" in found.columns.values():
        return
    for heading in found.unnamed:
        cells = texts[heading].fill_null("").str.strip_chars()
        filled = cells.filter(cells != "")
        if filled.len() and 2 * filled.str.contains(_DAY).sum() > filled.len():
            rule = "has no heading and holds dates, while no heading says when home education ended."
            wanted = EHE["register"].by_name["end_date"].names[0]
            remedy = f"Write {wanted!r} above it, or what else it is."
            raise FileRefused(file, [Problem(0, heading, "", rule, remedy, sheet)])


def _sheet(sheet: str, cells: pl.DataFrame, file: str) -> _Sheet | None:
    """The rows below the first row that is a heading of ours; blank rows are left out."""
    columns = [column for column in cells.columns if column != ROW]
    for at, row in enumerate(cells.select(columns).head(HEADING_WITHIN).iter_rows()):
        headings = [" ".join(str(cell or "").split()) for cell in row]
        found = layout([text or f"column {place}" for place, text in enumerate(headings, start=1)], file, sheet)
        if found is None:
            continue
        named = {column: heading for column, heading in zip(columns, headings, strict=True) if heading}
        named = {column: heading for column, heading in named.items() if heading != ROW}  # a name of ours
        twice = [heading for heading, count in Counter(named.values()).items() if count > 1]
        needed = {*found.columns, *found.names} if isinstance(found, Register) else set(twice)
        named = {column: heading for column, heading in named.items() if heading not in twice or heading in needed}
        if twice := [heading for heading in twice if heading in needed]:
            rule = "is a heading twice."
            raise FileRefused(file, [Problem(at + 1, twice[0], "", rule, "Keep the right column.", sheet)])
        below = cells.slice(at + 1)
        filled = ~pl.all_horizontal(pl.col(list(named)).fill_null("").str.strip_chars() == "")
        every = [
            pl.col(old).alias(name)
            for place, old in enumerate(columns, start=1)
            if (name := named.get(old, f"column {place}")) == named.get(old) or name not in named.values()
        ]
        texts = below.filter(filled).select(ROW, *every)
        _refuse_unnamed(file, sheet, found, texts)
        return _Sheet(sheet, texts, found)
    top = cells.head(_FORM_WITHIN)
    lines = ((int(row[-1]), [str(cell or "") for cell in row[:-1]]) for row in top.select(*columns, ROW).iter_rows())
    return _Sheet(sheet, filled_in[1], filled_in[0]) if (filled_in := form(lines)) else None


def _bad_cells(name: str, sheet: Sheet) -> Iterator[Finding]:
    """Cells that hold no value that can be used."""
    for cells, what, remedy in (
        (sheet.errors, "an Excel error in place of a value", "Put the value itself in the cell."),
        (sheet.uncounted, "a formula whose value was never stored", "Open it in Excel, save it and give it again."),
    ):
        if cells:
            spots = tuple(Spot(cell.row, cell.text) for cell in cells[:SPOTS_KEPT])
            rule = f"is {what}; it is read as blank."
            yield Finding("READ-CELL", Severity.WARNING, name, sheet.name, "", rule, remedy, len(cells), spots)


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
            findings.append(Finding("EHE-DAY", Severity.NOTE, file.name, "register", "", rule, remedy, 1))
            first = as_at or first
        return SourceFile(file.name, file.sha256, None, first, as_at or last, as_at is not None)
    if listed or not spans:
        return SourceFile(file.name, file.sha256)
    first, last = min(one for one, _ in spans), max(one for _, one in spans)
    return SourceFile(file.name, file.sha256, None, first, last, declared=True)


def _reach(registers: Sequence[pl.DataFrame]) -> tuple[date | None, date | None]:
    """The days that a list answers for: to its last date, from the academic year in which the first one left.

    Of an earlier year only those are on it who stayed. A list that nobody has left speaks of its last day alone.
    """
    today = datetime.now(tz=UTC).date()
    starts: list[date] = []
    others: list[date] = []
    ends: list[date] = []
    for frame in registers:
        starts += frame.filter(pl.col("start_date") <= today)["start_date"].to_list()
        for column in ("end_date", "notified_date"):
            if column in frame.columns:
                days = frame.filter(pl.col(column) <= today)[column].to_list()
                others += days
                ends += days if column == "end_date" else []
    last = max((*starts, *others), default=None)
    if not ends or not starts:
        return last, last
    left = sorted(ends)[len(ends) // 100]  # of hundreds, one mistyped year tells nothing
    year = date(left.year - (left.month < _AUTUMN), _AUTUMN, 1)
    return max(min(starts), year), last
