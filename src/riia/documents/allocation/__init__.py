"""Allocation rules of grant determinations that execute: exact whole pence, each result with its working.

How a ledger of grants uses it:

1. Keep the rules of a determination's version as JSON, one for each money line of its purpose:
   `as_stored(rule)` gives a plain dict for a JSONField, `from_stored(stored)` the rule again (RuleError if it is none).

       PerCouncil(line="4", title="Self-assessment and peer challenge", rate=320_000, days=4, day_rate=80_000)
       Weighted(line="1a", title="Data coordinator", of=FlatPerRegion(line="1a", title="Data coordinator",
                amount=8_000_000), weightings=(Weighting("E12000007", Decimal("14")),))
       Pooled(line="2a", title="Data 2 Insights", amount=1_000_000, payee="E12000008", stated=9_000_000)

   Amounts are pence. `uplift=True` marks what the variation adds; `paid_in="2024-01"` the month.

2. Facts are the councils of each region on a day: `Facts.from_register(day)`. A place is the ONS code of a region or
   the three-digit code of a council, as everywhere in riia. `Facts(day, {"E12000007": 33}, {…names})` for others.

3. Work out:
   - `rule.for_place(place, facts)` → `Worked` (paid, own, computed, stated, difference, sentence, steps, notes),
     `CannotVerify` (reason, hidden: what is redacted or missing; show it, never take it for 0), or None: not for it.
   - `lines_of(place, rules, facts)`: all lines of one recipient.
   - `recompute(rows, rules, facts, stated_totals)`: for an annex of `AnnexRow(place, name, {Column.PREVIOUS: pence,
     Column.REVISED: pence})` every row with lines, checks (computed, stated, difference, verdict, sentence), `paid`,
     `own` and `for_others`, and the total of each column. Give `Hidden.REDACTED` as amount where a cell is redacted.
   - `councils_from(row, rules, facts)`: the number of councils that an amount implies, against the register.

`paid` is what stands in the row of the annex; `own` what is meant for the recipient (payee and beneficiary kept apart):
in the determination of 2023 South East is paid £324,800 of which £244,800 is its own.
"""

from riia.documents.allocation.amounts import (
    Amount,
    CannotVerify,
    Hidden,
    RuleError,
    Step,
    Worked,
    counted,
    in_pounds,
    shown,
)
from riia.documents.allocation.annex import (
    AnnexRow,
    Check,
    Column,
    Line,
    Recomputation,
    RowResult,
    Verdict,
    compare,
)
from riia.documents.allocation.counting import CouncilCount, councils_from
from riia.documents.allocation.facts import Facts
from riia.documents.allocation.formulas import (
    Band,
    BasePlusTopUp,
    FlatPerRegion,
    OwnAmounts,
    PackagesTimesDaysTimesRate,
    PerCouncil,
    Rule,
    Weighted,
    Weighting,
)
from riia.documents.allocation.payments import Direct, OneOff, Part, Pooled, Share, Sharer
from riia.documents.allocation.recomputing import column_total, lines_of, recompute
from riia.documents.allocation.stored import KINDS, as_stored, from_stored

__all__ = [
    "KINDS",
    "Amount",
    "AnnexRow",
    "Band",
    "BasePlusTopUp",
    "CannotVerify",
    "Check",
    "Column",
    "CouncilCount",
    "Direct",
    "Facts",
    "FlatPerRegion",
    "Hidden",
    "Line",
    "OneOff",
    "OwnAmounts",
    "PackagesTimesDaysTimesRate",
    "Part",
    "PerCouncil",
    "Pooled",
    "Recomputation",
    "RowResult",
    "Rule",
    "RuleError",
    "Share",
    "Sharer",
    "Step",
    "Verdict",
    "Weighted",
    "Weighting",
    "Worked",
    "as_stored",
    "column_total",
    "compare",
    "councils_from",
    "counted",
    "from_stored",
    "in_pounds",
    "lines_of",
    "recompute",
    "shown",
]
