"""A small world for the tests of the register: two alliances, a signed agreement with two datasets, and its people."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.agreements.audiences import Audience, Privacy
from riia.alliance.agreements.models import (
    Agreement,
    AgreementVersion,
    Dataset,
    ItemLine,
    Party,
    RegisterItem,
    Seat,
    Signature,
)
from riia.alliance.agreements.models.agreement import AgreementKind
from riia.alliance.agreements.models.parties import Office
from riia.alliance.agreements.services.register_entering import DatasetText, enter_dataset, enter_items
from riia.alliance.agreements.services.register_lines import ItemText
from riia.alliance.agreements.states import VersionState
from riia.alliance.agreements.states_register import ItemStatus
from riia.alliance.audit.actors import System
from riia.alliance.places.models import Alliance, AllianceMember, Place

EAST_MIDLANDS, SOUTH_WEST = "E12000004", "E12000009"
DERBY, LEICESTER, BRISTOL = "831", "856", "801"
TODAY = dt.date(2026, 11, 23)
"""A Monday. Every test of the register happens on it."""
BEGINS, SIGNED = dt.date(2022, 9, 1), dt.date(2022, 9, 26)
BY = System("tests")
AGGREGATED = Privacy.AGGREGATED

__all__ = ["alliance", "on_a_monday", "other", "people", "signed_in", "version"]


@pytest.fixture(autouse=True)
def on_a_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


@pytest.fixture
def alliance(db: None) -> Alliance:
    return make_alliance(EAST_MIDLANDS, "East Midlands", {DERBY: "Derby", LEICESTER: "Leicester"})


@pytest.fixture
def other(db: None) -> Alliance:
    return make_alliance(SOUTH_WEST, "South West", {BRISTOL: "Bristol"})


def make_alliance(region: str, name: str, councils: dict[str, str]) -> Alliance:
    area = Place.objects.create(code=region, kind="region", name=name)
    code = name.lower().replace(" ", "-")
    made = Alliance.objects.create(code=code, name=f"{name} Alliance", short_name=name, region=area)
    for number, council in councils.items():
        place = Place.objects.create(
            code=number, kind="council", name=council, official_name=council, council_type="unitary", region=area
        )
        AllianceMember.objects.create(alliance=made, council=place)
    return made


@pytest.fixture
def version(alliance: Alliance) -> AgreementVersion:
    return make_register(alliance)


def make_version(alliance: Alliance, **changes: Any) -> AgreementVersion:
    """A version that both councils have signed, the last on 26 September 2022. `signatures=None` leaves one missing."""
    signatures = changes.pop("signatures", (dt.date(2022, 8, 10), SIGNED))
    agreement, _ = Agreement.objects.get_or_create(
        alliance=alliance, title="Memorandum", defaults={"kind": AgreementKind.MEMORANDUM, "non_statutory": True}
    )
    facts = {"number": 1, "label": "2022-24", "state": VersionState.IN_FORCE, "commences": BEGINS} | changes
    made = AgreementVersion.objects.create(agreement=agreement, **facts)
    for member, day in zip(alliance.memberships.all(), signatures, strict=False):
        party = Party.objects.create(version=made, council=member.council, counted_authority=True)
        seat = Seat.objects.create(party=party, office=Office.DCS)
        if day is not None:
            Signature.objects.create(seat=seat, signed_on=day, as_written=day.isoformat(), recorder_label="tests")
    return made


def make_register(alliance: Alliance, **changes: Any) -> AgreementVersion:
    """Dataset 1, two active items that may go to DfE; dataset 6, held until DfE publishes; dataset 2, under review."""
    made = make_version(alliance, **changes)
    one = enter_dataset(version=made, text=text_of(1, "Core indicators", clause="6.6", frequency="quarterly"), by=BY)
    two = enter_dataset(version=made, text=text_of(2, "More social care"), by=BY)
    six = enter_dataset(version=made, text=text_of(6, "Education", until_superseded=True), by=BY)
    partners, dfe = frozenset({Audience.PARTNERS}), frozenset({Audience.DFE})
    core = ItemText("Referrals to social care", AGGREGATED, "Requests accepted", audiences=partners, onward=dfe)
    home = ItemText("Children educated at home", AGGREGATED, "Elective home education", audiences=partners, onward=dfe)
    enter(one, ("referrals", core, ItemStatus.ACTIVE), ("ehe", home, ItemStatus.ACTIVE))
    enter(two, ("dental", ItemText("Dental checks", AGGREGATED, audiences=partners), ItemStatus.UNDER_REVIEW))
    enter(
        six,
        ("results", ItemText("Results of looked-after children", AGGREGATED, audiences=partners), ItemStatus.ACTIVE),
    )
    return made


def text_of(number: int, title: str, **more: Any) -> DatasetText:
    facts = {"clause": "6.4", "privacy": AGGREGATED, "source": "the data appendix"} | more
    return DatasetText(number=number, title=title, **facts)


def enter(dataset: Dataset, *items: tuple[str, ItemText, ItemStatus]) -> None:
    enter_items(dataset=dataset, items=list(items), starts_on=BEGINS, by=BY)


def item(key: str) -> RegisterItem:
    return RegisterItem.objects.select_related("dataset__version__agreement__alliance__region").get(key=key)


def statuses(key: str) -> list[str]:
    """The status of every line that holds, the oldest first."""
    return list(ItemLine.objects.filter(item__key=key, set_aside=False).values_list("status", flat=True))


class People:
    """People by what they do: `people.analyst`, `people.coordinator`, … each made when first asked for."""

    ROLES = {
        "coordinator": (Role.COORDINATOR, EAST_MIDLANDS),
        "analyst": (Role.ANALYST, EAST_MIDLANDS),
        "chair": (Role.CHAIR_DCS, EAST_MIDLANDS),
        "derby": (Role.COUNCIL_PERFORMANCE_LEAD, DERBY),
        "derby_dcs": (Role.DCS, DERBY),
        "dfe": (Role.DFE, EAST_MIDLANDS),
        "processor": (Role.PROCESSOR, EAST_MIDLANDS),
        "bristol": (Role.COUNCIL_PERFORMANCE_LEAD, BRISTOL),
        "supplier": (Role.SUPPLIER, EAST_MIDLANDS),
    }

    def __init__(self) -> None:
        self._made: dict[str, Person] = {}

    def __getattr__(self, name: str) -> Person:
        if name not in self.ROLES:
            raise AttributeError(name)
        return self._made.setdefault(name, None) or self._make(name)

    def _make(self, name: str) -> Person:
        role, place = self.ROLES[name]
        person = Person.objects.create(email=f"{name}@example.org", name=name.title(), is_persona=True)
        RoleHolding.objects.create(
            person=person,
            role=role,
            place=Place.objects.get(code=place),
            purpose="test",
            state=HoldingState.APPROVED,
            starts=TODAY - dt.timedelta(days=10),
            expires=TODAY + dt.timedelta(days=100),
            review_due=TODAY + dt.timedelta(days=90),
            proposer_label="test",
            approved_at=timezone.now(),
            approver_label="test",
        )
        self._made[name] = person
        return person


@pytest.fixture
def people(alliance: Alliance) -> People:
    return People()


@pytest.fixture
def signed_in(client: Client) -> Callable[[Person], Client]:
    def as_person(person: Person) -> Client:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_person
