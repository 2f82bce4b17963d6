"""A council's list of children educated at home, counted by hand."""

from datetime import date

from tests.indicators.engine.twin.council import Council, Count, children, is_open, within

CHILD = "_child"


def answers(council: Council, first: date, last: date) -> dict[str, Count]:
    """Every counting of the list for the days from first to last."""
    rows = council.newest("register", CHILD, "start_date")
    on_day = [row for row in rows if is_open(row["start_date"], row["end_date"], row["known_until"], last)]
    at_any_time = []
    for row in rows:
        began, ended = row["start_date"], row["end_date"]
        if began is None or began > last:
            continue
        over = ended is not None and ended < first  # the day it ended is one of its days here
        forgotten = ended is None and row["known_until"] is not None and row["known_until"] < first
        if not over and not forgotten:
            at_any_time.append(row)
    return {
        "ehe:count=census-day": children(on_day, CHILD),
        "ehe:count=starting": children([row for row in rows if within(row["start_date"], first, last)], CHILD),
        "ehe:count=any-time": children(at_any_time, CHILD),
    }
