"""A small world for the tests of self-assessments: six councils of a region, one of another, their people, a round.

The clock stands at Monday 2 November 2026. Roles hold on every day, so that a test reads the same in ten years.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.audit.actors import System
from riia.alliance.diagnostics.answers import Answer
from riia.alliance.diagnostics.models import Assessment, AssessmentRound, AssessmentVersion, SignOff
from riia.alliance.diagnostics.queries.signing import sheet_of
from riia.alliance.diagnostics.services.answering import save_answers
from riia.alliance.diagnostics.services.rounds import open_round, plan_round
from riia.alliance.diagnostics.services.signing import sign
from riia.alliance.diagnostics.services.submitting import submit
from riia.alliance.diagnostics.topic import Topic, topic_of
from riia.alliance.places.models import Alliance, AllianceMember, Place
from riia.alliance.returns.timekeeping import as_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
EAST_MIDLANDS, SOUTH_WEST = "E12000004", "E12000009"
DERBY, LEICESTER, NOTTINGHAM, RUTLAND, LINCOLNSHIRE, DERBYSHIRE, BRISTOL = (
    "831", "856", "892", "857", "925", "830", "801",
)  # fmt: skip
MEMBERS = {DERBY: "Derby", LEICESTER: "Leicester", NOTTINGHAM: "Nottingham", RUTLAND: "Rutland",
           LINCOLNSHIRE: "Lincolnshire", DERBYSHIRE: "Derbyshire"}  # fmt: skip
TODAY, DUE = dt.date(2026, 11, 2), dt.date(2026, 11, 30)
CLERK = System("clerk of the tests")


class People(NamedTuple):
    coordinator: Person
    analyst: Person
    derby: Person
    derby_dcs: Person
    derby_officer: Person
    leicester: Person
    dfe: Person
    bristol: Person
    auditor: Person


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with as_of(timezone.make_aware(dt.datetime.combine(TODAY, dt.time(10)))):
        yield


@pytest.fixture
def alliance(db: None) -> Alliance:
    """The East Midlands with six members; Bristol is in a region of its own."""
    regions = {
        code: Place.objects.create(code=code, kind="region", name=name)
        for code, name in ((EAST_MIDLANDS, "East Midlands"), (SOUTH_WEST, "South West"))
    }
    for code, name in (MEMBERS | {BRISTOL: "Bristol, City of"}).items():
        Place.objects.create(code=code, kind="council", name=name, official_name=name, council_type="unitary",
                             region=regions[SOUTH_WEST if code == BRISTOL else EAST_MIDLANDS])  # fmt: skip
    made = Alliance.objects.create(
        code="east-midlands", name="East Midlands Alliance", short_name="East Midlands", region=regions[EAST_MIDLANDS]
    )
    AllianceMember.objects.bulk_create(
        AllianceMember(alliance=made, council=Place.objects.get(code=code)) for code in MEMBERS
    )
    return made


def person(name: str, role: Role, place: str | None) -> Person:
    made = Person.objects.create_user(f"{name.lower()}@example.org", name=name)
    RoleHolding.objects.create(
        person=made, role=role, place=Place.objects.get(code=place) if place else None, purpose="test",
        state=HoldingState.APPROVED, starts=dt.date(2020, 1, 1), expires=dt.date(2099, 12, 31),
        review_due=dt.date(2099, 12, 31), proposer_label="test", approved_at=timezone.now(), approver_label="test",
    )  # fmt: skip
    return made


@pytest.fixture
def people(alliance: Alliance) -> People:
    return People(
        coordinator=person("Helen", Role.COORDINATOR, EAST_MIDLANDS),
        analyst=person("Grace", Role.ANALYST, EAST_MIDLANDS),
        derby=person("Priya", Role.COUNCIL_PERFORMANCE_LEAD, DERBY),
        derby_dcs=person("Martin", Role.DCS, DERBY),
        derby_officer=person("Omar", Role.COUNCIL_OFFICER, DERBY),
        leicester=person("Ines", Role.COUNCIL_PERFORMANCE_LEAD, LEICESTER),
        dfe=person("Naomi", Role.DFE, EAST_MIDLANDS),
        bristol=person("Tom", Role.COUNCIL_PERFORMANCE_LEAD, BRISTOL),
        auditor=person("Edward", Role.AUDITOR, None),
    )


@pytest.fixture
def topic() -> Topic:
    return topic_of("agency-rules", "2024")


def make_round(alliance: Alliance, by: Any = CLERK, **changes: Any) -> AssessmentRound:
    facts: dict[str, Any] = {
        "topic": topic_of("agency-rules", "2024"), "name": "2026", "opens_on": TODAY, "due_on": DUE,
        "councils": list(Place.objects.filter(code__in=MEMBERS)),
    } | changes  # fmt: skip
    return plan_round(alliance=alliance, by=by, **facts)


@pytest.fixture
def round_(alliance: Alliance) -> AssessmentRound:
    return open_round(round_=make_round(alliance), by=CLERK)


@pytest.fixture
def derby(round_: AssessmentRound) -> Assessment:
    return of(round_, DERBY)


def of(one: AssessmentRound, code: str) -> Assessment:
    return one.assessments.select_related("round__alliance__region", "council").get(council__code=code)


def fill(one: Assessment, level: int = 3, by: Any = CLERK, **special: Answer) -> Assessment:
    """Answer every statement at a level; `special` by key with underscores."""
    named = {key.replace("_", "-"): answer for key, answer in special.items()}
    given = {each.key: Answer(level=level) for each in one.round.as_topic.statements} | named
    saved = save_answers(one=one, given=given, base={}, by=by)
    assert not saved.clashes
    one.refresh_from_db()
    return one


def submitted(one: Assessment, level: int = 3, by: Any = CLERK, **special: Answer) -> AssessmentVersion:
    fill(one, level, by, **special)
    version = submit(one=one, revision=one.revision, left_out_because="not known yet", by=by)
    one.refresh_from_db()
    return version


def signed(one: Assessment, level: int = 3, *, named: bool = False, by: Any = CLERK, **special: Answer) -> SignOff:
    submitted(one, level, **special)
    sheet = sheet_of(one)
    assert sheet is not None
    made = sign(one=one, seen=sheet.seen, may_be_named=named, by=by)
    one.refresh_from_db()
    return made


@pytest.fixture
def signed_in(client: Client) -> Callable[[Person], Client]:
    """A browser signed in as somebody whose second step is done."""

    def as_person(who: Person) -> Client:
        client.force_login(who, backend=BACKEND)
        session = client.session
        session["second_step"] = str(who.reference)
        session.save()
        return client

    return as_person
