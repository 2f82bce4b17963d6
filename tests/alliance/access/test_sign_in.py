"""Signing in: passwords, lock-out, sessions, and nothing said about who has an account."""

import logging
import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.test import Client

from riia.alliance.access import client as where
from riia.alliance.access.models import Person
from riia.alliance.access.roles import Role
from riia.alliance.audit.models import Entry
from tests.alliance.access.conftest import DERBY, EAST_MIDLANDS

PASSWORD = "three plain words"


@pytest.fixture
def person(make) -> Person:
    """Someone with a password and no role that needs a second step."""
    made = make("Olu", Role.API_ANALYST, DERBY)
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def sign_in(client: Client, email: str = "olu@example.org", password: str = PASSWORD, **headers: str):
    return client.post("/sign-in/", {"login": email, "password": password}, **headers)


def text_of(response) -> str:
    """What a visitor reads, without the fields that differ from page to page by chance."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|value="[^"]*"', "", response.content.decode())


@pytest.mark.usefixtures("person")
class TestPasswords:
    def test_the_right_one_signs_in_and_is_recorded(self, client) -> None:
        response = sign_in(client, "OLU@example.org")
        assert (response.status_code, response.headers["Location"]) == (302, "/")
        assert client.get("/account/").status_code == 200
        entry = Entry.objects.get(action="access.sign_in")
        assert (entry.actor_label, entry.origin, entry.network) == ("Olu", "web", "own machine")

    def test_a_wrong_one_reads_the_same_for_an_unknown_address_and_a_closed_account(self, client, make) -> None:
        closed = make("Closed")
        closed.set_password(PASSWORD)
        closed.is_active = False
        closed.save()
        pages = [
            text_of(sign_in(client, password="something else")),
            text_of(sign_in(client, "nobody@example.org")),
            text_of(sign_in(client, "closed@example.org", "something else")),
        ]
        assert pages[0] == pages[1] == pages[2]
        assert "address and password do not match" in pages[0]
        refused = Entry.objects.filter(action="access.sign_in_refused")
        assert refused.count() == 3
        assert {entry.actor_label for entry in refused} == {"someone not signed in"}
        assert not any("example" in f"{entry.summary}{entry.details}" for entry in refused)

    def test_whoever_knows_the_password_of_a_closed_account_is_told(self, client, person) -> None:
        person.is_active = False
        person.save()
        response = sign_in(client)
        assert response.headers["Location"] == "/sign-in/closed/"
        assert client.get("/account/").status_code == 302

    def test_a_page_asked_for_is_come_back_to(self, client) -> None:
        response = client.get("/account/name/?a=1")
        assert response.headers["Location"] == "/sign-in/?next=/account/name/%3Fa%3D1"
        response = client.post("/sign-in/?next=/account/name/", {"login": "olu@example.org", "password": PASSWORD})
        assert response.headers["Location"] == "/account/name/"

    def test_but_not_another_site(self, client) -> None:
        data = {"login": "olu@example.org", "password": PASSWORD, "next": "https://evil.example.com/"}
        assert client.post("/sign-in/", data).headers["Location"] == "/"

    def test_a_write_by_nobody_goes_to_sign_in_without_coming_back_to_it(self, client) -> None:
        assert client.post("/account/name/", {"name": "x"}).headers["Location"] == "/sign-in/"

    def test_a_part_of_a_page_asked_for_by_nobody_moves_the_whole_page(self, client) -> None:
        response = client.get("/account/", headers={"HX-Request": "true"})
        assert (response.status_code, response.headers["HX-Redirect"]) == (401, "/sign-in/")

    def test_signing_out_takes_a_press(self, client) -> None:
        sign_in(client)
        assert client.get("/sign-out/").status_code == 200
        assert client.get("/account/").status_code == 200
        client.post("/sign-out/")
        assert client.get("/account/").status_code == 302
        assert Entry.objects.filter(action="access.sign_out", actor_label="Olu").exists()

    def test_logs_carry_no_personal_data(self, client, caplog) -> None:
        with caplog.at_level(logging.DEBUG):
            sign_in(client, password="something else")
            sign_in(client)
            client.post("/sign-out/")
        assert "olu" not in caplog.text.lower()
        assert PASSWORD not in caplog.text


class TestReset:
    def test_by_a_link_that_works_once(self, client, person, mailoutbox) -> None:
        client.post("/sign-in/password/", {"email": "olu@example.org"})
        link = re.search(r"http://\S+?(/sign-in/password/\S+)", mailoutbox[-1].body)[1]
        form = client.get(link, follow=True)
        target = form.redirect_chain[-1][0]
        new = "four plain new words"
        assert client.post(target, {"password1": new, "password2": new}).status_code == 302
        assert sign_in(client).status_code == 200
        assert sign_in(client, password=new).status_code == 302
        assert "This link no longer works" in Client().get(link, follow=True).content.decode()
        assert mailoutbox[-1].subject == "riia: Your password was changed"
        assert Entry.objects.filter(action="access.change_password").exists()

    def test_the_link_leads_to_us_whatever_host_the_request_names(self, client, person, mailoutbox, settings) -> None:
        settings.ALLOWED_HOSTS = ["*"]
        settings.BASE_URL = "https://alliance.example.org/"
        client.post("/sign-in/password/", {"email": "olu@example.org"}, headers={"host": "evil.example.net"})
        body = mailoutbox[-1].body
        assert "https://alliance.example.org/sign-in/password/" in body
        assert "evil" not in body

    def test_says_the_same_to_an_unknown_address_and_sends_nothing(self, client, person, mailoutbox) -> None:
        known = client.post("/sign-in/password/", {"email": "olu@example.org"}, follow=True)
        unknown = client.post("/sign-in/password/", {"email": "nobody@example.org"}, follow=True)
        assert text_of(known) == text_of(unknown)
        assert [message.to for message in mailoutbox] == [["olu@example.org"]]

    def test_is_not_for_closed_accounts(self, client, person, mailoutbox) -> None:
        person.is_active = False
        person.save()
        client.post("/sign-in/password/", {"email": "olu@example.org"})
        assert mailoutbox == []


@pytest.mark.usefixtures("person")
class TestLockOut:
    def lock(self, client: Client, **headers: str):
        for _ in range(5):
            response = sign_in(client, password="something else", **headers)
        return response

    def test_after_five_tries_even_the_right_password_waits(self, client) -> None:
        response = self.lock(client)
        assert response.status_code == 429
        assert "locked for 15 minutes" in response.content.decode()
        assert sign_in(client).status_code == 429
        assert Entry.objects.filter(action="access.lock_out", actor_kind="nobody").exists()

    def test_capital_letters_do_not_dodge_it(self, client) -> None:
        self.lock(client)
        assert sign_in(client, "Olu@Example.ORG").status_code == 429

    def test_others_and_other_places_are_not_locked_out(self, client, make) -> None:
        other = make("Ada", Role.API_ANALYST, DERBY)
        other.set_password(PASSWORD)
        other.save()
        self.lock(client, REMOTE_ADDR="192.0.2.1")
        assert sign_in(Client(), "ada@example.org", REMOTE_ADDR="192.0.2.1").status_code == 302
        assert sign_in(Client(), REMOTE_ADDR="192.0.2.2").status_code == 302

    def test_it_passes_after_a_quarter_of_an_hour(self, client) -> None:
        from datetime import timedelta

        from axes.models import AccessAttempt
        from django.utils import timezone

        self.lock(client)
        AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
        assert sign_in(client).status_code == 302

    def test_an_unknown_address_is_locked_the_same(self, client) -> None:
        for _ in range(5):
            response = sign_in(client, "nobody@example.org")
        assert response.status_code == 429


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", "192.0.2.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),  # the first was forged by the caller
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (1, "", "192.0.2.9"),
        (2, "198.51.100.1", "192.0.2.9"),
    ],
)
def test_the_callers_address_is_read_through_trusted_proxies_only(rf, settings, proxies, forwarded, expected) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="192.0.2.9", HTTP_X_FORWARDED_FOR=forwarded)
    assert where.address_of(request) == expected


class TestSessions:
    def age(self, client: Client, **seconds: float) -> None:
        session = client.session
        for name, by in seconds.items():
            session[f"session_{name}"] = time.time() - by
        session.save()

    @pytest.fixture
    def at_work(self, client, person) -> Client:
        sign_in(client)
        client.get("/account/")
        return client

    def test_idle_for_too_long(self, at_work) -> None:
        self.age(at_work, seen=2 * 3600 + 1)
        response = at_work.get("/account/")
        assert response.headers["Location"] == "/sign-in/?next=/account/"
        assert "nothing happened for 120 minutes" in at_work.get("/sign-in/").content.decode()

    def test_busy_but_too_old(self, at_work) -> None:
        self.age(at_work, begun=12 * 3600 + 1, seen=10)
        assert at_work.get("/account/").status_code == 302
        assert "12 hours at most" in at_work.get("/sign-in/").content.decode()

    def test_activity_keeps_it(self, at_work) -> None:
        self.age(at_work, seen=7000)
        assert at_work.get("/account/").status_code == 200
        assert time.time() - at_work.session["session_seen"] < 60

    def test_not_every_request_writes_it(self, at_work, django_assert_max_num_queries) -> None:
        self.age(at_work, seen=30)
        before = at_work.session["session_seen"]
        at_work.get("/account/")
        assert at_work.session["session_seen"] == before

    def test_the_other_sessions_can_be_ended(self, at_work, person) -> None:
        elsewhere = Client()
        sign_in(elsewhere)
        elsewhere.get("/account/")
        page = at_work.get("/account/sessions/").content.decode()
        assert page.count("This session") == 1
        assert page.count("Another session") == 1
        at_work.post("/account/sessions/")
        assert at_work.get("/account/").status_code == 200
        assert elsewhere.get("/account/").status_code == 302
        assert UserSession.objects.filter(user=person).count() == 1

    def test_a_closed_account_is_out_at_once(self, at_work, person, make) -> None:
        from riia.alliance.access import services

        services.deactivate(person=person, reason="left", by=make("Helen", Role.COORDINATOR, EAST_MIDLANDS))
        assert at_work.get("/account/").status_code == 302

    def test_a_role_that_ends_is_gone_at_the_next_page(self, at_work, person) -> None:
        assert at_work.get("/account/api-keys/").status_code == 200
        person.holdings.all().delete()
        assert at_work.get("/account/api-keys/").status_code == 403
