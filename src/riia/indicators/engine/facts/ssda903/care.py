"""Episodes of care: who is looked after on a day, who came, who left, where they live."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

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
from riia.indicators.readers.reading import SourceFile
from riia.indicators.tables.ssda903 import codes

_READ_FROM: Final = {
    "LS": ("short_break",),
    "PLACE": ("fostered_by_council",),
    "PLACE_PROVIDER": ("own_provision", "fostered_by_council"),
}
"""What is read from a column of the episodes alone."""


def care(tables: Tables, period: Period) -> Frame | None:
    """One row for each episode. Without a header days of birth are null.

    What a return does not say is left out, so that its figures are not available: the status of unaccompanied children
    without their table for the day asked for (one of another year does not hold who left before it), and what is read
    from a column that nobody filled.
    """
    told = episodes(tables)
    if told is None:
        return None
    born = births(tables)
    status = statuses(tables) if _speak_of(tables.files_with("uasc"), period.end) else None
    if born is None:
        known = told.with_columns(born=nw.lit(None, dtype=nw.Date))
    else:
        known = told.join(born, on=CHILD, how="left")
    if status is not None:
        joined = known.join(status, on=CHILD, how="left")
        listed = nw.col("_uasc_until").is_null() | (nw.col("_uasc_until") >= period.end)
        known = joined.with_columns(uasc=~nw.col("_uasc").is_null() & listed)
    counted = known.join(placements(told, period), on=CHILD, how="left")
    full = fact(
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
    return full.drop(_not_said(tables))


def _speak_of(files: Sequence[SourceFile], day: date) -> bool:
    """Whether one of the files answers for a day, or does not say for which it does."""
    return any(one.first is None or one.last is None or one.first <= day <= one.last for one in files)


def _not_said(tables: Tables) -> list[str]:
    """The fact's columns that nothing in the files tells."""
    lost = {name for column, names in _READ_FROM.items() if not tables.says("episodes", column) for name in names}
    if not tables.says("episodes", "REC") and tables.says("episodes", "DEC"):
        lost |= {"reason", "adopted"}
    return sorted(lost)


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
