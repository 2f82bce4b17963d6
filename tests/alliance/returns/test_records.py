"""The door to custody and its pages: lodging, refusals that repeat nothing, deciding, tables for a purpose, lists."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from riia.alliance.access.models import Person
from riia.alliance.agreements.models import AgreementVersion, NoticeAcceptance
from riia.alliance.agreements.services.instructions import accept_notice
from riia.alliance.audit.models import Entry
from riia.alliance.custody.models import NamedPerson, ReadLog, RecordContent, RecordFile, RecordWindow
from riia.alliance.places.models import Alliance
from riia.alliance.returns.presenters.records import periods_for
from riia.alliance.returns.services import records
from riia.indicators.model import Period
from riia.indicators.records import SCHOOL_MOVES, SEND_PLACEMENTS, RecordsRefused
from tests.alliance.custody import world
from tests.alliance.custody.world import COMMISSIONER, QUARTER, TERM, add_records_to
from tests.alliance.returns.conftest import DERBY, Make, People
from tests.indicators.records.made import as_csv, as_workbook, moves, placements

pytestmark = pytest.mark.django_db
type In = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _world(live: Callable[..., None], register: AgreementVersion, alliance: Alliance) -> None:
    live(world.ON)
    add_records_to(register)


@pytest.fixture
def at_desk(signed_in: In) -> In:
    """Signed in, and the notice is accepted."""

    def as_person(person: Person) -> Client:
        accept_notice(person=person)
        return signed_in(person)

    return as_person


def lodge(path: Path, by: Person, dataset=SEND_PLACEMENTS, period: Period = QUARTER):
    return records.lodge_files(files=[(path, path.name)], dataset=dataset, council=world.derby(), period=period, by=by)


def good(tmp_path: Path, count: int = 30) -> Path:
    rows = placements(count)
    for at, row in enumerate(rows):
        row |= {"provider_urn": str(100_000 + at % 5), "placement_type": "DAY" if at % 3 else "TERM"}
    return as_csv(tmp_path / "placements.csv", rows)


def posted(path: Path, **more: str) -> dict[str, object]:
    return {
        "council": DERBY,
        "period": QUARTER.code,
        "files": [SimpleUploadedFile(path.name, path.read_bytes())],
    } | more


def test_a_file_is_lodged_by_hand(tmp_path: Path, people: People, at_desk: In) -> None:
    client = at_desk(people.derby)
    address = reverse("returns:records_lodge", args=["send-placements"])
    assert "price_per_week" in client.get(address).content.decode()
    response = client.post(address, posted(good(tmp_path)), follow=True)
    page = response.content.decode()
    assert "30 records are lodged" in page
    assert "It waits for the processor" in page
    assert "written instruction 7" in page
    assert RecordFile.objects.get().lodged_by == people.derby


def test_what_names_somebody_is_refused_and_nowhere_repeated(tmp_path: Path, people: People, at_desk: In) -> None:
    rows = placements(2)
    rows[1]["provider"] = "Emily Qarterson"
    path = as_csv(tmp_path / "Emily Qarterson.csv", rows)
    response = at_desk(people.derby).post(reverse("returns:records_lodge", args=["send-placements"]), posted(path))
    page = response.content.decode()
    assert response.status_code == 200
    assert "looks as if it named somebody" in page
    assert "column provider, line 3" in page
    assert "Qarterson" not in page
    assert not RecordFile.objects.exists()
    entry = Entry.objects.get(action="returns.refuse_records")
    assert entry.details == {"found": {"the name of a person": 2}, "looked_identifying": True}
    assert "Qarterson" not in str(list(Entry.objects.values()))


def test_a_file_that_may_not_come_is_not_even_read(tmp_path: Path, people: People) -> None:
    bad = as_csv(tmp_path / "x.csv", placements(1, provider="Emily Qarterson"))
    with pytest.raises(Exception, match="Your role does not let you"):
        lodge(bad, people.analyst)
    with pytest.raises(RecordsRefused):
        lodge(bad, people.derby)
    assert Entry.objects.filter(action="returns.refuse_records").count() == 1


def test_the_desk_accepts_and_a_commissioner_sees_prices(
    tmp_path: Path, people: People, at_desk: In, make: Make
) -> None:
    file = lodge(good(tmp_path), people.derby)
    address = reverse("returns:records_file", args=[file.reference])
    assert "Accept this file" not in at_desk(people.derby).get(address).content.decode()
    page = at_desk(people.analyst).post(address, {"step": "accept"}, follow=True).content.decode()
    assert "protected tables are made" in page
    assert "read all records" in page
    asked = {"table": "prices", "period": QUARTER.code, "purpose": "audit"}
    tables = reverse("returns:records_tables", args=["send-placements"])
    seen = at_desk(make("Farah", *COMMISSIONER)).get(tables, asked).content.decode()
    assert "48,750" in seen
    assert "£" in seen
    seen = at_desk(people.derby).get(tables, asked).content.decode()
    assert "48,750" not in seen
    assert "Choose a table from the list" in seen
    assert [one.reader_label for one in ReadLog.objects.all()] == ["Farah", "Grace"]


def test_tables_need_a_purpose_and_say_what_is_hidden(tmp_path: Path, people: People, at_desk: In) -> None:
    file = lodge(good(tmp_path), people.derby)
    records.accept_file(reference=file.reference, by=people.analyst)
    client = at_desk(people.derby)
    tables = reverse("returns:records_tables", args=["send-placements"])
    asked = {"table": "type-sector", "period": QUARTER.code}
    assert "Choose what you look at it for" in client.get(tables, asked).content.decode()
    assert ReadLog.objects.count() == 1
    page = client.get(tables, asked | {"purpose": "audit"}).content.decode()
    assert "Independent special school" in page
    assert "Counts from 1 to 5 are hidden" in page
    assert ReadLog.objects.count() == 2
    assert "d4-2025-26" not in page


def test_a_cell_of_more_fields_is_refused(tmp_path: Path, people: People, at_desk: In) -> None:
    file = lodge(good(tmp_path), people.derby)
    records.accept_file(reference=file.reference, by=people.analyst)
    client = at_desk(people.derby)
    tables = reverse("returns:records_tables", args=["send-placements"])
    asked = {"period": QUARTER.code, "purpose": "audit"}
    page = client.get(tables, asked | {"by": ["sector", "age_band", "primary_need"]}).content.decode()
    assert "at most 2 fields" in page
    page = client.get(tables, asked | {"by": ["sector", "reason"]}).content.decode()
    assert "not linked with each other" in page
    assert Entry.objects.filter(action="custody.refuse_table").count() == 2
    page = client.get(tables, asked | {"by": ["sector", "placement_type"]}, follow=True).content.decode()
    assert "Kind of placement by sector" in page


def test_destroying_a_file(tmp_path: Path, people: People, at_desk: In) -> None:
    file = lodge(good(tmp_path), people.derby)
    client, address = at_desk(people.derby), reverse("returns:records_file", args=[file.reference])
    assert "Say why the records are destroyed" in client.post(address, {"step": "purge"}).content.decode()
    page = client.post(address, {"step": "purge", "purge-reason": "given in error"}, follow=True).content.decode()
    assert "given in error" in page
    assert file.sha256 in page
    assert not RecordContent.objects.exists()
    assert "Destroy the records</h2>" not in page


def test_refusing_a_file(tmp_path: Path, people: People, at_desk: In) -> None:
    file = lodge(good(tmp_path), people.derby)
    address = reverse("returns:records_file", args=[file.reference])
    sent = {"step": "refuse", "refuse-reason": "the quarter is not over"}
    assert "the quarter is not over" in at_desk(people.performance).post(address, sent, follow=True).content.decode()
    assert not RecordContent.objects.exists()


def test_the_pages_say_which_file_stands(tmp_path: Path, people: People, at_desk: In) -> None:
    def page(of: UUID) -> str:
        return client.get(reverse("returns:records_file", args=[of])).content.decode()

    client = at_desk(people.analyst)
    first = lodge(good(tmp_path), people.derby).reference
    assert "accepted before" not in page(first)
    records.accept_file(reference=first, by=people.analyst)
    assert "A <a" not in page(first)
    second = lodge(good(tmp_path, 31), people.derby).reference
    assert "later file</a> waits. This one stands" in page(first)
    assert str(second) in page(first)
    assert "file accepted before</a> stands, with its tables, until this one is accepted" in page(second)
    assert str(first) in page(second)
    records.accept_file(reference=second, by=people.analyst)
    assert "replaced by a later file" in page(first)
    assert "accepted before" not in page(second)
    words = at_desk(people.derby).get(reverse("returns:records_lodge", args=["send-placements"])).content.decode()
    assert "until the new one is accepted" in words


def test_a_workbook_saved_again_by_its_author_is_lodged(tmp_path: Path, people: People) -> None:
    path = tmp_path / "placements.xlsx"
    book = as_workbook(path, {"Placements": placements(30)})
    book.properties.creator, book.properties.lastModifiedBy = "Emily Qarterson", "e.qarterson@derby.example"
    book.save(path)
    file = lodge(path, people.derby)
    assert file.rows == 30
    kept = str(list(RecordFile.objects.values())) + str(list(Entry.objects.values()))
    assert "qarterson" not in kept.casefold()


def test_windows_and_named_persons(tmp_path: Path, people: People, at_desk: In) -> None:
    lodging = reverse("returns:records_lodge", args=["school-exclusions"])
    assert "No window is open" in at_desk(people.derby).get(lodging).content.decode()
    client, address = at_desk(people.coordinator), reverse("returns:records_access", args=["school-exclusions"])
    window = {"window-period": TERM.code}
    for name, day in (("opens_on", dt.date(2026, 1, 5)), ("closes_on", dt.date(2026, 1, 30))):
        window |= {f"window-{name}-day": day.day, f"window-{name}-month": day.month, f"window-{name}-year": day.year}
    assert "The window is set" in client.post(address, {"step": "window"} | window, follow=True).content.decode()
    named = {"name-person": str(people.derby.reference), "name-purpose": "lodges the lists"}
    named |= {"name-ends_on-day": 1, "name-ends_on-month": 7, "name-ends_on-year": 2026}
    assert "is on the access list" in client.post(address, {"step": "name"} | named, follow=True).content.decode()
    assert RecordWindow.objects.count() == NamedPerson.objects.count() == 1
    row = NamedPerson.objects.get()
    sent = {"step": "end", "end-named": str(row.reference), "end-reason": "has left"}
    assert "Access has ended" in client.post(address, sent, follow=True).content.decode()


def test_dataset_5_through_its_door(tmp_path: Path, people: People, alliance: Alliance, at_desk: In) -> None:
    world.window(alliance)
    as_workbook(tmp_path / "lists.xlsx", moves())
    with pytest.raises(Exception, match="named persons"):
        lodge(tmp_path / "lists.xlsx", people.derby, SCHOOL_MOVES, TERM)
    for person in (people.derby, people.analyst):
        world.name(alliance, person)
    sent = posted(tmp_path / "lists.xlsx", period=TERM.code)
    page = (
        at_desk(people.derby)
        .post(reverse("returns:records_lodge", args=["school-exclusions"]), sent, follow=True)
        .content.decode()
    )
    assert "3 records are lodged" in page
    file = records.files_of(records.scope_of_actor(people.derby))[0]
    records.accept_file(reference=file.reference, by=people.analyst)
    client = at_desk(people.derby)
    tables = reverse("returns:records_tables", args=["school-exclusions"])
    asked = {"table": "leavers-to", "period": TERM.code, "purpose": "audit"}
    assert "Home education" in client.get(tables, asked).content.decode()


def test_the_notice_comes_first(people: People, signed_in: In) -> None:
    client = signed_in(people.derby)
    NoticeAcceptance.objects.all().delete()
    response = client.get(reverse("returns:records_tables", args=["send-placements"]))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("agreements:notice"))


def test_nobody_else_finds_a_file(tmp_path: Path, people: People, at_desk: In) -> None:
    file = lodge(good(tmp_path), people.derby)
    for other in (people.bristol, people.leicester):
        assert at_desk(other).get(reverse("returns:records_file", args=[file.reference])).status_code == 404
    assert at_desk(people.dfe).get(reverse("returns:records")).status_code == 403


def test_the_periods_that_files_may_be_for() -> None:
    assert [one.code for one in periods_for(SEND_PLACEMENTS, world.ON)][:2] == ["2025-26Q4", "2025-26Q3"]
    assert [one.code for one in periods_for(SCHOOL_MOVES, world.ON)][:2] == ["AY2025-26T2", "AY2025-26T1"]


def test_time_over(tmp_path: Path, people: People, live: Callable[..., None]) -> None:
    lodge(good(tmp_path), people.derby)
    assert records.purge_due(by=world.BY) == 0
    live(dt.date(2029, 1, 16))
    assert records.purge_due(by=world.BY) == 1
