"""The schemas of the collections that can be checked, by the collection's key."""

from collections.abc import Mapping
from typing import Final

from riia.indicators.tables.annex_a import ANNEX_A
from riia.indicators.tables.cin_census import CIN_CENSUS
from riia.indicators.tables.ehe import EHE
from riia.indicators.tables.schema import Collection
from riia.indicators.tables.sen2 import SEN2
from riia.indicators.tables.ssda903 import SSDA903

_COLLECTIONS: Final[Mapping[str, Collection]] = {one.key: one for one in (ANNEX_A, CIN_CENSUS, SSDA903, SEN2, EHE)}
KEYS: Final = tuple(_COLLECTIONS)
"""The keys of the collections, in the order in which a report tells them."""


def collection_of(key: str) -> Collection:
    """The schema of a collection."""
    return _COLLECTIONS[key]
