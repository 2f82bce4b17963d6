"""What of plans needs a viewer now, for the home page; and what is due when, for calendars."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.dues import Due
from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import plural, pounds
from riia.alliance.plans.models import Evidence, Instance, Measure, Plan, PlanVersion
from riia.alliance.plans.permissions import may_decide
from riia.alliance.plans.queries import reading
from riia.alliance.plans.queries.entering_costs import drafts_to_confirm, drafts_to_force
from riia.alliance.plans.queries.spending import to_decide
from riia.alliance.plans.states import EvidenceState, ExemptionState, Status, VersionState

AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Need:
    """Something that needs the viewer: what, where to do it, and by when if there is a day."""

    text: str
    href: str
    due: date | None = None
    note: str = ""
    unit: str = "day"


def needs(scope: Scope, today: date) -> list[Need]:
    """Everything that needs the viewer; a plan whose year is over asks for no more evidence."""
    if not scope.may(Action.SEE_PLAN):
        return []
    waiting = [*_reviews(scope), *_decisions(scope), *_virements(scope), *_drafts(scope)]
    return [*waiting, *_sent_back(scope), *_own(scope, today)]


def _reviews(scope: Scope) -> Iterator[Need]:
    if scope.may(Action.REVIEW_EVIDENCE):
        waiting = reading.to_review(scope).count()
        if waiting:
            yield Need(f"Review {plural(waiting, 'piece')} of evidence for the plan", reverse("plans:to_review"))


def _decisions(scope: Scope) -> Iterator[Need]:
    if not scope.may(Action.APPROVE_EXEMPTIONS):
        return
    for one in reading.exemptions(scope).filter(state=ExemptionState.PROPOSED):
        proposer = str(one.proposed_by.reference) if one.proposed_by else None
        if may_decide(scope, one.plan.alliance.region.code, one.council.code, proposer):
            yield Need(
                f"Decide on the exemption of {one.council.label}", reverse("plans:exemption", args=[one.reference])
            )


def _virements(scope: Scope) -> Iterator[Need]:
    """Money to be moved between areas that the viewer may decide on, and did not propose."""
    for one in to_decide(scope):
        amount = pounds(one.amount_pence, whole=True)
        yield Need(f"Decide on moving {amount} to {one.target.title}", reverse("plans:virement", args=[one.reference]))


def _drafts(scope: Scope) -> Iterator[Need]:
    """Drafts of plans and costs that somebody else entered and the viewer lets hold."""
    if not scope.may(Action.APPROVE_PLAN):
        return
    for one in drafts_to_force(scope):
        yield Need(f"Bring {one} into force", reverse("plans:version", args=[one.reference]))
    for sheet in drafts_to_confirm(scope):
        words = f"Confirm the costs of {sheet.strand.title}, {sheet.version.label}"
        yield Need(words, reverse("plans:cost_sheet", args=[sheet.reference]))


def _sent_back(scope: Scope) -> Iterator[Need]:
    if scope.person_ref is None:
        return
    own = Evidence.objects.filter(state=EvidenceState.SENT_BACK, recorded_by__reference=scope.person_ref)
    for one in own:
        yield Need(f"Put right: {one.title}", reverse("plans:evidence", args=[one.reference]), note=one.review_words)


def _own(scope: Scope, today: date) -> Iterator[Need]:
    """KPIs of the viewer that are due soon and have no accepted evidence yet, one line for each day."""
    if scope.person_ref is None:
        return
    running = Plan.objects.filter(starts_on__lte=today, ends_on__gte=today, pk__in=reading.plans(scope))
    for plan in running.select_related("alliance__region"):
        found = reading.standings(scope, plan, at=today)
        for row in found.rows:
            soon = row.due is not None and today <= row.due <= today + AHEAD
            if soon and row.owner_reference == scope.person_ref and row.status not in (Status.MET, Status.EXEMPT):
                yield Need(f"KPI {row.key}: {row.words}", row.href, row.due, row.reason)


def dues(scope: Scope, since: date, until: date) -> Iterator[Due]:
    """Measures and instances due from one day to another, for calendars (R13.16)."""
    if not scope.may(Action.SEE_PLAN):
        return
    versions = PlanVersion.objects.filter(plan__in=reading.plans(scope), state=VersionState.IN_FORCE)
    found = Measure.objects.filter(kpi__version__in=versions, due__gte=since, due__lte=until, instances__isnull=True)
    related = ("kpi__version__plan__alliance__region", "kpi__owner")
    for one in found.select_related(*related).order_by("due", "id"):
        yield _due(scope, f"plans.measure.{one.reference}", one.due, one, one.words)
    times = Instance.objects.filter(
        measure__kpi__version__in=versions, due__gte=since, due__lte=until, not_needed_because=""
    )
    for each in times.select_related(*(f"measure__{name}" for name in related)).order_by("due", "id"):
        words = f"{each.measure.words}, {each.label}"
        yield _due(scope, f"plans.instance.{each.reference}", each.due, each.measure, words)


def _due(scope: Scope, key: str, day: date | None, one: Measure, words: str) -> Due:
    assert day is not None
    kpi = one.kpi
    plan = kpi.version.plan
    mine = kpi.owner is not None and str(kpi.owner.reference) == scope.person_ref
    return Due(
        key=key, day=day, title=f"KPI {kpi.key}: {words}", href=reverse("plans:kpi", args=[kpi.reference]),
        note=kpi.words, place=plan.alliance.region.code, mine=mine,
    )  # fmt: skip
