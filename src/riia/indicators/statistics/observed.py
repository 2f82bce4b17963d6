"""What is published of one figure, and the whole counts it can rest on.

A verdict needs counts. Where a count is printed it is used. Where only a rounded rate or percentage and its denominator
are, every whole count that prints as that figure is kept, and so is every count that a rounded count can stand for: a
verdict is only given where all of them lead to the same one. A suppressed count is never worked out from a figure
printed beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import product
from math import ceil, floor

import numpy as np

from riia.indicators.model import Symbol
from riia.indicators.statistics.arguments import whole_of
from riia.indicators.statistics.arrays import ArrayLike, Floats, StatisticsError, given, shown

# Of many possible counts, and of denominators, the outermost and some between stand for all.
_COUNTS, _DENOMINATORS = 5, 3
# Rounding is mentioned where it can change a count by so much of itself.
_NOTED = 0.005
_PLAIN = 1e15


class FigureKind(StrEnum):
    """What a figure is made of, which decides how chance works on it."""

    SHARE = "share"
    """A part of its denominator, such as assessments in time: binomial."""
    RATE = "rate"
    """Events or children by population, such as referrals per 10,000 children: Poisson."""

    @property
    def per(self) -> int:
        """The usual unit: per cent, or per 10,000."""
        return 100 if self is FigureKind.SHARE else 10_000

    @classmethod
    def of(cls, kind: str) -> "FigureKind":
        """The kind, also from its text; a share is called "proportion" too, as in funnels and trends.

        Raises StatisticsError for any other text.
        """
        if isinstance(kind, str) and kind == "proportion":
            return cls.SHARE
        if not isinstance(kind, str) or kind not in list(cls):
            raise StatisticsError(f'kind={shown(kind)} is not known. Give "share" (or "proportion") or "rate".')
        return cls(kind)


@dataclass(frozen=True, slots=True)
class Observed:
    """One figure as it was published: each part a number, a Value, None, or a symbol such as "c".

    `published` is the printed rate or percentage; it is only used where `count` is merely not given. `rounded_to` is
    the step to which the publisher rounded counts (10 for England and the regions in some releases), 1 for none.
    """

    count: ArrayLike = None
    denominator: ArrayLike = None
    published: ArrayLike = None
    rounded_to: int = 1


type ObservedLike = Observed | Sequence[ArrayLike]
"""A figure, or just its count and its denominator."""


def observed_as(name: str, figure: object) -> Observed:
    """`figure`, called `name` in messages, as an Observed.

    Raises StatisticsError for what is neither that nor a count with its denominator.
    """
    if isinstance(figure, Observed):
        return figure
    if isinstance(figure, tuple | list) and len(figure) == 2:
        return Observed(*figure)
    raise StatisticsError(
        f"{name}: {shown(figure)} is not a figure with its denominator. Give Observed(count, denominator), or the pair."
    )


@dataclass(frozen=True, slots=True)
class Possible:
    """Pairs of whole counts and denominators a figure can rest on, and the figure itself on 0 to 1 or by head.

    `note` says, in a sentence, how the counts were found where they were not simply printed.
    """

    counts: Floats
    denominators: Floats
    figure: float
    note: str


def possible(observed: Observed, kind: FigureKind, per: float, decimals: int, of: str = "") -> Possible | str:
    """The counts a figure can rest on, or why it has none, in words. `of` names a comparator, "" the place itself.

    Raises StatisticsError for numbers that are below 0 and for a step of rounding below 1.
    """
    count, denominator = _one("count", observed.count), _one("denominator", observed.denominator)
    if isinstance(count, Symbol) and count is not Symbol.NOT_AVAILABLE:
        return f"{_called('count', of)} is {count.words}"
    if isinstance(denominator, Symbol):
        return f"{_called('denominator', of)} is {denominator.words}"
    if denominator == 0:
        return f"{_called('denominator', of)} is 0, so there is nothing to make a {kind.value} of"
    if isinstance(count, Symbol):
        printed = _one("published", observed.published)
        if isinstance(printed, Symbol):
            return f"{_called('count', of)} is {count.words}"
        return _from_printed(printed, denominator, kind, per, decimals, of)
    return _from_counts(count, denominator, observed.rounded_to, kind, of)


def printed_figure(observed: Observed, per: float) -> float | Symbol:
    """The figure on 0 to 1 or by head: as printed, or from its counts; a symbol where neither can be had."""
    printed = _one("published", observed.published)
    if not isinstance(printed, Symbol):
        return printed / per
    count, denominator = _one("count", observed.count), _one("denominator", observed.denominator)
    if isinstance(count, Symbol) or isinstance(denominator, Symbol):
        return Symbol.strongest(one for one in (count, denominator) if isinstance(one, Symbol))
    return count / denominator if denominator else Symbol.NOT_APPLICABLE


def _from_printed(
    printed: float, denominator: float, kind: FigureKind, per: float, decimals: int, of: str
) -> Possible | str:
    """Every whole count that gives the printed figure, whichever way its halves were rounded."""
    if kind is FigureKind.SHARE and denominator % 1:
        return f"{_called('count', of)} is not printed, and {_called('denominator', of)} is not whole"
    figure, half = Fraction(repr(printed)), Fraction(1, 2 * 10**decimals)
    heads = Fraction(repr(denominator)) / Fraction(repr(per))
    fewest, most = max(0, ceil((figure - half) * heads)), floor((figure + half) * heads)
    if kind is FigureKind.SHARE:
        most = min(most, floor(denominator))
    if most < fewest:
        return f"no whole count on {_called('denominator', of)} gives the printed {printed:g}"
    fits = most - fewest + 1
    note = f"{_start(of)} is not printed; the only one that gives the printed figure was used."
    if fits > 1:
        note = (
            f"{_start(of)} is not printed; {fits:,} would give the printed figure, and each leads to the same answer."
        )
    counts = _spread(fewest, most, _COUNTS)
    return Possible(counts, np.full(counts.shape, denominator), printed / per, note)


def _from_counts(count: float, denominator: float, step: int, kind: FigureKind, of: str) -> Possible | str:
    step = whole_of("rounded_to", step, 1)
    if kind is FigureKind.SHARE and count > denominator:
        return f"{_called('count', of)} is larger than its denominator, which a share's cannot be"
    counts = _rounded(count, step, _COUNTS)
    denominators = _rounded(denominator, step, _DENOMINATORS) if kind is FigureKind.SHARE else np.array([denominator])
    pairs = [(x, n) for x, n in product(counts, denominators) if n > 0 and (kind is FigureKind.RATE or x <= n)]
    note = ""
    if step > 1 and step // 2 >= _NOTED * count:
        note = f"{_start(of)} is rounded to {step}s; all that it can stand for leads to the same answer."
    elif count % 1 or (kind is FigureKind.SHARE and denominator % 1):
        note = f"{_start(of)} is not whole (full-time equivalents) and was taken as one of people."
    x, n = (np.array(column, dtype=np.float64) for column in zip(*pairs, strict=True))
    return Possible(x, n, count / denominator, note)


def _rounded(number: float, step: int, most: int) -> Floats:
    """The whole numbers that `number` can stand for."""
    half = step // 2
    return _spread(max(0, floor(number) - half), ceil(number) + half, most)


def _spread(first: int, last: int, most: int) -> Floats:
    """The whole numbers from `first` to `last`: all, or where they are more than `most`, the ends and some between."""
    if last - first < most:
        return np.arange(first, last + 1, dtype=np.float64)
    return np.linspace(first, last, most).round()


def _one(name: str, number: ArrayLike) -> float | Symbol:
    if type(number) in (int, float) and 0 <= number < _PLAIN:  # type: ignore[operator]
        return float(number) + 0.0  # type: ignore[arg-type]  # most are, and reading them all takes its time
    read = given(name, number, least=0)
    if read.values.ndim:
        raise StatisticsError(f"{name}: a verdict is given on one figure. Ask for each place in turn.")
    return read.symbols[0] if read.symbols else float(read.values)


def _called(part: str, of: str) -> str:
    return f"the {part} of {of}" if of else f"its own {part}"


def _start(of: str) -> str:
    return f"The count of {of}" if of else "Its own count"
