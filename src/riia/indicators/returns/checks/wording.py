"""How the checks write: items, numbers and differences in plain words."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Value
from riia.indicators.returns.nouns import Item

_ONE: Final = {
    "contacts": "contact",
    "referrals": "referral",
    "repeat referrals": "repeat referral",
    "assessments": "assessment",
    "assessments in time": "assessment in time",
    "children in need": "child in need",
    "enquiries": "enquiry",
    "conferences in time": "conference in time",
    "plans": "plan",
    "repeat plans": "repeat plan",
    "children": "child",
    "young people": "young person",
    "requests": "request",
}
"""A unit when there is one of it."""
_DECIMALS: Final = 2


def called(item: Item) -> str:
    """An item by its number in the agreement and its title: "item 8, Section 47 enquiries"."""
    return f"item {item.label}, {item.title}"


def opening(item: Item) -> str:
    """The same at the beginning of a sentence."""
    return f"Item {item.label}, {item.title}"


def counted(number: Fraction | int, item: Item) -> str:
    """A number with the item's unit: "1 enquiry", "1,204 referrals"."""
    unit = item.unit(Measure.NUMBER)
    return f"{figure(number)} {_ONE.get(unit, unit) if number == 1 else unit}"


def beside(number: Fraction | int, item: Item) -> str:
    """A number of another item, with where it stands: "412 referrals (item 2)"."""
    return f"{counted(number, item)} (item {item.label})"


def population_counted(people: Fraction | int, words: str, where: str = "") -> str:
    """The children under the rates with which estimate it is: "62,113 children (mid-2024 estimate)".

    `words` are those of the background, of which a sentence takes neither the edition nor why no newer one is used.
    `where` is put in between.
    """
    number = figure(people)
    said = words.removeprefix(f"{number} ").removeprefix("children ").partition(" (")[0]
    said = said.partition(",")[0] if "estimate," in said else said
    return f"{number} children{where}{f' ({said})' if said else ''}"


def figure(number: Fraction | int) -> str:
    """A number in digits with commas: whole as it is, otherwise to as many of two decimals as it needs."""
    return rounded_figure(Fraction(number), _DECIMALS).rstrip("0").rstrip(".")


def rounded_figure(number: Fraction, decimals: int) -> str:
    """A worked-out number to a fixed count of decimals, halves away from 0."""
    scaled = abs(number) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    sign = "−" if number < 0 and whole else ""
    if not decimals:
        return f"{sign}{whole:,}"
    return f"{sign}{whole // 10**decimals:,}.{whole % 10**decimals:0{decimals}d}"


def answered(value: Value) -> str:
    """An answer in words: a number in digits, or why there is none with its symbol."""
    if isinstance(value, Missing):
        return f"{value.symbol.value} ({value.words})"
    return figure(Fraction(value.value))


def listed(words: Sequence[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def labelled(items: Sequence[Item]) -> str:
    """Items by their numbers alone: "item 2.7", "items 2.3, 2.7 and 2.9"."""
    return f"item{'' if len(items) == 1 else 's'} {listed([item.label for item in items])}"


def spanned(items: Sequence[Item]) -> str:
    """Items that follow each other by their numbers: "items 2.1 to 2.11"."""
    return f"items {items[0].label} to {items[-1].label}" if len(items) > 1 else labelled(items)
