"""The packaged reference data, loaded once for each test module and taken back after it."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from riia.alliance.audit.services import System
from riia.alliance.places.services import LoadReport, load_reference


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[LoadReport]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_reference(by=System("tests"))
        transaction.set_rollback(True)


@pytest.fixture
def clerk() -> System:
    return System("council clerk")
