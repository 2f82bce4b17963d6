"""Projects that supply data: through the register's gate, whole files or none, and the record of each delivery."""

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from riia.alliance.access.scope import Scope
from riia.alliance.agreements.models import (
    DataProject,
    Dataset,
    DeliveredValue,
    Delivery,
    ProjectSupply,
    RegisterItem,
)
from riia.alliance.agreements.queries import projects as queries
from riia.alliance.agreements.queries.inventory import planned
from riia.alliance.agreements.register_errors import RegisterChangeError
from riia.alliance.agreements.services.inventory_plan import set_deadline
from riia.alliance.agreements.services.projects import (
    DeliveryRefused,
    ProjectText,
    Received,
    enter_project,
    note_use,
    receive,
    supply,
)
from riia.alliance.agreements.services.register import Decided, decide_item
from riia.alliance.agreements.services.register_entering import enter_dataset
from riia.alliance.agreements.services.register_lines import ItemText
from riia.alliance.agreements.states import VersionState
from riia.alliance.agreements.states_register import ItemStatus
from riia.alliance.audit.models import Entry
from tests.alliance.agreements.register_world import (
    AGGREGATED,
    BEGINS,
    BRISTOL,
    BY,
    EAST_MIDLANDS,
    SOUTH_WEST,
    TODAY,
    alliance,
    enter,
    item,
    make_alliance,
    make_register,
    make_version,
    on_a_monday,
    people,
    signed_in,
    text_of,
    version,
)
from tests.alliance.agreements.test_inventory_pages import days, words_of

__all__ = ["alliance", "on_a_monday", "people", "signed_in", "version"]
FILE = b"council,indicator,period,value\r\n831,cla-current,2026-27Q2,612\r\n856,cla-current,2026-27Q2,c\r\n"
MORE = FILE + b"831,care-leavers,2026-27Q2,\r\n"
PAGE = f"/registers/{EAST_MIDLANDS}/projects/"


@pytest.fixture
def project(version) -> DataProject:
    """Supplies children looked after, which may be collected, and care leavers, which is under review."""
    dataset = enter_dataset(version=version, text=text_of(8, "Fostering"), by=BY)
    enter(dataset, ("fostering-cla", ItemText("Children, as counted by Fostering", AGGREGATED), ItemStatus.ACTIVE),
          ("fostering-leavers", ItemText("Leavers", AGGREGATED), ItemStatus.UNDER_REVIEW))  # fmt: skip
    made = enter_project(alliance=version.agreement.alliance, text=ProjectText("Fostering", "The partnership"), by=BY)
    supply(project=made, item=item("fostering-cla"), indicator="cla-current", since=BEGINS,
           differences="On the last Friday.", by=BY)  # fmt: skip
    supply(project=made, item=item("fostering-leavers"), indicator="care-leavers", since=BEGINS, by=BY)
    return made


def take(
    project: DataProject, content: bytes = FILE, name: str = "fostering.csv", by: Any = BY, **more: Any
) -> Delivery:
    facts = {"on": TODAY - dt.timedelta(days=3)} | more
    return receive(project=project, received=Received(name, content, **facts), by=by)


def test_a_delivery_is_kept_with_its_file_hash_and_figures(project, people) -> None:
    made = take(project, use="Compared", by=people.analyst)
    assert made.sha256 == hashlib.sha256(FILE).hexdigest()
    assert made.recorder_label.startswith("Analyst")
    assert list(made.values.values_list("council__code", "supply__indicator", "period", "value", "line")) == [
        ("831", "cla-current", "2026-27Q2", "612", 2), ("856", "cla-current", "2026-27Q2", "[c]", 3)
    ]  # fmt: skip
    entry = Entry.objects.filter(action="agreements.receive").latest("id")
    assert (entry.details["sha256"], entry.details["figures"]) == (made.sha256, 2)
    assert "612" not in str(entry.details), "figures do not stand in the trail"
    assert note_use(delivery=made, use="Asked about Leicester", by=people.coordinator).use == "Asked about Leicester"
    with pytest.raises(RegisterChangeError, match="recorded already, as fostering"):
        take(project, name="again.csv")


def test_what_is_not_active_is_not_taken(project) -> None:
    with pytest.raises(DeliveryRefused) as refused:
        take(project, MORE)
    (one,) = refused.value.refusals
    assert one.told.startswith("Line 4 is of an item that may not be collected. “Leavers”")
    assert "under review" in one.told
    assert not Delivery.objects.exists()
    decided = Decided("Directors, 4", TODAY, TODAY, "Agreed")
    decide_item(item=item("fostering-leavers"), status=ItemStatus.ACTIVE, decided=decided, by=BY)
    with pytest.raises(DeliveryRefused, match="under review"):
        take(project, MORE)  # received three days ago, when it was not active yet
    assert take(project, MORE, on=TODAY).values.count() == 3


def test_a_file_is_taken_whole_or_not_at_all(project) -> None:
    with pytest.raises(DeliveryRefused, match="Line 4 names a council that is not known"):
        take(project, FILE + b"Atlantis,cla-current,2026-27Q2,1\r\n")
    with pytest.raises(RegisterChangeError, match="in the future"):
        take(project, on=TODAY + dt.timedelta(days=1))
    assert not Delivery.objects.exists()
    assert not DeliveredValue.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\temp\\a.csv", "a.csv"),
        ("../../etc/passwd", "passwd"),
        ("\x00\u202e", "unnamed.csv"),
        ("x" * 400 + ".csv", "x" * 150),
    ],
)
def test_a_file_name_is_only_a_name(project, given: str, kept: str) -> None:
    assert take(project, name=given).file_name == kept


def test_what_a_project_may_supply(project, alliance) -> None:
    dataset = Dataset.objects.get(number=8)
    enter(dataset, ("fostering-more", ItemText("More", AGGREGATED), ItemStatus.ACTIVE))
    other = make_alliance(SOUTH_WEST, "South West", {BRISTOL: "Bristol"})
    foreign = enter_project(alliance=other, text=ProjectText("Elsewhere", "Somebody"), by=BY)
    for facts, says in (
        ({"item": item("referrals")}, "the councils return themselves"),
        ({"item": item("fostering-cla")}, "supplied already"),
        ({"item": item("fostering-more"), "indicator": "cla-current"}, "supplies that indicator already"),
        ({"item": item("fostering-more"), "indicator": "nonsense"}, "not a core indicator"),
        ({"item": item("fostering-more"), "project": foreign}, "another alliance"),
    ):
        with pytest.raises(RegisterChangeError, match=says):
            supply(**{"project": project, "since": BEGINS, "by": BY} | facts)
    supply(project=project, item=item("fostering-more"), since=BEGINS, by=BY)
    with pytest.raises(RegisterChangeError, match="already has the project"):
        enter_project(alliance=alliance, text=ProjectText("Fostering", "x"), by=BY)
    text = ProjectText("New", "x", starts_on=TODAY, ends_on=BEGINS)
    with pytest.raises(RegisterChangeError, match="before its first"):
        enter_project(alliance=alliance, text=text, by=BY)


def verbs(project: DataProject, delivery: Delivery, by: Any) -> list[Any]:
    return [
        lambda: enter_project(alliance=project.alliance, text=ProjectText("Another", "x"), by=by),
        lambda: supply(project=project, item=item("dental"), since=BEGINS, by=by),
        lambda: take(project, FILE + b"\r\n", by=by),
        lambda: note_use(delivery=delivery, use="x", by=by),
    ]


def stands() -> tuple[Any, ...]:
    return tuple(list(model.objects.order_by("pk").values()) for model in
                 (DataProject, ProjectSupply, Delivery, DeliveredValue))  # fmt: skip


@pytest.mark.parametrize("who", ["derby", "derby_dcs", "chair", "dfe", "supplier"])
def test_only_the_region_keeps_projects(project, people, who: str) -> None:
    made = take(project)
    before = stands()
    for step in verbs(project, made, getattr(people, who)):
        with pytest.raises(PermissionDenied):
            step()
    assert stands() == before


def test_when_the_trail_fails_nothing_has_changed(project, monkeypatch) -> None:
    made = take(project)
    before = stands()

    def refuse(**_: object) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr("riia.alliance.agreements.services.projects.record", refuse)
    for step in verbs(project, made, BY):
        with pytest.raises(RuntimeError):
            step()
        assert stands() == before


def test_the_page_of_an_item_says_who_also_supplies_it(project, people, signed_in) -> None:
    enter(Dataset.objects.get(number=1), ("cla-current", ItemText("Children looked after", AGGREGATED),
                                          ItemStatus.ACTIVE),
          ("care-leavers", ItemText("Care leavers", AGGREGATED), ItemStatus.ACTIVE))  # fmt: skip
    browser = signed_in(people.derby)
    said = words_of(browser.get(f"/registers/items/{item('cla-current').reference}/"))
    assert "This indicator is also supplied by Fostering , since 1 September 2022. On the last Friday." in said
    said = words_of(browser.get(f"/registers/items/{item('care-leavers').reference}/"))
    assert "Not collected or shown now: it is under review" in said
    said = words_of(browser.get(f"/registers/items/{item('fostering-cla').reference}/"))
    assert "Supplied by Fostering , since 1 September 2022, as figures of “Children looked after on the day”" in said


def test_a_later_version_of_the_agreement_has_the_projects_item_too(project, version, alliance) -> None:
    set_deadline(dataset=Dataset.objects.get(number=8), period="Autumn", due_on=TODAY, source="8.1", by=BY)
    version.state = VersionState.SUPERSEDED
    version.save()
    new = make_version(alliance, number=2, label="2024-26", replaces=version)
    dataset = enter_dataset(version=new, text=text_of(8, "Fostering"), by=BY)
    enter(dataset, ("fostering-cla", ItemText("Children, anew", AGGREGATED), ItemStatus.ACTIVE))
    entries = queries.supplied_entries(alliance, TODAY)
    first = project.supplies.get(indicator="cla-current")
    assert entries[first.item_id].title == "Children, anew"
    assert queries.supply_of(RegisterItem.objects.get(dataset=dataset)) == first
    assert take(project).values.count() == 2
    ((_, deadlines),) = planned(Scope.system(), alliance, TODAY)
    assert [each.period for each in deadlines] == ["Autumn"]


def test_projects_in_the_browser(project, people, signed_in) -> None:
    browser = signed_in(people.analyst)
    said = words_of(browser.get(PAGE))
    assert "1 project also supplies 2 core indicators" in said
    assert "1 item not active" in said
    assert "none yet" in said
    one = f"/registers/projects/{project.reference}/"
    assert "None is recorded" in words_of(browser.get(one))
    when = days("received_on", TODAY)
    bad = SimpleUploadedFile("bad.csv", FILE + b"<script>alert(1)</script>,cla-current,2026-27Q2,1\r\n")
    said = words_of(browser.post(f"{one}receive/", {"file": bad, **when}))
    assert "The file is not taken and nothing was saved" in said
    assert "Line 4 names a council that is not known" in said
    response = browser.post(f"{one}receive/", {"file": SimpleUploadedFile("bad.csv", FILE + b"<b>,x,y,z\r\n"), **when})
    assert "<b>" not in response.content.decode()
    assert "Choose the file" in words_of(browser.post(f"{one}receive/", when))
    large = SimpleUploadedFile("large.csv", b"x" * (1024 * 1024 + 1))
    assert "larger than 1024 KB" in words_of(browser.post(f"{one}receive/", {"file": large, **when}))
    browser.post(f"{one}receive/", {"file": SimpleUploadedFile("good.csv", FILE), **when})
    said = words_of(browser.get(one))
    assert "2 figures are taken from good.csv" in said
    assert hashlib.sha256(FILE).hexdigest() in said
    assert "by Analyst" in said
    assert "612" not in said, "figures are shown beside the returns only"
    delivery = Delivery.objects.get()
    browser.post(f"/registers/deliveries/{delivery.reference}/use/", {"use": "Compared"})
    assert "Compared" in words_of(browser.get(one))
    assert "23 November 2026 for" in words_of(browser.get(PAGE))


def test_a_project_is_entered_from_its_page(version, people, signed_in) -> None:
    browser = signed_in(people.coordinator)
    assert "No project supplies data yet" in words_of(browser.get(PAGE))
    one = browser.post(f"{PAGE}new/", {"title": "Graduating Care", "run_by": "The network"}).headers["Location"]
    form = words_of(browser.get(f"{one}supply/"))
    assert "Referrals to social care" not in form, "what councils return themselves is not on offer"
    typed = {"item": str(item("dental").pk), "indicator": "care-leavers", **days("since", BEGINS)}
    browser.post(f"{one}supply/", typed)
    assert "may not be collected or shown" in words_of(browser.get(one))


@pytest.mark.parametrize(
    ("who", "reads", "keeps"), [("derby", 200, 403), ("dfe", 403, 403), ("bristol", 404, 404), ("supplier", 403, 403)]
)
def test_who_reads_and_who_keeps(project, people, signed_in, who, reads, keeps) -> None:
    make_register(make_alliance(SOUTH_WEST, "South West", {BRISTOL: "Bristol"}))
    made = take(project)
    browser = signed_in(getattr(people, who))
    one = f"/registers/projects/{project.reference}/"
    for page in (PAGE, one):
        assert browser.get(page).status_code == reads, page
    for page in (f"{PAGE}new/", f"{one}supply/", f"{one}receive/", f"/registers/deliveries/{made.reference}/use/"):
        assert browser.get(page).status_code == browser.post(page, {}).status_code == keeps, page
