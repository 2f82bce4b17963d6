"""Elective home education: the council's list of children, or the totals it returns."""

import polars as pl

from riia.indicators.checks.held import Held, birthday, failing, overlapping, repeated
from riia.indicators.checks.pupil_numbers import upn_letter_wrong, upn_written_wrong
from riia.indicators.checks.registry import ERROR, WARNING, check


@check(
    "EHE-101", "register", "end_date", ERROR,
    rule="Home education does not end before it began.",
    remedy="Correct one of the dates.",
    passing=[{"child_id": "1", "start_date": "2024-09-02", "end_date": "2025-01-06"}],
    failing=[{"child_id": "1", "start_date": "2025-09-02", "end_date": "2025-01-06"}],
)  # fmt: skip
def ends_first(held: Held) -> pl.DataFrame:
    """Ends before the beginning."""
    return failing(held["register"], pl.col("end_date") < pl.col("start_date"))


@check(
    "EHE-102", "register", "start_date", ERROR,
    rule="A day that has been recorded does not lie in the future.",
    remedy="Correct the date.",
    passing=[{"child_id": "1", "start_date": "2025-03-31"}],
    failing=[{"child_id": "1", "start_date": "2025-04-01"}],
)  # fmt: skip
def begins_in_future(held: Held) -> pl.DataFrame:
    """Beginnings that have not come yet."""
    return failing(held["register"], pl.col("start_date") > held.latest)


@check(
    "EHE-103", "register", "start_date", WARNING,
    rule="A child's spells of home education do not overlap.",
    remedy="End the earlier spell, or remove the row: the child counts twice now.",
    passing=[
        {"child_id": "1", "start_date": "2023-09-04", "end_date": "2024-01-08"},
        {"child_id": "1", "start_date": "2024-09-02"},
    ],
    failing=[{"child_id": "1", "start_date": "2023-09-04"}, {"child_id": "1", "start_date": "2024-09-02"}],
)  # fmt: skip
def spells_overlap(held: Held) -> pl.DataFrame:
    """Spells that begin inside another of the child."""
    return overlapping(held["register"].drop_nulls("child_id"), ["child_id"], "start_date", "end_date")


@check(
    "EHE-104", "register", "birth_date", WARNING,
    rule="Home education is counted for children of school age: it begins between 4 and 16 years.",
    remedy="Correct the date of birth or of the beginning.",
    passing=[{"child_id": "1", "birth_date": "2014-05-01", "start_date": "2024-09-02"}],
    failing=[{"child_id": "1", "birth_date": "2023-05-01", "start_date": "2024-09-02"}],
)  # fmt: skip
def of_other_age(held: Held) -> pl.DataFrame:
    """Beginnings before the fourth or after the seventeenth birthday."""
    begun = pl.col("start_date")
    return failing(held["register"], (begun < birthday("birth_date", 4)) | (begun >= birthday("birth_date", 17)))


@check(
    "EHE-105", "register", "end_date", WARNING,
    rule="Home education has ended once a child is past 17.",
    remedy="Give the day it ended: the end of compulsory schooling at the latest.",
    passing=[{"child_id": "1", "birth_date": "2010-05-01", "start_date": "2024-09-02"}],
    failing=[{"child_id": "1", "birth_date": "2006-05-01", "start_date": "2020-09-02"}],
)  # fmt: skip
def open_as_adult(held: Held) -> pl.DataFrame:
    """Open spells of those who had turned 17 by the day the list was made."""
    grown = birthday("birth_date", 17) < held.last
    return failing(held["register"], pl.col("end_date").is_null() & grown)


@check(
    "EHE-106", "register", "upn", WARNING,
    rule="A UPN has 13 characters: a letter, eleven digits, and a digit or letter.",
    remedy="Correct the UPN, or leave it blank.",
    passing=[{"child_id": "1", "upn": "H801200001001"}],
    failing=[{"child_id": "1", "upn": "801200001001"}],
)  # fmt: skip
def upn_not_a_upn(held: Held) -> pl.DataFrame:
    """UPNs that are not written as one."""
    return failing(held["register"], upn_written_wrong("upn"))


@check(
    "EHE-107", "register", "upn", WARNING,
    rule="The first letter of a UPN agrees with its other characters (it is a check letter).",
    remedy="A digit was probably mistyped: correct the UPN.",
    passing=[{"child_id": "1", "upn": "H801200001001"}],
    failing=[{"child_id": "1", "upn": "B801200001001"}],
)  # fmt: skip
def upn_check_letter(held: Held) -> pl.DataFrame:
    """Permanent UPNs whose check letter does not agree."""
    return failing(held["register"], upn_letter_wrong("upn"))


@check(
    "EHE-108", "register", "upn", WARNING,
    rule="No two children have the same UPN.",
    remedy="Find out whose UPN it is; if the rows are of one child, give them one number.",
    passing=[{"child_id": "1", "upn": "H801200001001"}, {"child_id": "2"}],
    failing=[{"child_id": "1", "upn": "H801200001001"}, {"child_id": "2", "upn": "H801200001001"}],
)  # fmt: skip
def upn_of_two_children(held: Held) -> pl.DataFrame:
    """Every row whose UPN another child has too."""
    known = held["register"].drop_nulls(["child_id", "upn"])
    return known.filter(pl.col("child_id").n_unique().over("upn") > 1)


@check(
    "EHE-109", "register", "start_date", WARNING,
    rule="A child begins home education once on a day.",
    remedy="Remove the repeated row: each row counts.",
    passing=[{"child_id": "1", "start_date": "2024-09-02"}, {"child_id": "2", "start_date": "2024-09-02"}],
    failing=[
        {"child_id": "1", "start_date": "2024-09-02", "end_date": "2024-09-02"},
        {"child_id": "1", "start_date": "2024-09-02"},
    ],
)  # fmt: skip
def begins_twice(held: Held) -> pl.DataFrame:
    """The second and later spells that begin on the same day. Those that overlap are EHE-103."""
    again = repeated(held["register"], ["child_id", "start_date"])
    return again.join(spells_overlap(held), on="_at", how="anti")


@check(
    "EHE-201", "aggregate", "count", ERROR,
    rule="A number of children is not negative.",
    remedy="Correct the figure.",
    passing=[{"place": "831", "measure": "census-day", "count": "410"}],
    failing=[{"place": "831", "measure": "census-day", "count": "-1"}],
)  # fmt: skip
def fewer_than_none(held: Held) -> pl.DataFrame:
    """Figures below 0."""
    return failing(held["aggregate"], pl.col("count") < 0)


@check(
    "EHE-202", "aggregate", "count", WARNING,
    rule="No fewer children are educated at home at any time of a period than on its census day.",
    remedy="Check the figures: one of them may stand in the wrong column.",
    passing=[
        {"place": "831", "on": "2025-01-16", "measure": "census-day", "count": "410"},
        {"place": "831", "on": "2025-01-16", "measure": "any-time", "count": "500"},
    ],
    failing=[
        {"place": "831", "on": "2025-01-16", "measure": "census-day", "count": "410"},
        {"place": "831", "on": "2025-01-16", "measure": "any-time", "count": "300"},
    ],
)  # fmt: skip
def fewer_any_time_than_on_day(held: Held) -> pl.DataFrame:
    """Figures of any time below those of the census day, of the same children and the same period."""
    key = ["place", "on", "breakdown"]
    alike = [pl.col("place"), pl.col("on"), pl.col("breakdown").fill_null("")]
    rows = held["aggregate"].with_columns(alike)
    on_day = rows.filter(pl.col("measure") == "census-day").select(*key, pl.col("count").alias("_on_day"))
    ever = rows.filter(pl.col("measure") == "any-time").join(on_day, on=key, how="left", maintain_order="left")
    return failing(ever, pl.col("count") < pl.col("_on_day"))
