"""Reads about places. Places, alliances, organisations, terms, neighbours and populations are public facts, so no query
here takes a viewer's scope: who may see them is everyone. What a viewer may see *about* a place is asked above.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from riia.alliance.audit.models import Entry
from riia.alliance.places.models import (
    AcademicTerm,
    Alliance,
    AllianceMember,
    Neighbour,
    Organisation,
    Place,
    Population,
    Rhythm,
    Service,
    Succession,
)
from riia.alliance.places.models.dated import holds_on
from riia.alliance.places.models.place import PlaceKind
from riia.indicators.model import Missing, Symbol, Value
from riia.indicators.reference import CURRENT_MODEL, UnknownPlace
from riia.indicators.reference import find_place as find_in_reference

# What the trail calls the two things people do here, so that who did them can be read back.
SETTLED, TERMS_SET = "places.settle_rhythm", "places.set_terms"


def get(code: str) -> Place:
    """The place of a code as the product uses them (831, E12000004). Raises UnknownPlace, which says what to do."""
    place = Place.objects.select_related("region", "subregion").filter(code=code).first()
    if place is None:
        raise UnknownPlace(code, remedy="Check the code. In a new installation, run the load_places command first.")
    return place


def find(text: str, on: date | None = None) -> Place:
    """The place that a name or any code means, on a day if one is given. Never guesses: raises a PlaceError."""
    return get(find_in_reference(text, on).code)


def councils(on: date | None = None) -> QuerySet[Place]:
    """The councils of a day (today by default), by name."""
    day = on or timezone.localdate()
    return Place.objects.on(day).filter(kind=PlaceKind.COUNCIL).select_related("region")


def councils_in(place: Place, on: date | None = None) -> QuerySet[Place]:
    """The councils inside a region, a sub-region or England on a day; a council is its own only council."""
    inside: dict[PlaceKind, dict[str, Any]] = {
        PlaceKind.COUNTRY: {},
        PlaceKind.REGION: {"region": place},
        PlaceKind.SUBREGION: {"subregion": place},
        PlaceKind.COUNCIL: {"pk": place.pk},
    }
    return councils(on).filter(**inside[PlaceKind(place.kind)])


def council_codes_in(code: str, on: date | None = None) -> frozenset[str]:
    """The codes of the councils inside a place on a day, in one query. Empty for a code that is no place."""
    day = on or timezone.localdate()
    found = Place.objects.on(day).filter(kind=PlaceKind.COUNCIL)
    if code.startswith("E12"):
        found = found.filter(region__code=code)
    elif code.startswith("E13"):
        found = found.filter(subregion__code=code)
    elif not code.startswith("E92"):
        found = found.filter(code=code)
    return frozenset(found.values_list("code", flat=True))


def regions() -> QuerySet[Place]:
    """The nine statistical regions by name: London once, without Inner and Outer London."""
    return Place.objects.filter(kind=PlaceKind.REGION)


def england() -> Place:
    """England."""
    return Place.objects.get(kind=PlaceKind.COUNTRY)


def successors(place: Place) -> QuerySet[Succession]:
    """Who took over from a council, when and how."""
    return Succession.objects.filter(predecessor=place).select_related("successor")


def predecessors(place: Place) -> QuerySet[Succession]:
    """From whom a council took over."""
    return Succession.objects.filter(successor=place).select_related("predecessor")


def lineage(place: Place) -> QuerySet[Place]:
    """The council with all it came from and all that came of it, for a series that crosses a reorganisation."""
    found, frontier = {place.pk}, {place.pk}
    for ahead, here in (("successor_id", "predecessor_id"), ("predecessor_id", "successor_id")):
        frontier = {place.pk}
        while frontier:
            step = Succession.objects.filter(**{f"{here}__in": frontier}).values_list(ahead, flat=True)
            frontier = set(step) - found
            found |= frontier
    return Place.objects.filter(pk__in=found).order_by("valid_to", "name")


def neighbours(place: Place, model: str = CURRENT_MODEL) -> QuerySet[Neighbour]:
    """The statistical neighbours of a council in a model, rank 1 first; empty when the model does not hold it."""
    return (
        Neighbour.objects.filter(place=place, model__code=model).select_related("neighbour", "model").order_by("rank")
    )


def populations(
    places: Iterable[Place], vintage: str | None = None, ages: str = "0-17"
) -> Mapping[tuple[str, int], Value]:
    """Published populations of several places by code and mid-year, in one query. The current vintage by default."""
    chosen = {"vintage__code": vintage} if vintage else {"vintage__is_current": True}
    rows = Population.objects.filter(place__in=list(places), ages=ages, **chosen).select_related("place")
    return {(row.place.code, row.mid_year): row.value for row in rows}


def population(place: Place, mid_year: int, vintage: str | None = None, ages: str = "0-17") -> Value:
    """One population; Missing(NOT_AVAILABLE) where the vintage has no row for that place and year."""
    return populations([place], vintage, ages).get((place.code, mid_year), Missing(Symbol.NOT_AVAILABLE))


def alliances() -> QuerySet[Alliance]:
    """The alliances of this installation, by name."""
    return Alliance.objects.select_related("region", "improvement_body")


def alliance_in(region: str) -> Alliance | None:
    """The alliance of a region by the region's code, or None."""
    return alliances().filter(region__code=region).first()


def alliance_of(council: Place, on: date | None = None) -> Alliance | None:
    """The alliance a council belongs to on a day, or None."""
    day = on or timezone.localdate()
    member = AllianceMember.objects.on(day).filter(council=council).select_related("alliance__region").first()
    return member.alliance if member else None


def members(alliance: Alliance, on: date | None = None) -> QuerySet[Place]:
    """The member councils of an alliance on a day, by name."""
    day = on or timezone.localdate()
    return Place.objects.filter(holds_on(day, "memberships__"), memberships__alliance=alliance).distinct()


def memberships(alliance: Alliance | None = None) -> QuerySet[AllianceMember]:
    """Every membership of an alliance, or of all alliances, past ones included, by council."""
    found = AllianceMember.objects.select_related("alliance", "council").order_by("council__name", "valid_from")
    return found.filter(alliance=alliance) if alliance else found


def rhythms(alliance: Alliance) -> QuerySet[Rhythm]:
    """How often an alliance meets, returns data and challenges; some may still have to be settled."""
    return Rhythm.objects.filter(alliance=alliance).select_related("alliance__region")


def unsettled_rhythms(regions: frozenset[str] | None = None) -> list[Rhythm]:
    """Rhythms whose words have more than one reading and wait for a decision; of these regions, or of all."""
    found = Rhythm.objects.select_related("alliance__region")
    if regions is not None:
        found = found.filter(alliance__region__code__in=regions)
    return [rhythm for rhythm in found if not rhythm.is_settled]


def settlements(rhythms: Iterable[Rhythm]) -> Mapping[int, Entry]:
    """Who settled each of these rhythms last, and when, by the rhythm's key; without those nobody had to settle."""
    keys = [str(rhythm.pk) for rhythm in rhythms]
    entries = Entry.objects.filter(action=SETTLED, target_type=Rhythm._meta.label, target_reference__in=keys)
    return {int(entry.target_reference): entry for entry in entries.order_by("at", "id")}


def organisations(on: date | None = None) -> QuerySet[Organisation]:
    """Organisations that are not councils, on a day, by name."""
    return Organisation.objects.on(on or timezone.localdate())


def organisations_serving(council: Place, on: date | None = None) -> QuerySet[Service]:
    """What organisations do for a council on a day."""
    return Service.objects.on(on or timezone.localdate()).filter(council=council).select_related("organisation")


def councils_served_by(organisation: Organisation, on: date | None = None) -> QuerySet[Service]:
    """Which councils an organisation serves on a day."""
    return Service.objects.on(on or timezone.localdate()).filter(organisation=organisation).select_related("council")


def terms(council: Place, academic_year: int | None = None) -> QuerySet[AcademicTerm]:
    """The term dates a council has entered, in order; of one academic year (2025 is 2025/26) or of all."""
    found = AcademicTerm.objects.filter(council=council).select_related("council").order_by("start")
    return found if academic_year is None else found.filter(academic_year=academic_year)


def councils_with_terms(academic_year: int) -> frozenset[str]:
    """Codes of the councils that have entered their term dates of an academic year (2025 is 2025/26)."""
    found = AcademicTerm.objects.filter(academic_year=academic_year).values_list("council__code", flat=True)
    return frozenset(found)


def terms_entered(council: Place) -> Mapping[int, Entry]:
    """Who entered or changed the term dates of a council last, and when, by academic year."""
    entries = Entry.objects.filter(
        action=TERMS_SET, target_type=Place._meta.label, target_reference=council.reference
    ).order_by("at", "id")
    return {entry.details["academic_year"]: entry for entry in entries if "academic_year" in entry.details}


def services_for(councils: Iterable[Place], on: date | None = None) -> QuerySet[Service]:
    """What organisations do for any of these councils on a day, by organisation."""
    return (
        Service.objects.on(on or timezone.localdate())
        .filter(council__in=list(councils))
        .select_related("organisation", "council")
        .order_by("organisation__name", "what", "council__name")
    )
