"""Rates and percentages as the numbers beside them give them."""

from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Value, per_10_000, percent, rounded
from riia.indicators.returns.nouns import Answers, Cell, Form, Item


def worked_out(cell: Cell, item: Item, answers: Answers, population: Value) -> Value | None:
    """A rate or percentage as the numbers beside it give it, rounded as in the template; None where one is blank.

    A population that is not known gives no rate, rather than "not available" in the council's name.
    """
    number = answers.get(item.cells[0])
    below = population if cell.measure is Measure.RATE else answers.get(Cell(item.of, Measure.NUMBER))
    if number is None or (cell.measure is Measure.RATE and not isinstance(below, Number)):
        return number if isinstance(number, Missing) else None
    if isinstance(number, Missing) and not isinstance(below, Missing):
        return number
    if below is None or (isinstance(below, Number) and not below.value and number != Number(0)):
        return None
    share = per_10_000(number, below) if cell.measure is Measure.RATE else percent(number, below)
    return rounded(share, item.decimals(cell.measure))


def left_blank(form: Form, answers: Answers, population: Value) -> dict[Cell, Value]:
    """The rates and percentages that were left blank and that the answers to this form give, by cell."""
    asked = {cell: answers[cell] for cell in form.cells if cell in answers}
    found = {
        cell: worked_out(cell, item, asked, population)
        for item in form.items
        for cell in item.cells
        if cell.measure is not Measure.NUMBER and cell not in asked
    }
    return {cell: value for cell, value in found.items() if value is not None}
