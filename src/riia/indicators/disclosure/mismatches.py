"""Sums that do not hold, one by one: which they are, by how much, and what they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from riia.indicators.disclosure.dimensions import Key
    from riia.indicators.disclosure.linking import Linked

_TOLD: Final = 5
_FAR_MORE: Final = 1.5


def mismatches(linked: Linked) -> list[str]:
    """The sums that do not hold, in words."""
    return [text for _, _, text in _wrong(linked)]


def _wrong(linked: Linked) -> list[tuple[Key, tuple[Key, ...], str]]:
    wrong = []
    for whole, parts in linked.relations:
        low, high = linked.bounds(whole)
        bounds = [linked.bounds(part) for part in parts]
        least, most = sum(one[0] for one in bounds), sum(one[1] for one in bounds)
        if low <= most and least <= high:
            continue
        gap = low - most if low > most else high - least
        text = f"{whole!r} is {_range(low, high)} and its parts give {_range(least, most)} ({gap:+,g})"
        wrong.append((whole, parts, text))
    return wrong


def in_words(linked: Linked, wrong: Sequence[str]) -> str:
    """The first of them, and what can be done."""
    lines = [*wrong[:_TOLD], *([f"and {len(wrong) - _TOLD:,} more"] if len(wrong) > _TOLD else [])]
    told = "\n".join(f"  {line}" for line in lines)
    return (
        f"Totals are not the sums of their parts:\n{told}\nCorrect the counts; or say what is printed rounded "
        "(rounded), which parts a whole has (parts), or that it has more than those printed (of_which)."
        f"{_parts_at_fault(linked)}{_hint(linked)}"
    )


def _parts_at_fault(linked: Linked) -> str:
    """Which labels were added up, by the first sum that does not hold."""
    for whole, parts, _ in _wrong(linked)[:1]:
        added = dict.fromkeys(pair for part in parts for pair in part if pair not in whole)
        names = {name for name, _ in added}
        if len(names) == 1:
            labels = [label for _, label in added]
            more = f" and {len(labels) - _TOLD:,} more" if len(labels) > _TOLD else ""
            return f" What was added up first is {names.pop()}: {', '.join(labels[:_TOLD])}{more}."
    return ""


def _hint(linked: Linked) -> str:
    """What sums that do not hold have in common, where that is plain."""
    shares = [
        sum(linked.bounds(part)[0] for part in parts) / count
        for whole, parts, _ in _wrong(linked)
        if (count := linked.counts[whole])
    ]
    if not shares or sum(one > _FAR_MORE for one in shares) <= len(shares) / 2:
        return ""
    return (
        " Most parts come to far more than their total: perhaps one column has several breakdowns, or subtotals beside "
        "their parts, or children who count several times."
    )


def _range(low: float, high: float) -> str:
    if low == high:
        return f"{low:,.0f}"
    return f"{low:,.0f} or more" if high == inf else f"{low:,.0f} to {high:,.0f}"
