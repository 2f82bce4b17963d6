"""All definitions together, loaded once and checked against each other."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from riia.indicators.definitions.errors import DefinitionError, UnknownDefinition
from riia.indicators.definitions.loading import read_sets, read_theme
from riia.indicators.definitions.nouns import Cell, Indicator, IndicatorSet, Source, Theme, Variant
from riia.indicators.definitions.releases import Release, ReleaseTable, read_releases
from riia.indicators.readers.published import Layout, NumberColumn

RELEASES, SETS = "releases.toml", "sets.toml"


class Catalogue:
    """Themes, indicators, sets and releases. Look-ups raise UnknownDefinition and offer what there is."""

    def __init__(
        self, themes: Iterable[Theme], sets: Iterable[IndicatorSet], releases: Iterable[Release], file: str = ""
    ) -> None:
        """Put the parts together. Raises DefinitionError for a slug given twice or a source of an unknown table."""
        self.themes = tuple(sorted(themes, key=lambda theme: theme.order))
        self.sets = tuple(sets)
        self.releases = tuple(releases)
        self.indicators: tuple[Indicator, ...] = tuple(one for theme in self.themes for one in theme.indicators)
        self._by_slug = {one.slug: one for one in self.indicators}
        self._tables = {table.address: table for release in self.releases for table in release.tables}
        self._check(file)

    def indicator(self, slug: str) -> Indicator:
        """The indicator of a slug."""
        found = self._by_slug.get(slug)
        if found is None:
            raise UnknownDefinition("indicator", slug, self._by_slug)
        return found

    def resolve(self, address: str) -> tuple[Indicator, Variant]:
        """The indicator and variant of "referrals" or "referrals:source=schools"."""
        slug, _, key = address.partition(":")
        indicator = self.indicator(slug)
        if not key:
            return indicator, indicator.default
        for variant in indicator.variants:
            if variant.key == key:
                return indicator, variant
        raise UnknownDefinition(f"variant of {slug}", key, [variant.key for variant in indicator.variants])

    def set(self, key: str) -> IndicatorSet:
        """The indicator set of a key, such as "mou-2022"."""
        for one in self.sets:
            if one.key == key:
                return one
        raise UnknownDefinition("indicator set", key, [one.key for one in self.sets])

    def table(self, address: str) -> ReleaseTable:
        """The published table of an address such as "cin/c1"."""
        found = self._tables.get(address)
        if found is None:
            raise UnknownDefinition("published table", address, self._tables)
        return found

    def release(self, key: str) -> Release:
        """The release of a key such as "cin"."""
        for one in self.releases:
            if one.key == key:
                return one
        raise UnknownDefinition("release", key, [one.key for one in self.releases])

    @cached_property
    def sources(self) -> Mapping[str, tuple[tuple[Indicator, Variant, int, Source], ...]]:
        """By table: every source read from it, with its indicator, variant and place in the variant's preference."""
        found: dict[str, list[tuple[Indicator, Variant, int, Source]]] = {address: [] for address in self._tables}
        for indicator in self.indicators:
            for variant in indicator.variants:
                for order, source in enumerate(variant.sources):
                    found[source.table].append((indicator, variant, order, source))
        return {address: tuple(sources) for address, sources in found.items()}

    def layout(self, address: str, places: frozenset[str] | None = None) -> Layout:
        """How to read a table: its columns are those that the definitions use."""
        table = self.table(address)
        columns: dict[str, NumberColumn] = {}
        for _, _, _, source in self.sources[address]:
            for cell in (*source.number, *source.denominator):
                columns[cell.columns[0]] = NumberColumn(cell.columns, whole=not table.fractional)
        for _, _, _, source in self.sources[address]:
            for printed, optional in ((source.rate, True), (source.percent, False)):
                if printed is not None and printed.columns[0] not in columns:
                    columns[printed.columns[0]] = NumberColumn(printed.columns, whole=False, optional=optional)
        return Layout(
            key=address,
            period=table.period,
            keys=table.keys,
            numbers=tuple(columns.values()),
            regions_by_name=table.regions_by_name,
            national_only=table.national_only,
            places=places,
            renamed=table.renamed,
            only=table.only,
            marks=table.marks,
        )

    def _check(self, file: str) -> None:
        slugs = [one.slug for one in self.indicators]
        for slug in slugs:
            if slugs.count(slug) > 1:
                raise DefinitionError(file, slug, "slug", "is used by two indicators. Every slug is used once.")
        for indicator in self.indicators:
            for variant in indicator.variants:
                for source in variant.sources:
                    self._check_source(f"{indicator.theme}.toml", f"{indicator.slug}, variant {variant.key}", source)
        self._check_aliases()

    def _check_source(self, file: str, entry: str, source: Source) -> None:
        table = self._tables.get(source.table)
        if table is None:
            raise DefinitionError(file, entry, "source.table", f"{source.table!r} is not a table of {RELEASES}.")
        for cell in source.cells:
            strange = set(cell.where) - set(table.keys)
            if strange:
                known = ", ".join(table.keys) or "none"
                raise DefinitionError(
                    file, entry, "source.where", f"{sorted(strange)} are no keys of {source.table}: {known}."
                )

    def _check_aliases(self) -> None:
        """One column has one list of names, so that no file is read in two ways."""
        for address, sources in self.sources.items():
            names: dict[str, Cell] = {}
            for indicator, variant, _, source in sources:
                for cell in source.cells:
                    for name in cell.columns:
                        first = names.setdefault(name, cell)
                        if first.columns != cell.columns:
                            entry = f"{indicator.slug}, variant {variant.key}"
                            problem = f"column {name} of {address} is named {'|'.join(first.columns)} elsewhere."
                            raise DefinitionError(f"{indicator.theme}.toml", entry, "source", problem)


def load(folder: Traversable) -> Catalogue:
    """The definitions in a folder. Raises DefinitionError naming file, entry and field."""
    contents = {entry.name: _parsed(entry) for entry in folder.iterdir() if entry.name.endswith(".toml")}
    for needed in (RELEASES, SETS):
        if needed not in contents:
            raise DefinitionError(needed, "", "(file)", "is missing from the folder of definitions.")
    releases = read_releases(RELEASES, contents.pop(RELEASES))
    raw_sets = contents.pop(SETS)
    themes = [read_theme(name, content) for name, content in sorted(contents.items())]
    slugs = {indicator.slug for theme in themes for indicator in theme.indicators}
    return Catalogue(themes, read_sets(SETS, raw_sets, slugs), releases)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The definitions shipped with the package."""
    return load(files("riia.indicators.definitions"))


def _parsed(entry: Traversable) -> dict[str, object]:
    try:
        return tomllib.loads(entry.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError(entry.name, "", "(file)", f"is not TOML: {error}.") from None
