"""Who a place is compared with: its statistical neighbours, its region's councils, and all councils of England.

Taken from the packaged register (pure, no database), for the councils that existed on a day: a comparison for the year
ending 31 March 2020 has Northamptonshire in it, one for 2025 its two successors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from riia.alliance.places.naming import plain_name, possessive
from riia.indicators import reference
from riia.indicators.model import PlaceCode
from riia.indicators.reference import ENGLAND, Authority, Neighbour, NotInModel, Region

_WITH_ARTICLE = ("North", "East Mid", "East of", "West Mid", "South")


@dataclass(frozen=True, slots=True)
class Subject:
    """A place being looked at: code, name, and how it is written inside a sentence ("the East Midlands")."""

    code: PlaceCode
    name: str
    in_text: str

    @property
    def possessive(self) -> str:
        """ "Derby's", "Barnsley's", "the East Midlands'"."""
        return possessive(self.in_text)

    @property
    def is_council(self) -> bool:
        return self.code.is_dfe

    @property
    def is_england(self) -> bool:
        return self.code == ENGLAND


@dataclass(frozen=True, slots=True)
class Peers:
    """The comparators of one place on a day.

    `neighbours` is empty for regions, for England and for a council no model holds; `model` is then empty too, and
    `why_no_neighbours` says the reason. `region_councils` and `councils` are codes, the place itself among them.
    `equals` are the places it is ranked with over all England: councils for a council, the nine regions for a region.
    """

    subject: Subject
    on: date
    region: Subject | None
    region_councils: tuple[PlaceCode, ...]
    neighbours: tuple[Neighbour, ...]
    model: str
    model_title: str
    why_no_neighbours: str
    councils: tuple[PlaceCode, ...]
    equals: tuple[PlaceCode, ...]

    @property
    def neighbour_codes(self) -> tuple[PlaceCode, ...]:
        return tuple(neighbour.code for neighbour in self.neighbours)


def name_of(code: str) -> str:
    """The short name by which pages call a place: "Derby", "Kingston upon Hull". Raises UnknownPlace."""
    return plain_name(reference.place(code).name)


@lru_cache(maxsize=512)
def subject_of(code: str) -> Subject:
    """The place as the subject of a sentence. Raises UnknownPlace."""
    found = reference.place(code)
    name = plain_name(found.name)
    article = isinstance(found, Region) and (name.startswith(_WITH_ARTICLE))
    return Subject(found.code, name, f"the {name}" if article else name)


@lru_cache(maxsize=4096)
def peers_of(code: str, on: date) -> Peers:
    """Who the place is compared with among the councils of a day.

    Neighbours come from the current model, or for a council that ended before it from the newest model that holds it.
    Raises UnknownPlace.
    """
    found = reference.place(code)
    everyone = councils_on(on)
    if not isinstance(found, Authority):
        region = None if found.code == ENGLAND else subject_of(reference.region_of(code).code)
        inside = () if region is None else councils_on(on, found.code)
        reason = "Statistical neighbours are defined for councils only."
        regions = tuple(item.code for item in reference.regions()) if region and region.code == found.code else ()
        return Peers(subject_of(code), on, region, inside, (), "", "", reason, everyone, regions)
    members, model, title, reason = _neighbours(code)
    return Peers(
        subject=subject_of(code),
        on=on,
        region=subject_of(found.region),
        region_councils=councils_on(on, found.region),
        neighbours=members,
        model=model,
        model_title=title,
        why_no_neighbours=reason,
        councils=everyone,
        equals=everyone,
    )


@lru_cache(maxsize=512)
def councils_on(on: date, region: str | None = None) -> tuple[PlaceCode, ...]:
    """Codes of the councils of a day, of all England or of one region or sub-region, by name.

    Days before the register begins answer with its first day.
    """
    day = max(on, reference.register_from())
    return tuple(council.code for council in reference.councils(on=day, region=region))


def ordered_by_name(codes: Sequence[str]) -> list[str]:
    """Codes of places in the order of their names."""
    return sorted(codes, key=lambda code: name_of(code).casefold())


def _neighbours(code: str) -> tuple[tuple[Neighbour, ...], str, str, str]:
    reason = ""
    for model in reference.neighbour_models():
        try:
            return reference.neighbours(code, model.code), model.code, model.title, ""
        except NotInModel as error:
            reason = reason or str(error)
    return (), "", "", reason
