"""Every verb writes its entry inside its own transaction: if the entry cannot be written, nothing has changed."""

import datetime as dt
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import serializers

from riia.alliance.access import services
from riia.alliance.access.models import AccessToken, Invitation, Person, RoleHolding
from riia.alliance.access.policies import Term
from riia.alliance.access.roles import Role
from riia.alliance.access.services.holdings import Proposal
from riia.alliance.access.states import HoldingState
from riia.alliance.audit.actors import System
from tests.alliance.access.conftest import DAY, DERBY, EAST_MIDLANDS, TODAY

BY = System("test")


class AuditDownError(Exception):
    pass


def everything() -> str:
    models = (Person, RoleHolding, Invitation, AccessToken, Authenticator)
    rows = [row for model in models for row in model.objects.order_by("pk")]
    return serializers.serialize("json", rows)


@pytest.fixture
def world(make, give, places) -> dict[str, object]:
    coordinator = make("Helen", Role.COORDINATOR, EAST_MIDLANDS)
    officer = make("Olu", Role.COUNCIL_OFFICER, DERBY)
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    late = make("Late", Role.COUNCIL_OFFICER, DERBY, review_due=TODAY() - 40 * DAY)
    newcomer = Person.objects.create_user("new@example.org", name="New", is_active=False)
    proposed = give(
        newcomer, Role.COUNCIL_OFFICER, DERBY, state=HoldingState.PROPOSED, approved_at=None, approver_label=""
    )
    token, _ = services.make_token(label="R", lasts=dt.timedelta(days=30), by=officer)
    invited = Person.objects.create_user("invited@example.org", name="Invited", is_active=False)
    return {
        "coordinator": coordinator, "officer": officer, "late": late, "newcomer": newcomer, "token": token,
        "held": officer.holdings.get(), "proposed": proposed, "invitation": services.issue(person=invited, by=BY),
        "proposal": Proposal(Role.COUNCIL_OFFICER, places[DERBY], "why", Term(TODAY(), TODAY() + 9 * DAY)),
        "term": Term(TODAY(), TODAY() + DAY),
    }  # fmt: skip


VERBS: dict[str, Callable[[dict], object]] = {
    "propose": lambda w: services.propose(person=w["officer"], proposal=w["proposal"], by=BY),
    "approve": lambda w: services.approve(holding=w["proposed"], by=BY),
    "decline": lambda w: services.decline(holding=w["proposed"], reason="x", by=BY),
    "end": lambda w: services.end(holding=w["held"], reason="x", by=BY),
    "extend": lambda w: services.extend(holding=w["held"], until=TODAY() + 200 * DAY, reason="x", by=BY),
    "confirm": lambda w: services.confirm(holding=w["held"], reason="x", by=BY),
    "name_deputy": lambda w: services.name_deputy(
        holding=w["held"], person=w["coordinator"], purpose="x", term=w["term"], by=BY
    ),
    "lapse_overdue": lambda w: services.lapse_overdue(by=BY),
    "issue": lambda w: services.issue(person=w["newcomer"], by=BY),
    "revoke": lambda w: services.revoke(invitation=w["invitation"], reason="x", by=BY),
    "accept": lambda w: services.accept(invitation=w["invitation"], name="N", password="a good long password"),
    "nominate": lambda w: services.nominate(email="who@example.org", name="Who", proposal=w["proposal"], by=BY),
    "rename": lambda w: services.rename(person=w["officer"], name="Other", by=BY),
    "deactivate": lambda w: services.deactivate(person=w["officer"], reason="x", by=BY),
    "forget_second_step": lambda w: services.forget_second_step(person=w["officer"], reason="x", by=BY),
    "make_token": lambda w: services.make_token(label="x", lasts=dt.timedelta(days=1), by=w["officer"]),
    "revoke_token": lambda w: services.revoke_token(token=w["token"], by=w["officer"]),
    "note_use": lambda w: services.note_use(token=w["token"]),
    "ensure_personas": lambda w: services.ensure_personas(by=BY),
}


def test_every_verb_is_here() -> None:
    assert set(VERBS) == set(services.__all__)


@pytest.mark.parametrize("verb", VERBS)
def test_without_its_entry_nothing_changes(verb: str, world: dict, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**kwargs: object) -> None:
        raise AuditDownError

    monkeypatch.setattr("riia.alliance.audit.services.record", refuse)
    before = everything()
    with pytest.raises(AuditDownError):
        VERBS[verb](world)
    assert everything() == before


@pytest.mark.parametrize("verb", VERBS)
def test_with_its_entry_something_does(verb: str, world: dict) -> None:
    """Shows that the test above would notice a change."""
    before = everything()
    VERBS[verb](world)
    assert everything() != before
