"""SSDA903: this year's return and last year's, which tell of the same children."""

from typing import Final

import polars as pl

from riia.indicators.checks.held import AT, COLUMN, Held, failing
from riia.indicators.checks.registry import ERROR, NOTE, WARNING, Example, Row, check

_CHILD: Final = ("CHILD",)
_SAME: Final = ("RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "URN")
_RECODED: Final = {2024: ("H5", "K3"), 2026: ("Z1", "Z11", "Z12", "Z13", "Z14")}
"""Kinds of placement that got new codes in a year."""
_OPEN: Final = {"DECOM": "2023-05-01", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U6"}


def _twice(before: Row, after: Row) -> list[Row]:
    return [{"_file": "older", "CHILD": "1", **before}, {"_file": "newer", "CHILD": "1", **after}]


def _both(table: str, before: Row, after: Row) -> Example:
    return {table: _twice(before, after)}


@check(
    "LAC-901", "header", "DOB", WARNING, years=True, echoes="203",
    rule="A child has the same date of birth in every year's return.",
    remedy="Find out which is right; if these are two children, one of them needs another ID.",
    passing=_both("header", {"DOB": "2015-05-01"}, {"DOB": "2015-05-01"}),
    failing=_both("header", {"DOB": "2015-05-01"}, {"DOB": "2015-01-05"}),
)  # fmt: skip
def birth_changed(held: Held) -> pl.DataFrame:
    """Children of the newest year whose date of birth was another before."""
    return _changed(held, "header", "DOB", pl.col("DOB"))


@check(
    "LAC-902", "episodes", "DEC", WARNING, years=True, echoes="502",
    rule="An episode that was open at the end of one year's return is in the next, with the same beginning.",
    remedy="Find the episode: if it has ended, its end belongs in the next return.",
    passing=_both("episodes", {"DECOM": "2023-05-01"}, {"DECOM": "2023-05-01"}),
    failing=_both("episodes", {"DECOM": "2023-05-01"}, {"DECOM": "2023-05-11"}),
)  # fmt: skip
def episode_lost(held: Held) -> pl.DataFrame:
    """Open episodes of the year before the newest that the newest does not have."""
    older = _of_last(held, "episodes").filter(pl.col("DEC").is_null())
    return older.join(_of_newest(held, "episodes"), on=["CHILD", "DECOM"], how="anti")


@check(
    "LAC-903", "header", "SEX", NOTE, years=True, echoes="202",
    rule="A child has the same sex in every year's return.",
    remedy="Find out which is right.",
    passing=_both("header", {"SEX": "F"}, {"SEX": "F"}),
    failing=_both("header", {"SEX": "F"}, {"SEX": "M"}),
)  # fmt: skip
def sex_changed(held: Held) -> pl.DataFrame:
    """Children of the newest year whose sex was another before. 1 is M and 2 is F, as until 2024."""
    return _changed(held, "header", "SEX", pl.col("SEX").replace({"1": "M", "2": "F"}))


@check(
    "LAC-904", "episodes", "PLACE", WARNING, years=True, echoes="503A, 503B, 503C, 503D, 503E, 503F",
    rule="An episode that was open at the end of last year's return is the same in this one.",
    remedy="Find out which is right: reason, legal status, need, placement, provider and URN stay as they began.",
    passing=_both("episodes", _OPEN, {**_OPEN, "DEC": "2024-06-03", "REC": "X1"}),
    failing=_both("episodes", _OPEN, {**_OPEN, "PLACE": "K2"}),
)  # fmt: skip
def episode_differs(held: Held) -> pl.DataFrame:
    """Episodes of the newest year with another value than when they were open before, each for its column."""
    before = _of_last(held, "episodes").filter(pl.col("DEC").is_null())
    open_then = before.select("CHILD", "DECOM", *(pl.col(one).alias(f"_was_{one}") for one in _SAME)).unique(
        ["CHILD", "DECOM"], keep="last", maintain_order=True
    )
    both = _of_newest(held, "episodes").join(open_then, on=["CHILD", "DECOM"], maintain_order="left")
    found = []
    for one in _SAME:
        unlike = pl.col(one).fill_null("") != pl.col(f"_was_{one}").fill_null("")
        if one == "PLACE" and held.year in _RECODED:
            old, *new = _RECODED[held.year]
            unlike = unlike & ~((pl.col(f"_was_{one}") == old) & pl.col(one).is_in(new)).fill_null(value=False)
        found.append(both.filter(unlike).with_columns(pl.lit(one).alias(COLUMN)))
    return pl.concat(found)


@check(
    "LAC-905", "header", "ETHNIC", NOTE, years=True, echoes="204",
    rule="A child's ethnic group is the same in every year's return, once it is known.",
    remedy="Find out which is right.",
    passing=_both("header", {"ETHNIC": "NOBT"}, {"ETHNIC": "WBRI"}),
    failing=_both("header", {"ETHNIC": "WBRI"}, {"ETHNIC": "MOTH"}),
)  # fmt: skip
def ethnic_group_changed(held: Held) -> pl.DataFrame:
    """Children whose group was another before, and not unknown."""
    known = pl.when(~pl.col("ETHNIC").is_in(["NOBT", "REFU"])).then(pl.col("ETHNIC"))
    return _changed(held, "header", "ETHNIC", known)


@check(
    "LAC-906", "header", "UPN", WARNING, years=True, echoes="208",
    rule="A child keeps its pupil number from one year's return to the next.",
    remedy="Find out which is right; a number once given is not given up.",
    passing=_both("header", {"UPN": "UN1"}, {"UPN": "A123456789012"}),
    failing=_both("header", {"UPN": "A123456789012"}, {"UPN": "B123456789012"}),
)  # fmt: skip
def pupil_number_changed(held: Held) -> pl.DataFrame:
    """Children with another number than before, or a reason for none where there was one."""
    number = pl.when(~pl.col("UPN").str.starts_with("UN")).then(pl.col("UPN"))
    return _changed(held, "header", "UPN", number, now=pl.col("UPN"))


@check(
    "LAC-907", "oc3", "CHILD", ERROR, years=True, echoes="348",
    rule="A young person who died by an earlier return is not in this one.",
    remedy="Leave the person out of OC3, or correct the earlier return.",
    passing=_both("oc3", {"IN_TOUCH": "YES"}, {"IN_TOUCH": "YES"}),
    failing=_both("oc3", {"IN_TOUCH": "DIED"}, {"IN_TOUCH": "YES"}),
)  # fmt: skip
def died_before(held: Held) -> pl.DataFrame:
    """OC3 rows of the newest year of those whom an earlier one gives as dead."""
    older = ~pl.col("_file").is_in(_newest(held))
    died = failing(held["oc3"].filter(older), pl.col("IN_TOUCH") == "DIED")
    return _of_newest(held, "oc3").join(died, on=_CHILD, how="semi")


@check(
    "LAC-908", "episodes", "DECOM", WARNING, years=True, echoes="562, NoE",
    rule="An episode that began before this year is in last year's return too.",
    remedy="Correct its beginning, or add it to the earlier return: figures of that year lack it.",
    passing=_both("episodes", {"DECOM": "2023-05-01"}, {"DECOM": "2023-05-01"}),
    failing=_both("episodes", {"DECOM": "2023-05-01"}, {"DECOM": "2023-07-01"}),
)  # fmt: skip
def episode_not_told_before(held: Held) -> pl.DataFrame:
    """Episodes of the newest year, begun before it, that the year before does not have."""
    older = _of_last(held, "episodes")
    if older.is_empty():
        return older
    begun = failing(_of_newest(held, "episodes"), pl.col("DECOM") < held.first)
    return begun.join(older, on=["CHILD", "DECOM"], how="anti")


@check(
    "LAC-909", "missing", "MIS_END", WARNING, years=True, echoes="576",
    rule="A missing period that was open at the end of one year's return is in the next.",
    remedy="Add the period, with its end once the child was back.",
    passing=_both("missing", {"MIS_START": "2024-03-05"}, {"MIS_START": "2024-03-05"}),
    failing=_both("missing", {"MIS_START": "2024-03-05"}, {"MIS_START": "2024-04-05"}),
)  # fmt: skip
def missing_period_lost(held: Held) -> pl.DataFrame:
    """Open periods of the year before the newest that the newest does not have."""
    older = _of_last(held, "missing").filter(pl.col("MIS_END").is_null())
    return older.join(_of_newest(held, "missing"), on=["CHILD", "MIS_START"], how="anti")


@check(
    "LAC-910", "episodes", "CHILD", WARNING, years=True,
    rule="A child keeps its identifier: nobody new in this return was born, and began an episode, as a child now gone.",
    remedy="Give the child its earlier identifier in both returns: otherwise it counts as two.",
    passing={
        "header": _twice({"DOB": "2015-05-01"}, {"DOB": "2015-05-01"}),
        "episodes": _twice({"DECOM": "2023-06-01"}, {"DECOM": "2023-06-01"}),
    },
    failing={
        "header": _twice({"DOB": "2015-05-01"}, {"DOB": "2015-05-01", "CHILD": "2"}),
        "episodes": _twice({"DECOM": "2023-06-01"}, {"DECOM": "2023-06-01", "CHILD": "2"}),
    },
)  # fmt: skip
def child_renumbered(held: Held) -> pl.DataFrame:
    """Episodes of children whom last year's return does not have, like the open one of a child who is gone."""
    born = held["header"].select("CHILD", "DOB").drop_nulls().unique()
    before, now = (frame.join(born, on=_CHILD) for frame in (_of_last(held, "episodes"), _of_newest(held, "episodes")))
    gone = before.filter(pl.col("DEC").is_null()).join(now, on=_CHILD, how="anti")
    new = now.join(before, on=_CHILD, how="anti")
    return new.join(gone, on=["DOB", "DECOM"], how="semi").sort(AT)


@check(
    "LAC-911", "uasc", "DUC", WARNING, years=True, echoes="205A",
    rule="A child in last year's UASC table who is still looked after is in this year's, unless the status had ended.",
    remedy="Add the child, with the day on which the status ended: it is not counted as unaccompanied.",
    passing={
        "uasc": _twice({"DUC": "2030-05-01"}, {"DUC": "2030-05-01"}),
        "episodes": _twice({"DECOM": "2023-06-01"}, {"DECOM": "2023-06-01"}),
    },
    failing={
        "uasc": [{"_file": "older", "CHILD": "1", "DUC": "2030-05-01"}],
        "episodes": _twice({"DECOM": "2023-06-01"}, {"DECOM": "2023-06-01"}),
    },
)  # fmt: skip
def asylum_status_lost(held: Held) -> pl.DataFrame:
    """UASC rows of the year before, of children with an episode this year, that this year does not have."""
    lasting = _of_last(held, "uasc").filter(pl.col("DUC").is_null() | (pl.col("DUC") >= held.first))
    still = lasting.join(_of_newest(held, "episodes"), on=_CHILD, how="semi")
    return still.join(_of_newest(held, "uasc"), on=_CHILD, how="anti")


def _changed(held: Held, table: str, column: str, known: pl.Expr, *, now: pl.Expr | None = None) -> pl.DataFrame:
    """Rows of the newest year whose value (`now`, or as `known`) is none of those known of the child before."""
    rows = held[table].drop_nulls(["CHILD", column]).with_columns(known.alias("_known"))
    rows = rows.with_columns((pl.col("_known") if now is None else now).alias("_now"))
    newest = pl.col("_file").is_in(_newest(held))
    earlier = rows.filter(~newest).drop_nulls("_known").group_by("CHILD").agg(pl.col("_known").alias("_before"))
    both = rows.filter(newest).join(earlier, on=_CHILD, maintain_order="left")
    return failing(both, ~pl.col("_now").is_in(pl.col("_before")))


def _newest(held: Held) -> list[str]:
    return [file.name for file in held.files if file.year == held.year]


def _of_newest(held: Held, table: str) -> pl.DataFrame:
    return held[table].filter(pl.col("_file").is_in(_newest(held)))


def _of_last(held: Held, table: str) -> pl.DataFrame:
    """The rows of the year before the newest."""
    names = [file.name for file in held.files if file.year is not None and file.year + 1 == held.year]
    return held[table].filter(pl.col("_file").is_in(names))
