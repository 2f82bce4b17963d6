"""Queries, signatures, steps and versions of returns a viewer may see."""

from uuid import UUID

from django.db.models import QuerySet

from riia.alliance.access.scope import Scope
from riia.alliance.returns.models import Query, Return, Signature, Step, Version
from riia.alliance.returns.queries.reading import form_for, returns, version_answers
from riia.alliance.returns.states import QueryState
from riia.indicators.returns.differences import Difference, differences


def queries(scope: Scope) -> QuerySet[Query]:
    """Every desk query about a return the viewer may see, newest first."""
    found = Query.objects.filter(council_return__in=returns(scope))
    return found.select_related("council_return__round__alliance__region", "council_return__council").order_by("-id")


def get_query(scope: Scope, reference: UUID) -> Query | None:
    """One query with its thread; None where the viewer may not see it."""
    return queries(scope).filter(reference=reference).prefetch_related("messages").first()


def open_queries(one: Return) -> QuerySet[Query]:
    """The queries of a return that are not settled, first due first."""
    return Query.objects.filter(council_return=one).exclude(state=QueryState.RESOLVED).order_by("due_on", "id")


def steps(one: Return) -> QuerySet[Step]:
    """How the return came to where it is, oldest first."""
    return Step.objects.filter(council_return=one).select_related("version").order_by("at", "id")


def valid_signature(one: Return) -> Signature | None:
    """The signature in force under a return."""
    return Signature.objects.filter(council_return=one, voided_at__isnull=True).select_related("version").first()


def between(earlier: Version, later: Version) -> tuple[Difference, ...]:
    """What two versions of one return say differently."""
    form = form_for(later.council_return.round)
    return differences(form, version_answers(earlier), version_answers(later))
