"""Questions from outside: the list with its two figures, noting one, its answer, and what the asker thought of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.gate import allow
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.forms.enquiries import AnsweredForm, EnquiryForm, SatisfiedForm
from riia.alliance.returns.permissions import KEEP_ENQUIRIES
from riia.alliance.returns.presenters import enquiries as shown
from riia.alliance.returns.queries import enquiries
from riia.alliance.returns.services.enquiries import answer_enquiry, note_enquiry, note_satisfaction
from riia.alliance.returns.timekeeping import today
from riia.alliance.returns.views.desk import person_at, scope_of


@allow(*KEEP_ENQUIRIES)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every question to the viewer's regions, with the two figures of the plan."""
    page = shown.enquiries_page(list(enquiries.enquiries(scope_of(request))), today())
    return render(request, "returns/enquiries.html", {"page": page})


@allow(*KEEP_ENQUIRIES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Note a question that came."""
    held = enquiries.alliances(scope_of(request))
    if not held:
        raise Http404
    form = EnquiryForm(held, request.POST if request.method == "POST" else None, initial={"received_on": today()})
    if form.is_valid():
        given = form.cleaned_data
        try:
            facts = {name: given[name] for name in ("asker", "address", "subject", "received_on")}
            one = note_enquiry(alliance=form.chosen(), **facts, by=person_at(request))
        except DeskError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The question is noted.")
            return redirect("returns:enquiry", one.reference)
    return render(request, "returns/new_enquiry.html", {"form": form})


@allow(*KEEP_ENQUIRIES)
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One question: its answer while it has none, then what the asker said of it."""
    one = enquiries.get_enquiry(scope_of(request), reference)
    if one is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form: AnsweredForm | SatisfiedForm
    if one.answered_on is None:
        form = AnsweredForm(posted, initial={"answered_on": today()})
    else:
        form = SatisfiedForm(posted if "satisfied" in request.POST else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            if "satisfied" in given:
                note_satisfaction(enquiry=one, satisfied=given["satisfied"] == "yes", by=person_at(request))
            else:
                answer_enquiry(enquiry=one, **given, by=person_at(request))
        except DeskError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is noted.")
            return redirect("returns:enquiry", one.reference)
    return render(request, "returns/enquiry.html", {"one": one, "line": shown.line_of(one, today()), "form": form})
