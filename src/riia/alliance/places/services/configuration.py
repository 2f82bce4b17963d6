"""Alliances and organisations as configuration: added from the packaged files where they are not yet there."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from riia.alliance.places.models import Alliance, AllianceMember, Organisation, Place, Rhythm, Service
from riia.alliance.places.models.alliance import RhythmKind
from riia.alliance.places.services.rows import Changes
from riia.indicators import reference

_FOLDER = Path(__file__).parents[1] / "configuration"


def load_configuration(places: dict[str, Place], changes: Changes) -> None:
    """Organisations, what they do for councils, alliances, members and rhythms. Existing rows are left as they are.

    A council that has ended leaves its alliance on its last day; one that has begun joins that of its region.
    """
    organisations = _organisations(places, changes)
    alliances = _alliances(places, organisations, changes)
    _members(places, alliances, changes)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))


def _organisations(places: dict[str, Place], changes: Changes) -> dict[str, Organisation]:
    held = {organisation.code: organisation for organisation in Organisation.objects.all()}
    for item in _read("organisations.toml")["organisation"]:
        served = item.pop("serves", [])
        if item["code"] in held:
            continue
        organisation = held[item["code"]] = Organisation.objects.create(**item)
        changes.count(changes.added, Organisation, 1)
        for service in served:
            council = places[service.pop("council")]
            Service.objects.create(organisation=organisation, council=council, **service)
        changes.count(changes.added, Service, len(served))
    return held


def _alliances(
    places: dict[str, Place], organisations: dict[str, Organisation], changes: Changes
) -> dict[str, Alliance]:
    packaged = _read("alliances.toml")
    held = {alliance.code: alliance for alliance in Alliance.objects.all()}
    because = packaged["quarters"]["because"]
    for item in packaged["alliance"]:
        own = item.pop("rhythm", [])
        if item["code"] in held:
            continue
        body = item.pop("improvement_body", None)
        alliance = held[item["code"]] = Alliance.objects.create(
            **item | {"region": places[item["region"]], "improvement_body": organisations[body] if body else None}
        )
        changes.count(changes.added, Alliance, 1)
        kinds = {rhythm["kind"] for rhythm in own}
        rhythms = own + [rhythm for rhythm in packaged["everywhere"] if rhythm["kind"] not in kinds]
        for rhythm in rhythms:
            reason = because if rhythm["kind"] == RhythmKind.RETURN and "period_kind" in rhythm else ""
            Rhythm.objects.create(alliance=alliance, settled_because=reason, **rhythm)
        changes.count(changes.added, Rhythm, len(rhythms))
    return held


def _members(places: dict[str, Place], alliances: dict[str, Alliance], changes: Changes) -> None:
    by_region = {alliance.region_id: alliance for alliance in alliances.values()}
    joined = set(AllianceMember.objects.values_list("council_id", flat=True))
    new = []
    for authority in reference.authorities():
        council = places[authority.code]
        alliance = by_region.get(council.region_id) if council.region_id else None
        if alliance and council.pk not in joined:
            new.append(_membership(alliance, council, authority.valid_from, authority.valid_to))
    AllianceMember.objects.bulk_create(new)
    changes.count(changes.added, AllianceMember, len(new))
    ended = AllianceMember.objects.filter(valid_to__isnull=True, council__valid_to__isnull=False)
    for member in ended.select_related("council"):
        member.valid_to = member.council.valid_to
        member.save(update_fields=["valid_to"])
        changes.count(changes.changed, AllianceMember, 1)


def _membership(alliance: Alliance, council: Place, first: date | None, last: date | None) -> AllianceMember:
    return AllianceMember(alliance=alliance, council=council, valid_from=first, valid_to=last)
