"""Rounds and returns that a viewer may see, and what stands in them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.returns.models import Entry, Explained, Extension, Return, Round, Version
from riia.alliance.returns.states import ExtensionState, RoundState
from riia.indicators.model import Missing, PlaceCode, Symbol, Value
from riia.indicators.returns.canonical import from_stored, restored
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Cell, Form, Heading


def returns(scope: Scope) -> QuerySet[Return]:
    """Every return the viewer may see: of their own council, or of the councils of their region."""
    found = Return.objects.select_related("round__alliance__region", "council")
    places = scope.places_for(Action.SEE_RETURNS)
    return found if places is None else found.filter(council__code__in=places)


def get_return(scope: Scope, reference: UUID) -> Return | None:
    """One return by its reference; None where there is none or the viewer may not see it."""
    return returns(scope).filter(reference=reference).first()


def rounds(scope: Scope) -> QuerySet[Round]:
    """Every round that asks a council the viewer may see, or is of their region; newest period first.

    A council sees a round from its opening on; the region sees it as soon as it is planned.
    """
    found = Round.objects.select_related("alliance__region")
    places = scope.places_for(Action.SEE_RETURNS)
    if places is None:
        return found
    own = Q(alliance__region__code__in=places)
    asked = Q(returns__council__code__in=places) & ~Q(state=RoundState.PLANNED)
    return found.filter(own | asked).distinct()


def get_round(scope: Scope, reference: UUID) -> Round | None:
    """One round by its reference; None where there is none or the viewer may not see it."""
    return rounds(scope).filter(reference=reference).first()


def round_returns(scope: Scope, one: Round) -> QuerySet[Return]:
    """The returns of a round that the viewer may see, by council."""
    return returns(scope).filter(round=one).order_by("council__name")


def form_for(one: Round) -> Form:
    """What a round asks: its set, with no more than the data register allowed at opening (R4.02)."""
    return _asking(one.form, tuple(one.items))


@lru_cache(maxsize=256)
def _asking(form: str, items: tuple[str, ...]) -> Form:
    return form_of(form).only(frozenset(items))


def heading_of(one: Return) -> Heading:
    """Whose return of what."""
    return Heading(PlaceCode(one.council.code), one.council.label, one.round.as_period, one.round.form)


def entries(one: Return) -> Mapping[Cell, Entry]:
    """What stands in each cell now, also where it could not be read. Cells without a row are blank."""
    return {Cell.parse(entry.cell): entry for entry in Entry.objects.filter(council_return=one)}


def answers(one: Return) -> dict[Cell, Value]:
    """The answers as they stand now. A cell that is blank, or could not be read, is not there."""
    rows = Entry.objects.filter(council_return=one).exclude(value="").values_list("cell", "value")
    return {Cell.parse(cell): restored(value) for cell, value in rows}


def explanations(one: Return) -> dict[str, str]:
    """The texts that explain what soft checks found, by the key of the outcome."""
    return dict(Explained.objects.filter(council_return=one).values_list("key", "text"))


def versions(one: Return) -> QuerySet[Version]:
    """Every version, first submitted first."""
    return Version.objects.filter(council_return=one).order_by("number")


def latest_version(one: Return) -> Version | None:
    """The newest submitted version."""
    found = Version.objects.filter(council_return=one, why="submitted").order_by("-number").first()
    if found is not None:
        found.council_return = one
    return found


def outcomes_asked(version: Version, form: Form) -> list[dict[str, Any]]:
    """What the checks said of a version, as it is kept, without findings about what a form does not ask any more.

    An item may have been taken out of the round since; its figures stand in the words of a finding (R4.02).
    """
    asked = {str(cell) for cell in form.cells}
    return [outcome for outcome in version.outcomes if asked.issuperset(outcome.get("cells", []))]


def version_answers(version: Version) -> dict[Cell, Value]:
    """The answers of a version."""
    return from_stored(version.answers)


def population_of(version: Version) -> Value:
    """The population that the rates of a version are of; not available where it was not known."""
    under = version.population
    return restored(under["value"]) if under.get("value") else Missing(Symbol.NOT_AVAILABLE)


def extension_in_force(one: Return) -> Extension | None:
    """The granted extension with the latest day, if any."""
    return one.extensions.filter(state=ExtensionState.GRANTED).order_by("-until").first()
