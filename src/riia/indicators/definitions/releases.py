"""Published releases as data (`releases.toml`): who publishes what, in which files, by which rule for time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from riia.indicators.definitions.errors import UnknownDefinition
from riia.indicators.definitions.fields import Fields
from riia.indicators.model import Period, PeriodError
from riia.indicators.readers.published import PeriodRule
from riia.indicators.reference import NotInVintage, find_vintage

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Edition:
    """One year's publication of a release.

    It is recognised by the newest period in its files. `published` is as much of the date as is known ("2025-10"), or
    empty. `vintage` names the mid-year population estimates that belong to it.
    """

    name: str
    newest: Period
    published: str
    vintage: str


@dataclass(frozen=True, slots=True)
class ReleaseTable:
    """One file of a release, in any edition. `files` are name patterns; `fractional` counts may have decimals."""

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
    )
    if not table.files:
        raise fields.problem("files", "is empty. Give at least one pattern for the file's name.")
    fields.done()
    return table
