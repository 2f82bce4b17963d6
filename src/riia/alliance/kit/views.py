"""The styleguide: every piece of the kit on one page, with made-up content."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from riia.alliance.kit.chart_response import chart_response
from riia.alliance.kit.samples import SampleForm, sample_chart, sample_context


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every piece; `?picture=trend` answers one of its charts, `?errors=1` shows the form with errors."""
    picture = request.GET.get("picture")
    if picture is not None:
        try:
            chart = sample_chart(picture)
        except KeyError as error:
            raise Http404(f"There is no sample chart {picture!r}.") from error
        kind = "png" if request.GET.get("kind") == "png" else "svg"
        return chart_response(request, chart, kind=kind)
    wrong = {"email": "nobody", "held_on-day": "31", "held_on-month": "6", "held_on-year": "2026"}
    context = sample_context() | {
        "form": SampleForm(wrong if request.GET.get("errors") else None),
        "charts": [(name, sample_chart(name)) for name in ("trend", "bars", "dots", "funnel", "control")],
        "page": Paginator(range(1, 154), 10).page(4),
        "sort": request.GET.get("sort", "-borrowed"),
    }
    return render(request, "kit/styleguide.html", context)
