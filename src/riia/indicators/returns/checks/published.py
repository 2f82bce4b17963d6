"""The council's numbers beside the annual ones that the Department has published for it."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor, sqrt
from typing import Final

from riia.indicators.model import Period, PeriodError
from riia.indicators.returns.checks.case import Case, count_at, exact, is_stock, number_cell
from riia.indicators.returns.checks.registry import SOFT, Example, Found, rule
from riia.indicators.returns.checks.spread import chance_variance, root
from riia.indicators.returns.checks.spread import count_at as count_of
from riia.indicators.returns.checks.wording import counted, figure, opening
from riia.indicators.returns.nouns import Item, Known

_ONCE_A_YEAR: Final = frozenset({"cla-starting", "cla-ceasing"})
"""The Department counts a child once in the year, so that four quarters may add up to more."""
_YEARS_OLD: Final = 2
"""How many years a published figure may be old to be compared with."""
_ROUNDED_TO: Final = 5
"""Published numbers of councils are rounded to 10 in places, so they may be 5 off."""
_ONCE_MORE: Final = Fraction(1, 10)


@rule(
    "RET-YEAR",
    SOFT,
    "Four quarters add up to the published year.",
    why="The published year comes from the same records. A larger difference means that quarters are counted in "
    "another way, or that one of them is wrong.",
    remedy="Correct this quarter if it is wrong. If the definitions differ, say how.",
    passing=Example(
        {"referrals.number": 411}, period="2025-26Q4", published={"referrals": (1640, "YE2026-03")},
        before={code: {"referrals.number": number}
                for code, number in (("2025-26Q1", 405), ("2025-26Q2", 388), ("2025-26Q3", 420))},
    ),
    failing=Example(
        {"referrals.number": 411}, period="2025-26Q4", published={"referrals": (2110, "YE2026-03")},
        before={code: {"referrals.number": number}
                for code, number in (("2025-26Q1", 405), ("2025-26Q2", 388), ("2025-26Q3", 420))},
    ),
    after=("RET-WHOLE", "RET-NEGATIVE", "RET-SUM", "RET-ALL-ZERO", "RET-ZERO", "RET-CHANGE"),
)  # fmt: skip
def four_quarters(case: Case) -> Iterator[Found]:
    """Looks at what happens in a period, once all four quarters of the published year are held, this one among them.
    Allows for 10%, for chance and for rounding; where the Department counts a child once a year, for 10% more above.
    """
    for item, known, annual in _comparable(case, stock=False):
        year = _quarters_held(case, item, known.period)
        if year is None:
            continue
        more = _ONCE_MORE if item.indicator.slug in _ONCE_A_YEAR else 0
        gap = year - annual
        allowed = annual * (case.limits.year_share + (more if gap > 0 else 0)) + _slack(annual)
        if abs(gap) > allowed:
            words = (
                f"{opening(item)}: the four quarters to {case.period.end:%B %Y} add up to {counted(year, item)}, "
                f"{figure(abs(gap))} {'more' if gap > 0 else 'fewer'} than the {figure(annual)} published for the "
                f"{known.period.label} ({known.source})."
            )
            yield Found((number_cell(item),), words)


@rule(
    "RET-DAY",
    SOFT,
    "A number on the day is the one published for that day.",
    why="Both count the same children on the same day, so they differ only by what was recorded late.",
    remedy="Correct the number, or say why the published one differs.",
    passing=Example({"cla-current.number": 598}, period="2025-26Q4", published={"cla-current": (604, "YE2026-03")}),
    failing=Example({"cla-current.number": 598}, period="2025-26Q4", published={"cla-current": (689, "YE2026-03")}),
    after=("RET-WHOLE", "RET-NEGATIVE", "RET-POPULATION", "RET-ALL-ZERO", "RET-ZERO", "RET-CHANGE"),
)
def same_day(case: Case) -> Iterator[Found]:
    """Looks at what is there on the last day, where a published figure is for that day. Allows for 5% and rounding."""
    for item, known, annual in _comparable(case, stock=True):
        number = case.number(item)
        if number is None or known.period.end != case.period.end:
            continue
        gap = number - annual
        if abs(gap) > annual * case.limits.day_share + _ROUNDED_TO:
            words = (
                f"{opening(item)}: {counted(number, item)} {case.when(item)}, {figure(abs(gap))} "
                f"{'more' if gap > 0 else 'fewer'} than the {figure(annual)} published ({known.source})."
            )
            yield Found((number_cell(item),), words)


@rule(
    "RET-PUBLISHED",
    SOFT,
    "A number is of the size that the published year makes likely.",
    why="A quarter of a year is usually not far from a fourth of it, and a number on a day not far from that of the "
    "last 31 March. This one is, so it may be in the wrong line, for a year, or counted in another way.",
    remedy="Correct the number, or explain what differs from the published figure.",
    passing=Example({"ehcps-issued.number": 96}, published={"ehcps-issued": (402, "CY2025")}),
    failing=Example({"ehcps-issued.number": 402}, published={"ehcps-issued": (402, "CY2025")}),
    after=(
        "RET-WHOLE",
        "RET-NEGATIVE",
        "RET-POPULATION",
        "RET-SUM",
        "RET-AMONG",
        "RET-CONFERENCES",
        "RET-ALL-ZERO",
        "RET-ZERO",
        "RET-AFTER-ZERO",
        "RET-CHANGE",
        "RET-PEERS",
        "RET-DAY",
    ),
)
def size_of_the_year(case: Case) -> Iterator[Found]:
    """A quarter should lie between an eighth and a half of the published year, a number on the day between a half and
    twice the published one, and in any case not further off than chance takes a count of that size.
    """
    for stock in (False, True):
        for item, known, annual in _comparable(case, stock=stock):
            number = case.number(item)
            if number is None or number < 0:
                continue
            usual, low, high = _likely(case, annual, stock=stock)
            least, most = _by_chance(case, float(usual))
            low, high = min(low, least), max(high, most)
            if low <= number <= high:
                continue
            words = (
                f"{opening(item)}: {counted(number, item)} {case.when(item)}. {figure(annual)} were published for the "
                f"{known.period.label} ({known.source}), so between {figure(-(-low // 1))} and {figure(high // 1)} "
                f"would be likely."
            )
            yield Found((number_cell(item),), words)


def _comparable(case: Case, *, stock: bool) -> Iterator[tuple[Item, Known, Fraction]]:
    """Items with a published figure that is not too old, by whether they count a day."""
    for item in case.form.items:
        known = case.background.published.get(item.key)
        annual = exact(known.value) if known else None
        if known is None or annual is None or annual < 0 or is_stock(item) is not stock:
            continue
        if abs((case.period.end - known.period.end).days) <= 366 * _YEARS_OLD:
            yield item, known, annual


def _quarters_held(case: Case, item: Item, year: Period) -> Fraction | None:
    """The sum of a year's four quarters, of which this return is one; None where one is lacking or has no number."""
    try:
        ends = [quarter.end for quarter in year.quarters()]
    except PeriodError:
        return None
    number = case.number(item)
    if number is None or case.period.end not in ends or case.season != 4:
        return None
    held = {pair[0].end: count_at(pair[1], number_cell(item)) for pair in case.earlier if pair}
    held[case.period.end] = float(number)
    counts = [held.get(end) for end in ends]
    return sum((Fraction(count) for count in counts if count is not None), Fraction(0)) if None not in counts else None


def _likely(case: Case, annual: Fraction, *, stock: bool) -> tuple[Fraction, Fraction, Fraction]:
    """What one period of a published year usually holds, and between which numbers it should lie."""
    if stock:
        return annual, annual / 2, annual * 2
    usual = annual / (case.season or 1)
    return usual, usual / 2, usual * 2


def _slack(annual: Fraction) -> Fraction:
    """What chance and rounding may add to a difference."""
    return Fraction(2 * round(sqrt(annual))) + _ROUNDED_TO


def _by_chance(case: Case, usual: float) -> tuple[Fraction, Fraction]:
    """Between which numbers chance may take a count that usually is so large."""
    reach = case.limits.spread * sqrt(chance_variance(usual, case.limits.beyond_chance))
    return Fraction(ceil(count_of(root(usual) - reach))), Fraction(floor(count_of(root(usual) + reach)))
