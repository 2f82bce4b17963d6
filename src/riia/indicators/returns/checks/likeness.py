"""What an unlikely number looks like: digits that changed places, one too many, two lines exchanged. Never more than
"looks like": the council knows what is right.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from riia.indicators.definitions import Measure
from riia.indicators.returns.checks.case import Case
from riia.indicators.returns.checks.spread import Unusual, root
from riia.indicators.returns.checks.wording import figure
from riia.indicators.returns.nouns import Item

_PER: Final = 10_000
_TELLING: Final = 10
"""A number below this has too few digits to tell of a slip."""
_LIKE: Final = 2.0
"""Within how many deviations a number is like those of a line."""
_NEAR: Final = 0.65
"""Which part of the usual stretch, around its middle, a number must lie in to be the likely one."""


def likeness(case: Case, item: Item, found: Unusual, others: Iterable[Item]) -> str:
    """One sentence on what would make an unusual number usual; empty where nothing plain does. `others` are the items
    whose numbers are unusual too.
    """
    number = case.number(item)
    if number is None or number.denominator != 1 or number < 0:
        return ""
    for other in others:
        if other != item and _fits(case, item, other) and _fits(case, other, item):
            return f"It looks as if it had changed places with item {other.label}, {other.title}."
    if said := _by_its_rate(case, item, number, found):
        return said
    for meant, how in _misread(int(number)) if number >= _TELLING else ():
        if _well_within(meant, found):
            return f"It looks like {how}: {figure(meant)} would be usual."
    return ""


def _fits(case: Case, item: Item, line: Item) -> bool:
    """Whether the number of one item would be usual in the line of another."""
    number = case.number(item)
    found = None if number is None or number < _TELLING else case.unusual(number, line)
    return found is not None and abs(found.score) <= _LIKE


def _by_its_rate(case: Case, item: Item, number: Fraction, found: Unusual) -> str:
    """Where the rate entered beside the number would make a usual one."""
    rate = case.number(item, Measure.RATE) if Measure.RATE in item.measures else None
    if rate is None or case.population is None:
        return ""
    meant = round(rate * case.population / _PER)
    if meant != number and _well_within(meant, found):
        return f"The rate entered, {figure(rate)}, would make it {figure(meant)}, which would be usual."
    return ""


def _well_within(meant: int, found: Unusual) -> bool:
    """Whether a number is near the middle of what is usual; many would be somewhere within by accident."""
    low, high, here = root(found.low), root(found.high), root(max(meant, 0))
    return abs(here - (low + high) / 2) <= _NEAR * (high - low) / 2


def _misread(number: int) -> Iterator[tuple[int, str]]:
    """Numbers that one slip of the pen turns into this one, the likeliest slip first."""
    digits = str(number)
    if number and number % 10 == 0:
        yield number // 10, "a 0 too many"
    yield number * 10, "a digit too few"
    for at in range(len(digits) - 1):
        changed = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        if changed != digits and changed[0] != "0":
            yield int(changed), "two digits changed places"
    for at in range(1, len(digits)):
        if digits[at] == digits[at - 1]:
            yield int(digits[:at] + digits[at + 1 :]), "a digit typed twice"
    if number >= 100 and number % 10:
        yield number // 10, "a digit too many"
