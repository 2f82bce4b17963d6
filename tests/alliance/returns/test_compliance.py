"""Signed returns show the commitment to quarterly data in the compliance matrix by themselves (R2.10, MoU 1.6)."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.access.scope import Scope
from riia.alliance.agreements import derived
from riia.alliance.agreements.errors import AgreementError
from riia.alliance.agreements.models import AgreementVersion, Evidence, MetBy, Party
from riia.alliance.agreements.policies import Met
from riia.alliance.agreements.queries.compliance import ComplianceMatrix, MatrixCell, compliance
from riia.alliance.agreements.services.agreements import locked
from riia.alliance.agreements.services.agreements_commitments import (
    CommitmentText,
    PeriodDays,
    add_period,
    record_evidence,
    set_commitments,
    set_shown_by,
)
from riia.alliance.agreements.states import VersionState
from riia.alliance.audit.actors import System
from riia.alliance.audit.models import Entry
from riia.alliance.places.models import Alliance
from riia.alliance.returns.models import Extension, Return, Round
from riia.alliance.returns.queries.compliance import RULE
from riia.alliance.returns.services.reopening import reopen
from riia.alliance.returns.services.rounds import cancel_round, open_round
from riia.alliance.returns.states import ExtensionState, ReturnState
from tests.alliance.returns.conftest import (
    BRISTOL,
    DERBY,
    LEICESTER,
    People,
    make_register,
    make_round,
)
from tests.alliance.returns.desk_steps import brought_to, hand_in, signed, validated

AFTER = dt.date(2026, 11, 22)
"""A month after the round was due."""
YEAR = "2026-27"


@pytest.fixture
def memorandum(register: AgreementVersion, clerk: System) -> AgreementVersion:
    return committed(register, clerk)


def committed(version: AgreementVersion, clerk: System) -> AgreementVersion:
    texts = [
        CommitmentText("quarterly-data", "Quarterly data submitted", "1.6(2)", met_by=MetBy.RETURNS),
        CommitmentText("groups", "Groups attended", "1.6(10)"),
    ]
    set_commitments(version=version, commitments=texts, by=clerk)
    for first in (2025, 2026, 2027):
        label = f"{first}-{(first + 1) % 100:02}"
        days = PeriodDays(label, dt.date(first, 4, 1), dt.date(first + 1, 3, 31))
        add_period(version=version, period=days, by=clerk)
    return version


def matrix_of(
    version: AgreementVersion, scope: Scope | None = None, year: str = YEAR, on: dt.date = AFTER
) -> ComplianceMatrix:
    matrix = compliance(scope or Scope.system(), version, year, on)
    assert matrix is not None
    return matrix


def cell(version: AgreementVersion, council: str = DERBY, scope: Scope | None = None, **asked: object) -> MatrixCell:
    party = Party.objects.get(version=version, council__code=council)
    commitment = version.commitments.get(key="quarterly-data")
    return matrix_of(version, scope, **asked).cells[party.pk, commitment.pk]  # type: ignore[arg-type]


def sign_derby(one: Return, people: People) -> None:
    signed(one, people.performance, people.derby, people.derby_dcs)


def test_a_signature_shows_it_and_reopening_takes_it_back_with_its_reason(
    memorandum: AgreementVersion, derby_return: Return, people: People
) -> None:
    assert cell(memorandum).standing is Met.NOT_YET
    sign_derby(derby_return, people)
    found = cell(memorandum)
    assert (found.standing, found.evidence) == (Met.MET, None)
    assert found.derived is not None
    assert (found.derived.words, found.derived.met_on) == ("1 of 1 quarter returned", dt.date(2026, 10, 1))
    assert found.derived.parts[0].words == "signed 1 October 2026"
    reopen(one=derby_return, reason="A slip in referrals", by=people.derby)
    found = cell(memorandum)
    assert found.standing is Met.NOT_YET
    assert found.derived is not None
    assert found.derived.words == "0 of 1 quarter returned: July to September 2026 missing"
    assert "A slip in referrals" in found.derived.parts[0].words
    assert not Evidence.objects.exists()  # nothing is kept that could go out of date


@pytest.mark.parametrize("state", list(ReturnState))
def test_only_a_signature_that_stands_counts(
    memorandum: AgreementVersion, derby_return: Return, people: People, state: ReturnState
) -> None:
    brought_to(derby_return, state, people)
    counts = {ReturnState.SIGNED, ReturnState.SENT, ReturnState.ACCEPTED}
    assert cell(memorandum).standing is (Met.MET if state in counts else Met.NOT_YET)


@pytest.mark.parametrize(
    ("on", "standing"),
    [(dt.date(2026, 10, 22), Met.NOT_DUE), (dt.date(2026, 10, 23), Met.NOT_YET)],
)
def test_a_running_round_is_not_due_yet(
    memorandum: AgreementVersion, derby_return: Return, on: dt.date, standing: Met
) -> None:
    found = cell(memorandum, on=on)
    assert found.standing is standing
    assert found.derived is not None
    if standing is Met.NOT_DUE:
        assert found.derived.words == "July to September 2026 not due yet"
        assert found.derived.parts[0].words.startswith("not due until 22 October 2026")


def test_signed_before_the_deadline_counts_at_once(
    memorandum: AgreementVersion, derby_return: Return, people: People
) -> None:
    sign_derby(derby_return, people)
    assert cell(memorandum, on=dt.date(2026, 10, 2)).standing is Met.MET


def test_more_time_moves_the_day_of_one_council_and_is_said(
    memorandum: AgreementVersion, derby_return: Return, people: People, live: Callable[..., None]
) -> None:
    Extension.objects.create(
        council_return=derby_return, until=dt.date(2026, 11, 5), reason="A new system", asker_label="x",
        state=ExtensionState.GRANTED,
    )  # fmt: skip
    on = dt.date(2026, 11, 1)
    assert cell(memorandum, on=on).standing is Met.NOT_DUE
    assert cell(memorandum, LEICESTER, on=on).standing is Met.NOT_YET
    live(dt.date(2026, 11, 3))
    sign_derby(derby_return, people)
    found = cell(memorandum).derived
    assert found is not None
    assert found.standing is Met.MET
    assert found.parts[0].words == "signed 3 November 2026, came within its extension"


def test_late_is_met_and_said_to_those_who_may_see_the_return(
    memorandum: AgreementVersion, derby_return: Return, people: People, live: Callable[..., None]
) -> None:
    live(dt.date(2026, 10, 30))
    sign_derby(derby_return, people)
    found = cell(memorandum).derived
    assert found is not None
    assert (found.standing, found.words) == (Met.MET, "1 of 1 quarter returned, 1 late")
    partner = cell(memorandum, scope=scope_for(people.leicester)).derived
    assert partner is not None
    assert partner.words == "1 of 1 quarter returned"


def test_a_partner_sees_the_standing_and_not_the_return(
    memorandum: AgreementVersion, derby_return: Return, people: People
) -> None:
    hand_in(derby_return, people.derby)
    reopen(one=derby_return, reason="Something private", by=people.derby)
    for person, sees in ((people.leicester, False), (people.derby, True), (people.analyst, True)):
        part = cell(memorandum, scope=scope_for(person)).derived.parts[0]  # type: ignore[union-attr]
        assert bool(part.href) is sees
        assert ("Something private" in part.words) is sees
        if not sees:
            assert part.words == "missing"


def test_a_period_without_a_round_is_not_known_and_one_to_come_is_not_due(
    memorandum: AgreementVersion, round_: Round
) -> None:
    past = cell(memorandum, year="2025-26")
    assert (past.standing, past.derived) == (Met.NOT_KNOWN, None)
    assert cell(memorandum, year="2027-28").standing is Met.NOT_DUE


def test_two_quarters_of_which_one_is_missing(
    memorandum: AgreementVersion, alliance: Alliance, derby_return: Return, people: People, clerk: System,
    live: Callable[..., None],
) -> None:  # fmt: skip
    sign_derby(derby_return, people)
    earlier = make_round(alliance, clerk, period="2025-26Q4")
    open_round(round_=earlier, by=clerk)
    first = make_round(alliance, clerk, period="2026-27Q1")
    open_round(round_=first, by=clerk)
    found = cell(memorandum)
    assert found.standing is Met.NOT_YET
    assert found.derived is not None
    assert found.derived.words == "1 of 2 quarters returned: April to June 2026 missing"
    assert [part.label for part in found.derived.parts] == ["April to June 2026", "July to September 2026"]
    cancel_round(round_=first, reason="Not needed", by=clerk)
    matrix = matrix_of(memorandum)
    assert cell(memorandum).standing is Met.MET
    assert matrix.notes == ("No round is held here for April to June 2026, so nothing is known of it.",)
    over = matrix_of(memorandum, on=dt.date(2027, 4, 1))
    assert over.notes == (
        "No round is held here for April to June 2026, October to December 2026 and January to March 2027, so nothing "
        "is known of them.",
    )


def test_each_alliance_has_its_own_rounds_and_each_agreement_those_opened_under_it(
    memorandum: AgreementVersion, other_alliance: Alliance, derby_return: Return, people: People, clerk: System
) -> None:
    sign_derby(derby_return, people)
    other = committed(make_register(other_alliance), clerk)
    assert cell(other, BRISTOL).standing is Met.NOT_KNOWN
    assert cell(memorandum).standing is Met.MET
    round_ = derby_return.round
    round_.grounds = round_.grounds | {"agreement_reference": str(other.reference)}
    round_.save(update_fields=["grounds"])
    assert cell(memorandum).standing is Met.NOT_KNOWN


def test_a_council_answers_for_what_was_due_while_it_was_party(
    memorandum: AgreementVersion, derby_return: Return
) -> None:
    party = Party.objects.get(version=memorandum, council__code=DERBY)
    party.valid_from = dt.date(2026, 10, 23)
    party.save(update_fields=["valid_from"])
    assert cell(memorandum).standing is Met.NOT_KNOWN
    assert cell(memorandum, LEICESTER).standing is Met.NOT_YET
    party.valid_from = dt.date(2026, 10, 22)
    party.save(update_fields=["valid_from"])
    assert cell(memorandum).standing is Met.NOT_YET


def test_what_a_person_recorded_stands_and_what_is_counted_is_shown_beside(
    memorandum: AgreementVersion, derby_return: Return, clerk: System
) -> None:
    parts = {
        "commitment": memorandum.commitments.get(key="quarterly-data"),
        "party": Party.objects.get(version=memorandum, council__code=DERBY),
        "period": memorandum.commitment_periods.get(label=YEAR),
    }
    kept = record_evidence(**parts, met_on=dt.date(2026, 10, 22), note="Sent by e-mail", by=clerk)  # type: ignore[arg-type]
    found = cell(memorandum)
    assert (found.standing, found.evidence) == (Met.MET, kept)
    assert found.derived is not None
    assert found.derived.standing is Met.NOT_YET


def test_it_is_asked_with_a_fixed_number_of_queries(
    memorandum: AgreementVersion, derby_return: Return, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        matrix_of(memorandum)


class TestWhichCommitment:
    def test_it_is_chosen_and_taken_back(self, memorandum: AgreementVersion, clerk: System) -> None:
        groups = memorandum.commitments.get(key="groups")
        set_shown_by(version=memorandum, met_by=MetBy.RETURNS, commitment=groups, by=clerk)
        assert list(memorandum.commitments.values_list("met_by", flat=True)) == ["", "returns"]
        set_shown_by(version=memorandum, met_by=MetBy.RETURNS, commitment=None, by=clerk)
        assert not memorandum.commitments.exclude(met_by="").exists()
        assert Entry.objects.filter(action="agreements.set_shown_by").count() == 2

    def test_not_of_another_version_nor_of_one_that_ended(
        self, memorandum: AgreementVersion, other_alliance: Alliance, clerk: System
    ) -> None:
        other = committed(make_register(other_alliance), clerk)
        with pytest.raises(AgreementError, match="of this version"):
            set_shown_by(version=memorandum, met_by=MetBy.RETURNS, commitment=other.commitments.first(), by=clerk)
        version = locked(memorandum, clerk)
        version.state = VersionState.SUPERSEDED
        version.save()
        with pytest.raises(AgreementError, match="stays as it is"):
            set_shown_by(version=version, met_by=MetBy.RETURNS, commitment=None, by=clerk)

    def test_when_the_trail_fails_nothing_changed(
        self, memorandum: AgreementVersion, clerk: System, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(**_: object) -> None:
            raise RuntimeError("no trail")

        monkeypatch.setattr("riia.alliance.agreements.services.agreements_commitments.record", refuse)
        with pytest.raises(RuntimeError):
            set_shown_by(version=memorandum, met_by=MetBy.RETURNS, commitment=None, by=clerk)
        assert memorandum.commitments.get(key="quarterly-data").met_by == MetBy.RETURNS


class TestPages:
    def test_the_matrix_says_how_it_is_shown_and_leads_to_the_return(
        self, memorandum: AgreementVersion, derby_return: Return, people: People,
        signed_in: Callable[[Person], Client],
    ) -> None:  # fmt: skip
        page = f"/agreements/versions/{memorandum.reference}/commitments/"
        body = signed_in(people.coordinator).get(page, {"period": YEAR}).content.decode()
        assert "from signed quarterly returns" in body
        assert RULE[1:] in body
        assert f"/returns/{derby_return.reference}/" in body

    def test_a_keeper_chooses_the_commitment(
        self, memorandum: AgreementVersion, people: People, signed_in: Callable[[Person], Client]
    ) -> None:
        page = f"/agreements/versions/{memorandum.reference}/commitments/shown-by/"
        browser = signed_in(people.coordinator)
        assert "a council meets it when" in browser.get(page).content.decode().lower()
        groups = memorandum.commitments.get(key="groups")
        assert browser.post(page, {"commitment": str(groups.pk)}).status_code == 302
        groups.refresh_from_db()
        assert groups.met_by == MetBy.RETURNS
        assert "Select a commitment" in browser.post(page, {"commitment": ""}).content.decode()

    def test_nobody_else_does(
        self, memorandum: AgreementVersion, people: People, signed_in: Callable[[Person], Client]
    ) -> None:
        page = f"/agreements/versions/{memorandum.reference}/commitments/shown-by/"
        assert signed_in(people.leicester).post(page, {"commitment": "none"}).status_code in (403, 404)


def test_without_a_source_people_record_it(
    memorandum: AgreementVersion, derby_return: Return, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    validated(derby_return, people.performance, people.derby)
    monkeypatch.setattr(derived, "_SOURCES", {})
    found = cell(memorandum)
    assert (found.standing, found.derived) == (Met.NOT_YET, None)
