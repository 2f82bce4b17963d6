"""If something comes later, what fails? And the links this rests on."""

from dataclasses import dataclass
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
from riia.alliance.plans.costs_timing import mistimed
from riia.alliance.plans.dependencies import held
from riia.alliance.plans.forms.simulator import MORE, LinkForm, SimulatorForm
from riia.alliance.plans.forms.spending import ReasonForm
from riia.alliance.plans.models import Dependency, PlanVersion
from riia.alliance.plans.presenters import simulator as show
from riia.alliance.plans.presenters.links import link_row, links_title
from riia.alliance.plans.queries.costs import HeldSheet, Kpis, held_sheets, versions
from riia.alliance.plans.queries.reading import standings
from riia.alliance.plans.queries.simulator import Told, all_links, done_days, needed_days, promises, told
from riia.alliance.plans.recovering import recoveries
from riia.alliance.plans.services import dependencies as services
from riia.alliance.plans.simulator import Pace, Play, simulate
from riia.alliance.plans.views.at import person_at, posted, scope_of
from riia.alliance.plans.views.costs_at import METHODS, may_keep, nothing, shown, version_at
from riia.alliance.returns.timekeeping import today


@allow(Action.SEE_PLAN)
@require_safe
def simulator(request: HttpRequest) -> HttpResponse:
    """Changes played through the links, against how things stand. The address holds the question; nothing is saved."""
    version = version_at(request)
    if version is None:
        return nothing(request)
    form = SimulatorForm(version, request.GET if "of" in request.GET else None)
    asked = _asked(request, version, form)
    result, address = asked.result, form.address() if asked.result else ""
    return shown(request, "plans/simulator.html", version, "simulator", form=form, result=result, asked=asked,
                 address=request.build_absolute_uri(f"{reverse('plans:simulator')}?{address}") if address else "",
                 chart_src=f"{reverse('plans:simulator_chart', args=['svg'])}?{address}" if address else "",
                 enablers=_enablers(asked.links), links=len(asked.links), further=MORE,
                 title=result.title if result else "If something comes later, what fails?")  # fmt: skip


@allow(Action.SEE_PLAN)
@require_safe
def chart(request: HttpRequest, form: str) -> HttpResponse:
    """The timeline as a picture."""
    version = version_at(request)
    if version is None or form not in ("svg", "png") or "of" not in request.GET:
        raise Http404
    result = _asked(request, version, SimulatorForm(version, request.GET)).result
    if result is None or result.chart is None:
        raise Http404
    return chart_response(request, result.chart, kind=form)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page of the simulator is about: links, how things stand, what is late already, and what was asked."""

    links: list[Told]
    standing: str
    late: list[str]
    result: show.Simulated | None


def _asked(request: HttpRequest, version: PlanVersion, form: SimulatorForm) -> Asked:
    """How things stand, and what follows from the changes; no result where they cannot be read: the form says why."""
    usable = form.is_valid()
    found, over = told(version), today() > version.plan.ends_on
    on = form.stands_on if usable else None if over else today()
    sheets = held_sheets(version)
    kpis = sheets[0].kpis if sheets else Kpis(version)
    done = done_days(standings(scope_of(request), version.plan, on, label=version.label), version.plan) if on else {}
    known = promises(kpis.all.values(), needed_days(found), done)
    play = Play(known, all_links(found), form.pace_chosen if usable else Pace.LEAST, on)
    stands = simulate(play, {})
    result = _result(form, play, version, sheets, kpis) if usable else None
    return Asked(found, show.standing_words(version.plan, known, on, over), show.late_words(stands), result)


def _result(
    form: SimulatorForm, play: Play, version: PlanVersion, sheets: list[HeldSheet], kpis: Kpis
) -> show.Simulated | None:
    try:
        delays = form.delays(play)
    except ValidationError as error:
        form.add_error("of", error)
        return None
    outcome = simulate(play, delays)
    lines, year = [line for sheet in sheets for line in sheet.funded()], version.plan.year
    money = show.Money(
        lines, list(mistimed(lines, outcome.days(), year)), list(mistimed(lines, simulate(play, {}).days(), year))
    )
    return show.simulated(version.plan, kpis.all, outcome, form.changes(), recoveries(play, delays, outcome),
                          outcome.undated(play.links), money)  # fmt: skip


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
    found = told(version)
    known = promises(Kpis(version).all.values(), needed_days(found))
    rows = [link_row(one.model, list(held(known, one.links)), known) for one in found]
    rows.sort(key=lambda row: row.rank)
    return shown(request, "plans/dependencies.html", version, "dependencies", rows=rows, title=links_title(rows))


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
                              needed_on=given["needed_on"], by=person_at(request))  # fmt: skip
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
