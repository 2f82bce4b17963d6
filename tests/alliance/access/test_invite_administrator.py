"""`manage invite_administrator`: the first way in, and the way back in."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from riia.alliance.access.models import Invitation, Person
from riia.alliance.access.roles import Role
from tests.alliance.access.conftest import DERBY

pytestmark = pytest.mark.django_db


@pytest.fixture
def invite(django_capture_on_commit_callbacks):
    def invited(email: str, **options: object) -> str:
        out = StringIO()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("invite_administrator", email, name="Ada", stdout=out, **options)
        return out.getvalue()

    return invited


def test_two_can_be_invited_before_either_has_joined(invite, mailoutbox) -> None:
    assert "on its way" in invite("ada@example.org")
    assert "on its way" in invite("brian@example.org")
    assert [message.to for message in mailoutbox] == [["ada@example.org"], ["brian@example.org"]]


def test_once_one_has_joined_it_refuses_without_another(make, invite, mailoutbox) -> None:
    make("Carol", Role.ADMINISTRATOR)
    with pytest.raises(CommandError, match="--another"):
        invite("ada@example.org")
    assert not Person.objects.filter(email="ada@example.org").exists()
    assert "on its way" in invite("ada@example.org", another=True)
    assert len(mailoutbox) == 1


def test_an_administrator_whose_role_has_run_out_does_not_stop_it(make, give, invite) -> None:
    carol = make("Carol", Role.ADMINISTRATOR)
    carol.holdings.update(expires=carol.holdings.get().starts)
    assert "on its way" in invite("ada@example.org")


def test_someone_who_has_joined_becomes_an_administrator_without_an_invitation(make, invite, mailoutbox) -> None:
    priya = make("Priya", Role.DCS, DERBY)
    assert "can sign in as an administrator now" in invite("Priya@Example.org")
    assert set(priya.holdings.values_list("role", flat=True)) == {Role.DCS, Role.ADMINISTRATOR}
    assert not Invitation.objects.exists()
    assert not mailoutbox


def test_an_administrator_who_has_joined_is_not_made_one_twice(make, invite) -> None:
    carol = make("Carol", Role.ADMINISTRATOR)
    with pytest.raises(CommandError, match="joined already"):
        invite("carol@example.org", another=True)
    assert carol.holdings.count() == 1


def test_someone_invited_for_another_role_gets_this_role_as_well(make, invite, mailoutbox) -> None:
    tom = make("Tom", Role.COUNCIL_OFFICER, DERBY)
    Person.objects.filter(pk=tom.pk).update(is_active=False)
    invite("tom@example.org")
    assert tom.holdings.filter(role=Role.ADMINISTRATOR, state="approved").count() == 1
    assert len(mailoutbox) == 1


def test_someone_invited_for_another_role_is_sent_their_link_anew(make, invite, mailoutbox) -> None:
    tom = make("Tom", Role.COUNCIL_OFFICER, DERBY)
    Person.objects.filter(pk=tom.pk).update(is_active=False)
    invite("tom@example.org")
    tom.holdings.filter(role=Role.ADMINISTRATOR).update(state="ended", ended_on=tom.holdings.first().starts)
    first = Invitation.objects.get().digest
    invite("tom@example.org")
    assert len(mailoutbox) == 2
    assert Invitation.objects.get().digest != first
