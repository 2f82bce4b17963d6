"""What a person sees before a plan is entered: what it comes to, what is wrong with it, what differs from before."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from riia.alliance.intake.models import Paper, PaperFinding
from riia.alliance.kit.filters import and_list, plural
from riia.alliance.kit.pieces import Link
from riia.alliance.plans.entering import LeftOut, counted, without_reading
from riia.alliance.plans.presenters.comparison import ComparisonShown, Sides, comparison_shown
from riia.alliance.plans.queries.entering import Entry
from riia.documents.model import Severity

_NAMES = {
    Severity.ERROR: ("error", "errors"),
    Severity.CONFLICT: ("conflict", "conflicts"),
    Severity.AMBIGUITY: ("ambiguity", "ambiguities"),
    Severity.ARTEFACT: ("damaged text", "damaged texts"),
}
_SINGLE = {"strands": "strand", "areas": "area", "sub-requirements": "sub-requirement", "activities": "activity",
           "KPIs": "KPI", "measures": "measure"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Undecided:
    """An error that nobody has decided on."""

    message: str
    where: str
    href: str


@dataclass(frozen=True, slots=True)
class FindingsShown:
    """What the findings of a document say, and the errors that wait for a decision."""

    words: str
    href: str
    undecided: Sequence[Undecided]


@dataclass(frozen=True, slots=True)
class EnterPage:
    """A plan before it is entered."""

    title: str
    paper: Paper
    label: str
    said_label: str
    year: str
    facts: Sequence[tuple[str, str]]
    findings: FindingsShown
    unread: Sequence[tuple[str, str]]
    left_out: Sequence[LeftOut]
    comparison: ComparisonShown | None
    before: str
    draft: Link | None


def findings_shown(paper: Paper, found: Sequence[PaperFinding]) -> FindingsShown:
    """Counts by severity, how many are decided, and the errors that are not."""
    counts = Counter(one.severity for one in found)
    said = [plural(counts[each.value], *_NAMES[each]) for each in Severity if counts[each.value]]
    decided = sum(bool(one.decision) for one in found)
    words = f"{and_list(said)}; {decided or 'none'} of them decided" if said else "nothing was found"
    return FindingsShown(words, reverse("intake:paper", args=[paper.reference]), [
        Undecided(one.message, one.where, reverse("intake:finding", args=[one.reference]))
        for one in found if one.severity == Severity.ERROR and not one.decision
    ])  # fmt: skip


def _unread(entry: Entry) -> list[tuple[str, str]]:
    """Dates without a reading as they would be entered: what people settled for the same text is settled."""
    if entry.comparison is None:
        return without_reading(entry.given.kpis)
    kpis = [pair.after for pair in entry.comparison.pairs if pair.after is not None]
    found = [(kpi.key, each.due_written) for kpi in kpis for each in kpi.measures if each.due_written and not each.due]
    return list(dict.fromkeys(found))


def enter_page(entry: Entry, paper: Paper, found: Sequence[PaperFinding], only: str) -> EnterPage:
    """Everything the page shows before a plan is entered."""
    given, previous = entry.given, entry.previous
    label = entry.label_for(entry.plan)
    year = f"{given.year}-{(given.year + 1) % 100:02d}" if given.year else ""
    where = f"the {entry.alliance.short_name} plan{' for ' + year if year else ''}"
    title = f"Enter it as {label} of {where}" if entry.plan else f"Enter {where} as a draft"
    address = reverse("plans:enter", args=[paper.reference])
    shown = None
    if entry.comparison is not None and previous is not None:
        shown = comparison_shown(entry.comparison, only, Sides(previous.label, label, address, {}))
    return EnterPage(
        title, paper, label, given.version_said, year,
        [(name.capitalize() if name != "KPIs" else name, str(count)) for name, count in counted(given)],
        findings_shown(paper, found), _unread(entry), given.left_out, shown,
        previous.label if previous else "",
        Link(f"{entry.draft.label}, a draft", reverse("plans:version", args=[entry.draft.reference]))
        if entry.draft else None,
    )  # fmt: skip
