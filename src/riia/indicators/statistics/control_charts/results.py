"""What a control chart answers: numbers for every period, and what they mean in words."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from riia.indicators.model import Polarity, Symbol
from riia.indicators.statistics.arrays import Bools, Floats
from riia.indicators.statistics.control_charts.rules import ChartRule
from riia.indicators.statistics.control_charts.timeline import FEWEST_FIXED

type Integers = NDArray[np.int64]

MINIMUM_POINTS: Final = 13
"""Figures a step wants before its limits are more than trial limits, as NHSRplotthedots 0.2.2 counts."""

FEWEST_POINTS: Final = 5
"""Below this no figure can lie outside limits that rest on it, so that "common cause" would say nothing at all."""


class ChartKind(StrEnum):
    """How the limits of a chart are made."""

    XMR = "xmr"
    P = "p"
    P_EXACT = "p exact"
    P_PRIME = "p prime"
    U = "u"
    U_EXACT = "u exact"
    U_PRIME = "u prime"

    @property
    def words(self) -> str:
        """The chart in words."""
        return _KINDS[self]

    @property
    def middle(self) -> str:
        """What its middle line is."""
        return "median" if self in {ChartKind.P_EXACT, ChartKind.U_EXACT} else "mean"


_KINDS = {
    ChartKind.XMR: "XmR chart (individual figures and moving ranges)",
    ChartKind.P: "p-chart (shares, limits three standard errors from the mean)",
    ChartKind.P_EXACT: "p-chart (shares, exact binomial limits)",
    ChartKind.P_PRIME: "p′-chart (shares, limits widened for over-dispersion after Laney)",
    ChartKind.U: "u-chart (rates of counts, limits three standard errors from the mean)",
    ChartKind.U_EXACT: "u-chart (rates of counts, exact Poisson limits)",
    ChartKind.U_PRIME: "u′-chart (rates of counts, limits widened for over-dispersion after Laney)",
}


class PointType(StrEnum):
    """What a point, or the latest one for the whole chart, shows. The special causes carry NHSRplotthedots' codes."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "special_cause_improvement"
    CONCERN = "special_cause_concern"
    NEUTRAL_HIGH = "special_cause_neutral_high"
    NEUTRAL_LOW = "special_cause_neutral_low"
    NOT_ESTIMABLE = "not_estimable"
    MISSING = "missing"

    @property
    def is_special(self) -> bool:
        """True where a rule fired."""
        return self.value.startswith("special")

    @property
    def words(self) -> str:
        """The type in plain words."""
        return _TYPES[self]


_TYPES = {
    PointType.COMMON_CAUSE: "common cause variation",
    PointType.IMPROVEMENT: "special cause, an improvement",
    PointType.CONCERN: "special cause, a concern",
    PointType.NEUTRAL_HIGH: "special cause, high",
    PointType.NEUTRAL_LOW: "special cause, low",
    PointType.NOT_ESTIMABLE: "limits not estimable",
    PointType.MISSING: "no figure",
}


class Assurance(StrEnum):
    """Whether the process, left as it is, meets its target. The first three carry NHSRplotthedots' codes."""

    PASS = "consistent_pass"  # noqa: S105 - a verdict, not a password
    FAIL = "consistent_fail"
    INCONSISTENT = "inconsistent"
    NOT_JUDGED = "not_judged"
    NOT_ESTIMABLE = "not_estimable"

    @property
    def words(self) -> str:
        """The assurance in plain words."""
        return _ASSURANCES[self]


_ASSURANCES = {
    Assurance.PASS: "the target is met consistently",
    Assurance.FAIL: "the target is missed consistently",
    Assurance.INCONSISTENT: "the target is met in some periods and missed in others",
    Assurance.NOT_JUDGED: "not judged against a target",
    Assurance.NOT_ESTIMABLE: "limits not estimable",
}


@dataclass(frozen=True, slots=True)
class ChartStep:
    """A stretch of periods with limits of its own.

    `first` and `last` are positions from 0, both included; `points` the figures in it, `baseline` those the limits rest
    on. `mean_moving_range` is the one the limits are made of (of standardised figures for p′ and u′; NaN for p and u).
    `is_trial` says that there are fewer figures than wanted. `reason` says why the limits are not estimable, and is
    empty where they are.
    """

    number: int
    first: int
    last: int
    points: int
    baseline: int
    mean: float
    mean_moving_range: float
    screened: int
    is_trial: bool
    reason: str

    @property
    def resting(self) -> int:
        """How many figures count towards firm limits: all of the step, unless gaps leave its fixed baseline short."""
        return self.points if self.baseline >= FEWEST_FIXED else self.baseline


@dataclass(frozen=True, slots=True, eq=False)
class ControlChart:
    """A control chart: one entry for each period given, in the order given, periods without a figure included.

    `values` (NaN where there is none, `symbols` says why), the lines `mean`, `middle` (on one side of which runs lie:
    the mean, in exact charts the median), `lower`, `upper` and the inner lines `lower_close`, `upper_close` two thirds
    of the way to them (in exact charts: as rare as two sigma), `moving_range` (to the figure before; NaN for the first
    of a run), `screened` (that moving range was left out of the limits), `baseline` (the limits rest on this figure),
    `step` (from 1), `rules` that fired, the deciding one first, and the `point_types` that follow. NaN stands in a line
    where it is not estimable.

    `variation` is the type of the latest figure, at position `latest` (None without any); `assurance` compares the
    target with the latest limits. `summary` says both in one or two sentences; `notes` what else a reader must know,
    `labels` what to write at each period.
    Verdicts are made of the floats in these arrays, a figure being taken at 15 significant digits: a point is outside
    exactly where value > upper or value < lower.
    """

    kind: ChartKind
    values: Floats
    symbols: dict[int, Symbol]
    mean: Floats
    middle: Floats
    lower: Floats
    upper: Floats
    lower_close: Floats
    upper_close: Floats
    moving_range: Floats
    screened: Bools
    baseline: Bools
    step: Integers
    rules: tuple[tuple[ChartRule, ...], ...]
    point_types: tuple[PointType, ...]
    steps: tuple[ChartStep, ...]
    polarity: Polarity
    target: float | None
    latest: int | None
    variation: PointType
    assurance: Assurance
    summary: str
    notes: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def is_trial(self) -> bool:
        """True where the latest step has fewer figures than wanted, so that its limits will still move."""
        return not self.steps or self.steps[-1].is_trial

    @property
    def is_estimable(self) -> bool:
        """True where the limits of the latest step can be estimated."""
        return bool(self.steps) and not self.steps[-1].reason

    @property
    def variation_icon(self) -> str:
        """The Making Data Count icon of `variation`: "common_cause", "improvement_high", "concern_low", …, or ""."""
        if self.variation is PointType.COMMON_CAUSE:
            return "common_cause"
        if self.latest is None or not self.variation.is_special:
            return ""
        kind = {PointType.IMPROVEMENT: "improvement", PointType.CONCERN: "concern"}.get(self.variation, "neutral")
        return f"{kind}_{'high' if self.rules[self.latest][0].is_high else 'low'}"
