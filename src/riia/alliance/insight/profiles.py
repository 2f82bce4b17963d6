"""All indicators of one place, filtered and ordered, and the findings to head them. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from riia.alliance.figures.nouns import Figure, Series
from riia.alliance.insight.comparisons import NOT_HELD, Against, Basis
from riia.alliance.insight.findings import Candidate, counts_enough, finding_of, place_findings
from riia.alliance.insight.standings import Standing, quarters_of
from riia.alliance.insight.wording import FOLLOWS_SIZE
from riia.indicators.definitions import Measure, Theme, catalogue
from riia.indicators.model import Missing, Number, Value, difference
from riia.indicators.statistics.benchmarks import Judgement, Position, Step


class Show(StrEnum):
    """Which indicators a profile shows."""

    ALL = "all"
    WITH_FIGURES = "with-figures"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of the place under the chosen comparator. `against` is None where nothing can be compared."""

    theme: Theme
    standing: Standing
    against: Against | None
    rank: Position | Missing | None

    @property
    def has_number(self) -> bool:
        return self.standing.comparison is not None and isinstance(self.standing.comparison.own, Number)

    def fits(self, show: Show) -> bool:
        """Whether the row belongs to what is shown."""
        judged = self.against.judgement if self.against else Judgement.NOT_JUDGED
        match show:
            case Show.ALL:
                return True
            case Show.WITH_FIGURES:
                return self.has_number
            case Show.BETTER:
                return judged is Judgement.BETTER
            case Show.WORSE:
                return judged is Judgement.WORSE


@dataclass(frozen=True, slots=True)
class Move:
    """How far a figure moved from one period to the next, measured by how much councils differ."""

    place: str
    series: Series
    before: Figure
    after: Figure
    change: Number
    spread: Decimal


def rows_of(standings: Iterable[Standing], basis: Basis) -> list[Row]:
    """The rows of a profile in the order of the definitions."""
    themes = {indicator.slug: theme for theme in catalogue().themes for indicator in theme.indicators}
    rows = []
    for standing in standings:
        found = standing.comparison if standing.wording.comparable else None
        against, rank = (found.against(basis), found.rank(basis)) if found else (None, None)
        rows.append(Row(themes[standing.indicator.slug], standing, against, rank))
    return rows


def narrowed(rows: Iterable[Row], *, theme: str = "", show: Show = Show.ALL) -> list[Row]:
    """The rows of one theme (of all where none is named) that fit what is shown."""
    return [row for row in rows if theme in ("", row.theme.key) and row.fits(show)]


def ordered(rows: Sequence[Row], sort: str) -> list[Row]:
    """The rows by a column, `-` in front for the other way round; rows without an answer come last either way.

    An unknown column leaves the order of the definitions, so that an old link still shows the page.
    """
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    key = SORTS.get(name)
    if key is None:
        return list(rows)
    answered = [(value, row) for row in rows if (value := key(row)) is not None]
    silent = [row for row in rows if key(row) is None]
    return [row for _, row in sorted(answered, key=lambda pair: pair[0], reverse=descending)] + silent


def findings_of(rows: Iterable[Row], basis: Basis) -> list[Candidate]:
    """The findings to head the page."""
    candidates = []
    for row in rows:
        standing = row.standing
        if standing.comparison is None or standing.direction is None or standing.figure is None:
            continue
        finding = finding_of(standing.wording, standing.comparison, standing.direction, basis)
        counted = counted_in(standing.figure)
        if finding:
            candidates.append(Candidate(standing.wording.address, row.theme.key, finding, counted))
    return place_findings(candidates)


def largest_moves(series: Iterable[Series], places: Iterable[str], wanted: int = 5) -> list[Move]:
    """The figures that moved most between the newest period and the one before, one for each place and indicator.

    The distance is measured against how much councils differ, so that rates and percentages can be ordered together.
    Figures of fewer than 20 children or events in either period are left out: they move a lot by chance.
    """
    codes = list(places)
    moves = [move for one in series for code in codes if (move := _move(one, code))]
    return sorted(moves, key=lambda move: (-abs(move.spread), move.series.address, move.place))[:wanted]


def _move(series: Series, code: str) -> Move | None:
    course = series.of(code)
    if len(course) < 2 or course[-1].period != series.newest:
        return None
    before, after = course[-2], course[-1]
    change = difference(after.shown, before.shown)
    edges = quarters_of(series, after.period).edges
    if not isinstance(change, Number) or not edges or edges[3] == edges[1] or not all(map(_enough, (before, after))):
        return None
    return Move(code, series, before, after, change, Decimal(change.value) / (Decimal(edges[3]) - Decimal(edges[1])))


def _enough(figure: Figure) -> bool:
    return counts_enough(counted_in(figure))


def counted_in(figure: Figure) -> Value | None:
    """How many children or events a figure rests on; not available where that is not published, None for an average."""
    if figure.measure is Measure.NUMBER:
        return figure.value if figure.indicator in FOLLOWS_SIZE else None
    return NOT_HELD if figure.numerator is None else figure.numerator


def _spread(row: Row) -> Decimal | None:
    return row.against.spread if row.against else None


def _share(row: Row) -> Decimal | None:
    """The rank as a share of the places ranked: 1 of 11 and 1 of 151 are both at the front."""
    return Decimal(row.rank.position) / row.rank.of if isinstance(row.rank, Position) else None


def _run(row: Row) -> int | None:
    found = row.standing.direction
    if found is None or found.step is Step.UNKNOWN:
        return None
    return {Step.RISEN: found.run, Step.FALLEN: -found.run, Step.UNCHANGED: 0}[found.step]


SORTS: dict[str, Callable[[Row], Any]] = {
    "indicator": lambda row: row.standing.indicator.title.casefold(),
    "against": _spread,
    "rank": _share,
    "direction": _run,
}
