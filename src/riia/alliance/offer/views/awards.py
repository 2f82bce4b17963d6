"""An award and what becomes of it: what is asked, what was given, payments, and its end."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.offer.errors import CallError
from riia.alliance.offer.forms.awards import AskForm, CheckForm, GiveForm, PaidForm, PaymentForm
from riia.alliance.offer.forms.calls import ReasonForm
from riia.alliance.offer.models import Award, Due, DueKind, Payment
from riia.alliance.offer.permissions import belongs_to, may_run
from riia.alliance.offer.presenters import awards as shown
from riia.alliance.offer.queries import awards as queries
from riia.alliance.offer.services import monitoring as services
from riia.alliance.offer.states import AwardState, DueState, PaymentState
from riia.alliance.offer.views.at import found_award, person_at, posted, say, scope_of
from riia.alliance.returns.timekeeping import today

_METHODS = ["GET", "HEAD", "POST"]


@allow(Action.SEE_CALLS)
@require_safe
def award(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One award: its money, what is asked and given, payments, and what is overdue."""
    one = found_award(request, reference)
    return render(request, "offer/award.html", {"page": shown.award_page(scope_of(request), one, today())})


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def ask(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Ask for a milestone or report."""
    one = _run(request, found_award(request, reference))
    form = AskForm(posted(request))
    if form.is_valid():
        given = form.cleaned_data
        if _done(form, lambda: services.ask_for(award=one, kind=DueKind(given["kind"]), title=given["title"],
                                                due_on=given["due_on"], by=person_at(request))):  # fmt: skip
            return _back(request, one, "It is asked for.")
    return _page(request, one, form, "Ask for a milestone or report")


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def plan(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Plan a payment."""
    one = _run(request, found_award(request, reference))
    form = PaymentForm(one, posted(request))
    if form.is_valid():
        given = form.cleaned_data
        if _done(form, lambda: services.plan_payment(
                award=one, amount_pence=given["amount"], due_on=given["due_on"], after=form.after_due(),
                note=given["note"], by=person_at(request))):  # fmt: skip
            return _back(request, one, "The payment is planned.")
    return _page(request, one, form, "Plan a payment", fields={"amount": {"prefix": "£", "width": 10}})


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def close(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Close an award whose end report is accepted."""
    one = _run(request, found_award(request, reference))
    form = forms.Form(posted(request))
    if form.is_valid() and _done(form, lambda: services.close(award=one, by=person_at(request))):
        return _back(request, one, "The award is closed.")
    note = "Its end report is accepted and its payments are made. What was never paid goes back to the call."
    return _page(request, one, form, "Close this award", note=note, button="Close the award")


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def stop(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Stop an award early."""
    one = _run(request, found_award(request, reference))
    note = "Planned payments are cancelled, what was not paid goes back to the call, and the council is told why."
    return _reasoned(request, one, "Stop this award", "Stop the award", "The award is stopped.", note,
                     lambda why, by: services.stop(award=one, reason=why, by=by))  # fmt: skip


@allow(Action.SEE_CALLS)
@require_http_methods(_METHODS)
def due(request: HttpRequest, reference: UUID) -> HttpResponse:
    """A milestone or report: the council gives it, the region accepts it or sends it back."""
    one = queries.dues(scope_of(request)).filter(reference=reference).first()
    if one is None:
        raise Http404
    council, region = one.award.application.council.code, one.award.application.call.alliance.region.code
    scope = scope_of(request)
    running = one.award.state == AwardState.RUNNING
    form: GiveForm | CheckForm | None = None
    if running and one.state == DueState.DUE and scope.may(Action.APPLY_FOR_FUNDING, council):
        initial = {"said": one.said, "changed": one.changed, "link": one.link, "spent": one.spent_pence}
        form = GiveForm(one, posted(request), initial=initial)
    elif running and one.state == DueState.GIVEN and may_run(scope, region) and not belongs_to(scope, council):
        form = CheckForm(posted(request))
    if form is not None and form.is_valid():
        done = _answered(request, one, form)
        if done:
            messages.success(request, done)
            return redirect("offer:award", one.award.reference)
    context = {"one": one, "form": form, "gives": isinstance(form, GiveForm), "line": shown.due_line(one, today()),
               "may_drop": running and one.state == DueState.DUE and may_run(scope, region)
               and not belongs_to(scope, council)}  # fmt: skip
    return render(request, "offer/due.html", context)


def _answered(request: HttpRequest, one: Due, form: GiveForm | CheckForm) -> str:
    """What was done with a milestone or report; nothing where it was refused."""
    by = person_at(request)
    if isinstance(form, GiveForm):
        account = form.account()
        done = _done(form, lambda: services.give(due=one, account=account, by=by))
        return "It is given. The region looks at it." if done else ""
    answer = form.cleaned_data["answer"]
    if "back" in request.POST:
        if not answer.strip():
            form.add_error("answer", "Enter what is missing, so that the council knows what to send")
            return ""
        done = _done(form, lambda: services.send_back(due=one, answer=answer, by=by))
        return "It is sent back, and the council is told why." if done else ""
    return "It is accepted." if _done(form, lambda: services.accept(due=one, answer=answer, by=by)) else ""


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def drop(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Ask for something no longer."""
    one = queries.dues(scope_of(request)).filter(reference=reference).first()
    if one is None:
        raise Http404
    award_ = _run(request, one.award)
    note = f"“{one.title}” is no longer asked for. It stays on the page with the reason."
    return _reasoned(request, award_, "Ask for this no longer", "Ask no longer", "It is no longer asked for.", note,
                     lambda why, by: services.drop(due=one, reason=why, by=by))  # fmt: skip


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def payment(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Note that a planned payment was made."""
    one = _payment(request, reference)
    form = PaidForm(posted(request), initial={"paid_on": today()})
    if form.is_valid() and _done(form, lambda: services.pay(payment=one, by=person_at(request), **form.cleaned_data)):
        return _back(request, one.award, "The payment is noted.")
    return render(request, "offer/payment.html", {"one": one, "form": form, "line": shown.payment_line(one, today())})


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def cancel_payment(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take a payment out of the plan."""
    one = _payment(request, reference)
    return _reasoned(request, one.award, "Cancel this payment", "Cancel the payment", "The payment is cancelled.", "",
                     lambda why, by: services.cancel_payment(payment=one, reason=why, by=by))  # fmt: skip


def _payment(request: HttpRequest, reference: UUID) -> Payment:
    one = queries.payments(scope_of(request)).filter(reference=reference, state=PaymentState.PLANNED).first()
    if one is None:
        raise Http404
    _run(request, one.award)
    return one


def _run(request: HttpRequest, one: Award) -> Award:
    """An award that runs, of a region whose calls the viewer runs, and not of their own council."""
    scope, application = scope_of(request), one.application
    if not may_run(scope, application.call.alliance.region.code) or belongs_to(scope, application.council.code):
        raise Http404
    if one.state != AwardState.RUNNING:
        raise Http404
    return one


def _reasoned(
    request: HttpRequest,
    one: Award,
    title: str,
    button: str,
    done: str,
    note: str,
    act: Callable[[str, Person], object],
) -> HttpResponse:
    form = ReasonForm(posted(request))
    if form.is_valid() and _done(form, lambda: act(form.cleaned_data["reason"], person_at(request))):
        return _back(request, one, done)
    return _page(request, one, form, title, note=note, button=button)


def _done(form: forms.Form, act: Callable[[], object]) -> bool:
    try:
        act()
    except CallError as error:
        say(form, error)
        return False
    return True


def _back(request: HttpRequest, one: Award, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("offer:award", one.reference)


def _page(request: HttpRequest, one: Award, form: forms.Form, title: str, **more: object) -> HttpResponse:
    return render(
        request, "offer/form.html", {"form": form, "title": title, "back": None, "back_to_award": one, **more}
    )
