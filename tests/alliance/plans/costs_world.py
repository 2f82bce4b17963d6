"""A small plan with costs for the tests of money and time: the South West, one strand, two areas, four KPIs."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.audit.actors import System
from riia.alliance.grants.models import Determination, GrantKind, Payment, PaymentKind
from riia.alliance.grants.states import PaymentState
from riia.alliance.places.models import Alliance, Place
from riia.alliance.plans.costs import Amount, How, reads_as
from riia.alliance.plans.entering_costs import HeadingGiven, LineGiven, Reading, SheetGiven
from riia.alliance.plans.models import (
    Activity,
    Area,
    CostLine,
    CostSheet,
    Kpi,
    Measure,
    Plan,
    PlanVersion,
    Strand,
    SubRequirement,
)
from riia.alliance.plans.services import costs
from riia.alliance.plans.states import VersionState

REGION, ELSEWHERE = "E12000009", "E12000004"
DUES = {"1.1": dt.date(2025, 12, 30), "1.2": dt.date(2026, 2, 28), "2.1": dt.date(2025, 9, 30), "2.2": None}
BY = System("test")


@dataclass
class World:
    """What a test works with."""

    plan: Plan
    version: PlanVersion
    sheet: CostSheet
    kpis: dict[str, Kpi]
    lines: list[CostLine]
    grant: Determination
    coordinator: Person
    performance: Person
    lead: Person
    stranger: Person

    def measure(self, key: str, number: int = 1) -> Measure:
        return self.kpis[key].measures.get(number=number)


def amount(text: str) -> Amount:
    return Amount(reads_as(text), How.STATED, text)


def line(spend: str, *quarters: str, requirement: str = "", scope: str = "") -> LineGiven:
    q2, q3, q4 = (amount(each) for each in quarters)
    return LineGiven(amount(spend), (Amount(0, How.DERIVED), q2, q3, q4), requirement, Reading(scope))


GIVEN = SheetGiven(
    "I", "costs of the test", amount("£15,000"), "Introduction",
    {"spend": amount("£15,000"), "q2": amount("£3,000"), "q3": amount("£4,500"), "q4": amount("£7,500"),
     "allocation": amount("£15,000"), "variance": amount("£0")},
    (
        HeadingGiven("Data", amount("£8,000"), amount("£10,000"), amount("£2,000"),
                     (line("£4,000", "£800", "£1,200", "£2,000"), line("£6,000", "£1,200", "£1,800", "£3,000")),
                     Reading("all KPI in section 1")),
        HeadingGiven("Support", amount("£7,000"), amount("£5,000"), amount("-£2,000"),
                     (line("£5,000", "£1,000", "£1,500", "£2,500", requirement="2", scope="2.1 to 2.3"),)),
    ),
)  # fmt: skip


def person(name: str, role: Role, place: Place) -> Person:
    made = Person.objects.create_user(f"{name.lower()}@example.org", name=name)
    RoleHolding.objects.create(
        person=made, role=role, place=place, purpose="test", state=HoldingState.APPROVED, starts=dt.date(2020, 1, 1),
        expires=dt.date(2099, 12, 31), review_due=dt.date(2099, 12, 31), proposer_label="test",
        approved_at=timezone.now(), approver_label="test",
    )  # fmt: skip
    return made


def make_world() -> World:
    region = Place.objects.create(code=REGION, kind="region", name="South West")
    other = Place.objects.create(code=ELSEWHERE, kind="region", name="East Midlands")
    alliance = Alliance.objects.create(code="south-west", name="South West", short_name="SW", region=region)
    plan = Plan.objects.create(alliance=alliance, year=2025, title="Plan 2025-26", starts_on=dt.date(2025, 4, 1),
                               ends_on=dt.date(2026, 3, 31), maker_label="test")  # fmt: skip
    version = PlanVersion.objects.create(plan=plan, label="V1", state=VersionState.IN_FORCE)
    kpis = make_kpis(version)
    grant = Determination.objects.create(programme="Test grant", kind=GrantKind.CORE, financial_year=2025)
    strand = version.strands.get()
    sheet = costs.enter_sheet(strand=strand, given=GIVEN, determination=grant, by=BY)
    own = CostLine.objects.filter(heading__sheet=sheet)
    own = own.select_related("heading__sheet__version__plan__alliance__region", "requirement")
    lines = list(own.order_by("heading__order", "number"))
    return World(
        plan, version, sheet, kpis, lines, grant,
        coordinator=person("Rosa", Role.COORDINATOR, region), performance=person(
            "Jago", Role.REGIONAL_PERFORMANCE_LEAD, region),
        lead=person("Miriam", Role.LEAD_DCS, region), stranger=person("Helen", Role.COORDINATOR, other),
    )  # fmt: skip


def make_kpis(version: PlanVersion) -> dict[str, Kpi]:
    """KPIs 1.1 (two measures), 1.2, 2.1 and 2.2 (without a day) in two areas of one strand."""
    strand = Strand.objects.create(version=version, code="SEND", title="SEND", order=1)
    found: dict[str, Kpi] = {}
    for key, due in DUES.items():
        number = key.split(".")[0]
        area, _ = Area.objects.get_or_create(strand=strand, number=number, defaults={"title": f"Area {number}",
                                                                                     "order": int(number)})  # fmt: skip
        requirement, _ = SubRequirement.objects.get_or_create(area=area, number=number,
                                                              defaults={"words": "Do it", "order": 1})  # fmt: skip
        activity = Activity.objects.create(requirement=requirement, key=key, written=key, words=f"Do {key}",
                                           order=len(found))  # fmt: skip
        found[key] = Kpi.objects.create(version=version, activity=activity, written=key, key=key, order=len(found),
                                        words=f"Promise number {key} is kept")  # fmt: skip
        Measure.objects.create(kpi=found[key], number=1, words=f"{key} is done", due=due)
    Measure.objects.create(kpi=found["1.1"], number=2, words="its first product", due=dt.date(2026, 2, 10))
    return found


def instalment(world: World, pence: int, paid_on: dt.date) -> Payment:
    """Money of the grant that came in."""
    return Payment.objects.create(
        kind=PaymentKind.INSTALMENT, determination=world.grant, place=world.plan.alliance.region, amount_pence=pence,
        due_on=paid_on, paid_on=paid_on, state=PaymentState.PAID,
    )  # fmt: skip
