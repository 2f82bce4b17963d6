"""Writing an answer to a file: the whole of it or nothing, so that a run that fails leaves yesterday's answer alone."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TRIES = 100


class HeldOpen(PermissionError):
    """The file is open in another program, such as Excel. The new answer is `beside` it."""

    def __init__(self, out: Path, beside: Path) -> None:
        """Name both."""
        super().__init__(errno.EACCES, "it is open in another program", str(out))
        self.beside = beside


def ready(out: Path) -> None:
    """Raise OSError if `out` cannot be written, before anything is computed for it. Nothing is changed."""
    target = out.resolve()
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(out))
    if not target.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(out))
    if target.is_file():
        with target.open("r+b"):
            pass  # Windows lets nobody else open a workbook that is open in Excel


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Give a path beside `out` to write to; it takes the place of `out` when all went well, and is removed otherwise.

    A device or pipe is written to as it is. Raises OSError as writing `out` itself would, and HeldOpen when `out` was
    opened elsewhere in the meantime: then the answer stays, under another name.
    """
    target = out.resolve()  # a link stays one, and what it points at is replaced
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(out))
    if target.exists() and not target.is_file():
        yield target
        return
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(out))
    part = target.with_name(f".{target.stem[:100]}.{os.getpid()}{target.suffix}")
    try:
        yield part
        try:
            part.replace(target)
        except PermissionError:
            raise HeldOpen(out, out.with_name(_beside(part, target).name)) from None
    finally:
        part.unlink(missing_ok=True)


def _beside(part: Path, target: Path) -> Path:
    """Keep what was written under the first free name: "q4 (2).xlsx"."""
    for number in range(2, _TRIES):
        other = target.with_name(f"{target.stem} ({number}){target.suffix}")
        if not other.exists():
            part.replace(other)
            return other
    raise PermissionError(errno.EACCES, "it is open in another program", str(target))
