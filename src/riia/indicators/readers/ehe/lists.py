"""One list of children educated at home: typed, with whose row each is, and what is doubtful about it.

A list without children's numbers knows the same child again by name and day of birth. The name is used for that alone:
it is in no table, no finding and no message.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from riia.indicators.model.findings import SPOTS_KEPT, Finding, Severity, Spot, digits_only, nameless, under
from riia.indicators.readers.ehe.headings import ELSEWHERE, Register
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.reading import ROW, TableSummary
from riia.indicators.readers.typed import BLADE, DAY_FIRST, ISO, spots_of, typed
from riia.indicators.tables.ehe import CHILD, EHE

BLANKS: Final = ("-", "n/a", "na", "none", "null", "unknown", "not known", "tbc", "tba")
_FORMATS: Final = (*ISO, *BLADE, *DAY_FIRST)
_SCHEMA: Final = EHE["register"]
_WHO: Final = "_who"
_NO_UPN: Final = r"^(UN\d+|\D*)$"
_AT_HOME: Final = r"(?i)\behe\b|elective|home.?ed"
_CLOSED: Final = (
    r"(?i)^(c|n|no|false)$|\b(closed|ended|ceased|inactive|returned|left|no longer|former|archived|historic(al)?"
    r"|not (currently )?(ehe|active|open)|back (in|at) school|in school)\b"
)
_OTHER_KIND: Final = "of another kind of education than at home by choice"
_NO_END: Final = "closed, without the day it ended"


@dataclass(frozen=True, slots=True)
class Listed:
    """A list. `frame` has `_child` where a number tells the child, and `_who`, which `with_children` needs."""

    frame: pl.DataFrame
    summary: TableSummary
    findings: tuple[Finding, ...]
    headings: dict[tuple[str, str, str], str]


def listed(file: str, sheet: str, texts: pl.DataFrame, found: Register) -> Listed:
    """A list from its texts by heading. Raises FileRefused when it cannot be trusted."""
    called = sheet or "register"
    heading_of = {column: heading for heading, column in found.columns.items()}
    own = texts.select(ROW, *(pl.col(heading).alias(column) for heading, column in found.columns.items()), _who(found))
    keys = [_number(column) for column in ("child_id", "upn") if column in own.columns]
    own = own.with_columns((pl.coalesce(keys) if keys else pl.lit(None, dtype=pl.String)).alias(CHILD))
    try:
        frame, told = typed(own, _SCHEMA, file=file, formats=_FORMATS, serials=True, blanks=BLANKS, table=called)
    except FileRefused as refused:
        problems = [
            replace(one, column=heading_of.get(one.column, one.column), value=digits_only(one.value))
            for one in refused.problems
        ]
        raise FileRefused(file, problems) from None
    findings = [nameless(one) for one in told]
    findings += _heading_findings(file, called, found)
    if frame.is_empty():
        rule = "has headings and not one child, so its figures are 0."
        remedy = "If the register is not empty, export it again."
        findings.append(Finding("READ-EMPTY", Severity.WARNING, file, called, "", rule, remedy, 1))
    kept, aside = _set_aside(file, called, frame, findings)
    findings += _row_findings(file, called, kept)
    return Listed(
        kept,
        TableSummary(file, called, frame.height, kept.height, aside),
        tuple(under(one, heading_of[one.column]) if one.column in heading_of else one for one in findings),
        {(file, "register", column): heading for column, heading in heading_of.items()},
    )


def with_children(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """All lists in one, with whose row each is: the number, the same name and day of birth, or where the row stands."""
    whole = pl.concat(frames, how="diagonal")
    row = pl.format("row {} of {}", pl.col(ROW), pl.col("_file"))
    first = pl.when(pl.col(_WHO).is_not_null()).then(row.first().over(_WHO)).otherwise(row)
    return whole.with_columns(pl.coalesce(pl.col(CHILD), first).alias(CHILD)).drop(_WHO)


def _number(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars(" \t\u00a0")
    known = (text != "") & ~text.str.to_lowercase().is_in(BLANKS)
    # Why there is no UPN (UN1, "applied for") is no number of a child.
    return pl.when(known & ~text.str.contains(_NO_UPN) if column == "upn" else known).then(text)


def _who(found: Register) -> pl.Expr:
    """The child's name and day of birth, folded; null where either is not there."""
    birth = next((heading for heading, column in found.columns.items() if column == "birth_date"), "")
    if not found.names or not birth:
        return pl.lit(None, dtype=pl.String).alias(_WHO)
    parts = [pl.col(one).fill_null("").str.to_lowercase().str.replace_all(r"\W+", "") for one in found.names]
    name, born = pl.concat_str(parts), pl.col(birth).str.replace_all(r"\s+", "")
    return pl.when((name != "") & (born != "")).then(pl.format("{}|{}", name, born)).alias(_WHO)


def _set_aside(
    file: str, called: str, frame: pl.DataFrame, findings: list[Finding]
) -> tuple[pl.DataFrame, dict[str, int]]:
    """The rows that are of home education and whose end can be told."""
    never = pl.lit(value=False)
    kind = pl.col("kind") if "kind" in frame.columns else None
    status = pl.col("status") if "status" in frame.columns else None
    other = never if kind is None else (kind.str.contains(ELSEWHERE) & ~kind.str.contains(_AT_HOME)).fill_null(never)
    closed = never
    if status is not None:
        said = status.str.contains(_CLOSED) | (status.str.contains(ELSEWHERE) & ~status.str.contains(_AT_HOME))
        without_end = pl.col("end_date").is_null() if "end_date" in frame.columns else pl.lit(value=True)
        closed = said.fill_null(never) & without_end & ~other
    elsewhere, unended = frame.filter(other), frame.filter(closed)
    aside = {}
    if elsewhere.height:
        aside[_OTHER_KIND] = elsewhere.height
        rule = f"is {_OTHER_KIND}, and was set aside."
        remedy = "No action is needed: children missing education and others are not counted here."
        spots = tuple(Spot(int(row)) for row in elsewhere[ROW].head(SPOTS_KEPT))
        findings.append(Finding("EHE-KIND", Severity.NOTE, file, called, "kind", rule, remedy, elsewhere.height, spots))
    if unended.height:
        aside[_NO_END] = unended.height
        rule = "is closed and has no day on which home education ended, so it was set aside."
        remedy = "Give the day: without it nobody can tell in which periods the child counts."
        spots = tuple(Spot(int(row)) for row in unended[ROW].head(SPOTS_KEPT))
        findings.append(Finding("EHE-END", Severity.ERROR, file, called, "status", rule, remedy, unended.height, spots))
    return frame.filter(~other & ~closed), aside


def _heading_findings(file: str, called: str, found: Register) -> Iterator[Finding]:
    for heading, column in found.guessed.items():
        rule = f"was taken, by its words, for {_SCHEMA.by_name[column].about}."
        yield Finding("READ-COLUMN", Severity.NOTE, file, called, heading, rule, "Check that this is what it holds.", 1)
    if found.unknown:
        spots = tuple(Spot(0, heading) for heading in found.unknown[:SPOTS_KEPT])
        rule, remedy = "are headings that no figure needs, and were not read.", "No action is needed."
        yield Finding("READ-COLUMN", Severity.NOTE, file, called, "", rule, remedy, len(found.unknown), spots)
    if "end_date" not in found.columns.values():
        rule = "is not in the list, so every child counts as still educated at home."
        remedy = "Add the column, or give a list of the children of one day only."
        wanted = _SCHEMA.by_name["end_date"].names[0]
        yield Finding("READ-COLUMN", Severity.WARNING, file, called, wanted, rule, remedy, 1)


def _row_findings(file: str, called: str, frame: pl.DataFrame) -> Iterator[Finding]:
    nobody = frame.filter(pl.col(CHILD).is_null() & pl.col(_WHO).is_null())
    if nobody.height:
        rule = "No number, and no name with a day of birth, tells the child: the same child twice counts twice."
        remedy = "Add the child's number or UPN."
        yield Finding("EHE-WHO", Severity.WARNING, file, called, "", rule, remedy, nobody.height)
    whose = pl.coalesce(pl.col(CHILD), pl.col(_WHO))
    known = frame.filter(whose.is_not_null() & pl.col("start_date").is_not_null())
    twice = known.filter(~pl.struct(whose.alias("whose"), "start_date").is_first_distinct())
    if not twice.is_empty():
        rule = "is the same child with the same start as an earlier row; the child counts once."
        remedy = "Take the row out if it is there by mistake."
        spots = spots_of(twice, "start_date", CHILD)
        yield Finding("EHE-TWICE", Severity.WARNING, file, called, "start_date", rule, remedy, twice.height, spots)
    if "end_date" in frame.columns:
        wrong = frame.filter(pl.col("end_date") < pl.col("start_date"))
        if not wrong.is_empty():
            rule, remedy = "lies before the start.", "Correct one of the two dates in the source system."
            spots = spots_of(wrong, "end_date", CHILD)
            yield Finding("EHE-ORDER", Severity.ERROR, file, called, "end_date", rule, remedy, wrong.height, spots)
