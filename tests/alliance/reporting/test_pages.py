"""Pages of reports: three clicks for the coordinator, one for a receipt, and text that stays text."""

import io
from dataclasses import replace

import docx
import pytest
from django.core import mail

from riia.alliance.reporting import making
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.blocks import Grid
from riia.alliance.reporting.models import Edition, Report
from riia.alliance.reporting.queries import preparing
from riia.alliance.reporting.queries.gathering import Gathered
from riia.alliance.reporting.states import EditionState
from tests.alliance.reporting.conftest import Q3
from tests.alliance.reporting.sample import NASTY, SAMPLE
from tests.alliance.reporting.test_files import bare

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Gathered]:
    """What the plan says, which tests can change."""
    held = {"now": Gathered(SAMPLE)}
    monkeypatch.setattr(preparing, "gather", lambda alliance, stretch, as_at: held["now"])
    return held


def key_in(page: str) -> str:
    return page.split('name="key" value="')[1].split('"')[0]


def text_of(page: bytes) -> str:
    """The words of a page in reading order."""
    from lxml import html

    return bare(html.fromstring(page).text_content())


def test_three_clicks_and_a_receipt(gathered, quarterly, people, signed_in, sent_at_once) -> None:
    client = signed_in(people.coordinator)
    home = client.get("/reports/").content.decode()
    address = f"/reports/register/{quarterly.reference}/{Q3}/"
    assert f'href="{address}"' in home
    assert "2 reports to prepare, 2 of them overdue" in home
    page = client.get(address).content.decode()
    assert "Missing: spending of CSC 5 Data." in page
    assert "checked" in page
    chosen = [f"dfe:{people.dfe.reference}", f"lga:{people.lga.reference}"]
    answer = client.post(address, {"key": key_in(page), "cover_note": f"Hello {NASTY}", "to": chosen})
    edition = Edition.objects.get()
    assert answer["Location"] == f"/reports/versions/{edition.reference}/"
    assert edition.state == EditionState.SENT
    assert len(mail.outbox) == 2
    for person, audience in ((people.dfe, "Department for Education"), (people.lga, "Local Government Association")):
        reader = signed_in(person)
        shown = reader.get(f"/reports/versions/{edition.reference}/").content.decode()
        assert "Confirm receipt" in shown
        assert audience in shown
        assert "Rosalind" not in shown
        assert "Confirm receipt" in reader.get("/").content.decode()
        reader.post(f"/reports/versions/{edition.reference}/receive/")
    edition.refresh_from_db()
    assert edition.state == EditionState.RECEIPTED
    assert edition.copies.filter(opened_at__isnull=False).count() == 2
    assert "Receipt confirmed by" in client.get("/reports/").content.decode()


def test_numbers_that_changed_since_the_preview_are_looked_at_again(gathered, quarterly, people, signed_in) -> None:
    client = signed_in(people.coordinator)
    address = f"/reports/register/{quarterly.reference}/{Q3}/"
    key = key_in(client.get(address).content.decode())
    gathered["now"] = Gathered(replace(SAMPLE, kpis=SAMPLE.kpis[:1]))
    answer = client.post(address, {"key": key, "freeze": "yes"})
    assert "Numbers have changed since you looked" in answer.content.decode()
    assert not Report.objects.exists()


def test_freeze_only_then_send_or_withdraw(gathered, quarterly, people, signed_in) -> None:
    client = signed_in(people.coordinator)
    address = f"/reports/register/{quarterly.reference}/{Q3}/"
    client.post(address, {"key": key_in(client.get(address).content.decode()), "freeze": "yes"})
    edition = Edition.objects.get()
    assert edition.state == EditionState.FROZEN
    report = f"/reports/{edition.report.reference}/"
    assert client.get(address)["Location"] == report
    nobody = client.post(report, {"to": []}).content.decode()
    assert "Choose somebody of Department for Education and Local Government Association" in nobody
    answer = client.post(report, {"to": [f"dfe:{people.dfe.reference}"], "name_lga": "A. Adviser"})
    assert answer.status_code == 302
    edition.refresh_from_db()
    assert edition.state == EditionState.SENT


def test_a_region_without_a_plan_is_told_what_to_do(gathered, quarterly, people, signed_in) -> None:
    gathered["now"] = Gathered(None, "South West has no delivery plan yet.")
    page = signed_in(people.coordinator).get(f"/reports/register/{quarterly.reference}/{Q3}/").content.decode()
    assert "cannot be prepared yet" in page
    assert "no delivery plan" in page


def test_the_page_has_every_cell_and_no_markup_of_anybody(sent, people, signed_in) -> None:
    page = signed_in(people.coordinator).get(f"/reports/versions/{sent.reference}/?for=office")
    words = text_of(page.content)
    grids = [one for one in making.made(sent, SAMPLE, Audience.OFFICE).report.blocks if isinstance(one, Grid)]
    cells = [cell for grid in grids for row in grid.rows for cell in row]
    assert len(cells) > 80
    assert [cell.text for cell in cells if bare(cell.text) not in words] == []
    assert b"<b>&amp; =HYPERLINK" not in page.content
    assert b"fingerprint" in page.content


def test_files_are_those_that_were_sent_in_the_reader_s_version_only(sent, people, signed_in) -> None:
    reader = signed_in(people.dfe)
    address = f"/reports/versions/{sent.reference}/file"
    assert reader.get(f"{address}/pdf/").content == b"%s" % bytes(sent.files.get(audience="dfe", form="pdf").data)
    assert reader.get(f"{address}/pdf/?for=lga").content == reader.get(f"{address}/pdf/").content
    assert reader.get(f"{address}/exe/").status_code == 404
    assert signed_in(people.chair).get(f"{address}/pdf/").status_code == 404
    name = reader.get(f"{address}/csv/")["Content-Disposition"]
    assert "simulated-south-west-quarterly-report" in name


def test_an_office_version_is_made_on_demand(frozen, people, signed_in) -> None:
    data = signed_in(people.coordinator).get(f"/reports/versions/{frozen.reference}/file/docx/?for=office").content
    words = [cell.text for table in docx.Document(io.BytesIO(data)).tables for row in table.rows for cell in row.cells]
    assert "4 of 40" in words


def test_a_correction_asks_why_and_says_so(gathered, sent, quarterly, people, signed_in) -> None:
    client = signed_in(people.coordinator)
    address = f"/reports/register/{quarterly.reference}/{Q3}/"
    page = client.get(address).content.decode()
    assert "What is corrected, and why?" in page
    given = {"key": key_in(page), "corrects_because": "One KPI was wrong",
             "to": [f"dfe:{people.dfe.reference}", f"lga:{people.lga.reference}"]}  # fmt: skip
    client.post(address, given)
    second = Edition.objects.get(number=2)
    old = client.get(f"/reports/versions/{sent.reference}/").content.decode()
    assert f"/reports/versions/{second.reference}/" in old
    assert "There is a later version" in old
    assert "One KPI was wrong" in signed_in(people.dfe).get(f"/reports/versions/{second.reference}/").content.decode()
    client = signed_in(people.coordinator)
    compared = client.get("/reports/compare/", {"before": sent.reference, "after": second.reference})
    assert "They say the same." in compared.content.decode()


def test_a_report_made_elsewhere_is_noted(alliance, people, signed_in) -> None:
    from riia.alliance.reporting.services.register import add_kind
    from tests.alliance.reporting.conftest import UPDATE

    kind = add_kind(alliance=alliance, line=UPDATE, by=people.coordinator)
    client = signed_in(people.coordinator)
    answer = client.post(
        f"/reports/register/{kind.reference}/asked/",
        {"about": "Learning", "asked_by": "CIB", "on-day": "5", "on-month": "1", "on-year": "2026"},
    )
    assert answer.status_code == 302, answer.content.decode()
    report = Report.objects.get()
    address = f"/reports/register/{kind.reference}/{report.period}/"
    assert "made elsewhere" in client.get(address).content.decode()
    given = {"on-day": "5", "on-month": "1", "on-year": "2026", "to": "CIB"}
    assert client.post(address, given)["Location"].startswith("/reports/versions/")


def test_the_register_is_kept_on_its_pages(alliance, people, signed_in) -> None:
    client = signed_in(people.coordinator)
    given = {"title": "Progress report", "audiences": ["dfe"], "made_from": "hand", "often": "quarter", "days": "5",
             "counting": "working day", "first_ends_on-day": "31", "first_ends_on-month": "3",
             "first_ends_on-year": "2026"}  # fmt: skip
    wrong = client.post("/reports/register/new/", given | {"first_ends_on-day": ""}).content.decode()
    assert "There is a problem" in wrong
    answer = client.post("/reports/register/new/", given)
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"]).content.decode()
    assert "Every quarter, within 5 working days after the end of the quarter" in page
    changed = client.post(answer["Location"] + "change/", given | {"title": "Another", "revision": "0"})
    assert changed.status_code == 302
    assert "Another" in client.get("/reports/register/").content.decode()
    assert signed_in(people.dfe).get(answer["Location"] + "change/").status_code in (403, 404)


@pytest.mark.parametrize("who", ["dfe", "chair", "bristol_dcs", "elsewhere", "auditor"])
def test_nobody_else_prepares(gathered, quarterly, people, signed_in, who: str) -> None:
    answer = signed_in(getattr(people, who)).get(f"/reports/register/{quarterly.reference}/{Q3}/")
    assert answer.status_code in (403, 404)


def test_lists_ask_the_database_a_few_things_only(sent, pack, people, signed_in, django_assert_max_num_queries) -> None:
    client = signed_in(people.coordinator)
    client.get("/reports/")
    with django_assert_max_num_queries(60):
        client.get("/reports/")
