"""Whether a document is a plan or a table of costings, and the whole reading of one."""

import logging
import re
from collections.abc import Callable, Iterator

from riia.documents.dates import in_words
from riia.documents.model import Block, Document, Finding, Kind, Reading, Severity, Understood, Where
from riia.documents.plans.amounts import as_pounds
from riia.documents.plans.cards import kpi_labels
from riia.documents.plans.checks import (
    catalogue,
    consistency,
    counts,
    dates,
    lines,
    money,
    numbers,
    order,
    references,
    rows,
    scopes,
    sections,
    targets,
    timing,
    wording,
)
from riia.documents.plans.cost_columns import is_cost_header
from riia.documents.plans.heads import heads_of
from riia.documents.plans.reading import costings_only, read_plan
from riia.documents.plans.shaping import shaped
from riia.documents.plans.structure import Costings, CostTable, Due, DueKind, Grant, PlanText

_log = logging.getLogger(__name__)
_ORDER = {severity: at for at, severity in enumerate(Severity)}
__all__ = ["catalogue", "read", "recognise"]


def recognise(document: Document) -> tuple[int, str]:
    """How sure it is, from 0 to 100, that a document is a plan or costings, and why."""
    if document.form == "json":
        return 0, "It is data, not a document."
    headers, costs = _headers(shaped(document))
    kpis = sum(_is_kpi(block) for block in document.blocks)
    carded = kpi_labels(document.blocks)
    words = sum(
        len(re.findall(r"\b(?:KPIs?|key performance indicator)\b", block.text, re.I)) for block in document.blocks
    )
    if headers:
        return min(98, 80 + 3 * len(headers) + min(kpis, 9)), (
            f"It has {_count(headers, 'table')} of activities and KPIs" + (" and costings." if costs else ".")
        )
    if kpis >= 3 or carded >= 3:
        kpis = max(kpis, carded)
        return 75, f"{kpis} of its lines are numbered KPIs."
    if costs:
        named = any(is_cost_header(block.cells) for block in costs)  # else only what adds up says so
        return 78 if named else 45, f"It has {_count(costs, 'table')} of costings by quarter or against an allocation."
    if _TITLE.search(" ".join(block.text for block in document.blocks[:4])) and words >= 2:
        return 45, "Its title says that it is a plan or its costs."
    if words >= 5 and re.search(r"\bplan\b", " ".join(block.text for block in document.blocks[:8]), re.I):
        return 35, "It speaks of a plan and of KPIs, but no table of them was found."
    return 0, "It has no table of activities and KPIs, and no costings."


_TITLE = re.compile(
    r"\b(?:delivery|improvement|action|regional) (?:delivery |improvement )?plan\b"
    r"|\bplan costings\b|\bcostings (?:of|for) the\b",
    re.I,
)
_KPI_LINE = re.compile(
    r"\b\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\.?[A-Z]?\W{0,4}\s(?:Action |Performance )?KPI\b"
    r"|^\W*(?:KPI|Indicator|Measure)\s+[A-Z]{0,3}-?\d{1,2}(?:\.\d{1,2}){0,3}\s?(?:[A-Za-z]|\([a-z]\))?[.:]?"
    r"\s+\S+ \S+"
)


def _is_kpi(block: Block) -> bool:
    return _KPI_LINE.search(block.text) is not None


def _count(blocks: list[Block], name: str) -> str:
    return f"a {name}" if len(blocks) == 1 else f"{len(blocks)} {name}s"


def _headers(blocks: tuple[Block, ...]) -> tuple[list[Block], list[Block]]:
    heads = heads_of(blocks)
    return [blocks[at] for at in sorted(heads.plan)], [blocks[at] for at in sorted(heads.costs)]


def read(document: Document) -> Reading:
    """Everything that was understood of a plan or costings, and the findings in order."""
    headers, costs = _headers(shaped(document))
    _, because = recognise(document)
    if costs and not headers and "numbered KPIs" not in because:
        plan = read_plan(document)
        costings = plan.costings or costings_only(document)
        findings = [*_of_costings(costings, plan.grants), *sections.section_findings(document, None, costings)]
        return Reading(
            document, Kind.COSTINGS, because, tuple(_understood_costs(costings)), _ordered(findings), costings
        )
    plan = read_plan(document)
    findings = [*findings_of(plan), *sections.section_findings(document, plan, plan.costings)]
    understood = (*_understood(plan), *(_understood_costs(plan.costings) if plan.costings else ()))
    return Reading(document, Kind.PLAN, because, understood, _ordered(findings), plan)


def findings_of(plan: PlanText) -> Iterator[Finding]:
    """All findings of all rules about a plan."""
    if not plan.kpis and not (plan.costings and plan.costings.lines):
        first = plan.outside[0] if plan.outside else None
        yield catalogue.found(
            "PLAN-UNREAD",
            first.where if first else Where(),
            first.text[:110] if first else plan.title,
            "This looks like a plan, but no KPI and no line of costs could be read in it: nothing of them was checked.",
            "Give it as Word or Excel with one table, or check it by hand.",
        )
    for rule in (
        dates.date_findings,
        numbers.number_findings,
        targets.target_findings,
        counts.count_findings,
        consistency.consistency_findings,
        order.order_findings,
        rows.row_findings,
        references.reference_findings,
        wording.word_findings,
        scopes.scope_findings,
        timing.timing_findings,
    ):
        yield from _tried(rule, plan)
    if plan.costings is not None:
        yield from _of_costings(plan.costings, plan.grants, named=True)


def _tried(rule: Callable[[PlanText], Iterator[Finding]], plan: PlanText) -> list[Finding]:
    """What a rule finds. A layout nobody thought of must not keep back what the other rules find."""
    try:
        return list(rule(plan))
    except Exception:
        _log.exception("%s could not be held against a plan", rule.__name__)
        said = f"One rule could not be held against this plan ({rule.__name__}); what it looks for was not checked."
        return [catalogue.found("PLAN-UNREAD", Where(), plan.title, said, "Check it by hand, and report the document.")]


def _of_costings(costings: Costings, grants: tuple[Grant, ...], named: bool = False) -> Iterator[Finding]:
    yield from money.costings_findings(costings)
    for table in costings.tables:
        yield from lines.line_findings(table)
        if not named:
            yield from scopes.unnamed(table)
    if not named:
        yield from lines.alone_findings(costings)
    yield from scopes.grant_findings(costings.tables, grants)


def _ordered(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (_ORDER[finding.severity], finding.where.order, finding.code)))


def _understood(plan: PlanText) -> Iterator[Understood]:
    for grant in plan.grants:
        about = "about " if grant.about else ""
        yield Understood(
            ("Grant",), grant.strand or "in all", f"{about}{as_pounds(grant.pence)}", grant.as_written, grant.where
        )
    for strand in plan.strands:
        for area in strand.areas:
            for sub in area.sub_requirements:
                path = (strand.name or "Plan", area.title, sub.number)
                yield Understood(path, "requirement", sub.number or "no number", sub.text, sub.where)
                for activity in sub.activities:
                    yield Understood(
                        path,
                        f"activity {activity.number}".strip(),
                        activity.number or "no number",
                        activity.text,
                        activity.where,
                    )
                for kpi in sub.kpis:
                    due = kpi.due
                    by = f", due {_day(due)}" if due else ", no date"
                    kind = f"{kpi.kind} KPI" if kpi.kind else "KPI"
                    yield Understood(path, f"KPI {kpi.identifier}".strip(), f"{kind}{by}", kpi.text, kpi.where)


def _day(due: Due) -> str:
    """A due date in words; as it is written where it is no one day."""
    return in_words(due.first) if due.kind is DueKind.DAY and due.first is not None else due.as_written


def _understood_costs(costings: Costings) -> Iterator[Understood]:
    for table in costings.tables:
        yield from _understood_table(table)


def _understood_table(table: CostTable) -> Iterator[Understood]:
    for area in table.areas:
        path = tuple(name for name in (table.title or table.strand or "Costings", area.name) if name)
        for line in area.lines:
            quarters = ", ".join(
                f"Q{q} {as_pounds(m.pence) if m.pence is not None else 'unknown'}" for q, m in line.quarters
            )
            spend = as_pounds(line.spend.pence) if line.spend.pence is not None else "not stated"
            yield Understood(
                path,
                line.label or line.scope or line.sub_requirement or "line",
                f"{spend} ({quarters})" if quarters else spend,
                line.spend.as_written,
                line.where,
            )
        for name, amount in (
            ("total of the area", area.total),
            ("allocation", area.allocation),
            ("variance", area.variance),
        ):
            if amount is not None:
                shown = as_pounds(amount.pence) if amount.pence is not None else "unknown"
                yield Understood(path, name, shown, amount.as_written, amount.where)
    if table.total_spend is not None and table.total_spend.pence is not None:
        yield Understood(
            (table.title or "Costings",),
            "total",
            as_pounds(table.total_spend.pence),
            table.total_spend.as_written,
            table.total_spend.where,
        )
