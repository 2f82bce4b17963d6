"""A small world for the tests of the return desk: an alliance of three councils with a signed register, its people, and
an open round for July to September 2026.

The desk's clock stands at Thursday 1 October 2026, ten in the morning. `live(date(2026, 10, 20))` moves it;
`with at(date(2026, 10, 20)):` replays what is inside on that day, in which nobody is written to. Roles hold on every
day, so that a test reads the same in ten years.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.agreements.audiences import Privacy
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
from riia.alliance.agreements.services.instructions import accept_notice
from riia.alliance.agreements.states import VersionState
from riia.alliance.agreements.states_register import Basis, ItemStatus
from riia.alliance.audit.actors import System
from riia.alliance.places.models import Alliance, AllianceMember, Place, Rhythm
from riia.alliance.returns import timekeeping
from riia.alliance.returns.models import Return, Round, Route
from riia.alliance.returns.services.rounds import open_round, plan_round
from riia.alliance.returns.timekeeping import as_of
from riia.indicators.model import Period
from riia.indicators.returns.forms import form_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
EAST_MIDLANDS, SOUTH_WEST = "E12000004", "E12000009"
DERBY, LEICESTER, NOTTINGHAM, BRISTOL = "831", "856", "892", "801"
PERIOD = "2026-27Q2"
OPENS, DUE = dt.date(2026, 10, 1), dt.date(2026, 10, 22)

type Give = Callable[..., RoleHolding]
type Make = Callable[..., Person]
type At = Callable[..., AbstractContextManager[None]]


@pytest.fixture
def at() -> At:
    """`with at(date(2026, 10, 20)):` everything inside happens on that day, at ten unless an hour is given."""

    def moved(day: dt.date, hour: int = 10) -> AbstractContextManager[None]:
        return as_of(timezone.make_aware(dt.datetime.combine(day, dt.time(hour))))

    return moved


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`live(date(2026, 10, 20))`: it is that day until the next call. Unlike in `at`, e-mails really go out then."""

    def moved(day: dt.date, hour: int = 10) -> None:
        moment = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
        clock = SimpleNamespace(now=lambda: moment, localtime=timezone.localtime)
        monkeypatch.setattr(timekeeping, "timezone", clock)

    return moved


@pytest.fixture
def desk_clock(live: Callable[..., None]) -> None:
    """The desk's clock stands at the day the round opens."""
    live(OPENS)


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


@pytest.fixture
def alliance(places: dict[str, Place]) -> Alliance:
    """The East Midlands with three member councils and a settled rhythm: quarterly, by financial quarters."""
    return make_alliance(places, EAST_MIDLANDS, "East Midlands", (DERBY, LEICESTER, NOTTINGHAM))


@pytest.fixture
def other_alliance(places: dict[str, Place]) -> Alliance:
    """The South West with Bristol: another region, for what must not be seen."""
    return make_alliance(places, SOUTH_WEST, "South West", (BRISTOL,))


def make_alliance(places: dict[str, Place], region: str, name: str, councils: tuple[str, ...]) -> Alliance:
    made = Alliance.objects.create(
        code=name.lower().replace(" ", "-"), name=f"{name} Alliance", short_name=name, region=places[region]
    )
    for council in councils:
        AllianceMember.objects.create(alliance=made, council=places[council])
    Rhythm.objects.create(
        alliance=made, subject="Core dataset", kind="return", written="quarterly", source="the agreement, 6.1",
        frequency="quarterly", period_kind="financial quarter",
    )  # fmt: skip
    return made


@pytest.fixture
def register(alliance: Alliance) -> AgreementVersion:
    """The alliance's agreement, signed and in force, with every item of Dataset 1 active."""
    return make_register(alliance)


def make_register(alliance: Alliance) -> AgreementVersion:
    agreement = Agreement.objects.create(
        alliance=alliance, kind=AgreementKind.MEMORANDUM, title=f"{alliance.short_name} memorandum", non_statutory=True
    )
    version = AgreementVersion.objects.create(
        agreement=agreement, number=1, label="2022-24", state=VersionState.IN_FORCE,
        drafted_on=dt.date(2022, 6, 1), commences=dt.date(2022, 9, 1),
    )  # fmt: skip
    # Together rather than one by one: nearly every test of the desk begins here.
    parties = Party.objects.bulk_create(
        Party(version=version, council=member.council, counted_authority=True)
        for member in alliance.memberships.select_related("council")
    )
    seats = Seat.objects.bulk_create(Seat(party=party, office=Office.DCS) for party in parties)
    Signature.objects.bulk_create(
        Signature(seat=seat, signed_on=dt.date(2022, 8, 1), as_written="1/8/22", recorder_label="tests")
        for seat in seats
    )
    dataset = Dataset.objects.create(
        version=version, number=1, key="dataset-1", title="Core indicators", clause="6.6",
        privacy=Privacy.AGGREGATED, frequency="quarterly", source="the data appendix",
    )  # fmt: skip
    keys = list(dict.fromkeys(item.register_key for item in form_of("mou-2022").items))
    items = RegisterItem.objects.bulk_create(
        RegisterItem(dataset=dataset, key=key, number=number) for number, key in enumerate(keys, 1)
    )
    ItemLine.objects.bulk_create(
        ItemLine(
            item=item, starts_on=dt.date(2022, 9, 1), status=ItemStatus.ACTIVE, title=item.key,
            privacy=Privacy.AGGREGATED, audiences=["partners", "processor"], onward=["dfe"], basis=Basis.AGREEMENT,
            recorder_label="tests",
        )
        for item in items
    )  # fmt: skip
    return version


@pytest.fixture
def give(places: dict[str, Place]) -> Give:
    """Give somebody a role that holds on every day, without going through the services."""

    def given(person: Person, role: Role, place: str | None = None, **changes: Any) -> RoleHolding:
        held = _holding(person, role, places[place] if place else None, **changes)
        held.save()
        return held

    return given


def _holding(person: Person, role: Role, place: Place | None, **changes: Any) -> RoleHolding:
    facts: dict[str, Any] = {
        "purpose": "test",
        "state": HoldingState.APPROVED,
        "starts": dt.date(2020, 1, 1),
        "expires": dt.date(2099, 12, 31),
        "review_due": dt.date(2099, 12, 31),
        "proposer_label": "test",
        "approved_at": timezone.now(),
        "approver_label": "test",
    } | changes
    return RoleHolding(person=person, role=role, place=place, **facts)


@pytest.fixture
def make(give: Give) -> Make:
    """Make a person who has joined, with a role where one is named: make("Helen", Role.COORDINATOR, EAST_MIDLANDS)."""

    def made(name: str, role: Role | None = None, place: str | None = None, **changes: Any) -> Person:
        person = Person.objects.create_user(f"{name.lower().replace(' ', '-')}@example.org", name=name)
        if role:
            give(person, role, place, **changes)
        return person

    return made


class People(NamedTuple):
    """Who works with returns in these tests."""

    coordinator: Person
    performance: Person
    analyst: Person
    derby: Person
    derby_dcs: Person
    leicester: Person
    leicester_dcs: Person
    nottingham: Person
    dfe: Person
    bristol: Person
    southwest: Person


@pytest.fixture
def people(places: dict[str, Place]) -> People:
    """The region's desk, a performance lead in each council, two directors, DfE, and people of another region.

    Nottingham has no director on purpose: not every council has named everybody.
    """
    roles = {
        "coordinator": ("Helen", Role.COORDINATOR, EAST_MIDLANDS),
        "performance": ("Yusuf", Role.REGIONAL_PERFORMANCE_LEAD, EAST_MIDLANDS),
        "analyst": ("Grace", Role.ANALYST, EAST_MIDLANDS),
        "derby": ("Priya", Role.COUNCIL_PERFORMANCE_LEAD, DERBY),
        "derby_dcs": ("Martin", Role.DCS, DERBY),
        "leicester": ("Ines", Role.COUNCIL_PERFORMANCE_LEAD, LEICESTER),
        "leicester_dcs": ("Ruth", Role.DCS, LEICESTER),
        "nottingham": ("Owen", Role.COUNCIL_PERFORMANCE_LEAD, NOTTINGHAM),
        "dfe": ("Naomi", Role.DFE, EAST_MIDLANDS),
        "bristol": ("Tom", Role.COUNCIL_PERFORMANCE_LEAD, BRISTOL),
        "southwest": ("Jago", Role.REGIONAL_PERFORMANCE_LEAD, SOUTH_WEST),
    }
    made = Person.objects.bulk_create(
        Person(email=f"{name.lower()}@example.org", name=name, password=make_password(None))
        for name, _, _ in roles.values()
    )
    RoleHolding.objects.bulk_create(
        _holding(person, role, places[place]) for person, (_, role, place) in zip(made, roles.values(), strict=True)
    )
    return People(**dict(zip(roles, made, strict=True)))


@pytest.fixture
def signed_in(client: Client) -> Callable[[Person], Client]:
    """A browser signed in as somebody whose second step is done and who has accepted the notice (R4.05)."""

    def as_person(person: Person) -> Client:
        accept_notice(person=person)
        client.force_login(person, backend=BACKEND)
        session = client.session
        session["second_step"] = str(person.reference)
        session.save()
        return client

    return as_person


@pytest.fixture
def clerk() -> System:
    """The system itself, which may do everything."""
    return System("return desk clerk")


@pytest.fixture
def planned(desk_clock: None, register: AgreementVersion, alliance: Alliance, clerk: System) -> Round:
    """A planned round for July to September 2026 that opens today and is due on 22 October."""
    return make_round(alliance, clerk)


def make_round(alliance: Alliance, by: Any, period: str = PERIOD, **changes: Any) -> Round:
    """Plan a round; every part of it can be given."""
    facts: dict[str, Any] = {"form": "mou-2022", "route": Route.VIA_REGION, "opens_on": OPENS, "due_on": DUE} | changes
    return plan_round(alliance=alliance, period=Period.parse(period), by=by, **facts)


@pytest.fixture
def round_(planned: Round, clerk: System) -> Round:
    """The same round, open: Derby, Leicester and Nottingham are asked."""
    return open_round(round_=planned, by=clerk)


@pytest.fixture
def returns(round_: Round) -> dict[str, Return]:
    """The returns of the open round by council code."""
    return {one.council.code: one for one in round_.returns.select_related("council", "round__alliance__region")}


@pytest.fixture
def derby_return(returns: dict[str, Return]) -> Return:
    return returns[DERBY]


@pytest.fixture(autouse=True)
def _forget_rate_limits() -> Iterator[None]:
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()
