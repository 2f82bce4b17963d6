"""Whether the numbers are likely beside the council's own earlier ones, or beside other councils' (R4.23)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import inf, sqrt
from typing import Final

from riia.indicators.model import Missing, Symbol
from riia.indicators.returns.checks.case import Case, number_cell, said_when
from riia.indicators.returns.checks.likeness import likeness
from riia.indicators.returns.checks.registry import SOFT, Example, Found, Texts, rule
from riia.indicators.returns.checks.spread import (
    Unusual,
    chance_of_as_many,
    chance_of_none,
    chance_variance,
    count_at,
    median,
    robust_deviation,
    root,
)
from riia.indicators.returns.checks.wording import counted, figure, opening
from riia.indicators.returns.nouns import Item

_TOLD: Final = 8
"""How many earlier periods a level is taken from."""
_LONG_ZERO: Final = 4
"""How many zeros in a row make a number after them worth a look."""
_PER: Final = 10_000
_STEADY: Final[dict[str, Texts]] = {
    code: {"referrals.number": number}
    for code, number in (
        ("2025-26Q1", 405), ("2025-26Q2", 388), ("2025-26Q3", 420), ("2025-26Q4", 411), ("2026-27Q1", 398),
    )
}  # fmt: skip


def unusual_number(case: Case, item: Item) -> Unusual | None:
    """How unusual an item's count is beside its past; None where nothing can be said."""
    number = case.number(item)
    return None if number is None else case.unusual(number, item)


@rule(
    "RET-ZERO",
    SOFT,
    "A number does not fall to 0 where that would be very unlikely.",
    why="A sudden 0 more often means that a report was empty or a line was left out than that nothing happened.",
    remedy="Enter the number, or x if it cannot be had. If it is really 0, explain.",
    passing=Example({"referrals.number": 391}, before=_STEADY),
    failing=Example({"referrals.number": 0}, before=_STEADY),
    after=(),
)
def zero_after_numbers(case: Case) -> Iterator[Found]:
    """Speaks where the number of the period before was not 0, and a 0 now would come by chance in fewer than five of a
    thousand such cases. So a few can become 0 without a question, but not 9 where nothing earlier is known, nor 7
    quarter after quarter.
    """
    for item in case.form.items:
        if case.number(item) != 0:
            continue
        past = case.past(item)[:_TOLD]
        if past and past[0] and chance_of_none(past) < case.limits.chance and case.earlier[0]:
            words = (
                f"{opening(item)}: 0 {case.when(item)} after {counted(Fraction(past[0]), item)} "
                f"{said_when(item, case.earlier[0][0])}."
            )
            yield Found((number_cell(item),), words, because="RET-ALL-ZERO")


@rule(
    "RET-SUPPRESSED",
    SOFT,
    "A number is only suppressed where it is small.",
    why="Suppression protects small numbers. This one has never been small, and the regional total lacks it.",
    remedy="Enter the number, or explain why it may not be told.",
    passing=Example({"cla-uasc.number": "c"}, before={"2026-27Q1": {"cla-uasc.number": 6}}),
    failing=Example({"referrals.number": "c"}, before=_STEADY),
    after=("RET-HIDDEN",),
)
def suppressed_though_large(case: Case) -> Iterator[Found]:
    """Speaks of a suppressed number whose earlier ones were all more than ten."""
    for item in case.form.items:
        if case.value(item) != Missing(Symbol.SUPPRESSED):
            continue
        known = [count for count in case.past(item) if count is not None]
        if known and min(known) > case.limits.hidden_most:
            least = f"at least {counted(Fraction(min(known)), item)}"
            returns = "the return before" if len(known) == 1 else f"each of {len(known)} earlier returns"
            words = f"{opening(item)}: the number {case.when(item)} is suppressed (c), after {least} in {returns}."
            yield Found((number_cell(item),), words)


@rule(
    "RET-AFTER-ZERO",
    SOFT,
    "Where there were none for a year or more, a number is small.",
    why="After a long time without any, a larger number may stand in the wrong line, or something new has begun that "
    "the region should know of.",
    remedy="Check the line, and explain what has begun.",
    passing=Example({"cla-uasc.number": 1}, before={code: {"cla-uasc.number": 0} for code in _STEADY}),
    failing=Example({"cla-uasc.number": 9}, before={code: {"cla-uasc.number": 0} for code in _STEADY}),
    after=("RET-WHOLE", "RET-POPULATION", "RET-AMONG"),
)
def number_after_zeros(case: Case) -> Iterator[Found]:
    """Speaks after at least four periods with 0 and nothing else, where so many would come by chance in fewer than five
    of a thousand such cases. Up to six, the children of one family, are never asked about.
    """
    for item in case.form.items:
        number = case.number(item)
        if number is None or number <= 0 or number.denominator != 1:
            continue
        known = [count for count in case.past(item) if count is not None]
        if len(known) < _LONG_ZERO or any(known) or case.past(item)[0] is None:
            continue
        if chance_of_as_many(int(number), len(known)) < case.limits.chance:
            words = f"{opening(item)}: {counted(number, item)} {case.when(item)} after {len(known)} returns with 0."
            yield Found((number_cell(item),), words)


@rule(
    "RET-CHANGE",
    SOFT,
    "A number does not change far more than it usually does.",
    why="A change this large is seldom chance. The region and the Department will ask what happened, or it is a slip.",
    remedy="Correct the number, or explain what changed.",
    passing=Example({"referrals.number": 431}, before=_STEADY),
    failing=Example({"referrals.number": 841}, before=_STEADY),
    after=(
        "RET-WHOLE",
        "RET-NEGATIVE",
        "RET-POPULATION",
        "RET-SUM",
        "RET-AMONG",
        "RET-CONFERENCES",
        "RET-SHIFT",
        "RET-ALL-ZERO",
        "RET-ZERO",
        "RET-AFTER-ZERO",
    ),
)
def changes(case: Case) -> Iterator[Found]:
    """Needs the period directly before and at least four earlier numbers. The change, and where the number moved also
    its distance from the earlier ones, is set against the council's own spread (median absolute deviation), which is
    never taken to be less than chance. Beyond 3.5 deviations it asks, unless the number only goes back to where it was
    before one odd period, or the same step came in the same period a year ago. Numbers that plainly follow the seasons
    are set beside those of a year before. Parts that move with their whole follow from it.
    """
    moved: dict[str, tuple[Item, Unusual]] = {}
    for item in case.form.items:
        found = unusual_number(case, item)
        if found is not None and abs(found.score) >= case.limits.spread:
            moved[item.key] = (item, found)
    for item, found in moved.values():
        whole = moved.get(item.part_of)
        follows = whole is not None and whole[1].score * found.score > 0
        because = f"RET-CHANGE {number_cell(whole[0])}" if whole and follows else ""
        yield Found(
            (number_cell(item),),
            _change_words(case, item, found, [other for other, _ in moved.values()]),
            because=because,
        )


@rule(
    "RET-PEERS",
    SOFT,
    "Without a history, a number is of the size that other councils have.",
    why="There are too few earlier returns of this council to compare with, so it is set beside the other councils of "
    "the round, for its population.",
    remedy="Look for digits too many or too few, or a number in the wrong line. If it is right, explain.",
    passing=Example({"referrals.number": 412}, peers={"referrals": (61.0, 75.5, 58.2, 90.1, 70.3, 66.6)}),
    failing=Example({"referrals.number": 4120}, peers={"referrals": (61.0, 75.5, 58.2, 90.1, 70.3, 66.6)}),
    after=(
        "RET-WHOLE",
        "RET-NEGATIVE",
        "RET-POPULATION",
        "RET-SUM",
        "RET-AMONG",
        "RET-CONFERENCES",
        "RET-ALL-ZERO",
        "RET-ZERO",
    ),
)
def beside_peers(case: Case) -> Iterator[Found]:
    """Speaks only where the council's own past cannot say anything, at least five others have a number, and ours is
    beyond 3.5 robust deviations of theirs, to which the chance scatter of our own count is added.
    """
    people = case.population
    for item in case.form.items:
        rates = [rate for rate in case.background.peers.get(item.key, ()) if 0 <= rate < inf]
        number = case.number(item)
        if people is None or number is None or number < 0 or len(rates) < case.limits.peers_least:
            continue
        if unusual_number(case, item) is not None:
            continue
        expected = [root(rate * float(people) / _PER) for rate in rates]
        middle = median(expected)
        own = chance_variance(count_at(middle), case.limits.beyond_chance)
        reach = case.limits.spread * sqrt(robust_deviation(expected) ** 2 + own)
        if abs(root(float(number)) - middle) <= reach:
            continue
        low, high = count_at(middle - reach), count_at(middle + reach)
        words = (
            f"{opening(item)}: {counted(number, item)} {case.when(item)}. By the numbers of {len(rates)} other "
            f"councils, {_between(low, high)} would be usual for {figure(people)} residents."
        )
        yield Found((number_cell(item),), words)


def _change_words(case: Case, item: Item, found: Unusual, moved: Sequence[Item]) -> str:
    number, before = case.number(item), case.before
    was = case.past(item)[0]
    assert number is not None
    assert before is not None
    assert was is not None
    words = (
        f"{opening(item)}: {counted(number, item)} {case.when(item)} after {figure(Fraction(was))} "
        f"{said_when(item, before[0])}. By the {found.rests_on} earlier returns, {_between(found.low, found.high)} "
        f"would be usual{' for the time of year' if found.seasonal else ''}."
    )
    for said in (likeness(case, item, found, moved), _mostly(case, item)):
        if said:
            words += f" {said}"
    return words


def _mostly(case: Case, item: Item) -> str:
    """Which part of an item accounts for more than half of its change."""
    number, was = case.number(item), case.past(item)[0]
    if number is None or was is None:
        return ""
    whole = float(number) - was
    for part in case.form.parts_of(item.key):
        now, then = case.number(part), case.past(part)[0] if case.past(part) else None
        if now is None or then is None:
            continue
        change = float(now) - then
        if whole * change > 0 and abs(change) * 2 > abs(whole):
            moved = f"from {figure(Fraction(then))} to {figure(now)}"
            return f"Most of the change is in item {part.label}, {part.title}: {moved}."
    return ""


def _between(low: float, high: float) -> str:
    return f"between {figure(int(low) + (low > int(low)))} and {figure(int(high))}"
