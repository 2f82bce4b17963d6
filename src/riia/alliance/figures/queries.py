"""Reads of published figures.

The first argument is the viewer's scope. Published figures are the same for every viewer who may see figures at all;
anyone else gets nothing. Indicators are named by their text form: "referrals" is the default variant of referrals,
"referrals:source=schools" another. An unknown name raises UnknownDefinition, which offers the nearest ones.

A read of series costs one short query when the process has them in memory and at most four when not, whatever the
number of councils, indicators or years (see `store`).
"""

from collections.abc import Iterable, Iterator, Mapping

from riia.alliance.access.scope import Scope
from riia.alliance.figures import store
from riia.alliance.figures.models import Value
from riia.alliance.figures.nouns import ExportRow, Figure, ReleaseLine, Series
from riia.alliance.figures.policies import may_export, may_see
from riia.indicators.definitions import Indicator, Measure, Variant, catalogue
from riia.indicators.model import Period, PlaceCode


def series(
    scope: Scope, indicator: str, places: Iterable[str] | None = None, *, measure: Measure | str | None = None
) -> Series:
    """One indicator through time, in its headline measure unless another is named; for some places or for all.

    Raises UnknownDefinition; ValueError for a measure the indicator does not have.
    """
    wanted = _wanted(indicator, measure)
    found = store.read([wanted])[store.key(wanted)] if may_see(scope) else Series.nothing(*wanted)
    return found if places is None else found.only(frozenset(places))


def all_series(
    scope: Scope, indicators: Iterable[str] | None = None, *, measure: Measure | str | None = None
) -> Mapping[str, Series]:
    """Several indicators at once, by text form, in their headline measures; all default variants when none are named.

    With a `measure`, only indicators that have it. Indicators without any published figure have an empty series.
    """
    named = [one.slug for one in catalogue().indicators] if indicators is None else list(indicators)
    wanted = {
        address: _wanted(address, measure)
        for address in named
        if measure is None or Measure(measure) in catalogue().resolve(address)[0].measures
    }
    if not may_see(scope):
        return {address: Series.nothing(*one) for address, one in wanted.items()}
    found = store.read(wanted.values())
    return {address: found[store.key(one)] for address, one in wanted.items()}


def latest(
    scope: Scope, places: Iterable[str] | None = None, indicators: Iterable[str] | None = None
) -> Mapping[str, Mapping[PlaceCode, Figure]]:
    """By text form of the indicator: the headline figure of each place in the newest period the indicator has.

    The period is the same for every place, so that they can be compared; a place without a figure in it is left out.
    """
    chosen = None if places is None else frozenset(places)
    return {
        address: {place: figure for place, figure in found.latest.items() if chosen is None or place in chosen}
        for address, found in all_series(scope, indicators).items()
    }


def value(
    scope: Scope, indicator: str, place: str, period: Period | str, *, measure: Measure | str | None = None
) -> Figure | None:
    """One figure, or None when nothing is held for this place and period."""
    return series(scope, indicator, measure=measure).get(place, period)


def in_measures(scope: Scope, indicator: str, place: str, period: Period | str) -> Mapping[Measure, Figure]:
    """One place and period in every measure of the indicator that holds something."""
    if not may_see(scope):
        return {}
    one, variant = catalogue().resolve(indicator)
    wanted = {measure: (one, variant, measure) for measure in one.measures}
    found = store.read(wanted.values())
    figures = {measure: found[store.key(triple)].get(place, period) for measure, triple in wanted.items()}
    return {measure: figure for measure, figure in figures.items() if figure is not None}


def versions(
    scope: Scope, indicator: str, place: str, period: Period | str, *, measure: Measure | str | None = None
) -> tuple[Figure, ...]:
    """The same figure in every release that has it, newest release first: how it was revised."""
    if not may_see(scope):
        return ()
    return store.versions(_wanted(indicator, measure), place, str(period))


def releases_of(scope: Scope, indicator: str | None = None) -> tuple[ReleaseLine, ...]:
    """The releases behind an indicator, newest first; all releases when none is named."""
    if not may_see(scope):
        return ()
    known = store.releases()
    found = list(known.values())
    if indicator is not None:
        _, variant = catalogue().resolve(indicator)
        tables = {source.table for source in variant.sources}
        found = [release for release in found if release.key in tables]
    return tuple(sorted(found, key=lambda release: (release.newest, release.id), reverse=True))


def export_rows(
    scope: Scope, indicators: Iterable[str] | None = None, places: Iterable[str] | None = None
) -> Iterator[ExportRow]:
    """The current figures in long form, streamed: all indicators, variants and measures unless some are named.

    Ordered by indicator, variant, measure, place and time. Numbers are at full precision.
    """
    if not may_export(scope):
        return
    query = Value.objects.filter(current=True)
    if indicators is not None:
        query = store.narrowed(query, [catalogue().resolve(address) for address in indicators])
    if places is not None:
        query = query.filter(place__code__in=list(places))
    yield from store.export(query)


def mark(scope: Scope) -> str:
    """What changes whenever figures change, for the entity tag of a page; the same for every viewer."""
    return store.mark() if may_see(scope) else ""


def _wanted(address: str, measure: Measure | str | None) -> tuple[Indicator, Variant, Measure]:
    indicator, variant = catalogue().resolve(address)
    chosen = variant.headline if measure is None else Measure(measure)
    if chosen not in indicator.measures:
        known = ", ".join(one.value for one in indicator.measures)
        raise ValueError(f"{indicator.slug} has no {chosen.value}. Choose: {known}.")
    return indicator, variant, chosen
