"""Assessments and children in need (items 4 to 7 of the memorandum, child in need plans, exploitation as a factor)."""

from datetime import date, timedelta

import narwhals as nw

from riia.indicators.calendar import FIRST_DAY, LAST_DAY, working_days_between
from riia.indicators.definitions.counting import (
    Base,
    Condition,
    Counting,
    at_most,
    in_period,
    is_not_true,
    is_true,
    open_at_end,
)

_COMPLETED = in_period("authorised", "the day of authorisation")


def _within_45(days: str, since: str, began: str) -> tuple[Condition, Condition, Condition]:
    """In time; not to be told; open and already too long: counting from `since`, the day in `began`."""
    within = at_most(
        days,
        45,
        f"it was authorised within 45 working days of {since}",
        f"it was authorised later than 45 working days after {since}, or the days cannot be told",
    )
    untold = Condition(
        f"{since} is missing or later than the authorisation",
        "it counts as not in time",
        (days,),
        lambda _: nw.col(days).is_null(),
    )
    still_open = open_at_end("started", "authorised", "the assessment")
    overdue = Condition(
        f"Not authorised by the last day, more than 45 working days after {since}, and so not in the figure yet",
        "",
        (began, "started", "authorised"),
        lambda period: still_open.holds(period) & (nw.col(began) < _in_time_on(period.end)),
    )
    return within, untold, overdue


def _in_time_on(day: date) -> date:
    """The first day from which on what began is within 45 working days on `day`."""
    first = day
    if not FIRST_DAY + timedelta(days=100) <= day <= LAST_DAY:
        return date.min  # no calendar, so nothing is known to be late
    while working_days_between(first - timedelta(days=1), day) <= 45:
        first -= timedelta(days=1)
    return first


_FROM_START, _START_UNKNOWN, _OVERDUE = _within_45("working_days_from_start", "the start of the assessment", "started")
_FROM_REFERRAL, _REFERRAL_UNKNOWN, _OVERDUE_FROM_REFERRAL = _within_45(
    "working_days_from_referral", "the referral", "referred"
)

COUNTINGS = (
    Counting("assessments-started", "all", "assessments", among=(in_period("started", "the start"),)),
    Counting("assessments-completed", "all", "assessments", among=(_COMPLETED,)),
    Counting(
        "assessments-within-45-days",
        "all",
        "assessments",
        among=(_COMPLETED,),
        counted=(_FROM_START,),
        of=Base.ROWS,
        untold=_START_UNKNOWN,
        beside=_OVERDUE,
        choice="The 45 working days run from the start of the assessment, which is day 0.",
    ),
    Counting(
        "assessments-within-45-days",
        "from=referral",
        "assessments",
        among=(_COMPLETED,),
        counted=(_FROM_REFERRAL,),
        of=Base.ROWS,
        untold=_REFERRAL_UNKNOWN,
        beside=_OVERDUE_FROM_REFERRAL,
        sources=("cin-census",),
        choice="The 45 working days run from the referral, as statutory guidance words it; the referral is day 0.",
    ),
    Counting(
        "children-in-need",
        "all",
        "needs",
        among=(
            open_at_end("opened", "closed", "the episode of need"),
            is_not_true(
                "nfa", "the referral did not end in no further action", "the referral ended in no further action"
            ),
            Condition(
                "the case is not marked as closed",
                "the case is marked as closed, without a date",
                ("status",),
                lambda _: nw.col("status").is_null() | (nw.col("status") != "e"),
            ),
        ),
        once="child",
        choice=(
            "The wide statutory count: with children on protection plans, looked after, care leavers, and those who"
            " await an assessment. A child with two open episodes counts once."
        ),
    ),
    Counting(
        "cin-plans",
        "all",
        "need_plans",
        among=(open_at_end("started", "ended", "the child in need plan"),),
        once="child",
        choice="A child with two open plans counts once.",
    ),
    Counting(
        "cse-factors",
        "all",
        "assessments",
        among=(
            _COMPLETED,
            is_true("has_factors", "a factor was recorded at its end", "no factor was recorded at its end"),
        ),
        counted=(
            is_true(
                "has_cse",
                "child sexual exploitation (11A) is among the factors",
                "child sexual exploitation (11A) is not among the factors",
            ),
        ),
        of=Base.ROWS,
        once="child",
        sources=("cin-census",),
        choice=(
            "Children are counted, as the memorandum asks, by the day on which an assessment was authorised; the"
            " published statistics count episodes of need, of which a child can have several in a year."
        ),
    ),
)
