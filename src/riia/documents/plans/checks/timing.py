"""Money planned for a quarter before the post that it pays is filled."""

import re
from collections.abc import Iterator

from riia.documents.model import Finding
from riia.documents.plans.amounts import as_pounds
from riia.documents.plans.checks.catalogue import found
from riia.documents.plans.checks.dates import day
from riia.documents.plans.checks.order import enablers_of, own_name
from riia.documents.plans.structure import PlanText
from riia.documents.plans.when import quarter_days

_QUARTERS = 4


def timing_findings(plan: PlanText) -> Iterator[Finding]:
    """Lines that bear the name of a post, with money in a quarter that ends before its appointment."""
    if plan.costings is None or plan.year_starts is None:
        return
    posts = [enabler for enabler in enablers_of(plan) if enabler.is_post]
    for line in plan.costings.lines:
        label = line.label.lower()
        for post in posts:
            own = own_name(post.name) or [word.lower() for word in post.name.split()[:-1]]
            name = [*own, post.name.split()[-1].lower()]
            if not label or not all(re.search(rf"\b{re.escape(word)}\b", label) for word in name):
                continue
            for quarter, money in line.quarters:
                if quarter > _QUARTERS:
                    continue  # half a year may hold the day
                ends = quarter_days(quarter, plan.year_starts.year, financial=True)[1]
                if money.pence and ends < post.first:
                    yield found(
                        "COST-BEFORE-ENABLER",
                        money.where,
                        money.as_written,
                        f"“{line.label}” has {as_pounds(money.pence)} in Q{quarter}, which ends on {day(ends)}; the "
                        f"{post.name} is appointed by {post.due.as_written} ({post.kpi.name}, {post.kpi.where}).",
                        "Move the money to the quarters after the appointment.",
                        [(post.kpi.passage.at(post.due.offset), post.due.as_written)],
                    )
                    break
