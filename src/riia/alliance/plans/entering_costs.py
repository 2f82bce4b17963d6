"""What costings that were read would be entered as: a sheet for each table, every amount as written and as read. Pure.

What is not stated stays not stated, never £0: a quarter without a column is £0 only where the others make up the line.
What a sheet needs and the document does not say (what the grant allocates to an area) is asked of a person.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from riia.alliance.plans.comparison import SIMILAR, Edit, likeness, paired
from riia.alliance.plans.costs import PROFILE, QUARTERS, Amount, How, said
from riia.alliance.plans.entering import LeftOut, fingerprint, shortened
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
        stated = dict(self.table.shares)
        found = tuple(stated.get(quarter, 0) for quarter in QUARTERS)
        return found if sum(found) == 100 else PROFILE

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
        quarters = tuple(_quarter(quarter, by, spend) for quarter in QUARTERS)
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


def _quarter(quarter: int, by: Mapping[int, Amount], spend: Amount) -> Amount:
    """A quarter as its column has it; without a column £0 where the other quarters make up the line."""
    if quarter in by:
        return by[quarter]
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


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line as it is compared. `key` finds it again; `spent` is what is spent and committed on it, in pence."""

    key: int
    heading: str
    number: int
    words: str
    requirement: str
    scope: str
    spend: int | None
    quarters: tuple[int | None, ...]
    spent: int = 0

    @property
    def label(self) -> str:
        return f"{self.heading}, {self.words or self.requirement or f'line {self.number}'}"


@dataclass(frozen=True, slots=True)
class HeadingFacts:
    """An area as it is compared."""

    key: int
    title: str
    allocation: int | None
    lines: tuple[LineFacts, ...]


@dataclass(frozen=True, slots=True)
class CostsDifference:
    """Two sheets held against each other: edits line by line, and which heading and line went on as which."""

    edits: tuple[Edit, ...]
    headings: tuple[tuple[HeadingFacts | None, HeadingFacts | None], ...]
    lines: tuple[tuple[LineFacts | None, LineFacts | None], ...]

    @property
    def stranded(self) -> tuple[LineFacts, ...]:
        """Lines with money spent or promised that the later sheet does not have."""
        return tuple(one for one, other in self.lines if one is not None and other is None and one.spent)


def heading_facts(sheet: SheetGiven) -> list[HeadingFacts]:
    """A sheet that would be entered, as it is compared."""
    return [
        HeadingFacts(place, each.title, each.allocation.pence, tuple(
            LineFacts(number, each.title, number, line.words, line.requirement, line.scope.written, line.spend.pence,
                      tuple(quarter.pence for quarter in line.quarters))
            for number, line in enumerate(each.lines, start=1)))
        for place, each in enumerate(sheet.headings, start=1)
    ]  # fmt: skip


def difference(before: Sequence[HeadingFacts], after: Sequence[HeadingFacts]) -> CostsDifference:
    """Hold two sheets against each other: areas by title or alike titles, lines by what they are, then by place."""
    headings = _headings(before, after)
    lines: list[tuple[LineFacts | None, LineFacts | None]] = []
    edits: list[Edit] = []
    for one, other in headings:
        found = paired(one.lines if one else (), other.lines if other else (), _STEPS)
        title = (other or one).title if (other or one) else ""  # type: ignore[union-attr]  # one of the two is there
        old, new = (each.allocation if each else None for each in (one, other))
        if one is None or other is None or old != new:
            edits.append(Edit(f"{title}, allocation", _pounds(old) if one else None, _pounds(new) if other else None,
                              _more(old, new) if one and other else ""))  # fmt: skip
        edits += [edit for pair in found for edit in _line(*pair)]
        lines += found
    return CostsDifference(tuple(edits), tuple(headings), tuple(lines))


def _headings(
    before: Sequence[HeadingFacts], after: Sequence[HeadingFacts]
) -> list[tuple[HeadingFacts | None, HeadingFacts | None]]:
    """The same title first; then the most alike, at least as much as KPIs are found again by words."""
    pairs: dict[int, HeadingFacts] = {}
    left = list(before)
    alike = sorted(
        ((likeness(one.title, other.title), one, other) for one in before for other in after),
        key=lambda each: (-each[0], each[1].key, each[2].key),
    )
    for share, one, other in alike:
        if share >= SIMILAR and one in left and other.key not in pairs:
            pairs[other.key] = one
            left.remove(one)
    return [*((pairs.get(each.key), each) for each in after), *((each, None) for each in left)]


def _is(one: LineFacts) -> tuple[str, str, str]:
    """What a line is, by what the document says of it; blank where it says nothing but amounts."""
    return fingerprint(one.words), one.requirement, fingerprint(one.scope)


def _same(one: LineFacts, other: LineFacts) -> bool:
    return any(_is(one)) and _is(one) == _is(other)


def _same_words(one: LineFacts, other: LineFacts) -> bool:
    return bool(one.words) and fingerprint(one.words) == fingerprint(other.words)


def _same_requirement(one: LineFacts, other: LineFacts) -> bool:
    return bool(one.requirement) and one.requirement == other.requirement and not (one.words and other.words)


def _same_scope(one: LineFacts, other: LineFacts) -> bool:
    return bool(one.scope) and fingerprint(one.scope) == fingerprint(other.scope) and not (one.words and other.words)


def _mute(one: LineFacts, other: LineFacts) -> bool:
    """One of the two says nothing but amounts."""
    return not any(_is(one)) or not any(_is(other))


def _same_amount(one: LineFacts, other: LineFacts) -> bool:
    """An amount says more than a place, where a line was put in between."""
    return _mute(one, other) and one.spend == other.spend


def _same_place(one: LineFacts, other: LineFacts) -> bool:
    return _mute(one, other) and one.number == other.number


_STEPS: Final[Sequence[Callable[[LineFacts, LineFacts], bool]]] = (
    lambda one, other: _same(one, other) and one.spend == other.spend,
    _same,
    _same_words,
    _same_requirement,
    _same_scope,
    lambda one, other: _same_amount(one, other) and one.number == other.number,
    _same_amount,
    _same_place,
)


def _line(one: LineFacts | None, other: LineFacts | None) -> Iterator[Edit]:
    here = other or one
    assert here is not None
    if one is None or other is None:
        note = f"{said(here.spent)} is spent or committed on it" if other is None and here.spent else ""
        yield Edit(here.label, _pounds(one.spend) if one else None, _pounds(other.spend) if other else None, note)
        return
    if one.spend != other.spend:
        yield Edit(here.label, _pounds(one.spend), _pounds(other.spend), _more(one.spend, other.spend))
    for quarter, (old, new) in enumerate(zip(one.quarters, other.quarters, strict=True), start=1):
        if old != new and one.spend == other.spend:
            yield Edit(f"{here.label}, Q{quarter}", _pounds(old), _pounds(new), _more(old, new))
    if fingerprint(one.scope) != fingerprint(other.scope):
        yield Edit(
            f"{here.label}, pays for", one.scope or "the KPIs of its area", other.scope or "the KPIs of its area"
        )


def _pounds(pence: int | None) -> str:
    return "not stated" if pence is None else said(pence)


def _more(old: int | None, new: int | None) -> str:
    if old is None or new is None or old == new:
        return ""
    return f"{said(abs(new - old))} {'more' if new > old else 'less'}"
