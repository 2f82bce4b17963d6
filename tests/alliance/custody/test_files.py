"""Files of records: sealed, on an instruction, in a window, by named persons, logged, destroyed."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.access.scope import Scope
from riia.alliance.agreements.models import AgreementVersion, Dataset, Instruction, ItemLine
from riia.alliance.audit.errors import AppendOnly
from riia.alliance.audit.models import Entry
from riia.alliance.custody import queries, sealing
from riia.alliance.custody.errors import CustodyError, NoKey, NotYourRecords, Tampered
from riia.alliance.custody.models import MadeTable, ReadLog, RecordContent, RecordFile
from riia.alliance.custody.policies import keep_until
from riia.alliance.custody.services import files as verbs
from riia.alliance.custody.services.files import accept, lodge, purge, purge_due, refuse
from riia.alliance.custody.services.lists import end_naming, name_person, set_window
from riia.alliance.custody.services.reading import check_asked, see_tables
from riia.alliance.custody.states import AWAITS, FILE_TRANSITIONS, FileState
from riia.alliance.places.models import Alliance
from riia.indicators.records import SCHOOL_MOVES, SEND_PLACEMENTS
from riia.indicators.records.tables import PRICES
from tests.alliance.custody import world
from tests.alliance.custody.world import BY, COMMISSIONER, ON, PROCESSOR, QUARTER, SECRET, TERM
from tests.alliance.returns.conftest import DERBY, LEICESTER, Make, People

pytestmark = pytest.mark.django_db


def lodged(alliance: Alliance, by=BY, **more) -> RecordFile:
    records = more.pop("records", None) or world.placements()
    return lodge(records=records, alliance=alliance, council=world.derby(), period=QUARTER, by=by, on=ON, **more)


def database_bytes() -> bytes:
    """Everything the database keeps, free pages included (SQLite); every value of the table (PostgreSQL)."""
    if connection.vendor == "sqlite":
        return connection.connection.serialize()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM custody_recordcontent")
        return b"".join(bytes(row[0]) for row in cursor.fetchall())


def test_a_file_is_kept_sealed_and_its_fact_is_known(records_register: AgreementVersion, alliance: Alliance) -> None:
    file = lodged(alliance)
    assert (file.state, file.rows, file.instruction) == (FileState.LODGED, 30, 7)
    assert file.keep_until == dt.date(2029, 1, 15)
    assert file.sha256 == world.placements().sha256
    assert sealing.unseal(bytes(file.content.sealed)) == world.placements().to_bytes()
    assert SECRET.encode() not in database_bytes()
    assert "d4-2025-26-" not in str(list(Entry.objects.values()))


def test_a_purge_leaves_no_content(records_register: AgreementVersion, alliance: Alliance) -> None:
    file = lodged(alliance)
    accept(file=file, by=BY, on=ON)
    sealed = bytes(RecordContent.objects.get(file=file).sealed)
    assert sealed[200:260] in database_bytes()
    gone = purge(file=file, reason="asked for by the council", by=BY)
    assert (gone.state, gone.rows, gone.sha256) == (FileState.PURGED, 30, file.sha256)
    left = database_bytes()
    assert not any(sealed[at : at + 60] in left for at in range(0, len(sealed) - 60, 60))
    assert not RecordContent.objects.exists()
    assert not MadeTable.objects.exists()
    assert queries.reads_of(gone).count() == 1  # the log stays


def test_a_refused_file_has_no_content_either(records_register: AgreementVersion, alliance: Alliance) -> None:
    gone = refuse(file=lodged(alliance), reason="the wrong term", by=BY, on=ON)
    assert gone.state == FileState.REFUSED
    assert not RecordContent.objects.exists()
    with pytest.raises(CustodyError, match="Say why"):
        refuse(file=lodged(alliance), reason=" ", by=BY, on=ON)


def test_files_are_destroyed_when_their_time_is_over(records_register: AgreementVersion, alliance: Alliance) -> None:
    file = lodged(alliance)
    assert purge_due(by=BY, on=file.keep_until) == 0
    assert purge_due(by=BY, on=file.keep_until + dt.timedelta(days=1)) == 1
    assert not RecordContent.objects.exists()
    assert keep_until(SEND_PLACEMENTS, dt.date(2024, 2, 29), 12) == dt.date(2025, 2, 28)


def test_the_register_says_how_long(records_register: AgreementVersion, alliance: Alliance) -> None:
    Dataset.objects.filter(key="dataset-4").update(retention_months=6)
    assert lodged(alliance).keep_until == dt.date(2026, 7, 15)


@pytest.mark.parametrize("state", FileState)
@pytest.mark.parametrize("then", [FileState.ACCEPTED, FileState.REFUSED, FileState.PURGED])
def test_every_move(state: FileState, then: FileState, records_register: AgreementVersion, alliance: Alliance) -> None:
    file = lodged(alliance)
    {
        FileState.LODGED: lambda: None,
        FileState.ACCEPTED: lambda: accept(file=file, by=BY, on=ON),
        FileState.REFUSED: lambda: refuse(file=file, reason="x", by=BY, on=ON),
        FileState.PURGED: lambda: purge(file=file, reason="x", by=BY),
    }[state]()
    verb = {
        FileState.ACCEPTED: lambda: accept(file=file, by=BY, on=ON),
        FileState.REFUSED: lambda: refuse(file=file, reason="y", by=BY, on=ON),
        FileState.PURGED: lambda: purge(file=file, reason="y", by=BY),
    }[then]
    if then in FILE_TRANSITIONS[state]:
        assert verb().state == then
    else:
        with pytest.raises(CustodyError, match="can no longer be"):
            verb()
        assert RecordFile.objects.get().state == state


def test_every_state_has_an_owner_and_a_way_on() -> None:
    assert set(AWAITS) == set(FILE_TRANSITIONS) == set(FileState)


@pytest.mark.parametrize("verb", ["lodge", "accept", "refuse", "purge"])
def test_when_the_trail_fails_nothing_has_changed(
    verb: str, records_register: AgreementVersion, alliance: Alliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = None if verb == "lodge" else lodged(alliance)
    before = (RecordFile.objects.count(), RecordContent.objects.count(), ReadLog.objects.count())

    def fails(**_: object) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(verbs, "record", fails)
    act = {
        "lodge": lambda: lodged(alliance),
        "accept": lambda: accept(file=file, by=BY, on=ON),
        "refuse": lambda: refuse(file=file, reason="x", by=BY, on=ON),
        "purge": lambda: purge(file=file, reason="x", by=BY),
    }[verb]
    with pytest.raises(RuntimeError), transaction.atomic():
        act()
    assert (RecordFile.objects.count(), RecordContent.objects.count(), ReadLog.objects.count()) == before
    assert not RecordFile.objects.exclude(state=FileState.LODGED).exists()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda: ItemLine.objects.filter(item__key="records-4").delete(), "register"),
        (lambda: Instruction.objects.all().delete(), "No written instruction"),
    ],
)
def test_nothing_is_taken_that_the_register_does_not_name(
    records_register: AgreementVersion, alliance: Alliance, spoil: Callable[[], object], told: str
) -> None:
    spoil()
    with pytest.raises(CustodyError, match=told):
        lodged(alliance)


def test_nothing_is_taken_without_a_key(records_register: AgreementVersion, alliance: Alliance, settings) -> None:
    settings.RECORDS_KEY = ""
    with pytest.raises(NoKey, match="RECORDS_KEY"):
        lodged(alliance)
    assert not RecordFile.objects.exists()


def test_another_key_opens_nothing_and_an_earlier_one_does(
    records_register: AgreementVersion, alliance: Alliance, settings
) -> None:
    from cryptography.fernet import Fernet

    file = lodged(alliance)
    old, settings.RECORDS_KEY = settings.RECORDS_KEY, Fernet.generate_key().decode()
    with pytest.raises(NoKey, match="RECORDS_KEY_FALLBACKS"):
        accept(file=file, by=BY, on=ON)
    settings.RECORDS_KEY_FALLBACKS = [old]
    assert accept(file=file, by=BY, on=ON).state == FileState.ACCEPTED


def test_content_of_another_file_is_noticed(records_register: AgreementVersion, alliance: Alliance) -> None:
    file = lodged(alliance)
    RecordContent.objects.filter(file=file).update(sealed=sealing.seal(world.placements(29).to_bytes()))
    with pytest.raises(Tampered):
        accept(file=file, by=BY, on=ON)


def test_records_of_another_council_or_year_are_not_taken(
    records_register: AgreementVersion, alliance: Alliance
) -> None:
    with pytest.raises(CustodyError, match="another council or year"):
        lodged(alliance, records=world.placements(council=LEICESTER))


def test_only_the_council_lodges_and_somebody_else_settles(
    records_register: AgreementVersion, alliance: Alliance, people: People, make: Make
) -> None:
    for other in (people.leicester, people.derby_dcs, people.coordinator, people.bristol):
        with pytest.raises(NotYourRecords):
            lodged(alliance, by=other)
    file = lodged(alliance, by=people.derby)
    for other in (people.derby, people.derby_dcs, people.bristol, make("Farah", *COMMISSIONER)):
        with pytest.raises(NotYourRecords):
            accept(file=file, by=other, on=ON)
    assert accept(file=file, by=make("Pat", *PROCESSOR), on=ON).decider_label == "Pat"
    for other in (people.leicester, people.analyst):
        with pytest.raises(NotYourRecords):
            purge(file=file, reason="x", by=other)
    assert purge(file=file, reason="x", by=people.derby).state == FileState.PURGED


def test_dataset_5_needs_its_window_and_its_list(
    records_register: AgreementVersion, alliance: Alliance, people: People
) -> None:
    def lodge_moves(on: dt.date = ON) -> RecordFile:
        return lodge(
            records=world.moves(), alliance=alliance, council=world.derby(), period=TERM, by=people.derby, on=on
        )

    with pytest.raises(NotYourRecords, match="not on the list of named persons"):
        lodge_moves()
    world.name(alliance, people.derby)
    with pytest.raises(CustodyError, match="no window is open"):
        lodge_moves()
    world.window(alliance)
    for day in (dt.date(2026, 1, 4), dt.date(2026, 1, 31)):
        with pytest.raises(CustodyError, match="files for this period come from"):
            lodge_moves(day)
    file = lodge_moves()
    with pytest.raises(NotYourRecords, match="not on the list"):
        accept(file=file, by=people.analyst, on=ON)
    world.name(alliance, people.analyst)
    assert accept(file=file, by=people.analyst, on=ON).state == FileState.ACCEPTED
    with pytest.raises(CustodyError, match="for a financial quarter"):
        lodge(records=world.placements(), alliance=alliance, council=world.derby(), period=TERM, by=people.derby, on=ON)


def see(by: Person, slug: str = "type-sector", dataset=SEND_PLACEMENTS, purpose: str = "planning places"):
    scope = scope_for(by)
    return see_tables(files=queries.files_seen(scope), dataset=dataset, slug=slug, purpose=purpose, by=by, on=ON)


def test_every_look_at_a_table_is_logged(
    records_register: AgreementVersion, alliance: Alliance, people: People, make: Make
) -> None:
    file = accept(file=lodged(alliance), by=BY, on=ON)
    assert [one.file for one in see(people.derby)] == [file]
    assert [one.file for one in see(make("Farah", *COMMISSIONER), PRICES)] == [file]
    told = [(one.reader_label, one.what, one.purpose, one.rows) for one in queries.reads_of(file)]
    assert told == [
        ("Farah", f"saw the table {PRICES}", "planning places", 30),
        ("Priya", "saw the table type-sector", "planning places", 30),
        ("tests", "read all records", "to make its tables, on instruction 7", 30),
    ]
    with pytest.raises(CustodyError, match="Say what you read"):
        see(people.derby, purpose="  ")
    assert see(people.leicester) == []
    assert queries.reads_of(file).count() == 3


def test_prices_are_for_commissioners_alone(
    records_register: AgreementVersion, alliance: Alliance, people: People
) -> None:
    accept(file=lodged(alliance), by=BY, on=ON)
    for other in (people.derby, people.derby_dcs, people.analyst):
        with pytest.raises(NotYourRecords, match="see prices"):
            see(other, PRICES)
    assert queries.reads_of(RecordFile.objects.get()).count() == 1


def test_the_register_decides_who_is_shown(
    records_register: AgreementVersion, alliance: Alliance, people: People
) -> None:
    accept(file=lodged(alliance), by=BY, on=ON)
    ItemLine.objects.filter(item__key="records-4").update(audiences=["commissioners"])
    with pytest.raises(CustodyError, match="records-4"):
        see(people.analyst)
    assert see(people.derby)  # a council sees what it gave itself
    ItemLine.objects.filter(item__key="records-4").delete()
    with pytest.raises(CustodyError, match="register"):
        see(people.derby)


def test_tables_of_dataset_5_are_for_named_persons(
    records_register: AgreementVersion, alliance: Alliance, people: People
) -> None:
    world.window(alliance)
    file = lodge(records=world.moves(), alliance=alliance, council=world.derby(), period=TERM, by=BY, on=ON)
    accept(file=file, by=BY, on=ON)
    assert queries.file_seen(scope_for(people.derby_dcs), file.reference) is None
    world.name(alliance, people.derby_dcs)
    assert queries.file_seen(scope_for(people.derby_dcs), file.reference) == file
    (table,) = see(people.derby_dcs, "leavers-to", SCHOOL_MOVES)
    assert [["EHE"], [12]] in table.cells


def test_the_log_is_only_added_to(records_register: AgreementVersion, alliance: Alliance) -> None:
    accept(file=lodged(alliance), by=BY, on=ON)
    line = ReadLog.objects.get()
    line.purpose = "nothing"
    for change in (line.save, line.delete, ReadLog.objects.all().delete, lambda: ReadLog.objects.update(rows=0)):
        with pytest.raises(AppendOnly):
            change()


def test_a_table_that_is_not_offered_is_refused_and_recorded(
    records_register: AgreementVersion, people: People
) -> None:
    asked = {"dataset": SEND_PLACEMENTS, "of": "placements", "by": people.derby}
    assert check_asked(by_fields=["sector", "placement_type"], **asked) == "type-sector"
    for fields in (["sector", "age_band", "primary_need"], ["sector", "reason"], ["pseudonym"]):
        with pytest.raises(NotYourRecords):
            check_asked(by_fields=fields, **asked)
    assert Entry.objects.filter(action="custody.refuse_table").count() == 3


def test_the_access_list(records_register: AgreementVersion, alliance: Alliance, people: People, make: Make) -> None:
    def named(person: Person, by: Person = people.coordinator, purpose: str = "the dashboard", days: int = 90):
        return name_person(
            dataset=SCHOOL_MOVES, alliance=alliance, person=person, purpose=purpose,
            ends_on=ON + dt.timedelta(days=days), by=by, on=ON,
        )  # fmt: skip

    row = named(people.derby)
    assert queries.is_named(scope_for(people.derby), SCHOOL_MOVES, alliance, ON)
    for person, more, told in (
        (people.derby, {}, "on the list already"),
        (people.coordinator, {}, "Nobody puts themselves"),
        (people.derby_dcs, {"purpose": " "}, "Say what"),
        (people.derby_dcs, {"days": 400}, "within a year"),
        (people.dfe, {}, "no role that lodges or reads"),
    ):
        with pytest.raises(CustodyError, match=told):
            named(person, **more)
    with pytest.raises(NotYourRecords):
        named(people.derby_dcs, by=people.analyst)
    end_naming(named=row, reason="has left", by=people.coordinator, on=ON)
    assert not queries.is_named(scope_for(people.derby), SCHOOL_MOVES, alliance, ON)
    assert not queries.is_named(Scope.nobody(), SCHOOL_MOVES, alliance, ON)


def test_a_window_is_set_by_the_region(alliance: Alliance, people: People) -> None:
    asked = {"dataset": SCHOOL_MOVES, "alliance": alliance, "period": TERM}
    days = {"opens_on": dt.date(2026, 1, 5), "closes_on": dt.date(2026, 1, 30)}
    set_window(**asked, **days, by=people.coordinator)
    set_window(**asked, **(days | {"closes_on": dt.date(2026, 2, 6)}), by=people.performance)
    assert queries.window_of(alliance, SCHOOL_MOVES, TERM.code).closes_on == dt.date(2026, 2, 6)
    with pytest.raises(NotYourRecords):
        set_window(**asked, **days, by=people.derby)
    with pytest.raises(CustodyError, match="last day lies before"):
        set_window(**asked, opens_on=days["closes_on"], closes_on=days["opens_on"], by=people.coordinator)


def test_scopes_see_their_own_files(records_register: AgreementVersion, alliance: Alliance, people: People) -> None:
    file = lodged(alliance)
    seen = {name for name, person in people._asdict().items() if queries.file_seen(scope_for(person), file.reference)}
    assert seen == {"coordinator", "performance", "analyst", "derby", "derby_dcs"}
    assert queries.files_seen(Scope.nobody()).count() == 0
    assert file.council.code == DERBY
