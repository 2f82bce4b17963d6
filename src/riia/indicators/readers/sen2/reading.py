"""Reading SEN2 returns of any form and year into one set of tables."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from riia.indicators.model.findings import Finding, Severity, digits_only, in_order, nameless
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import ROW, Progress, Reading, SourceFile, TableSummary
from riia.indicators.readers.sen2.gathering import Return, gather
from riia.indicators.readers.sen2.linking import Linked, link_csv, link_xml
from riia.indicators.readers.sen2.opening import FORMATS, Opened, open_return
from riia.indicators.readers.sen2.people import Person, labels
from riia.indicators.readers.sen2.recognition import Form
from riia.indicators.readers.sen2.years import Told, judged, year_of
from riia.indicators.readers.typed import typed
from riia.indicators.tables.schema import folded
from riia.indicators.tables.sen2 import CHILD, KEY, PERSON, SEN2

_SUPERSEDED: Final = "a newer return of the same year, or the same again, was given"


def read(paths: Sequence[Path], *, year: int | None = None, progress: Progress | None = None) -> Reading:
    """Read files, or folders of them, of one council: several years and forms at once are one reading.

    `year` is the calendar year that returns tell of which do not say so themselves (modules m1 to m5); without it their
    days are taken for it, which is told. `progress` is told the bytes done. Of two returns of the same stated year the
    newer is used and the other set aside. Raises FileRefused when a file cannot be trusted, belongs to another council
    or is no SEN2 return.
    """
    returns, findings = gather(list(paths))
    opened = _open_all(returns, progress)
    place = _place(opened)
    used, replaced = _newest_of_each_year(opened)
    linked = [_linked(one) for one in used]
    names = labels(_persons(used, linked))
    frames: dict[str, list[pl.DataFrame]] = {}
    files: list[SourceFile] = []
    headings: dict[tuple[str, str, str], str] = {}
    summaries = [_set_aside(one, name) for one in replaced for name in one.tables]
    for one, tables in zip(used, linked, strict=True):
        findings += one.findings + tables.findings
        typed_tables = _typed(one, tables, names, findings)
        stated = one.year if one.year is not None else year
        told = year_of(stated) if stated is not None else judged(one.label, typed_tables, one.paths)
        findings += [told.finding] if told.finding else []
        own = _files(one, told)
        if before := next((file for file in files if file.age == own[0].age), None):
            raise _undecided(before.name, one.label)
        files += own
        headings |= {(one.files[name], name, column): text for name, column, text in one.headings}
        for name, frame in typed_tables.items():
            frames.setdefault(name, []).append(frame)
            aside = tables.set_aside.get(name, {})
            read_rows = frame.height + sum(aside.values())
            summaries.append(TableSummary(one.files[name], name, read_rows, frame.height, aside))
    findings += [_told_replaced(one) for one in replaced]
    return Reading(
        KEY,
        tuple(sorted(files, key=lambda file: file.age)),
        {table.name: pl.concat(frames[table.name], how="diagonal") for table in SEN2.tables if table.name in frames},
        in_order(findings),
        tuple(summaries),
        place,
        headings,
    )


def _open_all(returns: Sequence[Return], progress: Progress | None) -> list[Opened]:
    sizes = [sum(path.stat().st_size for path in {part.path for part in one.parts}) for one in returns]
    opened = []
    for number, one in enumerate(returns, start=1):
        opened.append(open_return(number, one))
        if progress:
            progress(sum(sizes[:number]), sum(sizes))
    return sorted(opened, key=lambda one: (one.year or 0, one.made_on or date.min, one.label))


def _place(opened: Sequence[Opened]) -> str | None:
    places = {one.place: one for one in opened if one.place}
    if len(places) > 1:
        other = list(places.values())[1]
        rule = f"is the code of another council than in the other files ({', '.join(sorted(places))})."
        remedy = "Give the files of one council."
        raise FileRefused(other.files["sen2"], [Problem(0, "lea", other.place or "", rule, remedy, "sen2")])
    return next(iter(places), None)


def _newest_of_each_year(opened: Sequence[Opened]) -> tuple[list[Opened], list[Opened]]:
    """Returns that count, and those of which a newer one of the same stated year, or a copy, is there. Old to new."""
    used: list[Opened] = []
    replaced: list[Opened] = []
    for one in opened:
        before = next((other for other in used if _copies(other, one) or (one.year and other.year == one.year)), None)
        if before is None:
            used.append(one)
            continue
        if not _copies(before, one) and before.made_on == one.made_on:
            raise _undecided(before.label, one.label)
        used[used.index(before)] = one
        replaced.append(before)
    return used, replaced


def _copies(one: Opened, other: Opened) -> bool:
    return set(one.digests.values()) == set(other.digests.values())


def _undecided(one: str, other: str) -> FileRefused:
    rule = f"is a second return for the same time as {one}, and neither says which is the newer."
    return FileRefused(other, [Problem(0, "", "", rule, "Give one return for each year, or say the year of each.")])


def _linked(one: Opened) -> Linked:
    if one.form is Form.XML:
        return link_xml(one.number, one.tables)
    return link_csv(one.number, one.form, one.tables, one.files)


def _persons(used: Sequence[Opened], linked: Sequence[Linked]) -> list[Person]:
    """The persons of all returns, from old to new, with what may tell who they are."""
    found = []
    for one, tables in zip(used, linked, strict=True):
        if (frame := tables.tables.get("person")) is None:
            continue
        told, _ = _typed_table(one, "person", frame)
        for row in told.iter_rows(named=True):
            name = "|".join(folded(row.get(part) or "") for part in ("surname", "forename"))
            own = row[PERSON].split("/", 1)[1] if one.form is Form.MODULES else None
            upn = (row.get("upn") or "").upper() or None
            found.append(
                Person(
                    row[PERSON], own, upn, row.get("uniquelearnernumber"), name.strip("|"), row.get("personbirthdate")
                )
            )
    return found


def _typed(one: Opened, linked: Linked, names: dict[str, str], findings: list[Finding]) -> dict[str, pl.DataFrame]:
    """The return's tables with dates, codes and flags, and whose row each is."""
    result = {}
    for name, frame in linked.tables.items():
        whose = frame
        if PERSON in frame.columns:
            row = pl.format("{}/{} {}", pl.lit(one.number), pl.lit(name), pl.col(ROW))
            label = pl.col(PERSON).replace_strict(names, default=pl.col(PERSON), return_dtype=pl.String)
            whose = frame.with_columns(pl.coalesce(label, row).alias(CHILD))
        elif name != "sen2":
            row = pl.format("{}/{} {}", pl.lit(one.number), pl.lit(name), pl.col(ROW))
            whose = frame.with_columns(row.alias(CHILD))
        result[name], told = _typed_table(one, name, whose)
        findings += (one.as_headed(name, finding) for finding in told)
    return result


def _typed_table(one: Opened, name: str, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding]]:
    """A table with its types. Of persons nothing without a digit is said: a name may stand in a wrong column."""
    called = one.called.get(name, name)
    try:
        typed_table, told = typed(
            frame, SEN2[name], file=one.files[name], year=one.year, formats=FORMATS, serials=one.serials, table=called
        )
    except FileRefused as refused:
        if name != "person":
            raise
        bare = [replace(problem, value=digits_only(problem.value)) for problem in refused.problems]
        raise FileRefused(refused.file, bare) from None
    return typed_table, [nameless(finding) for finding in told] if name == "person" else told


def _files(one: Opened, told: Told) -> list[SourceFile]:
    """The return's files. A census tells of the calendar year before it; without one the dates in the files speak."""
    return [
        SourceFile(name, digest, told.year, told.first, told.last, told.declared, one.made_on)
        for name, digest in one.digests.items()
    ]


def _set_aside(one: Opened, name: str) -> TableSummary:
    height = one.tables[name].height
    return TableSummary(one.files[name], name, height, 0, {_SUPERSEDED: height} if height else {})


def _told_replaced(one: Opened) -> Finding:
    rows = sum(frame.height for frame in one.tables.values())
    rule = "The return was set aside, because a newer one of the same year, or the same again, was given."
    remedy = "No action is needed if that one is right."
    return Finding("SEN2-YEAR", Severity.NOTE, one.label, "", "", rule, remedy, max(rows, 1))
