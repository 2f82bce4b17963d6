"""Where every KPI of a plan stands, as frozen rows: the one source of numbers for page, report and board pack. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from riia.alliance.plans.finding import TimeStanding
from riia.alliance.plans.judging import Standing
from riia.alliance.plans.states import Rag, Status
from riia.alliance.plans.thresholds import Threshold


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A piece of evidence for a KPI. `href` is its page; `counts` whether it counted on the day."""

    key: int
    reference: str
    title: str
    kind: str
    effective_on: date
    expires_on: date | None
    state: str
    counts: bool
    measures: tuple[int, ...]
    href: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class ExemptionLine:
    """A council that is, or may be, left out of a KPI. `reason` is blank where the viewer may not read it."""

    reference: str
    council: str
    council_code: str
    reason: str
    from_on: date
    to_on: date
    state: str
    approved_by: str
    approved_on: date | None
    simulated: bool

    @property
    def approved(self) -> bool:
        return self.state == "approved"


@dataclass(frozen=True, slots=True)
class OverrideLine:
    """A person's colour beside the derived one, until the day it expires."""

    reference: str
    rag: Rag
    reason: str
    by: str
    from_on: date
    expires_on: date
    simulated: bool


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure and where it stands.

    `standing.result` is n of N with exempt councils left out, `standing.without` with all councils.
    `href` leads to where a measure that takes itself can be checked, `counted_how` says how it is counted.
    """

    id: int
    reference: str
    number: int
    words: str
    target: str
    threshold: Threshold
    all_councils: bool
    due: date | None
    due_written: str
    due_reading: str
    due_decided_by: str
    proof_kind: str
    proofs: tuple[str, ...]
    recurrence: str
    standing: Standing
    evidence: int
    waiting: int
    takes_itself: str = ""
    counted_how: str = ""
    counted_words: str = ""
    href: str = ""
    simulated: bool = False
    parts: tuple[tuple[str, bool | None], ...] = ()
    """Councils by code: counts, does not, or not known. Only for whoever may see them."""

    @property
    def n(self) -> Fraction | None:
        return self.standing.result.n

    @property
    def of(self) -> int | None:
        return self.standing.result.of

    @property
    def needed(self) -> Fraction | None:
        return self.standing.result.needed

    @property
    def times(self) -> tuple[TimeStanding, ...]:
        return self.standing.times


@dataclass(frozen=True, slots=True)
class Changed:
    """How a KPI stood at an earlier day, where that differs."""

    since: date
    status: Status
    rag: Rag
    reason: str


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A KPI and where it stands on a day. `rag` is derived; `shown_rag` a person's colour where one holds.

    `due` is the day that is next looked at: the first of what is not met, else the last. `evidence` is every piece that
    was recorded, `changed` how it stood at the earlier day that was asked about, where that differs.
    """

    id: int
    reference: str
    key: str
    written: str
    kind: str
    words: str
    strand: str
    strand_title: str
    area: str
    area_title: str
    requirement: str
    requirement_words: str
    activity: str
    activity_words: str
    owner: str
    owner_reference: str
    owner_office: str
    due: date | None
    headline_due: date | None
    due_written: str
    status: Status
    rag: Rag
    reason: str
    late: bool
    deciding: int | None
    """Number of the measure that decides; None for a KPI without measures."""
    measures: tuple[MeasureRow, ...]
    evidence: tuple[EvidenceLine, ...]
    exemptions: tuple[ExemptionLine, ...]
    override: OverrideLine | None
    changed: Changed | None
    references: tuple[str, ...]
    href: str
    simulated: bool

    @property
    def shown_rag(self) -> Rag:
        return self.override.rag if self.override else self.rag

    @property
    def owner_words(self) -> str:
        """The person, else the office; blank for nobody."""
        return self.owner or self.owner_office

    @property
    def main(self) -> MeasureRow | None:
        """The measure that decides, whose n of N stands for the KPI in a list."""
        return next((each for each in self.measures if each.number == self.deciding), None)

    @property
    def waiting(self) -> int:
        """Pieces of evidence that wait for review."""
        return sum(each.state == "recorded" for each in self.evidence)

    @property
    def overdue(self) -> bool:
        return self.status is Status.MISSED


@dataclass(frozen=True, slots=True)
class Standings:
    """Every KPI of a version of a plan on a day, in the order of the plan.

    `words` says in a sentence which day was taken and why; `simulated` whether anything recorded is simulated.
    """

    plan_title: str
    version: str
    region: str
    at: date
    since: date | None
    words: str
    simulated: bool
    rows: tuple[KpiRow, ...]

    def count(self, test: Callable[[KpiRow], bool]) -> int:
        """How many KPIs pass a test."""
        return sum(1 for row in self.rows if test(row))

    def by_rag(self) -> dict[Rag, int]:
        """How many KPIs show each colour, a person's colour before the derived one."""
        return {rag: self.count(lambda row, rag=rag: row.shown_rag is rag) for rag in Rag}  # type: ignore[misc]

    def by_status(self) -> dict[Status, int]:
        """How many KPIs stand in each status."""
        return {status: self.count(lambda row, status=status: row.status is status) for status in Status}  # type: ignore[misc]

    def row(self, key: str) -> KpiRow | None:
        """The KPI with this number."""
        return next((each for each in self.rows if each.key == key), None)
