"""What was typed when a session ended: offered again to whoever typed it, to nobody else, and never saved by itself."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from riia.alliance.access.models import Person
from riia.alliance.kit import kept_forms
from riia.alliance.returns.models import Entry, Explained, Return
from riia.alliance.returns.queries.reading import answers
from riia.indicators.model import Number
from tests.alliance.returns.conftest import BACKEND, People
from tests.alliance.returns.filled import cell, fill, save

pytestmark = pytest.mark.django_db
REFERRALS, CARE = "referrals.number", "cla-current.number"
BOX = re.compile(r'<input class="govuk-input[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def address(derby_return: Return) -> str:
    return f"/returns/{derby_return.reference}/fill/"


@pytest.fixture
def council(people: People, signed_in: Callable[[Person], Client]) -> Client:
    return signed_in(people.derby)


def shown(client: Client, address: str) -> dict[str, str]:
    """What a browser would send of the page as it is."""
    page = client.get(address).content.decode()
    return dict(HIDDEN.findall(page)) | dict(BOX.findall(page))


def back(client: Client, person: Person) -> None:
    """The person signs in again in the same browser."""
    client.force_login(person, backend=BACKEND)
    session = client.session
    session["second_step"] = str(person.reference)
    session.save()


def end(client: Client) -> None:
    """Nothing happens for hours."""
    session = client.session
    session["session_seen"] = session["session_begun"] = 0
    session.save()


def test_what_was_typed_is_in_the_boxes_again_and_not_saved(
    derby_return: Return, address: str, council: Client, people: People
) -> None:
    save(derby_return, {CARE: "530"}, people.derby)
    sent = shown(council, address) | {REFERRALS: "812", CARE: "53l"}
    end(council)
    answer = council.post(address, sent)
    assert answer.headers["Location"].endswith(f"?next={address}")
    assert REFERRALS not in {str(one) for one in answers(derby_return)}
    back(council, people.derby)
    page = council.get(address).content.decode()
    assert "2 answers you had typed are in the boxes again, and not saved yet" in page
    again = shown(council, address)
    assert (again[REFERRALS], again[CARE], again[f"was:{CARE}"]) == ("812", "53l", "530")
    council.post(address, again | {CARE: "531"})
    derby_return.refresh_from_db()
    assert answers(derby_return) == {cell(REFERRALS): Number(812), cell(CARE): Number(531)}
    assert "in the boxes again" not in council.get(address).content.decode()


def test_it_is_for_that_person_alone_and_for_an_hour(
    address: str, council: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = shown(council, address) | {REFERRALS: "812"}
    for person, seconds in ((people.analyst, 0), (people.derby, 3601)):
        end(council)
        council.post(address, sent)
        assert "kept_form" in council.session
        back(council, person)
        with monkeypatch.context() as later:
            moment = kept_forms.time.time() + seconds
            later.setattr(kept_forms.time, "time", lambda moment=moment: moment)
            council.get(address)
            back(council, people.derby)
            assert "in the boxes again" not in council.get(address).content.decode()


def test_a_form_that_another_sign_in_made_too_old_loses_nothing(address: str, people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    back(client, people.derby)
    sent = shown(client, address) | {REFERRALS: "812", "csrfmiddlewaretoken": "x" * 64}
    assert client.post(address, sent).headers["Location"] == address
    assert shown(client, address)[REFERRALS] == "812"
    assert not Entry.objects.exists()
    forged = client.post(address, {**sent, kept_forms.FIELD: "made up"})
    assert forged.status_code == 403


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(
    derby_return: Return, address: str, council: Client, people: People
) -> None:
    sent = shown(council, address) | {REFERRALS: "812"}
    end(council)
    council.post(address, sent)
    save(derby_return, {REFERRALS: "790"}, people.derby)
    back(council, people.derby)
    answer = council.post(address, shown(council, address))
    assert answer.status_code == 409
    assert answers(derby_return) == {cell(REFERRALS): Number(790)}


def test_what_is_saved_can_be_shown_instead(address: str, council: Client, people: People) -> None:
    sent = shown(council, address) | {REFERRALS: "812"}
    end(council)
    council.post(address, sent)
    back(council, people.derby)
    council.get(f"{address}?saved=only")
    assert shown(council, address)[REFERRALS] == ""


def test_an_explanation_is_on_its_page_again(derby_return: Return, council: Client, people: People) -> None:
    save(fill(derby_return, people.derby), {"cla-uasc.number": "z"}, people.derby)
    address = f"/returns/{derby_return.reference}/checks/"
    page = council.get(address).content.decode()
    sent = dict(HIDDEN.findall(page)) | {"text-0": "None came.", "was:text-0": ""}
    end(council)
    council.post(address, sent)
    back(council, people.derby)
    again = council.get(address).content.decode()
    assert "1 explanation you had typed is on this page again, and not saved yet" in again
    assert ">\nNone came.</textarea>" in again or ">None came.</textarea>" in again
    assert not Explained.objects.filter(text="None came.").exists()
