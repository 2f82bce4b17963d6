"""One's own account: details, roles, API keys."""

import uuid

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from riia.alliance.access import queries, services
from riia.alliance.access.actions import Action
from riia.alliance.access.forms import NameForm, TokenForm
from riia.alliance.access.gate import SIGNED_IN, allow
from riia.alliance.access.models import AccessToken, Person
from riia.alliance.access.policies import PolicyError
from riia.alliance.access.presenters import holding_line, token_lines


def signed_in_person(request: HttpRequest) -> Person:
    """The person of a request that the gate let through as signed in."""
    assert isinstance(request.user, Person)
    return request.user


@allow(SIGNED_IN)
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    person, today = signed_in_person(request), timezone.localdate()
    types = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    context = {
        "person": person,
        "roles": [holding_line(holding, today) for holding in queries.own_holdings(person)],
        "second_steps": types,
        "sessions": UserSession.objects.filter(user=person).count(),
        "keys": person.tokens.filter(revoked_at=None, expires_at__gt=timezone.now()).count(),
        "may_use_api": request.scope.may(Action.USE_API),  # type: ignore[attr-defined]
    }
    return render(request, "access/account.html", context)


@allow(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest) -> HttpResponse:
    person = signed_in_person(request)
    form = NameForm(request.POST or None, initial={"name": person.name})
    if form.is_valid():
        services.rename(person=person, name=form.cleaned_data["name"], by=person)
        messages.success(request, "Your name is changed.")
        return redirect("access:account")
    return render(request, "access/rename.html", {"form": form})


@allow(Action.USE_API)
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's API keys and make one; a new key is shown this once."""
    person, made = signed_in_person(request), None
    scope = request.scope  # type: ignore[attr-defined]
    form = TokenForm(request.POST or None, scope=scope)
    if form.is_valid():
        given = form.cleaned_data
        returns = given.get("returns", False)
        _, made = services.make_token(label=given["label"], lasts=form.lasts(), returns=returns, by=person)
        form = TokenForm(scope=scope)
    context = {"form": form, "made": made, "lines": token_lines(person.tokens.all())}
    response = render(request, "access/tokens.html", context)
    if made:
        response["Cache-Control"] = "no-store"
    return response


@allow(Action.USE_API)
@require_POST
def revoke_token(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    person = signed_in_person(request)
    token = get_object_or_404(AccessToken, person=person, reference=reference)
    try:
        services.revoke_token(token=token, by=person)
        messages.success(request, f"The key “{token.label}” no longer works.")
    except PolicyError as error:
        messages.error(request, str(error))
    return redirect("access:tokens")
