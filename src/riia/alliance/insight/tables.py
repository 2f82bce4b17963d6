"""The tables that leave the pages: a course over time, places in order, a place's profile, a region's matrix."""

from collections.abc import Iterable, Sequence

from riia.alliance.figures.nouns import Figure, Series
from riia.alliance.insight import pictures
from riia.alliance.insight.chance import Interval, chance_in, chance_of, interval_of
from riia.alliance.insight.choices import Choice
from riia.alliance.insight.comparisons import NOT_HELD, Basis, Group
from riia.alliance.insight.exports import Cell, Column, Sheet
from riia.alliance.insight.findings import verdict
from riia.alliance.insight.grounds import grounds_of
from riia.alliance.insight.peers import name_of
from riia.alliance.insight.profiles import Row
from riia.alliance.insight.standings import Standing
from riia.indicators.definitions import Measure
from riia.indicators.model import Number, Period, rounded
from riia.indicators.reference import ENGLAND
from riia.indicators.statistics.benchmarks import Position

BASES = {
    Basis.NEIGHBOURS: "median of the ten statistical neighbours with a figure (the method of the DfE dashboard)",
    Basis.NEIGHBOURS_MEAN: "mean of the ten statistical neighbours with a figure (the method of LAIT)",
    Basis.REGION: "median of the councils of the region with a figure",
    Basis.ENGLAND: "England's figure as published or computed from published counts",
}
RANKS = "Ranks: ties share the lowest rank; places without a figure have none. They say where a figure stands only."
CHANCE = (
    "Intervals at 95%: Wilson's of a percentage, Byar's of a rate. Verdicts are exact tests at 95%. A median has no "
    "count to test against: the test is against the mean of the neighbours, or the region's own figure."
)
STANDS_OUT = (
    "Stands out: outside what chance and the usual spread between councils explain, found when the tests of all "
    "councils are allowed for (Benjamini and Hochberg). Empty where there is no funnel."
)
DECIMALS = 3
PRIVACY = "Published official statistics, aggregated by council. Privacy level: public."


def trend(standing: Standing, choice: Choice) -> Sheet:
    """Every period of the place, England, the region and the councils on the chart, in long form."""
    places = [standing.subject.code, *_areas(standing), *choice.overlays]
    rows = [_long(figure, standing) for place in dict.fromkeys(places) for figure in standing.series.of(place)]
    title = f"{standing.indicator.title}: {standing.subject.name} over time"
    return Sheet(title, _long_columns(standing.series), tuple(rows), (*_notes(standing, choice.basis), CHANCE))


def standing(standing: Standing, choice: Choice) -> Sheet:
    """The places of the chart in the period, with their rank among themselves."""
    from riia.indicators.statistics import benchmarks

    codes = pictures.members(standing, choice.group)
    pairs = [(code, figure.shown if (figure := standing.at(code)) else NOT_HELD) for code in codes]
    order = benchmarks.rank(pairs, standing.indicator.polarity)
    ranked, chance = standing.wording.comparable, chance_of(standing)
    rows = []
    for code, value in sorted(pairs, key=lambda pair: _order(order.of_place(pair[0]))):
        position, figure = order.of_place(code), standing.at(code)
        rank = position.position if isinstance(position, Position) and ranked else None
        period = standing.period.code if standing.period else ""
        ends = _ends(chance.interval(code) if chance and ranked else None)
        rows.append((rank, str(code), name_of(code), period, value, *_parts(figure), *ends))
    decimals = standing.series.decimals
    columns = (Column("rank"), Column("place"), Column("name", width=34), Column("period"),
               Column(standing.series.measure.value, decimals), Column("numerator"), Column("denominator"),
               Column("release", width=60), Column("interval lower", 1, 14),
               Column("interval upper", 1, 14))  # fmt: skip
    title = f"{standing.indicator.title}: {_GROUPS[choice.group]}"
    return Sheet(
        title, columns, tuple(rows), (*_notes(standing, choice.basis), f"Rank {order.order.value}. {RANKS}", CHANCE)
    )


def profile(subject: str, rows: Sequence[Row], basis: Basis) -> Sheet:
    """All indicators of one place."""
    columns = (
        *(Column("theme", width=28), Column("indicator", width=34), Column("title", width=50), Column("period")),
        *(Column("unit", width=30), Column("value", 1), Column("England", 1), Column("region", 1)),
        *(Column("neighbours median", 1), Column("neighbours mean", 1), Column("neighbours with a figure")),
        *(Column("comparator", 1), Column("against comparator", width=18), Column("rank"), Column("ranked")),
        *(Column("rank 1 is", width=18), Column("direction", width=34), Column("release", width=60)),
        *(Column("interval lower", 1, 14), Column("interval upper", 1, 14), Column("verdict", width=60)),
    )
    notes = (f"Comparator: {BASES[basis]}.", RANKS, CHANCE, PRIVACY)
    return Sheet(f"{subject}: all indicators", columns, tuple(_profile_row(row, basis) for row in rows), notes)


def matrix(region: str, places: Sequence[tuple[str, str]], series: Iterable[tuple[Series, Period]]) -> Sheet:
    """Indicators by councils in long form: what a spreadsheet can pivot again."""
    rows: list[tuple[Cell, ...]] = []
    for one, period in series:
        for code, name in places:
            figure = one.get(code, period)
            value = figure.shown if figure else NOT_HELD
            found = chance_in(one, period).in_funnel.get(code)
            stands_out = "" if found is None else "yes" if found.stands_out else "no"
            head = (one.address, one.indicator.title, period.code, one.unit, code, name, value)
            rows.append((*head, *_parts(figure), stands_out))
    columns = (Column("indicator", width=30), Column("title", width=46), Column("period"), Column("unit", width=30),
               Column("place"), Column("name", width=30), Column("value", 1), Column("numerator"),
               Column("denominator"), Column("release", width=60), Column("stands out"))  # fmt: skip
    return Sheet(f"{region}: all indicators by council", columns, tuple(rows), (STANDS_OUT, PRIVACY))


_GROUPS = {
    Group.REGION: "councils of the region in order",
    Group.NEIGHBOURS: "the council and its statistical neighbours in order",
    Group.ENGLAND: "all of England in order",
}


def _profile_row(row: Row, basis: Basis) -> tuple[Cell, ...]:
    standing, found = row.standing, row.standing.comparison
    head = (row.theme.title, standing.wording.address, standing.indicator.title)
    if found is None or standing.period is None:
        reason = standing.indicator.unpublished or "No figures are held."
        return (*head, "", standing.series.unit, NOT_HELD, *([None] * 10), reason, "", None, None, "")
    decimals, rank = standing.series.decimals, row.rank if isinstance(row.rank, Position) else None
    return (
        *(*head, standing.period.code, standing.series.unit, found.own, found.england, found.region),
        *(rounded(found.neighbours_median.value, decimals), rounded(found.neighbours_mean.value, decimals)),
        f"{found.neighbours_median.usable} of {found.neighbours_median.of}",
        *(found.comparator(basis), verdict(found, basis, row.judgement) if row.against else "not compared"),
        *((rank.position, rank.of, rank.order.value.removeprefix("1 is ")) if rank else (None, None, "")),
        standing.direction.words if standing.direction else "no figure held",
        standing.figure.release.name if standing.figure else "",
        *_interval(standing),
        row.verdict.words if row.verdict else "",
    )


def _interval(standing: Standing) -> tuple[Cell, Cell]:
    """The ends of the interval of a place's figure; empty cells where there is none."""
    chance = chance_of(standing)
    found = chance.interval(str(standing.subject.code)) if chance and standing.wording.comparable else None
    return _ends(found)


def _ends(found: Interval | None) -> tuple[Cell, Cell]:
    return (Number(round(found.lower, DECIMALS)), Number(round(found.upper, DECIMALS))) if found else (None, None)


def _long_columns(series: Series) -> tuple[Column, ...]:
    return (
        *(Column("indicator", width=30), Column("place"), Column("name", width=30), Column("period")),
        *(Column("measure"), Column("value", series.decimals), Column("unit", width=30)),
        *(Column("numerator"), Column("denominator"), Column("as printed", series.decimals)),
        *(Column("release", width=60), Column("interval lower", 1, 14), Column("interval upper", 1, 14)),
    )


def _long(figure: Figure, standing: Standing) -> tuple[Cell, ...]:
    numerator, denominator, release = _parts(figure)
    head = (standing.series.address, str(figure.place), name_of(figure.place), figure.period.code)
    return (
        *head,
        figure.measure.value,
        figure.shown,
        standing.series.unit,
        numerator,
        denominator,
        figure.published,
        release,
        *_around(figure, standing),
    )


def _around(figure: Figure, standing: Standing) -> tuple[Cell, Cell]:
    """The interval of a figure of any period; counts are taken to be rounded as they are in the newest."""
    chance = chance_of(standing)
    if chance is None or not standing.wording.comparable:
        return None, None
    return _ends(interval_of(grounds_of(standing.series, figure), chance.rounding.of(str(figure.place))))


def _parts(figure: Figure | None) -> tuple[Cell, Cell, Cell]:
    if figure is None:
        return None, None, ""
    count = figure.value if figure.measure is Measure.NUMBER else figure.numerator
    return count, figure.denominator, figure.release.name


def _areas(standing: Standing) -> list[str]:
    region = [standing.peers.region.code] if standing.peers and standing.peers.region else []
    return [*region, ENGLAND]


def _order(position: object) -> tuple[int, int]:
    return (0, position.position) if isinstance(position, Position) else (1, 0)


def sources_of(standing: Standing) -> str:
    """The releases behind the newest figures of a series, in a sentence."""
    releases = {figure.release.name: None for figure in standing.series.latest.values()}
    return f"Source: {'; '.join(releases)}."


def _notes(standing: Standing, basis: Basis) -> tuple[str, ...]:
    model = standing.peers.model_title if standing.peers else ""
    return (
        f"{standing.indicator.title}, {standing.series.unit}. Counted: {standing.variant.numerator}.",
        sources_of(standing),
        f"Comparator on the page: {BASES[basis]}." + (f" {model}." if model else ""),
        PRIVACY,
    )
