"""A small world for the tests of access: two regions, three councils, and people made to order."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.places.models import Place

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
EAST_MIDLANDS, SOUTH_WEST = "E12000004", "E12000009"
DERBY, LEICESTER, NOTTINGHAM, BRISTOL = "831", "856", "892", "801"
TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


@pytest.fixture
def places(db: None) -> dict[str, Place]:
    england = Place.objects.create(code="E92000001", kind="country", name="England")
    made = {"E92000001": england}
    for code, name in ((EAST_MIDLANDS, "East Midlands"), (SOUTH_WEST, "South West")):
        made[code] = Place.objects.create(code=code, kind="region", name=name)
    for code, name, region in ((DERBY, "Derby", EAST_MIDLANDS), (LEICESTER, "Leicester", EAST_MIDLANDS),
                               (NOTTINGHAM, "Nottingham", EAST_MIDLANDS),
                               (BRISTOL, "Bristol, City of", SOUTH_WEST)):  # fmt: skip
        made[code] = Place.objects.create(
            code=code, kind="council", name=name, official_name=name, council_type="unitary", region=made[region]
        )
    return made


type Give = Callable[..., RoleHolding]
type Make = Callable[..., Person]


@pytest.fixture
def give(places: dict[str, Place]) -> Give:
    """Give somebody a role in force today, without going through the services."""

    def given(person: Person, role: Role, place: str | None = None, **changes: Any) -> RoleHolding:
        today = TODAY()
        facts: dict[str, Any] = {
            "purpose": "test",
            "state": HoldingState.APPROVED,
            "starts": today - 10 * DAY,
            "expires": today + 100 * DAY,
            "review_due": today + 90 * DAY,
            "proposer_label": "test",
            "approved_at": timezone.now(),
            "approver_label": "test",
        } | changes
        return RoleHolding.objects.create(person=person, role=role, place=places[place] if place else None, **facts)

    return given


@pytest.fixture
def make(give: Give) -> Make:
    """Make a person who has joined, with a role where one is named: make("Helen", Role.COORDINATOR, "E12000004")."""

    def made(name: str, role: Role | None = None, place: str | None = None, **changes: Any) -> Person:
        person = Person.objects.create_user(f"{name.lower()}@example.org", name=name)
        if role:
            give(person, role, place, **changes)
        return person

    return made


@pytest.fixture
def signed_in(client: Client) -> Callable[[Person], Client]:
    """A browser signed in as somebody whose second step is done."""

    def as_person(person: Person) -> Client:
        client.force_login(person, backend=BACKEND)
        session = client.session
        session["second_step"] = str(person.reference)
        session.save()
        return client

    return as_person


@pytest.fixture(autouse=True)
def _forget_rate_limits() -> Iterator[None]:
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()
