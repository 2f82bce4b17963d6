"""Annex A: the rows of each list on their own. Repeated rows, half records, and what cannot be at once."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from riia.indicators.checks.axa_dates import EVENT
from riia.indicators.checks.held import Held, birthday, failing, repeated, weekend
from riia.indicators.checks.registry import ERROR, NOTE, WARNING, Finds, check

_ID: Final = "Child Unique ID"
_BORN: Final = "Date of Birth"
_COUNT: Final = "Number of Referrals in Last 12 Months"
_ENOUGH: Final = 10


def _twice(table: str, by: Sequence[str]) -> Finds:
    def find(held: Held) -> pl.DataFrame:
        """The second and later of equal rows."""
        return repeated(held[table], by)

    return find


_ONCE: Final = (
    ("AXA-301", 1, NOTE, ("Date of Contact", "Contact Source"),
     "Two contacts on one day from one source may be one contact recorded twice; both are counted.",
     "Check a few: Annex A has no number for a contact, so nothing here can tell."),
    ("AXA-302", 2, WARNING, ("Assessment start date",), "A child's early help assessment is in the list once.",
     "Remove the repeated row: each row counts."),
    ("AXA-303", 3, WARNING, ("Date of referral",), "Of several referrals of a child on one day only the first counts.",
     "Remove the others: a second counts as a repeat referral."),
    ("AXA-304", 4, WARNING, ("Continuous Assessment Start Date",), "A child's assessment is in the list once.",
     "Remove the repeated row: each row counts."),
    ("AXA-305", 5, WARNING, (EVENT[5],), "A child's enquiry is in the list once.",
     "Remove the repeated row: each row counts."),
    ("AXA-309", 9, ERROR, (), "A care leaver is in the list once.", "Remove the repeated row: each row counts."),
)  # fmt: skip
for _code, _number, _severity, _columns, _rule, _remedy in _ONCE:
    _texts = {_ID: "1", "Date of Contact": "2025-01-06", "Contact Source": "6"} if _number == 1 else {_ID: "1"}
    _row = {**_texts, **({} if _number == 1 else dict.fromkeys(_columns, "2025-01-06"))}
    check(
        _code, f"list_{_number}", _columns[0] if _columns else _ID, _severity, rule=_rule, remedy=_remedy,
        passing=[_row, {**_row, _ID: "2"}], failing=[_row, _row],
    )(_twice(f"list_{_number}", (_ID, *_columns)))  # fmt: skip


@check(
    "AXA-311", "list_3", _COUNT, WARNING,
    rule="A child without an earlier referral in 12 months has 0 as their number: some in a list of any length have.",
    remedy="Count the referrals before the latest one and not that itself: as it is, every referral would be a repeat.",
    passing=[{_ID: str(at), _COUNT: str(at % 3)} for at in range(12)],
    failing=[{_ID: str(at), _COUNT: str(at % 3 + 1)} for at in range(12)],
)  # fmt: skip
def referral_counts_itself(held: Held) -> pl.DataFrame:
    """All rows with a number, where there are ten or more and none is 0."""
    told = held["list_3"].filter(pl.col(_COUNT).is_not_null())
    return told if told.height >= _ENOUGH and bool((told[_COUNT] > 0).all()) else told.head(0)


@check(
    "AXA-401", "list_5", "Date of Initial Child Protection Conference", WARNING,
    rule="A conference is not held at a weekend.",
    remedy="Correct the date.",
    passing=[{_ID: "1", "Date of Initial Child Protection Conference": "2025-01-06"}],
    failing=[{_ID: "1", "Date of Initial Child Protection Conference": "2025-01-05"}],
)  # fmt: skip
def conference_at_weekend(held: Held) -> pl.DataFrame:
    """Conferences on a Saturday or Sunday."""
    return failing(held["list_5"], weekend("Date of Initial Child Protection Conference"))


@check(
    "AXA-402", "list_5", "Was an Initial Child Protection Conference deemed unnecessary?", WARNING,
    rule="An enquiry that led to a conference does not say that none was needed.",
    remedy="Correct the answer or the date.",
    passing=[{_ID: "1", "Date of Initial Child Protection Conference": "2025-01-06"}],
    failing=[{
        _ID: "1", "Date of Initial Child Protection Conference": "2025-01-06",
        "Was an Initial Child Protection Conference deemed unnecessary?": "Y",
    }],
)  # fmt: skip
def conference_unnecessary_but_held(held: Held) -> pl.DataFrame:
    """A conference, and the answer that none was needed."""
    unnecessary = pl.col("Was an Initial Child Protection Conference deemed unnecessary?")
    return failing(held["list_5"], pl.col("Date of Initial Child Protection Conference").is_not_null() & unnecessary)


@check(
    "AXA-403", "list_5", "Did the Initial Child Protection Conference Result in a Child Protection Plan", WARNING,
    rule="A plan follows a conference: where there was a plan there is the day of the conference.",
    remedy="Give the day of the conference: without it the conference is not counted.",
    passing=[{
        _ID: "1", "Date of Initial Child Protection Conference": "2025-01-06",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan": "Y",
    }],
    failing=[{_ID: "1", "Did the Initial Child Protection Conference Result in a Child Protection Plan": "Y"}],
)  # fmt: skip
def plan_without_conference(held: Held) -> pl.DataFrame:
    """A plan and no day of a conference."""
    led_to_plan = pl.col("Did the Initial Child Protection Conference Result in a Child Protection Plan")
    return failing(held["list_5"], led_to_plan & pl.col("Date of Initial Child Protection Conference").is_null())


@check(
    "AXA-411", "list_6", "Case Status", ERROR,
    rule="A case with status e), closed, has a closure date.",
    remedy="Give the date, or correct the status: one says the child is in need, the other that it is not.",
    passing=[{_ID: "1", "Case Status": "e", "CIN Closure Date": "2025-01-06"}],
    failing=[{_ID: "1", "Case Status": "e"}],
)  # fmt: skip
def closed_without_date(held: Held) -> pl.DataFrame:
    """Status e) and no date."""
    return failing(held["list_6"], (pl.col("Case Status") == "e") & pl.col("CIN Closure Date").is_null())


@check(
    "AXA-412", "list_6", "Case Status", ERROR,
    rule="A case with a closure date has status e), closed.",
    remedy="Correct the status, or take the date out: one says the child is in need, the other that it is not.",
    passing=[{_ID: "1", "Case Status": "e", "CIN Closure Date": "2025-01-06"}],
    failing=[{_ID: "1", "Case Status": "c", "CIN Closure Date": "2025-01-06"}],
)  # fmt: skip
def date_without_closed(held: Held) -> pl.DataFrame:
    """A date and another status."""
    return failing(held["list_6"], (pl.col("Case Status") != "e") & pl.col("CIN Closure Date").is_not_null())


@check(
    "AXA-413", "list_6", "Reason for Closure", WARNING,
    rule="A closed case has a reason for closure, an open one has none.",
    remedy="Give the reason, or take it out.",
    passing=[{_ID: "1", "CIN Closure Date": "2025-01-06", "Reason for Closure": "RC7"}],
    failing=[{_ID: "1", "CIN Closure Date": "2025-01-06"}],
)  # fmt: skip
def closure_by_halves(held: Held) -> pl.DataFrame:
    """A date without reason, or a reason without date."""
    return held["list_6"].filter(pl.col("CIN Closure Date").is_null() != pl.col("Reason for Closure").is_null())


@check(
    "AXA-414", "list_6", "CIN Closure Date", ERROR,
    rule="A child has at most one open case.",
    remedy="Close the earlier case, or remove the row: the child counts twice now.",
    passing=[{_ID: "1"}, {_ID: "1", "CIN Closure Date": "2025-01-06"}],
    failing=[{_ID: "1"}, {_ID: "1"}],
)  # fmt: skip
def two_open_cases(held: Held) -> pl.DataFrame:
    """All open cases of a child that has several."""
    return _several(held, "list_6", "CIN Closure Date")


@check(
    "AXA-421", "list_7", "Child Protection Plan End Date", ERROR,
    rule="A child has at most one open child protection plan.",
    remedy="End the earlier plan, or remove the row: the child counts twice now.",
    passing=[{_ID: "1"}, {_ID: "1", "Child Protection Plan End Date": "2025-01-06"}],
    failing=[{_ID: "1"}, {_ID: "1"}],
)  # fmt: skip
def two_open_plans(held: Held) -> pl.DataFrame:
    """All open plans of a child that has several."""
    return _several(held, "list_7", "Child Protection Plan End Date")


@check(
    "AXA-422", "list_7", "Number of Previous Child Protection Plans", WARNING,
    rule="Each plan says how many earlier plans the child had: 0 if none, hardly ever more than 15.",
    remedy="Give the number: without it the plan cannot be counted as a repeat, nor as a first.",
    passing=[{_ID: "1", "Number of Previous Child Protection Plans": "0"}],
    failing=[{_ID: "1"}],
)  # fmt: skip
def previous_plans_not_known(held: Held) -> pl.DataFrame:
    """Plans without the number, or with one that is negative or very high."""
    number = pl.col("Number of Previous Child Protection Plans")
    return held["list_7"].filter(number.is_null() | ~number.is_between(0, 15))


@check(
    "AXA-423", "list_7", "Number of Previous Child Protection Plans", WARNING,
    rule="A child who had another plan before, in this very list, has had at least one earlier plan.",
    remedy="Correct the number: the plan counts as the child's first now.",
    passing=[
        {_ID: "1", EVENT[7]: "2023-05-01", "Number of Previous Child Protection Plans": "0"},
        {_ID: "1", EVENT[7]: "2024-11-04", "Number of Previous Child Protection Plans": "1"},
    ],
    failing=[
        {_ID: "1", EVENT[7]: "2023-05-01", "Number of Previous Child Protection Plans": "0"},
        {_ID: "1", EVENT[7]: "2024-11-04", "Number of Previous Child Protection Plans": "0"},
    ],
)  # fmt: skip
def earlier_plan_not_counted(held: Held) -> pl.DataFrame:
    """Plans said to be the first, of children with an earlier one."""
    first = pl.col(EVENT[7]).min().over(_ID)
    told = pl.col(_ID).is_not_null() & (pl.col("Number of Previous Child Protection Plans") == 0)
    return failing(held["list_7"], told & (pl.col(EVENT[7]) > first))


@check(
    "AXA-431", "list_8", "Date Ceased to be Looked After", ERROR,
    rule="A child is looked after in one period at a time.",
    remedy="End the earlier period, or remove the row: the child counts twice now.",
    passing=[{_ID: "1"}, {_ID: "1", "Date Ceased to be Looked After": "2025-01-06"}],
    failing=[{_ID: "1"}, {_ID: "1"}],
)  # fmt: skip
def looked_after_twice(held: Held) -> pl.DataFrame:
    """All rows of a child that is looked after in several."""
    return _several(held, "list_8", "Date Ceased to be Looked After")


@check(
    "AXA-432", "list_8", "Reason Ceased to be Looked After", ERROR,
    rule="A child who has left care has a day and a reason, one who has not has neither.",
    remedy="Give what is missing, or take the other out.",
    passing=[{_ID: "1", "Date Ceased to be Looked After": "2025-01-06", "Reason Ceased to be Looked After": "E4A"}],
    failing=[{_ID: "1", "Date Ceased to be Looked After": "2025-01-06"}],
)  # fmt: skip
def leaving_by_halves(held: Held) -> pl.DataFrame:
    """A day without reason, or a reason without day."""
    left = pl.col("Date Ceased to be Looked After").is_null()
    # Some systems give X1, care goes on, to those who are still there.
    reason = pl.col("Reason Ceased to be Looked After").is_null() | (pl.col("Reason Ceased to be Looked After") == "X1")
    return held["list_8"].filter(left != reason)


@check(
    "AXA-433", "list_8", _BORN, ERROR,
    rule="Nobody over 18 is still looked after.",
    remedy="Give the day the young person left care, the 18th birthday at the latest.",
    passing=[{_ID: "1", _BORN: "2010-05-01"}],
    failing=[{_ID: "1", _BORN: "2006-05-01"}],
)  # fmt: skip
def looked_after_as_adult(held: Held) -> pl.DataFrame:
    """Rows without a last day of those who had turned 18 by the day of the extract."""
    grown = birthday(_BORN, 18).dt.offset_by("1d") < held.last
    return failing(held["list_8"], pl.col("Date Ceased to be Looked After").is_null() & grown)


@check(
    "AXA-434", "list_8", "Number of Placements in the Last 12 months", WARNING,
    rule="A child who is looked after has had at least one placement in the last 12 months.",
    remedy="Correct the number: it counts the placement in which the child is now.",
    passing=[{_ID: "1", "Number of Placements in the Last 12 months": "1"}],
    failing=[{_ID: "1", "Number of Placements in the Last 12 months": "0"}],
)  # fmt: skip
def without_placement(held: Held) -> pl.DataFrame:
    """Children looked after with none or fewer."""
    there = pl.col("Date Ceased to be Looked After").is_null()
    return failing(held["list_8"], there & (pl.col("Number of Placements in the Last 12 months") < 1))


@check(
    "AXA-435", "list_8", "Did the child accept a Return Interview after their last missing episode (Y/N)?", WARNING,
    rule="A return interview that was accepted had been offered.",
    remedy="Correct one of the answers.",
    passing=[{
        _ID: "1", "Was the child offered a Return Interview after their last missing episode (Y/N)?": "Y",
        "Did the child accept a Return Interview after their last missing episode (Y/N)?": "Y",
    }],
    failing=[{
        _ID: "1", "Was the child offered a Return Interview after their last missing episode (Y/N)?": "N",
        "Did the child accept a Return Interview after their last missing episode (Y/N)?": "Y",
    }],
)  # fmt: skip
def accepted_without_offer(held: Held) -> pl.DataFrame:
    """Accepted and not offered."""
    offered = pl.col("Was the child offered a Return Interview after their last missing episode (Y/N)?")
    accepted = pl.col("Did the child accept a Return Interview after their last missing episode (Y/N)?")
    return failing(held["list_8"], accepted & offered.not_())


@check(
    "AXA-441", "list_9", _BORN, WARNING,
    rule="A care leaver is between 16 and 25 years old.",
    remedy="Correct the date of birth, or take the row out of the list.",
    passing=[{_ID: "1", _BORN: "2005-05-01"}],
    failing=[{_ID: "1", _BORN: "2015-05-01"}],
)  # fmt: skip
def care_leaver_of_other_age(held: Held) -> pl.DataFrame:
    """Care leavers younger than 16, or past their 26th birthday."""
    return failing(held["list_9"], (birthday(_BORN, 16) > held.last) | (birthday(_BORN, 26) < held.last))


def _several(held: Held, table: str, end: str) -> pl.DataFrame:
    still = held[table].filter(pl.col(end).is_null() & pl.col(_ID).is_not_null())
    return still.filter(pl.len().over(_ID) > 1)
