"""The lines of a chart, exact, before anything is judged by them."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from riia.indicators.statistics.control_charts.exact import Exact, mean_of
from riia.indicators.statistics.control_charts.timeline import Timeline

SCREEN = Fraction("3.267")
"""D4 of moving ranges of two: the upper limit of the moving ranges, as a multiple of their mean."""


@dataclass(slots=True)
class Lines:
    """Lines for every period, None where not estimable; `reasons` says why, by step; `screened` counts, by step."""

    values: list[Exact]
    mean: list[Exact]
    middle: list[Exact]
    lower: list[Exact]
    upper: list[Exact]
    lower_close: list[Exact]
    upper_close: list[Exact]
    moving_range: list[Exact]
    screened: list[bool]
    reasons: dict[int, str] = field(default_factory=dict)
    means: dict[int, Exact] = field(default_factory=dict)
    mean_ranges: dict[int, Exact] = field(default_factory=dict)

    @classmethod
    def empty(cls, values: list[Exact]) -> "Lines":
        """No line yet, for these figures."""

        def none() -> list[Exact]:
            return [None] * len(values)

        return cls(values, none(), none(), none(), none(), none(), none(), none(), [False] * len(values))

    def cut(self, least: Fraction | None, most: Fraction | None) -> "Lines":
        """The same, with no line below `least` or above `most`, where no figure can lie."""

        def within(line: list[Exact]) -> list[Exact]:
            cut = line
            if least is not None:
                cut = [None if at is None else max(at, least) for at in cut]
            if most is not None:
                cut = [None if at is None else min(at, most) for at in cut]
            return cut

        return replace(
            self,
            lower=within(self.lower),
            upper=within(self.upper),
            lower_close=within(self.lower_close),
            upper_close=within(self.upper_close),
        )

    def times(self, per: Fraction) -> "Lines":
        """The same for every `per` of the denominator. Moving ranges are of standardised figures, and stay."""

        def scaled(line: list[Exact]) -> list[Exact]:
            return [None if at is None else at * per for at in line]

        return replace(
            self,
            values=scaled(self.values),
            mean=scaled(self.mean),
            middle=scaled(self.middle),
            lower=scaled(self.lower),
            upper=scaled(self.upper),
            lower_close=scaled(self.lower_close),
            upper_close=scaled(self.upper_close),
            means={step: None if mean is None else mean * per for step, mean in self.means.items()},
        )


@dataclass(frozen=True, slots=True)
class Ranges:
    """The moving ranges of one step: their mean, and which were screened out. `mean` is None where there are none."""

    mean: Exact
    screened: tuple[int, ...]
    used: int


def moving_ranges(values: list[Exact], time: Timeline) -> list[Exact]:
    """The distance of each figure to the one before it in its run; None for the first of a run."""
    ranges: list[Exact] = [None] * len(values)
    for run in time.runs:
        for before, at in pairwise(run):
            earlier, later = values[before], values[at]
            if earlier is not None and later is not None:
                ranges[at] = abs(later - earlier)
    return ranges


def mean_range(ranges: list[Exact], time: Timeline, number: int, *, screen: bool) -> Ranges:
    """The mean moving range of the baseline of step `number`, screened once.

    Nelson (1982), Control Charts for Individual Measurements, Journal of Quality Technology 14(3), 172-173: moving
    ranges of 3.267 times their mean or more are left out and the mean is taken again, one time only.
    """
    held = {
        at: size for at, size in enumerate(ranges) if size is not None and time.step[at] == number and time.baseline[at]
    }
    mean = mean_of(list(held.values()))
    if mean is None or not screen:
        return Ranges(mean, (), len(held))
    kept = {at: size for at, size in held.items() if size < SCREEN * mean}
    # All equal to 0: none is below 0, and none is a jump either.
    kept = kept or held
    return Ranges(mean_of(list(kept.values())), tuple(at for at in held if at not in kept), len(kept))
