"""Simulated councils that several tests look at, each imagined once."""

from functools import cache

from riia.commands.simulate import _populations, packaged_figures
from riia.indicators.simulation.lives import World
from riia.indicators.simulation.targets import Targets, targets_for
from riia.indicators.simulation.world import imagine

RUTLAND, DERBY = "857", "831"
YEAR = 2025


@cache
def targets(place: str, year: int = YEAR, scale: float = 1.0) -> Targets:
    """The totals of a council from the packaged series."""
    return targets_for(place, year, packaged_figures(place), *_populations(place, year), scale=scale)


@cache
def world(place: str) -> World:
    """One council's histories. Nobody changes them."""
    return imagine(targets(place), "a test")
