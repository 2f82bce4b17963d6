"""Places and published figures loaded once for each test module, and readers to ask for pages as."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.audit.services import System
from riia.alliance.figures.services import load_packaged
from riia.alliance.places.models import Place
from riia.alliance.places.services import load_reference

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
type SignIn = Callable[..., Client]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The packaged statistics, taken back after the module: other modules borrow this fixture."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference(by=System("tests"))
        load_packaged(by=System("tests"))
        yield
        transaction.set_rollback(True)


def person_with(role: Role, place: str | None) -> Person:
    """Somebody simulated who holds one role, in force today."""
    today = timezone.localdate()
    person = Person.objects.create(email=f"{role}@example.org", name=f"A {role.title}", is_persona=True)
    RoleHolding.objects.create(
        person=person,
        role=role,
        place=Place.objects.get(code=place) if place else None,
        purpose="test",
        state=HoldingState.APPROVED,
        starts=today,
        expires=today + dt.timedelta(days=300),
        review_due=today + dt.timedelta(days=300),
        proposer_label="test",
        approved_at=timezone.now(),
        approver_label="test",
    )
    return person


@pytest.fixture
def sign_in(loaded: None, db: None) -> SignIn:
    """A client signed in as the holder of a role: Derby's performance lead unless another is named."""

    def signed_in(role: Role = Role.COUNCIL_PERFORMANCE_LEAD, place: str | None = "831") -> Client:
        client = Client(raise_request_exception=True)
        client.force_login(person_with(role, place), backend=BACKEND)
        return client

    return signed_in


@pytest.fixture
def reader(sign_in: SignIn) -> Client:
    return sign_in()
