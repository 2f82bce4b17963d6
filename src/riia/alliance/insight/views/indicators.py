"""One indicator: its page, its charts at their own addresses, and its tables to take away."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.agreements.first_access import has_accepted, needs_notice
from riia.alliance.figures import queries as figures
from riia.alliance.insight import exports, limits, queries, tables
from riia.alliance.insight.choices import Choice
from riia.alliance.insight.comparisons import Basis, Group
from riia.alliance.insight.downloads import sheet_response
from riia.alliance.insight.forms import ChoiceForm
from riia.alliance.insight.in_year import in_year_of
from riia.alliance.insight.presenters import in_year, listing
from riia.alliance.insight.presenters import indicator as shown
from riia.alliance.insight.standings import Standing
from riia.alliance.insight.use import counts_as_use
from riia.alliance.kit.chart_response import chart_response
from riia.indicators.definitions import Indicator, UnknownDefinition, catalogue
from riia.indicators.model import Period
from riia.indicators.reference import ENGLAND


@allow(Action.SEE_FIGURES)
def indicators(request: HttpRequest) -> HttpResponse:
    """Every indicator, by theme, with England's newest figure."""
    series = queries.all_series(request.scope)  # type: ignore[attr-defined]
    return render(request, "insight/indicators.html", {"page": listing.page(series)})


@allow(Action.SEE_FIGURES)
@counts_as_use
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """One indicator of one place: the finding, over time, where it stands, the definition, what to take away."""
    form, choice, standing = _chosen(request, indicator)
    releases = queries.releases(request.scope, standing.series.address)  # type: ignore[attr-defined]
    page = shown.page(standing, choice, releases)
    held = in_year_of(request.scope, standing)  # type: ignore[attr-defined]
    # What is not published stands behind the notice against re-identification (R4.05).
    section = in_year.section(held, standing, choice) if held and has_accepted(request) else None
    notice = f"{reverse('agreements:notice')}?{urlencode({'next': request.get_full_path()})}" if held else ""
    context = {"page": page, "choose": form, "forms": [form], "section": section, "notice": notice}
    return render(request, "insight/indicator.html", context)


@allow(Action.SEE_FIGURES)
@needs_notice
def in_year_chart(request: HttpRequest, indicator: str, kind: str) -> HttpResponse:
    """The chart of in-year figures, for whom the data register names; for anybody else there is none."""
    _, _, standing = _chosen(request, indicator)
    held = in_year_of(request.scope, standing)  # type: ignore[attr-defined]
    drawn = in_year.chart(held, standing) if held else None
    if drawn is None:
        raise Http404("There is no such chart of this indicator.")
    return chart_response(request, drawn, kind=kind)


@allow(Action.SEE_FIGURES)
def chart(request: HttpRequest, indicator: str, name: str, kind: str) -> HttpResponse:
    """A chart of the page, as a picture."""
    _, choice, standing = _chosen(request, indicator)
    drawn = shown.chart(standing, choice, name) if standing.comparison else None
    if drawn is None:
        raise Http404("There is no such chart of this indicator: it has too few figures, or none that can be used.")
    wanted = request.GET.get("download") == "1"
    file = exports.file_stem(indicator, standing.subject.name, name) if wanted else ""
    return chart_response(request, drawn, kind=kind, download_as=file)


@allow(Action.EXPORT_FIGURES)
def table(request: HttpRequest, indicator: str, name: str, form: str) -> HttpResponse:
    """The table behind a chart, as CSV or as a workbook."""
    _, choice, standing = _chosen(request, indicator)
    makers = {"trend": tables.trend, "standing": tables.standing, "funnel": limits.funnel, "control": limits.control}
    sheet = makers[name](standing, choice)
    if sheet is None:
        raise Http404("There is no such table of this indicator: it has too few figures, or none that can be used.")
    return sheet_response(sheet, form, indicator, standing.subject.name, name)


def _chosen(request: HttpRequest, slug: str) -> tuple[ChoiceForm, Choice, Standing]:
    """The reader's choice and the standing it asks for. What is not understood is said, and left at its default."""
    one = _known(slug)
    scope = request.scope  # type: ignore[attr-defined]
    reading = request.GET.get("variant", "")
    key = reading if reading in {variant.key for variant in one.published_variants} else ""
    address = f"{slug}:{key}" if key else slug
    form = ChoiceForm(request.GET, indicator=one, periods=figures.series(scope, address).periods)
    form.is_valid()
    choice = _choice(form.cleaned_data, "" if key == one.default.key else key)
    return form, choice, queries.standing_of(scope, address, choice.place, choice.period)


def _choice(cleaned: dict[str, Any], variant: str) -> Choice:
    period, among = cleaned.get("period"), cleaned.get("among")
    return Choice(
        place=cleaned.get("place") or str(ENGLAND),
        basis=Basis(cleaned.get("basis") or Basis.NEIGHBOURS),
        variant=variant,
        period=Period.parse(period) if period else None,
        overlays=tuple(cleaned.get("places", ())),
        among=Group(among) if among else None,
    )


def _known(slug: str) -> Indicator:
    try:
        return catalogue().indicator(slug)
    except UnknownDefinition as error:
        raise Http404(str(error)) from None
