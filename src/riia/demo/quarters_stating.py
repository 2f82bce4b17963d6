"""From a quarter's counts to the cells of a return: rates and percentages as a council would print them."""

from collections.abc import Mapping

from riia.demo.quarters_published import FORM
from riia.indicators.definitions import Measure
from riia.indicators.model import Value, per_10_000, percent, rounded
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Answers, Cell

type Numbers = Mapping[str, Value]
"""The count of every item, by the item's key."""


def stated(numbers: Numbers, population: Value) -> dict[Cell, Value]:
    """Every cell of the form: the count, and its rate or percentage rounded to the item's decimals.

    A percentage of nothing is not applicable; what is made with a symbol has the symbol.
    """
    found: dict[Cell, Value] = {}
    for item in form_of(FORM).items:
        number = numbers[item.key]
        for measure in item.measures:
            value = number
            if measure is Measure.PERCENT:
                value = rounded(percent(number, numbers[item.of]), item.decimals(measure))
            elif measure is Measure.RATE:
                value = rounded(per_10_000(number, population), item.decimals(measure))
            found[Cell(item.key, measure)] = value
    return found


def counts_of(answers: Answers) -> dict[str, Value]:
    """The counts in a whole return, by item key: the inverse of `stated`."""
    return {item.key: answers[Cell(item.key, Measure.NUMBER)] for item in form_of(FORM).items}
