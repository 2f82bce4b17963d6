"""People: who holds which role, inviting, and closing an account."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from riia.alliance.access import queries, services
from riia.alliance.access.actions import Action
from riia.alliance.access.forms import NominateForm, PeopleFilter, ReasonForm
from riia.alliance.access.gate import SIGNED_IN, allow
from riia.alliance.access.mail import MailNotSentError
from riia.alliance.access.models import Person
from riia.alliance.access.policies import PolicyError
from riia.alliance.access.presenters import PersonLine, person_lines, role_rows
from riia.alliance.access.roles import Role
from riia.alliance.access.scope import Scope
from riia.alliance.access.services.holdings import Proposal
from riia.alliance.access.services.joining import Nominated
from riia.alliance.access.views.account import signed_in_person

_PER_PAGE = 50
_CLOSED = "The account is closed. Every role, session and API key of it has ended."
_TAKEN_BACK = "The invitation is taken back. Every role proposed with it has ended."


@allow(Action.SEE_PEOPLE)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who holds which role, at the places the viewer looks after."""
    scope, today = scope_of(request), timezone.localdate()
    form = PeopleFilter(request.GET, scope=scope)
    found = person_lines(_narrowed(queries.people_seen(scope), form), today)
    wanted = form.cleaned_data.get("standing", "")
    if wanted:
        found = [line for line in found if any(role.standing.name.lower() == wanted for role in line.roles)]
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "narrow": form,
        "page": page,
        "waiting": queries.awaiting_approval(scope).count(),
        "reviews": queries.reviews_due(scope, today).count(),
        "may_invite": scope.may(Action.PROPOSE_ACCESS),
        "may_approve": scope.may(Action.APPROVE_ACCESS),
    }
    return render(request, "access/people.html", context)


def _narrowed(found: QuerySet[Person], form: PeopleFilter) -> QuerySet[Person]:
    if not form.is_valid():
        return found
    wanted = form.cleaned_data
    if wanted["q"]:
        found = found.filter(Q(name__icontains=wanted["q"]) | Q(email__icontains=wanted["q"]))
    if wanted["role"]:
        found = found.filter(holdings__role=wanted["role"])
    if wanted["place"]:
        found = found.filter(holdings__place__code=wanted["place"])
    return found.distinct()


@allow(Action.SEE_PEOPLE)
@require_safe
def person(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One person: the roles the viewer may see, invitations, what can be done."""
    line = _person_line(scope_of(request), reference)
    shown = line.person
    context = {
        "line": line,
        "invitation": next(iter(shown.sent_invitations), None),
        "may_invite": scope_of(request).may(Action.PROPOSE_ACCESS),
        "may_close": scope_of(request).may(Action.APPROVE_ACCESS) and shown != request.user,
    }
    return render(request, "access/person.html", context)


@allow(Action.PROPOSE_ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: HttpRequest) -> HttpResponse:
    """Invite somebody, or propose a role for somebody known."""
    form = NominateForm(request.POST or None, scope=scope_of(request), initial=_prefilled(request))
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        proposal = Proposal(Role(wanted["role"]), form.chosen_place(), wanted["purpose"], form.term(), wanted["body"])
        try:
            done = services.nominate(
                email=wanted["email"], name=wanted["name"], proposal=proposal, by=signed_in_person(request)
            )
        except PolicyError as error:
            form.add_error(None, str(error))
        except MailNotSentError as error:
            messages.warning(request, str(error))
            return redirect("access:people")
        else:
            messages.success(request, _outcome(done))
            return redirect("access:person", reference=done.holding.person.reference)
    return render(request, "access/nominate.html", {"form": form})


def _prefilled(request: HttpRequest) -> dict[str, Any]:
    return {name: request.GET[name] for name in ("name", "email") if name in request.GET}


def _outcome(done: Nominated) -> str:
    if not done.approved:
        return "The role is proposed. It counts once somebody else who manages access has approved it."
    if done.holding.person.is_active:
        return "The role is approved."
    return "The role is approved and the invitation is on its way. The link works for seven days."


@allow(Action.APPROVE_ACCESS)
@require_POST
def invite_again(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Send an invitation again with a new link."""
    shown = _person_line(scope_of(request), reference).person
    try:
        services.issue(person=shown, by=signed_in_person(request))
        messages.success(request, "The invitation is on its way. Earlier links no longer work.")
    except (PolicyError, MailNotSentError) as error:
        messages.error(request, str(error))
    return redirect("access:person", reference=reference)


@allow(Action.APPROVE_ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Close an account, or take back an invitation with the roles proposed by it."""
    shown = _person_line(scope_of(request), reference).person
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = _CLOSED if shown.is_active else _TAKEN_BACK
        try:
            services.deactivate(person=shown, reason=form.cleaned_data["reason"], by=signed_in_person(request))
        except PolicyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect("access:person", reference=reference)
    return render(request, "access/close.html", {"form": form, "person": shown})


@allow(SIGNED_IN)
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """What each role sees and does: the roles table of the alliance."""
    return render(request, "access/roles.html", {"rows": role_rows()})


def scope_of(request: HttpRequest) -> Scope:
    return request.scope  # type: ignore[attr-defined,no-any-return]


def _person_line(scope: Scope, reference: uuid.UUID) -> PersonLine:
    """The person, if the viewer may see them; otherwise there is no such page."""
    found = person_lines(queries.people_seen(scope).filter(reference=reference), timezone.localdate())
    if not found:
        raise Http404
    return found[0]
