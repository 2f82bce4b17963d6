"""Releases and loads, turned into what templates show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.urls import reverse

from riia.alliance.figures.nouns import ReleaseLine
from riia.alliance.figures.provenance import Provenance
from riia.alliance.figures.services import FileReport, ImportReport
from riia.alliance.kit.links import QueryValue, address
from riia.alliance.kit.pieces import Chip, Link
from riia.indicators import reference
from riia.indicators.definitions import Indicator, catalogue
from riia.indicators.model import Period

if TYPE_CHECKING:
    from riia.indicators.definitions.published import Difference

SHOWN = 50
_STATES = {"": "Current", "superseded": "Superseded", "withdrawn": "Withdrawn", "all": "All"}


# The list


@dataclass(frozen=True)
class Filter:
    """One way to narrow the list, as chips."""

    label: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True)
class Line:
    """One file of an edition."""

    release: ReleaseLine
    themes: str


@dataclass(frozen=True)
class Edition:
    """One edition of a publication with its files: "Children in need 2025"."""

    name: str
    origin: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Listing:
    """The releases that fit what the address asks for, and the ways to ask for others."""

    editions: tuple[Edition, ...]
    filters: tuple[Filter, ...]
    total: int


type _Test = Callable[[ReleaseLine], bool]


def listing(releases: Sequence[ReleaseLine], query: QueryDict) -> Listing:
    """The list in the order given. What the address asks for and nobody knows is left out, so that old links answer."""
    themes = _themes()
    publishers = sorted({release.publisher for release in releases})
    options: dict[str, dict[str, tuple[str, _Test]]] = {
        "state": {
            "": (_STATES[""], lambda release: release.standing == "current"),
            "superseded": (_STATES["superseded"], lambda release: release.standing == "superseded"),
            "withdrawn": (_STATES["withdrawn"], lambda release: release.withdrawn),
            "all": (_STATES["all"], lambda release: True),
        },
        "theme": {"": ("Every theme", lambda release: True)}
        | {key: (title, _of_theme(key, themes)) for key, title in _theme_titles(releases, themes).items()},
        "publisher": {"": ("Every publisher", lambda release: True)}
        | {name: (name, _of_publisher(name)) for name in publishers},
    }
    chosen = {name: text if (text := query.get(name, "")) in known else "" for name, known in options.items()}
    tests = {name: options[name][value][1] for name, value in chosen.items()}
    filters = []
    for name, label in (("state", "Current or superseded"), ("theme", "Theme"), ("publisher", "Publisher")):
        rest = [release for release in releases if all(test(release) for key, test in tests.items() if key != name)]
        chips = tuple(
            Chip(words, _filtered(chosen, name, value), sum(map(test, rest)), current=value == chosen[name])
            for value, (words, test) in options[name].items()
        )
        if len(chips) > 2:
            filters.append(Filter(label, chips))
    fitting = [release for release in releases if all(test(release) for test in tests.values())]
    return Listing(_editions(fitting, themes), tuple(filters), len(releases))


def _editions(releases: Sequence[ReleaseLine], themes: Mapping[str, tuple[str, ...]]) -> tuple[Edition, ...]:
    """The releases by edition, each edition where its first release stands."""
    titles = {theme.key: theme.title for theme in catalogue().themes}
    found: dict[tuple[str, str], list[ReleaseLine]] = {}
    for release in releases:
        found.setdefault((release.title, release.edition), []).append(release)
    return tuple(
        Edition(
            name=f"{title} {edition}",
            origin=f"{group[0].publisher}, {group[0].published_words}",
            lines=tuple(Line(one, ", ".join(titles[key] for key in themes.get(one.key, ()))) for one in group),
        )
        for (title, edition), group in found.items()
    )


def _filtered(chosen: Mapping[str, str], name: str, value: str) -> str:
    query: dict[str, QueryValue] = {key: text or None for key, text in {**chosen, name: value}.items()}
    return address(reverse("figures:releases"), query)


def _themes() -> dict[str, tuple[str, ...]]:
    """The themes that each table feeds, in the order of the catalogue."""
    found: dict[str, list[str]] = {}
    for theme in catalogue().themes:
        for indicator in theme.indicators:
            for table in _tables(indicator):
                if theme.key not in found.setdefault(table, []):
                    found[table].append(theme.key)
    return {table: tuple(keys) for table, keys in found.items()}


def _tables(indicator: Indicator) -> set[str]:
    return {source.table for variant in indicator.variants for source in variant.sources}


def _theme_titles(releases: Sequence[ReleaseLine], themes: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The themes that any of the releases feeds."""
    fed = {key for release in releases for key in themes.get(release.key, ())}
    return {theme.key: theme.title for theme in catalogue().themes if theme.key in fed}


def _of_theme(key: str, themes: Mapping[str, tuple[str, ...]]) -> _Test:
    return lambda release: key in themes.get(release.key, ())


def _of_publisher(name: str) -> _Test:
    return lambda release: release.publisher == name


# One release


@dataclass(frozen=True)
class Fed:
    """An indicator that has figures of the release. `href` is empty where the definitions no longer have it."""

    title: str
    href: str
    figures: int
    current: int


@dataclass(frozen=True)
class Apart:
    """A rate or percentage that is printed and does not follow from its printed counts."""

    indicator: str
    href: str
    place: str
    period: str
    measure: str
    printed: str
    ours: str


@dataclass(frozen=True)
class Page:
    """One release with all that a reader needs to trust its figures."""

    line: ReleaseLine
    source: Provenance
    vintage: str
    figures: int
    supersedes: tuple[Link, ...]
    superseded_by: Link | None
    fed: tuple[Fed, ...]
    apart: tuple[Apart, ...]
    apart_in_all: int
    notes: str

    @property
    def current(self) -> int:
        """How many of its figures are the ones shown today."""
        return sum(one.current for one in self.fed)


def page(source: Provenance, differences: "Sequence[Difference]") -> Page:
    """Put the page of a release together."""
    known = {one.slug: one for one in catalogue().indicators}
    fed = [_fed(slug, known.get(slug), use.figures, use.current) for slug, use in source.uses.items()]
    tables = {table.address: table.notes for release in catalogue().releases for table in release.tables}
    return Page(
        line=source.line,
        source=source,
        vintage=reference.find_vintage(source.line.vintage).title,
        figures=sum(one.figures for one in fed),
        supersedes=_earlier(source),
        superseded_by=link(source.superseded_by) if source.superseded_by else None,
        fed=tuple(sorted(fed, key=lambda one: one.title)),
        apart=tuple(_apart(one, known.get(one.indicator)) for one in differences[:SHOWN]),
        apart_in_all=len(differences),
        notes=tables.get(source.line.key, ""),
    )


def _fed(slug: str, indicator: Indicator | None, figures: int, current: int) -> Fed:
    return Fed(indicator.title if indicator else slug, _indicator(slug, indicator), figures, current)


def _indicator(slug: str, indicator: Indicator | None) -> str:
    return reverse("insight:indicator", args=[slug]) if indicator else ""


def _apart(one: "Difference", indicator: Indicator | None) -> Apart:
    titles = {variant.key: variant.title for variant in indicator.variants if not variant.default} if indicator else {}
    title = indicator.title if indicator else one.indicator
    reading = titles.get(one.variant, "")
    return Apart(
        indicator=f"{title}: {reading}" if reading else title,
        href=_indicator(one.indicator, indicator),
        place=reference.place(one.place).name,
        period=Period.parse(one.period).short_label,
        measure=one.measure,
        printed=f"{one.printed:,g}",
        ours=f"{one.ours:,.4g}",
    )


# Loading


@dataclass(frozen=True)
class Refused:
    """Why one file was refused: what it is about, and its problems as the reader groups them."""

    lead: str
    problems: tuple[str, ...]


def refused(reasons: Sequence[str]) -> tuple[Refused, ...]:
    """The reader's own words: a line that names the file, then one for each kind of problem."""
    split = [[line for line in reason.splitlines() if line.strip()] for reason in reasons]
    return tuple(Refused(lines[0], tuple(line.removeprefix("- ") for line in lines[1:])) for lines in split)


def refusal(reasons: Sequence[str]) -> str:
    """The refusal in a sentence, for the form."""
    count = "1 file was" if len(reasons) == 1 else f"{len(reasons)} files were"
    return f"Nothing was loaded: {count} refused. Choose the files again once all of them are right"


def kept(report: ImportReport, hashes: Sequence[str]) -> list[dict[str, Any]]:
    """A report in a form the session can keep, file by file, without what is too long to read."""
    return [_kept(one, sha) for one, sha in zip(report.files, hashes, strict=True)]


def _kept(one: FileReport, sha: str) -> dict[str, Any]:
    return {
        "file": one.file,
        "sha": sha,
        "held": one.held_before,
        "rows": one.rows,
        "figures": one.values,
        "notes": list(one.notes[:SHOWN]),
        "notes_in_all": len(one.notes),
        "differences": len(one.differences),
    }


@dataclass(frozen=True)
class Loaded:
    """What became of one file; `source` is the release it is held as."""

    file: str
    source: Provenance
    release: Link
    held: bool
    rows: int
    figures: int
    notes: tuple[str, ...]
    notes_in_all: int
    differences: int
    supersedes: tuple[Link, ...]
    superseded_by: Link | None


@dataclass(frozen=True)
class Result:
    """What a load did."""

    files: tuple[Loaded, ...]

    @property
    def title(self) -> str:
        """The outcome in a line."""
        new = [one for one in self.files if not one.held]
        if not new:
            return "Already held: nothing was changed"
        count = "1 file" if len(new) == 1 else f"{len(new)} files"
        return f"Loaded {sum(one.figures for one in new):,} figures from {count}"


def result(entries: Sequence[Mapping[str, Any]], sources: Sequence[Provenance | None]) -> Result:
    """The result page: what the session kept of each file, with the release it is held as."""
    return Result(tuple(_loaded(entry, one) for entry, one in zip(entries, sources, strict=True) if one is not None))


def _loaded(entry: Mapping[str, Any], source: Provenance) -> Loaded:
    return Loaded(
        file=entry["file"],
        source=source,
        release=link(source.line),
        held=entry["held"],
        rows=entry["rows"],
        figures=entry["figures"],
        notes=tuple(entry["notes"]),
        notes_in_all=entry["notes_in_all"],
        differences=entry["differences"],
        supersedes=_earlier(source),
        superseded_by=link(source.superseded_by) if source.superseded_by else None,
    )


def _earlier(source: Provenance) -> tuple[Link, ...]:
    """What a release supersedes. A corrected file of the same edition has the same name, so that is said."""
    named = ((link(one), one.name == source.line.name) for one in source.supersedes)
    return tuple(Link(f"{one.text}, an earlier file", one.href) if same else one for one, same in named)


def link(line: ReleaseLine) -> Link:
    """A release by name, to its page."""
    return Link(line.name, reverse("figures:release", args=[line.short_hash]))
