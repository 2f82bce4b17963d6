"""The appendices made again from data, to read, to print and to take along."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.plans.appendices import Appendix, appendix, as_csv
from riia.alliance.plans.appendices_xlsx import as_xlsx
from riia.alliance.plans.models import PlanVersion
from riia.alliance.plans.queries.costs import HeldSheet, held_sheets
from riia.alliance.plans.views.costs_at import nothing, shown, version_at
from riia.alliance.returns.timekeeping import today

_TYPES = {"csv": "text/csv; charset=utf-8",
          "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip


@allow(Action.SEE_PLAN)
@require_safe
def appendices(request: HttpRequest) -> HttpResponse:
    """Every appendix of the costs."""
    version = version_at(request)
    if version is None:
        return nothing(request)
    return shown(request, "plans/appendices.html", version, "appendices", found=_made(version))


@allow(Action.SEE_PLAN)
@require_safe
def download(request: HttpRequest, form: str) -> HttpResponse:
    """The same as a workbook or as CSV."""
    version = version_at(request)
    if version is None or form not in _TYPES:
        raise Http404
    found = _made(version)
    if not found:
        raise Http404
    title = f"{version.plan.title}, {version.label}"
    body = as_csv(found).encode() if form == "csv" else as_xlsx(found, title, today())
    response = HttpResponse(body, content_type=_TYPES[form])
    name = f"appendices-{version.plan.alliance.code}-{version.plan.year_words}-{version.label}.{form}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


def _made(version: PlanVersion) -> list[Appendix]:
    return [appendix(each.sheet, _named(each)) for each in held_sheets(version)]


def _named(held: HeldSheet) -> dict[str, tuple[str, str]]:
    """For each line its sub-requirement and the KPIs it pays for, as the document has them."""
    return {
        line.line.key: (line.model.requirement.number if line.model.requirement else "",
                        line.model.scope_written or (heading.model.scope_written if line is heading.lines[0] else ""))
        for heading in held.headings for line in heading.lines
    }  # fmt: skip
