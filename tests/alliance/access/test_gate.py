"""Deny by default: what is not declared answers to nobody."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.views import View

from riia.alliance.access import checks, gate
from riia.alliance.access.actions import Action
from riia.alliance.access.gate import BY_TOKEN, PUBLIC, SIGNED_IN, Rule, allow
from riia.alliance.access.roles import Role
from riia.alliance.access.scope import Scope
from tests.alliance.access.conftest import DERBY, EAST_MIDLANDS


def answer(request) -> HttpResponse:
    return HttpResponse("here")


@allow(Action.SEE_PEOPLE)
class ClassView(View):
    def get(self, request) -> HttpResponse:
        return answer(request)


def declared(*who):
    def view(request) -> HttpResponse:
        return answer(request)

    return allow(*who)(view)


inner = [path("deep/", answer, name="deep")]
urlpatterns = [
    path("undeclared/", answer, name="undeclared"),
    path("public/", declared(PUBLIC), name="public"),
    path("signed-in/", declared(SIGNED_IN), name="signed-in"),
    path("people/", declared(Action.SEE_PEOPLE), name="people"),
    path("either/", declared(Action.READ_AUDIT, Action.SEE_PEOPLE), name="either"),
    path("class/", ClassView.as_view(), name="class"),
    path("program/", declared(BY_TOKEN), name="program"),
    path("inner/", include((inner, "ours"))),
    path("", include("riia.alliance.config.urls")),
]

pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize(
    ("address", "nobody", "officer", "coordinator"),
    [
        ("/undeclared/", 403, 403, 403),
        ("/inner/deep/", 403, 403, 403),
        ("/public/", 200, 200, 200),
        ("/signed-in/", 302, 200, 200),
        ("/people/", 302, 403, 200),
        ("/either/", 302, 403, 200),
        ("/class/", 302, 403, 200),
        ("/program/", 401, 401, 401),
    ],
)
def test_who_gets_where(address, nobody, officer, coordinator, make, signed_in) -> None:
    assert Client().get(address).status_code == nobody
    assert signed_in(make("Olu", Role.COUNCIL_OFFICER, DERBY)).get(address).status_code == officer
    assert signed_in(make("Helen", Role.COORDINATOR, EAST_MIDLANDS)).get(address).status_code == coordinator


def test_a_refusal_says_why_and_logs_no_stack(make, signed_in, caplog) -> None:
    response = signed_in(make("Olu", Role.COUNCIL_OFFICER, DERBY)).get("/people/")
    assert "The roles you hold do not include this page." in response.content.decode()
    assert "Traceback" not in caplog.text


def test_undeclared_routes_are_found_with_their_full_names() -> None:
    assert [(route.pattern, route.name) for route in gate.undeclared_routes()] == [
        ("undeclared/", "undeclared"),
        ("inner/deep/", "ours:deep"),
    ]


def test_the_application_does_not_start_with_one() -> None:
    found = checks.every_route_is_declared(None)
    assert [error.id for error in found] == ["access.E001", "access.E001"]
    assert "'/undeclared/'" in found[0].msg


def test_declared_access_lists_every_route_with_its_rule() -> None:
    rules = {route.name: str(route.rule) for route in gate.declared_access() if route.rule}
    assert rules["public"] == "anyone"
    assert rules["either"] == "read-audit or see-people"
    assert rules["class"] == "see-people"
    assert rules["account_login"] == "anyone"


def test_every_route_named_for_a_package_exists() -> None:
    """A name left over in the table after an upgrade would hide a mistake."""
    names = {route.name for route in gate.declared_access()}
    assert set(gate.THIRD_PARTY) <= names


@pytest.mark.parametrize("who", [(), (PUBLIC, SIGNED_IN), (PUBLIC, Action.SEE_FIGURES)])
def test_a_declaration_says_one_thing(who) -> None:
    with pytest.raises(TypeError, match="one audience"):
        allow(*who)


def test_the_mark_survives_other_decorators() -> None:
    from django.views.decorators.http import require_GET

    for view in (allow(PUBLIC)(require_GET(answer)), require_GET(declared(PUBLIC))):
        assert gate.rule_of(view, "") == Rule(PUBLIC)


def test_the_system_passes_where_people_must_be_signed_in() -> None:
    assert Rule(SIGNED_IN).admits(Scope.system())
    assert not Rule(SIGNED_IN).admits(Scope.nobody())


def test_refusals_do_not_reach_the_view(rf: RequestFactory) -> None:
    from riia.alliance.access.middleware import DenyByDefault

    def view(request) -> HttpResponse:
        raise PermissionDenied("the view ran")

    request = rf.get("/undeclared/")
    request.resolver_match = None
    request.scope = Scope.system()
    assert DenyByDefault(answer).process_view(request, view, [], {}).status_code == 403


@pytest.mark.django_db
def test_a_form_sent_after_the_session_ended_leads_back_to_it() -> None:
    """Nothing of it is saved, which is said; signing in leads to the page it was on, never to another site."""
    client = Client()
    path = "/account/name/"
    back = client.post(path, {"name": "x"}, headers={"referer": f"http://testserver{path}?from=1"})
    assert back.headers["Location"] == f"/sign-in/?next={path}%3Ffrom%3D1"
    assert "was not saved" in client.get(back.headers["Location"]).content.decode()
    elsewhere = client.post(path, {"name": "x"}, headers={"referer": "https://example.org/steal"})
    assert elsewhere.headers["Location"] == "/sign-in/"
