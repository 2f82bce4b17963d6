"""The gate: every status, signed or not, before, during and after, for every audience; and what refusals say."""

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.agreements import gate, register_errors
from riia.alliance.agreements.audiences import ONWARD, Audience, Privacy, admits
from riia.alliance.agreements.models import AgreementVersion, Dataset
from riia.alliance.agreements.policies_register import (
    Entry,
    VersionStanding,
    audiences_of_viewer,
    refusal_to_collect,
    refusal_to_send,
    refusal_to_show,
    wider_rights,
)
from riia.alliance.agreements.register_errors import (
    MayNotSend,
    MayNotShow,
    NotActive,
    NotInForce,
    NotInRegister,
    NotInstructed,
    NotSigned,
    RegisterRefused,
    SupersededByDfE,
)
from riia.alliance.agreements.services.instructions import Instructed, end_instruction, give_instruction
from riia.alliance.agreements.services.register import Decided, decide_item, record_release
from riia.alliance.agreements.services.register_entering import enter_dataset
from riia.alliance.agreements.states import VersionState
from riia.alliance.agreements.states_register import ItemStatus
from riia.alliance.places.models import Alliance
from tests.alliance.agreements.register_world import (
    BEGINS,
    BY,
    SIGNED,
    TODAY,
    alliance,
    item,
    make_register,
    make_version,
    on_a_monday,
    other,
    people,
    text_of,
    version,
)

__all__ = ["alliance", "on_a_monday", "other", "people", "version"]
DAY = dt.timedelta(days=1)
GOOD = VersionStanding("Memorandum", "2022-24", "ref", 1, signed=True, in_force=True)
STANDINGS = {
    "good": GOOD,
    "unsigned": VersionStanding("Memorandum", "2022-24", "ref", 1, signed=False, in_force=False, why="unsigned"),
    "over": VersionStanding("Memorandum", "2022-24", "ref", 1, signed=True, in_force=False, why="revoked"),
}


def entry(**changes: object) -> Entry:
    facts = {
        "key": "referrals",
        "title": "Referrals",
        "dataset_key": "dataset-1",
        "dataset": "Dataset 1: Core",
        "clause": "6.6",
        "standing": GOOD,
        "status": ItemStatus.ACTIVE,
        "starts_on": BEGINS,
        "ends_on": None,
        "audiences": frozenset({Audience.PARTNERS}),
        "onward": frozenset({Audience.DFE}),
        "privacy": Privacy.AGGREGATED,
    } | changes
    return Entry(**facts)  # type: ignore[arg-type]


def refusals(one: Entry, audience: Audience, on: dt.date) -> list[object]:
    return [
        refusal_to_collect(one, on),
        refusal_to_show(one, audience, on),
        refusal_to_send(one, audience, on),
    ]


def test_every_combination_is_judged_the_same_way_by_all_three() -> None:
    """Nothing passes unless the agreement is signed and in force, the item active, and its time not over."""
    passed = 0
    days = {"before its end": TODAY, "on its last day": TODAY, "after": TODAY}
    for standing, status, audience, moment in product(STANDINGS, [*ItemStatus, None], Audience, days):
        ends = {"before its end": TODAY + DAY, "on its last day": TODAY, "after": TODAY - DAY}[moment]
        one = entry(standing=STANDINGS[standing], status=status, ends_on=ends)
        collect, show, send = refusals(one, audience, TODAY)
        is_open = standing == "good" and status is ItemStatus.ACTIVE and moment != "after"
        seen = admits({Audience.PARTNERS, Audience.DFE}, audience)
        sent = admits({Audience.DFE} if audience in ONWARD else {Audience.PARTNERS}, audience)
        assert (collect is None) == is_open
        assert (show is None) == (is_open and seen), (audience, show)
        assert (send is None) == (is_open and sent), (audience, send)
        passed += is_open
    assert passed == 2 * len(Audience)


@given(
    status=st.sampled_from([each for each in [*ItemStatus, None] if each is not ItemStatus.ACTIVE]),
    audiences=st.frozensets(st.sampled_from(Audience)),
    onward=st.frozensets(st.sampled_from(Audience)),
    agreed=st.frozensets(st.sampled_from(Audience)),
    audience=st.sampled_from(Audience),
    standing=st.sampled_from(list(STANDINGS.values())),
)
def test_what_is_not_active_is_refused_by_all_three(status, audiences, onward, agreed, audience, standing) -> None:
    one = entry(status=status, audiences=audiences, onward=onward, agreed_to=agreed, standing=standing)
    assert None not in refusals(one, audience, TODAY)


@given(
    granted=st.frozensets(st.sampled_from(Audience)), more=st.sampled_from(Audience), asked=st.sampled_from(Audience)
)
def test_a_wider_grant_never_shuts_anyone_out(granted, more, asked) -> None:
    if admits(granted, asked):
        assert admits(granted | {more}, asked)
    assert admits({Audience.PUBLIC}, asked)
    assert not admits(frozenset(), asked)


def test_partners_are_not_the_outside() -> None:
    """What all partners may see goes to nobody outside the alliance, and not to the processor either."""
    outside = {Audience.DFE, Audience.GOVERNMENT, Audience.PUBLIC, Audience.PROCESSOR, Audience.PARTNERS}
    assert {each for each in Audience if not admits({Audience.PARTNERS}, each)} == outside - {Audience.PARTNERS}


@pytest.mark.parametrize(
    ("changes", "on", "refusal"),
    [
        ({}, SIGNED, None),
        ({}, TODAY, None),
        ({}, SIGNED - DAY, NotSigned),  # in force by its text from 1 September, signed by everybody on the 26th only
        ({"signatures": (SIGNED, None)}, TODAY, NotSigned),
        ({"signatures": ()}, TODAY, NotSigned),
        ({"commences": dt.date(2022, 10, 1)}, dt.date(2022, 9, 30), NotInForce),
        ({"commences": dt.date(2022, 10, 1)}, dt.date(2022, 10, 1), None),
        ({"state": VersionState.AGREED}, TODAY, NotInForce),
        ({"state": VersionState.DRAFTED}, TODAY, NotInForce),
        ({"state": VersionState.REVOKED, "revoked_on": TODAY, "revoked_because": "ended"}, TODAY - DAY, None),
        ({"state": VersionState.REVOKED, "revoked_on": TODAY, "revoked_because": "ended"}, TODAY, NotInForce),
    ],
)
def test_only_a_version_signed_by_all_and_in_force_lets_anything_pass(alliance, changes, on, refusal) -> None:
    make_register(alliance, **changes)
    if refusal is None:
        assert gate.collectable(alliance, "dataset-1", on) == {"referrals", "ehe"}
        assert gate.check_collect(alliance, ["referrals"], on).keys == ("referrals",)
        return
    assert gate.collectable(alliance, "dataset-1", on) == frozenset()
    for ask in (
        lambda: gate.check_collect(alliance, ["referrals"], on),
        lambda: gate.check_show(alliance, ["referrals"], Audience.PARTNERS, on),
        lambda: gate.check_send(alliance, "dataset-1", ["referrals"], Audience.DFE, on),
    ):
        with pytest.raises(refusal):
            ask()


def test_an_alliance_without_a_register_collects_nothing(alliance: Alliance, other: Alliance) -> None:
    make_register(alliance)
    assert gate.collectable(other, "dataset-1", TODAY) == frozenset()
    with pytest.raises(NotInRegister, match="no register of the alliance has it"):
        gate.check_collect(other, ["referrals"], TODAY)
    assert gate.grounds_for(other, "dataset-1", ["referrals"], TODAY) is None


def test_grounds_are_for_a_manifest(alliance: Alliance, version: AgreementVersion) -> None:
    grounds = gate.check_send(alliance, "dataset-1", ["ehe", "referrals"], Audience.DFE, TODAY)
    assert grounds.as_dict() == {
        "agreement": "Memorandum",
        "version": "2022-24",
        "agreement_reference": str(version.reference),
        "clause": "6.6",
        "datasets": ["Dataset 1: Core indicators"],
        "items": ["ehe", "referrals"],
        "purpose": "send",
        "to": "DfE",
        "on": "2026-11-23",
        "conditions": ["Anonymised, aggregated to council level.", "Collected every quarter."],
    }


def test_a_refusal_names_every_item_the_agreement_the_rule_and_the_remedy(alliance, version) -> None:
    with pytest.raises(RegisterRefused) as caught:
        gate.check_collect(alliance, ["referrals", "dental", "shoe-size", "hat-size"], TODAY)
    said = str(caught.value)
    assert isinstance(caught.value, NotInRegister), "the gravest of the reasons"
    assert [each.key for each in caught.value.refused] == ["dental", "hat-size", "shoe-size"]
    for part in (
        "“Dental checks” (dental) (Dataset 2: More social care, Memorandum, 2022-24)",
        "is under review, and only an active item may be collected (R4.02, MoU 6.4; shared under clause 6.4)",
        "“hat-size” and “shoe-size”: no register of the alliance has it",
        "Ask for it as a new item",
    ):
        assert part in said
    assert "eferrals" not in said


def test_a_dataset_that_forbids_dfe_is_refused_by_name(alliance: Alliance, version: AgreementVersion) -> None:
    gate.check_show(alliance, ["results"], Audience.PARTNERS, TODAY)
    with pytest.raises(MayNotSend, match="Dataset 6: Education may not be sent to DfE"):
        gate.check_send(alliance, "dataset-6", ["results"], Audience.DFE, TODAY)
    with pytest.raises(MayNotShow, match="may be shown to the partner councils and DfE, not to the public"):
        gate.check_show(alliance, ["referrals"], Audience.PUBLIC, TODAY)
    assert Audience.PUBLIC not in gate.audiences_of(alliance, "referrals", TODAY)
    assert Audience.DFE in gate.audiences_of(alliance, "referrals", TODAY)


def test_what_is_sent_is_of_the_dataset_that_is_named(alliance: Alliance, version: AgreementVersion) -> None:
    with pytest.raises(NotInRegister, match="no such item in dataset-6"):
        gate.check_send(alliance, "dataset-6", ["referrals"], Audience.PARTNERS, TODAY)
    with pytest.raises(NotInRegister, match="nothing was named"):
        gate.check_send(alliance, "dataset-6", [], Audience.PARTNERS, TODAY)


def test_the_gate_answers_for_any_day(alliance: Alliance, version: AgreementVersion) -> None:
    """An item that directors drop from a day on passed until the day before, and still says so afterwards."""
    dropped = dt.date(2026, 10, 5)
    decided = Decided("Directors, 5 October 2026, minute 4", dropped, dropped, "not used by anybody")
    decide_item(item=item("ehe"), status=ItemStatus.DROPPED, decided=decided, by=BY)
    assert gate.collectable(alliance, "dataset-1", dropped - DAY) == {"referrals", "ehe"}
    assert gate.collectable(alliance, "dataset-1", dropped) == {"referrals"}
    with pytest.raises(NotActive, match=r"“Children educated at home” .* is dropped"):
        gate.check_show(alliance, ["ehe"], Audience.PARTNERS, dropped)


def test_dfes_release_supersedes_what_it_covers_and_nothing_later(
    alliance: Alliance, version: AgreementVersion
) -> None:
    covered, released = dt.date(2026, 8, 31), dt.date(2026, 10, 15)
    six = Dataset.objects.get(key="dataset-6")
    gate.check_show(alliance, ["results"], Audience.PARTNERS, TODAY)
    record_release(
        dataset=six, covers_to=covered, released_on=released, release="Key stage 4 2025/26", address="", by=BY
    )
    show = Audience.PARTNERS
    gate.check_show(alliance, ["results"], show, released - DAY)  # the day before, it was shown
    with pytest.raises(SupersededByDfE, match="31 August 2026 are superseded by Key stage 4 2025/26"):
        gate.check_show(alliance, ["results"], show, released)
    with pytest.raises(SupersededByDfE):
        gate.check_show(alliance, ["results"], show, TODAY, covers=covered)
    with pytest.raises(SupersededByDfE):
        gate.check_collect(alliance, ["results"], TODAY, covers=covered)
    gate.check_collect(alliance, ["results"], TODAY, covers=covered + DAY)  # next year's are collected again
    gate.check_show(alliance, ["results"], show, TODAY, covers=covered + DAY)
    gate.check_show(alliance, ["referrals"], show, TODAY)  # no other dataset is touched


def test_a_later_version_without_a_register_carries_the_old_one_on(alliance: Alliance) -> None:
    old = make_register(alliance, state=VersionState.SUPERSEDED)
    begins = dt.date(2026, 1, 1)
    new = make_version(alliance, number=2, label="2026-28", commences=begins, replaces=old, signatures=(BEGINS, begins))
    assert gate.check_collect(alliance, ["referrals"], begins - DAY).version == "2022-24"
    assert gate.check_collect(alliance, ["referrals"], begins).version == "2026-28"
    enter_dataset(version=new, text=text_of(1, "A new core dataset"), by=BY)  # with a register of its own
    with pytest.raises(NotInForce, match="later version has replaced"):
        gate.check_collect(alliance, ["referrals"], begins)


def test_the_processor_works_on_written_instructions_only(alliance: Alliance, version: AgreementVersion) -> None:
    with pytest.raises(NotInstructed, match="No written instruction"):
        gate.check_instructed(alliance, "dataset-1", TODAY)
    given_on = TODAY - 5 * DAY
    text = Instructed("Load and publish", ["dataset-1"], "BI service", "Directors, minute 3", given_on, given_on)
    made = give_instruction(version=version, given=text, by=BY)
    assert gate.check_instructed(alliance, "dataset-1", TODAY) == made
    assert gate.check_instructed(alliance, "dataset-1", TODAY, number=made.number) == made
    for dataset, day, number in (
        ("dataset-2", TODAY, None),
        ("dataset-1", given_on - DAY, None),
        ("dataset-1", TODAY, 9),
    ):
        with pytest.raises(NotInstructed):
            gate.check_instructed(alliance, dataset, day, number=number)
    end_instruction(instruction=made, ends_on=TODAY, reason="the platform moves", by=BY)
    gate.check_instructed(alliance, "dataset-1", TODAY)
    with pytest.raises(NotInstructed):
        gate.check_instructed(alliance, "dataset-1", TODAY + DAY)


def test_the_platform_shows_no_more_than_the_source() -> None:
    source = {"ann": frozenset({"dataset-1", "dataset-4"}), "bob": frozenset({"dataset-1"})}
    assert wider_rights({"ann": frozenset({"dataset-4"}), "bob": frozenset()}, source) == {}
    wider = wider_rights({"cem": frozenset({"dataset-1"}), "bob": frozenset({"dataset-1", "dataset-4"})}, source)
    assert wider == {"bob": ("dataset-4",), "cem": ("dataset-1",)}


def test_roles_make_people_part_of_audiences(people, alliance) -> None:
    from riia.alliance.access.queries import scope_for

    region = alliance.region.code
    assert Audience.DIRECTORS in audiences_of_viewer(scope_for(people.derby_dcs), "831")
    assert audiences_of_viewer(scope_for(people.dfe), region) == {Audience.DFE, Audience.PUBLIC}
    assert audiences_of_viewer(scope_for(people.supplier), region) == {Audience.PUBLIC}
    assert audiences_of_viewer(scope_for(people.derby_dcs), "856") == {Audience.PUBLIC}


def test_refusals_form_one_tree() -> None:
    kinds = [getattr(register_errors, name) for name in dir(register_errors)]
    refusing = {kind for kind in kinds if isinstance(kind, type) and issubclass(kind, RegisterRefused)}
    assert set(register_errors.GRAVEST_FIRST) == refusing - {RegisterRefused}
