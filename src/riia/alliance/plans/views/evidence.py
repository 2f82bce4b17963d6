"""Recording evidence, reading it, and accepting it or sending it back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.kit.uploads import Quota
from riia.alliance.places import queries as places
from riia.alliance.plans import permissions
from riia.alliance.plans.errors import PlanError
from riia.alliance.plans.forms.evidence import EvidenceForm, ReviewForm
from riia.alliance.plans.models import Evidence, EvidenceFile, Kpi
from riia.alliance.plans.policies import LARGEST, MEGABYTE
from riia.alliance.plans.presenters import evidence as shown
from riia.alliance.plans.queries import reading
from riia.alliance.plans.services import evidence as services
from riia.alliance.plans.states import EvidenceState
from riia.alliance.plans.views.at import found_evidence, found_kpi, person_at, posted, say, scope_of
from riia.alliance.returns.timekeeping import today

_METHODS = ["GET", "HEAD", "POST"]


@allow(Action.SEE_PLAN)
@csrf_exempt
def record(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Record evidence for a KPI. What the file may weigh is settled before the request is read."""
    return _record(request, reference, _limit(request))


@allow(Action.SEE_PLAN)
@csrf_exempt
def again(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Put right what was sent back."""
    return _again(request, reference, _limit(request))


def _limit(request: HttpRequest) -> Quota:
    quota = Quota(request, LARGEST + MEGABYTE)
    request.upload_handlers = [quota, TemporaryFileUploadHandler(request)]
    return quota


@csrf_protect
@require_http_methods(_METHODS)
def _record(request: HttpRequest, reference: UUID, quota: Quota) -> HttpResponse:
    kpi = _recordable(request, found_kpi(request, reference))
    form = _form(request, kpi, quota, initial={"effective_on": today()})
    if form.is_bound and form.is_valid() and _done(form, lambda: services.record_evidence(
            plan=kpi.version.plan, given=form.given(), shows=form.shows(), by=person_at(request))):  # fmt: skip
        messages.success(request, "The evidence is recorded. It counts once somebody else has accepted it.")
        return redirect("plans:kpi", kpi.reference)
    return render(request, "plans/record.html", {"form": form, "kpi": kpi, "title": "Record evidence"})


@csrf_protect
@require_http_methods(_METHODS)
def _again(request: HttpRequest, reference: UUID, quota: Quota) -> HttpResponse:
    one = found_evidence(request, reference)
    first = one.shows.select_related("measure__kpi").first()
    if first is None or one.state != EvidenceState.SENT_BACK:
        raise Http404
    kpi = _recordable(request, reading.kpis(scope_of(request)).filter(pk=first.measure.kpi_id).first())
    initial = {"title": one.title, "link": one.link, "note": one.note, "effective_on": one.effective_on,
               "expires_on": one.expires_on}  # fmt: skip
    form = _form(request, kpi, quota, initial=initial, has_file=one.kind == Evidence.Kind.FILE)
    if form.is_bound and form.is_valid() and _done(form, lambda: services.record_again(
            one=one, given=form.given(), shows=form.shows(), by=person_at(request))):  # fmt: skip
        messages.success(request, "The evidence is recorded again and waits for another look.")
        return redirect("plans:evidence", one.reference)
    page = {"form": form, "kpi": kpi, "title": "Put the evidence right", "said": one.review_words, "one": one}
    return render(request, "plans/record.html", page)


def _recordable(request: HttpRequest, kpi: Kpi | None) -> Kpi:
    if kpi is None:
        raise Http404
    owner = str(kpi.owner.reference) if kpi.owner else ""
    if not permissions.may_record(scope_of(request), kpi.version.plan.alliance.region.code, owner):
        raise Http404
    return kpi


def _form(
    request: HttpRequest, kpi: Kpi, quota: Quota, *, initial: dict[str, object], has_file: bool = False
) -> EvidenceForm:
    measures = list(kpi.measures.select_related("kpi__version__plan", "kpi__owner").prefetch_related("instances"))
    if not measures:
        raise Http404
    councils = list(places.members(kpi.version.plan.alliance, reading.default_day(kpi.version.plan)))
    if request.method != "POST":
        return EvidenceForm(measures, councils, initial=initial, has_file=has_file)
    return EvidenceForm(measures, councils, request.POST, request.FILES, quota=quota, has_file=has_file)


@allow(Action.SEE_PLAN)
@require_http_methods(_METHODS)
def evidence(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One piece of evidence: what it is, what it shows; and for its reviewer two buttons."""
    one = found_evidence(request, reference)
    form = ReviewForm(posted(request))
    if form.is_valid():
        words, by = form.cleaned_data["words"], person_at(request)
        steps: dict[str, tuple[Callable[[], object], str]] = {
            "accept": (
                lambda: services.accept_evidence(one=one, words=words, by=by),
                "The evidence is accepted and counts.",
            ),
            "back": (lambda: services.send_back(one=one, words=words, by=by), "The evidence is sent back."),
            "withdraw": (
                lambda: services.withdraw_evidence(one=one, reason=words, by=by),
                "The evidence is withdrawn.",
            ),
        }
        step = steps.get(request.POST.get("step", ""))
        if step is None:
            form.add_error(None, "Choose what to do with the evidence.")
        elif _done(form, step[0]):
            messages.success(request, step[1])
            return redirect("plans:evidence", one.reference)
    return render(request, "plans/evidence.html", {"page": shown.evidence_page(scope_of(request), one), "form": form})


@allow(Action.SEE_PLAN)
@require_safe
def file(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The file of a piece of evidence, always as a download and never opened in place."""
    found = EvidenceFile.objects.filter(evidence=found_evidence(request, reference)).first()
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@allow(Action.REVIEW_EVIDENCE)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Evidence that waits for the viewer's look."""
    return render(request, "plans/waiting.html", {"lines": shown.waiting_lines(reading.to_review(scope_of(request)))})


def _done(form: EvidenceForm | ReviewForm, act: Callable[[], object]) -> bool:
    """Whether a step went through; what was refused goes into the form."""
    try:
        act()
    except PlanError as error:
        say(form, error)
        return False
    return True
