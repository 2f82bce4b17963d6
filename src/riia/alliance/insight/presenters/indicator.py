"""The page of one indicator."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from riia.alliance.figures.nouns import Figure, ReleaseLine
from riia.alliance.insight import pictures
from riia.alliance.insight.chance import chance_of, interval_of
from riia.alliance.insight.choices import Choice
from riia.alliance.insight.comparisons import NOT_HELD, Basis, Comparison, Group
from riia.alliance.insight.explanations import LEVEL, Explanation, between, certainty, explanation, trend_of
from riia.alliance.insight.findings import evidence, headline
from riia.alliance.insight.grounds import grounds_of
from riia.alliance.insight.standings import Standing
from riia.alliance.kit.amounts import letters
from riia.alliance.kit.charts import Chart
from riia.alliance.kit.filters import long_date
from riia.alliance.kit.pieces import Chip, Link
from riia.indicators.definitions import Indicator, Measure, catalogue
from riia.indicators.model import Missing, Value, rounded
from riia.indicators.reference import ENGLAND
from riia.indicators.statistics import benchmarks
from riia.indicators.statistics.benchmarks import Position


@dataclass(frozen=True)
class Box:
    """One figure beside the finding."""

    label: str
    value: Value
    note: str = ""


@dataclass(frozen=True)
class Picture:
    """A chart with its address and what can be taken away of it."""

    chart: Chart
    src: str
    downloads: tuple[Link, ...]


@dataclass(frozen=True)
class Line:
    """One period in the table of all figures. `published` says what is printed and where."""

    period: str
    own: Value
    interval: str
    count: Value | None
    base: Value | None
    england: Value
    region: Value
    neighbours: Value
    usable: str
    published: str
    release: str


@dataclass(frozen=True)
class Page:
    """Everything the template shows."""

    title: str
    evidence: str
    indicator: Indicator
    standing: Standing
    choice: Choice
    boxes: tuple[Box, ...]
    real: Explanation | None
    trend: Picture | None
    ranking: Picture | None
    funnel: Picture | None
    control: Picture | None
    groups: tuple[Chip, ...]
    lines: tuple[Line, ...]
    definition: tuple[tuple[str, str], ...]
    releases: Sequence[ReleaseLine]
    notes: tuple[str, ...]
    symbols: tuple[tuple[str, str], ...]
    unit: str
    decimals: int


def page(standing: Standing, choice: Choice, releases: Sequence[ReleaseLine]) -> Page:
    """Put the page together. A region has no neighbours, so it is set against England instead."""
    found = standing.comparison
    if standing.peers and not standing.subject.is_council and choice.basis in (Basis.NEIGHBOURS, Basis.NEIGHBOURS_MEAN):
        choice = choice.but(basis=Basis.ENGLAND)
    held = lines(standing)
    return Page(
        title=title_of(standing, choice),
        evidence=_evidence(standing, choice),
        indicator=standing.indicator,
        standing=standing,
        choice=choice,
        boxes=_boxes(standing, choice, found) if found else (),
        real=explanation(standing, choice.basis) if found and standing.figure else None,
        trend=picture(standing, choice, "trend") if found else None,
        ranking=picture(standing, choice, "standing") if found and standing.indicator.is_published else None,
        funnel=picture(standing, choice, "funnel") if found else None,
        control=picture(standing, choice, "control") if found else None,
        groups=_groups(standing, choice) if standing.subject.is_council else (),
        lines=held,
        definition=_definition(standing),
        releases=releases,
        notes=_notes(standing),
        symbols=_symbols(held),
        unit=short_unit(standing),
        decimals=standing.series.decimals,
    )


def short_unit(standing: Standing) -> str:
    """What follows a number: "%" or "per 10,000"."""
    return standing.wording.short_unit


def picture(standing: Standing, choice: Choice, name: str) -> Picture | None:
    """A chart of the page by its name in the address; None where there is nothing to draw."""
    drawn = chart(standing, choice, name)
    if drawn is None:
        return None
    query = choice.query
    joint = "&" if query else "?"
    slug = standing.indicator.slug
    svg, png = (reverse(f"insight:{name}_{kind}", args=[slug]) + query for kind in ("svg", "png"))
    csv, xlsx = (reverse(f"insight:{name}_table", args=[slug, kind]) + query for kind in ("csv", "xlsx"))
    downloads = (
        Link("Picture (SVG)", f"{svg}{joint}download=1"),
        Link("Picture (PNG)", f"{png}{joint}download=1"),
        Link("Table (CSV)", csv),
        Link("Table (Excel)", xlsx),
    )
    return Picture(drawn, svg, downloads)


def chart(standing: Standing, choice: Choice, name: str) -> Chart | None:
    """The chart itself: "trend", "standing", "funnel" or "control"; None where there is none."""
    match name:
        case "trend":
            return pictures.trend(standing, choice.overlays, choice.basis)
        case "standing":
            return pictures.ranking(standing, choice.group, choice.basis)
        case "funnel":
            return pictures.funnel(standing)
        case _:
            return pictures.control(standing)


def lines(standing: Standing) -> tuple[Line, ...]:
    """Every period of the place, the newest first, with what it is compared with in that period."""
    peers, series = standing.peers, standing.series
    if peers is None:
        return ()
    made = []
    step = _step(standing)
    for figure in reversed(standing.course):
        near = [(code, one.shown) for code in peers.neighbour_codes if (one := series.get(code, figure.period))]
        middle = benchmarks.median(near)
        made.append(
            Line(
                period=figure.period.label,
                own=figure.shown,
                interval=between(standing, interval_of(grounds_of(standing.series, figure), step)),
                count=figure.value if figure.measure is Measure.NUMBER else figure.numerator,
                base=figure.denominator,
                england=_shown(series.get(ENGLAND, figure.period)),
                region=_shown(series.get(peers.region.code, figure.period)) if peers.region else NOT_HELD,
                neighbours=rounded(middle.value, series.decimals) if near else NOT_HELD,
                usable=f"{middle.usable} of {len(peers.neighbours)}",
                published=_published(figure, series.decimals),
                release=f"{figure.release.title} {figure.release.edition}",
            )
        )
    return tuple(made)


def _step(standing: Standing) -> int:
    """To what the place's counts are rounded, as they are in the newest period."""
    chance = chance_of(standing)
    return chance.rounding.of(str(standing.subject.code)) if chance else 1


def title_of(standing: Standing, choice: Choice) -> str:
    """The title: the finding, as far as the tests of the difference and of the trend bear it out."""
    if standing.comparison is None:
        return f"{standing.indicator.title}: no figures are published for councils"
    chance, place = chance_of(standing), str(standing.subject.code)
    words = certainty(standing.comparison, choice.basis, chance.verdict(place, choice.basis) if chance else None)
    trend = trend_of(chance.trend(place) if chance else None)
    return headline(standing.wording, standing.comparison, standing.direction, choice.basis, words, trend)


def _evidence(standing: Standing, choice: Choice) -> str:
    if standing.comparison is None or standing.period is None:
        return standing.indicator.unpublished
    return evidence(standing.wording, standing.comparison, standing.period, choice.basis)


def _boxes(standing: Standing, choice: Choice, found: Comparison) -> tuple[Box, ...]:
    chance = chance_of(standing)
    around = between(standing, chance.interval(str(standing.subject.code))) if chance else ""
    notes = [f"{LEVEL} interval {around}" if around else "", _rank_words(found, choice)]
    boxes = [Box(standing.subject.name, found.own, "; ".join(filter(None, notes)))]
    if standing.subject.is_council and choice.basis in (Basis.NEIGHBOURS, Basis.NEIGHBOURS_MEAN):
        average = found.neighbours_mean if choice.basis is Basis.NEIGHBOURS_MEAN else found.neighbours_median
        name = f"{average.method.value.capitalize()} of neighbours"
        boxes.append(Box(name, found.comparator(choice.basis), f"{average.usable} of {average.of} have a figure"))
    if found.region_subject and standing.subject.is_council:
        average = found.region_average
        middle = standing.wording.amount(rounded(average.value, standing.series.decimals))
        note = f"median of its councils {middle} ({average.usable} of {average.of})"
        boxes.append(Box(found.region_subject.name, found.region, note if standing.wording.comparable else ""))
    if not standing.subject.is_england:
        boxes.append(Box("England", found.england))
    return tuple(boxes)


def _rank_words(found: Comparison, choice: Choice) -> str:
    rank = found.ranks[choice.group]
    if not isinstance(rank, Position):
        return ""
    among = {Group.REGION: "in its region", Group.NEIGHBOURS: "with its neighbours", Group.ENGLAND: "in England"}
    joint = "joint " if rank.tied_with else ""
    return f"rank {joint}{rank.position} of {rank.of} {among[choice.group]}; {rank.order.value}"


def _groups(standing: Standing, choice: Choice) -> tuple[Chip, ...]:
    region = standing.peers.region.name if standing.peers and standing.peers.region else "Its region"
    names = {Group.NEIGHBOURS: "Statistical neighbours", Group.REGION: region, Group.ENGLAND: "All England"}
    here = reverse("insight:indicator", args=[standing.indicator.slug])
    return tuple(
        Chip(
            text,
            f"{here}{choice.but(among=group).query}#standing",
            len(pictures.members(standing, group)),
            current=choice.group is group,
        )
        for group, text in names.items()
        if pictures.members(standing, group)
    )


def _definition(standing: Standing) -> tuple[tuple[str, str], ...]:
    one, variant = standing.indicator, standing.variant
    sets = [held.title for held in catalogue().sets if one.slug in held.members]
    number = f"Dataset {one.dataset}, item {one.number}" if one.number else "context, not an item of the memorandum"
    rows = [
        ("What is counted", _sentence(variant.numerator)),
        ("Measured against", _sentence(variant.denominator)),
        ("When", _sentence(variant.timing.words)),
        ("Which way is better", f"{_sentence(one.polarity.words)} {one.polarity_reason}"),
        ("Why it matters", one.why),
        ("Number in the memorandum", _sentence(number)),
        ("Part of", _sentence("; ".join(sets)) if sets else ""),
        ("Definition kept by", f"{one.owner}. {one.checked_by}. Reviewed on {long_date(one.reviewed_on)}."),
    ]
    return tuple((name, text) for name, text in rows if text)


def _notes(standing: Standing) -> tuple[str, ...]:
    own = (standing.variant.note,) if standing.variant.note else ()
    return (*own, *standing.indicator.caveats, *standing.indicator.watch)


def _published(figure: Figure, decimals: int) -> str:
    """What a release prints for the measure, beside ours: "688.5 in the 2024 release (mid-2023 population)"."""
    if figure.published is None or figure.published_in is None:
        return ""
    printed = figure.published
    words = printed.words if isinstance(printed, Missing) else str(rounded(printed, decimals))
    base = f", {figure.published_in.vintage} population" if figure.measure is Measure.RATE else ""
    return f"{words} ({figure.published_in.edition} release{base})"


def _symbols(held: Sequence[Line]) -> tuple[tuple[str, str], ...]:
    values = [value for line in held for value in (line.own, line.england, line.region, line.neighbours)]
    return letters(values)


def _shown(figure: Figure | None) -> Value:
    return figure.shown if figure else NOT_HELD


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:].rstrip('.')}." if text else ""
