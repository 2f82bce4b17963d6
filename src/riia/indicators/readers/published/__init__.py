"""The tidy CSV files of published statistics (Department for Education, explore education statistics).

`table.read(source, layout)` turns one file into a `PublishedTable` or refuses it whole. Nothing is guessed or
repaired: a number is a number, a documented symbol is a symbol, and anything else is a problem with its line, column,
value, rule and remedy. Problems of one kind are told once, with how many there are and where the first few stand.

How places come out
* A council has its three-digit DfE code, also one that no longer exists: its rows are kept under its own code.
* A region has its ONS code. London (E12000007) and Inner and Outer London (E13000001, E13000002) are kept as published;
  a file may have all three, only London, or only the two parts. Nothing is added up here.
* England is E92000001.
* A joint row of two councils ("940 / 941") belongs to no one council; it is left out and reported as a note.

`read` lives in `.table` and is not imported here: it needs polars, which those who only ask for a layout need not load.
"""

from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.published.container import Limits, PublishedFile, open_file
from riia.indicators.readers.published.layout import Layout, NumberColumn, PeriodRule

__all__ = [
    "FileRefused",
    "Layout",
    "Limits",
    "NumberColumn",
    "PeriodRule",
    "Problem",
    "PublishedFile",
    "open_file",
]
