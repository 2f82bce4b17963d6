"""CIN census: referrals that led to no further action."""

from typing import Final

import polars as pl

from riia.indicators.calendar import add_working_days
from riia.indicators.checks.held import Held, failing
from riia.indicators.checks.registry import ERROR, WARNING, check

_EPISODE: Final = ("_child", "_episode")


@check(
    "CIN-220", "CINdetails", "ReferralNFA", WARNING, echoes="8569Q",
    rule="A referral with no further action belongs to this census year: nothing of it can be open from before.",
    remedy="Leave it out of this census, or correct the date or the flag.",
    passing=[{"LAchildID": "A1", "CINreferralDate": "2024-04-02", "ReferralNFA": "1"}],
    failing=[{"LAchildID": "A1", "CINreferralDate": "2024-01-15", "ReferralNFA": "1"}],
)  # fmt: skip
def nfa_of_an_earlier_year(held: Held) -> pl.DataFrame:
    """Referrals with no further action of more than a working day before the year."""
    begin = add_working_days(held.first, -1)
    return failing(held["CINdetails"], pl.col("ReferralNFA") & (pl.col("CINreferralDate") < begin))


@check(
    "CIN-221", "CINdetails", "ReferralNFA", ERROR, echoes="8831",
    rule="Nothing follows a referral with no further action: no assessment, section 47 enquiry or conference.",
    remedy="Correct the flag, or move the activity to the episode it belongs to.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "ReferralNFA": "0"}],
        "Assessments": [{"LAchildID": "A1", "AssessmentActualStartDate": "2024-05-01"}], "Section47": [],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "ReferralNFA": "1"}],
        "Assessments": [{"LAchildID": "A1", "AssessmentActualStartDate": "2024-05-01"}], "Section47": [],
    },
)  # fmt: skip
def nfa_with_activity(held: Held) -> pl.DataFrame:
    """Referrals with no further action and an assessment, enquiry or conference."""
    nfa = failing(held["CINdetails"], pl.col("ReferralNFA"))
    active = [held[table].select(*_EPISODE) for table in ("Assessments", "Section47") if table in held]
    with_conference = nfa.filter(pl.col("DateOfInitialCPC").is_not_null()).select(*_EPISODE)
    return nfa.join(pl.concat([*active, with_conference]), on=_EPISODE, how="semi")


@check(
    "CIN-222", "CINdetails", "ReferralNFA", ERROR, echoes="8832",
    rule="No child protection plan follows a referral with no further action.",
    remedy="Correct the flag, or move the plan to the episode it belongs to.",
    passing={"CINdetails": [{"LAchildID": "A1", "ReferralNFA": "0"}], "ChildProtectionPlans": [{"LAchildID": "A1"}]},
    failing={"CINdetails": [{"LAchildID": "A1", "ReferralNFA": "1"}], "ChildProtectionPlans": [{"LAchildID": "A1"}]},
)  # fmt: skip
def nfa_with_protection_plan(held: Held) -> pl.DataFrame:
    """Referrals with no further action and a child protection plan."""
    nfa = failing(held["CINdetails"], pl.col("ReferralNFA"))
    return nfa.join(held["ChildProtectionPlans"], on=_EPISODE, how="semi")


@check(
    "CIN-223", "CINdetails", "ReferralNFA", ERROR, echoes="4000", since=2022,
    rule="No child in need plan follows a referral with no further action.",
    remedy="Correct the flag, or move the plan to the episode it belongs to.",
    passing={"CINdetails": [{"LAchildID": "A1", "ReferralNFA": "0"}], "CINPlanDates": [{"LAchildID": "A1"}]},
    failing={"CINdetails": [{"LAchildID": "A1", "ReferralNFA": "1"}], "CINPlanDates": [{"LAchildID": "A1"}]},
)  # fmt: skip
def nfa_with_need_plan(held: Held) -> pl.DataFrame:
    """Referrals with no further action and a child in need plan."""
    nfa = failing(held["CINdetails"], pl.col("ReferralNFA"))
    return nfa.join(held["CINPlanDates"], on=_EPISODE, how="semi")


@check(
    "CIN-224", "CINdetails", "ReferralNFA", ERROR, echoes="8568",
    rule="Each referral says whether it led to no further action.",
    remedy="Give 0 or 1: without it the child cannot be counted as in need, nor left out.",
    passing=[{"LAchildID": "A1", "ReferralNFA": "0"}],
    failing=[{"LAchildID": "A1"}],
)  # fmt: skip
def nfa_missing(held: Held) -> pl.DataFrame:
    """Referrals without the flag."""
    return held["CINdetails"].filter(pl.col("ReferralNFA").is_null())
