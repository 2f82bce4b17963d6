"""Signing: exactly what the page showed, by the council's director, once; or declined with a reason."""

import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from riia.alliance.agreements.models import ItemLine
from riia.alliance.agreements.register_errors import RegisterRefused
from riia.alliance.audit.models import Entry
from riia.alliance.figures.models import InYearReturn, InYearValue
from riia.alliance.places.models import Alliance
from riia.alliance.returns.errors import DeskError, NotYours, Stale
from riia.alliance.returns.models import Return, Round, Signature, Version
from riia.alliance.returns.queries.reading import heading_of, latest_version, version_answers
from riia.alliance.returns.queries.signing import sheet_of
from riia.alliance.returns.services.asking import ask
from riia.alliance.returns.services.rounds import cancel_round, open_round
from riia.alliance.returns.services.signing import decline, sign
from riia.alliance.returns.services.validating import validate
from riia.alliance.returns.states import RETURN_TRANSITIONS, ReturnState
from riia.indicators.returns.canonical import fingerprint
from tests.alliance.returns.conftest import DERBY, Give, People, make_round
from tests.alliance.returns.desk_steps import (
    FIGURES,
    FOUND,
    PLANS,
    REFERRALS,
    brought_to,
    explain,
    fresh,
    hand_in,
    signed,
    validated,
)


@pytest.fixture
def earlier(alliance: Alliance, register: object, clerk: Any, at: Any, people: People) -> Return:
    """Derby's return of the quarter before."""
    import datetime as dt

    days = {"opens_on": dt.date(2026, 7, 1), "due_on": dt.date(2026, 7, 22)}
    with at(dt.date(2026, 7, 1)):
        round_ = open_round(round_=make_round(alliance, clerk, "2026-27Q1", **days), by=clerk)
    with at(dt.date(2026, 7, 20)):
        return hand_in(round_.returns.get(council__code=DERBY), people.derby, {REFERRALS: "700", PLANS: "301"})


@pytest.fixture
def ready(earlier: Return, derby_return: Return, people: People) -> Return:
    explain(derby_return, "A backlog was cleared.")
    return validated(derby_return, people.performance, people.derby, outcomes=[FOUND])


def test_the_sheet_says_what_changed_and_what_was_explained(ready: Return) -> None:
    sheet = sheet_of(ready)
    assert (sheet.council, sheet.version, sheet.answered, sheet.asked) == ("Derby", 1, 3, 59)
    assert sheet.compared_with == "April to June 2026 (Q1 2026-27)"
    assert len(sheet.changes) == 1
    assert "812" in sheet.changes[0]
    assert "700" in sheet.changes[0]
    assert [(told.code, told.explanation) for told in sheet.explained] == [("RET-SPREAD", "A backlog was cleared.")]
    assert sheet.unexplained == sheet.since_signed == ()


def test_the_director_signs_the_version_that_was_shown(
    ready: Return, people: People, django_capture_on_commit_callbacks
) -> None:
    sheet = sheet_of(ready)
    with django_capture_on_commit_callbacks(execute=True):
        signature = sign(one=ready, seen=sheet.seen, by=people.derby_dcs)
    version = latest_version(ready)
    assert version is not None
    content = fingerprint(heading_of(ready), version_answers(version), version.explanations)
    assert (signature.version, signature.fingerprint, signature.seen) == (version, content, sheet.seen)
    assert signature.office == "Director of children's services (DCS)"
    assert fresh(ready).state == ReturnState.SIGNED
    assert Entry.objects.get(action="returns.sign").details["seen"] == sheet.seen
    assert InYearReturn.objects.get().fingerprint == content
    assert InYearValue.objects.count() == len(FIGURES) + 1
    worked_out = InYearValue.objects.get(indicator="cpps-current", measure="rate")  # left blank: 301 of 62,000
    assert worked_out.value == Decimal("48.5")
    assert [message.to for message in mail.outbox] == [["priya@example.org"]]


@pytest.mark.parametrize("state", list(ReturnState))
def test_only_a_validated_return_is_signed_or_declined(
    derby_return: Return, people: People, state: ReturnState
) -> None:
    one = brought_to(derby_return, state, people)
    seen = sheet_of(one).seen if latest_version(one) else ""
    if ReturnState.SIGNED in RETURN_TRANSITIONS[state]:
        sign(one=one, seen=seen, by=people.derby_dcs)
        assert fresh(one).state == ReturnState.SIGNED
        return
    with pytest.raises(DeskError, match=state.value):
        decline(one=one, reason="Not now", by=people.derby_dcs)
    if state is not ReturnState.SIGNED:  # signed again from the same page, it stays signed once: below
        with pytest.raises(DeskError, match=state.value):
            sign(one=one, seen=seen, by=people.derby_dcs)
    assert fresh(one).state == state


@pytest.mark.parametrize(
    "who", ["derby", "performance", "coordinator", "leicester", "leicester_dcs", "bristol", "southwest", "dfe"]
)
def test_nobody_else_signs_or_declines(ready: Return, people: People, who: str) -> None:
    by, seen = getattr(people, who), sheet_of(ready).seen
    with pytest.raises(NotYours):
        sign(one=ready, seen=seen, by=by)
    with pytest.raises(NotYours):
        decline(one=ready, reason="No", by=by)
    assert fresh(ready).state == ReturnState.VALIDATED


@pytest.mark.parametrize("change", ["answer", "explanation", "finding", "earlier", "nothing seen", "hash"])
def test_anything_the_sheet_shows_that_changed_is_stale(
    ready: Return, earlier: Return, people: People, change: str
) -> None:
    seen = sheet_of(ready).seen
    version = Version.objects.get(council_return=ready, why="submitted")
    match change:
        case "answer":
            Version.objects.filter(pk=version.pk).update(answers={**version.answers, str(REFERRALS): "813"})
        case "explanation":
            Version.objects.filter(pk=version.pk).update(explanations={})
        case "finding":
            Version.objects.filter(pk=version.pk).update(outcomes=[FOUND, FOUND])
        case "earlier":
            Version.objects.filter(council_return=earlier).update(answers={str(REFERRALS): "701"})
        case "hash":
            Version.objects.filter(pk=version.pk).update(fingerprint="0" * 64)
        case _:
            seen = ""
    with pytest.raises(Stale, match="Read it again"):
        sign(one=ready, seen=seen, by=people.derby_dcs)
    assert not Signature.objects.exists()
    assert not InYearReturn.objects.exists()


def test_a_version_that_was_tampered_with_is_not_signed(ready: Return, people: People) -> None:
    Version.objects.filter(council_return=ready).update(fingerprint="0" * 64)
    with pytest.raises(DeskError, match="does not match its fingerprint"):
        sign(one=ready, seen=sheet_of(ready).seen, by=people.derby_dcs)
    assert fresh(ready).state == ReturnState.VALIDATED


def test_a_question_or_a_new_version_in_between_is_not_signed_over(ready: Return, people: People) -> None:
    seen = sheet_of(ready).seen
    query = ask(one=ready, text="One more thing?", by=people.performance)
    with pytest.raises(DeskError, match="in query"):
        sign(one=ready, seen=seen, by=people.derby_dcs)
    query.state, query.settled, query.resolved_at = "resolved", "withdrawn", query.opened_at
    query.save()
    one = hand_in(ready, people.derby, {REFERRALS: "790"}, outcomes=[FOUND])
    validate(one=one, version=2, by=people.performance)
    with pytest.raises(Stale):
        sign(one=one, seen=seen, by=people.derby_dcs)


def test_signing_twice_signs_once(ready: Return, people: People, give: Give, make: Any) -> None:
    seen = sheet_of(ready).seen
    first = sign(one=ready, seen=seen, by=people.derby_dcs)
    assert sign(one=ready, seen=seen, by=people.derby_dcs) == first
    with pytest.raises(DeskError, match="signed"):
        sign(one=ready, seen="f" * 64, by=people.derby_dcs)
    deputy = make("Sam", "dcs", DERBY, deputy_for=people.derby_dcs.holdings.get())
    with pytest.raises(DeskError, match="signed"):
        sign(one=ready, seen=seen, by=deputy)
    assert (Signature.objects.count(), InYearReturn.objects.count()) == (1, 1)
    assert ready.steps.filter(after="signed").count() == 1


def test_a_deputy_signs_as_a_deputy(ready: Return, people: People, make: Any) -> None:
    deputy = make("Sam", "dcs", DERBY, deputy_for=people.derby_dcs.holdings.get())
    assert sign(one=ready, seen=sheet_of(ready).seen, by=deputy).office.startswith("Deputy: Director")


def test_an_item_that_left_the_register_stops_the_signature_in_words(ready: Return, people: People) -> None:
    ItemLine.objects.filter(item__key="referrals").update(status="dropped")
    with pytest.raises(RegisterRefused, match="referrals"):
        sign(one=ready, seen=sheet_of(ready).seen, by=people.derby_dcs)
    assert fresh(ready).state == ReturnState.VALIDATED
    assert not Signature.objects.exists()


def test_declining_gives_it_back_with_the_reason_and_a_snapshot(
    ready: Return, people: People, django_capture_on_commit_callbacks
) -> None:
    with pytest.raises(DeskError, match="Say why"):
        decline(one=ready, reason=" ", by=people.derby_dcs)
    with django_capture_on_commit_callbacks(execute=True):
        decline(one=ready, reason="Plans look low", by=people.derby_dcs)
    one = fresh(ready)
    assert (one.state, one.validated_on) == (ReturnState.REOPENED, None)
    assert one.versions.get(why="reopened").number == 2
    assert "Plans look low" in mail.outbox[0].body
    assert not Signature.objects.exists()
    assert signed(one, people.performance, people.derby, people.derby_dcs).version.number == 3


def test_in_a_cancelled_round_nothing_is_signed(ready: Return, round_: Round, people: People) -> None:
    cancel_round(round_=round_, reason="Merged with the next", by=people.coordinator)
    for step in (lambda: sign(one=ready, seen=sheet_of(ready).seen, by=people.derby_dcs),
                 lambda: decline(one=ready, reason="No", by=people.derby_dcs)):  # fmt: skip
        with pytest.raises(DeskError, match="cancelled"):
            step()


@pytest.mark.parametrize("where", ["returns.services.moving", "figures.services.in_year"])
def test_when_the_trail_fails_nothing_is_signed(
    ready: Return, people: People, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def refuse(**_: object) -> None:
        raise RuntimeError("no trail")

    seen = sheet_of(ready).seen
    monkeypatch.setattr(f"riia.alliance.{where}.record", refuse)
    with pytest.raises(RuntimeError):
        sign(one=ready, seen=seen, by=people.derby_dcs)
    assert fresh(ready).state == ReturnState.VALIDATED
    assert not Signature.objects.exists()
    assert not InYearReturn.objects.exists()


def test_the_hash_is_of_everything_on_the_sheet(ready: Return) -> None:
    from dataclasses import fields, replace

    sheet = sheet_of(ready)
    other = {str: "x", int: 99, tuple: ()}
    for field in fields(sheet):
        value = getattr(sheet, field.name)
        changed = replace(sheet, **{field.name: ("x",) if value == () else other[type(value)]})
        assert changed.seen != sheet.seen, field.name
    assert json.loads(json.dumps(sheet.seen)) == sheet.seen


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one after the other anyway")
def test_two_at_once_validate_and_sign_once(derby_return: Return, people: People) -> None:
    one = hand_in(derby_return, people.derby)

    def closing(step: Any) -> Any:
        try:
            return step()
        finally:
            connection.close()

    def both(*steps: Any) -> list[Any]:
        with ThreadPoolExecutor(2) as pool:
            return [job.result() for job in [pool.submit(closing, step) for step in steps]]

    both(*[lambda by=by: validate(one=one, version=1, by=by) for by in (people.performance, people.analyst)])
    seen = sheet_of(fresh(one)).seen
    first, second = both(*[lambda: sign(one=one, seen=seen, by=people.derby_dcs)] * 2)
    assert first == second
    assert [step.after for step in one.steps.all()] == ["draft", "submitted", "validated", "signed"]
    assert (Signature.objects.count(), InYearReturn.objects.count()) == (1, 1)
