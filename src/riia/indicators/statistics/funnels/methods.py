"""The methods of `funnel_limits`, by kind of figure: which lines, which scale for over-dispersion, which trimming."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Literal, cast

import numpy as np

from riia.indicators.statistics.arrays import Floats, StatisticsError, shown
from riia.indicators.statistics.funnels.dispersion import Trim, scores_of_counts, scores_on, truncated, winsorised
from riia.indicators.statistics.funnels.edges import RateEdges, ShareEdges
from riia.indicators.statistics.funnels.lines import (
    AroundExpected,
    Byar,
    ExactProportion,
    ExactRate,
    Interpolated,
    Lines,
    Normal,
    Widest,
)
from riia.indicators.statistics.funnels.scales import (
    Arcsine,
    Log,
    LogOfCounts,
    PlainProportion,
    PlainRate,
    Root,
    Scale,
    UnsquaredRoot,
)

type Kind = Literal["proportion", "rate", "ratio"]
type Overdispersion = Literal["none", "when needed", "always"]
type Scores = Callable[[Floats, Floats], tuple[Floats, Floats]]


_ROOT: Final = "the square root of the ratio to the target"
_LOG: Final = "the logarithm of the ratio to the target"
_ARCSINE: Final = "the arcsine of the square root"
_PLAIN: Final = "the figure itself, as a share"


@dataclass(frozen=True, slots=True)
class Method:
    """One method for one kind of figure, ready for a target.

    `plain` are the lines of chance alone, `widened` those that allow for a variance between areas on the scale `named`;
    `scores` are the z-scores that over-dispersion is estimated from.
    """

    plain: Lines
    widened: Callable[[float], Lines]
    scores: Scores
    named: str
    trim: Trim = winsorised
    overdispersion: Overdispersion = "when needed"


def _normal(scale: Scale, named: str) -> Method:
    return Method(Normal(scale), partial(Normal, scale), partial(scores_on, scale), named)


def _of_shares(target: float, plain: Lines) -> Method:
    scale = Arcsine(target)

    def widened(tau2: float) -> Lines:
        return Widest(plain, Normal(scale, tau2), ShareEdges(target, tau2))

    return Method(plain, widened, partial(scores_on, scale), _ARCSINE)


def _of_rates(target: float, plain: Lines) -> Method:
    scale = Root(target)

    def widened(tau2: float) -> Lines:
        return Widest(plain, Normal(scale, tau2), RateEdges(target, tau2))

    return Method(plain, widened, partial(scores_on, scale), _ROOT)


def _phe(method: Method) -> Method:
    return replace(method, overdispersion="none")


# FunnelPlotR carries the normal multiples as 1.959964 and 3.090232.
_DECIMALS: Final = 6


def _package(lines: Scale, scores: Scores, named: str) -> Method:
    return Method(Normal(lines, decimals=_DECIMALS), lambda tau2: Normal(lines, tau2, _DECIMALS), scores, named)


def _shmi(target: float) -> Method:
    method = _package(Log(target), partial(scores_on, Log(target)), _LOG)
    return replace(method, plain=AroundExpected(target), trim=truncated)


def _cqc(target: float) -> Method:
    method = _package(UnsquaredRoot(target), partial(scores_on, Root(target)), _ROOT)
    return replace(method, plain=AroundExpected(target))


type _Makers = dict[str, Callable[[float], Method]]

_PROPORTIONS: Final[_Makers] = {
    "exact": lambda target: _of_shares(target, ExactProportion(target)),
    "interpolated": lambda target: _of_shares(target, Interpolated(ExactProportion(target))),
    "score": lambda target: _normal(PlainProportion(target), _PLAIN),
    "stabilised": lambda target: _normal(Arcsine(target), _ARCSINE),
    "PHEindicatormethods": lambda target: _phe(_normal(PlainProportion(target), _PLAIN)),
    "FunnelPlotR": lambda target: _package(Arcsine(target), partial(scores_on, Arcsine(target)), _ARCSINE),
}
_RATES: Final[_Makers] = {
    "exact": lambda target: _of_rates(target, ExactRate(target)),
    "interpolated": lambda target: _of_rates(target, Interpolated(ExactRate(target))),
    "score": lambda target: _normal(PlainRate(target), _PLAIN),
    "byar": lambda target: _of_rates(target, Byar(target)),
    "stabilised": lambda target: _normal(Root(target), _ROOT),
    "log": lambda target: _normal(Log(target), _LOG),
    "PHEindicatormethods": lambda target: _phe(_of_rates(target, Byar(target))),
    "FunnelPlotR": lambda target: _package(LogOfCounts(target), partial(scores_of_counts, target=target), _LOG),
}
_RATIOS: Final[_Makers] = _RATES | {
    "FunnelPlotR": _shmi,
    "FunnelPlotR unrounded": _shmi,
    "FunnelPlotR CQC": _cqc,
}
_METHODS: Final = {"proportion": _PROPORTIONS, "rate": _RATES, "ratio": _RATIOS}


def method_of(kind: str, method: str, target: float) -> Method:
    """The method of that name for figures of that kind. Raises StatisticsError, naming what there is, for any other."""
    makers = _METHODS[kind_of(kind)]
    if not isinstance(method, str) or method not in makers:
        raise StatisticsError(f"method={shown(method)} is not a method for a {kind}. Give one of: {', '.join(makers)}.")
    return makers[method](target)


def kind_of(kind: str) -> Kind:
    """The kind, also from its text. Raises StatisticsError for a kind there is not."""
    if not isinstance(kind, str) or kind not in _METHODS:
        raise StatisticsError(f"kind={shown(kind)} is not known. Give one of: {', '.join(_METHODS)}.")
    return cast("Kind", str(kind))


def as_worked_with(kind: str, method: str, denominators: Floats) -> Floats:
    """The denominators that a method works with: those given, or expected numbers as FunnelPlotR rounds them."""
    return rounded_as_in_r(denominators) if (kind, method) == ("ratio", "FunnelPlotR") else denominators


def rounded_as_in_r(denominators: Floats) -> Floats:
    """Expected numbers with two decimals, as the SHMI is published and FunnelPlotR works with.

    R rounds to the nearer of the two neighbours as they are held in binary, and to the even one of two as near.
    """
    hundreds = 100 * denominators
    below, above = np.floor(hundreds) / 100, np.ceil(hundreds) / 100
    to_below, to_above = denominators - below, above - denominators
    even = np.floor(hundreds) % 2 == 0
    return np.where((to_below < to_above) | ((to_below == to_above) & even), below, above)
