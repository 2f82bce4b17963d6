"""The newest signed figures of a council beside its published ones, in its profile: marked, and never compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from riia.alliance.figures.in_year import InYearFigure
from riia.alliance.insight.standings import Standing
from riia.indicators.definitions import Measure
from riia.indicators.model import Value

type InYear = Mapping[tuple[str, str, Measure], InYearFigure]
"""What a council signed last, by indicator, variant and measure."""
NOTHING: Final[InYear] = {}


@dataclass(frozen=True)
class InYearNote:
    """What the in-year lines are: their period, on what grounds they are shown, and whether they are simulated."""

    period: str
    label: str
    grounds: str
    simulated: bool


def value_of(standing: Standing, held: InYear) -> Value | None:
    """The signed value beside a published one; None where there is none."""
    figure = held.get((standing.indicator.slug, standing.variant.key, standing.series.measure))
    return figure.value if figure else None


def note_of(held: InYear) -> InYearNote:
    """What is said of the lines once. They are of one return, so that any of them tells."""
    one = next(iter(held.values()))
    return InYearNote(one.period.short_label, one.period.label, one.grounds, one.simulated)
