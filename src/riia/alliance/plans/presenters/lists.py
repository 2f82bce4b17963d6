"""The plan by day, by activity, by aim and by risk."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Tone
from riia.alliance.plans.models import Activity, Aim, Risk
from riia.alliance.plans.presenters.overview import Bar
from riia.alliance.plans.presenters.words import reason, tag
from riia.alliance.plans.rows import KpiRow, MeasureRow, Standings
from riia.alliance.plans.sentences import day, days_left
from riia.alliance.plans.states import Status

_DONE = (Status.MET, Status.EXEMPT, Status.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class DueLine:
    """Something due on a day."""

    due: date
    row: KpiRow
    words: str
    how_far: str


@dataclass(frozen=True, slots=True)
class Month:
    """How many KPIs are due in a month, and how many are still open."""

    label: str
    bar: Bar
    words: str


@dataclass(frozen=True, slots=True)
class DuePage:
    """What is due when. `after` is due only after the year of the plan, and of its grant, is over (R11.10)."""

    title: str
    months: Sequence[Month]
    heaviest: str
    undated: Sequence[KpiRow]
    coming: Sequence[tuple[str, Sequence[DueLine]]]
    after: Sequence[DueLine]


def due_page(found: Standings, year_end: date) -> DuePage:
    """The calendar as this viewer sees it."""
    dated = [row for row in found.rows if row.headline_due]
    by_day = Counter(row.headline_due for row in dated)
    heaviest, most = by_day.most_common(1)[0] if by_day else (None, 0)
    within = [line for line in _lines(found) if (line.due - found.at).days <= 90]
    blocks = [("In 30 days", 0, 30), ("In 31 to 60 days", 31, 60), ("In 61 to 90 days", 61, 90)]
    soon = sum((line.due - found.at).days <= 30 for line in within)
    return DuePage(
        title=f"{plural(soon, 'thing')} {'is' if soon == 1 else 'are'} due in the 30 days from {day(found.at)}",
        months=_months(dated),
        heaviest=f"{most} of {len(found.rows)} KPIs are due on {day(heaviest)}." if heaviest and most > 1 else "",
        undated=[row for row in found.rows if not row.headline_due and row.due is None],
        coming=[
            (label, [line for line in within if low <= (line.due - found.at).days <= high])
            for label, low, high in blocks
        ],
        after=[
            DueLine(each.due, row, each.words, "")
            for row in found.rows
            for each in row.measures
            if each.due is not None and each.due > year_end
        ],
    )


def _lines(found: Standings) -> list[DueLine]:
    lines = []
    for row in found.rows:
        for each in row.measures:
            if each.standing.status in _DONE:
                continue
            lines += [DueLine(due, row, words, days_left(found.at, due)) for due, words in _days(each)
                      if due >= found.at]  # fmt: skip
    return sorted(lines, key=lambda line: (line.due, line.row.id))


def _days(each: MeasureRow) -> list[tuple[date, str]]:
    times = [(time.time.due, f"{each.words}, {time.time.label}") for time in each.times if time.words == "to come"]
    return times or ([(each.due, each.words)] if each.due and not each.times else [])


def _months(dated: Sequence[KpiRow]) -> list[Month]:
    ordered = sorted(dated, key=lambda row: row.headline_due or date.max)
    by_month = groupby(ordered, key=lambda row: (row.headline_due or date.max).replace(day=1))
    groups = [(f"{first:%B %Y}", list(some)) for first, some in by_month]
    most = max((len(some) for _, some in groups), default=1)
    return [
        Month(
            label,
            Bar(round(100 * len(some) / most), None, str(len(some))),
            f"{len(some)}, {sum(row.status in _DONE for row in some)} met",
        )
        for label, some in groups
    ]


@dataclass(frozen=True, slots=True)
class ActivitiesPage:
    """Every activity by requirement; those without a KPI first of all."""

    title: str
    without: Sequence[Activity]
    groups: Sequence[tuple[str, Sequence[Activity]]]


def activities_page(found: Sequence[Activity]) -> ActivitiesPage:
    """The list of activities."""
    without = [each for each in found if not each.kpis.all()]
    groups = [
        (f"{requirement.number} {requirement.words}", list(some))
        for requirement, some in groupby(found, key=lambda each: each.requirement)
    ]
    count = f"{len(without)} of {plural(len(found), 'activity', 'activities')}"
    return ActivitiesPage(f"{count} {'has' if len(without) == 1 else 'have'} no KPI", without, groups)


@dataclass(frozen=True, slots=True)
class AimLine:
    """An aim with its KPIs: colour, words and what does not fit."""

    aim: Aim
    kpis: Sequence[tuple[KpiRow, tuple[str, Tone], str, str]]
    finding: str


@dataclass(frozen=True, slots=True)
class AimsPage:
    """Aims by strand."""

    title: str
    groups: Sequence[tuple[str, Sequence[AimLine]]]


def aims_page(aims: Sequence[Aim], found: Standings) -> AimsPage:
    """The list of aims. A KPI that asks for less than its aim claims is said so."""
    by_key = {row.key: row for row in found.rows}
    lines = []
    for aim in aims:
        kpis = [
            (row, tag(row), reason(row), link.note)
            for link in aim.links.all()
            if (row := by_key.get(link.kpi.key)) is not None
        ]
        lines.append(AimLine(aim, kpis, _finding(aim, [row for row, *_ in kpis])))
    wrong = sum(bool(line.finding) for line in lines)
    titles = {row.strand: row.strand_title for row in found.rows}
    groups = [
        (titles.get(code, code), list(some)) for code, some in groupby(lines, key=lambda line: line.aim.strand_code)
    ]
    said = f"{wrong} of {plural(len(lines), 'aim')} {'is' if wrong == 1 else 'are'} not fully shown by KPIs"
    return AimsPage(said if wrong else "Every aim has KPIs that would show it", groups)


def _finding(aim: Aim, rows: Sequence[KpiRow]) -> str:
    if not rows:
        return "No KPI would show it."
    if aim.claims_percent is None:
        return ""
    asked = [each.threshold.value for row in rows for each in row.measures if each.threshold.counts_councils]
    least = min((value for value in asked if value is not None), default=None)
    if least is None or least >= aim.claims_percent:
        return ""
    return f"The aim claims {aim.claims_percent}% of councils; its KPI is met by {least.normalize():f}%."


@dataclass(frozen=True, slots=True)
class RisksPage:
    """Risks, the gravest first."""

    title: str
    risks: Sequence[tuple[Risk, tuple[str, Tone], str]]


def risks_page(found: Sequence[Risk]) -> RisksPage:
    """The list of risks."""
    lines = []
    for one in found:
        if one.state != Risk.State.OPEN:
            said: tuple[str, Tone] = ("Closed", "quiet")
        else:
            said = ("Medium", "attention") if one.score >= 3 else ("Low", "quiet")
            said = ("High", "problem") if one.score >= 6 else said
        lines.append((one, said, str(one.owner or one.owner_office) or "nobody"))
    high = sum(said[0] == "High" for _, said, _ in lines)
    open_ = sum(one.state == Risk.State.OPEN for one in found)
    return RisksPage(f"{plural(open_, 'risk')} to the plan, {high} of them high", lines)
