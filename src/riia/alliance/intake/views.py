"""Pages of the intake: give a document, follow its reading, look at what was understood and found, decide."""

import csv
import json
from io import StringIO
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.intake import presenters as shown
from riia.alliance.intake import queries, services
from riia.alliance.intake.errors import IntakeError
from riia.alliance.intake.forms import DecideForm, GiveForm, KindForm
from riia.alliance.intake.models import Paper, PaperFinding
from riia.alliance.intake.states import Decision
from riia.alliance.kit.filters import plural
from riia.alliance.kit.spreadsheet_cells import safe_cell
from riia.alliance.kit.uploads import Quota

_METHODS = ["GET", "HEAD", "POST"]
_VIEWS = ("findings", "understood", "text")


@allow(Action.CHECK_DOCUMENTS)
@csrf_exempt
def home(request: HttpRequest) -> HttpResponse:
    """The documents, and a form to give one. What it may weigh is settled before the request is read."""
    quota = Quota(request, services.LARGEST + services.MEGABYTE)
    request.upload_handlers = [quota, TemporaryFileUploadHandler(request)]
    return _home(request, quota)


@csrf_protect
@require_http_methods(_METHODS)
def _home(request: HttpRequest, quota: Quota) -> HttpResponse:
    scope = _scope(request)
    form = GiveForm(request.POST, request.FILES, quota=quota) if request.method == "POST" else GiveForm()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            paper = services.take(name=given.name, data=given.read(), place=_place(scope), by=_person(request))
            if services.is_small(paper):
                services.read(paper=paper)
        except IntakeError as error:
            form.add_error("file", str(error))
        else:
            return redirect("intake:paper", paper.reference)
    lines = [shown.line(one) for one in queries.listed(scope)[:200]]
    return render(request, "intake/home.html", {"form": form, "lines": lines})


@allow(Action.CHECK_DOCUMENTS)
@require_safe
def paper(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What was found in a document, what was understood, and its text: one of the three at a time."""
    one = _found(request, reference)
    if services.is_dead(one, timezone.now()):
        one = services.read_again(paper=one, kind=one.kind_chosen, by=_person(request))
    view = request.GET.get("view", "findings")
    page = shown.paper_page(
        _scope(request), one, view if view in _VIEWS else "findings",
        request.GET.get("severity", ""), request.GET.get("page", "1"),
    )  # fmt: skip
    return render(request, "intake/paper.html", {"page": page})


@allow(Action.CHECK_DOCUMENTS)
@require_http_methods(_METHODS)
def kind(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Say what a document is and have it read again."""
    one = _found(request, reference)
    form = KindForm(request.POST if request.method == "POST" else None, initial={"kind": one.kind})
    if form.is_valid():
        try:
            again = services.read_again(paper=one, kind=form.cleaned_data["kind"], by=_person(request))
        except IntakeError as error:
            form.add_error(None, str(error))
        else:
            if services.is_small(again):
                services.read(paper=again)
            messages.success(request, "It has been read again. Decisions stay with what was found again.")
            return redirect("intake:paper", one.reference)
    return render(request, "intake/kind.html", {"form": form, "paper": one})


@allow(Action.CHECK_DOCUMENTS)
@require_http_methods(_METHODS)
def finding(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One finding with the text around it, and what is to be done about it."""
    one = queries.get_finding(_scope(request), reference)
    if one is None:
        raise Http404
    alike = one.paper.findings.filter(code=one.code, decision="").exclude(pk=one.pk).count()
    form = DecideForm(
        alike, request.POST if request.method == "POST" else None,
        initial={"decision": one.decision, "note": one.note},
    )  # fmt: skip
    if form.is_valid():
        try:
            count = services.decide(
                finding=one, decision=Decision(form.cleaned_data["decision"]), note=form.cleaned_data["note"],
                alike=form.cleaned_data.get("alike", False), by=_person(request),
            )  # fmt: skip
        except IntakeError as error:
            form.add_error("note", str(error))
        else:
            messages.success(request, f"Decided on {plural(count, 'finding')}.")
            return _next(one)
    context = {"form": form, "one": shown.row(one), "finding": one, "around": shown.around(one)}
    return render(request, "intake/finding.html", context)


def _next(one: PaperFinding) -> HttpResponse:
    """To the next finding nobody decided, after this one first; to the document when all are."""
    left = one.paper.findings.filter(decision="")
    following = left.filter(order__gt=one.order).first() or left.first()
    if following is None:
        return redirect("intake:paper", one.paper.reference)
    return redirect("intake:finding", following.reference)


@allow(Action.CHECK_DOCUMENTS)
@require_http_methods(_METHODS)
def remove(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Delete a document with all that was read in it, after asking."""
    one = _found(request, reference)
    if request.method == "POST":
        try:
            services.remove(paper=one, by=_person(request))
        except IntakeError as error:  # somebody else was quicker
            messages.error(request, str(error))
        else:
            messages.success(request, f"{one.name} and what was read in it are deleted.")
        return redirect("intake:home")
    return render(request, "intake/remove.html", {"paper": one})


@allow(Action.CHECK_DOCUMENTS)
@require_safe
def download(request: HttpRequest, reference: UUID, form: str) -> HttpResponse:
    """Every finding as CSV, the published JSON, or the questions to the author as text."""
    one = _found(request, reference)
    name = f"{slugify(one.name.rpartition('.')[0] or one.name)}-findings"
    if form == "json":
        keys = ("code", "severity", "where", "as_written", "message")
        rows = [{key: getattr(found, key) for key in keys} for found in one.findings.all()]
        return _file(json.dumps(rows, ensure_ascii=False, indent=2), "application/json", f"{name}.json")
    if form == "csv":
        out = StringIO()
        csv.writer(out).writerows([[safe_cell(cell) for cell in row] for row in shown.table(one)])
        return _file("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")
    if form == "txt":
        return _file(shown.questions(one), "text/plain; charset=utf-8", f"{name}-questions.txt")
    raise Http404


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _scope(request: HttpRequest) -> Scope:
    scope = getattr(request, "scope", None)
    assert isinstance(scope, Scope)
    return scope


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _place(scope: Scope) -> str:
    """For which place a document is read: the first at which the viewer may have documents read."""
    for held in scope.holdings:
        if held.place and Action.CHECK_DOCUMENTS in held.actions:
            return held.place
    raise IntakeError("Your role is tied to no region or council for which documents could be read.")


def _found(request: HttpRequest, reference: UUID) -> Paper:
    one = queries.get_paper(_scope(request), reference)
    if one is None:
        raise Http404
    return one
