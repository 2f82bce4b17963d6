"""Figures that are reckoned from counts and printed beside them, and what each tells about the counts.

A percentage, a rate, a rounded count, a change and a mean are all a ratio of sums of cells, rounded. Whoever reads the
ratio knows that the unrounded one lies within half a unit of its last digit, and a ratio within bounds is a linear
statement about its cells: 23.1 % says 23.05 × denominator <= 100 × numerator < 23.15 × denominator.

Figures are taken to be rounded half away from zero, as official statistics are; the interval is half open then, and an
attacker knows which end belongs to it. Where the rounding of ties is not known (`ties_known=False`) both ends belong.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import inf, lcm
from typing import Final, Protocol

from riia.indicators.disclosure.dimensions import Key, TableError, key_of
from riia.indicators.disclosure.systems import Cell, Within
from riia.indicators.model import Missing, Number, Value

MOST_DECIMALS: Final = 3
"""Figures of several hidden cells that are printed finer than this are not tried out, for want of exact arithmetic."""
_PRINTED: Final = Decimal("0.0001")
_FINEST: Final = Fraction(1, 1_000_000)
"""A figure printed finer than this was not rounded, and tells no more than one printed so."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Cells with whole coefficients, and a number that everybody knows."""

    terms: tuple[tuple[Key, int], ...] = ()
    constant: Fraction = Fraction(0)

    def at(self, counts: Mapping[Key, int | None]) -> Fraction | None:
        """The sum, or None where a count is not known."""
        known = [(counts.get(key), factor) for key, factor in self.terms]
        if any(count is None for count, _ in known):
            return None
        return self.constant + sum(count * factor for count, factor in known if count is not None)


@dataclass(frozen=True, slots=True)
class DerivedFigure:
    """One printed figure: `scale` × numerator / denominator, rounded to a multiple of `step`.

    `column` is what it is printed under, `beside` the cell it belongs to, `kind` its name in messages.
    """

    kind: str
    column: str
    beside: Key
    value: Value
    step: Decimal
    numerator: Sum
    denominator: Sum
    scale: int = 1

    @property
    def cells(self) -> tuple[Key, ...]:
        """The cells it tells something about."""
        return tuple(dict.fromkeys(key for key, _ in (*self.numerator.terms, *self.denominator.terms)))

    @property
    def words(self) -> str:
        """The figure in words."""
        return f"the {self.kind} in {self.column!r} of {self.beside!r}"

    @property
    def printed(self) -> Value:
        """The value with all its decimals: 30 in a column of tenths is 30.0."""
        if isinstance(self.value, Missing) or not _PRINTED <= self.step < 1:
            return self.value
        return Number(Decimal(self.value.value).quantize(self.step))

    def knowledge(self, *, ties_known: bool = True) -> tuple[Within, ...]:
        """What it tells: two statements with whole coefficients, so that the attacker's arithmetic is exact."""
        if isinstance(self.value, Missing):
            return ()
        printed, half = Fraction(self.value.value), max(Fraction(self.step), _FINEST) / 2
        if half > self.step / 2:
            printed = round(printed / _FINEST) * _FINEST  # whose neighbours belong to it
            ties_known = False
        low_open = ties_known and printed <= 0
        high_open = ties_known and printed >= 0
        coefficients, constant = self._minus(printed - half)
        least = Within(coefficients, -constant + int(low_open), inf)
        coefficients, constant = self._minus(printed + half)
        return least, Within(coefficients, -inf, -constant - int(high_open))

    def agrees(self, counts: Mapping[Key, int | None]) -> bool | None:
        """Whether it is what the counts give, however ties were rounded; None where a count is not known."""
        top, bottom = self.numerator.at(counts), self.denominator.at(counts)
        if top is None or bottom is None or isinstance(self.value, Missing):
            return None
        if bottom == 0:
            return top == 0 and self.value.value == 0
        return abs(self.scale * top / bottom - Fraction(self.value.value)) <= max(Fraction(self.step), _FINEST) / 2

    def _minus(self, bound: Fraction) -> tuple[Mapping[Cell, float], int]:
        """scale × numerator - bound × denominator, in whole numbers."""
        terms: dict[Key, Fraction] = {}
        for key, factor in self.numerator.terms:
            terms[key] = terms.get(key, Fraction(0)) + self.scale * factor
        for key, factor in self.denominator.terms:
            terms[key] = terms.get(key, Fraction(0)) - bound * factor
        constant = self.scale * self.numerator.constant - bound * self.denominator.constant
        unit = lcm(constant.denominator, *(value.denominator for value in terms.values()))
        return {key: int(value * unit) for key, value in terms.items() if value}, int(constant * unit)


class Surroundings(Protocol):
    """What a recipe may ask about the row that its figure stands in."""

    @property
    def key(self) -> Key:
        """The cell that the figure stands beside."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Its labels, those of totals included."""

    def other(self, labels: str | Mapping[str, str]) -> Key:
        """The cell that is reached from this one by other labels."""

    def number(self, column: str) -> Fraction | None:
        """A number printed in another column of the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent:
    """A column of percentages: the count as a share of another.

    `of` is the label of the denominator ("Total"), or labels by dimension; `count` the label of the numerator where the
    table has several columns of counts. `complement` says that the percentage is of those not counted (100 - p).
    """

    column: str
    of: str | Mapping[str, str]
    count: str | Mapping[str, str] | None = None
    complement: bool = False
    decimals: int | None = None

    def figure(self, row: Surroundings, value: Value, step: Decimal) -> DerivedFigure | None:
        """The figure of one row."""
        part = row.key if self.count is None else row.other(self.count)
        whole = row.other(self.of)
        terms: tuple[tuple[Key, int], ...] = ((part, 1),)
        if self.complement:
            terms = ((whole, 1), (part, -1))
        return DerivedFigure("percentage", self.column, part, value, step, Sum(terms), Sum(((whole, 1),)), 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A column of rates per 10,000 of a population that everybody knows: another column, or a number by label."""

    column: str
    population: str | Mapping[str, int]
    per: int = 10_000
    count: str | Mapping[str, str] | None = None
    decimals: int | None = None

    def figure(self, row: Surroundings, value: Value, step: Decimal) -> DerivedFigure | None:
        """The figure of one row; None where no population is known."""
        part = row.key if self.count is None else row.other(self.count)
        if isinstance(self.population, str):
            people = row.number(self.population)
        else:
            known = [self.population[label] for label in row.labels if label in self.population]
            people = Fraction(known[0]) if known else None
        if people is None:
            return None
        return DerivedFigure("rate", self.column, part, value, step, Sum(((part, 1),)), Sum((), people), self.per)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded:
    """A column of the same counts, rounded to a multiple of `to`."""

    column: str
    to: int = 10
    count: str | Mapping[str, str] | None = None
    decimals: int | None = None

    def figure(self, row: Surroundings, value: Value, step: Decimal) -> DerivedFigure | None:
        """The figure of one row."""
        part = row.key if self.count is None else row.other(self.count)
        one = Sum((), Fraction(1))
        return DerivedFigure("rounded count", self.column, part, value, Decimal(self.to), Sum(((part, 1),)), one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A column of changes since an earlier count, given by its labels (`{"year": "2024"}`); in per cent on request."""

    column: str
    since: str | Mapping[str, str]
    percent: bool = False
    count: str | Mapping[str, str] | None = None
    decimals: int | None = None

    def figure(self, row: Surroundings, value: Value, step: Decimal) -> DerivedFigure | None:
        """The figure of one row."""
        now = row.key if self.count is None else row.other(self.count)
        then = row.other(self.since)
        difference = Sum(((now, 1), (then, -1)))
        if self.percent:
            return DerivedFigure("change", self.column, now, value, step, difference, Sum(((then, 1),)), 100)
        return DerivedFigure("change", self.column, now, value, step, difference, Sum((), Fraction(1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A column of means: a whole number of something (days, moves, referrals) divided by the count of children.

    `total` is the label of that number where the table prints it; where it is printed nowhere, it is still a whole
    number, which tells a careful reader a good deal about a small count (a mean of 2.33 is of 3, 6, 9 ...).
    """

    column: str
    total: str | Mapping[str, str] | None = None
    count: str | Mapping[str, str] | None = None
    decimals: int | None = None

    def figure(self, row: Surroundings, value: Value, step: Decimal) -> DerivedFigure | None:
        """The figure of one row."""
        part = row.key if self.count is None else row.other(self.count)
        unprinted = key_of((*part, ("never printed", f"what {self.column} is the mean of")))
        total = unprinted if self.total is None else row.other(self.total)
        return DerivedFigure("mean", self.column, part, value, step, Sum(((total, 1),)), Sum(((part, 1),)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Average:
    """A column of averages of several counts, such as those of a region's councils: `of` are labels of `dimension`."""

    column: str
    dimension: str
    of: tuple[str, ...]
    decimals: int | None = None

    def figure(self, row: Surroundings, value: Value, step: Decimal) -> DerivedFigure | None:
        """The figure of one row."""
        terms = tuple((row.other({self.dimension: label}), 1) for label in self.of)
        return DerivedFigure("average", self.column, row.key, value, step, Sum(terms), Sum((), Fraction(len(self.of))))


type Recipe = Percent | Rate | Rounded | Change | Mean | Average
"""How the figures of a column are made of counts."""


def step_of(recipe: Recipe, decimals: int) -> Decimal:
    """The unit of the last digit that the column prints."""
    return Decimal(1).scaleb(-(decimals if recipe.decimals is None else recipe.decimals))


def check_figures(figures: Iterable[DerivedFigure], counts: Mapping[Key, int | None], most: int = 5) -> None:
    """Refuse figures that the counts do not give, since knowledge that is wrong protects nobody.

    Raises TableError naming them.
    """
    wrong = [one for one in figures if one.agrees(counts) is False]
    if wrong:
        lines = [_gap(one, counts.get) for one in wrong[:most]]
        lines += [f"and {len(wrong) - most:,} more"] if len(wrong) > most else []
        told = "\n".join(f"  {line}" for line in lines)
        shares = " They look like shares of 1: give per cent." if all(_is_share(one, counts) for one in wrong) else ""
        raise TableError(
            f"These figures are not what the counts give:\n{told}\nCorrect the figures, say what they are made of, or "
            f"leave their column out.{shares}"
        )


def _is_share(figure: DerivedFigure, counts: Mapping[Key, int | None]) -> bool:
    """Whether a percentage is given as a share of 1."""
    return figure.kind == "percentage" and replace(figure, scale=1).agrees(counts) is True


def _gap(figure: DerivedFigure, count: Callable[[Key], int | None]) -> str:
    counts = {key: count(key) for key in figure.cells}
    top, bottom = figure.numerator.at(counts), figure.denominator.at(counts)
    assert isinstance(figure.value, Number)
    given = "no number" if not bottom or top is None else f"{float(figure.scale * top / bottom):g}"
    return f"{figure.words} is {figure.value}, and the counts give {given}"
