"""Totals that nobody named: a table whose total is overlooked would look safe, and anybody could subtract."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from riia.indicators.disclosure.dimensions import Dimension
from riia.indicators.model import Number, Value

_NAMES: Final = frozenset(
    {"total", "totals", "all", "grand total", "overall", "persons", "both", "both sexes", "all ages", "all children"}
)
_GROUPS: Final = 2
"""In so many lines at least a label must be the sum of the others, so that it is no chance."""

type _Groups = list[dict[str, Value]]


def with_totals(
    dimensions: Sequence[Dimension], cells: Mapping[tuple[str, ...], Value]
) -> tuple[tuple[Dimension, ...], tuple[str, ...]]:
    """The dimensions, with the totals that can be seen though they were not named; and what was seen, in words.

    A label is a total when it is called one and is nowhere another number than the sum of the others, or when it is
    that sum in every line, whatever it is called.
    """
    found: list[Dimension] = []
    notes: list[str] = []
    for at, dimension in enumerate(dimensions):
        if dimension.total is None and not dimension.named_splits:
            groups = _groups(cells, at)
            labels = list(dict.fromkeys(label for group in groups for label in group))
            total, note = _total(dimension.name, labels, groups)
            notes += [note] if note else []
            found.append(replace(dimension, total=total))
        else:
            found.append(dimension)
    return tuple(found), tuple(notes)


def _total(name: str, labels: Sequence[str], groups: _Groups) -> tuple[str | None, str]:
    called = [label for label in labels if label.casefold() in _NAMES]
    for label in called if len(labels) > 1 else ():
        sums = _sums(label, groups)
        if False not in sums:
            return label, f"{label!r} taken for the total of {name}"
        return (
            None,
            f"{label!r} is called a total of {name} and is not the sum of the other labels: say what its parts are",
        )
    if len(labels) > _GROUPS:
        for label in labels:
            sums = _sums(label, groups)
            if sums.count(True) >= _GROUPS and False not in sums:
                return (
                    label,
                    f"{label!r} is the sum of the others in every line: taken for the total of {name}",
                )
    return None, ""


def _groups(cells: Mapping[tuple[str, ...], Value], at: int) -> _Groups:
    groups: dict[tuple[str, ...], dict[str, Value]] = {}
    for labels, value in cells.items():
        groups.setdefault((*labels[:at], *labels[at + 1 :]), {})[labels[at]] = value
    return list(groups.values())


def _sums(label: str, groups: _Groups) -> list[bool]:
    """In which lines, of those that can be added up and are not all zero, the label is the sum of the others."""
    found = []
    for group in groups:
        values = {one: value.value for one, value in group.items() if isinstance(value, Number)}
        if label in group and len(values) == len(group) > 1 and any(values.values()):
            found.append(values[label] == sum(value for one, value in values.items() if one != label))
    return found
