"""A round is closed while a council submits: the submission waits, and is refused. PostgreSQL only: two connections."""

import threading
import time

import pytest
from django.db import connection, connections, transaction

from riia.alliance.diagnostics.errors import AssessmentError
from riia.alliance.diagnostics.models import Assessment, AssessmentRound, AssessmentVersion
from riia.alliance.diagnostics.services.rounds import close_round
from riia.alliance.diagnostics.services.submitting import submit
from tests.alliance.diagnostics.conftest import CLERK, fill

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs two connections to one database"),
]
assert connection  # named in the condition above


def test_nothing_is_submitted_to_a_round_that_is_being_closed(round_: AssessmentRound, derby: Assessment) -> None:
    one, said = fill(derby), []

    def late() -> None:
        try:
            said.append(submit(one=one, revision=one.revision, by=CLERK))
        except AssessmentError as error:
            said.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=late)
    with transaction.atomic():
        close_round(round_=round_, by=CLERK)
        other.start()
        time.sleep(0.5)  # long enough for a submission that does not wait to be through
    other.join()
    assert [type(each) for each in said] == [AssessmentError]
    assert not AssessmentVersion.objects.exists()
