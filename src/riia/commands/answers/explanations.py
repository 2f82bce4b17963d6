"""An indicator explained on the screen: its definition, its rows, and where two returns differ."""

import sys
from pathlib import Path
from typing import Final

import polars as pl

from riia.commands.answers.csv_text import csv_text, write_csv
from riia.commands.answers.figures import counted, in_words
from riia.commands.writing import replacing
from riia.indicators.definitions import catalogue
from riia.indicators.definitions.countings import find
from riia.indicators.engine.explaining import Explanation, words_of
from riia.indicators.engine.own_files import Answer

_ROWS: Final = ("indicator", "return", "fate", "because", "file", "row", "child")
_DIFFERENCES: Final = ("child", "day", "source", "file", "row", "why", "indicator")
"""The headings of files without a row."""


def tell_definition(address: str) -> None:
    """The definition of an indicator and of every way it is counted. Raises UnknownDefinition."""
    countings = find(address)
    one = catalogue().indicator(countings[0].indicator)
    _line(f"{one.title} ({one.slug})")
    _line(f"  {one.why}")
    for counting in countings:
        _line(f"\n{counting.address}, version {counting.version}")
        for sentence in words_of(counting):
            _line(f"  {sentence}")


def tell_rows(answer: Answer, address: str, limit: int) -> None:
    """For every source: the figure, how many rows met which fate and why, and the first rows of each."""
    figures = {(figure.counting.address, figure.source): figure for figure in answer.figures}
    for one in answer.explanations(address):
        figure = figures.get((one.counting.address, one.source))
        told = f": {in_words(figure)}" if figure else ""
        _line(f"\n{one.counting.address} from {one.source}, {answer.period.label}{told}")
        if figure:
            _line(f"  {figure.coverage}")
        for fate, reason, count in one.reasons:
            _line(f"  {count:,} {fate}, because {reason}")
            _first(one, fate, reason, limit)


def write_rows(answer: Answer, address: str, out: Path) -> None:
    """Every row with its fate and reason, as CSV."""
    frames = []
    for one in answer.explanations(address):
        # Called "return" here: a referral has a source of its own.
        asked, given_by = pl.lit(one.counting.address).alias("indicator"), pl.lit(one.source).alias("return")
        frames.append(one.rows.select(asked, given_by, pl.all().cast(pl.String)))
    _write(pl.concat(frames, how="diagonal") if frames else pl.DataFrame(schema=list(_ROWS)), out)


def tell_differences(answer: Answer, out: Path | None) -> None:
    """Every pair of sources compared; the rows that differ go to a file."""
    found = answer.reconciliations()
    for one in found:
        _line(one.words)
    if not found:
        _line("No indicator was given by two returns. Give both, such as --annex-a and --cin.")
    if out is not None:
        frames = [one.differences.with_columns(pl.lit(one.address).alias("indicator")) for one in found]
        _write(pl.concat(frames) if frames else pl.DataFrame(schema=list(_DIFFERENCES)), out)


def _first(one: Explanation, fate: str, reason: str, limit: int) -> None:
    rows = one.rows.filter((pl.col("fate") == fate) & (pl.col("because") == reason)).head(limit)
    for row in rows.iter_rows(named=True):
        file = row.pop("file")
        where = f"{file}, {'line' if file.lower().endswith('.xml') else 'row'} {row.pop('row')}"
        del row["fate"], row["because"]
        _line(f"      {where}: {', '.join(_told(name, value) for name, value in row.items() if value is not None)}")


def _told(name: str, value: object) -> str:
    """A field of a row in words: "previous referred 2024-11-04", "nfa no"."""
    words = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
    return f"{name.replace('_', ' ')} {words}"


def _write(frame: pl.DataFrame, out: Path) -> None:
    with replacing(out) as part:
        write_csv(csv_text(frame.columns, frame.iter_rows()), part)
    sys.stderr.write(
        f"{counted(frame.height, 'row')} written to {out}. It holds identifiers: keep it inside the council.\n"
    )


def _line(text: str) -> None:
    sys.stdout.write(text + "\n")
