"""Submitting, signing, declining, reopening, and being shown by name."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.policies import PolicyError
from riia.alliance.diagnostics.answers import missing
from riia.alliance.diagnostics.forms.answers import SignForm, SubmitForm, WhyForm
from riia.alliance.diagnostics.permissions import WRITES_FOR_COUNCIL
from riia.alliance.diagnostics.queries import reading
from riia.alliance.diagnostics.queries.signing import sheet_of
from riia.alliance.diagnostics.services import signing
from riia.alliance.diagnostics.services.submitting import reopen as reopen_assessment
from riia.alliance.diagnostics.services.submitting import submit as submit_assessment
from riia.alliance.diagnostics.states import EDITABLE, AssessmentState, RoundState
from riia.alliance.diagnostics.views.finding import found_assessment, person_at, scope_of
from riia.alliance.places.naming import possessive


@allow(Action.SELF_ASSESS)
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Submit what stands; the page lists what is not answered and asks why."""
    one = found_assessment(request, reference, Action.SELF_ASSESS)
    topic, said = one.round.as_topic, reading.answers(one)
    absent = [topic.statement(key) for key in missing(topic, said)]
    posted = request.POST if request.method == "POST" else None
    form: Form = SubmitForm(posted) if absent else Form(posted)
    if form.is_valid():
        seen = request.POST.get("revision", "")
        try:
            version = submit_assessment(
                one=one, revision=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1,
                left_out_because=form.cleaned_data.get("left_out_because", ""), by=person_at(request),
            )  # fmt: skip
        except PolicyError as error:
            form.add_error(None, str(error))
            one.refresh_from_db()
        else:
            messages.success(request, f"Version {version.number} is submitted. The director signs it next.")
            return redirect("diagnostics:assessment", one.reference)
    context = {
        "one": one,
        "topic": topic,
        "form": form,
        "absent": absent,
        "answered": len(topic.statements) - len(absent),
        "possible": AssessmentState(one.state) in EDITABLE and one.round.state == RoundState.OPEN,
    }
    return render(request, "diagnostics/submit.html", context)


@allow(Action.SIGN_SELF_ASSESSMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What is signed, in short; then sign or decline. The page posts the hash of exactly what it showed."""
    one = found_assessment(request, reference, Action.SIGN_SELF_ASSESSMENT)
    sheet = sheet_of(one)
    if sheet is None:
        messages.info(request, "Nothing has been submitted yet, so there is nothing to sign.")
        return redirect("diagnostics:assessment", one.reference)
    posted = request.POST if request.method == "POST" else None
    form = SignForm(posted, initial={"may_be_named": one.may_be_named, "director_days": one.director_days})
    if form.is_valid():
        try:
            signing.sign(one=one, seen=request.POST.get("seen", ""), **form.cleaned_data, by=person_at(request))
        except PolicyError as error:
            form.add_error(None, str(error))
            one.refresh_from_db()
            sheet = sheet_of(one) or sheet
        else:
            messages.success(request, f"You have signed {possessive(one.council.label)} self-assessment.")
            return redirect("diagnostics:sign", one.reference)
    context = {
        "one": one,
        "sheet": sheet,
        "whose": possessive(one.council.label),
        "form": form,
        "funding": one.round.as_topic.funding,
        "signature": reading.signature(one),
        "ready": one.state == AssessmentState.SUBMITTED and one.round.state == RoundState.OPEN,
    }
    return render(request, "diagnostics/sign.html", context)


@allow(Action.SIGN_SELF_ASSESSMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Do not sign, with a reason: it goes back to whoever filled it in."""
    one = found_assessment(request, reference, Action.SIGN_SELF_ASSESSMENT)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            signing.decline(one=one, reason=form.cleaned_data["reason"], by=person_at(request))
        except PolicyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "You declined to sign. Your performance lead can change it again.")
            return redirect("diagnostics:assessment", one.reference)
    return render(request, "diagnostics/why.html", {"one": one, "form": form, "verb": "Decline to sign", "voids": None})


@allow(*WRITES_FOR_COUNCIL)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take it back to change something. The page says which signature that voids."""
    one = found_assessment(request, reference, *WRITES_FOR_COUNCIL)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reopen_assessment(one=one, reason=form.cleaned_data["reason"], by=person_at(request))
        except PolicyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is open again. What was submitted before is kept.")
            return redirect("diagnostics:assessment", one.reference)
    context = {"one": one, "form": form, "verb": "Reopen", "voids": reading.signature(one)}
    return render(request, "diagnostics/why.html", context)


@allow(*WRITES_FOR_COUNCIL)
@require_http_methods(["GET", "HEAD", "POST"])
def naming(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Agree to be shown by name to the other councils, or withdraw it."""
    one = found_assessment(request, reference, *WRITES_FOR_COUNCIL)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        agreed = request.POST.get("named") == "yes"
        try:
            signing.set_named(one=one, may_be_named=agreed, by=person_at(request))
        except PolicyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The other councils see it by name." if agreed else "It is not shown by name.")
            return redirect("diagnostics:assessment", one.reference)
    signs = scope_of(request).may(Action.SIGN_SELF_ASSESSMENT, one.council.code)
    return render(request, "diagnostics/naming.html", {"one": one, "form": form, "signs": signs})
