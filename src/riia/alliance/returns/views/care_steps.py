"""A page of one question, and the alliance it is asked about: shared by survey, collection review, log and staffing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from riia.alliance.places.models import Alliance
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.queries.care_audience import desk_alliances
from riia.alliance.returns.views.desk import scope_of

both = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Step:
    """What a page of one question shows: caption, heading, button, where it goes back to, and what is said before."""

    caption: str
    heading: str
    button: str
    back: str
    lead: str = ""
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)


def ask(
    request: HttpRequest,
    step: Step,
    form: forms.Form,
    do: Callable[[dict[str, Any]], str],
    then: Callable[[], str] | None = None,
) -> HttpResponse:
    """Ask, do, say what came of it, and go on. What may not happen is said on the form, and nothing is changed."""
    if form.is_bound and form.is_valid():
        try:
            said = do(form.cleaned_data)
        except DeskError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect(then() if then else step.back)
    return render(request, "returns/care_step.html", {"form": form, "step": step})


def posted(request: HttpRequest) -> Any:
    """What was sent, also where it is empty; None before anything was."""
    return request.POST if request.method == "POST" else None


def at_my_desk(request: HttpRequest) -> tuple[Alliance, list[Alliance]]:
    """The alliance of the address, or the viewer's first, and all at whose desk they are. Whoever has none: 404."""
    mine = desk_alliances(scope_of(request))
    wanted = request.GET.get("region")
    chosen = next((one for one in mine if one.region.code == wanted), None) if wanted else next(iter(mine), None)
    if chosen is None:
        raise Http404
    return chosen, mine
