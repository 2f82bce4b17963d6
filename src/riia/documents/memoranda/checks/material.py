"""What the rules about agreements are held against: sentences with their places, tables, parties, days. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from riia.documents.memoranda.checks.tables import Table
from riia.documents.memoranda.clauses import ReadClause
from riia.documents.memoranda.signature_pages import SignedAs
from riia.documents.model import Block, BlockKind, Document, Evidence, Finding, Where
from riia.documents.rules import rule_of
from riia.documents.text.passages import plain

_WORDS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four"
)
WORDS: Final = _WORDS.split()
NUMBER: Final = rf"(?:{'|'.join(sorted(WORDS, key=len, reverse=True))}|\d{{1,3}})"
_SENTENCE: Final = re.compile(
    r"(?<=[.;!?])[”\"’)]*\s+(?=[A-Z“\"(£\d])(?<!\bno\. )(?<!\bNo\. )(?<!\bSt\. )(?<!\be\.g\. )"
)
LONGEST_CLAUSE: Final = 8_000
"""Letters of a clause that is read: longer ones are no clauses, and would take long."""
_LONGEST: Final = 1_500
"""Letters of a sentence that is held against others."""
_QUOTED: Final = 24
"""Letters of a quotation by which its line is found."""


def number(said: str) -> int:
    """The whole number that a word or figures stand for."""
    said = said.lower()
    return WORDS.index(said) + 1 if said in WORDS else int(said)


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause, item or cell with words: its text in one line, what it is called, and its blocks in order."""

    text: str
    label: str
    heading: str
    blocks: tuple[Block, ...]
    where: Where
    clause: ReadClause | None = None

    def sentences(self) -> list[str]:
        return [part.strip() for part in _SENTENCE.split(self.text) if 0 < len(part.strip()) < _LONGEST]

    def at(self, quote: str) -> Where:
        """The line in which a quotation begins; the beginning of the unit where it cannot be told."""
        start = " ".join(quote.split())[:_QUOTED]
        while len(start) > 3:
            for block in self.blocks:
                if start in " ".join(block.text.split()):
                    return _labelled(block.where, self.label) if block is not self.blocks[0] else self.where
            start = start.rpartition(" ")[0]
        return self.where


def _labelled(at: Where, label: str) -> Where:
    return Where(at.line, at.page, at.table, at.row, None, at.sheet, at.cell, label or at.label)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who agrees: the name as written, what identifies it (the code of a council), and where it is named."""

    name: str
    key: str
    where: Where


@dataclass(frozen=True, slots=True)
class Material:
    """An agreement as the rules need it. `dated` is its own day, else that of its signatures; None where unknown."""

    document: Document
    units: tuple[Unit, ...]
    tables: tuple[Table, ...]
    signatures: tuple[SignedAs, ...]
    signature_places: tuple[Where, ...]
    parties: tuple[Party, ...]
    named_by: Unit | None
    """The clause that introduces the parties."""
    dated: date | None
    text: str
    known_as: Mapping[str, str]
    """Short names and roles that the text gives to parties ("LBHF", "Lead Borough"), by what identifies each."""

    def sentences(self) -> Iterator[tuple[Unit, str]]:
        """Every sentence with the unit it stands in."""
        for unit in self.units:
            for sentence in unit.sentences():
                yield unit, sentence


def units_of(
    clauses: Sequence[ReadClause], owners: Sequence[Block | None], tables: Sequence[Table]
) -> tuple[Unit, ...]:
    """The clauses, and the cells of tables that hold sentences."""
    found: list[Unit] = []
    starts = [clause.line for clause in clauses]
    heading = ""
    for place, clause in enumerate(clauses):
        until = next((start for start in starts[place + 1 :] if start > clause.line), len(owners) + 1)
        own = dict.fromkeys(owner for owner in owners[clause.line - 1 : until - 1] if owner is not None)
        # The rows of a table that follows are none of its lines.
        blocks = tuple(block for at, block in enumerate(own) if at == 0 or block.kind is not BlockKind.ROW)
        label = clause.number if clause.printed or clause.under else ""
        if not clause.under and len(clause.text) < 80 and not clause.text.rstrip().endswith((".", ";")):
            heading = clause.text
        if blocks and len(clause.text) < LONGEST_CLAUSE:
            where = _labelled(blocks[0].where, label)
            found.append(Unit(" ".join(plain(clause.text).split()), label, heading, blocks, where, clause))
    read = {id(block) for unit in found for block in unit.blocks}
    for table in tables:
        for row in table.rows:
            for cell in row.cells if id(row.block) not in read else ():
                if len(cell.text.split()) > 4:
                    text = " ".join(plain(cell.text).split())
                    found.append(Unit(text, "", row.name if row.name != text else "", (row.block,), cell.where))
    return tuple(sorted(found, key=lambda unit: unit.where.order))


def made(
    code: str, where: Where, written: str, says: str, remedy: str, evidence: Sequence[tuple[Where, str]] = ()
) -> Finding:
    """A finding of a rule of the catalogue."""
    others = tuple(Evidence(at, quoted) for at, quoted in evidence)
    return Finding(code, rule_of(code).severity, where, written, says, remedy, others)


def short(text: str, most: int = 140) -> str:
    """A quotation that is not too long."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def cells_of(document: Document) -> Iterator[tuple[str, Where]]:
    """Every line, paragraph and cell with its place."""
    for block in document.blocks:
        if block.cells:
            yield from ((cell.text, cell.where) for cell in block.cells)
        else:
            yield block.text, block.where
