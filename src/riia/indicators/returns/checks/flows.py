"""What is there now is what was there before, with those who came and without those who went (R4.22)."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from riia.indicators.returns.checks.case import Case, exact_count, number_cell, said_when
from riia.indicators.returns.checks.registry import SOFT, Example, Found, rule
from riia.indicators.returns.checks.wording import counted, figure, opening

FLOWS: Final = (
    ("cpps-current", "cpps-starting", "cpps-ceasing"),
    ("cla-current", "cla-starting", "cla-ceasing"),
)
"""Stocks with what adds to them and what takes from them."""
_BEFORE: Final = {"2026-27Q1": {"cla-current.number": 598}}


@rule(
    "RET-STOCK",
    SOFT,
    "A number on the day is the one before, plus those starting, less those ceasing.",
    why="Whoever is counted now was counted before or has started since. Late recording explains a few; more means "
    "that one of the four numbers is wrong or that they come from different reports.",
    remedy="Correct the number that is wrong. If the number of the quarter before has changed since, say so.",
    passing=Example(
        {"cla-current.number": 612, "cla-starting.number": 58, "cla-ceasing.number": 43}, before=_BEFORE
    ),
    failing=Example(
        {"cla-current.number": 612, "cla-starting.number": 58, "cla-ceasing.number": 94}, before=_BEFORE
    ),
    after=("RET-WHOLE", "RET-NEGATIVE", "RET-POPULATION", "RET-SHIFT", "RET-ALL-ZERO", "RET-ZERO", "RET-CHANGE"),
    leads=("RET-CHANGE",),
)  # fmt: skip
def stock_and_flow(case: Case) -> Iterator[Found]:
    """Needs the return directly before and all four numbers; allows for 2, or 1% of the number on the day if more."""
    if case.before is None:
        return
    period, answers = case.before
    for keys in FLOWS:
        items = [case.items[key] for key in keys if key in case.items]
        numbers = [case.number(item) for item in items]
        was = exact_count(answers, keys[0])
        if len(items) < len(keys) or was is None or None in numbers:
            continue
        stock, starting, ceasing = items
        now, came, went = (number for number in numbers if number is not None)
        made = was + came - went
        allowed = max(Fraction(case.limits.flow_least), case.limits.flow_share * max(now, made))
        if abs(now - made) <= allowed:
            continue
        words = (
            f"{opening(stock)}: {counted(was, stock)} {said_when(stock, period)}, plus {figure(came)} starting (item "
            f"{starting.label}), less {figure(went)} ceasing (item {ceasing.label}), make {figure(made)} "
            f"{case.when(stock)}, but {figure(now)} is entered: {figure(abs(now - made))} "
            f"{'more' if now > made else 'fewer'}."
        )
        yield Found(tuple(number_cell(item) for item in items), words, because="RET-COPIED")
