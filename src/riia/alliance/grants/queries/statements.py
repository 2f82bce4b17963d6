"""What a place got over the years: its rows of every annex as at a day, and what of it was paid."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from riia.alliance.access.scope import Scope
from riia.alliance.grants.models import (
    Allocation,
    Amount,
    Determination,
    DeterminationVersion,
    Payment,
    PaymentKind,
)
from riia.alliance.grants.policies import latest
from riia.alliance.grants.queries import reading
from riia.alliance.grants.queries.reading import AsAt
from riia.alliance.grants.queries.recomputing import annex_of
from riia.alliance.grants.states import COUNTED, MOVED, OPEN_PAYMENTS
from riia.alliance.places import queries as places
from riia.alliance.places.models import Place
from riia.documents.allocation import Worked


@dataclass(frozen=True, slots=True)
class Held:
    """A grant with what holds of it on a day, and its rows then."""

    determination: Determination
    at: AsAt
    rows: tuple[Allocation, ...]

    def amount(self, row: Allocation) -> Amount | None:
        """What a row gives on that day; None where the annex has no column for it."""
        by_kind: Mapping[str, Amount] = {each.column.kind: each for each in row.amounts.all()}
        return next((by_kind[kind] for kind in self.at.column_kinds if kind in by_kind), None)

    @property
    def total(self) -> int | None:
        """The sum of all rows; None where one is not known."""
        amounts = [self.amount(row) for row in self.rows]
        if not amounts or any(each is None or each.pence is None for each in amounts):
            return None
        return sum(each.pence for each in amounts if each is not None and each.pence is not None)


def held_on(scope: Scope, day: date) -> list[Held]:
    """Every grant the viewer sees with what holds of it on a day, the newest year first."""
    grants = list(reading.determinations(scope))
    by_grant: dict[int, list[DeterminationVersion]] = defaultdict(list)
    for version in reading.versions(scope):
        by_grant[version.determination_id].append(version)
    found = []
    for grant in grants:
        at = reading.as_at(grant, by_grant[grant.pk], day)
        rows = tuple(reading.rows_of(at.version)) if at.version else ()
        found.append(Held(grant, at, rows))
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a statement. `share` is its part of the grant in thousandths; `as_name` where the row named another.

    `own` is what of it is meant for the place itself, where that is something else; `paid` what has been paid as far as
    the viewer may see payments (None: may not).
    """

    held: Held
    row: Allocation
    amount: Amount | None
    share: int | None
    own: int | None
    paid: int | None
    planned: int | None

    @property
    def year(self) -> int:
        return self.held.determination.financial_year

    @property
    def pence(self) -> int | None:
        return self.amount.pence if self.amount else None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Money for a place that somebody else is paid."""

    determination: Determination
    what: str
    pence: int
    payee: str


@dataclass(frozen=True, slots=True)
class YearSum:
    """A financial year of a statement: the sum, whether all amounts are known, and the change on the year before."""

    year: int
    total: int
    whole: bool
    change: int | None

    @property
    def label(self) -> str:
        return f"{self.year}-{(self.year + 1) % 100:02d}"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a place got over the years, as at a day. `councils` are rows of its councils, where it is a region."""

    place: Place
    day: date
    lines: tuple[Line, ...]
    councils: tuple[Line, ...]
    elsewhere: tuple[Elsewhere, ...]
    years: tuple[YearSum, ...]
    sees_payments: bool


def statement_of(scope: Scope, place: Place, day: date) -> Statement:
    """The statement of a council, with those it came from; or of a region, with the rows of its councils beside it."""
    own = set(places.lineage(place).values_list("pk", flat=True)) if place.is_council else {place.pk}
    inside = set() if place.is_council else set(Place.objects.filter(region=place).values_list("pk", flat=True))
    reach = reading.reach_of(scope)
    sees = reach.everywhere or place.code in reach.all
    lines, councils, elsewhere = [], [], []
    for held in held_on(scope, day):
        mine = [row for row in held.rows if row.place_id in own or row.supports_id == place.pk]
        theirs = [row for row in held.rows if row.place_id in inside and row not in mine]
        lines += [_line(scope, held, row, own_part=_own_part(held, row)) for row in mine]
        councils += [_line(scope, held, row) for row in theirs]
        elsewhere += _elsewhere(held, place)
    return Statement(place, day, tuple(lines), tuple(councils), tuple(elsewhere), _years(lines), sees)


def _line(scope: Scope, held: Held, row: Allocation, own_part: int | None = None) -> Line:
    amount, total = held.amount(row), held.total
    share = None
    if amount is not None and amount.pence is not None and total:
        share = (2000 * amount.pence + total) // (2 * total)
    found = reading.payments(scope).filter(
        determination=held.determination, place=row.place, kind=PaymentKind.INSTALMENT, state__in=list(COUNTED)
    )
    seen = list(found)
    paid = sum(each.amount_pence or 0 for each in seen if each.state in MOVED) if seen else None
    planned = sum(each.amount_pence or 0 for each in seen if each.state in OPEN_PAYMENTS) if seen else None
    return Line(held, row, amount, share, own_part, paid, planned)


def _own_part(held: Held, row: Allocation) -> int | None:
    """What of a row is meant for its recipient, where lines of the purpose are paid for others."""
    version = held.at.version
    if version is None or row.place is None or not version.purposes.exclude(payee=None).exists():
        return None
    found = annex_of(version).row_of(row.place.code)
    if found is None or not found.result.for_others:
        return None
    return found.result.total("own", uplift=False if held.at.before else None)


def _elsewhere(held: Held, place: Place) -> list[Elsewhere]:
    version = held.at.version
    if version is None or place.is_council or not version.purposes.exclude(payee=None).exists():
        return []
    row = annex_of(version).row_of(place.code)
    if row is None:
        return []
    payees = {line.number: line.payee.label for line in version.purposes.select_related("payee") if line.payee}
    return [
        Elsewhere(held.determination, line.title, line.answer.own - line.answer.paid, payees.get(line.line, ""))
        for line in row.result.lines
        if isinstance(line.answer, Worked)
        and line.answer.own > line.answer.paid
        and not (held.at.before and line.uplift)
    ]


def _years(lines: Sequence[Line]) -> tuple[YearSum, ...]:
    by_year: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_year[line.year].append(line)
    found: list[YearSum] = []
    for year in sorted(by_year):
        known = [line.pence for line in by_year[year] if line.pence is not None]
        total, whole = sum(known), len(known) == len(by_year[year])
        before = found[-1] if found else None
        # A year without grants between two others is a gap, and no change is told across it.
        near = before is not None and before.year == year - 1 and before.whole and whole
        found.append(YearSum(year, total, whole, total - before.total if before is not None and near else None))
    return tuple(reversed(found))


def overdue(payment: Payment, today: date) -> bool:
    """Whether the day of a payment that still waits has passed."""
    return payment.state in OPEN_PAYMENTS and latest(payment.due_on, payment.month_only) < today
