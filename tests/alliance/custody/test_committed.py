"""A purge that is committed: the database is told to drop what it still keeps of the rows."""

import pytest
from django.core.management import call_command
from django.db import connection

from riia.alliance.agreements.models import AgreementVersion
from riia.alliance.custody.models import RecordContent, RecordFile
from riia.alliance.custody.services.files import lodge, purge
from riia.alliance.places.models import Alliance
from tests.alliance.custody import world

pytestmark = pytest.mark.django_db(transaction=True)


def test_after_the_commit(
    records_register: AgreementVersion, alliance: Alliance, django_assert_max_num_queries, capsys
) -> None:
    council = world.derby()
    file = lodge(
        records=world.placements(), alliance=alliance, council=council, period=world.QUARTER, by=world.BY, on=world.ON
    )
    with django_assert_max_num_queries(60) as captured:
        purge(file=file, reason="asked for", by=world.BY)
    told = [query["sql"] for query in captured.captured_queries]
    assert any("wal_checkpoint" in sql or "VACUUM" in sql for sql in told[-2:])
    assert connection.vendor != "sqlite" or any("secure_delete" in sql for sql in told)
    assert not RecordContent.objects.exists()
    RecordFile.objects.update(keep_until=world.ON)
    call_command("custody_nightly")
    assert "0 files" in capsys.readouterr().out
