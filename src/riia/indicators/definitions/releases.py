"""Published releases as data (`releases.toml`): who publishes what, in which files, by which rule for time."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from riia.indicators.definitions.errors import UnknownDefinition
from riia.indicators.definitions.fields import Fields
from riia.indicators.model import Period, PeriodError, PeriodKind, population_year
from riia.indicators.readers.published import PeriodRule
from riia.indicators.reference import NotInVintage, find_vintage, vintages

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Edition:
    """One year's publication of a release.

    It is recognised by the newest period in its files. `published` is as much of the date as is known ("2025-10"), or
    empty. `vintage` names the mid-year population estimates that belong to it. `note` and `vintage_note` are sentences
    for whoever loads an edition that nobody has described and reviewed in `releases.toml`; a described one has none.
    """

    name: str
    newest: Period
    published: str
    vintage: str
    note: str = ""
    vintage_note: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseTable:
    """One file of a release, in any edition.

    `files` are name patterns; `fractional` counts may have decimals; `renamed`, `only` and `marks` are as in `Layout`.
    """

    release: str
    key: str
    title: str
    files: tuple[str, ...]
    period: PeriodRule
    keys: tuple[str, ...]
    fractional: bool
    regions_by_name: bool
    national_only: bool
    notes: str
    renamed: Mapping[str, str] = field(default_factory=dict)
    only: tuple[tuple[tuple[str, ...], str], ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The name sources use: "cin/c1"."""
        return f"{self.release}/{self.key}"


@dataclass(frozen=True, slots=True)
class Release:
    """A series of publications: the same statistics every year."""

    key: str
    publisher: str
    title: str
    licence: str
    address: str
    editions: tuple[Edition, ...]
    tables: tuple[ReleaseTable, ...]

    def edition_of(self, newest: Period) -> Edition:
        """The edition whose newest period this is. Raises UnknownDefinition for an edition nobody has described yet."""
        for edition in self.editions:
            if edition.newest == newest:
                return edition
        raise UnknownDefinition(
            f"edition of {self.title} whose newest period is",
            newest.code,
            [f"{edition.newest.code} ({edition.name})" for edition in self.editions],
        )

    def edition_for(self, newest: Period) -> Edition:
        """The edition whose newest period this is; where none is described, one made from the period itself.

        Its name follows those of the described editions, its date of publication is unknown, and its population vintage
        is `vintage_for` its newest period. Its notes say all that.
        """
        described = next((edition for edition in self.editions if edition.newest == newest), None)
        if described:
            return described
        name = self._name_of(newest)
        note = (
            f"The {name} edition of {self.title} has not been described and reviewed here yet. "
            "It was read by the rules of the described editions; its date of publication is not recorded."
        )
        vintage, vintage_note = vintage_for(newest)
        return Edition(name, newest, "", vintage, note, vintage_note)

    def _name_of(self, newest: Period) -> str:
        """The name an edition would have: "2026" as the described ones are called, or an academic year "2025/26"."""
        latest = max(self.editions, key=lambda edition: edition.newest.end)
        if latest.name.isdecimal():
            return str(newest.end.year + int(latest.name) - latest.newest.end.year)
        begins = newest.kind is PeriodKind.ACADEMIC_YEAR or newest.end.month >= 9
        named = newest.start.year if begins else newest.end.year - 1
        return f"{named}/{(named + 1) % 100:02}"


def vintage_for(newest: Period) -> tuple[str, str]:
    """The population vintage for an edition that is not described, and what its reader should know about it.

    It is the vintage that ends with the mid-year of the newest period, which is the one its publisher had. Where that
    is not packaged: for a later edition the newest vintage there is, so that rates of mid-years past its end are not
    available; for an earlier edition the earliest vintage that reaches the mid-year, which is nearest to what was known
    then.
    """
    wanted = population_year(newest)
    packaged = sorted(vintages(), key=lambda vintage: vintage.last)
    found = next((vintage for vintage in packaged if vintage.last >= wanted), packaged[-1])
    if found.last == wanted:
        return found.code, ""
    if found.last < wanted:
        said = (
            f"Its population estimates (mid-{wanted}) are not packaged: rates rest on {found.code}, and are not "
            f"available (x) for periods that need a mid-year after {found.last}. Counts are complete."
        )
    else:
        said = (
            f"The population estimates of its own time (mid-{wanted}) are not packaged: rates rest on {found.code}, "
            "the nearest that is, and may differ a little from those printed then."
        )
    return found.code, said


def table_for(name: str, releases: Iterable[Release]) -> ReleaseTable:
    """The table that a file of this name is, going by the name without ".gz". Raises UnknownDefinition."""
    tables = [table for release in releases for table in release.tables]
    for table in tables:
        if any(fnmatchcase(name.lower(), pattern.lower()) for pattern in table.files):
            return table
    raise UnknownDefinition(
        "published file of the name", name, [pattern for table in tables for pattern in table.files]
    )


def read_releases(file: str, content: dict[str, object]) -> tuple[Release, ...]:
    """The releases of `releases.toml`. Raises DefinitionError naming entry and field."""
    top = Fields(file, "", content)
    releases = tuple(_release(file, entry) for entry in top.tables("release"))
    top.done()
    addresses = [table.address for release in releases for table in release.tables]
    for address in addresses:
        if addresses.count(address) > 1:
            raise top.problem("release.table", f"{address!r} is there twice. Give each table its own key.")
    return releases


def _release(file: str, entry: object) -> Release:
    fields = Fields(file, "a release", entry)
    fields.entry = f"release {fields.slug('key')}"
    key = fields.slug("key")
    release = Release(
        key=key,
        publisher=fields.text("publisher"),
        title=fields.text("title"),
        licence=fields.text("licence"),
        address=fields.text("address", ""),
        editions=tuple(_edition(file, key, edition) for edition in fields.tables("edition")),
        tables=tuple(_table(file, key, table) for table in fields.tables("table")),
    )
    if not release.editions or not release.tables:
        raise fields.problem("edition", "and table: a release has at least one of each.")
    fields.done()
    return release


def _edition(file: str, release: str, entry: object) -> Edition:
    fields = Fields(file, f"release {release}, edition", entry)
    try:
        newest = Period.parse(fields.text("newest"))
    except PeriodError as error:
        raise fields.problem("newest", str(error)) from None
    edition = Edition(fields.text("name"), newest, fields.text("published", ""), fields.text("vintage"))
    if edition.published and not _DATE.fullmatch(edition.published):
        raise fields.problem(
            "published", f"is {edition.published!r}. Give 2025-10-30, 2025-10 or 2025, as much as is known."
        )
    try:
        find_vintage(edition.vintage)
    except NotInVintage as error:
        raise fields.problem("vintage", str(error)) from None
    fields.done()
    return edition


def _table(file: str, release: str, entry: object) -> ReleaseTable:
    fields = Fields(file, f"release {release}, table", entry)
    fields.entry = f"release {release}, table {fields.slug('key')}"
    table = ReleaseTable(
        release=release,
        key=fields.slug("key"),
        title=fields.text("title"),
        files=fields.texts("files"),
        period=fields.choice("period", PeriodRule),
        keys=fields.texts("keys"),
        fractional=fields.flag("fractional"),
        regions_by_name=fields.flag("regions_by_name"),
        national_only=fields.flag("national_only"),
        notes=fields.sentence("notes", ""),
        renamed={key: str(value) for key, value in fields.mapping("renamed").items()},
        only=tuple((tuple(key.split("|")), str(value)) for key, value in fields.mapping("only").items()),
        marks=fields.texts("marks") if fields.has("marks") else (),
    )
    if not table.files:
        raise fields.problem("files", "is empty. Give at least one pattern for the file's name.")
    fields.done()
    return table
