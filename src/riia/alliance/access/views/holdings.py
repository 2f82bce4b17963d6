"""One role of one person: seen, approved, declined, confirmed, extended, deputised, ended; and what waits for whom."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access import policies, queries, services
from riia.alliance.access.actions import Action
from riia.alliance.access.forms import ApproveForm, DeputyForm, ExtendForm, ReasonForm
from riia.alliance.access.gate import SIGNED_IN, allow
from riia.alliance.access.mail import MailNotSentError
from riia.alliance.access.models import RoleHolding
from riia.alliance.access.policies import PolicyError
from riia.alliance.access.presenters import holding_line, steps_of
from riia.alliance.access.views.account import signed_in_person
from riia.alliance.access.views.people import scope_of
from riia.alliance.audit import queries as audit


@allow(SIGNED_IN)
@require_safe
def holding(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One role: term, purpose, who approved it, its history, and what the viewer can do."""
    shown, today = _seen(request, reference), timezone.localdate()
    context = {
        "holding": shown,
        "line": holding_line(shown, today),
        "steps": steps_of(shown, scope_of(request), today),
        "deputies": [holding_line(each, today) for each in shown.deputies.select_related("person", "place")],
        "history": audit.about("access.RoleHolding", str(shown.reference)),
        "lapses_on": policies.lapses_on(shown.review_due),
    }
    return render(request, "access/holding.html", context)


@allow(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    form = ApproveForm(request.POST if request.method == "POST" else None)
    return _decide(
        request,
        reference,
        form,
        services.approve,
        "approve",
        "The role is approved. Somebody new gets the invitation by e-mail.",
    )


@allow(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    return _decide(request, reference, ReasonForm(request.POST or None), services.decline, "decline", "Declined.")


@allow(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    return _decide(request, reference, ReasonForm(request.POST or None), services.end, "end", "The role has ended.")


@allow(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    said = "Confirmed. The next review is in half a year."
    return _decide(request, reference, ReasonForm(request.POST or None), services.confirm, "confirm", said)


@allow(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    form = ExtendForm(request.POST or None)
    return _decide(request, reference, form, services.extend, "extend", "The role is extended.")


@allow(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def deputy(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Name a deputy; they must have joined already."""
    form = DeputyForm(request.POST or None)

    def name(*, holding: RoleHolding, by: Any, **typed: Any) -> None:
        services.name_deputy(holding=holding, person=form.person, purpose=typed["purpose"], term=form.term(), by=by)

    said = "The deputy is proposed. It counts once somebody who manages access has approved it."
    return _decide(request, reference, form, name, "deputy", said)


_QUESTIONS = {
    "approve": ("Approve this role?", "Approve"),
    "decline": ("Decline this role?", "Decline"),
    "end": ("End this role?", "End this role"),
    "confirm": ("Is this role still needed?", "Yes, it is still needed"),
    "extend": ("How long should this role run?", "Extend"),
    "deputy": ("Who deputises?", "Propose this deputy"),
}


def _decide(
    request: HttpRequest,
    reference: uuid.UUID,
    form: forms.Form,
    service: Callable[..., Any],
    step: str,
    said: str,
) -> HttpResponse:
    """One question about one role: ask, do, say what came of it. What may not happen is said on the form."""
    shown = _seen(request, reference)
    possible = {each.name for each in steps_of(shown, scope_of(request), timezone.localdate())}
    if form.is_bound and form.is_valid():
        try:
            service(holding=shown, by=signed_in_person(request), **form.cleaned_data)
        except PolicyError as error:
            form.add_error(None, str(error))
        except MailNotSentError as error:
            messages.warning(request, str(error))
            return redirect("access:holding", reference=reference)
        else:
            messages.success(request, said)
            return redirect("access:holding", reference=reference)
    elif step not in possible:
        messages.info(request, "This cannot be done with the role now, or not by you.")
        return redirect("access:holding", reference=reference)
    heading, button = _QUESTIONS[step]
    context = {"form": form, "line": holding_line(shown, timezone.localdate()), "heading": heading, "button": button}
    return render(request, "access/decide.html", context)


@allow(Action.APPROVE_ACCESS)
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """Proposed roles that wait for somebody's approval."""
    today = timezone.localdate()
    lines = [holding_line(each, today) for each in queries.awaiting_approval(scope_of(request))]
    return render(request, "access/approvals.html", {"lines": lines})


@allow(Action.APPROVE_ACCESS)
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Recertification: the roles whose half-yearly review is due, those that lapse first on top (R4.07)."""
    today = timezone.localdate()
    due = queries.reviews_due(scope_of(request), today)
    lines = [(holding_line(each, today), policies.lapses_on(each.review_due)) for each in due]
    return render(request, "access/reviews.html", {"lines": lines})


def _seen(request: HttpRequest, reference: uuid.UUID) -> RoleHolding:
    """The role, if the viewer may see it; otherwise there is no such page."""
    found = queries.holding_seen(scope_of(request), reference)
    if found is None:
        raise Http404
    return found
