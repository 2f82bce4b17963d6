"""Figures in long form as files: CSV line by line, Parquet in one piece."""

import csv
import io
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import batched
from pathlib import Path
from typing import BinaryIO, Literal

from riia.alliance.figures.nouns import EXPORT_COLUMNS, ExportRow

_LINES = 5000


def write(rows: Iterable[ExportRow], kind: Literal["csv", "parquet"], out: Path | None) -> None:
    """Write rows to a file, or to standard output. A file appears whole or not at all."""
    with _target(out) as stream:
        if kind == "parquet":
            stream.write(parquet(rows))
        else:
            for piece in csv_pieces(rows):
                stream.write(piece)


def csv_pieces(rows: Iterable[ExportRow]) -> Iterator[bytes]:
    """The CSV in pieces of some thousand lines, UTF-8, lines ended as RFC 4180 says. For files and for streaming."""
    yield _csv([EXPORT_COLUMNS])
    for some in batched(rows, _LINES):
        yield _csv(_cells(row) for row in some)


def parquet(rows: Iterable[ExportRow]) -> bytes:
    """The same as a Parquet file: text columns, and numbers that are null where a symbol stands."""
    import polars as pl

    numbers = ("value", "numerator", "denominator")
    schema = {name: pl.Float64 if name in numbers else pl.String for name in EXPORT_COLUMNS}
    frame = pl.DataFrame(
        [tuple(getattr(row, name) for name in EXPORT_COLUMNS) for row in rows], schema=schema, orient="row"
    )
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def _csv(lines: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()


def _cells(row: ExportRow) -> tuple[str, ...]:
    return (
        row.indicator,
        row.place,
        row.period,
        row.measure,
        _digits(row.value),
        row.symbol,
        _digits(row.numerator),
        _digits(row.denominator),
        row.release,
    )


def _digits(number: float | None) -> str:
    """A whole number without a decimal point, another at full precision, nothing where there is none."""
    if number is None:
        return ""
    return str(int(number)) if number.is_integer() else repr(number)


@contextmanager
def _target(out: Path | None) -> Iterator[BinaryIO]:
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    handle, draft = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(draft).replace(out)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
