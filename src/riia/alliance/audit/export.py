"""Entries as CSV that a spreadsheet opens without running anything in it."""

import csv
import json
from collections.abc import Iterable, Iterator

from riia.alliance.audit.models import Entry
from riia.alliance.kit.spreadsheet_cells import safe_cell

COLUMNS = (
    "at",
    "actor_kind",
    "actor_reference",
    "actor",
    "action",
    "target_type",
    "target_reference",
    "target",
    "summary",
    "reason",
    "places",
    "details",
    "origin",
    "network",
    "request",
)


class _Echo:
    """A file that hands back what is written to it, so that rows can be streamed."""

    def write(self, text: str) -> str:
        return text


def csv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A header and one line for each entry. Times are ISO 8601 with their offset."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    chunks = entries.iterator(chunk_size=500) if hasattr(entries, "iterator") else entries
    for entry in chunks:
        yield writer.writerow([safe_cell(value) for value in _row(entry)])


def _row(entry: Entry) -> list[str]:
    places = " ".join(sorted(place.code for place in entry.places.all()))
    details = json.dumps(entry.details, ensure_ascii=False, sort_keys=True) if entry.details else ""
    return [
        entry.at.isoformat(timespec="seconds"),
        entry.actor_kind,
        entry.actor_reference,
        entry.actor_label,
        entry.action,
        entry.target_type,
        entry.target_reference,
        entry.target_label,
        entry.summary,
        entry.reason,
        places,
        details,
        entry.origin,
        entry.network,
        entry.request_id,
    ]
