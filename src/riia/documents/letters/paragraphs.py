"""Blocks as paragraphs: lines that a page broke are put together again, each word still knowing its place. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from riia.documents.agreed.lines import cells_of_commas
from riia.documents.model import Block, BlockKind, Cell, Where

_SIGNS = re.compile(r"\*\*|</?u>|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_HEADING = re.compile(r"^#{1,6}\s+")
_BULLET = re.compile(r"^(?:[-–—•*·▪◦●○■□➢\uf0b7\uf0a7\u2219]|\$\\(?:circ|bullet|cdot)\$|o(?=\s))\s*(?:\$\\;\$\s*)?")
_MARK = re.compile(
    r"^\d{1,2}(?:\.\d{1,2})+\s+(?=\S)|^\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,5})[.)]\s*(?=\S)|^\(\d\)\s*"
)
_ENDED = re.compile(r"[.:;!?]['\"”’)\]]*$")
_STARTS = re.compile(r"(?:Dear|Yours|Re:|Annex [A-Z]\b|ANNEX|Signed)\b|(?:Citation|Determination|Treasury consent)\W*$")
_NUMBERED = re.compile(r"\b(?:variation|number|clause|paragraph|section|part|No)$", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:in|at|to|of|and|or|by|the|an?|from|with|for|see)$")
_NUMBERED_ROW = re.compile(r"^\(?\d{1,2}[.)]\s+(?=[A-Z])")
_WIDEST = 200
"""No page has longer lines: a file with them is not broken into lines."""
_LONG_LINE = 60
_FULL = 0.88
"""A line is full where the next word would make it longer than this part of the longest line."""


@dataclass(frozen=True, slots=True)
class Span:
    """A line inside a paragraph: where it begins in the paragraph's text, its place, and the line as in the file."""

    start: int
    where: Where
    raw: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, heading, list item or table row. `text` is without signs of emphasis; `mark` its number, if any."""

    kind: BlockKind
    text: str
    spans: tuple[Span, ...]
    mark: str = ""
    bullet: bool = False
    cells: tuple[Cell, ...] = ()
    struck: bool = False

    @property
    def where(self) -> Where:
        """Where it begins."""
        return self.spans[0].where

    @property
    def raw(self) -> str:
        """Its first line as in the file."""
        return self.spans[0].raw

    @property
    def body(self) -> str:
        """The text without its number or bullet."""
        return self.text[len(self.mark) :].lstrip() if self.mark and self.text.startswith(self.mark) else self.text

    def at(self, offset: int) -> Where:
        """The place of a character of the text."""
        return max((span for span in self.spans if span.start <= offset), key=lambda span: span.start).where


def clean(text: str) -> str:
    """A text without signs of emphasis and with plain spaces. Nothing else is changed."""
    plain = _SIGNS.sub("", text.replace("\\_", "_").replace("\xa0", " ").replace("\u202f", " "))
    return re.sub(r"[ \n\r\f]+", " ", plain).strip()


def paragraphs(blocks: Sequence[Block], form: str = "txt") -> tuple[Paragraph, ...]:
    """The paragraphs of a document in reading order; what is struck through is left out, as no longer meant.

    Word knows its paragraphs; in a text or PDF file a paragraph may be broken into lines of one width.
    """
    found: list[Paragraph] = []
    kept = [block for block in blocks if not block.struck and block.text.strip()]
    lengths = [len(block.text) for block in kept if not block.cells] or [0]
    width = max(lengths)
    spaced = form in ("txt", "pdf") and any(
        (after.where.line or 0) - (before.where.line or 0) > 1 for before, after in pairwise(kept)
    )
    for block in kept:
        made = _paragraph(block)
        if found and _goes_on(found[-1], made, width if form in ("txt", "pdf") else _WIDEST, spaced):
            found[-1] = _joined(found[-1], made)
        else:
            found.append(made)
    return tuple(found)


def _paragraph(block: Block) -> Paragraph:
    span = (Span(0, block.where, block.text),)
    if block.cells and len([cell for cell in block.cells if cell.text.strip()]) > 1:
        cells = tuple(replace(cell, text=clean(cell.text)) for cell in block.cells)
        return Paragraph(BlockKind.ROW, " | ".join(cell.text for cell in cells), span, cells=cells)
    if block.kind is not BlockKind.ROW and (aligned := _aligned(block)):
        return Paragraph(BlockKind.ROW, " | ".join(cell.text for cell in aligned), span, cells=aligned)
    whole = clean(_HEADING.sub("", block.text.strip()))
    text = _BULLET.sub("", _BULLET.sub("", whole)).removeprefix("$\\;$").lstrip()
    mark = _MARK.match(text)
    kind = block.kind if block.kind is not BlockKind.ROW else BlockKind.PARAGRAPH
    if block.kind is BlockKind.ROW and len(block.cells) > 1:
        cells = tuple(replace(cell, text=clean(cell.text)) for cell in block.cells)
        return Paragraph(BlockKind.ROW, text, span, cells=cells)
    return Paragraph(kind, text, span, mark[0].strip() if mark else "", text != whole)


def _aligned(block: Block) -> tuple[Cell, ...]:
    """The cells of a line whose columns are parted by spaces; empty for a sentence."""
    if comma_cells := cells_of_commas(block):
        return tuple(replace(cell, text=clean(cell.text)) for cell in comma_cells)
    texts = re.split(r"\s{2,}", block.text.strip())
    if len(texts) > 1 and re.search(r"[£€]", texts[-1]):
        texts[0] = _NUMBERED_ROW.sub("", texts[0])
    if len(texts[0]) < 3 or "$" in block.text:
        return ()
    amounts = sum(bool(re.match(r"[£€]\s?(?=[^A-Z]*\d)[\dOolIS,.]+$", text)) for text in texts)
    if len(texts) < 2 or any(len(text) > 70 or text.endswith(".") for text in texts) or not (amounts or len(texts) > 2):
        return ()
    return tuple(Cell(clean(text), replace(block.where, column=at)) for at, text in enumerate(texts, 1))


def _goes_on(before: Paragraph, after: Paragraph, width: int, spaced: bool) -> bool:
    """True where a page or a fixed width broke a paragraph between two lines.

    `spaced` says that empty lines part the paragraphs, so that one may also be broken where a sentence ends.
    """
    if BlockKind.ROW in (before.kind, after.kind) or after.bullet:
        return False
    if after.mark and not (_next_line(before, after) and _NUMBERED.search(before.text)):
        return False
    if BlockKind.HEADING in (before.kind, after.kind):
        return False
    open_bracket = before.text.rfind("[") > before.text.rfind("]") and not before.text.endswith(".")
    if (
        _ENDED.search(before.text)
        and not open_bracket
        and not (spaced and before.text.endswith(".") and _next_line(before, after))
    ):
        return False
    if (after.text[:1].islower() and len(after.text) > 3) or (open_bracket and _next_line(before, after)):
        return True
    last = before.spans[-1]
    word = after.text.split(maxsplit=1)[0]
    full = len(last.raw) + 1 + len(word) > _FULL * width or (spaced and _is_prose(last.raw))
    starts = _STARTS.match(after.text) and not _OPEN.search(before.text)
    return full and width < _WIDEST and _next_line(before, after) and not starts


def _is_prose(line: str) -> bool:
    """Whether a line reads like one of a sentence: long, mostly small words, and not at its end."""
    words = re.findall(r"[A-Za-z’'-]+", line)
    small = sum(word[0].islower() for word in words)
    return len(line) > _LONG_LINE and 5 * small >= 3 * len(words) and not line.rstrip().endswith((".", ":", ";"))


def _next_line(before: Paragraph, after: Paragraph) -> bool:
    last, first = before.spans[-1].where, after.where
    if last.page is not None and first.page == last.page + 1:
        return first.line is None or first.line <= 3
    same_page = last.page == first.page and last.sheet == first.sheet and last.label == first.label
    return same_page and last.line is not None and first.line == last.line + 1


def _joined(before: Paragraph, after: Paragraph) -> Paragraph:
    start = len(before.text) + 1
    spans = tuple(replace(span, start=span.start + start) for span in after.spans)
    return replace(before, text=f"{before.text} {after.text}", spans=(*before.spans, *spans))


def sentences(paragraph: Paragraph) -> Iterator[tuple[int, str]]:
    """The sentences of a paragraph with their offsets."""
    start = 0
    for end in re.finditer(r"(?<=[.;?!])\s+(?=[A-Z(£])", paragraph.text):
        if re.search(r"\b(?:No|Re|Mr|Mrs|Ms|Dr|ref|St|e\.g|i\.e)\.$", paragraph.text[: end.start()]):
            continue
        yield start, paragraph.text[start : end.start()]
        start = end.end()
    yield start, paragraph.text[start:]
