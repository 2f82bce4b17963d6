"""Requests for more time that a viewer may see."""

from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When

from riia.alliance.access.scope import Scope
from riia.alliance.returns.models import Extension, Return, Round
from riia.alliance.returns.queries.reading import returns
from riia.alliance.returns.states import ExtensionState


def extensions(scope: Scope) -> QuerySet[Extension]:
    """Every request about a return the viewer may see."""
    return Extension.objects.filter(council_return__in=returns(scope)).select_related(
        "council_return__round__alliance__region", "council_return__council"
    )


def get_extension(scope: Scope, reference: UUID) -> Extension | None:
    """One request; None where there is none or the viewer may not see it."""
    return extensions(scope).filter(reference=reference).first()


def of_return(one: Return) -> QuerySet[Extension]:
    """The requests of a return, newest first."""
    return one.extensions.select_related("council_return__round").order_by("-asked_at", "-pk")


def of_round(scope: Scope, one: Round) -> QuerySet[Extension]:
    """The requests in a round, those waiting first, then the newest."""
    waits = Case(When(state=ExtensionState.ASKED, then=Value(0)), default=Value(1), output_field=IntegerField())
    return extensions(scope).filter(council_return__round=one).order_by(waits, "-asked_at", "-pk")


def waiting(scope: Scope) -> QuerySet[Extension]:
    """The requests that wait for a decision, the first asked first."""
    return extensions(scope).filter(state=ExtensionState.ASKED).order_by("asked_at", "pk")
