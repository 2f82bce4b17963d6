"""Alliances and term dates: who sees what, who may change it, what is said when it cannot be right."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.queries import scope_for
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.audit.models import Entry
from riia.alliance.audit.services import System
from riia.alliance.pages import attention
from riia.alliance.pages.attention import needs_of
from riia.alliance.pages.forms.terms import TermsForm
from riia.alliance.pages.presenters import rhythms as shown
from riia.alliance.places import queries
from riia.alliance.places.errors import TermDatesError
from riia.alliance.places.models import AcademicTerm, Place, Rhythm
from riia.alliance.places.policies import TermDates, check_terms
from riia.alliance.places.services import load_reference, set_terms
from riia.indicators.calendar import Frequency

EAST_MIDLANDS, SOUTH_WEST, DERBY, BRISTOL = "E12000004", "E12000009", "831", "801"
EM_PAGE, SW_PAGE = f"/alliances/{EAST_MIDLANDS}/", f"/alliances/{SOUTH_WEST}/"
TODAY = dt.date(2026, 11, 22)
DERBY_DATES = f"/places/{DERBY}/terms/2026/"


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference(by=System("tests"))
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _on_a_day_of_term(_loaded: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


type SignIn = Callable[..., Client]


def holder(role: Role, place: str | None = None) -> Person:
    person = Person.objects.create(email=f"{role}.{place}@example.org".lower(), name=f"A {role.title}", is_persona=True)
    RoleHolding.objects.create(
        person=person,
        role=role,
        place=Place.objects.get(code=place) if place else None,
        purpose="test",
        state=HoldingState.APPROVED,
        starts=TODAY - dt.timedelta(days=10),
        expires=TODAY + dt.timedelta(days=100),
        review_due=TODAY + dt.timedelta(days=90),
        proposer_label="test",
        approved_at=timezone.now(),
        approver_label="test",
    )
    return person


@pytest.fixture
def signed_in(client: Client) -> SignIn:
    def as_holder(role: Role, place: str | None = None) -> Client:
        client.force_login(holder(role, place), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_holder


def words_of(response) -> str:
    """The text of a page's main part."""
    assert response.status_code == 200, response
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def unsettled(region: str) -> Rhythm:
    (rhythm,) = queries.unsettled_rhythms(frozenset({region}))
    return rhythm


def settle_address(region: str) -> str:
    return f"/alliances/{region}/rhythms/{unsettled(region).pk}/"


class TestAlliance:
    def test_councils_with_dates_and_who_serves_them(self, signed_in: SignIn) -> None:
        page = words_of(signed_in(Role.LEAD_MEMBER, DERBY).get(EM_PAGE))
        assert "10 councils" in page
        assert "North Northamptonshire 1 April 2021" in page
        assert "Northamptonshire, until 31 March 2021" in page
        assert "for North Northamptonshire and West Northamptonshire, since 1 April 2021" in page
        assert "Supports the alliance as its improvement body" in page

    def test_two_readings_side_by_side(self, signed_in: SignIn) -> None:
        client = signed_in(Role.COORDINATOR, SOUTH_WEST)
        page = words_of(client.get(SW_PAGE))
        assert "South West: one decision is needed" in page
        assert "“termly (quarterly)”, which can be read in two ways" in page
        assert "Every school term 6 data returns in two years Each for an academic term" in page
        assert "Every quarter 8 data returns in two years Each for a financial quarter or a calendar quarter" in page
        assert "Twice a year 4 meetings in two years Every two years 1 meeting in two years" in words_of(
            client.get(EM_PAGE)
        )

    @pytest.mark.parametrize(
        ("role", "place", "offered"),
        [
            (Role.COORDINATOR, SOUTH_WEST, True),
            (Role.ADMINISTRATOR, None, True),
            (Role.COORDINATOR, EAST_MIDLANDS, False),
            (Role.COUNCIL_PERFORMANCE_LEAD, BRISTOL, False),
            (Role.AUDITOR, None, False),
        ],
    )
    def test_settling_is_offered_to_whom_it_belongs(self, signed_in: SignIn, role: Role, place, offered: bool) -> None:
        client = signed_in(role, place)
        page = client.get(SW_PAGE)
        assert ("Settle this" in words_of(page)) is offered
        assert (settle_address(SOUTH_WEST).encode() in page.content) is offered
        assert client.get(settle_address(SOUTH_WEST)).status_code == (200 if offered else 403)
        sent = {"reading": "termly/academic term", "reason": "Agreed"}
        assert client.post(settle_address(SOUTH_WEST), sent).status_code == (302 if offered else 403)
        assert Entry.objects.filter(action=queries.SETTLED).exists() is offered

    def test_settled_with_the_reason_and_by_whom(self, signed_in: SignIn) -> None:
        client = signed_in(Role.COORDINATOR, EAST_MIDLANDS)
        address = settle_address(EAST_MIDLANDS)
        sent = {"reading": "twice a year", "reason": "Agreed by the directors on 3 June 2026."}
        page = words_of(client.post(address, sent, follow=True))
        assert "Settled. Executive group: twice a year." in page
        assert "Needs a decision" not in page
        assert (
            "“bi-annually” (East Midlands MoU 2022-24, 4.6). Agreed by the directors on 3 June 2026. Settled by" in page
        )
        assert "A Regional coordinator" in page
        again = client.get(address)
        assert 'value="twice a year" checked' in again.content.decode()
        assert "Now: Twice a year. Agreed by the directors" in words_of(again)

    @pytest.mark.parametrize(
        ("sent", "says"),
        [
            ({"reason": "Agreed"}, "Select what is meant"),
            ({"reading": "twice a year", "reason": "  "}, "Enter why it is read this way"),
            ({"reading": "monthly", "reason": "Agreed"}, "Select a valid choice"),
        ],
    )
    def test_not_settled_without_a_reading_and_a_reason(self, signed_in: SignIn, sent: dict, says: str) -> None:
        client = signed_in(Role.COORDINATOR, EAST_MIDLANDS)
        assert says in words_of(client.post(settle_address(EAST_MIDLANDS), sent))
        assert not unsettled(EAST_MIDLANDS).is_settled

    def test_what_has_one_meaning_is_not_asked(self, signed_in: SignIn) -> None:
        client = signed_in(Role.COORDINATOR, EAST_MIDLANDS)
        for rhythm in Rhythm.objects.filter(alliance__region__code=EAST_MIDLANDS):
            address = f"/alliances/{EAST_MIDLANDS}/rhythms/{rhythm.pk}/"
            asked = rhythm.written in ("bi-annually", "quarterly")  # which quarter is a choice that can be made again
            assert client.get(address).status_code == (200 if asked else 404), rhythm
            assert client.get(address.replace(EAST_MIDLANDS, SOUTH_WEST)).status_code in (403, 404)

    def test_no_such_alliance(self, signed_in: SignIn) -> None:
        client = signed_in(Role.ADMINISTRATOR)
        for address in ("/alliances/E12000099/", "/alliances/831/", f"/alliances/{EAST_MIDLANDS}/rhythms/999999/"):
            assert client.get(address).status_code == 404

    def test_the_list_counts(self, signed_in: SignIn) -> None:
        enter(DERBY)
        page = words_of(signed_in(Role.COUNCIL_OFFICER, DERBY).get("/alliances/"))
        assert "Yours: East Midlands Regional Improvement and Innovation Alliance" in page
        assert "East Midlands 10 1 of 10 1" in page
        assert "London 33 0 of 33 0" in page

    def test_nobody_sees_it_without_signing_in(self, client: Client) -> None:
        for address in ("/alliances/", EM_PAGE, f"/places/{DERBY}/terms/"):
            assert client.get(address).status_code == 302

    @pytest.mark.parametrize("address", [EM_PAGE, "/alliances/E12000007/", "/alliances/"])
    def test_as_many_queries_for_many_councils(self, signed_in, address, django_assert_max_num_queries) -> None:
        client = signed_in(Role.COORDINATOR, EAST_MIDLANDS)
        with django_assert_max_num_queries(14):
            client.get(address)


@pytest.mark.parametrize("frequency", Frequency)
def test_every_frequency_can_be_counted(frequency: Frequency) -> None:
    assert shown.in_two_years(frequency) >= 1


TERMS = {1: ((2, 9, 2026), (18, 12, 2026)), 2: ((4, 1, 2027), (26, 3, 2027)), 3: ((12, 4, 2027), (21, 7, 2027))}
EVERY_DAY = [(term, end) for term in (1, 2, 3) for end in ("start", "end")]


def typed(source: str = "https://derby.example.org/terms", **changes: tuple | str) -> dict[str, str]:
    """What the form sends; `start_1=(1, 9, 2026)` changes a day, `reason="x"` adds text."""
    days = {f"{end}_{term}": TERMS[term][end == "end"] for term, end in EVERY_DAY}
    days |= {name: value for name, value in changes.items() if isinstance(value, tuple)}
    texts = {name: value for name, value in changes.items() if isinstance(value, str)}
    boxes = {
        f"{name}-{part}": str(value)
        for name, day in days.items()
        for part, value in zip(("day", "month", "year"), day, strict=True)
    }
    return boxes | {"source": source} | texts


def enter(code: str, year: int = 2026, shift: int = 0) -> None:
    dates = [
        TermDates(term, *(dt.date(y + shift, m, d) for d, m, y in days))
        for term, days in TERMS.items()
    ]  # fmt: skip
    set_terms(council=queries.get(code), academic_year=year, dates=dates, source="x", by=System("tests"))


class TestTermDates:
    @pytest.mark.parametrize(
        ("role", "place", "may"),
        [
            (Role.COUNCIL_PERFORMANCE_LEAD, DERBY, True),
            (Role.COUNCIL_OFFICER, DERBY, True),
            (Role.COORDINATOR, EAST_MIDLANDS, True),
            (Role.ADMINISTRATOR, None, True),
            (Role.COUNCIL_PERFORMANCE_LEAD, BRISTOL, False),
            (Role.COORDINATOR, SOUTH_WEST, False),
            (Role.LEAD_MEMBER, DERBY, False),
            (Role.DFE, EAST_MIDLANDS, False),
        ],
    )
    def test_read_by_all_entered_by_the_council_or_for_it(self, signed_in: SignIn, role: Role, place, may) -> None:
        client = signed_in(role, place)
        page = words_of(client.get(f"/places/{DERBY}/terms/"))
        assert "Derby has not entered its term dates for 2026/27" in page
        assert "the national term boundaries stand in: Terms" in page.replace("National term boundaries for", "Terms")
        assert "Spring 1 January 2027 31 March 2027" in page
        assert ("Enter the dates for 2026/27" in page) is may
        assert client.get(DERBY_DATES).status_code == (200 if may else 403)
        assert client.post(DERBY_DATES, typed()).status_code == (302 if may else 403)
        assert AcademicTerm.objects.count() == (3 if may else 0)

    def test_entered_then_read(self, signed_in: SignIn) -> None:
        client = signed_in(Role.COUNCIL_PERFORMANCE_LEAD, DERBY)
        page = client.post(DERBY_DATES, typed(start_1=(2, "Sept", 2026)), follow=True)
        shown_words = words_of(page)
        assert "The term dates are saved." in shown_words
        assert "Derby’s term dates Today is in the autumn term 2026/27." in shown_words
        assert "Autumn Wednesday 2 September 2026 Friday 18 December 2026" in shown_words
        assert "Entered by A Council performance lead (simulated) on" in shown_words
        assert b'href="https://derby.example.org/terms"' in page.content
        assert "Derby 1 1 of 10" not in words_of(client.get(EM_PAGE))
        assert "1 of 10 councils have entered their term dates for 2026/27" in words_of(client.get(EM_PAGE))

    def test_only_web_addresses_become_links(self, signed_in: SignIn) -> None:
        client = signed_in(Role.COUNCIL_PERFORMANCE_LEAD, DERBY)
        page = client.post(DERBY_DATES, typed(source="javascript:alert(1)"), follow=True)
        assert b'href="javascript' not in page.content
        assert "Published: javascript:alert(1)." in words_of(page)

    def test_corrected_with_a_reason(self, signed_in: SignIn) -> None:
        enter(DERBY)
        client = signed_in(Role.COUNCIL_OFFICER, DERBY)
        form = client.get(DERBY_DATES).content.decode()
        assert "Change Derby’s term dates for 2026/27" in form
        assert 'name="end_3-day" type="text" value="21"' in form
        moved = typed(end_3=(22, 7, 2027))
        assert "Enter why the dates are changed" in words_of(client.post(DERBY_DATES, moved))
        client.post(DERBY_DATES, moved | {"reason": "A training day was moved"})
        assert queries.terms(queries.get(DERBY), 2026).get(term=3).end == dt.date(2027, 7, 22)
        assert Entry.objects.filter(action=queries.TERMS_SET).first().reason == "A training day was moved"

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"end_1": ("", "", "")}, {"end_1": "Enter last day of the autumn term"}),
            ({"end_2": (31, 2, 2027)}, {"end_2": "must be a real date: February 2027 has 28 days"}),
            ({"end_1": (1, 9, 2026)}, {"end_1": "must not come before its first day, 2 September 2026"}),
            ({"start_2": (18, 12, 2026)}, {"start_2": "must come after the last day of the autumn term, 18 December"}),
            ({"start_1": (31, 7, 2026)}, {"start_1": "must be in the academic year 2026/27, which begins on 1 Sept"}),
            ({"end_3": (1, 9, 2027)}, {"end_3": "academic year 2026/27, which ends on 31 August 2027"}),
            (
                {"start_2": (4, 1, 2026), "end_3": (21, 7, 2026)},
                {"start_2": "must be in the academic year", "end_3": "must be in the academic year"},
            ),
            ({"source": "  "}, {"source": "Enter where these dates are published"}),
        ],
    )
    def test_what_cannot_be_right_is_said_beside_its_field(self, signed_in, changes: dict, says: dict) -> None:
        client = signed_in(Role.COUNCIL_PERFORMANCE_LEAD, DERBY)
        page = client.post(DERBY_DATES, typed(**changes))
        summary = words_of(page).split("There is a problem", 1)[1]
        content = page.content.decode()
        for field, message in says.items():
            assert message in summary
            target = field if field == "source" else field + "-"
            assert f'href="#id_{target}' in content, "the summary leads to the field"
            assert re.search(rf'id="id_{field}-error".*?{re.escape(message)}', content, re.S)
        assert content.count("govuk-error-message") == len(says)
        assert not AcademicTerm.objects.exists()

    def test_not_inside_a_term_of_the_year_before(self, signed_in: SignIn) -> None:
        dates = [TermDates(1, dt.date(2025, 9, 1), dt.date(2025, 12, 19)),
                 TermDates(2, dt.date(2026, 1, 5), dt.date(2026, 3, 27)),
                 TermDates(3, dt.date(2026, 4, 13), dt.date(2026, 8, 20))]  # fmt: skip
        set_terms(council=queries.get(DERBY), academic_year=2025, dates=dates, source="x", by=System("tests"))
        client = signed_in(Role.COUNCIL_PERFORMANCE_LEAD, DERBY)
        page = words_of(client.post(DERBY_DATES, typed(start_1=(20, 8, 2026))))
        assert (
            "First day of the autumn term must not be in the summer term 2025/26, which is entered as 13 April" in page
        )

    @pytest.mark.parametrize("year", [2024, 2029, 0, 99999999])
    def test_years_far_away_are_not_asked(self, signed_in: SignIn, year: int) -> None:
        assert signed_in(Role.ADMINISTRATOR).get(f"/places/{DERBY}/terms/{year}/").status_code == 404

    @pytest.mark.parametrize("code", ["000", EAST_MIDLANDS, "E92000001"])
    def test_only_councils_have_terms(self, signed_in: SignIn, code: str) -> None:
        client = signed_in(Role.ADMINISTRATOR)
        assert client.get(f"/places/{code}/terms/").status_code == 404
        assert client.get(f"/places/{code}/terms/2026/").status_code == 404

    def test_a_council_that_has_ended(self, signed_in: SignIn) -> None:
        client = signed_in(Role.ADMINISTRATOR)
        page = words_of(client.get("/places/928/terms/"))
        assert "Northamptonshire ended on 31 March 2021. Its term dates can no longer be changed." in page
        assert "Enter the dates" not in page
        assert client.get("/places/928/terms/2026/").status_code == 404


def test_the_form_accepts_exactly_what_the_policy_does() -> None:
    """The form says field by field what `check_terms` says once; neither may be laxer than the other."""
    days = [dt.date(2026, 7, 31), dt.date(2026, 8, 1), dt.date(2026, 9, 1), dt.date(2026, 12, 18),
            dt.date(2027, 1, 4), dt.date(2027, 4, 1), dt.date(2027, 8, 31), dt.date(2027, 9, 1)]  # fmt: skip
    agreed = 0
    for first in days:
        for second in days:
            for name in ("start_1", "end_1", "start_2", "end_3"):
                other = "end_2" if name != "end_2" else "start_3"
                sent = typed(**{name: (first.day, first.month, first.year),
                                other: (second.day, second.month, second.year)})  # fmt: skip
                form = TermsForm(sent, academic_year=2026, entered=[])
                accepted = form.is_valid()
                given = {f"{end}_{term}": dt.date(*reversed(TERMS[term][end == "end"])) for term, end in EVERY_DAY}
                given |= {name: first, other: second}
                dates = [TermDates(term, given[f"start_{term}"], given[f"end_{term}"]) for term in (1, 2, 3)]
                try:
                    check_terms("Derby", 2026, dates, ())
                except TermDatesError:
                    assert not accepted, sent
                else:
                    assert accepted, form.errors
                    assert form.dates() == dates
                    agreed += 1
    assert agreed > 10


class TestAttention:
    @pytest.fixture(autouse=True)
    def _only_these(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(attention, "SOURCES", (attention._rhythms, attention._term_dates))

    def texts(self, role: Role, place: str | None = None) -> list[str]:
        return [todo.text for todo in needs_of(scope_for(holder(role, place)))]

    def test_decisions_wait_for_whoever_makes_them(self) -> None:
        here = "Settle what “bi-annually” means: Executive group, East Midlands"
        there = "Settle what “termly (quarterly)” means: Core indicators, through the alliance, South West"
        assert self.texts(Role.COORDINATOR, EAST_MIDLANDS) == [here]
        assert self.texts(Role.COORDINATOR, SOUTH_WEST) == [there]
        assert set(self.texts(Role.ADMINISTRATOR)) == {here, there}
        assert self.texts(Role.DFE, EAST_MIDLANDS) == []

    def test_term_dates_are_asked_of_the_councils_own_people(self) -> None:
        asked = "Enter Derby’s term dates for 2026/27"
        assert self.texts(Role.COUNCIL_PERFORMANCE_LEAD, DERBY) == [asked]
        assert self.texts(Role.DCS, DERBY) == []
        enter(DERBY)
        assert self.texts(Role.COUNCIL_OFFICER, DERBY) == []

    def test_the_home_page_leads_to_the_form(self, signed_in: SignIn) -> None:
        client = signed_in(Role.COORDINATOR, EAST_MIDLANDS)
        assert settle_address(EAST_MIDLANDS).encode() in client.get("/").content
