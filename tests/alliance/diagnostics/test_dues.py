"""What of self-assessments is due on a day, for calendars."""

import datetime as dt

import pytest

from riia.alliance.access.queries import scope_for
from riia.alliance.diagnostics.models import AssessmentRound
from riia.alliance.diagnostics.queries.dues import dues
from tests.alliance.diagnostics.conftest import DUE, People

pytestmark = pytest.mark.django_db
SPAN = (DUE - dt.timedelta(days=100), DUE + dt.timedelta(days=100))


def test_a_council_has_its_own_and_the_region_its_round(round_: AssessmentRound, people: People) -> None:
    (own,) = list(dues(scope_for(people.derby), *SPAN))
    assert (own.day, own.place, own.mine) == (DUE, "831", True)
    (whole,) = list(dues(scope_for(people.coordinator), *SPAN))
    assert (whole.day, whole.mine) == (DUE, True)
    assert list(dues(scope_for(people.bristol), *SPAN)) == []
    assert list(dues(scope_for(people.derby), SPAN[0], DUE - dt.timedelta(days=1))) == []
