"""All simulated returns of both regions, made once: without and with the declared quirks."""

from collections.abc import Mapping
from functools import cache

from riia.demo.quarters import QUARTERS, simulated
from riia.demo.quarters_published import REGIONS, councils_of
from riia.indicators.definitions import Measure
from riia.indicators.model import Number, Period, PlaceCode
from riia.indicators.returns.nouns import Answers, Cell

COUNCILS = tuple(council for region in REGIONS for council in councils_of(region))


@cache
def clean() -> Mapping[PlaceCode, Mapping[Period, Answers]]:
    """As they would be without a quirk."""
    return {council: simulated(council, QUARTERS, quirks=()) for council in COUNCILS}


@cache
def told() -> Mapping[PlaceCode, Mapping[Period, Answers]]:
    """As the demonstration has them."""
    return {council: simulated(council, QUARTERS) for council in COUNCILS}


def count(answers: Answers, key: str) -> int | None:
    """The count of an item; None where it is blank or a symbol."""
    value = answers.get(Cell(key, Measure.NUMBER))
    return int(value.value) if isinstance(value, Number) else None
