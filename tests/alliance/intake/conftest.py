"""The East Midlands with its desk, somebody of the South West, and a document with two faults in it."""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.intake import services
from riia.alliance.places.models import Place
from riia.documents.model import (
    Block,
    BlockKind,
    Document,
    Evidence,
    Finding,
    Kind,
    Reading,
    Severity,
    Understood,
    Where,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REGION, ELSEWHERE = "E12000004", "E12000009"
TEXT = b"Grant letter\n\nPaid by 29 February 2026\nTotal: =SUM(A1)\n"


def reading(data: bytes, name: str, kind: Kind | None = None) -> Reading:
    """A letter of four lines with a date that does not exist, a total that cannot be and an artefact."""
    lines = data.decode().splitlines()
    blocks = tuple(Block(BlockKind.PARAGRAPH, line, Where(line=number)) for number, line in enumerate(lines, 1) if line)
    date, total = Where(line=3, label="clause 2"), Where(line=4)
    findings = (
        Finding("DATE-IMPOSSIBLE", Severity.ERROR, date, "29 February 2026", "February 2026 has 28 days.", "Ask.",
                (Evidence(Where(line=1), "Grant letter"),)),
        Finding("TOTAL-WRONG", Severity.ERROR, total, "=SUM(A1)", "The total is £1 more."),
        Finding("TOTAL-WRONG", Severity.ARTEFACT, Where(line=1), "Grant letter", "Damaged."),
    )  # fmt: skip
    understood = (Understood(("Payment",), "day", "28 February 2026", "29 February 2026", date),)
    return Reading(Document(name, "txt", "", blocks), kind or Kind.LETTER, "It says so.", understood, findings)


@pytest.fixture(autouse=True)
def read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a document says is tried in the library; here it is always the same."""
    monkeypatch.setattr(services, "check_file", reading)


class People(NamedTuple):
    coordinator: Person
    council: Person
    elsewhere: Person


@pytest.fixture
def people(db: None) -> People:
    for code, name in ((REGION, "East Midlands"), (ELSEWHERE, "South West")):
        Place.objects.create(code=code, kind="region", name=name)
    derby = Place.objects.create(
        code="831", kind="council", name="Derby", official_name="Derby", council_type="unitary",
        region=Place.objects.get(code=REGION),
    )  # fmt: skip

    def make(name: str, role: Role, place: str) -> Person:
        person = Person.objects.create_user(f"{name.lower()}@example.org", name=name)
        RoleHolding.objects.create(
            person=person, role=role, place=Place.objects.get(code=place), purpose="test", state=HoldingState.APPROVED,
            starts=dt.date(2020, 1, 1), expires=dt.date(2099, 12, 31), review_due=dt.date(2099, 12, 31),
            proposer_label="test", approved_at=timezone.now(), approver_label="test",
        )  # fmt: skip
        return person

    return People(
        make("Helen", Role.COORDINATOR, REGION),
        make("Priya", Role.COUNCIL_PERFORMANCE_LEAD, derby.code),
        make("Jago", Role.COORDINATOR, ELSEWHERE),
    )


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """A browser signed in as somebody whose second step is done."""

    def client(person: Person) -> Client:
        made = Client(raise_request_exception=True)
        made.force_login(person, backend=BACKEND)
        session = made.session
        session["second_step"] = str(person.reference)
        session.save()
        return made

    return client
