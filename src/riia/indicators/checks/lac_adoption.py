"""SSDA903: adoption (AD1), decisions that a child should be placed for adoption, permanence before care."""

from typing import Final

import polars as pl

from riia.indicators.checks.held import Held, failing, overlapping
from riia.indicators.checks.registry import ERROR, WARNING, check

_CHILD: Final = ("CHILD",)
_ADOPTED: Final = ("E11", "E12")
_ADOPTION: Final = {"CHILD": "1", "DECOM": "2023-06-01", "DEC": "2024-09-02", "REC": "E12", "PLACE": "A6"}


@check(
    "LAC-501", "ad1", "CHILD", ERROR, echoes="602",
    rule="AD1 is for children whose care ended with adoption (E11, E12) in the year.",
    remedy="Correct the reason for leaving care, or leave the child out of AD1.",
    passing={"episodes": [_ADOPTION], "ad1": [{"CHILD": "1"}]},
    failing={"episodes": [{"CHILD": "1", "DEC": "2024-09-02", "REC": "E4A"}], "ad1": [{"CHILD": "1"}]},
)  # fmt: skip
def ad1_of_others(held: Held) -> pl.DataFrame:
    """AD1 rows without an adoption."""
    return held["ad1"].drop_nulls("CHILD").join(_adoptions(held), on=_CHILD, how="anti")


@check(
    "LAC-502", "episodes", "REC", ERROR, echoes="601",
    rule="Each child whose care ended with adoption in the year is in AD1.",
    remedy="Add the child to AD1.",
    passing={"episodes": [_ADOPTION], "ad1": [{"CHILD": "1"}]},
    failing={"episodes": [_ADOPTION], "ad1": []},
)  # fmt: skip
def adopted_without_ad1(held: Held) -> pl.DataFrame:
    """Adoptions without AD1 row."""
    return _adoptions(held).join(held["ad1"], on=_CHILD, how="anti")


@check(
    "LAC-503", "ad1", "DATE_MATCH", ERROR, echoes="333",
    rule="A child is matched with adopters on or after the day it was decided that it should be placed.",
    remedy="Correct one of the dates.",
    passing=[{"CHILD": "1", "DATE_INT": "2024-01-05", "DATE_MATCH": "2024-03-04"}],
    failing=[{"CHILD": "1", "DATE_INT": "2024-03-05", "DATE_MATCH": "2024-03-04"}],
)  # fmt: skip
def matched_before_decision(held: Held) -> pl.DataFrame:
    """Matches before the decision."""
    return failing(held["ad1"], pl.col("DATE_MATCH") < pl.col("DATE_INT"))


@check(
    "LAC-504", "ad1", "SEX_ADOPTR", ERROR, echoes="511",
    rule="Two adopters are MM, FF or MF.",
    remedy="Correct the number or the sex of the adopters.",
    passing=[{"CHILD": "1", "NB_ADOPTR": "2", "SEX_ADOPTR": "MF"}],
    failing=[{"CHILD": "1", "NB_ADOPTR": "2", "SEX_ADOPTR": "F1"}],
)  # fmt: skip
def two_adopters_of_one(held: Held) -> pl.DataFrame:
    """Two adopters with the code of one."""
    return failing(held["ad1"], (pl.col("NB_ADOPTR") == 2) & pl.col("SEX_ADOPTR").is_in(["M1", "F1"]))


@check(
    "LAC-505", "ad1", "LS_ADOPTR", ERROR, echoes="514",
    rule="A single adopter (L0) is M1 or F1.",
    remedy="Correct the legal status or the sex of the adopters.",
    passing=[{"CHILD": "1", "LS_ADOPTR": "L0", "SEX_ADOPTR": "F1"}],
    failing=[{"CHILD": "1", "LS_ADOPTR": "L0", "SEX_ADOPTR": "MF"}],
)  # fmt: skip
def single_adopter_of_two(held: Held) -> pl.DataFrame:
    """L0 with the code of a couple."""
    return failing(held["ad1"], (pl.col("LS_ADOPTR") == "L0") & ~pl.col("SEX_ADOPTR").is_in(["M1", "F1"]))


@check(
    "LAC-506", "ad1", "SEX_ADOPTR", ERROR, echoes="151",
    rule="AD1 is answered whole: foster carer or not, number, sex and legal status of the adopters.",
    remedy="Give what is missing.",
    passing=[{"CHILD": "1", "FOSTER_CARE": "0", "NB_ADOPTR": "1", "SEX_ADOPTR": "F1", "LS_ADOPTR": "L0"}],
    failing=[{"CHILD": "1", "FOSTER_CARE": "0"}],
)  # fmt: skip
def ad1_half_answered(held: Held) -> pl.DataFrame:
    """AD1 rows with some of these blank."""
    asked = ("FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR")
    return held["ad1"].filter(pl.any_horizontal(pl.col(one).is_null() for one in asked))


@check(
    "LAC-511", "placed_for_adoption", "DATE_PLACED_CEASED", ERROR, echoes="522",
    rule="A decision that a child should be placed for adoption is not reversed before it was made.",
    remedy="Correct one of the dates.",
    passing=[{"CHILD": "1", "DATE_PLACED": "2024-05-01", "DATE_PLACED_CEASED": "2024-09-02"}],
    failing=[{"CHILD": "1", "DATE_PLACED": "2024-10-01", "DATE_PLACED_CEASED": "2024-09-02"}],
)  # fmt: skip
def reversed_before_decision(held: Held) -> pl.DataFrame:
    """Reversals before the decision."""
    return failing(held["placed_for_adoption"], pl.col("DATE_PLACED_CEASED") < pl.col("DATE_PLACED"))


@check(
    "LAC-512", "placed_for_adoption", "REASON_PLACED_CEASED", ERROR, echoes="119",
    rule="A reversed decision has both a date and a reason.",
    remedy="Give what is missing.",
    passing=[{"CHILD": "1", "DATE_PLACED_CEASED": "2024-09-02", "REASON_PLACED_CEASED": "RD1"}],
    failing=[{"CHILD": "1", "DATE_PLACED_CEASED": "2024-09-02"}],
)  # fmt: skip
def reversal_half_recorded(held: Held) -> pl.DataFrame:
    """A date without reason, or a reason without date."""
    rows = held["placed_for_adoption"]
    return rows.filter(pl.col("DATE_PLACED_CEASED").is_null() != pl.col("REASON_PLACED_CEASED").is_null())


@check(
    "LAC-513", "placed_for_adoption", "DATE_PLACED", ERROR, echoes="563",
    rule="A reversed decision has the date on which it was made.",
    remedy="Give the date of the decision.",
    passing=[{"CHILD": "1", "DATE_PLACED": "2024-05-01", "DATE_PLACED_CEASED": "2024-09-02"}],
    failing=[{"CHILD": "1", "DATE_PLACED_CEASED": "2024-09-02"}],
)  # fmt: skip
def reversal_of_nothing(held: Held) -> pl.DataFrame:
    """Reversals without a decision."""
    rows = held["placed_for_adoption"]
    return rows.filter(pl.col("DATE_PLACED_CEASED").is_not_null() & pl.col("DATE_PLACED").is_null())


@check(
    "LAC-514", "placed_for_adoption", "DATE_PLACED", ERROR, echoes="184",
    rule="It is not decided before a child's birth that it should be placed for adoption.",
    remedy="Correct one of the dates.",
    passing=[{"CHILD": "1", "DOB": "2023-05-01", "DATE_PLACED": "2024-05-01"}],
    failing=[{"CHILD": "1", "DOB": "2024-06-01", "DATE_PLACED": "2024-05-01"}],
)  # fmt: skip
def decided_before_birth(held: Held) -> pl.DataFrame:
    """Decisions before the birth."""
    return failing(held["placed_for_adoption"], pl.col("DATE_PLACED") < pl.col("DOB"))


@check(
    "LAC-515", "placed_for_adoption", "DATE_PLACED", ERROR, echoes="579",
    rule="A new decision is not made while the one before it stands.",
    remedy="Give the day on which the earlier decision was reversed, or remove the row that is there twice.",
    passing=[
        {"CHILD": "1", "DATE_PLACED": "2024-05-01", "DATE_PLACED_CEASED": "2024-09-02"},
        {"CHILD": "1", "DATE_PLACED": "2024-12-02"},
    ],
    failing=[{"CHILD": "1", "DATE_PLACED": "2024-05-01"}, {"CHILD": "1", "DATE_PLACED": "2024-12-02"}],
)  # fmt: skip
def decided_twice(held: Held) -> pl.DataFrame:
    """Decisions while an earlier one stands."""
    return overlapping(held["placed_for_adoption"], _CHILD, "DATE_PLACED", "DATE_PLACED_CEASED")


@check(
    "LAC-516", "placed_for_adoption", "DATE_PLACED_CEASED", ERROR, echoes="558, 525",
    rule="A child that was adopted in the year has no reversed decision after which none followed.",
    remedy="Take the reversal out, or correct the reason for leaving care.",
    passing={"episodes": [_ADOPTION], "placed_for_adoption": [{"CHILD": "1", "DATE_PLACED": "2024-01-05"}]},
    failing={
        "episodes": [_ADOPTION],
        "placed_for_adoption": [{"CHILD": "1", "DATE_PLACED": "2024-01-05", "DATE_PLACED_CEASED": "2024-02-05"}],
    },
)  # fmt: skip
def adopted_though_reversed(held: Held) -> pl.DataFrame:
    """A reversed last decision of a child adopted in the year."""
    latest = pl.col("DATE_PLACED") == pl.col("DATE_PLACED").max().over(*_CHILD)
    last = failing(held["placed_for_adoption"], latest & pl.col("DATE_PLACED_CEASED").is_not_null())
    return last.join(_adoptions(held), on=_CHILD, how="semi")


@check(
    "LAC-517", "episodes", "PLACE", ERROR, echoes="551",
    rule="A child placed for adoption (A3 to A6) has a decision that it should be.",
    remedy="Add the decision to placed_for_adoption.",
    passing={"episodes": [_ADOPTION], "placed_for_adoption": [{"CHILD": "1", "DATE_PLACED": "2023-01-05"}]},
    failing={"episodes": [_ADOPTION], "placed_for_adoption": []},
)  # fmt: skip
def placed_without_decision(held: Held) -> pl.DataFrame:
    """Adoptive placements of children without a decision."""
    decided = held["placed_for_adoption"].drop_nulls("DATE_PLACED")
    placed = failing(held["episodes"], pl.col("PLACE").str.contains("^A[3-6]$"))
    return placed.join(decided, on=_CHILD, how="anti")


@check(
    "LAC-518", "ad1", "DATE_INT", WARNING, echoes="523",
    rule="AD1 and placed_for_adoption give the same day of the decision.",
    remedy="Find out which is right.",
    passing={
        "ad1": [{"CHILD": "1", "DATE_INT": "2024-01-05"}],
        "placed_for_adoption": [{"CHILD": "1", "DATE_PLACED": "2024-01-05"}],
    },
    failing={
        "ad1": [{"CHILD": "1", "DATE_INT": "2024-01-05"}],
        "placed_for_adoption": [{"CHILD": "1", "DATE_PLACED": "2024-05-01"}],
    },
)  # fmt: skip
def decisions_differ(held: Held) -> pl.DataFrame:
    """AD1 rows whose day is on none of the child's decisions, where there is one."""
    known = held["placed_for_adoption"].drop_nulls("DATE_PLACED")
    asked = held["ad1"].drop_nulls("DATE_INT").join(known, on=_CHILD, how="semi")
    return asked.join(known, left_on=["CHILD", "DATE_INT"], right_on=["CHILD", "DATE_PLACED"], how="anti")


@check(
    "LAC-521", "previous_permanence", "DATE_PERM", WARNING, echoes="635",
    rule="A child without permanence before (Z1) has no order: no date and no council.",
    remedy="Take the date and the council out, or say which kind of permanence it was.",
    passing=[{"CHILD": "1", "PREV_PERM": "Z1"}],
    failing=[{"CHILD": "1", "PREV_PERM": "Z1", "DATE_PERM": "01/05/2019"}],
)  # fmt: skip
def order_of_none(held: Held) -> pl.DataFrame:
    """Z1 with a date or a council."""
    order = pl.col("DATE_PERM").is_not_null() | pl.col("LA_PERM").is_not_null()
    return failing(held["previous_permanence"], (pl.col("PREV_PERM") == "Z1") & order)


def _adoptions(held: Held) -> pl.DataFrame:
    """Episodes that ended with adoption in the year."""
    within = pl.col("DEC").is_between(held.first, held.last)
    return failing(held["episodes"], pl.col("REC").is_in(_ADOPTED) & within)
