"""What a command says when the machine under it says no: a disk that is full, a database that is busy or shut."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from riia.commands.refusals import Refused


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
        reason = error.strerror or str(error)
        if out is not None:
            raise Refused(f"{out} cannot be written: {reason}. {_remedy(error)}") from None
        where = f"{error.filename}: " if error.filename else ""
        remedy = _remedy(error) if error.errno == errno.ENOSPC else "Check the path and its permissions."
        raise Refused(f"{where}{reason}. {remedy}") from None
    except Exception as error:
        database = sys.modules.get("django.db")
        if database is None or not isinstance(error, database.Error):
            raise
        raise Refused(_database_says(str(error))) from None


def _remedy(error: OSError) -> str:
    """What to do about a file that cannot be written."""
    if error.errno == errno.ENOSPC:
        return "Make room on the disk, or write elsewhere."
    if isinstance(error, IsADirectoryError):
        return "It is a folder: name a file."
    if isinstance(error, FileNotFoundError):
        return "The folder it is to be in is not there: make it, or name another."
    return "Close it in other programs, and check the folder and its permissions."


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
