"""Signing in with an organisation's own account, against a real provider on loopback."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from riia.alliance.access import services
from riia.alliance.access.models import Person
from riia.alliance.access.openid import allauth_providers, providers_from
from riia.alliance.access.roles import Role
from riia.alliance.audit.actors import System
from riia.alliance.audit.models import Entry
from tests.alliance.access.conftest import DERBY
from tests.alliance.access.openid_server import CLIENT_ID, CLIENT_SECRET

OLU = {"sub": "s-1", "email": "Olu@example.org", "email_verified": True, "name": "Olu"}


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any) -> None:
        return None


class Provider:
    """The provider process, and a browser's part in talking to it."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("openid_server.py")
        self.process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.issuer = f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def will_say(self, **claims: Any) -> None:
        urllib.request.urlopen(f"{self.issuer}/who", data=json.dumps(claims).encode(), timeout=5).close()

    def visit(self, address: str) -> str:
        """Open an address at the provider and give where it sends the browser."""
        assert address.startswith(self.issuer), address
        try:
            urllib.request.build_opener(_NoRedirects).open(address, timeout=5)
        except urllib.error.HTTPError as answer:
            return str(answer.headers["Location"])
        raise AssertionError("the provider did not send the browser back")


@pytest.fixture(scope="module")
def process() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.process.terminate()
    provider.process.wait(5)


def environment(issuer: str, **changes: str) -> dict[str, str]:
    return {
        "OIDC_PROVIDERS": "derby",
        "OIDC_DERBY_NAME": "Derby City Council",
        "OIDC_DERBY_ISSUER": issuer,
        "OIDC_DERBY_CLIENT_ID": CLIENT_ID,
        "OIDC_DERBY_CLIENT_SECRET": CLIENT_SECRET,
        **changes,
    }


@pytest.fixture
def provider(process: Provider, settings) -> Provider:
    configure(settings, process)
    return process


def configure(settings, process: Provider, **changes: str) -> None:
    settings.OPENID_PROVIDERS = providers_from(environment(process.issuer, **changes))
    settings.SOCIALACCOUNT_PROVIDERS = allauth_providers(settings.OPENID_PROVIDERS)


def sign_in(client: Client, provider: Provider):
    """Press the button, go to the provider, come back; gives our last answer."""
    start = client.post("/sign-in/organisation/derby/")
    assert start.status_code == 302
    back = urlsplit(provider.visit(start.headers["Location"]))
    assert back.path == "/sign-in/organisation/derby/back/"
    return client.get(f"{back.path}?{back.query}")


def inside(client: Client) -> bool:
    return client.get("/people/roles/").status_code == 200


@pytest.fixture
def olu(make) -> Person:
    return make("Olu", Role.API_ANALYST, DERBY)


class TestWhoComesIn:
    def test_someone_who_has_joined(self, client, provider, olu) -> None:
        assert "Sign in with Derby City Council" in client.get("/sign-in/").content.decode()
        provider.will_say(**OLU)
        assert sign_in(client, provider).headers["Location"] == "/"
        assert inside(client)
        assert SocialAccount.objects.get().user == olu
        assert Entry.objects.get(action="access.sign_in").actor_label == "Olu"

    def test_again_by_what_does_not_change_even_if_the_address_has(self, client, provider, olu) -> None:
        provider.will_say(**OLU)
        sign_in(client, provider)
        provider.will_say(**OLU | {"email": "married@example.org"})
        browser = Client()
        sign_in(browser, provider)
        assert inside(browser)
        assert SocialAccount.objects.count() == 1

    def test_someone_invited_accepts_by_signing_in(self, client, provider, db) -> None:
        newcomer = Person.objects.create_user("olu@example.org", name="Olu", is_active=False)
        services.issue(person=newcomer, by=System("test"))
        provider.will_say(**OLU)
        sign_in(client, provider)
        newcomer.refresh_from_db()
        assert newcomer.is_active
        assert not newcomer.has_usable_password()
        assert inside(client)
        assert Entry.objects.filter(action="access.accept_invitation").exists()


@pytest.mark.django_db
class TestWhoStaysOut:
    @pytest.mark.parametrize(
        "claims",
        [
            {"sub": "s-9", "email": "stranger@example.org", "email_verified": True},
            {"sub": "s-9", "email": "olu@example.org", "email_verified": False},
            {"sub": "s-9", "email": "olu@example.org"},
            {"sub": "s-9", "email": "olu@example.org", "email_verified": "true"},
            {"sub": "s-9"},
        ],
        ids=["stranger", "not verified", "not said", "only words", "no address"],
    )
    def test_whoever_no_invitation_stands_for(self, client, provider, olu, claims) -> None:
        provider.will_say(**claims)
        response = sign_in(client, provider)
        assert response.status_code == 403
        assert "You have not been invited yet" in response.content.decode()
        assert not inside(client)
        assert Person.objects.count() == 1
        assert not SocialAccount.objects.exists()

    def test_someone_whose_invitation_was_revoked_or_has_expired(self, client, provider) -> None:
        newcomer = Person.objects.create_user("olu@example.org", name="Olu", is_active=False)
        provider.will_say(**OLU)
        assert sign_in(client, provider).status_code == 403
        services.revoke(invitation=services.issue(person=newcomer, by=System("t")), reason="x", by=System("t"))
        assert sign_in(client, provider).status_code == 403
        newcomer.refresh_from_db()
        assert not newcomer.is_active

    def test_someone_whose_account_was_closed(self, client, provider, olu) -> None:
        provider.will_say(**OLU)
        sign_in(client, provider)
        olu.is_active = False
        olu.save()
        response = sign_in(Client(), provider)
        assert response.headers["Location"] == "/sign-in/closed/"

    def test_a_simulated_person(self, client, provider, olu) -> None:
        Person.objects.update(is_persona=True)
        provider.will_say(**OLU)
        assert sign_in(client, provider).status_code == 403

    def test_user_information_about_somebody_else(self, client, provider, olu) -> None:
        provider.will_say(sub="attacker", email="a@example.org", userinfo=OLU)
        assert sign_in(client, provider).headers["Location"] == "/sign-in/organisation/problem/"
        assert not inside(client)

    def test_a_token_made_for_another_application(self, client, provider, olu) -> None:
        provider.will_say(**OLU, aud="another application")
        response = sign_in(client, provider)
        assert "did not answer as expected" in response.content.decode()
        assert not inside(client)

    def test_someone_who_stops_at_the_provider(self, client, provider) -> None:
        provider.will_say(**OLU, deny=True)
        assert sign_in(client, provider).headers["Location"] == "/sign-in/organisation/stopped/"

    def test_an_answer_nobody_asked_for(self, client, provider, olu) -> None:
        response = client.get("/sign-in/organisation/derby/back/?code=x&state=y")
        assert "did not answer as expected" in response.content.decode()

    def test_an_account_cannot_be_linked_to_somebody_signed_in(self, client, provider, make, signed_in) -> None:
        browser = signed_in(make("Ada", Role.API_ANALYST, DERBY))
        provider.will_say(**OLU)
        start = browser.post("/sign-in/organisation/derby/?process=connect")
        back = urlsplit(provider.visit(start.headers["Location"]))
        assert browser.get(f"{back.path}?{back.query}").headers["Location"] == "/sign-in/organisation/problem/"
        assert not SocialAccount.objects.exists()


class TestDomains:
    def test_a_provider_vouches_for_its_own_domains_only(self, client, process, settings, olu) -> None:
        configure(settings, process, OIDC_DERBY_DOMAINS="derby.gov.uk")
        process.will_say(**OLU)
        assert sign_in(client, process).status_code == 403
        configure(settings, process, OIDC_DERBY_DOMAINS="derby.gov.uk,@Example.org")
        assert sign_in(client, process).headers["Location"] == "/"

    def test_one_that_never_says_verified_can_be_trusted_for_its_domains(self, client, process, settings, olu) -> None:
        """Microsoft Entra ID sends no email_verified; a single-tenant registration is trusted by configuration."""
        configure(settings, process, OIDC_DERBY_TRUST_EMAIL="1", OIDC_DERBY_DOMAINS="example.org")
        process.will_say(sub="s-1", email="olu@example.org")
        assert sign_in(client, process).headers["Location"] == "/"


class TestSecondStep:
    def test_one_shown_at_the_provider_counts(self, client, provider, make) -> None:
        make("Olu", Role.DCS, DERBY)
        provider.will_say(**OLU, amr=["pwd", "mfa"])
        sign_in(client, provider)
        assert client.get("/account/").status_code == 200

    def test_without_one_it_is_set_up_here(self, client, provider, make) -> None:
        make("Olu", Role.DCS, DERBY)
        provider.will_say(**OLU, amr=["pwd"])
        sign_in(client, provider)
        assert client.get("/account/").headers["Location"] == "/account/second-step/why/"
        assert client.get("/account/second-step/app/").status_code == 200


class TestConfiguration:
    def test_none_is_fine(self) -> None:
        assert providers_from({}) == ()

    def test_all_of_it(self) -> None:
        (found,) = providers_from(
            environment("https://login.example.org/tenant/v2.0/", OIDC_DERBY_DOMAINS="a.uk, b.uk")
        )
        assert (found.id, found.name, found.issuer) == (
            "derby",
            "Derby City Council",
            "https://login.example.org/tenant/v2.0",
        )
        assert (found.origin, found.domains, found.trust_email) == (
            "https://login.example.org",
            {"a.uk", "b.uk"},
            False,
        )
        assert found.answers_for("Olu@A.UK")
        assert not found.answers_for("olu@ca.uk")

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"OIDC_DERBY_CLIENT_SECRET": ""}, "OIDC_DERBY_CLIENT_SECRET must be set"),
            ({"OIDC_DERBY_ISSUER": ""}, "OIDC_DERBY_ISSUER must be set"),
            ({"OIDC_DERBY_ISSUER": "http://login.example.org"}, "must begin with https"),
            ({"OIDC_PROVIDERS": "Derby City"}, "Use small letters"),
            ({"OIDC_PROVIDERS": "derby,leicester"}, "OIDC_LEICESTER_ISSUER must be set"),
        ],
    )
    def test_what_is_missing_is_named(self, changes: dict[str, str], words: str) -> None:
        with pytest.raises(ImproperlyConfigured, match=words):
            providers_from(environment("https://login.example.org", **changes))

    def test_several_must_say_which_domains_are_theirs(self) -> None:
        both = environment("https://a.example.org", OIDC_PROVIDERS="derby,leicester", OIDC_DERBY_DOMAINS="derby.gov.uk")
        both |= {name.replace("DERBY", "LEICESTER"): value for name, value in both.items() if "DOMAINS" not in name}
        both["OIDC_PROVIDERS"] = "derby,leicester"
        with pytest.raises(ImproperlyConfigured, match="domains it answers for"):
            providers_from(both)
        assert len(providers_from(both | {"OIDC_LEICESTER_DOMAINS": "leicester.gov.uk"})) == 2
