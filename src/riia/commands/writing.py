"""Writing an answer to a file: the whole of it or nothing, so that a run that fails leaves yesterday's answer alone."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Give a path beside `out` to write to; it takes the place of `out` when all went well, and is removed otherwise.

    A device or pipe is written to as it is. Raises OSError as writing `out` itself would.
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
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
