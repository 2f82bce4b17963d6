"""The profile of a council: findings first, then every indicator."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from riia.alliance.insight import profiles
from riia.alliance.insight.chance import chance_of
from riia.alliance.insight.choices import Choice as IndicatorChoice
from riia.alliance.insight.comparisons import Basis, Comparison, Gap
from riia.alliance.insight.explanations import between, in_short
from riia.alliance.insight.findings import FEWEST_CHILDREN, FEWEST_COUNTED, TRENDS, Candidate, place_findings, verdict
from riia.alliance.insight.profiles import Row, Show
from riia.alliance.kit.amounts import letters
from riia.alliance.kit.filters import long_date
from riia.alliance.kit.pieces import Chip, Link, SortState
from riia.alliance.pages.presenters.profile_in_year import NOTHING, InYear, InYearNote, note_of, value_of
from riia.alliance.places.naming import plain_name
from riia.indicators import reference
from riia.indicators.definitions import catalogue
from riia.indicators.model import Missing, Value, rounded
from riia.indicators.reference import Authority
from riia.indicators.statistics.benchmarks import Judgement, Position

BASES = {
    Basis.NEIGHBOURS: "Neighbours’ median",
    Basis.NEIGHBOURS_MEAN: "Neighbours’ mean",
    Basis.REGION: "Region’s median",
    Basis.ENGLAND: "England",
}
SHOWS = {
    Show.ALL: "All",
    Show.WITH_FIGURES: "With a figure",
    Show.BETTER: "Better than the comparator",
    Show.WORSE: "Worse than the comparator",
}
HEADINGS = (("indicator", "Indicator"), ("against", "Against {basis}"), ("rank", "Rank"), ("direction", "Direction"))
KINDS = {Judgement.BETTER: "better", Judgement.WORSE: "worse", Judgement.SAME: "similar"}


@dataclass(frozen=True)
class Choice:
    """What the address says."""

    basis: Basis = Basis.NEIGHBOURS
    theme: str = ""
    show: Show = Show.ALL
    sort: str = ""

    def query(self) -> str:
        """The query string that shows the same again."""
        said = {
            "with": "" if self.basis is Basis.NEIGHBOURS else self.basis.value,
            "theme": self.theme,
            "show": "" if self.show is Show.ALL else self.show.value,
            "sort": self.sort,
        }
        kept = {name: value for name, value in said.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True)
class Line:
    """One indicator in the table. `reason` stands in place of figures where there are none to show."""

    title: str
    href: str
    period: str
    source: str
    unit: str
    decimals: int
    reason: str = ""
    own: Value | None = None
    interval: str = ""
    england: Value | None = None
    region: Value | None = None
    region_note: str = ""
    neighbours: Value | None = None
    usable: str = ""
    verdict_kind: str = ""
    verdict: str = ""
    verdict_note: str = ""
    rank: str = ""
    rank_note: str = ""
    direction: str = ""
    trend: str = ""
    points: tuple[tuple[str, Value], ...] = ()
    in_year: Value | None = None
    """The newest signed figure, which is not published; None where there is none or the viewer may not see it."""


@dataclass(frozen=True)
class Heading:
    """A column's heading, sorted by a link."""

    label: str
    href: str = ""
    state: SortState = ""


@dataclass(frozen=True)
class Page:
    """Everything the template shows."""

    name: str
    official: str
    caption: str
    region: Link | None
    history: tuple[str, ...]
    related: tuple[Link, ...]
    findings: tuple[tuple[str, str, str], ...]
    nothing: str
    bases: tuple[Chip, ...]
    themes: tuple[Chip, ...]
    shows: tuple[Chip, ...]
    headings: dict[str, Heading]
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    shown: int
    basis: str
    neighbours: tuple[tuple[Link, str], ...]
    neighbour_note: str
    terms: str
    symbols: tuple[tuple[str, str], ...]
    downloads: tuple[Link, ...]
    in_year: InYearNote | None


def choice(given: QueryDict) -> Choice:
    """The reader's choice; what is not understood is left at its default, so that an old link still answers."""
    bases, shows = {basis.value for basis in Basis}, {show.value for show in Show}
    themes = {theme.key for theme in catalogue().themes}
    basis, show, theme, sort = (given.get(name, "") for name in ("with", "show", "theme", "sort"))
    return Choice(
        Basis(basis) if basis in bases else Basis.NEIGHBOURS,
        theme if theme in themes else "",
        Show(show) if show in shows else Show.ALL,
        sort if sort.removeprefix("-") in profiles.SORTS else "",
    )


def chosen(rows: Sequence[Row], choice: Choice) -> list[Row]:
    """The rows that the choice leaves, in its order."""
    return profiles.ordered(profiles.narrowed(rows, theme=choice.theme, show=choice.show), choice.sort)


def page(council: Authority, rows: Sequence[Row], choice: Choice, in_year: InYear = NOTHING) -> Page:
    """Put the page together. `in_year` is what the council signed last, for whoever may see it."""
    here = reverse("pages:place", args=[council.code])
    shown = chosen(rows, choice)
    candidates = profiles.candidates_of(rows, choice.basis)
    lines = [(row.theme.title, replace(_line(row, choice), in_year=value_of(row.standing, in_year))) for row in shown]
    region = reference.region(council.region)
    return Page(
        name=plain_name(council.name),
        official=council.official_name,
        caption=f"{council.type.value.capitalize()} council, DfE code {council.code}",
        region=Link(region.name, reverse("insight:region", args=[region.code])),
        history=tuple(_history(council)),
        related=tuple(_related(council)),
        findings=_findings(candidates, rows, choice),
        nothing=_nothing(candidates),
        bases=_bases(here, choice),
        themes=_themes(here, rows, choice),
        shows=_shows(here, rows, choice),
        headings=_headings(here, choice),
        groups=_grouped(lines, choice),
        shown=len(shown),
        basis=BASES[choice.basis],
        neighbours=_neighbours(rows),
        neighbour_note=_neighbour_note(rows),
        terms=reverse("pages:terms", args=[council.code]),
        symbols=_symbols(line for _, line in lines),
        downloads=tuple(
            Link(words, reverse("pages:place_table", args=[council.code, form]) + choice.query())
            for form, words in (("csv", "Table (CSV)"), ("xlsx", "Table (Excel)"))
        ),
        in_year=note_of(in_year) if any(line.in_year is not None for _, line in lines) else None,
    )


def _line(row: Row, choice: Choice) -> Line:
    standing, found = row.standing, row.standing.comparison
    href = reverse("insight:indicator", args=[standing.indicator.slug])
    query = IndicatorChoice(place=str(standing.subject.code), basis=choice.basis).query
    head = {
        "title": standing.indicator.title,
        "href": f"{href}{query}",
        "unit": standing.wording.short_unit,
        "decimals": standing.series.decimals,
    }
    if found is None or standing.period is None:
        reason = standing.indicator.unpublished or "No figures are loaded."
        return Line(**head, period="", source="", reason=reason)  # type: ignore[arg-type]
    if reason := standing.indicator.unpublished:
        return Line(**head, period="", source="", reason=reason)  # type: ignore[arg-type]
    chance = chance_of(standing)
    near = found.neighbours_mean if choice.basis is Basis.NEIGHBOURS_MEAN else found.neighbours_median
    return Line(
        **head,  # type: ignore[arg-type]
        period=standing.period.label,
        source=f"{standing.figure.release.title} {standing.figure.release.edition}" if standing.figure else "",
        own=found.own,
        interval=between(standing, chance.interval(str(standing.subject.code))) if chance else "",
        england=found.england,
        region=found.region,
        region_note=_region_note(found, row),
        neighbours=rounded(near.value, standing.series.decimals) if near.of and standing.wording.comparable else None,
        usable=f"{near.usable} of {near.of}",
        verdict_kind=KINDS.get(row.judgement, "none"),
        verdict=verdict(found, choice.basis, row.judgement) if row.against else "not compared",
        verdict_note=_note(row, found),
        rank=_rank(row),
        rank_note=row.rank.order.value if isinstance(row.rank, Position) else "",
        direction=standing.direction.words if standing.direction else "no figure held",
        trend=TRENDS.get(row.trend, ""),
        points=tuple((figure.period.short_label, figure.shown) for figure in standing.course),
    )


def _note(row: Row, found: Comparison) -> str:
    """Under "higher" or "lower": whether that is more than chance."""
    if row.against is None:
        return "a count follows the council’s size"
    return in_short(found, row.against.basis, row.verdict) if row.against.gap is not Gap.UNKNOWN else ""


def _region_note(found: Comparison, row: Row) -> str:
    if not row.standing.wording.comparable:
        return ""
    middle = rounded(found.region_average.value, found.decimals)
    percent = "%" if row.standing.wording.short_unit == "%" else ""
    return "" if isinstance(middle, Missing) else f"median {middle}{percent}"


def _rank(row: Row) -> str:
    if not isinstance(row.rank, Position):
        return "–"
    joint = "joint " if row.rank.tied_with else ""
    return f"{joint}{row.rank.position} of {row.rank.of}"


def _findings(candidates: Sequence[Candidate], rows: Sequence[Row], choice: Choice) -> tuple[tuple[str, str, str], ...]:
    """Sentence, evidence and address of each finding."""
    place = str(rows[0].standing.subject.code) if rows else ""
    query = IndicatorChoice(place=place, basis=choice.basis).query
    return tuple(
        (one.finding.sentence, one.finding.evidence, f"{reverse('insight:indicator', args=[one.key])}{query}")
        for one in place_findings(candidates)
    )


def _nothing(candidates: Sequence[Candidate]) -> str:
    """Why nothing stands out, said where nothing does."""
    if not candidates:
        return "No figure differs from the comparator, or there is too little to compare."
    return (
        "Every figure that differs from the comparator could do so by chance, or rests on too few: fewer than "
        f"{FEWEST_COUNTED} children, events or social workers, or a rate on fewer than {FEWEST_CHILDREN:,} children. "
        "Such figures move a lot by chance."
    )


def _bases(here: str, choice: Choice) -> tuple[Chip, ...]:
    return tuple(
        Chip(words, f"{here}{replace(choice, basis=basis).query()}", current=choice.basis is basis)
        for basis, words in BASES.items()
    )


def _themes(here: str, rows: Sequence[Row], choice: Choice) -> tuple[Chip, ...]:
    def chip(text: str, key: str) -> Chip:
        count = len(profiles.narrowed(rows, theme=key, show=choice.show))
        return Chip(text, f"{here}{replace(choice, theme=key).query()}", count, current=choice.theme == key)

    return (chip("All themes", ""), *(chip(theme.title, theme.key) for theme in catalogue().themes))


def _shows(here: str, rows: Sequence[Row], choice: Choice) -> tuple[Chip, ...]:
    return tuple(
        Chip(
            words,
            f"{here}{replace(choice, show=show).query()}",
            len(profiles.narrowed(rows, theme=choice.theme, show=show)),
            current=choice.show is show,
        )
        for show, words in SHOWS.items()
    )


def _headings(here: str, choice: Choice) -> dict[str, Heading]:
    made = {}
    for name, label in HEADINGS:
        state: SortState = "ascending" if choice.sort == name else "descending" if choice.sort == f"-{name}" else ""
        turned = f"-{name}" if choice.sort == name else "" if choice.sort == f"-{name}" else name
        href = f"{here}{replace(choice, sort=turned).query()}#indicators"
        made[name] = Heading(label.format(basis=BASES[choice.basis].lower().replace("england", "England")), href, state)
    return made


def _grouped(lines: Sequence[tuple[str, Line]], choice: Choice) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Under their themes, or in one list where a column orders them."""
    if choice.sort:
        return (("", tuple(line for _, line in lines)),) if lines else ()
    groups: dict[str, list[Line]] = {}
    for theme, line in lines:
        groups.setdefault(theme, []).append(line)
    return tuple((theme, tuple(group)) for theme, group in groups.items())


def _history(council: Authority) -> list[str]:
    """What became of a council, or what it came from, in sentences."""
    after, before = reference.successors(council.code), reference.predecessors(council.code)
    said = []
    if after and council.valid_to:
        names = _and([plain_name(reference.authority(item.successor).name) for item in after])
        said.append(f"This council ended on {long_date(council.valid_to)}. {names} took over; its figures end there.")
    if before:
        names = _and([plain_name(reference.authority(item.predecessor).name) for item in before])
        said.append(f"It took over from {names} on {long_date(before[0].on)}. Earlier figures are those of {names}.")
    return said


def _related(council: Authority) -> list[Link]:
    codes = [item.successor for item in reference.successors(council.code)]
    codes += [item.predecessor for item in reference.predecessors(council.code)]
    return [Link(reference.authority(code).label, reverse("pages:place", args=[code])) for code in codes]


def _neighbours(rows: Sequence[Row]) -> tuple[tuple[Link, str], ...]:
    peers = next((row.standing.peers for row in rows if row.standing.peers), None)
    if peers is None:
        return ()
    return tuple(
        (Link(plain_name(reference.authority(one.code).label), reverse("pages:place", args=[one.code])), one.closeness)
        for one in peers.neighbours
    )


def _neighbour_note(rows: Sequence[Row]) -> str:
    peers = next((row.standing.peers for row in rows if row.standing.peers), None)
    return "No figures are loaded." if peers is None else peers.model_title or peers.why_no_neighbours


def _symbols(lines: object) -> tuple[tuple[str, str], ...]:
    values = [value for line in lines for value in (line.own, line.england, line.region, line.neighbours)]  # type: ignore[attr-defined]
    return letters(values)


def _and(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
