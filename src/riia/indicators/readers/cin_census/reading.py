"""Reading census files: each on its own, then together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import polars as pl

from riia.indicators.model.findings import Finding, Severity, Spot, in_order
from riia.indicators.readers.cin_census.header import Said, header_of
from riia.indicators.readers.cin_census.layout import CHILDREN, LAYOUT
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import Progress, Reading, TableSummary
from riia.indicators.readers.typed import NOT_A_CODE, spots_of, typed
from riia.indicators.readers.xml_rows import XmlRows, glance, inherit, read_rows
from riia.indicators.tables.cin_census import CIN_CENSUS, LAST
from riia.indicators.tables.schema import TableSchema

_TITLE: Final = "CIN census"
_FORMATS: Final = ("%Y-%m-%d", "%Y-%m-%dZ")  # XML lets a day carry its time zone
_MISPLACED: Final = "outside its place"
_ONLY_ASKED: Final = ("AssessmentFactors", "UPNunknown")
_NEVER_NONE: Final = ("Assessments", "CINPlanDates", "Section47", "ChildProtectionPlans")
_MANY: Final = 100
"""With so many episodes, a census without a single assessment, enquiry or plan was made without them."""


@dataclass(frozen=True, slots=True)
class _Read:
    """One file, read."""

    said: Said
    tables: dict[str, pl.DataFrame]
    findings: tuple[Finding, ...]
    summaries: tuple[TableSummary, ...]


def recognises(path: Path) -> bool:
    """Whether the file seems to be a CIN census: its first element and what its header says. Never raises."""
    seen = glance(path)
    if seen is None or seen.root != "Message":
        return False
    _, tag, after = seen.text.partition("Collection>")
    if tag:
        return after.lstrip()[:3].upper() == "CIN"
    return any(f"{name}>" in seen.text for name in ("CINdetails", "Child", "Children")) or "<Children" in seen.text


def read(paths: Sequence[Path], *, progress: Progress | None = None) -> Reading:
    """Read census files of one council, of any years, in any order; `progress` is told bytes done of all bytes.

    Raises FileRefused when one cannot be trusted, ValueError when there is none. The same content given twice is read
    once, with a note. Of two issues of one year's census the newer counts, and the rows of the older are set aside.
    Tables that began after a file's year, or that an export left out, are absent unless the file has rows of them.
    """
    if not paths:
        raise ValueError("Give at least one CIN census file.")
    sizes = [path.stat().st_size for path in paths]
    done, kept, findings = 0, dict[str, _Read](), list[Finding]()
    for path, name, size in zip(paths, _names(paths), sizes, strict=True):
        told = _within(progress, done, sum(sizes))
        one = _read(path, name, read_rows(path, LAYOUT, title=_TITLE, name=name, progress=told))
        done += size
        if earlier := kept.get(one.said.source.sha256):
            rule = f"has the same content as {earlier.said.source.name}, so it was read once."
            twice = Finding("READ-TWICE", Severity.NOTE, name, "", "", rule, "Give each file once.", 1, (Spot(0),))
            findings.append(twice)
        else:
            kept[one.said.source.sha256] = one
    read = sorted(kept.values(), key=lambda one: (one.said.source.age, one.said.stamp))
    place, disagreement = _place(read)
    findings += disagreement + _same_year(read)
    replaced = {one.said.source.name: after for one, after in pairwise(read) if _replaces(after, one)}
    standing = [one for one in read if one.said.source.name not in replaced]
    return Reading(
        collection=CIN_CENSUS.key,
        files=tuple(one.said.source for one in standing),
        tables=_together(standing),
        findings=in_order([*findings, *(finding for one in standing for finding in one.findings)]),
        summaries=tuple(
            _aside(summary, replaced[one.said.source.name]) if one.said.source.name in replaced else summary
            for one in read
            for summary in one.summaries
        ),
        place=place,
    )


def _read(path: Path, name: str, rows: XmlRows) -> _Read:
    if rows.tables[CHILDREN].is_empty():
        rule = "the file has no Children element, so it holds no census."
        raise FileRefused(name, [Problem(0, "", "", rule, "Export it again, or give it as the collection it is.")])
    texts, set_aside = inherit(rows.tables, "Child", "LAchildID", by="_child"), rows.set_aside
    referred = texts["CINdetails"]["CINreferralDate"].str.strip_chars().str.to_date("%Y-%m-%d", strict=False)
    said = header_of(texts["Header"], name, rows.sha256, referred)
    year = min(said.source.year, LAST) if said.source.year else None
    findings = [*rows.findings, *said.findings]
    del rows  # from here on each table's text is let go as soon as it is typed, which halves the peak
    tables, summaries = {}, []
    for schema in CIN_CENSUS.tables:
        frame = texts.pop(schema.name)
        early = year is not None and year < (schema.since or year)
        if early and frame.is_empty():
            continue
        if schema.name in _NEVER_NONE and frame.is_empty() and referred.len() >= _MANY:
            findings.append(_left_out(schema, name, referred.len()))
            continue
        tables[schema.name], wrong = typed(frame, schema, file=name, year=year, formats=_FORMATS)
        findings += [_weighed(one) for one in wrong]
        if early:
            findings.append(_early(tables[schema.name], schema, name, year))
        aside = set_aside.get(schema.name, 0)
        summaries.append(
            TableSummary(name, schema.name, frame.height + aside, frame.height, {_MISPLACED: aside} if aside else {})
        )
    findings += _told_twice(tables["Child"], name)
    return _Read(said, tables, tuple(findings), tuple(summaries))


def _left_out(schema: TableSchema, file: str, episodes: int) -> Finding:
    rule = f"there is not one in {episodes:,} episodes, so the export left them out: what they would tell is not known."
    return Finding("READ-EMPTY", Severity.WARNING, file, schema.name, "", rule, "Export it again with them.", 1)


def _weighed(finding: Finding) -> Finding:
    """A code of no year makes the Department refuse the return; of factors and UPN reasons it only asks."""
    refused = finding.rule.startswith(NOT_A_CODE) and finding.column not in _ONLY_ASKED
    return replace(finding, severity=Severity.ERROR) if refused else finding


def _early(rows: pl.DataFrame, schema: TableSchema, file: str, year: int | None) -> Finding:
    rule = f"is part of the census from {schema.since} on, but the file's year is {year}; its rows are kept."
    spots = spots_of(rows, "", schema.child)
    return Finding("READ-LAYOUT", Severity.NOTE, file, schema.name, "", rule, "Check the year.", rows.height, spots)


def _told_twice(children: pl.DataFrame, file: str) -> list[Finding]:
    again = children.filter(pl.col("LAchildID").is_not_null() & ~pl.col("LAchildID").is_first_distinct())
    if again.is_empty():
        return []
    rule = "has more than one Child block in the file; all its rows are kept and belong to the one child."
    remedy = "Give each child one block with all its episodes, unless two children share an identifier."
    spots = spots_of(again, "LAchildID", "LAchildID")
    return [Finding("READ-CHILD", Severity.WARNING, file, "Child", "LAchildID", rule, remedy, again.height, spots)]


def _place(read: Sequence[_Read]) -> tuple[str | None, list[Finding]]:
    """The council of the newest file that says one, and a finding for each file that says another."""
    places = [(one.said.source.name, one.said.place) for one in read if one.said.place]
    if not places:
        return None, []
    newest, place = places[-1]
    remedy = "Give the files of one council only."
    found = [
        Finding(
            "READ-COUNCIL", Severity.ERROR, name, "Header", "LEA",
            f"is another council than {place}, which {newest} is of.", remedy, 1, (Spot(0, other),),
        )
        for name, other in places
        if other != place
    ]  # fmt: skip
    return place, found


def _same_year(read: Sequence[_Read]) -> list[Finding]:
    """A finding for each file that is of the same year as the one before it, which is older or of the same moment."""
    found = []
    for before, after in pairwise(read):
        one, other = before.said.source, after.said.source
        if one.year is None or one.year != other.year:
            continue
        whole = _replaces(after, before)
        taken = "it takes that file's place" if whole else "what both hold is taken from this one"
        if (one.age, before.said.stamp) == (other.age, after.said.stamp):
            severity, code = Severity.ERROR, "READ-SAME"
            rule = f"is of the year {one.year} and as old as {one.name}: {taken}, as it comes later in the list."
            remedy = "Give only the one that is right."
        else:
            severity, code = Severity.NOTE, "READ-NEWER"
            rule = f"is of the year {one.year} as {one.name} is, and newer: {taken}."
            remedy = "No action is needed." if whole else "Give only the newer one if it holds all of the older one."
        found.append(Finding(code, severity, other.name, "Header", "", rule, remedy, 1, (Spot(0),)))
    return found


def _replaces(after: _Read, before: _Read) -> bool:
    """Whether a file is another issue of the same census: of one council, for the same days.

    A council sends its census again as a whole. What the older issue alone holds was struck out or given another date.
    """
    one, other = before.said, after.said
    return (
        one.source.year is not None
        and one.place == other.place
        and (one.source.first, one.source.last) == (other.source.first, other.source.last)
    )


def _aside(summary: TableSummary, by: _Read) -> TableSummary:
    """The account of a table of a file that another has replaced."""
    if not summary.used:
        return summary
    reason = f"replaced by {by.said.source.name}"
    return replace(summary, used=0, set_aside={**summary.set_aside, reason: summary.used})


def _together(read: Sequence[_Read]) -> dict[str, pl.DataFrame]:
    tables = {}
    for schema in CIN_CENSUS.tables:
        if frames := [one.tables[schema.name] for one in read if schema.name in one.tables]:
            tables[schema.name] = pl.concat(frames)
    return tables


def _names(paths: Sequence[Path]) -> list[str]:
    """A name for each file by which it can be told from the others: with its folder where names are alike."""
    alike = Counter(path.name for path in paths)
    longer = [path.name if alike[path.name] == 1 else f"{path.parent.name}/{path.name}" for path in paths]
    seen: Counter[str] = Counter()
    names = []
    for name in longer:
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _within(progress: Progress | None, before: int, total: int) -> Progress | None:
    if progress is None:
        return None
    return lambda done, _: progress(before + done, total)
