"""What a plan that was read would be entered as: rows with their text and place as they stand, and how they are read.

Pure. What does not fit, has no number or cannot be read is entered as it stands and named (`LeftOut`), never made up:
a date without a reading has none until a person settles it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from riia.alliance.plans.comparison import KpiFacts, MeasureFacts
from riia.alliance.plans.entering_text import clause, fingerprint, shortened
from riia.alliance.plans.thresholds import Threshold, target_words
from riia.alliance.plans.units import DONE, KpiKind, Operator, Recurrence, Unit
from riia.documents.plans import measures_of
from riia.documents.plans.structure import Activity, Due, DueKind, DueRole, Kpi, PlanText, ReadMeasure, SubRequirement

COSTS: Final = "the tables of costs"
"""What is left out of a plan that has its own costs: they are entered by themselves, from the page of the draft."""
_KEY: Final = 20
_NUMBER: Final = 10
_LARGEST: Final = Decimal("999999.99")
_SOME: Final = re.compile(r"\s*(?:supported|inspected|receiving|requesting|in receipt|with (?:a )?package)\b", re.I)
"""Words that make councils some of them, not all of the alliance."""
_RECURS: Final = {
    "per_month": (Unit.PER_MONTH, Recurrence.MONTHLY),
    "per_quarter": (Unit.PER_QUARTER, Recurrence.QUARTERLY),
    "per_year": (Unit.PER_YEAR, Recurrence.HALF_YEARLY),
    "per_term": (Unit.COUNT, Recurrence.TERMLY),
}
_READINGS: Final = {
    DueKind.MONTH: "the last day of the month",
    DueKind.QUARTER: "the last day of the quarter",
    DueKind.YEAR: "the last day of the year",
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of the document that is not entered, or not as it stands there: what, where, and why."""

    what: str
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class MeasureGiven:
    """One thing a KPI asks for. `value` None is "no number in the plan"; `due` None is "not settled as a day"."""

    number: int
    words: str
    operator: Operator | None = None
    value: Decimal | None = None
    unit: Unit | None = None
    denominator: str = ""
    all_councils: bool = False
    proof_kind: str = ""
    proofs: tuple[str, ...] = ()
    due_written: str = ""
    due: date | None = None
    due_reading: str = ""
    recurrence: Recurrence | None = None
    as_written: str = ""


@dataclass(frozen=True, slots=True)
class KpiGiven:
    """A KPI. `key` is unique in the plan, also where the document has a number twice or none."""

    key: str
    written: str
    kind: KpiKind
    words: str
    as_written: str
    place: str
    due_written: str = ""
    due: date | None = None
    owner_office: str = ""
    measures: tuple[MeasureGiven, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The same for the same words, however lines break and quotes are set."""
        return fingerprint(self.as_written)


@dataclass(frozen=True, slots=True)
class ActivityGiven:
    key: str
    written: str
    words: str
    as_written: str
    place: str
    kpis: tuple[KpiGiven, ...] = ()


@dataclass(frozen=True, slots=True)
class RequirementGiven:
    number: str
    words: str
    as_written: str
    place: str
    activities: tuple[ActivityGiven, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaGiven:
    number: str
    title: str
    as_written: str
    place: str
    requirements: tuple[RequirementGiven, ...] = ()


@dataclass(frozen=True, slots=True)
class StrandGiven:
    code: str
    title: str
    areas: tuple[AreaGiven, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanGiven:
    """A plan as it would be entered. `year` is the one its financial year begins in; None where it names none."""

    title: str
    year: int | None
    version_said: str
    document_date: str
    strands: tuple[StrandGiven, ...]
    aims: tuple[tuple[str, str], ...] = ()
    """(strand, statement)."""
    left_out: tuple[LeftOut, ...] = ()
    has_costs: bool = False

    @property
    def areas(self) -> tuple[AreaGiven, ...]:
        return tuple(area for strand in self.strands for area in strand.areas)

    @property
    def requirements(self) -> tuple[RequirementGiven, ...]:
        return tuple(each for area in self.areas for each in area.requirements)

    @property
    def activities(self) -> tuple[ActivityGiven, ...]:
        return tuple(each for requirement in self.requirements for each in requirement.activities)

    @property
    def kpis(self) -> tuple[KpiGiven, ...]:
        return tuple(kpi for activity in self.activities for kpi in activity.kpis)

    @property
    def measures(self) -> tuple[MeasureGiven, ...]:
        return tuple(measure for kpi in self.kpis for measure in kpi.measures)


def plan_given(plan: PlanText) -> PlanGiven:
    """What a plan that was read would be entered as. Nothing is written, nothing is corrected."""
    taking = _Taking()
    strands = tuple(taking.strands(plan))
    has_costs = plan.costings is not None and bool(plan.costings.lines)
    if has_costs:
        taking.note(COSTS, "", "they are entered by themselves, from the page of the draft")
    return PlanGiven(
        title=shortened(plan.title, 200),
        year=plan.year_starts.year if plan.year_starts else None,
        version_said=plan.version,
        document_date=plan.dated_as_written[:60],
        strands=strands,
        aims=tuple((each.strand[:_NUMBER], shortened(each.text)) for each in plan.aims),
        left_out=tuple(taking.left),
        has_costs=has_costs,
    )


@dataclass(slots=True)
class _Taking:
    """Takes a plan row by row, giving what has no number or the same number twice one of its own."""

    left: list[LeftOut] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    unnumbered: Counter[str] = field(default_factory=Counter)

    def note(self, what: str, where: object, why: str) -> None:
        self.left.append(LeftOut(what, str(where), why))

    def strands(self, plan: PlanText) -> Iterator[StrandGiven]:
        for strand in plan.strands:
            code = self.key("strand", strand.name or "ALL", _NUMBER)
            areas = []
            for area in strand.areas:
                number = self.key(f"area {code}", area.number or "", _NUMBER)
                title = shortened(area.title, 120) or f"Area {number}"
                inside = tuple(self.requirement(sub, number) for sub in area.sub_requirements)
                areas.append(AreaGiven(number, title, area.title, str(area.where), inside))
            yield StrandGiven(code, shortened(strand.name or "The whole plan", 120), tuple(areas))

    def requirement(self, sub: SubRequirement, area: str) -> RequirementGiven:
        number = self.key(f"requirement {area}", sub.number or "", _NUMBER, area)
        if not sub.text:
            self.note(f"the words of requirement {number}", sub.where, "only its number was found")
        activities = [self.activity(each, number) for each in sub.activities]
        loose: dict[str, list[KpiGiven]] = {}
        for kpi in sub.loose_kpis:
            self.note(f"the activity of {kpi.name}", kpi.where, "the document has no such activity; its KPI is entered")
            loose.setdefault(kpi.activity, []).append(self.kpi(kpi, number))
        for written, kpis in loose.items():
            key = self.key("activity", written, _KEY, number)
            activities.append(ActivityGiven(key, written[:_KEY], "Not in the document", "", "", tuple(kpis)))
        words = shortened(sub.text) or f"Requirement {number}"
        return RequirementGiven(number, words, sub.text, str(sub.where), tuple(activities))

    def activity(self, one: Activity, requirement: str) -> ActivityGiven:
        key = self.key("activity", one.number, _KEY, requirement, one.where)
        kpis = tuple(self.kpi(kpi, requirement) for kpi in one.kpis)
        words = shortened(one.text) or "No words in the document"
        return ActivityGiven(key, one.number_as_written[:_KEY], words, one.text, str(one.where), kpis)

    def kpi(self, one: Kpi, requirement: str) -> KpiGiven:
        key = self.key("KPI", one.identifier, _KEY, requirement, one.id_where)
        measures = []
        for number, read in enumerate(measures_of(one.text), start=1):
            measures.append(self.measure(one, key, number, read))
        for each in one.dues:
            if each.problem:
                why = f"“{each.as_written}”: {_PROBLEMS.get(each.problem, each.problem)}; it stays as written"
                self.note(f"the day of KPI {key}", one.passage.at(each.offset), why)
        kind = KpiKind(one.kind) if one.kind in ("Action", "Performance") else KpiKind.UNSPECIFIED
        due = one.due
        return KpiGiven(
            key, one.id_as_written[:_KEY], kind, shortened(one.text) or "No words in the document", one.text,
            str(one.where), due.as_written[:120] if due else "", due.read if due else None, shortened(one.owner, 120),
            tuple(measures), one.references,
        )  # fmt: skip

    def measure(self, kpi: Kpi, key: str, number: int, read: ReadMeasure) -> MeasureGiven:
        operator, value, unit, recurrence = self.asked(kpi, key, read)
        due = next((each for each in kpi.dues if each.as_written == read.due_as_written), None)
        councils = unit in (Unit.COUNCILS_PERCENT, Unit.COUNCILS)
        return MeasureGiven(
            number=number,
            words=shortened(clause(kpi.text, read.as_written)),
            operator=operator,
            value=value,
            unit=unit,
            denominator="" if unit in DONE else shortened(read.of, 120),
            all_councils=councils and not _SOME.match(read.of),
            proof_kind=read.kind[:40],
            proofs=tuple(dict.fromkeys(each.casefold() for each in read.evidence)),
            due_written=read.due_as_written[:120],
            due=read.due,
            due_reading=_reading(due, read.due),
            recurrence=recurrence,
            as_written=read.as_written,
        )

    def asked(
        self, kpi: Kpi, key: str, read: ReadMeasure
    ) -> tuple[Operator | None, Decimal | None, Unit | None, Recurrence | None]:
        """Operator, amount, unit and how often; none of them where the text gives no number that can be kept."""
        unit, recurrence = _RECURS.get(read.unit, (None, None))
        if unit is None and read.unit in set(Unit):
            unit = Unit(read.unit)
        if read.value is None:
            return None, None, unit, recurrence
        value = read.value
        exponent = value.normalize().as_tuple().exponent
        if unit is None or read.operator not in set(Operator) or not 0 <= value <= _LARGEST or (
            isinstance(exponent, int) and exponent < -2
        ):  # fmt: skip
            self.note(f"the amount “{read.as_written}” of KPI {key}", kpi.where,
                      "it cannot be kept as a number; the measure stands without one")  # fmt: skip
            return None, None, None, None
        return Operator(read.operator), value, unit, recurrence

    def key(self, kind: str, number: str, most: int, above: str = "", where: object = "") -> str:
        """A number of its own: the document's, or one of ours where it has none or the same twice."""
        if not number:
            self.unnumbered[f"{kind} {above}"] += 1
            made = f"{above}.U{self.unnumbered[f'{kind} {above}']}".lstrip(".")
            if kind in ("KPI", "activity"):
                self.note(f"the number of {'a KPI' if kind == 'KPI' else 'an activity'} of {above}", where,
                          f"the document gives none; here it is called {made}")  # fmt: skip
            return self._own(kind, made[:most], most)
        own = self._own(kind, number[:most], most)
        if own != number:
            self.note(f"{kind} {number}", where, f"that number stands twice or is too long; here it is called {own}")
        return own

    def _own(self, kind: str, number: str, most: int) -> str:
        own = number
        while self.seen[f"{kind}|{own}"]:
            self.seen[f"{kind}|{number}"] += 1
            ending = f".{self.seen[f'{kind}|{number}']}"
            own = number[: most - len(ending)] + ending
        self.seen[f"{kind}|{own}"] += 1
        return own


_PROBLEMS: Final = {
    "no such day": "there is no such day",
    "no year": "it has no year",
    "no basis": "it does not say of which year the quarter is",
}


def _reading(due: Due | None, day: date | None) -> str:
    """How a written date came to be a day, where it names none itself."""
    if due is None or day is None:
        return ""
    if due.role is DueRole.FROM:
        return "the first day: it goes on from then"
    return _READINGS.get(due.kind, "")


def counted(given: PlanGiven) -> Sequence[tuple[str, int]]:
    """How much of each there is, outermost first."""
    return (
        ("strands", len(given.strands)), ("areas", len(given.areas)), ("sub-requirements", len(given.requirements)),
        ("activities", len(given.activities)), ("KPIs", len(given.kpis)), ("measures", len(given.measures)),
    )  # fmt: skip


def facts_of(given: PlanGiven, titles: Mapping[str, str] | None = None) -> list[KpiFacts]:
    """Every KPI as it is compared. `titles` are those that strands have already, by code."""
    return [
        KpiFacts(kpi.key, f"{(titles or {}).get(strand.code, strand.title)}, {requirement.number}", kpi.kind, kpi.words,
                 tuple(measure_facts(each) for each in kpi.measures), "", kpi.as_written, kpi.fingerprint)
        for strand in given.strands for area in strand.areas for requirement in area.requirements
        for activity in requirement.activities for kpi in activity.kpis
    ]  # fmt: skip


def measure_facts(one: MeasureGiven) -> MeasureFacts:
    """A measure as it is compared."""
    threshold = Threshold(one.operator, one.value, one.unit, one.denominator)
    return MeasureFacts(one.number, one.words, target_words(threshold), one.due_written, one.due, one.recurrence or "")


def without_reading(kpis: Iterable[KpiGiven]) -> list[tuple[str, str]]:
    """KPI and date as written, for every date that has no reading."""
    return list(dict.fromkeys(
        (kpi.key, each.due_written) for kpi in kpis for each in kpi.measures if each.due_written and each.due is None
    ))  # fmt: skip
