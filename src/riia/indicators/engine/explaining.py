"""Why a figure is what it is: the definition in words, the rows counted, the rows not counted and why.

Rows carry children's identifiers and never leave the machine: they are for the council's own screen and files.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import narwhals as nw

from riia.indicators.definitions.counting import Base, Condition, Counting
from riia.indicators.engine.computing import applies, fact_frame
from riia.indicators.engine.counts import holds
from riia.indicators.engine.tables import Frame, Tables, gathered
from riia.indicators.model import Period
from riia.indicators.tables.facts import FACTS

if TYPE_CHECKING:
    import polars as pl

type FrameOf = Callable[[Tables, str, Period], Frame | None]

COUNTED = "counted"
LOOKED_AT = "only in the base"


@dataclass(frozen=True)
class Explanation:
    """One counting of one source, row by row.

    `rows` has the fact's columns and two more: `fate` ("counted", "only in the base" of a share, "not counted") and
    `because`, the first condition that failed, in words. `reasons` counts the rows by fate and reason, largest first.
    """

    counting: Counting
    source: str
    period: Period
    rows: "pl.DataFrame"

    @property
    def reasons(self) -> list[tuple[str, str, int]]:
        """Fate, reason, rows."""
        import polars as pl

        counts = self.rows.group_by("fate", "because").agg(n=pl.len()).sort("n", "because", descending=[True, False])
        order = {COUNTED: 0, LOOKED_AT: 1}
        found = [(row["fate"], row["because"], row["n"]) for row in counts.iter_rows(named=True)]
        return sorted(found, key=lambda one: order.get(one[0], 2))


def words_of(counting: Counting) -> list[str]:
    """The counting in plain words, one sentence to a line."""
    fact = FACTS[counting.fact]
    looked_at = "; ".join(condition.words for condition in counting.among)
    lines = [f"One row is {fact.row_is}.", f"A row is looked at when {looked_at}."]
    if counting.counted:
        lines.append(f"It is counted when {'; '.join(condition.words for condition in counting.counted)}.")
    if counting.once:
        lines.append("A child counts once, however many rows there are.")
    match counting.of:
        case Base.POPULATION:
            lines.append("The rate is per 10,000 children aged 0 to 17 living in the area, for the period as it is.")
        case Base.ROWS:
            lines.append("The percentage is of the rows looked at.")
        case Base.MEAN:
            lines.append(f"The figure is the mean of {fact.columns.get(counting.adds or '', counting.adds)}.")
        case Counting() as other:
            meant = "; ".join(condition.words for condition in other.among)
            lines.append(f"The percentage is of the number of {other.address}: {meant}.")
        case _:
            pass
    if counting.history_months:
        lines.append(f"The files must reach back {counting.history_months} months before the period.")
    if counting.choice:
        lines.append(f"Our choice: {counting.choice}")
    return lines


def explain(
    sources: Sequence[Tables], counting: Counting, period: Period, frame_of: FrameOf = fact_frame
) -> list[Explanation]:
    """The rows behind a counting, for every source that can give it.

    `frame_of` gives a source's fact; one that remembers saves making it again for the next counting.
    """
    found = []
    for tables in sources:
        if applies(counting, tables.collection):
            frame = frame_of(tables, counting.fact, period)
            if frame is not None and counting.columns <= set(frame.collect_schema().names()):
                found.append(Explanation(counting, tables.collection, period, _rows(frame, counting, period)))
    return found


def _rows(frame: Frame, counting: Counting, period: Period) -> "pl.DataFrame":
    among, both = holds(counting.among, period), holds((*counting.among, *counting.counted), period)
    beside = among if counting.of is Base.ROWS else nw.lit(False)
    if isinstance(counting.of, Counting) and counting.of.fact == counting.fact:
        beside = holds((*counting.of.among, *counting.of.counted), period)
    fate = (
        nw.when(both)
        .then(nw.lit(COUNTED))
        .otherwise(nw.when(beside).then(nw.lit(LOOKED_AT)).otherwise(nw.lit("not counted")))
    )
    because = _reason((*counting.among, *counting.counted), period)
    judged = gathered(frame.with_columns(fate=fate, because=because))
    own = [name for name in FACTS[counting.fact].columns if name in judged.columns]
    return judged.select("fate", "because", "file", "row", "child", *own).sort("fate", "file", "row", nulls_last=True)


def _reason(conditions: Sequence[Condition], period: Period) -> nw.Expr:
    """The first condition that does not hold, in words; when all hold, all of them."""
    result: nw.Expr = nw.lit("; ".join(condition.words for condition in conditions))
    for condition in reversed(conditions):
        test = condition.holds(period).fill_null(False)
        result = nw.when(test).then(result).otherwise(nw.lit(condition.otherwise))
    return result
