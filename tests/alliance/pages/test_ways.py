"""The one list of where somebody may go, and the navigation made of it."""

import pytest
from django.test import RequestFactory

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.access.roles import Role
from riia.alliance.access.scope import Scope
from riia.alliance.pages.context import navigation
from riia.alliance.pages.ways import Section, Way, sections
from tests.alliance.returns import conftest as world
from tests.alliance.returns.conftest import DERBY, Make

alliance, at, give, make, places = world.alliance, world.at, world.give, world.make, world.places
pytestmark = pytest.mark.django_db


def shown(person: Person, path: str) -> tuple[list[str], list[str], list[str]]:
    """The names of the navigation, those of the row beside, and which of both one is in."""
    request = RequestFactory().get(path)
    request.scope = scope_for(person)  # type: ignore[attr-defined]
    found = navigation(request)
    beside = found["beside"].get("links", [])  # type: ignore[attr-defined]
    links = [*found["navigation"], *beside]  # type: ignore[misc]
    return (
        [each["text"] for each in found["navigation"]],  # type: ignore[attr-defined]
        [each["text"] for each in beside],
        [each["text"] for each in links if each["active"]],
    )


def test_a_section_of_one_way_goes_by_its_name() -> None:
    grants, funding = Way("Grants", "/grants/", ""), Way("Funding", "/funding/", "")
    assert Section("Money", (grants,)).title == "Grants"
    assert Section("Money", (grants, funding)).title == "Money"


def test_nobody_is_led_anywhere() -> None:
    assert sections(Scope.nobody()) == []


@pytest.mark.parametrize(
    ("path", "section", "active"),
    [
        ("/", "", ["Home"]),
        (f"/places/{DERBY}/", "Derby", ["Derby"]),
        ("/places/837/", "Compare", ["Compare", "Councils"]),
        ("/indicators/referrals/", "Compare", ["Compare", "Indicators"]),
        ("/returns/queries/", "Returns", ["Returns", "Queries"]),
        ("/account/", "", []),
    ],
)
def test_the_longest_address_says_where_one_is(
    alliance: object, make: Make, path: str, section: str, active: list[str]
) -> None:
    person = make("Somebody", Role.COUNCIL_PERFORMANCE_LEAD, DERBY)
    main, beside, here = shown(person, path)
    assert main[:3] == ["Home", "Derby", "Compare"]
    assert here == active
    assert bool(beside) == (section in {"Compare", "Returns"})
