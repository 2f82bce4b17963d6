"""All indicators of one place, filtered and ordered, and the findings to head them. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from riia.alliance.figures.nouns import Figure, Series
from riia.alliance.insight.chance import chance_of
from riia.alliance.insight.comparisons import NOT_HELD, Against, Basis
from riia.alliance.insight.explanations import certainty, trend_of
from riia.alliance.insight.findings import FEWEST_CHILDREN, FEWEST_COUNTED, Candidate, finding_of
from riia.alliance.insight.standings import Standing, newest_of_councils, quarters_of
from riia.alliance.insight.wording import FOLLOWS_SIZE
from riia.indicators.definitions import Measure, Theme, catalogue
from riia.indicators.model import Missing, Number, Value, difference
from riia.indicators.statistics import Verdict, VerdictKind, benchmarks
from riia.indicators.statistics.benchmarks import Judgement, Position, Step

STAFF = "sw-establishment"
# An average and a share whose base is not published: they rest on the social workers in post.
WITHOUT_BASE = frozenset({"sw-caseload", "sw-absence"})


class Show(StrEnum):
    """Which indicators a profile shows."""

    ALL = "all"
    WITH_FIGURES = "with-figures"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of the place under the chosen comparator. `against` is None where nothing can be compared.

    `verdict` is whether the difference is more than chance, None where there is nothing to test. `judgement` is better
    or worse; where it was tested, only of what is more than chance would explain. `trend` is what the test of the
    latest five years says, UNKNOWN where none could be made.
    """

    theme: Theme
    standing: Standing
    against: Against | None
    rank: Position | Missing | None
    verdict: Verdict | None
    judgement: Judgement
    trend: Step

    @property
    def has_number(self) -> bool:
        return self.standing.comparison is not None and isinstance(self.standing.comparison.own, Number)

    def fits(self, show: Show) -> bool:
        """Whether the row belongs to what is shown."""
        match show:
            case Show.ALL:
                return True
            case Show.WITH_FIGURES:
                return self.has_number
            case Show.BETTER:
                return self.judgement is Judgement.BETTER
            case Show.WORSE:
                return self.judgement is Judgement.WORSE


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
        verdict = _verdict(standing, basis) if against else None
        judged = _judged(against, verdict)
        rows.append(Row(themes[standing.indicator.slug], standing, against, rank, verdict, judged, _trend(standing)))
    return rows


def _verdict(standing: Standing, basis: Basis) -> Verdict | None:
    chance = chance_of(standing)
    return chance.verdict(str(standing.subject.code), basis) if chance else None


def _trend(standing: Standing) -> Step:
    chance = chance_of(standing)
    return trend_of(chance.trend(str(standing.subject.code)) if chance else None)


def _judged(against: Against | None, verdict: Verdict | None) -> Judgement:
    """What the two figures say by themselves, unless it was tested and chance alone could explain it."""
    judged = against.judgement if against else Judgement.NOT_JUDGED
    if judged not in (Judgement.BETTER, Judgement.WORSE) or verdict is None or verdict.kind is VerdictKind.UNKNOWN:
        return judged
    return judged if verdict.judgement is judged else Judgement.SAME


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


def candidates_of(rows: Iterable[Row], basis: Basis) -> list[Candidate]:
    """What could head the page; `place_findings` chooses among those that rest on enough.

    A difference that chance alone could explain, or that is none to the mean of the neighbours, does not: it would
    be news of nothing.
    """
    held = list(rows)
    staff = next((row.standing.series for row in held if row.standing.indicator.slug == STAFF), None)
    candidates = []
    for row in held:
        standing = row.standing
        if standing.comparison is None or standing.direction is None or standing.figure is None:
            continue
        words = certainty(standing.comparison, basis, row.verdict)
        finding = finding_of(standing.wording, standing.comparison, standing.direction, basis, words, row.trend)
        if finding:
            enough = rests_on_enough(standing.figure, staff) and not words.startswith("but ")
            candidates.append(Candidate(standing.wording.address, row.theme.key, finding, enough))
    return candidates


def largest_moves(series: Iterable[Series], places: Iterable[str], wanted: int = 5) -> list[Move]:
    """The figures that moved most between the newest period and the one right before, one for each place and indicator.

    The distance is measured against how much councils differ, so that rates and percentages can be ordered together.
    Figures that do not rest on enough in either period are left out: they move a lot by chance. So are those without
    an entry for the period right before, since a step over two years is not set beside steps over one.
    """
    codes, held = list(places), list(series)
    staff = next((one for one in held if one.indicator.slug == STAFF), None)
    moves = [move for one in held for code in codes if (move := _move(one, code, staff))]
    return sorted(moves, key=lambda move: (-abs(move.spread), move.series.address, move.place))[:wanted]


def _move(series: Series, code: str, staff: Series | None) -> Move | None:
    course = series.of(code)
    if len(course) < 2 or course[-1].period != newest_of_councils(series):
        return None
    before, after = course[-2], course[-1]
    if before.period != benchmarks.expected_before(after.period, series.periods):
        return None
    change = difference(after.shown, before.shown)
    edges = quarters_of(series, after.period).edges
    if not isinstance(change, Number) or not edges or edges[3] == edges[1]:
        return None
    if not all(rests_on_enough(figure, staff) for figure in (before, after)):
        return None
    return Move(code, series, before, after, change, Decimal(change.value) / (Decimal(edges[3]) - Decimal(edges[1])))


def rests_on_enough(figure: Figure, staff: Series | None) -> bool:
    """Whether a figure rests on enough to stand out: 20 children or events, and for a rate 2,000 children.

    A figure of the workforce without a published base rests on the social workers in post (`staff`) of its place and
    period. Where what a figure rests on is not known, it is not enough.
    """
    base = figure.denominator
    if figure.measure is Measure.RATE and isinstance(base, Number) and base.value < FEWEST_CHILDREN:
        return False
    counted = counted_in(figure, staff)
    return isinstance(counted, Number) and counted.value >= FEWEST_COUNTED


def counted_in(figure: Figure, staff: Series | None) -> Value:
    """How many children, events or social workers a figure rests on; no figure held where that is not published."""
    if figure.indicator in WITHOUT_BASE:
        found = staff.get(figure.place, figure.period) if staff else None
        return found.value if found else NOT_HELD
    counted = figure.value if figure.indicator in FOLLOWS_SIZE else figure.numerator
    return NOT_HELD if counted is None else counted


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
