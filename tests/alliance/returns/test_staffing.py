"""The data function is staffed when each of its three posts has a holder on every day (R5.15).

While the post is funded one coordinator works full time, and a working time nobody wrote down is not known (R5.21).
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.agreements.models import AgreementVersion
from riia.alliance.audit.models import Entry
from riia.alliance.places.models import Alliance
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import FundedPost, Round, WorkingTime
from riia.alliance.returns.presenters.quality import staffing
from riia.alliance.returns.presenters.staffing import quality_lines, standing
from riia.alliance.returns.queries.staffing import Span, known_from, posts, vacancies
from riia.alliance.returns.queries.staffing_funded import Funded, funded
from riia.alliance.returns.services.staffing import note_funding, set_working_time, withdraw_funding
from riia.alliance.returns.staffing_cover import Cover, Held, stretches
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


# one full-time coordinator while funded

HALF, FULL = Decimal("0.5"), Decimal(1)
DAY = dt.timedelta(days=1)
_SHARES = st.sampled_from([None, Decimal("0.4"), Decimal("0.6"), FULL])
_HELD = st.builds(
    lambda pair, at, share: Held(min(pair), max(pair), [(at, share)] if share else []),
    st.tuples(_DAYS, _DAYS), _DAYS, _SHARES,
)  # fmt: skip


@given(st.lists(_HELD, max_size=4), _DAYS)
def test_every_funded_day_is_of_one_kind_and_unknown_is_never_a_number(held: list[Held], known: dt.date) -> None:
    found = stretches(held, FIRST, LAST, known)
    told = {one.first + dt.timedelta(days=n): one for one in found for n in range(one.days)}
    assert sorted(told) == [FIRST + dt.timedelta(days=n) for n in range(30)]
    for day, one in told.items():
        there = [each for each in held if each.first <= day <= each.last]
        shares = [each.share_on(day) for each in there]
        if day < known:
            assert one.cover is Cover.NOT_KNOWN
        elif FULL in shares:
            assert one.cover is Cover.FULL
        elif None in shares:
            assert (one.cover, one.total) == (Cover.NOT_KNOWN, None)
        else:
            total = sum(shares, Decimal(0))  # type: ignore[arg-type]  # none is None here
            assert one.cover is (Cover.NOBODY if not there else Cover.SHARED if total >= 1 else Cover.PART)


@pytest.fixture
def post(alliance: Alliance, people: People, live: Callable[..., None]) -> FundedPost:
    """Funded for April 2026; today is 30 April, and Helen has been in post all along."""
    live(LAST)
    return fund(alliance, people.coordinator)


def fund(alliance: Alliance, by: Any, **changes: Any) -> FundedPost:
    facts: dict[str, Any] = {"starts_on": FIRST, "ends_on": LAST, "source": "Determination 31/1"} | changes
    return note_funding(alliance=alliance, by=by, **facts)


def helens(people: People) -> RoleHolding:
    return RoleHolding.objects.get(person=people.coordinator)


def only(alliance: Alliance, today: dt.date = LAST) -> Funded:
    (one,) = funded(alliance, today)
    return one


def test_a_working_time_nobody_wrote_down_is_not_known(post: FundedPost, alliance: Alliance, people: People) -> None:
    assert [(one.cover, one.days) for one in only(alliance).stretches] == [(Cover.NOT_KNOWN, 30)]
    assert standing(only(alliance))[0] == ("not known", "attention")
    set_working_time(holding=helens(people), starts_on=FIRST + 10 * DAY, share=FULL, by=people.performance)
    assert [(one.cover, one.days) for one in only(alliance).stretches] == [(Cover.NOT_KNOWN, 10), (Cover.FULL, 20)]
    set_working_time(holding=helens(people), starts_on=dt.date(2020, 1, 1), share=FULL, by=people.performance)
    assert standing(only(alliance)) == (
        ("full time on every day", "done"), "One full-time coordinator on 30 of 30 funded days up to 30 April 2026."
    )  # fmt: skip


def test_part_time_sharing_and_a_vacancy_are_told_apart(
    post: FundedPost, alliance: Alliance, people: People, give: Give
) -> None:
    helen = helens(people)
    set_working_time(holding=helen, starts_on=FIRST, share=FULL, by=people.coordinator)
    set_working_time(holding=helen, starts_on=FIRST + 10 * DAY, share=HALF, by=people.coordinator)
    second = give(people.performance, Role.COORDINATOR, EAST_MIDLANDS, starts=FIRST + 15 * DAY)
    set_working_time(holding=second, starts_on=second.starts, share=HALF, by=people.coordinator)
    give(people.analyst, Role.COORDINATOR, EAST_MIDLANDS, deputy_for=helen)  # a deputy fills no post
    RoleHolding.objects.filter(pk__in=[helen.pk, second.pk]).update(state="ended", ended_on=FIRST + 20 * DAY)
    found = only(alliance)
    assert [(one.cover, one.days, one.total) for one in found.stretches] == [
        (Cover.FULL, 10, None), (Cover.PART, 5, HALF), (Cover.SHARED, 5, FULL), (Cover.NOBODY, 10, None),
    ]  # fmt: skip
    tag, words = standing(found)
    assert tag[1] == "problem"
    assert words.endswith(
        "Of the others, 10 days nobody in post, 5 days part time and 5 days a full week shared by several."
    )


def test_days_to_come_and_times_not_begun_are_not_counted(
    alliance: Alliance, people: People, live: Callable[..., None]
) -> None:
    live(FIRST + 4 * DAY)
    fund(alliance, people.coordinator, ends_on=None)
    assert only(alliance, FIRST + 4 * DAY).days() == 5
    assert standing(only(alliance, FIRST - DAY))[1] == "This time has not begun."
    assert quality_lines([]) == ["Whether the coordinator’s post was funded is not recorded, so full time is not told."]


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"source": " "}, "document"), ({"ends_on": FIRST - DAY}, "before it begins"), ({}, "funded already"),
     ({"starts_on": LAST, "ends_on": None}, "funded already"),
     ({"starts_on": FIRST - 9 * DAY, "ends_on": FIRST}, "funded already")],
)  # fmt: skip
def test_what_cannot_be_funded(
    post: FundedPost, alliance: Alliance, people: People, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(DeskError, match=said):
        fund(alliance, people.coordinator, **changes)
    assert fund(alliance, people.coordinator, starts_on=LAST + DAY, ends_on=None).pk


def test_a_funded_time_is_withdrawn_with_a_reason(post: FundedPost, alliance: Alliance, people: People) -> None:
    with pytest.raises(DeskError, match="Say why"):
        withdraw_funding(post=post, reason=" ", by=people.coordinator)
    for _ in range(2):
        withdraw_funding(post=post, reason="wrong year", by=people.coordinator)
    assert funded(alliance, LAST) == []
    assert Entry.objects.filter(action="returns.withdraw_funding").count() == 1
    assert fund(alliance, people.coordinator) != post


@pytest.mark.parametrize("share", [Decimal(0), Decimal("1.01"), Decimal("-0.5")])
def test_a_share_is_more_than_nothing_and_a_full_week_at_most(post: FundedPost, people: People, share: Decimal) -> None:
    with pytest.raises(DeskError, match="share of a full week"):
        set_working_time(holding=helens(people), starts_on=FIRST, share=share, by=people.coordinator)


def test_working_time_is_of_the_coordinator_in_their_term_by_those_who_run_the_desk(
    post: FundedPost, people: People
) -> None:
    analyst = RoleHolding.objects.get(person=people.analyst)
    with pytest.raises(DeskError, match="coordinator"):
        set_working_time(holding=analyst, starts_on=FIRST, share=FULL, by=people.coordinator)
    with pytest.raises(DeskError, match="Choose a day in it"):
        set_working_time(holding=helens(people), starts_on=dt.date(2019, 1, 1), share=FULL, by=people.coordinator)
    for person in (people.analyst, people.southwest, people.derby_dcs):
        with pytest.raises(NotYours):
            set_working_time(holding=helens(people), starts_on=FIRST, share=FULL, by=person)
        with pytest.raises(NotYours):
            withdraw_funding(post=post, reason="x", by=person)
    for share in (HALF, FULL):
        set_working_time(holding=helens(people), starts_on=FIRST, share=share, by=people.coordinator)
    assert WorkingTime.objects.get().share == FULL
    assert Entry.objects.filter(action="returns.set_working_time").last().details["before"] in {"0.50", None}


def test_when_the_trail_fails_nothing_has_changed(
    post: FundedPost, alliance: Alliance, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr("riia.alliance.returns.services.staffing.record", refuse)
    steps: list[Callable[[], object]] = [
        lambda: fund(alliance, people.coordinator, starts_on=LAST + DAY, ends_on=None),
        lambda: withdraw_funding(post=post, reason="x", by=people.coordinator),
        lambda: set_working_time(holding=helens(people), starts_on=FIRST, share=FULL, by=people.coordinator),
    ]
    for step in steps:
        with pytest.raises(RuntimeError):
            step()
    assert FundedPost.objects.get().withdrawn_because == ""
    assert not WorkingTime.objects.exists()


def test_from_the_pages(
    round_: Round, alliance: Alliance, people: People, signed_in: Callable[[Person], Client]
) -> None:
    desk, page = signed_in(people.coordinator), "/returns/staffing/"
    assert "No funded time is noted" in desk.get(page).content.decode()
    day = {f"starts_on-{part}": value for part, value in (("day", 1), ("month", 9), ("year", 2026))}
    assert "Enter the document" in desk.post(f"{page}new/", day).content.decode()
    desk.post(f"{page}new/", day | {"source": "Determination 31/1"})
    time = f"{page}holdings/{helens(people).reference}/"
    assert "Enter 1 for full time, or less" in desk.post(time, day | {"share": "1.5"}).content.decode()
    desk.post(time, day | {"share": "0.6"})
    text = desk.get(page).content.decode()
    assert "1 September 2026 to 1 October 2026 (31 days): part time, together 0.6 of a full week" in text
    assert "not known until 1 September 2026; 0.6 of a full week from 1 September 2026" in text
    text = desk.get("/returns/quality/").content.decode()
    assert (
        "Funded from 1 September 2026 by Determination 31/1: One full-time coordinator on 0 of 31 funded days" in text
    )
    assert "Looking after it" in text
    reader = signed_in(people.analyst).get(page).content.decode()
    assert "part time, together 0.6" in reader
    assert "Helen" not in reader
    desk = signed_in(people.coordinator)
    desk.post(f"{page}{FundedPost.objects.get().reference}/withdraw/", {"reason": "wrong"})
    assert "No funded time is noted" in desk.get(page).content.decode()
    assert signed_in(people.southwest).get(time).status_code == 404
    assert signed_in(people.derby).get(page).status_code == 403
