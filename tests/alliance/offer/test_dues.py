"""What of calls and awards is due on a day, for calendars."""

import datetime as dt

import pytest

from riia.alliance.access.queries import scope_for
from riia.alliance.offer.models import Call
from riia.alliance.offer.queries.dues import dues
from tests.alliance.offer.conftest import CLOSES, DAYS, People

pytestmark = pytest.mark.django_db
SPAN = (dt.date(2026, 1, 1), dt.date(2027, 12, 31))


def test_each_has_the_days_that_concern_them(call: Call, people: People) -> None:
    (apply,) = list(dues(scope_for(people.derby), *SPAN))
    assert (apply.day, apply.mine) == (CLOSES, True)
    assert [(one.day, one.mine) for one in dues(scope_for(people.coordinator), *SPAN)] == [
        (CLOSES, False), (DAYS.panel_by, False), (DAYS.decision_by, False),
    ]  # fmt: skip
    assert [(one.day, one.mine) for one in dues(scope_for(people.panellist), *SPAN)][-1] == (DAYS.panel_by, True)
    assert (DAYS.decision_by, True) in [(one.day, one.mine) for one in dues(scope_for(people.lead), *SPAN)]
    assert list(dues(scope_for(people.bristol), *SPAN)) == []
