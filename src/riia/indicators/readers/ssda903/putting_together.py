"""From files to one reading: every file opened, its year settled, one giver for each table and year, then typed."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from riia.indicators.model.findings import Finding, Severity, in_order
from riia.indicators.readers.delimited import headings
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import FILE, ROW, Progress, Reading, SourceFile, TableSummary
from riia.indicators.readers.ssda903.finding import Candidate, files_below, recognised_table, says
from riia.indicators.readers.ssda903.parts import TABLES, Part, csv_parts, missing_columns
from riia.indicators.readers.ssda903.xml_file import is_return, xml_parts
from riia.indicators.readers.ssda903.years import Year, agreed, dates_of, formats_in, told
from riia.indicators.readers.typed import spots_of, typed
from riia.indicators.tables.schema import Kind, TableSchema

_DTYPES: Final = {
    Kind.DATE: pl.Date(),
    Kind.WHOLE: pl.Int64(),
    Kind.NUMBER: pl.Float64(),
    Kind.FLAG: pl.Boolean(),
}
_TWICE: Final = "another file gives this table for the same year"
_NEVER_EMPTY: Final = ("header", "episodes")
_NOBODY: Final = "no child identifier"
_CHILD: Final = "CHILD"


@dataclass(frozen=True, slots=True)
class _Told:
    """What to say of rows that are not used: the finding's, and the reason in the account of the rows."""

    code: str
    reason: str
    rule: str
    remedy: str


_TOLD_ALIKE: Final = _Told(
    "READ-ALIKE",
    "alike in every column to a row already read",
    "is alike in every column to an earlier row; it was set aside.",
    "Remove one of them in the source system, unless one of them should say something else.",
)
_TOLD_EARLIER: Final = _Told(
    "READ-ENDED",
    "another row says that the episode has ended",
    "gives as open an episode that another row of the file says has ended; the one that has ended was used.",
    "If several years' returns were put into one table, give each year's by itself.",
)


def put_together(paths: Sequence[Path], *, progress: Progress | None = None) -> Reading:
    """Read files and folders. Raises FileRefused, with everything that is wrong with any of the files."""
    parts, findings = _opened(files_below(paths), paths, progress)
    groups: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        groups[_group(part)].append(part)
    years = agreed({name: (own[0].candidate.label, dates_of(_texts(own))) for name, own in groups.items()})
    for name, own in groups.items():
        findings += told(years[name], own[0].name, len({part.name for part in own}))
    year_by_file = {part.name: years[_group(part)] for part in parts}
    used, summaries = _one_giver(parts, year_by_file, findings)
    frames: dict[str, list[pl.DataFrame]] = defaultdict(list)
    for part in used:
        frame, summary = _typed(part, year_by_file[part.name], findings)
        frames[part.schema.name].append(frame)
        summaries.append(summary)
    tables = {
        name: _whole(TABLES[name], frames[name], years_of(frames[name], year_by_file), findings, summaries)
        for name in TABLES
        if name in frames
    }
    files = sorted(
        {part.name: _source(part, year_by_file[part.name]) for part in used}.values(), key=lambda one: one.age
    )
    return Reading("ssda903", tuple(files), tables, in_order(findings), tuple(summaries))


def years_of(frames: Sequence[pl.DataFrame], years: dict[str, Year]) -> dict[str, int]:
    """The year of each file that rows come from, by its name; 0 where it is not known."""
    files = {name for frame in frames for name in frame[FILE].unique().to_list()}
    return {name: years[name].year or 0 for name in files}


def _opened(
    candidates: Sequence[Candidate], paths: Sequence[Path], progress: Progress | None
) -> tuple[list[Part], list[Finding]]:
    """Every table in every file. Problems of all files are collected, so that they can be put right at once."""
    parts: list[Part] = []
    passed_over: list[str] = []
    problems: list[Problem] = []
    total = sum(_size(one) for one in candidates)
    done = 0
    for one in candidates:
        try:
            found = _parts(one)
        except FileRefused as refusal:
            problems += [
                Problem(each.line, each.column, each.value, each.rule, each.remedy, each.table or one.name)
                for each in refusal.problems
            ]
            found = []
        else:
            if not found and one.given:
                problems.append(_foreign(one))
            elif not found:
                passed_over.append(one.name)
        parts += found
        done += _size(one)
        if progress is not None:
            progress(done, total)
    named = ", ".join(path.name or str(path) for path in paths[:3]) + (", …" if len(paths) > 3 else "")
    if problems:
        raise FileRefused(candidates[0].name if len(candidates) == 1 else named, problems)
    if not parts:
        rule = "holds no table of the SSDA903 return."
        remedy = "Give the folder with header.csv, episodes.csv and the others, or the XML file of the return."
        raise FileRefused(named or "nothing", [Problem(0, "", "", rule, remedy)])
    return parts, _passed_over(passed_over)


def _parts(one: Candidate) -> list[Part]:
    if not one.is_xml:
        if not one.given and not _seems_to_belong(one):
            return []
        return csv_parts(one)
    if not one.given and not is_return(one.path):
        return []
    return xml_parts(one)


def _seems_to_belong(one: Candidate) -> bool:
    """By its headings, or by its name when those cannot be read: a note that lies in the folder is not the return."""
    return recognised_table(one.path, headings(one.path)) is not None or any(
        says(one.path, each) for each in TABLES.values()
    )


def _size(one: Candidate) -> int:
    try:
        return one.path.stat().st_size
    except OSError:
        return 0


def _foreign(one: Candidate) -> Problem:
    first = headings(one.path)[:8]
    # A file without its heading begins with a child: no heading has three digits in it.
    seen = "" if any(re.search(r"\d.*\d.*\d", cell) for cell in first) else ", ".join(first)
    rule = "is not a table of the SSDA903 return: its columns are those of none."
    return Problem(0, "", seen, rule, "Give the return's own tables, with the official headings.", one.name)


def _passed_over(names: Sequence[str]) -> list[Finding]:
    if not names:
        return []
    first, *others = names
    beside = f"; nor were {', '.join(others[:5])}" if others else ""
    more = f" and {len(others) - 5} more" if len(others) > 5 else ""
    rule = f"is not a table of the SSDA903 return and was not read{beside}{more}."
    remedy = "Nothing to do if it is not meant to be."
    return [Finding("READ-OTHER", Severity.NOTE, first, "", "", rule, remedy, len(names))]


def _group(part: Part) -> str:
    """Files of one year: of one folder and one label, an XML file by itself."""
    one = part.candidate
    return str(one.path) if one.is_xml else f"{one.folder}|{one.label}"


def _texts(parts: Sequence[Part]) -> dict[str, list[pl.DataFrame]]:
    found: dict[str, list[pl.DataFrame]] = defaultdict(list)
    for part in parts:
        found[part.schema.name].append(part.texts)
    return found


def _one_giver(
    parts: Sequence[Part], years: dict[str, Year], findings: list[Finding]
) -> tuple[list[Part], list[TableSummary]]:
    """For each table and year the files that give it best; the others are set aside, and told."""
    givers: dict[tuple[str, int | None], list[Part]] = defaultdict(list)
    for part in parts:
        givers[part.schema.name, years[part.name].year].append(part)
    used: list[Part] = []
    summaries: list[TableSummary] = []
    aside: dict[tuple[str, int | None, bool], list[tuple[Part, Part]]] = defaultdict(list)
    for (table, year), several in givers.items():
        chosen: list[Part] = []
        for part in sorted(several, key=lambda one: one.plainness):
            same = any(part.sha256 == other.sha256 and part.texts.equals(other.texts) for other in chosen)
            if not chosen or (part.plainness == chosen[0].plainness and not same):
                chosen.append(part)
                continue
            rows = part.texts.height
            summaries.append(TableSummary(part.name, table, rows, 0, {_TWICE: rows} if rows else {}))
            aside[part.name, year, same].append((part, chosen[0]))
        if len(chosen) > 1:
            findings.append(_several(chosen, year))
        used += chosen
    findings += [_set_aside(several, year, same=same) for (_, year, same), several in aside.items()]
    return used, summaries


def _set_aside(several: Sequence[tuple[Part, Part]], year: int | None, *, same: bool) -> Finding:
    """What to say of a file, some of whose tables (beside the one used instead of each) were set aside."""
    part, used = several[0]
    file, when = part.name, f" for {year}" if year else ""
    if same:
        rule = f"is the same file as {used.name} and was not read again."
        return Finding("READ-TWICE", Severity.NOTE, file, part.schema.name, "", rule, "Remove one of them.", 1)
    rows = sum(one.texts.height for one, _ in several)
    if part.candidate.is_xml:
        tables = ", ".join(one.schema.name for one, _ in several)
        instead = ", ".join(dict.fromkeys(other.name for _, other in several))
        rule = (
            f"gives tables{when} that other files give too ({instead}); those were used, and of this one not: {tables}."
        )
        remedy = "Give the return once: either the XML file or the CSV files."
        return Finding("READ-TWICE", Severity.ERROR, file, "", "", rule, remedy, rows)
    rule = f"gives the table {part.schema.name}{when}, which {used.name} gives too; none of its rows were used."
    remedy = f"Take one of the two out of the folder; if this is the right one, name it {part.schema.name}.csv."
    return Finding("READ-TWICE", Severity.ERROR, file, part.schema.name, "", rule, remedy, rows)


def _several(chosen: Sequence[Part], year: int | None) -> Finding:
    first, *rest = chosen
    when = f" for {year}" if year else ""
    names = ", ".join(part.name for part in rest)
    rule = f"gives the table {first.schema.name}{when}, and so does {names}; the rows of all were read."
    remedy = "If they are two versions and not two halves, take one out of the folder."
    rows = sum(part.texts.height for part in chosen)
    return Finding("READ-TWICE", Severity.WARNING, first.name, first.schema.name, "", rule, remedy, rows)


def _typed(part: Part, year: Year, findings: list[Finding]) -> tuple[pl.DataFrame, TableSummary]:
    """The typed rows that belong to a child; the others are set aside."""
    formats = formats_in(part.texts, [column.name for column in part.schema.columns if column.kind is Kind.DATE])
    # A spreadsheet, or a program that takes identifiers for numbers, writes 398768.0 where another table has 398768.
    numbers = [
        column.name for column in part.schema.columns if column.kind is Kind.ID and column.name in part.texts.columns
    ]
    texts = part.texts.with_columns(pl.col(numbers).str.replace(r"^\s*(\d+)\.0+\s*$", "${1}"))
    frame, found = typed(texts, part.schema, file=part.name, year=year.year, formats=formats, serials=True)
    findings += [*part.findings, *missing_columns(part, year.year), *found]
    if frame.is_empty() and part.schema.name in _NEVER_EMPTY:
        rule = "has headings and not one record, so its figures are 0."
        remedy = "Every council has children in its care: export the table again."
        findings.append(Finding("READ-EMPTY", Severity.WARNING, part.name, part.schema.name, "", rule, remedy, 1))
    kept = frame.filter(pl.col(_CHILD).is_not_null())
    lost = frame.height - kept.height
    summary = TableSummary(part.name, part.schema.name, frame.height, kept.height, {_NOBODY: lost} if lost else {})
    return kept, summary


def _whole(
    schema: TableSchema,
    frames: Sequence[pl.DataFrame],
    years: dict[str, int],
    findings: list[Finding],
    summaries: list[TableSummary],
) -> pl.DataFrame:
    """All files' rows under all columns, without the rows of one year that say what another says already."""
    dtypes = {column.name: _DTYPES.get(column.kind, pl.String()) for column in schema.columns}
    layout = pl.DataFrame(schema={**dtypes, FILE: pl.String(), ROW: pl.Int64()})
    rows = pl.concat([layout, *frames], how="diagonal")
    keys = [*dtypes, "_year"]
    yearly = rows.with_columns(pl.col(FILE).replace_strict(years, default=0, return_dtype=pl.Int64).alias("_year"))
    again = ~yearly.select(pl.struct(keys).is_first_distinct()).to_series()
    _put_aside(rows.filter(again), schema.name, _TOLD_ALIKE, findings, summaries)
    kept = rows.filter(~again)
    if schema.name != "episodes":
        return kept
    over = _told_again(kept)
    _put_aside(kept.filter(over), schema.name, _TOLD_EARLIER, findings, summaries)
    return kept.filter(~over)


def _told_again(rows: pl.DataFrame) -> pl.Series:
    """Which open episodes another row of the same file says have ended, all else that began with them being equal.

    So it is where several years' returns were put into one table: as they stand in it, such children never leave.
    """
    same = (FILE, _CHILD, "DECOM", "RNE", "LS", "PLACE")
    known = pl.col(_CHILD).is_not_null() & pl.col("DECOM").is_not_null()
    ended = (known & (pl.col("DEC") > pl.col("DECOM"))).fill_null(value=False).any().over(*same)
    return rows.select(pl.col("DEC").is_null() & known & ended).to_series()


def _put_aside(
    rows: pl.DataFrame, table: str, told: _Told, findings: list[Finding], summaries: list[TableSummary]
) -> None:
    """Say which rows of which file are not used, and why."""
    for (name,), own in rows.group_by(FILE, maintain_order=True):
        file = str(name)
        spots = spots_of(own, "", _CHILD)
        findings.append(
            Finding(told.code, Severity.WARNING, file, table, "", told.rule, told.remedy, own.height, spots)
        )
        for at, one in enumerate(summaries):
            if one.file == file and one.table == table and one.used:
                aside = {**one.set_aside, told.reason: own.height}
                summaries[at] = TableSummary(one.file, one.table, one.read, one.used - own.height, aside)


def _source(part: Part, year: Year) -> SourceFile:
    return SourceFile(part.name, part.sha256, year.year, year.first, year.last, year.declared)
