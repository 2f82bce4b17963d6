"""Enter what is spent, committed and expected; move money between headings. Each step is one transaction.

Whoever changes money of a sheet holds the sheet first, so that two people at the same instant wait for each other.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Sum

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.kit.filters import long_date, pounds
from riia.alliance.plans.costs_errors import CostsError, NotYours, check_may, said_why
from riia.alliance.plans.costs_timing import quarter_of
from riia.alliance.plans.models import CostHeading, CostLine, CostSheet, Spending, Virement
from riia.alliance.plans.queries.costs import held_sheets
from riia.alliance.plans.queries.spending import HeadingSpent, SpendingOn, received
from riia.alliance.plans.spending import VIREMENT_TRANSITIONS, SpendKind, VirementState
from riia.alliance.plans.states import SheetState, VersionState
from riia.alliance.returns.timekeeping import now, today


@dataclass(frozen=True, slots=True)
class Given:
    """What is typed for an entry. `own_reference` is that of the accounts; actuals need one."""

    kind: SpendKind
    quarter: int
    pence: int
    dated_on: date
    words: str
    own_reference: str = ""
    settles: Spending | None = None


@transaction.atomic
def enter(*, line: CostLine, given: Given, by: Acts, simulated: bool = False) -> Spending:
    """Enter an actual, a commitment or a forecast. Spending never passes what has come in (R12.11)."""
    line, sheet = _held_line(line, by)
    _check_entry(line, sheet, given)
    if given.kind is SpendKind.ACTUAL:
        _check_room(sheet, given.pence)
    return _enter(line, given, by, simulated=simulated)


@transaction.atomic
def correct(*, entry: Spending, pence: int, reason: str, by: Acts) -> Spending:
    """Put an actual or a commitment right: it becomes `pence` in all, by an entry of the difference with the reason."""
    line, sheet = _held_line(entry.line, by)
    entry = Spending.objects.select_related("settles").get(pk=entry.pk)
    why = said_why(reason, "it is corrected")
    if entry.corrects_id is not None:
        raise CostsError("This entry corrects another. Correct that one again instead.")
    if entry.kind == SpendKind.FORECAST:
        raise CostsError("A later forecast takes the place of an earlier one: enter a new forecast instead.")
    stands = entry.amount_pence + sum(each.amount_pence for each in entry.corrected_by.all())
    difference = pence - stands
    if pence < 0 or not difference:
        raise CostsError(f"It stands at {pounds(stands)}. Enter another amount, £0 or more.")
    if entry.kind == SpendKind.ACTUAL and difference > 0:
        _check_room(sheet, difference)
    given = Given(SpendKind(entry.kind), entry.quarter, difference, today(), why[:300], entry.own_reference,
                  entry.settles)  # fmt: skip
    return _enter(line, given, by, simulated=entry.simulated, corrects=entry, reason=why)


def _enter(
    line: CostLine, given: Given, by: Acts, *, simulated: bool, corrects: Spending | None = None, reason: str = ""
) -> Spending:
    made = Spending.objects.create(
        line=line, quarter=given.quarter, kind=given.kind, amount_pence=given.pence, dated_on=given.dated_on,
        own_reference=given.own_reference.strip(), words=given.words.strip(), settles=given.settles, corrects=corrects,
        entered_at=now(), entered_by=_person(by), enterer_label=by.as_actor().label, simulated=simulated,
    )  # fmt: skip
    verb, said = ("correct_spending", "Corrected by") if corrects else ("enter_spending", "Entered")
    record(by=by, action=f"plans.{verb}", target=made, reason=reason,
           summary=f"{said} {pounds(given.pence)}: {made.audit_label}",
           details={"pence": given.pence, "kind": given.kind.value, "quarter": given.quarter,
                    "dated_on": given.dated_on.isoformat()})  # fmt: skip
    return made


def _check_entry(line: CostLine, sheet: CostSheet, given: Given) -> None:
    year = sheet.version.plan.year
    first, last = quarter_of(year, given.quarter)
    if given.pence < 0 or (given.pence == 0 and given.kind is not SpendKind.FORECAST):
        raise CostsError("The amount must be more than £0. To take something back, correct the entry it is in.")
    if not given.words.strip():
        raise CostsError("Enter what it is for, so that others can tell it from the rest.")
    if given.dated_on > today():
        raise CostsError("The day cannot be in the future. What is still to come is a commitment or a forecast.")
    if given.kind is SpendKind.FORECAST and last < today():
        raise CostsError(f"Q{given.quarter} ended on {long_date(last)}: enter what was spent in it.")
    if given.kind is SpendKind.ACTUAL:
        if not given.own_reference.strip():
            raise CostsError("Enter the reference in the accounts, so that the payment can be found there.")
        if given.dated_on < first:
            raise CostsError(
                f"Q{given.quarter} begins on {long_date(first)}, after that day. Choose an earlier quarter."
            )
    if line.no_separate_funding:
        raise CostsError(f"{line.label} is a line without money of its own. Choose the line that pays for it.")
    if given.settles is not None:
        if given.kind is not SpendKind.ACTUAL or given.settles.kind != SpendKind.COMMITMENT:
            raise CostsError("Only an actual settles a commitment.")
        if given.settles.line_id != line.pk:
            raise CostsError("An actual settles a commitment of its own line.")


def _check_room(sheet: CostSheet, pence: int) -> None:
    """Raise where spending would pass what has come in. Where that is not recorded, nothing can be said."""
    come_in = received(sheet, today()).pence
    if come_in is None:
        return
    actuals = Spending.objects.filter(line__heading__sheet=sheet, kind=SpendKind.ACTUAL)
    spent = actuals.aggregate(sum=Sum("amount_pence"))["sum"] or 0
    if spent + pence > come_in:
        raise CostsError(
            f"{pounds(come_in)} of the grant has come in and {pounds(spent)} is spent, so "
            f"{pounds(max(0, come_in - spent))} can be spent now. Note the next instalment under Grants first, or "
            "enter this as a commitment."
        )


@transaction.atomic
def set_limit(*, sheet: CostSheet, limit: int | None, why: str, by: Acts) -> CostSheet:
    """Settle up to which amount a virement needs nobody else. Who approves virements settles it, not who proposes."""
    sheet = _held(sheet)
    check_may(scope_of_actor(by), Action.APPROVE_SPENDING, _region(sheet))
    if limit is not None and limit < 0:
        raise CostsError("The limit is £0 or more.")
    before = sheet.virement_limit
    sheet.virement_limit, sheet.limit_why = limit, said_why(why, "this is the limit")[:300]
    sheet.save(update_fields=["virement_limit", "limit_why"])
    words = "every virement needs approval" if limit is None else f"virements above {pounds(limit)} need approval"
    record(by=by, action="plans.set_virement_limit", target=sheet, reason=sheet.limit_why,
           summary=f"Settled for the {sheet.audit_label}: {words}",
           details={"before": before, "after": limit})  # fmt: skip
    return sheet


@transaction.atomic
def propose_virement(
    *, source: CostHeading, target: CostHeading, pence: int, reason: str, by: Acts, simulated: bool = False
) -> Virement:
    """Propose to move money from one heading to another of the same grant. Up to the limit it holds at once."""
    sheet = _held(source.sheet)
    check_may(scope_of_actor(by), Action.KEEP_PLAN, _region(sheet))
    why = said_why(reason, "the money is moved")
    if source.sheet_id != target.sheet_id:
        raise CostsError("Money moves between areas of one grant. SEND and social care are two grants.")
    if source.pk == target.pk:
        raise CostsError("Choose two different areas.")
    if pence <= 0:
        raise CostsError("The amount must be more than £0.")
    _check_source(sheet, source, pence)
    within = sheet.virement_limit is not None and pence <= sheet.virement_limit
    label = by.as_actor().label
    made = Virement.objects.create(
        sheet=sheet, source=source, target=target, amount_pence=pence, reason=why[:500], within_limit=within,
        state=VirementState.APPROVED if within else VirementState.PROPOSED, proposed_at=now(), proposed_by=_person(by),
        proposer_label=label, decided_at=now() if within else None, decider_label=label if within else "",
        decision_words="Within the limit that needs nobody else." if within else "", simulated=simulated,
    )  # fmt: skip
    record(by=by, action="plans.propose_virement", target=made, reason=why,
           summary=f"{'Moved' if within else 'Proposed to move'} {pounds(pence)}: {made.audit_label}",
           details={"pence": pence, "within_limit": within})  # fmt: skip
    return made


@transaction.atomic
def decide_virement(*, virement: Virement, approve: bool, words: str, by: Acts) -> Virement:
    """Approve or decline a virement that somebody else proposed."""
    virement, sheet = _held_virement(virement)
    check_may(scope_of_actor(by), Action.APPROVE_SPENDING, _region(sheet))
    person = _person(by)
    if person is not None and person.pk == virement.proposed_by_id:
        raise NotYours("You proposed this, so another person who approves spending decides on it.")
    to = VirementState.APPROVED if approve else VirementState.DECLINED
    _check_move(virement, to)
    if approve:
        _check_source(sheet, virement.source, virement.amount_pence)
    said = words.strip() if approve else said_why(words, "it is declined")
    return _moved(virement, to, said, by, "decide_virement", "Approved" if approve else "Declined")


@transaction.atomic
def withdraw_virement(*, virement: Virement, reason: str, by: Acts) -> Virement:
    """Take a proposal back. Whoever proposed it does, or anybody who keeps the plan."""
    virement, sheet = _held_virement(virement)
    check_may(scope_of_actor(by), Action.KEEP_PLAN, _region(sheet))
    _check_move(virement, VirementState.WITHDRAWN)
    said = said_why(reason, "it is withdrawn")
    return _moved(virement, VirementState.WITHDRAWN, said, by, "withdraw_virement", "Withdrew")


def _moved(virement: Virement, to: VirementState, words: str, by: Acts, action: str, verb: str) -> Virement:
    virement.state, virement.decided_at, virement.decided_by = to, now(), _person(by)
    virement.decider_label, virement.decision_words = by.as_actor().label, words[:500]
    virement.save(update_fields=["state", "decided_at", "decided_by", "decider_label", "decision_words"])
    record(by=by, action=f"plans.{action}", target=virement, reason=words,
           summary=f"{verb} {pounds(virement.amount_pence)}: {virement.audit_label}",
           details={"pence": virement.amount_pence, "state": to.value})  # fmt: skip
    return virement


def _check_move(virement: Virement, to: VirementState) -> None:
    if to not in VIREMENT_TRANSITIONS[VirementState(virement.state)]:
        raise CostsError(f"This virement is {virement.state}, so it cannot become {to.value}.")


def _check_source(sheet: CostSheet, source: CostHeading, pence: int) -> None:
    """Raise where a heading would keep less than it has spent and committed."""
    stands: HeadingSpent = next(each for each in _standing(sheet).headings if each.model.pk == source.pk)
    bound = stands.spent.actual + stands.spent.committed
    free = stands.now - bound
    if pence > free:
        raise CostsError(
            f"{source.title} has {pounds(stands.now)}, of which {pounds(bound)} is spent or committed, so at most "
            f"{pounds(max(0, free))} can be moved from it."
        )


def _standing(sheet: CostSheet) -> SpendingOn:
    held = next(each for each in held_sheets(sheet.version) if each.model.pk == sheet.pk)
    return SpendingOn(held, today())


def _held(sheet: CostSheet) -> CostSheet:
    """The sheet as it is now, held until the end of the transaction."""
    found = CostSheet.objects.select_for_update(of=("self",))
    held = found.select_related("version__plan__alliance__region", "strand").get(pk=sheet.pk)
    if held.state != SheetState.CONFIRMED or held.version.state == VersionState.DRAFT:
        raise CostsError("These costs do not hold: other ones took their place, or they are a draft. Open the costs.")
    return held


def _held_line(line: CostLine, by: Acts) -> tuple[CostLine, CostSheet]:
    sheet = _held(line.heading.sheet)
    check_may(scope_of_actor(by), Action.KEEP_PLAN, _region(sheet))
    return line, sheet


def _held_virement(virement: Virement) -> tuple[Virement, CostSheet]:
    sheet = _held(virement.sheet)
    found = Virement.objects.select_for_update(of=("self",)).select_related("source", "target").get(pk=virement.pk)
    found.sheet = sheet
    return found, sheet


def _region(sheet: CostSheet) -> str:
    return sheet.version.plan.alliance.region.code


def _person(by: Acts) -> Person | None:
    return by if isinstance(by, Person) else None
