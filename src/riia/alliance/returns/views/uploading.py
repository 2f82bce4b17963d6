"""Uploading a file: choosing it, following its reading, looking at what it says, using it or not."""

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.kit.filters import plural
from riia.alliance.kit.uploads import Quota
from riia.alliance.returns.errors import Conflict, DeskError
from riia.alliance.returns.forms.filling import UploadForm, revision_of
from riia.alliance.returns.models import Return, Upload
from riia.alliance.returns.presenters import templates
from riia.alliance.returns.presenters import uploading as shown
from riia.alliance.returns.presenters.filling import possessive, short_period
from riia.alliance.returns.queries.reading import returns
from riia.alliance.returns.services import uploads
from riia.alliance.returns.timekeeping import now
from riia.alliance.returns.views.desk import found_return, person_at, scope_of
from riia.alliance.returns.views.filling import not_now

_TEMPLATES = {
    "xlsx": (templates.workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (templates.table, "text/csv; charset=utf-8"),
}


@allow(Action.PREPARE_RETURN)
@require_safe
def template(request: HttpRequest, reference: UUID, form: str = "xlsx") -> HttpResponse:
    """The region's workbook, or a CSV file with the same lines, with what is known in it."""
    one = found_return(request, reference)
    if refused := not_now(request, one):
        return refused
    if form not in _TEMPLATES:
        raise Http404("A template is a workbook (xlsx) or a CSV file.")
    make, kind = _TEMPLATES[form]
    response = HttpResponse(make(one), content_type=kind)
    response["Content-Disposition"] = (
        f'attachment; filename="{slugify(one.council.name)}-{one.round.as_period.code}-return.{form}"'
    )
    return response


@allow(Action.PREPARE_RETURN)
@csrf_exempt
def upload(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Give a file. What it may weigh is settled before the request is read, which the check of CSRF does."""
    quota = Quota(request, uploads.LARGEST + uploads.MEGABYTE)
    request.upload_handlers = [quota, TemporaryFileUploadHandler(request)]
    return _upload(request, reference, quota)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _upload(request: HttpRequest, reference: UUID, quota: Quota) -> HttpResponse:
    one = found_return(request, reference)
    if refused := not_now(request, one):
        return refused
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if quota.exceeded:
        form.errors.pop("file", None)
        form.add_error(
            "file", f"The file is larger than {uploads.LARGEST // uploads.MEGABYTE} MB. Choose a smaller one"
        )
    elif form.is_bound and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            kept = uploads.take_upload(one=one, name=given.name, data=given.read(), by=person_at(request))
            if uploads.is_small(kept):
                uploads.read(upload=kept)
        except DeskError as error:
            form.add_error("file", str(error))
        else:
            return redirect("returns:uploaded", kept.reference)
    whose, period = possessive(one.council.label), short_period(one.round.as_period)
    context = {"form": form, "one": one, "whose": whose, "period": period}
    return render(request, "returns/upload.html", context)


@allow(Action.PREPARE_RETURN)
@require_http_methods(["GET", "HEAD", "POST"])
def uploaded(request: HttpRequest, reference: UUID) -> HttpResponse:
    """A file: its reading, then what it says beside what stands. Nothing is used before the person says so."""
    kept = _kept(request, reference)
    one = kept.council_return
    if refused := not_now(request, one):
        return refused
    if request.method == "POST":
        return _decided(request, one, kept)
    if uploads.is_dead(kept, now()):
        kept = uploads.take_up_again(upload=kept)
    page = shown.page(one, kept, now(), progress="progress" in request.GET)
    return render(request, "returns/uploaded.html", {"page": page})


def _decided(request: HttpRequest, one: Return, kept: Upload) -> HttpResponse:
    """Use the figures, set the file aside, or read it now."""
    step, by = request.POST.get("step", ""), person_at(request)
    try:
        if step == "use":
            saved = uploads.use_upload(upload=kept, base_revision=revision_of(request.POST), by=by)
            messages.success(request, f"{plural(len(saved.changed), 'answer')} changed by {kept.name}.")
            return redirect("returns:fill" if saved.problems else "returns:checks", one.reference)
        if step == "aside":
            uploads.set_aside(upload=kept, by=by)
            messages.success(request, f"{kept.name} is set aside. Nothing of it was used.")
            return redirect("returns:return", one.reference)
        if step == "read":
            uploads.read(upload=uploads.take_up_again(upload=kept, at_once=True))
    except Conflict as error:
        messages.warning(request, str(error))
    except DeskError as error:
        messages.error(request, str(error))
    return redirect("returns:uploaded", kept.reference)


def _kept(request: HttpRequest, reference: UUID) -> Upload:
    found = Upload.objects.select_related("council_return__round__alliance__region", "council_return__council")
    kept = found.filter(council_return__in=returns(scope_of(request)), reference=reference).first()
    if kept is None:
        raise Http404
    return kept
