"""Which way a figure is going, in words that claim no more than the figures show.

The Local Authority Interactive Tool calls any change from the previous year "Increase" or "Decrease". One step is not a
direction: here the words grow with the run. Three steps the same way are "risen for three years", two are "risen since
2023", a single one is only "higher than 2024". A missing or absent year breaks a run and is named. None of this says
whether the change is more than chance.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from riia.indicators.model import Missing, Number, Period, PeriodKind, Symbol, Value, difference
from riia.indicators.statistics.benchmarks.figures import BenchmarkError

_LONG_RUN = 3


class Step(StrEnum):
    """The change from one period to the next."""

    RISEN = "risen"
    FALLEN = "fallen"
    UNCHANGED = "unchanged"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Gap:
    """A period that breaks a run: it has no number for the reason of `symbol`, or no entry at all (None)."""

    period: Period
    symbol: Symbol | None

    @property
    def words(self) -> str:
        """The period and why it has no number."""
        reason = self.symbol.words if self.symbol else "no figure held"
        return f"{self.period.short_label} is missing ({reason})"


@dataclass(frozen=True, slots=True)
class Direction:
    """The latest step, and for how many steps in a row it has gone the same way.

    `since` is the period from which the run departs; `gap` the missing period that ends it, if one does. `change` is
    the latest figure minus the one before.
    """

    latest: Period
    step: Step
    run: int
    since: Period | None
    gap: Gap | None
    change: Value
    words: str

    @property
    def is_steady(self) -> bool:
        """True for two or more steps in a row the same way."""
        return self.run > 1


def direction(series: Iterable[tuple[Period, Value]]) -> Direction:
    """The direction of a series of one kind of period, in any order.

    Years, quarters and terms must follow each other, and so must snapshots that are all of one day of the year ("30
    September"): they are years. Other days are compared with the one before, since census days move. Raises
    BenchmarkError for an empty series, mixed kinds or a period given twice.
    """
    entries = _ordered(series)
    latest, value = entries[-1]
    if isinstance(value, Missing):
        missing = Gap(latest, value.symbol)
        return Direction(latest, Step.UNKNOWN, 0, None, missing, value, missing.words)
    yearly = _is_yearly(period for period, _ in entries)
    steps, gap = _steps(entries, yearly=yearly)
    if not steps:
        words = f"no direction: {gap.words}" if gap else "no earlier figure to compare with"
        change = Missing(gap.symbol if gap and gap.symbol else Symbol.NOT_AVAILABLE)
        return Direction(latest, Step.UNKNOWN, 0, None, gap, change, words)
    step = steps[0]
    run = next((at for at, other in enumerate(steps) if other is not step), len(steps))
    since = entries[-1 - run][0]
    gap = gap if run == len(steps) else None
    unit = "year" if yearly else _UNITS[latest.kind]
    words = _words(unit, step, run, since, steps[run] if run < len(steps) else None)
    if gap and run < _LONG_RUN:
        words = f"{words}; {gap.words}"
    return Direction(latest, step, run, since, gap, difference(value, entries[-2][1]), words)


def expected_before(period: Period, periods: Iterable[Period]) -> Period | None:
    """The period that comes right before `period` in a series of `periods`, whether the series has it or not.

    The day a year earlier where every period is the same day of the year. For other days, which move, the one before
    among `periods`; None where there is none.
    """
    held = list(periods)
    yearly = _is_yearly(held)
    if period.kind is PeriodKind.DAY and not yearly:
        return max((other for other in held if other < period), default=None)
    return _before(period, yearly=yearly)


def _is_yearly(periods: Iterable[Period]) -> bool:
    """Whether these are snapshots of one day of the year; 29 February does not come every year, so it is none."""
    days = list(periods)
    if not all(period.kind is PeriodKind.DAY for period in days):
        return False
    of_the_year = {(period.start.month, period.start.day) for period in days}
    return len(of_the_year) == 1 and of_the_year != {(2, 29)}


def _before(period: Period, *, yearly: bool) -> Period:
    return Period.day(period.start.replace(year=period.start.year - 1)) if yearly else period.previous()


def _ordered(series: Iterable[tuple[Period, Value]]) -> list[tuple[Period, Value]]:
    entries = sorted(series, key=lambda entry: entry[0])
    if not entries:
        raise BenchmarkError("A direction was asked of no figures at all. Give at least one period.")
    kinds = {period.kind for period, _ in entries}
    if len(kinds) > 1:
        named = ", ".join(sorted(kind.value for kind in kinds))
        raise BenchmarkError(f"A direction needs periods of one kind, and these are mixed: {named}.")
    codes = [period.code for period, _ in entries]
    for code in codes:
        if codes.count(code) > 1:
            raise BenchmarkError(f"Period {code} comes twice in one series. Give one figure for each period.")
    return entries


def _steps(entries: Sequence[tuple[Period, Value]], *, yearly: bool) -> tuple[list[Step], Gap | None]:
    """The steps from the latest period backwards, up to the first gap, and that gap."""
    steps: list[Step] = []
    later, value = entries[-1]
    for earlier, before in reversed(entries[:-1]):
        moving = later.kind is PeriodKind.DAY and not yearly
        if not moving and earlier.code != (expected := _before(later, yearly=yearly)).code:
            return steps, Gap(expected, None)
        change = difference(value, before)
        if not isinstance(change, Number):
            return steps, Gap(earlier, change.symbol)
        steps.append(Step.RISEN if change.value > 0 else Step.FALLEN if change.value < 0 else Step.UNCHANGED)
        later, value = earlier, before
    return steps, None


def _words(unit: str, step: Step, run: int, since: Period, before: Step | None) -> str:
    if run >= _LONG_RUN:
        return f"{step.value} for {_NUMBERS.get(run, str(run))} {unit}s"
    if run > 1:
        return f"{step.value} since {since.short_label}"
    compared = f"{_COMPARED[step]} {since.short_label}"
    return compared if before is None else f"no steady direction, {compared}"


_COMPARED = {Step.RISEN: "higher than", Step.FALLEN: "lower than", Step.UNCHANGED: "the same as"}

_NUMBERS = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}

_UNITS = {
    PeriodKind.YEAR_ENDING_MARCH: "year",
    PeriodKind.FINANCIAL_YEAR: "year",
    PeriodKind.CALENDAR_YEAR: "year",
    PeriodKind.ACADEMIC_YEAR: "year",
    PeriodKind.ACADEMIC_TERM: "term",
    PeriodKind.FINANCIAL_QUARTER: "quarter",
    PeriodKind.CALENDAR_QUARTER: "quarter",
    PeriodKind.DAY: "snapshot",
}
