"""Roles proposed, approved, confirmed, extended, deputised, ended and lapsed, each with its entry in the trail."""

import pytest
from django.db import IntegrityError, transaction

from riia.alliance.access import policies, queries, services
from riia.alliance.access.models import Invitation, Person, RoleHolding
from riia.alliance.access.permissions import NotAllowedError
from riia.alliance.access.policies import PolicyError, Term
from riia.alliance.access.presenters import steps_of
from riia.alliance.access.roles import Role
from riia.alliance.access.services.holdings import Proposal
from riia.alliance.access.states import HoldingState
from riia.alliance.audit.actors import System
from riia.alliance.audit.models import Entry
from tests.alliance.access.conftest import BRISTOL, DAY, DERBY, EAST_MIDLANDS, TODAY

OPERATOR = System("command line")


@pytest.fixture
def coordinator(make) -> Person:
    return make("Helen", Role.COORDINATOR, EAST_MIDLANDS)


@pytest.fixture
def proposal(places):
    def made(role: Role = Role.COUNCIL_OFFICER, place: str | None = DERBY, **changes) -> Proposal:
        facts = {"purpose": "Prepares the return", "term": Term(TODAY(), TODAY() + 200 * DAY), **changes}
        return Proposal(role, places[place] if place else None, **facts)

    return made


def last_entry() -> Entry:
    return Entry.objects.order_by("-id").first()


class TestProposing:
    def test_a_proposed_role_does_not_count_yet(self, make, proposal) -> None:
        director, officer = make("Martin", Role.DCS, DERBY), make("Olu")
        holding = services.propose(person=officer, proposal=proposal(), by=director)
        assert holding.state == HoldingState.PROPOSED
        assert holding.proposed_by == director
        assert holding.review_due == TODAY() + policies.REVIEW_EVERY
        assert queries.scope_for(officer).actions == frozenset()
        entry = last_entry()
        assert (entry.action, entry.actor_label, entry.reason) == ("access.propose", "Martin", "Prepares the return")
        assert entry.details["person"] == str(officer.reference)
        assert [place.code for place in entry.places.all()] == [DERBY]
        assert "Olu" not in f"{entry.summary}{entry.details}{entry.target_label}"

    def test_only_for_places_one_looks_after(self, make, proposal) -> None:
        director, officer = make("Martin", Role.DCS, DERBY), make("Olu")
        with pytest.raises(NotAllowedError, match="places you look after"):
            services.propose(person=officer, proposal=proposal(place=BRISTOL), by=director)
        assert not RoleHolding.objects.filter(person=officer).exists()

    def test_a_role_has_its_kind_of_place(self, make, proposal, coordinator) -> None:
        with pytest.raises(PolicyError, match="held for one council"):
            services.propose(person=make("Olu"), proposal=proposal(Role.DCS, EAST_MIDLANDS), by=coordinator)


class TestApproving:
    def test_an_approved_role_counts(self, make, proposal, coordinator) -> None:
        officer = make("Olu")
        holding = services.propose(person=officer, proposal=proposal(), by=coordinator)
        approved = services.approve(holding=holding, by=coordinator)
        assert approved.state == HoldingState.APPROVED
        assert (approved.approved_by, approved.approver_label) == (coordinator, "Helen")
        assert queries.scope_for(officer).councils == {DERBY}
        assert last_entry().action == "access.approve"

    def test_nobody_grants_their_own_access(self, proposal, coordinator) -> None:
        holding = services.propose(person=coordinator, proposal=proposal(), by=coordinator)
        with pytest.raises(NotAllowedError, match="own access"):
            services.approve(holding=holding, by=coordinator)
        holding.refresh_from_db()
        assert holding.state == HoldingState.PROPOSED

    def test_nor_does_the_database_let_them(self, give, coordinator) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            give(coordinator, Role.COUNCIL_OFFICER, DERBY, approved_by=coordinator)

    def test_some_roles_take_two_people(self, make, proposal, coordinator) -> None:
        other = make("Ada", Role.ADMINISTRATOR)
        holding = services.propose(
            person=make("Olu"), proposal=proposal(Role.COORDINATOR, EAST_MIDLANDS), by=coordinator
        )
        with pytest.raises(NotAllowedError, match="takes two people"):
            services.approve(holding=holding, by=coordinator)
        assert services.approve(holding=holding, by=other).state == HoldingState.APPROVED

    def test_once(self, make, proposal, coordinator) -> None:
        holding = services.propose(person=make("Olu"), proposal=proposal(), by=coordinator)
        services.approve(holding=holding, by=coordinator)
        with pytest.raises(PolicyError, match="is approved, so it cannot become approved"):
            services.approve(holding=holding, by=coordinator)

    def test_one_lead_director_at_a_time(self, make, proposal, coordinator) -> None:
        make("First", Role.LEAD_DCS, EAST_MIDLANDS)
        second = services.propose(
            person=make("Second"), proposal=proposal(Role.LEAD_DCS, EAST_MIDLANDS), by=coordinator
        )
        with pytest.raises(PolicyError, match="already a Lead RIIA director"):
            services.approve(holding=second, by=coordinator)

    def test_someone_who_has_not_joined_is_invited_with_it(self, proposal, coordinator, mailoutbox) -> None:
        person = Person.objects.create_user("new@example.org", name="New", is_active=False)
        holding = services.propose(person=person, proposal=proposal(), by=coordinator)
        assert not Invitation.objects.exists()
        services.approve(holding=holding, by=coordinator)
        assert Invitation.objects.get().person == person


class TestDecidingAgainst:
    def test_declining_says_why(self, make, proposal, coordinator) -> None:
        holding = services.propose(person=make("Olu"), proposal=proposal(), by=coordinator)
        with pytest.raises(PolicyError, match="Say why"):
            services.decline(holding=holding, reason=" ", by=coordinator)
        assert (
            services.decline(holding=holding, reason="left the council", by=coordinator).state == HoldingState.DECLINED
        )
        assert last_entry().reason == "left the council"

    def test_an_ended_role_counts_no_longer_from_today(self, make, coordinator) -> None:
        officer = make("Olu", Role.COUNCIL_OFFICER, DERBY)
        services.end(holding=officer.holdings.get(), reason="moved on", by=coordinator)
        assert queries.scope_for(officer).actions == frozenset()
        assert queries.scope_for(officer, TODAY() - DAY).councils == {DERBY}
        assert (last_entry().action, last_entry().reason) == ("access.end", "moved on")

    def test_one_may_lay_ones_own_role_down(self, make) -> None:
        officer = make("Olu", Role.COUNCIL_OFFICER, DERBY)
        assert services.end(holding=officer.holdings.get(), reason="new job", by=officer).state == HoldingState.ENDED

    def test_but_not_anothers(self, make) -> None:
        officer, director = make("Olu", Role.COUNCIL_OFFICER, DERBY), make("Martin", Role.DCS, DERBY)
        with pytest.raises(NotAllowedError):
            services.end(holding=officer.holdings.get(), reason="x", by=director)


class TestReviews:
    def test_confirming_puts_the_next_review_half_a_year_on(self, make, coordinator) -> None:
        officer = make("Olu", Role.COUNCIL_OFFICER, DERBY, review_due=TODAY() - 3 * DAY)
        holding = services.confirm(holding=officer.holdings.get(), reason="still needed", by=coordinator)
        assert holding.review_due == TODAY() + policies.REVIEW_EVERY
        assert last_entry().action == "access.confirm"

    def test_nobody_confirms_their_own(self, coordinator) -> None:
        with pytest.raises(NotAllowedError, match="reviews their own"):
            services.confirm(holding=coordinator.holdings.get(), reason="x", by=coordinator)

    def test_the_list_holds_what_is_due_and_overdue_at_ones_places(self, make, coordinator) -> None:
        today = TODAY()
        due = make("Due", Role.COUNCIL_OFFICER, DERBY, review_due=today + 28 * DAY)
        late = make("Late", Role.COUNCIL_OFFICER, DERBY, review_due=today - 28 * DAY)
        make("Later", Role.COUNCIL_OFFICER, DERBY, review_due=today + 29 * DAY)
        make("Lapsed", Role.COUNCIL_OFFICER, DERBY, review_due=today - 29 * DAY)
        make("Elsewhere", Role.COUNCIL_OFFICER, BRISTOL, review_due=today)
        found = queries.reviews_due(queries.scope_for(coordinator), today)
        assert [holding.person for holding in found] == [late, due]

    def test_an_overdue_role_lapses_by_its_dates_and_is_closed_at_night(self, make, coordinator) -> None:
        """R4.07: without recertification access ends, even if the nightly run is late."""
        today = TODAY()
        officer = make("Olu", Role.COUNCIL_OFFICER, DERBY, starts=today - 99 * DAY, review_due=today - 40 * DAY)
        make("Fine", Role.COUNCIL_OFFICER, DERBY, review_due=today - 28 * DAY)
        make("Gone", Role.COUNCIL_OFFICER, DERBY, starts=today - 60 * DAY, review_due=today - 40 * DAY,
             expires=today - 30 * DAY)  # fmt: skip
        assert queries.scope_for(officer).actions == frozenset()
        assert services.lapse_overdue(by=System("nightly run")) == 1
        holding = officer.holdings.get()
        assert (holding.state, holding.ended_on) == (HoldingState.LAPSED, today - 11 * DAY)
        assert last_entry().action == "access.lapse"
        assert services.lapse_overdue(by=System("nightly run")) == 0
        with pytest.raises(PolicyError, match="lapsed"):
            services.confirm(holding=holding, reason="oh", by=coordinator)


class TestExtending:
    def test_a_role_runs_longer(self, make, coordinator) -> None:
        officer = make("Olu", Role.COUNCIL_OFFICER, DERBY)
        holding = officer.holdings.get()
        until = TODAY() + 400 * DAY
        assert services.extend(holding=holding, until=until, reason="still here", by=coordinator).expires == until
        entry = last_entry()
        assert entry.details["last_day_before"] == str(holding.expires)
        assert entry.details["last_day"] == str(until)

    def test_a_role_of_two_people_takes_somebody_other_than_its_proposer(self, make, proposal, coordinator) -> None:
        other = make("Ada", Role.ADMINISTRATOR)
        today = TODAY()
        wanted = proposal(Role.COORDINATOR, EAST_MIDLANDS, term=Term(today, today + DAY))
        holding = services.propose(person=make("Olu"), proposal=wanted, by=coordinator)
        services.approve(holding=holding, by=other)
        until = today + 700 * DAY
        holding.refresh_from_db()
        with pytest.raises(NotAllowedError, match="takes two people"):
            services.extend(holding=holding, until=until, reason="x", by=coordinator)
        offered = [
            {step.name for step in steps_of(holding, queries.scope_for(who), today)} for who in (coordinator, other)
        ]
        assert ["extend" in names for names in offered] == [False, True]
        assert RoleHolding.objects.get(pk=holding.pk).expires == today + DAY
        assert services.extend(holding=holding, until=until, reason="x", by=other).expires == until

    def test_nobody_extends_their_own(self, coordinator) -> None:
        with pytest.raises(NotAllowedError, match="own access"):
            services.extend(holding=coordinator.holdings.get(), until=TODAY() + 400 * DAY, reason="x", by=coordinator)

    def test_not_into_somebody_elses_term(self, make, coordinator) -> None:
        today = TODAY()
        first = make("First", Role.LEAD_DCS, EAST_MIDLANDS, expires=today + 10 * DAY)
        make("Second", Role.LEAD_DCS, EAST_MIDLANDS, starts=today + 11 * DAY, expires=today + 300 * DAY)
        with pytest.raises(PolicyError, match="already a Lead"):
            services.extend(holding=first.holdings.get(), until=today + 20 * DAY, reason="x", by=coordinator)

    @pytest.mark.parametrize("dates", [{"expires": TODAY() - DAY}, {"review_due": TODAY() - 29 * DAY}])
    def test_not_when_it_is_over(self, make, coordinator, dates) -> None:
        officer = make("Olu", Role.COUNCIL_OFFICER, DERBY, **dates)
        with pytest.raises(PolicyError, match="Propose it anew"):
            services.extend(holding=officer.holdings.get(), until=TODAY() + 90 * DAY, reason="x", by=coordinator)


class TestDeputies:
    def test_the_holder_names_one_and_somebody_else_approves(self, make, coordinator) -> None:
        director, deputy = make("Martin", Role.DCS, DERBY), make("Dep")
        term = Term(TODAY(), TODAY() + 30 * DAY)
        holding = services.name_deputy(
            holding=director.holdings.get(), person=deputy, purpose="Leave in May", term=term, by=director
        )
        assert (holding.deputy_for, holding.title) == (
            director.holdings.get(),
            "Deputy: Director of children's services (DCS)",
        )
        assert queries.scope_for(deputy).actions == frozenset()
        services.approve(holding=holding, by=coordinator)
        assert queries.scope_for(deputy).councils == {DERBY}
        assert queries.scope_for(deputy, TODAY() + 31 * DAY).councils == frozenset()

    @pytest.mark.parametrize(
        ("term", "words"),
        [
            (Term(TODAY(), TODAY() + 101 * DAY), "within the term"),
            (Term(TODAY() - 11 * DAY, TODAY()), "within the term"),
        ],
    )
    def test_within_the_term_of_the_role(self, make, term, words) -> None:
        director, deputy = make("Martin", Role.DCS, DERBY), make("Dep")
        with pytest.raises(PolicyError, match="within the term"):
            services.name_deputy(holding=director.holdings.get(), person=deputy, purpose="x", term=term, by=director)

    def test_a_deputy_has_no_deputy_and_nobody_deputises_for_themselves(self, make, give) -> None:
        director, deputy = make("Martin", Role.DCS, DERBY), make("Dep")
        second = give(deputy, Role.DCS, DERBY, deputy_for=director.holdings.get())
        term = Term(TODAY(), TODAY() + DAY)
        with pytest.raises(PolicyError, match="cannot have a deputy"):
            services.name_deputy(holding=second, person=director, purpose="x", term=term, by=deputy)
        with pytest.raises(PolicyError, match="own deputy"):
            services.name_deputy(holding=director.holdings.get(), person=director, purpose="x", term=term, by=director)

    def test_a_deputy_of_a_single_role_is_no_rival(self, make, coordinator) -> None:
        lead, deputy = make("Lead", Role.LEAD_DCS, EAST_MIDLANDS), make("Dep")
        term = Term(TODAY(), TODAY() + DAY)
        holding = services.name_deputy(holding=lead.holdings.get(), person=deputy, purpose="x", term=term, by=lead)
        assert services.approve(holding=holding, by=coordinator).state == HoldingState.APPROVED

    def test_the_principal_dismisses_the_deputy(self, make, give) -> None:
        director, deputy = make("Martin", Role.DCS, DERBY), make("Dep")
        second = give(deputy, Role.DCS, DERBY, deputy_for=director.holdings.get())
        assert services.end(holding=second, reason="back at work", by=director).state == HoldingState.ENDED


class TestConstraints:
    """What the database refuses, should code ever forget."""

    @pytest.mark.parametrize(
        "facts",
        [
            {"expires": TODAY() - 11 * DAY},
            {"approver_label": ""},
            {"approved_at": None},
            {"state": HoldingState.PROPOSED},
            {"state": HoldingState.ENDED},
            {"ended_on": TODAY()},
            {"purpose": ""},
        ],
        ids=str,
    )
    def test_a_holding_that_cannot_be(self, make, give, facts) -> None:
        person = make("Olu")
        with pytest.raises(IntegrityError), transaction.atomic():
            give(person, Role.COUNCIL_OFFICER, DERBY, **facts)
