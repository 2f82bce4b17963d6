"""Who looks, and what an address is about: what is outside the viewer's scope is not there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest

from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance
from riia.alliance.reporting.errors import Incomplete, ReportError
from riia.alliance.reporting.models import Edition, Kind, Report
from riia.alliance.reporting.permissions import may_keep
from riia.alliance.reporting.queries import reading
from riia.alliance.reporting.queries.reading import Owed


def scope_of(request: HttpRequest) -> Scope:
    """The viewer's scope."""
    scope = getattr(request, "scope", None)
    assert isinstance(scope, Scope)
    return scope


def person_at(request: HttpRequest) -> Person:
    """Whoever is signed in."""
    assert isinstance(request.user, Person)
    return request.user


def posted(request: HttpRequest) -> Any:
    """What was sent, for a form; None when a page is only looked at."""
    return request.POST if request.method == "POST" else None


def kept_alliances(scope: Scope) -> list[Alliance]:
    """The alliances whose reports the viewer keeps."""
    return [one for one in places.alliances() if may_keep(scope, one.region.code)]


def found_kind(request: HttpRequest, reference: UUID, *, keep: bool = False) -> Kind:
    """The line of the register of an address."""
    one = reading.get_kind(scope_of(request), reference, keep=keep)
    if one is None:
        raise Http404
    return one


def found_owed(request: HttpRequest, reference: UUID, code: str) -> Owed:
    """The report of an address that names a kind and a period, for who keeps it."""
    one = reading.get_owed(found_kind(request, reference, keep=True), code)
    if one is None:
        raise Http404
    return one


def found_report(request: HttpRequest, reference: UUID, *, keep: bool = False) -> Report:
    """The report of an address."""
    one = reading.get_report(scope_of(request), reference, keep=keep)
    if one is None:
        raise Http404
    return one


def found_edition(request: HttpRequest, reference: UUID, *, keep: bool = False) -> Edition:
    """The edition of an address."""
    one = reading.get_edition(scope_of(request), reference, keep=keep)
    if one is None:
        raise Http404
    return one


def say(form: forms.BaseForm, error: ReportError) -> None:
    """Put what a service refused into the form, beside the fields it is about where it names them."""
    problems: Mapping[str, str] = error.problems if isinstance(error, Incomplete) else {}
    for name, words in problems.items():
        form.add_error(name if name in form.fields else None, words)
    if not problems:
        form.add_error(None, str(error))
