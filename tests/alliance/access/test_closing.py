"""Closing an account: by whom, and what ends with it."""

import datetime as dt

import pytest
from django.utils import timezone

from riia.alliance.access import services
from riia.alliance.access.models import Person
from riia.alliance.access.permissions import NotAllowedError
from riia.alliance.access.policies import Term
from riia.alliance.access.roles import Role
from riia.alliance.access.services.holdings import Proposal
from riia.alliance.access.states import HoldingState
from riia.alliance.audit.models import Entry
from tests.alliance.access.conftest import BRISTOL, DAY, DERBY, EAST_MIDLANDS, TODAY


@pytest.fixture
def coordinator(make) -> Person:
    return make("Helen", Role.COORDINATOR, EAST_MIDLANDS)


def test_closing_an_account_ends_everything_of_it(make, places, coordinator) -> None:
    officer = make("Olu", Role.COUNCIL_OFFICER, DERBY)
    services.make_token(label="R", lasts=dt.timedelta(days=30), by=officer)
    wanted = Proposal(
        Role.COUNCIL_PERFORMANCE_LEAD, places[DERBY], "Prepares the return", Term(TODAY(), TODAY() + 200 * DAY)
    )
    services.propose(person=officer, proposal=wanted, by=coordinator)
    services.deactivate(person=officer, reason="left", by=coordinator)
    officer.refresh_from_db()
    assert not officer.is_active
    assert sorted(officer.holdings.values_list("state", flat=True)) == ["declined", "ended"]
    assert officer.tokens.get().revoked_at <= timezone.now()
    assert Entry.objects.order_by("-id").first().action == "access.deactivate"


def test_closing_writes_an_entry_for_each_key_and_invitation(make, give, coordinator) -> None:
    officer = make("Olu", Role.COUNCIL_OFFICER, DERBY)
    token, _ = services.make_token(label="R", lasts=dt.timedelta(days=30), by=officer)
    Person.objects.filter(pk=officer.pk).update(is_active=False)
    officer.refresh_from_db()
    invitation = services.issue(person=officer, by=coordinator)
    services.deactivate(person=officer, reason="left", by=coordinator)
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None
    written = Entry.objects.filter(actor_label="Helen", action__contains="revoke").order_by("action")
    assert [(entry.action, entry.target_reference) for entry in written] == [
        ("access.revoke_api_key", str(token.reference)),
        ("access.revoke_invitation", str(invitation.reference)),
    ]


def test_an_account_without_a_role_is_closed_where_it_had_one_or_by_whoever_manages_everywhere(
    make, coordinator
) -> None:
    over = {"state": HoldingState.ENDED, "ended_on": TODAY()}
    here, elsewhere, nowhere = (
        make("Here", Role.COUNCIL_OFFICER, DERBY, **over),
        make("Elsewhere", Role.COUNCIL_OFFICER, BRISTOL, **over),
        make("Nowhere"),
    )
    for person in (elsewhere, nowhere):
        with pytest.raises(NotAllowedError, match="manages access at a place"):
            services.deactivate(person=person, reason="left", by=coordinator)
        person.refresh_from_db()
        assert person.is_active
    assert not services.deactivate(person=here, reason="left", by=coordinator).is_active
    administrator = make("Ada", Role.ADMINISTRATOR)
    assert not services.deactivate(person=elsewhere, reason="left", by=administrator).is_active
    assert not services.deactivate(person=nowhere, reason="left", by=administrator).is_active


def test_closing_takes_the_right_over_every_role_of_the_person(make, give, coordinator) -> None:
    officer = make("Olu", Role.COUNCIL_OFFICER, DERBY)
    give(officer, Role.COUNCIL_OFFICER, BRISTOL)
    with pytest.raises(NotAllowedError):
        services.deactivate(person=officer, reason="left", by=coordinator)
    officer.refresh_from_db()
    assert officer.is_active
    assert set(officer.holdings.values_list("state", flat=True)) == {"approved"}


def test_nobody_closes_their_own_account(coordinator) -> None:
    with pytest.raises(NotAllowedError):
        services.deactivate(person=coordinator, reason="bye", by=coordinator)
