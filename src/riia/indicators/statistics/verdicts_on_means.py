"""Whether a figure differs from the plain mean of several others by more than chance would explain.

The mean of the statistical neighbours (the Local Authority Interactive Tool) has no count of its own, but its parts
have theirs. Adding the neighbours' counts up instead answers another question: the largest of them then speaks for all,
and a place can be above the mean and below the sum. So the interval of the difference is made from the limits of every
figure in it: Zou GY, Huang W and Zhang X (2009), Computational Statistics and Data Analysis 53:1080-1085, for linear
functions of shares; Zou GY and Donner A (2008), Statistics in Medicine 27:1693-1702, for others. The limits of each are
exact (Clopper-Pearson for shares, Garwood for rates), so that small counts are not called different too soon, and p is
the smallest at which the interval leaves 0 out: interval and verdict cannot disagree.

A median has no such interval and is not offered. Which places the mean is of is taken as settled: the neighbours differ
among each other by more than chance, and another ten would have another mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from riia.indicators.model import Polarity
from riia.indicators.statistics.arguments import entries_of
from riia.indicators.statistics.arrays import Floats
from riia.indicators.statistics.intervals import Limits, clopper_pearson_limits, garwood_limits
from riia.indicators.statistics.observed import FigureKind, ObservedLike, Possible, observed_as, possible
from riia.indicators.statistics.verdict_results import Asked, Shown, Verdict, p_in_words, told, untold

SMALLEST_P = 1e-12
"""Smaller values of p are not told apart."""
_NEARLY_ALL = 1e-9
_STEPS, _FINEST = 100, 1e-14


def verdict_on_mean(
    own: ObservedLike,
    others: Sequence[ObservedLike],
    *,
    name: str,
    kind: FigureKind | str,
    per: float | None = None,
    decimals: int = 1,
    polarity: Polarity | str = Polarity.NONE,
    confidence: float = 0.95,
) -> Verdict:
    """Compare the figure `own` with the mean of `others`, called `name` ("the mean of its statistical neighbours").

    Every other place counts the same, whatever its size; those without a count are left out, and `note` says how many.
    None of them may be, or contain, the place itself: of its region give the other councils. Arguments and answer
    otherwise as for `verdict`.

    Raises StatisticsError for numbers that are none, are below 0, are several, or beyond any count of children, for
    `others` that are no list, an empty name, decimals outside 0 to 9, and a kind or polarity that is not known.
    """
    asked = Asked.of(name, kind, per, decimals, polarity, confidence)
    mine = possible(observed_as("own", own), asked.kind, asked.per, decimals)
    figures = entries_of("others", others, "Give a figure with its denominator for each place in the mean.")
    read = [possible(observed_as("others", other), asked.kind, asked.per, decimals, name) for other in figures]
    known = [each for each in read if isinstance(each, Possible)]
    mean = sum(each.figure for each in known) / len(known) if known else float("nan")
    figure = float("nan") if isinstance(mine, str) else mine.figure
    shown = Shown(figure * asked.per, asked.around_all(mine), mean * asked.per)
    if isinstance(mine, str):
        return untold(asked, shown, mine)
    if not known:
        return untold(asked, shown, f"no place in {name} has a count that is known")
    apart = _Apart.of(mine, known, asked.kind)
    around = apart.limits(asked.alpha)
    p = apart.p()
    note = "" if len(known) == len(read) else f"The mean of {len(known)} of {len(read)}: the others have no count."
    return told(
        asked,
        shown,
        real=not around.lower <= 0 <= around.upper,
        p=p,
        around=Limits(around.lower * asked.per, around.upper * asked.per),
        method=_method(asked, p),
        note=" ".join((note, mine.note)),
    )


@dataclass(frozen=True, slots=True)
class _Apart:
    """A figure and those of the mean, itself first: what each can rest on, end to end, and where each begins.

    `weights` are how each counts in the difference: 1 for the figure itself, less an equal part for each in the mean.
    """

    figures: Floats
    counts: Floats
    denominators: Floats
    starts: list[int]
    weights: Floats
    kind: FigureKind

    @classmethod
    def of(cls, mine: Possible, others: list[Possible], kind: FigureKind) -> "_Apart":
        everyone = [mine, *others]
        sizes = [each.counts.size for each in everyone]
        return cls(
            figures=np.array([each.figure for each in everyone]),
            counts=np.concatenate([each.counts for each in everyone]),
            denominators=np.concatenate([each.denominators for each in everyone]),
            starts=[sum(sizes[:at]) for at in range(len(sizes))],
            weights=np.array([1.0, *[-1 / len(others)] * len(others)]),
            kind=kind,
        )

    @property
    def difference(self) -> float:
        """The figure less the mean."""
        return float(self.weights @ self.figures)

    def limits(self, alpha: float) -> Limits[float]:
        """The interval of the difference that leaves `alpha` outside."""
        if self.kind is FigureKind.SHARE:
            lower, upper = clopper_pearson_limits(self.counts, self.denominators, 1 - alpha)
        else:
            lower, upper = (limit / self.denominators for limit in garwood_limits(self.counts, 1 - alpha))
        below = self.figures - np.minimum.reduceat(lower, self.starts)
        above = np.maximum.reduceat(upper, self.starts) - self.figures
        # What makes the difference small: a figure that is lower than seen, or others that are higher.
        small, large = np.where(self.weights > 0, below, above), np.where(self.weights > 0, above, below)
        return Limits(
            self.difference - float(np.linalg.norm(self.weights * small)),
            self.difference + float(np.linalg.norm(self.weights * large)),
        )

    def p(self) -> float:
        """The smallest share outside at which the interval leaves 0 out; 1 where it never does.

        It is sought by its normal deviate, in which the reach of the interval is nearly a straight line, by false
        position with the Illinois rule (Dowell M and Jarratt P, 1971, BIT 11:168-174).
        """
        near, far = (float(-ndtri(share / 2)) for share in (1 - _NEARLY_ALL, SMALLEST_P))
        at_near, at_far = self._beyond_nought(near), self._beyond_nought(far)
        if at_near >= 0 or at_far <= 0:
            return 1.0 if at_near >= 0 else SMALLEST_P
        for _ in range(_STEPS):
            trial = far - at_far * (far - near) / (at_far - at_near)
            at_trial = self._beyond_nought(trial)
            if at_trial * at_far < 0:
                near, at_near = far, at_far
            else:
                at_near /= 2
            done = abs(trial - far) <= _FINEST * abs(trial) or at_trial == 0
            far, at_far = trial, at_trial
            if done:
                break
        return float(2 * ndtr(-far))

    def _beyond_nought(self, deviate: float) -> float:
        """How far the interval reaches beyond 0 from the difference; below 0 where it leaves 0 out."""
        lower, upper = self.limits(float(2 * ndtr(-deviate)))
        return -lower if self.difference > 0 else upper


def _method(asked: Asked, p: float) -> str:
    exact = "Clopper-Pearson" if asked.kind is FigureKind.SHARE else "exact Poisson"
    figure = "Wilson" if asked.kind is FigureKind.SHARE else "Byar, exact below 10"
    return (
        f"Interval of the difference from a mean, by the {exact} limits of each figure in it (Zou, Huang and Zhang): "
        f"p {p_in_words(p)}. Intervals at {asked.level}: of the figure {figure}."
    )
