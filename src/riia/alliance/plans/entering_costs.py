"""What costings that were read would be entered as: a sheet for each table, every amount as written and as read. Pure.

What is not stated stays not stated, never £0: a quarter without a column is £0 only where the others make up the line.
What a sheet needs and the document does not say (what the grant allocates to an area) is asked of a person.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from riia.alliance.plans.comparison_costs import HeadingFacts, LineFacts
from riia.alliance.plans.costs import PROFILE, QUARTERS, Amount, How, said
from riia.alliance.plans.entering import LeftOut
from riia.alliance.plans.entering_text import shortened
from riia.documents.plans.structure import AreaCost, CostLine, CostTable, Grant, Money

NOT_STATED: Final = Amount(None, How.UNKNOWN)
_WRITTEN: Final = 40
_SCOPE: Final = 300


@dataclass(frozen=True, slots=True)
class Reading:
    """Which KPIs something pays for: as written, as read, and why where that differs."""

    written: str = ""
    read: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LineGiven:
    """A line as a costing has it, with quarters Q1 to Q4. `words` are what the document calls it."""

    spend: Amount
    quarters: tuple[Amount, Amount, Amount, Amount]
    requirement: str = ""
    scope: Reading = Reading()
    no_separate_funding: bool = False
    words: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class HeadingGiven:
    """An area of the grant with its lines."""

    title: str
    allocation: Amount
    total: Amount
    variance: Amount
    lines: tuple[LineGiven, ...]
    scope: Reading = Reading()
    place: str = ""


@dataclass(frozen=True, slots=True)
class SheetGiven:
    """An appendix. `totals` by column: spend, q1 to q4, allocation, variance. `strand` is what the document says."""

    appendix: str
    title: str
    grant: Amount
    grant_where: str
    totals: Mapping[str, Amount]
    headings: tuple[HeadingGiven, ...]
    strand: str = ""
    shares: tuple[int, ...] = PROFILE
    left_out: tuple[LeftOut, ...] = ()

    @property
    def lines(self) -> tuple[LineGiven, ...]:
        return tuple(line for heading in self.headings for line in heading.lines)

    @property
    def unallocated(self) -> tuple[HeadingGiven, ...]:
        """Areas of which the document does not say what the grant allocates to them."""
        return tuple(each for each in self.headings if each.allocation.pence is None)


@dataclass(frozen=True, slots=True)
class Refused:
    """An amount that cannot be one of a plan's costs: where it stands, what is written, and what to do."""

    where: str
    as_written: str
    remedy: str


def sheets_given(tables: Sequence[CostTable], grants: Sequence[Grant] = ()) -> list[SheetGiven]:
    """A sheet for each table, in the order of the document."""
    return [_Table(table, number, grants).sheet() for number, table in enumerate(tables, start=1)]


def with_allocations(sheet: SheetGiven, given: Mapping[str, Amount]) -> SheetGiven:
    """The sheet with what a person says the grant allocates, by title of the area; then the grant is their sum."""
    headings = tuple(
        replace(each, allocation=given[each.title]) if each.allocation.pence is None and each.title in given else each
        for each in sheet.headings
    )
    grant = sheet.grant
    amounts = [each.allocation.pence for each in headings]
    if grant.pence is None and None not in amounts:
        grant = Amount(
            sum(each or 0 for each in amounts), How.DERIVED, "", "The sum of what is allocated to the areas."
        )
    return replace(sheet, headings=headings, grant=grant)


def refused(sheet: SheetGiven) -> list[Refused]:
    """Amounts that cannot be: less than nothing where only variances may be."""
    found = []
    for heading in sheet.headings:
        if (heading.allocation.pence or 0) < 0:
            found.append(Refused(heading.place, heading.allocation.as_written, "An allocation is £0 or more."))
        for line in heading.lines:
            for amount in (line.spend, *line.quarters):
                if (amount.pence or 0) < 0:
                    found.append(Refused(line.place, amount.as_written, "A line of costs is £0 or more."))
    return found


class _Table:
    """Takes one table."""

    def __init__(self, table: CostTable, number: int, grants: Sequence[Grant]) -> None:
        self.table, self.number, self.grants = table, number, grants
        self.left: list[LeftOut] = []
        shares = dict(table.shares)
        self.stated = shares if sum(shares.values()) == 100 else {}

    def sheet(self) -> SheetGiven:
        table = self.table
        headings = tuple(self.heading(each) for each in table.areas)
        grant, where = self.grant()
        named = re.search(r"\bAppendix\s+(\w{1,4})\b", table.title)
        totals = {"spend": _money(table.total_spend), "allocation": _money(table.total_allocation),
                  "variance": _money(table.total_variance)}  # fmt: skip
        totals |= {f"q{quarter}": _money(amount) for quarter, amount in table.total_quarters}
        for note in table.notes:
            self.left.append(LeftOut("a note of the costings", str(table.where), shortened(note, 200)))
        return SheetGiven(
            named[1] if named else str(self.number), shortened(table.title, 120) or f"costings {self.number}", grant,
            where, totals, headings, table.strand, self.shares(), tuple(self.left),
        )  # fmt: skip

    def shares(self) -> tuple[int, ...]:
        """Per cent of each quarter, as the header says; the usual ones where it says nothing."""
        return tuple(self.stated.get(quarter, 0) for quarter in QUARTERS) if self.stated else PROFILE

    def grant(self) -> tuple[Amount, str]:
        """The grant that pays for it: stated in the introduction for this strand, or the total of allocations."""
        named = [each for each in self.grants if not each.about and _of(self.table.strand, each.strand)]
        if len(named) == 1:
            return Amount(named[0].pence, How.STATED, named[0].as_written[:_WRITTEN]), str(named[0].where)
        total = _money(self.table.total_allocation)
        where = str(self.table.total_allocation.where) if self.table.total_allocation else ""
        return (total, where) if total.pence is not None else (NOT_STATED, "")

    def heading(self, area: AreaCost) -> HeadingGiven:
        scope = self.scope(area.scope, f"area “{area.name}”", area.where)
        title = shortened(area.name, 120) or "Without a name"
        return HeadingGiven(title, _money(area.allocation), _money(area.total), _money(area.variance),
                            tuple(self.line(each, title) for each in area.lines), scope, str(area.where))  # fmt: skip

    def line(self, line: CostLine, title: str) -> LineGiven:
        spend = _money(line.spend)
        by = {quarter: _money(amount) for quarter, amount in line.quarters}
        if spend.pence is None and line.spend.blank:
            spend = _derived(line, by)
        none = {quarter for quarter in QUARTERS if self.stated and not self.stated.get(quarter)}
        quarters = tuple(_quarter(quarter, by, spend, none) for quarter in QUARTERS)
        number = re.match(r"\d{1,2}(?:\.\d{1,2})*(?![\d.,])", line.sub_requirement.strip())
        words = shortened(line.label or ("" if number else line.sub_requirement), 300)
        scope = self.scope(line.scope, f"line “{words or title}”", line.scope_where or line.where)
        return LineGiven(spend, (quarters[0], quarters[1], quarters[2], quarters[3]), number[0] if number else "",
                         scope, spend.pence == 0, words, str(line.where))  # fmt: skip

    def scope(self, text: str, what: str, where: object) -> Reading:
        if len(" ".join(text.split())) > _SCOPE:
            self.left.append(LeftOut(f"the end of what {what} pays for", str(where), "it is longer than can be kept"))
        return Reading(shortened(text, _SCOPE))


def _money(money: Money | None) -> Amount:
    """As written and as read. Damaged text that was read by the sums around it says so; what was not stays unknown."""
    if money is None:
        return NOT_STATED
    written = money.as_written[:_WRITTEN]
    if money.pence is None:
        return Amount(None, How.UNKNOWN, written)
    if money.doubtful:
        return Amount(money.pence, How.ARTEFACT, written, "Read by the amounts around it; the text is damaged.")
    return Amount(money.pence, How.STATED, written)


def _derived(line: CostLine, by: Mapping[int, Amount]) -> Amount:
    """The spend of a line that states none: the sum of its quarters, with all that the table allows."""
    known = [each.pence for each in by.values() if each.pence is not None]
    if not by or len(known) < len(by):
        return NOT_STATED
    note = "The sum of its quarters."
    if line.derived is not None and line.derived[0] != line.derived[1]:
        low, high = line.derived
        note += f" The rest of the table allows {said(low)} to {said(high)}."
    return Amount(sum(known), How.DERIVED, "", note)


def _quarter(quarter: int, by: Mapping[int, Amount], spend: Amount, none: Collection[int]) -> Amount:
    """A quarter as its column has it; without a column £0 where the heads leave it no share or the others all."""
    if quarter in by:
        return by[quarter]
    if by and quarter in none:
        return Amount(0, How.DERIVED)
    known = [each.pence for each in by.values() if each.pence is not None]
    if by and len(known) == len(by) and spend.pence is not None and abs(sum(known) - spend.pence) <= 100:
        return Amount(0, How.DERIVED)
    return NOT_STATED


def _of(strand: str, words: str) -> bool:
    """Whether words such as "Children's Social Care" mean the strand "CSC"."""
    if not strand or not words:
        return False
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", words)).upper()
    return words.upper().startswith(strand.upper()) or strand.upper() in initials


def heading_facts(sheet: SheetGiven) -> list[HeadingFacts]:
    """A sheet that would be entered, as it is compared."""
    return [
        HeadingFacts(place, each.title, each.allocation.pence, tuple(
            LineFacts(number, each.title, number, line.words, line.requirement, line.scope.written, line.spend.pence,
                      tuple(quarter.pence for quarter in line.quarters))
            for number, line in enumerate(each.lines, start=1)))
        for place, each in enumerate(sheet.headings, start=1)
    ]  # fmt: skip
