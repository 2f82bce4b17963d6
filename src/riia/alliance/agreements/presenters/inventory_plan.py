"""The data sharing plan in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.agreements.models import Dataset, SharingPlan, SubmissionDeadline
from riia.alliance.agreements.presenters.register import often
from riia.alliance.kit.filters import long_date, plural
from riia.alliance.kit.pieces import Clock


@dataclass(frozen=True)
class PlannedDataset:
    """A dataset with its next deadline, or without one."""

    title: str
    pk: int
    href: str
    often: str
    period: str
    clock: Clock | None
    source: str
    simulated: bool
    earlier: str


@dataclass(frozen=True)
class PlanPage:
    """The plan: what holds for all, and each dataset."""

    title: str
    plan: SharingPlan | None
    agreed: str
    datasets: tuple[PlannedDataset, ...]


def plan_page(
    plan: SharingPlan | None, planned: Sequence[tuple[Dataset, list[SubmissionDeadline]]], on: date
) -> PlanPage:
    """The plan; its title says how many datasets have no deadline to come."""
    lines = tuple(_dataset(dataset, deadlines, on) for dataset, deadlines in planned)
    agreed = ""
    if plan is not None:
        agreed = f"Agreed on {long_date(plan.agreed_on)}: {plan.minute}" if plan.agreed_on else "Not agreed yet"
    return PlanPage(_title(lines), plan, agreed, lines)


def _title(lines: Sequence[PlannedDataset]) -> str:
    if not lines:
        return "There is no dataset to plan for yet"
    without = sum(line.clock is None for line in lines)
    if not without:
        return f"Every one of {plural(len(lines), 'dataset')} has its next deadline"
    return f"{without} of {plural(len(lines), 'dataset')} {'has' if without == 1 else 'have'} no deadline to come"


def _dataset(dataset: Dataset, deadlines: Sequence[SubmissionDeadline], on: date) -> PlannedDataset:
    following = next((each for each in deadlines if each.due_on >= on), None)
    past = [each for each in deadlines if each.due_on < on][-3:]
    return PlannedDataset(
        title=str(dataset),
        pk=dataset.pk,
        href=reverse("agreements:dataset", args=[dataset.reference]),
        often=often(dataset.frequency),
        period=following.period if following else "",
        clock=Clock(following.due_on, (following.due_on - on).days) if following else None,
        source=following.source if following else "",
        simulated=any(each.simulated for each in deadlines),
        earlier="; ".join(f"{each.period}, {long_date(each.due_on)}" for each in reversed(past)),
    )
