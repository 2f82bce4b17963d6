"""The programming interface for returns: the same rules as the pages, for programs, and only with a key for it."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from riia.alliance.access.models import Person
from riia.alliance.access.services import make_token
from riia.alliance.config.wsgi import application
from riia.alliance.returns.api import api
from riia.alliance.returns.models import Entry, Explained, Return, Version
from riia.alliance.returns.queries.reading import answers, form_for
from riia.indicators.model import Missing, Number, Symbol
from tests.alliance.returns.conftest import LEICESTER, People
from tests.alliance.returns.filled import cell, fill, save, whole

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/returns/"
REFERRALS, CARE = "referrals.number", "cla-current.number"
type Call = Callable[..., Any]


@pytest.fixture
def one(derby_return: Return) -> Return:
    return derby_return


def key_of(person: Person, *, returns: bool = True) -> str:
    return make_token(label="tests", lasts=dt.timedelta(days=30), returns=returns, by=person)[1]


@pytest.fixture
def call(one: Return, people: People, client: Client) -> Call:
    """Call as Derby's program: the status and the answer."""
    key = key_of(people.derby)

    def called(method: str, path: str, body: object = None, key: str = key, status: int = 200) -> Any:
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        response = getattr(client, method)(ROOT + path, headers={"authorization": f"Bearer {key}"}, **sent)
        assert response.status_code == status, response.content
        return response.json()

    return called


def test_a_program_fills_in_and_submits(one: Return, call: Call) -> None:
    (line,) = call("get", "")
    assert (line["council"], line["state"], line["answered"], line["due"]) == ("831", "not started", 0, "2026-10-22")
    found = call("get", line["reference"])
    asked = [each["cell"] for each in found["cells"] if each["measure"] == "number"]
    assert len(asked) == line["asked"] == len(form_for(one.round).items)
    texts = {str(key): int(text) for key, text in whole(form_for(one.round)).items()}
    saved = call("put", f"{one.reference}/answers", {"revision": found["revision"], "answers": texts})
    assert saved["problems"] == {}
    assert sorted(saved["changed"]) == sorted(asked)
    assert call("get", str(one.reference))["in_the_way"] == ""
    receipt = call("post", f"{one.reference}/submit", {"revision": saved["revision"]})
    assert receipt["fingerprint"] == Version.objects.get().fingerprint[:12]
    assert not receipt["again"]
    assert call("post", f"{one.reference}/submit", {"revision": saved["revision"]}) == receipt | {"again": True}
    assert set(Entry.objects.values_list("source", flat=True)) == {"api"}


def test_what_stands_for_what(one: Return, call: Call) -> None:
    sent = {REFERRALS: 0, CARE: "c", "cla-starting.number": None, "referrals.rate": 12.5, "ehcp-requests.number": "nil"}
    saved = call("put", f"{one.reference}/answers", {"revision": 0, "answers": sent})
    assert list(saved["problems"]) == ["ehcp-requests.number"]
    assert answers(one) == {
        cell(REFERRALS): Number(0),
        cell(CARE): Missing(Symbol.SUPPRESSED),
        cell("referrals.rate"): Number(12.5),
    }
    shown = {each["cell"]: each for each in call("get", str(one.reference))["cells"]}
    assert (shown[REFERRALS]["value"], shown[CARE]["value"], shown["cla-starting.number"]["value"]) == (
        "0",
        "[c]",
        None,
    )
    assert shown["ehcp-requests.number"]["typed"] == "nil"
    assert shown["ehcp-requests.number"]["problem"]


def test_a_clash_is_a_409_with_both_and_the_rest_is_saved(one: Return, people: People, call: Call) -> None:
    save(one, {REFERRALS: "10"}, people.derby)
    body = {"revision": 0, "answers": {REFERRALS: 12, CARE: 7}}
    said = call("put", f"{one.reference}/answers", body, status=409)
    (conflict,) = said["conflicts"]
    assert (conflict["cell"], conflict["sent"], conflict["stands"], conflict["by"]) == (REFERRALS, "12", "10", "Priya")
    assert said["changed"] == [CARE]
    assert "Read the return again" in said["detail"]
    assert answers(one) == {cell(REFERRALS): Number(10), cell(CARE): Number(7)}
    body = {"revision": said["revision"], "answers": {REFERRALS: 12}}
    assert call("put", f"{one.reference}/answers", body)["conflicts"] == []


def test_findings_are_explained_by_their_key(one: Return, people: People, call: Call) -> None:
    fill(one, people.derby)
    save(one, {"ehcp-requests.number": "x"}, people.derby)
    found = call("get", str(one.reference))
    assert found["in_the_way"] == "1 finding needs an explanation"
    refusal = call("post", f"{one.reference}/submit", {"revision": found["revision"]}, status=422)
    (outcome,) = refusal["outcomes"]
    assert (outcome["weight"], outcome["explanation"]) == ("soft", None)
    body = {"revision": found["revision"], "key": outcome["key"], "text": "Replaced in August."}
    revision = call("put", f"{one.reference}/explanations", body)["revision"]
    assert Explained.objects.get().text == "Replaced in August."
    call("post", f"{one.reference}/submit", {"revision": found["revision"]}, status=409)
    assert call("post", f"{one.reference}/submit", {"revision": revision})["version"] == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"answers": {}}, "revision"),
        ({"revision": 0, "answers": {"nonsense": 1}}, "is not a cell"),
        ({"revision": 0, "answers": {"nonsense.number": 1}}, "does not ask nonsense.number"),
        ({"revision": 0, "answers": {REFERRALS: True}}, ""),
        ({"revision": 0, "answers": {REFERRALS: [1]}}, ""),
        ({"revision": -1, "answers": {}}, "revision"),
        ({"revision": 0, "answers": {}, "and": 1}, "and"),
    ],
)
def test_what_is_not_understood_is_told(one: Return, call: Call, body: object, words: str) -> None:
    assert words in call("put", f"{one.reference}/answers", body, status=422)["detail"]
    assert answers(one) == {}


def test_a_return_with_the_desk_is_not_changed(one: Return, people: People, call: Call) -> None:
    Return.objects.filter(pk=one.pk).update(state="submitted")
    body = {"revision": 0, "answers": {REFERRALS: 1}}
    assert "Reopen it" in call("put", f"{one.reference}/answers", body, status=422)["detail"]


class TestKeys:
    def test_none_and_nonsense(self, one: Return, call: Call) -> None:
        for key in ("", "riia_nonsense"):
            call("get", "", key=key, status=401)

    def test_a_key_for_figures_alone(self, one: Return, people: People, call: Call) -> None:
        key = key_of(people.derby, returns=False)
        said = call("get", str(one.reference), key=key, status=403)
        assert said["detail"] == "This key was not made for returns. Make one that is on the account page."

    @pytest.mark.parametrize("who", ["analyst", "derby_dcs"])
    def test_people_who_see_returns_and_do_not_prepare_them(
        self, one: Return, people: People, call: Call, who: str
    ) -> None:
        call("get", str(one.reference), key=key_of(getattr(people, who)), status=403)

    def test_another_councils_return_is_not_there(
        self, one: Return, returns: dict[str, Return], people: People, call: Call
    ) -> None:
        other = returns[LEICESTER]
        for reference in (other.reference, uuid.UUID(int=9)):
            call("get", str(reference), status=404)
            call("put", f"{reference}/answers", {"revision": 0, "answers": {REFERRALS: 1}}, status=404)
            call("post", f"{reference}/submit", {"revision": 0}, status=404)
        assert answers(other) == {}

    def test_a_session_is_no_key(self, one: Return, people: People, signed_in: Callable[[Person], Client]) -> None:
        assert signed_in(people.derby).get(ROOT).status_code == 401

    def test_too_many_calls(self, one: Return, call: Call, monkeypatch) -> None:
        limit = api.throttle[0] if isinstance(api.throttle, list) else api.throttle
        monkeypatch.setattr(limit, "num_requests", 2)
        call("get", "")
        call("get", "")
        call("get", "", status=429)


def test_the_description_for_people_has_every_call(client: Client, db: None) -> None:
    shown = client.get("/api/returns/").content.decode()
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method in operations:
            assert f"{method.upper()} {path}" in shown


@pytest.fixture
def whole_stack() -> Iterator[WSGIHandler]:
    """The application as a web server calls it; it would close the connection of this test's transaction."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield application
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def test_answers_keep_to_the_description(one: Return, people: People, whole_stack: WSGIHandler) -> None:
    """Calls made from the description itself, sensible and not: none breaks the server, all answer as described."""
    schema = schemathesis.openapi.from_wsgi(f"{ROOT}openapi.json", whole_stack)
    headers = {"Authorization": f"Bearer {key_of(people.derby)}"}
    checks = (not_a_server_error, status_code_conformance, response_schema_conformance)

    for found in schema.get_all_operations():
        operation = found.ok()

        def keeps(case: schemathesis.Case) -> None:
            cache.clear()
            if "reference" in (case.path_parameters or {}):
                case.path_parameters["reference"] = str(one.reference)
            case.call_and_validate(headers=headers, checks=checks)

        settings(max_examples=8, suppress_health_check=list(HealthCheck))(given(operation.as_strategy())(keeps))()
