"""The tables behind a funnel and a control chart, to take away: every number the verdicts rest on."""

from collections.abc import Iterable, Iterator
from math import isfinite

from riia.alliance.insight.chance import CONFIDENCE, OUTER, Chance, chance_of
from riia.alliance.insight.choices import Choice
from riia.alliance.insight.comparisons import NOT_HELD
from riia.alliance.insight.exports import Cell, Column, Sheet
from riia.alliance.insight.peers import name_of
from riia.alliance.insight.standings import Standing
from riia.alliance.insight.tables import PRIVACY, sources_of
from riia.indicators.model import Number
from riia.indicators.statistics.funnels import Funnel

# More than is shown, so that a figure and a limit that are close stay on their sides of each other.
DECIMALS = 6


def funnel(standing: Standing, choice: Choice) -> Sheet | None:
    """All councils with their limits, verdict and p, before and after allowing for all; None without a funnel."""
    chance = chance_of(standing)
    found = chance.funnel if chance else None
    if chance is None or found is None or not standing.wording.comparable:
        return None
    limits = (f"{end} {level * 100:g}%" for level in (CONFIDENCE, OUTER) for end in ("lower", "upper"))
    columns = (
        *(Column("place"), Column("name", width=34), Column("period")),
        *(Column(standing.series.measure.value, standing.series.decimals), Column("count"), Column("base")),
        *(Column(heading, 3, 14) for heading in limits),
        *(Column("verdict", width=52), Column("p", 3), Column("p adjusted", 3), Column("stands out")),
    )
    notes = (
        f"Funnel of councils, {standing.series.unit}, {chance.period.label}. {sources_of(standing)}",
        f"Centre: all councils together, {found.target:.1f}. Limits: {found.method}"
        f"{', widened for the spread between councils' if found.dispersion.widened else ''}.",
        found.summary(noun="councils"),
        "Stands out: found when the tests of all councils are allowed for (Benjamini and Hochberg), one in twenty of "
        "such findings being false.",
        PRIVACY,
    )
    title = f"{standing.indicator.title}: funnel of councils"
    return Sheet(title, columns, tuple(_councils(standing, chance, found)), notes)


def control(standing: Standing, choice: Choice) -> Sheet | None:
    """The course of the place with its limits and signals; None where it is too short for a control chart."""
    chance, place = chance_of(standing), str(standing.subject.code)
    found = chance.control_chart(place) if chance else None
    if chance is None or found is None:
        return None
    columns = (
        *(Column("place"), Column("name", width=34), Column("period")),
        *(Column(standing.series.measure.value, standing.series.decimals), Column("mean", 3)),
        *(Column("lower limit", 3, 14), Column("upper limit", 3, 14), Column("shows", width=40)),
    )
    lines = (found.mean, found.lower, found.upper)
    rows = tuple(
        (place, name_of(place), period.code, value, *(_cell(line[at]) for line in lines), found.point_types[at].words)
        for at, (period, value) in enumerate(chance.course(place))
    )
    notes = (
        f"{found.kind.words[0].upper()}{found.kind.words[1:]}, {standing.series.unit}. {sources_of(standing)}",
        found.summary,
        *found.notes,
        PRIVACY,
    )
    return Sheet(f"{standing.indicator.title}: {standing.subject.name} on a control chart", columns, rows, notes)


def _councils(standing: Standing, chance: Chance, funnel: Funnel) -> Iterator[tuple[Cell, ...]]:
    """A row for each council; the limits of all are worked out at once."""
    at = funnel.at([chance.grounds(code).base for code in chance.in_funnel])
    lines = [line for level in (CONFIDENCE, OUTER) for line in (at[level].lower, at[level].upper)]
    limits = dict(zip(chance.in_funnel, zip(*lines, strict=True), strict=True))
    for code in chance.councils:
        yield _council(standing, chance, code, limits.get(code, ()))


def _council(standing: Standing, chance: Chance, code: str, limits: Iterable[float]) -> tuple[Cell, ...]:
    figure, grounds, found = standing.at(code), chance.grounds(code), chance.in_funnel.get(code)
    head = (code, name_of(code), chance.period.code, figure.shown if figure else NOT_HELD)
    if found is None:
        return (*head, *([None] * 6), f"not compared: {grounds.reason}", None, None, "")
    ends = map(_cell, limits)
    counts = (Number(grounds.count), Number(grounds.base))
    p = (_cell(found.p), _cell(found.p_adjusted))
    return (*head, *counts, *ends, found.words, *p, "yes" if found.stands_out else "no")


def _cell(value: object) -> Cell:
    """A number as a cell; nothing where it is not estimable."""
    number = float(value)  # type: ignore[arg-type]
    return Number(round(number, DECIMALS)) if isfinite(number) else None
