"""Settling the data sharing plan: its principle of quality, and the deadlines of each dataset (R4.35)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from riia.alliance.agreements.models import Dataset, SharingPlan, SubmissionDeadline
from riia.alliance.agreements.permissions_inventory import check_may_keep
from riia.alliance.agreements.permissions_register import alliance_of
from riia.alliance.agreements.policies_inventory import check_past, said
from riia.alliance.agreements.register_errors import RegisterChangeError
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.places.models import Alliance


@dataclass(frozen=True, slots=True)
class PlanText:
    """What the plan says for all datasets: see `models.SharingPlan`."""

    principle: str
    support: str = ""
    agreed_on: date | None = None
    minute: str = ""
    simulated: bool = False


@transaction.atomic
def settle_plan(*, alliance: Alliance, text: PlanText, by: Acts) -> SharingPlan:
    """Write what the plan says of quality and validation, and of support for whoever finds it hard to comply."""
    check_may_keep(by, alliance)
    check_past(text.agreed_on, timezone.localdate(), "The day it was agreed")
    if bool(text.minute.strip()) is not (text.agreed_on is not None):
        raise RegisterChangeError("An agreement has a day and a minute. Enter both, or neither until it is agreed.")
    plan, _ = SharingPlan.objects.update_or_create(
        alliance=alliance,
        defaults={
            "principle": said(text.principle, "the principle of quality and validation"),
            "support": text.support.strip(),
            "agreed_on": text.agreed_on,
            "minute": text.minute.strip(),
            "simulated": text.simulated,
            "recorder_label": by.as_actor().label,
        },
    )
    record(
        by=by,
        action="agreements.settle_plan",
        target=plan,
        summary=f"Settled the data sharing plan of {alliance.short_name}",
        details={"principle": plan.principle, "support": plan.support, "minute": plan.minute},
    )
    return plan


@transaction.atomic
def set_deadline(
    *, dataset: Dataset, period: str, due_on: date, source: str, simulated: bool = False, by: Acts
) -> SubmissionDeadline:
    """Say by when a dataset of a period is due, and where that is written. The same period again changes its day."""
    check_may_keep(by, alliance_of(dataset))
    label = " ".join(said(period, "which period it is for").split())
    before = SubmissionDeadline.objects.select_for_update().filter(dataset=dataset, period=label).first()
    deadline, _ = SubmissionDeadline.objects.update_or_create(
        dataset=dataset,
        period=label,
        defaults={
            "due_on": due_on,
            "source": said(source, "where the deadline is written"),
            "simulated": simulated,
            "recorder_label": by.as_actor().label,
        },
    )
    record(
        by=by,
        action="agreements.set_deadline",
        target=deadline,
        summary=f"Set the deadline of {dataset}, {label}",
        details={"due_on": str(due_on), "before": str(before.due_on) if before else "", "source": deadline.source},
    )
    return deadline
