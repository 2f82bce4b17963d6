"""The data function is staffed when each of its three posts has a holder on every day (R5.15)."""

import datetime as dt
from collections.abc import Callable

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.agreements.models import AgreementVersion
from riia.alliance.places.models import Alliance
from riia.alliance.returns.models import Round
from riia.alliance.returns.presenters.quality import staffing
from riia.alliance.returns.queries.staffing import Span, known_from, posts, vacancies
from tests.alliance.returns.conftest import EAST_MIDLANDS, Give, People

FIRST, LAST = dt.date(2026, 4, 1), dt.date(2026, 4, 30)
_DAYS = st.integers(-10, 45).map(lambda n: FIRST + dt.timedelta(days=n))


@given(st.lists(st.tuples(_DAYS, _DAYS).map(lambda pair: (min(pair), max(pair))), max_size=5))
def test_every_day_is_either_held_or_vacant(held: list[Span]) -> None:
    days = [FIRST + dt.timedelta(days=n) for n in range(30)]
    free = {day for day in days if not any(first <= day <= last for first, last in held)}
    spans = vacancies(held, FIRST, LAST)
    told = [first + dt.timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)]
    assert sorted(free) == told


def test_staffed_and_vacant_posts_are_said(alliance: Alliance, people: People, give: Give) -> None:
    staff = posts(alliance, FIRST, LAST)
    assert staffing(staff) == [
        "Staffed: regional coordinator, regional analyst and regional performance lead each had a holder on every day."
    ]
    RoleHolding.objects.filter(person=people.analyst).update(state="ended", ended_on=dt.date(2026, 4, 11))
    give(people.performance, Role.ANALYST, EAST_MIDLANDS, starts=dt.date(2026, 4, 21))
    assert staffing(posts(alliance, FIRST, LAST)) == [
        "Regional analyst: nobody for 10 days, 11 April 2026 to 20 April 2026."
    ]


def test_a_review_that_lapsed_and_a_role_not_approved_leave_a_post_vacant(alliance: Alliance, people: People) -> None:
    RoleHolding.objects.filter(person=people.analyst).update(review_due=dt.date(2026, 3, 28))  # counts 28 days longer
    RoleHolding.objects.filter(person=people.coordinator).update(state="proposed", approved_at=None, approver_label="")
    days = {post.title: post.days_vacant for post in posts(alliance, FIRST, LAST)}
    assert days == {"Regional coordinator": 30, "Regional analyst": 5, "Regional performance lead": 0}


def test_what_was_before_the_service_knew_of_roles_is_no_vacancy(alliance: Alliance, people: People) -> None:
    RoleHolding.objects.update(starts=dt.date(2026, 4, 15))
    assert known_from(alliance, FIRST) == dt.date(2026, 4, 15)
    RoleHolding.objects.update(starts=dt.date(2025, 4, 15))
    assert known_from(alliance, FIRST) == FIRST


def test_the_report_says_it(
    round_: Round, register: AgreementVersion, people: People, signed_in: Callable[[Person], Client]
) -> None:
    text = signed_in(people.performance).get("/returns/quality/").content.decode()
    assert "The data function since 1 April 2026" in text
    assert "each had a holder on every day" in text
