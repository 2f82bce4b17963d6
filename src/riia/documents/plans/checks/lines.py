"""What one line of costings says of itself: a number at a rate, a range of KPIs; and lines held beside each other."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from riia.documents.model import Cell, Finding
from riia.documents.plans.amounts import as_pounds
from riia.documents.plans.checks.catalogue import cut, found, listed
from riia.documents.plans.checks.code_lists import code_findings
from riia.documents.plans.checks.dates import day
from riia.documents.plans.checks.scopes import Scope, scope_of, scopes_of
from riia.documents.plans.identifiers import key
from riia.documents.plans.structure import Costings, CostLine, CostTable, DueKind, RowKind
from riia.documents.plans.when import dues_of

_RATE = re.compile(
    r"(?<![\d.,£/])(?P<many>\d{1,4}(?:\.\d{1,2})?)\s+(?P<what>(?:[A-Za-z-]+\s+){1,3}?)(?:(?:costed|charged)\s+)?"
    r"(?:at|@|x|×)\s*£(?P<rate>\d[\d,]*(?:\.\d\d)?)(?![\d,]*\s*(?:k|m|million)\b|\s*(?:to|-|–)\s*£)",
    re.I,
)
_MORE = re.compile(
    r"\b(?:plus|minus|less|including|includes|with|up to|about|approx\w*|from|between|of which)\b|\+|%", re.I
)
_FOR_ALL = re.compile(r"\b(?:conting\w+|overheads?|on.?costs?|management|inflation|administration|reserve)\b", re.I)
"""Money that is for no KPI of its own."""
_FEW = 3
_BEGIN = re.compile(r"(?:planned )?(?:start|starts|begins?|from|first day)(?:[ -]?(?:date|day|on))?", re.I)
_END = re.compile(r"(?:planned )?(?:end|ends|finish|finishes|until|last day)(?:[ -]?(?:date|day|on))?", re.I)


def line_findings(table: CostTable) -> Iterator[Finding]:
    """Lines whose number and rate make another amount; ranges that run backwards."""
    for line in table.lines:
        yield from _rate(line)
    yield from _runs(table)
    for scope in scopes_of(table):
        for first, last in scope.ranges:
            if key(first) > key(last):
                yield found(
                    "COST-SCOPE-ORDER",
                    scope.where,
                    scope.written,
                    f"“{cut(scope.written, 110)}” runs backwards: {first} comes after {last}.",
                    "Write the first number first, or correct the one that is wrong.",
                )


def _runs(table: CostTable) -> Iterator[Finding]:
    """Lines with columns for a first and a last day that end before they start."""
    heads = [" ".join(head.split()) for head in table.heads]
    begin = next((at for at, head in enumerate(heads) if _BEGIN.fullmatch(head)), None)
    end = next((at for at, head in enumerate(heads) if _END.fullmatch(head)), None)
    if begin is None or end is None:
        return
    for row in table.rows:
        if row.kind is not RowKind.LINE or max(begin, end) >= len(row.cells):
            continue
        first, last = _day(row.cells[begin]), _day(row.cells[end])
        if first is not None and last is not None and last < first:
            started, ended = row.cells[begin], row.cells[end]
            yield found(
                "PLAN-DATE-RUNS",
                ended.where,
                ended.text,
                f"“{cut(row.name, 60)}” starts on {day(first)} and ends on {day(last)}, before that.",
                "Correct one of the two days.",
                [(started.where, started.text)],
            )


def _day(cell: Cell) -> date | None:
    """The one day that a cell holds; None for none, several, or one that cannot be."""
    dues = dues_of(cell.text)
    return dues[0].first if len(dues) == 1 and dues[0].kind is DueKind.DAY and not dues[0].problem else None


def _rate(line: CostLine) -> Iterator[Finding]:
    """ "40 days at £750" is £30,000, where the line says nothing else that costs."""
    rates = list(_RATE.finditer(line.label))
    if not rates or line.spend.pence is None or line.spend.doubtful or _MORE.search(line.label):
        return
    if len(re.findall("£", line.label)) != len(rates):
        return
    amounts = [Decimal(match["many"]) * Decimal(match["rate"].replace(",", "")) * 100 for match in rates]
    made = int(sum(amounts))
    if made == line.spend.pence:
        return
    working = " + ".join(f"{match['many']} × £{match['rate']}" for match in rates)
    yield found(
        "COST-LINE-RATE",
        line.spend.where,
        line.spend.as_written,
        f"“{cut(line.label, 80)}”: {working} = {as_pounds(made)}, the line says {as_pounds(line.spend.pence)} "
        f"({as_pounds(abs(made - line.spend.pence))} {'less' if made > line.spend.pence else 'more'}).",
        "Correct the number, the rate or the amount.",
    )


def alone_findings(costings: Costings) -> Iterator[Finding]:
    """Costings without their plan: KPIs that two lines pay for, lines that name none where the others do."""
    yield from code_findings(costings)
    for table in costings.tables:
        scopes = [
            (line, scope_of(line.scope, line.scope_where or line.where, line.label))
            for line in table.lines
            if line.scope
        ]
        known = [scope for _, scope in scopes if scope is not None]
        yield from _twice(known)
        bare = [
            line
            for line in table.lines
            if line.label and not line.scope and not line.spend.blank and not _FOR_ALL.search(line.label)
        ]
        if len(known) >= _FEW and 0 < len(bare) * 3 <= len(known):
            yield found(
                "COST-SCOPE-NONE",
                bare[0].where,
                bare[0].label,
                f"{listed([f'“{cut(line.label, 60)}”' for line in bare])} "
                f"{'names' if len(bare) == 1 else 'name'} no KPI, unlike the other {len(known)} lines.",
                "Say which KPIs it pays for, or that it is for all.",
                [(line.where, line.label) for line in bare[1:]],
            )


def _twice(scopes: Sequence[Scope]) -> Iterator[Finding]:
    for at, scope in enumerate(scopes):
        for other in scopes[at + 1 :]:
            ends = {end for pair in other.ranges for end in pair} | other.ones
            ours = {end for pair in scope.ranges for end in pair} | scope.ones
            shared = {one for one in ends if scope.within(one)} | {one for one in ours if other.within(one)}
            both = sorted(shared - (scope.ones & other.ones), key=key)
            if both and scope.where != other.where and not (scope.excluded or other.excluded):
                yield found(
                    "COST-SCOPE-TWICE",
                    other.where,
                    other.written,
                    f"{listed(both)} {'is' if len(both) == 1 else 'are'} paid by both "
                    f"“{cut(f'{scope.name} {scope.written}', 120)}” and “{cut(f'{other.name} {other.written}', 120)}”.",
                    "Say which line pays for which KPI.",
                    [(scope.where, scope.written)],
                )
