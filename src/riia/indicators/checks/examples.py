"""A check's example rows as the tables of a small return, typed as a reader would type them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from riia.indicators.checks.held import Held
from riia.indicators.checks.registry import Check, Example, Row
from riia.indicators.checks.schemas import collection_of
from riia.indicators.model.findings import Finding
from riia.indicators.readers.reading import ROW, SourceFile
from riia.indicators.readers.typed import typed
from riia.indicators.tables.schema import TableSchema

YEAR: Final = 2025
"""The year of every example: for the social care returns 1 April 2024 to 31 March 2025."""
OLDER, NEWER = "older", "newer"
"""What `_file` says in an example of two years: the return of 2024, and of 2025."""
_CIN_LINKS: Final[Mapping[str, str]] = {
    "Child": "_child", "CINdetails": "_episode", "Assessments": "_assessment", "ChildProtectionPlans": "_plan",
}  # fmt: skip
_CIN_BELOW: Final[Mapping[str, tuple[str, ...]]] = {"AssessmentFactors": ("_assessment",), "Reviews": ("_plan",)}
_SEN2_LINKS: Final = ("_person", "_request", "_assessment", "_plan", "_active")


def example(check: Check, rows: Example) -> tuple[Held, list[Finding]]:
    """The tables of an example, and what the typing of its cells had to say."""
    year = max(YEAR, check.since or YEAR) if check.until is None else min(YEAR, check.until)
    tables: dict[str, pl.DataFrame] = {}
    said: list[Finding] = []
    for table, texts in rows.items():
        frame, findings = _typed(check.collection, collection_of(check.collection)[table], texts, rows, year)
        tables[table] = frame
        said += findings
    if check.years:
        files = tuple(_return(check.collection, name, year - back) for name, back in ((OLDER, 1), (NEWER, 0)))
        return Held(tables, files, files[-1].last or date.max), said
    file = _return(check.collection, "example", year)
    return Held(tables, (file,), file.last or date.max), said


def _return(collection: str, name: str, year: int) -> SourceFile:
    if collection == "sen2":
        return SourceFile(name, "", year, date(year, 1, 1), date(year, 12, 31), declared=True)
    first, last = date(year - 1, 4, 1), date(year, 3, 31)
    return SourceFile(name, "", None if collection == "annex-a" else year, first, last, declared=True)


def _typed(
    collection: str, schema: TableSchema, texts: Sequence[Row], rows: Example, year: int
) -> tuple[pl.DataFrame, list[Finding]]:
    cells = {
        column.name: pl.Series([_text(row.get(column.name)) for row in texts], dtype=pl.String)
        for column in schema.for_year(year)
    }
    frame, findings = typed(
        pl.DataFrame(cells).with_columns(_numbers(len(texts), 2)), schema, file="example", year=year
    )
    links = _links(collection, schema, texts, rows)
    named = pl.Series("_file", [str(row.get("_file", "example")) for row in texts], dtype=pl.String)
    return frame.with_columns(named, *links), findings


def _links(collection: str, schema: TableSchema, texts: Sequence[Row], rows: Example) -> list[pl.Series]:
    """The columns that say which rows belong together; an example names them only where it must."""
    if collection == "sen2":
        whose = [str(row.get("_child", "P1")) for row in texts]
        values = {"_child": whose, **{link: [str(row.get(link, "1")) for row in texts] for link in _SEN2_LINKS}}
        return [pl.Series(name, cells, dtype=pl.String) for name, cells in values.items()]
    if collection != "cin-census":
        return []
    children = list(dict.fromkeys(row["LAchildID"] for table in rows.values() for row in table))
    owners = {
        "_child": [children.index(row["LAchildID"]) + 1 for row in texts],
        "_episode": [1 for _ in texts],
        **{link: [1 for _ in texts] for link in _CIN_BELOW.get(schema.name, ())},
    }
    if own := _CIN_LINKS.get(schema.name):
        owners[own] = list(range(1, len(texts) + 1))
    elif "CINdetails" in rows:
        cases = [row["LAchildID"] for row in rows["CINdetails"]]
        owners["_episode"] = [cases.index(row["LAchildID"]) + 1 if row["LAchildID"] in cases else 1 for row in texts]
    return [pl.Series(name, [_given(row, name, at) for row, at in zip(texts, cells, strict=True)], dtype=pl.Int64)
            for name, cells in owners.items()]  # fmt: skip


def _given(row: Row, name: str, otherwise: int) -> int:
    value = row.get(name, otherwise)
    assert isinstance(value, int)
    return value


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _numbers(count: int, start: int) -> pl.Series:
    return pl.Series(ROW, range(start, start + count), dtype=pl.Int64)
