"""The words of one row: the only place where a number of a report is put into words."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from riia.alliance.kit.filters import number, pounds, short_date
from riia.alliance.reporting.blocks import Cell
from riia.alliance.reporting.content import Change, Evidence, Exemption, Kpi, Measure, MoneyLine, Rag, Risk

_COLOUR: Final = re.compile(r"^(Red|Amber|Green|Not rated|Not started|Exempt|Superseded): ")
"""How the plan's own sentences begin, which the rating before them says already."""
NOT_KNOWN: Final = "not known"
NOT_ENTERED: Final = "not entered"
_HIDDEN: Final = "c (hidden)"
MOST_EVIDENCE: Final = 1
"""Pieces of evidence that a row names; the latest come first."""
ORDER: Final = (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.GREY)
"""In which order ratings are listed."""


def area_row(area: str, kpis: Sequence[Kpi]) -> tuple[Cell, ...]:
    count = Counter(one.rag for one in kpis)
    met = sum(one.status.lower() == "met" for one in kpis)
    return (Cell(area), Cell(number(len(kpis))), Cell(number(met)), *(Cell(number(count[rag])) for rag in ORDER))


def change_row(one: Change) -> tuple[Cell, ...]:
    direction = {True: "better", False: "worse", None: "–"}[one.better]
    return Cell(f"{one.what} {one.label}".strip()), Cell(one.before), Cell(one.after), Cell(direction)


def kpi_row(one: Kpi) -> tuple[Cell, ...]:
    """The row of a KPI, the same in every file."""
    return (
        Cell(f"{one.key} {one.words}{simulated(one.simulated)}"),
        Cell(result(one)),
        rating(one),
        Cell(f"{due(one)}\n{one.owner or one.owner_role or 'nobody yet'}"),
        _evidence(one.evidence),
    )


def result(one: Kpi) -> str:
    """n of N; of a KPI with several measures each on its own line, as it is met only when every one is."""
    if len(one.measures) < 2:
        return score(one)
    found = [f"{_met(one)} of {len(one.measures)} measures met"]
    found += [f"({each.number}) {each.words}: {_told(each)}" for each in one.measures]
    return "\n".join(" ".join(line.split()) for line in found)


def _told(one: Measure) -> str:
    """Its result, and whether it is met where the result does not say so itself."""
    words = counted(one)
    if one.met is None or words in ("done", "not done", NOT_KNOWN, _HIDDEN):
        return words
    return f"{words}, {'met' if one.met else 'not met'}"


def _met(one: Kpi) -> int:
    return sum(each.met is True for each in one.measures)


def _evidence(found: Sequence[Evidence]) -> Cell:
    if not found:
        return Cell("none")
    lines = [_evidence_words(one) for one in found[:MOST_EVIDENCE]]
    if len(found) > MOST_EVIDENCE:
        lines.append(f"and {len(found) - MOST_EVIDENCE} more")
    return Cell("\n".join(lines), tuple(one.href for one in found[:MOST_EVIDENCE]))


def _evidence_words(one: Evidence) -> str:
    """In one line: a line end in a title would shift which line leads where."""
    day = short_date(one.effective) if one.effective else ""
    return " ".join(", ".join(part for part in (one.title, day, one.standing) if part).split())


def score(one: Kpi) -> str:
    """n of N: of the one measure there is, or how many of several are met."""
    if not one.measures:
        return NOT_KNOWN
    if len(one.measures) == 1:
        return counted(one.measures[0])
    words = f"{_met(one)} of {len(one.measures)} measures met"
    deciding = next((each for each in one.measures if each.number == one.deciding and each.met is not True), None)
    if deciding is None or (deciding.n is None and not deciding.result):
        return words
    return f"{words}; {counted(deciding)} in measure {deciding.number}"


def counted(one: Measure) -> str:
    """n of N of a measure, and without exemptions where that is another number."""
    if one.hidden:
        return _HIDDEN
    if one.result:
        other = one.result_all or one.result
        return one.result if other == one.result else f"{one.result}; {other} with exempt councils counted"
    if one.n is None:
        return {True: "done", False: "not done", None: NOT_KNOWN}[one.met] if one.of is None else NOT_KNOWN
    shown = share(one.n, one.of)
    other = share(one.n_all, one.of_all) if one.n_all is not None else shown
    return shown if other == shown else f"{shown}; {other} with exempt councils counted"


def share(n: int | None, of: int | None) -> str:
    if n is None:
        return NOT_KNOWN
    return number(n) if of is None else f"{number(n)} of {number(of)}"


def rating(one: Kpi) -> Cell:
    """The rating with its reason."""
    words = f"{one.rag.value} ({one.status.lower()})" if one.status else one.rag.value
    said = _COLOUR.sub("", one.reason)
    reason = " ".join(part for part in (said[:1].upper() + said[1:], one.by_hand) if part)
    return Cell(f"{words}. {reason}" if reason else words, rag=one.rag)


def due(one: Kpi) -> str:
    """The day a KPI is due, or what is written where that is no day."""
    return short_date(one.due) if one.due else one.due_written or "no day"


def simulated(is_so: bool) -> str:
    """The label of what is made up."""
    return " (simulated)" if is_so else ""


def exemption_row(one: Exemption, kpis: Mapping[str, Kpi]) -> tuple[Cell, ...]:
    """An exemption with what it does to each KPI it is for: the result with and without it (R11.08)."""
    until = short_date(one.until) if one.until else "no end day"
    keys = [each.strip() for each in one.kpi.split(",") if each.strip()]
    return (
        Cell(one.council),
        Cell(f"{short_date(one.since)} to {until}"),
        Cell(f"{one.reason}{simulated(one.simulated)}"),
        Cell(one.approved_by or "–"),
        Cell("\n".join(f"{key}: {_with_and_without(kpis.get(key))}" for key in keys)),
    )


def _with_and_without(kpi: Kpi | None) -> str:
    if kpi is None:
        return NOT_KNOWN
    found = [_both(each) for each in kpi.measures if each.result_all or each.of_all is not None]
    return "; ".join(found) or "nothing is counted yet"


def _both(one: Measure) -> str:
    if one.hidden:
        return _HIDDEN
    left_out = one.result or share(one.n, one.of)
    counted_in = one.result_all or share(one.n_all, one.of_all)
    return f"{left_out} either way" if left_out == counted_in else f"{left_out} with it, {counted_in} without it"


def money_row(one: MoneyLine) -> tuple[Cell, ...]:
    """The row of an area, the same in every file."""
    amounts = (one.allocation, one.profile, one.spent, one.committed, one.forecast, one.variance)
    strand = "" if one.area.startswith(f"{one.strand} ") else one.strand
    name = ": ".join(part for part in (strand, one.area) if part)
    return Cell(f"{name}{simulated(one.simulated)}"), *(Cell(amount(each)) for each in amounts)


def total_of(lines: Sequence[MoneyLine]) -> MoneyLine:
    """The total: of amounts that are all entered; where one is not, the total is not known either."""

    def together(name: str) -> int | None:
        amounts = [getattr(one, name) for one in lines]
        return None if not amounts or None in amounts else sum(amounts)

    return MoneyLine(
        "",
        "All areas",
        together("allocation"),
        together("projected"),
        together("profile"),
        together("spent"),
        together("committed"),
        together("forecast"),
    )


def amount(pence: int | None) -> str:
    return NOT_ENTERED if pence is None else pounds(pence, whole=True)


def risk_row(one: Risk) -> tuple[Cell, ...]:
    about = f" (KPI {', '.join(one.kpis)})" if one.kpis else ""
    return (
        Cell(f"{one.title}{about}{simulated(one.simulated)}"),
        Cell(one.rating or "not rated"),
        Cell(one.response or "none yet"),
        Cell(one.owner or one.owner_role or "nobody yet"),
    )
