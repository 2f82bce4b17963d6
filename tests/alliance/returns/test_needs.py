"""What of returns needs each person now: nothing that waits for somebody else."""

import datetime as dt
from collections.abc import Callable

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.audit.actors import System
from riia.alliance.places.models import Alliance
from riia.alliance.returns.models import Extension, Pack, PackReturn, Query, Return, Round, Step, Version
from riia.alliance.returns.queries.needs import Need, needs
from riia.alliance.returns.services import extensions, rounds
from riia.alliance.returns.timekeeping import now
from tests.alliance.returns.conftest import DERBY, DUE, LEICESTER, OPENS, People, make_round

AFTER = dt.date(2026, 10, 26)


def of(person: Person, day: dt.date = OPENS) -> list[Need]:
    return needs(scope_for(person), day)


def texts(person: Person, day: dt.date = OPENS) -> list[str]:
    return [need.text for need in of(person, day)]


def test_a_councils_lead_submits_and_answers(derby_return: Return, people: People) -> None:
    assert [(need.text, need.due) for need in of(people.derby)] == [
        ("Submit the return of Derby for July to September 2026 (Q2 2026-27)", DUE)
    ]
    Return.objects.filter(pk=derby_return.pk).update(state="in query", first_submitted_on=OPENS)
    query = Query.objects.create(council_return=derby_return, due_on=AFTER, opener_label="Grace")
    found = of(people.derby)
    assert [(need.text.split(" about")[0], need.due) for need in found] == [("Answer 1 question", AFTER)]
    assert found[0].href == f"/returns/queries/{query.reference}/"
    Query.objects.update(state="answered")
    assert of(people.derby) == []


def test_an_extension_moves_the_day_and_a_correction_is_wanted_by_the_desk_then_by_the_pack(
    derby_return: Return, people: People
) -> None:
    later = dt.date(2026, 10, 30)
    Extension.objects.create(
        council_return=derby_return, until=later, reason="x", state="granted", decision_reason="y", asker_label="a"
    )
    assert of(people.derby)[0].due == later
    Return.objects.filter(pk=derby_return.pk).update(state="reopened", first_submitted_on=OPENS)
    Step.objects.create(
        council_return=derby_return, before="validated", after="reopened", reason="Plans look low", by_label="Martin"
    )
    need = of(people.derby)[0]
    assert (need.text.split(" the")[0], need.note) == ("Correct and submit", "Martin: Plans look low")
    last, pack = derby_return.round.desk_until, derby_return.round.dfe_due_on
    assert [of(people.derby, day)[0].due for day in (last, last + dt.timedelta(1))] == [last, pack]
    Return.objects.filter(pk=derby_return.pk).update(state="rejected")
    assert texts(people.derby) == ["Correct and submit the return of Derby for July to September 2026 (Q2 2026-27)"]


def test_the_director_signs_and_nothing_else(derby_return: Return, people: People) -> None:
    assert of(people.derby_dcs) == []
    Return.objects.filter(pk=derby_return.pk).update(state="validated", first_submitted_on=OPENS)
    assert [need.href for need in of(people.derby_dcs)] == [f"/returns/{derby_return.reference}/sign/"]
    assert of(people.leicester_dcs) == []


def test_the_desk_checks_reads_answers_and_offers_support(
    returns: dict[str, Return], round_: Round, people: People
) -> None:
    Return.objects.update(state="submitted", first_submitted_on=OPENS)
    Query.objects.create(council_return=returns[DERBY], due_on=DUE, opener_label="Grace", quality=True, opened_at=now())
    Query.objects.create(council_return=returns[LEICESTER], due_on=DUE, opener_label="Grace", state="answered")
    found = {need.text: need for need in of(people.analyst)}
    assert found["Check 3 returns for July to September 2026 (Q2 2026-27)"].due == round_.desk_until
    assert found["Offer Derby support with a question of quality"].due == dt.date(2026, 10, 15)
    assert any(text.startswith("Read the answer about the return of Leicester") for text in found)
    assert len(found) == 3


def test_who_runs_rounds_opens_decides_chases_and_sends(
    round_: Round, returns: dict[str, Return], alliance: Alliance, people: People, clerk: System, live: Callable
) -> None:
    assert texts(people.performance) == []
    extensions.ask_extension(one=returns[DERBY], until=dt.date(2026, 10, 30), reason="x", by=people.derby)
    make_round(alliance, clerk, "2026-27Q1")
    assert {text.split(" for ")[0] for text in texts(people.performance)} == {
        "Open the round", "Decide on more time",
    }  # fmt: skip
    Return.objects.filter(council__code=LEICESTER).update(state="signed", first_submitted_on=OPENS)
    found = texts(people.performance, AFTER)
    assert "Chase 2 late returns for July to September 2026 (Q2 2026-27)" in found
    assert "Send 1 signed return for July to September 2026 (Q2 2026-27) to the Department" in found
    assert not {text for text in texts(people.analyst, AFTER) if text.startswith(("Chase", "Send", "Open", "Decide"))}


def test_a_closed_round_needs_nobody(round_: Round, people: People, clerk: System) -> None:
    rounds.close_round(round_=round_, reason="x", by=clerk)
    assert of(people.derby) == []
    assert of(people.performance, AFTER) == []


def test_the_department_answers_packs_of_its_region(round_: Round, derby_return: Return, people: People) -> None:
    version = Version.objects.create(
        council_return=derby_return, number=1, why="submitted", answers={}, explanations={}, population={},
        source="form", fingerprint="0" * 64, maker_label="x",
    )  # fmt: skip
    pack = Pack.objects.create(
        round=round_, number=1, recipe={}, sha256="0" * 64, sent_at=now(), sent_to="x", sender_label="x",
        maker_label="x",
    )  # fmt: skip
    PackReturn.objects.create(pack=pack, council_return=derby_return, version=version)
    assert [need.href for need in of(people.dfe)] == [f"/returns/packs/{pack.reference}/"]
    PackReturn.objects.update(outcome="accepted")
    assert of(people.dfe) == []


def test_people_of_another_region_need_nothing(round_: Round, people: People) -> None:
    for person in (people.southwest, people.bristol):
        assert of(person, AFTER) == []


def test_what_is_due_first_stands_first(round_: Round, alliance: Alliance, people: People, clerk: System) -> None:
    earlier = make_round(alliance, clerk, "2026-27Q1", due_on=dt.date(2026, 10, 9))
    rounds.open_round(round_=earlier, by=clerk)
    assert [need.due for need in of(people.derby)] == [dt.date(2026, 10, 9), DUE]
