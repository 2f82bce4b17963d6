"""The pages of the intake as a coordinator, and as others."""

import csv
import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.intake import services, takers
from riia.alliance.intake.models import Paper
from riia.alliance.intake.takers import Taker
from riia.documents.model import Kind
from tests.alliance.intake.conftest import TEXT, People

type SignedIn = Callable[[Person], Client]


@pytest.fixture
def desk(people: People, signed_in: SignedIn) -> Client:
    return signed_in(people.coordinator)


def give(client: Client, data: bytes = TEXT, name: str = "letter.txt") -> str:
    answer = client.post(reverse("intake:home"), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def test_a_document_is_given_read_and_decided(desk: Client) -> None:
    here = give(desk)
    page = desk.get(here).content.decode()
    assert "2 errors and 1 damaged text in letter.txt" in page
    assert "line 3, clause 2" in page
    assert "3 findings to decide" in page
    finding = reverse("intake:finding", args=[Paper.objects.get().findings.all()[0].reference])
    shown = desk.get(finding).content.decode()
    assert "Paid by <mark>29 February 2026</mark>" in shown
    refused = desk.post(finding, {"decision": "read-as", "note": ""})
    assert "Say how it is to be read" in refused.content.decode()
    following = desk.post(finding, {"decision": "ask", "note": "Which day?"})
    second = reverse("intake:finding", args=[Paper.objects.get().findings.all()[1].reference])
    assert following["Location"] == second
    assert "Decide the same about 1 more" in desk.get(second).content.decode()
    end = desk.post(second, {"decision": "leave", "note": "", "alike": "on"})
    assert end["Location"] == here
    assert "Everything is decided" in desk.get(here).content.decode()


def test_understood_and_text_stand_beside_what_was_found(desk: Client) -> None:
    here = give(desk)
    understood = desk.get(f"{here}?view=understood").content.decode()
    assert "28 February 2026" in understood
    assert "29 February 2026" in understood
    text = desk.get(f"{here}?view=text").content.decode()
    assert text.count("intake-text__found") == 3
    assert desk.get(f"{here}?view=nonsense&page=99&severity=none").status_code == 200


def test_what_is_taken_away_holds_what_was_decided_and_runs_nowhere(desk: Client) -> None:
    give(desk)
    paper = Paper.objects.get()
    services.decide(
        finding=paper.findings.all()[1], decision=services.Decision.ASK, note="Why?", by=services._READER
    )  # fmt: skip
    rows = list(
        csv.reader(
            StringIO(desk.get(reverse("intake:download", args=[paper.reference, "csv"])).content.decode("utf-8-sig"))
        )
    )
    assert rows[2][3] == "'=SUM(A1)"
    assert rows[2][6] == "Ask the author"
    found = json.loads(desk.get(reverse("intake:download", args=[paper.reference, "json"])).content)
    assert [set(one) for one in found] == [{"code", "severity", "where", "as_written", "message"}] * 3
    questions = desk.get(reverse("intake:download", args=[paper.reference, "txt"])).content.decode()
    assert "Why?" in questions
    assert "29 February" not in questions
    assert desk.get(reverse("intake:download", args=[paper.reference, "exe"])).status_code == 404


def test_too_large_and_none_are_told_beside_the_field(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Choose a document" in desk.post(reverse("intake:home"), {}).content.decode()
    empty = desk.post(reverse("intake:home"), {"file": SimpleUploadedFile("a.txt", b"")})
    assert "The file is empty" in empty.content.decode()
    monkeypatch.setattr(services, "LARGEST", -services.MEGABYTE)
    large = desk.post(reverse("intake:home"), {"file": SimpleUploadedFile("a.txt", TEXT)})
    assert "is larger than" in large.content.decode()
    assert not Paper.objects.exists()


def test_a_large_one_is_read_in_the_background_and_shows_it(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "AT_ONCE", 1)
    here = give(desk)
    page = desk.get(here).content.decode()
    assert "data-kit-poll" in page
    services.read(paper=Paper.objects.get())
    assert "data-kit-poll" not in desk.get(here).content.decode()


def test_read_as_something_else_and_deleted(desk: Client) -> None:
    here = give(desk)
    paper = Paper.objects.get()
    assert desk.post(reverse("intake:kind", args=[paper.reference]), {"kind": "plan"})["Location"] == here
    paper.refresh_from_db()
    assert paper.kind == "plan"
    assert "is deleted" not in desk.get(reverse("intake:remove", args=[paper.reference])).content.decode()
    desk.post(reverse("intake:remove", args=[paper.reference]))
    assert desk.get(here).status_code == 404
    assert "No document has been read yet" in desk.get(reverse("intake:home")).content.decode()


def test_where_it_can_go_is_offered_to_who_may(
    people: People, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(takers, "_TAKERS", {Kind.LETTER: Taker("Enter it as a grant", Action.KEEP_GRANTS, str)})
    desk = signed_in(people.coordinator)
    here = give(desk)
    assert "Enter it as a grant" in desk.get(here).content.decode()
    services.note_use(paper=Paper.objects.get(), words="Grant 31/1", href="/grants/", by=people.coordinator)
    used = desk.get(here).content.decode()
    assert "Enter it as a grant" not in used
    assert "Grant 31/1" in used


def test_others_see_no_trace_of_it(people: People, signed_in: SignedIn) -> None:
    here = give(signed_in(people.coordinator))
    assert signed_in(people.elsewhere).get(here).status_code == 404
    assert signed_in(people.council).get(here).status_code == 403
    finding = reverse("intake:finding", args=[Paper.objects.get().findings.all()[0].reference])
    assert signed_in(people.elsewhere).get(finding).status_code == 404
    assert "letter.txt" not in signed_in(people.elsewhere).get(reverse("intake:home")).content.decode()
