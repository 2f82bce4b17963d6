"""Who looks, and what an address is about: a call, application or award outside the viewer's scope is not there."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest

from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.offer.errors import CallError, Incomplete
from riia.alliance.offer.models import Application, Award, Call
from riia.alliance.offer.permissions import may_run
from riia.alliance.offer.queries import awards, reading


def scope_of(request: HttpRequest) -> Scope:
    """The viewer's scope."""
    scope = getattr(request, "scope", None)
    assert isinstance(scope, Scope)
    return scope


def person_at(request: HttpRequest) -> Person:
    """Whoever is signed in."""
    assert isinstance(request.user, Person)
    return request.user


def posted(request: HttpRequest) -> Mapping[str, str] | None:
    """What was sent, for a form; None when a page is only looked at."""
    return request.POST if request.method == "POST" else None


def found_call(request: HttpRequest, reference: UUID, *, run: bool = False) -> Call:
    """The call of an address; with `run` only for who runs it."""
    scope = scope_of(request)
    one = reading.get_call(scope, reference)
    if one is None or (run and not may_run(scope, one.alliance.region.code)):
        raise Http404
    return one


def found_application(request: HttpRequest, reference: UUID) -> Application:
    """The application of an address."""
    one = reading.get_application(scope_of(request), reference)
    if one is None:
        raise Http404
    return one


def found_award(request: HttpRequest, reference: UUID) -> Award:
    """The award of an address."""
    one = awards.get_award(scope_of(request), reference)
    if one is None:
        raise Http404
    return one


def say(form: forms.BaseForm, error: CallError) -> None:
    """Put what a service refused into the form, beside the fields it is about where it names them."""
    problems = error.problems if isinstance(error, Incomplete) else {}
    placed = {name: words for name, words in problems.items() if name in form.fields}
    for name, words in placed.items():
        form.add_error(name, words)
    if len(placed) < len(problems):
        for name, words in problems.items():
            if name not in placed:
                form.add_error(None, words)
    if not problems:
        form.add_error(None, str(error))
