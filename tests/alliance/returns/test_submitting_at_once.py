"""Two people at the same instant, on two real connections: neither overwrites the other, nothing is submitted twice.

PostgreSQL only: the tests keep SQLite in memory, on one connection.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from riia.alliance.access.models import Person
from riia.alliance.returns.errors import Conflict, Stale
from riia.alliance.returns.models import Entry, Explained, Return, Source, Upload, Version
from riia.alliance.returns.services.answers import save_answers
from riia.alliance.returns.services.explaining import explain
from riia.alliance.returns.services.submitting import submit
from riia.alliance.returns.services.uploads import read, take_upload, use_upload
from tests.alliance.returns.conftest import People
from tests.alliance.returns.filled import cell, fill, save
from tests.alliance.returns.test_uploads import table

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs two connections to one database"),
]
assert connection  # named in the condition above
ROUNDS = 8
KEY = "RET-NOT-GIVEN ehcp-requests.number"


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


def saver(one: Return, by: Person, base: int, **typed: str) -> Callable[[], Any]:
    texts = {cell(key): text for key, text in typed.items()}
    return lambda: save_answers(one=one, typed=texts, base_revision=base, source=Source.FORM, by=by)


def test_two_who_save_at_once(derby_return: Return, people: People) -> None:
    one, by = derby_return, people.derby
    for turn in range(ROUNDS):
        one.refresh_from_db()
        base = one.revision
        found = both(
            saver(one, by, base, **{"referrals.number": f"1{turn}1", "cla-current.number": f"7{turn}"}),
            saver(one, by, base, **{"referrals.number": f"1{turn}2", "cla-starting.number": f"8{turn}"}),
        )
        clashes = [saved.clashes for saved in found]
        assert sorted(map(len, clashes)) == [0, 1], found
        first, second = (0, 1) if not clashes[0] else (1, 0)
        stands = dict(Entry.objects.values_list("cell", "value"))
        assert stands["referrals.number"] == f"1{turn}{first + 1}"
        assert clashes[second][0].theirs == f"1{turn}{first + 1}"
        assert (stands["cla-current.number"], stands["cla-starting.number"]) == (f"7{turn}", f"8{turn}")
        assert {saved.revision for saved in found} == {base + 1, base + 2}


def test_two_who_submit_at_once(derby_return: Return, people: People) -> None:
    one = fill(derby_return, people.derby)
    seen = one.revision
    receipts = both(*[lambda: submit(one=one, by=people.derby, revision=seen)] * 4)
    assert sorted(receipt.again for receipt in receipts) == [False, True, True, True]
    assert {receipt.version for receipt in receipts} == {Version.objects.get()}


def test_one_saves_while_the_other_submits(derby_return: Return, people: People) -> None:
    """Either the change is in the version, or whoever submits is told to look again; never a version beside it."""
    one = fill(derby_return, people.derby)
    seen = one.revision
    saved, receipt = both(
        saver(one, people.derby, seen, **{"ehcp-requests.number": "151"}),
        lambda: submit(one=one, by=people.derby, revision=seen),
    )
    if isinstance(receipt, Stale):
        assert saved.changed
        assert not Version.objects.exists()
    else:
        assert isinstance(saved, Exception)
        assert Version.objects.get().answers["ehcp-requests.number"] == "150"
        assert Entry.objects.get(cell="ehcp-requests.number").value == "150"


def test_two_who_explain_at_once(derby_return: Return, people: People) -> None:
    one = fill(derby_return, people.derby)
    save(one, {"ehcp-requests.number": "x"}, people.derby)
    one.refresh_from_db()
    seen = one.revision
    found = both(
        *(
            lambda text=text: explain(one=one, key=KEY, text=text, by=people.derby, base_revision=seen)
            for text in ("First.", "Second.")
        )
    )
    assert sum(isinstance(result, Conflict) for result in found) == 1
    assert Explained.objects.get().text in {"First.", "Second."}


def test_a_file_used_twice_at_once(derby_return: Return, people: People) -> None:
    upload = read(upload=take_upload(one=derby_return, name="a.csv", data=table(derby_return), by=people.derby))
    found = both(*[lambda: use_upload(upload=upload, base_revision=0, by=people.derby)] * 2)
    assert sum(isinstance(result, Stale) for result in found) == 1
    assert Upload.objects.get().state == "used"
    derby_return.refresh_from_db()
    assert derby_return.revision == 1


def test_two_readers_of_one_file(derby_return: Return, people: People) -> None:
    upload = take_upload(one=derby_return, name="a.csv", data=table(derby_return), by=people.derby)
    both(*[lambda: read(upload=upload)] * 2)
    assert Upload.objects.get().state == "read"
