"""SSDA903: adoption and permanence against the episodes: decisions, orders, matches, and what came of them."""

from typing import Final

import polars as pl

from riia.indicators.checks.held import Held, failing
from riia.indicators.checks.lac_episodes import chain
from riia.indicators.checks.registry import ERROR, WARNING, check

_CHILD: Final = ("CHILD",)
_ADOPTED: Final = ("E11", "E12")
_ADOPTIVE: Final = ("A3", "A4", "A5", "A6")
_COUPLES: Final = {
    "L11": ("MF",), "L12": ("MM", "FF"), "L2": ("MM", "FF", "MF"), "L3": ("MF",), "L4": ("MM", "FF"),
}  # fmt: skip
_IN_CARE: Final = {"CHILD": "1", "DECOM": "2023-06-01", "RNE": "S", "LS": "E1", "PLACE": "U6"}
_ADOPTION: Final = {**_IN_CARE, "PLACE": "A6", "DEC": "2024-06-03", "REC": "E12"}


@check(
    "LAC-507", "ad1", "SEX_ADOPTR", ERROR, echoes="517, 518, 519, 520, 524",
    rule="The sex of a couple fits its legal status: L11 and L3 MF, L12 and L4 MM or FF, L2 a couple.",
    remedy="Correct the legal status or the sex of the adopters.",
    passing=[{"CHILD": "1", "LS_ADOPTR": "L12", "SEX_ADOPTR": "FF"}],
    failing=[{"CHILD": "1", "LS_ADOPTR": "L12", "SEX_ADOPTR": "MF"}],
)  # fmt: skip
def couple_does_not_fit(held: Held) -> pl.DataFrame:
    """Couples of another sex than the status says."""
    unlike = [
        (pl.col("LS_ADOPTR") == status) & ~pl.col("SEX_ADOPTR").is_in(sexes) for status, sexes in _COUPLES.items()
    ]
    return held["ad1"].filter(pl.any_horizontal(one.fill_null(value=False) for one in unlike))


@check(
    "LAC-508", "ad1", "CHILD", ERROR, echoes="134",
    rule="Nobody is in AD1 and in the care leavers' return (OC3) of one year.",
    remedy="Take the child out of the one that does not fit.",
    passing={"ad1": [{"CHILD": "1"}], "oc3": [{"CHILD": "2"}]},
    failing={"ad1": [{"CHILD": "1"}], "oc3": [{"CHILD": "1"}]},
)  # fmt: skip
def adopted_care_leaver(held: Held) -> pl.DataFrame:
    """AD1 rows of care leavers."""
    return held["ad1"].join(held["oc3"], on=_CHILD, how="semi")


@check(
    "LAC-509", "ad1", "FOSTER_CARE", ERROR, echoes="335",
    rule="A child adopted by its foster carer (1) was placed with the current carer (A3, A5), others (0) were not.",
    remedy="Correct the answer or the last placement.",
    passing={"episodes": [_ADOPTION], "ad1": [{"CHILD": "1", "FOSTER_CARE": "0"}]},
    failing={"episodes": [_ADOPTION], "ad1": [{"CHILD": "1", "FOSTER_CARE": "1"}]},
)  # fmt: skip
def carer_or_not(held: Held) -> pl.DataFrame:
    """AD1 rows that say other than the placement from which the child was adopted."""
    ends = failing(held["episodes"], pl.col("REC").is_in(_ADOPTED)).unique("CHILD", keep="last", maintain_order=True)
    both = held["ad1"].join(ends.select("CHILD", "PLACE"), on=_CHILD, maintain_order="left")
    by_carer = pl.col("PLACE").is_in(["A3", "A5"])
    by_others = pl.col("PLACE").is_in(["A4", "A6"])
    return failing(both, (by_carer & ~pl.col("FOSTER_CARE")) | (by_others & pl.col("FOSTER_CARE")))


@check(
    "LAC-510", "ad1", "DATE_MATCH", WARNING, since=2023, echoes="582",
    rule="A child is not adopted on the day of the match.",
    remedy="Correct one of the dates: the match is made before the child moves in.",
    passing={"episodes": [_ADOPTION], "ad1": [{"CHILD": "1", "DATE_MATCH": "2023-06-03"}]},
    failing={"episodes": [_ADOPTION], "ad1": [{"CHILD": "1", "DATE_MATCH": "2024-06-03"}]},
)  # fmt: skip
def adopted_when_matched(held: Held) -> pl.DataFrame:
    """AD1 rows whose match is on the day care ended with adoption."""
    ends = failing(held["episodes"], pl.col("REC").is_in(_ADOPTED)).select("CHILD", "DEC").drop_nulls()
    return held["ad1"].join(ends, left_on=["CHILD", "DATE_MATCH"], right_on=["CHILD", "DEC"], how="semi")


@check(
    "LAC-519", "ad1", "DATE_MATCH", ERROR, echoes="331",
    rule="A child is matched before it is placed for adoption (A3 to A6), or on that day.",
    remedy="Correct the date of the match, or of the placement.",
    passing={"episodes": [_ADOPTION], "ad1": [{"CHILD": "1", "DATE_MATCH": "2023-05-03"}]},
    failing={"episodes": [_ADOPTION], "ad1": [{"CHILD": "1", "DATE_MATCH": "2023-09-04"}]},
)  # fmt: skip
def placed_before_match(held: Held) -> pl.DataFrame:
    """AD1 rows whose match comes after the last placement for adoption began."""
    placed = failing(chain(held), pl.col("PLACE").is_in(_ADOPTIVE) & ~_goes_on())
    began = placed.group_by("CHILD").agg(pl.col("DECOM").max().alias("_placed"))
    return failing(held["ad1"].join(began, on=_CHILD, maintain_order="left"), pl.col("DATE_MATCH") > pl.col("_placed"))


@check(
    "LAC-522", "placed_for_adoption", "DATE_PLACED", ERROR, echoes="1003",
    rule="It is not decided before a child came into care that it should be placed for adoption.",
    remedy="Correct the date of the decision, or of the start.",
    passing={"episodes": [_IN_CARE], "placed_for_adoption": [{"CHILD": "1", "DATE_PLACED": "2023-09-04"}]},
    failing={"episodes": [_IN_CARE], "placed_for_adoption": [{"CHILD": "1", "DATE_PLACED": "2023-05-04"}]},
)  # fmt: skip
def decided_before_care(held: Held) -> pl.DataFrame:
    """Decisions before the first start in the return."""
    starts = (
        failing(held["episodes"], pl.col("RNE") == "S").group_by("CHILD").agg(pl.col("DECOM").min().alias("_first"))
    )
    both = held["placed_for_adoption"].join(starts, on=_CHILD, maintain_order="left")
    return failing(both, pl.col("DATE_PLACED") < pl.col("_first"))


@check(
    "LAC-523", "placed_for_adoption", "DATE_PLACED", ERROR, echoes="117, 118",
    rule="Decisions on adoption are made by 31 March while the child is in care, and reversed in the year.",
    remedy="Correct the date, or leave out what belongs to another return.",
    passing={"episodes": [_IN_CARE], "placed_for_adoption": [{"CHILD": "1", "DATE_PLACED": "2023-09-04"}]},
    failing={"episodes": [_ADOPTION], "placed_for_adoption": [{"CHILD": "1", "DATE_PLACED": "2024-09-04"}]},
)  # fmt: skip
def decided_at_another_time(held: Held) -> pl.DataFrame:
    """Decisions or reversals after the year or after care ended, and reversals before the year or before care."""
    last = pl.col("DECOM") == pl.col("DECOM").max().over(*_CHILD)
    left = failing(held["episodes"], last & (pl.col("REC") != "X1")).group_by("CHILD").agg(pl.col("DEC").max())
    care = held["episodes"].filter(~pl.col("LS").is_in(["V3", "V4"]).fill_null(value=False))
    came = care.group_by("CHILD").agg(pl.col("DECOM").min().alias("_came"))
    both = held["placed_for_adoption"].join(left, on=_CHILD, how="left", maintain_order="left")
    both = both.join(came, on=_CHILD, how="left", maintain_order="left")
    made, ended = pl.col("DATE_PLACED"), pl.col("DATE_PLACED_CEASED")
    late = [(day > held.last) | (day > pl.col("DEC")) for day in (made, ended)]
    wrong = [*late, ended < held.first, ended < pl.col("_came")]
    return both.filter(pl.any_horizontal(one.fill_null(value=False) for one in wrong))


@check(
    "LAC-524", "episodes", "DECOM", ERROR, echoes="552, 554",
    rule="It is decided that a child should be placed for adoption before the order is made and before it is placed.",
    remedy="Correct the date of the decision, of the order (E1) or of the placement (A3 to A6).",
    passing={"episodes": [_ADOPTION], "placed_for_adoption": [{"CHILD": "1", "DATE_PLACED": "2023-05-04"}]},
    failing={"episodes": [_ADOPTION], "placed_for_adoption": [{"CHILD": "1", "DATE_PLACED": "2023-09-04"}]},
)  # fmt: skip
def placed_before_decision(held: Held) -> pl.DataFrame:
    """The first adoptive placement, or first episode under a placement order, that begins before the last decision."""
    decisions = held["placed_for_adoption"].group_by("CHILD").agg(pl.col("DATE_PLACED").max().alias("_decided"))
    rows = chain(held).join(decisions, on=_CHILD, maintain_order="left")
    kinds = (pl.col("PLACE").is_in(_ADOPTIVE), pl.col("LS") == "E1")
    found = [failing(rows, kind).unique("CHILD", keep="first", maintain_order=True) for kind in kinds]
    return failing(pl.concat(found), pl.col("DECOM") < pl.col("_decided"))


@check(
    "LAC-525", "episodes", "LS", ERROR, echoes="553, 555",
    rule="A child with a placement order (E1), or freed for adoption (D1), has a decision that it should be placed.",
    remedy="Add the decision to placed_for_adoption.",
    passing={"episodes": [_IN_CARE], "placed_for_adoption": [{"CHILD": "1", "DATE_PLACED": "2023-05-04"}]},
    failing={"episodes": [_IN_CARE], "placed_for_adoption": []},
)  # fmt: skip
def order_without_decision(held: Held) -> pl.DataFrame:
    """Episodes under such an order of children without a decision."""
    decided = held["placed_for_adoption"].drop_nulls("DATE_PLACED")
    return failing(held["episodes"], pl.col("LS").is_in(["D1", "E1"])).join(decided, on=_CHILD, how="anti")


@check(
    "LAC-526", "episodes", "REC", ERROR, echoes="557",
    rule="A child who leaves an adoptive placement (A3 to A6), or an order (E1), without adoption: the decision ended.",
    remedy="Give the day and the reason in placed_for_adoption, or correct the reason for leaving care.",
    passing={
        "episodes": [{**_ADOPTION, "REC": "E4A"}],
        "placed_for_adoption": [{"CHILD": "1", "DATE_PLACED_CEASED": "2024-06-03", "REASON_PLACED_CEASED": "RD1"}],
    },
    failing={
        "episodes": [{**_ADOPTION, "REC": "E4A"}],
        "placed_for_adoption": [{"CHILD": "1", "DATE_PLACED": "2023-05-04"}],
    },
)  # fmt: skip
def decision_left_open(held: Held) -> pl.DataFrame:
    """Ends of care from there, other than adoption, of children with a decision that stands or none."""
    left = pl.col("REC").is_not_null() & ~pl.col("REC").is_in([*_ADOPTED, "X1"])
    there = pl.col("PLACE").is_in(_ADOPTIVE) | (pl.col("LS") == "E1")
    ended = ("DATE_PLACED_CEASED", "REASON_PLACED_CEASED")
    given = held["placed_for_adoption"].with_columns(
        _over=pl.all_horizontal(pl.col(one).is_not_null() for one in ended)
    )
    settled = given.group_by("CHILD").agg(pl.col("_over").all()).filter("_over")
    return failing(held["episodes"], there & left).join(settled, on=_CHILD, how="anti")


@check(
    "LAC-527", "episodes", "CHILD", WARNING, echoes="630",
    rule="Each child who came into care in the year is in previous_permanence, with an order's date and council.",
    remedy="Add the child: Z1 where there was no permanence before.",
    passing={
        "episodes": [{**_IN_CARE, "DECOM": "2024-06-03"}],
        "previous_permanence": [{"CHILD": "1", "PREV_PERM": "Z1"}],
    },
    failing={"episodes": [{**_IN_CARE, "DECOM": "2024-06-03"}], "previous_permanence": []},
)  # fmt: skip
def permanence_not_told(held: Held) -> pl.DataFrame:
    """Starts in the year of children who are not in the table, or half."""
    order = pl.col("LA_PERM").is_not_null() & pl.col("DATE_PERM").is_not_null()
    told = failing(
        held["previous_permanence"], (pl.col("PREV_PERM") == "Z1") | (pl.col("PREV_PERM").is_not_null() & order)
    )
    started = failing(held["episodes"], (pl.col("RNE") == "S") & (pl.col("DECOM") >= held.first))
    return started.join(told, on=_CHILD, how="anti")


def _goes_on() -> pl.Expr:
    """An episode of an adoptive placement that began before it: only the status changed, or the kind of order."""
    return pl.col("_previous_PLACE").is_in(_ADOPTIVE) & pl.col("RNE").is_in(["L", "T", "U"])
