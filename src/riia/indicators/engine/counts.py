"""Adding up a fact for all countings that use it, in one pass."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import narwhals as nw

from riia.indicators.definitions.counting import Base, Condition, Counting
from riia.indicators.engine.results import NOT_AVAILABLE, number_of
from riia.indicators.engine.tables import Frame, gathered
from riia.indicators.model import Number, Period, Value
from riia.indicators.tables.facts import FACTS


@dataclass(frozen=True, slots=True)
class Counted:
    """What one pass over a fact gives for a counting.

    `nameless` are the rows counted that say of nobody, where each child counts once. `beside` are rows not in the
    figure. `untold` is of the rows looked at, `untold_anywhere` of all `rows`. `lacks` are the columns that the
    counting reads and the files do not have; then the rest says nothing.
    """

    looked_at: Value
    number: Value
    nameless: int = 0
    untold: int = 0
    untold_anywhere: int = 0
    rows: int = 0
    beside: int = 0
    first_event: date | None = None
    lacks: tuple[str, ...] = ()


def count(frame: Frame, countings: Sequence[Counting], period: Period) -> dict[Counting, Counted]:
    """All countings of one fact in one pass."""
    event = FACTS[countings[0].fact].event
    names = set(frame.collect_schema().names())
    lacking = {one: lacks for one in countings if (lacks := tuple(sorted({*one.columns, event} - names)))}
    found = {one: Counted(NOT_AVAILABLE, NOT_AVAILABLE, lacks=lacks) for one, lacks in lacking.items()}
    able = [one for one in countings if one not in lacking]
    if not able:
        return found
    # What cannot be told of a row is not asked of a file that has no column for it.
    asked = [replace(one, untold=_askable(one.untold, names), beside=_askable(one.beside, names)) for one in able]
    # Each condition becomes a column once; the sums, several for each, only name it.
    judged = frame.with_columns(holds(one.among, period).alias(f"_among{at}") for at, one in enumerate(able))
    judged = judged.with_columns(
        (nw.col(f"_among{at}") & holds(one.counted, period)).alias(f"_both{at}") for at, one in enumerate(able)
    )
    sums = [nw.col(event).min().alias("first"), nw.len().alias("rows")]
    sums += [total for at, one in enumerate(asked) for total in _sums(at, one, period)]
    counts = gathered(judged.select(*sums)).row(0, named=True)
    return found | {one: _counted(at, one, counts) for at, one in enumerate(able)}


def _askable(condition: Condition | None, names: set[str]) -> Condition | None:
    return condition if condition and names.issuperset(condition.columns) else None


def _sums(at: int, one: Counting, period: Period) -> Iterator[nw.Expr]:
    """What must be added up for a counting, each under a name that ends with its number."""
    among, both = nw.col(f"_among{at}"), nw.col(f"_both{at}")
    unknown = nw.col(one.adds).is_null() if one.adds else nw.lit(False)
    yield _sum(both & ~unknown if one.of is Base.MEAN else among, None, f"base{at}")
    yield _sum(both, one.adds, f"number{at}")
    yield _sum(both & unknown, None, f"unknown{at}")
    if one.once:
        yield from _distinct(one.once, among, f"bases{at}")
        yield from _distinct(one.once, both, f"numbers{at}")
    if one.untold:
        untold = one.untold.holds(period).fill_null(False)
        yield _sum(among & untold, None, f"untold{at}")
        yield _sum(untold, None, f"anywhere{at}")
    if one.beside:
        yield _sum(one.beside.holds(period).fill_null(False), None, f"beside{at}")


def _counted(at: int, one: Counting, counts: Mapping[str, Any]) -> Counted:
    base, number = number_of(counts, f"base{at}"), number_of(counts, f"number{at}")
    nameless = 0
    if one.once:
        base, number = _distinct_of(counts, f"bases{at}"), _distinct_of(counts, f"numbers{at}")
        nameless = int(counts[f"numbers{at}_blank"] or 0)
    elif counts[f"unknown{at}"] and one.of is not Base.MEAN:
        number = NOT_AVAILABLE  # a sum of which a part is not known is not known
    untold, anywhere = int(counts.get(f"untold{at}") or 0), int(counts.get(f"anywhere{at}") or 0)
    beside = int(counts.get(f"beside{at}") or 0)
    return Counted(base, number, nameless, untold, anywhere, int(counts["rows"]), beside, counts["first"])


def _sum(test: nw.Expr, adds: str | None, name: str) -> nw.Expr:
    what = nw.col(adds) if adds else nw.lit(1)
    return nw.when(test).then(what).otherwise(nw.lit(0)).sum().alias(name)


def _distinct(column: str, test: nw.Expr, name: str) -> list[nw.Expr]:
    """How many values the rows chosen have (with the null of those not chosen, if any), and which rows have one.

    Counted so, and not row by row, all countings of a fact are one piece of work.
    """
    chosen, blank = nw.col(column), nw.col(column).is_null()
    return [
        nw.when(test).then(chosen).n_unique().alias(name),
        _sum(test & ~blank, None, f"{name}_named"),
        _sum(test & blank, None, f"{name}_blank"),
    ]


def _distinct_of(counts: Mapping[str, Any], name: str) -> Number:
    """The values of the rows chosen; each of those without one counts by itself, as nothing says they are the same."""
    named, blank = int(counts[f"{name}_named"] or 0), int(counts[f"{name}_blank"] or 0)
    nulls = named < int(counts["rows"])
    return Number(int(counts[name] or 0) - nulls + blank)


def holds(conditions: Sequence[Condition], period: Period) -> nw.Expr:
    """All of the conditions hold; one that cannot be told does not."""
    test = nw.lit(True)
    for condition in conditions:
        test = test & condition.holds(period).fill_null(False)
    return test
