"""Grants in the 360Giving standard: written to a file, and entered from one."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.grants.errors import GrantError
from riia.alliance.grants.forms.giving import LARGEST, MEGABYTE, GivingExportForm, GivingFileForm
from riia.alliance.grants.models import Determination
from riia.alliance.grants.presenters import giving as shown
from riia.alliance.grants.queries import reading
from riia.alliance.grants.queries.giving import Export, Wanted, export_of, report_of
from riia.alliance.grants.queries.giving_import import plan_of
from riia.alliance.grants.services.giving import check_plan, enter_from
from riia.alliance.intake import services as intake
from riia.alliance.intake.errors import IntakeError
from riia.alliance.intake.models import Paper
from riia.alliance.intake.queries import get_paper
from riia.alliance.kit.filters import plural
from riia.alliance.kit.uploads import Quota
from riia.alliance.places.models import Place
from riia.documents.giving import as_csv, as_json, as_xlsx, read_giving, recognise
from riia.documents.model import DocumentError
from riia.documents.readers import read_document

_METHODS = ["GET", "HEAD", "POST"]
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SURE = 40
"""How sure it has to be that a file holds grants before it is kept."""


@allow(Action.SEE_GRANTS)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Which grants can be written, which cannot and why; and the files."""
    form, export = _asked(request)
    page = shown.export_page(export) if export is not None else None
    may_import = bool(_regions(_scope(request)))
    return render(request, "grants/giving/home.html", {"form": form, "page": page, "may_import": may_import})


@allow(Action.SEE_GRANTS)
@require_safe
def file(request: HttpRequest, form: str) -> HttpResponse:
    """The grants as JSON, a workbook or CSV; or the report of what is left out."""
    _, export = _asked(request)
    if export is None or form not in ("json", "xlsx", "csv", "report"):
        raise Http404
    name = f"grants-360giving-{export.wanted.day.isoformat()}"
    if form == "report":
        return _file(report_of(export), "text/csv; charset=utf-8", f"{name}-left-out.csv")
    if not export.written:
        raise Http404
    if form == "json":
        return _file(as_json(export.package), "application/json", f"{name}.json")
    if form == "csv":
        return _file(as_csv(export.package), "text/csv; charset=utf-8", f"{name}.csv")
    return _file(as_xlsx(export.package), _WORKBOOK, f"{name}.xlsx")


@allow(Action.KEEP_GRANTS)
@csrf_exempt
def give(request: HttpRequest) -> HttpResponse:
    """Give a file of grants. What it may weigh is settled before the request is read."""
    quota = Quota(request, LARGEST + MEGABYTE // 4)
    request.upload_handlers = [quota, TemporaryFileUploadHandler(request)]
    return _give(request, quota)


@csrf_protect
@require_http_methods(_METHODS)
def _give(request: HttpRequest, quota: Quota) -> HttpResponse:
    regions = _regions(_scope(request))
    if not regions:
        raise Http404
    form = GivingFileForm(regions, request.POST, request.FILES, quota=quota) if request.method == "POST" else (
        GivingFileForm(regions)
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        paper = _taken(request, form)
        if paper is not None:
            return redirect("grants:giving_import_file", paper.reference)
    return render(request, "grants/giving/give.html", {"form": form})


def _taken(request: HttpRequest, form: GivingFileForm) -> Paper | None:
    """The file, kept and read; None where it holds no grants, with the reason at the form."""
    given = form.cleaned_data["file"]
    data = given.read()
    try:
        sure, why = recognise(read_document(data, given.name))
        if sure < _SURE:
            form.add_error("file", f"The file holds no grants in the 360Giving standard. {why}")
            return None
        paper = intake.take(name=given.name, data=data, place=form.cleaned_data["region"], by=_person(request))
        return intake.read(paper=paper)
    except DocumentError as error:
        form.add_error("file", f"{error.rule[:1].upper()}{error.rule[1:]} {error.remedy}")
    except IntakeError as error:
        form.add_error("file", str(error))
    return None


@allow(Action.KEEP_GRANTS)
@require_http_methods(_METHODS)
def confirm(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What would be entered from a file; sent, it is entered."""
    scope, today = _scope(request), timezone.localdate()
    paper = get_paper(scope, reference)
    region = Place.objects.filter(code=paper.place, kind="region").first() if paper else None
    if paper is None or region is None or not scope.may(Action.KEEP_GRANTS, region.code):
        raise Http404
    try:
        read = read_giving(bytes(paper.data), paper.name, today=today)
    except DocumentError as error:
        raise Http404 from error
    error_words = ""
    if request.method == "POST":
        expected = request.POST.get("expected", "")
        try:
            made = enter_from(paper=paper, region=region, expected=expected, today=today, by=_person(request))
        except GrantError as error:
            error_words = str(error)
        else:
            messages.success(request, f"Entered in {plural(len(made), 'draft')}. Complete each from its letter.")
            return redirect("grants:giving_import_file", paper.reference)
    plan = plan_of(scope, read, region, today=today)
    try:
        check_plan(plan)
        refused = ""
    except GrantError as error:
        refused = str(error)
    made_drafts = [_draft(one) for one in _drafts(scope, paper)]
    context = {
        "paper": paper, "region": region, "page": shown.import_page(plan, read), "refused": refused,
        "error": error_words, "drafts": made_drafts,
    }  # fmt: skip
    return render(request, "grants/giving/confirm.html", context)


def _drafts(scope: Scope, paper: Paper) -> list[Determination]:
    """The grants that were entered from this file."""
    found = reading.determinations(scope).filter(versions__document_sha256=paper.sha256)
    return list(found.distinct())


def _draft(grant: Determination) -> tuple[str, str]:
    return grant.title, shown.href_of(grant)


def _asked(request: HttpRequest) -> tuple[GivingExportForm, Export | None]:
    """The form as sent, or as it stands at first, and the export it asks for."""
    scope, today = _scope(request), timezone.localdate()
    grants = list(reading.determinations(scope))
    places = list(_places(scope))
    is_asked = any(name in request.GET for name in ("day-day", "day-month", "day-year", "place", "grants"))
    form = GivingExportForm(grants, places, today, request.GET if is_asked else None, initial={"day": today})
    if not is_asked:
        return form, export_of(scope, Wanted(today), today=today)
    if not form.is_valid():
        return form, None
    return form, export_of(scope, _wanted(form, places), today=today)


def _wanted(form: GivingExportForm, places: list[Place]) -> Wanted:
    said = form.cleaned_data
    place = next((one for one in places if one.code == said["place"]), None)
    day: date = said["day"]
    return Wanted(day, frozenset(said["grants"]) or None, place, said["unpublished"])


def _places(scope: Scope) -> list[Place]:
    """The regions, and the councils of those that the viewer sees grants of."""
    regions = Place.objects.filter(kind="region").order_by("name")
    codes = scope.places_for(Action.SEE_GRANTS)
    councils = Place.objects.filter(kind="council", valid_to__isnull=True).order_by("name")
    return [*regions, *(councils if codes is None else councils.filter(code__in=codes))]


def _regions(scope: Scope) -> list[Place]:
    """Regions whose grants the viewer keeps."""
    codes = scope.places_for(Action.KEEP_GRANTS)
    found = Place.objects.filter(kind="region").order_by("name")
    return list(found if codes is None else found.filter(code__in=codes))


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _scope(request: HttpRequest) -> Scope:
    scope = getattr(request, "scope", None)
    assert isinstance(scope, Scope)
    return scope


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
