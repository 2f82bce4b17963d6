"""A small world for calls for funding: the East Midlands with three councils, its people, and a call in each state.

The clock stands at Monday 5 January 2026 until `live(day)` moves it; then e-mails really go out.
"""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.offer.models import Application, Call, CallKind
from riia.alliance.offer.policies import Days
from riia.alliance.offer.services import applications, calls, criteria, deciding, panel, telling
from riia.alliance.offer.services.calls import Text
from riia.alliance.offer.services.deciding import Ruling
from riia.alliance.offer.services.panel import Given
from riia.alliance.places.models import Alliance, AllianceMember, Place
from riia.alliance.returns import timekeeping

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REGION, ELSEWHERE = "E12000004", "E12000009"
DERBY, LEICESTER, NOTTINGHAM, BRISTOL = "831", "856", "892", "801"
TODAY, CLOSES = dt.date(2026, 1, 5), dt.date(2026, 2, 2)
DAYS = Days(TODAY, CLOSES, dt.date(2026, 2, 16), dt.date(2026, 2, 23), dt.date(2027, 2, 22))
AFTER = dt.date(2026, 2, 3)
MEANINGS = ("Nothing said", "Named", "Named and shown", "Shown with figures")
WHOLE = {
    "title": "A data apprentice",
    "what": "Employ an apprentice for a year.",
    "why": "One analyst does everything.",
    "timetable": "From March.",
    "asked": "£12,500.50",
    "spending": "The post.",
    "measures": "Errors per return: 14 now, 5 by December.",
    "other_funding": "none",
}

type Live = Callable[[dt.date], None]
type SignedIn = Callable[[Person], Client]


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Live:
    """`live(day)`: it is that day, ten in the morning, until the next call."""

    def moved(day: dt.date) -> None:
        moment = timezone.make_aware(dt.datetime.combine(day, dt.time(10)))
        monkeypatch.setattr(timekeeping, "timezone", SimpleNamespace(now=lambda: moment, localtime=timezone.localtime))

    return moved


@pytest.fixture
def places(db: None, live: Live) -> dict[str, Place]:
    live(TODAY)
    made = {}
    for code, name in ((REGION, "East Midlands"), (ELSEWHERE, "South West")):
        made[code] = Place.objects.create(code=code, kind="region", name=name)
    for code, name, region in ((DERBY, "Derby", REGION), (LEICESTER, "Leicester", REGION),
                               (NOTTINGHAM, "Nottingham", REGION), (BRISTOL, "Bristol", ELSEWHERE)):  # fmt: skip
        made[code] = Place.objects.create(
            code=code, kind="council", name=name, official_name=name, council_type="unitary", region=made[region]
        )
    return made


@pytest.fixture
def alliance(places: dict[str, Place]) -> Alliance:
    made = {}
    for region, councils in ((REGION, (DERBY, LEICESTER, NOTTINGHAM)), (ELSEWHERE, (BRISTOL,))):
        name = places[region].name
        made[region] = Alliance.objects.create(
            code=name.lower().replace(" ", "-"), name=f"{name} Alliance", short_name=name, region=places[region]
        )
        for council in councils:
            AllianceMember.objects.create(alliance=made[region], council=places[council])
    return made[REGION]


@pytest.fixture
def sent_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent after a commit goes at once: a test's own transaction never commits."""
    monkeypatch.setattr(telling.transaction, "on_commit", lambda send, robust: send())


class People(NamedTuple):
    """Who works with calls in these tests. Martin is Lead DCS and Derby's own director."""

    coordinator: Person
    performance: Person
    panellist: Person
    lead: Person
    derby: Person
    derby_officer: Person
    derby_dcs: Person
    leicester: Person
    nottingham: Person
    dfe: Person
    lga: Person
    auditor: Person
    bristol: Person
    southwest: Person


@pytest.fixture
def give(places: dict[str, Place]) -> Callable[..., RoleHolding]:
    """Give somebody a role that holds on every day."""

    def given(person: Person, role: Role, place: str | None) -> RoleHolding:
        return RoleHolding.objects.create(
            person=person, role=role, place=places[place] if place else None, purpose="test",
            state=HoldingState.APPROVED, starts=dt.date(2020, 1, 1), expires=dt.date(2099, 12, 31),
            review_due=dt.date(2099, 12, 31), proposer_label="test", approved_at=timezone.now(), approver_label="test",
        )  # fmt: skip

    return given


@pytest.fixture
def people(give: Callable[..., RoleHolding], alliance: Alliance) -> People:
    def make(name: str, role: Role, place: str | None) -> Person:
        person = Person.objects.create_user(f"{name.lower()}@example.org", name=name)
        give(person, role, place)
        return person

    found = People(
        coordinator=make("Helen", Role.COORDINATOR, REGION),
        performance=make("Yusuf", Role.REGIONAL_PERFORMANCE_LEAD, REGION),
        panellist=make("Pat", Role.PANEL_MEMBER, REGION),
        lead=make("Martin", Role.LEAD_DCS, REGION),
        derby=make("Priya", Role.COUNCIL_PERFORMANCE_LEAD, DERBY),
        derby_officer=make("Lena", Role.COUNCIL_OFFICER, DERBY),
        derby_dcs=make("Dora", Role.DCS, DERBY),
        leicester=make("Ines", Role.COUNCIL_PERFORMANCE_LEAD, LEICESTER),
        nottingham=make("Owen", Role.COUNCIL_PERFORMANCE_LEAD, NOTTINGHAM),
        dfe=make("Naomi", Role.DFE, REGION),
        lga=make("Graham", Role.LGA, REGION),
        auditor=make("Edward", Role.AUDITOR, None),
        bristol=make("Tom", Role.COUNCIL_PERFORMANCE_LEAD, BRISTOL),
        southwest=make("Jago", Role.COORDINATOR, ELSEWHERE),
    )
    give(found.lead, Role.DCS, DERBY)
    return found


@pytest.fixture
def draft(alliance: Alliance, people: People) -> Call:
    """A call with everything it needs to open: £30,000, two criteria, a panel of three."""
    by = people.coordinator
    call = calls.prepare_call(
        alliance=alliance, text=Text("Data capacity", CallKind.DATA_CAPACITY, "Build data teams.", "Read this."), by=by
    )
    calls.settle_money(call=call, available=3_000_000, most=2_000_000, by=by)
    calls.set_days(call=call, days=DAYS, by=by)
    for title, weight in (("Need", 60), ("Value", 40)):
        criteria.add_criterion(call=call, title=title, asks="How far.", weight=weight, meanings=MEANINGS, by=by)
    for person in (people.performance, people.panellist, people.lead):
        panel.name_member(call=call, person=person, by=by)
    call.refresh_from_db()
    return call


@pytest.fixture
def call(draft: Call, people: People) -> Call:
    """The call, open."""
    return calls.open_call(call=draft, by=people.coordinator)


def apply(call: Call, council: Place, by: Person, **parts: str) -> Application:
    """Begin, write and submit an application."""
    one = applications.begin(call=call, council=council, by=by)
    saved = applications.save_parts(one=one, typed=WHOLE | parts, base_revision=one.revision, by=by)
    applications.submit(one=saved.one, revision=saved.one.revision, by=by)
    one.refresh_from_db()
    return one


@pytest.fixture
def submitted(call: Call, people: People, places: dict[str, Place]) -> dict[str, Application]:
    """Applications of Derby (£12,500.50) and Leicester (£20,000), submitted."""
    return {
        DERBY: apply(call, places[DERBY], people.derby),
        LEICESTER: apply(call, places[LEICESTER], people.leicester, asked="20000"),
    }


@pytest.fixture
def with_panel(call: Call, submitted: dict[str, Application], people: People, live: Live) -> dict[str, Application]:
    """The same, the day after the last day, with the panel."""
    live(AFTER)
    calls.give_to_panel(call=call, by=people.coordinator)
    return submitted


def score(one: Application, by: Person, *scores: int, submit: bool = True) -> None:
    """Declare no interest and score every criterion of the latest version."""
    one = Application.objects.get(pk=one.pk)
    panel.declare(one=one, conflict=False, by=by)
    given = {each: Given(mark, "Because.") for each, mark in zip(one.call.criteria.all(), scores, strict=True)}
    panel.save_scores(one=one, version=one.versions.count(), scores=given, submit=submit, by=by)


@pytest.fixture
def scored(with_panel: dict[str, Application], people: People) -> dict[str, Application]:
    """Both scored by the two who may: Martin is Derby's director as well, and has not scored Leicester."""
    score(with_panel[DERBY], people.performance, 3, 3)
    score(with_panel[DERBY], people.panellist, 2, 3)
    score(with_panel[LEICESTER], people.performance, 1, 2)
    score(with_panel[LEICESTER], people.panellist, 1, 2)
    return with_panel


def ruling(one: Application, reason: str = "The panel’s mean is highest.", minute: str = "") -> Ruling:
    """A decision on the latest version."""
    return Ruling(reason, Application.objects.get(pk=one.pk).versions.count(), minute)


@pytest.fixture
def award(scored: dict[str, Application], people: People) -> Any:
    """£12,000 to Derby, recorded by the coordinator with a minute."""
    one = scored[DERBY]
    return deciding.award(one=one, amount_pence=1_200_000, ruling=ruling(one, minute="Group, item 4"),
                          conditions="Report twice.", by=people.coordinator)  # fmt: skip


@pytest.fixture
def signed_in(client: Client) -> SignedIn:
    """A browser signed in as somebody whose second step is done."""

    def as_person(person: Person) -> Client:
        client.force_login(person, backend=BACKEND)
        session = client.session
        session["second_step"] = str(person.reference)
        session.save()
        return client

    return as_person
