"""The list of reports, board packs and the register."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.reporting.due_rules import Often
from riia.alliance.reporting.errors import ReportError
from riia.alliance.reporting.forms.register import AskedForm, LineForm, ReasonForm, as_typed
from riia.alliance.reporting.permissions import may_keep
from riia.alliance.reporting.presenters import listing
from riia.alliance.reporting.queries.reading import owed
from riia.alliance.reporting.services.register import add_kind, change_kind, retire_kind
from riia.alliance.reporting.services.reports import ask_for
from riia.alliance.reporting.views.at import found_kind, kept_alliances, person_at, posted, say, scope_of
from riia.alliance.returns.timekeeping import today

both = require_http_methods(["GET", "HEAD", "POST"])


@allow(Action.SEE_REPORTS, Action.KEEP_REPORTS)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Reports to prepare or confirm, and those that were sent."""
    page = listing.home(scope_of(request), today())
    return render(request, "reporting/home.html", {"page": page, "board": False})


@allow(Action.SEE_REPORTS, Action.KEEP_REPORTS)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Board packs alone."""
    page = listing.home(scope_of(request), today(), board_only=True)
    return render(request, "reporting/home.html", {"page": page, "board": True})


@allow(Action.SEE_REPORTS, Action.KEEP_REPORTS)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Which reports are owed to whom, how often and by when."""
    lines = listing.register(scope_of(request), today())
    context = {"lines": lines, "keeps": bool(kept_alliances(scope_of(request))),
               "several": len({line.kind.alliance_id for line in lines}) > 1}  # fmt: skip
    return render(request, "reporting/register.html", context)


@allow(Action.KEEP_REPORTS)
@both
def new_line(request: HttpRequest) -> HttpResponse:
    """Enter a line."""
    held = kept_alliances(scope_of(request))
    if not held:
        raise Http404
    form = LineForm(held, posted(request))
    if form.is_valid():
        try:
            kind = add_kind(alliance=form.chosen(), line=form.line(), by=person_at(request))
        except ReportError as error:
            say(form, error)
        else:
            messages.success(request, f"“{kind.title}” is in the register.")
            return redirect("reporting:kind", kind.reference)
    return render(request, "reporting/form.html", {"form": form, "title": "Enter a report in the register",
                                                   "back": ("Register of reports", "reporting:register", None),
                                                   "button": "Enter it"})  # fmt: skip


@allow(Action.SEE_REPORTS, Action.KEEP_REPORTS)
@require_safe
def kind(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One line of the register with its reports."""
    one = found_kind(request, reference)
    scope, day = scope_of(request), today()
    keeps = may_keep(scope, one.alliance.region.code)
    found = owed(one, day.replace(year=day.year - 3), day.replace(year=day.year + 1, day=1)) if keeps else []
    lines = [(each, listing.standing_tag(each.standing)) for each in reversed(found)]
    context = {"kind": one, "lines": lines, "keeps": keeps, "on_request": one.often == Often.REQUEST,
               "readers": [each.title for each in one.readers]}  # fmt: skip
    return render(request, "reporting/kind.html", context)


@allow(Action.KEEP_REPORTS)
@both
def change_line(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Change a line."""
    one = found_kind(request, reference, keep=True)
    form = LineForm([one.alliance], posted(request), initial=as_typed(one))
    if form.is_valid():
        revision = request.POST.get("revision", "")
        try:
            change_kind(kind=one, line=form.line(), revision=int(revision) if revision.isdecimal() else -1,
                        by=person_at(request))  # fmt: skip
        except ReportError as error:
            say(form, error)
        else:
            messages.success(request, "The line is changed.")
            return redirect("reporting:kind", one.reference)
    return render(request, "reporting/form.html", {"form": form, "title": f"Change “{one.title}”",
                                                   "back": (one.title, "reporting:kind", one.reference),
                                                   "hidden": {"revision": one.revision}})  # fmt: skip


@allow(Action.KEEP_REPORTS)
@both
def retire(request: HttpRequest, reference: UUID) -> HttpResponse:
    """End a line."""
    one = found_kind(request, reference, keep=True)
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            retire_kind(kind=one, because=form.cleaned_data["because"], by=person_at(request))
        except ReportError as error:
            say(form, error)
        else:
            messages.success(request, f"“{one.title}” is not owed any more.")
            return redirect("reporting:register")
    return render(request, "reporting/form.html", {"form": form, "title": f"End “{one.title}”", "button": "End it",
                                                   "back": (one.title, "reporting:kind", one.reference)})  # fmt: skip


@allow(Action.KEEP_REPORTS)
@both
def asked(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Note that a report on request was asked for."""
    one = found_kind(request, reference, keep=True)
    form = AskedForm(posted(request), initial={"on": today()})
    if form.is_valid():
        try:
            report = ask_for(kind=one, **form.cleaned_data, by=person_at(request))
        except ReportError as error:
            say(form, error)
        else:
            messages.success(request, f"Noted. It is due: {report.due_words}.")
            return redirect("reporting:kind", one.reference)
    return render(request, "reporting/form.html", {"form": form, "title": f"{one.title}: it was asked for",
                                                   "back": (one.title, "reporting:kind", one.reference)})  # fmt: skip
