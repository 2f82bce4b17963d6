"""If something comes later, what fails? And the links this rests on."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.kit.chart_response import chart_response
from riia.alliance.plans.costs_errors import CostsError
from riia.alliance.plans.dependencies import held
from riia.alliance.plans.forms.simulator import LinkForm, SimulatorForm
from riia.alliance.plans.forms.spending import ReasonForm
from riia.alliance.plans.models import Dependency, PlanVersion
from riia.alliance.plans.presenters import simulator as show
from riia.alliance.plans.queries.costs import Kpis, held_sheets, versions
from riia.alliance.plans.queries.simulator import Told, all_links, promises, told
from riia.alliance.plans.services import dependencies as services
from riia.alliance.plans.simulator import simulate
from riia.alliance.plans.views.at import person_at, posted, scope_of
from riia.alliance.plans.views.costs_at import METHODS, may_keep, nothing, shown, version_at


@allow(Action.SEE_PLAN)
@require_safe
def simulator(request: HttpRequest) -> HttpResponse:
    """A delay played through the links. The address holds the question; nothing is saved."""
    version = version_at(request)
    if version is None:
        return nothing(request)
    asked = "of" in request.GET
    form = SimulatorForm(version, request.GET if asked else None, initial={"unit": "weeks", "pace": "least"})
    found = told(version)
    result = _result(version, form, found) if asked else None
    address = f"{reverse('plans:simulator_chart', args=['svg'])}?{request.GET.urlencode()}" if result else ""
    return shown(request, "plans/simulator.html", version, "simulator", form=form, result=result, chart_src=address,
                 enablers=_enablers(found), title=result.title if result else "If something comes later, what fails?",
                 links=len(found))  # fmt: skip


@allow(Action.SEE_PLAN)
@require_safe
def chart(request: HttpRequest, form: str) -> HttpResponse:
    """The timeline as a picture."""
    version = version_at(request)
    if version is None or form not in ("svg", "png") or "of" not in request.GET:
        raise Http404
    result = _result(version, SimulatorForm(version, request.GET), told(version))
    if result is None or result.chart is None:
        raise Http404
    return chart_response(request, result.chart, kind=form)


def _result(version: PlanVersion, form: SimulatorForm, found: list[Told]) -> show.Simulated | None:
    """What follows from the delay; None where what was asked cannot be read, which the form then says."""
    if not form.is_valid():
        return None
    sheets = held_sheets(version)
    kpis = sheets[0].kpis if sheets else Kpis(version)
    known = promises(kpis.all.values())
    links = all_links(found)
    try:
        delays = form.delays(known)
    except ValidationError as error:
        form.add_error("of", error)
        return None
    outcome = simulate(known, links, delays, pace=form.pace_chosen)
    before = [each for sheet in sheets for each in sheet.mistimed(kpis.days())]
    after = [each for sheet in sheets for each in sheet.mistimed(outcome.days())]
    return show.simulated(version.plan, outcome, delays, form.delay(), outcome.undated(links), after, before)


def _enablers(found: list[Told]) -> list[tuple[str, str, int]]:
    """What most depends on: number, words and how many links, the most first."""
    counted: dict[str, tuple[str, int]] = {}
    for one in found:
        model = one.model
        words = model.before_measure.words if model.before_measure else model.before.words
        counted[model.before_at] = (words, counted.get(model.before_at, ("", 0))[1] + 1)
    listed = [(key, words, count) for key, (words, count) in counted.items()]
    return sorted(listed, key=lambda each: (-each[2], each[0]))


@allow(Action.SEE_PLAN)
@require_safe
def dependencies(request: HttpRequest) -> HttpResponse:
    """Every link against the dates, what is out of order first."""
    version = version_at(request)
    if version is None:
        return nothing(request)
    known = promises(Kpis(version).all.values())
    rows = [show.link_row(one.model, list(held(known, one.links)), known) for one in told(version)]
    rows.sort(key=lambda row: ("problem", "attention", "done").index(row.tag[1]))
    return shown(request, "plans/dependencies.html", version, "dependencies", rows=rows, title=show.links_title(rows))


@allow(Action.KEEP_PLAN)
@require_http_methods(METHODS)
def add(request: HttpRequest) -> HttpResponse:
    """Say that one promise enables another."""
    version = version_at(request)
    if version is None or not may_keep(request, version.plan):
        raise Http404
    form = LinkForm(version, posted(request), initial={"amount": 0})
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.add_link(before=given["before"], after=given["after"], lead=form.lead(), reason=given["reason"],
                              by=person_at(request))  # fmt: skip
        except CostsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The link is entered.")
            return redirect("plans:dependencies")
    return shown(request, "plans/costs_form.html", version, "dependencies", form=form, title="Say what enables what",
                 caption=version.plan.title, back=None, button="Enter the link",
                 back_href=reverse("plans:dependencies"),
                 fields={"amount": {"width": 4}, "before": {"width": 10}, "after": {"width": 10}})  # fmt: skip


@allow(Action.KEEP_PLAN)
@require_http_methods(METHODS)
def remove(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take a link away."""
    link = _link(request, reference)
    form = ReasonForm(posted(request))
    if form.is_valid():
        services.remove_link(link=link, reason=form.cleaned_data["reason"], by=person_at(request))
        messages.success(request, "The link is removed.")
        return redirect("plans:dependencies")
    return shown(request, "plans/costs_form.html", link.version, "dependencies", form=form, back=None,
                 back_href=reverse("plans:dependencies"), title=f"Remove the link {link.before_at} → {link.after_at}",
                 caption=link.version.plan.title, button="Remove it", note=link.reason)  # fmt: skip


def _link(request: HttpRequest, reference: UUID) -> Dependency:
    found = Dependency.objects.filter(version__in=versions(scope_of(request)).values("pk"), reference=reference)
    link = found.select_related("version__plan__alliance__region").first()
    if link is None or not may_keep(request, link.version.plan):
        raise Http404
    return link
