"""The plan on one page, and the same as a file."""

import csv
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.kit.spreadsheet_cells import safe_cell
from riia.alliance.plans.presenters import overview as shown
from riia.alliance.plans.presenters.words import rag_words
from riia.alliance.plans.queries import reading
from riia.alliance.plans.rows import MeasureRow
from riia.alliance.plans.thresholds import number
from riia.alliance.plans.views.at import day_at, needed_plan, plan_at, scope_of
from riia.alliance.returns.timekeeping import today

_COLUMNS = (
    "KPI", "words", "strand", "area", "requirement", "kind", "owner", "status", "colour", "colour by hand", "reason",
    "measure", "asks", "target", "n", "of", "needed", "n without exemptions", "of without exemptions", "measure status",
    "due as written", "due as read", "how it is read", "decided by", "accepted evidence", "waiting for review",
    "exempt councils", "simulated",
)  # fmt: skip


@allow(Action.SEE_PLAN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every KPI: what is red and why, what is due, what evidence is missing; filters are in the address."""
    plan = plan_at(request)
    if plan is None:
        return render(request, "plans/none.html")
    scope = scope_of(request)
    found = reading.standings(scope, plan, at=day_at(request, plan))
    waiting = reading.to_review(scope).filter(plan=plan).count()
    page = shown.home_page(scope, plan, found, request.GET.dict(), waiting, today())
    return render(request, "plans/home.html", {"page": page})


@allow(Action.SEE_PLAN)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The chosen KPIs as CSV, one line for each measure."""
    plan = needed_plan(request)
    scope = scope_of(request)
    found = reading.standings(scope, plan, at=day_at(request, plan))
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([f"{found.plan_title}, {found.version}, as at {found.at.isoformat()}"])
    writer.writerow(_COLUMNS)
    for row in shown.filtered(found, shown.chosen(request.GET.dict()), scope.person_ref):
        exempt = ", ".join(each.council for each in row.exemptions if each.approved)
        lead = [row.key, row.words, row.strand, row.area, row.requirement, row.kind, row.owner_words, row.status.value,
                rag_words(row.rag, row.status), row.override.rag.value if row.override else "", row.reason]  # fmt: skip
        for each in row.measures or [None]:
            cells = _measure_cells(each) if each else [""] * 14
            line = [*lead, *cells, exempt, "yes" if row.simulated else ""]
            writer.writerow([safe_cell(str(cell)) for cell in line])
    name = f"plan-{plan.alliance.region.code}-{plan.year_words}-{found.at.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _measure_cells(each: MeasureRow) -> list[object]:
    result, without = each.standing.result, each.standing.without
    said = [number(part) if part is not None else "" for part in (result.n, result.of, result.needed)]
    plain = [number(part) if part is not None else "" for part in (without.n, without.of)]
    return [each.number, each.words, each.target, *said, *plain, each.standing.status.value, each.due_written,
            each.due.isoformat() if each.due else "", each.due_reading, each.due_decided_by, each.evidence,
            each.waiting]  # fmt: skip
