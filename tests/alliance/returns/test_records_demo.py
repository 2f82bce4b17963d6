"""The demonstration's records: through the real door, marked as simulated, once."""

import pytest

from riia.alliance.access.scope import Scope
from riia.alliance.agreements.models import AgreementVersion
from riia.alliance.audit.actors import System
from riia.alliance.places.models import Alliance
from riia.alliance.returns.services import records
from riia.demo.records import load_records
from tests.alliance.custody.world import add_records_to
from tests.alliance.returns.conftest import People

pytestmark = pytest.mark.django_db
BY = System("tests")


def test_files_of_two_councils(register: AgreementVersion, alliance: Alliance, people: People) -> None:
    add_records_to(register)
    for _ in range(2):  # safe to repeat
        load_records(by=BY)
    files = records.files_of(Scope.system())
    assert sorted((one.council.code, one.dataset.number, one.state) for one in files) == [
        ("831", 4, "accepted"),
        ("831", 5, "accepted"),
        ("856", 4, "accepted"),
        ("856", 5, "lodged"),
    ]
    assert all(one.simulated for one in files)
    period = next(one.period.code for one in files if one.dataset.number == 4)
    dataset = next(one.dataset for one in files if one.dataset.number == 4)
    derby, leicester = records.tables_for(dataset=dataset, slug="age", period=period, purpose="tests", by=BY)
    assert derby.cells["Total",] == (84,)
    assert leicester.simulated
    assert leicester.cells["Total",] == (126,)


def test_nothing_is_loaded_without_a_register(alliance: Alliance) -> None:
    load_records(by=BY)
    assert records.files_of(Scope.system()) == []
