"""What a figure rests on: the count and the base by which chance is reckoned, or why there is nothing to reckon with.

Pure. An interval, a funnel and a test of a trend are made from counts, never from a percentage alone. So each figure is
first asked for its count and its base, and whether the two make the figure that is shown. What each indicator counts is
read from the words of its definition: full-time equivalents and days are no counts of people, and where plans or
referrals are counted a child may stand among them twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from riia.alliance.figures.nouns import Figure, Series
from riia.alliance.insight.comparisons import NOT_HELD
from riia.alliance.insight.wording import FOLLOWS_SIZE
from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Period, PlaceCode, Value
from riia.indicators.reference import ENGLAND

PER: Final = {Measure.PERCENT: 100, Measure.RATE: 10_000}
# To what publishers round counts, the coarsest first. So many counts that all happen to be multiples are no accident.
STEPS: Final = (100, 10, 5)
FEWEST_OF_PLACES: Final = 8
FEWEST_OF_YEARS: Final = 4
# How the counts of people begin in the definitions; all else counts what happens to them.
PEOPLE: Final = ("children", "young people", "care leavers")

# What befalls one child or young person of a family at a time; elsewhere brothers and sisters are counted on one day.
ONE_BY_ONE: Final = frozenset(
    {
        "care-leavers",
        "care-leavers-eet",
        "care-leavers-suitable-accommodation",
        "cla-uasc",
        "cla-missing",
        "cla-return-interviews-accepted",
        "cla-return-interviews-offered",
        "cse-factors",
        "ehcp-assessments",
        "ehcp-requests",
        "ehcps-issued",
        "ehcps-within-20-weeks",
        "uasc-care-leavers",
    }
)


class Kind(StrEnum):
    """What a figure is by its making: part of a whole, or events and children in a population."""

    SHARE = "proportion"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Grounds:
    """The count and the base of one figure. `reason` says in a sentence why chance cannot be reckoned, else empty.

    `per` is what the quotient of the two is multiplied by.
    """

    kind: Kind | None
    count: int
    base: int
    per: int
    reason: str

    @property
    def holds(self) -> bool:
        """Whether chance can be reckoned."""
        return not self.reason


def kind_of(series: Series) -> tuple[Kind | None, str]:
    """What the figures of a series are, and where chance cannot be reckoned for any of them, why."""
    counted = series.variant.numerator
    if series.indicator.slug in FOLLOWS_SIZE:
        return None, "It is a count that follows the size of the council, and is not compared."
    if "for each full-time equivalent" in counted:
        return None, "It is an average, and how far single cases lie from it is not published."
    if "full-time equivalent" in counted:
        return (
            None,
            "It is made of full-time equivalents; chance can be reckoned for people or events counted one by one.",
        )
    if counted.startswith("working days"):
        return None, "Days are counted, many of one person, and the days that could have been worked are not published."
    if counted.startswith("days"):
        return None, "It is an average, and how far single children lie from it is not published."
    if series.measure is Measure.PERCENT:
        return Kind.SHARE, ""
    if series.measure is Measure.RATE:
        return Kind.RATE, ""
    return None, "A count by itself has no base to compare it on."


def counts_people(series: Series) -> bool:
    """Whether each child or young person is counted once."""
    return series.variant.numerator.startswith(PEOPLE)


def in_families(series: Series) -> bool:
    """Whether brothers and sisters come into the count together."""
    return series.indicator.slug not in ONE_BY_ONE


def grounds_of(series: Series, figure: Figure | None) -> Grounds:
    """What one figure of a series rests on."""
    kind, reason = kind_of(series)
    if figure is None:
        return _none(kind, "No figure is held.")
    if isinstance(figure.shown, Missing):
        return _none(kind, f"There is no figure: {figure.shown.words}.")
    if kind is None:
        return _none(None, reason)
    count = NOT_HELD if figure.numerator is None else figure.numerator
    base = NOT_HELD if figure.denominator is None else figure.denominator
    if not isinstance(count, Number) or not isinstance(base, Number):
        return _none(kind, _without(count, base))
    return _checked(kind, series, figure, count, base)


@dataclass(frozen=True, slots=True)
class Rounding:
    """To what the publisher rounded the counts of one period: 10 for tens, 1 where it did not round."""

    councils: int
    regions: int
    england: int

    def of(self, place: str) -> int:
        """The step for one place."""
        if place == ENGLAND:
            return self.england
        return self.councils if PlaceCode(place).is_dfe else self.regions


def rounding_of(series: Series, period: Period) -> Rounding:
    """How counts were rounded, told by the counts: releases round England and regions, and some councils too."""
    at = series.at(period)
    councils = _step((figure for place, figure in at.items() if place.is_dfe), FEWEST_OF_PLACES)
    areas = _step((figure for place, figure in at.items() if not place.is_dfe and place != ENGLAND), FEWEST_OF_PLACES)
    return Rounding(councils, areas, max(areas, _step(series.of(ENGLAND), FEWEST_OF_YEARS)))


def _step(those: Iterable[Figure], fewest: int) -> int:
    """The coarsest step that every count is a multiple of; 1 where there are too few counts to tell."""
    counts = [figure.numerator.value for figure in those if isinstance(figure.numerator, Number)]
    held = [count for count in counts if count]
    if len(held) < fewest:
        return 1
    return next((step for step in STEPS if all(count % step == 0 for count in held)), 1)


def _checked(kind: Kind, series: Series, figure: Figure, count: Number, base: Number) -> Grounds:
    """The grounds of a figure whose count and base are held, where they make the figure that is shown."""
    per = PER[series.measure]
    if base.value == 0:
        return _none(kind, "It rests on nothing: its base is 0.")
    if count.value != int(count.value) or base.value != int(base.value):
        return _none(kind, "What is published with it is not a whole count.")
    if kind is Kind.SHARE and count.value > base.value:
        return _none(kind, "The part is larger than the whole it is published with.")
    assert isinstance(figure.shown, Number)
    apart = abs(float(count.value) * per / float(base.value) - float(figure.shown.value))
    if apart > 0.5 * 10**-series.decimals + 1e-6:
        return _none(kind, "The count and base published do not make the figure that is printed.")
    return Grounds(kind, int(count.value), int(base.value), per, "")


def _without(count: Value, base: Value) -> str:
    """Why a figure without its count or its base has no interval."""
    absent = "count" if isinstance(count, Missing) else "base"
    found = count if isinstance(count, Missing) else base
    assert isinstance(found, Missing)
    return f"Only the figure itself is published: the {absent} it rests on is not held ({found.words})."


def _none(kind: Kind | None, reason: str) -> Grounds:
    return Grounds(kind, 0, 0, 1, reason)
