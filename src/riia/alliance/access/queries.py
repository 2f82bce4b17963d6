"""Reads: who holds what, and the scope that follows from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from riia.alliance.access import permissions, policies
from riia.alliance.access.actions import Action
from riia.alliance.access.digests import digest_of
from riia.alliance.access.models import AccessToken, Invitation, Person, RoleHolding
from riia.alliance.access.permissions import Grant
from riia.alliance.access.personas import PERSONAS, Persona
from riia.alliance.access.policies import Term
from riia.alliance.access.roles import ROLES, Reach, Role
from riia.alliance.access.scope import HeldRole, Scope
from riia.alliance.access.states import HoldingState
from riia.alliance.audit.actors import Acts
from riia.alliance.places.models import Place

TOKEN_PREFIX = "riia_"  # noqa: S105 - the public beginning of every key, by which leaked ones can be found
_known: ContextVar[dict[tuple[int, date], Scope] | None] = ContextVar("known_scopes", default=None)
_ONCE_APPROVED = (HoldingState.APPROVED, HoldingState.ENDED, HoldingState.LAPSED)


def counts_on(on: date, prefix: str = "") -> Q:
    """The condition that a holding counts on a day: `policies.in_force`, said to the database."""
    terms: dict[str, Any] = {
        "state__in": _ONCE_APPROVED,
        "starts__lte": on,
        "expires__gte": on,
        "review_due__gte": on - policies.REVIEW_GRACE,
    }
    counts = Q(**{prefix + key: value for key, value in terms.items()})
    return counts & (Q(**{prefix + "ended_on__isnull": True}) | Q(**{prefix + "ended_on__gt": on}))


def in_force(on: date | None = None) -> QuerySet[RoleHolding]:
    """Holdings that count on a day, past ones included (R3.32); a deputy's only while its principal's does (R14.04)."""
    on = on or timezone.localdate()
    of_a_principal = Q(deputy_for__isnull=True) | counts_on(on, "deputy_for__")
    return RoleHolding.objects.filter(counts_on(on), of_a_principal).select_related("place", "person")


def who_held(role: Role, place: str, on: date) -> QuerySet[RoleHolding]:
    """Who held a role at a place on a day, principals first: what a sign-off of that day is checked against (R3.32)."""
    return in_force(on).filter(role=role, place__code=place).order_by(F("deputy_for").asc(nulls_first=True), "starts")


def scope_for(person: Any, on: date | None = None) -> Scope:
    """The scope of a person on a day (today by default); of someone not signed in or not active, nobody's.

    A simulated person has no scope under production settings, should demonstration data ever be served there.
    """
    if not isinstance(person, Person) or not person.is_active or (person.is_persona and settings.PRODUCTION):
        return Scope.nobody()
    known, key = _known.get(), (person.pk, on or timezone.localdate())
    if known is None:
        return _scope_of(person, on)
    if key not in known:
        known[key] = _scope_of(person, on)
    return known[key]


@contextmanager
def scopes_as_they_are() -> Iterator[None]:
    """Inside, each person's scope is worked out once: for a long replay in which nobody's roles change."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def _scope_of(person: Person, on: date | None) -> Scope:
    holdings = list(in_force(on).filter(person=person).select_related(None).select_related("place"))
    members = _councils_of([holding.place for holding in holdings if holding.place and holding.place.is_region])
    held = tuple(_held(holding, members) for holding in holdings)
    scope = Scope.of(str(person.reference), str(person), held)
    return scope.without_second_step() if person.is_persona else scope


def _held(holding: RoleHolding, members: dict[int, set[str]]) -> HeldRole:
    role, place = Role(holding.role), holding.place
    council, region = kind_of(place)
    rule = ROLES[role]
    reach: set[str] = set()
    if place and Reach.ASSIGNED not in rule.reach:  # an assigned role sees what it is assigned to, not the whole place
        reach = {place.code} | members.get(place.pk, set())
    return HeldRole(
        reference=str(holding.reference),
        role=role,
        place=place.code if place else None,
        region=region,
        reach=frozenset(reach),
        everywhere=not council and not region and Reach.ENGLAND in rule.reach,
        body=holding.body,
        deputy=holding.deputy_for_id is not None,
    )


def _councils_of(regions: list[Place]) -> dict[int, set[str]]:
    """Codes of the councils of each region, those that have ended included: their figures are the region's too."""
    if not regions:
        return {}
    keys = [region.pk for region in regions]
    members: dict[int, set[str]] = {key: set() for key in keys}
    councils = Place.objects.filter(Q(region__in=keys) | Q(subregion__in=keys))
    for code, region, subregion in councils.values_list("code", "region", "subregion"):
        for area in (region, subregion):
            if area in members:
                members[area].add(code)
    return members


def kind_of(place: Place | None) -> tuple[bool, bool]:
    """Whether a place is a council, and whether it is a region."""
    return (place.is_council, place.is_region) if place else (False, False)


def scope_of_actor(by: Acts) -> Scope:
    """The scope of whoever acts: a person's own, or everything for the system itself."""
    return scope_for(by) if isinstance(by, Person) else Scope.system(by.as_actor().label)


def token_of(raw: str) -> AccessToken | None:
    """The usable key with this text, or None."""
    if not raw.startswith(TOKEN_PREFIX):
        return None
    token = AccessToken.objects.select_related("person").filter(digest=digest_of(raw)).first()
    return token if token and token.usable(timezone.now()) else None


def scope_for_token(raw: str) -> Scope:
    """The scope of an API key: its owner's of today, with no more than what the key was made for; else nobody's."""
    token = token_of(raw)
    return scope_of_token(token) if token else Scope.nobody()


def scope_of_token(token: AccessToken) -> Scope:
    """The scope of a usable key."""
    return scope_for(token.person).narrowed(frozenset(Action(action) for action in token.actions))


def grant_of(holding: RoleHolding) -> Grant:
    """What permissions about a holding depend on."""
    principal = holding.deputy_for
    return Grant(
        holder=str(holding.person.reference),
        role=Role(holding.role),
        place=holding.place.code if holding.place else None,
        proposer=str(holding.proposed_by.reference) if holding.proposed_by else None,
        principal=str(principal.person.reference) if principal else None,
    )


def rivals(holding: RoleHolding) -> list[Term]:
    """Terms of the other principal holders of the same role at the same place, who have not ended."""
    others = RoleHolding.objects.filter(
        role=holding.role, place=holding.place, body=holding.body, state=HoldingState.APPROVED, deputy_for=None
    ).exclude(pk=holding.pk)
    today = timezone.localdate()
    current = others.filter(review_due__gte=today - policies.REVIEW_GRACE)
    return [Term(starts, expires) for starts, expires in current.values_list("starts", "expires")]


def may_close(by: Acts, person: Person) -> bool:
    """Whether `by` may close the account of a person, with the invitations and API keys of it."""
    grants = [grant_of(each) for each in person.holdings.select_related("person", "place")]
    return permissions.may_close(scope_of_actor(by), str(person.reference), grants)


def has_joined_before(person: Person) -> bool:
    """Whether this was an account once: someone not active who has joined before had it closed."""
    return person.last_login is not None or person.invitations.filter(accepted_at__isnull=False).exists()


def roles_to_join_for(person: Person, on: date) -> QuerySet[RoleHolding]:
    """What an invitation is for: roles proposed or approved and not over; of a closed account approved ones only.

    Closing ends every role, so that an approved one was granted since, by somebody who wanted the account back.
    """
    states = {HoldingState.APPROVED} if has_joined_before(person) else {HoldingState.APPROVED, HoldingState.PROPOSED}
    return RoleHolding.objects.filter(
        person=person, state__in=states, expires__gte=on, review_due__gte=on - policies.REVIEW_GRACE
    ).select_related("person", "place")


def awaits_invitation(person: Person) -> bool:
    """Whether someone has been added but neither joined nor been sent an invitation that still stands."""
    return not person.is_active and not person.invitations.filter(accepted_at=None, revoked_at=None).exists()


def overdue_for_lapse(today: date) -> QuerySet[RoleHolding]:
    """Approved holdings that no longer count because their review is more than the grace late."""
    return RoleHolding.objects.filter(state=HoldingState.APPROVED, review_due__lt=today - policies.REVIEW_GRACE)


def holdings_seen(scope: Scope, action: Action) -> QuerySet[RoleHolding]:
    """Holdings at the places where the viewer may do this, such as see people or approve access; never others."""
    places = scope.places_for(action)
    holdings = RoleHolding.objects.select_related("person", "place", "deputy_for__person", "proposed_by", "approved_by")
    return holdings if places is None else holdings.filter(place__code__in=places)


def holding_seen(scope: Scope, reference: Any) -> RoleHolding | None:
    """One holding, if the viewer sees the people of its place, holds it, or is its deputy or principal."""
    holdings = RoleHolding.objects.select_related("person", "place", "deputy_for__person", "proposed_by", "approved_by")
    own = Q(person__reference=scope.person_ref) | Q(deputy_for__person__reference=scope.person_ref)
    seen = holdings_seen(scope, Action.SEE_PEOPLE).filter(reference=reference).values("pk")
    return holdings.filter(Q(pk__in=seen) | (own if scope.person_ref else Q(pk=None)), reference=reference).first()


def people_seen(scope: Scope) -> QuerySet[Person]:
    """People with a holding the viewer may see, each with those holdings as `seen_holdings`."""
    seen = holdings_seen(scope, Action.SEE_PEOPLE)
    people = Person.objects.filter(Exists(seen.filter(person=OuterRef("pk"))))
    return people.prefetch_related(  # type: ignore[no-redef]  # the model names these attributes as well
        Prefetch("holdings", queryset=seen, to_attr="seen_holdings"),
        Prefetch("invitations", queryset=Invitation.objects.order_by("-sent_at"), to_attr="sent_invitations"),
    )


def awaiting_approval(scope: Scope) -> QuerySet[RoleHolding]:
    """Proposed roles the viewer's places are waiting to have approved."""
    return holdings_seen(scope, Action.APPROVE_ACCESS).filter(state=HoldingState.PROPOSED).order_by("proposed_at")


def reviews_due(scope: Scope, today: date) -> QuerySet[RoleHolding]:
    """Roles in force whose review is due within the notice or overdue, the latest first to lapse first (R4.07)."""
    return (
        holdings_seen(scope, Action.APPROVE_ACCESS)
        .filter(counts_on(today), review_due__lte=today + policies.REVIEW_NOTICE)
        .order_by("review_due", "person__name")
    )


def own_holdings(person: Person) -> QuerySet[RoleHolding]:
    """Everything a person holds or held, newest first."""
    return (
        RoleHolding.objects.filter(person=person)
        .select_related("place", "deputy_for__person")
        .order_by("-starts", "-id")
    )


def leads(region: str, on: date) -> dict[Role, list[RoleHolding]]:
    """Who holds the lead roles of a region, or of all England, on a day, principals before deputies (R3.31, R3.32)."""
    here = Q(place__code=region) | Q(place__isnull=True)
    held = in_force(on).filter(here, role__in=[lead.role for lead in policies.LEADS])
    found: dict[Role, list[RoleHolding]] = {lead.role: [] for lead in policies.LEADS}
    for holding in held.order_by(F("deputy_for").asc(nulls_first=True), "starts"):
        found[Role(holding.role)].append(holding)
    return found


def councils_of_people(people: list[Person], on: date) -> dict[int, list[str]]:
    """Names of the councils at which people hold a role on a day, by the key of the person."""
    found: dict[int, set[str]] = {}
    held = in_force(on).filter(person__in=people, place__kind="council")
    for person, council in held.values_list("person", "place__name"):
        found.setdefault(person, set()).add(council)
    return {person: sorted(names) for person, names in found.items()}


def personas() -> list[Persona]:
    """The simulated people of the demonstration, in the order of the sign-in page."""
    return list(PERSONAS)


def persona_people() -> dict[str, Person]:
    """The rows of the simulated people that exist, by e-mail address."""
    return {person.email: person for person in Person.objects.filter(is_persona=True, is_active=True)}
