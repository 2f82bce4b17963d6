"""Which plans a viewer sees; everything about a plan starts here.

    plan = plan_of(scope, region="E12000009", at=day)      # the plan of a region whose year holds a day
    found = standings(scope, plan, at=day, since=earlier)   # every KPI as frozen rows: rows.Standings
    for row in found.rows: row.key, row.shown_rag, row.reason, row.main.n, row.main.of, row.evidence, row.changed

One call of `standings` is the single source of numbers for the page, the report and the board pack.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.places.models import AllianceMember
from riia.alliance.plans.models import Evidence, Exemption, Kpi, Plan, PlanVersion
from riia.alliance.plans.queries.drafts import visible
from riia.alliance.plans.queries.remembered import look, remembered
from riia.alliance.plans.queries.standing import standings_of
from riia.alliance.plans.rows import Standings
from riia.alliance.plans.sentences import day as written
from riia.alliance.plans.states import EvidenceState, VersionState
from riia.alliance.returns.timekeeping import today

_OWN = ("plans", "places", "access")
"""Whose lines of the audit trail change the rows of a plan: its own, names and members of councils, names of people."""


def plans(scope: Scope) -> QuerySet[Plan]:
    """Every plan of a region that the viewer belongs to or whose council they serve, newest first."""
    codes = scope.places_for(Action.SEE_PLAN)
    held = PlanVersion.objects.filter(visible(scope), plan=OuterRef("pk"))
    found = Plan.objects.filter(Exists(held)).select_related("alliance__region")
    if codes is None:
        return found
    members = AllianceMember.objects.on(today()).filter(council__code__in=codes).values("alliance")
    return found.filter(Q(alliance__region__code__in=codes) | Q(alliance__in=members))


def plan_of(scope: Scope, region: str, at: date | None = None) -> Plan | None:
    """The plan of a region whose year holds this day, else the last one before it, else the first; None for no plan."""
    at = at or today()
    own = plans(scope).filter(alliance__region__code=region)
    return own.filter(starts_on__lte=at).order_by("-starts_on").first() or own.order_by("starts_on").first()


def version_of(plan: Plan, label: str = "") -> PlanVersion | None:
    """The version in force, or the one with this label; without one in force the last draft."""
    own = plan.versions.select_related("plan__alliance__region")
    if label:
        return own.filter(label=label).first()
    return own.filter(state=VersionState.IN_FORCE).first() or own.filter(state=VersionState.DRAFT).last()


def default_day(plan: Plan, on: date | None = None) -> date:
    """The day a plan is looked at: today, or its last day once its year is over."""
    return min(on or today(), plan.ends_on)


def sees_councils(scope: Scope, plan: Plan) -> bool:
    """Whether the viewer sees what is recorded of each council, not only of their own."""
    return scope.may(Action.SEE_PLAN, plan.alliance.region.code)


def standings(
    scope: Scope, plan: Plan, at: date | None = None, since: date | None = None, label: str = ""
) -> Standings:
    """Where every KPI of a plan stands on a day, and with `since` what changed after that earlier day."""
    day = at or default_day(plan)
    version = version_of(plan, label)
    assert version is not None, "a plan has a version from the moment it is entered"
    whole = sees_councils(scope, plan)
    own = None if whole else scope.councils
    words = day_words(plan, day)
    if version.state == VersionState.DRAFT:
        words = f"This is a draft: nothing of it counts before it is brought into force. {words}"
    key, seen = (str(version.reference), day, since, today(), own), look()
    return remembered(key, seen, _OWN, lambda: standings_of(
        version, at=day, since=since, viewer=scope, sees_councils=whole, words=words, seen=seen
    ))  # fmt: skip


def day_words(plan: Plan, at: date) -> str:
    """Which day is taken, and why that one."""
    now = today()
    if at == plan.ends_on < now:
        return f"The year of this plan ended on {written(plan.ends_on)}. It is shown as it stood on its last day."
    if at < now:
        return f"Shown as it stood on {written(at)}, by the evidence that speaks for that day or earlier."
    if at > now:
        return f"Shown as it would stand on {written(at)} if nothing more were recorded."
    return f"Shown as it stands today, {written(at)}."


def kpis(scope: Scope) -> QuerySet[Kpi]:
    """Every KPI of the plans that the viewer sees, those of drafts only for whoever sees the draft."""
    return Kpi.objects.filter(visible(scope, "version__"), version__plan__in=plans(scope)).select_related(
        "version__plan__alliance__region", "activity__requirement__area__strand", "owner"
    )


def evidence(scope: Scope) -> QuerySet[Evidence]:
    """Every piece of evidence of the plans whose councils the viewer sees, and what the viewer recorded."""
    found = Evidence.objects.select_related("plan__alliance__region", "recorded_by", "reviewed_by")
    codes = scope.places_for(Action.SEE_PLAN)
    if codes is None:
        return found
    own = Q(recorded_by__reference=scope.person_ref) if scope.person_ref else Q(pk=None)
    owned = Q(shows__measure__kpi__owner__reference=scope.person_ref) if scope.person_ref else Q(pk=None)
    return found.filter(Q(plan__alliance__region__code__in=codes) | own | owned).distinct()


def to_review(scope: Scope) -> QuerySet[Evidence]:
    """Evidence that waits for this viewer: recorded by somebody else, in a region where they review."""
    found = Evidence.objects.filter(state=EvidenceState.RECORDED).select_related("plan__alliance__region")
    codes = scope.places_for(Action.REVIEW_EVIDENCE)
    if codes is not None:
        found = found.filter(plan__alliance__region__code__in=codes)
    if scope.person_ref:
        found = found.exclude(recorded_by__reference=scope.person_ref)
    return found.prefetch_related("shows__measure__kpi").order_by("recorded_at", "id")


def exemptions(scope: Scope) -> QuerySet[Exemption]:
    """Every exemption of the regions that the viewer sees whole, and those of the viewer's own council."""
    found = Exemption.objects.select_related("plan__alliance__region", "council", "proposed_by")
    codes = scope.places_for(Action.SEE_PLAN)
    if codes is None:
        return found
    return found.filter(Q(plan__alliance__region__code__in=codes) | Q(council__code__in=codes))
