"""Reads a file, says what it understood and what cannot be as it was meant."""

from pathlib import Path

from riia.documents.model import Kind, Reading


def check_file(source: Path | bytes, name: str, kind: Kind | None = None) -> Reading:
    """Read a file of any known format and kind, or as the kind that is said, and check it by all rules.

    Raises:
        DocumentError: the file cannot be read at all; says why and what to do.
    """
    from riia.documents.readers import read_document

    return Reading(read_document(source, name), kind or Kind.UNKNOWN, "No kind was recognised.", (), ())
