"""Rates and percentages worked out again from the numbers (R4.19, R4.20)."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Symbol
from riia.indicators.returns.checks.case import Case, exact, months, number_cell
from riia.indicators.returns.checks.registry import HARD, SOFT, Example, Found, rule
from riia.indicators.returns.checks.wording import (
    beside,
    counted,
    figure,
    labelled,
    opening,
    population_counted,
    rounded_figure,
)
from riia.indicators.returns.nouns import Cell, Item

_BASE: Final = "RET-RATE-BASE"
_PER: Final = 10_000
_AGREEING_LEAST: Final = 3
"""How many wrong rates must rest on one population before the population, and not the rates, is taken to be wrong."""
_TYPES: Final = ("RET-WHOLE", "RET-NEGATIVE", "RET-POPULATION")


@rule(
    _BASE,
    HARD,
    "Rates are per 10,000 of the population that the region uses.",
    why="Rates can only be set beside each other where all are made on the same mid-year estimate.",
    remedy="Leave the rates blank: they are worked out from the numbers. Or use the region's population.",
    passing=Example(
        {"referrals.number": 412, "referrals.rate": "68.7", "cla-current.number": 431, "cla-current.rate": "71.8",
         "ehcps-issued.number": 500, "ehcps-issued.rate": "83.3"},
    ),
    failing=Example(
        {"referrals.number": 412, "referrals.rate": "70.8", "cla-current.number": 431, "cla-current.rate": "74.1",
         "ehcps-issued.number": 500, "ehcps-issued.rate": "85.9"},
        other_bases={"mid-2023": 58_200},
    ),
)  # fmt: skip
def same_population(case: Case) -> Iterator[Found]:
    """Speaks where at least three rates that differ from ours can all be made with one other population."""
    if not (shared := _shared_base(case)):
        return
    items, low, high = shared
    named = _agreeing(case, low, high)
    said = f"they agree with the {named}" if named else f"about {figure(_tidy(low, high))} would make what is entered"
    words = (
        f"{len(items)} rates for {months(case.period)} ({labelled(items)}) rest on another population than the "
        f"region's {_population(case)}: {said}."
    )
    yield Found((), words)


@rule(
    "RET-RATE",
    HARD,
    "A rate is its number per 10,000 of the population, to within 0.1.",
    why="The rate follows from the number and the population. Where it does not, one of the two is wrong.",
    remedy="Correct the number, or leave the rate blank: it is worked out from the number.",
    passing=Example({"referrals.number": 412, "referrals.rate": "68.7"}),
    failing=Example({"referrals.number": 412, "referrals.rate": "86.7"}),
    after=(*_TYPES, "RET-SUM", "RET-AMONG"),
)
def rates(case: Case) -> Iterator[Found]:
    """Silent where the rate, the number or the population has no figure. A rate rounded to a whole number, as some are
    published, is not near enough: one decimal is asked.
    """
    shared = _shared_base(case)
    for item in case.form.items:
        if not (wrong := _wrong_rate(case, item)):
            continue
        typed, number, made = wrong
        other = _agreeing(case, *_bases(case, item, wrong))
        words = (
            f"{opening(item)}: {counted(number, item)} {case.when(item)} in a population of {_population(case)} make "
            f"{rounded_figure(made, 1)} per 10,000, but {figure(typed)} is entered"
            f"{f'; it agrees with the {other}' if other else _as_rounded(typed, made)}."
        )
        because = _BASE if shared and item in shared[0] else ""
        yield Found((Cell(item.key, Measure.RATE), number_cell(item)), words, because=because)


@rule(
    "RET-NO-SHARE",
    HARD,
    "There is no percentage of none.",
    why="A share of nothing is neither 0% nor 100%: there is none, and a 0 would pull the region's average down.",
    remedy="Leave the percentage blank or enter z.",
    passing=Example({"cpps-starting.number": 0, "repeat-cpps-ever.number": 0, "repeat-cpps-ever.percent": "z"}),
    failing=Example({"cpps-starting.number": 0, "repeat-cpps-ever.number": 0, "repeat-cpps-ever.percent": 0}),
    after=_TYPES,
)
def no_share_of_none(case: Case) -> Iterator[Found]:
    """Speaks where a percentage is a number and what it is of is 0."""
    for item in case.form.items:
        whole = case.items.get(item.of)
        percent = case.number(item, Measure.PERCENT)
        if whole is not None and percent is not None and case.number(whole) == 0:
            words = (
                f"{opening(item)}: {figure(percent)}% is entered, but there were {beside(0, whole)} "
                f"{case.when(whole)}, so there is nothing to be a percentage of."
            )
            yield Found((Cell(item.key, Measure.PERCENT), number_cell(whole)), words)


@rule(
    "RET-SHARE",
    HARD,
    "A percentage is its number as a share of the item it is of, to within 0.1.",
    why="The percentage follows from two numbers of this return. Where it does not, one of the three is wrong.",
    remedy="Correct the numbers, or leave the percentage blank: it is worked out from them.",
    passing=Example({"referrals.number": 412, "repeat-referrals.number": 88, "repeat-referrals.percent": "21.4"}),
    failing=Example({"referrals.number": 412, "repeat-referrals.number": 88, "repeat-referrals.percent": "24.1"}),
    after=(*_TYPES, "RET-PERCENT", "RET-AMONG"),
)
def shares(case: Case) -> Iterator[Found]:
    """Silent where one of the three has no figure, and where the whole is 0. One decimal is asked here as well."""
    for item in case.form.items:
        whole = case.items.get(item.of)
        typed, number = case.number(item, Measure.PERCENT), case.number(item)
        of = case.number(whole) if whole else None
        if whole is None or typed is None or number is None or of is None or of <= 0:
            continue
        made = number * 100 / of
        if _agree(typed, made, case.limits.gap):
            continue
        words = (
            f"{opening(item)}: {counted(number, item)} of the {beside(of, whole)} {case.when(item)} make "
            f"{rounded_figure(made, 1)}%, but {figure(typed)}% is entered{_as_rounded(typed, made)}."
        )
        yield Found((Cell(item.key, Measure.PERCENT), number_cell(item), number_cell(whole)), words)


@rule(
    "RET-REVEALED",
    SOFT,
    "A suppressed number cannot be worked out from its rate or percentage.",
    why="Whoever sees the rate or percentage can work the hidden number out, so it is not hidden.",
    remedy="Leave the rate or percentage blank too, or enter the number.",
    passing=Example({"cla-uasc.number": "c", "cla-uasc.rate": "c"}),
    failing=Example({"cla-uasc.number": "c", "cla-uasc.rate": "0.5"}),
)
def not_revealed(case: Case) -> Iterator[Found]:
    """Speaks of a rate or percentage that is a number beside a number that is suppressed. It never prints either."""
    for item in case.form.items:
        value = case.value(item)
        if value != Missing(Symbol.SUPPRESSED):
            continue
        whole = case.items.get(item.of)
        for measure in item.measures[1:]:
            known = case.population if measure is Measure.RATE else exact(case.value(whole)) if whole else None
            if case.number(item, measure) is not None and known:
                words = (
                    f"{opening(item)}: the number {case.when(item)} is suppressed (c), but its {measure.value} is "
                    f"entered, and gives it away."
                )
                yield Found((Cell(item.key, measure), number_cell(item)), words)


def _wrong_rate(case: Case, item: Item) -> tuple[Fraction, Fraction, Fraction] | None:
    """The rate typed, the number and the rate made from it, where the two rates differ."""
    if Measure.RATE not in item.measures or case.population is None:
        return None
    typed, number = case.number(item, Measure.RATE), case.number(item)
    if typed is None or number is None:
        return None
    made = number * _PER / case.population
    return None if _agree(typed, made, case.limits.gap) else (typed, number, made)


def _agree(typed: Fraction, made: Fraction, gap: Fraction) -> bool:
    """Whether a typed figure is the one made, before or after that is rounded to one decimal.

    A person who checks by hand compares with a rounded figure. Nobody is asked about a difference that the rounding of
    either side to one decimal explains.
    """
    return abs(typed - made) <= gap or abs(typed - _half_up(made, 1)) <= gap


def _as_rounded(typed: Fraction, made: Fraction) -> str:
    """What to say of a figure that is right but for its rounding; empty for any other."""
    return "; one decimal is asked" if typed.denominator == 1 and abs(typed - made) <= Fraction(1, 2) else ""


def _half_up(number: Fraction, decimals: int) -> Fraction:
    step = 10**decimals
    scaled = int(abs(number) * step + Fraction(1, 2))
    return Fraction(scaled if number >= 0 else -scaled, step)


def _population(case: Case) -> str:
    """The population under the rates, with what it is."""
    return population_counted(case.population or 0, case.background.population_words)


def _bases(case: Case, item: Item, wrong: tuple[Fraction, Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    """Between which populations a number makes a typed rate; an empty stretch where none does."""
    typed, number, _ = wrong
    reach = case.limits.gap / 2
    if number <= 0 or typed <= reach:
        return Fraction(1), Fraction(0)
    return number * _PER / (typed + reach), number * _PER / (typed - reach)


def _shared_base(case: Case) -> tuple[list[Item], Fraction, Fraction] | None:
    """The wrong rates that one other population would make, and between which figures that population lies.

    The most rates that agree are taken, so that one more or one fewer that is wrong by itself changes nothing.
    """
    found = [(item, wrong) for item in case.form.items if (wrong := _wrong_rate(case, item))]
    spans = [(item, *_bases(case, item, wrong)) for item, wrong in found]
    spans = [span for span in spans if span[1] <= span[2]]
    best: list[tuple[Item, Fraction, Fraction]] = []
    for _, start, _end in spans:
        over = [span for span in spans if span[1] <= start <= span[2]]
        if len(over) > len(best):
            best = over
    # Rates that are right but for their rounding say nothing of the population by themselves.
    rounded = [item for item, (typed, _, made) in found if _as_rounded(typed, made)]
    if sum(item not in rounded for item, _, _ in best) < _AGREEING_LEAST:
        return None
    return [item for item, _, _ in best], max(one[1] for one in best), min(one[2] for one in best)


def _agreeing(case: Case, low: Fraction, high: Fraction) -> str:
    """The other population that lies between two figures, in words; empty where there is none, or several."""
    near = [
        f"{words} estimate ({figure(people)})"
        for words, value in sorted(case.other_bases.items())
        if (people := exact(value)) is not None and low <= people <= high
    ]
    return near[0] if len(near) == 1 else ""


def _tidy(low: Fraction, high: Fraction) -> int:
    """A round number between two figures, or the whole number nearest to their middle."""
    middle = (low + high) / 2
    for step in (1000, 100, 10):
        near = round(middle / step) * step
        if low <= near <= high:
            return near
    return round(middle)
