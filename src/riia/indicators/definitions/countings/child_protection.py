"""Section 47 enquiries, initial conferences and child protection plans (items 8 to 14 of the memorandum)."""

import narwhals as nw

from riia.indicators.definitions.counting import (
    Base,
    Condition,
    Counting,
    at_most,
    in_period,
    open_at_end,
    recent,
)

_HELD = in_period("held", "the conference")
_WITHIN_15 = at_most(
    "working_days",
    15,
    "it was held within 15 working days of the strategy discussion",
    "it was held later than 15 working days after the strategy discussion, or cannot be timed",
)
_UNTIMED = Condition(
    "the conference cannot be timed",
    "it counts as not in time",
    ("working_days",),
    lambda _: nw.col("working_days").is_null(),
)
_NEW_PLAN = in_period("started", "the start of the plan")

_ENQUIRIES = Counting(
    "section-47-enquiries", "all", "enquiries", among=(in_period("started", "the start of the enquiry"),)
)

COUNTINGS = (
    _ENQUIRIES,
    Counting("icpcs", "all", "conferences", among=(_HELD,)),
    Counting(
        "icpcs-within-15-days",
        "of=icpcs",
        "conferences",
        among=(_HELD,),
        counted=(_WITHIN_15,),
        of=Base.ROWS,
        untold=_UNTIMED,
        choice=(
            "A share of the conferences held in the period, as the national statistics count. One that cannot be timed,"
            " such as a transfer in or a conference dated before its enquiry, stays in the base."
        ),
    ),
    Counting(
        "icpcs-within-15-days",
        "of=section-47-enquiries",
        "conferences",
        among=(_HELD,),
        counted=(_WITHIN_15,),
        of=_ENQUIRIES,
        untold=_UNTIMED,
        choice=(
            "A share of the enquiries that began in the period, as the memorandum words it. Conferences are counted by"
            " their own day, so some belong to enquiries of the period before."
        ),
    ),
    Counting("cpps-starting", "all", "protection_plans", among=(_NEW_PLAN,)),
    Counting(
        "cpps-current",
        "all",
        "protection_plans",
        among=(open_at_end("started", "ended", "the plan"),),
        choice="Temporary plans for other councils' children cannot be told apart and count if they are listed.",
    ),
    Counting("cpps-ceasing", "all", "protection_plans", among=(in_period("ended", "the end of the plan"),)),
    Counting(
        "repeat-cpps-ever",
        "all",
        "protection_plans",
        among=(_NEW_PLAN,),
        counted=(
            Condition(
                "the file says that the child had a plan before",
                "the file says that the child had no plan before, or does not say",
                ("previous_plans",),
                lambda _: nw.col("previous_plans") > 0,
            ),
        ),
        of=Base.ROWS,
        untold=Condition(
            "the file does not say how many plans came before",
            "it counts as a first plan",
            ("previous_plans",),
            lambda _: nw.col("previous_plans").is_null(),
        ),
        choice="As recorded in the number of previous plans, however long ago and wherever the council counts them.",
    ),
    Counting(
        "repeat-cpps-2-years",
        "all",
        "protection_plans",
        among=(_NEW_PLAN,),
        counted=(
            recent(
                "started",
                "previous_ended",
                2,
                "the child's previous plan ended at most two years before",
                "no earlier plan of the child ended in the two years before, as far as the files tell",
                same_day=True,
            ),
        ),
        of=Base.ROWS,
        history_months=24,
        untold=Condition(
            "an earlier plan is known without its dates",
            "it counts as not within two years",
            ("previous_plans", "previous_ended"),
            lambda _: (nw.col("previous_plans") > 0) & nw.col("previous_ended").is_null(),
        ),
        choice="The two years run from the end of the previous plan to the start of this one: no public rule.",
    ),
)
