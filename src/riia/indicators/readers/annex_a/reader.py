"""Reading Annex A: from files to typed lists, with every row accounted for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from riia.indicators.calendar import add_months
from riia.indicators.model import day_in_words
from riia.indicators.model.findings import Finding, Severity, in_order
from riia.indicators.readers.annex_a import remarks, sources, window
from riia.indicators.readers.annex_a.cells import BLANKS, prepared
from riia.indicators.readers.annex_a.locating import Found, hinted, is_send, locate, top_rows
from riia.indicators.readers.annex_a.rows import Records, records
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import FILE, ROW, Progress, Reading, SourceFile, TableSummary
from riia.indicators.readers.typed import DAY_FIRST, ISO, typed
from riia.indicators.readers.workbook import Sheet, is_workbook, open_workbook
from riia.indicators.tables.annex_a import ANNEX_A
from riia.indicators.tables.schema import Kind

_FORMATS: Final = (*DAY_FIRST, *ISO, "%Y/%m/%d", "%Y%m%d")
"""Eight digits in a row can only begin with the year: read the other way round, the year would be before 1300."""
_BORN: Final = "Date of Birth"
_TITLE_ROWS: Final = 40
_FAR_OFF: Final = 31
_OTHER_SHEET: Final = "another sheet of the same list was read"


@dataclass
class _Extract:
    """What one workbook, or the CSV files of one folder, gave."""

    name: str
    files: list[sources.Source] = field(default_factory=list)
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    summaries: list[TableSummary] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


def read(
    paths: Sequence[Path],
    *,
    progress: Progress | None = None,
    as_at: date | None = None,
    today: date | None = None,
) -> Reading:
    """Read the lists of one extract, or of several made at different times.

    `paths` are workbooks (.xlsx, .xlsm), CSV files (one for each list) or folders of these; the CSV files of a folder
    are one extract. `as_at` is the day the extract was made; with several extracts, that of the newest. Without it the
    day is taken from what a title says ("Extract date: 30/09/2024") when the rows agree with it, otherwise from the
    latest event in the lists that is not after `today`, and is then not `declared`. An extract answers for the six
    months to its day.

    Raises FileRefused for a file that is no Annex A workbook or cannot be trusted.
    """
    files = sources.files_in(paths)
    if not files:
        raise FileRefused("Annex A", [Problem(0, "", "", "no file was given.", "Give the workbook.")])
    names = sources.names_of(files)
    sizes = [path.stat().st_size if path.is_file() else 0 for path in files]
    extracts: dict[Path, _Extract] = {}
    for at, (path, name) in enumerate(zip(files, names, strict=True)):
        source = sources.opened(path, name)
        key = path.parent if source.csv else path
        extract = extracts.setdefault(key, _Extract(f"{path.parent.name or '.'} (CSV files)" if source.csv else name))
        _add(extract, source)
        if progress is not None:
            progress(sum(sizes[: at + 1]), sum(sizes))
    for extract in extracts.values():
        _finish(extract)
    return _together(list(extracts.values()), as_at, today or date.today())  # noqa: DTZ011 # the user's own day


def recognises(path: Path) -> bool:
    """Whether a file, or a file in a folder, looks like Annex A: by its sheets or headings. Never raises."""
    try:
        if path.is_dir():
            return any(recognises(one) for one in sources.files_in([path]))
        if not is_workbook(path):
            return sources.csv_holds_list(path)
        book = open_workbook(path)
        if sum(hinted(name) is not None for name in book.sheet_names) > 1:
            return True
        return any(locate(sheet) is not None for sheet in book.sheets())
    except (FileRefused, OSError, ValueError):
        return False


def _add(extract: _Extract, source: sources.Source) -> None:
    """Read one file's lists into the extract. Raises FileRefused when it has none."""
    extract.files.append(source)
    extract.titles += source.titles
    found: list[Found] = []
    passed: list[Sheet] = []
    for sheet in source.sheets:
        one = locate(sheet)
        if one:
            found.append(one)
            extract.titles += one.titles
        else:
            passed.append(Sheet(sheet.name, sheet.hidden, sheet.cells.head(_TITLE_ROWS)))
    if not found:
        raise _no_list(source, passed)
    for sheet in passed:
        extract.titles += [" ".join(filter(None, row)) for row in top_rows(sheet, _TITLE_ROWS)]
    _note_passed(extract, source, passed)
    if source.findings:
        extract.findings += source.findings
    for schema in ANNEX_A.tables:
        same = sorted((one for one in found if one.schema is schema), key=lambda one: one.score, reverse=True)
        if not same:
            continue
        best, *others = same
        if schema.name in extract.tables:
            rule = "holds a list that another file of the extract holds too."
            remedy = "Give one file for each list."
            raise FileRefused(source.name, [Problem(0, "", "", rule, remedy, best.sheet.name)])
        extract.tables[schema.name] = _typed(extract, source, best)
        for other in others:
            _set_aside(extract, source, other, best)


def _typed(extract: _Extract, source: sources.Source, found: Found) -> pl.DataFrame:
    file, table = source.name, found.sheet.name
    cut, frame, doubts = _frame(source, found)
    extract.findings += [
        *remarks.of_headings(found, file=file, table=table),
        *remarks.of_cells(found, file=file, table=table),
        *cut.findings, *doubts,
    ]  # fmt: skip
    extract.summaries.append(TableSummary(file, found.schema.name, cut.read, frame.height, cut.set_aside))
    return frame


def _frame(source: sources.Source, found: Found) -> tuple[Records, pl.DataFrame, list[Finding]]:
    """A list's records as cut out and typed, with what is doubtful in their cells. Raises FileRefused."""
    table, schema, file = found.sheet.name, found.schema, source.name
    cut = records(found, file=file, table=table)
    texts, odd = prepared(cut.texts, schema, file=file, table=table, from_1904=source.from_1904)
    frame, wrong = typed(texts, schema, file=file, formats=_FORMATS, serials=True, blanks=BLANKS, table=table)
    order = [column.name for column in schema.columns if column.name in frame.columns]
    return cut, frame.select(*order, FILE, ROW), [*odd, *wrong]


def _set_aside(extract: _Extract, source: sources.Source, other: Found, best: Found) -> None:
    """Pass over a further sheet of a list. Raises FileRefused when it is shown and has records that are not read."""
    name, sheet = other.schema.name, other.sheet
    try:
        cut, frame, _ = _frame(source, other)
    except FileRefused:
        # It shows what the columns are, or is no list in another way.
        rows = sheet.cells.height - other.heading - 1
    else:
        rows = cut.read
        lost = frame.head(0) if sheet.hidden else _not_in(frame, extract.tables[name], other)
        if not lost.is_empty():
            rule = (
                f"holds list {name.removeprefix('list_')}, as the sheet {best.sheet.name!r} does, and"
                f" {lost.height:,} of its {frame.height:,} records are not there."
            )
            remedy = "Put all records of a list on one sheet; delete or hide a sheet that is not meant."
            raise FileRefused(source.name, [Problem(lost[ROW][0], "", "", rule, remedy, sheet.name)])
    rule = f"holds the same list as the sheet {best.sheet.name!r}, which was read instead."
    remedy = "Delete the sheet that is not meant, or put all rows on one."
    finding = Finding("AA-SHEET-TWICE", Severity.WARNING, source.name, sheet.name, "", rule, remedy, rows)
    extract.findings.append(finding)
    aside = {_OTHER_SHEET: rows} if rows else {}
    extract.summaries.append(TableSummary(source.name, f"{name} ({sheet.name})", rows, 0, aside))


def _not_in(frame: pl.DataFrame, read: pl.DataFrame, found: Found) -> pl.DataFrame:
    """Records of one sheet that another sheet of the list has not: no row of the same child and day."""
    days = [column.name for column in found.schema.columns if column.kind is Kind.DATE and column.name in frame.columns]
    # A row without any day tells what the columns are for, or is none.
    records = frame.filter(pl.any_horizontal(pl.col(days).is_not_null())) if days else frame
    # Care leavers are listed once; the other lists' records are of a day.
    events = [name for name in days if name != _BORN and found.schema.name != "list_9"][:1]
    key = [name for name in (found.schema.child, *events) if name in frame.columns and name in read.columns]
    return records.join(read, on=key, how="anti", nulls_equal=True) if key else records


def _note_passed(extract: _Extract, source: sources.Source, passed: Iterable[Sheet]) -> None:
    names = [sheet.name + (" (hidden)" if sheet.hidden else "") for sheet in passed if sheet.cells.height]
    if names:
        rule = f"has sheets that hold no list: {', '.join(names)}."
        remedy = "They were passed over. If one is a list, give it its official headings."
        extract.findings.append(Finding("AA-SHEETS", Severity.NOTE, source.name, "", "", rule, remedy, len(names)))


def _finish(extract: _Extract) -> None:
    """What can be told only when all files of an extract are read. Raises FileRefused when no list has a record."""
    if not any(frame.height for frame in extract.tables.values()):
        rule = f"its {len(extract.tables)} lists have headings and not one record, as in Ofsted's empty template."
        raise FileRefused(extract.name, [Problem(0, "", "", rule, "Give the workbook that the council filled in.")])
    extract.findings += remarks.missing_lists(extract.tables, extract.name)
    empty = [remarks.title(ANNEX_A[name]) for name, frame in extract.tables.items() if frame.is_empty()]
    if empty:
        rule = f"lists with headings and no record: {', '.join(empty)}. Their figures are 0."
        remedy = "If they should have records, check the queries behind them before you use the figures."
        extract.findings.append(Finding("AA-EMPTY", Severity.WARNING, extract.name, "", "", rule, remedy, len(empty)))


def _no_list(source: sources.Source, passed: Sequence[Sheet]) -> FileRefused:
    filled = [sheet for sheet in passed if sheet.cells.height]
    if is_send(filled):
        rule = (
            "is the Annex A of an area SEND inspection: lists of children with EHC plans and SEN support. It is another"
            " set of lists than the Annex A of children's social care, and no figure here is counted from it."
        )
        remedy = "Give the social care lists 1 to 11 as Annex A, and the SEN2 return for the figures on EHC plans."
    elif not filled:
        rule, remedy = "every sheet of the workbook is empty.", "Check that this is the right file."
    elif source.csv:
        rule = "is not one of the lists: its headings are not those of any."
        remedy = "Name the file after its list (List 3.csv) and keep the official headings in its first line."
    else:
        names = ", ".join(repr(sheet.name) for sheet in filled[:12])
        rule = f"holds none of the lists. Its sheets: {names}{' …' if len(filled) > 12 else ''}."
        remedy = (
            "Expected are sheets such as 'List 1' with headings such as 'Child Unique ID' and 'Date of Contact' in one"
            f" of the first {20} rows."
        )
    return FileRefused(source.name, [Problem(0, "", "", rule, remedy)])


def _stated(extract: _Extract, today: date) -> date | None:
    """The day that a title of the extract says, when its rows can be of that day."""
    said = window.stated_day(extract.titles)
    if said is None:
        return None
    found = _doubted(extract, said, today, "The rows were believed and not the title.")
    extract.findings += found
    return None if found else said


def _doubted(extract: _Extract, said: date, today: date, then: str) -> list[Finding]:
    wrong = window.doubt(said, extract.tables, today)
    if wrong is None:
        return []
    words, rows = wrong
    rule = f"is said to be made on {day_in_words(said)}, and {words}. {then}"
    remedy = "Check that it is the right file; put the day in its title right, or say the day (--as-at)."
    return [Finding("AA-DAY", Severity.ERROR, extract.name, "", "", rule, remedy, rows)]


def _named_otherwise(extract: _Extract, last: date | None) -> Iterator[Finding]:
    """A note where the day in the file's name is far from the day that the extract was taken to be of."""
    named = window.day_in_name(extract.name)
    if named and last and abs((named - last).days) > _FAR_OFF:
        rule = f"has {day_in_words(named)} in its name, and was taken to reach to {day_in_words(last)}."
        yield Finding("AA-NAME-DAY", Severity.NOTE, extract.name, "", "", rule, "Check that it is the right file.", 1)


def _judged(extract: _Extract, today: date) -> date | None:
    """The day that an extract without a title was made: the day in its name when its rows go with it, or their last.

    The name is evidence, not a statement: files are also named for the day they were saved or sent.
    """
    last, named = window.last_event(extract.tables, today), window.day_in_name(extract.name)
    if last and named and last <= named <= today and window.doubt(named, extract.tables, today) is None:
        return named
    return last


def _together(extracts: list[_Extract], as_at: date | None, today: date) -> Reading:
    """All extracts, from old to new, as one reading."""
    stated = [_stated(one, today) for one in extracts]
    days = [said or _judged(one, today) for said, one in zip(stated, extracts, strict=True)]
    order = sorted(range(len(extracts)), key=lambda at: days[at] or date.min)
    if as_at is not None:
        days[order[-1]] = stated[order[-1]] = as_at
        extracts[order[-1]].findings += _doubted(extracts[order[-1]], as_at, today, "As you say, it was taken so.")
    for at in order:
        extracts[at].findings += _named_otherwise(extracts[at], days[at])
    files = []
    for at in sorted(order, key=lambda at: days[at] or date.min):
        last = days[at]
        first = add_months(last, -window.MONTHS) if last else None
        for source in extracts[at].files:
            declared = stated[at] is not None
            files.append(SourceFile(source.name, source.sha256, None, first, last, declared=declared))
    tables = {}
    for schema in ANNEX_A.tables:
        frames = [one.tables[schema.name] for one in extracts if schema.name in one.tables]
        if frames:
            tables[schema.name] = pl.concat(frames, how="diagonal")
    return Reading(
        ANNEX_A.key,
        tuple(files),
        tables,
        in_order(finding for one in extracts for finding in one.findings),
        tuple(summary for one in extracts for summary in one.summaries),
    )
