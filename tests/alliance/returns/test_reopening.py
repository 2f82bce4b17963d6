"""Reopening: the one way to a later edit. With a reason, a snapshot, and the end of the signature and its figures."""

import pytest

from riia.alliance.audit.models import Entry
from riia.alliance.figures.models import InYearReturn, InYearValue
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import Return, Round, Signature, Source
from riia.alliance.returns.queries.reading import heading_of, version_answers
from riia.alliance.returns.queries.signing import sheet_of
from riia.alliance.returns.services.answers import save_answers
from riia.alliance.returns.services.reopening import reopen
from riia.alliance.returns.services.rounds import cancel_round
from riia.alliance.returns.states import RETURN_TRANSITIONS, ReturnState
from riia.indicators.model import Number
from riia.indicators.returns.canonical import fingerprint
from tests.alliance.returns.conftest import People
from tests.alliance.returns.desk_steps import REFERRALS, brought_to, explain, fresh, hand_in, signed, validated, write


@pytest.mark.parametrize("state", list(ReturnState))
def test_from_where_a_return_can_be_reopened(derby_return: Return, people: People, state: ReturnState) -> None:
    one = brought_to(derby_return, state, people)
    before = one.versions.count()
    if ReturnState.REOPENED not in RETURN_TRANSITIONS[state]:
        with pytest.raises(DeskError, match=f"is {state.value}, so it cannot"):
            reopen(one=one, reason="A slip", by=people.derby)
        assert (fresh(one).state, one.versions.count()) == (state, before)
        return
    reopen(one=one, reason="A slip", by=people.derby)
    one = fresh(one)
    assert (one.state, one.validated_on, one.versions.count()) == (ReturnState.REOPENED, None, before + 1)
    assert one.steps.last().reason == "A slip"
    assert not one.signatures.filter(voided_at__isnull=True).exists()


@pytest.mark.parametrize("who", ["derby", "performance", "analyst", "coordinator"])
def test_the_council_or_the_desk_reopens(derby_return: Return, people: People, who: str) -> None:
    one = hand_in(derby_return, people.derby)
    reopen(one=one, reason="A slip", by=getattr(people, who))
    assert fresh(one).state == ReturnState.REOPENED


@pytest.mark.parametrize("who", ["derby_dcs", "leicester", "bristol", "southwest", "dfe"])
def test_nobody_else_does(derby_return: Return, people: People, who: str) -> None:
    one = hand_in(derby_return, people.derby)
    with pytest.raises(NotYours):
        reopen(one=one, reason="A slip", by=getattr(people, who))


def test_a_reason_is_given(derby_return: Return, people: People) -> None:
    one = hand_in(derby_return, people.derby)
    with pytest.raises(DeskError, match="Say why"):
        reopen(one=one, reason=" ", by=people.derby)


def test_what_is_signed_changes_only_through_reopening(derby_return: Return, people: People) -> None:
    signature = signed(derby_return, people.performance, people.derby, people.derby_dcs)
    one = fresh(derby_return)
    with pytest.raises(DeskError, match="Reopen it with a reason"):
        save_answers(one=one, typed={REFERRALS: "1"}, base_revision=one.revision, source=Source.FORM, by=people.derby)
    assert InYearValue.objects.filter(indicator="referrals").count() == 2
    reopen(one=one, reason="A slip in referrals", by=people.derby)
    signature.refresh_from_db()
    assert (signature.voided_because, signature.voider_label) == ("A slip in referrals", "Priya")
    assert not InYearValue.objects.exists()
    assert InYearReturn.objects.get().withdrawn_because == "A slip in referrals"
    actions = list(Entry.objects.order_by("-id").values_list("action", flat=True)[:3])
    assert actions == ["returns.reopen", "returns.void_signature", "figures.withdraw_in_year"]


def test_a_snapshot_of_what_did_not_change_has_the_same_fingerprint(derby_return: Return, people: People) -> None:
    explain(derby_return, "What the checks do not find any more.")
    one = validated(derby_return, people.performance, people.derby)
    reopen(one=one, reason="A slip", by=people.derby)
    assert one.versions.get(number=1).fingerprint == one.versions.get(number=2).fingerprint


def test_the_snapshot_is_the_return_as_it_stood_with_its_fingerprint(derby_return: Return, people: People) -> None:
    one = validated(derby_return, people.performance, people.derby)
    write(one, {REFERRALS: "999"})
    reopen(one=one, reason="A slip", by=people.derby)
    kept = one.versions.get(why="reopened")
    assert kept.number == 2
    assert version_answers(kept)[REFERRALS] == Number(999)
    assert kept.fingerprint == fingerprint(heading_of(one), version_answers(kept), kept.explanations)
    assert version_answers(one.versions.get(number=1))[REFERRALS] == Number(812)


def test_the_director_then_sees_what_changed_since_and_signs_again(derby_return: Return, people: People) -> None:
    signed(derby_return, people.performance, people.derby, people.derby_dcs)
    reopen(one=derby_return, reason="A slip", by=people.derby)
    again = signed(derby_return, people.performance, people.derby, people.derby_dcs, figures={REFERRALS: "790"})
    sheet = sheet_of(fresh(derby_return))
    assert len(sheet.since_signed) == 1
    assert "was 812, now 790" in sheet.since_signed[0]
    assert again.version.number == 3
    assert Signature.objects.filter(council_return=derby_return, voided_at__isnull=True).get() == again
    assert [int(row.value or 0) for row in InYearValue.objects.filter(indicator="referrals", measure="number")] == [790]


def test_a_return_of_a_cancelled_round_stays_as_it_is(derby_return: Return, round_: Round, people: People) -> None:
    one = hand_in(derby_return, people.derby)
    cancel_round(round_=round_, reason="Merged with the next", by=people.coordinator)
    with pytest.raises(DeskError, match="cancelled"):
        reopen(one=one, reason="A slip", by=people.derby)


def test_when_the_trail_fails_the_signature_stands(
    derby_return: Return, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    signature = signed(derby_return, people.performance, people.derby, people.derby_dcs)

    def refuse(**_: object) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr("riia.alliance.returns.services.moving.record", refuse)
    with pytest.raises(RuntimeError):
        reopen(one=derby_return, reason="A slip", by=people.derby)
    signature.refresh_from_db()
    assert signature.voided_at is None
    assert fresh(derby_return).state == ReturnState.SIGNED
    assert InYearValue.objects.exists()
    assert not derby_return.versions.filter(why="reopened").exists()
