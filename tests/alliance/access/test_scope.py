"""What a viewer may see and do: roles as data, scopes, and the queries that make them."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riia.alliance.access import policies, queries
from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import ROLES, Reach, Role
from riia.alliance.access.scope import Scope
from riia.alliance.access.states import HoldingState
from tests.alliance.access.conftest import BRISTOL, DAY, DERBY, EAST_MIDLANDS, LEICESTER, NOTTINGHAM, SOUTH_WEST, TODAY


def test_every_role_has_its_line_and_every_action_its_words() -> None:
    assert set(ROLES) == set(Role)
    assert len({rule.title for rule in ROLES.values()}) == len(ROLES)
    for rule in ROLES.values():
        assert rule.reach
        assert rule.sees
        assert rule.does
        assert Action.SEE_FIGURES in rule.actions
    assert all(action.words for action in Action)


def test_separation_in_the_roles_table() -> None:
    """Who approves access is never who audits it; the auditor changes nothing; the administrator sees no cases."""
    auditor, administrator = ROLES[Role.AUDITOR].actions, ROLES[Role.ADMINISTRATOR].actions
    assert all(action.startswith(("see-", "read-audit")) for action in auditor)
    assert {role for role in Role if Action.READ_AUDIT in ROLES[role].actions} == {Role.AUDITOR}
    assert {role for role in Role if Action.IMPORT_FIGURES in ROLES[role].actions} == {Role.ADMINISTRATOR}
    assert not administrator & {Action.EXPORT_FIGURES, Action.USE_API}
    assert {role for role in Role if Action.APPROVE_ACCESS in ROLES[role].actions} == {
        Role.COORDINATOR,
        Role.ADMINISTRATOR,
    }
    assert all(ROLES[role].two_people for role in Role if Action.APPROVE_ACCESS in ROLES[role].actions)


def test_nobody_and_the_system() -> None:
    nobody, system = Scope.nobody(), Scope.system()
    assert not nobody.signed_in
    assert not any(nobody.may(action) or nobody.may(action, DERBY) for action in Action)
    assert not nobody.covers(DERBY)
    assert nobody.places_for(Action.SEE_FIGURES) == frozenset()
    assert nobody.home_place() is None
    assert all(system.may(action, DERBY) for action in Action)
    assert system.covers(BRISTOL)
    assert system.places_for(Action.READ_AUDIT) is None


def test_a_council_role(make) -> None:
    scope = queries.scope_for(make("Priya", Role.COUNCIL_PERFORMANCE_LEAD, DERBY))
    assert scope.councils == {DERBY}
    assert scope.regions == frozenset()
    assert scope.home_place() == DERBY
    assert scope.covers(DERBY)
    assert not scope.covers(LEICESTER)
    assert not scope.covers(EAST_MIDLANDS)
    assert not scope.all_places
    assert scope.needs_second_step


def test_a_regional_role_reaches_its_councils(make, places) -> None:
    old = type(places[DERBY]).objects.create(
        code="999", kind="council", name="Old", official_name="Old", council_type="unitary",
        region=places[EAST_MIDLANDS], valid_to=dt.date(2019, 3, 31),
    )  # fmt: skip
    scope = queries.scope_for(make("Helen", Role.COORDINATOR, EAST_MIDLANDS))
    assert scope.councils == frozenset()
    assert scope.regions == {EAST_MIDLANDS}
    assert scope.home_place() == EAST_MIDLANDS
    assert all(scope.covers(code) for code in (EAST_MIDLANDS, DERBY, LEICESTER, old.code))
    assert not scope.covers(BRISTOL)
    assert scope.places_for(Action.APPROVE_ACCESS) == {EAST_MIDLANDS, DERBY, LEICESTER, NOTTINGHAM, old.code}


def test_a_role_over_all_england(make) -> None:
    scope = queries.scope_for(make("Edward", Role.AUDITOR))
    assert scope.all_places
    assert scope.covers(BRISTOL)
    assert scope.places_for(Action.READ_AUDIT) is None
    assert scope.places_for(Action.APPROVE_ACCESS) == frozenset()


def test_an_assigned_role_sees_what_is_assigned_and_not_the_place(make) -> None:
    scope = queries.scope_for(make("Beatrix", Role.SUPPLIER, EAST_MIDLANDS, body="Example Ltd"))
    assert not scope.covers(EAST_MIDLANDS)
    assert not scope.covers(DERBY)
    assert scope.regions == frozenset()
    assert scope.home_place() == EAST_MIDLANDS
    assert scope.holdings[0].body == "Example Ltd"


def test_rights_of_one_place_never_count_for_another(make, give) -> None:
    """R14.02: a region's coordinator who also works for a council elsewhere manages access in the region only."""
    person = make("Helen", Role.COORDINATOR, EAST_MIDLANDS)
    give(person, Role.COUNCIL_OFFICER, BRISTOL)
    scope = queries.scope_for(person)
    assert scope.covers(BRISTOL)
    assert scope.may(Action.APPROVE_ACCESS)
    assert scope.may(Action.APPROVE_ACCESS, DERBY)
    assert not scope.may(Action.APPROVE_ACCESS, BRISTOL)
    assert scope.may(Action.SEE_FIGURES, BRISTOL)
    assert scope.home_place() == BRISTOL


@pytest.mark.usefixtures("places")
def test_who_has_no_scope(make) -> None:
    closed = make("Closed", Role.DCS, DERBY)
    closed.is_active = False
    for nobody in (AnonymousUser(), None, closed):
        assert queries.scope_for(nobody) == Scope.nobody()


def test_someone_without_a_role_may_do_nothing(make) -> None:
    scope = queries.scope_for(make("New"))
    assert scope.signed_in
    assert scope.actions == frozenset()
    assert not scope.needs_second_step


def test_simulated_people_have_no_scope_under_production_settings(make, settings) -> None:
    person = make("Sim", Role.COORDINATOR, EAST_MIDLANDS)
    person.is_persona = True
    assert queries.scope_for(person).signed_in
    assert not queries.scope_for(person).needs_second_step
    settings.PRODUCTION = True
    assert queries.scope_for(person) == Scope.nobody()


def test_a_narrowed_scope_does_no_more_than_it_was_made_for(make) -> None:
    scope = queries.scope_for(make("Helen", Role.COORDINATOR, EAST_MIDLANDS)).narrowed(frozenset({Action.SEE_FIGURES}))
    assert scope.may(Action.SEE_FIGURES, DERBY)
    assert not scope.may(Action.APPROVE_ACCESS, DERBY)
    assert scope.places_for(Action.APPROVE_ACCESS) == frozenset()


def test_a_deputy_counts_only_while_the_principal_does(make, give) -> None:
    """R14.04: delegation with start and end, and never longer than what is delegated."""
    director, deputy = make("Martin", Role.DCS, DERBY), make("Dep")
    principal = director.holdings.get()
    give(deputy, Role.DCS, DERBY, deputy_for=principal)
    assert queries.scope_for(deputy).covers(DERBY)
    assert queries.scope_for(deputy).holdings[0].deputy
    principal.state, principal.ended_on = HoldingState.ENDED, TODAY()
    principal.save()
    assert not queries.scope_for(deputy).covers(DERBY)
    assert queries.scope_for(deputy, TODAY() - DAY).covers(DERBY)


def test_who_held_a_role_on_a_day(make) -> None:
    """R3.32: who held which role on which date, whatever has happened since."""
    today = TODAY()
    before = make("Before", Role.LEAD_DCS, EAST_MIDLANDS, starts=today - 300 * DAY, state=HoldingState.ENDED,
                  ended_on=today - 100 * DAY)  # fmt: skip
    now = make("Now", Role.LEAD_DCS, EAST_MIDLANDS, starts=today - 100 * DAY)

    def held(on: dt.date) -> list[Person]:
        return [holding.person for holding in queries.who_held(Role.LEAD_DCS, EAST_MIDLANDS, on)]

    assert held(today - 301 * DAY) == []
    assert held(today - 300 * DAY) == held(today - 101 * DAY) == [before]
    assert held(today - 100 * DAY) == held(today) == [now]
    assert list(queries.who_held(Role.LEAD_DCS, SOUTH_WEST, today)) == []


DATES = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    starts=DATES,
    length=st.integers(0, 700),
    review=DATES,
    ended=st.none() | DATES,
    state=st.sampled_from([HoldingState.APPROVED, HoldingState.PROPOSED, HoldingState.LAPSED]),
    on=DATES,
)
def test_the_database_and_the_policy_agree_on_what_counts(make, starts, length, review, ended, state, on) -> None:
    person = Person.objects.filter(email="twin@example.org").first() or make("Twin")
    RoleHolding.objects.all().delete()
    approved = state is not HoldingState.PROPOSED
    ended_on = (ended or on) if state is HoldingState.LAPSED else None
    holding = RoleHolding.objects.create(
        person=person, role=Role.AUDITOR, purpose="test", state=state, starts=starts,
        expires=starts + dt.timedelta(length), review_due=review, ended_on=ended_on, proposer_label="t",
        approved_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC) if approved else None,
        approver_label="t" if approved else "",
    )  # fmt: skip
    expected = policies.in_force(
        approved=approved, starts=starts, expires=holding.expires, ended_on=ended_on, review_due=review, on=on
    )
    assert queries.in_force(on).filter(pk=holding.pk).exists() is expected


def test_a_scope_takes_the_same_few_queries_however_many_roles(make, give, django_assert_num_queries) -> None:
    person = make("Busy", Role.COORDINATOR, EAST_MIDLANDS)
    for code in (DERBY, LEICESTER, BRISTOL):
        give(person, Role.COUNCIL_OFFICER, code)
    with django_assert_num_queries(2):
        queries.scope_for(person)


def test_reach_of_the_roles() -> None:
    assert ROLES[Role.DCS].reach == {Reach.COUNCIL}
    assert ROLES[Role.DFE].reach == {Reach.REGION, Reach.ENGLAND}
