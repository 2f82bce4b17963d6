"""The same alliance, register and people as the tests of the return desk, with records."""

import pytest

from riia.alliance.agreements.models import AgreementVersion
from riia.alliance.places.models import Alliance
from tests.alliance.custody.world import add_records_to
from tests.alliance.returns.conftest import (
    alliance,
    give,
    make,
    other_alliance,
    people,
    places,
    register,
    signed_in,
)

__all__ = ["alliance", "give", "make", "other_alliance", "people", "places", "register", "signed_in"]


@pytest.fixture
def records_register(register: AgreementVersion, alliance: Alliance) -> AgreementVersion:
    add_records_to(register)
    return register
