"""The data-quality report as tables to take away: a line for each return, and a line for each issue."""

from statistics import median
from typing import Final

from riia.alliance.returns.models import Return
from riia.alliance.returns.queries.quality import Quality

HEADINGS: Final = (
    "Alliance", "Council code", "Council", "Period", "State", "Due", "Extended until", "First submitted", "Came",
    "Validated", "Sent", "Issues", "Of which repeated", "Issues open", "Median working days to settle",
    "Rejected for", "Simulated",
)  # fmt: skip
ISSUE_HEADINGS: Final = (
    "Alliance", "Council code", "Period", "Check", "Cell", "Asked by the desk", "Found", "Settled",
    "Working days", "Repeated",
)  # fmt: skip


def csv_rows(found: Quality) -> list[tuple[object, ...]]:
    """One line for each return."""
    return [_csv_row(found, one) for one in found.returns.values()]


def _csv_row(found: Quality, one: Return) -> tuple[object, ...]:
    stand = found.standings[one.pk]
    issues = [issue for issue in found.of_council(one.council.code) if issue.period == one.round.period]
    settled = [issue.days for issue in issues if issue.days is not None]
    return (
        found.alliance.short_name, one.council.code, one.council.label, one.round.period, one.state, stand.due_on,
        stand.extended_until, one.first_submitted_on, stand.timeliness.value, one.validated_on, one.sent_on,
        len(issues), sum(issue.repeats for issue in issues), sum(issue.settled_on is None for issue in issues),
        median(settled) if settled else None, found.rejected.get(one.pk, ""), "yes" if one.round.simulated else "no",
    )  # fmt: skip


def issue_rows(found: Quality) -> list[tuple[object, ...]]:
    """One line for each issue; without what it says, which may quote figures of a council."""
    return [
        (
            found.alliance.short_name, issue.council, issue.period,
            " ".join(sorted(set(filter(None, issue.codes.values())))), issue.cell,
            "yes" if issue.asked else "no", issue.opened_on, issue.settled_on, issue.days,
            "yes" if issue.repeats else "no",
        )
        for issue in found.issues
    ]  # fmt: skip
