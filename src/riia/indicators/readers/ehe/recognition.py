"""Whether a sheet is a list of children educated at home or a table of totals: by its headings."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from riia.indicators.readers.delimited import headings as headings_of
from riia.indicators.readers.ehe.headings import ABOUT, Register, register
from riia.indicators.tables.ehe import ANY_TIME, CENSUS_DAY, STARTING
from riia.indicators.tables.schema import folded

SUFFIXES: Final = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", "")
HEADING_WITHIN: Final = 30
"""Rows of a sheet among which its heading is looked for: titles and notes may stand above."""
_GLANCE: Final = 1 << 14

MEASURES: Final = {
    "ehecensusdate": CENSUS_DAY, "numberofehechildrenoncensusdate": CENSUS_DAY,
    "ehestartsfullyear": STARTING, "numberofchildrenwhostartedeheduringtheyear": STARTING,
    "eheanytimefullyear": ANY_TIME, "numberofehechildrenatanypointduringtheyear": ANY_TIME,
}  # fmt: skip
"""Folded headings of the totals over all children."""
LONG: Final = "childcount"
PERIODS: Final = ("timeperiod", "academicyear", "year")
TERMS: Final = ("timeidentifier", "term", "censusterm")
DAYS: Final = ("censusdate", "dateofcensus", "censusday", "referencedate", "asat", "date")
_NOT_COUNTS: Final = re.compile(r"(pc|percent|percentage)$")
_COUNTED: Final = frozenset({"number", "no", "total", "count", "headcount", "children", "pupils"})
_OF_ALL: Final = _COUNTED | frozenset(
    ("of", "in", "on", "at", "the", "a", "any", "all", "ehe", "elective", "electively", "home", "education", "educated",
     "being", "census", "day", "date", "register", "known", "young", "people", "during", "year", "term", "time",
     "point", "new", "starting", "started", "starts", "ever", "who", "were", "end")
)  # fmt: skip
"""Words that the heading of a total of all children may have: any other would say of whom, or of what."""


@dataclass(frozen=True, slots=True)
class Totals:
    """A table of totals. `counts` are its columns of figures, with measure and, but for the whole, of whom.

    `long` is the one column of figures where `topic` and `breakdown` say of whom. "" where there is no such column.
    """

    counts: dict[str, tuple[str, str]]
    long: str = ""
    topic: str = ""
    breakdown: str = ""
    period: str = ""
    term: str = ""
    day: str = ""
    place: str = ""
    level: str = ""


def files_in(folder: Path) -> list[Path]:
    """The files of a folder and its folders that could be read, in order of name."""
    found = (one for one in folder.rglob("*") if one.suffix.lower() in SUFFIXES and not one.name.startswith(("~", ".")))
    return sorted(one for one in found if one.is_file())


def layout(headings: Sequence[str], file: str, sheet: str = "") -> Register | Totals | None:
    """What the headings are those of. Raises FileRefused where two could be the same date of a list."""
    return totals(headings) or register(headings, file, sheet)


def totals(headings: Sequence[str]) -> Totals | None:
    """A table of totals, or None."""
    by_name = {folded(heading): heading for heading in headings if heading}
    counts: dict[str, tuple[str, str]] = {}
    yearly = any(name in by_name for name in ("ehestartsfullyear", "eheanytimefullyear"))
    for name, heading in by_name.items():
        if measure := measure_of_all(heading):
            counts[heading] = (measure, "")
        elif name.startswith("ehe") and not _NOT_COUNTS.search(name) and "_" in heading:
            counts[heading] = (_measure_of(name, heading, yearly=yearly), heading)
    long = by_name.get(LONG, "")
    period = next((by_name[name] for name in PERIODS if name in by_name), "")
    day = next((by_name[name] for name in DAYS if name in by_name), "")
    whole = any(not of_whom for _, of_whom in counts.values())
    if not (period or day) or not (whole or (long and "breakdown" in by_name)):
        return None
    return Totals(
        {} if long and not whole else counts,
        "" if whole else long,
        by_name.get("breakdowntopic", ""),
        by_name.get("breakdown", ""),
        period,
        next((by_name[name] for name in TERMS if name in by_name), ""),
        day,
        next((by_name[name] for name in ("oldlacode", "lacode", "lea", "la") if name in by_name), ""),
        by_name.get("geographiclevel", ""),
    )


def measure_of_all(heading: str) -> str:
    """What a heading counts of all children: the Department's, or in words ("Number of EHE children"), or ""."""
    if measure := MEASURES.get(folded(heading)):
        return measure
    words = set(re.findall(r"[a-z]+", heading.lower()))
    if not ABOUT.search(heading) or not words & _COUNTED or words - _OF_ALL:
        return ""
    if words & {"new", "starting", "started", "starts"}:
        return STARTING
    return ANY_TIME if words & {"any", "during", "ever"} else CENSUS_DAY


def _measure_of(name: str, heading: str, *, yearly: bool) -> str:
    if not yearly:
        return CENSUS_DAY
    return STARTING if name.startswith("eheschtype") else heading


def first_lines(path: Path) -> list[tuple[str, ...]]:
    """The cells of the first lines of a text file; nothing for anything else. Never raises."""
    if not (known := headings_of(path)):
        return []
    with path.open("rb") as stream:
        raw = stream.read(_GLANCE)
    text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", errors="replace")
    lines = [line for line in text.splitlines() if line.strip(" ,;\t|")][:HEADING_WITHIN]
    split = max((",", "\t", ";", "|"), key=lambda sign: max((line.count(sign) for line in lines), default=0))
    try:
        return [known, *(tuple(cell.strip() for cell in row) for row in csv.reader(lines[1:], delimiter=split))]
    except csv.Error:
        return [known]
