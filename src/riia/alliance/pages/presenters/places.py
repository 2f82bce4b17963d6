"""The page on which a council or region is found."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from riia.alliance.insight.peers import councils_on, name_of
from riia.alliance.kit.pieces import Link
from riia.alliance.places.naming import plain_name
from riia.indicators import reference
from riia.indicators.reference import Authority, Place, PlaceError


@dataclass(frozen=True)
class Region:
    """A region with its councils of today."""

    link: Link
    councils: tuple[Link, ...]


@dataclass(frozen=True)
class Page:
    """Everything the template shows. `only` is where to go at once when a search has one answer."""

    query: str
    only: str
    found: tuple[Link, ...]
    problem: str
    regions: tuple[Region, ...]
    ended: tuple[Link, ...]
    mine: Link | None


def page(query: str, mine: str) -> Page:
    """All places, or what a search finds."""
    only, found, problem = _search(query) if query else ("", (), "")
    today = timezone.localdate()
    return Page(
        query=query,
        only=only,
        found=found,
        problem=problem,
        regions=tuple(
            Region(_link(region), tuple(_link(reference.place(code)) for code in councils_on(today, region.code)))
            for region in reference.regions()
        ),
        ended=tuple(_link(council, council.label) for council in reference.authorities() if council.ended),
        mine=Link(name_of(mine), _address(reference.place(mine))) if mine else None,
    )


def _search(query: str) -> tuple[str, tuple[Link, ...], str]:
    """Where to go, or what could be meant, or why nothing is found.

    A name or code that means one place leads straight there; otherwise every place whose name holds what was typed.
    """
    try:
        return _address(reference.find_place(query)), (), ""
    except PlaceError as error:
        found = _holding(query)
        return (
            "",
            tuple(_link(place, getattr(place, "label", place.name)) for place in found),
            "" if found else str(error),
        )


def _holding(query: str) -> Sequence[Place]:
    wanted = query.casefold()
    everyone: list[Place] = [*reference.regions(), *reference.authorities()]
    return [place for place in everyone if any(wanted in name.text.casefold() for name in place.names)]


def _link(place: Place, text: str = "") -> Link:
    return Link(text or plain_name(place.name), _address(place))


def _address(place: Place) -> str:
    if isinstance(place, Authority):
        return reverse("pages:place", args=[place.code])
    if place.code == reference.ENGLAND:
        return reverse("insight:indicators")
    return reverse("insight:region", args=[reference.region_of(place.code).code])
