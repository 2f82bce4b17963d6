"""The pages of releases: where figures come from, and loading files in the browser."""

import gzip
import re
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.roles import ROLES, Reach, Role
from riia.alliance.access.scope import Scope
from riia.alliance.audit.models import Entry
from riia.alliance.figures import presenters, provenance, queries, uploads
from riia.alliance.figures.models import Release, Value
from riia.alliance.kit.uploads import harmless
from tests.alliance.insight.conftest import loaded, person_with, sign_in
from tests.indicators.tidy_files import C1_NAME, c1_rows, c1_text, zipped

__all__ = ["loaded", "sign_in"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

LOADERS = [role for role in Role if Action.IMPORT_FIGURES in ROLES[role].actions]
C1_2025 = "/releases/e548b10b4e2d/"


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, f"{address} answered {response.status_code}"
    return words(response.content.decode())


def words(page: str) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def upload(content: str | bytes, name: str = C1_NAME) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def post(client: Client, *files: SimpleUploadedFile, source: str = "https://example.org/cin", follow: bool = False):
    return client.post("/releases/load/", {"files": list(files), "source": source}, follow=follow)


def counts() -> tuple[int, int, int]:
    return Release.objects.count(), Value.objects.count(), Entry.objects.filter(action="figures.import").count()


@pytest.fixture
def lead(sign_in) -> Client:
    return sign_in(Role.ADMINISTRATOR, None)


def listing(query: str, scope: Scope) -> presenters.Listing:
    return presenters.listing(queries.releases_of(scope), QueryDict(query))


def page_of(sha: str, scope: Scope) -> presenters.Page:
    found = provenance.find(scope, sha)
    assert found
    return presenters.page(found, provenance.differences(found.line))


# The list and one release


def test_the_list_shows_what_is_current_and_offers_the_rest(sign_in) -> None:
    client = sign_in()
    shown = text(client, "/releases/")
    assert "Children in need 2025: Referrals and re-referrals" in shown
    assert "Children in need 2024: Referrals and re-referrals" not in shown
    assert "Load a release" not in shown
    superseded = text(client, "/releases/?state=superseded")
    assert "Children in need 2024: Referrals and re-referrals" in superseded
    assert "Children in need 2025: Referrals and re-referrals" not in superseded
    everything = text(client, "/releases/?state=all")
    assert everything.count("Children in need 2024:") + everything.count("Children in need 2025:") > 10
    send = text(client, "/releases/?theme=send")
    assert "Children in need" not in send.partition("Standing")[2]
    assert "Social work" not in text(client, "/releases/?theme=front-door&state=all").partition("Standing")[2]
    assert text(client, "/releases/?theme=unheard-of&state=odd") == shown


def test_the_newest_figures_come_first(scope) -> None:
    editions = listing("state=all", scope).editions
    first = [edition.lines[0].release.newest for edition in editions]
    assert first == sorted(first, reverse=True)
    assert sum(len(edition.lines) for edition in editions) == Release.objects.count()


def test_a_filter_says_how_many_it_leaves(scope) -> None:
    chips = [chip for one in listing("theme=care-leavers", scope).filters for chip in one.chips]
    assert len(chips) > 8
    for chip in chips:
        editions = listing(chip.href.partition("?")[2], scope).editions
        assert sum(len(edition.lines) for edition in editions) == chip.count


def test_a_release_tells_where_its_figures_come_from(sign_in, scope) -> None:
    shown = text(sign_in(), C1_2025)
    release = Release.objects.get(sha256__startswith="e548b10b4e2d")
    for said in ("Department for Education", "October 2025", "Open Government Licence v3.0", "2,132 rows",
                 release.sha256, release.source_file, release.origin, "with figures to 31 March 2025",
                 "with the published series that come with this service"):  # fmt: skip
        assert said in shown
    assert "Children in need 2024: Referrals and re-referrals" in shown
    assert b'href="/indicators/repeat-referrals/"' in sign_in(Role.DCS).get(C1_2025).content
    page = page_of(release.sha256, scope)
    assert page.figures == release.values.count()
    assert page.current == release.values.filter(current=True).count()


def test_a_superseded_release_names_its_successor(sign_in) -> None:
    shown = sign_in().get("/releases/622f1ebfb9b6/").content.decode()
    assert "supersedes this one since" in shown
    assert f'href="{C1_2025}"' in shown


def test_every_packaged_release_has_a_page(sign_in) -> None:
    client = sign_in()
    for sha in Release.objects.values_list("sha256", flat=True):
        assert "Indicators it feeds" in text(client, f"/releases/{sha[:12]}/")


def test_an_indicator_leads_to_its_releases(sign_in) -> None:
    assert C1_2025 in sign_in().get("/indicators/referrals/").content.decode()


@pytest.mark.parametrize("sha", ["e548", "000000000000", "e548b10b4e2d0", "not-a-hash-at-all"])
def test_an_unknown_hash_is_not_found(sign_in, sha: str) -> None:
    assert sign_in().get(f"/releases/{sha}/").status_code == 404


# Who may load


@pytest.mark.parametrize("role", LOADERS)
def test_roles_that_load_are_offered_the_form(sign_in, role: Role) -> None:
    client = sign_in(role, None)
    assert "Load a release" in text(client, "/releases/")
    assert "up to a minute" in text(client, "/releases/load/")


@pytest.mark.parametrize("role", [role for role in Role if role not in LOADERS])
def test_every_other_role_is_refused_and_loads_nothing(sign_in, role: Role) -> None:
    reach, before = ROLES[role].reach, counts()
    client = sign_in(role, "831" if Reach.COUNCIL in reach else "E12000004" if Reach.REGION in reach else None)
    assert client.get("/releases/load/").status_code == 403
    assert client.get("/releases/loaded/").status_code == 403
    assert post(client, upload(c1_text())).status_code == 403
    assert counts() == before


def test_a_post_from_another_site_is_refused() -> None:
    """The check of CSRF runs later than elsewhere, because the quota has to stand before it; it must still run."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        person_with(Role.ADMINISTRATOR, None),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    before = counts()
    assert post(client, upload(c1_text())).status_code == 403
    assert counts() == before
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/releases/load/").content.decode())
    assert token
    given = {"files": [upload(c1_text())], "source": "the publisher", "csrfmiddlewaretoken": token[1]}
    assert client.post("/releases/load/", given).status_code == 302


# Loading


@pytest.mark.parametrize("content", [c1_text(), zipped(c1_text())], ids=["plain", "gzip"])
def test_a_file_is_loaded_and_the_result_told(lead: Client, content: str | bytes) -> None:
    releases, values, entries = counts()
    response = post(lead, upload(content, C1_NAME if isinstance(content, str) else f"{C1_NAME}.gz"))
    assert (response.status_code, response.headers["Location"]) == (302, "/releases/loaded/")
    assert counts() == (releases + 1, values + 12, entries + 1)
    shown = text(lead, "/releases/loaded/")
    assert "Loaded 12 figures from 1 file" in shown
    assert "Rows used 3" in shown
    assert "Supersedes Children in need 2025: Referrals and re-referrals, an earlier file" in shown
    release = Release.objects.latest("pk")
    assert release.origin == "https://example.org/cin"
    page = text(lead, f"/releases/{release.sha256[:12]}/")
    assert "by A Administrator" in page
    assert "https://example.org/cin" in page


def test_what_a_printed_figure_differs_by_is_told_on_both_pages(lead: Client, scope) -> None:
    shown = words(post(lead, upload(c1_text(c1_rows(rereferral_percent="32.1"))), follow=True).content.decode())
    assert "1 printed figure that the counts beside it do not give" in shown
    release = Release.objects.latest("pk").sha256[:12]
    assert "32.1 23.14" in text(lead, f"/releases/{release}/")
    apart = page_of(release, scope).apart
    assert [(one.place, one.measure, one.printed, one.ours) for one in apart] == [("Derby", "percent", "32.1", "23.14")]


def test_the_same_file_again_changes_nothing_and_says_so(lead: Client) -> None:
    post(lead, upload(c1_text()))
    before = counts()
    shown = words(post(lead, upload(c1_text(), "another name.csv"), follow=True).content.decode())
    assert counts() == before
    assert "Already held: nothing was changed" in shown
    assert "Children in need 2025: Referrals and re-referrals" in shown
    assert "by A Administrator" in shown


def test_a_refused_file_changes_nothing_and_each_problem_is_told(lead: Client) -> None:
    before = counts()
    bad = c1_text(c1_rows(referral_count="n/a", rereferral_percent="230.1%"))
    response = post(lead, upload(bad))
    page = response.content.decode()
    assert response.status_code == 200
    assert counts() == before
    assert "Nothing was loaded: 1 file was refused" in page
    shown = words(page)
    for said in (C1_NAME, "line 4", "referral_count", "n/a"):
        assert said in shown
    assert 'value="https://example.org/cin"' in page
    assert "<title>Error: Load a release" in page
    assert lead.get("/releases/loaded/").status_code == 302


def test_one_refused_file_keeps_the_others_out(lead: Client) -> None:
    before = counts()
    shown = words(post(lead, upload(c1_text()), upload("not,a,table\n1,2,3\n", "unheard of.csv")).content.decode())
    assert counts() == before
    assert "Nothing was loaded: 1 file was refused" in shown
    assert "unheard of.csv" in shown


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04" + b"\0" * 40, "a workbook or a zip archive"),
        (b"\x1f\x8b\x08\x00broken", "compressed"),
        (b"\x89PNG\r\n\x1a\n\0\0", "NUL byte"),
        ("<script>alert(1)</script>\n", "C1"),
    ],
    ids=["zip", "gzip", "picture", "script"],
)
def test_what_is_no_table_is_refused_in_words(lead: Client, content: bytes | str, said: str) -> None:
    before = counts()
    page = post(lead, upload(content, "<b>C1.csv")).content.decode()
    assert counts() == before
    assert said in words(page)
    assert "<script>alert" not in page
    assert "<b>C1" not in page


def test_a_missing_file_or_source_is_asked_for(lead: Client) -> None:
    shown = words(lead.post("/releases/load/", {}).content.decode())
    assert "Choose at least one file" in shown
    assert "Enter where the files were taken from" in shown
    assert "A file is empty" in words(post(lead, upload(b"")).content.decode())


def test_too_many_files_are_refused(lead: Client) -> None:
    files = [upload(c1_text(), f"{number}.csv") for number in range(uploads.FILES + 1)]
    assert "Choose at most 20 files at a time. You chose 21" in words(post(lead, *files).content.decode())


def test_more_than_the_quota_is_refused_in_words_and_not_kept(lead: Client, monkeypatch, settings, tmp_path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    monkeypatch.setattr(uploads, "MEGABYTES", 1)
    before = counts()
    large = upload(b"a,b\n" * (uploads.MEGABYTE // 2), "large.csv")
    response = post(lead, upload(c1_text()), large)
    assert response.status_code == 200
    assert "larger than" in words(response.content.decode())
    assert 'value="https://example.org/cin"' in response.content.decode()
    assert counts() == before
    assert sum(file.stat().st_size for file in Path(tmp_path).iterdir()) == 0


def test_a_small_file_that_unpacks_without_end_is_stopped(lead: Client, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "UNPACKED_MEGABYTES", 1)
    bomb = upload(gzip.compress(b"a" * 3 * uploads.MEGABYTE), "bomb.csv.gz")
    assert "is larger than 1 MB" in words(post(lead, bomb).content.decode())
    half = [upload(b"a,b\n" + uuid.uuid4().bytes.hex().encode() * 20_000, f"{number}.csv") for number in range(3)]
    assert "Load them in parts" in words(post(lead, *half).content.decode())


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("..\\..\\table.csv", "table.csv"),
        ("C:\\Users\\me\\c1.csv.gz", "c1.csv.gz"),
        ("a\u202egnp.csv", "agnp.csv"),
        ("x" * 300 + ".csv", "x" * 150 + ".csv"),
        ("\x07", "unnamed file"),
    ],
)
def test_the_name_a_browser_gives_is_made_harmless(given: str, expected: str) -> None:
    assert harmless(given) == expected


def test_the_result_is_only_for_the_session_that_loaded(lead: Client) -> None:
    post(lead, upload(c1_text()))
    elsewhere = Client()
    elsewhere.force_login(
        Person.objects.get(pk=lead.session["_auth_user_id"]),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    other = elsewhere.get("/releases/loaded/")
    assert (other.status_code, other.headers["Location"]) == (302, "/releases/")


def test_the_pages_keep_the_policy_for_content(lead: Client) -> None:
    for address in ("/releases/", C1_2025, "/releases/load/"):
        response = lead.get(address)
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        assert not re.search(rb"<script(?![^>]*src)|\sstyle=|\son\w+=", response.content)
    assert b'data-prevent-double-click="true"' in lead.get("/releases/load/").content


# Withdrawing


def forged(lead: Client) -> Release:
    """A release whose count for Derby is not what was published."""
    assert post(lead, upload(c1_text(c1_rows(referral_count="9999", rereferral_percent="8.2")))).status_code == 302
    return Release.objects.latest("pk")


def derby(scope: Scope) -> float | None:
    found = queries.value(scope, "referrals", "831", "YE2025-03", measure="number")
    return None if found is None else getattr(found.value, "value", None)


def test_a_withdrawn_release_gives_back_what_stood_before_it(lead: Client, scope: Scope) -> None:
    packaged = Release.objects.get(sha256__startswith=C1_2025.split("/")[2])
    before, current = derby(scope), Value.objects.filter(current=True).count()
    release = forged(lead)
    assert derby(scope) == 9999 != before
    address = f"/releases/{release.sha256[:12]}/"
    assert "Withdraw this release" in text(lead, address)
    response = lead.post(f"{address}withdraw/", {"reason": "a figure was typed wrongly"})
    assert (response.status_code, response.headers["Location"]) == (302, address)
    assert derby(scope) == before
    assert Value.objects.filter(current=True).count() == current
    assert not release.values.exists()
    packaged.refresh_from_db()
    assert packaged.superseded_by is None
    assert "a figure was typed wrongly. None of its figures is shown" in text(lead, address)
    entry = Entry.objects.filter(action="figures.withdraw").get()
    assert entry.reason == "a figure was typed wrongly"
    assert listing("state=withdrawn", scope).editions[0].lines[0].release.sha256 == release.sha256


def test_a_withdrawn_file_is_not_loaded_again(lead: Client) -> None:
    release = forged(lead)
    lead.post(f"/releases/{release.sha256[:12]}/withdraw/", {"reason": "wrong"})
    before = counts()
    again = post(lead, upload(c1_text(c1_rows(referral_count="9999", rereferral_percent="8.2"))))
    assert "this file was withdrawn on" in words(again.content.decode())
    assert counts() == before


def test_withdrawing_needs_a_reason_and_the_right(lead: Client, sign_in) -> None:
    release = forged(lead)
    address = f"/releases/{release.sha256[:12]}/withdraw/"
    assert "Enter why it is withdrawn" in words(lead.post(address, {"reason": "  "}).content.decode())
    coordinator = sign_in(Role.COORDINATOR, "E12000004")
    assert coordinator.post(address, {"reason": "because"}).status_code == 403
    release.refresh_from_db()
    assert release.withdrawn_at is None
    lead.post(address, {"reason": "once"})
    assert "has already been withdrawn" in words(lead.post(address, {"reason": "twice"}).content.decode())
