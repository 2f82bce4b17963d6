"""Spending of a sheet: what was entered, what was moved, what has come in, and how it all stands on a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.grants.models import Payment, PaymentKind
from riia.alliance.grants.states import MOVED
from riia.alliance.plans.costs_timing import quarter_of
from riia.alliance.plans.models import CostHeading, CostSheet, Spending, Virement
from riia.alliance.plans.queries.costs import HeldSheet, sheets
from riia.alliance.plans.spending import (
    Entry,
    Move,
    Received,
    SpendKind,
    Spent,
    VirementState,
    allocations_after,
    ended_quarters,
    room,
    spent_by_line,
    together,
)


def virements(scope: Scope) -> QuerySet[Virement]:
    """Every virement of the sheets a viewer sees."""
    found = Virement.objects.filter(sheet__in=sheets(scope).values("pk"))
    return found.select_related("sheet__version__plan__alliance__region", "sheet__strand", "source", "target",
                                "proposed_by", "decided_by")  # fmt: skip


def to_decide(scope: Scope) -> Iterator[Virement]:
    """Proposed virements that this viewer may decide on: in their region, and not their own."""
    if not scope.may(Action.APPROVE_SPENDING):
        return
    for one in virements(scope).filter(state=VirementState.PROPOSED):
        own = one.proposed_by is not None and str(one.proposed_by.reference) == scope.person_ref
        if not own and scope.may(Action.APPROVE_SPENDING, one.sheet.version.plan.alliance.region.code):
            yield one


def get_virement(scope: Scope, reference: UUID) -> Virement | None:
    """One virement; None where the viewer may not see it."""
    return virements(scope).filter(reference=reference).first()


def get_entry(scope: Scope, reference: UUID) -> Spending | None:
    """One entry; None where the viewer may not see it."""
    found = Spending.objects.filter(line__heading__sheet__in=sheets(scope).values("pk"), reference=reference)
    return found.select_related("line__heading__sheet__version__plan__alliance__region", "line__requirement").first()


def entries(sheet: CostSheet) -> list[Spending]:
    """Everything entered for a sheet that was found through a scope, the latest first."""
    found = Spending.objects.filter(line__heading__sheet=sheet)
    return list(found.select_related("line__heading", "line__requirement", "settles", "corrects"))


def received(sheet: CostSheet, day: date) -> Received:
    """Instalments of the sheet's grant that were paid by a day; not known where no grant or instalment is recorded."""
    if sheet.determination_id is None:
        return Received(None)
    found = list(Payment.objects.filter(determination=sheet.determination_id, kind=PaymentKind.INSTALMENT))
    if not found:
        return Received(None)
    moved = [each for each in found if each.state in MOVED and each.paid_on is not None and each.paid_on <= day]
    if any(each.amount_pence is None for each in moved):
        return Received(None)
    words = tuple(each.paid_as or each.due_on.isoformat() for each in moved)
    return Received(sum(each.amount_pence or 0 for each in moved), words, any(each.simulated for each in found))


def approved_moves(sheet: CostSheet) -> list[Move]:
    """What was moved between headings of a sheet and holds."""
    found = Virement.objects.filter(sheet=sheet, state=VirementState.APPROVED).select_related("source", "target")
    return [Move(str(each.source.reference), str(each.target.reference), each.amount_pence) for each in found]


def ends_of(year: int) -> Mapping[int, date]:
    """The last day of each quarter of a financial year."""
    return {number: quarter_of(year, number)[1] for number in (1, 2, 3, 4)}


def as_entry(one: Spending) -> Entry:
    """An entry as the pure part takes it. A correction counts with what it corrects."""
    corrected = one.corrects
    settles = one.settles or (corrected.settles if corrected is not None else None)
    key = str(corrected.reference) if corrected is not None and one.kind == SpendKind.COMMITMENT else str(one.reference)
    return Entry(key, str(one.line.reference), one.quarter, SpendKind(one.kind), one.amount_pence, one.pk,
                 str(settles.reference) if settles is not None else "")  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeadingSpent:
    """A heading with its spending, its allocation as granted and as moved, and what is left of it."""

    model: CostHeading
    spent: Spent
    allocation: int
    moved: int

    @property
    def now(self) -> int:
        """The allocation with what was moved."""
        return self.allocation + self.moved

    @property
    def against(self) -> int | None:
        """Expected less the allocation as it is now: more than nothing is overspent."""
        return None if self.spent.expected is None else self.spent.expected - self.now


class SpendingOn:
    """A sheet's spending as it stands on a day."""

    def __init__(self, held: HeldSheet, day: date) -> None:
        self.held, self.day = held, day
        self.year = held.model.version.plan.year
        self.ended = ended_quarters(day, ends_of(self.year))
        self.entries = [each for each in entries(held.model) if each.dated_on <= day]
        self.received = received(held.model, day)
        profiles = {each.line.key: [amount.pence for amount in each.line.quarters] for each in held.lines}
        self.by_line = spent_by_line(profiles, [as_entry(each) for each in self.entries], self.ended)

    @cached_property
    def headings(self) -> tuple[HeadingSpent, ...]:
        """Heading by heading."""
        allocations = {each.heading.key: each.heading.allocation for each in self.held.headings}
        after = allocations_after(allocations, approved_moves(self.held.model))
        return tuple(
            HeadingSpent(each.model, together(self.by_line[line.line.key] for line in each.lines),
                         each.heading.allocation, after[each.heading.key] - each.heading.allocation)
            for each in self.held.headings
        )  # fmt: skip

    @cached_property
    def whole(self) -> Spent:
        """The sheet as a whole."""
        return together(each.spent for each in self.headings)

    @property
    def room(self) -> int | None:
        """What may still be spent of what has come in; None where that is not known."""
        return room(self.received, self.whole.actual)

    @property
    def year_is_over(self) -> bool:
        """The last quarter has ended: what is not spent then is unspent."""
        return 4 in self.ended

    @property
    def unspent(self) -> int:
        """The grant less what was spent. Reported once the year is over."""
        return self.held.model.grant_pence - self.whole.actual

    @property
    def simulated(self) -> bool:
        """Any of it is made up."""
        return any(each.simulated for each in self.entries)
