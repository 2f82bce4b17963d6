"""Submitting a return, and the receipt."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.forms.filling import revision_of
from riia.alliance.returns.models import Return
from riia.alliance.returns.presenters import submitting as shown
from riia.alliance.returns.queries.checking import checked
from riia.alliance.returns.queries.reading import latest_version
from riia.alliance.returns.services.submitting import NotReady, Receipt
from riia.alliance.returns.services.submitting import submit as submit_return
from riia.alliance.returns.states import IN_HAND, ReturnState
from riia.alliance.returns.views.desk import found_return, person_at
from riia.alliance.returns.views.filling import not_now


@allow(Action.PREPARE_RETURN)
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Look at what will be submitted, then submit it. A second press shows the receipt of the first."""
    one = found_return(request, reference)
    if request.method == "POST":
        return _submitted(request, one)
    if ReturnState(one.state) in IN_HAND and ReturnState(one.state) is not ReturnState.IN_QUERY:
        return redirect("returns:submitted", one.reference)
    if refused := not_now(request, one):
        return refused
    found = checked(one)
    if found.in_the_way:
        messages.info(request, f"The return is not ready to submit: {found.in_the_way}.")
        return redirect("returns:checks", one.reference)
    return render(request, "returns/submit.html", {"page": shown.page(one, found)})


@allow(Action.SEE_RETURNS)
@require_safe
def submitted(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The receipt of the newest version."""
    one = found_return(request, reference)
    version = latest_version(one)
    if version is None:
        raise Http404("Nothing has been submitted yet, so there is no receipt.")
    return render(request, "returns/submitted.html", {"page": shown.receipt(one, Receipt(version))})


def _submitted(request: HttpRequest, one: Return) -> HttpResponse:
    try:
        receipt = submit_return(one=one, by=person_at(request), revision=revision_of(request.POST))
    except NotReady as error:
        messages.error(request, str(error))
        return redirect("returns:checks", one.reference)
    except DeskError as error:
        messages.error(request, str(error))
        return redirect("returns:return", one.reference)
    if receipt.again:
        messages.info(request, f"Version {receipt.version.number} is in already. Nothing was submitted twice.")
    return redirect("returns:submitted", one.reference)
