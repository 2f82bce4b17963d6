"""Versions from scope to revocation, signatures, reviews, commitments and documents: what may happen, and who may."""

import datetime as dt
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.queries import scope_for
from riia.alliance.access.roles import Role
from riia.alliance.access.scope import Scope
from riia.alliance.access.states import HoldingState
from riia.alliance.agreements import policies
from riia.alliance.agreements.errors import AgreementError
from riia.alliance.agreements.models import Agreement, AgreementKind, AgreementVersion, Party, Seat, Signature
from riia.alliance.agreements.models.commitments import DocumentKind
from riia.alliance.agreements.models.parties import Office
from riia.alliance.agreements.queries import agreements as queries
from riia.alliance.agreements.queries.compliance import compliance
from riia.alliance.agreements.services import agreements as services
from riia.alliance.agreements.services import agreements_commitments as commitments
from riia.alliance.agreements.services import agreements_ending as ending
from riia.alliance.agreements.services import agreements_parties as parties
from riia.alliance.agreements.services import signatures
from riia.alliance.agreements.services.agreements import AgreementDetails, ClauseText, VersionDetails
from riia.alliance.agreements.services.agreements_commitments import CommitmentText, PeriodDays
from riia.alliance.agreements.states import NEXT, VersionState, may_become
from riia.alliance.audit import services as audit
from riia.alliance.audit.models import Entry
from riia.alliance.audit.services import System
from riia.alliance.places.models import Alliance, AllianceMember, Organisation, Place

TODAY = dt.date(2026, 11, 22)
BY = System("tests")
EAST_MIDLANDS, SOUTH_WEST = "E12000004", "E12000009"
S = VersionState


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


def region(code: str, name: str, councils: dict[str, str]) -> Alliance:
    place = Place.objects.create(code=code, kind="region", name=name)
    alliance = Alliance.objects.create(code=name.lower().replace(" ", "-"), name=name, short_name=name, region=place)
    for dfe, called in councils.items():
        council = Place.objects.create(
            code=dfe, kind="council", name=called, official_name=called, council_type="unitary", region=place
        )
        AllianceMember.objects.create(alliance=alliance, council=council)
    return alliance


@pytest.fixture
def alliance(db: None) -> Alliance:
    region(SOUTH_WEST, "South West", {"801": "Bristol"})
    return region(EAST_MIDLANDS, "East Midlands", {"831": "Derby", "940": "North Northamptonshire"})


@pytest.fixture
def trust(db: None) -> Organisation:
    return Organisation.objects.create(code="trust", name="Northamptonshire Children’s Trust", kind="trust")


def holder(role: Role, place: str | None) -> Person:
    person = Person.objects.create(email=f"{role}.{place}@example.org".lower(), name=role.title, is_persona=True)
    RoleHolding.objects.create(
        person=person, role=role, place=Place.objects.get(code=place) if place else None, purpose="test",
        state=HoldingState.APPROVED, starts=TODAY, expires=TODAY + dt.timedelta(days=30),
        review_due=TODAY + dt.timedelta(days=30), proposer_label="test", approved_at=timezone.now(),
        approver_label="test",
    )  # fmt: skip
    return person


def details(kind: AgreementKind = AgreementKind.MEMORANDUM, title: str = "Memorandum") -> AgreementDetails:
    return AgreementDetails(kind, title, non_statutory=True)


LABEL = VersionDetails("2026-28", commences=dt.date(2026, 9, 1), review_due=dt.date(2026, 10, 31))


@pytest.fixture
def scoped(alliance: Alliance, trust: Organisation) -> AgreementVersion:
    agreement = services.start_agreement(alliance=alliance, details=details(), by=BY)
    version = services.scope_version(agreement=agreement, details=LABEL, by=BY)
    parties.add_council(version=version, council=Place.objects.get(code="831"), by=BY)
    north = Place.objects.get(code="940")
    parties.add_council(version=version, council=north, also_signs=trust, by=BY)
    parties.add_organisation(version=version, organisation=trust, signs=False, by=BY)
    services.set_clauses(version=version, clauses=[ClauseText("1", "One"), ClauseText("1(a)", "A", "a", "1")], by=BY)
    return version


def drafted(version: AgreementVersion) -> AgreementVersion:
    return services.draft(version=version, drafted_on=dt.date(2026, 7, 1), by=BY)


def agreed(version: AgreementVersion) -> AgreementVersion:
    return services.agree(version=drafted(version), minute="Directors, 2 July 2026, minute 4", by=BY)


def sign_all(version: AgreementVersion, day: str = "26.09.2026") -> None:
    for seat in Seat.objects.filter(party__version=version, signature=None):
        signatures.record_signature(seat=seat, as_written=day, by=BY)


def in_force(version: AgreementVersion) -> AgreementVersion:
    version = agreed(version)
    sign_all(version)
    return services.bring_into_force(version=version, by=BY)


class TestStates:
    @pytest.mark.parametrize("now", list(S))
    @pytest.mark.parametrize("then", list(S))
    def test_every_move(self, now: VersionState, then: VersionState) -> None:
        path = [S.SCOPED, S.DRAFTED, S.AGREED, S.IN_FORCE]
        allowed = (
            (now, then) in set(pairwise(path))
            or (now, then) == (S.AGREED, S.DRAFTED)
            or (then is S.REVOKED and now in path)
            or (now, then) == (S.IN_FORCE, S.SUPERSEDED)
        )
        assert may_become(now, then) is allowed
        if not allowed:
            with pytest.raises(AgreementError, match=f"is {now}, so it cannot become {then}"):
                policies.check_move(now, then)

    def test_whole_life(self, scoped: AgreementVersion) -> None:
        version = in_force(scoped)
        assert version.in_force
        assert version.is_signed
        assert version.executed_on == dt.date(2026, 9, 26)
        stands = policies.execution(version.signing_dates, version.commences)
        assert (stands.required, stands.signed, stands.missing, stands.days_early) == (7, 7, 0, 25)
        entry = Entry.objects.get(action="agreements.bring_into_force")
        assert entry.details["commenced_days_before_execution"] == 25
        ended = ending.revoke(version=version, on=TODAY, reason="The parties agreed", by=BY)
        assert (ended.state, ended.revoked_on) == (S.REVOKED, TODAY)
        with pytest.raises(AgreementError, match="Start a new version"):
            ending.revoke(version=version, on=TODAY, reason="again", by=BY)
        assert all(state in NEXT for state in S)

    def test_not_into_force_while_a_signature_is_missing(self, scoped: AgreementVersion) -> None:
        version = agreed(scoped)
        sign_all(version)
        signatures.withdraw_signature(
            signature=Signature.objects.get(seat__office=Office.TRUST_CHIEF_EXECUTIVE), reason="Not there", by=BY
        )
        assert not version.is_signed
        assert version.executed_on is None
        with pytest.raises(AgreementError, match="Signatures are missing: Chief Executive of the trust, North North"):
            services.bring_into_force(version=version, by=BY)

    def test_not_into_force_before_it_commences(self, scoped: AgreementVersion) -> None:
        services.change_details(version=scoped, details=VersionDetails("2026-28", commences=dt.date(2027, 1, 1)), by=BY)
        version = agreed(scoped)
        sign_all(version)
        with pytest.raises(AgreementError, match="commences on 1 January 2027"):
            services.bring_into_force(version=version, by=BY)

    def test_text_is_closed_once_agreed_and_opens_only_unsigned(self, scoped: AgreementVersion) -> None:
        version = agreed(scoped)
        with pytest.raises(AgreementError, match="text and parties stay"):
            services.set_clauses(version=version, clauses=[ClauseText("1", "Other")], by=BY)
        with pytest.raises(AgreementError, match="text and parties stay"):
            parties.remove_party(party=version.parties.first(), by=BY)
        assert services.redraft(version=version, reason="A word was wrong", by=BY).state == S.DRAFTED
        version = services.agree(version=version, minute="Minute 5", by=BY)
        signatures.record_signature(seat=Seat.objects.first(), as_written="2.9.2026", by=BY)
        with pytest.raises(AgreementError, match="signed 1 times already"):
            services.redraft(version=version, reason="Another", by=BY)

    def test_the_next_version_begins_with_the_last_and_replaces_it(self, scoped: AgreementVersion) -> None:
        first = in_force(scoped)
        with pytest.raises(AgreementError, match="already has"):
            services.start_agreement(alliance=first.agreement.alliance, details=details(), by=BY)
        second = services.scope_version(agreement=first.agreement, details=VersionDetails("2028-30"), by=BY)
        with pytest.raises(AgreementError, match="still being made"):
            services.scope_version(agreement=first.agreement, details=VersionDetails("2030-32"), by=BY)
        assert [c.number for c in second.clauses.all()] == ["1", "1(a)"]
        assert second.clauses.get(number="1(a)").under.version == second
        assert len(second.signing_dates) == 7
        assert set(second.signing_dates) == {None}
        services.change_details(
            version=second, details=VersionDetails("2028-30", commences=dt.date(2026, 11, 1)), by=BY
        )
        in_force(second)
        first.refresh_from_db()
        assert first.state == S.SUPERSEDED
        assert queries.current_version(first.agreement) == second

    def test_a_draft_that_was_given_up_does_not_stand_between(self, scoped: AgreementVersion) -> None:
        first = in_force(scoped)
        draft = services.scope_version(agreement=first.agreement, details=VersionDetails("A"), by=BY)
        ending.revoke(version=draft, on=TODAY, reason="Given up", by=BY)
        third = services.scope_version(agreement=first.agreement, details=VersionDetails("B"), by=BY)
        assert (third.number, third.replaces) == (3, first)

    def test_terms_of_reference_are_agreed_by_minute(self, alliance: Alliance) -> None:
        with pytest.raises(AgreementError, match="which group"):
            services.start_agreement(
                alliance=alliance, details=details(AgreementKind.TERMS_OF_REFERENCE, "Terms"), by=BY
            )
        agreement = services.start_agreement(
            alliance=alliance,
            details=AgreementDetails(AgreementKind.TERMS_OF_REFERENCE, "Terms", group="Executive group"),
            by=BY,
        )
        version = services.scope_version(agreement=agreement, details=LABEL, by=BY)
        assert services.bring_into_force(version=agreed(version), by=BY).in_force

    def test_a_partnership_agreement_has_one_signatory_for_each_body(self, alliance: Alliance) -> None:
        police = Organisation.objects.create(code="police", name="A police force", kind="partner")
        agreement = services.start_agreement(alliance=alliance, details=details(AgreementKind.PARTNER, "P"), by=BY)
        version = services.scope_version(agreement=agreement, details=LABEL, by=BY)
        with pytest.raises(AgreementError, match="Add its parties first"):
            services.draft(version=version, drafted_on=None, by=BY)
        party = parties.add_organisation(
            version=version, organisation=police, responsibilities="Shares referrals", contribution="2 officers", by=BY
        )
        assert [seat.office for seat in party.seats.all()] == [Office.AUTHORISED_SIGNATORY]
        assert not party.counted_authority
        assert in_force(version).is_signed


class TestSignatures:
    @pytest.mark.parametrize(
        ("written", "says"),
        [
            ("31.09.2026", "no day 31"),
            ("1 December 2026", "is in the future"),
            ("30.06.2026", "before 1 July 2026, when this version was drafted"),
            ("", "Enter the date as it is written"),
        ],
    )
    def test_refused_and_nothing_saved(self, scoped: AgreementVersion, written: str, says: str) -> None:
        version = agreed(scoped)
        with pytest.raises(AgreementError, match=says):
            signatures.record_signature(seat=Seat.objects.first(), as_written=written, by=BY)
        assert not Signature.objects.exists()
        assert version.signing_dates

    def test_not_before_the_text_is_agreed_and_not_twice(self, scoped: AgreementVersion) -> None:
        seat = Seat.objects.first()
        with pytest.raises(AgreementError, match="once its text is agreed"):
            signatures.record_signature(seat=seat, as_written="1.8.26", by=BY)
        agreed(scoped)
        signature = signatures.record_signature(seat=seat, as_written=" 1 st August 2026 ", by=BY)
        assert (signature.signed_on, signature.as_written) == (dt.date(2026, 8, 1), "1 st August 2026")
        with pytest.raises(AgreementError, match="has signed already"):
            signatures.record_signature(seat=seat, as_written="1.8.26", by=BY)
        corrected = signatures.correct_signature(signature=signature, as_written="11.8.26", reason="Misread", by=BY)
        assert corrected.signed_on == dt.date(2026, 8, 11)
        entry = Entry.objects.get(action="agreements.correct_signature")
        assert entry.details["before"]["as_written"] == "1 st August 2026"
        assert {row.code for row in entry.places.all()} == {EAST_MIDLANDS, seat.party.council.code}

    def test_nothing_changes_when_the_trail_fails(
        self, scoped: AgreementVersion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        agreed(scoped)

        def broken(**_: object) -> None:
            raise RuntimeError("the trail is full")

        monkeypatch.setattr(signatures, "record", broken)
        with pytest.raises(RuntimeError):
            signatures.record_signature(seat=Seat.objects.first(), as_written="1.8.26", by=BY)
        assert not Signature.objects.exists()
        assert audit.record is not broken


class TestReviews:
    def test_due_overdue_recorded(self, scoped: AgreementVersion) -> None:
        version = in_force(scoped)
        lead = scope_for(holder(Role.LEAD_DCS, EAST_MIDLANDS))
        assert list(queries.reviews_overdue(lead, TODAY)) == [version]
        assert list(queries.reviews_overdue(scope_for(holder(Role.DCS, "831")), TODAY)) == []
        assert list(queries.reviews_overdue(scope_for(holder(Role.LEAD_DCS, SOUTH_WEST)), TODAY)) == []
        assert list(queries.reviews_overdue(scope_for(holder(Role.AUDITOR, EAST_MIDLANDS)), TODAY)) == []
        assert list(queries.reviews_overdue(lead, dt.date(2026, 10, 31))) == []
        extra = ending.record_review(version=version, held_on=TODAY, outcome="Looked at", asked_for_by="Derby", by=BY)
        assert extra.was_due is None
        assert list(queries.reviews_overdue(lead, TODAY)) == [version]
        review = ending.record_review(
            version=version, held_on=TODAY, outcome="Kept", next_due=dt.date(2028, 10, 31), by=BY
        )
        assert review.was_due == dt.date(2026, 10, 31)
        assert list(queries.reviews_overdue(lead, TODAY)) == []
        version.refresh_from_db()
        assert (version.review_recorded, version.review_due) == (TODAY, dt.date(2028, 10, 31))

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"held_on": TODAY + dt.timedelta(days=1)}, "in the future"),
            ({"outcome": " "}, "what came of the review"),
            ({"next_due": TODAY}, "must be later"),
        ],
    )
    def test_refused(self, scoped: AgreementVersion, changes: dict[str, object], says: str) -> None:
        version = in_force(scoped)
        with pytest.raises(AgreementError, match=says):
            ending.record_review(**({"version": version, "held_on": TODAY, "outcome": "Kept", "by": BY} | changes))
        assert not version.reviews.exists()


class TestCommitments:
    @pytest.fixture
    def version(self, scoped: AgreementVersion) -> AgreementVersion:
        commitments.set_commitments(
            version=scoped,
            commitments=[
                CommitmentText("sef", "SEF submitted", "1", needs_document=DocumentKind.SELF_EVALUATION),
                CommitmentText("challenge", "Challenge", "1", once_in=2),
                CommitmentText("data", "Data", "1"),
            ],
            by=BY,
        )
        for year in (2025, 2026, 2027):
            days = PeriodDays(f"{year}", dt.date(year, 4, 1), dt.date(year + 1, 3, 31))
            commitments.add_period(version=scoped, period=days, by=BY)
        return in_force(scoped)

    def parts(self, version: AgreementVersion, key: str, year: str) -> dict[str, object]:
        return {
            "commitment": version.commitments.get(key=key),
            "party": Party.objects.get(version=version, council__code="831"),
            "period": version.commitment_periods.get(label=year),
        }

    def cell(self, version: AgreementVersion, key: str, year: str) -> policies.Met:
        matrix = compliance(Scope.system(), version, year, TODAY)
        parts = self.parts(version, key, year)
        return matrix.cells[parts["party"].pk, parts["commitment"].pk].standing

    def test_a_sef_counts_with_three_sign_offs_before_closing(self, version: AgreementVersion) -> None:
        parts = self.parts(version, "sef", "2026")
        evidence = {**parts, "met_on": TODAY, "note": "On the shared site", "by": BY}
        with pytest.raises(AgreementError, match="Enter the document first"):
            commitments.record_evidence(**evidence)
        document = commitments.open_document(
            period=parts["period"], kind=DocumentKind.SELF_EVALUATION, title="Derby’s SEF", party=parts["party"],
            closes_on=dt.date(2026, 11, 20), by=BY,
        )  # fmt: skip
        for office in ("dcs", "lead-member"):
            commitments.sign_off_document(document=document, office=office, signed_on=dt.date(2026, 11, 2), by=BY)
        with pytest.raises(AgreementError, match="missing from: Chief Executive"):
            commitments.record_evidence(**evidence)
        with pytest.raises(AgreementError, match="closed on 20 November 2026"):
            commitments.sign_off_document(
                document=document, office="chief-executive", signed_on=dt.date(2026, 11, 21), by=BY
            )
        with pytest.raises(AgreementError, match="Choose one of them"):
            commitments.sign_off_document(document=document, office="lead-dcs", signed_on=TODAY, by=BY)
        commitments.sign_off_document(
            document=document, office="chief-executive", signed_on=dt.date(2026, 11, 3), equivalent="Managing director",
            by=BY,
        )  # fmt: skip
        assert self.cell(version, "sef", "2026") is policies.Met.NOT_YET
        commitments.record_evidence(**evidence)
        assert self.cell(version, "sef", "2026") is policies.Met.MET

    def test_regional_plan_is_published_once_signed_off(self, version: AgreementVersion) -> None:
        period = version.commitment_periods.get(label="2026")
        plan = commitments.open_document(period=period, kind=DocumentKind.REGIONAL_PLAN, title="Regional plan", by=BY)
        with pytest.raises(AgreementError, match="cannot be published yet"):
            commitments.publish_document(document=plan, address="https://example.org/plan", on=TODAY, by=BY)
        for office in policies.REGIONAL_SIGN_OFF:
            commitments.sign_off_document(document=plan, office=office, signed_on=TODAY, by=BY)
        plan = commitments.publish_document(document=plan, address="https://example.org/plan", on=TODAY, by=BY)
        assert plan.published_on == TODAY

    def test_not_due_not_yet_met_and_withdrawn(self, version: AgreementVersion) -> None:
        assert self.cell(version, "challenge", "2025") is policies.Met.NOT_YET
        assert self.cell(version, "challenge", "2027") is policies.Met.NOT_DUE
        parts = self.parts(version, "challenge", "2025")
        evidence = commitments.record_evidence(**parts, met_on=dt.date(2025, 6, 1), note="Minute", by=BY)
        assert self.cell(version, "challenge", "2025") is policies.Met.MET
        assert self.cell(version, "challenge", "2026") is policies.Met.NOT_DUE
        assert self.cell(version, "data", "2026") is policies.Met.NOT_YET
        commitments.withdraw_evidence(evidence=evidence, reason="Wrong council", by=BY)
        assert self.cell(version, "challenge", "2026") is policies.Met.NOT_YET
        with pytest.raises(AgreementError, match="withdrawn already"):
            commitments.withdraw_evidence(evidence=evidence, reason="Again", by=BY)

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"met_on": TODAY + dt.timedelta(days=1)}, "in the future"),
            ({"met_on": dt.date(2025, 6, 1)}, "not within 2026"),
            ({"note": " "}, "Say what shows it"),
        ],
    )
    def test_evidence_refused(self, version: AgreementVersion, changes: dict[str, object], says: str) -> None:
        good = {**self.parts(version, "data", "2026"), "met_on": TODAY, "note": "Seen", "by": BY}
        with pytest.raises(AgreementError, match=says):
            commitments.record_evidence(**(good | changes))
        commitments.record_evidence(**good)
        with pytest.raises(AgreementError, match="evidence for this already"):
            commitments.record_evidence(**good)

    def test_a_party_that_left_is_not_due_and_its_signature_stays(self, version: AgreementVersion) -> None:
        derby = Party.objects.get(version=version, council__code="831")
        parties.end_party(party=derby, last_day=dt.date(2026, 3, 31), reason="Reorganised", by=BY)
        assert self.cell(version, "data", "2026") is policies.Met.NOT_DUE
        assert self.cell(version, "data", "2025") is policies.Met.NOT_YET
        assert version.is_signed
        on = Party.objects.filter(version=version, counted_authority=True).on(TODAY)
        assert [party.name for party in on] == ["North Northamptonshire"]

    def test_support_needs_a_minute_and_money(self, version: AgreementVersion) -> None:
        activity = commitments.plan_support(version=version, title="Co-ordinate peer challenge", by=BY)
        assert not activity.may_begin
        with pytest.raises(AgreementError, match="a minute and a day"):
            commitments.plan_support(version=version, title="Co-ordinate peer challenge", minute="Minute 4", by=BY)
        activity = commitments.plan_support(
            version=version, title="Co-ordinate peer challenge", minute="Minute 4", approved_on=TODAY,
            funding_source="Regional improvement grant", by=BY,
        )  # fmt: skip
        assert activity.may_begin
        assert version.support_activities.count() == 1


class TestWhoMay:
    @pytest.mark.parametrize(
        ("role", "place", "reads", "keeps"),
        [
            (Role.COORDINATOR, EAST_MIDLANDS, True, True),
            (Role.COORDINATOR, SOUTH_WEST, False, False),
            (Role.LEAD_DCS, EAST_MIDLANDS, True, False),
            (Role.DCS, "831", True, False),
            (Role.DCS, "801", False, False),
            (Role.AUDITOR, None, True, False),
            (Role.ADMINISTRATOR, None, False, False),
        ],
    )
    def test_reads_and_keeps(
        self, scoped: AgreementVersion, role: Role, place: str | None, reads: bool, keeps: bool
    ) -> None:
        person = holder(role, place)
        scope = scope_for(person)
        assert (queries.agreement_seen(scope, scoped.agreement.reference) is not None) is reads
        assert (queries.version_seen(scope, scoped.reference) is not None) is reads
        assert (queries.seat_seen(scope, Seat.objects.first().pk) is not None) is reads
        assert queries.versions_seen(scope).exists() is reads
        if keeps:
            services.draft(version=scoped, drafted_on=None, by=person)
        else:
            before = Entry.objects.count()
            with pytest.raises(PermissionDenied, match="kept by its own coordinator"):
                services.draft(version=scoped, drafted_on=None, by=person)
            assert Entry.objects.count() == before
            scoped.refresh_from_db()
            assert scoped.state == S.SCOPED

    def test_every_verb_asks_who(self, scoped: AgreementVersion) -> None:
        stranger = holder(Role.COORDINATOR, SOUTH_WEST)
        version = in_force(scoped)
        party, period = version.parties.first(), PeriodDays("2026", dt.date(2026, 4, 1), dt.date(2027, 3, 31))
        signature = Signature.objects.first()
        tries: list[Callable[[], object]] = [
            lambda: services.start_agreement(
                alliance=version.agreement.alliance, details=details(title="X"), by=stranger
            ),
            lambda: services.scope_version(agreement=version.agreement, details=LABEL, by=stranger),
            lambda: services.record_earlier_version(agreement=version.agreement, details=LABEL, by=stranger),
            lambda: services.change_details(version=version, details=LABEL, by=stranger),
            lambda: services.set_clauses(version=version, clauses=[], by=stranger),
            lambda: services.agree(version=version, minute="x", by=stranger),
            lambda: services.redraft(version=version, reason="x", by=stranger),
            lambda: services.bring_into_force(version=version, by=stranger),
            lambda: ending.revoke(version=version, on=TODAY, reason="x", by=stranger),
            lambda: ending.record_review(version=version, held_on=TODAY, outcome="x", by=stranger),
            lambda: parties.add_council(version=version, council=party.council, by=stranger),
            lambda: parties.end_party(party=party, last_day=TODAY, reason="x", by=stranger),
            lambda: signatures.correct_signature(signature=signature, as_written="1.8.26", reason="x", by=stranger),
            lambda: signatures.withdraw_signature(signature=signature, reason="x", by=stranger),
            lambda: commitments.set_commitments(version=version, commitments=[], by=stranger),
            lambda: commitments.add_period(version=version, period=period, by=stranger),
            lambda: commitments.plan_support(version=version, title="x", by=stranger),
        ]
        for attempt in tries:
            with pytest.raises(PermissionDenied):
                attempt()
        assert Agreement.objects.count() == 1
