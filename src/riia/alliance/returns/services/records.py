"""The door to custody: lodging files of records, deciding on them, destroying them, and looking at their tables.

Nothing else imports custody. What comes out of here are facts about files and protected tables, never a record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.access.scope import Scope
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import Target, record
from riia.alliance.custody import permissions, queries
from riia.alliance.custody.models import MadeTable, RecordFile
from riia.alliance.custody.policies import span_of
from riia.alliance.custody.services import files as custody
from riia.alliance.custody.services import lists
from riia.alliance.custody.services.reading import check_asked, see_tables
from riia.alliance.custody.states import AWAITS, LIVE, FileState
from riia.alliance.places import queries as place_queries
from riia.alliance.places.models import Alliance, Place
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.timekeeping import today
from riia.indicators.model import Period
from riia.indicators.records import DATASETS, Dataset, RecordsRefused, read_records
from riia.indicators.records.tables import PRICES


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file: never what is in it."""

    reference: UUID
    dataset: Dataset
    alliance: Alliance
    council: Place
    period: Period
    rows: int
    lists: Mapping[str, int]
    state: str
    awaits: str
    is_live: bool
    lodged_at: datetime
    lodger: str
    keep_until: date
    instruction: int
    grounds: str
    sha256: str
    decided_at: datetime | None
    decider: str
    refused_because: str
    purged_at: datetime | None
    purged_because: str
    simulated: bool
    may_settle: bool
    may_purge: bool
    other: UUID | None = None
    """Beside a file that waits the accepted one, beside an accepted one that which waits. `file_of` looks for it."""


@dataclass(frozen=True, slots=True)
class Read:
    """One line of a read log."""

    at: datetime
    reader: str
    what: str
    purpose: str
    rows: int


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """The days in which files for a period come."""

    period: Period
    opens_on: date
    closes_on: date
    is_open: bool


@dataclass(frozen=True, slots=True)
class NamedFacts:
    """Somebody on an access list."""

    reference: UUID
    name: str
    purpose: str
    ends_on: date
    approver: str


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A protected table of one council: cells by labels, each with its values; "c" where one is hidden."""

    council: Place
    period: Period
    cells: Mapping[tuple[str, ...], tuple[Any, ...]]
    withheld: str
    simulated: bool


def lodge_files(
    *,
    files: Sequence[tuple[Path, str]],
    dataset: Dataset,
    council: Place,
    period: Period,
    by: Acts,
    simulated: bool = False,
) -> FileFacts:
    """Read a council's files and keep their records, if nothing in them looks as if it named anybody.

    Raises DeskError or a refusal of custody where files may not come now, and RecordsRefused, of which only the kinds
    and numbers of what was found go into the trail.
    """
    on = today()
    alliance = alliance_of(council)
    custody.check_may_lodge(dataset=dataset, alliance=alliance, council=council, period=period, by=by, on=on)
    try:
        records = read_records(files, dataset, today=on, council=council.code, year=span_of(period))
    except RecordsRefused as error:
        _record_refusal(dataset, council, period, error, by)
        raise
    file = custody.lodge(
        records=records, alliance=alliance, council=council, period=period, by=by, on=on, simulated=simulated
    )
    return _facts(file, scope_of_actor(by))


@transaction.atomic
def _record_refusal(dataset: Dataset, council: Place, period: Period, error: RecordsRefused, by: Acts) -> None:
    """Note that files were refused, and why by kind and number: nothing that stood in them."""
    record(
        by=by,
        action="returns.refuse_records",
        target=Target("custody.RecordFile", "", f"{dataset.title}, {council.label}, {period.code}"),
        summary=f"Refused files of {dataset.title} of {council.label}: nothing was kept",
        details={"found": error.counts, "looked_identifying": error.identifies},
        places=[council.code],
    )


def alliance_of(council: Place) -> Alliance:
    """The alliance that a council is in today. Raises DeskError where it is in none."""
    found = place_queries.alliance_of(council, today())
    if found is None:
        raise DeskError(f"{council.label} is in no alliance, so there is no register that lets its records be taken.")
    return found


def files_of(scope: Scope) -> list[FileFacts]:
    """The files that the viewer has to do with, the newest first."""
    return [_facts(file, scope) for file in queries.files_seen(scope)]


def file_of(scope: Scope, reference: UUID) -> FileFacts | None:
    """One of them, or None."""
    file = queries.file_seen(scope, reference)
    if file is None:
        return None
    other = queries.other_file(scope, file)
    return replace(_facts(file, scope), other=other.reference if other else None)


def reads_of(scope: Scope, reference: UUID) -> list[Read]:
    """The read log of a file that the viewer has to do with, the latest first."""
    file = queries.file_seen(scope, reference)
    if file is None:
        return []
    return [Read(one.at, one.reader_label, one.what, one.purpose, one.rows) for one in queries.reads_of(file)]


def accept_file(*, reference: UUID, by: Acts) -> None:
    """Accept a file and make its protected tables."""
    custody.accept(file=_found(reference, by), by=by, on=today())


def refuse_file(*, reference: UUID, reason: str, by: Acts) -> None:
    """Refuse a file and destroy its records."""
    custody.refuse(file=_found(reference, by), reason=reason, by=by, on=today())


def purge_file(*, reference: UUID, reason: str, by: Acts) -> None:
    """Destroy the records of a file and its tables before their time."""
    custody.purge(file=_found(reference, by), reason=reason, by=by)


def purge_due(*, by: Acts) -> int:
    """Destroy what has been kept long enough. Gives how many files."""
    return custody.purge_due(by=by, on=today())


def windows_of(alliance: Alliance, dataset: Dataset) -> list[WindowFacts]:
    """The windows of a dataset in an alliance, the latest first."""
    on = today()
    return [
        WindowFacts(Period.parse(one.period), one.opens_on, one.closes_on, one.opens_on <= on <= one.closes_on)
        for one in queries.windows(alliance, dataset)
    ]


def set_window(
    *, dataset: Dataset, alliance: Alliance, period: Period, opens_on: date, closes_on: date, by: Acts
) -> None:
    """Set the days in which files for a period come."""
    lists.set_window(dataset=dataset, alliance=alliance, period=period, opens_on=opens_on, closes_on=closes_on, by=by)


def named_for(alliance: Alliance, dataset: Dataset) -> list[NamedFacts]:
    """Everybody on the access list of a dataset today."""
    rows = queries.named_people(dataset, today()).filter(alliance=alliance)
    return [NamedFacts(one.reference, str(one.person), one.purpose, one.ends_on, one.approver_label) for one in rows]


def is_named(scope: Scope, alliance: Alliance, dataset: Dataset) -> bool:
    """Whether the viewer may work with a dataset as far as its access list goes."""
    return not dataset.named_readers or scope.is_system or queries.is_named(scope, dataset, alliance, today())


def name_person(*, dataset: Dataset, alliance: Alliance, person: Person, purpose: str, ends_on: date, by: Acts) -> None:
    """Put somebody on the access list of a dataset."""
    lists.name_person(
        dataset=dataset, alliance=alliance, person=person, purpose=purpose, ends_on=ends_on, by=by, on=today()
    )


def end_naming(*, alliance: Alliance, dataset: Dataset, reference: UUID, reason: str, by: Acts) -> None:
    """Take somebody off the access list of a dataset."""
    held = queries.named_people(dataset, today()).filter(alliance=alliance, reference=reference).first()
    if held is None:
        raise DeskError("This person is not on the list any more.")
    lists.end_naming(named=held, reason=reason, by=by, on=today())


def table_asked(*, dataset: Dataset, of: str, by_fields: Sequence[str], by: Acts) -> str:
    """The name of the table by these fields; one that is not offered is refused, and the asking recorded."""
    return check_asked(dataset=dataset, of=of, by_fields=by_fields, by=by)


def tables_for(*, dataset: Dataset, slug: str, period: str, purpose: str, by: Acts) -> list[TableFacts]:
    """The protected tables of one kind and period that the viewer may see. Each look is logged with its purpose."""
    scope = scope_of_actor(by)
    action = Action.SEE_PRICES if slug == PRICES else Action.READ_RECORDS
    files = queries.files_seen(scope).filter(period=period)
    places = scope.places_for(action)
    if places is not None:
        files = files.filter(council__code__in=places)
    found = see_tables(files=files, dataset=dataset, slug=slug, purpose=purpose, by=by, on=today())
    return sorted((_table(one) for one in found), key=lambda one: one.council.label)


def _table(one: MadeTable) -> TableFacts:
    cells = {tuple(labels): tuple(values) for labels, values in one.cells}
    file = one.file
    return TableFacts(file.council, file.stretch, cells, one.withheld, file.simulated)


def _found(reference: UUID, by: Acts) -> RecordFile:
    file = queries.file_seen(scope_of_actor(by), reference)
    if file is None:
        raise DeskError("There is no such file among those you have to do with.")
    return file


def _facts(file: RecordFile, scope: Scope) -> FileFacts:
    lodger = str(file.lodged_by.reference) if file.lodged_by else None
    code = file.council.code
    is_live = FileState(file.state) in LIVE
    settles = file.state == FileState.LODGED and permissions.may_settle(scope, code)
    return FileFacts(
        reference=file.reference,
        dataset=DATASETS[file.dataset],
        alliance=file.alliance,
        council=file.council,
        period=file.stretch,
        rows=file.rows,
        lists=file.lists,
        state=file.state,
        awaits=AWAITS[FileState(file.state)],
        is_live=is_live,
        lodged_at=file.lodged_at,
        lodger=file.lodger_label,
        keep_until=file.keep_until,
        instruction=file.instruction,
        grounds=file.grounds,
        sha256=file.sha256,
        decided_at=file.decided_at,
        decider=file.decider_label,
        refused_because=file.refused_because,
        purged_at=file.purged_at,
        purged_because=file.purged_because,
        simulated=file.simulated,
        may_settle=settles and (lodger is None or lodger != scope.person_ref),
        may_purge=is_live and permissions.may_purge(scope, code),
    )
