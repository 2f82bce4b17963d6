"""In-year figures beside the published ones: what the councils of an alliance have signed, for whom the register names.

Never mixed with what is published: no rank, no trend and no comparison rests on these, and nothing here is remembered
between two requests, as who may see them depends on who asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.figures import in_year
from riia.alliance.figures import queries as figures
from riia.alliance.figures.in_year import InYearFigure
from riia.alliance.insight.peers import name_of
from riia.alliance.insight.standings import Standing
from riia.alliance.kit.amounts import NoAmount
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance
from riia.indicators.definitions import Measure, Timing
from riia.indicators.model import Period, PeriodKind, PlaceCode, Value
from riia.indicators.statistics import compare_with_published, year_of_quarters

MOST_PERIODS: Final = 8
NOT_SIGNED = NoAmount("–", "not signed yet")
BLANK = NoAmount("blank", "signed without an answer to this")
_QUARTERS: Final = frozenset({PeriodKind.FINANCIAL_QUARTER, PeriodKind.CALENDAR_QUARTER})
_ONCE_A_YEAR: Final = frozenset({"cla-starting", "cla-ceasing"})
"""The Department counts these children once in a year, so that four quarters may add up to more."""


@dataclass(frozen=True, slots=True)
class CouncilLine:
    """One council's figures, period by period as in `InYear.periods`."""

    name: str
    mine: bool
    cells: tuple[Value | NoAmount, ...]


@dataclass(frozen=True, slots=True)
class InYear:
    """Everything the section shows. `periods` are in order of time; `unsigned` lack the newest of them.

    `year` sets the four latest quarters beside the newest published year, in a sentence; empty unless all four are
    there. `published` is the newest published annual figure of the subject, in its own words.
    """

    alliance: str
    periods: tuple[Period, ...]
    lines: tuple[CouncilLine, ...]
    unsigned: tuple[str, ...]
    grounds: str
    simulated: bool
    is_rate_of_a_flow: bool
    is_stock: bool
    published: tuple[Value, str, str] | None
    year: str


def in_year_of(scope: Scope, standing: Standing) -> InYear | None:
    """The signed figures of the subject's alliance on this indicator; None for a viewer who may not see any."""
    if not (scope.may(Action.SEE_RETURNS) or scope.may(Action.RECEIVE_PACKS)):
        return None  # nobody else is inside any agreement: asked first, as it costs nothing
    alliance = _alliance(scope, standing)
    if alliance is None or in_year.audience_in(scope, alliance) is None:
        return None
    measure = standing.series.measure
    held = in_year.of_indicator(scope, standing.series.address, alliance, measure=measure)
    if not held:
        return None
    periods = _latest({figure.period for own in held.values() for figure in own})
    signed = {(row.council.code, row.period) for row in in_year.returns_of(scope, alliance)}
    own = standing.subject.code
    members = {PlaceCode(place.code): name_of(place.code) for place in places.members(alliance)}
    names = members | {code: name_of(code) for code in held}
    order = sorted(names, key=lambda code: (code != own, names[code]))
    every = [figure for figures_ in held.values() for figure in figures_]
    newest = max(every, key=lambda figure: figure.signed_on)
    flow = standing.variant.timing is Timing.FLOW
    return InYear(
        alliance=alliance.short_name,
        periods=periods,
        lines=tuple(_line(code, names[code], own, held.get(code, ()), periods, signed) for code in order),
        unsigned=tuple(name for code, name in members.items() if (code, periods[-1].code) not in signed),
        grounds=newest.grounds,
        simulated=any(figure.simulated for figure in every),
        is_rate_of_a_flow=flow and measure is Measure.RATE,
        is_stock=not flow,
        published=_published(standing),
        year=_year(scope, standing, alliance) if flow and standing.subject.is_council else "",
    )


def newest_of_council(scope: Scope, place: str) -> Mapping[tuple[str, str, Measure], InYearFigure]:
    """A council's newest signed figures by indicator, variant and measure; empty for whoever may not see any."""
    if not (scope.may(Action.SEE_RETURNS) or scope.may(Action.RECEIVE_PACKS)):
        return {}
    council = places.councils().filter(code=place).first()
    alliance = places.alliance_of(council) if council else None
    return in_year.newest_of(scope, PlaceCode(place), alliance) if alliance else {}


def _alliance(scope: Scope, standing: Standing) -> Alliance | None:
    """The alliance of the subject; on England's page that of the viewer's own place."""
    code = str(standing.subject.code)
    if standing.subject.is_england:
        code = scope.home_place() or ""
    if not code:
        return None
    if not PlaceCode(code).is_dfe:
        return places.alliance_in(code)
    return places.alliance_of(places.get(code))


def _latest(periods: set[Period]) -> tuple[Period, ...]:
    return tuple(sorted(periods, key=lambda period: period.start)[-MOST_PERIODS:])


def _line(
    code: PlaceCode,
    name: str,
    own: str,
    held: Sequence[InYearFigure],
    periods: Sequence[Period],
    signed: set[tuple[str, str]],
) -> CouncilLine:
    values = {figure.period: figure.value for figure in held}
    cells = tuple(values.get(period, BLANK if (str(code), period.code) in signed else NOT_SIGNED) for period in periods)
    return CouncilLine(name, code == own, cells)


def _published(standing: Standing) -> tuple[Value, str, str] | None:
    """The newest published annual figure of the subject: value, period and release."""
    own = standing.series.of(standing.subject.code)
    return (own[-1].shown, own[-1].period.label, own[-1].release.name) if own else None


def _year(scope: Scope, standing: Standing, alliance: Alliance) -> str:
    """The four latest quarters together beside the newest published year; empty unless all four are numbers."""
    code = standing.subject.code
    signed = in_year.of_indicator(scope, standing.series.address, alliance, measure=Measure.NUMBER).get(code, ())
    series = {figure.period: figure.value for figure in signed if figure.period.kind in _QUARTERS}
    published = figures.series(scope, standing.series.address, measure=Measure.NUMBER).of(code)
    if not series or not published:
        return ""
    newest = published[-1]
    ours = year_of_quarters(list(series.items()), max(series, key=lambda period: period.start))
    if ours.gaps:
        return ""
    once = standing.indicator.slug in _ONCE_A_YEAR
    return compare_with_published(ours, newest.value, newest.period, child_once_a_year=once).words
