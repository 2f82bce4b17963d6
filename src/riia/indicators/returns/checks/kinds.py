"""Whether each answer can be what it says: whole counts, percentages within 100, symbols that a council may use."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Symbol
from riia.indicators.returns.checks.case import Case, exact, number_cell
from riia.indicators.returns.checks.registry import HARD, SOFT, Example, Found, rule
from riia.indicators.returns.checks.wording import (
    beside,
    counted,
    figure,
    listed,
    opening,
    population_counted,
    spanned,
)
from riia.indicators.returns.nouns import Cell, Item

CARRIED_OVER: Final = frozenset({"icpcs-within-15-days"})
"""Indicators whose events may follow from events of the period before, so that a share above 100% is possible."""
_ROUNDED: Final = (Symbol.ROUNDS_TO_ZERO, Symbol.LOW)
_NOT_GIVEN: Final = (Symbol.NOT_AVAILABLE, Symbol.UNRELIABLE)
_OLDER_THAN_BASE: Final = frozenset({"care-leavers", "uasc-care-leavers"})
"""Counts of young people who are not among the children the rates are per."""


@rule(
    "RET-WHOLE",
    HARD,
    "A number is a whole number.",
    why="Children, referrals and plans are counted one by one, so half of one is a slip of the pen or a rate in the "
    "wrong cell.",
    remedy="Enter the count itself. If this is the rate or the percentage, move it to its own cell.",
    passing=Example({"referrals.number": 412}),
    failing=Example({"referrals.number": "412.5"}),
)
def whole_numbers(case: Case) -> Iterator[Found]:
    """Looks at every number; 412.0 is whole."""
    for item in case.form.items:
        number = case.number(item)
        if number is not None and number.denominator != 1:
            words = f"{opening(item)}: {counted(number, item)} {case.when(item)} is not a whole number."
            yield Found((number_cell(item),), words)


@rule(
    "RET-NEGATIVE",
    HARD,
    "Nothing is below 0.",
    why="A count, a rate or a share cannot be less than none.",
    remedy="Enter the number without the minus sign, or 0 if there were none.",
    passing=Example({"cla-ceasing.number": 0}),
    failing=Example({"cla-ceasing.number": -14}),
)
def not_negative(case: Case) -> Iterator[Found]:
    """Looks at every number, rate and percentage."""
    for item in case.form.items:
        for measure in item.measures:
            number = case.number(item, measure)
            if number is not None and number < 0:
                said = f"{figure(number)} {item.unit(measure)}"
                words = f"{opening(item)}: {said} {case.when(item)} is below 0."
                yield Found((Cell(item.key, measure),), words)


@rule(
    "RET-PERCENT",
    HARD,
    "A percentage is at most 100.",
    why="The items counted here are part of those they are a percentage of.",
    remedy="Enter the percentage between 0 and 100, or leave it blank: it is worked out from the numbers.",
    passing=Example({"repeat-referrals.percent": "21.4"}),
    failing=Example({"repeat-referrals.percent": "214"}),
)
def percent_within_100(case: Case) -> Iterator[Found]:
    """Conferences can follow enquiries of the quarter before, so theirs may pass 100 where their number passes too. Of
    others whose number passes too, the number is told.
    """
    for item in case.form.items:
        percent = case.number(item, Measure.PERCENT) if Measure.PERCENT in item.measures else None
        if percent is None or percent <= 100:
            continue
        whole = case.items.get(item.of)
        number, of = case.number(item), case.number(whole) if whole else None
        passes = number is None or of is None or number > of
        if item.indicator.slug in CARRIED_OVER and passes:
            continue
        if number is not None and of is not None and number > of and _made_of(percent, number, of, case):
            continue  # RET-AMONG says so of the numbers, from which it follows
        words = f"{opening(item)}: {figure(percent)}{item.unit(Measure.PERCENT)} {case.when(item)} is more than 100%."
        yield Found((Cell(item.key, Measure.PERCENT), number_cell(item)), words)


@rule(
    "RET-SYMBOL",
    HARD,
    "k and low are not used in a council's own return.",
    why="They stand for a number that a publisher has rounded. The council knows the number itself, and the region "
    "protects small numbers before anything is passed on.",
    remedy="Enter the number, or c if the council may not tell it, or x if it does not have it.",
    passing=Example({"cla-uasc.number": "c"}),
    failing=Example({"cla-uasc.number": "k"}),
)
def no_rounding_symbols(case: Case) -> Iterator[Found]:
    """Looks at every cell."""
    for item in case.form.items:
        for measure in item.measures:
            value = case.value(item, measure)
            if isinstance(value, Missing) and value.symbol in _ROUNDED:
                said = f"the {measure.value} {case.when(item)} is given as {value.symbol.value} ({value.words})"
                because = "" if measure is Measure.NUMBER else _same_symbol(case, item, value)
                yield Found((Cell(item.key, measure),), f"{opening(item)}: {said}.", because=because)


@rule(
    "RET-NOT-APPLICABLE",
    SOFT,
    "Every item applies to every council; none in the period is 0.",
    why="Not applicable means that the question does not arise. Each council has these services, so the region cannot "
    "tell whether there were none or whether nobody counted.",
    remedy="Enter 0 if there were none, x if the number cannot be had, or explain why the item does not apply.",
    passing=Example({"cla-uasc.number": 0}),
    failing=Example({"cla-uasc.number": "z"}),
)
def not_applicable(case: Case) -> Iterator[Found]:
    """A percentage is not applicable where what it is of is 0 or not known; a rate always applies to a known number."""
    for item in case.form.items:
        for measure in item.measures:
            value = case.value(item, measure)
            if not isinstance(value, Missing) or value.symbol is not Symbol.NOT_APPLICABLE:
                continue
            if measure is Measure.NUMBER:
                words = f"{opening(item)}: the number {case.when(item)} is given as not applicable (z)."
            elif clause := _why_it_applies(case, item, measure):
                words = (
                    f"{opening(item)}: the {measure.value} {case.when(item)} is given as not applicable (z), {clause}."
                )
            else:
                continue
            yield Found((Cell(item.key, measure),), words)


@rule(
    "RET-NOT-GIVEN",
    SOFT,
    "A number that is not given has its reason.",
    why="The regional total lacks this council until the number comes, and the Department will ask why.",
    remedy="Enter the number if it can be had, or explain why not and from when it will be given.",
    passing=Example({"initial-contacts.number": 1204}),
    failing=Example({"initial-contacts.number": "x"}),
)
def not_given(case: Case) -> Iterator[Found]:
    """Looks at numbers given as not available (x) or withheld as unreliable (u). Where no part of an item is given,
    that is one thing to explain.
    """
    together: set[str] = set()
    for whole in case.wholes:
        parts = case.form.parts_of(whole.key)
        reasons = {f"{value.words} ({value})" for part in parts if (value := _not_given(case, part)) is not None}
        if all(_not_given(case, part) is not None for part in parts):
            together |= {part.key for part in parts}
            said = f"none of its {len(parts)} parts ({spanned(parts)}) is given {case.when(whole)}"
            yield Found(
                tuple(number_cell(part) for part in parts), f"{opening(whole)}: {said}: {listed(sorted(reasons))}."
            )
    for item in case.form.items:
        value = _not_given(case, item)
        if value is not None and item.key not in together:
            said = f"the number {case.when(item)} is not given: {value.words} ({value})"
            yield Found((number_cell(item),), f"{opening(item)}: {said}.")


@rule(
    "RET-POPULATION",
    HARD,
    "No more children are counted on the day than live in the area.",
    why="Every one of them is a child of the area, so there cannot be more of them than children.",
    remedy="Look for digits too many, or for a number in the wrong line.",
    passing=Example({"cla-current.number": 612}, population=60_000),
    failing=Example({"cla-current.number": 612_000}, population=60_000),
    after=("RET-WHOLE",),
)
def within_population(case: Case) -> Iterator[Found]:
    """Looks at counts of children on the last day of the period."""
    for item in case.form.items:
        if not item.rate_base or item.indicator.timing.value != "stock" or item.indicator.slug in _OLDER_THAN_BASE:
            continue
        number, people = case.number(item), case.population
        if number is not None and people is not None and number > people:
            base = population_counted(people, case.background.population_words, " who live in the area")
            said = f"{counted(number, item)} {case.when(item)} are more than the {base}"
            yield Found((number_cell(item),), f"{opening(item)}: {said}.")


def _made_of(percent: Fraction, number: Fraction, of: Fraction, case: Case) -> bool:
    """Whether a percentage is the share that the numbers make, rounded or not."""
    return of == 0 or abs(percent - number * 100 / of) <= 2 * case.limits.gap


def _same_symbol(case: Case, item: Item, value: Missing) -> str:
    """The outcome about the number from which a rate or percentage has its symbol; empty where it has not."""
    beside = [item, *filter(None, [case.items.get(item.of)])]
    return next((f"RET-SYMBOL {number_cell(one)}" for one in beside if case.value(one) == value), "")


def _not_given(case: Case, item: Item) -> Missing | None:
    """Why an item's number is not given, where it is neither hidden for its size nor said not to apply."""
    value = case.value(item)
    return value if isinstance(value, Missing) and value.symbol in _NOT_GIVEN else None


def _why_it_applies(case: Case, item: Item, measure: Measure) -> str:
    """Why a rate or percentage can be said, as a clause; empty where it cannot."""
    number = case.number(item)
    if number is None:
        return ""
    if measure is Measure.RATE:
        return f"but there are {counted(number, item)} and a population to set them against" if case.population else ""
    whole = case.items.get(item.of)
    of: Fraction | None = exact(case.value(whole)) if whole else None
    if whole is None or of is None or of <= 0:
        return ""
    return f"but there are {beside(of, whole)}"
