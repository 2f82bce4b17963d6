"""The demonstration's simulated people, their one-click sign-in, and the walls around it."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from riia.alliance.access import checks, queries, services
from riia.alliance.access.models import Person
from riia.alliance.access.personas import PERSONAS
from riia.alliance.access.roles import Role
from riia.alliance.audit.actors import System
from riia.alliance.audit.models import Entry

BY = System("demo loader")


@pytest.fixture
def personas(places) -> list[Person]:
    return services.ensure_personas(by=BY)


def press(client: Client, email: str):
    return client.post("/sign-in/demo/", {"email": email})


def test_who_they_are() -> None:
    """The people named in the issue: both regions' coordinators, council and regional leads, DCS, members, board,
    DfE, LGA, supplier, auditor, administrator."""
    assert {persona.role for persona in PERSONAS} >= {
        Role.COORDINATOR, Role.REGIONAL_PERFORMANCE_LEAD, Role.ANALYST, Role.COUNCIL_PERFORMANCE_LEAD, Role.DCS,
        Role.LEAD_MEMBER, Role.CHIEF_EXECUTIVE, Role.BOARD_CHAIR, Role.DFE, Role.LGA, Role.AUDITOR,
        Role.ADMINISTRATOR, Role.SUPPLIER,
    }  # fmt: skip
    assert [persona.where for persona in PERSONAS if persona.role is Role.COORDINATOR] == [
        "East Midlands",
        "South West",
    ]
    assert len({persona.email for persona in PERSONAS}) == len({persona.name for persona in PERSONAS}) == len(PERSONAS)
    assert all(persona.email.endswith(".invalid") for persona in PERSONAS)
    assert queries.personas() == list(PERSONAS)
    assert PERSONAS[0].role_line == "Council performance lead, Derby"


def test_each_holds_the_role_and_is_labelled(personas) -> None:
    assert len(personas) == len(PERSONAS)
    for person, persona in zip(personas, PERSONAS, strict=True):
        scope = queries.scope_for(person)
        assert scope.roles == {persona.role}
        assert str(person) == f"{persona.name} (simulated)"
        assert not person.has_usable_password()
        assert not scope.needs_second_step


def test_making_them_again_changes_nothing(personas) -> None:
    entries = Entry.objects.count()
    assert services.ensure_personas(by=BY) == personas
    assert Entry.objects.count() == entries


def test_one_press_signs_in(client, personas, settings) -> None:
    settings.DEMO = True
    page = client.get("/sign-in/demo/").content.decode()
    assert "Priya Nair" in page
    assert page.count("(simulated)") == len(PERSONAS)
    assert press(client, "em-coordinator@demo.invalid").headers["Location"] == "/"
    account = client.get("/account/").content.decode()
    assert "Helen Whitlock (simulated)" in account
    assert "Regional coordinator" in account
    assert Entry.objects.get(action="access.sign_in").actor_label == "Helen Whitlock (simulated)"


def test_only_as_simulated_people(client, personas, settings, make) -> None:
    settings.DEMO = True
    make("Real", Role.COORDINATOR, "E12000004")
    for email in ("real@example.org", "", "nobody@demo.invalid"):
        assert press(client, email).headers["Location"] == "/sign-in/demo/"
        assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(("demo", "production"), [(False, False), (False, True), (True, True)])
def test_nowhere_but_in_the_demonstration(client, personas, settings, demo: bool, production: bool) -> None:
    settings.DEMO, settings.PRODUCTION = demo, production
    assert client.get("/sign-in/demo/").status_code == 404
    assert press(client, "em-coordinator@demo.invalid").status_code == 404
    assert "_auth_user_id" not in client.session


def test_under_production_settings_none_are_made(places, settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="never made under production"):
        services.ensure_personas(by=BY)
    assert not Person.objects.exists()


def test_the_application_does_not_start_with_both_on(settings) -> None:
    assert checks.demo_never_in_production(None) == []
    settings.DEMO = settings.PRODUCTION = True
    (error,) = checks.demo_never_in_production(None)
    assert error.id == "access.E002"


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"RIIA_MODE": "production", "DEMO": "1"}, "DEMO is set together with RIIA_MODE=production"),
        ({"RIIA_MODE": "demo production"}, "Set it to development, demo or production"),
    ],
)
def test_the_settings_cannot_even_be_read_with_both_on(variables: dict[str, str], words: str, tmp_path) -> None:
    production = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "example.org", "RIIA_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", "import riia.alliance.config.settings"],
        env={**os.environ, **production, **variables}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert words in done.stderr


def test_a_link_from_an_e_mail_leads_on_after_the_sign_in(client, personas, settings) -> None:
    settings.DEMO, settings.PRODUCTION = True, False
    page = client.get("/sign-in/", {"next": "/returns/x/sign/"}).content.decode()
    assert 'href="/sign-in/demo/?next=%2Freturns%2Fx%2Fsign%2F"' in page
    chooser = client.get("/sign-in/demo/", {"next": "/returns/x/sign/"}).content.decode()
    assert '<input type="hidden" name="next" value="/returns/x/sign/">' in chooser
    for wanted, leads in (("/returns/x/sign/", "/returns/x/sign/"), ("https://elsewhere.example/", "/"), ("", "/")):
        answer = client.post("/sign-in/demo/", {"email": "derby-dcs@demo.invalid", "next": wanted})
        assert answer.headers["Location"] == leads
