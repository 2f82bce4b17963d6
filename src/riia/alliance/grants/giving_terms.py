"""How our nouns are called in the 360Giving standard: identifiers, areas, amounts. Pure.

A grant's identifier is the installation's prefix, the grant's reference, its year, and the place of the row. It stays
the same when a variation changes the amount, so that whoever took the first file knows the grant again.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from riia.alliance.grants.models import Determination
from riia.documents.giving.councils import Council, councils
from riia.indicators import reference

DEPARTMENTS: Final = {"department for education": ("GB-GOR-D6", "Department for Education")}
"""Funders whose identifier is known: of the Government Organisation Register, as org-id.guide lists it."""
_AREA_TYPES: Final = {"E06": "UA", "E08": "MD", "E09": "LONB", "E10": "CTY"}
_NOT_IN_IDENTIFIERS: Final = re.compile(r"[^A-Za-z0-9_.-]+")
_ADDRESS: Final = re.compile(r"https?://[^\s,;)]+")
LICENCE: Final = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_TITLE: Final = 140


def funder_of(department: str) -> tuple[str, str] | None:
    """Identifier and name of a department; None where we know no identifier."""
    return DEPARTMENTS.get(" ".join(department.casefold().removeprefix("the ").split()))


def council_on(code: str, day: date) -> Council | None:
    """A council with its identifier of a day; None for one that has none, or was not there then."""
    try:
        identifier = reference.authority(code).org_id(day)
    except reference.PlaceError:
        return None
    council = councils().get(identifier or "")
    return council if council and council.existed(day) else None


def identifier(prefix: str, grant: Determination, code: str) -> str:
    """The identifier of a row: "360G-riia-CON_007-2023-831". `grant` has its references prefetched."""
    references = sorted(grant.references.all(), key=lambda one: ("dfe" not in one.issuer.casefold(), one.pk))
    said = references[0].written if references else str(grant.reference)[:8]
    plain = _NOT_IN_IDENTIFIERS.sub("_", said.strip()).strip("_")
    return f"{prefix}-{plain}-{grant.financial_year}-{code}"


def title_of(programme: str, year: str, whose: str) -> str:
    """A title of at most 140 characters that still says whose grant it is."""
    end = f", {year}: {whose}"
    return f"{programme[: _TITLE - len(end)].rstrip()}{end}"[:_TITLE]


def council_area(council: Council, code: str, name: str, day: date) -> dict[str, Any]:
    """The area of a council as a location."""
    area = reference.authority(code).ons_code(day)
    place: dict[str, Any] = {"name": name, "countryCode": "GB"}
    if area:
        place |= {"geoCode": area, "geoCodeType": _AREA_TYPES[area[:3]]}
    return place


def region_area(code: str, name: str) -> dict[str, Any]:
    """A region as a location."""
    return {"name": name, "countryCode": "GB", "geoCode": code, "geoCodeType": "RGN/GOR"}


def amount(pence: int) -> Decimal:
    """Pounds from pence, exactly."""
    return Decimal(pence) / 100


def address_in(text: str) -> str:
    """The first web address in a text, such as a letter's source; blank where there is none."""
    found = _ADDRESS.search(text)
    return found[0].rstrip(".") if found else ""


def financial_year(day: date) -> int:
    """The year in which the financial year of a day begins."""
    return day.year if day >= date(day.year, 4, 1) else day.year - 1


def coded(grant: Mapping[str, Any], vocabulary: str) -> str:
    """The code that a grant has of one of our own vocabularies; blank where it has none."""
    for one in grant.get("classifications") or []:
        if isinstance(one, dict) and one.get("vocabulary") == vocabulary and isinstance(one.get("code"), str):
            return str(one["code"])
    return ""


KIND, CONDITION, FUNDING = "RIIA kind of grant", "RIIA condition of grant", "RIIA type of funding"
"""Vocabularies of our own, so that a file that comes back says what it said."""
