"""The list of all indicators."""

from collections.abc import Mapping
from dataclasses import dataclass

from riia.alliance.figures.nouns import Figure, Series
from riia.alliance.insight.standings import standing
from riia.alliance.insight.wording import wording_of
from riia.indicators.definitions import Indicator, catalogue
from riia.indicators.reference import ENGLAND


@dataclass(frozen=True)
class Line:
    """One indicator: England's newest figure and its course, or why there is none."""

    indicator: Indicator
    number: str
    figure: Figure | None
    period: str
    direction: str
    points: tuple[tuple[str, object], ...]
    unit: str


@dataclass(frozen=True)
class Page:
    """All indicators by theme."""

    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    total: int
    published: int


def page(series: Mapping[str, Series]) -> Page:
    """Put the page together."""
    groups = tuple(
        (theme.title, tuple(_line(one, series[one.slug]) for one in theme.indicators)) for theme in catalogue().themes
    )
    everyone = [line for _, group in groups for line in group]
    return Page(groups, len(everyone), sum(line.figure is not None for line in everyone))


def _line(indicator: Indicator, series: Series) -> Line:
    found = standing(series, ENGLAND)
    wording = wording_of(indicator, indicator.default)
    points = tuple((figure.period.short_label, figure.shown) for figure in found.course)
    return Line(
        indicator=indicator,
        number=f"{indicator.dataset}.{indicator.number}" if indicator.number else "",
        figure=found.figure,
        period=found.period.label if found.period else "",
        direction=found.direction.words if found.direction else "",
        points=points,
        unit=wording.short_unit,
    )
