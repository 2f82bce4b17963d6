"""Annex A: the days of each row. Ages, days to come, days in order, and days long before the birth."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from riia.indicators.checks.held import COLUMN, Held, birthday, failing
from riia.indicators.checks.registry import ERROR, NOTE, WARNING, Finds, check
from riia.indicators.checks.schemas import collection_of
from riia.indicators.tables.schema import Kind

_ID: Final = "Child Unique ID"
_BORN: Final = "Date of Birth"
_AGE: Final = "Age of Child (Years)"
_LISTS_OF_CHILDREN: Final = range(1, 11)


def _age_off(table: str) -> Finds:
    def find(held: Held) -> pl.DataFrame:
        """Rows whose age is more than a year off the date of birth, for any day of the extract's twelve months."""
        # Some extracts give the age on the day, some that at the event, so an age is doubted only well outside both.
        youngest, oldest = birthday(_BORN, 0), held.last
        years = (pl.lit(oldest).dt.year() - youngest.dt.year()).cast(pl.Float64)
        return failing(held[table], ~pl.col(_AGE).is_between(years - 3, years + 1) & (youngest <= oldest))

    return find


def _future(table: str) -> Finds:
    columns = [one.name for one in collection_of("annex-a")[table].columns if one.kind is Kind.DATE]

    def find(held: Held) -> pl.DataFrame:
        """Rows with a day that has not come yet, column by column."""
        rows = held[table]
        days = [column for column in columns if column != _BORN and column in rows.columns]
        found = [rows.filter(pl.col(day) > held.latest).with_columns(pl.lit(day).alias(COLUMN)) for day in days]
        return pl.concat(found) if found else rows.head(0)

    return find


def _in_order(table: str, before: str, after: str) -> Finds:
    def find(held: Held) -> pl.DataFrame:
        """Rows with the two days in the wrong order."""
        return failing(held[table], pl.col(after) < pl.col(before))

    return find


_BEFORE_BIRTH: Final = 300
"""Days before its birth on which a child may be known of already: an unborn child's lists give the day it is due."""


def _long_before_birth(table: str, event: str) -> Finds:
    def find(held: Held) -> pl.DataFrame:
        """Rows whose event lies further before the birth than a pregnancy is long."""
        return failing(held[table], pl.col(event) < pl.col(_BORN).dt.offset_by(f"-{_BEFORE_BIRTH}d"))

    return find


for _number in _LISTS_OF_CHILDREN:
    check(
        f"AXA-{100 + _number}", f"list_{_number}", _AGE, WARNING,
        rule="A child's age agrees with its date of birth.",
        remedy="Correct the date of birth; the age follows from it.",
        passing=[{_ID: "1", _BORN: "2015-05-01", _AGE: "9"}], failing=[{_ID: "1", _BORN: "2015-05-01", _AGE: "19"}],
    )(_age_off(f"list_{_number}"))  # fmt: skip

EVENT: Final[Mapping[int, str]] = {
    1: "Date of Contact", 2: "Assessment start date", 3: "Date of referral", 4: "Continuous Assessment Start Date",
    5: "Strategy discussion initiating Section 47 Enquiry Start Date", 6: "CIN Start Date",
    7: "Child Protection Plan Start Date", 8: "Date Started to be Looked After", 9: "Latest Date of Contact",
    10: "Date the Child Entered Care", 11: "Date enquiry received",
}  # fmt: skip
for _number, _event in EVENT.items():
    _who = "Individual adopter identifier" if _number == 11 else _ID
    check(
        f"AXA-{120 + _number}", f"list_{_number}", _event, ERROR,
        rule="A day that has been recorded does not lie in the future.",
        remedy="Correct the date.",
        passing=[{_who: "1", _event: "2025-03-31"}], failing=[{_who: "1", _event: "2025-04-01"}],
    )(_future(f"list_{_number}"))  # fmt: skip

_ORDERED: Final = (
    ("AXA-202", 2, ERROR, "Assessment start date", "Assessment completion date",
     "An early help assessment is not completed before it started."),
    ("AXA-204", 4, ERROR, "Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation",
     "An assessment is not authorised before it started."),
    ("AXA-205", 5, ERROR, "Strategy discussion initiating Section 47 Enquiry Start Date",
     "Date of Initial Child Protection Conference", "A conference is not held before the enquiry that led to it."),
    ("AXA-206", 6, ERROR, "CIN Start Date", "CIN Closure Date", "A case is not closed before it was opened."),
    ("AXA-207", 7, ERROR, "Child Protection Plan Start Date", "Child Protection Plan End Date",
     "A child protection plan does not end before it starts."),
    ("AXA-208", 8, ERROR, "Date Started to be Looked After", "Date Ceased to be Looked After",
     "A child does not leave care before coming into it."),
    ("AXA-210", 7, WARNING, "Child Protection Plan Start Date", "Date of latest review conference",
     "A plan is not reviewed before it starts."),
    ("AXA-211", 8, ERROR, _BORN, "Date Started to be Looked After",
     "A child does not come into care before its birth."),
    ("AXA-212", 8, WARNING, "Date Started to be Looked After", "Start Date of Most Recent Placement",
     "A placement does not begin before the child came into care."),
    ("AXA-213", 10, ERROR, _BORN, "Date the Child Entered Care", "A child does not come into care before its birth."),
    ("AXA-214", 10, WARNING, "Date the Child Entered Care",
     "Date of Decision that Child Should be Placed for Adoption",
     "It is not decided before a child is in care that it should be placed for adoption."),
    ("AXA-215", 10, ERROR, "Date of Matching Child and Prospective Adopters", "Date Placed for Adoption",
     "A child is not placed for adoption before it is matched with adopters."),
    ("AXA-216", 10, ERROR, "Date Placed for Adoption", "Date of Adoption Order",
     "A child is not adopted before it is placed for adoption."),
    ("AXA-221", 8, NOTE, "Date Started to be Looked After", "Start date of current legal status",
     "A legal status seldom begins before the child comes into care."),
    ("AXA-222", 8, WARNING, "Start Date of Most Recent Placement", "Date Ceased to be Looked After",
     "A placement does not begin after the child has left care."),
    ("AXA-223", 10, WARNING, _BORN, "Date of Adoption Order", "A child is not adopted before its birth."),
    ("AXA-224", 10, NOTE, "Date the Child Entered Care", "Date of Placement Order",
     "A placement order is seldom made before the child comes into care."),
    ("AXA-217", 11, WARNING, "Date Stage 1 started", "Date Stage 1 ended", "A stage does not end before it starts."),
    ("AXA-218", 11, WARNING, "Date Stage 2 started", "Date Stage 2 ended", "A stage does not end before it starts."),
    ("AXA-219", 11, WARNING, "Date application submitted", "Date application approved",
     "An application is not approved before it is made."),
    ("AXA-220", 11, WARNING, "Date application approved", "Date adopter matched with child(ren)",
     "An adopter is not matched with a child before being approved."),
)  # fmt: skip
for _code, _number, _severity, _before, _after, _rule in _ORDERED:
    _who = "Individual adopter identifier" if _number == 11 else _ID
    check(
        _code, f"list_{_number}", _after, _severity, rule=_rule, remedy="Correct one of the dates.",
        passing=[{_who: "1", _before: "2024-11-04", _after: "2024-12-02"}],
        failing=[{_who: "1", _before: "2024-12-03", _after: "2024-12-02"}],
    )(_in_order(f"list_{_number}", _before, _after))  # fmt: skip

for _number in range(1, 8):
    check(
        f"AXA-{230 + _number}", f"list_{_number}", EVENT[_number], WARNING,
        rule="Nothing is recorded of a child more than ten months before its birth.",
        remedy="Correct one of the dates. For an unborn child the date of birth is the day on which it is due.",
        passing=[{_ID: "1", _BORN: "2025-02-01", EVENT[_number]: "2024-11-04"}],
        failing=[{_ID: "1", _BORN: "2025-02-01", EVENT[_number]: "2023-11-04"}],
    )(_long_before_birth(f"list_{_number}", EVENT[_number]))  # fmt: skip
