"""The charts of an indicator: its course over time and where places stand. Built from a standing; drawn by the kit."""

from collections.abc import Sequence
from typing import Final, Literal

from riia.alliance.insight.chance import CONFIDENCE, OUTER, Chance, chance_of
from riia.alliance.insight.comparisons import NOT_HELD, Basis, Group
from riia.alliance.insight.explanations import LEVEL
from riia.alliance.insight.peers import name_of
from riia.alliance.insight.standings import Standing, quarters_of
from riia.alliance.kit.charts import (
    Band,
    Control,
    ControlPoint,
    Frame,
    Funnel,
    FunnelItem,
    FunnelLimit,
    RankedItem,
    Ranking,
    ReferenceLine,
    Series,
    Trend,
)
from riia.alliance.kit.charts.model import Role
from riia.indicators.definitions import Measure
from riia.indicators.model import Number, Period, PlaceCode, Value, rounded
from riia.indicators.reference import ENGLAND
from riia.indicators.statistics import benchmarks
from riia.indicators.statistics.funnels import FunnelSide

MOST_OVERLAYS: Final = 6


def trend(standing: Standing, overlays: Sequence[str], basis: Basis) -> Trend:
    """The place's course, England dashed, the range of its neighbours as a band, up to six others."""
    periods = _periods(standing, overlays)
    lines = [_line(standing, standing.subject.code, periods, "mine")]
    if not standing.subject.is_england:
        lines.append(_line(standing, ENGLAND, periods, "reference"))
    lines += [_line(standing, code, periods, "other") for code in overlays]
    middle = _middle(standing, periods, basis)
    if middle is not None and len(overlays) < MOST_OVERLAYS:
        lines.append(middle)
    frame = _frame(standing, f"{standing.indicator.title}: {standing.subject.name} over time")
    return Trend(frame, tuple(period.short_label for period in periods), tuple(lines), _band(standing, periods))


def ranking(standing: Standing, group: Group, basis: Basis) -> Ranking:
    """Places in order: the region's councils, the statistical neighbours, or all of England.

    The place's own figure carries its interval.
    """
    items = tuple(
        RankedItem(name_of(code), _shown(standing, code), _emphasis(standing, code, group), _interval(standing, code))
        for code in members(standing, group)
    )
    england = _shown(standing, ENGLAND)
    lines = [ReferenceLine("England", float(england))] if isinstance(england, Number) else []
    middle = standing.comparison.comparator(basis) if standing.comparison and basis is not Basis.ENGLAND else NOT_HELD
    if isinstance(middle, Number) and standing.wording.comparable:
        lines.append(ReferenceLine(basis_name(basis), float(middle)))
    frame = _frame(standing, f"{standing.indicator.title}: where {standing.subject.in_text} stands")
    lowest_first = standing.indicator.polarity.value == "down"
    drawn = tuple(lines) if standing.wording.comparable else ()
    return Ranking(frame, items, drawn, lowest_first, f"{LEVEL} interval")


def funnel(standing: Standing) -> Funnel | None:
    """All councils by what their figures rest on, between the limits of chance; None where there is no funnel."""
    chance = chance_of(standing)
    found = chance.funnel if chance else None
    if chance is None or found is None or not standing.wording.comparable:
        return None
    curve = chance.funnel_curve
    limits = tuple(
        FunnelLimit(f"{level * 100:g}% limits", tuple(zip(curve.denominators.tolist(), *ends, strict=True)))
        for level in (CONFIDENCE, OUTER)
        for ends in [(curve.limits[level].lower.tolist(), curve.limits[level].upper.tolist())]  # type: ignore[union-attr]
    )
    items = tuple(_funnel_item(standing, chance, code) for code in chance.councils)
    frame = _frame(standing, f"{standing.indicator.title}: {standing.subject.name} among all councils")
    region = standing.peers.region.in_text if standing.peers and standing.peers.region else "the region"
    base = standing.variant.denominator
    centre = ReferenceLine("Councils together", round(found.target, 6))
    return Funnel(frame, items, centre, limits, f"{base[0].upper()}{base[1:]}", f"councils of {region}")


def control(standing: Standing) -> Control | None:
    """The place's own course between the limits it has been moving in; None where it is too short for them."""
    chance, place = chance_of(standing), str(standing.subject.code)
    found = chance.control_chart(place) if chance else None
    if chance is None or found is None:
        return None
    estimable = found.is_estimable
    points = tuple(
        ControlPoint(
            period.short_label,
            value,
            float(found.mean[at]) if estimable else None,
            (float(found.lower[at]), float(found.upper[at])) if estimable else None,
            int(found.step[at]),
            found.point_types[at].words if found.point_types[at].is_special else "",
        )
        for at, (period, value) in enumerate(chance.course(place))
    )
    frame = _frame(standing, f"{standing.indicator.title}: {standing.subject.name} on a control chart")
    return Control(frame, points, "Limits of its usual variation")


def members(standing: Standing, group: Group) -> tuple[PlaceCode, ...]:
    """The places of a group, the place itself among them."""
    peers = standing.peers
    if peers is None:
        return ()
    if group is Group.REGION:
        return peers.region_councils
    if group is Group.NEIGHBOURS:
        return (peers.subject.code, *peers.neighbour_codes)
    return peers.equals or peers.councils


def basis_name(basis: Basis) -> str:
    """The comparator as a chart labels it."""
    return {
        Basis.NEIGHBOURS: "Median of neighbours",
        Basis.NEIGHBOURS_MEAN: "Mean of neighbours",
        Basis.REGION: "Median of the region",
        Basis.ENGLAND: "England",
    }[basis]


def _frame(standing: Standing, title: str) -> Frame:
    percent = standing.series.measure is Measure.PERCENT
    lines = {figure.release.name: None for figure in standing.series.latest.values()}
    unit = f"{standing.indicator.title}, {standing.series.unit}"
    return Frame(title, unit, standing.series.decimals, "; ".join(lines), "%" if percent else "")


def _periods(standing: Standing, overlays: Sequence[str]) -> list[Period]:
    """The periods in which any of the places on the chart has an entry."""
    places = (standing.subject.code, ENGLAND, *overlays)
    held = {figure.period for place in places for figure in standing.series.of(place)}
    return sorted(period for period in held if standing.period is None or period <= standing.period)


def _line(standing: Standing, code: str, periods: Sequence[Period], role: Role) -> Series:
    figures = {figure.period: figure.shown for figure in standing.series.of(code)}
    points = tuple((period.short_label, figures[period]) for period in periods if period in figures)
    return Series(name_of(code), points, role)


def _middle(standing: Standing, periods: Sequence[Period], basis: Basis) -> Series | None:
    """The chosen average through time; England is a line of its own."""
    peers = standing.peers
    if peers is None or basis is Basis.ENGLAND or not standing.wording.comparable or not standing.subject.is_council:
        return None
    codes = peers.region_councils if basis is Basis.REGION else peers.neighbour_codes
    average = benchmarks.mean if basis is Basis.NEIGHBOURS_MEAN else benchmarks.median
    points = []
    for period in periods:
        pairs = [(code, figure.shown) for code in codes if (figure := standing.series.get(code, period))]
        if pairs:
            points.append((period.short_label, rounded(average(pairs).value, standing.series.decimals)))
    return Series(basis_name(basis), tuple(points), "other") if points else None


def _band(standing: Standing, periods: Sequence[Period]) -> Band | None:
    """From the lowest to the highest neighbour; for regions and England the middle half of all councils."""
    peers = standing.peers
    if peers is None or not standing.wording.comparable:
        return None
    points = []
    for period in periods:
        if peers.neighbours:
            values = [standing.series.get(code, period) for code in peers.neighbour_codes]
            known = [float(one.shown) for one in values if one and isinstance(one.shown, Number)]
            points += [(period.short_label, min(known), max(known))] if len(known) > 1 else []
        elif edges := quarters_of(standing.series, period).edges:
            points.append((period.short_label, float(edges[1]), float(edges[3])))
    label = "Range of its neighbours" if peers.neighbours else "Middle half of councils"
    return Band(label, tuple(points)) if points else None


def _interval(standing: Standing, code: str) -> tuple[float, float] | None:
    chance = chance_of(standing)
    if chance is None or code != standing.subject.code or not standing.wording.comparable:
        return None
    found = chance.interval(code)
    return (found.lower, found.upper) if found else None


def _funnel_item(standing: Standing, chance: Chance, code: str) -> FunnelItem:
    found, grounds = chance.in_funnel.get(code), chance.grounds(code)
    return FunnelItem(
        name_of(code),
        _shown(standing, code),
        float(grounds.base) if found else None,
        found.words if found else grounds.reason.rstrip("."),
        found is not None and found.side is not FunnelSide.WITHIN,
        _emphasis(standing, code, Group.ENGLAND),
    )


def _shown(standing: Standing, code: str) -> Value:
    figure = standing.at(code)
    return figure.shown if figure else NOT_HELD


def _emphasis(standing: Standing, code: str, group: Group) -> Literal["mine", "group", "none"]:
    if code == standing.subject.code:
        return "mine"
    peers = standing.peers
    marked = group is Group.ENGLAND and peers is not None and peers.subject.is_council and code in peers.region_councils
    return "group" if marked else "none"
