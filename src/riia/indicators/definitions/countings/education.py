"""Children educated at home (item 21 of the memorandum), from a council's list or from its termly totals.

The two are one fact: a row of a list is one child's stretch of home education, with `measure` null; a row of totals is
one count of one measure, for the days `since` to `on`.
"""

import narwhals as nw

from riia.indicators.definitions.counting import Condition, Counting, open_at_end
from riia.indicators.model import Period

_UNTOLD = Condition(
    "the return does not give a number (low, not available, or no such count)",
    "it is not known, and not 0",
    ("counted",),
    lambda _: nw.col("counted").is_null(),
)
_FROM_TOTALS = " From totals, a count that is not a number is not available, never 0."


def _listed() -> nw.Expr:
    return nw.col("measure").is_null()


def _total(measure: str, period: Period) -> nw.Expr:
    """A count of the measure that speaks of exactly these days; one of a term speaks for every day of the term."""
    of_measure = nw.col("measure") == measure
    if measure == "census-day":
        return of_measure & (nw.col("since") <= period.end) & (nw.col("on") >= period.end)
    return of_measure & (nw.col("since") == period.start) & (nw.col("on") == period.end)


def on_last_day(period: Period) -> nw.Expr:
    """Educated at home on the last day; of totals, the count of the term that the last day lies in."""
    open_then = open_at_end("started", "ended", "home education").holds(period)
    return (_listed() & open_then.fill_null(False)) | _total("census-day", period).fill_null(False)


def starting(period: Period) -> nw.Expr:
    """Began in the period."""
    began = nw.col("started").is_between(period.start, period.end)
    return (_listed() & began.fill_null(False)) | _total("starting", period).fill_null(False)


def at_any_time(period: Period) -> nw.Expr:
    """Educated at home on at least one day of the period, the day it ended included."""
    begun = (nw.col("started") <= period.end).fill_null(False)
    goes_on = nw.col("ended").is_null() | (nw.col("ended") >= period.start)
    known = nw.col("known_until").is_null() | (nw.col("known_until") >= period.start) | ~nw.col("ended").is_null()
    return (_listed() & begun & goes_on & known) | _total("any-time", period).fill_null(False)


def _once(column: str) -> Condition:
    return Condition(
        "it is the child's first such row",
        "the child is counted already with another row",
        (column,),
        lambda _: nw.col(column).fill_null(False),
    )


_COLUMNS = ("started", "ended", "measure", "since", "on")

COUNTINGS: tuple[Counting, ...] = (
    Counting(
        "ehe",
        "count=any-time",
        "home_educated",
        among=(
            Condition(
                "the child was educated at home on at least one day of the period",
                "the child was not educated at home in the period, or when it began is not known",
                _COLUMNS,
                at_any_time,
            ),
            _once("first_any_time"),
        ),
        adds="counted",
        untold=_UNTOLD,
        choice=(
            "A child counts once, however often it began and ended; one whose last day is the first day of the period"
            " counts." + _FROM_TOTALS
        ),
    ),
    Counting(
        "ehe",
        "count=starting",
        "home_educated",
        among=(
            Condition(
                "home education began in the period",
                "home education did not begin in the period, or when it began is not known",
                _COLUMNS,
                starting,
            ),
            _once("first_starting"),
        ),
        adds="counted",
        untold=_UNTOLD,
        choice="A child who began twice in the period counts once." + _FROM_TOTALS,
    ),
    Counting(
        "ehe",
        "count=census-day",
        "home_educated",
        among=(
            Condition(
                "the child was educated at home on the last day of the period",
                "the child was not educated at home on the last day, or when it began is not known",
                _COLUMNS,
                on_last_day,
            ),
            _once("first_on_day"),
        ),
        adds="counted",
        untold=_UNTOLD,
        choice=(
            "From a list, the children on it on the last day of the period, of any age; an end on that day is an"
            " end. From termly totals, the census count of the term that the last day lies in." + _FROM_TOTALS
        ),
    ),
)
"""By the catalogue's slugs and variants."""
