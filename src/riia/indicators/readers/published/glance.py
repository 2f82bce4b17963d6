"""A first look at a file: its heading and what stands in a few of its columns, without judging the rest.

It is what is needed to say which table a file is. Rows that are broken are passed over here; `table.read` refuses them.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.published.container import PublishedFile

_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True)
class Glance:
    """A file's heading. Names are compared in lower case, as the reader does."""

    file: PublishedFile
    header: tuple[str, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """The names in the heading, in lower case."""
        return frozenset(name.lower() for name in self.header)

    def has(self, name: str) -> bool:
        """Whether there is a column of this name, in any case."""
        return name.lower() in self.names

    def values(self, columns: Sequence[str]) -> frozenset[tuple[str, ...]]:
        """The different combinations that stand in these columns, all of which the file has."""
        heading = [name.lower() for name in self.header]
        at = [heading.index(name.lower()) for name in columns]
        found: set[tuple[str, ...]] = set()
        reader = csv.reader(text_lines(self.file.text), strict=True)
        next(reader)
        try:
            for row in reader:
                if len(row) == len(heading):
                    found.add(tuple(row[position].strip() for position in at))
        except csv.Error:
            # The reader tells what is wrong with the line; what was seen before it is enough to know the table.
            pass
        return frozenset(found)


def glance(file: PublishedFile) -> Glance:
    """The heading of a file. Raises FileRefused when its first line is not CSV, or not separated by commas."""
    try:
        first = next(csv.reader(text_lines(file.text), strict=True))
    except csv.Error as error:
        rule = f"is not CSV ({error})."
        raise FileRefused(file.name, [Problem(1, "", "", rule, "Check the quotation marks on this line.")]) from None
    if len(first) < 2:
        used = next((words for sign, words in _SEPARATORS.items() if first and sign in first[0]), "")
        rule = f"is separated by {used}, not commas." if used else "has one column only; a table has many."
        value = first[0] if first else ""
        raise FileRefused(file.name, [Problem(1, "", value, rule, "Give the CSV file as it was published.")])
    return Glance(file, tuple(name.strip() for name in first))


def text_lines(text: str) -> Iterator[str]:
    """The lines of `text` with their ends, cut at line feeds only, as editors count them."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        yield text[start:end]
        start = end
