"""Is it real: what chance alone would make of a figure, of its distance from others, and of its course.

Works out nothing itself: it hands counts and bases to `riia.indicators.statistics` and keeps what comes back. What all
places of a period share (how counts were rounded, the funnel) is worked out once, and every answer is remembered while
the same series object is about, as in `standings`. A question that cannot be answered is answered with a reason.

Against whom. England and the region as a whole contain the council; the tests take it out of them. Neighbours, and the
other councils of the region, are tested by the plain mean of their figures, each council counting the same, as the
figure shown beside the verdict is made: added up, the largest of them would speak for all, on the other side of the
place perhaps. A median cannot be tested; where it is shown the test is against that mean.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from riia.alliance.figures.nouns import Series
from riia.alliance.insight.comparisons import NOT_HELD, Basis
from riia.alliance.insight.grounds import Grounds, Kind, Rounding, grounds_of, kind_of, rounding_of
from riia.alliance.insight.peers import Peers, councils_on, peers_of
from riia.alliance.insight.standings import Standing
from riia.indicators.model import Missing, Number, Period, Symbol, Value
from riia.indicators.reference import ENGLAND
from riia.indicators.statistics import (
    FigureKind,
    Observed,
    RecentTrend,
    Relation,
    Verdict,
    byar,
    recent_trend,
    verdict,
    verdict_on_mean,
    wilson,
)
from riia.indicators.statistics.control_charts import ControlChart, xmr
from riia.indicators.statistics.control_charts.results import MINIMUM_POINTS
from riia.indicators.statistics.funnels import Funnel, FunnelCurve, FunnelSide, funnel_limits

CONFIDENCE: Final = 0.95
OUTER: Final = 0.998
# Of the councils that stand out when all are allowed for, this share may do so by chance.
FALSE_SHARE: Final = 0.05
# With fewer councils the spread between them is anybody's guess, and so are limits widened by it.
FEWEST_IN_FUNNEL: Final = 20
CAPACITY: Final = 512
CURVE_POINTS: Final = 60
FEWEST_IN_MEAN: Final = 5
MEAN_OF: Final = "the mean of"
METHODS: Final = {Kind.SHARE: "Wilson", Kind.RATE: "Byar, exact below a count of 10"}
_KINDS: Final = {Kind.SHARE: FigureKind.SHARE, Kind.RATE: FigureKind.RATE}


@dataclass(frozen=True, slots=True)
class Interval:
    """The limits of a figure in its own unit, at 95% confidence."""

    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class InFunnel:
    """Where a council lies among all: words, its side of the outer limits, p before and after allowing for all.

    `usual` is within the inner limits too.
    """

    words: str
    side: FunnelSide
    usual: bool
    p: float
    p_adjusted: float

    @property
    def stands_out(self) -> bool:
        """Whether it is found also when the tests of all councils are allowed for (Benjamini and Hochberg)."""
        return self.p_adjusted <= FALSE_SHARE


@dataclass(frozen=True, slots=True)
class Mean:
    """The councils of a mean whose counts are held, out of how many, and what they are called in a sentence."""

    usable: tuple[str, ...]
    of: int
    words: str


class Chance:
    """Everything about chance in one series and one period; each answer is worked out when first asked for."""

    def __init__(self, series: Series, period: Period) -> None:
        """Keep the series; nothing is worked out yet."""
        self.series = series
        self.period = period
        self.kind, self.reason = kind_of(series)
        self._grounds: dict[str, Grounds] = {}
        self._intervals: dict[str, Interval | None] = {}
        self._verdicts: dict[tuple[str, Basis], Verdict | None] = {}
        self._trends: dict[str, RecentTrend | None] = {}
        self._charts: dict[str, ControlChart | None] = {}

    @cached_property
    def rounding(self) -> Rounding:
        """How the counts of the period were rounded."""
        return rounding_of(self.series, self.period)

    def grounds(self, place: str) -> Grounds:
        """What a place's figure rests on, or why there is nothing."""
        if place not in self._grounds:
            self._grounds[place] = grounds_of(self.series, self.series.get(place, self.period))
        return self._grounds[place]

    def interval(self, place: str) -> Interval | None:
        """The interval of a place's figure; None where its grounds say why there is none."""
        if place not in self._intervals:
            self._intervals[place] = interval_of(self.grounds(place), self.rounding.of(place))
        return self._intervals[place]

    def verdict(self, place: str, basis: Basis) -> Verdict | None:
        """A place's figure against a comparator; None where it has no grounds, or there is no such comparator.

        Where a median is shown, of the neighbours or of the region's councils, against their mean.
        """
        key = (place, basis)
        if key not in self._verdicts:
            self._verdicts[key] = self._judged(place, basis)
        return self._verdicts[key]

    def against_region(self, place: str) -> Verdict | None:
        """A place's figure against its region as a whole; None as `verdict`, and for a region itself."""
        region = peers_of(place, self.period.end).region
        if self.kind is None or region is None or region.code == place or not self.grounds(place).holds:
            return None
        return self._judged_on(self.kind, place, *self._area(region.code, region.in_text))

    def trend(self, place: str) -> RecentTrend | None:
        """Whether the latest five figures up to the period rise or fall; None where counts are not held at all."""
        if place not in self._trends:
            self._trends[place] = None if self.kind is None else self._tested_trend(self.kind, place)
        return self._trends[place]

    @cached_property
    def councils(self) -> tuple[str, ...]:
        """The councils of the period, as the funnel has them."""
        return tuple(councils_on(self.period.end))

    @cached_property
    def funnel(self) -> Funnel | None:
        """The funnel of all councils; None where chance cannot be reckoned, or too few have what it needs."""
        if self.kind is None:
            return None
        held = [self.grounds(code) for code in self.councils]
        if sum(one.holds for one in held) < FEWEST_IN_FUNNEL:
            return None
        return funnel_limits(
            [one.count if one.holds else self._symbol(code) for code, one in zip(self.councils, held, strict=True)],
            [one.base if one.holds else self._symbol(code) for code, one in zip(self.councils, held, strict=True)],
            kind="proportion" if self.kind is Kind.SHARE else "rate",
            per=_KINDS[self.kind].per,
            confidences=(CONFIDENCE, OUTER),
            areas=self.councils,
        )

    @cached_property
    def funnel_curve(self) -> FunnelCurve:
        """The lines of the funnel to draw. Ask only where there is one."""
        assert self.funnel is not None
        return self.funnel.curve(CURVE_POINTS)

    @cached_property
    def in_funnel(self) -> dict[str, InFunnel]:
        """Where each council with what it needs lies."""
        found = self.funnel
        if found is None:
            return {}
        sides = zip(found.sides(OUTER), found.sides(CONFIDENCE), strict=True)
        rows = zip(self.councils, found.verdicts, sides, found.p_values, found.p_adjusted, strict=True)
        return {
            code: InFunnel(words, outer, inner is FunnelSide.WITHIN, float(p), float(adjusted))
            for code, words, (outer, inner), p, adjusted in rows
            if outer is not None
        }

    def course(self, place: str) -> list[tuple[Period, Value]]:
        """A place's figures up to the period, those that are missing in between among them."""
        return course_of(self.series, place, self.period)

    def control_chart(self, place: str) -> ControlChart | None:
        """The course of a place on a control chart; None where there are fewer figures than one wants."""
        if place not in self._charts:
            self._charts[place] = self._charted(place)
        return self._charts[place]

    def _charted(self, place: str) -> ControlChart | None:
        course = self.course(place)
        values = [value for _, value in course]
        if not self._may_be_charted(values):
            return None
        return xmr(
            values,
            polarity=self.series.indicator.polarity,
            least=0,
            most=100 if self.kind is Kind.SHARE else None,
            periods=[period.short_label for period, _ in course],
            decimals=self.series.decimals,
            suffix="%" if self.kind is Kind.SHARE else "",
        )

    def _may_be_charted(self, values: list[Value]) -> bool:
        return self.kind is not None and sum(isinstance(value, Number) for value in values) >= MINIMUM_POINTS

    def _symbol(self, place: str) -> Symbol:
        figure = self.series.get(place, self.period)
        for value in (figure.shown, figure.numerator, figure.denominator) if figure else ():
            if isinstance(value, Missing):
                return value.symbol
        return Symbol.NOT_APPLICABLE if figure else Symbol.NOT_AVAILABLE

    def _judged(self, place: str, basis: Basis) -> Verdict | None:
        peers = peers_of(place, self.period.end)
        if self.kind is None or not self.grounds(place).holds:
            return None
        if basis is not Basis.ENGLAND:
            return self._judged_on_mean(self.kind, peers, basis)
        if peers.subject.is_england:
            return None
        return self._judged_on(self.kind, place, *self._area(ENGLAND, "England"))

    def _judged_on(self, kind: Kind, place: str, other: Observed, name: str, relation: Relation) -> Verdict:
        return verdict(
            self._observed(place),
            other,
            name=name,
            relation=relation,
            kind=_KINDS[kind],
            decimals=self.series.decimals,
            polarity=self.series.indicator.polarity,
            confidence=CONFIDENCE,
        )

    def _judged_on_mean(self, kind: Kind, peers: Peers, basis: Basis) -> Verdict | None:
        mean = self.mean_of(peers, basis)
        if len(mean.usable) < FEWEST_IN_MEAN:
            return None
        return verdict_on_mean(
            self._observed(str(peers.subject.code)),
            [self._observed(code) for code in mean.usable],
            name=f"{MEAN_OF} {mean.words}",
            kind=_KINDS[kind],
            decimals=self.series.decimals,
            polarity=self.series.indicator.polarity,
            confidence=CONFIDENCE,
        )

    def mean_of(self, peers: Peers, basis: Basis) -> Mean:
        """The councils whose mean a place is tested against: its neighbours, or the others of its region."""
        everyone: tuple[str, ...] = peers.neighbour_codes
        if basis is Basis.REGION:
            own = str(peers.subject.code)
            everyone = tuple(code for code in peers.region_councils if code != own) if peers.subject.is_council else ()
        usable = tuple(code for code in everyone if self.grounds(code).holds)
        some = len(usable) < len(everyone)
        if basis is not Basis.REGION:
            whom = f"{len(usable)} of its {len(everyone)}" if some else "its"
            return Mean(usable, len(everyone), f"{whom} statistical neighbours")
        region = peers.region.in_text if peers.region else "its region"
        whom = f"{len(usable)} of the {len(everyone)}" if some else f"the {len(everyone)}"
        return Mean(usable, len(everyone), f"{whom} other councils of {region}")

    def _area(self, code: str, name: str) -> tuple[Observed, str, Relation]:
        """England or a region by its counts; by its printed figure where the counts do not make it."""
        if self.grounds(code).holds:
            return self._observed(code), name, Relation.CONTAINS
        figure = self.series.get(code, self.period)
        return Observed(published=figure.shown if figure else NOT_HELD), name, Relation.KNOWN

    def _observed(self, place: str) -> Observed:
        found = self.grounds(place)
        return Observed(found.count, found.base, rounded_to=self.rounding.of(place))

    def _tested_trend(self, kind: Kind, place: str) -> RecentTrend | None:
        course = self.course(place)
        if not course:
            return None
        held = [grounds_of(self.series, self.series.get(place, period)) for period, _ in course]
        symbols = [value.symbol if isinstance(value, Missing) else Symbol.NOT_AVAILABLE for _, value in course]
        return recent_trend(
            [one.count if one.holds else symbol for one, symbol in zip(held, symbols, strict=True)],
            [one.base if one.holds else symbol for one, symbol in zip(held, symbols, strict=True)],
            kind.value,
            periods=[period for period, _ in course],
            polarity=self.series.indicator.polarity,
        )


def interval_of(grounds: Grounds, step: int = 1) -> Interval | None:
    """The interval of a figure from what it rests on; None where it rests on nothing.

    Where the count is rounded the interval reaches from the lower limit of the least count it can stand for to the
    upper limit of the most.
    """
    if not grounds.holds:
        return None
    half = step // 2
    least, most = max(grounds.count - half, 0), grounds.count + half
    if grounds.kind is Kind.SHARE:
        ends = wilson([least, min(most, grounds.base)], grounds.base)
        lower, upper = ends.lower[0] * grounds.per, ends.upper[1] * grounds.per  # type: ignore[index]
    else:
        ends = byar([least, most], grounds.base, grounds.per)
        lower, upper = ends.lower[0], ends.upper[1]  # type: ignore[index]
    return Interval(float(lower), float(upper))


def course_of(series: Series, place: str, period: Period) -> list[tuple[Period, Value]]:
    """A place's figures from its first to `period`, with "no figure held" where a period in between has none."""
    own = {figure.period: figure.shown for figure in series.of(place)}
    if not own:
        return []
    first = min(own)
    return [(each, own.get(each, NOT_HELD)) for each in series.periods if first <= each <= period]


_lock = threading.Lock()
_remembered: OrderedDict[tuple[str, str, str], Chance] = OrderedDict()


def chance_in(series: Series, period: Period) -> Chance:
    """What is known of chance in a period, remembered while the series is the same object; new figures make another."""
    key = (series.address, series.measure.value, period.code)
    with _lock:
        found = _remembered.get(key)
        if found is not None and found.series is series:
            _remembered.move_to_end(key)
            return found
        made = _remembered[key] = Chance(series, period)
        while len(_remembered) > CAPACITY:
            _remembered.popitem(last=False)
    return made


def chance_of(standing: Standing) -> Chance | None:
    """The same for a standing; None where there is no period with figures."""
    return chance_in(standing.series, standing.period) if standing.period else None
