"""Cells of costings that a scan damaged or that are blank: what the rest of the line makes of them. Pure."""

from collections.abc import Callable
from dataclasses import replace

from riia.documents.plans.amounts import looks_damaged, pence_of, shared_out, with_digits
from riia.documents.plans.structure import AreaCost, CostLine, Money


def resolved(line: CostLine, shares: tuple[tuple[int, int], ...], pounds: bool) -> CostLine:
    """A line with its damaged cells read from the others of the line, by the profile. They stay marked as doubtful."""
    share = dict(shares)

    def suspect(money: Money) -> bool:
        text = money.as_written
        return bool(text) and (looks_damaged(text) or (pounds and "£" not in text and not money.typed))

    if not (suspect(line.spend) or any(suspect(money) for _, money in line.quarters)):
        return line
    if not share:
        return _by_rest(line, suspect)
    spend, quarters = line.spend, list(line.quarters)
    sound = [
        (quarter, money)
        for quarter, money in quarters
        if not suspect(money) and money.pence is not None and quarter in share
    ]
    if suspect(spend):
        pence = next(
            (money.pence * 100 // share[q] for q, money in sound if money.pence is not None and share[q]), None
        )
        spend = replace(spend, pence=pence, doubtful=True)
    for at, (quarter, money) in enumerate(quarters):
        if suspect(money):
            pence = shared_out(spend.pence, shares).get(quarter) if spend.pence is not None else None
            quarters[at] = (quarter, replace(money, pence=pence, doubtful=True))
    return replace(line, spend=spend, quarters=tuple(quarters))


def _by_rest(line: CostLine, suspect: Callable[[Money], bool]) -> CostLine:
    """Where no shares are known: the one damaged cell from the others, else letters as the digits they look like."""
    bad = [money for money in (line.spend, *(money for _, money in line.quarters)) if suspect(money)]
    amounts = [money.pence for _, money in line.quarters if not suspect(money)]
    added = None if None in amounts or not amounts else sum(value or 0 for value in amounts)

    def read(money: Money) -> Money:
        if not suspect(money):
            return money
        pence = pence_of(with_digits(money.as_written))
        if len(bad) == 1 and added is not None:
            rest = added if money is line.spend else (line.spend.pence or 0) - added if line.spend.pence else pence
            pence = rest
        return replace(money, pence=pence, doubtful=True)

    return replace(line, spend=read(line.spend), quarters=tuple((q, read(money)) for q, money in line.quarters))


def derived(line: CostLine, area: AreaCost) -> CostLine:
    """What a blank spend must be: the sum of its quarters, and what the other lines leave of the area's total."""
    if not line.spend.blank:
        return line
    candidates: list[int] = []
    amounts = [money.pence for _, money in line.quarters]
    if amounts and all(pence is not None for pence in amounts):
        candidates.append(sum(pence for pence in amounts if pence is not None))
    others = [other.spend.pence for other in area.lines if other is not line]
    if area.total is not None and area.total.pence is not None and all(pence is not None for pence in others):
        candidates.append(area.total.pence - sum(pence for pence in others if pence is not None))
    if not candidates:
        return line
    return replace(line, derived=(min(candidates), max(candidates)))
