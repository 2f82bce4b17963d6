"""Children adopted, with the days of the way there as far as the return tells them.

`DATE_PLACED` of the return is the day of the decision, not of moving in; that is the first day of a placement for
adoption (A3 to A6), which for carers who already foster the child is the day on which they became its adopters to be.
The placement order is the first day of legal status E1.
"""

import narwhals as nw

from riia.indicators.engine.facts.days import days_between
from riia.indicators.engine.facts.ssda903.episodes import CHILD, PERIOD, SHORT, episodes, fact
from riia.indicators.engine.tables import Frame, Tables
from riia.indicators.model import Period
from riia.indicators.tables.ssda903 import codes


def adoptions(tables: Tables, period: Period) -> Frame | None:
    """One row for each episode that ended in adoption; a short break is not care that could.

    A day that lies before what the files hold is null: a placement or order is known to begin where the reason for the
    new episode says that it changed, and care where it says that care started.
    """
    told = episodes(tables)
    if told is None:
        return None
    day = nw.col("DECOM")
    placed = nw.col("PLACE").is_in(codes.FOR_ADOPTION).fill_null(False)
    ordered = (nw.col("LS") == codes.PLACEMENT_ORDER).fill_null(False)
    new_place = nw.col("RNE").is_in(("S", "P", "T", "B", "U")).fill_null(False)
    new_status = nw.col("RNE").is_in(("S", "L", "B", "U")).fill_null(False)
    marked = told.with_columns(
        nw.when(placed).then(day).alias("_placed"),
        nw.when(placed & new_place).then(day).alias("_moved"),
        nw.when(ordered).then(day).alias("_order"),
        nw.when(ordered & new_status).then(day).alias("_changed"),
    ).with_columns(nw.col("_placed", "_moved", "_order", "_changed").min().over(CHILD, SHORT, PERIOD))
    ended = nw.col("REC").is_in(codes.ADOPTED) & ~nw.col("DEC").is_null()
    adopted = marked.filter(ended & ~nw.col(SHORT)).with_columns(
        adopted=nw.col("DEC"),
        entered=nw.when(nw.col("_start_seen")).then(nw.col("period_began")),
        placed=nw.when(nw.col("_placed") == nw.col("_moved")).then(nw.col("_placed")),
        ordered=nw.when(nw.col("_order") == nw.col("_changed")).then(nw.col("_order")),
    )
    with_days = adopted.with_columns(
        days_to_placed=days_between("entered", "placed"),
        placed_within_14_months=nw.when(nw.col("placed") >= nw.col("entered")).then(
            nw.col("placed") < nw.col("entered").dt.offset_by("14mo")
        ),
    )
    matches = tables.get("ad1")
    if matches is None:
        return fact("adoptions", with_days)
    latest = tables.latest(matches.filter(~nw.col(CHILD).is_null()), [CHILD])
    matched = latest.group_by(CHILD).agg(nw.col("DATE_MATCH").max().alias("matched"))
    timed = with_days.join(matched, on=CHILD, how="left").with_columns(
        days_to_matched=days_between("ordered", "matched")
    )
    return fact("adoptions", timed)
