"""CIN census: episodes of need. Referral and closure, order and overlap, ways of closing, conferences."""

from datetime import date, timedelta
from typing import Final

import polars as pl

from riia.indicators.checks.held import AT, Held, failing, weekend
from riia.indicators.checks.registry import ERROR, WARNING, check

_CHILD: Final = ("_child",)
_EPISODE: Final = ("_child", "_episode")
_NOT_IN_NEED: Final = ("RC8", "RC9")


@check(
    "CIN-201", "CINdetails", "CINreferralDate", ERROR, echoes="8600",
    rule="A referral is not dated after the census year.",
    remedy="Correct the date, or leave the referral for the next census.",
    passing=[{"LAchildID": "A1", "CINreferralDate": "2025-03-31"}],
    failing=[{"LAchildID": "A1", "CINreferralDate": "2025-04-01"}],
)  # fmt: skip
def referred_after_census(held: Held) -> pl.DataFrame:
    """Referrals after 31 March of the census."""
    return failing(held["CINdetails"], pl.col("CINreferralDate") > held.last)


@check(
    "CIN-202", "CINdetails", "CINreferralDate", ERROR, echoes="8606",
    rule="A child is not referred more than 40 weeks before its birth or expected birth.",
    remedy="Correct the date of the referral or of the birth.",
    passing={
        "Child": [{"LAchildID": "A1", "PersonBirthDate": "2024-12-01"}],
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2024-06-01"}],
    },
    failing={
        "Child": [{"LAchildID": "A1", "PersonBirthDate": "2024-12-01"}],
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2024-01-01"}],
    },
)  # fmt: skip
def referred_before_pregnancy(held: Held) -> pl.DataFrame:
    """Referrals earlier than 280 days before the birth."""
    rows = held.beside("CINdetails", "Child", ["PersonBirthDate", "ExpectedPersonBirthDate"], _CHILD)
    birth = pl.coalesce("PersonBirthDate", "ExpectedPersonBirthDate")
    return failing(rows, pl.col("CINreferralDate") < birth - timedelta(days=280))


@check(
    "CIN-203", "CINdetails", "CINclosureDate", ERROR, echoes="8630",
    rule="An episode is not closed before it was opened.",
    remedy="Correct the date of referral or of closure.",
    passing=[{"LAchildID": "A1", "CINreferralDate": "2024-06-01", "CINclosureDate": "2024-06-01"}],
    failing=[{"LAchildID": "A1", "CINreferralDate": "2024-06-02", "CINclosureDate": "2024-06-01"}],
)  # fmt: skip
def closed_before_referral(held: Held) -> pl.DataFrame:
    """Closures before the referral."""
    return failing(held["CINdetails"], pl.col("CINclosureDate") < pl.col("CINreferralDate"))


@check(
    "CIN-204", "CINdetails", "CINclosureDate", ERROR, echoes="8620",
    rule="A closure lies within the census year.",
    remedy="Leave out episodes that were closed before the year; give later closures in the next census.",
    passing=[{"LAchildID": "A1", "CINclosureDate": "2024-04-01"}],
    failing=[{"LAchildID": "A1", "CINclosureDate": "2024-03-31"}],
)  # fmt: skip
def closed_outside_year(held: Held) -> pl.DataFrame:
    """Closures before or after the year."""
    return failing(held["CINdetails"], ~pl.col("CINclosureDate").is_between(held.first, held.last))


@check(
    "CIN-205", "CINdetails", "ReasonForClosure", ERROR, echoes="8805",
    rule="A closed episode has a reason for closure.",
    remedy="Give the reason.",
    passing=[{"LAchildID": "A1", "CINclosureDate": "2024-06-01", "ReasonForClosure": "RC1"}],
    failing=[{"LAchildID": "A1", "CINclosureDate": "2024-06-01"}],
)  # fmt: skip
def closed_without_reason(held: Held) -> pl.DataFrame:
    """A closure date and no reason."""
    return held["CINdetails"].filter(pl.col("CINclosureDate").is_not_null() & pl.col("ReasonForClosure").is_null())


@check(
    "CIN-206", "CINdetails", "CINclosureDate", ERROR, echoes="8810",
    rule="An episode with a reason for closure has a date of closure.",
    remedy="Give the date, or take out the reason if the case is open.",
    passing=[{"LAchildID": "A1"}],
    failing=[{"LAchildID": "A1", "ReasonForClosure": "RC1"}],
)  # fmt: skip
def reason_without_closure(held: Held) -> pl.DataFrame:
    """A reason and no closure date."""
    return held["CINdetails"].filter(pl.col("CINclosureDate").is_null() & pl.col("ReasonForClosure").is_not_null())


@check(
    "CIN-207", "CINdetails", "PrimaryNeedCode", ERROR, echoes="8610",
    rule="A referral that led to further action has a primary need.",
    remedy="Record the need, N0 if it is not known yet.",
    passing=[{"LAchildID": "A1", "ReferralNFA": "0", "PrimaryNeedCode": "N1"}, {"LAchildID": "A2", "ReferralNFA": "1"}],
    failing=[{"LAchildID": "A1", "ReferralNFA": "0"}],
)  # fmt: skip
def need_missing(held: Held) -> pl.DataFrame:
    """Referrals with action and no need."""
    return failing(held["CINdetails"], pl.col("ReferralNFA").not_() & pl.col("PrimaryNeedCode").is_null())


@check(
    "CIN-208", "CINdetails", "CINreferralDate", ERROR, echoes="8555Q",
    rule="A child is not referred after its death.",
    remedy="Correct the date of death or of the referral.",
    passing={
        "Child": [{"LAchildID": "A1", "PersonDeathDate": "2024-06-02"}],
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2024-06-01"}],
    },
    failing={
        "Child": [{"LAchildID": "A1", "PersonDeathDate": "2024-05-31"}],
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2024-06-01"}],
    },
)  # fmt: skip
def referred_after_death(held: Held) -> pl.DataFrame:
    """Referrals after the date of death."""
    rows = held.beside("CINdetails", "Child", ["PersonDeathDate"], _CHILD)
    return failing(rows, pl.col("CINreferralDate") > pl.col("PersonDeathDate"))


@check(
    "CIN-209", "CINdetails", "ReasonForClosure", WARNING, echoes="8585Q",
    rule="A child whose case was closed because it died (RC2) has a date of death.",
    remedy="Record the date of death, or correct the reason.",
    passing={
        "Child": [{"LAchildID": "A1", "PersonDeathDate": "2024-06-01"}],
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-06-01", "ReasonForClosure": "RC2"}],
    },
    failing={
        "Child": [{"LAchildID": "A1"}],
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-06-01", "ReasonForClosure": "RC2"}],
    },
)  # fmt: skip
def died_without_date(held: Held) -> pl.DataFrame:
    """Closures with RC2 and no date of death."""
    rows = held.beside("CINdetails", "Child", ["PersonDeathDate"], _CHILD)
    return failing(rows, (pl.col("ReasonForClosure") == "RC2") & pl.col("PersonDeathDate").is_null())


@check(
    "CIN-210", "CINdetails", "CINclosureDate", ERROR, echoes="8815",
    rule="A child has at most one open episode, referrals with no further action aside.",
    remedy="Close the earlier episode on the day its work ended, or merge the two: the child counts twice now.",
    passing=[{"LAchildID": "A1", "ReferralNFA": "0"}, {"LAchildID": "A1", "ReferralNFA": "1"}],
    failing=[{"LAchildID": "A1", "ReferralNFA": "0"}, {"LAchildID": "A1", "ReferralNFA": "0"}],
)  # fmt: skip
def open_twice(held: Held) -> pl.DataFrame:
    """All open episodes of a child that has several."""
    return _open(held).filter(pl.len().over(*_CHILD) > 1)


@check(
    "CIN-211", "CINdetails", "CINclosureDate", ERROR, echoes="8816",
    rule="Only a child's latest episode can be open.",
    remedy="Close the open episode: a later one has begun.",
    passing=[
        {"LAchildID": "A1", "CINreferralDate": "2024-05-01", "CINclosureDate": "2024-06-01", "ReferralNFA": "0"},
        {"LAchildID": "A1", "CINreferralDate": "2024-09-01", "ReferralNFA": "0"},
    ],
    failing=[
        {"LAchildID": "A1", "CINreferralDate": "2024-05-01", "ReferralNFA": "0"},
        {"LAchildID": "A1", "CINreferralDate": "2024-09-01", "CINclosureDate": "2024-10-01", "ReferralNFA": "0"},
    ],
)  # fmt: skip
def open_though_later_one(held: Held) -> pl.DataFrame:
    """A child's only open episode, when a later referral is there. Several open ones are CIN-210."""
    latest = held["CINdetails"].group_by(*_CHILD).agg(pl.col("CINreferralDate").max().alias("_latest"))
    alone = _open(held).filter(pl.len().over(*_CHILD) == 1).join(latest, on=_CHILD, how="left")
    return failing(alone, pl.col("CINreferralDate") < pl.col("_latest"))


@check(
    "CIN-212", "CINdetails", "CINreferralDate", ERROR, echoes="8820",
    rule="A child is not referred while an earlier episode is still going on.",
    remedy="Correct the closure of the earlier episode, or merge the two.",
    passing=[
        {"LAchildID": "A1", "CINreferralDate": "2024-05-01", "CINclosureDate": "2024-06-01", "ReferralNFA": "0"},
        {"LAchildID": "A1", "CINreferralDate": "2024-06-01", "ReferralNFA": "0"},
    ],
    failing=[
        {"LAchildID": "A1", "CINreferralDate": "2024-05-01", "CINclosureDate": "2024-06-01", "ReferralNFA": "0"},
        {"LAchildID": "A1", "CINreferralDate": "2024-05-20", "ReferralNFA": "0"},
    ],
)  # fmt: skip
def episodes_overlap(held: Held) -> pl.DataFrame:
    """Referrals inside an earlier, closed episode. Open ones are CIN-210 and 211, equal days CIN-213."""
    rows = held["CINdetails"].drop_nulls("CINreferralDate").sort(*_CHILD, "CINreferralDate", AT)
    # Only what began on an earlier day and was closed can be overlapped; the rest would be told twice.
    ends = rows.group_by(*_CHILD, "CINreferralDate", maintain_order=True).agg(
        pl.col("CINclosureDate").max().alias("_closed")
    )
    before = ends.with_columns(pl.col("_closed").fill_null(date.min).cum_max().shift(1).over(*_CHILD).alias("_before"))
    both = rows.join(before, on=[*_CHILD, "CINreferralDate"], how="left")
    return failing(both, pl.col("CINreferralDate") < pl.col("_before"))


@check(
    "CIN-213", "CINdetails", "CINreferralDate", WARNING,
    rule="Of several referrals of a child on one day only the first is recorded.",
    remedy="Keep one and move its activity there; a second counts as a repeat referral.",
    passing=[
        {"LAchildID": "A1", "CINreferralDate": "2024-05-01", "ReferralNFA": "1"},
        {"LAchildID": "A1", "CINreferralDate": "2024-05-02", "ReferralNFA": "0"},
    ],
    failing=[
        {"LAchildID": "A1", "CINreferralDate": "2024-05-01", "ReferralNFA": "1"},
        {"LAchildID": "A1", "CINreferralDate": "2024-05-01", "ReferralNFA": "0"},
    ],
)  # fmt: skip
def referred_twice_a_day(held: Held) -> pl.DataFrame:
    """The second and later referrals of a child on a day."""
    known = held["CINdetails"].drop_nulls("CINreferralDate")
    return known.filter(~pl.struct(*_CHILD, "CINreferralDate").is_first_distinct())


@check(
    "CIN-230", "CINdetails", "ReasonForClosure", ERROR, echoes="2990",
    rule="An episode closed after assessment (RC8, RC9) has no enquiry, conference or plan.",
    remedy="Correct the reason for closure, or move the activity to the episode it belongs to.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "ReasonForClosure": "RC8", "CINclosureDate": "2024-06-01"}],
        "Section47": [], "CINPlanDates": [], "ChildProtectionPlans": [],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "ReasonForClosure": "RC8", "CINclosureDate": "2024-06-01"}],
        "Section47": [{"LAchildID": "A1"}], "CINPlanDates": [], "ChildProtectionPlans": [],
    },
)  # fmt: skip
def not_in_need_with_activity(held: Held) -> pl.DataFrame:
    """Closures with RC8 or RC9 and work beyond the assessment."""
    closed = failing(held["CINdetails"], pl.col("ReasonForClosure").is_in(_NOT_IN_NEED))
    tables = [table for table in ("Section47", "CINPlanDates", "ChildProtectionPlans") if table in held]
    with_conference = closed.filter(pl.col("DateOfInitialCPC").is_not_null()).select(*_EPISODE)
    work = pl.concat([*(held[table].select(*_EPISODE) for table in tables), with_conference])
    return closed.join(work, on=_EPISODE, how="semi")


@check(
    "CIN-231", "CINdetails", "ReasonForClosure", WARNING, echoes="8825Q",
    rule="An episode closed after assessment (RC8, RC9) has an assessment.",
    remedy="Check that the assessment reached the export, or correct the reason.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "ReasonForClosure": "RC9", "CINclosureDate": "2024-06-01"}],
        "Assessments": [{"LAchildID": "A1"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "ReasonForClosure": "RC9", "CINclosureDate": "2024-06-01"}],
        "Assessments": [],
    },
)  # fmt: skip
def not_in_need_without_assessment(held: Held) -> pl.DataFrame:
    """Closures with RC8 or RC9 and no assessment."""
    closed = failing(held["CINdetails"], pl.col("ReasonForClosure").is_in(_NOT_IN_NEED))
    return closed.join(held["Assessments"], on=_EPISODE, how="anti")


@check(
    "CIN-240", "CINdetails", "DateOfInitialCPC", ERROR, echoes="1104",
    rule="A conference recorded for the episode is not before its referral.",
    remedy="Correct the date, or move the conference to the episode it belongs to.",
    passing=[{"LAchildID": "A1", "CINreferralDate": "2024-05-01", "DateOfInitialCPC": "2024-05-20"}],
    failing=[{"LAchildID": "A1", "CINreferralDate": "2024-05-21", "DateOfInitialCPC": "2024-05-20"}],
)  # fmt: skip
def conference_before_referral(held: Held) -> pl.DataFrame:
    """Episode conferences before the referral."""
    return failing(held["CINdetails"], pl.col("DateOfInitialCPC") < pl.col("CINreferralDate"))


@check(
    "CIN-241", "CINdetails", "DateOfInitialCPC", ERROR, echoes="8715",
    rule="A conference recorded for the episode lies within the census year.",
    remedy="Correct the date, or leave the conference to the census of its year.",
    passing=[{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-20"}],
    failing=[{"LAchildID": "A1", "DateOfInitialCPC": "2025-05-20"}],
)  # fmt: skip
def episode_conference_outside_year(held: Held) -> pl.DataFrame:
    """Episode conferences before or after the year."""
    return failing(held["CINdetails"], ~pl.col("DateOfInitialCPC").is_between(held.first, held.last))


@check(
    "CIN-242", "CINdetails", "DateOfInitialCPC", ERROR, echoes="8875",
    rule="A conference recorded for the episode is not held at a weekend.",
    remedy="Correct the date.",
    passing=[{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-20"}],
    failing=[{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-18"}],
)  # fmt: skip
def episode_conference_at_weekend(held: Held) -> pl.DataFrame:
    """Episode conferences on a Saturday or Sunday."""
    return failing(held["CINdetails"], weekend("DateOfInitialCPC"))


@check(
    "CIN-243", "CINdetails", "DateOfInitialCPC", ERROR, echoes="8565",
    rule="A conference recorded for the episode is not held after the episode was closed.",
    remedy="Correct the closure or the date, or move the conference to the episode it belongs to.",
    passing=[{"LAchildID": "A1", "CINclosureDate": "2024-06-20", "DateOfInitialCPC": "2024-06-20"}],
    failing=[{"LAchildID": "A1", "CINclosureDate": "2024-06-19", "DateOfInitialCPC": "2024-06-20"}],
)  # fmt: skip
def episode_conference_after_closure(held: Held) -> pl.DataFrame:
    """Episode conferences after the closure."""
    return failing(held["CINdetails"], pl.col("DateOfInitialCPC") > pl.col("CINclosureDate"))


def _open(held: Held) -> pl.DataFrame:
    return failing(held["CINdetails"], pl.col("CINclosureDate").is_null() & pl.col("ReferralNFA").not_())


@check(
    "CIN-214", "CINdetails", "ReferralSource", ERROR, echoes="8866",
    rule="Each referral since 1 April 2013 has a source, 10 if it is not known.",
    remedy="Record who referred the child.",
    passing=[
        {"LAchildID": "A1", "CINreferralDate": "2024-05-01", "ReferralSource": "6"},
        {"LAchildID": "A2", "CINreferralDate": "2013-03-28"},
    ],
    failing=[{"LAchildID": "A1", "CINreferralDate": "2024-05-01"}],
)  # fmt: skip
def source_missing(held: Held) -> pl.DataFrame:
    """Referrals without a source, older ones aside: the census began to ask on 1 April 2013."""
    asked = pl.col("CINreferralDate").is_null() | (pl.col("CINreferralDate") >= date(2013, 4, 1))
    return held["CINdetails"].filter(pl.col("ReferralSource").is_null() & asked)
