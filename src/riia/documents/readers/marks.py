"""Numbers, bullets and signs at the start of a line, as people print them and as programs write them for people.

A text taken from a PDF often comes with the signs of Markdown: "# Heading", "**bold**", "<u>underlined</u>",
"$\\circ$" for a bullet. They are recognised here and stay in the text, which is kept as written.
"""

import re
from dataclasses import dataclass
from typing import Final

from riia.documents.model import BlockKind

BULLETS: Final = "-–—•*·▪▫‣◦●○■□➢➤✓\uf0b7\uf0a7\uf0d8\u2219"
_HEADING: Final = re.compile(r"(#{1,6})\s+(?=\S)")
_BULLET: Final = re.compile(rf"(?:[{re.escape(BULLETS)}]|\$\\(?:circ|bullet|cdot)\$|o(?=\t|\s{{2,}}))\s+(?=\S)")
_NUMBER: Final = re.compile(
    r"(?:\*\*|<u>)?(\(?(?:\d{1,2}(?:\.\d{1,2}){1,3}[A-Z]?\.?|\d{1,2}[.)]|[a-z][.)]|[ivx]{1,5}[.)]|[A-Z]\)|[A-Z]\d{1,2}[.)]))"
    r"(?:\*\*|</u>)?\s+(?=\S)"
)
_PLAIN_DATE: Final = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}\b")


@dataclass(frozen=True, slots=True)
class Marked:
    """How a line begins: what it is, its printed number or bullet, its depth where it says so."""

    kind: BlockKind
    mark: str = ""
    level: int = 0


def marked(line: str) -> Marked:
    """What the start of a line (without spaces before it) makes of it."""
    if heading := _HEADING.match(line):
        inner = _NUMBER.match(line, heading.end())
        return Marked(BlockKind.HEADING, inner[1] if inner else "", len(heading[1]))
    bullet = _BULLET.match(line)
    at = bullet.end() if bullet else 0
    number = None if _PLAIN_DATE.match(line, at) else _NUMBER.match(line, at)
    if number:
        return Marked(BlockKind.ITEM, number[1], number[1].count(".", 0, -1) + 1)
    if bullet:
        return Marked(BlockKind.ITEM, bullet[0].strip(), 0)
    whole = re.fullmatch(r"(?:\*\*|<u>)(.{1,120}?)(?:\*\*|</u>)", line)
    if whole and "**" not in whole[1] and not whole[1].rstrip().endswith((".", ",", ";")):
        return Marked(BlockKind.HEADING)
    return Marked(BlockKind.PARAGRAPH)


LABEL_AND_TAB: Final = re.compile(
    rf"(?:[{re.escape(BULLETS)}]|o|\(?\d[\d.]{{0,7}}[.)]?|\(?(?:[a-z]|[ivx]{{2,5}}|[A-Z]\d{{1,2}})[.)]|\([A-Z]\)"
    r"|(?i:section|clause|article)\s+\d{1,2}[.:]?)\t+(?=\S)"
)
"""A number or bullet and its tab, as a word processor saves a list: no cell of a table."""
