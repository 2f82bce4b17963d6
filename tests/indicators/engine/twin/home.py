"""A council's list of children educated at home, or its totals, counted by hand."""

from datetime import date

from tests.indicators.engine.twin.council import Council, Count, children, is_open, within

CHILD = "_child"


def answers(council: Council, first: date, last: date) -> dict[str, Count]:
    """Every counting of the list, or of the totals where there is no list, for the days from first to last."""
    if "register" not in council.rows:
        return _totals(council, first, last)
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


def _totals(council: Council, first: date, last: date) -> dict[str, Count]:
    """The one count that speaks of exactly these days; of the census day, that of the term the last day lies in."""
    whole = council.newest("aggregate", "measure", "since", "on", "breakdown")
    found = {}
    for measure in ("census-day", "starting", "any-time"):
        own = [row for row in whole if row["measure"] == measure and row["breakdown"] == ""]
        if measure == "census-day":
            own = [row for row in own if row["since"] <= last <= row["on"]]
        else:
            own = [row for row in own if (row["since"], row["on"]) == (first, last)]
        numbers = [row["count"] for row in own]
        if numbers and None not in numbers:
            found[f"ehe:count={measure}"] = Count(sum(numbers), sum(numbers))
    return found
