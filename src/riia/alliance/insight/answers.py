"""Comparisons for machines: one shape for the command line and the REST API.

A comparison begins with what `riia figures value` answers about the place's own figure and adds whom it is compared
with. Numbers are JSON numbers; a missing one is null with its symbol beside it, so that no program takes it for zero.
Where nothing is published for a place, `held` is false and the symbol null as well: a symbol is only ever one that a
publisher printed. `value` is the count; `rate` is the headline figure in `unit`, rounded as the definition says.
"""

from typing import Any

from riia.alliance.access.scope import Scope
from riia.alliance.figures import machine
from riia.alliance.figures import queries as figures
from riia.alliance.figures.nouns import Series
from riia.alliance.insight import queries
from riia.alliance.insight.comparisons import NOT_HELD, Group
from riia.alliance.insight.standings import Standing
from riia.indicators import reference
from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Period, Value, rounded
from riia.indicators.reference import ENGLAND
from riia.indicators.statistics.benchmarks import Average, Direction, Position

type Json = dict[str, Any]
type Measures = dict[Measure, Series]

AMONG = {
    Group.REGION: "councils of the region",
    Group.NEIGHBOURS: "the place and its statistical neighbours",
    Group.ENGLAND: "councils of England",
}


def comparison(scope: Scope, address: str, place: str, period: Period | None = None, *, explain: bool = False) -> Json:
    """One place on one indicator against England, region and neighbours.

    Without a period, the newest. With `explain`, what chance would make of it is added under that name. Raises
    UnknownDefinition, UnknownPlace and NoSuchPeriod, which offer what there is.
    """
    standing = queries.standing_of(scope, address, place, period)
    answer = _compared(scope, address, place, standing)
    if not explain:
        return answer
    # Imported here: numpy and scipy take longer to load than the answer without them takes to make.
    from riia.alliance.insight.explained import explained

    return answer | {"explain": explained(standing)}


def _compared(scope: Scope, address: str, place: str, standing: Standing) -> Json:
    if standing.period is None or standing.comparison is None or standing.peers is None:
        return _nothing_held(standing)
    found, peers = standing.comparison, standing.peers
    described = machine.describe(scope, address, place, standing.period)
    own = described | {"held": True} if described else _nothing_held(standing)
    measures = {
        measure: standing.series
        if measure is standing.series.measure
        else figures.series(scope, address, measure=measure)
        for measure in standing.indicator.measures
    }
    region = None
    if peers.region is not None:
        region = _place(standing, measures, peers.region.code) | {"median": _average(found.region_average, standing)}
    return own | {
        "polarity": standing.indicator.polarity.value,
        "region": region,
        "england": _place(standing, measures, ENGLAND),
        "neighbours": _neighbours(standing, measures),
        "rank": _rank(standing, Group.ENGLAND),
        "ranks": {group.value: _rank(standing, group) for group in Group},
        "quarter": found.quarters.quarters.get(standing.subject.code),
        "direction": direction(standing.direction),
    }


def direction(found: Direction | None) -> Json | None:
    """The latest step, how many steps it has gone the same way, and both in words."""
    if found is None:
        return None
    return {
        "step": found.step.value,
        "run": found.run,
        "since": found.since.code if found.since else None,
        "change": machine.plain(found.change),
        "words": found.words,
    }


def _nothing_held(standing: Standing) -> Json:
    """The place's part of the answer where no figure of any kind is held for it."""
    period = standing.period
    unknown = dict.fromkeys(("value", "number", "numerator", "denominator", "rate", "percent"))
    return {
        "indicator": standing.indicator.slug,
        "title": standing.indicator.title,
        "variant": standing.variant.key,
        "variant_title": standing.variant.title,
        "place": str(standing.subject.code),
        "place_name": reference.place(standing.subject.code).name,
        "period": period.code if period else None,
        "period_label": period.label if period else None,
        "measure": standing.series.measure.value,
        **unknown,
        "unit": standing.series.unit,
        "decimals": standing.series.decimals,
        "held": False,
        "symbol": None,
        "symbol_words": standing.indicator.unpublished or NOT_HELD.words,
        "release": None,
    }


def _place(standing: Standing, measures: Measures, code: str) -> Json:
    """Another place's figure in the same period."""
    assert standing.period is not None
    figure = standing.at(code)
    count, share = (
        measures[measure].get(code, standing.period) if measure in measures else None
        for measure in (Measure.NUMBER, Measure.PERCENT)
    )
    shown = figure.shown if figure else NOT_HELD
    return {
        "place": str(code),
        "name": reference.place(code).name,
        "value": machine.plain(count.value) if count else None,
        "numerator": machine.plain(figure.numerator) if figure else None,
        "denominator": machine.plain(figure.denominator) if figure else None,
        "rate": machine.plain(shown),
        "percent": machine.plain(share.shown) if share else None,
        "held": figure is not None,
        "symbol": shown.symbol.value if figure and isinstance(shown, Missing) else None,
    }


def _neighbours(standing: Standing, measures: Measures) -> Json | None:
    found, peers = standing.comparison, standing.peers
    assert found is not None
    assert peers is not None
    if not peers.neighbours:
        return None
    members = [
        _place(standing, measures, one.code) | {"rank": one.rank, "closeness": one.closeness}
        for one in peers.neighbours
    ]
    return {
        "model": peers.model,
        "model_title": peers.model_title,
        "mean": _rounded(found.neighbours_mean.value, standing),
        "median": _rounded(found.neighbours_median.value, standing),
        "usable": found.neighbours_median.usable,
        "of": found.neighbours_median.of,
        "members": members,
    }


def _average(found: Average, standing: Standing) -> Json:
    return {"value": _rounded(found.value, standing), "usable": found.usable, "of": found.of}


def _rounded(value: Value, standing: Standing) -> int | float | None:
    return machine.plain(rounded(value, standing.series.decimals))


def _rank(standing: Standing, group: Group) -> Json | None:
    """A rank, or null where the place is not of the group, has no figure, or the figure is a plain count."""
    assert standing.comparison is not None
    found = standing.comparison.ranks[group]
    if not isinstance(found, Position) or not standing.wording.comparable:
        return None
    return {
        "position": found.position,
        "of": found.of,
        "among": AMONG[group] if standing.subject.is_council else "regions of England",
        "tied_with": found.tied_with,
        "order": found.order.value,
    }
