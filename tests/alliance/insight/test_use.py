"""A council's use of the comparisons is noted once a month, without a person, and asked as at a day."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from riia.alliance.access.roles import Role
from riia.alliance.access.scope import HeldRole, Scope
from riia.alliance.insight import use
from riia.alliance.insight.models import DashboardUse
from riia.alliance.places.measures import Asked, Measured, measure_of
from riia.alliance.places.models import Alliance, AllianceMember, Place

REGION, DAY = "E12000004", dt.date(2026, 1, 15)


@pytest.fixture(autouse=True)
def _nothing_noted() -> Iterator[None]:
    use.forget()
    yield
    use.forget()


@pytest.fixture
def alliance(db: None) -> Alliance:
    region = Place.objects.create(code=REGION, kind="region", name="East Midlands")
    made = Alliance.objects.create(code="em", name="EM Alliance", short_name="EM", region=region)
    for code, name in (("831", "Derby"), ("856", "Leicester")):
        council = Place.objects.create(
            code=code, kind="council", name=name, official_name=name, council_type="unitary", region=region
        )
        AllianceMember.objects.create(alliance=made, council=council)
    return made


def of(place: str, *, region: bool = False) -> Scope:
    reach = frozenset({place, "831", "856"} if region else {place})
    return Scope.of("p", "p", (HeldRole("h", Role.ANALYST, place, region, reach),))


def asked(until: dt.date, since: dt.date = dt.date(2025, 4, 1)) -> Measured:
    found = measure_of("insight.dashboards-used")
    assert found is not None
    return found.find(Asked(REGION, since, until, until))


def test_a_council_counts_once_a_month_and_the_region_never(alliance: Alliance) -> None:
    assert asked(DAY).n is None
    use.note(of("831"), DAY)
    use.note(of(REGION, region=True), DAY)
    use.note(Scope.nobody(), DAY)
    found = asked(DAY)
    assert (found.n, found.of) == (1, 2)
    assert {one.place: one.counts for one in found.parts} == {"831": True, "856": False}
    assert asked(DAY - dt.timedelta(days=1)).n is None
    with CaptureQueriesContext(
        connection,
    ) as queries:
        use.note(of("831"), DAY + dt.timedelta(days=3))
    assert len(queries) == 0
    use.forget()
    use.note(of("831"), DAY + dt.timedelta(days=4))
    assert DashboardUse.objects.get().first_on == DAY


def test_use_before_the_time_asked_does_not_count(alliance: Alliance) -> None:
    use.note(of("831"), DAY)
    assert asked(dt.date(2026, 3, 31), since=dt.date(2026, 2, 1)).n == 0


def test_the_use_of_simulated_people_is_said_to_be_simulated(alliance: Alliance) -> None:
    use.note(of("831"), DAY, simulated=True)
    assert asked(DAY).simulated
    use.note(of("856"), DAY)
    assert list(DashboardUse.objects.values_list("council", "simulated")) == [("831", True), ("856", False)]
