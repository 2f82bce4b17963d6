"""Reads of comparisons. The first argument is the viewer's scope.

Each costs what a read of series costs: one short query when this process has the figures in memory, whatever the number
of councils, indicators or years.
"""

from collections.abc import Iterable

from riia.alliance.access.scope import Scope
from riia.alliance.figures import queries as figures
from riia.alliance.figures.nouns import ReleaseLine, Series
from riia.alliance.insight.errors import NoSuchPeriod
from riia.alliance.insight.standings import Standing, standing
from riia.indicators.definitions import Measure
from riia.indicators.model import Period


def standing_of(
    scope: Scope, address: str, place: str, period: Period | None = None, *, measure: Measure | None = None
) -> Standing:
    """Where a place stands on one reading of an indicator, in its headline measure unless another is named.

    Without a period, the newest in which councils have figures. Raises UnknownDefinition, UnknownPlace, NoSuchPeriod.
    """
    series = figures.series(scope, address, measure=measure)
    if period is not None and period not in series.periods:
        raise NoSuchPeriod(series.indicator.title, period, series.periods)
    return standing(series, place, period)


def standings_of(scope: Scope, place: str, addresses: Iterable[str] | None = None) -> tuple[Standing, ...]:
    """Where a place stands on every indicator's default reading, or on those named, in the order of the definitions.

    Indicators without a published source are among them, with nothing held. Raises UnknownPlace.
    """
    return tuple(standing(series, place) for series in all_series(scope, addresses).values())


def all_series(scope: Scope, addresses: Iterable[str] | None = None) -> dict[str, Series]:
    """Every indicator's default reading in its headline measure, or those named, by text form."""
    return dict(figures.all_series(scope, addresses))


def releases(scope: Scope, address: str) -> tuple[ReleaseLine, ...]:
    """The releases behind one reading of an indicator, newest first."""
    return figures.releases_of(scope, address)


def newest_releases(scope: Scope, wanted: int) -> tuple[ReleaseLine, ...]:
    """The releases published last, newest first; one line for each edition, however many tables it has.

    Releases whose day of publication is not known come after those whose is.
    """
    found: dict[tuple[str, str], ReleaseLine] = {}
    current = [release for release in figures.releases_of(scope) if release.standing == "current"]
    for release in sorted(current, key=lambda one: (one.published, one.newest, one.id), reverse=True):
        found.setdefault((release.title, release.edition), release)
    return tuple(found.values())[:wanted]


def mark(scope: Scope) -> str:
    """What changes whenever figures change, for entity tags."""
    return figures.mark(scope)
