"""Items as people type them: lines pasted from a document or spreadsheet, or a whole set of agreed indicators."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from riia.alliance.agreements.items_file import COLUMNS, MOST, key_of
from riia.alliance.agreements.register_errors import RegisterChangeError
from riia.alliance.agreements.services.register_lines import ItemText
from riia.indicators.returns.forms import form_of

_BETWEEN = re.compile(r"\t|\s*\|\s*")
_NUMBERED = re.compile(r"^\s*(?:[-*•]\s*)?\d{1,3}[.)]\s+|^\s*[-*•]\s+")


def items_of_lines(text: str, like: ItemText) -> list[tuple[str, ItemText]]:
    """One item for each line: title, definition, unit, numerator, denominator, between tabs or |. Numbers in front go.

    Raises RegisterChangeError naming the line that has no title, too many columns, or the title of another line.
    """
    found: dict[str, ItemText] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in _BETWEEN.split(_NUMBERED.sub("", line))]
        key = key_of(cells[0])
        if not key:
            raise RegisterChangeError(f"Line {number} has no title. Begin the line with what the item is called.")
        if len(cells) > len(COLUMNS):
            raise RegisterChangeError(
                f"Line {number} has {len(cells)} columns. There are {len(COLUMNS)}: {', '.join(COLUMNS)}."
            )
        if key in found:
            raise RegisterChangeError(f"Line {number} has the title of a line before, “{cells[0]}”. Give each its own.")
        long = next((name for name, cell in zip(COLUMNS, cells, strict=False) if len(cell) > MOST[name]), None)
        if long is not None:
            raise RegisterChangeError(f"Line {number}: the {long} is too long; {MOST[long]} characters fit.")
        cells += [""] * (len(COLUMNS) - len(cells))
        title, definition, unit, numerator, denominator = cells
        found[key] = replace(
            like, title=title, definition=definition, unit=unit, numerator=numerator, denominator=denominator
        )
    return list(found.items())


def items_of_file(rows: Sequence[Mapping[str, str]], like: ItemText) -> list[tuple[str, ItemText]]:
    """The items of a file that `items_file.read_items` has read whole."""
    return [
        (
            row["key"],
            replace(
                like,
                title=row["title"],
                definition=row.get("definition", ""),
                unit=row.get("unit", ""),
                numerator=row.get("numerator", ""),
                denominator=row.get("denominator", ""),
            ),
        )
        for row in rows
    ]


def items_of_set(key: str, like: ItemText) -> list[tuple[str, ItemText]]:
    """The items of a set of agreed indicators, under the keys by which returns ask them."""
    return [
        (
            item.register_key,
            replace(
                like,
                title=item.indicator.title,
                definition=f"Counts {item.variant.numerator}.",
                unit="number and " + ("rate per 10,000" if item.rate_base else f"% of {item.of_words}"),
                numerator=item.variant.numerator,
                denominator=item.of_words or "children aged 0 to 17 living in the area",
                source=f"{like.source}, item {item.label}",
            ),
        )
        for item in form_of(key).items
        if not item.part_of
    ]
