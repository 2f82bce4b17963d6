"""Packs a viewer may see, and what a pack is made from."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.returns.models import Pack, Return, Round, Route, Signature
from riia.alliance.returns.queries.reading import (
    extension_in_force,
    outcomes_asked,
    population_of,
    rounds,
    version_answers,
)
from riia.alliance.returns.states import ReturnState
from riia.indicators.model import day_in_words
from riia.indicators.reference import UnknownPlace, authority
from riia.indicators.returns.checks import registered
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Form
from riia.indicators.returns.pack import Contents, Finding, PackedReturn


def packs(scope: Scope) -> QuerySet[Pack]:
    """Packs of the viewer's region, newest first: the region sees all, the Department those that were sent to it."""
    found = Pack.objects.select_related("round__alliance__region").order_by("-made_at", "-id")
    return found.filter(_within(scope, Action.SEND_PACKS) | _within(scope, Action.RECEIVE_PACKS) & _SENT)


_SENT = Q(sent_at__isnull=False)


def _within(scope: Scope, action: Action) -> Q:
    """The condition that a pack is of a region in which the viewer may do this."""
    places = scope.places_for(action)
    return Q() if places is None else Q(round__alliance__region__code__in=places)


def get_pack(scope: Scope, reference: UUID) -> Pack | None:
    """One pack by its reference; None where the viewer may not see it."""
    return packs(scope).filter(reference=reference).first()


def packs_of(scope: Scope, one: Round) -> QuerySet[Pack]:
    """The packs of one round."""
    return packs(scope).filter(round=one)


def rounds_to_pack(scope: Scope) -> QuerySet[Round]:
    """Rounds of the viewer's regions, by way of the region, with signed returns that have not been sent."""
    found = rounds(scope).filter(returns__state=ReturnState.SIGNED, route=Route.VIA_REGION).distinct()
    places = scope.places_for(Action.SEND_PACKS)
    return found if places is None else found.filter(alliance__region__code__in=places)


def round_to_pack(scope: Scope, reference: UUID) -> Round | None:
    """One round that the viewer may pack; None for any other."""
    found = rounds(scope).filter(reference=reference).first()
    return found if found is not None and scope.may(Action.SEND_PACKS, found.alliance.region.code) else None


def signatures_of(one: Round) -> list[Signature]:
    """The valid signatures under returns of a round that wait to be sent, by council."""
    return list(
        Signature.objects.filter(
            council_return__round=one, council_return__state=ReturnState.SIGNED, voided_at__isnull=True
        )
        .select_related("version", "council_return__council", "council_return__round__alliance__region")
        .order_by("council_return__council__code")
    )


def missing_from(one: Round, signatures: Sequence[Signature]) -> dict[str, str]:
    """The councils of a round that a pack of these signatures lacks, each with why in words."""
    held = {signature.council_return_id for signature in signatures}
    rows = Return.objects.filter(round=one).select_related("council", "round").order_by("council__name")
    return {row.council.label: _why(row) for row in rows if row.pk not in held}


def _why(one: Return) -> str:
    went = one.packed.filter(pack__sent_at__isnull=False).select_related("pack", "version").order_by("pack__number")
    if (last := went.last()) is not None:
        if ReturnState(one.state) in (ReturnState.SENT, ReturnState.ACCEPTED):
            return f"sent in pack {last.pack.number}"
        return f"version {last.version.number} was sent in pack {last.pack.number}; not signed again yet: {one.state}"
    extension = extension_in_force(one)
    if extension and one.first_submitted_on is None:
        return f"not in yet; has an extension to {day_in_words(extension.until)}"
    return f"{'not in' if one.first_submitted_on is None else 'not signed'} yet: {one.state}"


def named_in(one: Round, signatures: Sequence[Signature]) -> dict[str, Any]:
    """The names and numbers a pack prints that could read otherwise later: they are kept in its recipe."""
    councils = [signature.council_return.council for signature in signatures]
    return {
        "region": one.alliance.region.label,
        "councils": {council.code: council.label for council in councils},
        "items": sorted(one.items),
        "simulated": one.simulated,
        "checks": len(registered()),
    }


def contents_of(one: Round, recipe: Mapping[str, Any], signatures: Sequence[Signature]) -> Contents:
    """What the files of a pack are made from. It depends on nothing but the recipe and the signed versions."""
    named = recipe["named"]
    form = form_of(one.form).only(frozenset(named["items"]))
    return Contents(
        region_code=one.alliance.region.code,
        region=named["region"],
        period=one.as_period,
        form=form,
        made_on=recipe["made_on"],
        number=recipe["number"],
        returns=[_packed(signature, form, named, one.as_period.end) for signature in signatures],
        grounds=recipe["grounds"],
        missing=recipe["missing"],
        simulated=named["simulated"],
    )


def _packed(signature: Signature, form: Form, named: Mapping[str, Any], on: date) -> PackedReturn:
    version, council = signature.version, signature.council_return.council.code
    return PackedReturn(
        council_code=council,
        council_ons_code=_ons_code(council, on),
        council=named["councils"][council],
        version=version.number,
        fingerprint=signature.fingerprint,
        signed_on=timezone.localtime(signature.signed_at).date().isoformat(),
        signed_as=signature.office,
        answers=version_answers(version),
        population=population_of(version),
        population_words=str(version.population.get("words", "")),
        findings=[
            Finding(outcome["code"], outcome["words"], version.explanations.get(outcome["key"], ""))
            for outcome in outcomes_asked(version, form)
        ],
        checks_made=named["checks"],
    )


def _ons_code(council: str, on: date) -> str:
    """The council's ONS code on a day; "" where the register of councils has none."""
    try:
        return authority(council).ons_code(on) or ""
    except UnknownPlace:
        return ""
