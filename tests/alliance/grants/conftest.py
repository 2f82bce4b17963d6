"""A register of grants for these tests: all regions, some councils, people with roles, and the packaged letters."""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.audit.actors import System
from riia.alliance.grants.models import Determination, DeterminationVersion, Reference
from riia.alliance.places.models import Place, Succession
from riia.demo.grants import load_grants
from riia.indicators import reference

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BY = System("tests")
SOUTH_WEST, SOUTH_EAST, EAST_MIDLANDS = "E12000009", "E12000008", "E12000004"
BRISTOL, DEVON, BATH, LEICESTER, OLD_DORSET, DORSET = "801", "878", "800", "856", "835", "838"

type SignedIn = Callable[[Person], Client]


@pytest.fixture
def england(db: None) -> dict[str, Place]:
    """Every region, and every council of the packaged register with its days."""
    regions = [
        Place(code=one.code, kind="region", name=one.name) for one in reference.regions() if one.code.startswith("E12")
    ]
    Place.objects.bulk_create(regions)
    made = {place.code: place for place in Place.objects.all()}
    Place.objects.bulk_create(
        Place(
            code=one.code,
            kind="council",
            name=one.name,
            official_name=one.official_name,
            council_type=one.type.value,
            region=made[one.region],
            valid_from=one.valid_from,
            valid_to=one.valid_to,
        )
        for one in reference.authorities()
    )
    made = {place.code: place for place in Place.objects.all()}
    Succession.objects.create(
        predecessor=made[OLD_DORSET], successor=made[DORSET], on=dt.date(2019, 4, 1), kind="split"
    )
    return made


@pytest.fixture
def letters(england: dict[str, Place]) -> dict[str, Determination]:
    """The three letters and the South West's grants, by a reference or by their strand."""
    load_grants(by=BY)
    found = {one.written: one.determination for one in Reference.objects.select_related("determination")}
    for strand, word in (("send", "SEND and"), ("csc", "social care")):
        found[strand] = Determination.objects.get(programme__contains=word, financial_year=2025)
    return found


@pytest.fixture
def variation(letters: dict[str, Determination]) -> DeterminationVersion:
    """Variation 3 of 2023."""
    return letters["31/6558"].versions.get()


class People(NamedTuple):
    """Who works with grants in these tests. Ruth is Lead DCS of the South West and Devon's own director."""

    coordinator: Person
    lead: Person
    chair: Person
    performance: Person
    bristol: Person
    devon: Person
    dfe: Person
    auditor: Person
    east: Person
    supplier: Person


@pytest.fixture
def people(england: dict[str, Place]) -> People:
    def give(person: Person, role: Role, place: str | None) -> None:
        RoleHolding.objects.create(
            person=person,
            role=role,
            place=england[place] if place else None,
            purpose="test",
            state=HoldingState.APPROVED,
            starts=dt.date(2020, 1, 1),
            expires=dt.date(2099, 12, 31),
            review_due=dt.date(2099, 12, 31),
            proposer_label="test",
            approved_at=timezone.now(),
            approver_label="test",
        )

    def make(name: str, role: Role, place: str | None) -> Person:
        person = Person.objects.create_user(f"{name.lower()}@example.org", name=name)
        give(person, role, place)
        return person

    found = People(
        coordinator=make("Rosa", Role.COORDINATOR, SOUTH_WEST),
        lead=make("Ruth", Role.LEAD_DCS, SOUTH_WEST),
        chair=make("Cleo", Role.CHAIR_DCS, SOUTH_WEST),
        performance=make("Jago", Role.REGIONAL_PERFORMANCE_LEAD, SOUTH_WEST),
        bristol=make("Tom", Role.COUNCIL_PERFORMANCE_LEAD, BRISTOL),
        devon=make("Dora", Role.DCS, DEVON),
        dfe=make("Imogen", Role.DFE, SOUTH_WEST),
        auditor=make("Edward", Role.AUDITOR, None),
        east=make("Helen", Role.COORDINATOR, EAST_MIDLANDS),
        supplier=make("Beatrix", Role.SUPPLIER, None),
    )
    give(found.lead, Role.DCS, DEVON)
    return found


@pytest.fixture
def signed_in(client: Client) -> SignedIn:
    """A browser signed in as somebody whose second step is done."""

    def as_person(person: Person) -> Client:
        client.force_login(person, backend=BACKEND)
        session = client.session
        session["second_step"] = str(person.reference)
        session.save()
        return client

    return as_person
