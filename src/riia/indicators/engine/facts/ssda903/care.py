"""Episodes of care: who is looked after on a day, who came, who left, where they live."""

from datetime import timedelta

import narwhals as nw

from riia.indicators.definitions.counting import years_before
from riia.indicators.engine.facts.ssda903.episodes import (
    CHILD,
    NEVER,
    PLACEMENT,
    SHORT,
    TEMPORARY,
    births,
    episodes,
    fact,
    statuses,
)
from riia.indicators.engine.tables import Frame, Tables
from riia.indicators.model import Period
from riia.indicators.tables.ssda903 import codes


def care(tables: Tables, period: Period) -> Frame | None:
    """One row for each episode. Without a header days of birth are null; without a uasc table it is left out."""
    told = episodes(tables)
    if told is None:
        return None
    born, status = births(tables), statuses(tables)
    if born is None:
        known = told.with_columns(born=nw.lit(None, dtype=nw.Date))
    else:
        known = told.join(born, on=CHILD, how="left")
    if status is not None:
        joined = known.join(status, on=CHILD, how="left")
        known = joined.with_columns(uasc=~nw.col("_uasc").is_null())
    counted = known.join(placements(told, period), on=CHILD, how="left")
    return fact(
        "care",
        counted.with_columns(
            began=nw.col("DECOM"),
            ended=nw.col("DEC"),
            reason=nw.col("REC"),
            adopted=(nw.col("REC").is_in(codes.ADOPTED).fill_null(False) & ~nw.col("DEC").is_null()),
            fostered_by_council=nw.col("PLACE").is_in(codes.FOSTER) & (nw.col("PLACE_PROVIDER") == codes.OWN),
            own_provision=nw.col("PLACE_PROVIDER") == codes.OWN,
        ),
    )


def placements(told: Frame, period: Period) -> Frame:
    """By child: placements in the 12 months to the last day of the period, of a day or longer.

    Those open when the 12 months begin and end count. Temporary stays are part of the placement around them; a time in
    care that was nothing but a temporary stay has no placement.
    """
    first = years_before(period.end, 1) + timedelta(days=1)
    until = nw.when(nw.col("DEC").is_null()).then(nw.lit(NEVER)).otherwise(nw.col("DEC"))
    seen = told.filter((nw.col("DECOM") <= period.end) & (until > first) & ~nw.col(SHORT))
    one_each = (
        seen.with_columns(until.alias("_last"), nw.col(TEMPORARY).cast(nw.Int64).alias("_passing"))
        .group_by(CHILD, PLACEMENT)
        .agg(nw.col("DECOM").min().alias("_start"), nw.col("_last").max(), nw.col("_passing").min())
        .filter((nw.col("_last") > nw.col("_start")) & (nw.col("_passing") == 0))
    )
    return one_each.group_by(CHILD).agg(nw.len().cast(nw.Int64).alias("placements"))
