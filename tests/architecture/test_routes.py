"""Every address, tried as nobody and as every role: who is let through is answered, who is not is refused."""

import datetime as dt
import random
import re
import uuid

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.http import HttpResponseForbidden
from django.test import Client
from django.utils import timezone

from riia.alliance.access import middleware
from riia.alliance.access.gate import PUBLIC, Audience, Route, declared_access, undeclared_routes
from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.queries import scope_for, scopes_as_they_are
from riia.alliance.access.roles import ROLES, Reach, Role
from riia.alliance.access.scope import Scope
from riia.alliance.access.states import HoldingState
from riia.alliance.audit.actors import System
from riia.alliance.figures.services import load_packaged
from riia.alliance.places.models import Place
from riia.alliance.places.services import load_reference

# A value for each kind of part an address can have; a new kind of part fails the test until it is added here.
EXAMPLES = {
    "str:place": "831",
    "str:code": "831",
    "str:region": "E12000004",
    "slug:indicator": "referrals",
    "slug:slug": "referrals",
    "uuid:reference": str(uuid.UUID(int=7)),
    "uuidstr:reference": str(uuid.UUID(int=7)),
    "str:form": "csv",
    "str:token": "not-a-real-token",
    "str:uidb36": "1",
    "str:key": "not-a-real-key",
    "slug:provider_id": "nobody",
    "slug:sha": "e548b10b4e2d",
    "int:pk": "1",
    "int:year": "2026",
    "slug:step": "open",
}
PART = re.compile(r"<([^>]+)>")
SIGN_IN = "/sign-in/"


def address(pattern: str) -> str:
    """A concrete address for a route's pattern."""
    plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<str:\1>", pattern.replace("\\Z", "").strip("^$"))
    missing = [part for part in PART.findall(plain) if part not in EXAMPLES]
    assert not missing, f"{pattern}: add an example for {missing} to EXAMPLES"
    return "/" + PART.sub(lambda match: EXAMPLES[match[1]], plain)


ROUTES = declared_access()


def test_no_route_is_undeclared() -> None:
    assert [route.pattern for route in undeclared_routes()] == []


def test_there_are_routes() -> None:
    assert len(ROUTES) > 20


@pytest.fixture(scope="module")
def passer_by() -> Client:
    """One browser for all: it builds the whole stack of middleware."""
    return Client(raise_request_exception=True)


@pytest.mark.django_db
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name or route.pattern)
def test_nobody_sees_only_what_is_public(route: Route, passer_by: Client) -> None:
    passer_by.cookies.clear()
    response = passer_by.get(address(route.pattern))
    if route.rule.audience is PUBLIC:
        assert response.status_code != 403
    else:
        assert refused(response), f"{route.pattern} answered {response.status_code} to nobody"


@pytest.fixture
def _only_answers(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    """Sessions stay in memory, and who is refused is not shown the page that says so: another test reads it."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    monkeypatch.setattr(middleware, "permission_denied", lambda request, reason: HttpResponseForbidden())


@pytest.mark.django_db
@pytest.mark.usefixtures("_only_answers")
def test_every_route_as_every_role(subtests: pytest.Subtests) -> None:
    by = System("test")
    load_reference(by=by)
    load_packaged(by=by)
    for role in Role if connection.vendor == "sqlite" else (Role.COORDINATOR, Role.DCS):
        with subtests.test(role=role), scopes_as_they_are():
            person = holder(role)
            scope = scope_for(person)
            client = Client(raise_request_exception=True)  # one for all: it builds the whole stack of middleware
            assert [line for route in ROUTES for line in tried(route, client, person, scope)] == []


def tried(route: Route, client: Client, person: Person, scope: Scope) -> list[str]:
    """What is wrong with the answers this person gets from a route, read and written to.

    Who is not admitted is refused before it is looked at what they want, so they try one or the other.
    """
    if route.rule.audience is Audience.BY_TOKEN:
        return []
    if SESSION_KEY not in client.session:  # not yet signed in, or the last address ended the session
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    wrong = []
    methods = [client.get, client.post]
    if not route.rule.admits(scope):
        methods = [random.Random(f"{person.email} {route.pattern}").choice(methods)]
    for method in methods:
        response = method(address(route.pattern))
        said = f"{route.pattern} answered {response.status_code} to {person.name} by {method.__name__}"
        if not route.rule.admits(scope) and not refused(response):
            wrong.append(f"{said}, whom the rule does not admit")
        if response.status_code >= 500:
            wrong.append(said)
    return wrong


def refused(response) -> bool:
    """Refused, sent to sign in, or not told that there is anything."""
    to_sign_in = response.status_code == 302 and response.headers["Location"].startswith(SIGN_IN)
    return response.status_code in {401, 403, 404, 405} or to_sign_in


def holder(role: Role) -> Person:
    """A person whose only holding is this role, in force today, with a second step set up."""
    reach = ROLES[role].reach
    code = "831" if Reach.COUNCIL in reach else "E12000004" if Reach.REGION in reach else None
    person = Person.objects.create(email=f"{role}@example.org", name=ROLES[role].title, is_persona=True)
    today = timezone.localdate()
    RoleHolding.objects.create(
        person=person,
        role=role,
        place=Place.objects.get(code=code) if code else None,
        purpose="test",
        state=HoldingState.APPROVED,
        starts=today,
        expires=today + dt.timedelta(days=30),
        review_due=today + dt.timedelta(days=30),
        proposer_label="test",
        approved_at=timezone.now(),
        approver_label="test",
    )
    return person
