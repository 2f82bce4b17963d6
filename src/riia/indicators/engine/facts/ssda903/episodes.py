"""Episodes as the newest return tells them, put into the periods of care and the placements they belong to.

Everything is worked out with windows over one child's episodes in order, so any engine can do it in one pass.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import narwhals as nw

from riia.indicators.engine.tables import Frame, Tables
from riia.indicators.model import Period
from riia.indicators.readers.reading import FILE, ROW
from riia.indicators.tables.facts import COMMON, FACTS
from riia.indicators.tables.ssda903 import codes

CHILD: Final = "CHILD"
SHORT: Final = "short_break"
PERIOD: Final = "_period"
"""The number of a child's period of care. Short breaks are numbered apart from care."""
PLACEMENT: Final = "_placement"
TEMPORARY: Final = "_temporary"
_SET: Final = (CHILD, SHORT, "_undated")
_ORDER: Final = ("DECOM", "_until", FILE, ROW)
_SAME_HOME: Final = ("PLACE", "PLACE_PROVIDER", "URN", "PL_POST")
NEVER: Final = date(9999, 12, 31)


def episodes(tables: Tables) -> Frame | None:
    """Every episode with `starts_care`, `leaves_care`, `period_began`, `placement_began` and the numbers behind them.

    A period of care begins with reason S, after an episode with which the child left care, and with the first episode
    in the files: then `period_began` is the earliest day on which the files know the child to be in care. Where the
    reason (RNE) is blank the days still tell: care begins where no episode of the child lasts until that day. A return
    without any REC tells in the same way: care ends where no other episode lasts longer, or begins by then.

    A placement begins with reason S, P or B. Temporary stays (T0 to T4) are part of the placement before them, and so
    is going back to the same home afterwards. `placement_began` of a placement for adoption is the first day of the
    placement before it: to move in with the adopters is not to lose a home.
    """
    frame = tables.get("episodes")
    if frame is None:
        return None
    told = tables.latest(frame.filter(~nw.col(CHILD).is_null()), [CHILD, "DECOM"])
    marked = told.with_columns(
        nw.col("LS").is_in(codes.SHORT_BREAKS).fill_null(False).alias(SHORT),
        nw.col("PLACE").is_in(codes.TEMPORARY).fill_null(False).alias(TEMPORARY),
        nw.col("DECOM").is_null().alias("_undated"),
        nw.when(nw.col("DEC").is_null()).then(nw.lit(NEVER)).otherwise(nw.col("DEC")).alias("_until"),
        nw.col("RNE").count().over(FILE).alias("_rne_given"),
        nw.col("REC").count().over(FILE).alias("_rec_given"),
    )
    lasting = marked.with_columns(nw.col("_until").cum_max().over(*_SET, order_by=_ORDER).alias("_lasting"))
    between = lasting.with_columns(
        _shifted("DECOM", 1).alias("_before_began"),
        _shifted("_lasting", 1).alias("_before_until"),
        _shifted("DECOM", -1).alias("_next_began"),
    )
    flagged = between.with_columns(_starts().alias("starts_care"), _leaves().alias("leaves_care"))
    return _placed(_in_periods(flagged))


def _shifted(column: str, by: int, also: Sequence[str] = ()) -> nw.Expr:
    """The value in the child's episode before (1) or after (-1); of two that began on one day an open one is later."""
    return nw.col(column).shift(by).over(*_SET, *also, order_by=_ORDER)


def _starts() -> nw.Expr:
    """Whether care begins: by the reason, and where that is blank by whether an episode lasted until that day."""
    follows = (nw.col("_before_until") >= nw.col("DECOM")).fill_null(False)
    return nw.when(~nw.col("RNE").is_null()).then(nw.col("RNE") == "S").otherwise(~follows)


def _leaves() -> nw.Expr:
    """Whether care ends; null where the episode ended and the reason is blank although the file gives reasons."""
    ended = ~nw.col("DEC").is_null()
    follows = (nw.col("_next_began") <= nw.col("DEC")).fill_null(False)
    goes_on = follows | (nw.col("_before_until") > nw.col("DEC")).fill_null(False)
    by_reason = nw.when(ended).then(nw.col("REC") != codes.GOES_ON).otherwise(nw.lit(False))
    return nw.when(nw.col("_rec_given") > 0).then(by_reason).otherwise(ended & ~goes_on)


def _in_periods(frame: Frame) -> Frame:
    """Number each child's periods of care, with the first day of each and whether it is known to be the first."""
    left = frame.with_columns(nw.col("leaves_care").fill_null(False).cast(nw.Int64).alias("_left")).with_columns(
        _shifted("_left", 1).alias("_before_left")
    )
    first = (
        nw.col("starts_care").fill_null(False)
        | nw.col("_before_began").is_null()
        | (nw.col("_before_left") == 1).fill_null(False)
    )
    numbered = left.with_columns(first.alias("_first")).with_columns(
        nw.col("_first").cast(nw.Int64).cum_sum().over(*_SET, order_by=_ORDER).alias(PERIOD)
    )
    seen = numbered.with_columns(nw.col("starts_care").fill_null(False).cast(nw.Int64).alias("_starts"))
    return seen.with_columns(
        nw.col("DECOM").min().over(*_SET, PERIOD).alias("period_began"),
        (nw.col("_starts").max().over(*_SET, PERIOD) == 1).alias("_start_seen"),
    )


def _placed(frame: Frame) -> Frame:
    """Number each child's placements, with the first day of each."""
    among = (TEMPORARY,)
    with_before = frame.with_columns(
        *(_shifted(column, 1, among).alias(f"_before_{column}") for column in (*_SAME_HOME, "DEC"))
    )
    same = nw.lit(True)
    for column in _SAME_HOME:
        now, before = nw.col(column), nw.col(f"_before_{column}")
        same = same & ((now == before).fill_null(False) | (now.is_null() & before.is_null()))
    known = ~nw.col("URN").is_null() | ~nw.col("PL_POST").is_null()
    away = (nw.col("_before_DEC") < nw.col("DECOM")).fill_null(False)
    moved = (
        nw.when(nw.col("_rne_given") > 0)
        .then(nw.col("RNE").is_in(("S", "P", "B")).fill_null(False) & ~(same & known & away))
        .otherwise(~same)
    )
    begins = (nw.col("_first") | (moved & ~nw.col(TEMPORARY))).cast(nw.Int64).alias("_begins")
    counted = nw.col("_begins").cum_sum()
    numbered = with_before.with_columns(begins).with_columns(counted.over(*_SET, order_by=_ORDER).alias(PLACEMENT))
    return _with_adopters(numbered.with_columns(nw.col("DECOM").min().over(*_SET, PLACEMENT).alias("_began")))


def _with_adopters(frame: Frame) -> Frame:
    """`placement_began`: of a placement for adoption, the first day of the placement before it in the same care."""
    entered = nw.when((nw.col("_begins") == 1) & ~nw.col("_first"))
    seen = frame.with_columns(_shifted("_began", 1).alias("_before_placed")).with_columns(
        entered.then(nw.col("_before_placed")).alias("_home_before")
    )
    known = seen.with_columns(nw.col("_home_before").max().over(*_SET, PLACEMENT))
    adoptive = nw.col("PLACE").is_in(codes.FOR_ADOPTION).fill_null(False) & ~nw.col("_home_before").is_null()
    began = nw.when(adoptive).then(nw.col("_home_before")).otherwise(nw.col("_began"))
    return known.with_columns(began.alias("placement_began"))


def births(tables: Tables) -> Frame | None:
    """Each child's day of birth (`born`) by the newest header that has one; None without a header."""
    frame = tables.get("header")
    if frame is None:
        return None
    told = tables.latest(frame.filter(~nw.col("DOB").is_null()), [CHILD])
    return told.group_by(CHILD).agg(nw.col("DOB").max().alias("born"))


def statuses(tables: Tables) -> Frame | None:
    """Each unaccompanied child (`_uasc`) with the day on which the status ended or will end; None without a table.

    `_uasc_until` is the last day of the return that last listed the child, null when that is the newest: a child whom
    a later return does not list is not known to have the status then.
    """
    frame = tables.get("uasc")
    if frame is None:
        return None
    told = tables.latest(frame.filter(~nw.col(CHILD).is_null()), [CHILD])
    return told.group_by(CHILD).agg(
        nw.col("DUC").max().alias("uasc_ended"),
        nw.col("known_until").max().alias("_uasc_until"),
        nw.len().alias("_uasc"),
    )


def of_the_day(tables: Tables, table: str, period: Period) -> Frame | None:
    """The table's rows of the returns made for the last day of the period, with that day (`on`) and their year's first.

    Such a return speaks of one 31 March; None when no file with the table is of the day asked for: another year's says
    nothing of this one.
    """
    frame, day = tables.get(table), period.end
    if frame is None:
        return None
    files = [one.name for one in tables.files_with(table) if one.year and date(one.year, 3, 31) == day]
    if not files:
        return None
    return frame.filter(nw.col(FILE).is_in(files)).with_columns(
        nw.lit(day, dtype=nw.Date).alias("on"), nw.lit(date(day.year - 1, 4, 1), dtype=nw.Date).alias("_from")
    )


def fact(name: str, frame: Frame) -> Frame:
    """The columns that the fact promises, in order, without those that the files do not have."""
    renamed = frame.rename({FILE: "file", ROW: "row", CHILD: "child"})
    known = set(renamed.collect_schema().names())
    return renamed.select(*COMMON, *(column for column in FACTS[name].columns if column in known))
