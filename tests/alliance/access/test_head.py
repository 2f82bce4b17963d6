"""Pages of access answer HEAD, by which link checkers and browsers look without reading."""

import pytest
from django.urls import reverse

from riia.alliance.access.gate import declared_access
from riia.alliance.access.roles import Role
from tests.alliance.access.conftest import DERBY, EAST_MIDLANDS

PLAIN = sorted(
    route.name for route in declared_access() if route.name.startswith("access:") and "<" not in route.pattern
)
"""Our pages whose address needs nothing filled in."""


class TestHead:
    """Whatever can be read answers HEAD as it answers GET, without the body (RFC 9110, 9.3.2)."""

    @pytest.fixture
    def everybody(self, make, give, signed_in):
        """A browser that may read every page."""
        coordinator = make("Helen", Role.COORDINATOR, EAST_MIDLANDS)
        give(coordinator, Role.AUDITOR)
        return signed_in(coordinator)

    @pytest.mark.parametrize("name", PLAIN)
    def test_a_page(self, everybody, name) -> None:
        read = everybody.get(reverse(name)).status_code
        assert read in {200, 404, 410}
        assert everybody.head(reverse(name)).status_code == read

    @pytest.mark.parametrize("name", ["person", "close", "holding", "extend", "end", "confirm", "deputy"])
    def test_a_page_of_a_person_or_a_role(self, everybody, make, name) -> None:
        officer = make("Olu", Role.COUNCIL_OFFICER, DERBY)
        about = officer if name in {"person", "close"} else officer.holdings.get()
        assert everybody.head(reverse(f"access:{name}", args=[about.reference])).status_code == 200

    def test_a_link_to_join(self, client, db) -> None:
        assert client.head("/join/some-token/").status_code == 302
