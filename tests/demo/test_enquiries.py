"""The simulated questions from outside: loaded once, labelled, and true to the plan's clock."""

import datetime as dt

import pytest

from riia.alliance.access.scope import Scope
from riia.alliance.audit.actors import System
from riia.alliance.places.models import Alliance, Place
from riia.alliance.returns.models import Enquiry
from riia.alliance.returns.queries import enquiries
from riia.demo.enquiries import SOUTH_WEST, STORY, load_enquiries

BY = System("tests")


@pytest.mark.django_db
@pytest.mark.parametrize("today", [dt.date(2026, 11, 22), dt.date(2026, 12, 26), dt.date(2027, 1, 4)])
def test_they_are_loaded_once_and_come_out_the_same_on_every_day(today: dt.date) -> None:
    region = Place.objects.create(code=SOUTH_WEST, kind="region", name="South West")
    Alliance.objects.create(code="south-west", name="South West Alliance", short_name="South West", region=region)
    for _ in range(2):
        load_enquiries(by=BY, today=today)
    found = list(enquiries.enquiries(Scope.system()))
    assert len(found) == len(STORY) == Enquiry.objects.filter(simulated=True).count()
    assert all("(simulated)" in one.asker for one in found)
    share, content = enquiries.in_time(found, today), enquiries.satisfaction(found)
    assert (share.good, share.of, share.percent) == (10, 12, 83)
    assert (content.good, content.of, content.percent) == (8, 10, 80)
    assert share.running == 1
