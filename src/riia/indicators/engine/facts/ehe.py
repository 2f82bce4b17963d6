"""Children educated at home, from a council's list or from its totals.

A list goes first: beside it, totals would count the same children again. From totals the builder takes the counts over
all children, and adds a count that is not known for a measure that the files do not have for the period, so that the
figure becomes "not available" and not 0.
"""

from collections.abc import Mapping

import narwhals as nw

from riia.indicators.definitions.countings.education import at_any_time, on_last_day, starting
from riia.indicators.engine.facts import Builder
from riia.indicators.engine.tables import Frame, Tables
from riia.indicators.model import Period
from riia.indicators.readers.reading import FILE, ROW
from riia.indicators.tables.ehe import ANY_TIME, CENSUS_DAY, CHILD, SPELL, STARTING

_TESTS = {"first_on_day": on_last_day, "first_starting": starting, "first_any_time": at_any_time}


def home_educated(tables: Tables, period: Period) -> Frame | None:
    """One stretch of home education of one child a row, or one count of the totals."""
    if (listed := tables.get("register")) is not None:
        return _listed(tables, listed, period)
    if (totals := tables.get("aggregate")) is not None:
        return _totals(tables, totals, period)
    return None


BUILDERS: Mapping[str, Builder] = {"home_educated": home_educated}
"""What a list or totals give."""


def _listed(tables: Tables, listed: Frame, period: Period) -> Frame:
    have = set(listed.collect_schema().names())
    for name in ("end_date", "birth_date"):
        if name not in have:
            listed = listed.with_columns(nw.lit(None, dtype=nw.Date).alias(name))
    frame = tables.latest(listed, [CHILD, "start_date"]).select(
        nw.col(FILE).alias("file"),
        nw.col(ROW).alias("row"),
        nw.col(CHILD).alias("child"),
        "known_until",
        nw.col("start_date").alias("started"),
        nw.col("end_date").alias("ended"),
        nw.col("birth_date").alias("born"),
        nw.lit(1).alias("counted"),
        nw.lit(None, dtype=nw.Date).alias("on"),
        nw.lit(None, dtype=nw.Date).alias("since"),
        nw.lit(None, dtype=nw.String).alias("measure"),
        SPELL,
    )
    for name, test in _TESTS.items():
        own = nw.when(test(period).fill_null(False)).then(nw.col(SPELL))
        frame = frame.with_columns(own.alias("_own"))
        first = nw.col("_own") == nw.col("_own").min().over("child")
        frame = frame.with_columns(first.fill_null(False).alias(name))
    return frame.drop("_own", SPELL)


def _totals(tables: Tables, totals: Frame, period: Period) -> Frame:
    whole = totals.filter((nw.col("breakdown") == "") | nw.col("breakdown").is_null())
    newest = tables.latest(whole, ["measure", "since", "on"])
    told = newest.select(
        nw.col(FILE).alias("file"),
        nw.col(ROW).alias("row"),
        nw.col("count").alias("counted"),
        nw.col("on").alias("on"),
        nw.col("since").alias("since"),
        nw.col("measure").alias("measure"),
        "known_until",
    )
    wanted = tables.small(
        {
            "measure": [CENSUS_DAY, STARTING, ANY_TIME],
            "since": [period.end, period.start, period.start],
            "on": [period.end] * 3,
        },
        {"measure": "text", "since": "day", "on": "day"},
    )
    speaking = on_last_day(period) | starting(period) | at_any_time(period)
    frame = _with_nulls(told)
    answered = frame.filter(speaking.fill_null(False)).select("measure").unique()
    unanswered = wanted.join(answered, on="measure", how="anti").with_columns(
        file=nw.lit(None, dtype=nw.String),
        row=nw.lit(None, dtype=nw.Int64),
        counted=nw.lit(None, dtype=nw.Int64),
        known_until=nw.lit(None, dtype=nw.Date),
    )
    names = frame.collect_schema().names()
    return nw.concat([frame, _with_nulls(unanswered).select(*names)], how="vertical")


def _with_nulls(frame: Frame) -> Frame:
    return frame.with_columns(
        child=nw.lit(None, dtype=nw.String),
        started=nw.lit(None, dtype=nw.Date),
        ended=nw.lit(None, dtype=nw.Date),
        born=nw.lit(None, dtype=nw.Date),
        **{name: nw.lit(True) for name in _TESTS},
    )
