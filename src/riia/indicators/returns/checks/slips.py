"""Whole returns that look like a slip: last quarter's numbers sent again, numbers one line off."""

from collections.abc import Iterator
from typing import Final

from riia.indicators.model import Period
from riia.indicators.returns.checks.case import Case, is_stock, months, number_cell
from riia.indicators.returns.checks.registry import SOFT, Example, Found, Texts, rule
from riia.indicators.returns.checks.spread import Unusual, usual_size
from riia.indicators.returns.checks.wording import figure, listed
from riia.indicators.returns.nouns import Item

SHIFT: Final = "RET-SHIFT"
_TELLING: Final = 10
"""A number below this is the same as before too often to tell of a copy."""
_SAME_LEAST: Final = 5
_IN_A_ROW: Final = 3
"""How many lines in a row must fit their neighbours' places before they are said to be one line off."""
_FITS: Final = 2.0
_LISTED: Final = 4
"""How many of the numbers are told."""
_LINES: Final = (
    "assessments-started",
    "assessments-completed",
    "section-47-enquiries",
    "cpps-starting",
    "ehcp-assessments",
    "ehcp-requests",
)
_BEFORE: Final[dict[str, Texts]] = {
    "2026-27Q1": dict(zip((f"{key}.number" for key in _LINES), (512, 497, 231, 118, 640, 205), strict=True))
}
_TABLE: Final = ("cpps-starting", "cpps-current", "cpps-ceasing", "repeat-cpps-ever")
_YEAR: Final[dict[str, Texts]] = {
    code: dict(zip((f"{key}.number" for key in _TABLE), numbers, strict=True))
    for code, numbers in (
        ("2025-26Q2", (118, 402, 109, 24)),
        ("2025-26Q3", (106, 395, 113, 27)),
        ("2025-26Q4", (121, 407, 109, 22)),
        ("2026-27Q1", (112, 411, 108, 25)),
    )
}


@rule(
    "RET-COPIED",
    SOFT,
    "A return is not an earlier one over again.",
    why="Counts of this size hardly ever come out the same twice. So many at once look like an earlier file.",
    remedy="Send the file for this period. If the numbers are really the same, explain.",
    passing=Example(
        dict(zip((f"{key}.number" for key in _LINES), (498, 502, 231, 107, 655, 190), strict=True)), before=_BEFORE
    ),
    failing=Example(_BEFORE["2026-27Q1"], before=_BEFORE),
)
def copied(case: Case) -> Iterator[Found]:
    """Looks at numbers from 10 on that both returns have. Speaks where at least five of what happened in the period,
    and half of all, are the same as in one of the earlier returns.
    """
    best: tuple[int, int, Period] | None = None
    for back, pair in enumerate(case.earlier):
        if pair is None:
            continue
        same, compared, flows = _same(case, back)
        if flows >= _SAME_LEAST and 2 * same >= compared and (best is None or same > best[0]):
            best = (same, compared, pair[0])
    if best:
        same, compared, period = best
        words = (
            f"{same} of {compared} numbers for {months(case.period)} are exactly those of {months(period)}. It looks "
            f"like a copy of that return."
        )
        yield Found((), words)


@rule(
    SHIFT,
    SOFT,
    "Numbers stand in their own lines.",
    why="Several numbers in a row would be usual one line further up or down, and are not where they stand. It looks "
    "like a shift by one line when numbers were copied in.",
    remedy="Compare the lines with your report, and move the numbers to their own.",
    passing=Example(dict(zip((f"{key}.number" for key in _TABLE), (115, 404, 122, 26), strict=True)), before=_YEAR),
    failing=Example(dict(zip((f"{key}.number" for key in _TABLE[:3]), (404, 122, 26), strict=True)), before=_YEAR),
    covers=True,
)
def one_line_off(case: Case) -> Iterator[Found]:
    """Needs at least four earlier numbers of each line. Speaks where at least three lines hold an unusual number that
    is like the usual ones of the next line, or of the line before, and the lines between fit there too.
    """
    items = case.form.items
    odd = [_is_odd(case, item) for item in items]
    if sum(odd) < _IN_A_ROW:
        return
    for step, direction in ((1, "up"), (-1, "down")):
        run: list[int] = []
        for at in range(len(items) + 1):
            if at < len(items) and 0 <= at + step < len(items) and _fits(case, items[at], items[at + step], odd[at]):
                run.append(at)
                continue
            while run and not odd[run[0]]:
                del run[0]
            while run and not odd[run[-1]]:
                del run[-1]
            if sum(odd[one] for one in run) >= _IN_A_ROW:
                yield _shift(case, [items[one] for one in run], direction)
            run = []


def _same(case: Case, back: int) -> tuple[int, int, int]:
    """How many telling numbers are those of so many periods back, how many could be, how many of those are flows."""
    same = compared = flows = 0
    for item in case.form.items:
        now, then = case.number(item), case.past(item)[back]
        if now is None or then is None or then < _TELLING or now < _TELLING:
            continue
        compared += 1
        if now == int(then):
            same += 1
            flows += not is_stock(item)
    return same, compared, flows


def _is_odd(case: Case, item: Item) -> bool:
    """Whether an item's number is unusual where it stands."""
    score = _score(case, item, item)
    return score is not None and abs(score.score) >= case.limits.spread


def _fits(case: Case, item: Item, neighbour: Item, odd: bool) -> bool:
    """Whether an item's number is like its neighbour's earlier ones. A small number, or none, may stand anywhere, but
    an unusual one has to fit.
    """
    there = _score(case, item, neighbour)
    return not odd if there is None else abs(there.score) <= _FITS


def _score(case: Case, item: Item, line: Item) -> Unusual | None:
    """How unusual an item's number is beside the past of a line."""
    number = case.number(item)
    if number is None or number < _TELLING or usual_size(case.past(line)) < _TELLING:
        return None
    return case.unusual(number, line)


def _shift(case: Case, run: list[Item], direction: str) -> Found:
    numbers = [figure(number) for item in run if (number := case.number(item)) is not None]
    if len(numbers) > _LISTED + 1:
        numbers = [*numbers[:_LISTED], f"{len(numbers) - _LISTED} more"]
    words = (
        f"Items {run[0].label} to {run[-1].label}: {listed(numbers)} for {months(case.period)} look as if they "
        f"stood one line too far {direction}. In item {run[0].label}, {run[0].title}, {_usual(case, run[0])} would be "
        f"usual."
    )
    return Found(tuple(number_cell(item) for item in run), words)


def _usual(case: Case, item: Item) -> str:
    found = _score(case, item, item)
    return f"between {figure(found.low)} and {figure(found.high)}" if found else "another number"
