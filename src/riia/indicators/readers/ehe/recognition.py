"""Whether a sheet is a list of children educated at home or a table of totals: by its headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from riia.indicators.readers.delimited import headings as headings_of
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.workbook import is_workbook, open_workbook
from riia.indicators.tables.ehe import ANY_TIME, CENSUS_DAY, EHE, STARTING
from riia.indicators.tables.schema import folded

SUFFIXES: Final = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm")
HEADING_WITHIN: Final = 30
"""Rows of a sheet among which its heading is looked for: titles and notes may stand above."""
_MANY_SHEETS: Final = 8
_ABOUT: Final = re.compile(r"\behe|elective|home.?ed", re.IGNORECASE)

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

_ENDING: Final = frozenset(
    [
        "end",
        "ended",
        "ends",
        "ending",
        "ceased",
        "ceases",
        "closed",
        "closure",
        "left",
        "returned",
        "finished",
        "finish",
    ]
)
_STARTING: Final = frozenset(
    ["start", "started", "starts", "starting", "began", "begin", "begins", "commenced", "commencement", "from", "since"]
)
_WHY: Final = frozenset({"reason", "reasons", "why", "rationale"})


@dataclass(frozen=True, slots=True)
class Register:
    """A list of children: heading to column, the headings taken by their words, and those that are no column."""

    columns: dict[str, str]
    guessed: dict[str, str]
    unknown: tuple[str, ...]


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


def recognises(path: Path) -> bool:
    """Whether a file, or a file in a folder, is about home education. Looks at its headings; never raises."""
    try:
        if path.is_dir():
            return any(recognises(one) for one in files_in(path))
        if not path.is_file() or path.suffix.lower() not in SUFFIXES:
            return False
        named = bool(_ABOUT.search(path.stem))
        return any(_is_about(headings, named=named) for headings in _headings(path))
    except (OSError, FileRefused):
        return False


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
        if name in MEASURES:
            counts[heading] = (MEASURES[name], "")
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


def _measure_of(name: str, heading: str, *, yearly: bool) -> str:
    if not yearly:
        return CENSUS_DAY
    return STARTING if name.startswith("eheschtype") else heading


def register(headings: Sequence[str], file: str, sheet: str = "") -> Register | None:
    """A list of children, or None. It has a child's number or day of birth, and the day home education began."""
    schema = EHE["register"]
    columns: dict[str, str] = {}
    left = []
    for heading in headings:
        column = schema.column(heading)
        if column and column.name not in columns.values():
            columns[heading] = column.name
        elif heading:
            left.append(heading)
    guessed: dict[str, str] = {}
    for heading in left:
        name = _by_words(heading)
        if not name or name in columns.values():
            continue
        if name in guessed.values():
            before = next(one for one, column in guessed.items() if column == name)
            rule = f"and {before!r} could both be {schema.by_name[name].about}."
            remedy = f"Call the right one {(schema.by_name[name].names or (name,))[0]!r}."
            raise FileRefused(file, [Problem(0, heading, "", rule, remedy, sheet)])
        guessed[heading] = name
    have = {*columns.values(), *guessed.values()}
    if "start_date" not in have or not have & {"child_id", "upn", "birth_date"}:
        return None
    unknown = tuple(heading for heading in left if heading not in guessed)
    return Register(columns | guessed, guessed, unknown)


def _by_words(heading: str) -> str:
    """The column that a heading means by its words, or ""."""
    words = set(re.findall(r"[a-z]+", heading.lower()))
    if words & _WHY:
        return "end_reason" if words & _ENDING else "reason"
    if words & {"school", "roll", "plan", "ehcp", "visit", "review", "order", "sao"}:
        return ""
    if words & {"dob", "birth"}:
        return "birth_date"
    if words & _ENDING and words & {"date", "ehe", "home", "on"}:
        return "end_date"
    if words & _STARTING and words & {"date", "ehe", "home", "on"}:
        return "start_date"
    if "year" in words and words & {"group", "nc", "curriculum"}:
        return "year_group"
    return ""


def _is_about(headings: Sequence[str], *, named: bool) -> bool:
    if totals(headings) is not None:
        return named or any(_ABOUT.search(heading) for heading in headings)
    try:
        found = register(headings, "")
    except FileRefused:
        return named
    return found is not None and (named or any(_ABOUT.search(heading) for heading in headings))


def _headings(path: Path) -> list[tuple[str, ...]]:
    """What could be headings: the first line of a text, the first rows of each sheet of a small workbook."""
    if not is_workbook(path):
        return [headings_of(path)]
    book = open_workbook(path)
    if len(book.sheet_names) > _MANY_SHEETS:
        return []
    return [
        tuple(str(cell or "").strip() for cell in row)
        for sheet in book.sheets()
        for row in sheet.cells.drop("_row").head(HEADING_WITHIN).iter_rows()
    ]
