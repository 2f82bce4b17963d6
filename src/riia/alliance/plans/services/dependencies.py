"""Enter and take away links between KPIs or measures of a plan. A link that closes a circle is refused."""

from datetime import date

from django.db import IntegrityError, transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.kit.filters import plural
from riia.alliance.plans.costs_errors import CostsError, InACircle, check_may, said_why
from riia.alliance.plans.dependencies import Circle, Lead, check_no_circle
from riia.alliance.plans.models import Dependency, Kpi, Measure, PlanVersion
from riia.alliance.plans.queries.simulator import all_links, keys_of, links_between, told
from riia.alliance.returns.timekeeping import now

type End = tuple[Kpi, Measure | None]
"""A KPI, or one measure of it."""


@transaction.atomic
def add_link(
    *, before: End, after: End, lead: Lead, reason: str, by: Acts, needed_on: date | None = None
) -> Dependency:
    """Say that one promise enables another, with the least time between and the reason.

    `needed_on` is for what is to hold from a day on: then it needs what enables it by that day, not by its due date.
    """
    version = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan__alliance__region").get(
        pk=before[0].version_id
    )  # fmt: skip
    check_may(scope_of_actor(by), Action.KEEP_PLAN, version.plan.alliance.region.code)
    why = said_why(reason, "the one has to be done before the other")
    if after[0].version_id != version.pk:
        raise CostsError("Both ends of a link are in the same version of the plan.")
    new = links_between(keys_of(*before), keys_of(*after), lead, why)
    standing = all_links(told(version))
    try:
        check_no_circle(standing, new)
    except Circle as circle:
        raise InACircle(
            f"This link would run in a circle: {' → '.join(circle.path)}. Nothing in a circle could ever begin. Remove "
            "one of the other links first, or choose other measures."
        ) from circle
    try:
        with transaction.atomic():
            made = Dependency.objects.create(
                version=version, before=before[0], before_measure=before[1], before_at=name_of(*before),
                after=after[0], after_measure=after[1], after_at=name_of(*after), lead_amount=lead.amount,
                lead_unit=lead.unit, needed_on=needed_on, reason=why[:300], made_at=now(),
                made_by=by if isinstance(by, Person) else None, maker_label=by.as_actor().label,
            )  # fmt: skip
    except IntegrityError as error:
        raise CostsError(f"There is a link from {name_of(*before)} to {name_of(*after)} already.") from error
    record(by=by, action="plans.add_link", target=made, reason=why,
           summary=f"Entered that {made.before_at} comes before {made.after_at}",
           details={"lead": lead.amount, "unit": lead.unit.value, "needed on": needed_on})  # fmt: skip
    return made


@transaction.atomic
def remove_link(*, link: Dependency, reason: str, by: Acts) -> None:
    """Take a link away, with the reason."""
    check_may(scope_of_actor(by), Action.KEEP_PLAN, link.version.plan.alliance.region.code)
    why = said_why(reason, "the link is removed")
    record(by=by, action="plans.remove_link", target=link, reason=why,
           summary=f"Removed the link that {link.before_at} comes before {link.after_at}",
           details={"lead": plural(link.lead_amount, link.lead_unit, link.lead_unit), "was": link.reason})  # fmt: skip
    link.delete()


def name_of(kpi: Kpi, measure: Measure | None) -> str:
    """ "5.2.6/1" for a measure, "5.2.6" for a whole KPI."""
    return kpi.key if measure is None else f"{kpi.key}/{measure.number}"
