"""The South West with two councils, its people, and a register with a quarterly report and a board pack.

The clock stands at Monday 5 January 2026, ten in the morning, until `live(day)` moves it; then e-mails go out.
"""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.places.models import Alliance, AllianceMember, Place
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.due_rules import Often
from riia.alliance.reporting.models import Edition, Kind
from riia.alliance.reporting.queries.reading import Owed, get_owed
from riia.alliance.reporting.services import sending
from riia.alliance.reporting.services.freezing import freeze
from riia.alliance.reporting.services.register import Line, add_kind
from riia.alliance.reporting.services.sending import recipients, send_edition
from riia.alliance.returns import timekeeping
from tests.alliance.reporting.sample import SAMPLE

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REGION, ELSEWHERE = "E12000009", "E12000004"
BRISTOL, DEVON, DERBY = "801", "878", "831"
TODAY = dt.date(2026, 1, 5)
Q3 = "2025-26Q3"
QUARTERLY = Line(
    "Quarterly report to DfE and LGA", (Audience.DFE, Audience.LGA), Often.QUARTER, made_from="report",
    first_ends_on=dt.date(2025, 9, 30), receipt_needed=True, owner="Coordinator",
)  # fmt: skip
PACK = Line("Board pack", (Audience.BOARD,), Often.QUARTER, "The Board", made_from="board",
            first_ends_on=dt.date(2025, 12, 31))  # fmt: skip
NATIONAL = Line("National update", (Audience.NATIONAL,), Often.QUARTER, made_from="report",
                first_ends_on=dt.date(2025, 12, 31), share_first="the Chair DCS")  # fmt: skip
UPDATE = Line("Written update", (Audience.CIB,), Often.REQUEST, days=7)

type Live = Callable[[dt.date], None]


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Live:
    """`live(day)`: it is that day, ten in the morning, until the next call."""

    def moved(day: dt.date) -> None:
        moment = timezone.make_aware(dt.datetime.combine(day, dt.time(10)))
        monkeypatch.setattr(timekeeping, "timezone", SimpleNamespace(now=lambda: moment, localtime=timezone.localtime))

    return moved


@pytest.fixture
def places(db: None, live: Live) -> dict[str, Place]:
    live(TODAY)
    made = {}
    for code, name in ((REGION, "South West"), (ELSEWHERE, "East Midlands")):
        made[code] = Place.objects.create(code=code, kind="region", name=name)
    for code, name, region in ((BRISTOL, "Bristol", REGION), (DEVON, "Devon", REGION), (DERBY, "Derby", ELSEWHERE)):
        made[code] = Place.objects.create(
            code=code, kind="council", name=name, official_name=name, council_type="unitary", region=made[region]
        )
    return made


@pytest.fixture
def alliance(places: dict[str, Place]) -> Alliance:
    made = {}
    for region, councils in ((REGION, (BRISTOL, DEVON)), (ELSEWHERE, (DERBY,))):
        name = places[region].name
        made[region] = Alliance.objects.create(
            code=name.lower().replace(" ", "-"), name=f"{name} Alliance", short_name=name, region=places[region]
        )
        for council in councils:
            AllianceMember.objects.create(alliance=made[region], council=places[council])
    return made[REGION]


@pytest.fixture
def sent_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent after a commit goes at once: a test's own transaction never commits."""
    monkeypatch.setattr(sending.transaction, "on_commit", lambda send, robust: send())


class People(NamedTuple):
    """Who works with reports in these tests."""

    coordinator: Person
    analyst: Person
    lead: Person
    chair: Person
    bristol_dcs: Person
    bristol_member: Person
    dfe: Person
    lga: Person
    auditor: Person
    elsewhere: Person
    dfe_elsewhere: Person
    supplier: Person


@pytest.fixture
def people(places: dict[str, Place], alliance: Alliance) -> People:
    def make(name: str, role: Role, place: str | None) -> Person:
        person = Person.objects.create_user(f"{name.lower()}@example.org", name=name)
        RoleHolding.objects.create(
            person=person, role=role, place=places[place] if place else None, purpose="test",
            state=HoldingState.APPROVED, starts=dt.date(2020, 1, 1), expires=dt.date(2099, 12, 31),
            review_due=dt.date(2099, 12, 31), proposer_label="test", approved_at=timezone.now(), approver_label="test",
        )  # fmt: skip
        return person

    return People(
        coordinator=make("Rosalind", Role.COORDINATOR, REGION),
        analyst=make("Gwen", Role.ANALYST, REGION),
        lead=make("Miriam", Role.LEAD_DCS, REGION),
        chair=make("Anthony", Role.BOARD_CHAIR, REGION),
        bristol_dcs=make("Ruth", Role.DCS, BRISTOL),
        bristol_member=make("Sheila", Role.LEAD_MEMBER, BRISTOL),
        dfe=make("Imogen", Role.DFE, REGION),
        lga=make("Graham", Role.LGA, REGION),
        auditor=make("Edward", Role.AUDITOR, None),
        elsewhere=make("Helen", Role.COORDINATOR, ELSEWHERE),
        dfe_elsewhere=make("Naomi", Role.DFE, ELSEWHERE),
        supplier=make("Beatrix", Role.SUPPLIER, REGION),
    )


@pytest.fixture
def quarterly(alliance: Alliance, people: People) -> Kind:
    return add_kind(alliance=alliance, line=QUARTERLY, by=people.coordinator)


@pytest.fixture
def pack(alliance: Alliance, people: People) -> Kind:
    return add_kind(alliance=alliance, line=PACK, by=people.coordinator)


def owed_q3(kind: Kind) -> Owed:
    """The report on October to December 2025."""
    found = get_owed(kind, Q3)
    assert found is not None
    return found


@pytest.fixture
def frozen(quarterly: Kind, people: People) -> Edition:
    return freeze(one=owed_q3(quarterly), content=SAMPLE, cover_note="Please read.", by=people.coordinator)


@pytest.fixture
def sent(frozen: Edition, people: People, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """It, sent to both; its files are stand-ins, as other tests make the real ones."""
    monkeypatch.setattr(sending.making, "as_file", lambda one, form: f"{one.report.foot} as {form}".encode())
    to = recipients(frozen.report.kind.alliance, frozen.readers)
    return send_edition(edition=frozen, to=to, by=people.coordinator)


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """A browser in which somebody is signed in; second steps are another test's."""

    def as_(person: Person) -> Client:
        Person.objects.filter(pk=person.pk).update(is_persona=True)
        client = Client(raise_request_exception=True)
        client.force_login(Person.objects.get(pk=person.pk), backend=BACKEND)
        return client

    return as_
