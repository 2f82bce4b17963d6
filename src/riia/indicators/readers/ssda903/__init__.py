"""The SSDA903 return: folders of CSV tables and XML files, of one year or of several.

    reading = read([Path("903/2024"), Path("903/2025")])
    reading.tables["episodes"]

A table is known by its columns first and by its file's name second. The year is in the name of the file or folder, or
else read off the dates; where both speak and do not agree, the finding says what was made of it. Of two files that give
the same table for the same year, the one that bears the table's plain name is used; the other is set aside and told.
"""

from collections.abc import Sequence
from pathlib import Path

from riia.indicators.readers.delimited import headings
from riia.indicators.readers.reading import Progress, Reading
from riia.indicators.readers.ssda903.finding import files_below, recognised_table
from riia.indicators.readers.ssda903.putting_together import put_together
from riia.indicators.readers.ssda903.xml_file import is_return

__all__ = ["read", "recognises"]


def read(paths: Sequence[Path], *, progress: Progress | None = None) -> Reading:
    """Read files and folders as one return, or the returns of several years.

    Raises FileRefused when any file that belongs to the return cannot be trusted, or when none does.
    """
    return put_together(paths, progress=progress)


def recognises(path: Path) -> bool:
    """Whether this is an SSDA903 file, or a folder that holds one. A cheap look; never raises."""
    try:
        if path.is_dir():
            return any(_is_table(one.path) for one in files_below([path]))
        return _is_table(path)
    except (OSError, ValueError):
        return False


def _is_table(path: Path) -> bool:
    if path.suffix.lower() == ".xml":
        return is_return(path)
    return recognised_table(path, headings(path)) is not None
