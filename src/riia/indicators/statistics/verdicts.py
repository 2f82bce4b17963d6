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
from enum import StrEnum
from math import floor

import numpy as np

from riia.indicators.model import Number, Polarity, Symbol
from riia.indicators.statistics.arrays import Floats, confidence_of
from riia.indicators.statistics.benchmarks.judgements import Judgement, judge
from riia.indicators.statistics.intervals import Answer, Limits, byar, difference_of_rates, difference_of_shares, wilson
from riia.indicators.statistics.observed import FigureKind, Observed, Possible, possible, printed_figure
from riia.indicators.statistics.two_samples import binomial_test, fisher_test, poisson_test, rate_test


class Relation(StrEnum):
    """How the comparator stands to the figure."""

    APART = "apart"
    """Nothing is counted in both: another council, the same place a year earlier."""
    CONTAINS = "contains"
    """The place is part of it: England, its region."""
    KNOWN = "known"
    """Taken as known without error: a target; England, where only its printed figure can be used."""
    AVERAGE = "average"
    """A mean or median of several places, which has no count of its own."""


class VerdictKind(StrEnum):
    """What can be said."""

    HIGHER = "higher"
    LOWER = "lower"
    HIGHER_BY_CHANCE = "higher, within chance"
    LOWER_BY_CHANCE = "lower, within chance"
    SAME = "the same"
    UNKNOWN = "cannot be told"

    @property
    def more_than_chance(self) -> bool:
        """True for a difference that chance alone would not explain."""
        return self in {VerdictKind.HIGHER, VerdictKind.LOWER}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of `verdict`. Numbers are in the unit asked for, and NaN where they cannot be had.

    `words` stand on their own: "higher than England, and more than chance would explain"; `sentence` puts them in one
    with the place. `method` is for the line under it, `note` what else a careful reader should know, empty where there
    is nothing. `why` says what is missing where `kind` is UNKNOWN, and is empty otherwise. `judgement` is better or
    worse only where there is a polarity and more than chance. `limits` are those of the figure itself; `difference` is
    the figure minus that of the comparator, called `name`, and `difference_limits` are its.
    """

    name: str
    kind: VerdictKind
    words: str
    method: str
    note: str
    why: str
    judgement: Judgement
    figure: float
    limits: Limits[float]
    comparator: float
    difference: float
    difference_limits: Limits[float]
    p: float
    confidence: float

    def sentence(self, place: str) -> str:
        """The verdict as a sentence: "Derby is higher than England, and more than chance would explain."."""
        if self.kind is VerdictKind.UNKNOWN:
            return f"Whether {place} differs from {self.name} by more than chance {self.words}."
        return f"{place} is {self.words}."


def verdict(
    own: Observed,
    other: Observed,
    *,
    name: str,
    relation: Relation,
    kind: FigureKind,
    per: float | None = None,
    decimals: int = 1,
    polarity: Polarity = Polarity.NONE,
    confidence: float = 0.95,
) -> Verdict:
    """Compare the figure `own` with `other`, called `name` in the sentence ("England", "a year earlier").

    `per` is the unit: 100 for a share, 10,000 for a rate unless given. `decimals` are those the figures are shown with:
    figures that are shown alike are never called different unless chance would not explain it. Missing and suppressed
    parts, denominators of 0 and averages answer UNKNOWN with the reason; they are never an error.

    Raises StatisticsError for numbers that are none, are below 0, or are several.
    """
    asked = _Asked(name, relation, kind, float(per or kind.per), decimals, polarity, confidence_of(confidence))
    mine = possible(own, kind, asked.per, decimals)
    theirs = _comparator(other, asked)
    shown = (_shown(mine, own, asked.per), _shown(theirs, other, asked.per))
    limits = _envelope(asked.around(mine.counts, mine.denominators)) if isinstance(mine, Possible) else _NO_LIMITS
    reasons = [reason for reason in (mine, theirs) if isinstance(reason, str)]
    if isinstance(mine, Possible) and isinstance(theirs, Possible):
        tested = _tested(mine, theirs, asked)
        if isinstance(tested, _Tested):
            return _decided(tested, asked, shown, limits, " ".join(filter(None, (mine.note, theirs.note))))
        reasons = [tested]
    return _untold(asked, shown, limits, ", and ".join(reasons))


_NO_LIMITS = Limits(float("nan"), float("nan"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked, apart from the two figures."""

    name: str
    relation: Relation
    kind: FigureKind
    per: float
    decimals: int
    polarity: Polarity
    confidence: float

    def around(self, counts: Floats, denominators: Floats) -> Answer:
        """The interval of each figure, in the unit asked for."""
        if self.kind is FigureKind.RATE:
            return byar(counts, denominators, self.per, self.confidence)
        lower, upper = wilson(counts, denominators, self.confidence)
        return Limits(lower * self.per, upper * self.per)

    def between(self, x: Floats, n: Floats, y: Floats, m: Floats) -> Answer:
        """The interval of each difference of two figures that share nothing, in the unit asked for."""
        if self.kind is FigureKind.RATE:
            return difference_of_rates(x, n, y, m, self.per, self.confidence)
        lower, upper = difference_of_shares(x, n, y, m, self.confidence)
        return Limits(lower * self.per, upper * self.per)


@dataclass(frozen=True, slots=True)
class _Tested:
    """For every way in which the counts can be: p, whether the figure is higher (1), lower (-1) or neither."""

    p: Floats
    direction: Floats
    difference_limits: Answer


def _comparator(other: Observed, asked: _Asked) -> Possible | str:
    """What the figure is tested against; for KNOWN a figure without counts, at both ends of its rounding."""
    if asked.relation is Relation.AVERAGE:
        return f"{asked.name} is an average of several places, which has no count of its own to test against"
    if asked.relation is not Relation.KNOWN:
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


def _tested(mine: Possible, theirs: Possible, asked: _Asked) -> _Tested | str:
    """Test every pair of possible counts, or say why the two do not go together."""
    first, second = (at.ravel() for at in np.meshgrid(np.arange(mine.counts.size), np.arange(theirs.counts.size)))
    x, n, y, m = mine.counts[first], mine.denominators[first], theirs.counts[second], theirs.denominators[second]
    if asked.relation is Relation.KNOWN:
        share = asked.kind is FigureKind.SHARE
        p = np.asarray(binomial_test(x, n, y) if share else poisson_test(x, n, y, 1))
        lower, upper = asked.around(x, n)
        return _Tested(p, np.sign(x / n - y), Limits(lower - y * asked.per, upper - y * asked.per))
    part = np.zeros(n.shape)
    if asked.relation is Relation.CONTAINS:
        if (m < n).all():
            return f"its denominator is larger than that of {asked.name}, which should contain it"
        if not (m > n).any():
            return f"there is nobody in {asked.name} besides it"
        fits = (m > n) & (y >= x) & ((m - n >= y - x) | (asked.kind is FigureKind.RATE))
        if not fits.any():
            return f"its count does not fit into that of {asked.name}, which should contain it"
        x, n, y, m = x[fits], n[fits], y[fits], m[fits]
        part = n / m
        y, m = y - x, m - n
    test = fisher_test if asked.kind is FigureKind.SHARE else rate_test
    lower, upper = asked.between(x, n, y, m)
    # The difference from the whole is that from the rest, made smaller by the place's own part in the whole.
    return _Tested(
        np.asarray(test(x, n, y, m)),
        np.sign(x / n - y / m),
        Limits(lower * (1 - part), upper * (1 - part)),
    )


def _decided(tested: _Tested, asked: _Asked, shown: tuple[float, float], limits: Limits[float], note: str) -> Verdict:
    """The verdict that all possible counts lead to, or UNKNOWN where they lead to several."""
    real = tested.p < round(1 - asked.confidence, 12)
    difference = shown[0] - shown[1]
    if real.all() and (tested.direction == np.sign(difference)).all():
        kind, p = (VerdictKind.HIGHER if difference > 0 else VerdictKind.LOWER), tested.p.max()
    elif real.any():
        return _untold(asked, shown, limits, "the counts behind the rounded figures could lead to either answer")
    else:
        kind, p = _within_chance(shown, asked.decimals), tested.p.min()
    around = _envelope(tested.difference_limits)
    if kind is not VerdictKind.SAME and kind.more_than_chance != (not around.lower <= 0 <= around.upper):
        note = f"{note} A close call: the interval of the difference and the exact test disagree; the test decides."
    judgement = Judgement.NOT_JUDGED
    if kind.more_than_chance:
        judgement = judge(Number(difference), asked.polarity)
    return Verdict(
        name=asked.name,
        kind=kind,
        words=_words(kind, asked.name, judgement),
        method=_method(asked, float(p)),
        note=note.strip(),
        why="",
        judgement=judgement,
        figure=shown[0],
        limits=limits,
        comparator=shown[1],
        difference=difference,
        difference_limits=around,
        p=float(p),
        confidence=asked.confidence,
    )


def _within_chance(shown: tuple[float, float], decimals: int) -> VerdictKind:
    # Half up, as published; the inner rounding keeps a binary 0.225 from falling below its decimal half.
    alike = [floor(round(value * 10**decimals, 6) + 0.5) for value in shown]
    if alike[0] == alike[1]:
        return VerdictKind.SAME
    return VerdictKind.HIGHER_BY_CHANCE if shown[0] > shown[1] else VerdictKind.LOWER_BY_CHANCE


def _untold(asked: _Asked, shown: tuple[float, float], limits: Limits[float], why: str) -> Verdict:
    return Verdict(
        name=asked.name,
        kind=VerdictKind.UNKNOWN,
        words=f"cannot be told: {why}",
        method="No test was made.",
        note="",
        why=why,
        judgement=Judgement.NOT_JUDGED,
        figure=shown[0],
        limits=limits,
        comparator=shown[1],
        difference=shown[0] - shown[1],
        difference_limits=_NO_LIMITS,
        p=float("nan"),
        confidence=asked.confidence,
    )


def _words(kind: VerdictKind, name: str, judgement: Judgement) -> str:
    """The verdict. Better or worse is only said of what is more than chance."""
    if kind is VerdictKind.SAME:
        return f"no different from {name}"
    side = "higher" if kind in {VerdictKind.HIGHER, VerdictKind.HIGHER_BY_CHANCE} else "lower"
    if not kind.more_than_chance:
        return f"{side} than {name}, but chance alone could explain it"
    judged = "" if judgement is Judgement.NOT_JUDGED else f" ({judgement.value})"
    return f"{side}{judged} than {name}, and more than chance would explain"


def _method(asked: _Asked, p: float) -> str:
    share = asked.kind is FigureKind.SHARE
    if asked.relation is Relation.KNOWN:
        test = f"Exact {'binomial' if share else 'Poisson'} test against the figure of {asked.name}, taken as known"
        around = ""
    else:
        test = "Fisher's exact test" if share else "Exact conditional test of two Poisson counts"
        test += f" against {asked.name}{' without the place itself' if asked.relation is Relation.CONTAINS else ''}"
        around = ", of the difference " + ("Newcombe" if share else "Zou and Donner")
    figure = "Wilson" if share else "Byar, exact below 10"
    level = f"{100 * asked.confidence:.10g} %"
    return f"{test}: p {_p(p)}. Intervals at {level}: of the figure {figure}{around}."


def _p(p: float) -> str:
    return "below 0.001" if p < 0.001 else f"= {p:.3g}"


def _shown(read: Possible | str, observed: Observed, per: float) -> float:
    """The figure in its unit, NaN where there is none."""
    if isinstance(read, Possible):
        return read.figure * per
    figure = printed_figure(observed, per)
    return float("nan") if isinstance(figure, Symbol) else figure * per


def _envelope(those: Answer) -> Limits[float]:
    """The lowest lower and the highest upper limit of all that is possible."""
    return Limits(float(np.min(those.lower)), float(np.max(those.upper)))
