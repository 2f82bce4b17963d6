"""The region's data-quality report, on a page and to take away."""

import csv
import io
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.kit.spreadsheet_cells import safe_cell
from riia.alliance.places.models import Alliance
from riia.alliance.returns.presenters import quality as shown
from riia.alliance.returns.presenters import quality_tables as tables
from riia.alliance.returns.presenters.care import care_lines
from riia.alliance.returns.presenters.staffing import quality_lines
from riia.alliance.returns.queries.home import quality_regions
from riia.alliance.returns.queries.quality import quality as report
from riia.alliance.returns.queries.staffing import known_from, posts
from riia.alliance.returns.queries.staffing_funded import funded
from riia.alliance.returns.timekeeping import today
from riia.alliance.returns.views.desk import scope_of
from riia.indicators.calendar import period_of
from riia.indicators.model import PeriodKind


@allow(Action.SEE_RETURNS)
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """Issues, how long they took, repeats, timeliness, and the plan's measures. For the people of a region."""
    alliance, others = _alliance(request)
    day = today()
    year = period_of(day, PeriodKind.FINANCIAL_YEAR)
    since = known_from(alliance, year.start)
    staff = posts(alliance, since, day)
    context = {
        "alliance": alliance,
        "alliances": others,
        "page": shown.page(report(scope_of(request), alliance, day), day, staff),
        "since": since,
        "funded": quality_lines(funded(alliance, day)),
        "care": care_lines(scope_of(request), alliance, day),
    }
    return render(request, "returns/quality.html", context)


@allow(Action.SEE_RETURNS)
@require_safe
def quality_table(request: HttpRequest, form: str) -> HttpResponse:
    """The same as CSV: a line for each return, or with `?of=issues` for each issue."""
    if form != "csv":
        raise Http404(f"This table comes as csv, not as {form}.")
    alliance, _ = _alliance(request)
    found = report(scope_of(request), alliance, today())
    of_issues = request.GET.get("of") == "issues"
    headings = tables.ISSUE_HEADINGS if of_issues else tables.HEADINGS
    rows = tables.issue_rows(found) if of_issues else tables.csv_rows(found)
    name = f"riia-{alliance.code}-{'quality-issues' if of_issues else 'data-quality'}.csv"
    response = HttpResponse(_csv([headings, *rows]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _alliance(request: HttpRequest) -> tuple[Alliance, list[Alliance]]:
    """The alliance of the address, or the viewer's first; a viewer without a region has no such report."""
    mine = quality_regions(scope_of(request))
    asked = request.GET.get("region")
    chosen = next((one for one in mine if one.region.code == asked), None) if asked else next(iter(mine), None)
    if chosen is None:
        raise Http404
    return chosen, mine


def _csv(rows: Iterable[Iterable[object]]) -> str:
    """With a byte order mark, so that Excel reads names as they are; formulas are disarmed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([safe_cell("" if cell is None else str(cell)) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()
