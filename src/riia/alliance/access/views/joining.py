"""Coming in: accepting an invitation, setting up a second step, and the demonstration's one-click sign-in."""

from itertools import groupby

from allauth.account.forms import LoginForm
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access import queries, services
from riia.alliance.access.digests import digest_of
from riia.alliance.access.forms import JoinForm
from riia.alliance.access.gate import PUBLIC, SIGNED_IN, allow
from riia.alliance.access.models import Invitation
from riia.alliance.access.policies import PolicyError
from riia.alliance.access.states import InvitationState

_SESSION_KEY = "invitation"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@allow(PUBLIC, before_second_step=True)
@never_cache
@require_safe
def join_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the secret out of the address, so that it is neither in the history nor sent on to anyone."""
    request.session[_SESSION_KEY] = digest_of(token)
    return redirect("access:join")


@allow(PUBLIC, before_second_step=True)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Accept an invitation: see who invited whom to what, choose a password."""
    invitation = _invitation_of(request)
    if invitation is None or invitation.state(timezone.now()) is not InvitationState.OPEN:
        return render(request, "access/join_closed.html", status=410)
    form = JoinForm(request.POST or None, person=invitation.person)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.accept(invitation=invitation, **form.cleaned_data)
        except PolicyError:
            return render(request, "access/join_closed.html", status=410)
        request.session.pop(_SESSION_KEY, None)
        return _signed_in(request, person.email, form.cleaned_data["password"])
    holdings = invitation.person.holdings.select_related("place", "deputy_for")
    context = {
        "form": form,
        "invitation": invitation,
        "holdings": holdings,
        "providers": [p for p in settings.OPENID_PROVIDERS if p.answers_for(invitation.person.email)],
    }
    return render(request, "access/join.html", context)


def _invitation_of(request: HttpRequest) -> Invitation | None:
    digest = request.session.get(_SESSION_KEY, "")
    return Invitation.objects.select_related("person", "invited_by").filter(digest=digest).first()


def _signed_in(request: HttpRequest, address: str, password: str) -> HttpResponse:
    """Sign in by the same door as everyone: lock-out, second step and audit included."""
    form = LoginForm({"login": address, "password": password}, request=request)
    if form.is_valid():
        response: HttpResponse = form.login(request, redirect_url="/")
        return response
    return redirect(settings.LOGIN_URL)


@allow(SIGNED_IN, before_second_step=True)
@require_safe
def second_step(request: HttpRequest) -> HttpResponse:
    """Say why a second step is needed and offer the two kinds."""
    return render(request, "access/second_step.html")


@allow(PUBLIC, before_second_step=True)
@require_http_methods(["GET", "HEAD", "POST"])
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demonstration's simulated people, with one press. Nowhere else."""
    if not settings.DEMO or settings.PRODUCTION:
        raise Http404
    people = queries.persona_people()
    if request.method == "POST":
        person = people.get(request.POST.get("email", ""))
        if person is None:
            messages.error(request, "Choose one of the people on this page.")
            return redirect("access:demo_sign_in")
        wanted = request.POST.get("next", "")
        login(request, person, backend=_BACKEND)
        UserSession.objects.create_from_request(request)  # allauth notes its own sign-ins only
        here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        return redirect(wanted if here else "/")
    shown = [persona for persona in queries.personas() if persona.email in people]
    groups = [(group, list(members)) for group, members in groupby(shown, key=lambda persona: persona.group)]
    return render(request, "access/demo_sign_in.html", {"groups": groups, "wanted": request.GET.get("next", "")})
