"""Two sources for one indicator: which rows differ, and why as far as the files tell.

Rows are the same when the child and the day agree. What is left over on either side is put beside the other source's
rows of the same child: a day close by is a different date for the same thing; no row at all is a record the other file
does not hold. Identifiers stay on the machine.
"""

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from riia.indicators.engine.explaining import COUNTED, Explanation
from riia.indicators.engine.tables import CLOSE
from riia.indicators.tables.facts import FACTS

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Reconciliation:
    """Two sources compared. `differences` has child, day, source (which side has it), file, row and why."""

    address: str
    sources: tuple[str, str]
    same: int
    differences: "pl.DataFrame"

    @property
    def words(self) -> str:
        """In a line, without identifiers."""
        one, other = self.sources
        if self.differences.is_empty():
            return f"{self.address}: {one} and {other} count the same rows ({self.same:,})."
        reasons = self.differences.group_by("why").len().sort("len", "why", descending=[True, False])
        told = "; ".join(f"{count:,} {why}" for why, count in reasons.iter_rows())
        alike = f"{self.same:,} {'row is' if self.same == 1 else 'rows are'} the same"
        differ = f"{len(self.differences):,} {'differs' if len(self.differences) == 1 else 'differ'}"
        return f"{self.address}: {alike} in {one} and {other}, {differ}: {told}."


def reconcile(explanations: list[Explanation]) -> list[Reconciliation]:
    """Every pair of sources of one counting, compared on the rows they counted."""
    return [_pair(one, other) for one, other in combinations(explanations, 2)]


def _pair(one: Explanation, other: Explanation) -> Reconciliation:
    import polars as pl

    event = _day(one)
    left, right = _numbered(one, event), _numbered(other, event)
    # A child counted once is the same child whatever row stands for it.
    keys = ["child"] if one.counting.once == "child" else ["child", "day", "nth"]
    same = left.join(right, on=keys, how="inner").height
    parts = [
        _left_over(left.join(right, on=keys, how="anti"), one.source, other, event),
        _left_over(right.join(left, on=keys, how="anti"), other.source, one, event),
    ]
    return Reconciliation(one.counting.address, (one.source, other.source), same, pl.concat(parts))


def _day(one: Explanation) -> str:
    """The day by which the counting chooses its rows, otherwise the day of the fact itself."""
    import polars as pl

    read = (column for condition in one.counting.among for column in condition.columns)
    days = (column for column in read if one.rows.schema.get(column) == pl.Date)
    return next(days, FACTS[one.counting.fact].event)


def _numbered(one: Explanation, event: str) -> "pl.DataFrame":
    """The rows counted, with the day and, where a child has several on a day, which one it is."""
    import polars as pl

    counted = one.rows.filter(pl.col("fate") == COUNTED).with_columns(day=pl.col(event), began=_began(one))
    if one.counting.once:
        counted = counted.unique("child", keep="first", maintain_order=True)
    nth = pl.int_range(pl.len()).over("child", "day")
    return counted.select("child", "day", "began", "file", "row", nth=nth)


def _began(one: Explanation) -> "pl.Expr":
    """The day of the fact itself, such as the start of an assessment that is counted by its end."""
    import polars as pl

    return pl.col(FACTS[one.counting.fact].event)


def _left_over(rows: "pl.DataFrame", source: str, other: Explanation, event: str) -> "pl.DataFrame":
    """Why the other source does not count what this one does.

    It is put beside the other's row of the child on the same day, otherwise that which began on the same day, otherwise
    the nearest.
    """
    import polars as pl

    theirs = other.rows.filter(pl.col("child").is_not_null())
    theirs = theirs.select("child", "fate", "because", theirs=pl.col(event), their_began=_began(other))
    gap = (pl.col("theirs") - pl.col("day")).dt.total_days().abs()
    paired = rows.with_row_index("at").join(theirs, on="child", how="left")
    paired = paired.with_columns(
        gap=gap,
        that_day=(pl.col("day") == pl.col("theirs")).fill_null(value=False),
        same=(pl.col("began") == pl.col("their_began")).fill_null(value=False),
    )
    counted = pl.col("fate") == COUNTED
    # One that the other source counts has its partner, unless it is there once and here twice.
    order = [pl.col("that_day") & ~counted, pl.col("same") & ~counted, pl.col("that_day")]
    ranked = paired.sort("at", *order, "gap", descending=[False, True, True, True, False], nulls_last=True)
    nearest = ranked.unique("at", keep="first", maintain_order=True)
    name = other.source
    why = (
        pl.when(pl.col("child").is_null()).then(pl.lit("without an identifier, so that nothing can be compared"))
        .when(pl.col("fate").is_null()).then(pl.lit(f"only in {source}: {name} has nothing about the child"))
        .when((pl.col("that_day") | pl.col("same")) & ~counted)
        .then(pl.lit(f"only in {source}: {name} has it, but ") + pl.col("because"))
        .when(pl.col("that_day")).then(pl.lit(f"more often in {source} than in {name} for one child and day"))
        .when(pl.col("gap").is_between(1, CLOSE)).then(pl.lit(f"in {source} with another date than in {name}"))
        .otherwise(pl.lit(f"only in {source}: {name} has the child, but not on or near this day"))
    )  # fmt: skip
    return nearest.sort("at").select("child", "day", pl.lit(source).alias("source"), "file", "row", why.alias("why"))
