"""Who is party to a version: added while it is made, ended while it is in force."""

import uuid
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.agreements.forms.agreements import EndPartyForm, PartiesForm
from riia.alliance.agreements.models import AgreementVersion, Party
from riia.alliance.agreements.permissions import check_may_keep
from riia.alliance.agreements.queries import agreements as queries
from riia.alliance.agreements.services import agreements_parties as services
from riia.alliance.agreements.views.agreements import scope_of
from riia.alliance.agreements.views.agreements_steps import ask, both, kept, person_of, question_about
from riia.alliance.kit.filters import long_date, plural
from riia.alliance.places import queries as places


@allow(Action.KEEP_AGREEMENTS)
@both
def add_parties(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Councils of the alliance and other bodies that are not parties yet."""
    version = kept(request, reference)
    on = max(timezone.localdate(), version.commences or timezone.localdate())
    councils = places.members(version.agreement.alliance, on).exclude(agreed__version=version)
    bodies = places.organisations(on).exclude(agreed__version=version)
    form = PartiesForm(request.POST or None, councils=councils, bodies=bodies)

    def do(form: Any) -> str:
        return f"{plural(_add(version, form.cleaned_data, request), 'party', 'parties')} added."

    lead = (
        "Councils of the alliance stand here. Everybody else who signs is another body, and not counted as a council."
    )
    question = question_about(
        version, "Add parties", "Add", lead, {"councils": {"small": True}, "beside": {"small": True}}
    )
    return ask(request, question, form, do)


@transaction.atomic
def _add(version: AgreementVersion, typed: dict[str, Any], request: HttpRequest) -> int:
    by, body, beside = person_of(request), typed["organisation"], set(typed["beside"])
    said = {"responsibilities": typed["responsibilities"], "contribution": typed["contribution"]}
    for council in typed["councils"]:
        trust = body if council in beside else None
        services.add_council(version=version, council=council, also_signs=trust, **said, by=by)
    if body is not None:
        services.add_organisation(version=version, organisation=body, signs=not beside, **said, by=by)
    if typed["new_body"]:
        services.add_new_organisation(version=version, name=typed["new_body"], **said, by=by)
    return len(typed["councils"]) + (body is not None) + bool(typed["new_body"])


@allow(Action.KEEP_AGREEMENTS)
@both
def end_party(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The last day of a party."""
    version = kept(request, reference)
    staying = queries.parties(version).filter(valid_to=None)

    def do(form: Any) -> str:
        party = services.end_party(**form.cleaned_data, by=person_of(request))
        return (
            f"{party.name} is party until {long_date(form.cleaned_data['last_day'])}. What it signed stays on record."
        )

    form = EndPartyForm(request.POST or None, parties=staying)
    return ask(request, question_about(version, "Record that a party has left", "Record"), form, do)


@allow(Action.KEEP_AGREEMENTS)
@both
def remove_party(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a party out while the version is being made."""
    party = _kept_party(request, pk)
    name = party.name

    def do(form: Any) -> str:
        services.remove_party(party=party, by=person_of(request))
        return f"{name} is not a party any more."

    form = forms.Form(request.POST if request.method == "POST" else None)
    return ask(request, question_about(party.version, f"Take {name} out?", "Take out"), form, do)


def _kept_party(request: HttpRequest, pk: int) -> Party:
    party = queries.party_seen(scope_of(request), pk)
    if party is None:
        raise Http404("There is no such party, or it is not of an agreement of your region.")
    check_may_keep(scope_of(request), party.version.agreement.alliance)
    return party
