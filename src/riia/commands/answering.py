"""What a command says when the machine under it says no: a disk that is full, a database that is busy or shut."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from riia.commands.refusals import Refused
from riia.commands.writing import HeldOpen

_LONGEST = 240
"""Signs that a path may have on Windows unless its owner has changed that, less those of our own unfinished file."""


@contextmanager
def answering(out: Path | None = None) -> Iterator[None]:
    """Turn errors of the disk and of the database into a refusal with its remedy; see the answer off before leaving.

    `out` is the file the command writes, for naming it. A reader that has gone (BrokenPipeError) is no error here.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        if out is None and error.errno == errno.EINVAL and not error.filename and sys.platform == "win32":
            raise BrokenPipeError(errno.EPIPE, "the reader has gone") from None  # what Windows calls it
        reason = (error.strerror or str(error)).rstrip(".")
        if out is not None:
            raise Refused(f"{out} cannot be written: {reason}. {_remedy(error, out)}") from None
        where = f"{error.filename}: " if error.filename else ""
        if error.errno == errno.ENOSPC:
            remedy = _remedy(error, out)
        elif isinstance(error, PermissionError):
            remedy = "If it is open in Excel, close it there and try again; else check who may read it."
        else:
            remedy = "Check the path and its permissions."
        raise Refused(f"{where}{reason}. {remedy}") from None
    except Exception as error:
        database = sys.modules.get("django.db")
        if database is None or not isinstance(error, database.Error):
            raise
        raise Refused(_database_says(str(error))) from None


def _remedy(error: OSError, out: Path | None) -> str:
    """What to do about a file that cannot be written."""
    if isinstance(error, HeldOpen):
        return f"The answer is in {error.beside} instead; nothing was lost."
    if out is not None and sys.platform == "win32" and len(str(out.absolute())) > _LONGEST:
        return f"Windows takes no path longer than {_LONGEST} signs: write to a folder nearer to the top."
    if error.errno == errno.ENOSPC:
        return "Make room on the disk, or write elsewhere."
    if isinstance(error, IsADirectoryError):
        return "It is a folder: name a file."
    if isinstance(error, FileNotFoundError):
        return "The folder it is to be in is not there: make it, or name another."
    return "If it is open in Excel, close it there; else check the folder and its permissions."


def _database_says(text: str) -> str:
    said = text.strip().splitlines()[0] if text.strip() else "no reason given"
    if "locked" in said:
        return "The database is busy: another command or the application is writing to it. Try again in a moment."
    if "readonly" in said or "read-only" in said or "unable to open" in said:
        return (
            f"The database cannot be written to ({said}). "
            "Check who may write to its file and to the folder it is in (RIIA_DATA or DATABASE_URL)."
        )
    return f"The database did not answer as expected: {said}. Nothing was changed. See docs/running.md."
