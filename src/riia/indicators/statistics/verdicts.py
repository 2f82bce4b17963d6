"""Whether a figure differs from the one it is compared with by more than chance would explain, in one sentence.

The test. Both sides are counts with a denominator: shares are compared by Fisher's exact test (1935), rates by the
exact conditional test of two Poisson counts (Przyborowski and Wilenski 1940), with the p-values that R's `fisher.test`
and `poisson.test` print. Exact, because counts are small: three children more are not called a difference.

Nothing is counted twice. England and the region contain the place: its counts are taken out of theirs, and it is tested
against the rest. It differs from the whole exactly when it differs from the rest, in the same direction. Their
own uncertainty is then part of the test, however small. Only where a comparator's counts are not published, or do not
belong to its printed figure, is it taken as known without error (`Relation.KNOWN`), as Fingertips takes England's value
in "compared with England" (UK Health Security Agency, Public health technical guidance): for England that is nearly the
same, since a council is a hundredth part of it; between a place and its own last year it would call too much real.

What it cannot see. Chance here means independent events. Brothers and sisters are referred, and come into care, on one
day, so true chance is somewhat larger: an answer near the edge is weaker than it looks, and the funnel with
over-dispersion answers the question for all councils at once. The same children counted on two 31 Marches make the two
years alike, and the test of one year against the other too cautious. A verdict says nothing about causes.
"""

from dataclasses import dataclass

import numpy as np

from riia.indicators.model import Polarity, Symbol
from riia.indicators.statistics.arrays import Floats
from riia.indicators.statistics.intervals import Answer, Limits, difference_of_rates, difference_of_shares
from riia.indicators.statistics.observed import (
    FigureKind,
    Observed,
    ObservedLike,
    Possible,
    observed_as,
    possible,
    printed_figure,
)
from riia.indicators.statistics.two_samples import binomial_test, fisher_test, poisson_test, rate_test
from riia.indicators.statistics.verdict_results import (
    Asked,
    Relation,
    Shown,
    Verdict,
    envelope,
    p_in_words,
    told,
    untold,
)


def verdict(
    own: ObservedLike,
    other: ObservedLike,
    *,
    name: str,
    relation: Relation | str,
    kind: FigureKind | str,
    per: float | None = None,
    decimals: int = 1,
    polarity: Polarity | str = Polarity.NONE,
    confidence: float = 0.95,
) -> Verdict:
    """Compare the figure `own` with `other`, called `name` in the sentence ("England", "a year earlier").

    Each is an `Observed`, or a count with its denominator. `relation` says what the two have in common: "contains"
    (England, which contains the place), "apart" (nothing), "known" or "average", see `Relation`; `kind` is "share" or
    "rate".

    `per` is the unit: 100 for a share, 10,000 for a rate unless given. `decimals` are those the figures are shown with:
    figures that are shown alike are never called different unless chance would not explain it. Missing and suppressed
    parts, denominators of 0 and averages answer UNKNOWN with the reason; they are never an error.

    Raises StatisticsError for numbers that are none, are below 0, are several, or beyond any count of children, for an
    empty name, for decimals outside 0 to 9, and for a relation, kind or polarity that is not known.
    """
    asked = Asked.of(name, kind, per, decimals, polarity, confidence)
    own, other, relation = observed_as("own", own), observed_as("other", other), Relation.of(relation)
    mine = possible(own, asked.kind, asked.per, decimals)
    theirs = _comparator(other, relation, asked)
    shown = Shown(_figure(mine, own, asked.per), asked.around_all(mine), _figure(theirs, other, asked.per))
    if isinstance(mine, str) or isinstance(theirs, str):
        return untold(asked, shown, ", and ".join(reason for reason in (mine, theirs) if isinstance(reason, str)))
    tested = _tested(mine, theirs, relation, asked)
    if isinstance(tested, str):
        return untold(asked, shown, tested)
    return _decided(tested, relation, asked, shown, f"{mine.note} {theirs.note}")


@dataclass(frozen=True, slots=True)
class _Tested:
    """For every way in which the counts can be: p, whether the figure is higher (1), lower (-1) or neither."""

    p: Floats
    direction: Floats
    difference_limits: Answer


def _comparator(other: Observed, relation: Relation, asked: Asked) -> Possible | str:
    """What the figure is tested against; for KNOWN a figure without counts, at both ends of its rounding."""
    if relation is Relation.AVERAGE:
        return f"{asked.name} is an average of several places, which has no count of its own to test against"
    if relation is not Relation.KNOWN:
        return possible(other, asked.kind, asked.per, asked.decimals, asked.name)
    figure = printed_figure(other, asked.per)
    if isinstance(figure, Symbol):
        return f"the figure of {asked.name} is {figure.words}"
    half = 0.5 * 10**-asked.decimals / asked.per
    most = 1.0 if asked.kind is FigureKind.SHARE else np.inf
    if figure > most:
        return f"the figure of {asked.name} is above {asked.per:g}, which a share cannot be"
    ends = np.unique(np.clip([figure - half, figure, figure + half], 0.0, most))
    return Possible(ends, np.ones(ends.shape), figure, "")


def _tested(mine: Possible, theirs: Possible, relation: Relation, asked: Asked) -> _Tested | str:
    """Test every pair of possible counts, or say why the two do not go together."""
    first, second = (at.ravel() for at in np.meshgrid(np.arange(mine.counts.size), np.arange(theirs.counts.size)))
    x, n, y, m = mine.counts[first], mine.denominators[first], theirs.counts[second], theirs.denominators[second]
    if relation is Relation.KNOWN:
        share = asked.kind is FigureKind.SHARE
        p = np.asarray(binomial_test(x, n, y) if share else poisson_test(x, n, y, 1))
        lower, upper = asked.around(x, n)
        return _Tested(p, np.sign(x / n - y), Limits(lower - y * asked.per, upper - y * asked.per))
    part = np.zeros(n.shape)
    if relation is Relation.CONTAINS:
        if (m < n).all():
            return f"its denominator is larger than that of {asked.name}, which should contain it"
        if (y < x).all():
            return f"its count is larger than that of {asked.name}, which should contain it"
        if (m == n).all() and (y > x).all():
            return f"its count is smaller than that of {asked.name}, though nobody is in {asked.name} besides it"
        if not (m > n).any():
            return f"there is nobody in {asked.name} besides it"
        fits = (m > n) & (y >= x) & ((m - n >= y - x) | (asked.kind is FigureKind.RATE))
        if not fits.any():
            return f"its count does not fit into that of {asked.name}, which should contain it"
        x, n, y, m = x[fits], n[fits], y[fits], m[fits]
        part = n / m
        y, m = y - x, m - n
    test = fisher_test if asked.kind is FigureKind.SHARE else rate_test
    lower, upper = _between(x, n, y, m, asked)
    # The difference from the whole is that from the rest, made smaller by the place's own part in the whole.
    return _Tested(
        np.asarray(test(x, n, y, m)),
        np.sign(x / n - y / m),
        Limits(lower * (1 - part), upper * (1 - part)),
    )


def _between(x: Floats, n: Floats, y: Floats, m: Floats, asked: Asked) -> Answer:
    """The interval of each difference of two figures that share nothing, in the unit asked for."""
    if asked.kind is FigureKind.RATE:
        return difference_of_rates(x, n, y, m, asked.per, asked.confidence)
    lower, upper = difference_of_shares(x, n, y, m, asked.confidence)
    return Limits(lower * asked.per, upper * asked.per)


def _decided(tested: _Tested, relation: Relation, asked: Asked, shown: Shown, note: str) -> Verdict:
    """The verdict that all possible counts lead to, or UNKNOWN where they lead to several."""
    found = tested.p < asked.alpha
    real = bool(found.all() and (tested.direction == np.sign(shown.difference)).all())
    if found.any() and not real:
        return untold(asked, shown, "the counts behind the rounded figures could lead to either answer")
    # The p least favourable to the verdict, where several counts are possible.
    p = float(tested.p.max() if real else tested.p.min())
    around = envelope(tested.difference_limits)
    if real == (around.lower <= 0 <= around.upper):
        note = f"{note} A close call: the interval of the difference and the exact test disagree; the test decides."
    return told(asked, shown, real=real, p=p, around=around, method=_method(relation, asked, p), note=note)


def _method(relation: Relation, asked: Asked, p: float) -> str:
    share = asked.kind is FigureKind.SHARE
    if relation is Relation.KNOWN:
        test = f"Exact {'binomial' if share else 'Poisson'} test against the figure of {asked.name}, taken as known"
        around = ""
    else:
        test = "Fisher's exact test" if share else "Exact conditional test of two Poisson counts"
        test += f" against {asked.name}{' without the place itself' if relation is Relation.CONTAINS else ''}"
        around = ", of the difference " + ("Newcombe" if share else "Zou and Donner")
    figure = "Wilson" if share else "Byar, exact below 10"
    return f"{test}: p {p_in_words(p)}. Intervals at {asked.level}: of the figure {figure}{around}."


def _figure(read: Possible | str, observed: Observed, per: float) -> float:
    """The figure in its unit, NaN where there is none."""
    if isinstance(read, Possible):
        return read.figure * per
    figure = printed_figure(observed, per)
    return float("nan") if isinstance(figure, Symbol) else figure * per
