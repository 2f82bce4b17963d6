"""Who looks, as at which day, and what an address is about: what is outside the viewer's scope is not there."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.grants.errors import GrantError, Unfinished
from riia.alliance.grants.models import Award, Determination, DeterminationVersion, Payment
from riia.alliance.grants.permissions import may_keep
from riia.alliance.grants.presenters.register import keeping_regions
from riia.alliance.grants.queries import reading
from riia.alliance.kit.dates import MONTHS
from riia.alliance.places.models import Place

METHODS = ["GET", "HEAD", "POST"]
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_WRITTEN = re.compile(r"(?P<day>\d{1,2})[ /.]+(?P<month>\w+)[ /.]+(?P<year>\d{4})")


@dataclass(frozen=True, slots=True)
class Asked:
    """The day that a page is asked for: today unless the address names another. `problem` says why it could not."""

    day: date
    today: date
    typed: str = ""
    problem: str = ""

    @property
    def named(self) -> bool:
        return self.day != self.today

    @property
    def query(self) -> str:
        """What every link on the page carries, so that the day stays."""
        return f"?{urlencode({'at': self.day.isoformat()})}" if self.named else ""


def asked_of(request: HttpRequest) -> Asked:
    """The day of `?at=`: 2023-12-01, or as people write it, 1 December 2023 or 1/12/2023."""
    today, typed = timezone.localdate(), request.GET.get("at", "").strip()
    if not typed:
        return Asked(today, today)
    found = _ISO.fullmatch(typed) or _WRITTEN.fullmatch(typed)
    try:
        if found is None:
            raise ValueError
        month = MONTHS.get(found["month"].casefold()) or int(found["month"])
        return Asked(date(int(found["year"]), month, int(found["day"])), today, typed)
    except ValueError:
        return Asked(today, today, typed, f"“{typed}” is no day, so today is shown. Enter it as 1 December 2023.")


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


def found_grant(request: HttpRequest, reference: UUID) -> Determination:
    """The grant of an address."""
    return _there(reading.get_determination(scope_of(request), reference))


def found_version(request: HttpRequest, reference: UUID, *, keep: bool = False) -> DeterminationVersion:
    """The letter of an address; with `keep` only for who enters it."""
    version = _there(reading.get_version(scope_of(request), reference))
    if keep and not may_keep(scope_of(request), version.keeper.code if version.keeper else None):
        raise Http404
    return version


def found_payment(request: HttpRequest, reference: UUID) -> Payment:
    """The payment of an address."""
    return _there(reading.get_payment(scope_of(request), reference))


def found_award(request: HttpRequest, reference: UUID) -> Award:
    """The award of an address."""
    return _there(reading.get_award(scope_of(request), reference))


def _there[Found](found: Found | None) -> Found:
    if found is None:
        raise Http404
    return found


def kept_regions(request: HttpRequest) -> list[Place]:
    """The regions whose grants the viewer enters; there is no page for who enters none."""
    regions = keeping_regions(scope_of(request))
    if not regions:
        raise Http404
    return regions


def say(form: forms.BaseForm, error: GrantError) -> None:
    """Put what a service refused into the form, beside the fields it is about where it names them."""
    problems = error.problems if isinstance(error, Unfinished) else {}
    for name, words in problems.items():
        sentence = words[:1].upper() + words[1:]
        form.add_error(name if name in form.fields else None, sentence)
    if not problems:
        form.add_error(None, str(error))


def done(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Do it; what was refused stands in the form."""
    try:
        act()
    except GrantError as error:
        say(form, error)
        return False
    return True


def back_to(request: HttpRequest, route: str, reference: UUID, said: str) -> HttpResponse:
    """Say what was done, and go back."""
    messages.success(request, said)
    return redirect(route, reference)


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    title: str,
    back: tuple[str, str],
    *,
    caption: str = "",
    note: str = "",
    button: str = "Save",
    fields: Mapping[str, Mapping[str, object]] | None = None,
) -> HttpResponse:
    """A page with one form. `back` is where it came from: words and address."""
    context = {
        "form": form, "title": title, "back": back, "caption": caption, "note": note, "button": button,
        "fields": fields or {},
    }  # fmt: skip
    return render(request, "grants/form.html", context)
