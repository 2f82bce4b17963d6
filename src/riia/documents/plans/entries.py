"""What a plan's text is gathered into while it is read: requirements, activities and KPIs, piece by piece."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from riia.documents.model import Where
from riia.documents.plans.identifiers import base
from riia.documents.plans.structure import Damage, Due, Passage, PlanRow, PlanTotal

_SIGNS: Final = re.compile(r"\*\*|</?u>|\$\\(?:circ|bullet|cdot)\$")
_ENDED: Final = re.compile(r"[.!?:;)\]]['’\"”]?$")


class Level(StrEnum):
    REQUIREMENT = "requirement"
    ACTIVITY = "activity"
    KPI = "kpi"


@dataclass(slots=True)
class Entry:
    """A requirement, activity or KPI while its pieces are gathered."""

    level: Level
    written: str
    number: str
    letter: str = ""
    kind: str = ""
    area: int = 0
    """Position of the table's heading among the headings."""
    parent: str = ""
    """For a KPI or activity without a number: the number of what it stands under."""
    stated: bool = True
    owner: str = ""
    id_where: Where | None = None
    """The place of its number, where that is in a column of its own."""
    pieces: list[tuple[str, Where, str]] = field(default_factory=list)
    due: tuple[tuple[Due, ...], str] | None = None
    """A deadline from a column of its own, and its text."""
    target: str = ""
    timed: bool = False
    evidence: str = ""
    frequency: str = ""

    @property
    def identifier(self) -> str:
        return f"{self.number}{self.letter}"

    @property
    def activity(self) -> str:
        return base(self.number) if self.number else self.parent

    @property
    def open(self) -> bool:
        """Whether its text stops in the middle of a sentence."""
        said = self.pieces[-1][0].rstrip() if self.pieces else ""
        return bool(said) and not _ENDED.search(said)

    @property
    def empty(self) -> bool:
        return not any(text for text, _, _ in self.pieces)

    def add(self, text: str, where: Where, raw: str) -> None:
        if any(letter.isalnum() for letter in text):
            self.pieces.append((text, where, raw))

    def passage(self) -> Passage:
        return joined(self.pieces)


def plain(text: str) -> str:
    """A text without the signs that programs put around bold and underlined words; spaces made single."""
    text = _SIGNS.sub("", text)
    text = re.sub(r"^\s*(?:[-–—•▪●○·]\s+)+", "", text)
    return re.sub(r"[ \t\u00a0]+", " ", text).strip()


def joined(pieces: list[tuple[str, Where, str]]) -> Passage:
    """Pieces that follow each other as one text; a word that a line's end parted is put together."""
    text = ""
    marks: list[tuple[int, Where, str]] = []
    for piece, where, raw in pieces:
        piece = re.sub(r"\s+", " ", piece).strip()
        if not piece:
            continue
        parted = re.search(r"[A-Za-z]-$", text) and re.match(r"[a-z]", piece)
        if text and not parted and not re.match(r"[,.;:)]", piece):
            text += " "
        marks.append((len(text), where, raw))
        text += piece
    return Passage(text, tuple(marks))


@dataclass(slots=True)
class Gathered:
    """Everything that was gathered from a document's tables and lists."""

    entries: list[Entry] = field(default_factory=list)
    headings: list[tuple[str, Where]] = field(default_factory=list)
    """The title above each table, in order."""
    outside: list[Passage] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)
    exempts: str = ""
    rows: list[PlanRow] = field(default_factory=list)
    totals: list[PlanTotal] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    """Who leads an activity, by its number, where a line below it says so."""

    def of(self, level: Level) -> list[Entry]:
        return [entry for entry in self.entries if entry.level is level]

    def last(self, level: Level) -> Entry | None:
        return next((entry for entry in reversed(self.entries) if entry.level is level), None)

    def last_numbered(self, level: Level) -> str:
        """The number of the last entry of a level that has one; "0.0.0" where there is none."""
        return next(
            (base(entry.number) for entry in reversed(self.entries) if entry.level is level and entry.number), "0.0.0"
        )

    def numbers(self, level: Level) -> set[str]:
        return {entry.number for entry in self.entries if entry.level is level}
