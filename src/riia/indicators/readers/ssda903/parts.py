"""One table of one file, as text in the official columns, with everything found on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import polars as pl

from riia.indicators.model.findings import Finding, Severity
from riia.indicators.readers.delimited import open_delimited
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import ROW
from riia.indicators.readers.ssda903.finding import Candidate, recognised_table, says, year_in
from riia.indicators.tables.schema import TableSchema, folded
from riia.indicators.tables.ssda903 import SSDA903

NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "episodes": ("DECOM", "DEC"),
    "missing": ("MIS_START",),
    "reviews": ("REVIEW",),
}
"""Columns, besides CHILD, without which a table says nothing."""
_SHOWN: Final = 12


@dataclass(slots=True)
class Part:
    """A table of a file. `plainness` is 0 where the file bears the table's plain name, 1 where not, 2 in XML."""

    candidate: Candidate
    schema: TableSchema
    texts: pl.DataFrame
    sha256: str
    plainness: int
    findings: list[Finding] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.candidate.name


def csv_parts(candidate: Candidate) -> list[Part]:
    """A CSV file's table, in as many parts as it has years; none when it is none of the return's. Raises FileRefused.

    A region's store keeps the returns of several years and councils in one table, with columns that say which.
    """
    opened = open_delimited(candidate.path, name=candidate.name)
    schema = recognised_table(candidate.path, opened.headings)
    if schema is None:
        return []
    named: dict[str, str] = {}
    extra: list[str] = []
    for heading in opened.headings:
        column = schema.column(heading)
        if column is None or column.name in named.values():
            extra.append(heading)
        else:
            named[heading] = column.name
    lacking = [name for name in NEEDED.get(schema.name, ()) if name not in named.values()]
    if lacking:
        remedy = "Export the table again with all its columns."
        rule = "is missing, and without it the table says nothing."
        raise FileRefused(candidate.name, [Problem(1, name, "", rule, remedy, schema.name) for name in lacking])
    texts = opened.texts.select(*named, ROW).rename(named)
    plainness = 0 if says(Path(candidate.name), schema) else 1
    part = Part(candidate, schema, texts, opened.sha256, plainness, list(opened.findings))
    told = {folded(heading): opened.texts[heading] for heading in extra}
    years = _years(told.get(folded("YEAR")))
    if "la" in told and (councils := told["la"].drop_nulls().n_unique()) > 1:
        part.findings.append(_several_councils(part, councils))
    extra = [heading for heading in extra if years is None or folded(heading) != folded("YEAR")]
    if extra:
        part.findings.append(_extra(part, extra))
    return [part] if years is None else _by_year(part, years)


def _years(said: pl.Series | None) -> pl.Series | None:
    """The year that each row says it is of; None unless every row says one."""
    if said is None or said.is_empty():
        return None
    known = {text: year_in(text) for text in said.drop_nulls().unique().to_list()}
    years = said.replace_strict(known, default=None, return_dtype=pl.Int64)
    return None if years.null_count() else years


def _by_year(part: Part, years: pl.Series) -> list[Part]:
    """The rows of each year as a part of its own, named for it if there are several."""
    numbered = part.texts.with_columns(years.alias("_said"))
    several = years.n_unique() > 1
    found = []
    for (year,), rows in numbered.group_by("_said", maintain_order=True):
        label = int(str(year))
        name = f"{part.name} ({label})" if several else part.name
        candidate = replace(part.candidate, name=name, label=label)
        found.append(replace(part, candidate=candidate, texts=rows.drop("_said"), findings=[]))
    found.sort(key=lambda one: one.candidate.label or 0)
    found[0].findings += part.findings
    if several:
        listed = _listed([str(one.candidate.label) for one in found])
        rule = f"holds the returns of several years by its column YEAR ({listed}); each was read as one."
        finding = Finding(
            "READ-YEARS", Severity.NOTE, part.name, part.schema.name, "", rule, "Nothing to do.", len(found)
        )
        found[0].findings.append(finding)
    return found


def _several_councils(part: Part, councils: int) -> Finding:
    rule = f"holds the children of {councils} councils by its column LA; the figures are of all of them together."
    remedy = "Give the rows of one council to get its figures."
    return Finding("READ-COUNCILS", Severity.WARNING, part.name, part.schema.name, "LA", rule, remedy, councils)


def missing_columns(part: Part, year: int | None) -> list[Finding]:
    """Columns of the year's layout that a file lacks: an error where every row must have them."""
    found = []
    wanted = [column for column in part.schema.for_year(year) if column.name not in part.texts.columns]
    for required in (True, False):
        names = [column.name for column in wanted if column.required is required]
        if names:
            rule = f"lacks {'columns' if len(names) > 1 else 'column'} {_listed(names)}."
            remedy = "What they would tell counts as not known. Export the table with all its columns."
            severity = Severity.ERROR if required else Severity.WARNING
            finding = Finding("READ-COLUMN", severity, part.name, part.schema.name, "", rule, remedy, len(names))
            found.append(finding)
    return found


def _extra(part: Part, names: list[str]) -> Finding:
    rule = f"has columns that the return does not: {_listed(names)}."
    remedy = "They were not read."
    return Finding("READ-EXTRA", Severity.NOTE, part.name, part.schema.name, "", rule, remedy, len(names))


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


TABLES: Final = SSDA903.by_name
