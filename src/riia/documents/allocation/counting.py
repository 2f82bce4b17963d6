"""How many councils an allocation was reckoned with, against the register of authorities on that day (R1.37). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from riia.documents.allocation.amounts import Worked, counted, in_pounds
from riia.documents.allocation.annex import AnnexRow, Column, Line, Verdict
from riia.documents.allocation.facts import Facts
from riia.documents.allocation.formulas import PerCouncil, Rule
from riia.documents.allocation.recomputing import lines_of


@dataclass(frozen=True, slots=True)
class CouncilCount:
    """The councils of one region as an amount implies them. `derived` is None where no whole number comes out."""

    place: str
    source: str
    derived: int | None
    register: int | None
    verdict: Verdict
    sentence: str


def councils_from(row: AnnexRow, rules: Sequence[Rule], facts: Facts) -> tuple[CouncilCount, ...]:
    """What each amount of a row says about the number of councils: of the total, and of the uplift apart.

    An amount less everything that does not depend on councils, divided by the rates for each council.
    """
    lines = lines_of(row.place, rules, facts)
    found = []
    first = next((column for column in (Column.PREVIOUS, Column.TOTAL) if column in row.stated), None)
    if first:
        wanted = False if first is Column.PREVIOUS else None
        found.append(_derive(row, first.value, row.stated[first], wanted, rules, lines, facts))
    previous, revised = row.stated.get(Column.PREVIOUS), row.stated.get(Column.REVISED)
    if isinstance(previous, int) and isinstance(revised, int):
        found.append(_derive(row, "revised less previous total", revised - previous, True, rules, lines, facts))
    return tuple(item for item in found if item is not None)


def _derive(
    row: AnnexRow,
    source: str,
    amount: object,
    uplift: bool | None,
    rules: Sequence[Rule],
    lines: Sequence[Line],
    facts: Facts,
) -> CouncilCount | None:
    rates = [
        rule
        for rule in rules
        if isinstance(rule, PerCouncil) and uplift in (None, rule.uplift) and rule.applies_to(row.place)
    ]
    known = [rule.rate for rule in rates if isinstance(rule.rate, int)]
    if not rates or len(known) < len(rates) or not sum(known) or not facts.is_region(row.place):
        return None
    by_rate = {(rule.line, rule.title) for rule in rates}
    others = [line.answer for line in lines if uplift in (None, line.uplift) and (line.line, line.title) not in by_rate]
    fixed = [answer.paid for answer in others if isinstance(answer, Worked)]
    if len(fixed) < len(others) or not isinstance(amount, int):
        return None
    rest, rate = amount - sum(fixed), sum(known)
    derived, left = divmod(rest, rate)
    register = facts.councils_of(row.place)
    minus = f" − {in_pounds(sum(fixed))}" if sum(fixed) else ""
    working = (
        f"({in_pounds(amount)}{minus}) ÷ {in_pounds(rate)}" if minus else f"{in_pounds(amount)} ÷ {in_pounds(rate)}"
    )
    if left or derived < 0:
        told = f"{working} is no whole number of councils; the register has {register} {facts.day}."
        return CouncilCount(row.place, source, None, register, Verdict.DIFFERS, told)
    same = derived == register
    register_said = f"the register has {'as many' if same else register} {facts.day}".rstrip()
    told = f"{working} = {counted(derived, 'council')}; {register_said}."
    return CouncilCount(row.place, source, derived, register, Verdict.AGREES if same else Verdict.DIFFERS, told)
