"""Releases: the list, one release, loading files in the browser, and taking one back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.figures import presenters as shown
from riia.alliance.figures import provenance, queries, uploads
from riia.alliance.figures.errors import ImportRefused, WithdrawalRefused
from riia.alliance.figures.forms import LoadForm, WithdrawForm
from riia.alliance.figures.models import Release
from riia.alliance.figures.policies import may_import
from riia.alliance.figures.services import import_release, withdraw_release
from riia.alliance.kit.uploads import Quota

_LAST_LOAD = "figures.last-load"


@allow(Action.SEE_FIGURES)
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Every release that is loaded, newest first."""
    page = shown.listing(queries.releases_of(_scope(request)), request.GET)
    return render(request, "figures/releases.html", {"page": page, "may_load": may_import(_scope(request))})


@allow(Action.SEE_FIGURES)
@require_safe
def release(request: HttpRequest, sha: str) -> HttpResponse:
    """One release: where its figures come from, by whom they were loaded, and what they are used for."""
    found = _found(request, sha)
    page = shown.page(found, provenance.differences(found.line))
    may_withdraw = may_import(_scope(request)) and not found.line.withdrawn
    return render(request, "figures/release.html", {"page": page, "may_withdraw": may_withdraw})


@allow(Action.IMPORT_FIGURES)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, sha: str) -> HttpResponse:
    """Take back a release that should not have been loaded."""
    line = _found(request, sha).line
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        assert isinstance(request.user, Person)
        try:
            kept = Release.objects.get(sha256=line.sha256)
            withdraw_release(release=kept, reason=form.cleaned_data["reason"], by=request.user)
        except WithdrawalRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{line.name} is withdrawn.")
            return redirect("figures:release", line.short_hash)
    return render(request, "figures/withdraw.html", {"form": form, "line": line})


@allow(Action.IMPORT_FIGURES)
@csrf_exempt
def load(request: HttpRequest) -> HttpResponse:
    """Load published files. What they may weigh is settled before the request is read, which the check of CSRF does."""
    quota = uploads.limit(request)
    return _load(request, quota)


@csrf_protect
@require_http_methods(["GET", "POST"])
def _load(request: HttpRequest, quota: Quota) -> HttpResponse:
    form = LoadForm(request.POST or None, request.FILES, quota=quota) if request.method == "POST" else LoadForm()
    refused: tuple[shown.Refused, ...] = ()
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, Person)
        try:
            files = uploads.opened(form.cleaned_data["files"])
            report = import_release(files=files, by=request.user, source=form.cleaned_data["source"])
        except ImportRefused as error:
            refused = shown.refused(error.reasons)
            form.add_error("files", shown.refusal(error.reasons))
        else:
            request.session[_LAST_LOAD] = shown.kept(report, [file.sha256 for file in files])
            return redirect("figures:loaded")
    return render(request, "figures/load.html", {"form": form, "refused": refused, "limits": uploads})


@allow(Action.IMPORT_FIGURES)
@require_safe
def loaded(request: HttpRequest) -> HttpResponse:
    """What the viewer's last load did. It is remembered for the session; the releases themselves stay."""
    if _LAST_LOAD not in request.session:
        return redirect("figures:releases")
    entries = request.session[_LAST_LOAD]
    sources = [provenance.find(_scope(request), entry["sha"]) for entry in entries]
    return render(request, "figures/loaded.html", {"page": shown.result(entries, sources)})


def _found(request: HttpRequest, sha: str) -> provenance.Provenance:
    found = provenance.find(_scope(request), sha)
    if found is None:
        raise Http404("No release is loaded from a file with this hash. All releases are listed under Releases.")
    return found


def _scope(request: HttpRequest) -> Scope:
    return request.scope  # type: ignore[attr-defined,no-any-return]
