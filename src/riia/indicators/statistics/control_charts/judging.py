"""From lines to verdicts: what each point shows, and what the chart shows at its latest figure."""

from dataclasses import replace

import numpy as np

from riia.indicators.model import Polarity, Symbol
from riia.indicators.statistics.arrays import Bools, Floats
from riia.indicators.statistics.control_charts import words
from riia.indicators.statistics.control_charts.exact import as_floats
from riia.indicators.statistics.control_charts.lines import Lines
from riia.indicators.statistics.control_charts.question import Question
from riia.indicators.statistics.control_charts.results import (
    FEWEST_POINTS,
    Assurance,
    ChartKind,
    ChartStep,
    ControlChart,
    Integers,
    PointType,
)
from riia.indicators.statistics.control_charts.rules import ChartRule, Run, fired
from riia.indicators.statistics.control_charts.timeline import Timeline


def chart(
    kind: ChartKind,
    lines: Lines,
    asked: Question,
    *,
    values: Floats,
    symbols: dict[int, Symbol],
) -> ControlChart:
    """Judge every point by `lines`, and the whole by its latest figure. `values` are shown as they are."""
    time = asked.time
    judged, mean, lower, upper = map(as_floats, (lines.values, lines.mean, lines.lower, lines.upper))
    middle = as_floats(lines.middle)
    lower_close, upper_close = as_floats(lines.lower_close), as_floats(lines.upper_close)
    with np.errstate(invalid="ignore"):
        outside = np.where(judged > upper, 1, np.where(judged < lower, -1, 0))
        close = (outside == 0) & ((judged > upper_close) | (judged < lower_close))
        side = np.where(judged > middle, 1, np.where(judged < middle, -1, 0))
    drawn = ControlChart(
        kind=kind,
        values=values,
        symbols=symbols,
        mean=mean,
        middle=middle,
        lower=lower,
        upper=upper,
        lower_close=lower_close,
        upper_close=upper_close,
        moving_range=as_floats(lines.moving_range),
        screened=np.array(lines.screened, dtype=np.bool_),
        baseline=np.array(time.baseline, dtype=np.bool_),
        step=np.array(time.step, dtype=np.int64),
        rules=_rules(judged, side, outside, close, time, frozenset(lines.reasons)),
        point_types=(),
        steps=_steps(lines, time, asked.minimum),
        polarity=asked.polarity,
        target=asked.target,
        latest=time.runs[-1][-1] if time.runs else None,
        variation=PointType.NOT_ESTIMABLE,
        assurance=Assurance.NOT_JUDGED,
        summary="",
        notes=(),
        labels=(),
    )
    return _with_words(_with_verdicts(drawn), asked)


def _rules(
    values: Floats,
    side: Integers,
    outside: Integers,
    close: Bools,
    time: Timeline,
    without_limits: frozenset[int],
) -> tuple[tuple[ChartRule, ...], ...]:
    """The rules that fired at each period; none where there is no figure, and none in a step without limits."""
    found: list[tuple[ChartRule, ...]] = [()] * len(values)
    for run in time.runs:
        if time.step[run[0]] in without_limits:
            continue
        at = list(run)
        here = Run(values[at].tolist(), side[at].tolist(), outside[at].tolist(), close[at].tolist())
        for position, rules in zip(run, fired(here), strict=True):
            found[position] = rules
    return tuple(found)


def _steps(lines: Lines, time: Timeline, minimum: int) -> tuple[ChartStep, ...]:
    steps = []
    for number in time.steps:
        periods = time.periods_of(number)
        mean, size = as_floats((lines.means.get(number), lines.mean_ranges.get(number))).tolist()
        step = ChartStep(
            number=number,
            first=periods[0],
            last=periods[-1],
            points=sum(lines.values[at] is not None for at in periods),
            baseline=sum(time.baseline[at] for at in periods),
            mean=mean,
            mean_moving_range=size,
            screened=sum(lines.screened[at] for at in periods),
            is_trial=False,
            reason=lines.reasons.get(number, ""),
        )
        steps.append(replace(step, is_trial=step.resting < minimum))
    return tuple(steps)


def _with_verdicts(drawn: ControlChart) -> ControlChart:
    """The chart with the type of each point, and the verdicts on the whole."""
    point_types = tuple(_type(drawn, at) for at in range(len(drawn.values)))
    if drawn.latest is None:
        assurance = Assurance.NOT_JUDGED if drawn.target is None else Assurance.NOT_ESTIMABLE
        return replace(drawn, point_types=point_types, assurance=assurance)
    step = drawn.steps[int(drawn.step[drawn.latest]) - 1]
    told = not step.reason and step.baseline >= FEWEST_POINTS
    variation = point_types[drawn.latest] if told else PointType.NOT_ESTIMABLE
    return replace(drawn, point_types=point_types, variation=variation, assurance=_assurance(drawn, told=told))


def _type(drawn: ControlChart, at: int) -> PointType:
    if np.isnan(drawn.values[at]):
        return PointType.MISSING
    if drawn.steps[int(drawn.step[at]) - 1].reason:
        return PointType.NOT_ESTIMABLE
    if not drawn.rules[at]:
        return PointType.COMMON_CAUSE
    high = drawn.rules[at][0].is_high
    if drawn.polarity is Polarity.NONE:
        return PointType.NEUTRAL_HIGH if high else PointType.NEUTRAL_LOW
    return PointType.IMPROVEMENT if high is (drawn.polarity is Polarity.UP) else PointType.CONCERN


def _assurance(drawn: ControlChart, *, told: bool) -> Assurance:
    """The target against the limits at the latest figure; one that lies on a limit is within them."""
    if drawn.target is None or drawn.polarity is Polarity.NONE:
        return Assurance.NOT_JUDGED
    if not told or drawn.latest is None:
        return Assurance.NOT_ESTIMABLE
    upward = drawn.polarity is Polarity.UP
    if drawn.target > drawn.upper[drawn.latest]:
        return Assurance.FAIL if upward else Assurance.PASS
    if drawn.target < drawn.lower[drawn.latest]:
        return Assurance.PASS if upward else Assurance.FAIL
    return Assurance.INCONSISTENT


def _with_words(judged: ControlChart, asked: Question) -> ControlChart:
    return replace(
        judged,
        summary=words.summary(judged, asked),
        notes=words.notes(judged, asked),
        labels=words.labels(judged, asked),
    )
