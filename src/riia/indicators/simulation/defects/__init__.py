"""Defects that can be planted in the simulated files, each with the check that should find it."""

from riia.indicators.simulation.defects import (
    care_return,
    census,
    census_protection,
    census_rules,
    lists,
    plans_and_home,
)
from riia.indicators.simulation.defects.planting import KINDS, Files, Kind, Planted, plant

_LOADED = (
    census,
    census_protection,
    census_rules,
    care_return,
    lists,
    plans_and_home,
)  # importing a module registers its kinds

__all__ = ["KINDS", "Files", "Kind", "Planted", "plant"]
