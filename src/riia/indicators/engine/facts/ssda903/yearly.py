"""What the return asks once a year, of 31 March: health of children in care, and care leavers."""

from typing import Final

import narwhals as nw

from riia.indicators.engine.facts.ssda903.episodes import CHILD, births, fact, of_the_day, statuses
from riia.indicators.engine.tables import Frame, Tables
from riia.indicators.model import Period
from riia.indicators.readers.reading import FILE, ROW
from riia.indicators.tables.ssda903 import codes

_LOOK_BACK: Final = 3
"""How many returns before this one are needed to see a young person of 21 who was in care until 18."""


def care_year(tables: Tables, period: Period) -> Frame | None:
    """One row for each child looked after without a break for the 12 months to the last day of the period, a 31 March.

    A break is a start (reason S), an end with which the child left, or a short break in that time. Children for whom
    the health table has no row are in, with everything unknown, as the share is of all of them. None for another day,
    and when the return of that day has no health table.
    """
    answers = of_the_day(tables, "oc2", period)
    if answers is None:
        return None
    if tables.get("episodes") is None:
        return fact("care_year", _answered(answers.with_columns(born=nw.col("DOB"))))
    in_year = of_the_day(tables, "episodes", period)
    if in_year is None:
        return None
    own = answers.drop(FILE, ROW, "_from", "on").rename({"DOB": "_dob"})
    joined = _whole_year(in_year).join(own, on=CHILD, how="left")
    born = births(tables)
    if born is None:
        return fact("care_year", _answered(joined.with_columns(born=nw.col("_dob"))))
    named = joined.join(born, on=CHILD, how="left")
    return fact("care_year", _answered(named.with_columns(nw.coalesce(nw.col("_dob"), nw.col("born")).alias("born"))))


def _whole_year(told: Frame) -> Frame:
    """The children, with the file and row of their episode on 31 March."""
    short = nw.col("LS").is_in(codes.SHORT_BREAKS).fill_null(False)
    over = ~nw.col("DEC").is_null()
    after = nw.col("DEC") > nw.col("_from")
    current = (nw.col("DECOM") <= nw.col("on")) & (~over | (nw.col("DEC") > nw.col("on"))) & ~short
    left = over & after & (nw.col("DEC") <= nw.col("on")) & (nw.col("REC") != codes.GOES_ON)
    came = (nw.col("RNE") == "S") & (nw.col("DECOM") > nw.col("_from")) & (nw.col("DECOM") <= nw.col("on"))
    paused = short & (~over | after) & (nw.col("DECOM") <= nw.col("on"))
    broken = left.fill_null(False) | came.fill_null(False) | paused.fill_null(False)
    early = nw.col("DECOM") <= nw.col("_from")
    marked = told.with_columns(
        current.fill_null(False).cast(nw.Int64).alias("_current"),
        broken.cast(nw.Int64).alias("_broken"),
        early.fill_null(False).cast(nw.Int64).alias("_early"),
    ).with_columns(nw.col("_broken", "_early").max().over(CHILD))
    found = marked.filter((nw.col("_current") == 1) & (nw.col("_broken") == 0) & (nw.col("_early") == 1))
    for column in ("DECOM", FILE, ROW):
        found = found.filter(nw.col(column) == nw.col(column).max().over(CHILD))
    return found.select(CHILD, "on", FILE, ROW)


def _answered(frame: Frame) -> Frame:
    return frame.rename(
        {
            "IMMUNISATIONS": "immunised",
            "TEETH_CHECK": "teeth_checked",
            "HEALTH_ASSESSMENT": "health_assessed",
            "HEALTH_CHECK": "development_checked",
        }
    ).with_columns(known_until=nw.lit(None, dtype=nw.Date))


def care_leavers(tables: Tables, period: Period) -> Frame | None:
    """One row for each young person whom the return made for the last day of the period, a 31 March, lists.

    The return asks in the year of a birthday, and that birthday is the age that counts: the age on 31 March. It does
    not tell the legal category. Who died or returned home does not count; who needs no service any more does, as in the
    published totals. A young person of whom nothing is known stays in the base of every share, and is not known to be
    in work, suitably housed or in touch. None for another day.
    """
    listed = of_the_day(tables, "oc3", period)
    if listed is None:
        return None
    on = nw.col("on")
    later = (nw.col("DOB").dt.month() >= 4).cast(nw.Int64)
    activity, home, touch = nw.col("ACTIV"), nw.col("ACCOM"), nw.col("IN_TOUCH")
    told = listed.with_columns(
        born=nw.col("DOB"),
        age=on.dt.year().cast(nw.Int64) - nw.col("DOB").dt.year().cast(nw.Int64) - later,
        category=nw.lit(None, dtype=nw.String),
        counts=~touch.is_in(("DIED", "RHOM")).fill_null(False),
        in_touch=nw.when(touch.is_in(tuple(codes.IN_TOUCH))).then(touch == "YES"),
        in_eet=nw.when(activity.is_in((*codes.IN_EET, *codes.NOT_IN_EET))).then(activity.is_in(codes.IN_EET)),
        suitable=nw.when(home.is_in((*codes.SUITABLE, *codes.NOT_SUITABLE))).then(home.is_in(codes.SUITABLE)),
        housed=~home.is_in(codes.NOT_HOUSED).fill_null(False),
        known_until=nw.lit(None, dtype=nw.Date),
    )
    return fact("care_leavers", _who_came_alone(told, tables, period))


def _who_came_alone(told: Frame, tables: Tables, period: Period) -> Frame:
    """Add `uasc`, where enough returns are given to tell; otherwise it is left out.

    The table of unaccompanied children lists those in care in its year, so who is 21 now and stayed until 18 was in
    it three returns ago. Of whoever is in no table, and was not in care in their years, nobody can tell.
    """
    status, in_care = statuses(tables), tables.get("episodes")
    given = {one.year for one in tables.files_with("uasc")}
    needed = range(period.end.year - _LOOK_BACK, period.end.year + 1)
    if status is None or in_care is None or not given.issuperset(needed):
        return told
    seen = in_care.filter(~nw.col(CHILD).is_null()).group_by(CHILD).agg(nw.len().alias("_seen"))
    joined = told.join(status, on=CHILD, how="left").join(seen, on=CHILD, how="left")
    was_not = nw.when(~nw.col("_seen").is_null()).then(nw.lit(False))
    return joined.with_columns(uasc=nw.when(~nw.col("_uasc").is_null()).then(nw.lit(True)).otherwise(was_not))
