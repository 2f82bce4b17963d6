"""A plan that was read and checked is entered as a draft: shown first, then confirmed by a person."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.intake import queries as intake
from riia.alliance.intake.models import Paper
from riia.alliance.intake.states import PaperState
from riia.alliance.plans.errors import PlanError
from riia.alliance.plans.forms.entering import EnterForm
from riia.alliance.plans.presenters.entering import enter_page
from riia.alliance.plans.queries.entering import entry_of
from riia.alliance.plans.services import entering as services
from riia.alliance.plans.views.at import person_at, posted, say, scope_of
from riia.alliance.returns.timekeeping import today
from riia.documents.model import Kind

METHODS = ["GET", "HEAD", "POST"]


@allow(Action.KEEP_PLAN)
@require_http_methods(METHODS)
def enter(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show what a plan would be entered as, and enter it as a draft."""
    paper = paper_at(request, reference)
    if paper.kind == Kind.COSTINGS:
        return redirect("plans:enter_costs", paper.reference)
    entry = entry_of(scope_of(request), paper, _year(request))
    if entry is None:
        raise Http404
    found = list(paper.findings.all())
    undecided = sum(one.severity == "error" and not one.decision for one in found)
    form = EnterForm(entry, undecided, today().year, posted(request))
    if form.is_valid():
        try:
            version = services.enter_plan(paper=paper, entry=entry, answers=form.answers(), by=person_at(request))
        except PlanError as error:
            say(form, error)
        else:
            messages.success(request, f"It is entered as {version.label}, a draft. Look at what came out.")
            return redirect("plans:version", version.reference)
    page = enter_page(entry, paper, found, request.GET.get("only", ""))
    return render(request, "plans/enter.html", {"page": page, "form": form})


def paper_at(request: HttpRequest, reference: UUID) -> Paper:
    """A plan or costings that was read for a region whose plan the viewer keeps."""
    scope = scope_of(request)
    paper = intake.get_paper(scope, reference)
    if paper is None or paper.state != PaperState.READ or paper.kind not in (Kind.PLAN, Kind.COSTINGS):
        raise Http404
    if not scope.may(Action.KEEP_PLAN, paper.place):
        raise Http404
    return paper


def _year(request: HttpRequest) -> int | None:
    """The year a person says, where the document names none."""
    text = request.POST.get("year", "")
    return int(text) if text.isdecimal() and len(text) == 4 else None
