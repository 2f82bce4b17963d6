"""Labels of items: what comes after a letter or Roman number, and which list an item goes on with. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def successor(label: str, *, roman: bool = False) -> str:
    """The letter or small Roman number after this one; blank after the last known."""
    if roman:
        place = ROMAN.index(label) + 1 if label in ROMAN else len(ROMAN)
        return ROMAN[place] if place < len(ROMAN) else ""
    return chr(ord(label) + 1) if len(label) == 1 and label not in "zZ" else ""


def is_roman(labels: Sequence[str]) -> bool:
    """Whether labels count i, ii, iii rather than a, b, c."""
    known = [label for label in labels if label in ROMAN]
    return bool(labels) and len(known) == len(labels) and (labels == ["i"] or any(len(label) > 1 for label in labels))


@dataclass(slots=True)
class Level:
    """A list that is open: what it is under, how it is labelled, its last label and how far it is set in."""

    parent: int
    kind: str
    last: str
    indent: int = 0


def kinds_of(label: str) -> tuple[str, ...]:
    """How a label may be counted, the likelier first: 1, a, i, A, or A1; blank for a bullet."""
    if not label:
        return ("",)
    if label.isdigit():
        return ("1",)
    if len(label) > 1 and label[0].isupper():
        return (label[0] + "1",)
    if label.isupper():
        return ("A",)
    if label in ROMAN:
        return ("i", "a") if len(label) == 1 else ("i",)
    return ("a",) if len(label) == 1 else ("i", "a")


def follows(label: str, level: Level) -> bool:
    if level.kind == "1":
        return level.last.isdigit() and int(label) == int(level.last) + 1
    if level.kind.endswith("1"):
        return int(label[1:]) == int(level.last[1:] or 0) + 1
    return bool(level.last) and label == successor(level.last, roman=level.kind == "i")


def begins(label: str) -> bool:
    return label in ("1", "a", "i", "A") or label[1:] == "1"
