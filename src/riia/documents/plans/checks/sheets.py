"""Costings whose sheets or sections say the same thing again: a summary against its lines, shares, stated totals."""

import re
from collections.abc import Iterator, Sequence

from riia.documents.model import Block, BlockKind, Finding
from riia.documents.money import amount_mentions
from riia.documents.plans.amounts import as_pounds
from riia.documents.plans.checks.adding import name_of
from riia.documents.plans.checks.catalogue import cut, found, listed
from riia.documents.plans.checks.profiles import usual_split
from riia.documents.plans.cost_columns import period_of
from riia.documents.plans.structure import Costings, CostLine, CostTable
from riia.documents.plans.summaries import groups, key, name_in

_PERCENT = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)\s?(?:%|per ?cent)")
_ON_TOP = re.compile(
    r"\b(?:conting\w+|on.?costs?|overheads?|management (?:fee|charge|cost)|inflation|vat|uplift|administration|admin|"
    r"host(?:ing)? (?:fee|charge|cost)|reserve|optimism bias)\b",
    re.I,
)
_IN_ALL = re.compile(
    r"\b(?:total (?:cost|budget|spend|expenditure|planned spend)|costs? in (?:all|total)|"
    r"in (?:all|total)[^.]{0,30}\bcost|(?:plan|programme|lines?) (?:will )?costs?|whole (?:plan|programme) costs?|"
    r"total of all lines|overall cost)\b",
    re.I,
)
_NEAR = 4
"""A base is meant where its share is no further from the line than one part in so many."""


def summary_findings(costings: Costings) -> Iterator[Finding]:
    """Rows of a summary that are not what their lines come to, and lines that it leaves out."""
    for summary in costings.summaries:
        names = [name_in(line) for line in summary.lines]
        for table in costings.tables:
            if (sums := groups(table, names)) is not None:
                yield from _held_against(summary, table, sums)
                break


def _held_against(summary: CostTable, table: CostTable, sums: dict[str, int]) -> Iterator[Finding]:
    told = {key(name_in(line)) for line in summary.lines}
    for line in summary.lines:
        name, stated = name_in(line), line.spend.pence
        made = sums.get(key(name))
        if stated is None or line.spend.doubtful or made == stated:
            continue
        if made is None:
            if stated and not _ON_TOP.search(name):
                yield found(
                    "COST-SUMMARY-GAP",
                    line.spend.where,
                    line.spend.as_written,
                    f"The summary gives {line.spend.as_written} for “{cut(name, 60)}”; no line is for it.",
                    "Put the lines in, or take the row out.",
                )
            continue
        own = [one for one in table.lines if key(name) in {key(one.area), key(one.scope), key(one.label)}]
        hint = f" By its formula {line.spend.formula}." if line.spend.formula else ""
        yield found(
            "COST-SUMMARY",
            line.spend.where,
            line.spend.as_written,
            f"The summary gives {line.spend.as_written} for “{cut(name, 60)}”; its {len(own)} lines come to "
            f"{as_pounds(made)} ({as_pounds(abs(stated - made))} {'less' if stated < made else 'more'}).{hint}"
            f"{_left_out(own, stated, made)}",
            "Correct the summary, or the line that is wrong or missing.",
            [(one.spend.where, one.spend.as_written) for one in own],
        )
    left = [name for name, amount in sums.items() if name and name not in told and amount]
    shown = list(dict.fromkeys(line.area for line in table.lines if key(line.area) in left))
    if shown and len(shown) * 2 <= len(told):
        yield found(
            "COST-SUMMARY-GAP",
            summary.where,
            summary.title,
            f"The summary has no row for {listed(shown)}, whose lines come to "
            f"{as_pounds(sum(sums[key(name)] for name in shown))}.",
            "Put the row in.",
        )


def _left_out(lines: Sequence[CostLine], stated: int, made: int) -> str:
    """The line whose amount is the difference."""
    one = [line for line in lines if line.spend.pence == made - stated]
    return f" It leaves out {name_of(one[0])} ({one[0].spend.as_written})." if len(one) == 1 else ""


def percent_findings(table: CostTable) -> Iterator[Finding]:
    """Contingency, on-costs and the like: a line that says of itself what share of others it is."""
    lines = table.lines
    for at, line in enumerate(lines):
        shares = _PERCENT.findall(line.label)
        if len(shares) != 1 or not _ON_TOP.search(line.label) or line.spend.pence is None or line.spend.doubtful:
            continue
        share = round(float(shares[0]) * 100)
        bases = _bases(table, at)
        made = {base * share / 10000 for base in bases}
        if not made or any(abs(amount - line.spend.pence) <= 100 for amount in made):
            continue
        base = min(bases, key=lambda one: abs(one * share / 10000 - (line.spend.pence or 0)))
        amount = round(base * share / 10000)
        if abs(amount - line.spend.pence) * _NEAR > max(amount, line.spend.pence):
            continue
        yield found(
            "COST-PERCENT",
            line.spend.where,
            line.spend.as_written,
            f"“{cut(line.label, 60)}”: {shares[0]} % of {as_pounds(base)} is {as_pounds(amount)}, the line says "
            f"{line.spend.as_written} ({as_pounds(abs(amount - line.spend.pence))} "
            f"{'less' if line.spend.pence < amount else 'more'}).",
            "Work the line out again, or correct its share.",
        )


def _bases(table: CostTable, at: int) -> list[int]:
    """What a share may be of: all other lines, those above, those of its area, the line above, areas, the total."""
    spends = [line.spend.pence or 0 for line in table.lines]
    rest = [spend for place, spend in enumerate(spends) if place != at]
    on_top = {place for place, line in enumerate(table.lines) if _ON_TOP.search(line.label)}
    plain = [spend for place, spend in enumerate(spends) if place not in on_top]
    area = [
        line.spend.pence or 0
        for line in table.lines
        if line.area == table.lines[at].area and line is not table.lines[at]
    ]
    totals = [one.total.pence for one in table.areas if one.total is not None and one.total.pence]
    bases = {sum(rest), sum(spends[:at]), sum(area), sum(plain), *(spends[max(0, at - 1) : at]), *totals}
    return sorted(base for base in bases if base > 0)


def stated_findings(costings: Costings) -> Iterator[Finding]:
    """A total in words or on another sheet that is not that of the table."""
    totals = {table.total_spend.pence for table in costings.tables if table.total_spend is not None}
    sums = {sum(line.spend.pence or 0 for line in table.lines) for table in costings.tables}
    known = {pence for pence in (*totals, *sums, sum(sums), sum(pence or 0 for pence in totals)) if pence}
    if len(costings.tables) != 1 or not known:
        return
    table = costings.tables[0]
    others = {table.total_allocation.pence if table.total_allocation else None}
    others |= {one.pence for area in table.areas for one in (area.total, area.allocation) if one is not None}
    own = {cell.where for row in table.rows for cell in row.cells}
    for block in costings.beside:
        if not _IN_ALL.search(block.text) or any(cell.where in own for cell in block.cells):
            continue
        if block.kind is BlockKind.ROW and sum(bool(cell.text.strip()) for cell in block.cells) > 3:
            continue
        said = [one for one in amount_mentions(block.text) if one.pence is not None and not one.approximate]
        if len(said) != 1 or said[0].pence is None or said[0].pence in known | others:
            continue
        pence, whole = said[0].pence, next((one for one in totals if one), max(sums))
        if _is_rounded(said[0].as_written, pence, whole) or abs(pence - whole) * 3 > whole:
            continue
        total = table.total_spend
        yield found(
            "COST-STATED",
            next((cell.where for cell in block.cells if said[0].as_written in cell.text), block.where),
            said[0].as_written,
            f"“{cut(block.text.replace(chr(9), ' '), 110)}”; the table of costs comes to {as_pounds(whole)} "
            f"({as_pounds(abs(pence - whole))} {'more' if pence < whole else 'less'}).",
            "Say which of the two holds.",
            [(total.where, total.as_written)] if total is not None else [],
        )


def _is_rounded(written: str, pence: int, whole: int) -> bool:
    """Whether an amount is the other one with fewer digits: "£1.2 million" of £1,190,200."""
    digits = len(re.sub(r"\D|0+$", "", written)) if re.search(r"m|k|thousand", written, re.I) else 0
    zeros = len(str(pence)) - len(str(pence).rstrip("0"))
    unit = 10 ** (len(str(pence)) - digits) if digits else 10**zeros
    return zeros > 3 and abs(pence - whole) * 2 <= unit


def split_findings(costings: Costings) -> Iterator[Finding]:
    """Shares of the quarters said elsewhere, such as on a sheet of notes, against how the lines are split."""
    said: list[tuple[int, int, Block]] = []
    for block in costings.beside:
        filled = [cell.text.strip() for cell in block.cells if cell.text.strip()]
        share = _PERCENT.fullmatch(filled[-1]) if len(filled) == 2 else None
        period = period_of(filled[0].lower()) if share else 0
        if share and period:
            said.append((period, round(float(share[1])), block))
    stated = {period: share for period, share, _ in said}
    if len(stated) < 2 or len(said) != len(stated):
        return
    where = said[0][2].cells[0].where
    written = " | ".join(f"{share}%" for share in stated.values())
    if sum(stated.values()) != 100:
        yield found(
            "COST-HEADER-SHARE",
            said[-1][2].cells[-1].where,
            written,
            f"The shares of the year add up to {sum(stated.values())} %: {' + '.join(map(str, stated.values()))}.",
            "Correct the share that is wrong.",
            [(where, written)],
        )
        return
    for table in costings.tables:
        usual = dict(usual_split(table))
        if usual and set(usual) == set(stated) and usual != stated:
            real = listed([f"{table.period(q)} {share} %" for q, share in usual.items()])
            yield found(
                "COST-HEADER-SHARE",
                where,
                written,
                f"The shares are said to be {listed([f'{table.period(q)} {s} %' for q, s in stated.items()])}; most "
                f"lines are split {real}.",
                "Say which of the two holds.",
            )
