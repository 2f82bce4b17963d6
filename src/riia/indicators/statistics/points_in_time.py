"""The points of a series in order of time, their labels, and whether they can be compared: a year apart, none left out.

Quarters and terms follow the seasons (referrals fall in August every year), so that a line through five of them running
is no trend; the same quarter of five years is. Census days move by some days from year to year and are a year apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import index
from typing import Final

from riia.indicators.model import MissingPart, Period, PeriodKind, Symbol
from riia.indicators.statistics.arguments import entries_of
from riia.indicators.statistics.arrays import StatisticsError, shown

_ABOUT_A_YEAR: Final = range(350, 381)  # days
# Short enough to stand after several years: "2019 and 2021 are suppressed".
_MISSING: Final = {
    Symbol.SUPPRESSED: "suppressed",
    Symbol.NOT_AVAILABLE: "not available",
    Symbol.UNRELIABLE: "withheld as unreliable",
    Symbol.ROUNDS_TO_ZERO: "printed as rounding to zero",
    Symbol.LOW: "printed as low",
}
_SEASONAL: Final = {PeriodKind.FINANCIAL_QUARTER, PeriodKind.CALENDAR_QUARTER, PeriodKind.ACADEMIC_TERM}


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a series: `position` is where it stands in the lists given, counted from 0."""

    position: int
    period: Period | int | None

    @property
    def label(self) -> str:
        """The period as on an axis, the year, or "position 3", counted from 0."""
        match self.period:
            case None:
                return f"position {self.position}"
            case Period():
                return self.period.short_label
            case year:
                return str(year)


def in_order(size: int, periods: Sequence[Period | int] | None) -> list[Point]:
    """The points of a series of `size` figures, earliest first; as given where there are no periods.

    Raises StatisticsError for another number of periods, for one that comes twice, and for several kinds.
    """
    if periods is None:
        return [Point(position, None) for position in range(size)]
    entries = entries_of("periods", periods, "Give one Period, or one year, for each figure.")
    held = [period if isinstance(period, Period) else _year(period) for period in entries]
    if len(held) != size:
        raise StatisticsError(f"periods: {len(held)} for {size} figures. Give one period for each figure.")
    kinds = {period.kind.value if isinstance(period, Period) else "year" for period in held}
    if len(kinds) > 1:
        raise StatisticsError(f"periods: one series needs one kind, and these are mixed: {', '.join(sorted(kinds))}.")
    codes = [str(period) for period in held]
    for code in codes:
        if codes.count(code) > 1:
            raise StatisticsError(f"periods: {code} comes twice. Give one figure for each period.")
    return sorted((Point(position, period) for position, period in enumerate(held)), key=_when)


def gap_in_words(points: Sequence[Point]) -> str:
    """Why the points, in order, are not each a year after the other; an empty text where they are."""
    for earlier, later in pairwise(points):
        before, after = earlier.period, later.period
        if isinstance(before, Period) and isinstance(after, Period):
            if _a_year_apart(before, after):
                continue
            if after.kind in _SEASONAL and after.previous().code == before.code:
                kind = after.kind.value.split()[-1]
                return (
                    f"{kind}s follow the seasons, so {len(points)} of them running make no trend. Give the same {kind} "
                    f"of {len(points)} years, whole years, or draw a control chart."
                )
            return _absent(after.same_period_last_year().short_label, earlier, later)
        if isinstance(before, int) and isinstance(after, int) and after - before != 1:
            return _absent(str(after - 1), earlier, later)
    return ""


def lacking_in_words(missing: Sequence[MissingPart], points: Sequence[Point]) -> str:
    """Which of the points have no number, by reason: "2019 and 2021 are suppressed, and 2022 is not available".

    "2021 to 2025 are all suppressed" where no point has one, for one reason.
    """
    by_symbol: dict[Symbol, list[str]] = {}
    for one in missing:
        by_symbol.setdefault(one.symbol, []).append(one.part)
    words = {symbol: _MISSING.get(symbol, symbol.words) for symbol in by_symbol}
    if len(by_symbol) == 1 and len(missing) == len(points) > 1:
        return f"{points[0].label} to {points[-1].label} are all {words[missing[0].symbol]}"
    return ", and ".join(
        f"{listed(labels)} {'is' if len(labels) == 1 else 'are'} {words[symbol]}"
        for symbol, labels in by_symbol.items()
    )


def any_of(points: Sequence[str]) -> str:
    """Points of which any one is meant: "2021", "2021 or 2025", "any one of 2021, 2023 and 2025"."""
    return f"any one of {listed(points)}" if len(points) > 2 else " or ".join(points)


def listed(points: Sequence[str]) -> str:
    """Points in a sentence: "2021, 2023 and 2025"."""
    *others, last = points
    return f"{', '.join(others)} and {last}" if others else last


def _absent(label: str, earlier: Point, later: Point) -> str:
    return f"{label} is not in the series, which goes from {earlier.label} to {later.label}."


def _a_year_apart(before: Period, after: Period) -> bool:
    if after.kind is PeriodKind.DAY:
        return (after.start - before.start).days in _ABOUT_A_YEAR
    return after.same_period_last_year().code == before.code


def _when(point: Point) -> tuple[int, Period | int]:
    assert point.period is not None
    return (0, point.period)


def _year(year: object) -> int:
    try:
        read = None if isinstance(year, bool) else index(year)  # type: ignore[arg-type]
    except TypeError:
        read = None
    if read is None:
        raise StatisticsError(f"periods: {shown(year)} is no period. Give Periods, or years as whole numbers.")
    return read
