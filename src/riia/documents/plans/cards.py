"""Plans set out as cards: a label and what it is, below each other, such as "KPI 2.1a | …" or "Lead: …". Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from riia.documents.model import Block, BlockKind, Cell
from riia.documents.plans.columns import Role, role_of
from riia.documents.plans.entries import plain
from riia.documents.plans.identifiers import marked

_ROLES: Final = (
    Role.REQUIREMENT,
    Role.ACTIVITY,
    Role.KPI,
    Role.REF,
    Role.ACTIVITY_REF,
    Role.KIND,
    Role.TARGET,
    Role.DUE,
    Role.START,
    Role.EVIDENCE,
    Role.FREQUENCY,
    Role.OWNER,
    Role.NEEDS,
    Role.MONEY,
    Role.STATUS,
)
_LABEL: Final = re.compile(
    r"(?P<label>[A-Z][A-Za-z£()/ ]{1,32}?(?:\s[A-Z]?[\d.]{1,6}[a-z]?)?)\s*[:–](?:\s+(?P<rest>\S.*))?", re.S
)
_FEWEST: Final = 3
"""KPIs that have to be set out so before a document is taken for one of cards."""


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled line: what it holds, and its text; with a number of its own before it where the label has one."""

    role: Role
    cell: Cell


def label_of(block: Block) -> Label | None:
    """What a labelled row or line holds; None where it has no label of a plan."""
    pair = _pair(block)
    if pair is None:
        return None
    label, value = pair
    said = marked(label)
    if said is not None and said.word and said.rest >= len(label):
        if not (said.is_kpi or said.of_work or said.of_requirement):
            return None
        role = Role.KPI if said.is_kpi else Role.ACTIVITY if said.of_work else Role.REQUIREMENT
        return Label(role, Cell(f"{label}: {value.text}", value.where))
    role = role_of(label)
    return Label(role, value) if role in _ROLES else None


def _pair(block: Block) -> tuple[str, Cell] | None:
    if block.kind is BlockKind.ROW:
        filled = [cell for cell in block.cells if cell.text.strip()]
        if not filled or len(filled[0].text) > 40 or filled[0] is not block.cells[0]:
            return None
        if len(filled) != 2 and len(block.cells) != 2:
            return None
        return plain(filled[0].text).rstrip(" :"), filled[1] if len(filled) == 2 else block.cells[1]
    found = _LABEL.fullmatch(plain(block.text))
    return (found["label"].strip(), Cell(found["rest"] or "", block.where)) if found else None


def in_cards(blocks: Iterable[Block]) -> bool:
    """Whether a plan is set out in cards, and not in tables with a header."""
    return kpi_labels(blocks) >= _FEWEST


def kpi_labels(blocks: Iterable[Block]) -> int:
    """How many lines are labelled as KPIs."""
    return sum((label := label_of(block)) is not None and label.role is Role.KPI for block in blocks)


def is_numbered(blocks: Iterable[Block]) -> bool:
    """Whether most lines that are labelled as KPIs have a number of their own."""
    labels = [label for block in blocks if (label := label_of(block)) is not None and label.role is Role.KPI]
    return sum(marked(label.cell.text) is not None for label in labels) * 2 > len(labels)
