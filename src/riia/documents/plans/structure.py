"""What a delivery plan or a table of costings says, in its own structure, every part with its exact place. Pure values.

Nothing here is corrected: `as_written` is the document's text, beside it stands how it was read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from riia.documents.model import Block, Cell, Where


@dataclass(frozen=True, slots=True)
class Passage:
    """Text put together from lines or cells that follow each other, and where each of them stands.

    `marks` are (offset in the text, place, the piece as written), in order.
    """

    text: str
    marks: tuple[tuple[int, Where, str], ...]

    def at(self, offset: int) -> Where:
        """The place of the letter at an offset."""
        return self._mark(offset)[1]

    def written(self, offset: int) -> str:
        """The piece, as it stands in the document, that holds the letter at an offset."""
        return self._mark(offset)[2]

    def piece(self, start: int, end: int) -> str:
        """The text between two offsets as far as it stands in the line or cell of the first."""
        later = [at for at, _, _ in self.marks if at > start]
        return self.text[start : min([end, *later[:1]])].strip()

    @property
    def where(self) -> Where:
        return self.marks[0][1] if self.marks else Where()

    def _mark(self, offset: int) -> tuple[int, Where, str]:
        found = (0, Where(), self.text)
        for mark in self.marks:
            if mark[0] > offset:
                break
            found = mark
        return found


class DueKind(StrEnum):
    """How exactly a date is given."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class DueRole(StrEnum):
    """What a date is for."""

    BY = "by"
    """The last day on which it may be done."""
    FROM = "from"
    """The day from which it goes on."""
    DURING = "during"
    """A period in which it happens, such as "in 2025/26"."""


@dataclass(frozen=True, slots=True)
class Due:
    """A date in a text. `first` and `last` are the earliest and latest day that its words allow; equal for a day.

    They are None where the words name no day: one that does not exist, one without a year, or a quarter whose basis
    (calendar or financial) is not said. `offset` is its place in the text it was read from.
    """

    as_written: str
    kind: DueKind
    role: DueRole
    offset: int
    first: date | None = None
    last: date | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    quarter: int | None = None
    weekday: str = ""
    problem: str = ""
    """"no such day", "no year", "no basis" (a quarter) or blank."""

    @property
    def read(self) -> date | None:
        """The day that counts: the last of a deadline or period, the first of what goes on from then."""
        return self.first if self.role is DueRole.FROM else self.last


@dataclass(frozen=True, slots=True)
class Stated:
    """A count set beside a percentage, such as "(13/15 LAP)"."""

    n: int
    of: int
    as_written: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """An amount that a KPI asks for. `operator` is ">=", "<=" or "="; `unit` one of `measures.UNITS`."""

    as_written: str
    operator: str
    value: Decimal
    unit: str
    of: str
    """What it is counted of or in, in the words of the text: "LAPs", "joint workshops"."""
    offset: int
    end: int
    stated: Stated | None = None


@dataclass(frozen=True, slots=True)
class ReadMeasure:
    """One thing to measure that a KPI is made of. `value` is None where the text names none."""

    operator: str
    value: Decimal | None
    unit: str
    of: str
    kind: str
    as_written: str
    due_as_written: str
    due: date | None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kpi:
    """`identifier` is normalised ("5.2.2A"), blank where it has none; `activity` the number it belongs to."""

    id_as_written: str
    identifier: str
    activity: str
    kind: str
    """"Action", "Performance" or blank."""
    passage: Passage
    dues: tuple[Due, ...]
    thresholds: tuple[Threshold, ...]
    frequencies: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    owner: str = ""
    target: str = ""
    """The text of a target in a column of its own; it is the end of the passage."""
    id_at: Where | None = None
    deadline: str = ""
    """The text of a date in a column of its own, which is the end of the passage."""
    timed: bool = False
    """Whether columns beside it say what is reached in each part of the year."""

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def where(self) -> Where:
        return self.passage.where

    @property
    def id_where(self) -> Where:
        """The place of its number."""
        return self.id_at or self.where

    @property
    def name(self) -> str:
        """What it is called in messages."""
        if self.identifier:
            return f"KPI {self.identifier}"
        if self.activity:
            return f"the KPI of activity {self.activity}"
        return f"the KPI without a number ({self.text[:40].rstrip()}…)"

    @property
    def due(self) -> Due | None:
        """The date by which it is to be met: its first deadline, or its first date of any kind."""
        return next((due for due in self.dues if due.role is DueRole.BY), self.dues[0] if self.dues else None)


@dataclass(frozen=True, slots=True)
class Activity:
    number_as_written: str
    number: str
    passage: Passage
    dues: tuple[Due, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    id_at: Where | None = None

    @property
    def id_where(self) -> Where:
        """The place of its number."""
        return self.id_at or self.where

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def where(self) -> Where:
        return self.passage.where

    @property
    def name(self) -> str:
        return (
            f"activity {self.number}" if self.number else f"the activity without a number ({self.text[:40].rstrip()}…)"
        )


@dataclass(frozen=True, slots=True)
class SubRequirement:
    """`stated` is false where its number was only seen at its activities."""

    number: str
    passage: Passage
    stated: bool
    activities: tuple[Activity, ...] = ()
    loose_kpis: tuple[Kpi, ...] = ()
    """KPIs of the sub-requirement whose activity is not there."""

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def where(self) -> Where:
        return self.passage.where

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        return tuple(kpi for activity in self.activities for kpi in activity.kpis) + self.loose_kpis


@dataclass(frozen=True, slots=True)
class Area:
    number: str
    title: str
    where: Where
    sub_requirements: tuple[SubRequirement, ...] = ()


@dataclass(frozen=True, slots=True)
class Strand:
    name: str
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class Grant:
    """An amount of grant as stated in the introduction, in pence."""

    strand: str
    pence: int
    as_written: str
    where: Where
    about: bool = False
    """Said to be approximate."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A statement of what there will be, outside the tables."""

    text: str
    where: Where
    strand: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a cell: pence as read (None where it cannot be), and the text as it stands."""

    as_written: str
    pence: int | None
    where: Where
    doubtful: bool = False
    """Not written as an amount: read from damaged text."""
    formula: str = ""
    typed: bool = False
    """Held by the file as a number, and not as text."""
    exact: Decimal | None = None
    """In pence, where the file holds parts of a penny that it does not show."""

    @property
    def blank(self) -> bool:
        return not self.as_written


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of costings. `scope` names the KPIs or activities it pays for, as written."""

    strand: str
    area: str
    sub_requirement: str
    label: str
    scope: str
    spend: Money
    quarters: tuple[tuple[int, Money], ...]
    """(quarter, amount), as the columns have it."""
    where: Where
    scope_where: Where | None = None
    derived: tuple[int, int] | None = None
    """Lowest and highest spend in pence that the rest of the table allows, where the cell is blank."""
    number: str = ""
    """Its own number, where the table numbers its lines."""
    number_where: Where | None = None
    quantity: Decimal | None = None
    rate: Money | None = None
    """What one of the quantity costs."""
    on_cost: Money | None = None
    shares: tuple[int, ...] = ()
    """Per cent of its own for each period, where the line says so."""
    shares_where: Where | None = None


@dataclass(frozen=True, slots=True)
class AreaCost:
    """An area of costings: its lines and what it says of their sum, of the grant and of the difference."""

    strand: str
    name: str
    scope: str
    where: Where
    lines: tuple[CostLine, ...]
    total: Money | None = None
    allocation: Money | None = None
    variance: Money | None = None
    quarters: tuple[tuple[int, Money], ...] = ()
    """What it says of the sum of each quarter."""


class RowKind(StrEnum):
    """What a row of costings is."""

    LINE = "line"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class CostRow:
    """A row of costings as it stands. `of` are the positions, among the rows, of the lines that a subtotal is of."""

    kind: RowKind
    name: str
    cells: tuple[Cell, ...]
    of: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CostTable:
    """A table of costings: areas, the row of totals, and the shares of the quarters from its header."""

    strand: str
    title: str
    where: Where
    areas: tuple[AreaCost, ...]
    shares: tuple[tuple[int, int], ...] = ()
    """(quarter, per cent) where the header says so."""
    shares_written: str = ""
    total_spend: Money | None = None
    total_quarters: tuple[tuple[int, Money], ...] = ()
    total_areas: Money | None = None
    total_allocation: Money | None = None
    total_variance: Money | None = None
    totals_where: Where | None = None
    notes: tuple[str, ...] = ()
    periods: tuple[tuple[int, str], ...] = ()
    """What the columns of periods are called that are no quarters, by their number."""
    scoped: bool = False
    """Whether it has a column for the KPIs that a line pays for."""
    heads: tuple[str, ...] = ()
    rows: tuple[CostRow, ...] = ()
    """Its lines and sums as they stand, for the columns that have no part in the plan."""
    taken: tuple[int, ...] = ()
    """Positions of the columns that were read as the spend and its periods."""
    summary: bool = False
    """Whether it only sums up lines of another table."""

    def period(self, number: int) -> str:
        """What a period is called: "Q2", or as the head has it."""
        return dict(self.periods).get(number, f"Q{number}")

    @property
    def lines(self) -> tuple[CostLine, ...]:
        return tuple(line for area in self.areas for line in area.lines)


@dataclass(frozen=True, slots=True)
class Costings:
    tables: tuple[CostTable, ...]
    summaries: tuple[CostTable, ...] = ()
    """Tables that only sum up the lines of the others."""
    stale: tuple[tuple[Cell, Decimal], ...] = ()
    """Cells of a workbook that show another number than their formula gives, with what it gives."""
    beside: tuple[Block, ...] = ()
    """The document that the tables stand in."""

    @property
    def lines(self) -> tuple[CostLine, ...]:
        return tuple(line for table in self.tables for line in table.lines)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What the columns beside an activity and its KPIs say: when it runs, what it needs, costs, who leads.

    `identifiers` are those of the row's activity and KPIs, normalised; `table` tells the rows of one table.
    """

    identifiers: tuple[str, ...]
    name: str
    where: Where
    table: int
    start: Due | None = None
    start_where: Where | None = None
    end: Due | None = None
    end_where: Where | None = None
    needs: str = ""
    needs_where: Where | None = None
    cost: Money | None = None
    owner: str | None = None
    """None where the table has no column for it."""
    area: str = ""
    """The heading under which it stands."""
    deadline: str | None = None
    """The date in its column as written; None where the table has no column for dates."""
    status: str = ""
    status_where: Where | None = None


@dataclass(frozen=True, slots=True)
class PlanTotal:
    """The row of a plan's table that says what all of its rows cost."""

    table: int
    cost: Money


def whole_paragraphs(lines: Sequence[Passage]) -> tuple[Passage, ...]:
    """Lines that go on in the next one as one passage: a page or column broke them."""
    made: list[Passage] = []
    for line in lines:
        above = made[-1] if made else None
        last = above.marks[-1][1] if above and above.marks else Where()
        goes_on = (
            above is not None
            and last.line is not None
            and line.where.line == last.line + 1
            and line.where.page == last.page
            and line.where.table is None
            and above.text[-1:] not in ".!?:"
            and (len(above.text) > _FULL_LINE or line.text[:1].islower())
        )
        if above is None or not goes_on:
            made.append(line)
            continue
        start = len(above.text) + 1
        marks = tuple((start + at, where, raw) for at, where, raw in line.marks)
        made[-1] = Passage(f"{above.text} {line.text}", (*above.marks, *marks))
    return tuple(made)


_FULL_LINE = 60
"""Letters of a line that is likely broken because it is full."""


@dataclass(frozen=True, slots=True)
class Damage:
    """Text that was damaged on the way out of a PDF. `better` is the undamaged twin, where it follows."""

    as_written: str
    where: Where
    what: str
    better: str = ""
    better_where: Where | None = None


@dataclass(frozen=True, slots=True)
class PlanText:
    """A delivery plan."""

    title: str
    version: str
    year_starts: date | None
    """First day of the grant year, where the title names one."""
    year_as_written: str
    dated: date | None
    """First day of the month or the day from which the document is."""
    dated_as_written: str
    councils: int | None
    councils_where: Where | None
    strands: tuple[Strand, ...]
    aims: tuple[Aim, ...] = ()
    grants: tuple[Grant, ...] = ()
    costings: Costings | None = None
    damages: tuple[Damage, ...] = ()
    outside: tuple[Passage, ...] = ()
    """What stands outside the tables, line by line."""
    has_kpis: bool = True
    rows: tuple[PlanRow, ...] = ()
    totals: tuple[PlanTotal, ...] = ()
    exempts: str = ""
    """The words that allow an activity to have no KPI, where they are there."""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def paragraphs(self) -> tuple[Passage, ...]:
        """What stands outside the tables, with the lines of a paragraph put together."""
        return whole_paragraphs(self.outside)

    @property
    def areas(self) -> tuple[Area, ...]:
        return tuple(area for strand in self.strands for area in strand.areas)

    @property
    def sub_requirements(self) -> tuple[SubRequirement, ...]:
        return tuple(sub for area in self.areas for sub in area.sub_requirements)

    @property
    def activities(self) -> tuple[Activity, ...]:
        return tuple(activity for sub in self.sub_requirements for activity in sub.activities)

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        return tuple(kpi for sub in self.sub_requirements for kpi in sub.kpis)

    def placed(self) -> Iterator[tuple[str, SubRequirement, Activity | None, Kpi]]:
        """Every KPI with its strand, sub-requirement and activity."""
        for strand in self.strands:
            for area in strand.areas:
                for sub in area.sub_requirements:
                    for activity in sub.activities:
                        for kpi in activity.kpis:
                            yield strand.name, sub, activity, kpi
                    for kpi in sub.loose_kpis:
                        yield strand.name, sub, None, kpi
