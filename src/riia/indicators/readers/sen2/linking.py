"""Joining a return's modules: from the keys of its form to the link columns that are the same for all forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from riia.indicators.model.findings import Finding, Severity
from riia.indicators.readers.reading import ROW
from riia.indicators.readers.sen2.recognition import Form
from riia.indicators.readers.typed import spots_of
from riia.indicators.tables.sen2 import LINKS, PARENTS, SEN2

OWN: Final = "_own"
UP: Final = "_up"
PID: Final = "_pid"
RID: Final = "_rid"
"""While linking: the key of the row itself, of the row above; in modules m1 to m5 the person's and the request's."""
_SEVERAL: Final = ("namedplan", "activeplans", "plandetail", "placementdetail", "senneed")
"""Tables that in modules m1 to m5 have no key of their own: only rows alike in everything are one row twice."""


@dataclass(slots=True)
class Linked:
    """One return's tables as text with their link columns, what was set aside of each (reason: rows), and findings."""

    tables: dict[str, pl.DataFrame]
    set_aside: dict[str, dict[str, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def link_xml(number: int, tables: Mapping[str, pl.DataFrame]) -> Linked:
    """From where rows stand in the file: ordinals become texts that no other return has."""
    links = list(LINKS.values())
    return Linked(
        {
            name: frame.with_columns(
                pl.format("{}/{}", pl.lit(number), pl.col(link)).alias(link) for link in links if link in frame.columns
            )
            for name, frame in tables.items()
        }
    )


def link_csv(number: int, form: Form, tables: Mapping[str, pl.DataFrame], files: Mapping[str, str]) -> Linked:
    """From the keys in COLLECT's CSV or in modules m1 to m5. `files` is each table's file, for findings.

    A second row with the same key is set aside, because everything below it would count twice. A row whose parent is
    not there stays, and is told.
    """
    linked = Linked({})
    for schema in SEN2.tables:
        if schema.name not in tables:
            continue
        name = schema.name
        frame = _keyed(name, form, tables[name])
        frame = _once(name, form, frame, files[name], linked)
        frame = _below(number, name, frame, files, linked)
        if form is Form.MODULES:
            frame = _named_keys(number, name, frame)
        linked.tables[name] = _numbered(number, name, form, frame)
    linked.tables = {name: frame.drop(OWN, UP, PID, RID, strict=False) for name, frame in linked.tables.items()}
    return linked


def _keyed(name: str, form: Form, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with its own key and its parent's. In modules m1 to m5 both are made of two columns."""
    if form is Form.MODULES:
        person, request = _trimmed(PID), _trimmed(RID)
        both = pl.when(person.is_not_null() & request.is_not_null()).then(pl.format("{}|{}", person, request))
        own, up = (person, pl.lit(None, dtype=pl.String)) if name == "person" else (both, both)
        return frame.with_columns(own.alias(OWN), (person if name == "requests" else up).alias(UP), person.alias(PID))
    nothing = pl.lit(None, dtype=pl.String)
    keys = [_trimmed(key) for key in (f"{name}tableid", "NativeId") if key in frame.columns]
    parent = f"{PARENTS.get(name)}tableid"
    return frame.with_columns(
        (pl.coalesce(keys) if keys else nothing).alias(OWN),
        (_trimmed(parent) if parent in frame.columns else nothing).alias(UP),
    )


def _trimmed(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars(" \t\u00a0")
    return pl.when(text != "").then(text)


def _once(name: str, form: Form, frame: pl.DataFrame, file: str, linked: Linked) -> pl.DataFrame:
    """The first row of each key; the others are set aside and told."""
    alike = form is Form.MODULES and name in _SEVERAL
    key = [column for column in frame.columns if column != ROW] if alike else [OWN]
    again = ~pl.struct(key).is_first_distinct() & pl.col(OWN).is_not_null()
    twice = frame.filter(again)
    if twice.is_empty():
        return frame
    reason = "the same as an earlier row" if alike else "the same key as an earlier row"
    linked.set_aside.setdefault(name, {})[reason] = twice.height
    rule = f"is {reason}; the first counts."
    remedy = "Find out which row is right and leave the other out, or make the export again."
    spots = spots_of(twice, "", PID if PID in twice.columns else None)
    severity = Severity.WARNING if alike else Severity.ERROR
    linked.findings.append(Finding("SEN2-KEY", severity, file, name, "", rule, remedy, twice.height, spots))
    return frame.filter(~again)


def _below(number: int, name: str, frame: pl.DataFrame, files: Mapping[str, str], linked: Linked) -> pl.DataFrame:
    """Add the links to everything above a row, and tell the rows whose parent is not there."""
    parent = PARENTS.get(name)
    if parent not in LINKS:
        return frame
    direct = LINKS[parent]
    above = linked.tables.get(parent)
    if above is None:
        return frame.with_columns(_key(number, UP).alias(direct))
    links = [link for link in LINKS.values() if link in above.columns]
    known = above.filter(pl.col(OWN).is_not_null()).unique(OWN, keep="first", maintain_order=True)
    known = known.select(pl.col(OWN).alias(UP), *links)
    joined = frame.join(known, on=UP, how="left", maintain_order="left")
    orphans = joined.filter(pl.col(direct).is_null())
    if not orphans.is_empty():
        rule = f"belongs to a row of {parent} that is not in {files[parent]}; what that row would say is not known."
        remedy = "Make all modules of a return in one go, and give them together."
        spots = spots_of(orphans, "", PID if PID in orphans.columns else None)
        linked.findings.append(
            Finding("SEN2-PARENT", Severity.WARNING, files[name], name, "", rule, remedy, orphans.height, spots)
        )
    return joined.with_columns(pl.coalesce(direct, _key(number, UP)).alias(direct))


def _named_keys(number: int, name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Every module of m1 to m5 names the person and the request itself, so a module that is missing breaks no link."""
    for link, key in ((LINKS["person"], PID), (LINKS["requests"], UP)):
        if name == "person" or (name == "requests" and key == UP):
            continue
        named = _key(number, key)
        frame = frame.with_columns((pl.coalesce(link, named) if link in frame.columns else named).alias(link))
    return frame


def _numbered(number: int, name: str, form: Form, frame: pl.DataFrame) -> pl.DataFrame:
    """The row's own link."""
    if name not in LINKS:
        return frame
    row = pl.format("{}/row {}", pl.lit(number), pl.col(ROW))
    several = form is Form.MODULES and name in _SEVERAL
    return frame.with_columns((row if several else pl.coalesce(_key(number, OWN), row)).alias(LINKS[name]))


def _key(number: int, column: str) -> pl.Expr:
    return pl.when(pl.col(column).is_not_null()).then(pl.format("{}/{}", pl.lit(number), pl.col(column)))
