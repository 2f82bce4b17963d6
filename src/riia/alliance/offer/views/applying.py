"""A council's application: begun, read, written, submitted, taken back, withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.offer.errors import CallError, Incomplete
from riia.alliance.offer.forms.applications import ApplicationForm, ApplyForm
from riia.alliance.offer.forms.calls import ReasonForm
from riia.alliance.offer.models import Application
from riia.alliance.offer.presenters import applications as shown
from riia.alliance.offer.queries import reading
from riia.alliance.offer.services import applications as services
from riia.alliance.offer.states import WRITABLE, ApplicationState
from riia.alliance.offer.views.at import found_application, found_call, person_at, posted, say, scope_of
from riia.alliance.returns.timekeeping import today

_METHODS = ["GET", "HEAD", "POST"]


@allow(Action.APPLY_FOR_FUNDING)
@require_POST
def apply(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Begin the application of the viewer's council, or go on with the one that is there."""
    one = found_call(request, reference)
    form = ApplyForm(reading.own_councils(scope_of(request), one), request.POST)
    if not form.is_valid():
        raise Http404
    council = next(each for each in reading.may_apply(one) if each.code == form.cleaned_data["council"])
    try:
        begun = services.begin(call=one, council=council, by=person_at(request))
    except CallError as error:
        messages.warning(request, str(error))
        return redirect("offer:call", one.reference)
    if ApplicationState(begun.state) in WRITABLE:
        return redirect("offer:write", begun.reference)
    return redirect("offer:application", begun.reference)


@allow(Action.SEE_CALLS, Action.SCORE_APPLICATIONS)
@require_safe
def application(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One application: where it stands, what it says, and what the viewer does next."""
    one = found_application(request, reference)
    page = shown.application_page(scope_of(request), one, today())
    return render(request, "offer/application.html", {"page": page})


@allow(Action.APPLY_FOR_FUNDING)
@require_http_methods(_METHODS)
def write(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Write the parts. What two people changed differently is shown, and neither is overwritten unseen."""
    one = _own(request, reference)
    if ApplicationState(one.state) not in WRITABLE:
        messages.warning(request, f"This application is {one.state}, so what it says stays as it is.")
        return redirect("offer:application", one.reference)
    form = ApplicationForm(posted(request), initial=one.content)
    clashes: list[shown.ClashLine] = []
    if form.is_valid():
        try:
            saved = services.save_parts(
                one=one, typed=form.typed(), base_revision=_number(request), by=person_at(request)
            )
        except CallError as error:
            say(form, error)
        else:
            one, clashes = saved.one, shown.clash_lines(saved.clashes)
            if not clashes and not saved.problems:
                messages.success(request, "What you wrote is saved.")
                check = "check" in request.POST
                return redirect("offer:submit" if check else "offer:application", one.reference)
            for name, words in saved.problems.items():
                form.add_error(name, words)
            for clash in clashes:
                form.add_error(clash.name, clash.words)
    elif not form.is_bound and "problems" in request.GET:
        form = _with_problems(one)
    context = {"one": one, "form": form, "clashes": clashes, "saved": form.is_bound and bool(request.POST),
               "limits": shown.limits(one.call)}  # fmt: skip
    return render(request, "offer/write.html", context)


def _with_problems(one: Application) -> ApplicationForm:
    """The form as it is stored, with what stands in the way of submitting beside each part."""
    form = ApplicationForm(one.content, initial=one.content)
    form.is_valid()
    for name, words in shown.problems(one).items():
        form.add_error(name, words)
    return form


@allow(Action.SUBMIT_APPLICATION)
@require_http_methods(_METHODS)
def submit(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Check and submit: what is sent is what was seen."""
    one = _own(request, reference)
    problem = ""
    if request.method == "POST":
        try:
            version = services.submit(one=one, revision=_number(request), by=person_at(request))
        except Incomplete:
            pass  # the page lists what is missing
        except CallError as error:
            problem = str(error)
        else:
            messages.success(request, f"The application is submitted as version {version.number}.")
            return redirect("offer:application", one.reference)
        one.refresh_from_db()
    elif one.state == ApplicationState.SUBMITTED:
        return redirect("offer:application", one.reference)
    context = {
        "one": one,
        "problem": problem,
        "problems": shown.problem_lines(one),
        "said": shown.part_lines(one.content),
        "clock": shown.clock_of(one, today()),
    }
    return render(request, "offer/submit.html", context)


@allow(Action.SUBMIT_APPLICATION)
@require_POST
def take_back(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take it back to change it."""
    one = _own(request, reference)
    try:
        services.take_back(one=one, by=person_at(request))
    except CallError as error:
        messages.warning(request, str(error))
        return redirect("offer:application", one.reference)
    messages.success(request, "It is a draft again. Submit it before the last day.")
    return redirect("offer:write", one.reference)


@allow(Action.SUBMIT_APPLICATION)
@require_http_methods(_METHODS)
def withdraw(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Withdraw it for good, with the reason."""
    one = _own(request, reference)
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            services.withdraw(one=one, reason=form.cleaned_data["reason"], by=person_at(request))
        except CallError as error:
            say(form, error)
        else:
            messages.success(request, "The application is withdrawn.")
            return redirect("offer:application", one.reference)
    context = {"form": form, "title": "Withdraw this application", "back_to": one, "button": "Withdraw the application"}
    return render(request, "offer/form.html", {**context, "back": None})


def _own(request: HttpRequest, reference: UUID) -> Application:
    """An application of a council for which the viewer applies."""
    one = found_application(request, reference)
    if not reading.is_own(scope_of(request), one):
        raise Http404
    return one


def _number(request: HttpRequest) -> int:
    """The revision the sender saw; 0 where none was sent, which clashes rather than overwrites."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
