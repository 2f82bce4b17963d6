"""What every reader gives and every rule returns: a document as text with places, and findings. Pure; no I/O.

A reader turns a file into a `Document`: blocks in reading order, each with its exact place. What kind of document it is
and what its parts mean is read from the blocks by the packages `letters`, `plans`, `memoranda` and `giving`, which
return a `Reading`: what was understood, in the document's own structure, and findings about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding matters. The order is that in which findings are shown."""

    ERROR = "error"
    """It cannot be so: a date that does not exist, a sum that does not come out."""
    CONFLICT = "conflict"
    """Two places of the document cannot both hold."""
    AMBIGUITY = "ambiguity"
    """It can be read in more than one way, or something that is needed is not said."""
    ARTEFACT = "artefact"
    """It was damaged when the text was taken from a scan or a PDF; the document itself is likely right."""


class Kind(StrEnum):
    """What a document is. The value is what the command line takes and JSON shows."""

    LETTER = "grant-letter"
    MEMORANDUM = "memorandum"
    PLAN = "plan"
    COSTINGS = "costings"
    GIVING = "360giving"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Where:
    """An exact place in a file. What the format does not have is None or blank.

    `line`, `page`, `table`, `row` and `column` count from 1. `cell` is a spreadsheet's own name for it, such as "C7".
    `label` is the document's name for the place, such as "KPI 2.1.2B" or "Annex A, South West".
    """

    line: int | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str = ""
    cell: str = ""
    label: str = ""

    def __str__(self) -> str:
        """In words: "Costs!C7", "page 3, line 12", "line 57, KPI 2.1.2B"."""
        if self.sheet:
            at = (
                f"{self.sheet}!{self.cell}"
                if self.cell
                else f"{self.sheet}, row {self.row}"
                if self.row
                else self.sheet
            )
            return f"{at}, {self.label}" if self.label else at
        counted = (
            ("page", self.page),
            ("line", self.line),
            ("table", self.table),
            ("row", self.row),
            ("column", self.column),
        )
        said = [f"{name} {number}" for name, number in counted if number is not None]
        return ", ".join([*said, *([self.label] if self.label else [])]) or "the whole document"

    @property
    def order(self) -> tuple[str, int, int, int, int]:
        """What sorts places as they follow each other in the file."""
        return (self.sheet, self.page or 0, self.line or 0, self.table or 0, self.row or 0)


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """A paragraph of a list; `Block.mark` is its printed number or letter."""
    ROW = "row"
    """A row of a table or sheet: `Block.cells`."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: its text as shown, its place, and its value where the file holds a typed one.

    `value` is an int, a Decimal or a date as the spreadsheet has it, else None. `formula` is as typed, without a value
    worked out by us.
    """

    text: str
    where: Where
    value: object = None
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A line, paragraph or row in reading order, with its text as it stands (spaces at both ends removed)."""

    kind: BlockKind
    text: str
    where: Where
    cells: tuple[Cell, ...] = ()
    mark: str = ""
    level: int = 0
    """Depth of a heading or list item, from 1; 0 where the format does not say."""
    struck: bool = False
    """Struck through in the file: shown, but no longer meant."""
    indent: int = 0
    """Spaces before the text in a text file."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text with places. `form`: txt, docx, xlsx, pdf, csv or json; `notes`: what was not read."""

    name: str
    form: str
    sha256: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    """What the file says of itself: title, author's program, dates of making; for evidence only."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Another place that a finding rests on, with what stands there."""

    where: Where
    as_written: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a document that a person has to look at. It corrects nothing.

    `code` names a rule of `riia.documents.rules`. `message` is one or two plain sentences with what shows it,
    `remedy` what a person can do. `as_written` is the exact text at `where`.
    """

    code: str
    severity: Severity
    where: Where
    as_written: str
    message: str
    remedy: str = ""
    evidence: tuple[Evidence, ...] = ()

    def as_json(self) -> dict[str, str]:
        """The five fields of the published form."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "where": str(self.where),
            "as_written": self.as_written,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Understood:
    """One thing that was read from the document, beside the text it was read from: for a person to confirm.

    `path` says where it belongs, outermost first: ("Annex A", "South West"); `name` what it is: "revised total";
    `value` how it was read, in words: "£270,000.00".
    """

    path: tuple[str, ...]
    name: str
    value: str
    as_written: str
    where: Where


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of a document: its kind, why it was taken for that, its structure, and the findings in order."""

    document: Document
    kind: Kind
    because: str
    understood: tuple[Understood, ...]
    findings: tuple[Finding, ...]
    structure: Any = None
    """The kind's own dataclass, such as `letters.structure.Letter`; None where nothing was recognised."""


class DocumentError(Exception):
    """A file that cannot be read at all. `rule` is what is wrong with it, `remedy` what to do."""

    def __init__(self, name: str, rule: str, remedy: str) -> None:
        super().__init__(f"{name} could not be read: {rule} {remedy}")
        self.name, self.rule, self.remedy = name, rule, remedy
