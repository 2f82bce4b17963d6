"""CIN census: child protection plans and their reviews."""

from datetime import date
from typing import Final

import polars as pl

from riia.indicators.checks.held import AT, Held, failing, overlapping
from riia.indicators.checks.registry import ERROR, WARNING, check

_CHILD: Final = ("_child",)
_EPISODE: Final = ("_child", "_episode")
_PLAN: Final = (*_EPISODE, "_plan")
_MANY_PLANS: Final = 15
_EVER: Final = date(9999, 12, 31)


@check(
    "CIN-601", "ChildProtectionPlans", "CPPendDate", ERROR, echoes="8925",
    rule="A child protection plan does not end before it starts.",
    remedy="Correct one of the dates.",
    passing=[{"LAchildID": "A1", "CPPstartDate": "2024-05-01", "CPPendDate": "2024-11-01"}],
    failing=[{"LAchildID": "A1", "CPPstartDate": "2024-05-01", "CPPendDate": "2024-04-01"}],
)  # fmt: skip
def plan_ends_first(held: Held) -> pl.DataFrame:
    """Ends before the start."""
    return failing(held["ChildProtectionPlans"], pl.col("CPPendDate") < pl.col("CPPstartDate"))


@check(
    "CIN-602", "ChildProtectionPlans", "CPPendDate", ERROR, echoes="8840",
    rule="A child protection plan lasts longer than a day.",
    remedy="Check whether there was a plan at all; one of a day counts as started and as ended.",
    passing=[{"LAchildID": "A1", "CPPstartDate": "2024-05-01", "CPPendDate": "2024-11-01"}],
    failing=[{"LAchildID": "A1", "CPPstartDate": "2024-05-01", "CPPendDate": "2024-05-01"}],
)  # fmt: skip
def plan_of_a_day(held: Held) -> pl.DataFrame:
    """Plans that end on the day they start."""
    return failing(held["ChildProtectionPlans"], pl.col("CPPendDate") == pl.col("CPPstartDate"))


@check(
    "CIN-603", "ChildProtectionPlans", "CPPstartDate", ERROR, echoes="8720",
    rule="A child protection plan does not start after the census year.",
    remedy="Correct the date, or leave the plan for the next census.",
    passing=[{"LAchildID": "A1", "CPPstartDate": "2025-03-31"}],
    failing=[{"LAchildID": "A1", "CPPstartDate": "2025-04-01"}],
)  # fmt: skip
def plan_after_census(held: Held) -> pl.DataFrame:
    """Starts after 31 March of the census."""
    return failing(held["ChildProtectionPlans"], pl.col("CPPstartDate") > held.last)


@check(
    "CIN-604", "ChildProtectionPlans", "CPPendDate", ERROR, echoes="8930",
    rule="The end of a child protection plan lies within the census year.",
    remedy="Leave out plans that ended before the year; give later ends in the next census.",
    passing=[{"LAchildID": "A1", "CPPendDate": "2024-04-01"}],
    failing=[{"LAchildID": "A1", "CPPendDate": "2024-03-31"}],
)  # fmt: skip
def plan_ends_outside_year(held: Held) -> pl.DataFrame:
    """Ends before or after the year."""
    return failing(held["ChildProtectionPlans"], ~pl.col("CPPendDate").is_between(held.first, held.last))


@check(
    "CIN-605", "ChildProtectionPlans", "CPPendDate", ERROR, echoes="8935",
    rule="A child has at most one open child protection plan.",
    remedy="End the earlier plan: the child counts twice now.",
    passing=[
        {"LAchildID": "A1", "CPPstartDate": "2024-05-01", "CPPendDate": "2024-08-01"},
        {"LAchildID": "A1", "CPPstartDate": "2024-09-01"},
    ],
    failing=[{"LAchildID": "A1", "CPPstartDate": "2024-05-01"}, {"LAchildID": "A1", "CPPstartDate": "2024-09-01"}],
)  # fmt: skip
def two_open_plans(held: Held) -> pl.DataFrame:
    """All open plans of a child that has several."""
    running = held["ChildProtectionPlans"].filter(pl.col("CPPendDate").is_null())
    return running.filter(pl.len().over(*_CHILD) > 1)


@check(
    "CIN-606", "ChildProtectionPlans", "CPPstartDate", ERROR, echoes="8940",
    rule="A child's child protection plans do not overlap: one does not start before the day after another's end.",
    remedy="Correct the dates, or remove the plan that was recorded twice.",
    passing=[
        {"LAchildID": "A1", "CPPstartDate": "2024-05-01", "CPPendDate": "2024-08-01"},
        {"LAchildID": "A1", "CPPstartDate": "2024-08-02"},
    ],
    failing=[
        {"LAchildID": "A1", "CPPstartDate": "2024-05-01", "CPPendDate": "2024-08-01"},
        {"LAchildID": "A1", "CPPstartDate": "2024-08-01"},
    ],
)  # fmt: skip
def plans_overlap(held: Held) -> pl.DataFrame:
    """Starts from another plan's start to its end. Two open ones are CIN-605."""
    late = overlapping(held["ChildProtectionPlans"], _CHILD, "CPPstartDate", "CPPendDate", touching=True)
    return late.join(two_open_plans(held), on=AT, how="anti")


@check(
    "CIN-607", "ChildProtectionPlans", "CPPstartDate", ERROR, echoes="1105",
    rule="A child protection plan does not start before the referral.",
    remedy="Correct the date, or move the plan to the episode it belongs to.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2024-05-01"}],
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-06-03"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2024-05-01"}],
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-04-02"}],
    },
)  # fmt: skip
def plan_before_referral(held: Held) -> pl.DataFrame:
    """Starts before the episode's referral."""
    rows = held.beside("ChildProtectionPlans", "CINdetails", ["CINreferralDate"], _EPISODE)
    return failing(rows, pl.col("CPPstartDate") < pl.col("CINreferralDate"))


@check(
    "CIN-608", "ChildProtectionPlans", "CPPendDate", ERROR, echoes="8915, 8920",
    rule="A child protection plan does not start or end after the child's death.",
    remedy="Correct the date of death or of the plan.",
    passing={
        "Child": [{"LAchildID": "A1", "PersonDeathDate": "2024-08-01"}],
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-01", "CPPendDate": "2024-08-01"}],
    },
    failing={
        "Child": [{"LAchildID": "A1", "PersonDeathDate": "2024-04-01"}],
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-01", "CPPendDate": "2024-08-01"}],
    },
)  # fmt: skip
def plan_after_death(held: Held) -> pl.DataFrame:
    """Plans that reach past the death."""
    rows = held.beside("ChildProtectionPlans", "Child", ["PersonDeathDate"], _CHILD)
    last = pl.max_horizontal("CPPstartDate", "CPPendDate")
    return failing(rows, last > pl.col("PersonDeathDate"))


@check(
    "CIN-609", "ChildProtectionPlans", "CPPendDate", ERROR, echoes="8565",
    rule="A child protection plan of a closed episode has ended, on the day of closure at the latest.",
    remedy="Give the end of the plan, or correct the closure: the child counts as on a plan, but not as in need.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-08-01"}],
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-01", "CPPendDate": "2024-08-01"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-08-01"}],
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-01"}],
    },
)  # fmt: skip
def plan_after_closure(held: Held) -> pl.DataFrame:
    """Plans that are open, start or end after the closure."""
    rows = held.beside("ChildProtectionPlans", "CINdetails", ["CINclosureDate"], _EPISODE)
    last = pl.max_horizontal(pl.col("CPPendDate").fill_null(_EVER), "CPPstartDate")
    return failing(rows, last > pl.col("CINclosureDate"))


@check(
    "CIN-610", "ChildProtectionPlans", "CPPstartDate", ERROR, echoes="2885",
    rule="A child protection plan starts on the day of an initial conference of its episode.",
    remedy="Correct the date of the plan or of the conference; a transfer in has its conference with the episode.",
    passing={
        "CINdetails": [{"LAchildID": "A1"}],
        "Section47": [{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-20"}],
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-20"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1"}],
        "Section47": [{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-20"}],
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-22"}],
    },
)  # fmt: skip
def plan_off_conference(held: Held) -> pl.DataFrame:
    """Plans begun in the year on a day without conference in the episode."""
    conferences = pl.concat(
        held[table].select(*_EPISODE, pl.col("DateOfInitialCPC").alias("CPPstartDate"))
        for table in ("Section47", "CINdetails")
        if table in held
    )
    begun = failing(held["ChildProtectionPlans"], pl.col("CPPstartDate").is_between(held.first, held.last))
    return begun.join(conferences.drop_nulls(), on=[*_EPISODE, "CPPstartDate"], how="anti")


@check(
    "CIN-611", "ChildProtectionPlans", "NumberOfPreviousCPP", ERROR, echoes="8730",
    rule="Each child protection plan says how many earlier plans the child had, 0 if none.",
    remedy="Give the number: without it the plan cannot be counted as a repeat, nor as a first.",
    passing=[{"LAchildID": "A1", "NumberOfPreviousCPP": "0"}],
    failing=[{"LAchildID": "A1"}, {"LAchildID": "A2", "NumberOfPreviousCPP": "-1"}],
)  # fmt: skip
def previous_plans_missing(held: Held) -> pl.DataFrame:
    """Plans without the number, or with one below 0."""
    return held["ChildProtectionPlans"].filter(pl.col("NumberOfPreviousCPP").fill_null(-1) < 0)


@check(
    "CIN-612", "ChildProtectionPlans", "NumberOfPreviousCPP", ERROR,
    rule="The number of earlier plans is no smaller than the earlier plans of the child in this file.",
    remedy="Correct the number; it counts all earlier plans and leaves out the plan itself.",
    passing=[
        {"LAchildID": "A1", "CPPstartDate": "2024-05-01", "CPPendDate": "2024-06-01", "NumberOfPreviousCPP": "0"},
        {"LAchildID": "A1", "CPPstartDate": "2024-09-01", "NumberOfPreviousCPP": "1"},
    ],
    failing=[
        {"LAchildID": "A1", "CPPstartDate": "2024-05-01", "CPPendDate": "2024-06-01", "NumberOfPreviousCPP": "0"},
        {"LAchildID": "A1", "CPPstartDate": "2024-09-01", "NumberOfPreviousCPP": "0"},
    ],
)  # fmt: skip
def previous_plans_too_few(held: Held) -> pl.DataFrame:
    """Plans whose number is below what the file itself shows."""
    known = held["ChildProtectionPlans"].drop_nulls("CPPstartDate")
    earlier = pl.col("CPPstartDate").rank("min").over(*_CHILD) - 1
    return failing(known, pl.col("NumberOfPreviousCPP") < earlier)


@check(
    "CIN-613", "ChildProtectionPlans", "NumberOfPreviousCPP", WARNING,
    rule="A child has had no more than 15 earlier plans.",
    remedy="Check the number: a date or an ID may have been written in its place.",
    passing=[{"LAchildID": "A1", "NumberOfPreviousCPP": "2"}],
    failing=[{"LAchildID": "A1", "NumberOfPreviousCPP": "99"}],
)  # fmt: skip
def previous_plans_unlikely(held: Held) -> pl.DataFrame:
    """Numbers that are very high."""
    return failing(held["ChildProtectionPlans"], pl.col("NumberOfPreviousCPP") > _MANY_PLANS)


@check(
    "CIN-614", "ChildProtectionPlans", "InitialCategoryOfAbuse", ERROR, echoes="8905",
    rule="Each child protection plan has a category of abuse from its start.",
    remedy="Record the category.",
    passing=[{"LAchildID": "A1", "InitialCategoryOfAbuse": "NEG"}],
    failing=[{"LAchildID": "A1"}],
)  # fmt: skip
def first_category_missing(held: Held) -> pl.DataFrame:
    """Plans without a first category."""
    return held["ChildProtectionPlans"].filter(pl.col("InitialCategoryOfAbuse").is_null())


@check(
    "CIN-615", "ChildProtectionPlans", "LatestCategoryOfAbuse", ERROR, echoes="8910",
    rule="Each child protection plan has a latest category of abuse, the first again if it did not change.",
    remedy="Record the category.",
    passing=[{"LAchildID": "A1", "LatestCategoryOfAbuse": "NEG"}],
    failing=[{"LAchildID": "A1"}],
)  # fmt: skip
def latest_category_missing(held: Held) -> pl.DataFrame:
    """Plans without a latest category."""
    return held["ChildProtectionPlans"].filter(pl.col("LatestCategoryOfAbuse").is_null())


@check(
    "CIN-620", "Reviews", "CPPreviewDate", ERROR, echoes="8841",
    rule="A review is held after the day the plan starts.",
    remedy="Correct the date; the initial conference is not a review.",
    passing={
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-20"}],
        "Reviews": [{"LAchildID": "A1", "CPPreviewDate": "2024-08-01"}],
    },
    failing={
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-20"}],
        "Reviews": [{"LAchildID": "A1", "CPPreviewDate": "2024-05-20"}],
    },
)  # fmt: skip
def review_before_plan(held: Held) -> pl.DataFrame:
    """Reviews on the first day of the plan or before."""
    rows = held.beside("Reviews", "ChildProtectionPlans", ["CPPstartDate"], _PLAN)
    return failing(rows, pl.col("CPPreviewDate") <= pl.col("CPPstartDate"))


@check(
    "CIN-621", "Reviews", "CPPreviewDate", WARNING,
    rule="A review is not held after the plan ended, nor after the census year.",
    remedy="Correct the date of the review or of the end of the plan.",
    passing={
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-20", "CPPendDate": "2024-08-01"}],
        "Reviews": [{"LAchildID": "A1", "CPPreviewDate": "2024-08-01"}],
    },
    failing={
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-20", "CPPendDate": "2024-08-01"}],
        "Reviews": [{"LAchildID": "A1", "CPPreviewDate": "2024-08-02"}],
    },
)  # fmt: skip
def review_after_plan(held: Held) -> pl.DataFrame:
    """Reviews after the end of the plan or of the year."""
    rows = held.beside("Reviews", "ChildProtectionPlans", ["CPPendDate"], _PLAN)
    return failing(rows, pl.col("CPPreviewDate") > pl.min_horizontal("CPPendDate", pl.lit(held.last)))


@check(
    "CIN-622", "Reviews", "CPPreviewDate", WARNING, echoes="8842Q",
    rule="Each review has a date.",
    remedy="Give the date, or take the review out.",
    passing=[{"LAchildID": "A1", "CPPreviewDate": "2024-08-01"}],
    failing=[{"LAchildID": "A1"}],
)  # fmt: skip
def review_without_date(held: Held) -> pl.DataFrame:
    """Reviews without a date."""
    return held["Reviews"].filter(pl.col("CPPreviewDate").is_null())


@check(
    "CIN-623", "ChildProtectionPlans", "CPPstartDate", WARNING,
    rule="A child protection plan is first reviewed within three months of its start.",
    remedy="Record the review; if it was late, be ready to say why.",
    passing={
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-20"}],
        "Reviews": [{"LAchildID": "A1", "CPPreviewDate": "2024-08-15"}],
    },
    failing={
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-20"}],
        "Reviews": [{"LAchildID": "A1", "CPPreviewDate": "2024-09-15"}],
    },
)  # fmt: skip
def first_review_late(held: Held) -> pl.DataFrame:
    """Plans begun in the year and lasting three months, without a review in that time."""
    first = held["Reviews"].group_by(*_PLAN).agg(pl.col("CPPreviewDate").min().alias("_first"))
    rows = held["ChildProtectionPlans"].join(first, on=_PLAN, how="left", maintain_order="left")
    # Only plans that began in the year: a file need not hold reviews of earlier years.
    due = pl.col("CPPstartDate").dt.offset_by("3mo")
    lasted = pl.col("CPPstartDate").is_between(held.first, held.last) & (due < _until(held))
    return failing(rows, lasted & (pl.col("_first").is_null() | (pl.col("_first") > due)))


@check(
    "CIN-624", "ChildProtectionPlans", "CPPstartDate", WARNING,
    rule="After its first review a child protection plan is reviewed at least every six months.",
    remedy="Record the review that is missing; if it was late, be ready to say why.",
    passing={
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-04-20"}],
        "Reviews": [
            {"LAchildID": "A1", "CPPreviewDate": "2024-07-15"}, {"LAchildID": "A1", "CPPreviewDate": "2025-01-10"},
        ],
    },
    failing={
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-04-20"}],
        "Reviews": [{"LAchildID": "A1", "CPPreviewDate": "2024-07-15"}],
    },
)  # fmt: skip
def later_review_late(held: Held) -> pl.DataFrame:
    """Plans with more than six months between two reviews of the year, or since the last."""
    plans = held["ChildProtectionPlans"].with_columns(_until(held).alias("_until"))
    reviews = held["Reviews"].drop_nulls("CPPreviewDate").join(plans.select(*_PLAN, "_until"), on=_PLAN)
    following = pl.col("CPPreviewDate").shift(-1).over(*_PLAN)
    ordered = reviews.sort(*_PLAN, "CPPreviewDate").with_columns(following.alias("_next"))
    due = pl.col("CPPreviewDate").dt.offset_by("6mo")
    late = ordered.filter(
        (pl.col("CPPreviewDate") >= held.first)
        & (pl.min_horizontal(pl.col("_next").fill_null(_EVER), pl.col("_until")) > due)
    )
    return held["ChildProtectionPlans"].join(late, on=_PLAN, how="semi")


def _until(held: Held) -> pl.Expr:
    """The last day on which a plan is known to have run."""
    return pl.min_horizontal(pl.col("CPPendDate").fill_null(held.until), pl.lit(held.until))
