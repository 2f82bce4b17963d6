"""CIN census: the file as a whole against its own header, and this year's census against last year's."""

from datetime import timedelta
from typing import Final

import polars as pl

from riia.indicators.checks.held import Held, failing, whole
from riia.indicators.checks.registry import ERROR, WARNING, check

_MANY: Final = 20
_BUSY_YEAR: Final = 600
"""Referrals in a year from which on a month without any is a gap in the export, not chance."""


@check(
    "CIN-801", "CINdetails", "CINreferralDate", ERROR,
    rule="The referrals in a census are of the year that its header names: some in it, hardly any after it.",
    remedy="Correct the year and reference date in the header, or export the right year.",
    passing=[{"LAchildID": f"A{number}", "CINreferralDate": "2024-06-03"} for number in range(20)],
    failing=[{"LAchildID": f"A{number}", "CINreferralDate": "2025-06-03"} for number in range(20)],
)  # fmt: skip
def header_of_another_year(held: Held) -> pl.DataFrame:
    """The episodes as a whole, when none was referred in the year, or more were after it than in it."""
    referred = held["CINdetails"].drop_nulls("CINreferralDate")
    within = referred.filter(pl.col("CINreferralDate").is_between(held.first, held.last)).height
    after = referred.filter(pl.col("CINreferralDate") > held.last).height
    return whole(referred, when=referred.height >= _MANY and (within == 0 or after > within))


@check(
    "CIN-802", "CINdetails", "CINreferralDate", WARNING,
    rule="A council with many referrals has some in every month of the year.",
    remedy="Check that the export is whole: a month is missing.",
    passing=[
        {"LAchildID": f"A{number}", "CINreferralDate": f"{2024 + (number % 12 < 3)}-{number % 12 + 1:02}-05"}
        for number in range(600)
    ],
    failing=[{"LAchildID": f"A{number}", "CINreferralDate": "2024-06-03"} for number in range(600)],
)  # fmt: skip
def month_without_referral(held: Held) -> pl.DataFrame:
    """The episodes as a whole, when a month of a busy year has no referral; a file made in October ends there."""
    inside = held["CINdetails"].filter(pl.col("CINreferralDate").is_between(held.first, held.last))
    months = inside["CINreferralDate"].dt.month().n_unique()
    after = held.until + timedelta(days=1)
    over = (after.year - held.first.year) * 12 + after.month - held.first.month
    return whole(inside, when=inside.height >= _BUSY_YEAR and months < over)


@check(
    "CIN-901", "Child", "PersonBirthDate", WARNING, years=True,
    rule="A child has the same date of birth in every year's census.",
    remedy="Find out which is right; if these are two children, one of them needs another ID.",
    passing=[
        {"_file": "older", "LAchildID": "A1", "PersonBirthDate": "2015-05-01"},
        {"_file": "newer", "LAchildID": "A1", "PersonBirthDate": "2015-05-01"},
    ],
    failing=[
        {"_file": "older", "LAchildID": "A1", "PersonBirthDate": "2015-05-01"},
        {"_file": "newer", "LAchildID": "A1", "PersonBirthDate": "2015-01-05"},
    ],
)  # fmt: skip
def birth_changed(held: Held) -> pl.DataFrame:
    """Children in the newest census whose date of birth was another before."""
    return _changed(held, "PersonBirthDate")


@check(
    "CIN-902", "Child", "UPN", WARNING, years=True,
    rule="A child has the same UPN in every year's census, or the earlier one as its former UPN.",
    remedy="Find out which is right; if these are two children, one of them needs another ID.",
    passing=[
        {"_file": "older", "LAchildID": "A1", "UPN": "H801200001001"},
        {"_file": "newer", "LAchildID": "A1", "UPN": "H801200001001"},
    ],
    failing=[
        {"_file": "older", "LAchildID": "A1", "UPN": "H801200001001"},
        {"_file": "newer", "LAchildID": "A1", "UPN": "A801200001008"},
    ],
)  # fmt: skip
def upn_changed(held: Held) -> pl.DataFrame:
    """Children in the newest census whose UPN was another before, and is not given as the former one."""
    changed = _changed(held, "UPN")
    return changed.filter(pl.col("FormerUPN").is_null() | ~pl.col("FormerUPN").is_in(pl.col("_before")))


@check(
    "CIN-903", "CINdetails", "CINclosureDate", WARNING, years=True,
    rule="An episode that was open at the end of one census is in the next.",
    remedy="Find the episode: if it was closed, the closure belongs in the next census.",
    passing=[
        {"_file": "older", "LAchildID": "A1", "CINreferralDate": "2024-02-01", "ReferralNFA": "0"},
        {"_file": "newer", "LAchildID": "A1", "CINreferralDate": "2024-02-01", "ReferralNFA": "0"},
    ],
    failing=[
        {"_file": "older", "LAchildID": "A1", "CINreferralDate": "2024-02-01", "ReferralNFA": "0"},
        {"_file": "newer", "LAchildID": "A2", "CINreferralDate": "2024-05-01", "ReferralNFA": "0"},
    ],
)  # fmt: skip
def episode_lost(held: Held) -> pl.DataFrame:
    """Episodes open in the census of the year before the newest, which the newest does not have."""
    # Referrals with no further action are of their own year only.
    kept = pl.col("CINclosureDate").is_null() & pl.col("ReferralNFA").not_()
    return _lost(held, "CINdetails", "CINreferralDate", kept)


@check(
    "CIN-904", "ChildProtectionPlans", "CPPendDate", WARNING, years=True,
    rule="A child protection plan that was open at the end of one census is in the next.",
    remedy="Find the plan: if it has ended, the end belongs in the next census.",
    passing=[
        {"_file": "older", "LAchildID": "A1", "CPPstartDate": "2024-02-01"},
        {"_file": "newer", "LAchildID": "A1", "CPPstartDate": "2024-02-01", "CPPendDate": "2024-07-01"},
    ],
    failing=[
        {"_file": "older", "LAchildID": "A1", "CPPstartDate": "2024-02-01"},
        {"_file": "newer", "LAchildID": "A2", "CPPstartDate": "2024-05-01"},
    ],
)  # fmt: skip
def plan_lost(held: Held) -> pl.DataFrame:
    """Plans open in the census of the year before the newest, which the newest does not have."""
    return _lost(held, "ChildProtectionPlans", "CPPstartDate", pl.col("CPPendDate").is_null())


def _changed(held: Held, column: str) -> pl.DataFrame:
    rows = held["Child"].drop_nulls(["LAchildID", column])
    newest = rows.filter(pl.col("_file") == held.files[-1].name)
    before = rows.filter(pl.col("_file") != held.files[-1].name)
    earlier = before.group_by("LAchildID").agg(pl.col(column).alias("_before"))
    both = newest.join(earlier, on="LAchildID", maintain_order="left")
    return failing(both, ~pl.col(column).is_in(pl.col("_before")))


def _lost(held: Held, table: str, start: str, still_open: pl.Expr) -> pl.DataFrame:
    last_year = [file.name for file in held.files if file.year is not None and file.year + 1 == held.year]
    rows = held[table]
    # Of several files of one year the last is the one that stands.
    older = failing(rows.filter(pl.col("_file") == last_year[-1]) if last_year else rows.head(0), still_open)
    newest = rows.filter(pl.col("_file") == held.files[-1].name)
    return older.join(newest, on=["LAchildID", start], how="anti")
