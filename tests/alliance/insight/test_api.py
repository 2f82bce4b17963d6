"""The programming interface: it answers as the command line does, and only to whoever has a key."""

import csv
import datetime as dt
import io
from collections.abc import Iterator

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

from riia.alliance.access.actions import Action
from riia.alliance.access.models import AccessToken
from riia.alliance.access.roles import Role
from riia.alliance.access.scope import Scope
from riia.alliance.access.services import make_token, revoke_token
from riia.alliance.config.wsgi import application
from riia.alliance.insight import answers, api
from tests.alliance.insight.conftest import person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
ROOT = "/api/v1/"
Made = tuple[AccessToken, str]


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def whole_stack() -> Iterator[WSGIHandler]:
    """The application as a web server calls it, which closes a connection it finds in a transaction: not this test's.

    Django's own test client does the same.
    """
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield application
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def made(db: None) -> Made:
    person = person_with(Role.ANALYST, "E12000004")
    return make_token(label="tests", lasts=dt.timedelta(days=30), by=person)


@pytest.fixture
def program(made: Made) -> Client:
    return Client(headers={"authorization": f"Bearer {made[1]}"})


def ask(program: Client, path: str, status: int = 200, **query: object) -> object:
    response = program.get(ROOT + path, query)
    assert response.status_code == status, response.content
    return response.json()


def test_a_comparison_is_explained_when_asked(program: Client) -> None:
    address = f"{ROOT}compare?indicator=referrals&place=831"
    assert "explain" not in program.get(address).json()
    found = program.get(f"{address}&explain=true").json()
    assert found["explain"]["verdicts"]["england"]["words"] == "higher than England, and more than chance would explain"
    assert found == answers.comparison(Scope.system("tests"), "referrals", "831", explain=True)
    assert program.get(f"{address}&explain=perhaps").status_code == 422


def test_compare_answers_what_the_command_line_answers(program: Client) -> None:
    found = ask(program, "compare", indicator="referrals", place="831", period="YE2025-03")
    assert found == answers.comparison(Scope.system("tests"), "referrals", "831")
    assert found["rate"] == 572.7


def test_places_may_be_named_and_the_period_left_out(program: Client) -> None:
    assert ask(program, "compare", indicator="referrals", place="Derby")["period"] == "YE2025-03"


def test_a_figure_and_its_series(program: Client) -> None:
    figure = ask(program, "figures/value", indicator="cla-current", place="831", period="YE2025-03")
    assert (figure["value"], figure["rate"]) == (545, 88)
    series = ask(program, "figures/series", indicator="referrals", place=["831", "E92000001"])
    derby = [point for point in series if point["place"] == "831"]
    assert [point["period"] for point in derby] == sorted(point["period"] for point in derby)
    assert derby[-1]["rate"] == 572.7
    assert {point["place"] for point in series} == {"831", "E92000001"}


def test_indicators_and_places_are_listed(program: Client) -> None:
    indicators = {one["indicator"]: one for one in ask(program, "indicators")}
    assert indicators["referrals"]["unpublished"] is None
    assert "statutory return" in indicators["initial-contacts"]["unpublished"]
    places = {one["place"]: one for one in ask(program, "places")}
    assert (places["831"]["ons_code"], places["831"]["region"]) == ("E06000015", "E12000004")
    assert places["928"]["until"] == "2021-03-31"


def test_the_export_is_streamed_in_long_form(program: Client) -> None:
    response = program.get(ROOT + "figures/export", {"indicator": "referrals", "place": "831"})
    assert response.streaming
    lines = list(csv.DictReader(io.StringIO(response.getvalue().decode())))
    assert list(lines[0]) == ["indicator", "place", "period", "measure", "value", "symbol", "numerator", "denominator",
                              "release"]  # fmt: skip
    assert {line["place"] for line in lines} == {"831"}
    assert {line["measure"] for line in lines} == {"number", "rate"}


@pytest.mark.parametrize(
    ("path", "query", "status", "said"),
    [
        ("compare", {"indicator": "referalls", "place": "831"}, 404, "referrals"),
        ("compare", {"indicator": "referrals", "place": "Drby"}, 404, "Derby (831)"),
        ("compare", {"indicator": "referrals", "place": "831", "period": "2025"}, 422, "YE2025-03"),
        ("compare", {"indicator": "referrals", "place": "831", "period": "YE1999-03"}, 404, "The newest are"),
        ("compare", {"place": "831"}, 422, "indicator: Field required."),
        ("figures/value", {"indicator": "referrals", "place": "928", "period": "YE2025-03"}, 404, "No figure is held"),
        ("figures/export", {"indicator": "nothing"}, 404, "There is no indicator"),
    ],
)
def test_mistakes_are_answered_in_words(program: Client, path: str, query: dict, status: int, said: str) -> None:
    assert said in ask(program, path, status, **query)["detail"]


def test_without_a_key_with_a_wrong_one_and_with_a_revoked_one(made: Made, program: Client) -> None:
    for client in (Client(), Client(headers={"authorization": "Bearer riia_wrong"})):
        response = client.get(ROOT + "indicators")
        assert response.status_code == 401
        assert "API key" in response.json()["detail"]
    revoke_token(token=made[0], by=made[0].person)
    assert program.get(ROOT + "indicators").status_code == 401


def test_a_signed_in_browser_has_no_key(reader: Client) -> None:
    assert reader.get(ROOT + "indicators").status_code == 401


def test_a_key_does_no_more_than_it_was_made_for(made: Made, program: Client) -> None:
    made[0].actions = [Action.USE_API, Action.SEE_FIGURES]
    made[0].save()
    refused = ask(program, "figures/export", 403)
    assert refused["detail"] == "This key does not let you download figures. Make one that does on the account page."
    made[0].actions = [Action.USE_API]
    made[0].save()
    assert "see published figures" in ask(program, "compare", 403, indicator="referrals", place="831")["detail"]


def test_too_many_calls_are_refused_for_a_while(program: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        api.api.throttle[0] if isinstance(api.api.throttle, list) else api.api.throttle, "num_requests", 2
    )
    assert [program.get(ROOT + "indicators").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_only_reads(program: Client, method: str) -> None:
    assert getattr(program, method)(ROOT + "indicators").status_code == 405


def test_its_description_and_the_page_made_from_it_are_open_to_all() -> None:
    description = Client().get(ROOT + "openapi.json").json()
    page = Client().get("/api/").content.decode()
    for path in description["paths"]:
        assert f"GET {path}" in page
    assert "Bearer $RIIA_KEY" in page


def test_it_keeps_to_its_description(
    made: Made, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests, whole_stack: WSGIHandler
) -> None:
    """Every call with generated parameters: no error of the server, only the statuses and shapes described."""
    monkeypatch.setattr(api.PerPerson, "allow_request", lambda self, request: True)
    headers = {"Authorization": f"Bearer {made[1]}", "Host": "localhost"}
    checks = [not_a_server_error, status_code_conformance, response_schema_conformance]
    for found in schemathesis.openapi.from_wsgi(ROOT + "openapi.json", whole_stack).get_all_operations():
        operation = found.ok()
        examples = 3 if "export" in operation.label else 20  # an export of everything takes seconds

        @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def keeps(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=headers, checks=checks)

        with subtests.test(operation.label):
            keeps()
