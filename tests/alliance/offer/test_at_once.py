"""Two at the same instant, on two real connections: money is not awarded twice, nothing written is lost.

PostgreSQL only: the tests keep SQLite in memory, on one connection.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from riia.alliance.offer.errors import CallError
from riia.alliance.offer.models import Application, Award, Call
from riia.alliance.offer.services import calls, deciding, monitoring
from riia.alliance.offer.services.applications import begin, save_parts
from riia.alliance.places.models import Place
from tests.alliance.offer.conftest import DERBY, LEICESTER, TODAY, People, ruling

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs two connections to one database"),
]
assert connection  # named in the condition above


def both(*works: Callable[[], Any]) -> list[Any]:
    """Start all at the same instant, each on a connection of its own; what each gave or raised."""
    barrier, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int) -> None:
        barrier.wait()
        try:
            results[place] = works[place]()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_awards_never_exceed_the_money(scored: dict[str, Application], call: Call, people: People) -> None:
    calls.settle_money(call=call, available=2_000_000, most=None, reason="Less came.", by=people.coordinator)

    def award(council: str, pence: int) -> Callable[[], Any]:
        one, said = scored[council], ruling(scored[council], minute="Item 4")
        return lambda: deciding.award(one=one, amount_pence=pence, ruling=said, by=people.coordinator)

    found = both(award(DERBY, 1_250_000), award(LEICESTER, 1_250_000))
    assert sorted(type(each).__name__ for each in found) == ["Award", "CallError"], found
    assert "There is £7,500.00 left" in str(next(each for each in found if isinstance(each, CallError)))
    call.refresh_from_db()
    assert call.awarded_pence == sum(Award.objects.values_list("amount_pence", flat=True)) == 1_250_000


def test_two_decisions_about_one_application(scored: dict[str, Application], people: People) -> None:
    one = scored[LEICESTER]
    said = ruling(one, minute="Item 4")
    found = both(
        lambda: deciding.award(one=one, amount_pence=100, ruling=said, by=people.coordinator),
        lambda: deciding.decline(one=one, ruling=said, by=people.lead),
    )
    assert sum(isinstance(each, CallError) for each in found) == 1, found
    assert one.decisions.count() == 1


def test_two_payments_never_exceed_the_award(award: Award, people: People) -> None:
    def plan() -> Any:
        return monitoring.plan_payment(award=award, amount_pence=700_000, due_on=TODAY, by=people.coordinator)

    found = both(plan, plan)
    assert sum(isinstance(each, CallError) for each in found) == 1, found
    assert award.payments.count() == 1


def test_two_who_begin_and_write(call: Call, people: People, places: dict[str, Place]) -> None:
    first, second = both(
        lambda: begin(call=call, council=places[DERBY], by=people.derby),
        lambda: begin(call=call, council=places[DERBY], by=people.derby_officer),
    )
    assert first == second
    found = both(
        lambda: save_parts(one=first, typed={"title": "A", "why": "x"}, base_revision=0, by=people.derby),
        lambda: save_parts(one=first, typed={"title": "B", "what": "y"}, base_revision=0, by=people.derby_officer),
    )
    assert sorted(len(each.clashes) for each in found) == [0, 1], found
    first.refresh_from_db()
    winner = next(each for each in found if not each.clashes)
    assert first.content == {"title": "A" if "why" in winner.changed else "B", "why": "x", "what": "y"}
