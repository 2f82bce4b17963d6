"""Loading the packaged reference data and configuration into the database."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import Target, record
from riia.alliance.places.models import (
    Neighbour,
    NeighbourModel,
    Place,
    PlaceCode,
    PlaceName,
    Population,
    PopulationVintage,
    Succession,
)
from riia.alliance.places.models.place import PlaceKind
from riia.alliance.places.services.configuration import load_configuration
from riia.alliance.places.services.rows import Changes, keep_in_step, replace
from riia.indicators import reference
from riia.indicators.model import Missing
from riia.indicators.reference.mid_year import AGES


@dataclass(frozen=True)
class LoadReport:
    """What loading changed, by kind of row."""

    added: dict[str, int]
    changed: dict[str, int]
    removed: dict[str, int]

    @property
    def changed_anything(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def words(self) -> str:
        if not self.changed_anything:
            return "Reference data already up to date"
        parts = [
            f"{what} {sum(rows.values()):,}"
            for what, rows in (("added", self.added), ("changed", self.changed), ("removed", self.removed))
            if rows
        ]
        return f"Loaded reference data: {', '.join(parts)} rows"


@transaction.atomic
def load_reference(*, by: Acts) -> LoadReport:
    """Make places, names, codes, successions, neighbours and populations those of the package (R15.06).

    Safe to repeat: what is already right is left alone, and an audit entry is written only when something changed.
    Places are added and corrected, never removed. Alliances, organisations and their configuration are added where they
    are not yet there, and never overwritten (R15.08).
    """
    changes = Changes()
    places = _places(changes)
    _names_and_codes(places, changes)
    _successions(places, changes)
    _neighbours(places, changes)
    _populations(places, changes)
    load_configuration(places, changes)
    report = LoadReport(changes.added, changes.changed, changes.removed)
    if report.changed_anything:
        record(
            by=by,
            action="places.load_reference",
            target=Target("places.reference", "packaged", "packaged reference data"),
            summary=report.words,
            details={"added": report.added, "changed": report.changed, "removed": report.removed},
        )
    return report


def _places(changes: Changes) -> dict[str, Place]:
    regions = reference.regions_by_code().values()
    whole = [region for region in regions if region.kind != reference.RegionKind.SUBREGION]
    parts = [region for region in regions if region.kind == reference.RegionKind.SUBREGION]
    empty = {"official_name": "", "council_type": "", "subregion_id": None, "valid_from": None, "valid_to": None}

    def area(region: reference.Region, places: dict[str, Place]) -> dict[str, Any]:
        parent = places[region.parent].pk if region in parts and region.parent else None
        own = {"code": str(region.code), "kind": region.kind.value, "name": region.name, "region_id": parent}
        return own | empty

    def council(authority: reference.Authority, places: dict[str, Place]) -> dict[str, Any]:
        return {
            "code": str(authority.code),
            "kind": PlaceKind.COUNCIL.value,
            "name": authority.name,
            "official_name": authority.official_name,
            "council_type": authority.type.value,
            "region_id": places[authority.region].pk,
            "subregion_id": places[authority.subregion].pk if authority.subregion else None,
            "valid_from": authority.valid_from,
            "valid_to": authority.valid_to,
        }

    # In this order, because each points to the ones before.
    places = keep_in_step(Place, "code", [area(region, {}) for region in whole], changes)
    places = keep_in_step(Place, "code", [area(region, places) for region in parts], changes)
    return keep_in_step(Place, "code", [council(item, places) for item in reference.authorities()], changes)


def _names_and_codes(places: dict[str, Place], changes: Changes) -> None:
    names: set[tuple[Any, ...]] = set()
    codes: set[tuple[Any, ...]] = set()
    known: list[reference.Place] = [*reference.authorities(), *reference.regions_by_code().values()]
    for item in known:
        pk = places[item.code].pk
        for name in item.names:
            names.add((pk, name.text, name.kind, name.valid_from, name.valid_to, " ".join(name.sources)))
        if isinstance(item, reference.Authority):
            codes |= {(pk, c.scheme, c.code, c.valid_from, c.valid_to, c.note) for c in item.codes}
        else:
            codes |= {(pk, "ons", str(item.code), None, None, ""), (pk, "lait", item.lait_code, None, None, "")}
    ours = [places[item.code].pk for item in known]
    dates = ("valid_from", "valid_to")
    replace(PlaceName.objects.filter(place__in=ours), ("place_id", "name", "kind", *dates, "sources"), names, changes)
    replace(PlaceCode.objects.filter(place__in=ours), ("place_id", "scheme", "code", *dates, "note"), codes, changes)


def _successions(places: dict[str, Place], changes: Changes) -> None:
    wanted = {
        (places[item.predecessor].pk, places[item.successor].pk, item.on, item.kind, item.note)
        for item in reference.successions()
    }
    ours = [places[item.code].pk for item in reference.authorities()]
    replace(
        Succession.objects.filter(predecessor__in=ours, successor__in=ours),
        ("predecessor_id", "successor_id", "on", "kind", "note"),
        wanted,
        changes,
    )


def _neighbours(places: dict[str, Place], changes: Changes) -> None:
    models = keep_in_step(
        NeighbourModel,
        "code",
        [
            {
                "code": model.code,
                "title": model.title,
                "year": model.year,
                "councils_on": model.councils_on,
                "note": model.note,
            }
            for model in reference.neighbour_models()
        ],
        changes,
    )
    wanted = {
        (models[model.code].pk, places[council].pk, places[member.code].pk, member.rank, member.closeness)
        for model in reference.neighbour_models()
        for council, members in reference.neighbour_lists(model.code).items()
        for member in members
    }
    ours = [models[model.code].pk for model in reference.neighbour_models()]
    columns = ("model_id", "place_id", "neighbour_id", "rank", "closeness")
    replace(Neighbour.objects.filter(model__in=ours), columns, wanted, changes)


def _populations(places: dict[str, Place], changes: Changes) -> None:
    # The one that stops being current goes first, or two would be current for a moment.
    ordered = sorted(reference.vintages(), key=lambda vintage: vintage.current)
    newest = next(vintage.code for vintage in ordered if vintage.current)
    changes.count(
        changes.changed,
        PopulationVintage,
        PopulationVintage.objects.filter(is_current=True).exclude(code=newest).update(is_current=False),
    )
    vintages = keep_in_step(
        PopulationVintage,
        "code",
        [
            {
                "code": vintage.code,
                "title": vintage.title,
                "first_mid_year": vintage.first,
                "last_mid_year": vintage.last,
                "is_current": vintage.current,
                "note": vintage.note,
            }
            for vintage in ordered
        ],
        changes,
    )
    wanted = set()
    for vintage in ordered:
        for (code, mid_year), value in reference.populations(vintage.code).items():
            number, symbol = (None, value.symbol.value) if isinstance(value, Missing) else (value.value, "")
            wanted.add((vintages[vintage.code].pk, places[code].pk, mid_year, AGES, number, symbol))
    ours = [vintages[vintage.code].pk for vintage in ordered]
    columns = ("vintage_id", "place_id", "mid_year", "ages", "number", "symbol")
    replace(Population.objects.filter(vintage__in=ours), columns, wanted, changes)
