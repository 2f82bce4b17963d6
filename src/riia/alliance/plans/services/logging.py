"""Rows held until the end of a change, and the line that every change of a plan leaves for its readers."""

from dataclasses import dataclass

from django.db.models import F

from riia.alliance.access.models import Person
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.plans.models import Change, Evidence, Exemption, Kpi, Measure, Plan
from riia.alliance.returns.timekeeping import now


@dataclass(frozen=True, slots=True)
class Said:
    """A change in words: what, from what, to what, and why."""

    what: str
    before: str = ""
    after: str = ""
    why: str = ""


def person_of(by: Acts) -> Person | None:
    """The person acting; None for the system."""
    return by if isinstance(by, Person) else None


def held_evidence(one: Evidence) -> Evidence:
    """The evidence as it is now, held until the end of the transaction."""
    found = Evidence.objects.select_for_update(of=("self",))
    return found.select_related("plan__alliance__region", "recorded_by").get(pk=one.pk)


def held_exemption(one: Exemption) -> Exemption:
    """The exemption as it is now, held until the end of the transaction."""
    found = Exemption.objects.select_for_update(of=("self",))
    return found.select_related("plan__alliance__region", "council", "proposed_by").get(pk=one.pk)


def held_kpi(one: Kpi) -> Kpi:
    """The KPI as it is now, held until the end of the transaction."""
    found = Kpi.objects.select_for_update(of=("self",))
    return found.select_related("version__plan__alliance__region", "owner").get(pk=one.pk)


def held_measure(one: Measure) -> Measure:
    """The measure as it is now, held until the end of the transaction."""
    found = Measure.objects.select_for_update(of=("self",))
    return found.select_related("kpi__version__plan__alliance__region").get(pk=one.pk)


def changed(plan: Plan, said: Said, *, by: Acts, kpi: Kpi | None = None, measure: Measure | None = None) -> Change:
    """Keep a change of a plan for its readers, inside the caller's transaction."""
    Plan.objects.filter(pk=plan.pk).update(revision=F("revision") + 1)
    return Change.objects.create(
        plan=plan, kpi=kpi, measure=measure, what=said.what, before=said.before[:500], after=said.after[:500],
        why=said.why[:500], at=now(), by=person_of(by), by_label=by.as_actor().label, simulated=plan.simulated,
    )  # fmt: skip


def note(
    target: Evidence | Exemption | Kpi | Measure,
    action: str,
    summary: str,
    *,
    by: Acts,
    why: str = "",
    details: dict[str, object] | None = None,
    places: tuple[str, ...] = (),
) -> None:
    """The line of the audit trail."""
    record(by=by, action=f"plans.{action}", target=target, summary=summary, reason=why, details=details or {},
           places=places)  # fmt: skip
