"""How many councils have a signed self-assessment: unknown without a round, taken back when a signature is voided."""

import datetime as dt

from riia.alliance.diagnostics.models import AssessmentRound
from riia.alliance.diagnostics.services.submitting import reopen
from riia.alliance.places.measures import Asked, Measured, measure_of
from riia.alliance.places.models import Alliance
from tests.alliance.diagnostics.conftest import CLERK, DUE, LEICESTER, MEMBERS, TODAY, of, signed

EAST_MIDLANDS = "E12000004"


def take(until: dt.date = DUE, since: dt.date = TODAY) -> Measured:
    found = measure_of("diagnostics.self-assessed")
    assert found is not None
    return found.find(Asked(EAST_MIDLANDS, since, until, until))


def test_without_a_round_it_is_not_known(alliance: Alliance) -> None:
    assert take().n is None


def test_a_voided_signature_takes_it_back(round_: AssessmentRound) -> None:
    assert (take().n, take().of) == (0, len(MEMBERS))
    one = of(round_, LEICESTER)
    signed(one)
    assert take().n == 1
    assert {part.place for part in take().parts if part.counts} == {LEICESTER}
    assert take(until=TODAY - dt.timedelta(days=1), since=TODAY - dt.timedelta(days=9)).n is None
    reopen(one=one, reason="A level was wrong.", by=CLERK)
    assert take().n == 0
