"""What the countings of children looked after and care leavers have in common."""

from typing import Final

import narwhals as nw

from riia.indicators.definitions.counting import (
    Condition,
    between,
    in_period,
    is_not_true,
    is_true,
    not_known,
    open_at_end,
    under_18_at_end,
)
from riia.indicators.model import Period

LISTS: Final = ("annex-a",)
_IN_CARE: Final = is_not_true("short_break", "it is not only a short break", "it is only a short break")
CURRENT: Final = (open_at_end("began", "ended", "the time in care"), _IN_CARE, under_18_at_end())
STARTS: Final = (
    in_period("began", "the start"),
    is_true("starts_care", "the child came into care with it", "the child was in care before it"),
    _IN_CARE,
)
ENDS: Final = (in_period("ended", "the end"), _IN_CARE)
LEFT: Final = is_true(
    "leaves_care", "the child left care with it", "care went on after it, or why it ended is not recorded"
)
LEAVES: Final = (*ENDS, LEFT)


def _last_leaving(period: Period) -> nw.Expr:
    leaves = nw.lit(True)
    for one in LEAVES:
        leaves = leaves & one.holds(period).fill_null(False)
    last = nw.when(leaves).then(nw.col("ended")).max().over("child")
    return nw.col("child").is_null() | (nw.col("ended") == last)


LAST_LEAVING: Final = Condition(
    "it is the last time in the period that the child left care",
    "the child left care again later in the period",
    ("ended", "leaves_care", "short_break"),
    _last_leaving,
)
NO_REASON: Final = not_known("leaves_care", "why it ended is not recorded", "it does not count")
AGES: Final = {"age=19-21": (19, 21), "age=17-18": (17, 18), "age=22-25": (22, 25)}
COUNTS: Final = is_true(
    "counts",
    "the young person is one whom the statistics count",
    "the young person died, returned home, or is marked as left out",
)


def aged(key: str) -> Condition:
    lowest, highest = AGES[key]
    words = f"the young person is {lowest} to {highest}"
    return between(
        "age", lowest, highest, words, f"the young person is not {lowest} to {highest}, or the age is not known"
    )
