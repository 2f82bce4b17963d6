"""What a notice about a letter is: a fact with how much it matters, its place, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a notice matters."""

    WRONG = "does not hold"
    MISSING = "missing"
    UNSURE = "cannot verify"
    NOTE = "to know"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know about a letter: how much it matters, where, what, and what to do."""

    code: str
    weight: Weight
    where: str
    words: str
    remedy: str = ""
