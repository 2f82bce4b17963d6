"""One indicator of one place, ready to be told: its figures, its comparison and its direction.

Pure: made from a `Series` that figures hand out. What all places of a period share (their order and their quarters) is
worked out once and remembered while the same series object is about, which is until the figures change.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from riia.alliance.figures.nouns import Figure, Series
from riia.alliance.insight.comparisons import NOT_HELD, Comparison, compare, rank_everyone
from riia.alliance.insight.peers import Peers, Subject, councils_on, peers_of, subject_of
from riia.alliance.insight.wording import Wording, wording_of
from riia.indicators.definitions import Indicator, Variant
from riia.indicators.model import Period, PlaceCode, Value
from riia.indicators.reference import ENGLAND
from riia.indicators.statistics import benchmarks
from riia.indicators.statistics.benchmarks import Direction, Gap, QuartileBands, Ranking, Step

CAPACITY: Final = 512


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a place stands on one indicator in one period, with its whole course.

    `period` is None, and with it `comparison` and `direction`, when no council has any figure. `figure` is None when
    nothing is held for the place in that period.
    """

    series: Series
    wording: Wording
    subject: Subject
    period: Period | None
    peers: Peers | None
    figure: Figure | None
    comparison: Comparison | None
    direction: Direction | None

    @property
    def indicator(self) -> Indicator:
        return self.series.indicator

    @property
    def variant(self) -> Variant:
        return self.series.variant

    @property
    def has_figure(self) -> bool:
        """Whether anything is held for the place, be it a symbol."""
        return self.figure is not None

    @property
    def course(self) -> tuple[Figure, ...]:
        """The place's figures up to the period, in order of time."""
        return tuple(f for f in self.series.of(self.subject.code) if self.period and f.period <= self.period)

    def at(self, place: str) -> Figure | None:
        """The figure of another place in the same period."""
        return self.series.get(place, self.period) if self.period else None


def standing(series: Series, place: str, period: Period | None = None) -> Standing:
    """Where `place` stands on a series, in a period or in the latest one there is for it. Raises UnknownPlace."""
    subject, wording = subject_of(place), wording_of(series.indicator, series.variant)
    when = period or latest_for(series, place)
    if when is None:
        return Standing(series, wording, subject, None, None, None, None, None)
    peers, shared = peers_of(place, when.end), _shared(series, when)
    comparison = compare(
        peers,
        shared.values,
        polarity=series.indicator.polarity,
        decimals=series.decimals,
        ranking=shared.ranking if subject.is_council else None,
        quarters=shared.quarters,
    )
    return Standing(
        series=series,
        wording=wording,
        subject=subject,
        period=when,
        peers=peers,
        figure=series.get(place, when),
        comparison=comparison,
        direction=_direction(series, place, when),
    )


def latest_for(series: Series, place: str) -> Period | None:
    """The newest period with council figures; for a council that had ended by then, the newest it has itself."""
    newest = newest_of_councils(series)
    if newest is None or not PlaceCode(place).is_dfe or place in councils_on(newest.end):
        return newest
    own = series.of(place)
    return own[-1].period if own else newest


def quarters_of(series: Series, period: Period) -> QuartileBands:
    """The quarters of all councils of England in a period."""
    return _shared(series, period).quarters


@dataclass(frozen=True, slots=True)
class _Shared:
    series: Series
    values: Mapping[str, Value]
    ranking: Ranking
    quarters: QuartileBands


_lock = threading.Lock()
_remembered: OrderedDict[tuple[str, str, str], _Shared] = OrderedDict()


def _shared(series: Series, period: Period) -> _Shared:
    """What every place of a period shares, remembered while the series is the same object; new figures make another."""
    key = (series.address, series.measure.value, period.code)
    with _lock:
        found = _remembered.get(key)
        if found is not None and found.series is series:
            _remembered.move_to_end(key)
            return found
    values: dict[str, Value] = {place: figure.shown for place, figure in series.at(period).items()}
    ranking, quarters = rank_everyone(peers_of(ENGLAND, period.end), values, series.indicator.polarity)
    made = _Shared(series, values, ranking, quarters)
    with _lock:
        _remembered[key] = made
        while len(_remembered) > CAPACITY:
            _remembered.popitem(last=False)
    return made


def newest_of_councils(series: Series) -> Period | None:
    """The newest period in which any council has an entry: national figures may be out before those of councils."""
    for period in reversed(series.periods):
        if any(place.is_dfe for place in series.at(period)):
            return period
    return series.newest


def _direction(series: Series, place: str, period: Period) -> Direction | None:
    entries = [(figure.period, figure.shown) for figure in series.of(place) if figure.period <= period]
    if not entries:
        return None
    if entries[-1][0] == period:
        return benchmarks.direction(entries)
    gap = Gap(period, None)
    return Direction(period, Step.UNKNOWN, 0, None, gap, NOT_HELD, gap.words)
