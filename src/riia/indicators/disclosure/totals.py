"""Totals that nobody named: a table whose total is overlooked would look safe, and anybody could subtract."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from riia.indicators.disclosure.dimensions import Dimension
from riia.indicators.model import Number, Value

_NAMES: Final = frozenset(
    {
        "total", "totals", "all", "grand total", "overall", "sum", "persons", "both", "both sexes", "all ages",
        "all children", "england",
    }
)  # fmt: skip
_FAR: Final = 0.1
"""A share of all totals that rounding does not explain."""
_BASES: Final = (1000, 100, 10, 5)
_ROUGH: Final = 0.02
_ROUNDED_GROUPS: Final = 3
_GROUPS: Final = 2
"""In so many lines at least a label must be the sum of the others, so that it is no chance."""

type _Groups = list[dict[str, Value]]


def with_totals(
    dimensions: Sequence[Dimension], cells: Mapping[tuple[str, ...], Value]
) -> tuple[tuple[Dimension, ...], tuple[str, ...]]:
    """The dimensions, with the totals that can be seen though they were not named; and what was seen, in words.

    A label is a total when it is called one, or when it is the sum of the others in every line, whatever it is called.
    One that is called a total and is more than the others is their total with a rest.
    """
    found: list[Dimension] = []
    notes: list[str] = []
    for at, dimension in enumerate(dimensions):
        groups = _groups(cells, at)
        labels = list(dict.fromkeys(label for group in groups for label in group))
        inside = {part for split in dimension.named_splits for part in split.parts}
        tops = [label for label in labels if label not in inside]
        if _is_open(dimension, tops):
            groups = [{label: group[label] for label in tops if label in group} for group in groups]
            dimension, note = _total(dimension, tops, groups)
            notes += [note] if note else []
        elif dimension.total in tops and dimension.total not in {one.whole for one in dimension.named_splits}:
            dimension, note = _with_rest(dimension, tops, groups)
            notes += [note] if note else []
        found.append(dimension)
    return tuple(found), tuple(notes)


def _is_open(dimension: Dimension, tops: Sequence[str]) -> bool:
    """Whether a total may have been overlooked: none is known, or others stand beside the whole taken for it."""
    if dimension.total is None:
        return True
    wholes = {split.whole for split in dimension.named_splits}
    if dimension.total.casefold() in _NAMES:
        return False
    return dimension.total in wholes and any(label not in wholes for label in tops)


def _total(dimension: Dimension, labels: Sequence[str], groups: _Groups) -> tuple[Dimension, str]:
    name = dimension.name
    called = [label for label in labels if label.casefold() in _NAMES]
    for label in called if len(labels) > 1 else ():
        gaps = _gaps(label, groups)
        if any(gaps) and min(gaps) >= 0:
            parts = tuple(one for one in labels if one != label)
            told = f"{label!r} is more than the other labels of {name} together: what is left is protected as well"
            loose = [(one.whole, one.parts) for one in dimension.named_splits if one.has_rest] + [(label, parts)]
            return replace(dimension, total=label, of_which=loose), told
        return replace(dimension, total=label), f"{label!r} taken for the total of {name}"
    if len(labels) > _GROUPS:
        lines = _lines(groups)
        for label in labels:
            if _is_sum(label, lines):
                told = f"{label!r} is the sum of the others in every line: taken for the total of {name}"
                return replace(dimension, total=label), told
    return dimension, ""


def _with_rest(dimension: Dimension, labels: Sequence[str], groups: _Groups) -> tuple[Dimension, str]:
    """A named total that is far more than its parts in most lines, and never less, is no sum of them alone."""
    total = dimension.total
    assert total is not None
    gaps = _gaps(total, groups)
    wholes = [int(value.value) for group in groups if isinstance(value := group.get(total), Number)]
    if not gaps or min(gaps) < 0 or 2 * sum(map(bool, gaps)) <= len(gaps) or sum(gaps) < _FAR * sum(wholes):
        return dimension, ""
    parts = tuple(one for one in labels if one != total)
    told = f"{total!r} is more than the other labels of {dimension.name} together: what is left is protected as well"
    loose = [(one.whole, one.parts) for one in dimension.named_splits if one.has_rest] + [(total, parts)]
    return replace(dimension, of_which=loose), told


def _groups(cells: Mapping[tuple[str, ...], Value], at: int) -> _Groups:
    groups: dict[tuple[str, ...], dict[str, Value]] = {}
    for labels, value in cells.items():
        groups.setdefault((*labels[:at], *labels[at + 1 :]), {})[labels[at]] = value
    return list(groups.values())


def _gaps(label: str, groups: _Groups) -> list[int]:
    """How much more the label is than the sum of the others, in lines that can be added up and are not all zero."""
    return [2 * values[label] - whole for values, whole in _lines(groups) if label in values]


def _is_sum(label: str, lines: Sequence[tuple[Mapping[str, int], int]]) -> bool:
    """Whether the label is the sum of the others in every line; most labels are not in the first already.

    Lines of rounded counts, such as those of regions, need not add up exactly.
    """
    exactly = roughly = 0
    for values, whole in lines:
        if label not in values:
            continue
        if 2 * values[label] == whole:
            exactly += 1
        elif _is_sum_rounded(values[label], values, whole):
            roughly += 1
        else:
            return False
    return exactly >= _GROUPS or roughly >= _ROUNDED_GROUPS


def _is_sum_rounded(value: int, values: Mapping[str, int], whole: int) -> bool:
    gap = abs(2 * value - whole)
    base = next((base for base in _BASES if not any(one % base for one in values.values())), 0)
    return gap <= base / 2 * len(values) and gap <= _ROUGH * value


def _lines(groups: _Groups) -> list[tuple[dict[str, int], int]]:
    """The lines that can be added up and are not all zero, each with what it adds up to."""
    found = []
    for group in groups:
        values = {one: int(value.value) for one, value in group.items() if isinstance(value, Number)}
        if len(values) == len(group) > 1 and any(values.values()):
            found.append((values, sum(values.values())))
    return found
