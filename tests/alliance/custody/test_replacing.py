"""A later file of the same council and period: what is accepted stands until another is accepted, one waits at most."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from riia.alliance.access.queries import scope_for
from riia.alliance.access.scope import Scope
from riia.alliance.agreements.models import AgreementVersion
from riia.alliance.audit.models import Entry
from riia.alliance.custody import queries
from riia.alliance.custody.errors import CustodyError
from riia.alliance.custody.models import MadeTable, RecordContent, RecordFile
from riia.alliance.custody.services import files as verbs
from riia.alliance.custody.services.files import accept, lodge, purge, refuse
from riia.alliance.custody.states import LIVE, FileState
from riia.alliance.places.models import Alliance
from tests.alliance.custody import world
from tests.alliance.custody.world import BY, ON, QUARTER
from tests.alliance.returns.conftest import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(records_register: AgreementVersion, alliance: Alliance) -> RecordFile:
    """An accepted file of thirty records."""
    return accept(file=later(alliance, 30), by=BY, on=ON)


def later(alliance: Alliance, count: int = 31) -> RecordFile:
    records = world.placements(count)
    return lodge(records=records, alliance=alliance, council=world.derby(), period=QUARTER, by=BY, on=ON)


def told(file: RecordFile) -> tuple[str, str, bool]:
    """Where a file stands, why it is gone, and whether its records are there."""
    file.refresh_from_db()
    return file.state, file.purged_because, RecordContent.objects.filter(file=file).exists()


STANDS = (FileState.ACCEPTED, "", True)


def shown() -> list[object]:
    """The tables that readers are shown."""
    return [(one.file_id, one.cells) for one in queries.tables_shown(RecordFile.objects.all(), "type-sector")]


def test_an_accepted_file_stands_while_another_waits(first: RecordFile, alliance: Alliance) -> None:
    before, tables = shown(), MadeTable.objects.count()
    second = later(alliance)
    assert told(first) == STANDS
    assert told(second) == (FileState.LODGED, "", True)
    assert shown() == before != []
    assert MadeTable.objects.count() == tables
    assert Entry.objects.filter(action="custody.purge").count() == 0


def test_the_accepted_file_is_replaced_when_the_later_one_is_accepted(first: RecordFile, alliance: Alliance) -> None:
    second = accept(file=later(alliance), by=BY, on=ON)
    assert told(second) == STANDS
    assert told(first) == (FileState.PURGED, verbs.REPLACED, False)
    assert (first.rows, first.sha256) == (30, world.placements().sha256)
    assert [file for file, _ in shown()] == [second.pk]
    assert queries.last_tables(second)  # what was shown before still protects what is shown now
    entry = Entry.objects.get(action="custody.accept", target_reference=str(second.reference))
    assert entry.details["replaced"] == str(first.reference)


def test_tables_of_a_replaced_file_go_when_its_time_is_over(first: RecordFile, alliance: Alliance) -> None:
    second = accept(file=later(alliance), by=BY, on=ON)
    RecordFile.objects.filter(pk=second.pk).update(keep_until=first.keep_until + dt.timedelta(days=30))
    assert verbs.purge_due(by=BY, on=first.keep_until) == 0
    assert first.tables.exists()
    for _ in range(2):
        assert verbs.purge_due(by=BY, on=first.keep_until + dt.timedelta(days=1)) == 0
    assert not first.tables.exists()
    assert second.tables.exists()
    assert Entry.objects.get(action="custody.purge_tables").target_reference == str(first.reference)


def test_the_new_tables_are_held_against_those_replaced(
    first: RecordFile, alliance: Alliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = []
    made = verbs.tables_of
    monkeypatch.setattr(verbs, "tables_of", lambda found, last: held.append(last) or made(found, last))
    before = {one.slug: one.cells for one in first.tables.filter(with_prices=False) if one.cells}
    accept(file=later(alliance), by=BY, on=ON)
    assert held == [before]
    assert before


def test_a_refusal_destroys_the_later_file_alone(first: RecordFile, alliance: Alliance) -> None:
    before = shown()
    second = refuse(file=later(alliance), reason="half of it is missing", by=BY, on=ON)
    assert told(second) == (FileState.REFUSED, "", False)
    assert told(first) == STANDS
    assert shown() == before
    assert accept(file=later(alliance, 32), by=BY, on=ON).state == FileState.ACCEPTED


def test_a_second_lodging_replaces_the_one_that_waits_and_no_other(first: RecordFile, alliance: Alliance) -> None:
    second, third = later(alliance), later(alliance, 32)
    assert told(first) == STANDS
    assert told(second) == (FileState.PURGED, verbs.OVERTAKEN, False)
    assert told(third) == (FileState.LODGED, "", True)
    entry = Entry.objects.get(action="custody.lodge", target_reference=str(third.reference))
    assert entry.details["replaced"] == str(second.reference)


def test_either_may_be_destroyed_and_the_other_stays(first: RecordFile, alliance: Alliance) -> None:
    purge(file=later(alliance), reason="given in error", by=BY)
    assert told(first) == STANDS
    second = later(alliance, 32)
    purge(file=first, reason="asked for", by=BY)
    assert told(second) == (FileState.LODGED, "", True)
    assert accept(file=second, by=BY, on=ON).state == FileState.ACCEPTED


def test_the_same_records_are_not_taken_twice(first: RecordFile, alliance: Alliance) -> None:
    with pytest.raises(CustodyError, match="lodged already"):
        later(alliance, 30)
    second = later(alliance)
    with pytest.raises(CustodyError, match="lodged already"):
        later(alliance)
    with pytest.raises(CustodyError, match="destroy it on its page"):
        later(alliance, 30)
    assert (told(first), told(second)) == (STANDS, (FileState.LODGED, "", True))


@pytest.mark.parametrize("fails_at", ["custody.purge", "custody.accept"])
def test_when_the_trail_fails_the_accepted_file_stands(
    first: RecordFile, alliance: Alliance, monkeypatch: pytest.MonkeyPatch, fails_at: str
) -> None:
    second, before, keep = later(alliance), shown(), verbs.record

    def fails(**given: object) -> None:
        if given["action"] == fails_at:
            raise RuntimeError("the trail is full")
        keep(**given)

    monkeypatch.setattr(verbs, "record", fails)
    with pytest.raises(RuntimeError), transaction.atomic():
        accept(file=second, by=BY, on=ON)
    assert (told(first), told(second)) == (STANDS, (FileState.LODGED, "", True))
    assert shown() == before


@pytest.mark.parametrize("state", sorted(LIVE))
def test_the_database_keeps_one_file_in_each_state(first: RecordFile, alliance: Alliance, state: FileState) -> None:
    later(alliance)
    extra = RecordFile.objects.get(state=state)
    extra.pk, extra.reference = None, "6a1f3bd0-0c4c-4f0e-9b57-7d9a1f3f6f10"
    with pytest.raises(IntegrityError), transaction.atomic():
        extra.save(force_insert=True)


def test_each_knows_the_other(first: RecordFile, alliance: Alliance, people: People) -> None:
    assert queries.other_file(Scope.system(), first) is None
    second = later(alliance)
    assert queries.other_file(scope_for(people.derby), first) == second
    assert queries.other_file(scope_for(people.derby), second) == first
    assert queries.other_file(scope_for(people.leicester), second) is None
    gone = refuse(file=second, reason="x", by=BY, on=ON)
    assert queries.other_file(Scope.system(), gone) is None
