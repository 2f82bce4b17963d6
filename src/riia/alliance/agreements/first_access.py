"""The notice against re-identification stands before everything that is not published (R4.05).

    @allow(Action.SEE_RETURNS)
    @needs_notice
    def view(request): …

Whoever has not accepted the present edition is sent to the notice and comes back to the page they wanted.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from riia.alliance.access.models import Person
from riia.alliance.agreements import notice
from riia.alliance.agreements.queries.register import notice_accepted

_SEEN = "notice_accepted"


def needs_notice[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Let a view answer only to people who have accepted the notice; its rule of access stays as declared."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request = args[0]
        assert isinstance(request, HttpRequest)
        return view(*args, **kwargs) if has_accepted(request) else to_notice(request)

    return guarded


def has_accepted(request: HttpRequest) -> bool:
    """Whether the person signed in has accepted the notice as it reads now. Asked once in a session."""
    person = request.user
    if not isinstance(person, Person):
        return False
    mark = f"{notice.EDITION} {person.reference}"
    if request.session.get(_SEEN) == mark:
        return True
    accepted = notice_accepted(person)
    if accepted:
        request.session[_SEEN] = mark
    return accepted


def to_notice(request: HttpRequest) -> HttpResponse:
    """Send somebody to the notice, and back afterwards if they were only reading."""
    reading = request.method in {"GET", "HEAD"}
    query = f"?{urlencode({'next': request.get_full_path()})}" if reading else ""
    return redirect(f"{reverse('agreements:notice')}{query}")


def safe_next(request: HttpRequest, wanted: Any, otherwise: str) -> str:
    """An address of this service to go on to; any other is not followed."""
    text = str(wanted or "")
    here = url_has_allowed_host_and_scheme(text, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return text if here else otherwise
