"""The section of in-year figures on the page of an indicator, and its chart."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from riia.alliance.figures.in_year import LABEL
from riia.alliance.insight.choices import Choice
from riia.alliance.insight.in_year import CouncilLine, InYear
from riia.alliance.insight.standings import Standing
from riia.alliance.kit.amounts import letters, plain
from riia.alliance.kit.charts import Band, Frame, Series, Trend
from riia.indicators.definitions import Measure
from riia.indicators.model import Period


@dataclass(frozen=True)
class Section:
    """The section: its figures, its chart where the subject has figures of its own, and what the letters mean."""

    held: InYear
    chart: Trend | None
    src: str
    decimals: int
    unit: str
    suffix: str
    label: str
    symbols: tuple[tuple[str, str], ...]


def section(held: InYear, standing: Standing, choice: Choice) -> Section:
    """Put the section together."""
    series = standing.series
    label = f"{LABEL}{', simulated' if held.simulated else ''}"
    return Section(
        held=held,
        chart=chart(held, standing),
        src=reverse("insight:in-year_svg", args=[standing.indicator.slug]) + choice.query,
        decimals=series.decimals,
        unit=series.unit,
        suffix="%" if series.measure is Measure.PERCENT else "",
        label=label[0].upper() + label[1:],
        symbols=letters([cell for line in held.lines for cell in line.cells]),
    )


def chart(held: InYear, standing: Standing) -> Trend | None:
    """The subject's quarters as a line and the range of the region's other councils behind it."""
    own = next((line for line in held.lines if line.mine), None)
    if own is None or not any(plain(cell) is not None for cell in own.cells):
        return None
    said = f"{LABEL}{', simulated' if held.simulated else ''}"
    frame = Frame(
        f"{standing.indicator.title}: {own.name}, quarter by quarter ({said})",
        f"{standing.indicator.title}, {standing.series.unit}",
        standing.series.decimals,
        f"returns signed by councils of the {held.alliance} alliance; {said}",
        "%" if standing.series.measure is Measure.PERCENT else "",
    )
    x = tuple(period.short_label for period in held.periods)
    line = Series(own.name, tuple(zip(x, own.cells, strict=True)), "mine")
    others = [each for each in held.lines if not each.mine]
    return Trend(frame, x, (line,), _range(others, held.periods, held.alliance))


def _range(others: Sequence[CouncilLine], periods: Sequence[Period], alliance: str) -> Band | None:
    """Lowest to highest of the other councils where at least two have signed a number."""
    points = []
    for at, period in enumerate(periods):
        values = [value for line in others if (value := plain(line.cells[at])) is not None]
        if len(values) > 1:
            points.append((period.short_label, min(values), max(values)))
    return Band(f"Other councils of the {alliance}", tuple(points)) if points else None
