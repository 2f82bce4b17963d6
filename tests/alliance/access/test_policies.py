"""May this happen now: states, terms, places, reviews. Example tables, and the machines walked from end to end."""

import datetime as dt
import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.access import policies
from riia.alliance.access.policies import (
    HOLDING_TRANSITIONS,
    INVITATION_TRANSITIONS,
    PolicyError,
    Standing,
    Term,
    check_move,
    standing,
)
from riia.alliance.access.roles import ROLES, Role
from riia.alliance.access.states import HoldingState, InvitationState

D = dt.date
JAN, FEB, MAR = D(2026, 1, 1), D(2026, 2, 1), D(2026, 3, 1)
MACHINES = [(HOLDING_TRANSITIONS, HoldingState, HoldingState.PROPOSED, "role"),
            (INVITATION_TRANSITIONS, InvitationState, InvitationState.OPEN, "invitation")]  # fmt: skip


@pytest.mark.parametrize(("table", "states", "start", "what"), MACHINES)
class TestMachines:
    def test_every_state_has_a_line(self, table, states, start, what) -> None:
        assert set(table) == set(states)

    def test_every_state_is_reached_from_the_first(self, table, states, start, what) -> None:
        reached, queue = {start}, [start]
        while queue:
            for then in table[queue.pop()] - reached:
                reached.add(then)
                queue.append(then)
        assert reached == set(states)

    def test_there_is_always_a_way_to_an_end(self, table, states, start, what) -> None:
        ends = {state for state in states if not table[state]}
        assert ends
        for state in states:
            seen, queue = {state}, [state]
            while queue:
                now = queue.pop()
                queue += [then for then in table[now] if then not in seen]
                seen |= set(table[now])
            assert seen & ends

    def test_moves_outside_the_table_are_refused_in_words(self, table, states, start, what) -> None:
        for now, then in product(states, repeat=2):
            if then in table[now]:
                check_move(table, now, then, what)
            else:
                with pytest.raises(PolicyError, match=f"This {what} is {now.value}, so it cannot become {then.value}"):
                    check_move(table, now, then, what)


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (Term(JAN, FEB), None),
        (Term(JAN, JAN), None),
        (Term(FEB, JAN), "before the first day"),
        (Term(D(2025, 1, 1), D(2025, 12, 31)), "in the past"),
        (Term(JAN, JAN + policies.LONGEST_TERM), None),
        (Term(JAN, JAN + policies.LONGEST_TERM + dt.timedelta(1)), "two years"),
    ],
)
def test_terms(term: Term, words: str | None) -> None:
    if words is None:
        policies.check_term(term, JAN)
    else:
        with pytest.raises(PolicyError, match=words):
            policies.check_term(term, JAN)


@pytest.mark.parametrize(
    ("starts", "expires", "until", "words"),
    [
        (JAN, FEB, MAR, None),
        (JAN, FEB, FEB, "not later"),
        (JAN, FEB, D(2028, 1, 2), None),
        (JAN, FEB, D(2028, 1, 3), "two years from today"),
        (MAR, D(2026, 4, 1), D(2028, 3, 1), None),  # counted from the first day where that is still to come
    ],
)
def test_extensions(starts: dt.date, expires: dt.date, until: dt.date, words: str | None) -> None:
    if words is None:
        policies.check_extension(starts, expires, until, JAN)
    else:
        with pytest.raises(PolicyError, match=words):
            policies.check_extension(starts, expires, until, JAN)


COUNCIL, REGION, NOWHERE = {"council": True, "region": False}, {"council": False, "region": True}, {
    "council": False, "region": False}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "place", "body", "words"),
    [
        (Role.DCS, COUNCIL, "", None),
        (Role.DCS, REGION, "", "for one council"),
        (Role.DCS, NOWHERE, "", "for one council"),
        (Role.COORDINATOR, REGION, "", None),
        (Role.COORDINATOR, COUNCIL, "", "for one region"),
        (Role.AUDITOR, NOWHERE, "", None),
        (Role.AUDITOR, REGION, "", None),
        (Role.ADMINISTRATOR, REGION, "", "for all England"),
        (Role.SUPPLIER, REGION, "Example Ltd", None),
        (Role.SUPPLIER, COUNCIL, "Example Ltd", None),
        (Role.SUPPLIER, REGION, "  ", "Say which organisation"),
        (Role.SUPPLIER, NOWHERE, "Example Ltd", "within a council or region"),
    ],
)
def test_places(role: Role, place: dict[str, bool], body: str, words: str | None) -> None:
    if words is None:
        policies.check_place(role, **place, body=body)
    else:
        with pytest.raises(PolicyError, match=words):
            policies.check_place(role, **place, body=body)


def test_one_lead_director_at_a_time() -> None:
    """R3.31: one Lead DCS, one Lead chief executive; several lead members are fine."""
    taken = [Term(JAN, FEB)]
    with pytest.raises(PolicyError, match=r"already a Lead RIIA director .* until 1 February 2026"):
        policies.check_single(Role.LEAD_DCS, Term(FEB, MAR), taken)
    policies.check_single(Role.LEAD_DCS, Term(FEB + dt.timedelta(1), MAR), taken)
    policies.check_single(Role.REGIONAL_LEAD_MEMBER, Term(JAN, FEB), taken)
    assert {role for role in Role if ROLES[role].one_per_place} == {
        Role.LEAD_DCS,
        Role.CHAIR_DCS,
        Role.REGIONAL_LEAD_CHIEF_EXECUTIVE,
    }


@pytest.mark.parametrize(
    ("lead", "holders", "words"),
    [
        (policies.Lead(Role.LEAD_DCS, most=1), 0, "Nobody holds this role"),
        (policies.Lead(Role.LEAD_DCS, most=1), 1, ""),
        (policies.Lead(Role.LEAD_DCS, most=1), 2, "One at a time, and there are 2"),
        (policies.Lead(Role.REGIONAL_LEAD_MEMBER), 3, ""),
        (policies.Lead(Role.REGIONAL_LEAD_MEMBER, fewest=2), 1, "2 are needed"),
        (policies.Lead(Role.CHAIR_DCS, fewest=0, most=1), 0, ""),
    ],
)
def test_gaps_among_the_lead_roles(lead: policies.Lead, holders: int, words: str) -> None:
    assert lead.gap(holders) == words


def test_single_roles_are_the_leads_of_whom_there_is_one() -> None:
    assert {lead.role for lead in policies.LEADS if lead.most == 1} == {r for r in Role if ROLES[r].one_per_place}


def test_deputies_serve_within_the_term_and_have_none_themselves() -> None:
    principal = Term(JAN, MAR)
    policies.check_deputy(Term(JAN, MAR), principal, of_deputy=False)
    with pytest.raises(PolicyError, match="1 January 2026 to 1 March 2026"):
        policies.check_deputy(Term(FEB, MAR + dt.timedelta(1)), principal, of_deputy=False)
    with pytest.raises(PolicyError, match="cannot have a deputy"):
        policies.check_deputy(Term(FEB, MAR), principal, of_deputy=True)


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_reason_says_something(reason: str) -> None:
    with pytest.raises(PolicyError, match="Say why"):
        policies.check_reason(reason)


DUE = D(2026, 7, 1)
TERM = Term(JAN, D(2026, 12, 31))


@pytest.mark.parametrize(
    ("state", "on", "expected"),
    [
        (HoldingState.PROPOSED, FEB, Standing.PROPOSED),
        (HoldingState.DECLINED, FEB, Standing.DECLINED),
        (HoldingState.ENDED, FEB, Standing.ENDED),
        (HoldingState.LAPSED, FEB, Standing.LAPSED),
        (HoldingState.APPROVED, D(2025, 12, 31), Standing.NOT_BEGUN),
        (HoldingState.APPROVED, JAN, Standing.IN_FORCE),
        (HoldingState.APPROVED, D(2026, 6, 2), Standing.IN_FORCE),
        (HoldingState.APPROVED, D(2026, 6, 3), Standing.DUE),
        (HoldingState.APPROVED, DUE, Standing.DUE),
        (HoldingState.APPROVED, D(2026, 7, 2), Standing.OVERDUE),
        (HoldingState.APPROVED, D(2026, 7, 29), Standing.OVERDUE),
        (HoldingState.APPROVED, D(2026, 7, 30), Standing.LAPSED),
        (HoldingState.APPROVED, D(2027, 1, 1), Standing.EXPIRED),
    ],
)
def test_how_a_role_stands(state: HoldingState, on: dt.date, expected: Standing) -> None:
    assert standing(state, TERM, DUE, on) is expected


DATES = st.dates(D(2025, 1, 1), D(2027, 12, 31))


@given(starts=DATES, length=st.integers(0, 700), review=DATES, on=DATES)
def test_what_counts_is_what_stands_well(starts: dt.date, length: int, review: dt.date, on: dt.date) -> None:
    """The two ways to say it agree for every approved role: by its dates, and by the words people see."""
    expires = starts + dt.timedelta(length)
    counts = policies.in_force(approved=True, starts=starts, expires=expires, ended_on=None, review_due=review, on=on)
    stands = standing(HoldingState.APPROVED, Term(starts, expires), review, on)
    assert counts == (stands in {Standing.IN_FORCE, Standing.DUE, Standing.OVERDUE})


@pytest.mark.parametrize(("table", "states", "start", "what"), MACHINES)
def test_the_diagram_in_the_readme_is_the_table(table, states, start, what) -> None:
    readme = (Path(policies.__file__).parent / "README.md").read_text(encoding="utf-8")
    name = "holding {" if what == "role" else "invitation {"
    drawn = re.findall(r"([\w*\[\]]+) --> (\w+)", readme.split(name)[1].split("}")[0])
    assert sorted(drawn) == sorted(
        [("[*]", start.value), *((now.value, then.value) for now, thens in table.items() for then in thens)]
    )
