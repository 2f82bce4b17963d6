"""What a census file says of itself: the council, the year, the days it answers for."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from riia.indicators.model.findings import Finding, Severity, Spot
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import ROW, SourceFile
from riia.indicators.readers.typed import typed
from riia.indicators.tables.cin_census import HEADER

_TABLE: Final = "Header"
_YEARS: Final = range(2009, 2100)
_CODE: Final = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class Said:
    """The header of one file, with what is wrong in it. `place` is the council's three-digit code.

    `stamp` tells two files of one day apart: the moment each was made, then its serial number, as written.
    """

    source: SourceFile
    place: str | None
    findings: tuple[Finding, ...]
    stamp: tuple[str, str] = ("", "")


def header_of(rows: pl.DataFrame, file: str, sha256: str, referred: pl.Series) -> Said:
    """Read the header rows of a file. `referred` are its days of referral, by which a file without year is dated.

    A file answers for the days up to its reference date, or up to the day it was made when that is earlier.

    Raises FileRefused when the header says that the file is another collection.
    """
    if rows.is_empty():
        rule = "the file has no Header, so its council and its year are unknown."
        remedy = "Export it again with its header, or name the council and check the periods yourself."
        missing = Finding("READ-HEADER", Severity.WARNING, file, _TABLE, "", rule, remedy, 1, (Spot(0),))
        return Said(_dated(SourceFile(file, sha256), referred), None, (missing,))
    written = rows.row(0, named=True)
    stamp = (written["DateTime"] or "").strip(), (written["SerialNo"] or "").strip().zfill(9)
    header, findings = typed(rows.head(1), HEADER, file=file)
    first = header.row(0, named=True)
    line, collection = first[ROW], first["Collection"]
    if collection and collection.upper() != "CIN":
        rule, remedy = "says that the file is another collection.", "Give this file as the collection it is."
        raise FileRefused(file, [Problem(line, "Collection", collection, rule, remedy, _TABLE)])

    def wrong(
        code: str, column: str, value: str, rule: str, remedy: str, severity: Severity = Severity.WARNING
    ) -> None:
        findings.append(Finding(code, severity, file, _TABLE, column, rule, remedy, 1, (Spot(line, value),)))

    year, ends, place = first["Year"], first["ReferenceDate"], first["LEA"]
    if year is not None and year not in _YEARS:
        wrong("READ-YEAR", "Year", str(year), "is not a year of the census.", "Correct the header.")
        year = None
    if place is not None and not _CODE.fullmatch(place):
        wrong("READ-COUNCIL", "LEA", place, "is not a council's three-digit code.", "Correct the header.")
        place = None
    if place is None and first["LEA"] is None:
        wrong("READ-COUNCIL", "LEA", "", "is missing, so the council is unknown.", "Correct the header.")
    if year is None and ends is not None:
        year = ends.year if ends <= date(ends.year, 3, 31) else ends.year + 1
    source = SourceFile(file, sha256, made_on=first["DateTime"])
    if year is None:
        wrong("READ-YEAR", "Year", "", "and ReferenceDate are missing, so the year is unknown.", "Correct the header.")
        return Said(_dated(source, referred), place, tuple(findings), stamp)
    begins, last = date(year - 1, 4, 1), date(year, 3, 31)
    if ends is not None and not begins <= ends <= last:
        rule = f"lies outside the year ending 31 March {year} that the header's Year says; the Year counts."
        remedy = "Correct the one that is wrong: all dates are held to the year."
        wrong("READ-YEAR", "ReferenceDate", ends.isoformat(), rule, remedy, Severity.ERROR)
        ends = None
    last, made = ends or last, source.made_on
    if made and begins <= made < last:
        # Many systems write 31 March whatever the day: a file made in October knows nothing of what comes after.
        after = referred.max()
        if isinstance(after, date) and after > made:
            rule = f"is before the last referral in the file ({after}), so it is not the day the file was made."
            wrong("READ-MADE", "DateTime", made.isoformat(), rule, "Correct the header.")
        else:
            last = made
    window = SourceFile(file, sha256, year, begins, last, declared=True, made_on=made)
    return Said(window, place, tuple(findings), stamp)


def _dated(source: SourceFile, referred: pl.Series) -> SourceFile:
    """The window of a file that does not say it: the year, from April on, up to its last referral."""
    last = referred.max()
    if not isinstance(last, date):
        return source
    first = date(last.year if last >= date(last.year, 4, 1) else last.year - 1, 4, 1)
    return SourceFile(source.name, source.sha256, None, first, last, declared=False, made_on=source.made_on)
