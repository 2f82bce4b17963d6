"""The register of councils and regions: what there is, when, and what became of it (R15.06).

Coverage, plainly. Councils: the 153 of today and the seven that ended on 31 March 2009 or later. From 1 April 1998,
when the last reorganisation of the 1990s was done, no other English council with children's services began or ended, so
`councils(on=)` answers for any day from then on and refuses earlier ones. A council with no `valid_from` was there on
that day. Bedfordshire (820) and Cheshire (875) are in the register and in no figures; no ONS code is held for them, and
other ONS codes are those published since 2009. A council that changed status under its own code is one council
throughout: Cornwall, Durham, Northumberland, Shropshire and Wiltshire in 2009, Buckinghamshire, North Yorkshire and
Somerset later. Reorganisations still to come are not in it.

Dates are inclusive: `valid_to` is the last day.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Literal

from riia.indicators.model import PlaceCode
from riia.indicators.reference import packaged
from riia.indicators.reference.errors import BeforeRegister, PlaceError, UnknownPlace

ENGLAND = PlaceCode("E92000001")
LONDON = PlaceCode("E12000007")

type SuccessionKind = Literal["split", "merger"]


class CouncilType(StrEnum):
    """The legal kind of a council with children's services."""

    UNITARY = "unitary"
    METROPOLITAN = "metropolitan"
    LONDON_BOROUGH = "london borough"
    CITY_OF_LONDON = "city of london"
    COUNTY = "county"


class RegionKind(StrEnum):
    """England, a statistical region of England, or Inner or Outer London."""

    COUNTRY = "country"
    REGION = "region"
    SUBREGION = "subregion"


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which something held, first and last included; None is open."""

    valid_from: date | None
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """True when `day` is inside."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class DatedCode(Span):
    """A code of a council in another scheme: `ons` (E06000015) or `gb-lae` (GB-LAE-DER)."""

    scheme: Literal["ons", "gb-lae"]
    code: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Name(Span):
    """A way of writing a place's name, and the sources that write it so.

    `published` is the name in official statistics, `official` the council's own, `variant` any other.
    """

    kind: Literal["published", "official", "variant"]
    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Authority(Span):
    """A council with children's services, present or past. Its identity is the three-digit DfE code."""

    code: PlaceCode
    name: str
    type: CouncilType
    region: PlaceCode
    subregion: PlaceCode | None
    note: str = ""
    names: tuple[Name, ...] = field(default=(), repr=False)
    codes: tuple[DatedCode, ...] = field(default=(), repr=False)

    @property
    def official_name(self) -> str:
        """The council's own name, its last one if it had several: "Derby City Council"."""
        return [name.text for name in self.names if name.kind == "official"][-1]

    @property
    def ended(self) -> bool:
        """True for a council that has been replaced."""
        return self.valid_to is not None

    @property
    def label(self) -> str:
        """The name, with its last day where the council has ended: "Dorset (to 31 March 2019)"."""
        return f"{self.name} (to {self.valid_to.day} {self.valid_to:%B %Y})" if self.valid_to else self.name

    def ons_code(self, on: date | None = None) -> str | None:
        """The ONS code on a day, or the latest one. None where none is known (820, 875)."""
        return self._code("ons", on)

    def org_id(self, on: date | None = None) -> str | None:
        """The GB-LAE identifier for open grant data on a day, or the latest one. None where none is known."""
        return self._code("gb-lae", on)

    def _code(self, scheme: str, on: date | None) -> str | None:
        held = [code for code in self.codes if code.scheme == scheme and (on is None or code.holds_on(on))]
        return max(held, key=lambda code: code.valid_from or date.min).code if held else None


@dataclass(frozen=True, slots=True)
class Region:
    """England, a statistical region, or Inner or Outer London. Its identity is the ONS code."""

    code: PlaceCode
    name: str
    kind: RegionKind
    parent: PlaceCode | None
    lait_code: str
    names: tuple[Name, ...] = field(default=(), repr=False)

    @property
    def label(self) -> str:
        """The name."""
        return self.name


@dataclass(frozen=True, slots=True)
class ImprovementRegion:
    """One of the nine regions that form an improvement alliance (grant letter of December 2023, Annex A).

    Each has the area of the statistical region of the same code; London is one, not two. `councils_in_letter` is what
    the letter's sums imply on `letter_day`: (revised total - original total) / 3,200 pounds for every council (R1.37).
    """

    code: PlaceCode
    name: str
    councils_in_letter: int
    letter_day: date

    def councils(self, on: date | None = None) -> tuple[Authority, ...]:
        """Its councils on a day, or those of the newest state of the register."""
        return councils(on=on, region=self.code)


@dataclass(frozen=True, slots=True)
class Succession:
    """A council taking over from another: on its first day, and whether the old one was split or merged into it."""

    predecessor: PlaceCode
    successor: PlaceCode
    on: date
    kind: SuccessionKind
    note: str


def authority(code: str) -> Authority:
    """The council of a three-digit DfE code, present or past. Raises UnknownPlace."""
    try:
        return _authorities()[code]
    except KeyError:
        raise UnknownPlace(code, remedy="A council is given by its three-digit DfE code, such as 831.") from None


def authorities() -> tuple[Authority, ...]:
    """Every council, present and past, by code."""
    return tuple(_authorities().values())


def councils(on: date | None = None, region: str | None = None) -> tuple[Authority, ...]:
    """The councils of a day, by name; without a day, those that have not ended.

    `region` keeps those of one region or sub-region by ONS code. Raises BeforeRegister for a day before the register
    begins and UnknownPlace for a code that is no region.
    """
    first = register_from()
    if on is not None and on < first:
        raise BeforeRegister(
            f"The register of councils begins on {first.day} {first:%B %Y}; {on.day} {on:%B %Y} is before it. "
            "Ask for a later day."
        )
    if region is not None:
        place = regions_by_code().get(region)
        if place is None:
            raise UnknownPlace(region, remedy="A region is given by its ONS code, such as E12000004.")
        if place.kind is RegionKind.COUNTRY:
            region = None
    found = [
        council
        for council in _authorities().values()
        if (not council.ended if on is None else council.holds_on(on))
        and region in (None, council.region, council.subregion)
    ]
    return tuple(sorted(found, key=lambda council: council.name))


def regions() -> tuple[Region, ...]:
    """The nine statistical regions by name: London once, without its sub-regions and without England."""
    return tuple(sorted((r for r in regions_by_code().values() if r.kind is RegionKind.REGION), key=lambda r: r.name))


def region(code: str) -> Region:
    """A region, a sub-region or England by ONS code. Raises UnknownPlace."""
    try:
        return regions_by_code()[code]
    except KeyError:
        raise UnknownPlace(code, remedy="A region is given by its ONS code, such as E12000004.") from None


def region_of(code: str) -> Region:
    """The region of a council or of Inner or Outer London; a region is its own. England raises PlaceError."""
    if code in _authorities():
        return region(_authorities()[code].region)
    place = region(code)
    if place.kind is RegionKind.COUNTRY:
        raise PlaceError("England is not in a region. Ask for a council or a region.")
    return region(place.parent) if place.kind is RegionKind.SUBREGION and place.parent else place


def subregion_of(code: str) -> Region | None:
    """Inner or Outer London for a London borough, None for any other council. Raises UnknownPlace."""
    sub = authority(code).subregion
    return region(sub) if sub else None


@cache
def improvement_regions() -> tuple[ImprovementRegion, ...]:
    """The nine improvement regions, in the order and with the names of the grant letter of December 2023."""
    return tuple(
        ImprovementRegion(PlaceCode(row["region"]), row["name"], int(row["councils"]), date.fromisoformat(row["on"]))
        for row in packaged.rows("improvement_regions.csv")
    )


@cache
def successions() -> tuple[Succession, ...]:
    """Every succession of councils, by date."""
    kinds: dict[str, SuccessionKind] = {"split": "split", "merger": "merger"}
    return tuple(
        Succession(
            PlaceCode(row["predecessor"]),
            PlaceCode(row["successor"]),
            date.fromisoformat(row["on"]),
            kinds[row["kind"]],
            row["note"],
        )
        for row in packaged.rows("successions.csv")
    )


def successors(code: str) -> tuple[Succession, ...]:
    """Who took over from this council; empty for one that still exists. Raises UnknownPlace."""
    authority(code)
    return tuple(item for item in successions() if item.predecessor == code)


def predecessors(code: str) -> tuple[Succession, ...]:
    """From whom this council took over; empty where it has been there throughout. Raises UnknownPlace."""
    authority(code)
    return tuple(item for item in successions() if item.successor == code)


def register_from() -> date:
    """The first day for which the register of councils is complete."""
    return date.fromisoformat(packaged.manifest()["register_from"])


@cache
def regions_by_code() -> dict[str, Region]:
    """England, the regions and the sub-regions by ONS code."""
    names = _names()
    return {
        row["code"]: Region(
            PlaceCode(row["code"]),
            row["name"],
            RegionKind(row["kind"]),
            PlaceCode(row["parent"]) if row["parent"] else None,
            row["lait_code"],
            names[row["code"]],
        )
        for row in packaged.rows("regions.csv")
    }


@cache
def _authorities() -> dict[str, Authority]:
    names = _names()
    codes: dict[str, list[DatedCode]] = {}
    for row in packaged.rows("codes.csv"):
        scheme: Literal["ons", "gb-lae"] = "ons" if row["scheme"] == "ons" else "gb-lae"
        span = packaged.day(row["valid_from"]), packaged.day(row["valid_to"])
        codes.setdefault(row["council"], []).append(DatedCode(*span, scheme, row["code"], row["note"]))
    return {
        row["code"]: Authority(
            packaged.day(row["valid_from"]),
            packaged.day(row["valid_to"]),
            PlaceCode(row["code"]),
            row["name"],
            CouncilType(row["type"]),
            PlaceCode(row["region"]),
            PlaceCode(row["subregion"]) if row["subregion"] else None,
            row["note"],
            names[row["code"]],
            tuple(codes.get(row["code"], ())),
        )
        for row in packaged.rows("authorities.csv")
    }


@cache
def _names() -> dict[str, tuple[Name, ...]]:
    found: dict[str, list[Name]] = {}
    kinds: dict[str, Literal["published", "official", "variant"]] = {
        "published": "published",
        "official": "official",
        "variant": "variant",
    }
    for row in packaged.rows("names.csv"):
        span = packaged.day(row["valid_from"]), packaged.day(row["valid_to"])
        name = Name(*span, kinds[row["kind"]], row["name"], tuple(row["sources"].split()))
        found.setdefault(row["place"], []).append(name)
    return {place: tuple(names) for place, names in found.items()}
