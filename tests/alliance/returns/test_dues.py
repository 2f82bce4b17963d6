"""What of returns and agreements is due on a day, for calendars: to each what is theirs."""

import datetime as dt
from typing import Any

import pytest

from riia.alliance.access.queries import scope_for
from riia.alliance.agreements.queries.dues import dues as reviews
from riia.alliance.returns.models import Return, Round
from riia.alliance.returns.queries.dues import dues

pytestmark = pytest.mark.django_db
SPAN = (dt.date(2026, 1, 1), dt.date(2027, 12, 31))


def test_a_council_has_its_return_and_the_region_its_round(round_: Round, people: Any) -> None:
    (own,) = list(dues(scope_for(people.derby), *SPAN))
    assert (own.day, own.place, own.mine) == (round_.due_on, "831", True)
    assert "Derby" in own.title
    (read,) = list(dues(scope_for(people.derby_dcs), *SPAN))
    assert not read.mine
    found = list(dues(scope_for(people.coordinator), *SPAN))
    assert [one.day for one in found] == [round_.due_on, round_.dfe_due_on]
    assert all(one.mine for one in found)
    assert list(dues(scope_for(people.southwest), *SPAN)) == []
    assert list(dues(scope_for(people.derby), SPAN[0], round_.due_on - dt.timedelta(days=1))) == []


def test_a_planned_round_is_to_be_opened(planned: Round, people: Any) -> None:
    assert [one.day for one in dues(scope_for(people.performance), *SPAN)] == [
        planned.opens_on, planned.due_on, planned.dfe_due_on,
    ]  # fmt: skip
    assert list(dues(scope_for(people.derby), *SPAN)) == []


def test_a_return_that_is_in_is_due_no_more(returns: dict[str, Return], people: Any) -> None:
    Return.objects.filter(pk=returns["831"].pk).update(first_submitted_on=dt.date(2026, 10, 2))
    assert list(dues(scope_for(people.derby), *SPAN)) == []


def test_reviews_of_agreements(register: Any, people: Any) -> None:
    type(register).objects.filter(pk=register.pk).update(review_due=dt.date(2026, 10, 31))
    (one,) = list(reviews(scope_for(people.coordinator), *SPAN))
    assert (one.day, one.mine) == (dt.date(2026, 10, 31), True)
    (read,) = list(reviews(scope_for(people.dfe), *SPAN))
    assert not read.mine
    assert list(reviews(scope_for(people.southwest), *SPAN)) == []
    assert list(reviews(scope_for(people.coordinator), dt.date(2026, 11, 1), SPAN[1])) == []
