"""CIN census: child in need plans."""

from datetime import date
from typing import Final

import polars as pl

from riia.indicators.checks.held import AT, Held, failing, overlapping
from riia.indicators.checks.registry import ERROR, WARNING, check

_CHILD: Final = ("_child",)
_EPISODE: Final = ("_child", "_episode")
_EVER: Final = date(9999, 12, 31)
_SINCE: Final = 2022
"""The first census that has child in need plans."""


@check(
    "CIN-501", "CINPlanDates", "CINPlanEndDate", ERROR, echoes="4011", since=_SINCE,
    rule="A child in need plan does not end before it starts.",
    remedy="Correct one of the dates.",
    passing=[{"LAchildID": "A1", "CINPlanStartDate": "2024-05-01", "CINPlanEndDate": "2024-08-01"}],
    failing=[{"LAchildID": "A1", "CINPlanStartDate": "2024-05-01", "CINPlanEndDate": "2024-04-01"}],
)  # fmt: skip
def need_plan_ends_first(held: Held) -> pl.DataFrame:
    """Ends before the start."""
    return failing(held["CINPlanDates"], pl.col("CINPlanEndDate") < pl.col("CINPlanStartDate"))


@check(
    "CIN-502", "CINPlanDates", "CINPlanStartDate", ERROR, echoes="4015", since=_SINCE,
    rule="A child in need plan does not start before the referral.",
    remedy="Correct the date, or move the plan to the episode it belongs to.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2024-05-01"}],
        "CINPlanDates": [{"LAchildID": "A1", "CINPlanStartDate": "2024-06-01"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2024-05-01"}],
        "CINPlanDates": [{"LAchildID": "A1", "CINPlanStartDate": "2024-04-01"}],
    },
)  # fmt: skip
def need_plan_before_referral(held: Held) -> pl.DataFrame:
    """Starts before the episode's referral."""
    rows = held.beside("CINPlanDates", "CINdetails", ["CINreferralDate"], _EPISODE)
    return failing(rows, pl.col("CINPlanStartDate") < pl.col("CINreferralDate"))


@check(
    "CIN-503", "CINPlanDates", "CINPlanStartDate", ERROR, echoes="4010", since=_SINCE,
    rule="A child in need plan does not start after the census year.",
    remedy="Correct the date, or leave the plan for the next census.",
    passing=[{"LAchildID": "A1", "CINPlanStartDate": "2025-03-31"}],
    failing=[{"LAchildID": "A1", "CINPlanStartDate": "2025-04-01"}],
)  # fmt: skip
def need_plan_after_census(held: Held) -> pl.DataFrame:
    """Starts after 31 March of the census."""
    return failing(held["CINPlanDates"], pl.col("CINPlanStartDate") > held.last)


@check(
    "CIN-504", "CINPlanDates", "CINPlanEndDate", ERROR, echoes="4013", since=_SINCE,
    rule="The end of a child in need plan lies within the census year.",
    remedy="Leave out plans that ended before the year; give later ends in the next census.",
    passing=[{"LAchildID": "A1", "CINPlanEndDate": "2024-04-01"}],
    failing=[{"LAchildID": "A1", "CINPlanEndDate": "2024-03-31"}],
)  # fmt: skip
def need_plan_ends_outside_year(held: Held) -> pl.DataFrame:
    """Ends before or after the year."""
    return failing(held["CINPlanDates"], ~pl.col("CINPlanEndDate").is_between(held.first, held.last))


@check(
    "CIN-505", "CINPlanDates", "CINPlanEndDate", ERROR, echoes="4004", since=_SINCE,
    rule="A child has at most one open child in need plan.",
    remedy="End the earlier plan.",
    passing=[
        {"LAchildID": "A1", "CINPlanStartDate": "2024-05-01", "CINPlanEndDate": "2024-08-01"},
        {"LAchildID": "A1", "CINPlanStartDate": "2024-09-01"},
    ],
    failing=[
        {"LAchildID": "A1", "CINPlanStartDate": "2024-05-01"}, {"LAchildID": "A1", "CINPlanStartDate": "2024-09-01"},
    ],
)  # fmt: skip
def two_open_need_plans(held: Held) -> pl.DataFrame:
    """All open plans of a child that has several."""
    running = held["CINPlanDates"].filter(pl.col("CINPlanEndDate").is_null())
    return running.filter(pl.len().over(*_CHILD) > 1)


@check(
    "CIN-506", "CINPlanDates", "CINPlanStartDate", ERROR, echoes="4014", since=_SINCE,
    rule="A child's child in need plans do not overlap: one does not start before the day after another's end.",
    remedy="Correct the dates, or remove the plan that was recorded twice.",
    passing=[
        {"LAchildID": "A1", "CINPlanStartDate": "2024-05-01", "CINPlanEndDate": "2024-08-01"},
        {"LAchildID": "A1", "CINPlanStartDate": "2024-08-02"},
    ],
    failing=[
        {"LAchildID": "A1", "CINPlanStartDate": "2024-05-01", "CINPlanEndDate": "2024-08-01"},
        {"LAchildID": "A1", "CINPlanStartDate": "2024-08-01"},
    ],
)  # fmt: skip
def need_plans_overlap(held: Held) -> pl.DataFrame:
    """Starts from another plan's start to its end. Two open ones are CIN-505."""
    late = overlapping(held["CINPlanDates"], _CHILD, "CINPlanStartDate", "CINPlanEndDate", touching=True)
    return late.join(two_open_need_plans(held), on=AT, how="anti")


@check(
    "CIN-507", "CINPlanDates", "CINPlanStartDate", ERROR, echoes="4001, 4016, 4017", since=_SINCE,
    rule="A child in need plan does not run at the same time as a child protection plan.",
    remedy="End the child in need plan on the day the protection plan starts, and start it on the day that one ends.",
    passing={
        "CINPlanDates": [{"LAchildID": "A1", "CINPlanStartDate": "2024-05-01", "CINPlanEndDate": "2024-08-01"}],
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-08-01"}],
    },
    failing={
        "CINPlanDates": [{"LAchildID": "A1", "CINPlanStartDate": "2024-05-01"}],
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-08-01"}],
    },
)  # fmt: skip
def need_plan_beside_protection_plan(held: Held) -> pl.DataFrame:
    """Child in need plans with a day in common with a protection plan of the same child."""
    plans = held["ChildProtectionPlans"].select(*_CHILD, "CPPstartDate", "CPPendDate").drop_nulls("CPPstartDate")
    both = held["CINPlanDates"].join(plans, on=_CHILD)
    starts_in_time = pl.col("CINPlanStartDate") < pl.col("CPPendDate").fill_null(_EVER)
    together = starts_in_time & (pl.col("CPPstartDate") < pl.col("CINPlanEndDate").fill_null(_EVER))
    return failing(both, together)


@check(
    "CIN-508", "CINPlanDates", "CINPlanStartDate", ERROR, echoes="4008, 4009Q", since=_SINCE,
    rule="A child in need plan does not start or end after the child's death.",
    remedy="Correct the date of death or of the plan.",
    passing={
        "Child": [{"LAchildID": "A1", "PersonDeathDate": "2024-08-01"}],
        "CINPlanDates": [{"LAchildID": "A1", "CINPlanStartDate": "2024-05-01", "CINPlanEndDate": "2024-08-01"}],
    },
    failing={
        "Child": [{"LAchildID": "A1", "PersonDeathDate": "2024-04-01"}],
        "CINPlanDates": [{"LAchildID": "A1", "CINPlanStartDate": "2024-05-01", "CINPlanEndDate": "2024-08-01"}],
    },
)  # fmt: skip
def need_plan_after_death(held: Held) -> pl.DataFrame:
    """Plans that reach past the death."""
    rows = held.beside("CINPlanDates", "Child", ["PersonDeathDate"], _CHILD)
    last = pl.max_horizontal("CINPlanStartDate", "CINPlanEndDate")
    return failing(rows, last > pl.col("PersonDeathDate"))


@check(
    "CIN-509", "CINPlanDates", "CINPlanEndDate", WARNING, echoes="4012Q", since=_SINCE,
    rule="A child in need plan lasts longer than a day.",
    remedy="Check whether there was a plan at all.",
    passing=[{"LAchildID": "A1", "CINPlanStartDate": "2024-05-01", "CINPlanEndDate": "2024-08-01"}],
    failing=[{"LAchildID": "A1", "CINPlanStartDate": "2024-05-01", "CINPlanEndDate": "2024-05-01"}],
)  # fmt: skip
def need_plan_of_a_day(held: Held) -> pl.DataFrame:
    """Plans that end on the day they start."""
    return failing(held["CINPlanDates"], pl.col("CINPlanEndDate") == pl.col("CINPlanStartDate"))


@check(
    "CIN-510", "CINPlanDates", "CINPlanEndDate", ERROR, echoes="8565", since=_SINCE,
    rule="A child in need plan of a closed episode has ended, on the day of closure at the latest.",
    remedy="Give the end of the plan, or correct the closure.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-08-01"}],
        "CINPlanDates": [{"LAchildID": "A1", "CINPlanStartDate": "2024-05-01", "CINPlanEndDate": "2024-08-01"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-08-01"}],
        "CINPlanDates": [{"LAchildID": "A1", "CINPlanStartDate": "2024-05-01"}],
    },
)  # fmt: skip
def need_plan_after_closure(held: Held) -> pl.DataFrame:
    """Plans that are open, start or end after the closure."""
    rows = held.beside("CINPlanDates", "CINdetails", ["CINclosureDate"], _EPISODE)
    last = pl.max_horizontal(pl.col("CINPlanEndDate").fill_null(_EVER), "CINPlanStartDate")
    return failing(rows, last > pl.col("CINclosureDate"))


@check(
    "CIN-511", "Reviews", "CPPreviewDate", ERROR, echoes="4003", since=_SINCE,
    rule="A child protection plan is not reviewed while a child in need plan runs, unless it ends that day.",
    remedy="Correct the date of the review, or the dates of the child in need plan.",
    passing={
        "CINPlanDates": [{"LAchildID": "A1", "CINPlanStartDate": "2024-08-01"}],
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-01", "CPPendDate": "2024-08-01"}],
        "Reviews": [{"LAchildID": "A1", "CPPreviewDate": "2024-08-01"}],
    },
    failing={
        "CINPlanDates": [{"LAchildID": "A1", "CINPlanStartDate": "2024-08-01"}],
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-01", "CPPendDate": "2024-08-01"}],
        "Reviews": [{"LAchildID": "A1", "CPPreviewDate": "2024-09-02"}],
    },
)  # fmt: skip
def reviewed_during_need_plan(held: Held) -> pl.DataFrame:
    """Reviews on a day of a child in need plan of the same child, its last day and the end of the plan aside."""
    plans = held["CINPlanDates"].select(*_CHILD, "CINPlanStartDate", "CINPlanEndDate")
    reviews = held.beside("Reviews", "ChildProtectionPlans", ["CPPendDate"], (*_EPISODE, "_plan"))
    day = pl.col("CPPreviewDate")
    within = (day >= pl.col("CINPlanStartDate")) & (day < pl.col("CINPlanEndDate").fill_null(_EVER))
    last = (day == pl.col("CPPendDate")).fill_null(value=False)
    return failing(reviews.join(plans, on=_CHILD), within & ~last)
