"""CIN census: pupil numbers (UPNs), former ones, and why there is none."""

from datetime import date
from typing import Final

import polars as pl

from riia.indicators.checks.held import Held, failing
from riia.indicators.checks.pupil_numbers import upn_council_wrong, upn_letter_wrong, upn_written_wrong
from riia.indicators.checks.registry import ERROR, WARNING, check

_CHILD: Final = ("_child",)
_BY_SUMMER: Final = 2025
"""The census from which on a child is of school age by the next school year, not by the end of the census year."""


@check(
    "CIN-110", "Child", "UPN", ERROR, echoes="1540, 1550",
    rule="A UPN has 13 characters: a letter, eleven digits, and a digit or letter.",
    remedy="Correct the UPN from the school's record, or leave it blank and give the reason in UPNunknown.",
    passing=[{"LAchildID": "A1", "UPN": "H801200001001"}],
    failing=[{"LAchildID": "A1", "UPN": "H80120000100"}],
)  # fmt: skip
def upn_not_a_upn(held: Held) -> pl.DataFrame:
    """UPNs that are not written as one."""
    return failing(held["Child"], upn_written_wrong("UPN"))


@check(
    "CIN-111", "Child", "UPN", ERROR, echoes="1510",
    rule="The first letter of a UPN agrees with its other characters (it is a check letter).",
    remedy="A digit was probably mistyped: correct the UPN from the school's record.",
    passing=[{"LAchildID": "A1", "UPN": "H801200001001"}],
    failing=[{"LAchildID": "A1", "UPN": "B801200001001"}],
)  # fmt: skip
def upn_check_letter(held: Held) -> pl.DataFrame:
    """Permanent UPNs whose check letter does not agree."""
    return failing(held["Child"], upn_letter_wrong("UPN"))


@check(
    "CIN-112", "Child", "UPN", ERROR, echoes="1520",
    rule="No two children have the same UPN.",
    remedy="Find out whose UPN it is; if the records are of one child, merge them.",
    passing=[{"LAchildID": "A1", "UPN": "H801200001001"}, {"LAchildID": "A2", "UPN": None}],
    failing=[{"LAchildID": "A1", "UPN": "H801200001001"}, {"LAchildID": "A2", "UPN": "H801200001001"}],
)  # fmt: skip
def upn_of_two_children(held: Held) -> pl.DataFrame:
    """Every child whose UPN another child has too."""
    shared = pl.col("UPN").is_not_null() & (pl.col("LAchildID").n_unique().over("UPN") > 1)
    return failing(held["Child"], shared)


@check(
    "CIN-113", "Child", "FormerUPN", WARNING, echoes="1560Q",
    rule="A former UPN is written as a UPN: a letter, eleven digits, and a digit or letter.",
    remedy="Correct the former UPN or leave it blank.",
    passing=[{"LAchildID": "A1", "FormerUPN": "H801200001001"}],
    failing=[{"LAchildID": "A1", "FormerUPN": "none"}],
)  # fmt: skip
def former_upn_not_a_upn(held: Held) -> pl.DataFrame:
    """Former UPNs that are not written as one."""
    return failing(held["Child"], upn_written_wrong("FormerUPN"))


@check(
    "CIN-114", "Child", "UPNunknown", WARNING,
    rule="A child has either a UPN or a reason why it is not known, not both.",
    remedy="Take the reason out if the UPN is right.",
    passing=[{"LAchildID": "A1", "UPN": "H801200001001"}, {"LAchildID": "A2", "UPNunknown": "UN3"}],
    failing=[{"LAchildID": "A1", "UPN": "H801200001001", "UPNunknown": "UN3"}],
)  # fmt: skip
def upn_known_and_unknown(held: Held) -> pl.DataFrame:
    """Children with a UPN and a reason for having none."""
    return held["Child"].filter(pl.col("UPN").is_not_null() & pl.col("UPNunknown").is_not_null())


@check(
    "CIN-115", "Child", "UPN", WARNING, echoes="8770Q",
    rule="A child of school age whose referral led to action has a UPN, or a reason why not; UN1 (too young) is none.",
    remedy="Look the UPN up with the school, or give a UPNunknown code that fits.",
    passing={
        "Child": [{"LAchildID": "A1", "PersonBirthDate": "2015-05-01", "UPNunknown": "UN3"}],
        "CINdetails": [{"LAchildID": "A1", "ReferralNFA": "0"}],
    },
    failing={
        "Child": [
            {"LAchildID": "A1", "PersonBirthDate": "2015-05-01"},
            {"LAchildID": "A2", "PersonBirthDate": "2015-05-01", "UPNunknown": "UN1"},
        ],
        "CINdetails": [{"LAchildID": "A1", "ReferralNFA": "0"}, {"LAchildID": "A2", "ReferralNFA": "0"}],
    },
)  # fmt: skip
def upn_missing_at_school_age(held: Held) -> pl.DataFrame:
    """Children of six by the 31 August after the census (until 2024: over six at its end), without UPN or reason."""
    by_summer = date(held.last.year - 6, 8, 31)
    oldest = by_summer if (held.year or _BY_SUMMER) >= _BY_SUMMER else date(held.last.year - 6, 3, 30)
    acted_on = held["CINdetails"].filter(pl.col("ReferralNFA").not_())
    no_reason = pl.col("UPNunknown").is_null() | (pl.col("UPNunknown") == "UN1")
    bare = pl.col("UPN").is_null() & no_reason & (pl.col("PersonBirthDate") <= oldest)
    return failing(held["Child"], bare).join(acted_on, on=_CHILD, how="semi")


@check(
    "CIN-116", "Child", "UPNunknown", ERROR, echoes="8772",
    rule="UN7 (no UPN because the referral led nowhere) is used only when all of the child's referrals led nowhere.",
    remedy="Give the UPN, or the reason that fits.",
    passing={
        "Child": [{"LAchildID": "A1", "UPNunknown": "UN7"}],
        "CINdetails": [{"LAchildID": "A1", "ReferralNFA": "1"}],
    },
    failing={
        "Child": [{"LAchildID": "A1", "UPNunknown": "UN7"}],
        "CINdetails": [{"LAchildID": "A1", "ReferralNFA": "0"}],
    },
)  # fmt: skip
def upn_reason_not_of_nfa(held: Held) -> pl.DataFrame:
    """Children with UN7 and a referral that went on."""
    acted_on = held["CINdetails"].filter(pl.col("ReferralNFA").not_())
    return failing(held["Child"], pl.col("UPNunknown") == "UN7").join(acted_on, on=_CHILD, how="semi")


@check(
    "CIN-117", "Child", "UPN", ERROR, echoes="1530",
    rule="The second to fourth character of a UPN are the number of a council that gives UPNs, or gave them.",
    remedy="Correct the UPN from the school's record, or leave it blank and give the reason in UPNunknown.",
    passing=[{"LAchildID": "A1", "UPN": "H801200001001"}],
    failing=[{"LAchildID": "A1", "UPN": "H999200001001"}],
)  # fmt: skip
def upn_of_no_council(held: Held) -> pl.DataFrame:
    """UPNs that are written right and begin with no council's number."""
    return failing(held["Child"], upn_council_wrong("UPN"))
