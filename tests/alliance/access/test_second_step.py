"""The second step: asked of whoever sees more than published figures; app, recovery codes, and never left without."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from riia.alliance.access.gate import PUBLIC, declared_access
from riia.alliance.access.models import Person
from riia.alliance.access.roles import Role
from riia.alliance.audit.models import Entry
from tests.alliance.access.conftest import BACKEND, DERBY

PASSWORD = "three plain words"


SET_UP = sorted(
    route.name for route in declared_access() if route.rule and route.rule.before_second_step
    if route.rule.audience is not PUBLIC
)  # fmt: skip
"""Routes open to somebody who has no second step yet."""


def code_for(secret: str) -> str:
    """The six digits an authenticator app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def key_on(page: str) -> str:
    """The key of an app as the page shows it, in groups of four."""
    return re.search(r'access-key">([\w ]+)<', page)[1].replace(" ", "")


@pytest.fixture
def person(make) -> Person:
    made = make("Martin", Role.DCS, DERBY)
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


@pytest.fixture
def inside(client, person) -> Client:
    """Signed in with the password alone."""
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    return client


@pytest.fixture
def elsewhere() -> Client:
    """Another browser."""
    return Client()


@pytest.fixture
def secret(inside) -> str:
    """The key of an app that has been set up."""
    page = inside.get("/account/second-step/app/").content.decode()
    key = key_on(page)
    response = inside.post("/account/second-step/app/", {"code": code_for(key)})
    assert response.headers["Location"] == "/account/second-step/codes/"
    return key


def test_whoever_needs_one_is_sent_to_set_it_up(inside) -> None:
    for address in ("/account/", "/people/", "/account/password/"):
        assert inside.get(address).headers["Location"] == "/account/second-step/why/"
    assert inside.get("/account/second-step/why/").status_code == 200
    assert inside.post("/people/invite/", {}).headers["Location"] == "/account/second-step/why/"


def test_setting_it_up_and_signing_out_are_possible_before(inside) -> None:
    for address in ("/account/second-step/", "/account/second-step/app/", "/account/second-step/passkeys/add/"):
        assert inside.get(address).status_code == 200
    assert inside.post("/sign-out/").status_code == 302


def test_right_after_signing_in_no_password_is_asked_again(inside, person) -> None:
    session = inside.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    response = inside.get("/account/second-step/app/")
    assert response.headers["Location"].startswith("/account/password-again/")
    response = inside.post(response.headers["Location"], {"password": PASSWORD})
    assert response.headers["Location"] == "/account/second-step/app/"
    assert inside.get("/account/second-step/app/").status_code == 200


def test_roles_that_see_only_published_figures_need_none(client, make, give) -> None:
    analyst = make("Ana", Role.API_ANALYST, DERBY)
    client.force_login(analyst, backend=BACKEND)
    assert client.get("/account/").status_code == 200


def test_simulated_people_need_none(client, person) -> None:
    person.is_persona = True
    person.save()
    client.force_login(person, backend=BACKEND)
    assert client.get("/account/").status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth tells of a new app once its transaction has ended
class TestWithAnApp:
    def test_pages_open_once_it_is_set_up(self, inside, secret, mailoutbox) -> None:
        assert inside.get("/account/").status_code == 200
        assert mailoutbox[-1].subject == "riia: An authenticator app was set up"
        assert Entry.objects.filter(action="access.add_second_step", actor_label="Martin").exists()

    def test_its_key_is_encrypted_where_it_is_kept(self, secret, person) -> None:
        kept = Authenticator.objects.get(user=person, type="totp").data["secret"]
        assert secret not in kept
        assert kept.startswith("gAAAA")

    def test_a_key_written_before_the_secret_key_changed_still_opens(self, secret, person, settings) -> None:
        from riia.alliance.access import adapters

        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another key entirely"
        adapters._cipher.cache_clear()
        try:
            assert Authenticator.objects.get(user=person, type="totp").wrap().validate_code(code_for(secret))
        finally:
            adapters._cipher.cache_clear()

    def test_when_the_secret_key_is_lost_no_code_is_right_and_nothing_breaks(self, secret, person, settings) -> None:
        from riia.alliance.access import adapters

        settings.SECRET_KEY = "another key entirely"
        adapters._cipher.cache_clear()
        try:
            for kind, code in (("totp", code_for(secret)), ("totp", code_for("")), ("recovery_codes", "12345678")):
                assert not Authenticator.objects.get(user=person, type=kind).wrap().validate_code(code)
        finally:
            adapters._cipher.cache_clear()

    def test_the_next_sign_in_asks_for_its_code(self, secret, person) -> None:
        browser = Client()
        response = browser.post("/sign-in/", {"login": person.email, "password": PASSWORD})
        assert response.headers["Location"] == "/sign-in/second-step/"
        assert browser.get("/account/").headers["Location"].startswith("/sign-in/")
        wrong = browser.post("/sign-in/second-step/", {"code": "000000"})
        assert wrong.status_code == 200
        assert "There is a problem" in wrong.content.decode()
        cache.clear()  # the code of a half minute works once; it was used at set-up
        assert browser.post("/sign-in/second-step/", {"code": code_for(secret)}).headers["Location"] == "/"
        assert browser.get("/account/").status_code == 200

    def test_a_session_that_began_without_it_elsewhere_signs_in_again(self, client, person) -> None:
        elsewhere = Client()
        for browser in (elsewhere, client):
            browser.post("/sign-in/", {"login": person.email, "password": PASSWORD})
        page = client.get("/account/second-step/app/").content.decode()
        key = key_on(page)
        client.post("/account/second-step/app/", {"code": code_for(key)})
        assert client.get("/account/").status_code == 200
        assert elsewhere.get("/account/").headers["Location"] == "/sign-in/?next=/account/"
        assert "this session began without it" in elsewhere.get("/sign-in/").content.decode()

    @pytest.mark.parametrize("name", SET_UP)
    def test_such_a_session_reaches_no_page_of_the_set_up(self, inside, secret, person, elsewhere, name) -> None:
        for ask in (elsewhere.get, elsewhere.post):
            elsewhere.cookies.clear()
            elsewhere.force_login(person, backend=BACKEND)
            response = ask(reverse(name))
            assert (response.status_code, response.headers.get("Location", "")[:9]) == (302, "/sign-in/")
            assert "_auth_user_id" not in elsewhere.session

    def test_nor_one_of_somebody_whose_roles_need_none(self, inside, secret, person, elsewhere) -> None:
        person.holdings.all().delete()
        elsewhere.force_login(person, backend=BACKEND)
        elsewhere.post("/account/second-step/app/remove/")
        assert Authenticator.objects.filter(user=person, type="totp").exists()
        assert "_auth_user_id" not in elsewhere.session

    def test_such_a_session_can_sign_out_and_sign_in(self, inside, secret, person, elsewhere) -> None:
        elsewhere.force_login(person, backend=BACKEND)
        elsewhere.post("/sign-out/")
        assert "began without it" not in elsewhere.get("/sign-in/").content.decode()
        response = elsewhere.post("/sign-in/", {"login": person.email, "password": PASSWORD})
        assert response.headers["Location"] == "/sign-in/second-step/"
        cache.clear()  # the code of a half minute works once; it was used at set-up
        elsewhere.post("/sign-in/second-step/", {"code": code_for(secret)})
        assert elsewhere.get("/account/second-step/codes/").status_code == 200

    def test_recovery_codes_are_shown_once_and_work_once(self, inside, secret, person) -> None:
        page = inside.get("/account/second-step/codes/").content.decode()
        codes = re.findall(r"<li>([\w-]{8,})</li>", page)
        assert len(codes) == 10
        assert codes[0] not in inside.get("/account/second-step/codes/").content.decode()
        browser = Client()
        browser.post("/sign-in/", {"login": person.email, "password": PASSWORD})
        assert browser.post("/sign-in/second-step/", {"code": codes[0]}).headers["Location"] == "/"
        again = Client()
        again.post("/sign-in/", {"login": person.email, "password": PASSWORD})
        assert again.post("/sign-in/second-step/", {"code": codes[0]}).status_code == 200

    def test_the_last_second_step_stays_while_a_role_needs_it(self, inside, secret, person, give) -> None:
        response = inside.post("/account/second-step/app/remove/")
        assert response.status_code == 200
        assert Authenticator.objects.filter(user=person, type="totp").exists()
        assert "your roles need one" in response.content.decode()
        person.holdings.all().delete()
        assert inside.post("/account/second-step/app/remove/").status_code == 302
        assert not Authenticator.objects.filter(user=person, type="totp").exists()

    def test_new_codes_replace_the_old(self, inside, secret) -> None:
        old = re.findall(r"<li>([\w-]{8,})</li>", inside.get("/account/second-step/codes/").content.decode())
        assert inside.post("/account/second-step/codes/new/").status_code == 302
        new = re.findall(r"<li>([\w-]{8,})</li>", inside.get("/account/second-step/codes/").content.decode())
        assert len(new) == 10
        assert not set(old) & set(new)


@pytest.mark.django_db(transaction=True)
class TestWithAPasskey:
    """Setting one up takes a browser: see the journeys. Here what depends on our rules."""

    @pytest.fixture
    def passkey(self, inside, person) -> Authenticator:
        data = {"name": "work laptop", "credential": {"clientExtensionResults": {}}}
        return Authenticator.objects.create(user=person, type="webauthn", data=data)

    def test_the_last_one_stays_while_a_role_needs_it(self, inside, secret, passkey, person) -> None:
        Authenticator.objects.filter(user=person, type="totp").delete()
        page = inside.post(f"/account/second-step/passkeys/{passkey.pk}/remove/", follow=True).content.decode()
        assert "your roles need one" in page
        assert Authenticator.objects.filter(pk=passkey.pk).exists()

    def test_it_goes_when_there_is_another_step(self, inside, secret, passkey) -> None:
        page = inside.post(f"/account/second-step/passkeys/{passkey.pk}/remove/", follow=True).content.decode()
        assert "The passkey is removed" in page
        assert not Authenticator.objects.filter(pk=passkey.pk).exists()
