"""SSDA903: missing periods, social workers, orders that deprive of liberty; this year's return and last year's."""

from typing import Final

import polars as pl

from riia.indicators.checks.held import Held, failing, overlapping
from riia.indicators.checks.registry import ERROR, NOTE, WARNING, check

_CHILD: Final = ("CHILD",)


@check(
    "LAC-601", "missing", "MIS_END", ERROR, echoes="567",
    rule="A missing period does not end before it begins.",
    remedy="Correct one of the dates.",
    passing=[{"CHILD": "1", "MIS_START": "2024-05-01", "MIS_END": "2024-05-02"}],
    failing=[{"CHILD": "1", "MIS_START": "2024-05-02", "MIS_END": "2024-05-01"}],
)  # fmt: skip
def back_before_missing(held: Held) -> pl.DataFrame:
    """Ends before the beginning."""
    return failing(held["missing"], pl.col("MIS_END") < pl.col("MIS_START"))


@check(
    "LAC-602", "missing", "MIS_START", ERROR, echoes="574",
    rule="A child's missing periods do not overlap.",
    remedy="Correct the dates, or remove the period that is there twice.",
    passing=[
        {"CHILD": "1", "MIS_START": "2024-05-01", "MIS_END": "2024-05-03"},
        {"CHILD": "1", "MIS_START": "2024-05-03", "MIS_END": "2024-05-04"},
    ],
    failing=[
        {"CHILD": "1", "MIS_START": "2024-05-01", "MIS_END": "2024-05-05"},
        {"CHILD": "1", "MIS_START": "2024-05-03", "MIS_END": "2024-05-04"},
    ],
)  # fmt: skip
def missing_twice(held: Held) -> pl.DataFrame:
    """Periods that begin inside another."""
    return overlapping(held["missing"], _CHILD, "MIS_START", "MIS_END")


@check(
    "LAC-603", "missing", "MIS_START", ERROR, echoes="570",
    rule="A missing period does not begin after the year of the return.",
    remedy="Correct the date, or leave it for the next return.",
    passing=[{"CHILD": "1", "MIS_START": "2024-05-01"}],
    failing=[{"CHILD": "1", "MIS_START": "2025-05-01"}],
)  # fmt: skip
def missing_after_year(held: Held) -> pl.DataFrame:
    """Beginnings after 31 March."""
    return failing(held["missing"], pl.col("MIS_START") > held.last)


@check(
    "LAC-604", "missing", "MIS_END", ERROR, echoes="571",
    rule="A missing period ends within the year of the return, or not yet.",
    remedy="Leave out periods that ended before; leave later ends for the next return.",
    passing=[{"CHILD": "1", "MIS_START": "2024-03-31", "MIS_END": "2024-04-01"}],
    failing=[{"CHILD": "1", "MIS_START": "2024-03-01", "MIS_END": "2024-03-02"}],
)  # fmt: skip
def back_outside_year(held: Held) -> pl.DataFrame:
    """Ends before or after the year."""
    return failing(held["missing"], ~pl.col("MIS_END").is_between(held.first, held.last))


@check(
    "LAC-605", "missing", "MIS_START", ERROR, echoes="578, 581",
    rule="A child goes missing from care: an episode is going on when a missing period begins.",
    remedy="Correct the dates, or leave out what happened outside care.",
    passing={
        "episodes": [{"CHILD": "1", "DECOM": "2024-04-10", "DEC": "2024-09-02"}],
        "missing": [{"CHILD": "1", "MIS_START": "2024-05-01"}],
    },
    failing={
        "episodes": [{"CHILD": "1", "DECOM": "2024-05-10", "DEC": "2024-09-02"}],
        "missing": [{"CHILD": "1", "MIS_START": "2024-05-01"}],
    },
)  # fmt: skip
def missing_out_of_care(held: Held) -> pl.DataFrame:
    """Periods that begin when no episode of the child was going on."""
    spans = held["episodes"].select("CHILD", "DECOM", "DEC").drop_nulls("DECOM")
    both = held["missing"].drop_nulls(["CHILD", "MIS_START"]).join(spans, on=_CHILD)
    in_time = pl.col("DEC").is_null() | (pl.col("DEC") >= pl.col("MIS_START"))
    inside = failing(both, (pl.col("DECOM") <= pl.col("MIS_START")) & in_time)
    return held["missing"].drop_nulls(["CHILD", "MIS_START"]).join(inside, on="_at", how="anti")


@check(
    "LAC-606", "missing", "MIS_END", WARNING, echoes="577",
    rule="When a child has left care, a missing period has ended.",
    remedy="Give the end, on the day the child left care at the latest.",
    passing={
        "episodes": [{"CHILD": "1", "DECOM": "2024-04-10", "DEC": "2024-09-02", "REC": "E8"}],
        "missing": [{"CHILD": "1", "MIS_START": "2024-05-01", "MIS_END": "2024-05-02"}],
    },
    failing={
        "episodes": [{"CHILD": "1", "DECOM": "2024-04-10", "DEC": "2024-09-02", "REC": "E8"}],
        "missing": [{"CHILD": "1", "MIS_START": "2024-05-01"}],
    },
)  # fmt: skip
def missing_for_ever(held: Held) -> pl.DataFrame:
    """Open periods of children without an open episode."""
    in_care = held["episodes"].filter(pl.col("DEC").is_null())
    gone = held["episodes"].join(in_care, on=_CHILD, how="anti")
    return held["missing"].filter(pl.col("MIS_END").is_null()).join(gone, on=_CHILD, how="semi")


@check(
    "LAC-607", "missing", "MIS_START", ERROR, echoes="586",
    rule="A missing period does not begin before the child is born.",
    remedy="Correct one of the dates.",
    passing=[{"CHILD": "1", "DOB": "2010-05-01", "MIS_START": "2024-05-01"}],
    failing=[{"CHILD": "1", "DOB": "2024-06-01", "MIS_START": "2024-05-01"}],
)  # fmt: skip
def missing_before_birth(held: Held) -> pl.DataFrame:
    """Beginnings before the birth."""
    return failing(held["missing"], pl.col("MIS_START") < pl.col("DOB"))


@check(
    "LAC-611", "sw_episodes", "SW_DEC", ERROR, since=2024,
    rule="A social worker does not pass a child on before taking it on.",
    remedy="Correct one of the dates.",
    passing=[{"CHILD": "1", "SW_DECOM": "2024-05-01", "SW_DEC": "2024-09-02"}],
    failing=[{"CHILD": "1", "SW_DECOM": "2024-09-03", "SW_DEC": "2024-09-02"}],
)  # fmt: skip
def worker_ends_first(held: Held) -> pl.DataFrame:
    """Ends before the beginning."""
    return failing(held["sw_episodes"], pl.col("SW_DEC") < pl.col("SW_DECOM"))


@check(
    "LAC-612", "sw_episodes", "SW_DECOM", ERROR, since=2024, echoes="SW08, SW10, SW14",
    rule="A child has one social worker at a time.",
    remedy="End the earlier worker's time on the day the next took the child on.",
    passing=[
        {"CHILD": "1", "SW_DECOM": "2024-05-01", "SW_DEC": "2024-09-02"}, {"CHILD": "1", "SW_DECOM": "2024-09-02"},
    ],
    failing=[
        {"CHILD": "1", "SW_DECOM": "2024-05-01"}, {"CHILD": "1", "SW_DECOM": "2024-09-02"},
    ],
)  # fmt: skip
def two_workers(held: Held) -> pl.DataFrame:
    """Workers who begin while another has not ended."""
    return overlapping(held["sw_episodes"], _CHILD, "SW_DECOM", "SW_DEC")


@check(
    "LAC-613", "episodes", "CHILD", ERROR, since=2024, echoes="SW01, SW17",
    rule="Each child looked after on 31 March has a social worker then, short breaks aside.",
    remedy="Add the social worker.",
    passing={
        "episodes": [{"CHILD": "1", "DECOM": "2024-04-10", "LS": "C2"}],
        "sw_episodes": [{"CHILD": "1", "SW_DECOM": "2024-05-01"}],
    },
    failing={
        "episodes": [{"CHILD": "1", "DECOM": "2024-04-10", "LS": "C2"}],
        "sw_episodes": [{"CHILD": "1", "SW_DECOM": "2024-05-01", "SW_DEC": "2024-09-02"}],
    },
)  # fmt: skip
def without_worker(held: Held) -> pl.DataFrame:
    """Episodes open at the end of the year, of children without an open worker."""
    working = held["sw_episodes"].filter(pl.col("SW_DEC").is_null() | (pl.col("SW_DEC") > held.last))
    in_care = failing(held["episodes"], pl.col("DEC").is_null() & ~pl.col("LS").is_in(["V3", "V4"]))
    return in_care.join(working, on=_CHILD, how="anti")


@check(
    "LAC-614", "sw_episodes", "SW_DECOM", ERROR, since=2024, echoes="SW06",
    rule="A social worker does not begin after the year of the return.",
    remedy="Correct the date, or leave it for the next return.",
    passing=[{"CHILD": "1", "SW_DECOM": "2025-03-31"}],
    failing=[{"CHILD": "1", "SW_DECOM": "2025-04-01"}],
)  # fmt: skip
def worker_after_year(held: Held) -> pl.DataFrame:
    """Beginnings after 31 March."""
    return failing(held["sw_episodes"], pl.col("SW_DECOM") > held.last)


@check(
    "LAC-621", "dolo", "DOLO_END", ERROR, since=2027, echoes="702",
    rule="An order that deprives of liberty does not end before it begins.",
    remedy="Correct one of the dates.",
    passing=[{"CHILD": "1", "DOLO_START": "2026-05-01", "DOLO_END": "2026-09-02"}],
    failing=[{"CHILD": "1", "DOLO_START": "2026-10-01", "DOLO_END": "2026-09-02"}],
)  # fmt: skip
def order_ends_first(held: Held) -> pl.DataFrame:
    """Ends before the beginning."""
    return failing(held["dolo"], pl.col("DOLO_END") < pl.col("DOLO_START"))


@check(
    "LAC-622", "dolo", "DOLO_START", ERROR, since=2027, echoes="705",
    rule="A child's orders that deprive of liberty do not overlap.",
    remedy="End the earlier order, or remove the one that is there twice.",
    passing=[
        {"CHILD": "1", "DOLO_START": "2026-05-01", "DOLO_END": "2026-09-02"},
        {"CHILD": "1", "DOLO_START": "2026-09-02"},
    ],
    failing=[{"CHILD": "1", "DOLO_START": "2026-05-01"}, {"CHILD": "1", "DOLO_START": "2026-09-02"}],
)  # fmt: skip
def orders_overlap(held: Held) -> pl.DataFrame:
    """Orders that begin inside another."""
    return overlapping(held["dolo"], _CHILD, "DOLO_START", "DOLO_END")


@check(
    "LAC-623", "dolo", "DOLO_START", ERROR, since=2027, echoes="703",
    rule="An order that deprives of liberty does not begin after the year of the return.",
    remedy="Correct the date, or leave it for the next return.",
    passing=[{"CHILD": "1", "DOLO_START": "2027-03-31"}],
    failing=[{"CHILD": "1", "DOLO_START": "2027-04-01"}],
)  # fmt: skip
def order_after_year(held: Held) -> pl.DataFrame:
    """Beginnings after 31 March."""
    return failing(held["dolo"], pl.col("DOLO_START") > held.last)


@check(
    "LAC-901", "header", "DOB", WARNING, years=True, echoes="203",
    rule="A child has the same date of birth in every year's return.",
    remedy="Find out which is right; if these are two children, one of them needs another ID.",
    passing=[
        {"_file": "older", "CHILD": "1", "DOB": "2015-05-01"}, {"_file": "newer", "CHILD": "1", "DOB": "2015-05-01"},
    ],
    failing=[
        {"_file": "older", "CHILD": "1", "DOB": "2015-05-01"}, {"_file": "newer", "CHILD": "1", "DOB": "2015-01-05"},
    ],
)  # fmt: skip
def birth_changed(held: Held) -> pl.DataFrame:
    """Children of the newest year whose date of birth was another before."""
    rows = held["header"].drop_nulls(["CHILD", "DOB"])
    newest = pl.col("_file").is_in(_of_newest(held))
    before = rows.filter(~newest).group_by("CHILD").agg(pl.col("DOB").alias("_before"))
    both = rows.filter(newest).join(before, on=_CHILD, maintain_order="left")
    return failing(both, ~pl.col("DOB").is_in(pl.col("_before")))


@check(
    "LAC-902", "episodes", "DEC", WARNING, years=True, echoes="502",
    rule="An episode that was open at the end of one year's return is in the next, with the same beginning.",
    remedy="Find the episode: if it has ended, its end belongs in the next return.",
    passing=[
        {"_file": "older", "CHILD": "1", "DECOM": "2023-05-01"},
        {"_file": "newer", "CHILD": "1", "DECOM": "2023-05-01"},
    ],
    failing=[
        {"_file": "older", "CHILD": "1", "DECOM": "2023-05-01"},
        {"_file": "newer", "CHILD": "1", "DECOM": "2023-05-11"},
    ],
)  # fmt: skip
def episode_lost(held: Held) -> pl.DataFrame:
    """Open episodes of the year before the newest that the newest does not have."""
    last_year = [file.name for file in held.files if file.year is not None and file.year + 1 == held.year]
    older = held["episodes"].filter(pl.col("_file").is_in(last_year) & pl.col("DEC").is_null())
    newest = held["episodes"].filter(pl.col("_file").is_in(_of_newest(held)))
    return older.join(newest, on=["CHILD", "DECOM"], how="anti")


@check(
    "LAC-903", "header", "SEX", NOTE, years=True, echoes="202",
    rule="A child has the same sex in every year's return.",
    remedy="Find out which is right.",
    passing=[{"_file": "older", "CHILD": "1", "SEX": "F"}, {"_file": "newer", "CHILD": "1", "SEX": "F"}],
    failing=[{"_file": "older", "CHILD": "1", "SEX": "F"}, {"_file": "newer", "CHILD": "1", "SEX": "M"}],
)  # fmt: skip
def sex_changed(held: Held) -> pl.DataFrame:
    """Children of the newest year whose sex was another before. 1 is M and 2 is F, as until 2024."""
    now = pl.col("SEX").replace({"1": "M", "2": "F"})
    rows = held["header"].drop_nulls(["CHILD", "SEX"]).with_columns(now.alias("_sex"))
    newest = pl.col("_file").is_in(_of_newest(held))
    before = rows.filter(~newest).group_by("CHILD").agg(pl.col("_sex").alias("_before"))
    both = rows.filter(newest).join(before, on=_CHILD, maintain_order="left")
    return failing(both, ~pl.col("_sex").is_in(pl.col("_before")))


def _of_newest(held: Held) -> list[str]:
    return [file.name for file in held.files if file.year == held.year]
