"""Packs: frozen, the same bytes when made again, refused by the register by name, sent once, answered once."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.agreements.models import ItemLine
from riia.alliance.agreements.register_errors import MayNotSend
from riia.alliance.audit.models import Entry
from riia.alliance.places.models import Place
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import Notice, Pack, PackReturn, Return, Round, Route
from riia.alliance.returns.queries import packs
from riia.alliance.returns.services.packing import accept_the_rest, answer_pack, made_again, make_pack, send_pack
from riia.alliance.returns.services.reopening import reopen
from riia.alliance.returns.services.rounds import cancel_round
from riia.alliance.returns.states import ReturnState
from riia.indicators.definitions import Measure
from riia.indicators.returns.checks import registered
from riia.indicators.returns.nouns import Cell
from tests.alliance.returns.conftest import DERBY, LEICESTER, People
from tests.alliance.returns.desk_steps import FIGURES, FOUND, REFERRALS, explain, fresh, hand_in, sent, signed


@pytest.fixture
def derby_signed(derby_return: Return, people: People) -> Return:
    explain(derby_return, "A backlog was cleared.")
    hidden = {Cell("ehcps-issued", Measure.NUMBER): "[c]"}
    signed(derby_return, people.performance, people.derby, people.derby_dcs, figures={**FIGURES, **hidden},
           outcomes=[FOUND])  # fmt: skip
    return fresh(derby_return)


@pytest.fixture
def pack(derby_signed: Return, people: People) -> Pack:
    return make_pack(round_=derby_signed.round, by=people.performance)


def files(pack: Pack) -> dict[str, bytes]:
    return {file.name: bytes(file.data) for file in pack.files.all()}


def sign_leicester(returns: dict[str, Return], people: People) -> None:
    signed(returns[LEICESTER], people.performance, people.leicester, people.leicester_dcs)


def test_a_pack_holds_what_was_signed_and_names_what_it_lacks(pack: Pack) -> None:
    made = files(pack)
    assert set(made) == {"manifest.json", "figures.csv", "data-dictionary.csv", "figures.xlsx"}
    manifest = json.loads(made["manifest.json"])
    assert pack.sha256 == hashlib.sha256(made["manifest.json"]).hexdigest()
    for name, told in manifest["files"].items():
        assert told["sha256"] == hashlib.sha256(made[name]).hexdigest() == pack.files.get(name=name).sha256
    assert manifest["agreement"]["clause"] == "6.6"
    assert manifest["not_in_this_pack"] == {
        "Leicester": "not in yet: not started", "Nottingham": "not in yet: not started",
    }  # fmt: skip
    (told,) = manifest["returns"]
    assert (told["council"], told["version"], told["signed_as"]) == (
        "Derby", 1, "Director of children's services (DCS)",
    )  # fmt: skip
    assert told["findings"] == [
        {"code": "RET-SPREAD", "words": FOUND["words"], "explanation": "A backlog was cleared."}
    ]  # fmt: skip
    assert (told["checks_made"], told["checks_without_a_finding"]) == (len(registered()), len(registered()) - 1)
    assert (told["population"], told["council_ons_code"]) == (
        {"value": 62000, "words": "mid-2025 estimate"}, "E06000015",
    )  # fmt: skip
    table = made["figures.csv"].decode("utf-8-sig")
    assert ",referrals,Referrals" in table
    assert "812" in table
    assert "Martin" not in table + made["manifest.json"].decode()
    assert Entry.objects.get(action="returns.make_pack").details["sha256"] == pack.sha256


def test_a_rate_left_blank_goes_out_worked_out_and_one_that_was_signed_as_signed(pack: Pack) -> None:
    rows = list(csv.DictReader(io.StringIO(files(pack)["figures.csv"].decode("utf-8-sig"))))
    rates = {row["indicator"]: row for row in rows if row["measure"] == "rate"}
    said = {key: (row["value"], row["symbol"], row["basis"]) for key, row in rates.items()}
    assert said["referrals"] == ("130.7", "", "as signed")
    assert said["cpps-current"] == ("48.5", "", "worked out")  # 301 of 62,000
    assert said["ehcps-issued"] == ("", "c", "worked out")
    assert said["care-leavers"] == ("", "blank", "")
    assert {row["population"] for row in rates.values()} == {"62000"}
    (told,) = json.loads(files(pack)["manifest.json"])["returns"]
    assert (told["answered"], told["worked_out"]) == (4, 2)


@pytest.mark.parametrize("simulated", [True, False])
def test_a_simulated_pack_is_called_so_in_every_file_and_name(
    derby_signed: Return, people: People, signed_in: Callable[[Person], Client], simulated: bool
) -> None:
    Round.objects.update(simulated=simulated)
    pack = make_pack(round_=derby_signed.round, by=people.performance)
    assert f"data,simulated,{'yes' if simulated else 'no'}: " in files(pack)["data-dictionary.csv"].decode()
    client = signed_in(people.performance)
    for name in files(pack):
        got = client.get(reverse("returns:pack_file", args=[pack.reference, name]))
        start = "simulated-east-midlands-" if simulated else "east-midlands-"
        assert f'filename="{start}2026-27Q2-pack-1-{name}"' in got.headers["Content-Disposition"]


def test_made_again_it_is_the_same_whatever_was_renamed_since(pack: Pack, round_: Round) -> None:
    assert all(made_again(pack).values())
    Place.objects.filter(code=DERBY).update(name="Derby City")
    Round.objects.filter(pk=round_.pk).update(items=["referrals"])
    assert all(made_again(pack).values())
    file = pack.files.get(name="figures.csv")
    file.data = bytes(file.data) + b"x"
    file.save()
    assert made_again(pack)["figures.csv"] is False


def test_nothing_is_frozen_twice(pack: Pack, people: People, returns: dict[str, Return]) -> None:
    assert make_pack(round_=pack.round, by=people.performance) == pack
    sign_leicester(returns, people)
    later = make_pack(round_=pack.round, by=people.performance)
    assert (later.number, later.returns.count()) == (2, 2)
    send_pack(pack=later, to="improvement team", how="secure service", by=people.performance)
    with pytest.raises(DeskError, match="the return of Derby went in another"):
        send_pack(pack=pack, to="improvement team", how="secure service", by=people.performance)


def test_late_returns_go_in_a_second_pack(pack: Pack, people: People, returns: dict[str, Return]) -> None:
    send_pack(pack=pack, to="improvement team", how="secure service", by=people.performance)
    with pytest.raises(DeskError, match="No return of this round is signed and unsent"):
        make_pack(round_=pack.round, by=people.performance)
    sign_leicester(returns, people)
    second = make_pack(round_=pack.round, by=people.performance)
    assert [row.council_return.council.code for row in second.returns.all()] == [LEICESTER]
    assert second.recipe["missing"]["Derby"] == "sent in pack 1"


@pytest.mark.parametrize("key", ["referrals", "ehcp-requests"])
def test_an_item_the_register_does_not_let_go_is_refused_by_name(
    derby_signed: Return, people: People, key: str
) -> None:
    ItemLine.objects.filter(item__key=key).update(onward=[])
    with pytest.raises(MayNotSend) as refused:
        make_pack(round_=derby_signed.round, by=people.performance)
    assert key in str(refused.value)
    assert not Pack.objects.exists()


def test_a_dataset_that_may_not_go_is_refused_as_a_whole(derby_signed: Return, people: People) -> None:
    ItemLine.objects.update(onward=[])
    with pytest.raises(MayNotSend) as refused:
        make_pack(round_=derby_signed.round, by=people.performance)
    assert len(refused.value.refused) == len(derby_signed.round.items)


def test_the_register_is_asked_again_before_it_goes(pack: Pack, people: People) -> None:
    ItemLine.objects.filter(item__key="referrals").update(onward=[])
    with pytest.raises(MayNotSend):
        send_pack(pack=pack, to="improvement team", how="secure service", by=people.performance)
    assert fresh(pack.returns.get().council_return).state == ReturnState.SIGNED
    pack.refresh_from_db()
    assert pack.sent_at is None


def test_a_signature_voided_since_needs_a_new_pack(pack: Pack, people: People) -> None:
    one = pack.returns.get().council_return
    reopen(one=one, reason="A slip", by=people.derby)
    with pytest.raises(DeskError, match="the signature of Derby was voided"):
        send_pack(pack=pack, to="improvement team", how="secure service", by=people.performance)
    signed(one, people.performance, people.derby, people.derby_dcs, figures={REFERRALS: "790"})
    with pytest.raises(DeskError, match="Make a new pack"):  # signed again, but not what is in this pack
        send_pack(pack=pack, to="improvement team", how="secure service", by=people.performance)
    assert make_pack(round_=pack.round, by=people.performance).number == 2


def test_sending_says_to_whom_and_moves_every_return(pack: Pack, people: People) -> None:
    with pytest.raises(DeskError, match="to whom"):
        send_pack(pack=pack, to=" ", how="secure service", by=people.performance)
    send_pack(pack=pack, to="improvement team", how="secure service", by=people.performance)
    one = fresh(pack.returns.get().council_return)
    assert (one.state, one.sent_on is not None) == (ReturnState.SENT, True)
    with pytest.raises(DeskError, match="sent already"):
        send_pack(pack=pack, to="improvement team", how="secure service", by=people.performance)
    assert Entry.objects.filter(action="returns.send_pack").count() == 1


@pytest.mark.parametrize("outcome", ["accepted", "rejected"])
@pytest.mark.parametrize("who", ["dfe", "performance"])
def test_the_answer_is_recorded_once(
    derby_signed: Return, people: People, outcome: str, who: str, django_capture_on_commit_callbacks
) -> None:
    packed = sent(derby_signed.round, people.performance).returns.get()
    facts: dict[str, Any] = {"because": "quality", "words": "A sum is wrong"}
    answer_pack(packed=packed, outcome=outcome, by=getattr(people, who), **facts)
    packed.refresh_from_db()
    assert (packed.outcome, packed.rejected_for) == (outcome, "quality" if outcome == "rejected" else "")
    assert fresh(derby_signed).state == outcome
    with pytest.raises(DeskError, match=f"was {outcome} already"):
        answer_pack(packed=packed, outcome="accepted", by=people.dfe)
    assert Notice.objects.filter(kind="decided", words__contains=outcome).count() == 1


@pytest.mark.parametrize("facts", [{}, {"because": "quality"}, {"words": "Wrong"}, {"because": "mood", "words": "x"}])
def test_a_rejection_says_why(derby_signed: Return, people: People, facts: dict[str, str]) -> None:
    packed = sent(derby_signed.round, people.performance).returns.get()
    with pytest.raises(DeskError, match="Say why"):
        answer_pack(packed=packed, outcome="rejected", by=people.dfe, **facts)
    with pytest.raises(DeskError, match="Choose"):
        answer_pack(packed=packed, outcome="", by=people.dfe)
    assert fresh(derby_signed).state == ReturnState.SENT


def test_an_answer_to_what_was_not_sent_or_was_reopened(pack: Pack, people: People) -> None:
    packed = pack.returns.get()
    with pytest.raises(DeskError, match="not been sent"):
        answer_pack(packed=packed, outcome="accepted", by=people.performance)
    send_pack(pack=pack, to="improvement team", how="secure service", by=people.performance)
    reopen(one=packed.council_return, reason="A slip", by=people.derby)
    why = packs.missing_from(pack.round, [])[packed.council_return.council.label]
    assert why == "version 1 was sent in pack 1; not signed again yet: reopened"
    answer_pack(packed=packed, outcome="accepted", by=people.dfe)
    assert fresh(packed.council_return).state == ReturnState.REOPENED
    assert PackReturn.objects.get(pk=packed.pk).outcome == "accepted"


def test_what_has_no_answer_is_accepted_in_one_press(
    derby_signed: Return, people: People, returns: dict[str, Return], signed_in: Callable[[Person], Client]
) -> None:
    sign_leicester(returns, people)
    pack = make_pack(round_=derby_signed.round, by=people.performance)
    address = reverse("returns:pack", args=[pack.reference])
    client = signed_in(people.performance)
    assert "without an answer are accepted" not in client.get(address).content.decode()
    send_pack(pack=pack, to="improvement team", how="secure service", by=people.performance)
    client = signed_in(people.dfe)
    assert "All 2 without an answer are accepted" in client.get(address).content.decode()
    said = client.post(address, {"accept": "rest"}, follow=True).content.decode()
    assert "2 returns of this pack noted as accepted" in said
    assert set(pack.returns.values_list("outcome", flat=True)) == {"accepted"}
    assert fresh(derby_signed).state == ReturnState.ACCEPTED
    assert "Every return has its answer" in client.post(address, {"accept": "rest"}, follow=True).content.decode()
    assert Notice.objects.filter(kind="decided", words="The Department accepted it.").count() == 2
    with pytest.raises(NotYours):
        accept_the_rest(pack=sent_again(pack, derby_signed), by=people.derby)


def sent_again(pack: Pack, one: Return) -> Pack:
    """The pack with one answer taken back."""
    pack.returns.filter(council_return=one).update(outcome="", answered_at=None)
    return pack


def test_a_rejected_return_comes_back_in_a_later_pack(derby_signed: Return, people: People) -> None:
    first = sent(derby_signed.round, people.performance)
    answer_pack(packed=first.returns.get(), outcome="rejected", because="quality", words="A sum", by=people.dfe)
    reopen(one=derby_signed, reason="Rejected for a sum", by=people.derby)
    signed(derby_signed, people.performance, people.derby, people.derby_dcs, figures={REFERRALS: "790"})
    second = sent(derby_signed.round, people.performance)
    assert (second.number, second.returns.get().version.number) == (2, 3)
    assert b"790" in files(second)["figures.csv"]
    assert b"812" in files(first)["figures.csv"]


def test_nothing_signed_direct_or_cancelled_makes_no_pack(round_: Round, derby_return: Return, people: People) -> None:
    hand_in(derby_return, people.derby)
    with pytest.raises(DeskError, match="signed and unsent"):
        make_pack(round_=round_, by=people.performance)
    Round.objects.update(route=Route.DIRECT)
    with pytest.raises(DeskError, match="each council sends its own"):
        make_pack(round_=round_, by=people.performance)


def test_a_pack_of_a_cancelled_round_is_not_sent(pack: Pack, people: People) -> None:
    cancel_round(round_=pack.round, reason="Merged with the next", by=people.coordinator)
    with pytest.raises(DeskError, match="cancelled"):
        send_pack(pack=pack, to="improvement team", how="secure service", by=people.performance)


@pytest.mark.parametrize("who", ["derby", "derby_dcs", "analyst", "southwest", "dfe", "bristol"])
def test_nobody_else_makes_or_sends(pack: Pack, people: People, who: str) -> None:
    by = getattr(people, who)
    with pytest.raises(NotYours):
        make_pack(round_=pack.round, by=by)
    with pytest.raises(NotYours):
        send_pack(pack=pack, to="improvement team", how="secure service", by=by)
    assert packs.get_pack(scope_for(by), pack.reference) is None


def test_who_sees_a_pack(pack: Pack, people: People) -> None:
    def seen() -> set[str]:
        return {name for name in People._fields if packs.get_pack(scope_for(getattr(people, name)), pack.reference)}

    assert seen() == {"coordinator", "performance"}
    send_pack(pack=pack, to="improvement team", how="secure service", by=people.performance)
    assert seen() == {"coordinator", "performance", "dfe"}
    with pytest.raises(NotYours):
        answer_pack(packed=pack.returns.get(), outcome="accepted", by=people.derby)


def test_when_the_trail_fails_nothing_is_made_or_sent(
    pack: Pack, people: People, returns: dict[str, Return], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise RuntimeError("no trail")

    sign_leicester(returns, people)
    monkeypatch.setattr("riia.alliance.returns.services.packing.record", refuse)
    with pytest.raises(RuntimeError):
        make_pack(round_=pack.round, by=people.performance)
    with pytest.raises(RuntimeError):
        send_pack(pack=pack, to="improvement team", how="secure service", by=people.performance)
    assert Pack.objects.get().sent_at is None
    assert fresh(pack.returns.get().council_return).state == ReturnState.SIGNED
