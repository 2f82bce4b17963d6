"""Places and published figures, loaded once for each test module and taken back after it."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from riia.alliance.access.scope import Scope
from riia.alliance.audit.services import System
from riia.alliance.figures.services import ImportReport, load_packaged
from riia.alliance.places.services import load_reference


@pytest.fixture(scope="module")
def places(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference(by=System("tests"))
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def packaged(places: None, django_db_blocker: pytest.FixtureRequest) -> ImportReport:
    with django_db_blocker.unblock():
        return load_packaged(by=System("tests"))


@pytest.fixture
def scope() -> Scope:
    return Scope.system("tests")


@pytest.fixture
def clerk() -> System:
    return System("figures clerk")
