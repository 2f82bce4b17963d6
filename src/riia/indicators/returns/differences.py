"""What differs between two versions of a return, and what changed most since the quarter before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from riia.indicators.definitions import Measure
from riia.indicators.model import Period, Value
from riia.indicators.returns.checks.case import count_at, exact, in_order, kind_of, number_cell, periods_in_year
from riia.indicators.returns.checks.limits import LIMITS
from riia.indicators.returns.checks.spread import surprise
from riia.indicators.returns.checks.wording import answered, counted, figure, opening, rounded_figure
from riia.indicators.returns.nouns import Answers, Cell, Form, Item


class Kind(StrEnum):
    """How a cell differs."""

    CHANGED = "changed"
    FILLED = "filled"
    EMPTIED = "emptied"


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that is not as it was. A blank is None."""

    cell: Cell
    before: Value | None
    after: Value | None
    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """How one number changed since the period before. `surprise` is in robust standard deviations, with its sign."""

    cell: Cell
    before: Value
    after: Value
    surprise: float
    words: str


def differences(form: Form, earlier: Answers, later: Answers) -> tuple[Difference, ...]:
    """The cells of the form that differ between two versions, in the form's order. 12 and 12.0 are the same."""
    return tuple(
        _difference(item, measure, before, after)
        for item in form.items
        for measure in item.measures
        if (before := earlier.get(Cell(item.key, measure))) != (after := later.get(Cell(item.key, measure)))
        and not _same_number(before, after)
    )


def changes_since(
    form: Form, last_quarter: Answers, this: Answers, history: Mapping[Period, Answers]
) -> tuple[Change, ...]:
    """What changed since the period before, the most surprising first, then the largest.

    `history` are the council's earlier answers; whether the last quarter's are among them does not matter. Only numbers
    that both have are compared, and those that did not change are left out. A part comes after its whole where it went
    the same way and is no more surprising, since the whole tells of it.
    """
    past: list[Answers | None] = []
    season = 0
    if history:
        latest = max(history)
        season = periods_in_year(latest)
        past = [pair and pair[1] for pair in in_order(latest.next(), history)]
    if not past or past[0] != last_quarter:
        past.insert(0, last_quarter)
    found = [change for item in form.items if (change := _change(form, item, (last_quarter, this), past, season))]
    return tuple(sorted(found, key=lambda one: _rank(form, one, found)))


def _difference(item: Item, measure: Measure, before: Value | None, after: Value | None) -> Difference:
    what = f"{opening(item)}, {measure.value}"
    if before is None:
        kind, words = Kind.FILLED, f"{what}: was blank, now {_said(after)}."
    elif after is None:
        kind, words = Kind.EMPTIED, f"{what}: was {_said(before)}, now blank."
    else:
        kind, words = Kind.CHANGED, f"{what}: was {_said(before)}, now {_said(after)}."
    return Difference(Cell(item.key, measure), before, after, kind, words)


def _said(value: Value | None) -> str:
    return "blank" if value is None else answered(value)


def _same_number(before: Value | None, after: Value | None) -> bool:
    left, right = exact(before), exact(after)
    return left is not None and left == right


def _change(
    form: Form, item: Item, both: tuple[Answers, Answers], past: Sequence[Answers | None], season: int
) -> Change | None:
    cell = number_cell(item)
    before, after = both[0].get(cell), both[1].get(cell)
    was, now = exact(before), exact(after)
    if before is None or after is None or was is None or now is None or was == now or min(was, now) < 0:
        return None
    counts = [None if answers is None else count_at(answers, cell) for answers in past]
    score = surprise(float(now), counts, kind_of(item, LIMITS, season), least=LIMITS.values_least, k=LIMITS.spread)
    return Change(cell, before, after, score, _change_words(item, was, now, counts, both))


def _change_words(
    item: Item, was: Fraction, now: Fraction, counts: Sequence[float | None], both: tuple[Answers, Answers]
) -> str:
    gap = abs(now - was)
    by = f"{figure(gap)}" + (f", {rounded_figure(gap * 100 / was, 0)}%" if was >= 10 else "")
    words = f"{opening(item)}: {'up' if now > was else 'down'} from {figure(was)} to {counted(now, item)} ({by})"
    shares = [_share(item, answers) for answers in both]
    if item.of and shares[0] and shares[1]:
        return f"{words}; {shares[1]}{item.unit(Measure.PERCENT)}, {shares[0]}% before."
    known = [count for count in counts if count is not None]
    if len(known) >= LIMITS.values_least and not min(known) <= now <= max(known):
        words += f", {'more' if now > was else 'fewer'} than in any of the {len(known)} earlier returns"
    return f"{words}."


def _share(item: Item, answers: Answers) -> str:
    """The percentage that an item's number makes of what it is of; empty where it makes none."""
    number, of = exact(answers.get(number_cell(item))), exact(answers.get(Cell(item.of, Measure.NUMBER)))
    return rounded_figure(number * 100 / of, 1) if number is not None and of is not None and of > 0 else ""


def _rank(form: Form, one: Change, found: Sequence[Change]) -> tuple[bool, float, float, str]:
    item = form.item(one.cell.item)
    told = any(
        other.cell.item == item.part_of
        and other.surprise * one.surprise > 0
        and abs(other.surprise) >= abs(one.surprise)
        for other in found
    )
    size = abs(float(exact(one.after) or 0) - float(exact(one.before) or 0))
    return told, -round(abs(one.surprise), 1), -size, str(one.cell)
