"""Reads of in-year figures: what councils have signed and the Department has not published.

Every read starts from the viewer's scope and asks the alliance's data register: partners of the agreement see the
figures of all its councils, the Department what may be shown to it, anyone else nothing (memorandum 6; R4.02).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.roles import Role
from riia.alliance.access.scope import Scope
from riia.alliance.agreements import gate
from riia.alliance.agreements.audiences import Audience
from riia.alliance.figures.models import InYearReturn, InYearValue
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance
from riia.indicators.definitions import Measure, catalogue
from riia.indicators.model import Missing, Number, Period, PlaceCode, Symbol, Value

LABEL = "in-year, signed by councils, not published by DfE"


@dataclass(frozen=True, slots=True)
class InYearFigure:
    """One signed figure with all that a reader needs to trust it. `grounds` names the agreement and clause."""

    indicator: str
    variant: str
    measure: Measure
    place: PlaceCode
    period: Period
    value: Value
    version: int
    fingerprint: str
    signed_on: date
    population_words: str
    grounds: str
    simulated: bool


def audience_in(scope: Scope, alliance: Alliance) -> Audience | None:
    """As whom the viewer looks at an alliance's unpublished figures; None for somebody outside the agreement."""
    if scope.is_system:
        return Audience.PARTNERS
    codes = {alliance.region.code, *(member.code for member in places.members(alliance))}
    may = scope.places_for(Action.SEE_RETURNS)
    if may is None or may & codes:
        return Audience.PARTNERS
    dfe = [held for held in scope.holdings if held.role is Role.DFE]
    return Audience.DFE if any(held.covers(alliance.region.code) for held in dfe) else None


def of_indicator(
    scope: Scope, indicator: str, alliance: Alliance, *, measure: Measure, on: date | None = None
) -> Mapping[PlaceCode, tuple[InYearFigure, ...]]:
    """One indicator by council, each in order of time; empty where the viewer may not see it. Raises UnknownDefinition.

    Nothing is shown that the register does not let this audience see today.
    """
    one, variant = catalogue().resolve(indicator)
    day = on or timezone.localdate()
    audience = audience_in(scope, alliance)
    if audience is None or audience not in gate.audiences_of(alliance, one.slug, day):
        return {}
    rows = (
        InYearValue.objects.filter(
            signed__alliance=alliance, signed__withdrawn_at__isnull=True,
            indicator=one.slug, variant=variant.key, measure=measure.value,
        )
        .select_related("signed__council")
        .order_by("signed__council__name", "signed__period_start")
    )  # fmt: skip
    found: dict[PlaceCode, list[InYearFigure]] = {}
    for row in rows:
        found.setdefault(PlaceCode(row.signed.council.code), []).append(_figure(row))
    return {place: tuple(figures) for place, figures in found.items()}


def newest_of(
    scope: Scope, council: PlaceCode, alliance: Alliance, *, on: date | None = None
) -> Mapping[tuple[str, str, Measure], InYearFigure]:
    """A council's newest signed return by indicator, variant and measure; empty where the viewer may not see it.

    Nothing is shown that the register does not let this audience see today.
    """
    audience = audience_in(scope, alliance)
    if audience is None:
        return {}
    held = InYearReturn.objects.filter(alliance=alliance, council__code=council, withdrawn_at__isnull=True)
    newest = held.order_by("-period_end", "-published_at").first()
    if newest is None:
        return {}
    keys = gate.shown_to(alliance, audience, on or timezone.localdate())
    rows = InYearValue.objects.filter(signed=newest, indicator__in=keys).select_related("signed__council")
    return {(row.indicator, row.variant, Measure(row.measure)): _figure(row) for row in rows}


def returns_of(scope: Scope, alliance: Alliance, periods: Iterable[str] | None = None) -> list[InYearReturn]:
    """Which councils' returns stand in which periods, for a viewer inside the agreement; newest period first."""
    if audience_in(scope, alliance) is None:
        return []
    rows = InYearReturn.objects.filter(alliance=alliance, withdrawn_at__isnull=True).select_related("council")
    if periods is not None:
        rows = rows.filter(period__in=list(periods))
    return list(rows.order_by("-period_start", "council__name"))


def _figure(row: InYearValue) -> InYearFigure:
    signed = row.signed
    if row.value is None:
        value: Value = Missing(Symbol(row.symbol))
    else:
        value = Number(int(row.value) if row.value == row.value.to_integral_value() else row.value.normalize())
    return InYearFigure(
        indicator=row.indicator,
        variant=row.variant,
        measure=Measure(row.measure),
        place=PlaceCode(signed.council.code),
        period=Period.parse(signed.period),
        value=value,
        version=signed.version,
        fingerprint=signed.fingerprint,
        signed_on=timezone.localtime(signed.published_at).date(),
        population_words=str(signed.population.get("words", "")),
        grounds=_words(signed.grounds),
        simulated=signed.simulated,
    )


def _words(grounds: Mapping[str, object]) -> str:
    return f"{grounds['agreement']}, {grounds['version']}, clause {grounds['clause']}" if grounds else ""
