"""The files of an extract: workbooks as they are, CSV files (one for each list) as sheets of their own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from riia.indicators.model.findings import Finding
from riia.indicators.readers.annex_a.locating import hinted, locate
from riia.indicators.readers.delimited import headings, open_delimited
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import ROW
from riia.indicators.readers.workbook import Sheet, is_workbook, open_workbook

WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx", ".ods")
_WIDEST: Final = 400
_TEXTS: Final = (".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Source:
    """One file, opened. `sheets` are read as they are asked for, once."""

    name: str
    sha256: str
    sheets: Iterable[Sheet]
    from_1904: bool = False
    findings: tuple[Finding, ...] = ()
    csv: bool = False
    titles: tuple[str, ...] = ()
    """What stands above the headings of a CSV file."""


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files that are meant: a folder stands for the workbooks and CSV files in it, Excel's lock files apart.

    Raises FileRefused for a folder without any.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(one for one in path.iterdir() if _is_meant(one))
        if not inside:
            rule = "the folder holds no workbook and no CSV file."
            raise FileRefused(path.name, [Problem(0, "", "", rule, "Give the workbook, or the folder it is in.")])
        found += inside
    return found


def opened(path: Path, name: str) -> Source:
    """Open a workbook or a CSV file. Raises FileRefused."""
    if _is_text(path):
        return _csv(path, name)
    book = open_workbook(path, name=name)
    return Source(name, book.sha256, book.sheets(), book.from_1904)


def names_of(paths: Sequence[Path]) -> list[str]:
    """What each file is called: its name, with its folder where two have the same, and a number as the last resort."""
    plain = [path.name for path in paths]
    longer = [
        f"{path.resolve().parent.name}/{path.name}" if plain.count(path.name) > 1 else path.name for path in paths
    ]
    return [name if longer.count(name) == 1 else f"{name} ({at})" for at, name in enumerate(longer, 1)]


def csv_holds_list(path: Path) -> bool:
    """Whether one of the first lines of a CSV file has the headings of a list. Never raises."""
    found = headings(path, is_heading=_heads(path))
    return bool(found) and locate(_sheet(path, found, pl.DataFrame())) is not None


def _heads(path: Path) -> Callable[[Sequence[str]], bool]:
    def are_headings(cells: Sequence[str]) -> bool:
        return len(cells) > 1 and locate(_sheet(path, cells[:_WIDEST], pl.DataFrame())) is not None

    return are_headings


def _is_text(path: Path) -> bool:
    """Whether a file is to be read as text: what it holds counts, whatever its name says."""
    if is_workbook(path):
        return False
    return path.suffix.lower() in _TEXTS or csv_holds_list(path)


def _is_meant(path: Path) -> bool:
    if path.name.startswith(("~$", ".")) or not path.is_file():
        return False
    return path.suffix.lower() in WORKBOOKS or (path.suffix.lower() in _TEXTS and bool(hinted(path.stem)))


def _csv(path: Path, name: str) -> Source:
    text = open_delimited(path, name=name, is_heading=_heads(path))
    sheet = _sheet(path, text.headings, text.texts)
    return Source(name, text.sha256, [sheet], findings=tuple(text.findings), csv=True, titles=text.titles)


def _sheet(path: Path, found: Sequence[str], texts: pl.DataFrame) -> Sheet:
    """A CSV file as a sheet: its headings as the first row."""
    names = [f"c{at}" for at in range(len(found))]
    top = pl.DataFrame([[one] for one in found], schema=dict.fromkeys(names, pl.String), orient="col")
    top = top.with_columns(pl.lit(1, dtype=pl.Int64).alias(ROW))
    if texts.width:
        body = texts.select(pl.all().exclude(ROW), pl.col(ROW).cast(pl.Int64))
        top = pl.concat([top, body.rename(dict(zip(body.columns[:-1], names, strict=True)))])
    return Sheet(path.stem, False, top)
