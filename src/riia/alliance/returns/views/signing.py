"""The director's page: what is signed, what changed most, what was explained; then sign or decline."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.agreements.register_errors import RegisterRefused
from riia.alliance.kit.pieces import Told
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.forms.desk import ReasonForm
from riia.alliance.returns.presenters.desk import whose
from riia.alliance.returns.queries import desk
from riia.alliance.returns.queries.reading import latest_version
from riia.alliance.returns.queries.signing import sheet_of
from riia.alliance.returns.services.signing import decline as decline_return
from riia.alliance.returns.services.signing import sign as sign_return
from riia.alliance.returns.states import ReturnState
from riia.alliance.returns.views.desk import found_return, person_at


@allow(Action.SIGN_RETURN)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Sign a validated return. The page posts the hash of exactly what it showed."""
    one = found_return(request, reference, Action.SIGN_RETURN)
    if latest_version(one) is None:
        messages.info(request, "Nothing has been submitted yet, so there is nothing to sign.")
        return redirect("returns:return", one.reference)
    problem = ""
    if request.method == "POST":
        try:
            signature = sign_return(one=one, seen=request.POST.get("seen", ""), by=person_at(request))
        except (DeskError, RegisterRefused) as error:
            problem = str(error)
            one.refresh_from_db()
        else:
            what = f"version {signature.version.number}, fingerprint {signature.fingerprint[:12]}"
            messages.success(request, f"You have signed {whose(one)}: {what}.")
            return redirect("returns:sign", one.reference)
    sheet = sheet_of(one)
    context = {
        "one": one,
        "whose": whose(one),
        "sheet": sheet,
        "explained": [Told(told.words, told.explanation) for told in sheet.explained],
        "problem": problem,
        "signature": desk.valid_signature(one),
        "ready": ReturnState(one.state) is ReturnState.VALIDATED,
    }
    return render(request, "returns/sign.html", context)


@allow(Action.SIGN_RETURN)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Do not sign, with a reason: the return goes back to the council."""
    one = found_return(request, reference, Action.SIGN_RETURN)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            decline_return(one=one, reason=form.cleaned_data["reason"], by=person_at(request))
        except DeskError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "You declined to sign. The return is with your performance lead again.")
            return redirect("returns:return", one.reference)
    return render(request, "returns/decline.html", {"form": form, "one": one})
