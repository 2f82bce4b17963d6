"""May this person: who proposes, approves, reviews and ends what, as a table."""

import pytest

from riia.alliance.access import permissions
from riia.alliance.access.permissions import Grant, NotAllowedError
from riia.alliance.access.roles import Role
from riia.alliance.access.scope import HeldRole, Scope

EM, SW, DERBY, BRISTOL = "E12000004", "E12000009", "831", "801"


def scope(reference: str, role: Role, place: str | None = None, *also: str) -> Scope:
    reach = frozenset({place, *also} if place else ())
    held = HeldRole("h", role, place, region=bool(place and place.startswith("E")), reach=reach, everywhere=not place)
    return Scope.of(reference, reference, (held,))


COORDINATOR = scope("coordinator", Role.COORDINATOR, EM, DERBY)
ADMINISTRATOR = scope("administrator", Role.ADMINISTRATOR)
DCS = scope("dcs", Role.DCS, DERBY)
LEAD_MEMBER = scope("member", Role.LEAD_MEMBER, DERBY)
AUDITOR = scope("auditor", Role.AUDITOR)
NOBODY, SYSTEM = Scope.nobody(), Scope.system()


def grant(**changes) -> Grant:
    facts = {"holder": "someone", "role": Role.COUNCIL_OFFICER, "place": DERBY, "proposer": "someone else"}
    return Grant(**{**facts, **changes})


def allowed(check, viewer: Scope, wanted: Grant) -> bool:
    try:
        check(viewer, wanted)
    except NotAllowedError:
        return False
    return True


@pytest.mark.parametrize(
    ("viewer", "wanted", "expected"),
    [
        (COORDINATOR, grant(), True),
        (COORDINATOR, grant(place=BRISTOL), False),
        (COORDINATOR, grant(place=None), False),
        (ADMINISTRATOR, grant(place=None, role=Role.AUDITOR), True),
        (DCS, grant(), True),
        (DCS, grant(place=EM, role=Role.COORDINATOR), False),
        (LEAD_MEMBER, grant(), False),
        (LEAD_MEMBER, grant(principal="member"), True),
        (LEAD_MEMBER, grant(principal="another"), False),
        (AUDITOR, grant(), False),
        (NOBODY, grant(), False),
        (SYSTEM, grant(place=None), True),
    ],
)
def test_who_proposes(viewer: Scope, wanted: Grant, expected: bool) -> None:
    assert allowed(permissions.check_may_propose, viewer, wanted) is expected


@pytest.mark.parametrize(
    ("viewer", "wanted", "expected"),
    [
        (COORDINATOR, grant(), True),
        (COORDINATOR, grant(proposer="coordinator"), True),  # an ordinary role takes one person other than its holder
        (COORDINATOR, grant(holder="coordinator"), False),  # R14.01: nobody grants their own access
        (COORDINATOR, grant(place=EM, role=Role.COORDINATOR), True),
        (COORDINATOR, grant(place=EM, role=Role.COORDINATOR, proposer="coordinator"), False),
        (COORDINATOR, grant(place=BRISTOL), False),
        (COORDINATOR, grant(place=None, role=Role.ADMINISTRATOR), False),
        (ADMINISTRATOR, grant(place=None, role=Role.ADMINISTRATOR), True),
        (ADMINISTRATOR, grant(place=None, role=Role.ADMINISTRATOR, proposer="administrator"), False),
        (ADMINISTRATOR, grant(holder="administrator", place=None, role=Role.AUDITOR), False),
        (DCS, grant(), False),
        (NOBODY, grant(), False),
        (SYSTEM, grant(place=None, role=Role.ADMINISTRATOR, proposer=None), True),
    ],
)
def test_who_approves(viewer: Scope, wanted: Grant, expected: bool) -> None:
    assert allowed(permissions.check_may_approve, viewer, wanted) is expected
    assert permissions.may_approve(viewer, wanted) is expected


@pytest.mark.parametrize(
    ("viewer", "wanted", "ends", "reviews"),
    [
        (COORDINATOR, grant(), True, True),
        (COORDINATOR, grant(holder="coordinator"), True, False),  # one may lay a role down, not confirm it
        (COORDINATOR, grant(place=BRISTOL), False, False),
        (DCS, grant(), False, False),
        (DCS, grant(holder="dcs"), True, False),
        (DCS, grant(principal="dcs"), True, False),  # the principal may dismiss the deputy
        (NOBODY, grant(), False, False),
        (ADMINISTRATOR, grant(), True, True),
    ],
)
def test_who_ends_and_who_reviews(viewer: Scope, wanted: Grant, ends: bool, reviews: bool) -> None:
    assert permissions.may_end(viewer, wanted) is ends
    assert permissions.may_review(viewer, wanted) is reviews


def test_the_holder_names_a_deputy() -> None:
    own = grant(holder="member", role=Role.LEAD_MEMBER)
    assert permissions.may_name_deputy(LEAD_MEMBER, own)
    assert permissions.may_name_deputy(COORDINATOR, own)
    assert not permissions.may_name_deputy(scope("x", Role.LEAD_MEMBER, DERBY), own)
