"""Where each collection's schema and reader are, by the collection's key; loaded when asked for."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Final

from riia.indicators.tables.schema import Collection

_PLACES: Final[Mapping[str, tuple[str, str]]] = {
    "annex-a": ("annex_a", "ANNEX_A"),
    "cin-census": ("cin_census", "CIN_CENSUS"),
    "ssda903": ("ssda903", "SSDA903"),
    "sen2": ("sen2", "SEN2"),
    "ehe": ("ehe", "EHE"),
}
KEYS: Final = tuple(_PLACES)
"""The keys of the collections, in the order in which a file is offered to their readers."""


@cache
def collection_of(key: str) -> Collection:
    """The schema of a collection."""
    module, name = _PLACES[key]
    found = getattr(import_module(f"riia.indicators.tables.{module}"), name)
    assert isinstance(found, Collection)
    return found
