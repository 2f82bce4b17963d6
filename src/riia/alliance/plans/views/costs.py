"""What the plan costs: its appendices checked, and each line."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.plans.costs_errors import CostsError
from riia.alliance.plans.forms.costs import WaitsForm
from riia.alliance.plans.presenters import costs as show
from riia.alliance.plans.presenters.spending import entry_line, quarter_line
from riia.alliance.plans.queries.costs import held_sheets
from riia.alliance.plans.queries.spending import SpendingOn
from riia.alliance.plans.services import costs as services
from riia.alliance.plans.views.at import day_at, person_at, posted
from riia.alliance.plans.views.costs_at import METHODS, line_at, nothing, shown, version_at


@allow(Action.SEE_PLAN)
@require_safe
def costs(request: HttpRequest) -> HttpResponse:
    """Every sum of the appendices recomputed, and what was found."""
    version = version_at(request)
    if version is None:
        return nothing(request)
    found = held_sheets(version)
    return shown(request, "plans/costs.html", version, "costs", title=show.title_of(found),
                 sheets=[show.sheet_shown(each) for each in found])  # fmt: skip


@allow(Action.SEE_PLAN)
@require_safe
def line(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One line: as written, as read, by the rule, and what was spent of it."""
    one = line_at(request, reference)
    sheet = one.heading.sheet
    held = next(each for each in held_sheets(sheet.version) if each.model.pk == sheet.pk)
    own = next(each for each in held.lines if each.model.pk == one.pk)
    on = SpendingOn(held, day_at(request, sheet.version.plan))
    spent = on.by_line[own.line.key]
    titles = held.kpis.titles()
    early = [each for each in held.mistimed(held.kpis.days()) if each.key == own.line.key]
    waits = [(each, show.day_or_none(each.due)) for each in own.model.waits_for.all()]
    return shown(
        request, "plans/costs_line.html", sheet.version, "costs", line=own.model, row=show.line_row(own), held=own,
        profile=show.profile_rows(own), spent=spent, quarters=[quarter_line(each) for each in spent.quarters], on=on,
        timing=[show.mistimed_words(each, titles) for each in early],
        entries=[entry_line(each) for each in on.entries if each.line_id == one.pk], waits=waits,
        packages=list(show.packages_words(own)),
    )  # fmt: skip


@allow(Action.KEEP_PLAN)
@require_http_methods(METHODS)
def waits(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Say what has to be done before a line's money can be spent."""
    one = line_at(request, reference, keep=True)
    version = one.heading.sheet.version
    now = ", ".join(f"{each.kpi.key}/{each.number}" for each in one.waits_for.select_related("kpi"))
    form = WaitsForm(version, posted(request), initial={"measures": now, "why": one.waits_why})
    if form.is_valid():
        try:
            services.name_waits(line=one, measures=form.cleaned_data["measures"], why=form.cleaned_data["why"],
                                by=person_at(request))  # fmt: skip
        except CostsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is noted.")
            return redirect("plans:cost_line", one.reference)
    return shown(request, "plans/costs_form.html", version, "costs", form=form, title="What this money waits for",
                 caption=one.label, back=one, button="Save")  # fmt: skip
