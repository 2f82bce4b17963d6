"""Dates of a plan: do they exist, do they have a year, do they lie in the year of the grant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from riia.documents.model import Finding, Where
from riia.documents.plans.checks.catalogue import cut, found, listed
from riia.documents.plans.structure import Due, DueKind, DueRole, Kpi, Passage, PlanText
from riia.documents.plans.when import MONTHS, dues_of, quarter_days
from riia.documents.text.torn import is_torn
from riia.documents.working_days import beside

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, and what it stands in."""

    due: Due
    passage: Passage
    name: str
    is_kpi: bool

    @property
    def where(self) -> Where:
        return self.passage.at(self.due.offset)

    @property
    def written(self) -> str:
        return self.due.as_written


def all_dates(plan: PlanText) -> list[Dated]:
    """Every date in the plan: of its KPIs, its activities and of what stands outside the tables."""
    made = [Dated(due, kpi.passage, kpi.name, True) for kpi in plan.kpis for due in kpi.dues]
    made += [Dated(due, act.passage, act.name, False) for act in plan.activities for due in act.dues]
    made += [
        Dated(due, text, "the text outside the tables", False) for text in plan.outside for due in dues_of(text.text)
    ]
    return [one for one in made if not is_torn(one.passage.text, one.due.offset, one.due.offset + len(one.written))]


def day(value: date) -> str:
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def date_findings(plan: PlanText) -> Iterator[Finding]:
    """All findings about dates that need no other part of the plan."""
    dates = all_dates(plan)
    yield from _impossible(dates)
    yield from _without_year(dates, plan)
    yield from _weekends(dates)
    yield from _quarters(dates, plan)
    yield from _outside(dates, plan)
    yield from _missing(plan)


def _impossible(dates: list[Dated]) -> Iterator[Finding]:
    told: set[tuple[int, str]] = set()
    for dated in dates:
        due = dated.due
        if due.problem == "no such day":
            if (id(dated.passage), due.as_written) in told:
                continue  # in the text and in the column beside it
            told.add((id(dated.passage), due.as_written))
            month = MONTHS[(due.month or 1) - 1] if 1 <= (due.month or 0) <= 12 else None
            last = _last(due)
            reason = (
                f"{month} {due.year or ''}".strip() + f" has {last} days" if month else f"there is no month {due.month}"
            )
            yield found(
                "PLAN-DATE-IMPOSSIBLE",
                dated.where,
                due.as_written,
                f"“{due.as_written}” in {dated.name} is no day: {reason}.",
                f"Decide on a day, such as {last} {month} {due.year or ''}".rstrip() + "."
                if month
                else "Decide on a day.",
                [
                    (other.where, other.written)
                    for other in dates
                    if other.passage is dated.passage and other is not dated and other.written == dated.written
                ],
            )
        elif due.problem == "other weekday" and due.last is not None:
            yield found(
                "PLAN-DATE-WEEKDAY",
                dated.where,
                due.as_written,
                f"“{due.as_written}” in {dated.name}: {day(due.last)} is a {_DAYS[due.last.weekday()]}.",
                "Decide which of the two holds.",
            )


def _last(due: Due) -> int:
    month = due.month if due.month and 1 <= due.month <= 12 else 1
    following = date((due.year or 2025) + (month == 12), month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def _without_year(dates: list[Dated], plan: PlanText) -> Iterator[Finding]:
    for dated in dates:
        due = dated.due
        if due.problem != "no year":
            continue
        said = f"“{due.as_written}” in {dated.name} has no year."
        if plan.year_starts is not None and due.month:
            year = plan.year_starts.year + (due.month < plan.year_starts.month)
            if due.day:
                likely = date(year, due.month, due.day) if due.day <= _last(_with_year(due, year)) else None
                if likely is not None:
                    said += f" In the year of the plan it would be {day(likely)}"
                    said += f", a {_DAYS[likely.weekday()]}"
                    if due.weekday:
                        said += ", as it says" if _DAYS[likely.weekday()] == due.weekday else f", not a {due.weekday}"
                    said += "."
            else:
                said += f" In the year of the plan it would be {MONTHS[due.month - 1]} {year}."
        yield found("PLAN-DATE-NO-YEAR", dated.where, due.as_written, said, "Add the year.")


def _with_year(due: Due, year: int) -> Due:
    return Due(due.as_written, due.kind, due.role, due.offset, day=due.day, month=due.month, year=year)


def _weekends(dates: list[Dated]) -> Iterator[Finding]:
    """One finding for a day, with everything that is due on it."""
    by_day: dict[date, list[Dated]] = {}
    for dated in dates:
        due = dated.due
        if not dated.is_kpi or due.kind is not DueKind.DAY or due.role is not DueRole.BY or due.last is None:
            continue
        if due.last.weekday() >= 5:
            by_day.setdefault(due.last, []).append(dated)
    for value, several in sorted(by_day.items()):
        before, after = beside(value)
        names = listed(list(dict.fromkeys(dated.name for dated in several)))
        yield found(
            "PLAN-DATE-WEEKEND",
            several[0].where,
            several[0].written,
            f"{day(value)} is a {_DAYS[value.weekday()]}: due then: {names}. The last working day before it is "
            f"{_DAYS[before.weekday()]} {day(before)}.",
            f"Say whether {_DAYS[before.weekday()]} {day(before)} or {_DAYS[after.weekday()]} {day(after)} is meant.",
            [(dated.where, f"{dated.name}: {dated.written}") for dated in several[1:]],
        )


def financial(due: Due) -> str:
    """What a quarter is, read both ways."""
    assert due.quarter is not None
    if due.year is None:
        return ""
    calendar, fiscal = (quarter_days(due.quarter, due.year, financial=way)[1] for way in (False, True))
    return f"{day(calendar)} (calendar) or {day(fiscal)} (financial)"


def _quarters(dates: list[Dated], plan: PlanText) -> Iterator[Finding]:
    """One finding for the document: which quarters are meant, and whether the document counts in two ways."""
    open_ones = [dated for dated in dates if dated.due.problem == "no basis"]
    if not open_ones or plan.extra.get("quarters"):
        return
    bases = _bases(dates, plan)
    if plan.costings is not None and any(table.shares for table in plan.costings.tables):
        table = next(table for table in plan.costings.tables if table.shares)
        if not any(quarter == 1 for quarter, _ in table.shares) and plan.year_starts is not None:
            bases.append(
                ("financial", table.where, f"the costings have {table.shares_written} and end the grant year with Q4")
            )
    kinds = {kind for kind, _, _ in bases}
    places = listed(list(dict.fromkeys(f"{dated.name} “{dated.written}”" for dated in open_ones)))
    evidence = [(dated.where, f"{dated.name}: {dated.written}") for dated in open_ones[1:]]
    evidence += [(where, f"{kind} quarters: {text}") for kind, where, text in bases]
    sample = next((dated.due for dated in open_ones if dated.due.year), None)
    example = f" “{sample.as_written}” ends on {financial(sample)}." if sample else ""
    if len(kinds) == 2:
        proof = "; ".join(text for _, _, text in _one_each(bases))
        yield found(
            "PLAN-DATE-BASES",
            open_ones[0].where,
            open_ones[0].written,
            f"The document counts quarters both of the calendar year and of the financial year: {proof}. So these "
            f"can be read in two ways: {places}.{example}",
            "Decide on one basis, and write the last day beside each quarter.",
            evidence,
        )
        return
    only = next(iter(kinds), "")
    hint = f" One place shows the {only} year: {bases[0][2]}." if bases else ""
    yield found(
        "PLAN-DATE-QUARTER",
        open_ones[0].where,
        open_ones[0].written,
        f"It is not said whether quarters are of the calendar or of the financial year: {places}.{example}{hint}",
        "Say once which quarters are meant, or write the last day beside each.",
        evidence,
    )


def _one_each(bases: list[tuple[str, Where, str]]) -> list[tuple[str, Where, str]]:
    seen: dict[str, tuple[str, Where, str]] = {}
    for basis in bases:
        seen.setdefault(basis[0], basis)
    return list(seen.values())


def _bases(dates: list[Dated], plan: PlanText) -> list[tuple[str, Where, str]]:
    """Places that show which quarters are meant: "31 March 2026 (Q4)", or an activity and its KPI with both."""
    shown: list[tuple[str, Where, str]] = []
    for dated in dates:
        due = dated.due
        if due.kind is not DueKind.QUARTER or due.problem != "no basis" or due.quarter is None:
            continue
        for other in dates:
            if other.passage is dated.passage and other.due.kind is DueKind.DAY and other.due.last is not None:
                between = dated.passage.text[other.due.offset + len(other.due.as_written) : due.offset]
                if between.strip() in ("(", "/", "= ", "– ", "(end of", "(end"):
                    kind = _basis_of(due.quarter, other.due.last)
                    if kind:
                        shown.append((kind, dated.where, f"{dated.name} says “{other.written} ({due.as_written})”"))
    for activity in plan.activities:
        for quarter in activity.dues:
            if quarter.kind is not DueKind.QUARTER or quarter.problem != "no basis" or quarter.year is None:
                continue
            for kpi in activity.kpis:
                exact = next((d for d in kpi.dues if d.kind is DueKind.DAY and d.last and d.role is DueRole.BY), None)
                if exact is None or exact.last is None or quarter.quarter is None:
                    continue
                kind = next(
                    (
                        name
                        for name, way in (("calendar", False), ("financial", True))
                        if quarter_days(quarter.quarter, quarter.year, financial=way)[1] == exact.last
                    ),
                    "",
                )
                if kind:
                    text = f"{activity.name} is due by {quarter.as_written} and {kpi.name} by {exact.as_written}"
                    shown.append((kind, kpi.passage.at(exact.offset), text))
    return shown


def _basis_of(quarter: int, last: date) -> str:
    for name, way in (("calendar", False), ("financial", True)):
        for year in (last.year - 1, last.year):
            if quarter_days(quarter, year, financial=way)[1] == last:
                return name
    return ""


def span_of(due: Due, plan: PlanText) -> tuple[date, date] | None:
    """The earliest and latest day that a date can mean; a quarter by both ways of counting."""
    if due.first is not None and due.last is not None:
        return due.first, due.last
    if due.kind is DueKind.QUARTER and due.quarter is not None:
        year = due.year if due.year is not None else plan.year_starts.year if plan.year_starts else None
        if year is None:
            return None
        if basis := plan.extra.get("quarters"):
            financial_year = basis == "financial"
            # "Q4 2024" of a financial year is of that which starts in 2024.
            return quarter_days(due.quarter, year, financial=financial_year)
        if due.year is None:
            # Within the year of the plan: Q4 is January to March of the next year, or October to December.
            ends = [quarter_days(due.quarter, year, financial=True)]
            start = plan.year_starts or date(year, 4, 1)
            ends += [
                q
                for y in (year, year + 1)
                if (q := quarter_days(due.quarter, y, financial=False))[0] >= start and y == year
            ]
        else:
            ends = [quarter_days(due.quarter, year, financial=way) for way in (False, True)]
        return min(q[0] for q in ends), max(q[1] for q in ends)
    return None


def _outside(dates: list[Dated], plan: PlanText) -> Iterator[Finding]:
    if plan.year_starts is None:
        return
    start = plan.year_starts
    end = date(start.year + 1, 3, 31)
    told: set[tuple[str, tuple[date, date], DueRole]] = set()
    for dated in dates:
        span = span_of(dated.due, plan)
        if span is None or (not dated.is_kpi and dated.name.startswith("the text")):
            continue
        said = (str(dated.passage.where), span, dated.due.role)
        if said in told:
            continue  # the column of dates says the day of the text again
        told.add(said)
        first, last = span
        if dated.due.role is DueRole.DURING or (dated.due.role is DueRole.FROM and first <= end):
            continue
        both = " whichever way the quarter is counted" if dated.due.problem == "no basis" and dated.due.year else ""
        if min(last, first if dated.due.kind is DueKind.QUARTER else last) > end:
            yield found(
                "PLAN-DATE-OUTSIDE",
                dated.where,
                dated.written,
                f"{dated.name} is due by {dated.written}{both}, after the year of the grant ends on {day(end)}: "
                f"“{_around(dated)}”.",
                "Move it into the year, or say which money pays for it.",
            )
        elif last < start:
            yield found(
                "PLAN-DATE-OUTSIDE",
                dated.where,
                dated.written,
                f"{dated.name} is due by {dated.written}{both}, before the year of the grant begins on {day(start)}: "
                f"“{_around(dated)}”.",
                "Correct the year, or say that it is done.",
            )
        elif plan.dated is not None and last < plan.dated and dated.due.role is DueRole.BY:
            yield found(
                "PLAN-DATE-PAST",
                dated.where,
                dated.written,
                f"{dated.name} is due by {dated.written}{both}; the document is from {plan.dated_as_written}: "
                f"“{_around(dated)}”.",
                "Say that it was done, or set a new date.",
            )


def _around(dated: Dated) -> str:
    text, at = dated.passage.text, dated.due.offset
    start = max(text.rfind(". ", 0, at) + 2, at - 70, 0)
    start = start if start == 0 or text[start - 1] == " " else text.find(" ", start) + 1
    return cut(text[start : at + len(dated.due.as_written) + 40].strip(), 130)


def _missing(plan: PlanText) -> Iterator[Finding]:
    """KPIs without any date, frequency or clock, or with a blank where the others have a day: one finding."""
    rows = [row for row in plan.rows if row.deadline is not None]
    blank = {one for row in rows if not row.deadline for one in row.identifiers}
    usual = len(rows) > 3 and sum(not row.deadline for row in rows) * 4 <= len(rows)
    bare = [kpi for kpi in plan.kpis if _timeless(kpi) or (usual and kpi.identifier in blank and not kpi.dues)]
    if not bare or len(bare) > max(3, 0.5 * len(plan.kpis)):
        return
    yield found(
        "PLAN-DATE-MISSING",
        bare[0].where,
        cut(bare[0].text),
        f"{'These KPIs say' if len(bare) > 1 else 'This KPI says'} neither by when nor how often: "
        + "; ".join(f"{kpi.name} “{cut(kpi.text, 80)}”" for kpi in bare)
        + ".",
        "Set a date for each, or say how often it is counted.",
        [(kpi.where, f"{kpi.name}: {cut(kpi.text)}") for kpi in bare[1:]],
    )


def _timeless(kpi: Kpi) -> bool:
    if re.search(r"\b(?:tbc|tbd|to be confirmed)\b", kpi.text, re.I):
        return False  # said by another rule
    if (
        kpi.dues
        or kpi.timed
        or kpi.frequencies
        or kpi.references
        or any(t.operator == "<=" and t.unit in ("days", "working_days", "weeks", "months") for t in kpi.thresholds)
    ):
        return False
    words = kpi.text.lower()
    return not any(
        said in words
        for said in (
            "each ",
            "every ",
            "following ",
            "after ",
            "per year",
            "annual",
            "ongoing",
            "continu",
            "throughout",
            "per meeting",
            "any ",
            " prior to",
        )
    )
