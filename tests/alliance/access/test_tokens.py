"""Keys for the API: shown once, kept as a digest, never able to do more than their owner."""

from datetime import timedelta

import pytest
from django.http import HttpResponse, JsonResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from riia.alliance.access import queries, services
from riia.alliance.access.actions import Action
from riia.alliance.access.gate import BY_TOKEN, allow
from riia.alliance.access.models import AccessToken, Person
from riia.alliance.access.permissions import NotAllowedError
from riia.alliance.access.policies import PolicyError
from riia.alliance.access.roles import Role
from riia.alliance.access.scope import Scope
from riia.alliance.audit.models import Entry
from tests.alliance.access.conftest import DERBY, EAST_MIDLANDS, TODAY

MONTH = timedelta(days=30)


@allow(BY_TOKEN)
def whoami(request) -> HttpResponse:
    return JsonResponse({"label": request.scope.label, "actions": sorted(request.scope.actions)})


urlpatterns = [path("api/whoami/", whoami), path("", include("riia.alliance.config.urls"))]


@pytest.fixture
def owner(make) -> Person:
    return make("Grace", Role.COORDINATOR, EAST_MIDLANDS)


@pytest.fixture
def made(owner) -> tuple[AccessToken, str]:
    return services.make_token(label="report", lasts=MONTH, by=owner)


def test_only_a_digest_is_kept(made) -> None:
    token, raw = made
    assert raw.startswith("riia_")
    assert len(raw) > 40
    assert raw not in str(vars(token))
    assert raw not in str([vars(entry) for entry in Entry.objects.all()])


def test_it_does_what_it_was_made_for_and_no_more(made, owner) -> None:
    scope = queries.scope_for_token(made[1])
    assert scope.person_ref == str(owner.reference)
    assert scope.actions == {Action.USE_API, Action.SEE_FIGURES, Action.EXPORT_FIGURES}
    assert not scope.may(Action.APPROVE_ACCESS, DERBY)


def test_a_key_for_returns_is_made_by_whoever_prepares_them(make) -> None:
    lead = make("Priya", Role.COUNCIL_PERFORMANCE_LEAD, DERBY)
    plain, for_returns = (
        queries.scope_for_token(services.make_token(label="x", lasts=MONTH, returns=returns, by=lead)[1])
        for returns in (False, True)
    )
    assert not plain.may(Action.PREPARE_RETURN, DERBY)
    assert for_returns.may(Action.PREPARE_RETURN, DERBY)
    assert for_returns.actions - plain.actions == {Action.PREPARE_RETURN, Action.SEE_RETURNS}


def test_a_key_for_returns_gives_nobody_a_right_they_do_not_have(owner) -> None:
    _, raw = services.make_token(label="x", lasts=MONTH, returns=True, by=owner)
    assert not queries.scope_for_token(raw).may(Action.PREPARE_RETURN)


def test_only_whoever_prepares_returns_is_offered_a_key_for_them(owner, make, signed_in) -> None:
    assert b'name="returns"' not in signed_in(owner).get("/account/api-keys/").content
    lead = make("Priya", Role.COUNCIL_PERFORMANCE_LEAD, DERBY)
    assert b'name="returns"' in signed_in(lead).get("/account/api-keys/").content


@pytest.mark.parametrize("raw", ["", "riia_", "riia_nonsense", "nonsense", "x" * 5000])
def test_nonsense_is_nobody(db, raw) -> None:
    assert queries.scope_for_token(raw) == Scope.nobody()


def test_it_ends_with_its_term_its_revocation_its_owners_role_and_account(made, owner) -> None:
    token, raw = made
    AccessToken.objects.update(expires_at=timezone.now())
    assert queries.scope_for_token(raw) == Scope.nobody()
    AccessToken.objects.update(expires_at=timezone.now() + MONTH)
    assert queries.scope_for_token(raw).signed_in
    services.revoke_token(token=token, by=owner)
    services.revoke_token(token=token, by=owner)
    assert Entry.objects.filter(action="access.revoke_api_key").count() == 1
    assert queries.scope_for_token(raw) == Scope.nobody()
    AccessToken.objects.update(revoked_at=None)
    owner.holdings.all().delete()
    assert queries.scope_for_token(raw).actions == frozenset()
    owner.is_active = False
    owner.save()
    assert queries.scope_for_token(raw) == Scope.nobody()


def test_who_makes_one_and_for_how_long(make, owner) -> None:
    with pytest.raises(NotAllowedError, match="do not include the API"):
        services.make_token(label="x", lasts=MONTH, by=make("Sup", Role.SUPPLIER, EAST_MIDLANDS))
    for lasts in (timedelta(days=367), timedelta(0)):
        with pytest.raises(PolicyError, match="a year at most"):
            services.make_token(label="x", lasts=lasts, by=owner)


def test_nobody_revokes_anothers(made, make) -> None:
    with pytest.raises(NotAllowedError):
        services.revoke_token(token=made[0], by=make("Ada", Role.ADMINISTRATOR))


@pytest.mark.urls(__name__)
class TestOnTheWire:
    def test_with_a_key(self, client, made) -> None:
        response = client.get("/api/whoami/", headers={"Authorization": f"Bearer {made[1]}"})
        assert response.json() == {"label": "Grace", "actions": ["export-figures", "see-figures", "use-api"]}

    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer nonsense", "Basic cmlpYQ==", "Token riia_x"])
    def test_without_one(self, client, db, header) -> None:
        response = client.get("/api/whoami/", headers={"Authorization": header})
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == "Bearer"
        assert "API key" in response.json()["detail"]

    def test_a_session_is_no_key(self, owner, signed_in) -> None:
        assert signed_in(owner).get("/api/whoami/").status_code == 401

    def test_a_key_is_no_session(self, client, made) -> None:
        assert client.get("/account/", headers={"Authorization": f"Bearer {made[1]}"}).status_code == 302

    def test_its_use_is_noted_once_a_day(self, client, made) -> None:
        for _ in range(3):
            client.get("/api/whoami/", headers={"Authorization": f"Bearer {made[1]}"})
        made[0].refresh_from_db()
        assert made[0].last_used_on == TODAY()
        entry = Entry.objects.get(action="access.use_api_key")
        assert entry.origin == "api"


def test_the_page_shows_a_new_key_once(owner, signed_in) -> None:
    browser: Client = signed_in(owner)
    page = browser.post("/account/api-keys/", {"label": "report in R", "days": "90"})
    raw = page.content.decode().split('access-key">')[1].split("<")[0]
    assert page.headers["Cache-Control"] == "no-store"
    assert queries.scope_for_token(raw).signed_in
    again = browser.get("/account/api-keys/").content.decode()
    assert raw not in again
    assert "report in R" in again
    token = AccessToken.objects.get()
    browser.post(f"/account/api-keys/{token.reference}/revoke/")
    assert queries.scope_for_token(raw) == Scope.nobody()


def test_the_page_knows_ones_own_keys_only(made, make, signed_in) -> None:
    browser = signed_in(make("Ana", Role.API_ANALYST, DERBY))
    assert made[0].label == "report"
    assert "Revoke" not in browser.get("/account/api-keys/").content.decode()
    assert browser.post(f"/account/api-keys/{made[0].reference}/revoke/").status_code == 404
