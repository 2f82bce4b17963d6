"""Line of sight from a grant to what it pays for: a registry that the plan adds its own to (R1.52).

A purpose line names the area of a plan that it pays for. What the area spends it on, cost lines and KPIs, is known
above grants; whoever knows offers it once its app is ready:

    offer(lines_of_area)        # (scope, region code, plan, area) → lines, the coarsest first
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from riia.alliance.access.scope import Scope


@dataclass(frozen=True, slots=True)
class SightLine:
    """One step further down from an area: a cost line with its amount, or a KPI with how it stands in words."""

    kind: str
    label: str
    href: str = ""
    pence: int | None = None
    words: str = ""
    simulated: bool = False


type Source = Callable[[Scope, str, str, str], Iterable[SightLine]]

_SOURCES: list[Source] = []


def offer(source: Source) -> None:
    """Register who knows what areas spend their money on. Said again, it is there once."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def lines_of(scope: Scope, region: str, plan: str, area: str) -> list[SightLine]:
    """Everything that is known below an area."""
    return [line for source in _SOURCES for line in source(scope, region, plan, area)]
