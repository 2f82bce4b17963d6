"""Comparisons for machines: one shape for the command line and the REST API.

Numbers are JSON numbers rounded to the decimals of the definition; a missing one is null with its symbol beside it, so
that no program can take it for zero. `value` is the count; `rate` is the headline figure in `unit`, which is a rate per
10,000, a percentage or, for a few, an average or a count; `percent` is the percentage where the indicator has one.
"""

from decimal import Decimal
from typing import Any

from riia.alliance.access.scope import Scope
from riia.alliance.figures.nouns import Figure, ReleaseLine, Series
from riia.alliance.insight import queries
from riia.alliance.insight.comparisons import Group
from riia.alliance.insight.peers import name_of
from riia.alliance.insight.standings import Standing
from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Period, Symbol, Value, rounded
from riia.indicators.reference import ENGLAND
from riia.indicators.statistics.benchmarks import Average, Direction, Position

type Json = dict[str, Any]

AMONG = {
    Group.REGION: "councils of the region",
    Group.NEIGHBOURS: "the place and its statistical neighbours",
    Group.ENGLAND: "councils of England",
}


def comparison(scope: Scope, address: str, place: str, period: Period | None = None) -> Json:
    """One place on one indicator against England, region and neighbours.

    Without a period, the newest. Raises UnknownDefinition, UnknownPlace, NoSuchPeriod; each message offers what there is.
    """
    standing = queries.standing_of(scope, address, place, period)
    shares = None
    if standing.series.measure is not Measure.PERCENT and Measure.PERCENT in standing.indicator.measures:
        shares = queries.standing_of(scope, address, place, measure=Measure.PERCENT).series
    return _comparison(standing, shares)


def _comparison(standing: Standing, shares: Series | None) -> Json:
    if standing.period is None or standing.comparison is None or standing.peers is None:
        return _head(standing) | _cell(None, None, standing) | {"note": standing.indicator.unpublished}
    found, peers = standing.comparison, standing.peers
    percent = shares.get(standing.subject.code, standing.period) if shares else None
    region = None
    if peers.region is not None:
        region = _place(standing, shares, peers.region.code) | {"median": _average(found.region_average, standing)}
    return (
        _head(standing)
        | _cell(standing.figure, percent, standing)
        | {
            "release": release(standing.figure.release) if standing.figure else None,
            "as_published": _published(standing.figure, standing),
            "region": region,
            "england": _place(standing, shares, ENGLAND),
            "neighbours": _neighbours(standing, shares),
            "rank": _rank(standing, Group.ENGLAND),
            "ranks": {group.value: _rank(standing, group) for group in Group},
            "quarter": found.quarters.quarters.get(standing.subject.code),
            "direction": direction(standing.direction),
        }
    )


def release(line: ReleaseLine) -> Json:
    """A release: what it is called, who published it and when, under which licence."""
    return {
        "name": line.name,
        "edition": line.edition,
        "publisher": line.publisher,
        "published": line.published or None,
        "population": line.vintage,
        "licence": line.licence,
        "address": line.address or None,
        "file": line.source_file,
        "sha256": line.sha256,
    }


def direction(found: Direction | None) -> Json | None:
    """The latest step, how long it has gone the same way, and both in words."""
    if found is None:
        return None
    return {
        "step": found.step.value,
        "run": found.run,
        "since": found.since.code if found.since else None,
        "change": amount(found.change),
        "words": found.words,
    }


def amount(value: Value | None, decimals: int | None = None) -> int | float | None:
    """A value as a JSON number, or null where there is none."""
    if value is None or isinstance(value, Missing):
        return None
    shown = value if decimals is None else rounded(value, decimals)
    assert isinstance(shown, Number)
    return float(shown.value) if isinstance(shown.value, Decimal) else shown.value


def symbol(value: Value | None) -> str | None:
    """The symbol of a missing value; "x" where nothing is held; null for a number."""
    if value is None:
        return Symbol.NOT_AVAILABLE.value
    return value.symbol.value if isinstance(value, Missing) else None


def _head(standing: Standing) -> Json:
    period = standing.period
    return {
        "indicator": standing.wording.address,
        "title": standing.indicator.title,
        "variant": standing.variant.title,
        "place": str(standing.subject.code),
        "place_name": standing.subject.name,
        "period": period.code if period else None,
        "period_label": period.label if period else None,
        "measure": standing.series.measure.value,
        "unit": standing.series.unit,
        "polarity": standing.indicator.polarity.value,
    }


def _cell(figure: Figure | None, percent: Figure | None, standing: Standing) -> Json:
    """A figure as count, headline rate and percentage, with the symbol of what is missing."""
    measure = standing.series.measure
    count = figure.value if figure and measure is Measure.NUMBER else figure.numerator if figure else None
    shown = figure.shown if figure else None
    share = shown if measure is Measure.PERCENT else percent.shown if percent else None
    return {
        "value": amount(count, standing.indicator.decimals.get(Measure.NUMBER, 0)),
        "value_symbol": None if figure and count is None else symbol(count),
        "numerator": amount(figure.numerator) if figure else None,
        "denominator": amount(figure.denominator) if figure else None,
        "rate": amount(shown),
        "percent": amount(share),
        "symbol": symbol(shown),
        "basis": figure.basis.value if figure else None,
        "population_year": figure.population_year if figure else None,
    }


def _place(standing: Standing, shares: Series | None, code: str) -> Json:
    assert standing.period is not None
    percent = shares.get(code, standing.period) if shares else None
    return {"place": code, "name": name_of(code)} | _cell(standing.at(code), percent, standing)


def _published(figure: Figure | None, standing: Standing) -> Json | None:
    """What is printed for the measure, and where: the latest release that prints it may be older than ours."""
    if figure is None or figure.published is None or figure.published_in is None:
        return None
    return {
        "rate": amount(figure.published, standing.series.decimals),
        "symbol": symbol(figure.published),
        "release": figure.published_in.name,
        "population": figure.published_in.vintage,
    }


def _neighbours(standing: Standing, shares: Series | None) -> Json | None:
    found, peers = standing.comparison, standing.peers
    assert found is not None
    assert peers is not None
    if not peers.neighbours:
        return None
    members = [
        {"place": str(one.code), "name": name_of(one.code), "rank": one.rank, "closeness": one.closeness}
        | {key: value for key, value in _place(standing, shares, one.code).items() if key not in ("place", "name")}
        for one in peers.neighbours
    ]
    return {
        "model": peers.model,
        "model_title": peers.model_title,
        "mean": amount(found.neighbours_mean.value, standing.series.decimals),
        "median": amount(found.neighbours_median.value, standing.series.decimals),
        "usable": found.neighbours_median.usable,
        "of": found.neighbours_median.of,
        "members": members,
    }


def _average(found: Average, standing: Standing) -> Json:
    return {"value": amount(found.value, standing.series.decimals), "usable": found.usable, "of": found.of}


def _rank(standing: Standing, group: Group) -> Json | None:
    """A rank, or null where the place is not of the group, has no figure, or the figure is a plain count."""
    assert standing.comparison is not None
    found = standing.comparison.ranks[group]
    if not isinstance(found, Position) or not standing.wording.comparable:
        return None
    regional = not standing.subject.is_council
    return {
        "position": found.position,
        "of": found.of,
        "among": "regions of England" if regional else AMONG[group],
        "tied_with": found.tied_with,
        "order": found.order.value,
    }
