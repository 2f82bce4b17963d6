"""SSDA903: missing periods, social workers, orders that deprive of liberty."""

from datetime import date
from typing import Final

import polars as pl

from riia.indicators.checks.held import Held, failing, overlapping
from riia.indicators.checks.registry import ERROR, WARNING, check

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
    "LAC-606", "missing", "MIS_END", WARNING, echoes="577, 575",
    rule="When a child has left care, a missing period has ended, on that day at the latest.",
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
    """Periods that go on after the time in care that they began in."""
    return _outlasting(held, "missing", "MIS_START", "MIS_END")


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
    "LAC-613", "episodes", "CHILD", ERROR, since=2024, echoes="SW01, SW17, SW11b",
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
    "LAC-615", "sw_episodes", "SW_ID", ERROR, since=2024, echoes="SW02",
    rule="A social worker's number begins with SW, or with XX where there is none.",
    remedy="Give the registration number.",
    passing=[{"CHILD": "1", "SW_ID": "SW123456"}],
    failing=[{"CHILD": "1", "SW_ID": "123456"}],
)  # fmt: skip
def worker_number_malformed(held: Held) -> pl.DataFrame:
    """Numbers that begin in another way."""
    return failing(held["sw_episodes"], ~pl.col("SW_ID").str.to_uppercase().str.contains("^(SW|XX)"))


@check(
    "LAC-616", "sw_episodes", "SW_DEC", ERROR, since=2024, echoes="SW09",
    rule="A social worker has a child for a day at least.",
    remedy="Leave it out, or correct one of the dates.",
    passing=[{"CHILD": "1", "SW_DECOM": "2024-05-01", "SW_DEC": "2024-05-02"}],
    failing=[{"CHILD": "1", "SW_DECOM": "2024-05-01", "SW_DEC": "2024-05-01"}],
)  # fmt: skip
def worker_for_no_day(held: Held) -> pl.DataFrame:
    """Ends on the day of the beginning."""
    return failing(held["sw_episodes"], pl.col("SW_DEC") == pl.col("SW_DECOM"))


@check(
    "LAC-617", "sw_episodes", "SW_DEC", ERROR, since=2024, echoes="SW07",
    rule="A social worker passes a child on by the end of the year of the return.",
    remedy="Leave the end out: it belongs in the next return.",
    passing=[{"CHILD": "1", "SW_DECOM": "2024-05-01", "SW_DEC": "2025-03-31"}],
    failing=[{"CHILD": "1", "SW_DECOM": "2024-05-01", "SW_DEC": "2025-04-01"}],
)  # fmt: skip
def worker_ends_after_year(held: Held) -> pl.DataFrame:
    """Ends after 31 March."""
    return failing(held["sw_episodes"], pl.col("SW_DEC") > held.last)


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
    "LAC-624", "dolo", "DOLO_END", ERROR, since=2027, echoes="704",
    rule="An order that deprives of liberty ends within the year of the return, or not yet.",
    remedy="Leave out orders that ended before; leave later ends for the next return.",
    passing=[{"CHILD": "1", "DOLO_START": "2026-03-01", "DOLO_END": "2026-04-01"}],
    failing=[{"CHILD": "1", "DOLO_START": "2026-03-01", "DOLO_END": "2026-03-31"}],
)  # fmt: skip
def order_ends_outside_year(held: Held) -> pl.DataFrame:
    """Ends before or after the year."""
    return failing(held["dolo"], ~pl.col("DOLO_END").is_between(held.first, held.last))


@check(
    "LAC-625", "dolo", "DOLO_END", ERROR, since=2027, echoes="707",
    rule="When a child has left care, an order that deprives of liberty has ended, on that day at the latest.",
    remedy="Give the end, on the day the child left care at the latest.",
    passing={
        "episodes": [{"CHILD": "1", "DECOM": "2026-04-10", "DEC": "2026-09-02", "REC": "E8"}],
        "dolo": [{"CHILD": "1", "DOLO_START": "2026-05-01", "DOLO_END": "2026-05-02"}],
    },
    failing={
        "episodes": [{"CHILD": "1", "DECOM": "2026-04-10", "DEC": "2026-09-02", "REC": "E8"}],
        "dolo": [{"CHILD": "1", "DOLO_START": "2026-05-01"}],
    },
)  # fmt: skip
def order_for_ever(held: Held) -> pl.DataFrame:
    """Orders that go on after the time in care that they began in."""
    return _outlasting(held, "dolo", "DOLO_START", "DOLO_END")


@check(
    "LAC-626", "dolo", "DOLO_START", ERROR, since=2027, echoes="708",
    rule="An order that deprives of liberty begins after the child is born.",
    remedy="Correct one of the dates.",
    passing=[{"CHILD": "1", "DOB": "2012-05-01", "DOLO_START": "2026-05-01"}],
    failing=[{"CHILD": "1", "DOB": "2026-05-01", "DOLO_START": "2026-05-01"}],
)  # fmt: skip
def order_before_birth(held: Held) -> pl.DataFrame:
    """Beginnings on the day of birth or before."""
    return failing(held["dolo"], pl.col("DOLO_START") <= pl.col("DOB"))


@check(
    "LAC-627", "dolo", "DOLO_START", ERROR, since=2027, echoes="709, 710",
    rule="A child whose liberty an order restricts lives in a children's home or another placement (K2, Z12, Z13).",
    remedy="Correct the placement or the dates of the order.",
    passing={
        "episodes": [{"CHILD": "1", "DECOM": "2026-04-10", "PLACE": "K2"}],
        "dolo": [{"CHILD": "1", "DOLO_START": "2026-05-01", "DOLO_END": "2026-05-09"}],
    },
    failing={
        "episodes": [{"CHILD": "1", "DECOM": "2026-04-10", "PLACE": "K1"}],
        "dolo": [{"CHILD": "1", "DOLO_START": "2026-05-01", "DOLO_END": "2026-05-09"}],
    },
)  # fmt: skip
def order_in_other_place(held: Held) -> pl.DataFrame:
    """Orders that have ended, while the child was in another placement."""
    spans = failing(held["episodes"], ~pl.col("PLACE").is_in(["K2", "Z12", "Z13"])).select("CHILD", "DECOM", "DEC")
    both = held["dolo"].join(spans, on=_CHILD)
    during = pl.col("DEC").is_null() | (pl.col("DEC") > pl.col("DOLO_START"))
    found = failing(both, (pl.col("DECOM") < pl.col("DOLO_END")) & during)
    return held["dolo"].join(found, on="_at", how="semi")


def _outlasting(held: Held, table: str, start: str, end: str) -> pl.DataFrame:
    """Rows that go on after the time in care in which they began: episodes that follow each other without a gap."""
    ordered = held["episodes"].drop_nulls(["CHILD", "DECOM"]).sort("CHILD", "DECOM", "_at")
    until = pl.col("DEC").fill_null(date.max)
    apart = (pl.col("DECOM") > until.cum_max().shift(1).over("CHILD")).fill_null(value=True)
    times = (
        ordered.with_columns(until.alias("_until"), apart.cast(pl.Int64).cum_sum().over("CHILD").alias("_time"))
        .group_by("CHILD", "_time")
        .agg(pl.col("DECOM").min().alias("_from"), pl.col("_until").max())
    )
    both = held[table].drop_nulls(["CHILD", start]).join(times, on=_CHILD)
    inside = both.filter((pl.col("_from") <= pl.col(start)) & (pl.col(start) <= pl.col("_until")))
    latest = inside.sort("_at", "_until").unique("_at", keep="last", maintain_order=True)
    over = pl.col("_until") < date.max
    return latest.filter(over & (pl.col(end).is_null() | (pl.col(end) > pl.col("_until"))))
