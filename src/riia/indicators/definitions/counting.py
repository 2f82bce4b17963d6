"""How an indicator is counted from a council's own records: one readable expression, for any engine.

A `Counting` names a fact (`tables.facts`), the conditions that choose its rows, and what they are a share of.
Conditions are narwhals expressions over the fact's columns, so the same definition runs on polars on a laptop and on
PySpark on a cluster. Each condition also says itself in words, both ways, which is what `riia indicators explain` and
the definitions pages show: a definition that cannot be explained cannot be written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import narwhals as nw

from riia.indicators.calendar import add_months
from riia.indicators.model import Period


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that holds of a row, or not. An expression that is null for a row does not hold.

    `words` completes "counted, because …"; `otherwise` completes "not counted, because …". `columns` are those of the
    fact that the expression reads: where the files lack one, the figure is not available instead of 0.
    """

    words: str
    otherwise: str
    columns: tuple[str, ...]
    holds: Callable[[Period], nw.Expr]


class Base(StrEnum):
    """What a count is set against."""

    POPULATION = "children aged 0 to 17 living in the area"
    ROWS = "the rows looked at"
    NOTHING = "nothing"
    MEAN = "the rows looked at, for a mean"


@dataclass(frozen=True, slots=True)
class Counting:
    """How one variant of an indicator is counted.

    `indicator` and `variant` are those of the catalogue. Rows of `fact` for which all of `among` hold are looked at;
    those for which all of `counted` hold too make the number. `of` says what the number is set against: the resident
    population (a rate per 10,000), the rows looked at (a percentage), or another Counting's number (a percentage).
    `once` names a column (`child`) of which each value counts once. `adds` names a column to add up in place of rows;
    with `Base.MEAN` its mean is the figure. `choice` says, in words, what no public rule settles and we chose.
    `history_months` is how long before the period the files (of `history_of`, when only some returns look back by their
    rows) must reach for the number to be whole; `without` says what follows when they do not. `sources` limits the
    counting to some collections; empty means every collection that gives the fact. `untold` describes rows looked at
    of which nobody can tell whether they are counted: its `words` complete "for 37 of these …", its `otherwise` says
    what becomes of them. `beside` describes other rows, not in the figure, without which it misleads: its `words` are
    followed by how many there are.
    `without_history` counts instead where the files do not reach back far enough.
    """

    indicator: str
    variant: str
    fact: str
    among: tuple[Condition, ...]
    counted: tuple[Condition, ...] = ()
    of: "Base | Counting" = Base.POPULATION
    once: str | None = None
    adds: str | None = None
    choice: str = ""
    history_months: int = 0
    history_of: tuple[str, ...] = ()
    without: str = "it may be too low"
    sources: tuple[str, ...] = ()
    untold: Condition | None = None
    beside: Condition | None = None
    without_history: "Counting | None" = None
    version: int = 1

    @property
    def columns(self) -> frozenset[str]:
        """The fact's columns that the counting reads, those of `untold` apart."""
        read = {column for condition in (*self.among, *self.counted) for column in condition.columns}
        return frozenset(read | {name for name in (self.once, self.adds) if name})

    @property
    def address(self) -> str:
        """ "referrals" for the variant "all", otherwise "referrals:source=police"."""
        return self.indicator if self.variant == "all" else f"{self.indicator}:{self.variant}"


def recent(day: str, before: str, years: int, words: str, otherwise: str, *, same_day: bool = False) -> Condition:
    """`before` is a day earlier than `day`, by `years` at most: the same day so many years earlier still counts.

    `same_day`: the very same day counts too, as for a plan that began when another ended.
    """

    def holds(_: Period) -> nw.Expr:
        earlier = nw.col(before) <= nw.col(day) if same_day else nw.col(before) < nw.col(day)
        return earlier & (nw.col(before) >= nw.col(day).dt.offset_by(f"-{years}y"))

    return Condition(words, otherwise, (day, before), holds)


def in_period(day: str, what: str) -> Condition:
    """`day` lies in the period, first and last day included. `what` is the thing, such as "the referral"."""
    return Condition(
        f"{what} falls in the period",
        f"{what} does not fall in the period, or has no date",
        (day,),
        lambda period: nw.col(day).is_between(period.start, period.end),
    )


def open_at_end(began: str, ended: str, what: str) -> Condition:
    """Open on the last day of the period: an end on that day is an end, so the thing is not open any more.

    A record that only an older file holds is known to be open no longer than that file reaches.
    """

    def holds(period: Period) -> nw.Expr:
        started = nw.col(began) <= period.end
        not_over = nw.col(ended).is_null() | (nw.col(ended) > period.end)
        known = nw.col("known_until").is_null() | (nw.col("known_until") >= period.end)
        return started & not_over & known

    return Condition(f"{what} is open on the last day", f"{what} is not open on the last day", (began, ended), holds)


def is_true(flag: str, words: str, otherwise: str) -> Condition:
    """The flag is set; unknown counts as not."""
    return Condition(words, otherwise, (flag,), lambda _: nw.col(flag).fill_null(False))


def is_not_true(flag: str, words: str, otherwise: str) -> Condition:
    """The flag is not set; unknown counts as not set."""
    return Condition(words, otherwise, (flag,), lambda _: ~nw.col(flag).fill_null(False))


def equals(column: str, value: str, words: str, otherwise: str) -> Condition:
    """The column holds exactly this."""
    return Condition(words, otherwise, (column,), lambda _: nw.col(column) == value)


def at_most(column: str, limit: int, words: str, otherwise: str) -> Condition:
    """The column is `limit` or less, and 0 or more; unknown does not hold."""
    return Condition(words, otherwise, (column,), lambda _: nw.col(column).is_between(0, limit))


def at_least(column: str, limit: int, words: str, otherwise: str) -> Condition:
    """The column is `limit` or more; unknown does not hold."""
    return Condition(words, otherwise, (column,), lambda _: nw.col(column) >= limit)


def between(column: str, lowest: int, highest: int, words: str, otherwise: str) -> Condition:
    """The column lies between the two, both included; unknown does not hold."""
    return Condition(words, otherwise, (column,), lambda _: nw.col(column).is_between(lowest, highest))


def one_of(column: str, values: tuple[str, ...], words: str, otherwise: str) -> Condition:
    """The column holds one of these."""
    return Condition(words, otherwise, (column,), lambda _: nw.col(column).is_in(values))


def not_known(column: str, words: str, then: str) -> Condition:
    """The column is blank: for `Counting.untold`; `then` says what becomes of the row."""
    return Condition(words, then, (column,), lambda _: nw.col(column).is_null())


def speaks_of_last_day(day: str, what: str) -> Condition:
    """`day`, of which a list speaks, is the last day of the period."""
    return Condition(
        f"{what} speaks of the last day of the period",
        f"{what} speaks of another day",
        (day,),
        lambda period: nw.col(day) == period.end,
    )


def months_before_end(day: str, months: int, words: str, otherwise: str) -> Condition:
    """`day` is so many months before the last day of the period, or earlier; unknown does not hold."""
    return Condition(words, otherwise, (day,), lambda period: nw.col(day) <= add_months(period.end, -months))


def under_18_at_end(born: str = "born") -> Condition:
    """Not yet 18 on the last day; without a day of birth it cannot be ruled out, and the row counts."""
    return Condition(
        "the child is under 18 on the last day",
        "the young person is 18 or older on the last day",
        (born,),
        lambda period: nw.col(born).is_null() | (nw.col(born) > years_before(period.end, 18)),
    )


def under_at_end(age: int, born: str = "born") -> Condition:
    """Not yet of that age on the last day; unknown does not hold, as an age group is what is asked for."""
    return Condition(
        f"the child is under {age} on the last day",
        f"the child is {age} or older on the last day, or the day of birth is not known",
        (born,),
        lambda period: nw.col(born) > years_before(period.end, age),
    )


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
