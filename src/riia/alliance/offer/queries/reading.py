"""Calls and applications that a viewer may see at all. Everything else starts from these two.

A region's people (and auditors) see its calls and what councils submitted. A council's people see the calls of their
alliance once open, as long as it is a member, and their own applications with the calls these are about. A panel member
sees the calls and, once the panel has them, the submitted applications, but none they have an interest in. A draft is
the council's own.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import in_force
from riia.alliance.access.scope import Scope
from riia.alliance.offer.models import Application, Call, Interest, PanelMember, Version
from riia.alliance.offer.permissions import belongs_to
from riia.alliance.offer.states import ApplicationState, CallState
from riia.alliance.places import queries as places
from riia.alliance.places.models import AllianceMember, Place
from riia.alliance.returns.timekeeping import today

NOT_SHOWN = (ApplicationState.DRAFT, ApplicationState.NOT_SUBMITTED)
"""States in which nobody outside the council reads an application, whatever was submitted before."""


def regional(scope: Scope, prefix: str = "") -> Q:
    """Calls of the regions of which the viewer sees everything."""
    codes = scope.places_for(Action.SEE_CALLS)
    return Q() if codes is None else Q(**{f"{prefix}alliance__region__code__in": codes})


def calls(scope: Scope) -> QuerySet[Call]:
    """Every call the viewer may see, newest first."""
    codes = scope.places_for(Action.SEE_CALLS)
    found = Call.objects.select_related("alliance__region")
    if codes is None:
        return found
    shown = ~Q(state=CallState.DRAFT) & ~Q(state=CallState.CANCELLED, opened_at__isnull=True)
    member = Exists(AllianceMember.objects.on(today()).filter(alliance=OuterRef("alliance"), council__code__in=codes))
    applied = Exists(Application.objects.filter(call=OuterRef("pk"), council__code__in=codes))
    return found.filter(regional(scope) | (shown & (Q(member) | Q(applied) | Q(_on_panel(scope)))))


def _on_panel(scope: Scope, call: str = "pk") -> Exists:
    """The viewer is on the panel of the call that the outer query names so."""
    if scope.person_ref is None:
        return Exists(PanelMember.objects.none())
    return Exists(PanelMember.objects.filter(call=OuterRef(call), left_on=None, person__reference=scope.person_ref))


def get_call(scope: Scope, reference: UUID) -> Call | None:
    """One call; None where the viewer may not see it."""
    return calls(scope).filter(reference=reference).first()


def applications(scope: Scope) -> QuerySet[Application]:
    """Every application of which the viewer may see that it is there; `may_read` says whether they read it."""
    codes = scope.places_for(Action.SEE_CALLS)
    found = Application.objects.select_related("call__alliance__region", "council").prefetch_related(
        Prefetch("versions", queryset=Version.objects.order_by("number"))
    )
    if codes is None:
        return found
    given = Q(_on_panel(scope, "call"), ~Q(state__in=NOT_SHOWN), call__closed_at__isnull=False, versions__isnull=False)
    return found.filter(regional(scope, "call__") | Q(council__code__in=codes) | given).distinct()


def get_application(scope: Scope, reference: UUID) -> Application | None:
    """One application; None where the viewer may not see that it is there."""
    return applications(scope).filter(reference=reference).first()


def is_own(scope: Scope, one: Application) -> bool:
    """Whether this is an application of the viewer's own council, so that they see what is being written."""
    return belongs_to(scope, one.council.code) and scope.may(Action.SEE_CALLS, one.council.code)


def may_read(scope: Scope, one: Application) -> bool:
    """Whether the viewer reads what an application says: the council always, others what was submitted.

    Before the panel has it, nobody of the panel reads it, and nobody with a role at a council that may apply as well;
    while the panel has it, its members declare first whether they have an interest.
    """
    if is_own(scope, one):
        return True
    if ApplicationState(one.state) in NOT_SHOWN or not latest(one):
        return False
    member = member_for(scope, one.call)
    if one.call.closed_at is None and (member or competes(scope, one.call)):
        return False
    if member is None:
        return True
    declared = interest_of(member, one)
    return one.call.state != CallState.WITH_PANEL if declared is None else not declared.conflict


def competes(scope: Scope, call: Call) -> bool:
    """Whether the viewer holds a role at a council that may apply to this call."""
    return any(belongs_to(scope, each.code) for each in may_apply(call))


def latest(one: Application) -> Version | None:
    """What was submitted last."""
    found = list(one.versions.all())
    return max(found, key=lambda version: version.number) if found else None


def member_for(scope: Scope, call: Call) -> PanelMember | None:
    """The viewer's place on a panel; None for everybody else."""
    if scope.person_ref is None:
        return None
    return PanelMember.objects.filter(call=call, person__reference=scope.person_ref, left_on=None).first()


def interest_of(member: PanelMember, one: Application) -> Interest | None:
    """What a member declared about an application; None for nothing yet."""
    return Interest.objects.filter(member=member, application=one).first()


def panel(call: Call) -> list[PanelMember]:
    """Who is on the panel now."""
    return list(call.panel.filter(left_on=None).select_related("person"))


def councils_of_panel(call: Call) -> Mapping[int, frozenset[str]]:
    """Codes of the councils at which each panel member holds a role today, by the key of the member."""
    members = panel(call)
    held = in_force().filter(person__in=[each.person_id for each in members], place__kind="council")
    found: dict[int, set[str]] = {}
    for person, code in held.values_list("person", "place__code"):
        found.setdefault(person, set()).add(code)
    return {each.pk: frozenset(found.get(each.person_id, ())) for each in members}


def may_apply(call: Call) -> list[Place]:
    """The councils that may apply: those named, or every member of the alliance today."""
    named = list(call.councils.order_by("name"))
    return named or list(places.members(call.alliance, today()).order_by("name"))


def own_councils(scope: Scope, call: Call) -> list[Place]:
    """The viewer's own councils for which they may prepare an application to this call."""
    return [each for each in may_apply(call)
            if belongs_to(scope, each.code) and scope.may(Action.APPLY_FOR_FUNDING, each.code)]  # fmt: skip
