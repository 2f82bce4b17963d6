"""Councils, regions, statistical neighbours and child populations of England: packaged, offline, read when asked for.

    >>> from riia.indicators.reference import authority, find_place, neighbours, population
    >>> authority("831").official_name
    'Derby City Council'
    >>> find_place("Hull").code
    '810'
    >>> population("831", 2024).value
    Number(value=62113)

A council is known by its DfE three-digit code, a region and England by the ONS code. Nothing is guessed: a name with
two meanings, a date before the register, a model without the council raise a `PlaceError` that says what to do.
`manifest()` holds sources, licence (Open Government Licence v3.0), attribution and hashes. `.build` makes the files.
"""

from riia.indicators.reference.errors import (
    AmbiguousPlace,
    BeforeRegister,
    CodeAndNameDisagree,
    NotInModel,
    NotInVintage,
    PlaceError,
    UnknownPlace,
)
from riia.indicators.reference.finding import Place, confirm, find_place, place
from riia.indicators.reference.mid_year import (
    Population,
    Vintage,
    find_vintage,
    population,
    populations,
    vintages,
)
from riia.indicators.reference.neighbour_models import (
    CURRENT_MODEL,
    Neighbour,
    NeighbourModel,
    neighbour_lists,
    neighbour_models,
    neighbours,
)
from riia.indicators.reference.packaged import manifest
from riia.indicators.reference.register import (
    ENGLAND,
    LONDON,
    Authority,
    CouncilType,
    DatedCode,
    ImprovementRegion,
    Name,
    Region,
    RegionKind,
    Succession,
    authorities,
    authority,
    councils,
    improvement_regions,
    predecessors,
    region,
    region_of,
    regions,
    regions_by_code,
    register_from,
    subregion_of,
    successions,
    successors,
)

__all__ = [
    "CURRENT_MODEL",
    "ENGLAND",
    "LONDON",
    "AmbiguousPlace",
    "Authority",
    "BeforeRegister",
    "CodeAndNameDisagree",
    "CouncilType",
    "DatedCode",
    "ImprovementRegion",
    "Name",
    "Neighbour",
    "NeighbourModel",
    "NotInModel",
    "NotInVintage",
    "Place",
    "PlaceError",
    "Population",
    "Region",
    "RegionKind",
    "Succession",
    "UnknownPlace",
    "Vintage",
    "authorities",
    "authority",
    "confirm",
    "councils",
    "find_place",
    "find_vintage",
    "improvement_regions",
    "manifest",
    "neighbour_lists",
    "neighbour_models",
    "neighbours",
    "place",
    "population",
    "populations",
    "predecessors",
    "region",
    "region_of",
    "regions",
    "regions_by_code",
    "register_from",
    "subregion_of",
    "successions",
    "successors",
    "vintages",
]
