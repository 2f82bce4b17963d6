"""Joining: invited by e-mail through a real SMTP server, once, within seven days, and never otherwise."""

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from riia.alliance.access import mail, policies, services
from riia.alliance.access.models import Invitation, Person
from riia.alliance.access.permissions import NotAllowedError
from riia.alliance.access.policies import PolicyError, Term
from riia.alliance.access.roles import Role
from riia.alliance.access.services.holdings import Proposal
from riia.alliance.access.states import HoldingState
from riia.alliance.audit.actors import System
from riia.alliance.audit.models import Entry
from tests.alliance.access.conftest import DAY, DERBY, EAST_MIDLANDS, SOUTH_WEST, TODAY

BY = System("test")
PASSWORD = "three plain words"


class SmtpServer:
    """The server process, with the messages it has taken."""

    def __init__(self, *arguments: str) -> None:
        script = Path(__file__).with_name("smtp_server.py")
        self.process = subprocess.Popen([sys.executable, str(script), *arguments], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    def next_message(self) -> dict[str, str]:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def mailers(self) -> dict[str, object]:
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 5}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    server = SmtpServer()
    yield server
    server.process.terminate()
    server.process.wait(5)


@pytest.fixture
def newcomer(db: None) -> Person:
    return Person.objects.create_user("new@derby.example.org", name="New Person", is_active=False)


def link_in(text: str) -> str:
    found = re.search(r"http\S+/join/(\S+)/", text)
    assert found, text
    return f"/join/{found[1]}/"


def invited(person: Person, mailoutbox, capture) -> str:
    """Invite somebody and give the link they are sent."""
    with capture(execute=True):
        services.issue(person=person, by=BY)
    return link_in(mailoutbox[-1].body)


@pytest.fixture
def link(newcomer, mailoutbox, django_capture_on_commit_callbacks) -> str:
    return invited(newcomer, mailoutbox, django_capture_on_commit_callbacks)


def join(client: Client, link: str, **changes: str):
    client.get(link, follow=True)
    return client.post("/join/", {"name": "New Person", "password": PASSWORD, **changes})


class TestTheMessage:
    def test_goes_through_a_real_smtp_server(
        self, smtp, settings, make, places, client, django_capture_on_commit_callbacks
    ) -> None:
        settings.MAILERS = smtp.mailers()
        settings.BASE_URL = "https://alliance.example.org"
        coordinator = make("Helen", Role.COORDINATOR, EAST_MIDLANDS)
        proposal = Proposal(Role.COUNCIL_OFFICER, places[DERBY], "returns", Term(TODAY(), TODAY() + 30 * DAY))
        with django_capture_on_commit_callbacks(execute=True):
            done = services.nominate(email=" New@Derby.example.org", name="O'Neil", proposal=proposal, by=coordinator)
        assert done.approved
        message = smtp.next_message()
        assert message["to"] == ["new@derby.example.org"]
        assert message["subject"] == "Your invitation to riia"
        assert "Dear O'Neil," in message["text"]
        assert "Helen invites you" in message["text"]
        assert "https://alliance.example.org/join/" in message["text"]
        assert join(client, link_in(message["text"])).status_code == 302
        assert Person.objects.get(email="new@derby.example.org").is_active

    def test_a_server_that_refuses_leaves_the_invitation_to_be_sent_again(
        self, settings, newcomer, caplog, django_capture_on_commit_callbacks
    ) -> None:
        server = SmtpServer("refuse")
        settings.MAILERS = server.mailers()
        try:
            with (
                caplog.at_level(logging.DEBUG),
                pytest.raises(mail.MailNotSentError, match="send it again later"),
                django_capture_on_commit_callbacks(execute=True),
            ):
                services.issue(person=newcomer, by=BY)
        finally:
            server.process.terminate()
            server.process.wait(5)
        assert Invitation.objects.filter(person=newcomer).exists()
        assert "did not take a message" in caplog.text
        assert "derby.example.org" not in caplog.text

    def test_nothing_listening_is_said_too(self, settings, newcomer, django_capture_on_commit_callbacks) -> None:
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                                        "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 2}}}  # fmt: skip
        with pytest.raises(mail.MailNotSentError), django_capture_on_commit_callbacks(execute=True):
            services.issue(person=newcomer, by=BY)

    def test_nothing_is_sent_when_the_change_is_undone(
        self, newcomer, mailoutbox, django_capture_on_commit_callbacks
    ) -> None:
        from django.db import transaction

        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            services.issue(person=newcomer, by=BY)
            transaction.set_rollback(True)
        assert mailoutbox == []


class TestTheLink:
    def test_is_not_in_the_database(self, link) -> None:
        token = link.split("/")[2]
        invitation = Invitation.objects.get()
        assert token not in str(vars(invitation))
        assert len(invitation.digest) == 64
        assert not Entry.objects.filter(details__icontains=token).exists()

    def test_is_taken_out_of_the_address_at_once(self, client, link) -> None:
        response = client.get(link)
        assert response.status_code == 302
        assert response.headers["Location"] == "/join/"
        assert "no-store" in response.headers["Cache-Control"]

    def test_lets_the_person_in_once(self, client, link, newcomer) -> None:
        page = client.get(link, follow=True)
        assert "New Person" in page.content.decode()
        response = join(client, link)
        assert response.headers["Location"] == "/"
        newcomer.refresh_from_db()
        assert newcomer.is_active
        assert newcomer.check_password(PASSWORD)
        assert EmailAddress.objects.filter(user=newcomer, verified=True, primary=True).exists()
        assert client.session["_auth_user_id"] == str(newcomer.pk)
        assert [entry.action for entry in Entry.objects.order_by("id")] == [
            "access.invite", "access.accept_invitation", "access.sign_in",
        ]  # fmt: skip
        again = Client()
        assert again.get(link, follow=True).status_code == 410
        assert join(again, link, password="another long password").status_code == 410
        newcomer.refresh_from_db()
        assert newcomer.check_password(PASSWORD)

    def test_works_for_seven_days(self, client, link) -> None:
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        response = client.get(link, follow=True)
        assert response.status_code == 410
        assert "This invitation does not work" in response.content.decode()
        assert join(client, link).status_code == 410
        assert Invitation.objects.get().expires_at - Invitation.objects.get().sent_at < policies.INVITATION_LASTS

    def test_is_replaced_when_sent_again(
        self, client, link, newcomer, mailoutbox, django_capture_on_commit_callbacks
    ) -> None:
        newer = invited(newcomer, mailoutbox, django_capture_on_commit_callbacks)
        assert newer != link
        assert client.get(link, follow=True).status_code == 410
        assert client.get(newer, follow=True).status_code == 200
        assert Invitation.objects.count() == 1

    def test_an_expired_one_can_be_sent_again(
        self, client, link, newcomer, mailoutbox, django_capture_on_commit_callbacks
    ) -> None:
        Invitation.objects.update(expires_at=timezone.now() - DAY)
        newer = invited(newcomer, mailoutbox, django_capture_on_commit_callbacks)
        assert join(client, newer).status_code == 302

    def test_read_just_before_it_is_sent_again_lets_nobody_in(self, link, newcomer) -> None:
        read = Invitation.objects.get()
        services.issue(person=newcomer, by=BY)
        with pytest.raises(PolicyError, match="sent again"):
            services.accept(invitation=read, name="Somebody", password=PASSWORD)
        newcomer.refresh_from_db()
        assert not newcomer.is_active

    def test_is_taken_back_only_by_whoever_manages_access_there(self, link, newcomer, make, give) -> None:
        give(newcomer, Role.COUNCIL_OFFICER, DERBY)
        with pytest.raises(NotAllowedError, match="take invitations back"):
            services.revoke(
                invitation=Invitation.objects.get(), reason="x", by=make("Ros", Role.COORDINATOR, SOUTH_WEST)
            )
        revoked = services.revoke(
            invitation=Invitation.objects.get(), reason="x", by=make("Helen", Role.COORDINATOR, EAST_MIDLANDS)
        )
        assert revoked.revoked_at is not None

    def test_stops_when_revoked(self, client, link) -> None:
        services.revoke(invitation=Invitation.objects.get(), reason="wrong person", by=BY)
        assert client.get(link, follow=True).status_code == 410
        with pytest.raises(PolicyError, match="is revoked"):
            services.revoke(invitation=Invitation.objects.get(), reason="again", by=BY)

    def test_of_nonsense_says_nothing_about_anyone(self, client, db) -> None:
        assert client.get("/join/nonsense/", follow=True).status_code == 410
        assert client.get("/join/").status_code == 410


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "at least 12 characters"),
        ("password1234", "too common"),
        ("New Person!!", "too similar to the name"),
        ("123456789012", "entirely numeric"),
    ],
)
def test_weak_passwords_are_refused_in_words(client, link, password: str, words: str) -> None:
    response = join(client, link, password=password)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not Person.objects.get().is_active


@pytest.mark.django_db
def test_nobody_signs_up(client) -> None:
    assert "People join by invitation" in client.get("/sign-in/new/").content.decode()
    client.post("/sign-in/new/", {"email": "a@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert not Person.objects.exists()


def test_someone_who_has_joined_is_not_invited_again(make) -> None:
    with pytest.raises(PolicyError, match="has joined already"):
        services.issue(person=make("Olu"), by=BY)


def test_only_whoever_manages_access_there_invites(newcomer, make, give) -> None:
    give(newcomer, Role.COUNCIL_OFFICER, DERBY)
    for stranger in (make("Ros", Role.COORDINATOR, SOUTH_WEST), make("Martin", Role.DCS, DERBY)):
        with pytest.raises(NotAllowedError, match="whose access you manage"):
            services.issue(person=newcomer, by=stranger)
    assert services.issue(person=newcomer, by=make("Helen", Role.COORDINATOR, EAST_MIDLANDS)).person == newcomer


@pytest.mark.parametrize(
    "over",
    [
        {"expires": TODAY() - DAY},
        {"review_due": TODAY() - 29 * DAY},
        {"state": HoldingState.ENDED, "ended_on": TODAY()},
        {"state": HoldingState.LAPSED, "ended_on": TODAY()},
        {"state": HoldingState.DECLINED, "approved_at": None, "approver_label": ""},
    ],
    ids=str,
)
def test_a_role_that_is_over_is_nothing_to_invite_for(newcomer, make, give, over) -> None:
    give(newcomer, Role.COUNCIL_OFFICER, DERBY, **over)
    with pytest.raises(NotAllowedError, match="whose access you manage"):
        services.issue(person=newcomer, by=make("Helen", Role.COORDINATOR, EAST_MIDLANDS))
    assert not Invitation.objects.exists()


class TestAClosedAccount:
    """Only a role approved since brings it back; the old address of the button does not."""

    @pytest.fixture
    def helen(self, make) -> Person:
        return make("Helen", Role.COORDINATOR, EAST_MIDLANDS)

    @pytest.fixture
    def closed(self, client, newcomer, link, give, helen) -> Person:
        give(newcomer, Role.COUNCIL_OFFICER, DERBY)
        join(client, link)
        newcomer.refresh_from_db()
        return services.deactivate(person=newcomer, reason="left", by=helen)

    def test_is_not_reopened_by_the_button_of_old(self, closed, helen, signed_in) -> None:
        page = signed_in(helen).post(f"/people/{closed.reference}/invite-again/", follow=True).content.decode()
        assert "whose access you manage" in page
        assert "Take the invitation back" not in page
        assert not Invitation.objects.filter(accepted_at=None).exists()

    def test_nor_by_a_role_that_is_only_proposed(self, closed, helen, give) -> None:
        give(closed, Role.COUNCIL_OFFICER, DERBY, state=HoldingState.PROPOSED, approved_at=None, approver_label="")
        with pytest.raises(NotAllowedError):
            services.issue(person=closed, by=helen)

    def test_comes_back_with_a_new_role_once_approved(self, closed, helen, places) -> None:
        proposal = Proposal(Role.COUNCIL_OFFICER, places[DERBY], "back again", Term(TODAY(), TODAY() + 30 * DAY))
        services.nominate(email=closed.email, name="", proposal=proposal, by=helen)
        assert Invitation.objects.filter(person=closed, accepted_at=None, revoked_at=None).exists()
