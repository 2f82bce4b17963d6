"""Models of access, turned into what templates show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from riia.alliance.access import permissions, policies, queries
from riia.alliance.access.models import AccessToken, Invitation, Person, RoleHolding
from riia.alliance.access.policies import Standing, Term
from riia.alliance.access.roles import ROLES, Role
from riia.alliance.access.scope import Scope
from riia.alliance.access.states import HoldingState, InvitationState

_COLOURS = {
    Standing.PROPOSED: "blue",
    Standing.IN_FORCE: "green",
    Standing.NOT_BEGUN: "turquoise",
    Standing.DUE: "yellow",
    Standing.OVERDUE: "orange",
    Standing.LAPSED: "grey",
    Standing.EXPIRED: "grey",
    Standing.ENDED: "grey",
    Standing.DECLINED: "grey",
}


_COUNTING = frozenset({Standing.IN_FORCE, Standing.DUE, Standing.OVERDUE})


@dataclass(frozen=True)
class HoldingLine:
    """One role of one person as a line of a list."""

    holding: RoleHolding
    title: str
    where: str
    standing: Standing
    colour: str
    term: str
    href: str

    @property
    def person(self) -> Person:
        return self.holding.person

    @property
    def counts(self) -> bool:
        """Whether the role is approved and neither over nor ended: in force, or still to begin."""
        return self.standing in _COUNTING | {Standing.NOT_BEGUN}


def holding_line(holding: RoleHolding, today: date) -> HoldingLine:
    found = standing_of(holding, today)
    return HoldingLine(
        holding=holding,
        title=holding.title,
        where=where_of(holding),
        standing=found,
        colour=_COLOURS[found],
        term=f"{short(holding.starts)} to {short(holding.expires)}",
        href=reverse("access:holding", args=[holding.reference]),
    )


def standing_of(holding: RoleHolding, today: date) -> Standing:
    """How a holding stands; a deputy's is no better than its principal's."""
    own = policies.standing(
        HoldingState(holding.state), Term(holding.starts, holding.expires), holding.review_due, today
    )
    if holding.deputy_for is None or own not in _COUNTING:
        return own
    principal = standing_of(holding.deputy_for, today)
    return own if principal in _COUNTING else principal


def where_of(holding: RoleHolding) -> str:
    """Place and body in words: "Derby", "East Midlands, Simulated Practice Partners", "all England"."""
    parts = [str(holding.place)] if holding.place else []
    return ", ".join([*parts, *([holding.body] if holding.body else [])]) or "all England"


@dataclass(frozen=True)
class PersonLine:
    """One person of the list of people."""

    person: Person
    href: str
    roles: list[HoldingLine]
    joined: str


def person_lines(people: Iterable[Person], today: date) -> list[PersonLine]:
    """People with the roles the viewer may see, as `queries.people_seen` brings them."""
    return [
        PersonLine(
            person=person,
            href=reverse("access:person", args=[person.reference]),
            roles=[holding_line(holding, today) for holding in person.seen_holdings],
            joined="Joined" if person.is_active else invitation_words(person),
        )
        for person in people
    ]


def invitation_words(person: Person) -> str:
    """How far somebody who cannot sign in has come, or that they no longer can."""
    latest: Invitation | None = next(iter(person.sent_invitations), None)
    if latest is None:
        return "Account closed" if person.last_login else "Not invited yet"
    words = {
        InvitationState.OPEN: f"Invited on {short(timezone.localdate(latest.sent_at))}",
        InvitationState.EXPIRED: "Invitation expired",
        InvitationState.REVOKED: "Invitation taken back",
        InvitationState.ACCEPTED: "Account closed",
    }
    return words[latest.state(timezone.now())]


@dataclass(frozen=True)
class Step:
    """Something that can be done with a holding, or why not."""

    name: str
    text: str
    href: str
    primary: bool = False


def steps_of(holding: RoleHolding, scope: Scope, today: date) -> list[Step]:
    """What this viewer can do with a holding now, the likeliest first."""
    grant = queries.grant_of(holding)
    standing = standing_of(holding, today)
    counting = _COUNTING | {Standing.NOT_BEGUN}
    first = "confirm" if standing in {Standing.DUE, Standing.OVERDUE} else "approve"
    wanted: list[tuple[str, str, bool]] = [
        ("approve", "Approve", standing is Standing.PROPOSED and permissions.may_approve(scope, grant)),
        ("decline", "Decline", standing is Standing.PROPOSED and permissions.may_end(scope, grant)),
        ("confirm", "Confirm at review", standing in counting and permissions.may_review(scope, grant)),
        ("extend", "Extend", standing in counting and permissions.may_approve(scope, grant)),
        (
            "deputy",
            "Name a deputy",
            standing in counting and holding.deputy_for is None and permissions.may_name_deputy(scope, grant),
        ),
        ("end", "End this role", standing in counting and permissions.may_end(scope, grant)),
    ]
    return [
        Step(name, text, reverse(f"access:{name}", args=[holding.reference]), primary=name == first)
        for name, text, possible in wanted
        if possible
    ]


@dataclass(frozen=True)
class LeadLine:
    """One lead role of a region on a day: its holders, and what is missing."""

    title: str
    holders: list[str]
    gap: str


def lead_lines(region: str, on: date) -> list[LeadLine]:
    """The lead roles in the order of the alliance's documents, each with names, councils and terms (R3.31)."""
    found = queries.leads(region, on)
    people = [holding.person for holdings in found.values() for holding in holdings]
    councils = queries.councils_of_people(people, on)
    return [
        LeadLine(
            title=lead.role.title,
            holders=[_holder(holding, councils.get(holding.person_id, [])) for holding in found[lead.role]],
            gap=lead.gap(sum(holding.deputy_for_id is None for holding in found[lead.role])),
        )
        for lead in policies.LEADS
    ]


def _holder(holding: RoleHolding, councils: list[str]) -> str:
    where = f" ({', '.join(councils)})" if councils else ""
    as_deputy = ", deputy" if holding.deputy_for_id else ""
    return f"{holding.person}{where}{as_deputy}, {short(holding.starts)} to {short(holding.expires)}"


@dataclass(frozen=True)
class RoleRow:
    """One row of the page that says what each role sees and does."""

    title: str
    reach: str
    sees: str
    does: str
    actions: list[str]
    second_step: bool
    two_people: bool


def role_rows() -> list[RoleRow]:
    return [
        RoleRow(
            title=rule.title,
            reach=" or ".join(sorted(reach.value for reach in rule.reach)),
            sees=rule.sees,
            does=rule.does,
            actions=sorted(action.words for action in rule.actions),
            second_step=rule.non_public,
            two_people=rule.two_people,
        )
        for rule in (ROLES[role] for role in Role)
    ]


@dataclass(frozen=True)
class TokenLine:
    token: AccessToken
    standing: str
    href: str


def token_lines(tokens: Iterable[AccessToken]) -> list[TokenLine]:
    now = timezone.now()
    return [
        TokenLine(
            token,
            "Revoked" if token.revoked_at else "Works" if token.usable(now) else "Expired",
            reverse("access:revoke_token", args=[token.reference]),
        )
        for token in tokens
    ]


def short(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
