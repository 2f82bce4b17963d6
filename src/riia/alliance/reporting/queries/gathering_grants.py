"""What a report says of grants, gathered from letters, payments and awards as they stood on a day (R1.16, R1.41-R1.46).

Sums of a letter are worked out again by the grants' own rules; what is stated stays beside what comes out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from riia.alliance.access.scope import Scope
from riia.alliance.grants.models import Allocation, Condition, Determination, Payment, PaymentKind, Reporting
from riia.alliance.grants.policies import latest
from riia.alliance.grants.queries import reading
from riia.alliance.grants.queries.checking_annex import of_annex, of_purposes
from riia.alliance.grants.queries.needs import LOOKS_BACK, payee_of
from riia.alliance.grants.queries.notices import Weight
from riia.alliance.grants.queries.recomputing import annex_of
from riia.alliance.grants.queries.statements import Held, held_on
from riia.alliance.grants.states import COUNTED, OPEN_PAYMENTS, AwardState
from riia.alliance.kit.filters import long_date
from riia.alliance.places.models import Place
from riia.alliance.reporting.content_grants import Grant, GrantCondition, GrantFinding, GrantPayment
from riia.alliance.reporting.due_rules import Stretch

AHEAD: Final = timedelta(days=92)
"""How far after the day of a report payments are listed as due next: a quarter."""
_WEIGHTS: Final = (Weight.WRONG, Weight.UNSURE)


def grants_of(region: Place, stretch: Stretch, as_at: date) -> tuple[Grant, ...]:
    """Grants of the region that matter for the report: of the financial year, or with money that moved or is late."""
    scope = Scope.system("reports")
    councils = set(Place.objects.filter(region=region).values_list("pk", flat=True))
    payments: dict[int, list[Payment]] = {}
    found = reading.payments(scope).filter(state__in=list(COUNTED))
    for one in found:
        if one.place_id == region.pk or one.place_id in councils:
            payments.setdefault(one.determination_id, []).append(one)
    made = []
    for held in held_on(scope, as_at):
        rows = [row for row in held.rows if _is_ours(row, region, councils)]
        own = payments.get(held.determination.pk, [])
        shown = [each for each in own if _matters(each, stretch, as_at)]
        of_year = held.determination.year_starts <= as_at <= held.determination.year_ends
        if (rows and of_year) or shown:
            made.append(_grant(held, rows, own, shown, stretch, as_at, region))
    return tuple(made)


def _is_ours(row: Allocation, region: Place, councils: set[int]) -> bool:
    return row.place_id == region.pk or row.supports_id == region.pk or row.place_id in councils


def _matters(one: Payment, stretch: Stretch, as_at: date) -> bool:
    """Whether it moved in the period, is overdue without being history, or is due in the next quarter."""
    day = _moved_on(one, as_at)
    if day is not None:
        return stretch.starts <= day <= as_at
    last = latest(one.due_on, one.month_only)
    return as_at - LOOKS_BACK <= last <= as_at + AHEAD


def _moved_on(one: Payment, as_at: date) -> date | None:
    """The day on which it came or went, if that was by the day of the report."""
    if one.state in OPEN_PAYMENTS or one.paid_on is None or one.paid_on > as_at:
        return None
    return one.paid_on


def _grant(
    held: Held, rows: Sequence[Allocation], own: Sequence[Payment], shown: Sequence[Payment], stretch: Stretch,
    as_at: date, region: Place,
) -> Grant:  # fmt: skip
    grant, version = held.determination, held.at.version
    instalments = [each for each in own if not each.is_onward]
    moved = [(each, _moved_on(each, as_at)) for each in instalments]
    came = [each for each, day in moved if day is not None]
    findings, checked = _findings(held, rows)
    return Grant(
        title=grant.title,
        references=", ".join(str(each) for each in grant.references.all()),
        letter=held.at.words,
        allocated=_sum([amount.pence if (amount := held.amount(row)) else None for row in rows]) if rows else None,
        received=_sum([each.amount_pence for each in came]),
        in_period=_sum([each.amount_pence for each, day in moved if day is not None and day >= stretch.starts]),
        expected=_sum([each.amount_pence for each, day in moved if day is None]),
        passed_on=_sum([each.amount_pence for each in own if each.is_onward and _moved_on(each, as_at)]),
        payments=tuple(_payment(each, as_at) for each in sorted(shown, key=lambda one: (one.due_on, one.pk))),
        findings=findings,
        checked=checked,
        conditions=tuple(_conditions(grant, version is not None and bool(rows), region, as_at)),
        letter_held=version is None or version.letter_held,
        simulated=any(each.simulated for each in (*came, *shown)),
    )


def _sum(amounts: Sequence[int | None]) -> int | None:
    """Their sum; of none £0, and with one that is not known not known."""
    known = [each for each in amounts if each is not None]
    return sum(known) if len(known) == len(amounts) else None


def _payment(one: Payment, as_at: date) -> GrantPayment:
    day = _moved_on(one, as_at)
    what = f"Payment to {payee_of(one)}" if one.is_onward else "Instalment"
    if not one.is_onward and one.place.is_council:
        what = f"Instalment to {payee_of(one)}"
    return GrantPayment(
        what=what,
        day=day or one.due_on,
        month_only=one.month_only,
        amount=one.amount_pence,
        moved=day is not None,
        overdue=day is None and latest(one.due_on, one.month_only) < as_at,
        instalment=one.kind == PaymentKind.INSTALMENT,
        simulated=one.simulated,
    )


def _findings(held: Held, rows: Sequence[Allocation]) -> tuple[tuple[GrantFinding, ...], bool]:
    """What differs or cannot be verified in our own rows, and whether any rule was executed for them."""
    version = held.at.version
    if version is None or held.at.before or not rows:
        return (), False
    annex = annex_of(version)
    keys = {row.pk for row in rows}
    ours = replace(annex, rows=tuple(row for row in annex.rows if row.allocation.pk in keys))
    notices = [one for one in (*of_annex(ours), *of_purposes(ours)) if one.weight in _WEIGHTS]
    found = tuple(GrantFinding(one.where, one.words, one.weight is Weight.UNSURE) for one in notices)
    return found, any(row.result.checks for row in ours.rows)


def _conditions(grant: Determination, has_rows: bool, region: Place, as_at: date) -> Iterator[GrantCondition]:
    """What the grant is tied to, whether reports are asked for, and awards that wait for something (R1.21, R1.46)."""
    if has_rows and grant.condition != Condition.NOT_STATED:
        yield GrantCondition(grant.get_condition_display(), standing=grant.condition_words)
    if has_rows and grant.reporting == Reporting.REQUIRED:
        yield GrantCondition("reports to the department are required", standing=grant.reporting_words)
    for one in grant.awards.filter(place=region):
        handed = one.handed_in_on if one.handed_in_on and one.handed_in_on <= as_at else None
        standing = f"handed in on {long_date(handed)}" if handed else "not handed in"
        waits = handed is None or one.state == AwardState.CONTINGENT
        if one.state != AwardState.CONTINGENT and handed:
            standing += f", and the award is {one.state}"
        yield GrantCondition(f"the award depends on {one.depends_on}", one.due_on, standing, open=waits)
