"""Taking a file of records in, accepting or refusing it, and destroying it."""

from datetime import date

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.access.scope import Scope
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.custody import permissions, policies, queries, sealing
from riia.alliance.custody.errors import CustodyError, NoKey, NotYourRecords, Tampered
from riia.alliance.custody.grounds import Basis, basis_to_collect
from riia.alliance.custody.models import MadeTable, ReadLog, RecordContent, RecordFile
from riia.alliance.custody.states import FileState
from riia.alliance.places.models import Alliance, Place
from riia.indicators.model import Period
from riia.indicators.records import Dataset, Records, from_bytes
from riia.indicators.records.tables import tables_of

OVER = "the time it is kept for is over"
REPLACED = "replaced by a later file of the same council and period"
OVERTAKEN = "a later file of the same council and period came before this one was decided on"


def check_may_lodge(
    *, dataset: Dataset, alliance: Alliance, council: Place, period: Period, by: Acts, on: date
) -> Basis:
    """Whether a file may come, before anything of it is read. Gives the grounds; raises CustodyError."""
    scope = scope_of_actor(by)
    permissions.check_may(scope, Action.LODGE_RECORDS, council.code)
    permissions.check_named(dataset, scope, is_named=queries.is_named(scope, dataset, alliance, on))
    policies.check_period(dataset, period, on)
    policies.check_window(dataset, queries.window_of(alliance, dataset, period.code), on)
    if not sealing.can_seal():
        raise NoKey(
            "This installation has no key for records, so none can be taken. Whoever runs it sets RECORDS_KEY "
            "(docs/running.md)."
        )
    return basis_to_collect(alliance, dataset, on)


@transaction.atomic
def lodge(
    *, records: Records, alliance: Alliance, council: Place, period: Period, by: Acts, on: date, simulated: bool = False
) -> RecordFile:
    """Keep the records of a council for a period, sealed, until somebody decides on them.

    A file that waits already is replaced and destroyed: one waits at a time. A file that is accepted stands, with its
    tables, until this one is accepted.

    Raises CustodyError where the register, the window, the access list or the installation does not allow it, and where
    the records are another council's or year's.
    """
    dataset = records.dataset
    basis = check_may_lodge(dataset=dataset, alliance=alliance, council=council, period=period, by=by, on=on)
    if records.council != council.code or records.year != policies.span_of(period):
        raise CustodyError("These records are of another council or year. Choose the council and period they are of.")
    Place.objects.select_for_update().get(pk=council.pk)  # one file at a time
    raw = records.to_bytes()
    waiting = _live(dataset.key, council, period.code, FileState.LODGED)
    accepted = _live(dataset.key, council, period.code, FileState.ACCEPTED)
    policies.check_new(records.sha256, waiting.sha256 if waiting else "", accepted.sha256 if accepted else "")
    if waiting is not None:
        _destroy(waiting, FileState.PURGED, OVERTAKEN, by)
    file = RecordFile.objects.create(
        dataset=dataset.key,
        alliance=alliance,
        council=council,
        period=period.code,
        sha256=records.sha256,
        rows=records.rows,
        lists={name: len(rows) for name, rows in records.lists.items()},
        state=FileState.LODGED,
        lodged_by=by if isinstance(by, Person) else None,
        lodger_label=by.as_actor().label,
        keep_until=policies.keep_until(dataset, on, basis.keep_months),
        instruction=basis.instruction,
        grounds=basis.words,
        simulated=simulated,
    )
    RecordContent.objects.create(file=file, sealed=sealing.seal(raw))
    record(
        by=by,
        action="custody.lodge",
        target=file,
        summary=f"Lodged {file.audit_label}: {file.rows:,} records",
        details={
            "sha256": file.sha256,
            "lists": file.lists,
            "keep_until": file.keep_until,
            "instruction": file.instruction,
            "grounds": file.grounds,
            "replaced": str(waiting.reference) if waiting else "",
        },
    )
    return file


@transaction.atomic
def accept(*, file: RecordFile, by: Acts, on: date) -> RecordFile:
    """Accept a file: its tables are made and protected once, on the written instruction. The reading is logged.

    The file that was accepted before for the same council and period is replaced: its records are destroyed.
    """
    scope = scope_of_actor(by)
    file = _locked(file)
    _check_settles(file, scope, on)
    policies.check_move(file.state, FileState.ACCEPTED)
    basis = basis_to_collect(file.alliance, file.kind, on)
    found = _opened(file)
    purpose = f"to make its tables, on instruction {basis.instruction}"
    log(file=file, by=by, what="read all records", purpose=purpose, rows=found.rows, instruction=basis.instruction)
    for made in tables_of(found, queries.last_tables(file)):
        MadeTable.objects.create(
            file=file, slug=made.slug, with_prices=made.with_prices, cells=made.as_json(), withheld=made.withheld
        )
    before = _live(file.dataset, file.council, file.period, FileState.ACCEPTED)
    if before is not None:
        _destroy(before, FileState.PURGED, REPLACED, by)  # its tables stay unseen: the next ones are held against them
    _moved(file, FileState.ACCEPTED, by)
    record(
        by=by,
        action="custody.accept",
        target=file,
        summary=f"Accepted {file.audit_label} and made its tables",
        details={
            "rows": file.rows,
            "instruction": basis.instruction,
            "policy": "dfe-1-5",
            "replaced": str(before.reference) if before else "",
        },
    )
    return file


@transaction.atomic
def refuse(*, file: RecordFile, reason: str, by: Acts, on: date) -> RecordFile:
    """Refuse a file that should not be kept, and destroy its records at once. The fact stays, with the reason.

    A file accepted before for the same council and period stands as it did.
    """
    scope = scope_of_actor(by)
    file = _locked(file)
    _check_settles(file, scope, on)
    if not reason.strip():
        raise CustodyError("Say why the file is refused. The council reads it.")
    policies.check_move(file.state, FileState.REFUSED)
    file.refused_because = reason.strip()[:500]
    _destroy_content(file)
    _moved(file, FileState.REFUSED, by)
    record(
        by=by,
        action="custody.refuse",
        target=file,
        summary=f"Refused {file.audit_label}; its records are destroyed",
        reason=file.refused_because,
    )
    return file


@transaction.atomic
def purge(*, file: RecordFile, reason: str, by: Acts) -> RecordFile:
    """Destroy the records of a file and the tables made of them. The fact, the hash and the read log stay."""
    scope = scope_of_actor(by)
    file = _locked(file)
    if not scope.is_system and not permissions.may_purge(scope, file.council.code):
        raise NotYourRecords("The council itself or the regional coordinator destroys a file before its time.")
    if not reason.strip():
        raise CustodyError("Say why the records are destroyed now.")
    MadeTable.objects.filter(file=file).delete()
    return _destroy(file, FileState.PURGED, reason.strip(), by)


def purge_due(*, by: Acts, on: date) -> int:
    """Destroy every file whose time is over, and the tables of files replaced before. Gives how many files."""
    files = list(queries.due(on))
    for file in files:
        purge(file=file, reason=OVER, by=by)
    for file in queries.tables_due(on):
        _destroy_tables(file, by)
    return len(files)


@transaction.atomic
def _destroy_tables(file: RecordFile, by: Acts) -> None:
    """Remove tables that nobody is shown: they were kept to hold the next ones against, no longer than their file."""
    count, _ = MadeTable.objects.filter(file=file).delete()
    record(
        by=by,
        action="custody.purge_tables",
        target=file,
        summary=f"Destroyed the tables of {file.audit_label}, which was replaced before",
        details={"tables": count},
        reason=OVER,
    )


def log(*, file: RecordFile, by: Acts, what: str, purpose: str, rows: int, instruction: int | None = None) -> ReadLog:
    """Write one line of the read log."""
    actor = by.as_actor()
    line = ReadLog(
        file=file,
        reader_reference=actor.reference,
        reader_label=actor.label,
        what=what,
        purpose=policies.check_purpose(purpose),
        rows=rows,
        instruction=instruction,
    )
    line.save()
    return line


def _check_settles(file: RecordFile, scope: Scope, on: date) -> None:
    permissions.check_may_settle(scope, file.council.code)
    permissions.check_named(file.kind, scope, is_named=queries.is_named(scope, file.kind, file.alliance, on))
    lodger = str(file.lodged_by.reference) if file.lodged_by else None
    policies.check_not_same(scope.person_ref, [lodger])


def _opened(file: RecordFile) -> Records:
    found = from_bytes(sealing.unseal(bytes(file.content.sealed)))
    if found.sha256 != file.sha256:
        raise Tampered("The records are not what was lodged. Purge the file and ask the council for it again.")
    return found


def _locked(file: RecordFile) -> RecordFile:
    return _for_change().get(pk=file.pk)


def _live(dataset: str, council: Place, period: str, state: FileState) -> RecordFile | None:
    """The file of a council and period that waits, or that is accepted: at most one of each, locked for change."""
    return _for_change().filter(dataset=dataset, council=council, period=period, state=state).first()


def _for_change() -> QuerySet[RecordFile]:
    return RecordFile.objects.select_for_update(of=("self",)).select_related("alliance__region", "council", "lodged_by")


def _moved(file: RecordFile, then: FileState, by: Acts) -> None:
    from django.utils import timezone

    policies.check_move(file.state, then)
    file.state = then
    if then is FileState.PURGED:
        file.purged_at = timezone.now()
    else:
        file.decided_at, file.decider_label = timezone.now(), by.as_actor().label
    file.save()


def _destroy(file: RecordFile, then: FileState, reason: str, by: Acts) -> RecordFile:
    file.purged_because = reason[:300]
    _destroy_content(file)
    _moved(file, then, by)
    record(
        by=by,
        action="custody.purge",
        target=file,
        summary=f"Destroyed the records of {file.audit_label}",
        details={"sha256": file.sha256, "rows": file.rows},
        reason=file.purged_because,
    )
    return file


def _destroy_content(file: RecordFile) -> None:
    """Remove the sealed records so that the database does not keep their bytes either."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")  # freed pages are overwritten
    RecordContent.objects.filter(file=file).delete()
    transaction.on_commit(_forget)


def _forget() -> None:
    """Have the database drop what it still keeps of deleted rows: the write-ahead log, rows not yet vacuumed."""
    statement = {
        "sqlite": "PRAGMA wal_checkpoint(TRUNCATE)",
        "postgresql": f"VACUUM {connection.ops.quote_name(RecordContent._meta.db_table)}",
    }.get(connection.vendor)
    if statement is None or connection.in_atomic_block:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return  # another reader holds it: the database does it by itself later
