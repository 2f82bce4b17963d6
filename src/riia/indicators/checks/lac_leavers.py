"""SSDA903: who is in the care leavers' return (OC3), and who cannot be."""

from typing import Final

import polars as pl

from riia.indicators.checks.held import Held, birthday, failing
from riia.indicators.checks.registry import ERROR, check

_CHILD: Final = ("CHILD",)
_17: Final = {"CHILD": "1", "DOB": "2007-06-01", "IN_TOUCH": "YES", "ACTIV": "F1", "ACCOM": "U1"}


@check(
    "LAC-447", "oc3", "ACCOM", ERROR, echoes="3001",
    rule="Who turned 17 in the year does not live with a former foster carer (Z1, Z2).",
    remedy="Correct the accommodation: staying with the carer begins at 18.",
    passing=[_17],
    failing=[{**_17, "DOB": "2007-06-01", "ACCOM": "Z1"}],
)  # fmt: skip
def former_carer_at_17(held: Held) -> pl.DataFrame:
    """Z1 or Z2 of young people whose 17th birthday lies in the year."""
    turned = birthday("DOB", 17).is_between(held.first, held.last)
    return failing(held["oc3"], pl.col("ACCOM").is_in(["Z1", "Z2"]) & turned)


@check(
    "LAC-448", "oc3", "ACCOM", ERROR, since=2024, echoes="347",
    rule="A young person under 18 on 31 March does not live in a foyer (T1, T2).",
    remedy="Correct the accommodation or the date of birth.",
    passing=[{**_17, "DOB": "2005-06-01", "ACCOM": "T1"}],
    failing=[{**_17, "ACCOM": "T1"}],
)  # fmt: skip
def foyer_under_18(held: Held) -> pl.DataFrame:
    """T1 or T2 before the 18th birthday."""
    return failing(held["oc3"], pl.col("ACCOM").is_in(["T1", "T2"]) & (birthday("DOB", 18) > held.last))


@check(
    "LAC-449", "oc3", "CHILD", ERROR, echoes="1007, 1016",
    rule="Who was looked after on the 17th or 18th birthday in the year is not in OC3, short breaks aside.",
    remedy="Leave the young person out of OC3 until the next birthday, or correct the episodes.",
    passing={
        "oc3": [_17], "episodes": [{"CHILD": "1", "DECOM": "2022-06-01", "DEC": "2024-05-20", "REC": "E6", "LS": "C2"}],
    },
    failing={"oc3": [_17], "episodes": [{"CHILD": "1", "DECOM": "2022-06-01", "LS": "C2"}]},
)  # fmt: skip
def still_looked_after(held: Held) -> pl.DataFrame:
    """OC3 rows of those in care on the day they turned 17 or 18."""
    spans = held["episodes"].filter(~pl.col("LS").is_in(["V3", "V4"]).fill_null(value=False))
    both = held["oc3"].join(spans.select("CHILD", "DECOM", "DEC"), on=_CHILD)
    in_care = []
    for age in (17, 18):
        day = birthday("DOB", age)
        covered = (pl.col("DECOM") <= day) & (pl.col("DEC").is_null() | (pl.col("DEC") > day))
        in_care.append(day.is_between(held.first, held.last) & covered)
    return failing(both, in_care[0] | in_care[1]).unique("_at", maintain_order=True)


@check(
    "LAC-450", "oc3", "CHILD", ERROR, echoes="1000, 1011",
    rule="Who died in care (E2) or was taken over by another council (E3, as the last end) is not in OC3.",
    remedy="Leave the young person out of OC3, or correct the reason for leaving care.",
    passing={"oc3": [_17], "episodes": [{"CHILD": "1", "DECOM": "2022-06-01", "DEC": "2024-05-20", "REC": "E6"}]},
    failing={"oc3": [_17], "episodes": [{"CHILD": "1", "DECOM": "2022-06-01", "DEC": "2024-05-20", "REC": "E3"}]},
)  # fmt: skip
def gone_for_good(held: Held) -> pl.DataFrame:
    """OC3 rows of those with such an end."""
    last = pl.col("DECOM") == pl.col("DECOM").max().over(*_CHILD)
    gone = failing(held["episodes"], (pl.col("REC") == "E2") | ((pl.col("REC") == "E3") & last))
    return held["oc3"].join(gone, on=_CHILD, how="semi")


@check(
    "LAC-451", "oc3", "IN_TOUCH", ERROR, echoes="153",
    rule="OC3 is answered whole: in touch, activity and accommodation.",
    remedy="Give all three; 0 where the activity or the accommodation is not known.",
    passing=[_17],
    failing=[{"CHILD": "1", "DOB": "2007-06-01", "IN_TOUCH": "NO"}],
)  # fmt: skip
def oc3_half_answered(held: Held) -> pl.DataFrame:
    """OC3 rows with some of the three blank, but not all."""
    blank = [pl.col(one).is_null() for one in ("IN_TOUCH", "ACTIV", "ACCOM")]
    return held["oc3"].filter(pl.any_horizontal(blank) & ~pl.all_horizontal(blank))
