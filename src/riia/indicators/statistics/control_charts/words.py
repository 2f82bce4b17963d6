"""Every sentence a reader of a control chart sees, made here once for pages, command line and screen readers."""

from collections.abc import Sequence
from dataclasses import dataclass

from riia.indicators.model import Symbol
from riia.indicators.statistics.control_charts.numbers_in_words import Numbers, count_of, ordinal
from riia.indicators.statistics.control_charts.question import Question
from riia.indicators.statistics.control_charts.results import (
    FEWEST_POINTS,
    Assurance,
    ChartStep,
    ControlChart,
    PointType,
)
from riia.indicators.statistics.control_charts.rules import ChartRule


def summary(chart: ControlChart, asked: Question) -> str:
    """One sentence on the latest figure and, where there is a target, one on it."""
    latest = _latest(chart, asked)
    numbers = _numbers(chart, asked)
    if latest is None:
        periods = f"none of the {count_of(len(chart.values), 'period')} has one" if len(chart.values) else "none given"
        sentence = f"No figures: {periods}."
    else:
        sentence = _variation_sentence(latest, chart.variation, numbers, asked.minimum)
    return f"{sentence} {_assurance_sentence(chart, latest, numbers)}".strip()


def labels(chart: ControlChart, asked: Question) -> tuple[str, ...]:
    """For each period its figure, or why there is none, and what it shows: for tables, tooltips and screen readers."""
    numbers = _numbers(chart, asked)
    return tuple(f"{_period(at, asked)}: {_label(chart, at, numbers)}." for at in range(len(chart.values)))


def notes(chart: ControlChart, asked: Question) -> tuple[str, ...]:
    """What else a reader must know: gaps, trial limits, screening, steps, a fixed baseline."""
    all_notes = (
        _trial_note(chart.steps, asked.minimum),
        _gaps_note(chart.symbols, len(chart.values), asked.names, joined=asked.joined),
        SUPPRESSED_NOTE if Symbol.SUPPRESSED in chart.symbols.values() else "",
        _screened_note(sum(step.screened for step in chart.steps)),
        _steps_note(chart.steps, asked.names),
        _fixed_note(chart.steps),
    )
    return tuple(note for note in all_notes if note)


def _numbers(chart: ControlChart, asked: Question) -> Numbers:
    spread = 0.0 if chart.latest is None else float(chart.upper[chart.latest] - chart.lower[chart.latest])
    return Numbers.fitting(chart.values, spread, asked.decimals, asked.suffix)


def _period(at: int, asked: Question) -> str:
    return asked.names[at] if asked.names else f"position {at}"


def _label(chart: ControlChart, at: int, numbers: Numbers) -> str:
    kind = chart.point_types[at]
    if kind is PointType.MISSING:
        return f"no figure, {chart.symbols[at].words}"
    value, lower, upper = float(chart.values[at]), float(chart.lower[at]), float(chart.upper[at])
    if kind is PointType.NOT_ESTIMABLE:
        return f"{numbers.write(value)}, {kind.words}"
    if kind is PointType.COMMON_CAUSE:
        figure, low, high = numbers.figure(value, lower, upper)
        return f"{figure}, within the limits of {low} and {high}, {kind.words}"
    rule = chart.rules[at][0]
    line = {
        ChartRule.ABOVE_UPPER_LIMIT: upper,
        ChartRule.NEAR_UPPER_LIMIT: upper,
        ChartRule.BELOW_LOWER_LIMIT: lower,
        ChartRule.NEAR_LOWER_LIMIT: lower,
        ChartRule.SHIFTED_ABOVE: float(chart.middle[at]),
        ChartRule.SHIFTED_BELOW: float(chart.middle[at]),
    }.get(rule)
    if line is None:
        return f"{numbers.write(value)}, {rule.words}, {kind.words}"
    figure, written = numbers.figure(value, line)
    words = rule.words.replace("middle line", chart.kind.middle)
    return f"{figure}, {words} of {written}, {kind.words}"


@dataclass(frozen=True, slots=True)
class _Latest:
    """The latest figure and what the sentences about it need. `run` is how many in a row the deciding rule has seen."""

    value: float
    name: str
    behind: int
    lower: float
    upper: float
    middle: float
    middle_word: str
    rule: ChartRule | None
    run: int
    earlier: int
    step: ChartStep


def _latest(chart: ControlChart, asked: Question) -> _Latest | None:
    at = chart.latest
    if at is None:
        return None
    step = chart.steps[int(chart.step[at]) - 1]
    rule = chart.rules[at][0] if chart.rules[at] else None
    special = sum(kind.is_special for kind in chart.point_types[step.first : at])
    return _Latest(
        value=float(chart.values[at]),
        name=asked.names[at] if asked.names else "",
        behind=len(chart.values) - 1 - at,
        lower=float(chart.lower[at]),
        upper=float(chart.upper[at]),
        middle=float(chart.middle[at]),
        middle_word=chart.kind.middle,
        rule=rule,
        run=_length(chart, asked.time.runs[-1], rule),
        earlier=special,
        step=step,
    )


def _length(chart: ControlChart, run: Sequence[int], rule: ChartRule | None) -> int:
    """How many figures in a row, the last one of `run` included, `rule` has seen."""
    length = 0
    for at in reversed(run):
        if rule not in chart.rules[at]:
            break
        length += 1
        # Two trends can lie side by side, so a trend ends where the figure before was not lower, or higher.
        before = run[run.index(at) - 1]
        if rule is ChartRule.RISING and not chart.values[before] < chart.values[at]:
            break
        if rule is ChartRule.FALLING and not chart.values[before] > chart.values[at]:
            break
    return length


def _variation_sentence(latest: _Latest, kind: PointType, numbers: Numbers, wanted: int) -> str:
    """What the latest figure shows."""
    if latest.step.reason:
        return f"Limits not estimable: {latest.step.reason}."
    if kind is PointType.NOT_ESTIMABLE:
        return (
            f"Too few figures to tell special cause from chance: {latest.step.baseline} of the {wanted} needed, "
            f"and at least {FEWEST_POINTS} for trial limits."
        )
    trial = f" (trial limits: {latest.step.resting} of the {wanted} figures needed)" if latest.step.is_trial else ""
    if latest.rule is None:
        figure, lower, upper = numbers.figure(latest.value, latest.lower, latest.upper)
        earlier = f"; {_earlier(latest.earlier)}" if latest.earlier else ""
        return (
            f"Common cause variation: {_the_figure(figure, latest)} lies within the limits of {lower} and {upper}, no "
            f"further from the mean of the series than chance explains{earlier}{trial}."
        )
    return f"Special cause variation, {_MEANING[kind]}: {_signal(latest, latest.rule, numbers)}{trial}."


_MEANING = {
    PointType.IMPROVEMENT: "an improvement",
    PointType.CONCERN: "a concern",
    PointType.NEUTRAL_HIGH: "neither better nor worse in itself",
    PointType.NEUTRAL_LOW: "neither better nor worse in itself",
}


def _the_figure(figure: str, latest: _Latest) -> str:
    name = f" ({latest.name})" if latest.name else ""
    if latest.behind:
        have = "has" if latest.behind == 1 else "have"
        return f"the last figure held, {figure}{name}, after which {count_of(latest.behind, 'period')} {have} none,"
    return f"the latest figure, {figure}{name},"


def _earlier(number: int) -> str:
    show = "shows" if number == 1 else "show"
    return f"{count_of(number, 'earlier figure')} {show} special cause"


def _signal(latest: _Latest, rule: ChartRule, numbers: Numbers) -> str:
    middle = f"the {latest.middle_word}"
    line, side = {
        ChartRule.ABOVE_UPPER_LIMIT: (latest.upper, "is above the upper limit of"),
        ChartRule.BELOW_LOWER_LIMIT: (latest.lower, "is below the lower limit of"),
        ChartRule.NEAR_UPPER_LIMIT: (
            latest.upper,
            "is one of at least two in the last three close to the upper limit of",
        ),
        ChartRule.NEAR_LOWER_LIMIT: (
            latest.lower,
            "is one of at least two in the last three close to the lower limit of",
        ),
        ChartRule.SHIFTED_ABOVE: (latest.middle, f"is the {ordinal(latest.run)} in a row above {middle} of"),
        ChartRule.SHIFTED_BELOW: (latest.middle, f"is the {ordinal(latest.run)} in a row below {middle} of"),
    }.get(rule, (latest.middle, ""))
    figure, written = numbers.figure(latest.value, line)
    if side:
        return f"{_the_figure(figure, latest)} {side} {written}"
    way = "higher" if rule is ChartRule.RISING else "lower"
    return f"{_the_figure(figure, latest)} ends a run of {latest.run} figures, each {way} than the one before"


def _assurance_sentence(chart: ControlChart, latest: _Latest | None, numbers: Numbers) -> str:
    """Whether the target is met, or an empty text without one."""
    target, assurance, polarity = chart.target, chart.assurance, chart.polarity
    if target is None:
        return ""
    if assurance is Assurance.NOT_JUDGED:
        return f"The target of {numbers.write(target)} is not judged, since {polarity.words}."
    if assurance is Assurance.NOT_ESTIMABLE or latest is None:
        return f"Whether the target of {numbers.write(target)} is met consistently cannot be told without limits."
    if assurance is Assurance.INCONSISTENT:
        written, lower, upper = numbers.figure(target, latest.lower, latest.upper)
        return (
            f"The target of {written} lies within the limits of {lower} and {upper}: left as it is, the process meets "
            "it in some periods and misses it in others, by chance alone."
        )
    above = target > latest.upper
    written, line = numbers.figure(target, latest.upper if above else latest.lower)
    place = f"above the upper limit of {line}" if above else f"below the lower limit of {line}"
    meets = "meets" if assurance is Assurance.PASS else "misses"
    return f"The target of {written} lies {place}: left as it is, the process {meets} it consistently."


def _gaps_note(symbols: dict[int, Symbol], periods: int, names: Sequence[str], *, joined: bool) -> str:
    """Which periods have no figure, why, and what that does; an empty text when all have one."""
    if not symbols:
        return ""
    listed = []
    for symbol in dict.fromkeys(symbols.values()):
        at = [
            names[position] if names else f"position {position}" for position, why in symbols.items() if why is symbol
        ]
        listed.append(f"{', '.join(at)} ({symbol.words})")
    have = "has" if len(symbols) == 1 else "have"
    effect = (
        "The figures on either side are taken as neighbours."
        if joined
        else "No moving range and no run of points crosses the gap."
    )
    return f"{len(symbols)} of {count_of(periods, 'period')} {have} no figure: {'; '.join(listed)}. {effect}"


SUPPRESSED_NOTE = (
    "Figures are suppressed where counts are small, so the mean and the limits may rest on the larger counts alone."
)


def _screened_note(screened: int) -> str:
    """How many moving ranges were left out of the limits."""
    if not screened:
        return ""
    were = "moving range was" if screened == 1 else "moving ranges were"
    return f"{screened} {were} left out of the limits, being 3.267 times the mean moving range or more (screened once)."


def _steps_note(steps: Sequence[ChartStep], names: Sequence[str]) -> str:
    """Where the limits begin anew."""
    if len(steps) < 2:
        return ""
    starts = ", ".join(names[step.first] if names else f"position {step.first}" for step in steps[1:])
    return f"The limits begin anew at {starts}, so that figures before and after are judged each by their own."


def _fixed_note(steps: Sequence[ChartStep]) -> str:
    """That later figures do not move the limits."""
    fixed = [step for step in steps if step.baseline < step.points]
    if not fixed:
        return ""
    rests = " and ".join(f"the first {count_of(step.baseline, 'figure')} of step {step.number}" for step in fixed)
    if len(steps) == 1:
        rests = f"the first {count_of(fixed[0].baseline, 'figure')}"
    return f"The limits rest on {rests}; later figures do not move them."


def _trial_note(steps: Sequence[ChartStep], wanted: int) -> str:
    """That limits will still move, or an empty text."""
    trial = [step for step in steps if step.is_trial]
    if not trial:
        return ""
    if len(steps) == 1:
        held = count_of(trial[0].resting, "figure")
    else:
        held = ", ".join(f"{count_of(step.resting, 'figure')} in step {step.number}" for step in trial)
    return f"Trial limits: {held}, and {wanted} are needed for firm ones. They will move with each new figure."
