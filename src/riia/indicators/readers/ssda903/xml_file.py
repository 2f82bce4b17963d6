"""The XML form of the return: one element for each child, with all that the CSV tables hold."""

from pathlib import Path
from typing import Final

import polars as pl

from riia.indicators.readers.reading import ROW, Progress
from riia.indicators.readers.ssda903.finding import Candidate
from riia.indicators.readers.ssda903.parts import TABLES, Part
from riia.indicators.readers.xml_rows import Element, fields, glance, group, inherit, read_rows, record

_ROOT: Final = "EXPSSDA903"
_TITLE: Final = "SSDA903 return"
_OF_CHILD: Final = {
    "uasc": ("DUC",),
    "oc3": ("IN_TOUCH", "ACTIV", "ACCOM"),
    "ad1": ("DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"),
}
"""Tables whose columns stand beside the child's own; a child is in them who has any of these."""


def is_return(path: Path) -> bool:
    """Whether the root element is that of the return."""
    seen = glance(path)
    return seen is not None and seen.root == _ROOT


def xml_parts(candidate: Candidate, progress: Progress | None = None) -> list[Part]:
    """Every table of an XML file. Raises FileRefused."""
    rows = read_rows(candidate.path, _layout(), title=_TITLE, name=candidate.name, progress=progress)
    tables = dict(rows.tables)
    for column in ("CHILD", "DOB"):
        tables = inherit(tables, "header", column, "_child")
    children = tables["header"]
    for name, own in _OF_CHILD.items():
        tables[name] = children.filter(_in_table(name, own))
    parts = []
    for name, schema in TABLES.items():
        texts = tables[name]
        if schema.since and texts.is_empty():
            continue
        columns = [column.name for column in schema.columns if column.name in texts.columns]
        kept = texts.select(*columns, pl.col(ROW).cast(pl.Int64))
        parts.append(Part(candidate, schema, kept, rows.sha256, 2))
    parts[0].findings += rows.findings
    return parts


def _in_table(name: str, own: tuple[str, ...]) -> pl.Expr:
    any_filled = pl.any_horizontal(pl.col(column).is_not_null() for column in own)
    if name == "uasc":
        return any_filled | pl.col("UASC").is_in(["1", "true", "Y"])
    return any_filled


def _columns(table: str, *, without: tuple[str, ...] = ("CHILD", "DOB")) -> tuple[Element, ...]:
    """A table's fields: the official name first, the others it has had after it."""
    columns = [column for column in TABLES[table].columns if column.name not in without]
    other = {column.name: (column.name, *column.names) for column in columns}
    return fields(**other)


def _layout() -> Element:
    beside = tuple(field for table in ("oc3", "ad1") for field in _columns(table))
    inside_header = (
        *fields(CHILD=("CHILDID", "CHILD_ID")),
        *_columns("header", without=("CHILD",)),
        *fields("UASC", "DUC"),
        *beside,
        group("OC3", _columns("oc3")),
        group("AD1", _columns("ad1"), names=("ADOPTION",)),
        record("AREVIEW", "reviews", _columns("reviews")),
        record("AMISSING", "missing", _columns("missing")),
        record("OC2", "oc2", _columns("oc2")),
        record("PERMANENCE", "previous_permanence", _columns("previous_permanence")),
        record("AD_PLACED", "placed_for_adoption", _columns("placed_for_adoption")),
        record("SW_EPISODE", "sw_episodes", _columns("sw_episodes"), names=("SWEPISODE", "SOCIAL_WORKER")),
        record("DOLO", "dolo", _columns("dolo")),
    )
    episode = record("EPISODE", "episodes", _columns("episodes"))
    child = record("CHILD", "header", inside=(group("HEADER", inside_header), episode), ordinal="_child")
    return group(_ROOT, child)
