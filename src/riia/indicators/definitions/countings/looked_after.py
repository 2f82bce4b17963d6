"""Children looked after and care leavers (items 15 to 20 of the memorandum)."""

from typing import Final

import narwhals as nw

from riia.indicators.definitions.counting import Base, Condition, Counting, is_true, not_known, one_of
from riia.indicators.definitions.countings import care_results
from riia.indicators.definitions.countings.care_conditions import (
    AGES,
    COUNTS,
    CURRENT,
    ENDS,
    LEFT,
    LISTS,
    NO_REASON,
    STARTS,
    aged,
)
from riia.indicators.model import Period

_ENTITLED: Final = {
    "eligibility=relevant-and-former-relevant": (("relevant", "former-relevant"), "relevant or former relevant"),
    "eligibility=qualifying": (("qualifying",), "qualifying"),
}
_HALF_OPEN: Final = (
    "A child whose care ends on the last day is not counted. Only short breaks (V3, V4, and the older V1) are left out."
)

_NONE_OF_22: Final = Condition(
    "the young person is under 22: the list does not seem to ask for those who are older",
    "the young person is 22 or older",
    ("age",),
    lambda _: nw.col("age") < 22,
)
"""Holds of every row where the ages from 22 were not asked for, as in earlier years of the return."""


def _still_unaccompanied() -> Condition:
    def holds(period: Period) -> nw.Expr:
        over = nw.col("uasc_ended") <= period.end
        return nw.col("uasc").fill_null(False) & ~over.fill_null(False)

    return Condition(
        "the child is an unaccompanied asylum-seeking child on the last day",
        "the child is not an unaccompanied asylum-seeking child, or is none any more",
        ("uasc", "uasc_ended"),
        holds,
    )


def _entitled(key: str) -> Condition:
    categories, words = _ENTITLED[key]
    return one_of(
        "category",
        categories,
        f"the young person is {words}",
        f"the young person is not {words}, or it is not recorded",
    )


COUNTINGS = (
    Counting("cla-current", "all", "care", among=CURRENT, once="child", choice=_HALF_OPEN),
    Counting(
        "cla-starting",
        "all",
        "care",
        among=STARTS,
        choice="Every start counts, so quarters add up to the year; the national figure takes each child once a year.",
    ),
    Counting("cla-starting", "count=children", "care", among=STARTS, once="child"),
    Counting(
        "cla-ceasing",
        "all",
        "care",
        among=ENDS,
        counted=(LEFT,),
        untold=NO_REASON,
        choice="Every end counts, so quarters add up to the year; the national figure takes each child once a year.",
    ),
    Counting("cla-ceasing", "count=children", "care", among=ENDS, counted=(LEFT,), once="child", untold=NO_REASON),
    Counting(
        "cla-uasc",
        "all",
        "care",
        among=CURRENT,
        counted=(_still_unaccompanied(),),
        once="child",
        choice="A list that asks for the last 12 months instead of the day counts too many.",
    ),
    Counting(
        "cla-uasc",
        "of=cla-current",
        "care",
        among=CURRENT,
        counted=(_still_unaccompanied(),),
        of=Base.ROWS,
        once="child",
    ),
    *(
        Counting(
            "care-leavers",
            key,
            "care_leavers",
            among=(COUNTS, aged(key)),
            once="child",
            untold=_NONE_OF_22 if key == "age=22-25" else None,
            choice=(
                "All who are listed and of that age, whatever their legal category, as the statistics count, but for"
                " those still in care (eligible), who died, or who returned home. A list shows the day on which it was"
                " made. The rate is per 10,000 children aged 0 to 17, a scale only."
            ),
        )
        for key in AGES
    ),
    *(
        Counting(
            "care-leavers",
            key,
            "care_leavers",
            among=(_entitled(key),),
            once="child",
            sources=LISTS,
            choice="Young people still in care (eligible) and those listed as other are not counted.",
        )
        for key in _ENTITLED
    ),
    *(
        Counting(
            "uasc-care-leavers",
            key,
            "care_leavers",
            among=among,
            counted=(is_true("uasc", "the young person came alone to seek asylum", "nothing says that they did"),),
            of=Base.ROWS,
            once="child",
            sources=LISTS if key.startswith("eligibility") else (),
            untold=not_known("uasc", "nothing is recorded", "it counts as not having come alone"),
            choice=(
                "The list of care leavers tells. A yearly return knows the status of those in care in its year:"
                " four returns on end are needed, and six to see everybody who was in care after 16."
            ),
            history_months=72,
            history_of=("ssda903",),
            version=2,
        )
        for key, among in (
            ("age=19-21", (COUNTS, aged("age=19-21"))),
            (
                "eligibility=relevant-and-former-relevant",
                (_entitled("eligibility=relevant-and-former-relevant"),),
            ),
        )
    ),
    *care_results.COUNTINGS,
)
