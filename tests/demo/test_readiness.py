"""The simulated self-assessments: loaded once, labelled, the same on every day, with something true for each page."""

import datetime as dt

import pytest

from riia.alliance.access.scope import Scope
from riia.alliance.audit.actors import System
from riia.alliance.diagnostics.models import AssessmentRound
from riia.alliance.diagnostics.queries import picture
from riia.alliance.diagnostics.queries.picture import Picture
from riia.alliance.places.models import Alliance, AllianceMember, Place
from riia.demo.readiness import EAST_MIDLANDS, load_readiness

BY = System("tests")
COUNCILS = ("830", "831", "855", "856", "857", "891", "892", "925", "940", "941")


@pytest.mark.django_db
@pytest.mark.parametrize("today", [dt.date(2026, 11, 22), dt.date(2027, 1, 4)])
def test_they_are_loaded_once_and_come_out_the_same_on_every_day(today: dt.date) -> None:
    region = Place.objects.create(code=EAST_MIDLANDS, kind="region", name="East Midlands")
    alliance = Alliance.objects.create(code="em", name="East Midlands", short_name="East Midlands", region=region)
    for code in COUNCILS:
        name = f"Council {code}"
        council = Place.objects.create(
            code=code, kind="council", name=name, official_name=name, council_type="unitary", region=region
        )
        AllianceMember.objects.create(alliance=alliance, council=council)
    for _ in range(2):
        load_readiness(by=BY, today=today)
    now, then = (seen(one) for one in AssessmentRound.objects.all())
    assert (now.round.state, then.round.state) == ("open", "closed")
    assert now.round.opens_on < today < now.round.due_on
    assert all(one.round.simulated for one in (now, then))
    assert all("imulated" in answer.need for found in (now, then) for _, _, answer in found.wanted())
    assert (then.submitted, then.signed, now.submitted, now.signed) == (10, 10, 3, 2)
    states = sorted(row.assessment.state for row in now.rows)
    assert states == ["draft"] * 2 + ["not started"] * 5 + ["signed"] * 2 + ["submitted"]
    assert len(now.wanted()) >= 1
    assert all(then.publishable(one.key) for one in then.topic.statements)
    assert then.round.summaries.count() == 1


def seen(one: AssessmentRound) -> Picture:
    found = picture.picture(Scope.system(), one)
    assert found is not None
    return found
