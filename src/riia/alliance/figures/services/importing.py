"""Loading published files that a person has."""

from collections.abc import Sequence
from pathlib import Path

from django.db import transaction

from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.figures.errors import ImportRefused
from riia.alliance.figures.models import Release
from riia.alliance.figures.services.reports import FileReport, ImportReport
from riia.alliance.figures.services.storing import Incoming, held, lock, store
from riia.indicators import reference
from riia.indicators.definitions import DefinitionError, UnknownDefinition, catalogue, table_for
from riia.indicators.definitions.published import cells, differences, figures, newest
from riia.indicators.readers.published import FileRefused, PublishedFile, open_file
from riia.indicators.readers.published.table import PublishedTable, read


def import_release(
    *, files: Sequence[Path | PublishedFile], by: Acts, source: str = "", tables: Sequence[str] = ()
) -> ImportReport:
    """Load published files: all of them, or none.

    A file is known by its name, or by `tables` (one address such as "cin/c1" for each file) where it was renamed; its
    edition by the newest period in it. A file that is already held, by the hash of its content, is left alone, so a
    load can be repeated. `source` says where the files were taken from. A new edition of a table supersedes the earlier
    one and deletes nothing.

    Raises ImportRefused, with a reason for every file that cannot be read or is not known; nothing is changed then.
    """
    texts = _opened(files)
    addresses = list(tables) or [""] * len(texts)
    prepared: list[tuple[Incoming, PublishedTable]] = []
    reasons: list[str] = []
    already = held(text.sha256 for text in texts)
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
    with transaction.atomic():
        lock()
        already = held(text.sha256 for text in texts)
        fresh = {sha: pair for sha, pair in unique.items() if sha not in already}
        stored = store([one for one, _ in fresh.values()]) if fresh else []
        made = {release.sha256: _report(release, *fresh[release.sha256]) for release in stored}
        for release in stored:
            _recorded(release, made[release.sha256], by)
    return ImportReport(tuple(made.get(text.sha256) or _held(text, already[text.sha256]) for text in texts))


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
    known = definitions.table(address) if address else table_for(text.name, definitions.releases)
    codes = frozenset(str(one.code) for one in reference.authorities())
    table = read(text, definitions.layout(known.address, codes))
    edition = definitions.release(known.release).edition_of(newest(table))
    made = figures(cells(table, definitions), definitions, edition.vintage)
    incoming = Incoming(known, edition, text.name, text.sha256, table.frame.height, source, made)
    return incoming, table


def _report(release: Release, incoming: Incoming, table: PublishedTable) -> FileReport:
    return FileReport(
        file=release.source_file,
        release=release.audit_label,
        held_before=False,
        rows=release.rows,
        values=incoming.figures.height,
        notes=tuple(f"line {note.line}: {note.words}" for note in table.notes),
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
