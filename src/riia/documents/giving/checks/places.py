"""Where a grant is of use: codes of areas and their types, names and nations, and positions on the map."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from riia.documents.giving.checks.councils import award_day, english_recipient, same_place
from riia.documents.giving.councils import areas
from riia.documents.giving.lists import AREA_TYPES, AREA_WORDS
from riia.documents.giving.package import Findings, Grant, objects_in, text_of
from riia.indicators import reference
from riia.indicators.reference.wording import normal

_CODE: Final = re.compile(r"[EWSNKLMJ]\d{8}")
_LISTED: Final = frozenset({"E06", "E07", "E08", "E09", "E10", "E12", "S12", "W06", "N09"})
"""Kinds of areas of which every code is known here."""
_COUNTRIES: Final = frozenset(
    {"E92000001", "S92000003", "W92000004", "N92000002", "K02000001", "K03000001", "K04000001"}
)
"""The four countries, the United Kingdom, Great Britain, and England with Wales."""
_NATIONS: Final = {"S": "Scotland", "W": "Wales", "N": "Northern Ireland"}
_BOX: Final = (Decimal("49.8"), Decimal("60.9"), Decimal("-8.7"), Decimal("1.8"))
"""South, north, west and east of the United Kingdom."""
_NATION_WORDS: Final = {
    "scotland": "Scotland",
    "wales": "Wales",
    "northern ireland": "Northern Ireland",
    "cymru": "Wales",
}


def check_places(findings: Findings, grant: Grant) -> None:
    """The places of one grant: of its beneficiaries, and of the organisations."""
    day = award_day(grant)
    for pointer, place in grant.objects("beneficiaryLocation"):
        _place(findings, pointer, place, day)
        _nation(findings, pointer, place, grant)
    for key in ("recipientOrganization", "fundingOrganization"):
        for pointer, one in grant.objects(key):
            for where, place in objects_in(one, pointer, "location"):
                _place(findings, where, place, day)


def _place(findings: Findings, pointer: str, place: Mapping[str, Any], day: date | None) -> None:
    code, kind = text_of(place, "geoCode"), text_of(place, "geoCodeType")
    british = text_of(place, "countryCode") in ("", "GB")
    if kind and kind not in AREA_TYPES and british:
        near = next((known for known in AREA_TYPES if known.casefold() == kind.casefold()), "")
        remedy = f"Write {near}." if near else "Give UA, MD, LONB, CTY, NMD, RGN/GOR, or another of the list."
        findings.add("GIVING-AREA-TYPE", f"{pointer}/geoCodeType", f"“{kind}” is no type of area of the list.", remedy)
    if code and british:
        _code(findings, pointer, place, code, kind, day)
    _position(findings, pointer, place, british)


def _code(findings: Findings, pointer: str, place: Mapping[str, Any], code: str, kind: str, day: date | None) -> None:
    where = f"{pointer}/geoCode"
    if not _CODE.fullmatch(code):
        if kind in AREA_TYPES or re.fullmatch(r"[EWSN]\d{5,12}", code, re.IGNORECASE):
            remedy = f"Write {code.upper()}, in capitals." if _CODE.fullmatch(code.upper()) else "Look the code up."
            rule = f"“{code}” is no code of an area, which is a letter and eight digits."
            findings.add("GIVING-AREA-SHAPE", where, rule, remedy)
        return
    starts = AREA_TYPES.get(kind)
    if starts and code[:3] not in starts and code not in _COUNTRIES:
        what = AREA_WORDS.get(code[:3], f"an area whose code begins with {code[:3]}")
        rule = f"{code} is {what}, and the type given is {kind} ({', '.join(sorted(starts))}…)."
        remedy = "Correct the code or the type."
        right = [name for name, some in AREA_TYPES.items() if code[:3] in some]
        findings.add("GIVING-AREA-SHAPE", where, rule, f"The type of {code} is {right[0]}." if right else remedy)
    _known(findings, pointer, place, code, day)


def _known(findings: Findings, pointer: str, place: Mapping[str, Any], code: str, day: date | None) -> None:
    where, name = f"{pointer}/geoCode", text_of(place, "name")
    if code in reference.regions_by_code():
        region = reference.region(code)
        names = {normal(known.text) for known in region.names} | {normal(region.name)}
        if name and normal(name) not in names and normal(name.removesuffix(" region")) not in names:
            rule = f"{code} is {region.name}, and the place is named “{name}”."
            findings.add("GIVING-AREA-NAME", where, rule, "Correct the code or the name.", beside=(f"{pointer}/name",))
        return
    if code[:3] not in _LISTED or code in _COUNTRIES:
        return
    some = areas().get(code, ())
    if not some:
        if code[:3] == "E07" and int(code[1:]) <= 7000246:
            return  # a district that ended before the lists begin
        rule = f"No area has the code {code}."
        findings.add("GIVING-AREA-CODE", where, rule, "Look the code up: two digits may be exchanged.")
        return
    if name and not any(same_place(name, one) for one in some):
        rule = f"{code} is {some[0].name}, and the place is named “{name}”."
        findings.add("GIVING-AREA-NAME", where, rule, "Correct the code or the name.", beside=(f"{pointer}/name",))
    elif day is not None and all(one.last is not None and one.last < day for one in some):
        last = max(one.last for one in some if one.last)
        rule = f"{code} is {some[0].name}, which ended on {last.day} {last:%B %Y}, before the grant was awarded."
        findings.add("GIVING-AREA-DAY", where, rule, "Give the code of the area that is there now.")


def _nation(findings: Findings, pointer: str, place: Mapping[str, Any], grant: Grant) -> None:
    council = english_recipient(grant)
    if council is None:
        return
    code, country = text_of(place, "geoCode"), text_of(place, "countryCode")
    nation = _NATIONS.get(code[:1]) if _CODE.fullmatch(code) else _NATION_WORDS.get(normal(text_of(place, "name")))
    if nation:
        key = "geoCode" if code else "name"
        shown = code or text_of(place, "name")
        rule = f"The place is in {nation} ({shown}), and the recipient is {council.name}, in England."
        remedy = "Correct the place or the recipient."
        recipient = f"{grant.pointer}/recipientOrganization/0/id"
        findings.add("GIVING-AREA-NATION", f"{pointer}/{key}", rule, remedy, beside=(recipient,))
    elif country and country != "GB":
        rule = f"The place is in another country ({country}), and the recipient is {council.name}."
        findings.add("GIVING-AREA-NATION", f"{pointer}/countryCode", rule, "Write GB, if it is in England.")


def _position(findings: Findings, pointer: str, place: Mapping[str, Any], british: bool) -> None:
    north, east = (_decimal(place.get(key)) for key in ("latitude", "longitude"))
    if north is None and east is None:
        return
    if north is None or east is None:
        key = "latitude" if north is not None else "longitude"
        rule = "A position has a latitude and a longitude, and one of them is missing."
        findings.add("GIVING-POSITION", f"{pointer}/{key}", rule, "Give both, or none.")
        return
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        rule = f"Latitude {north} and longitude {east} lie on no map."
        findings.add("GIVING-POSITION", f"{pointer}/latitude", rule, _exchanged(north, east))
    elif british and not _inside(north, east):
        rule = f"Latitude {north} and longitude {east} lie outside the United Kingdom."
        findings.add("GIVING-POSITION", f"{pointer}/latitude", rule, _exchanged(north, east))


def _decimal(value: Any) -> Decimal | None:
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _inside(north: Decimal, east: Decimal) -> bool:
    return _BOX[0] <= north <= _BOX[1] and _BOX[2] <= east <= _BOX[3]


def _exchanged(north: Decimal, east: Decimal) -> str:
    return "Exchange the two: they fit the other way round." if _inside(east, north) else "Look the position up."
