"""The simulated care of the data function: loaded once, on any day, labelled, and telling what it should."""

import datetime as dt

import pytest

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.access.scope import Scope
from riia.alliance.audit.actors import System
from riia.alliance.places.models import Alliance, AllianceMember, Place
from riia.alliance.returns.models import CollectionReview, FundedPost, GroupMeeting, Survey
from riia.alliance.returns.queries import survey as surveys
from riia.alliance.returns.queries.feedback import quarters
from riia.alliance.returns.queries.staffing_funded import funded
from riia.alliance.returns.staffing_cover import Cover
from riia.demo.care import SOUTH_WEST, load_care

BY = System("tests")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "today", [dt.date(2026, 11, 22), dt.date(2027, 1, 2), dt.date(2027, 4, 1), dt.date(2027, 6, 30)]
)
def test_it_is_loaded_once_and_tells_what_it_should(today: dt.date) -> None:
    region = Place.objects.create(code=SOUTH_WEST, kind="region", name="South West")
    alliance = Alliance.objects.create(code="south-west", name="South West Alliance", short_name="SW", region=region)
    for code in ("801", "802", "803"):
        council = Place.objects.create(code=code, kind="council", name=code, official_name=code, council_type="unitary",
                                       region=region)  # fmt: skip
        AllianceMember.objects.create(alliance=alliance, council=council)
    person = Person.objects.create_user("coordinator@example.org", name="Simulated")
    RoleHolding.objects.create(
        person=person, role=Role.COORDINATOR, place=region, purpose="test", state="approved", starts=today,
        expires=today + dt.timedelta(days=300), review_due=today + dt.timedelta(days=300), proposer_label="t",
        approved_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), approver_label="t",
    )  # fmt: skip
    for _ in range(2):
        load_care(by=BY, today=today)

    survey = Survey.objects.get()
    result = surveys.result(survey)
    assert result is not None
    assert (survey.simulated, result.answers, result.invited) == (True, 14, 16)
    assert (result.decides.good, result.decides.of, result.decides.running) == (11, 13, 1)
    assert len(surveys.comments(survey)) == 4
    assert all("(simulated)" in text for text in surveys.comments(survey))

    published, draft = CollectionReview.objects.order_by("first_day")
    assert (published.number, published.areas.count(), draft.state, draft.areas.count()) == (1, 4, "draft", 2)
    assert published.simulated is draft.simulated is True

    log = [one for one in quarters(alliance, today) if one.meetings]
    assert [one.settled.percent for one in log if one.settled.of] == [80, 100]
    assert [one.review is not None for one in log][-2:] == [False, True]
    assert not GroupMeeting.objects.filter(simulated=False).exists()

    (post,) = funded(alliance, today)
    assert FundedPost.objects.get().simulated
    assert [one.cover for one in post.stretches] == [Cover.FULL, Cover.PART, Cover.FULL]
    assert post.days(Cover.PART) == 91
    assert surveys.surveys(Scope.nobody()).count() == 0
