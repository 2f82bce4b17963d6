"""Councils of the South West and South East, their coordinators, and grants made up for the tests."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.audit.actors import System
from riia.alliance.grants.annex_text import said
from riia.alliance.grants.models import (
    ColumnKind,
    Consent,
    Determination,
    DeterminationVersion,
    GrantKind,
    Power,
)
from riia.alliance.grants.services import annex, entering
from riia.alliance.grants.services.annex import ColumnDetails, RowDetails
from riia.alliance.grants.services.entering import Entered, GrantDetails, LetterDetails, ReferenceDetails
from riia.alliance.places.models import Place
from riia.indicators import reference

BY = System("test")
TODAY = dt.date(2026, 11, 1)
ENTERED = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)
SOUTH_WEST, SOUTH_EAST = "E12000009", "E12000008"
COUNCILS = ("800", "831", "835", "838", "878", "879", "880", "886")
"""Bath and North East Somerset, Derby, the two Dorsets, Devon, Plymouth, Torbay and Kent."""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class People(NamedTuple):
    coordinator: Person
    elsewhere: Person
    council: Person


def make_people() -> People:
    """Some councils of the register with their regions, two coordinators and a director."""
    for code in (SOUTH_WEST, SOUTH_EAST, "E12000004"):
        Place.objects.create(code=code, kind="region", name=reference.region(code).name)
    regions = {one.code: one for one in Place.objects.all()}
    Place.objects.bulk_create(
        Place(
            code=code, kind="council", name=one.name, official_name=one.official_name, council_type=one.type,
            region=regions[one.region], valid_from=one.valid_from, valid_to=one.valid_to,
        )
        for code, one in ((code, reference.authority(code)) for code in COUNCILS)
    )  # fmt: skip

    def make(name: str, role: Role, place: str) -> Person:
        person = Person.objects.create_user(f"{name}@example.org", name=name)
        RoleHolding.objects.create(
            person=person, role=role, place=Place.objects.get(code=place), purpose="test", state=HoldingState.APPROVED,
            starts=dt.date(2020, 1, 1), expires=dt.date(2099, 12, 31), review_due=dt.date(2099, 12, 31),
            proposer_label="test", approved_at=timezone.now(), approver_label="test",
        )  # fmt: skip
        return person

    return People(
        make("south-west", Role.COORDINATOR, SOUTH_WEST),
        make("south-east", Role.COORDINATOR, SOUTH_EAST),
        make("devon", Role.DCS, "878"),
    )


def letter(**changes: Any) -> LetterDetails:
    values: dict[str, Any] = {
        "letter_written": "15 April 2024", "letter_date": dt.date(2024, 4, 15), "power": Power.SECTION_31,
        "consent": Consent.STATED, "legal_purpose": "Towards expenditure of councils.",
    }  # fmt: skip
    return LetterDetails(**(values | changes))


def grant(
    rows: Sequence[tuple[str, str]], *, code: str = "TEST_1", details: dict[str, Any] | None = None, **changes: Any
) -> Determination:
    """A determined grant with these rows of recipient and amount."""
    given: dict[str, Any] = {
        "programme": "Practice learning",
        "kind": GrantKind.CORE,
        "financial_year": 2024,
        "published": True,
    }
    version = entering.enter_grant(
        entered=Entered(GrantDetails(**(given | (details or {}))), letter(**changes), [ReferenceDetails(code, "DfE")]),
        keeper=None, by=BY,
    )  # fmt: skip
    put_rows(version, rows)
    entering.determine(version=version, by=BY)
    DeterminationVersion.objects.filter(pk=version.pk).update(entered_at=ENTERED)
    return version.determination


def put_rows(
    version: DeterminationVersion, rows: Sequence[tuple[str, str]], kind: ColumnKind = ColumnKind.TOTAL
) -> None:
    columns = [ColumnDetails(kind, "Amount")]
    annex.set_annex(version=version, columns=columns, rows=[RowDetails(who, [said(what)]) for who, what in rows], by=BY)


def browser(person: Person) -> Client:
    """A browser signed in as somebody whose second step is done."""
    client = Client(raise_request_exception=True)
    client.force_login(person, backend=BACKEND)
    session = client.session
    session["second_step"] = str(person.reference)
    session.save()
    return client
