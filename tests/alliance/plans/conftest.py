"""A small plan: the South West with three councils, its people, and KPIs of each shape. It is 5 January 2026."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.places.models import Alliance, AllianceMember, Place
from riia.alliance.plans.models import (
    Activity,
    Area,
    Instance,
    Kpi,
    Measure,
    Plan,
    PlanVersion,
    Strand,
    SubRequirement,
)
from riia.alliance.plans.states import VersionState
from riia.alliance.returns import timekeeping

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REGION, ELSEWHERE = "E12000009", "E12000004"
BRISTOL, DEVON, TORBAY, DERBY = "801", "878", "880", "831"
TODAY = dt.date(2026, 1, 5)

type Live = Callable[[dt.date], None]
type Holds = Callable[[str, Role, str], Person]
type SignedIn = Callable[[Person], Client]


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Live:
    """`live(day)`: it is that day, ten in the morning, until the next call."""

    def moved(day: dt.date) -> None:
        moment = timezone.make_aware(dt.datetime.combine(day, dt.time(10)))
        monkeypatch.setattr(timekeeping, "timezone", SimpleNamespace(now=lambda: moment, localtime=timezone.localtime))

    moved(TODAY)
    return moved


@pytest.fixture
def places(db: None, live: Live) -> dict[str, Place]:
    made = {}
    for code, name in ((REGION, "South West"), (ELSEWHERE, "East Midlands")):
        made[code] = Place.objects.create(code=code, kind="region", name=name)
    for code, name, region in ((BRISTOL, "Bristol", REGION), (DEVON, "Devon", REGION), (TORBAY, "Torbay", REGION),
                               (DERBY, "Derby", ELSEWHERE)):  # fmt: skip
        made[code] = Place.objects.create(
            code=code, kind="council", name=name, official_name=name, council_type="unitary", region=made[region]
        )
    return made


@pytest.fixture
def alliance(places: dict[str, Place]) -> Alliance:
    made = Alliance.objects.create(
        code="sw", name="South West Alliance", short_name="South West", region=places[REGION]
    )
    for code in (BRISTOL, DEVON, TORBAY):
        AllianceMember.objects.create(alliance=made, council=places[code])
    return made


@pytest.fixture
def holds(places: dict[str, Place]) -> Holds:
    """`holds(name, role, place)`: a person with a role in force there."""

    def made(name: str, role: Role, place: str) -> Person:
        person = Person.objects.create_user(f"{name.lower().replace(' ', '.')}@example.org", name=name)
        RoleHolding.objects.create(
            person=person, role=role, place=places[place], purpose="test", state=HoldingState.APPROVED,
            starts=dt.date(2020, 1, 1), expires=dt.date(2099, 12, 31), review_due=dt.date(2099, 12, 31),
            proposer_label="test", approved_at=timezone.now(), approver_label="test",
        )  # fmt: skip
        return person

    return made


@pytest.fixture
def coordinator(holds: Holds) -> Person:
    return holds("Cara Coordinator", Role.COORDINATOR, REGION)


@pytest.fixture
def analyst(holds: Holds) -> Person:
    return holds("Ana Analyst", Role.ANALYST, REGION)


@pytest.fixture
def lead(holds: Holds) -> Person:
    return holds("Lena Lead", Role.LEAD_DCS, REGION)


@pytest.fixture
def officer(holds: Holds) -> Person:
    return holds("Olu Officer", Role.COUNCIL_PERFORMANCE_LEAD, BRISTOL)


@pytest.fixture
def plan(alliance: Alliance) -> Plan:
    """KPI 1.1.1 counts councils, 1.1.2 is two measures, 1.1.3 is monthly, 1.1.4 has a date that does not exist."""
    made = Plan.objects.create(
        alliance=alliance, year=2025, title="Plan of the South West", starts_on=dt.date(2025, 4, 1),
        ends_on=dt.date(2026, 3, 31), maker_label="test",
    )  # fmt: skip
    version = PlanVersion.objects.create(plan=made, label="V2", state=VersionState.IN_FORCE)
    strand = Strand.objects.create(version=version, code="SEND", title="SEND", order=0)
    area = Area.objects.create(strand=strand, number="1", title="Data", order=0)
    requirement = SubRequirement.objects.create(area=area, number="1.1", words="Data expertise", order=0)
    activity = Activity.objects.create(requirement=requirement, key="1.1.1", written="1.1.1", words="Network", order=0)
    Activity.objects.create(requirement=requirement, key="1.1.9", written="1.1.9", words="Nothing counts it", order=1)

    def kpi(key: str, words: str, due: dt.date | None, order: int) -> Kpi:
        return Kpi.objects.create(
            version=version, activity=activity, written=key, key=key, words=words, due=due, order=order,
            due_written=f"{due.day} {due:%B %Y}" if due else "29 February 2026",
        )  # fmt: skip

    due = dt.date(2026, 1, 31)
    one = kpi("1.1.1", "Councils take part", due, 0)
    Measure.objects.create(
        kpi=one, number=1, words="Councils taking part", operator=">=", value=Decimal(86), unit="percent_of_LAs",
        denominator="3 LAs", all_councils=True, due=due, due_written="31 January 2026", proofs=["minutes"],
    )  # fmt: skip
    two = kpi("1.1.2", "Provider and dashboard", due, 1)
    for number, words in ((1, "Provider commissioned"), (2, "Dashboard live")):
        Measure.objects.create(kpi=two, number=number, words=words, operator="=", value=1, unit="milestone", due=due)
    three = kpi("1.1.3", "Monthly meetings", due, 2)
    monthly = Measure.objects.create(
        kpi=three, number=1, words="Meeting", operator=">=", value=1, unit="per_month", recurrence="monthly"
    )
    for month in (11, 12):
        label = f"{dt.date(2025, month, 1):%B %Y}"
        Instance.objects.create(measure=monthly, label=label, due=dt.date(2025, month, 28))
    four = kpi("1.1.4", "Event", None, 3)
    Measure.objects.create(kpi=four, number=1, words="Event held", operator="=", value=1, unit="milestone",
                           due_written="29 February 2026")  # fmt: skip
    return made


@pytest.fixture
def measures(plan: Plan) -> dict[str, Measure]:
    """Measures by "KPI/number"."""
    found = Measure.objects.filter(kpi__version__plan=plan).select_related(
        "kpi__version__plan__alliance__region", "kpi__owner"
    )
    return {f"{each.kpi.key}/{each.number}": each for each in found}


@pytest.fixture
def signed_in() -> SignedIn:
    def made(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend=BACKEND)
        session = client.session
        session["second_step"] = str(person.reference)
        session.save()
        return client

    return made
