"""Directly and indirectly standardised rates: what a place's figure would be if its children were as old as others'.

Groups (ages, sexes) lie along one axis, the last unless told otherwise; every other axis is of places. The numbers are
those of PHEindicatormethods (UK Health Security Agency; `calculate_dsr`, `calculate_ISRatio`, `calculate_ISRate`), with
one departure: there a missing count is added as 0. Here a place that lacks a number in any group is not estimable, and
`reason` says which.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from riia.indicators.statistics.arguments import confidence_of, entries_of, unit_of
from riia.indicators.statistics.arrays import ArrayLike, Floats, StatisticsError, as_given, given
from riia.indicators.statistics.grouped import Reasons, grouped, spread_together
from riia.indicators.statistics.intervals import Answer, Limits, byar_limits

FEWEST_EVENTS = 10
"""Below so many events in all, a directly standardised rate is too unstable to be given (PHEindicatormethods)."""


@dataclass(frozen=True, slots=True)
class DirectlyStandardised:
    """Directly standardised rates, one for each place: floats for one place, arrays for several.

    `value`, `lower` and `upper` are for every `per`; `counts` are the events of all groups together. NaN where
    `reasons` says why, in words, by the position of the place. `error` is what one event adds to the limits: the root
    of the rate's variance over the count.
    """

    value: float | Floats
    lower: float | Floats
    upper: float | Floats
    counts: float | Floats
    error: float | Floats
    reasons: dict[int, str]
    per: float
    confidence: float

    @property
    def reason(self) -> str:
        """Why the first place that has no rate has none; empty where every place has one."""
        return next(iter(self.reasons.values()), "")

    def at(self, confidence: float) -> Answer:
        """The limits at another confidence, such as 0.998."""
        value, error, counts = np.asarray(self.value), np.asarray(self.error), np.asarray(self.counts)
        lower, upper = _dobson(value, error, counts, confidence_of(confidence))
        return Limits(as_given(lower), as_given(upper))


@dataclass(frozen=True, slots=True)
class IndirectlyStandardised:
    """Indirectly standardised ratios and rates, one for each place: floats for one place, arrays for several.

    `ratio` is `observed` by `expected`, and `lower` and `upper` its limits; `rate` is the ratio times `reference_rate`,
    for every `per`, and `rate_limits` its limits. NaN where `reasons` says why, in words, by the position of the place.
    """

    observed: float | Floats
    expected: float | Floats
    ratio: float | Floats
    lower: float | Floats
    upper: float | Floats
    reference_rate: float | Floats
    rate: float | Floats
    rate_limits: Answer
    reasons: dict[int, str]
    per: float
    confidence: float

    @property
    def reason(self) -> str:
        """Why the first place that has no ratio has none; empty where every place has one."""
        return next(iter(self.reasons.values()), "")

    def at(self, confidence: float) -> Answer:
        """The limits of the ratio at another confidence, such as 0.998; times `reference_rate`, those of the rate."""
        lower, upper = byar_limits(np.asarray(self.observed), confidence_of(confidence))
        known = np.where(np.isnan(self.ratio), np.nan, self.expected)
        return Limits(as_given(lower / known), as_given(upper / known))


def directly_standardised(
    counts: ArrayLike,
    populations: ArrayLike,
    standard_population: ArrayLike,
    per: float = 10_000,
    confidence: float = 0.95,
    *,
    axis: int = -1,
    groups: Sequence[str] | None = None,
) -> DirectlyStandardised:
    """The rates of places as they would be with the make-up of the standard population, and their limits.

    The rate is the mean of the groups' rates, weighted by the standard population. Limits after Dobson AJ, Kuulasmaa K,
    Eberle E and Scherer J (1991), Statistics in Medicine 10:457-462, from Byar's limits of the total count. Below 10
    events in all there is no rate. `groups` names the groups in reasons. Events are taken as independent: for children
    who come again see `directly_standardised_repeats`.

    Raises StatisticsError for numbers below 0, shapes that do not go together, and a standard population that lacks a
    group or is 0 in all.
    """
    events, people = grouped("counts", counts, axis), grouped("populations", populations, axis)
    weights = _standard(standard_population, axis)
    x, n, w = spread_together(counts=events.values, populations=people.values, standard_population=weights)
    reasons = Reasons(x.shape[:-1], _named(groups, x.shape[-1]))
    reasons.missing("count", events)
    reasons.missing("population", people)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.where(w == 0, 0.0, x * (w / n) ** 2).sum(axis=-1) / w.sum(axis=-1) ** 2
    return _direct(x, n, w, variance, reasons, per, confidence)


def directly_standardised_repeats(
    children: ArrayLike,
    times: ArrayLike,
    populations: ArrayLike,
    standard_population: ArrayLike,
    per: float = 10_000,
    confidence: float = 0.95,
    *,
    groups: Sequence[str] | None = None,
) -> DirectlyStandardised:
    """As `directly_standardised`, for events of which one child can have several, such as referrals.

    `children` has an axis more, the last but one: how many children had 1, 2, 3 ... events, as `times` says; groups lie
    along the last. The rate is that of events. Its variance adds those of the frequencies, each by its square
    (PHEindicatormethods, `calculate_dsr` with events that are not independent), so the limits are wider.

    Raises StatisticsError as `directly_standardised` does, and for `times` that do not go with `children`.
    """
    seen, people = grouped("children", children, -1), grouped("populations", populations, -1)
    often = grouped("times", times, -1).values
    if seen.values.ndim < 2 or often.shape != seen.values.shape[-2:-1] or np.isnan(often).any():
        raise StatisticsError("children must have one row for each of `times`, and times no gaps. Check their shapes.")
    each = np.moveaxis(seen.values, -2, 0)
    x, squared, n, w = spread_together(
        children=np.tensordot(often, each, 1),
        squares=np.tensordot(often**2, each, 1),
        populations=people.values,
        standard_population=_standard(standard_population, -1),
    )
    reasons = Reasons(x.shape[:-1], _named(groups, x.shape[-1]))
    reasons.missing("count", seen.joined(-2))
    reasons.missing("population", people)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.where(w == 0, 0.0, squared * (w / n) ** 2).sum(axis=-1) / w.sum(axis=-1) ** 2
    return _direct(x, n, w, variance, reasons, per, confidence)


def indirectly_standardised(
    counts: ArrayLike,
    populations: ArrayLike,
    reference_counts: ArrayLike,
    reference_populations: ArrayLike,
    per: float = 10_000,
    confidence: float = 0.95,
    *,
    axis: int = -1,
    groups: Sequence[str] | None = None,
) -> IndirectlyStandardised:
    """How many events a place had for every one it would have had at the reference's rates, and its rate by that.

    `counts` are by group, or already added up: then with one axis less than `populations`. Limits of the count: exact
    Poisson below 10, Byar's from 10 (Breslow NE and Day NE, 1987, "Statistical methods in cancer research" volume II),
    divided by the events expected, which are taken as known. Places compared with one reference are not comparable
    with each other: their groups are weighted differently.

    Raises StatisticsError for numbers below 0, shapes that do not go together, and a reference that lacks a group or
    has one without population.
    """
    people = grouped("populations", populations, axis)
    x_ref, n_ref = _reference(reference_counts, reference_populations, axis)
    read = given("counts", counts, least=0)
    added_up = read.values.ndim < people.values.ndim
    events = grouped("counts", read, -1 if added_up else axis, whole_axis=added_up)
    x, n, x_ref, n_ref = spread_together(
        counts=events.values, populations=people.values, reference_counts=x_ref, reference_populations=n_ref
    )
    reasons = Reasons(n.shape[:-1], _named(groups, n.shape[-1]))
    reasons.missing("count", events)
    reasons.missing("population", people)
    observed, expected = x[..., 0] if added_up else x.sum(axis=-1), (x_ref / n_ref * n).sum(axis=-1)
    reasons.where(expected == 0, "no events are expected at the reference's rates")
    level, unit = confidence_of(confidence), unit_of(per)
    known = np.where(reasons.none, expected, np.nan)
    lower, upper = (limit / known for limit in byar_limits(np.array(observed), level))
    reference_rate = x_ref.sum(axis=-1) / n_ref.sum(axis=-1) * unit
    return IndirectlyStandardised(
        observed=as_given(np.array(observed)),
        expected=as_given(np.array(expected)),
        ratio=as_given(observed / known),
        lower=as_given(lower),
        upper=as_given(upper),
        reference_rate=as_given(reference_rate),
        rate=as_given(observed / known * reference_rate),
        rate_limits=Limits(as_given(lower * reference_rate), as_given(upper * reference_rate)),
        reasons=reasons.words,
        per=unit,
        confidence=level,
    )


def _direct(
    x: Floats, n: Floats, w: Floats, variance: Floats, reasons: Reasons, per: float, confidence: float
) -> DirectlyStandardised:
    level, unit = confidence_of(confidence), unit_of(per)
    counts = x.sum(axis=-1)
    for group in range(w.shape[-1]):
        empty = (n[..., group] == 0) & (w[..., group] > 0)
        reasons.where(empty, f"the population of {reasons.groups[group]} is 0, so that group has no rate")
    reasons.where(counts < FEWEST_EVENTS, f"there are fewer than {FEWEST_EVENTS} events in all groups together")
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.where(w == 0, 0.0, w * x / n)
        value = np.where(reasons.none, rates.sum(axis=-1) / w.sum(axis=-1) * unit, np.nan)
        error = np.where(reasons.none, np.sqrt(variance / counts) * unit, np.nan)
    lower, upper = _dobson(value, error, counts, level)
    return DirectlyStandardised(
        value=as_given(value),
        lower=as_given(lower),
        upper=as_given(upper),
        counts=as_given(counts),
        error=as_given(error),
        reasons=reasons.words,
        per=unit,
        confidence=level,
    )


def _dobson(value: Floats, error: Floats, counts: Floats, level: float) -> tuple[Floats, Floats]:
    lower, upper = byar_limits(counts, level)
    return value + error * (lower - counts), value + error * (upper - counts)


def _standard(standard_population: ArrayLike, axis: int) -> Floats:
    weights = grouped("standard_population", standard_population, axis).values
    if np.isnan(weights).any() or (weights.sum(axis=-1) == 0).any():
        raise StatisticsError("standard_population lacks a group or is 0 in all. Give a number for each group.")
    return weights


def _reference(counts: ArrayLike, populations: ArrayLike, axis: int) -> tuple[Floats, Floats]:
    x = grouped("reference_counts", counts, axis).values
    n = grouped("reference_populations", populations, axis).values
    if np.isnan(x).any() or np.isnan(n).any() or (n == 0).any():
        raise StatisticsError(
            "reference_counts and reference_populations lack a number in a group, or have a group without population. "
            "Join that group with another."
        )
    return x, n


def _named(groups: Sequence[str] | None, number: int) -> Sequence[str]:
    if groups is None:
        return [f"the group at position {at}" for at in range(number)]
    names = [str(name) for name in entries_of("groups", groups, "Name each group.")]
    if len(names) != number:
        raise StatisticsError(f"groups names {len(names)} groups, and the numbers have {number}. Name each of them.")
    return names
