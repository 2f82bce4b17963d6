"""Places over time, what is known of them, alliances, organisations and councils' terms."""

from riia.alliance.places.models.alliance import Alliance, AllianceMember, Rhythm
from riia.alliance.places.models.comparison import Neighbour, NeighbourModel, Population, PopulationVintage
from riia.alliance.places.models.organisation import Organisation, Service
from riia.alliance.places.models.place import Place, PlaceCode, PlaceName, Succession
from riia.alliance.places.models.term import AcademicTerm

__all__ = [
    "AcademicTerm",
    "Alliance",
    "AllianceMember",
    "Neighbour",
    "NeighbourModel",
    "Organisation",
    "Place",
    "PlaceCode",
    "PlaceName",
    "Population",
    "PopulationVintage",
    "Rhythm",
    "Service",
    "Succession",
]
