"""Loading published files that a person has."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl
from django.db import transaction
from django.utils import timezone

from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.figures.errors import ImportRefused
from riia.alliance.figures.models import Release
from riia.alliance.figures.services.reports import FileReport, ImportReport
from riia.alliance.figures.services.storing import Incoming, held, lock, store
from riia.alliance.places.models import Place
from riia.indicators import reference
from riia.indicators.definitions import DefinitionError, Measure, UnknownDefinition, catalogue
from riia.indicators.definitions.published import cells, differences, figures, newest
from riia.indicators.definitions.recognition import absent_rows, recognise
from riia.indicators.model import Period, day_in_words
from riia.indicators.readers.published import FileRefused, Problem, PublishedFile, open_file
from riia.indicators.readers.published.table import PublishedTable, read

_PERIODS_SHOWN = 4


def import_release(
    *, files: Sequence[Path | PublishedFile], by: Acts, source: str = "", tables: Sequence[str] = ()
) -> ImportReport:
    """Load published files: all of them, or none.

    A file is known by its columns and name (see `recognise`), or by `tables`: one address such as "cin/c1" for each
    file, "" where the file speaks for itself. Its edition is known by the newest period in it; one that nobody has
    described yet is loaded with a note. A file that is already held, by the hash of its content, is left alone, so a
    load can be repeated. `source` says where the files were taken from. A new edition of a table supersedes the earlier
    one and deletes nothing; so does a revision, which is another file of the same edition.

    Raises ImportRefused, with a reason for every file that cannot be read or is not known; nothing is changed then.
    """
    texts = _opened(files)
    addresses = list(tables) or [""] * len(texts)
    prepared: list[tuple[Incoming, PublishedTable]] = []
    reasons: list[str] = []
    if unknown := _unknown(addresses):
        raise ImportRefused(unknown)
    already = held(text.sha256 for text in texts)
    reasons += [_withdrawn(one) for one in already.values() if one.withdrawn_at]
    for text, address in zip(texts, addresses, strict=True):
        if text.sha256 in already:
            continue
        try:
            prepared.append(_prepared(text, address, source))
        except (FileRefused, UnknownDefinition, DefinitionError) as error:
            reasons.append(str(error) if text.name in str(error) else f"{text.name}: {error}")
    if reasons:
        raise ImportRefused(reasons)
    unique = {one.sha256: (one, table) for one, table in prepared}
    _places_are_held(table for _, table in unique.values())
    with transaction.atomic():
        lock()
        already = held(text.sha256 for text in texts)
        fresh = {sha: pair for sha, pair in unique.items() if sha not in already}
        stored = store([one for one, _ in fresh.values()]) if fresh else []
        made = {release.sha256: _report(release, *fresh[release.sha256]) for release in stored}
        for release in stored:
            _recorded(release, made[release.sha256], by)
    return ImportReport(tuple(made.get(text.sha256) or _held(text, already[text.sha256]) for text in texts))


def _unknown(addresses: Iterable[str]) -> list[str]:
    """What is wrong with the tables that were named, also where the file itself is held already."""
    reasons = []
    for address in dict.fromkeys(addresses):
        try:
            if address:
                catalogue().table(address)
        except UnknownDefinition as error:
            reasons.append(str(error))
    return reasons


def _withdrawn(release: Release) -> str:
    day = day_in_words(release.withdrawn_at.date()) if release.withdrawn_at else ""
    return f"{release.source_file}: this file was withdrawn on {day}: {release.withdrawn_because}. Load another."


def _places_are_held(tables: Iterable[PublishedTable]) -> None:
    """Refuse when the database has no row for a place that the register knows: it was not brought up to date."""
    wanted = {place for table in tables for place in table.frame["place"].unique()}
    missing = wanted - set(Place.objects.filter(code__in=wanted).values_list("code", flat=True))
    if missing:
        some = ", ".join(sorted(missing)[:5])
        raise ImportRefused([f"The database does not hold the places {some}. Run `./run manage load_places` first."])


def _opened(files: Sequence[Path | PublishedFile]) -> list[PublishedFile]:
    texts, reasons = [], []
    for file in files:
        try:
            texts.append(file if isinstance(file, PublishedFile) else open_file(file))
        except FileRefused as error:
            reasons.append(str(error))
    if reasons:
        raise ImportRefused(reasons)
    return texts


def _prepared(text: PublishedFile, address: str, source: str) -> tuple[Incoming, PublishedTable]:
    """Read one file and make its figures. Nothing touches the database."""
    definitions = catalogue()
    known = recognise(text, definitions, address)
    codes = frozenset(str(one.code) for one in reference.authorities())
    table = read(text, definitions.layout(known.address, codes))
    if wrong := [*absent_rows(table, definitions), *_in_the_future(table)]:
        raise FileRefused(text.name, wrong)
    edition = definitions.release(known.release).edition_for(newest(table))
    made = figures(cells(table, definitions), definitions, edition.vintage)
    incoming = Incoming(known, edition, _fitting(text.name), text.sha256, table.frame.height, source, made)
    return incoming, table


def _fitting(name: str) -> str:
    """A file name as the release keeps it: its end, where it is longer than the column."""
    longest = Release._meta.get_field("source_file").max_length or len(name)
    return name if len(name) <= longest else f"…{name[1 - longest :]}"


def _in_the_future(table: PublishedTable) -> list[Problem]:
    """Rows about a period that has not ended: nobody has published them yet."""
    today = timezone.localdate()
    early = [code for code in table.periods if Period.parse(code).end > today]
    rows = table.frame.filter(pl.col("period").is_in(early)).select("line", "period")
    rule = f"has not ended on {today.day} {today:%B %Y}, the date on this machine."
    return [Problem(line, "time_period", code, rule, "Check the year.") for line, code in rows.iter_rows()]


def _notes(incoming: Incoming, table: PublishedTable) -> tuple[str, ...]:
    """What whoever loads the file should know: its edition, its population, the places it lacks, its odd rows."""
    edition = incoming.edition
    rated = not incoming.figures.filter(measure=Measure.RATE.value).is_empty()
    notes = [edition.note] if edition.note else []
    if edition.vintage_note and rated:
        notes.append(edition.vintage_note)
    return (*notes, *_without_all_councils(table), *(f"line {note.line}: {note.words}" for note in table.notes))


def _without_all_councils(table: PublishedTable) -> tuple[str, ...]:
    """Periods in which not every council of the time has a row, so that a part of a file is not taken for the whole."""
    if table.layout.national_only:
        return ()
    councils = table.frame.filter(level="Local authority")
    found = dict(councils.group_by("period").agg(pl.col("place").n_unique()).iter_rows())
    there = {
        code: sum(one.holds_on(Period.parse(code).end) for one in reference.authorities()) for code in table.periods
    }
    short = [
        f"{code} ({found.get(code, 0)} of {there[code]})" for code in table.periods if found.get(code, 0) < there[code]
    ]
    if not short:
        return ()
    shown = ", ".join(short[:_PERIODS_SHOWN])
    more = f" and {len(short) - _PERIODS_SHOWN} more" if len(short) > _PERIODS_SHOWN else ""
    return (f"Not every council has a row in {shown}{more}. Figures that are not in the file are not changed.",)


def _report(release: Release, incoming: Incoming, table: PublishedTable) -> FileReport:
    return FileReport(
        file=release.source_file,
        release=release.audit_label,
        held_before=False,
        rows=release.rows,
        values=incoming.figures.height,
        notes=_notes(incoming, table),
        differences=tuple(one.words for one in differences(incoming.figures)),
    )


def _held(text: PublishedFile, release: Release) -> FileReport:
    return FileReport(text.name, release.audit_label, held_before=True, rows=release.rows, values=0)


def _recorded(release: Release, report: FileReport, by: Acts) -> None:
    record(
        by=by,
        action="figures.import",
        target=release,
        summary=f"Loaded {release.audit_label}: {report.rows:,} rows gave {report.values:,} values",
        details={
            "file": release.source_file,
            "sha256": release.sha256,
            "taken_from": release.origin,
            "notes": len(report.notes),
            "differences": list(report.differences[:20]),
            "differences_in_all": len(report.differences),
        },
    )
