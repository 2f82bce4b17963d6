"""Loading the published series that ship with the package, for the demonstration and for a laptop."""

from pathlib import Path

import polars as pl
from django.db import transaction

from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import Target, record
from riia.alliance.figures.package import CELLS, FOLDER, manifest
from riia.alliance.figures.services.reports import FileReport, ImportReport
from riia.alliance.figures.services.storing import Incoming, held, lock, store
from riia.indicators.definitions import catalogue
from riia.indicators.definitions.published import figures
from riia.indicators.model import Period


def load_packaged(*, by: Acts, folder: Path = FOLDER) -> ImportReport:
    """Load every packaged release that is not held yet, in one transaction. Safe to repeat."""
    entries = {entry["sha256"]: entry for entry in manifest(folder)}
    with transaction.atomic():
        lock()
        already = held(entries)
        fresh = [entry for sha, entry in entries.items() if sha not in already]
        reports = {
            sha: FileReport(row.source_file, row.audit_label, held_before=True, rows=row.rows, values=0)
            for sha, row in already.items()
        }
        if fresh:
            found = pl.read_parquet(folder / CELLS)
            incoming = [_incoming(entry, found) for entry in fresh]
            counts = {one.sha256: one.figures.height for one in incoming}
            for release in store(incoming):
                reports[release.sha256] = FileReport(
                    release.source_file,
                    release.audit_label,
                    held_before=False,
                    rows=release.rows,
                    values=counts[release.sha256],
                )
        report = ImportReport(tuple(reports[sha] for sha in entries))
        if fresh:
            record(
                by=by,
                action="figures.load_packaged",
                target=Target("figures.Release", "packaged", "published figures of the package"),
                summary=report.words,
                details={"files": {one.file: one.values for one in report.files if not one.held_before}},
            )
    return report


def _incoming(entry: dict[str, str], found: pl.DataFrame) -> Incoming:
    """A packaged release, its figures made afresh from the cells it was read into."""
    definitions = catalogue()
    table = definitions.table(entry["table"])
    edition = definitions.release(table.release).edition_of(Period.parse(entry["newest"]))
    own = found.filter(pl.col("release") == entry["key"]).drop("release")
    made = figures(own, definitions, edition.vintage)
    return Incoming(table, edition, entry["source_file"], entry["sha256"], int(entry["rows"]), entry["origin"], made)
