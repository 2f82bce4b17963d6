"""A return that its council sends itself: that it went, then what the Department said."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.agreements.register_errors import RegisterRefused
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.forms.packs import AnswerForm, SentForm
from riia.alliance.returns.models import Route
from riia.alliance.returns.presenters.desk import state_tag, whose
from riia.alliance.returns.services.direct import note_answer, note_sent
from riia.alliance.returns.states import ReturnState
from riia.alliance.returns.views.desk import found_return, person_at


@allow(Action.PREPARE_RETURN, Action.SEND_PACKS)
@require_http_methods(["GET", "HEAD", "POST"])
def direct(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Note that a signed return went to the Department; once it has, what came back."""
    one = found_return(request, reference, Action.PREPARE_RETURN, Action.SEND_PACKS)
    if one.round.route != Route.DIRECT:
        raise Http404
    state = ReturnState(one.state)
    posted = request.POST if request.method == "POST" else None
    form: SentForm | AnswerForm | None = None
    if state is ReturnState.SIGNED:
        form = SentForm(posted)
    elif state is ReturnState.SENT:
        form = AnswerForm(posted if "outcome" in request.POST else None)
    if form is not None and form.is_valid():
        try:
            step = note_sent if state is ReturnState.SIGNED else note_answer
            step(one=one, **form.cleaned_data, by=person_at(request))
        except (DeskError, RegisterRefused) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is noted.")
            return redirect("returns:direct", one.reference)
    context = {"one": one, "whose": whose(one), "state": state_tag(one), "form": form}
    return render(request, "returns/direct.html", context)
