"""The pages of people, roles, reviews and the audit trail: what each viewer sees and can do there."""

import csv
import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from riia.alliance.access.models import Invitation, Person
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.audit.actors import System
from riia.alliance.audit.models import Entry
from riia.alliance.audit.services import record
from tests.alliance.access.conftest import BRISTOL, DAY, DERBY, EAST_MIDLANDS, TODAY


def day(name: str, when) -> dict[str, str]:
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


@pytest.fixture
def coordinator(make) -> Person:
    return make("Helen", Role.COORDINATOR, EAST_MIDLANDS)


@pytest.fixture
def browser(signed_in, coordinator):
    return signed_in(coordinator)


def nomination(**changes: str) -> dict[str, str]:
    return {
        "name": "Olu Ade", "email": "olu@derby.example.org", "role": "council-officer", "place": DERBY,
        "purpose": "Prepares the return", **day("starts", TODAY()), **day("expires", TODAY() + 100 * DAY), **changes,
    }  # fmt: skip


class TestPeople:
    def test_the_list_holds_ones_own_places_only(self, browser, make) -> None:
        make("Derbyan", Role.COUNCIL_OFFICER, DERBY)
        stranger = make("Bristolian", Role.COUNCIL_OFFICER, BRISTOL)
        page = browser.get("/people/").content.decode()
        assert "Derbyan" in page
        assert "Bristolian" not in page
        assert browser.get(f"/people/{stranger.reference}/").status_code == 404
        assert browser.get(f"/people/roles/{stranger.holdings.get().reference}/").status_code == 404
        assert browser.get(f"/people/roles/{stranger.holdings.get().reference}/end/").status_code == 404

    def test_roles_elsewhere_of_someone_seen_are_not_shown(self, browser, make, give) -> None:
        both = make("Both", Role.COUNCIL_OFFICER, DERBY)
        give(both, Role.DCS, BRISTOL)
        page = browser.get(f"/people/{both.reference}/").content.decode()
        assert "Council officer" in page
        assert "Bristol" not in page

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("q=derb", {"Derbyan"}),
            ("role=dcs", {"Martin"}),
            (f"place={EAST_MIDLANDS}", {"Helen"}),
            ("standing=overdue", {"Martin"}),
            ("standing=in_force", {"Derbyan", "Helen"}),
            ("q=nobody", set()),
            ("page=99", {"Derbyan", "Helen", "Martin"}),
            ("role=nonsense", {"Derbyan", "Helen", "Martin"}),
        ],
    )
    def test_it_is_narrowed_by_the_address(self, browser, make, query: str, names: set[str]) -> None:
        make("Derbyan", Role.COUNCIL_OFFICER, DERBY)
        make("Martin", Role.DCS, DERBY, review_due=TODAY() - DAY)
        page = browser.get(f"/people/?{query}").content.decode().split("</header>")[1]
        assert {name for name in ("Derbyan", "Martin", "Helen") if f">{name}</a>" in page} == names

    def test_it_takes_as_many_queries_for_many_people(self, browser, make, django_assert_max_num_queries) -> None:
        for number in range(30):
            make(f"Person{number}", Role.COUNCIL_OFFICER, DERBY)
        with django_assert_max_num_queries(14):
            browser.get("/people/")

    def test_what_each_role_may_do_can_be_read_by_all(self, browser) -> None:
        page = browser.get("/people/roles/").content.decode()
        assert "Auditor" in page
        assert "read the audit trail" in page


class TestLeads:
    """R3.31 and R3.32: who leads, with council and period, on any day, and what is missing."""

    @pytest.fixture
    def lead(self, make, give) -> Person:
        director = make("Martin", Role.DCS, DERBY, starts=TODAY() - 300 * DAY)
        give(director, Role.LEAD_DCS, EAST_MIDLANDS, starts=TODAY() - 100 * DAY)
        return director

    def rows(self, page: str) -> dict[str, str]:
        found = re.findall(r'<th scope="row"[^>]*>(.*?)</th>\s*<td[^>]*>(.*?)</td>', page, re.S)
        return {role: " ".join(re.sub(r"<[^>]+>", " ", held).split()) for role, held in found}

    def test_today(self, browser, lead, make, give) -> None:
        deputy = make("Dep")
        give(deputy, Role.LEAD_DCS, EAST_MIDLANDS, deputy_for=lead.holdings.get(role=Role.LEAD_DCS))
        make("Naomi", Role.DFE)
        rows = self.rows(browser.get("/people/leads/").content.decode())
        assert rows["Lead RIIA director (Lead DCS)"].startswith("Martin (Derby), ")
        assert "Dep, deputy" in rows["Lead RIIA director (Lead DCS)"]
        assert "Naomi" in rows["DfE improvement adviser"]
        assert rows["Regional lead member"] == "Nobody holds this role"
        assert rows["Chair of the directors&#39; group (Chair DCS)"] == "Nobody"

    def test_on_a_day_of_the_past(self, browser, lead) -> None:
        before = TODAY() - 101 * DAY
        query = f"on-day={before.day}&on-month={before.month}&on-year={before.year}"
        rows = self.rows(browser.get(f"/people/leads/?{query}").content.decode())
        assert rows["Lead RIIA director (Lead DCS)"] == "Nobody holds this role"

    def test_ones_own_region_only(self, make, signed_in) -> None:
        page = signed_in(make("Martin", Role.DCS, DERBY)).get("/people/leads/?region=E12000009").content.decode()
        assert "Who leads East Midlands" in page
        assert "South West" not in page


class TestNominating:
    def test_a_coordinator_invites_in_one_step(self, browser, mailoutbox, django_capture_on_commit_callbacks) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            response = browser.post("/people/invite/", nomination())
        person = Person.objects.get(email="olu@derby.example.org")
        assert response.headers["Location"] == f"/people/{person.reference}/"
        assert person.holdings.get().state == HoldingState.APPROVED
        assert mailoutbox[0].to == [person.email]
        page = browser.get(response.headers["Location"]).content.decode()
        assert "The role is approved and the invitation is on its way" in page
        assert "Send the invitation again" in page

    def test_a_director_nominates_and_a_coordinator_approves(
        self, make, client, signed_in, mailoutbox, django_capture_on_commit_callbacks, coordinator
    ) -> None:
        """R4.07: the partner nominates users; each grant has an approver."""
        director = signed_in(make("Martin", Role.DCS, DERBY))
        with django_capture_on_commit_callbacks(execute=True):
            director.post("/people/invite/", nomination())
        holding = Person.objects.get(email="olu@derby.example.org").holdings.get()
        assert holding.state == HoldingState.PROPOSED
        assert mailoutbox == []
        address = f"/people/roles/{holding.reference}/approve/"
        director.post(address, {"x": "1"})
        holding.refresh_from_db()
        assert holding.state == HoldingState.PROPOSED
        approver = signed_in(coordinator)
        assert "1 role waiting for approval" in approver.get("/people/").content.decode()
        assert "Olu Ade" in approver.get("/people/approvals/").content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            approver.post(address, {"x": "1"})
        holding.refresh_from_db()
        assert holding.state == HoldingState.APPROVED
        assert [message.to for message in mailoutbox] == [["olu@derby.example.org"]]

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"place": BRISTOL}, "Select"),
            ({"role": "dfe"}, "for one region"),
            ({"expires-year": "2020"}, "The last day"),
            ({"purpose": ""}, "Say what"),
            ({"email": "not an address"}, "e-mail"),
        ],
    )
    def test_what_is_wrong_is_said_on_the_form(self, browser, changes, words) -> None:
        page = browser.post("/people/invite/", nomination(**changes))
        assert page.status_code == 200
        assert "There is a problem" in page.content.decode()
        assert words.lower() in page.content.decode().lower()
        assert not Person.objects.filter(email="olu@derby.example.org").exists()

    def test_known_people_are_not_made_twice(self, browser, make) -> None:
        known = make("Known")
        browser.post("/people/invite/", nomination(email="Known@Example.org"))
        assert Person.objects.filter(email="known@example.org").count() == 1
        assert known.holdings.get().state == HoldingState.APPROVED
        assert not Invitation.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_a_mail_server_that_is_down_is_said_and_loses_nothing(self, browser, settings) -> None:
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                                        "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 2}}}  # fmt: skip
        page = browser.post("/people/invite/", nomination(), follow=True).content.decode()
        assert "The e-mail could not be sent" in page
        person = Person.objects.get(email="olu@derby.example.org")
        assert person.holdings.exists()
        assert Invitation.objects.filter(person=person).exists()


class TestOneRole:
    @pytest.fixture
    def officer(self, make) -> Person:
        return make("Olu", Role.COUNCIL_OFFICER, DERBY)

    def address(self, person: Person, step: str = "") -> str:
        return f"/people/roles/{person.holdings.get().reference}/{step}{'/' if step else ''}"

    def test_its_page_says_everything_about_it(self, browser, officer) -> None:
        page = browser.get(self.address(officer)).content.decode()
        for words in ("Council officer, Derby", "In force", "Proposed by", "Approved by", "Next review", "Confirm"):
            assert words in page

    def test_ending_asks_why_and_shows_it_in_the_history(self, browser, officer) -> None:
        asked = browser.post(self.address(officer, "end"), {"reason": ""})
        assert "There is a problem" in asked.content.decode()
        done = browser.post(self.address(officer, "end"), {"reason": "moved to another council"}, follow=True)
        page = done.content.decode()
        assert "The role has ended." in page
        assert "Why: moved to another council" in page
        assert officer.holdings.get().state == HoldingState.ENDED

    def test_what_cannot_be_done_now_is_not_offered_and_not_done(self, browser, officer) -> None:
        browser.post(self.address(officer, "end"), {"reason": "moved"})
        page = browser.get(self.address(officer)).content.decode()
        assert "Confirm at review" not in page
        for step in ("confirm", "extend", "end", "approve", "decline", "deputy"):
            response = browser.get(self.address(officer, step), follow=True)
            assert "cannot be done with the role now" in response.content.decode()

    def test_confirming_from_the_list_of_reviews(self, browser, make) -> None:
        late = make("Late", Role.COUNCIL_OFFICER, DERBY, review_due=TODAY() - DAY)
        assert "Late" in browser.get("/people/reviews/").content.decode()
        browser.post(self.address(late, "confirm"), {"reason": "still prepares the return"})
        assert "No review is due" in browser.get("/people/reviews/").content.decode()

    def test_extending(self, browser, officer) -> None:
        until = TODAY() + 300 * DAY
        browser.post(self.address(officer, "extend"), {"reason": "second year", **day("until", until)})
        assert officer.holdings.get().expires == until

    def test_naming_a_deputy_who_has_joined(self, browser, officer, make) -> None:
        make("Dep")
        term = {**day("starts", TODAY()), **day("expires", TODAY() + 20 * DAY)}
        unknown = browser.post(self.address(officer, "deputy"), {"email": "x@example.org", "purpose": "leave", **term})
        assert "Nobody with this address has joined" in unknown.content.decode()
        holding = officer.holdings.get()
        done = browser.post(self.address(officer, "deputy"), {"email": "dep@example.org", "purpose": "leave", **term})
        assert done.status_code == 302
        assert holding.deputies.get().person.name == "Dep"

    def test_the_holder_sees_their_own_and_may_lay_it_down(self, officer, signed_in) -> None:
        own = signed_in(officer)
        page = own.get(self.address(officer)).content.decode()
        assert "End this role" in page
        assert "Confirm at review" not in page
        own.post(self.address(officer, "confirm"), {"reason": "I like it"})
        own.post(self.address(officer, "end"), {"reason": "new job"})
        assert officer.holdings.get().state == HoldingState.ENDED

    def test_closing_an_account(self, browser, officer) -> None:
        browser.post(f"/people/{officer.reference}/close/", {"reason": "left"})
        officer.refresh_from_db()
        assert not officer.is_active
        Person.objects.filter(pk=officer.pk).update(last_login=timezone.now())
        assert "Account closed" in browser.get(f"/people/{officer.reference}/").content.decode()


class TestAuditReader:
    @pytest.fixture
    def entries(self, places) -> None:
        record(by=System("loader"), action="figures.import", target=None, summary="Loaded Derby", places=[DERBY])
        record(by=System("=loader"), action="figures.other", target=None, summary="Loaded Bristol", places=[BRISTOL])

    def test_an_auditor_of_england_reads_all(self, make, signed_in, entries) -> None:
        browser = signed_in(make("Edward", Role.AUDITOR))
        page = browser.get("/audit/").content.decode()
        assert "Loaded Derby" in page
        assert "Loaded Bristol" in page
        narrowed = browser.get("/audit/?words=bristol").content.decode()
        assert "Loaded Derby" not in narrowed

    def test_an_auditor_of_a_region_reads_the_region(self, make, signed_in, entries) -> None:
        browser = signed_in(make("Reg", Role.AUDITOR, EAST_MIDLANDS))
        page = browser.get("/audit/").content.decode()
        assert "Loaded Derby" in page
        assert "Loaded Bristol" not in page
        assert "Loaded Bristol" not in b"".join(browser.get("/audit/entries.csv")).decode()

    def test_a_wrong_date_is_said_and_narrows_nothing(self, make, signed_in, entries) -> None:
        browser = signed_in(make("Edward", Role.AUDITOR))
        page = browser.get("/audit/?since-day=31&since-month=2&since-year=2026").content.decode()
        assert "There is a problem" in page

    def test_the_file_is_safe_to_open_and_its_download_is_an_entry(self, make, signed_in, entries) -> None:
        browser = signed_in(make("Edward", Role.AUDITOR))
        response = browser.get("/audit/entries.csv?words=bristol")
        rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
        assert [row["actor"] for row in rows] == ["'=loader"]
        assert response.headers["Content-Disposition"] == f'attachment; filename="audit-{TODAY():%Y-%m-%d}.csv"'
        assert Entry.objects.get(action="audit.export").actor_label == "Edward"

    def test_people_are_named_from_their_rows_not_from_the_trail(self, make, signed_in, browser, coordinator) -> None:
        officer = make("Olu", Role.COUNCIL_OFFICER, DERBY)
        browser.post(f"/people/roles/{officer.holdings.get().reference}/end/", {"reason": "moved"})
        auditor = signed_in(make("Edward", Role.AUDITOR))
        assert "Person: Olu" in auditor.get("/audit/").content.decode()
        Person.objects.filter(pk=officer.pk).update(name="Erased")
        page = auditor.get("/audit/").content.decode()
        assert "Person: Erased" in page
        assert "Olu" not in page


class TestOwnAccount:
    def test_the_name_can_be_changed(self, browser, coordinator) -> None:
        browser.post("/account/name/", {"name": "Helen W."})
        assert "Helen W." in browser.get("/account/").content.decode()

    def test_someone_without_a_role_is_told_what_to_do(self, make, signed_in) -> None:
        page = signed_in(make("New")).get("/account/").content.decode()
        assert "You hold no role" in page


@pytest.mark.django_db
class TestCommands:
    def test_the_first_administrator_is_invited_from_the_machine(
        self, mailoutbox, capsys, django_capture_on_commit_callbacks
    ) -> None:
        for _ in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                call_command("invite_administrator", "ada@example.org", name="Ada")
        holding = Person.objects.get().holdings.get()
        assert (holding.role, holding.state) == ("administrator", "approved")
        assert holding.approver_label == "Whoever runs this installation"
        assert len(mailoutbox) == 2
        assert Invitation.objects.count() == 1
        assert "on its way" in capsys.readouterr().out

    @pytest.mark.django_db(transaction=True)
    def test_what_goes_wrong_is_said(self, settings) -> None:
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                                        "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 2}}}  # fmt: skip
        with pytest.raises(CommandError, match="could not be sent"):
            call_command("invite_administrator", "ada@example.org", name="Ada")

    def test_the_nightly_run(self, make, capsys) -> None:
        make("Late", Role.COUNCIL_OFFICER, DERBY, starts=TODAY() - 99 * DAY, review_due=TODAY() - 40 * DAY)
        call_command("access_nightly")
        assert "1 roles lapsed" in capsys.readouterr().out
