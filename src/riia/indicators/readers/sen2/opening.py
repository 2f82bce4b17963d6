"""Opening the files of one return: every table as text with official names, and what the return says of itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from riia.indicators.model.findings import SPOTS_KEPT, Finding, Severity, Spot, under
from riia.indicators.readers.delimited import open_delimited
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import ROW
from riia.indicators.readers.sen2.gathering import Part, Return
from riia.indicators.readers.sen2.layout import LAYOUT
from riia.indicators.readers.sen2.linking import PID, RID
from riia.indicators.readers.sen2.recognition import Form, Module
from riia.indicators.readers.typed import BLADE, DAY_FIRST, ISO, typed
from riia.indicators.readers.xml_rows import read_rows
from riia.indicators.tables.sen2 import KEY, SEN2

FORMATS: Final = (*ISO, *BLADE, *DAY_FIRST)
"""Dates of all three forms: those that begin with the year cannot be taken for those that begin with the day."""
_TITLE: Final = "SEN2 person-level return"
_YEARS: Final = range(2010, 2100)
_OUTCOMES: Final = ("requestoutcome", "assessmentoutcome")
_OUTCOME_WORDS: Final = {
    "yes": "Y", "no": "N", "awaiting": "A", "awaiting decision": "A", "withdrawn": "W", "historical": "H",
    "historic": "H",
}  # fmt: skip
_CODE_FIRST: Final = r"^([YNAWH])\s*[-\u2013:)]\s*\S"
_EXPORTED_ON: Final = re.compile(r"(?<!\d)(\d{2})-(\d{2})-(\d{4})(?!\d)")
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "requests": ("requestoutcome", "requestoutcomedate"),
    "assessment": ("assessmentoutcome", "assessmentoutcomedate", "week20"),
    "activeplans": ("transferla",),
    "person": ("personbirthdate",),
}
_WITHOUT: Final[Mapping[str, str]] = {
    "requests": "Requests cannot be counted and plans cannot be timed.",
    "assessment": "Assessments cannot be counted, and first plans cannot be told from amended ones.",
    "namedplan": "Plans cannot be counted.",
    "activeplans": "Plans brought from another council cannot be told from the council's own.",
    "person": "The same person cannot be told in several years' files.",
}


@dataclass(slots=True)
class Opened:
    """A return as text. `files` is each table's file; `digests` each file's; `year` is that it tells of.

    `serials`: days may be numbers, as in workbooks. `called` is what findings call a table, where not by its name;
    `headings` are table, column and the heading in the file, where that is another.
    """

    number: int
    label: str
    form: Form
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    year: int | None = None
    made_on: date | None = None
    place: str | None = None
    paths: tuple[Path, ...] = ()
    serials: bool = False
    called: dict[str, str] = field(default_factory=dict)
    headings: list[tuple[str, str, str]] = field(default_factory=list)

    def as_headed(self, table: str, finding: Finding) -> Finding:
        """A finding that names the column as the file does."""
        for name, column, heading in self.headings:
            if (name, column) == (table, finding.column):
                return under(finding, heading)
        return finding


def open_return(number: int, one: Return) -> Opened:
    """Read the files of a return. Raises FileRefused."""
    opened = Opened(number, one.label, one.form, paths=tuple(part.path for part in one.parts))
    for part in one.parts:
        if part.module is None:
            _open_xml(part, opened)
        else:
            _open_csv(part, part.module, opened)
    _says(opened, [part.path for part in one.parts])
    if one.form is not Form.XML:
        _tell_missing(opened)
    return opened


def _open_xml(part: Part, opened: Opened) -> None:
    rows = read_rows(part.path, LAYOUT, title=_TITLE, name=part.name)
    opened.tables = dict(rows.tables)
    opened.files = dict.fromkeys(rows.tables, part.name)
    opened.digests[part.name] = rows.sha256
    opened.findings += rows.findings


def _open_csv(part: Part, module: Module, opened: Opened) -> None:
    name = module.table.name
    chosen = [
        (_code(heading) if column in _OUTCOMES else pl.col(heading)).alias(column)
        for heading, column in module.columns.items()
    ]
    if module.form is Form.MODULES:
        nothing = pl.lit(None, dtype=pl.String)
        chosen.append((pl.col(module.person) if module.person else nothing).alias(PID))
        chosen.append((pl.col(module.request) if module.request else nothing).alias(RID))
    if part.found is None:
        file = open_delimited(part.path, name=part.name)
        texts, opened.digests[part.name], findings = file.texts, file.sha256, file.findings
    else:
        texts, opened.digests[part.name], findings = part.found.texts, part.digest, part.found.findings
        opened.called[name] = part.found.called
        opened.serials = True
    opened.tables[name] = texts.select(ROW, *chosen)
    opened.files[name] = part.name
    opened.findings += findings
    opened.findings += _column_findings(part.name, opened.called.get(name, name), module)
    for heading, column in module.columns.items():
        if heading != column:
            opened.headings.append((name, column, heading))


def _code(heading: str) -> pl.Expr:
    """Outcomes that a system writes out ("Yes", "A - awaiting") as the codes they are; any other text as it stands."""
    text = pl.col(heading).str.strip_chars(" \t\u00a0")
    bare = text.str.to_lowercase().replace_strict(_OUTCOME_WORDS, default=None, return_dtype=pl.String)
    return pl.coalesce(bare, text.str.extract(_CODE_FIRST, 1), text)


def _column_findings(file: str, called: str, module: Module) -> list[Finding]:
    """Headings that are taken for a column, headings that are none, and columns that are missing."""
    name = module.table.name
    found = []
    for heading, column in module.guessed.items():
        rule = f"was taken for {column}, which is not how it is spelt."
        remedy = "Check that this is what it holds; correct the heading."
        found.append(Finding("READ-COLUMN", Severity.WARNING, file, called, heading, rule, remedy, 1))
    if module.unknown:
        rule = "are headings of no column of this module, and were not read."
        spots = tuple(Spot(1, heading) for heading in module.unknown[:SPOTS_KEPT])
        remedy = "No action is needed unless one of them should be."
        found.append(Finding("READ-COLUMN", Severity.NOTE, file, called, "", rule, remedy, len(module.unknown), spots))
    lacking = [column for column in _NEEDED.get(name, ()) if column not in module.columns.values()]
    if module.form is Form.MODULES and name not in ("sen2", "person") and not module.request:
        lacking.append("Requests Record ID")
    for column in lacking:
        rule = "is not in the file, so figures that need it are not available."
        remedy = "Add the column to the export."
        shown = _in_words(module, column) if module.form is Form.MODULES else column
        found.append(Finding("READ-COLUMN", Severity.WARNING, file, called, shown, rule, remedy, 1))
    return found


def _in_words(module: Module, column: str) -> str:
    """How modules m1 to m5 call a column."""
    known = module.table.by_name.get(column)
    return known.names[0] if known and known.names and not module.either else column


def _says(opened: Opened, paths: list[Path]) -> None:
    """What the return says of its year, its council and when it was made."""
    header = opened.tables.get("sen2")
    if header is not None and header.height:
        if header.height > 1:
            rule = f"describes {header.height} returns where one is allowed."
            remedy = "Export one return at a time."
            raise FileRefused(opened.files["sen2"], [Problem(header[ROW][1], "", "", rule, remedy, "sen2")])
        told, _ = typed(header, SEN2["sen2"], file=opened.files["sen2"], formats=FORMATS, serials=opened.serials)
        row = told.row(0, named=True)
        _check_collection(opened, row)
        opened.year = _year(opened, row.get("year"), row.get("referencedate"))
        opened.made_on = row.get("datetime")
        place = str(row.get("lea") or "").strip()
        opened.place = place if re.fullmatch(r"\d{3}", place) else None
    if opened.made_on is None:
        opened.made_on = next((day for path in paths if (day := _exported_on(path.name))), None)


def _check_collection(opened: Opened, row: Mapping[str, object]) -> None:
    collection = row.get("collection")
    if collection is not None and KEY not in re.sub(r"\W", "", str(collection)).lower():
        rule = "is the name of another collection."
        raise FileRefused(
            opened.files["sen2"], [Problem(1, "collection", str(collection), rule, "Give the SEN2 return.", "sen2")]
        )


def _year(opened: Opened, year: int | None, reference: date | None) -> int | None:
    """The calendar year the return tells of: the one before its census, which is in January."""
    by_day = None if reference is None else reference.year + (1 if reference.month == 12 else 0)
    if year is not None and by_day is not None and year != by_day:
        rule = f"is {year} while the day of the census is in another year ({reference}); the year was used."
        remedy = "Check which return this is."
        spots = (Spot(0, str(year)),)
        opened.findings.append(
            Finding("SEN2-YEAR", Severity.WARNING, opened.files["sen2"], "sen2", "year", rule, remedy, 1, spots)
        )
    census = year if year is not None else by_day
    return census - 1 if census is not None and census in _YEARS else None


def _exported_on(name: str) -> date | None:
    """The day in the name that COLLECT gives its files."""
    if found := _EXPORTED_ON.search(name):
        day, month, year = map(int, found.groups())
        try:
            return date(year, month, day)
        except ValueError:
            return None
    return None


def _tell_missing(opened: Opened) -> None:
    for name, effect in _WITHOUT.items():
        if name not in opened.tables:
            title = SEN2[name].title.lower()
            rule = f"The module {name} ({title}) is not among the files. {effect}"
            remedy = "Give it together with the others."
            opened.findings.append(Finding("SEN2-MODULE", Severity.WARNING, opened.label, name, "", rule, remedy, 1))
