"""A Word document (.docx): paragraphs, lists with the numbers that Word prints, tables, notes, text boxes.

What a tracked change deletes is no longer meant and left out; what it inserts is read; a note says so. The place of a
block is its line in the document saved as text: a paragraph or a row of a table each count one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from docx.oxml.parser import parse_xml

from riia.documents.model import Block, BlockKind, Cell, Document, DocumentError, Where
from riia.documents.readers.limits import DEEPEST, MOST_BLOCKS, too_large
from riia.documents.readers.marks import marked
from riia.documents.readers.packed import unpacked
from riia.documents.readers.word_numbers import Numbering

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MAIN: Final = "word/document.xml"
_GONE: Final = frozenset(f"{_W}{tag}" for tag in ("del", "moveFrom"))
_NEW: Final = frozenset(f"{_W}{tag}" for tag in ("ins", "moveTo"))
_SKIPPED: Final = frozenset([f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", f"{_W}delText", f"{_W}sdtPr", f"{_MC}Fallback"])
_PAGE_NUMBER: Final = re.compile(r"(?:page\s*)?[-–|]?\s*\d*\s*(?:(?:of|/)\s*\d*)?\s*[-–|]?", re.I)
_AGAIN: Final = "Open it in Word, save it as .docx and try again."


@dataclass(slots=True)
class _Words:
    """The text of a paragraph while it is gathered."""

    text: list[str] = field(default_factory=list)
    shown: int = 0
    struck: int = 0
    boxes: list[Any] = field(default_factory=list)

    def add(self, text: str, struck: bool) -> None:
        self.text.append(text)
        letters = len(text.strip())
        self.shown += letters
        self.struck += letters if struck else 0


def read_word(raw: bytes, name: str, sha256: str) -> Document:
    """Read a Word document. Raises DocumentError."""
    parts = unpacked(raw, name)
    if _MAIN not in parts:
        raise DocumentError(name, "it has no main text where Word keeps it.", _AGAIN)
    reader = _Reader(parts, name)
    blocks = tuple(reader.read())
    return Document(name, "docx", sha256, blocks, tuple(reader.notes()), _properties(parts))


def _parsed(body: bytes, name: str) -> Any:
    try:
        return parse_xml(body)
    except Exception as error:  # the parser has its own errors for depth, size and form
        raise DocumentError(name, "a part of it is not well formed.", _AGAIN) from error


def _properties(parts: dict[str, bytes]) -> dict[str, str]:
    body = parts.get("docProps/core.xml", b"")
    found = re.findall(rb"<(?:dc|cp|dcterms):(title|created|modified|lastModifiedBy)\b[^<>]*>([^<]{1,300})<", body)
    wanted = {b"title", b"created", b"modified"}
    return {key.decode(): value.decode("utf-8", "replace") for key, value in found if key in wanted}


class _Reader:
    """Goes through the parts in the order in which a person meets them."""

    def __init__(self, parts: dict[str, bytes], name: str) -> None:
        self.parts, self.name = parts, name
        self.main = _parsed(parts[_MAIN], name)
        self.styles = self._part("word/styles.xml")
        self.numbering = Numbering(self._part("word/numbering.xml"), self.styles)
        self.style_names = _style_names(self.styles)
        self.line = self.tables = 0
        self.deleted = self.inserted = self.hidden = 0

    def _part(self, path: str) -> Any:
        return _parsed(self.parts[path], self.name) if path in self.parts else None

    def read(self) -> Iterator[Block]:
        yield from self._edges("header")
        body = self.main.find(f"{_W}body")
        if body is not None:
            yield from self._counted(self._children(body, "", 0))
        for kind in ("footnote", "endnote"):
            yield from self._counted(self._notes_of(kind))
        yield from self._edges("footer")

    def notes(self) -> Iterator[str]:
        """What a person has to know about what was read and what not."""
        if self.deleted or self.inserted:
            yield (
                f"The document has tracked changes: {self.deleted} deleted passages were left out as no longer meant, "
                f"and {self.inserted} inserted passages were read as meant. Accept or reject them before it is signed."
            )
        if self.hidden:
            yield f"{self.hidden} passages are formatted as hidden text; they were not read."
        if comments := self.parts.get("word/comments.xml", b"").count(b"<w:comment "):
            yield f"{comments} comments in the margin were not read."

    def _counted(self, blocks: Iterator[Block]) -> Iterator[Block]:
        for block in blocks:
            if self.line > MOST_BLOCKS:
                raise too_large(self.name, f"more than {MOST_BLOCKS:,} paragraphs")
            yield block

    def _edges(self, kind: str) -> Iterator[Block]:
        """The headers or footers, each text once; page numbers are none."""
        seen: set[str] = set()
        for path in sorted(path for path in self.parts if re.fullmatch(rf"word/{kind}\d*\.xml", path)):
            for block in self._children(_parsed(self.parts[path], self.name), kind, 0):
                if block.text not in seen and not _PAGE_NUMBER.fullmatch(block.text):
                    seen.add(block.text)
                    yield block

    def _notes_of(self, kind: str) -> Iterator[Block]:
        part = self._part(f"word/{kind}s.xml")
        if part is None:
            return
        for note in part.iter(f"{_W}{kind}"):
            if note.get(f"{_W}type") is None:
                yield from self._children(note, f"{kind} {note.get(f'{_W}id', '')}", 0)

    def _children(self, parent: Any, label: str, depth: int) -> Iterator[Block]:
        if depth > DEEPEST:
            raise too_large(self.name, f"tables within tables more than {DEEPEST} deep")
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child, label, depth)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child, label, depth)
            elif child.tag in _GONE:
                self.deleted += 1
            elif child.tag not in _SKIPPED and isinstance(child.tag, str):
                yield from self._children(child, label, depth + 1)

    def _paragraph(self, paragraph: Any, label: str, depth: int) -> Iterator[Block]:
        words = self._words(paragraph)
        self.line += 1
        properties = paragraph.find(f"{_W}pPr")
        text = "".join(words.text).strip()
        mark, level = self.numbering.mark(properties) if text else ("", 0)
        if text:
            yield self._block(f"{mark} {text}" if mark else text, mark, level, properties, words, label)
        for box in words.boxes:
            yield from self._children(box, f"{label}, text box" if label else "text box", depth + 1)

    def _block(self, text: str, mark: str, level: int, properties: Any, words: _Words, label: str) -> Block:
        style = None if properties is None else properties.find(f"{_W}pStyle")
        named = "" if style is None else self.style_names.get(style.get(f"{_W}val", ""), "")
        heading = re.match(r"heading (\d)|title$", named)
        where = Where(line=self.line, label=label)
        struck = words.shown > 0 and words.struck == words.shown
        if heading:
            return Block(BlockKind.HEADING, text, where, (), mark, int(heading[1] or 1), struck)
        if mark:
            return Block(BlockKind.ITEM, text, where, (), mark, level, struck)
        if "\t" in text:
            # Parts set apart with tabs look like a row, and are read as one; a typed number and its tab are not.
            from riia.documents.readers.plain import line_block

            made = line_block(text, where)
            return Block(made.kind, made.text, where, made.cells, made.mark, made.level, struck)
        said = marked(text)
        return Block(said.kind, text, where, (), said.mark, said.level, struck)

    def _table(self, table: Any, label: str, depth: int) -> Iterator[Block]:
        self.tables += 1
        number = self.tables
        rows = list(_through(table, f"{_W}tr", f"{_W}tbl"))
        for at, row in enumerate(rows, 1):
            change = row.find(f"{_W}trPr")
            if change is not None and change.find(f"{_W}del") is not None:
                self.deleted += 1
                continue
            self.line += 1
            cells, inner, struck = self._row(row, Where(line=self.line, table=number, row=at, label=label))
            if any(cell.text for cell in cells):
                where = Where(line=self.line, table=number, row=at, label=label)
                yield Block(BlockKind.ROW, "\t".join(cell.text for cell in cells).strip(), where, cells, struck=struck)
            for nested in inner:
                yield from self._children([nested], f"inside table {number}, row {at}", depth + 1)

    def _row(self, row: Any, where: Where) -> tuple[tuple[Cell, ...], list[Any], bool]:
        """The cells of a row, one for each column of the table: what a merged cell covers is blank."""
        texts: list[str] = [""] * _value(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        inner: list[Any] = []
        shown = struck = 0
        for cell in _through(row, f"{_W}tc", f"{_W}tr"):
            said = cell.find(f"{_W}tcPr")
            merged = None if said is None else said.find(f"{_W}vMerge")
            lines: list[str] = []
            for part in _through(cell, f"{_W}p", f"{_W}tc", stop=f"{_W}tbl"):
                words = self._words(part)
                shown, struck = shown + words.shown, struck + words.struck
                mark, _ = self.numbering.mark(part.find(f"{_W}pPr")) if "".join(words.text).strip() else ("", 0)
                lines.append(f"{mark} {''.join(words.text).strip()}".strip())
                inner.extend(words.boxes)
            inner.extend(_through(cell, f"{_W}tbl", f"{_W}tc"))
            covered = merged is not None and merged.get(f"{_W}val", "continue") == "continue"
            texts.append("" if covered else "\n".join(line for line in lines if line))
            wide = 1 if said is None else _value(said.find(f"{_W}gridSpan"), 1)
            texts.extend([""] * min(wide - 1, 500))
        cells = tuple(
            Cell(text, Where(line=where.line, table=where.table, row=where.row, column=at, label=where.label))
            for at, text in enumerate(texts, 1)
        )
        return cells, inner, shown > 0 and struck == shown

    def _words(self, paragraph: Any) -> _Words:
        words = _Words()
        self._gather(paragraph, words, struck=False)
        return words

    def _gather(self, element: Any, words: _Words, struck: bool) -> None:
        for child in element:
            tag = child.tag
            if tag in _GONE:
                self.deleted += any(True for _ in child.iter(f"{_W}delText", f"{_W}t"))
            elif tag in _SKIPPED or not isinstance(tag, str):
                continue
            elif tag == f"{_W}r":
                self._run(child, words)
            elif tag == f"{_W}txbxContent":
                words.boxes.append(child)
            else:
                self.inserted += tag in _NEW and any(True for _ in child.iter(f"{_W}t"))
                self._gather(child, words, struck)

    def _run(self, run: Any, words: _Words) -> None:
        said = run.find(f"{_W}rPr")
        if said is not None and _is_on(said.find(f"{_W}vanish")):
            self.hidden += any(True for _ in run.iter(f"{_W}t"))
            return
        struck = said is not None and (_is_on(said.find(f"{_W}strike")) or _is_on(said.find(f"{_W}dstrike")))
        for child in run:
            tag = child.tag
            if tag == f"{_W}t":
                words.add(child.text or "", struck)
            elif tag in (f"{_W}tab", f"{_W}ptab"):
                words.add("\t", struck)
            elif tag in (f"{_W}br", f"{_W}cr"):
                words.add("\n", struck)
            elif tag == f"{_W}noBreakHyphen":
                words.add("-", struck)
            elif tag == f"{_W}sym":
                words.add(_symbol(child.get(f"{_W}char", "")), struck)
            elif tag not in _SKIPPED and isinstance(tag, str):
                self._gather(child, words, struck)  # pictures and shapes, which may hold a text box


def _style_names(styles: Any) -> dict[str, str]:
    if styles is None:
        return {}
    names = {}
    for style in styles.iter(f"{_W}style"):
        said = style.find(f"{_W}name")
        names[style.get(f"{_W}styleId", "")] = "" if said is None else said.get(f"{_W}val", "").lower()
    return names


def _through(element: Any, wanted: str, own: str, stop: str = "") -> Iterator[Any]:
    """Children of a kind, also those inside content controls and changes, not those of a table inside."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif isinstance(child.tag, str) and child.tag not in (own, stop, f"{_W}tbl", *_SKIPPED, *_GONE):
            yield from _through(child, wanted, own, stop)


def _value(element: Any, default: int) -> int:
    said = "" if element is None else element.get(f"{_W}val", "")
    return min(int(said), 500) if said.isdigit() else default


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{_W}val", "true") not in ("0", "false", "off")


def _symbol(code: str) -> str:
    """A sign of a symbol font: most are bullets and ticks."""
    return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{2,4}", code) else ""
