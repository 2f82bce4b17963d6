"""That a call was launched counts from the day it opened, and no longer once it is cancelled."""

import datetime as dt

from riia.alliance.offer.models import Call
from riia.alliance.offer.services import calls
from riia.alliance.places.measures import Asked, Measured, measure_of
from tests.alliance.offer.conftest import REGION, TODAY, Live, People


def take(kind: str = "data-capacity", until: dt.date = TODAY) -> Measured:
    found = measure_of(f"offer.launched.{kind}")
    assert found is not None
    return found.find(Asked(REGION, TODAY - dt.timedelta(days=30), until, until))


def test_a_call_counts_from_its_opening_until_it_is_cancelled(draft: Call, people: People, live: Live) -> None:
    assert take().n == 0
    one = calls.open_call(call=draft, by=people.coordinator)
    assert (take().n, take().of) == (1, 1)
    assert str(one.reference) in take().href
    assert take("ai-project").n == 0
    assert take(until=TODAY - dt.timedelta(days=1)).n == 0
    calls.cancel(call=one, reason="No money.", by=people.coordinator)
    assert take().n == 0
