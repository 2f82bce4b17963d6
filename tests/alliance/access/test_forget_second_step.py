"""A lost second step: taken away by somebody else who manages access everywhere, or from the command line."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from riia.alliance.access import services
from riia.alliance.access.permissions import NotAllowedError
from riia.alliance.access.policies import PolicyError
from riia.alliance.access.roles import Role
from riia.alliance.audit.models import Entry
from tests.alliance.access.conftest import DERBY, EAST_MIDLANDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya(make):
    person = make("Priya", Role.DCS, DERBY)
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=person, type=kind, data={})
    return person


def test_an_administrator_takes_it_away_and_says_why(make, priya) -> None:
    assert services.forget_second_step(person=priya, reason="Lost her phone", by=make("Carol", Role.ADMINISTRATOR)) == 2
    assert not Authenticator.objects.filter(user=priya).exists()
    entry = Entry.objects.get(action="access.forget_second_step")
    assert (entry.actor_label, entry.reason) == ("Carol", "Lost her phone")
    assert "Priya" not in entry.summary


def test_nobody_else_may(make, priya) -> None:
    for by in (priya, make("Helen", Role.COORDINATOR, EAST_MIDLANDS), make("Olu", Role.COUNCIL_OFFICER, DERBY)):
        with pytest.raises(NotAllowedError):
            services.forget_second_step(person=priya, reason="Lost", by=by)
    assert Authenticator.objects.filter(user=priya).count() == 2


def test_it_is_not_for_oneself(make) -> None:
    carol = make("Carol", Role.ADMINISTRATOR)
    with pytest.raises(NotAllowedError):
        services.forget_second_step(person=carol, reason="Lost", by=carol)


def test_a_reason_is_needed(make, priya) -> None:
    with pytest.raises(PolicyError, match="Say why"):
        services.forget_second_step(person=priya, reason=" ", by=make("Carol", Role.ADMINISTRATOR))


def test_the_command_ends_sessions_and_asks_for_a_second_step_again(priya, client, signed_in) -> None:
    browser = signed_in(priya)
    assert browser.get("/account/").status_code == 200
    UserSession.objects.create(user=priya, session_key=browser.session.session_key, ip="192.0.2.1", user_agent="")
    out = StringIO()
    call_command("forget_second_step", "Priya@example.org", reason="Lost her phone", stdout=out)
    assert "2 taken away" in out.getvalue()
    assert not Session.objects.exists()
    assert browser.get("/account/").status_code == 302


def test_the_command_says_what_goes_wrong(priya) -> None:
    with pytest.raises(CommandError, match="Nobody"):
        call_command("forget_second_step", "who@example.org", reason="x")
    with pytest.raises(CommandError, match="Say why"):
        call_command("forget_second_step", "priya@example.org", reason=" ")
