"""Children missing from where they live."""

import narwhals as nw

from riia.indicators.engine.facts.ssda903.episodes import CHILD, SHORT, episodes, fact
from riia.indicators.engine.tables import Frame, Tables
from riia.indicators.model import Period
from riia.indicators.readers.reading import FILE, ROW
from riia.indicators.tables.ssda903 import codes


def missing(tables: Tables, period: Period) -> Frame | None:
    """Incidents of code M. Being away without leave (code A) is no missing incident."""
    told = _incidents(tables)
    if told is None:
        return None
    return fact("missing", told.rename({"MIS_START": "started", "MIS_END": "ended"}))


def missing_in_care(tables: Tables, period: Period) -> Frame | None:
    """One row for each child looked after on any day of the period, with whether an incident began in it.

    The row is the child's last episode of the period. The return knows nothing of interviews. None without a table of
    incidents: a council that has no incident still has the table.
    """
    told, incidents = episodes(tables), _incidents(tables)
    if told is None or incidents is None:
        return None
    until = nw.col("DEC").is_null() | (nw.col("DEC") > period.start)
    known = nw.col("known_until").is_null() | ~nw.col("DEC").is_null() | (nw.col("known_until") >= period.start)
    in_care = told.filter((nw.col("DECOM") <= period.end) & until & known & ~nw.col(SHORT))
    for column in ("DECOM", FILE, ROW):
        in_care = in_care.filter(nw.col(column) == nw.col(column).max().over(CHILD))
    went = (
        incidents.filter(nw.col("MIS_START").is_between(period.start, period.end))
        .group_by(CHILD)
        .agg(nw.len().alias("_incidents"))
    )
    joined = in_care.join(went, on=CHILD, how="left")
    return fact(
        "missing_in_care",
        joined.with_columns(on=nw.lit(period.end, dtype=nw.Date), went_missing=~nw.col("_incidents").is_null()),
    )


def _incidents(tables: Tables) -> Frame | None:
    frame = tables.get("missing")
    if frame is None:
        return None
    return tables.latest(frame.filter(nw.col("MISSING") == codes.WENT_MISSING), [CHILD, "MIS_START"])
