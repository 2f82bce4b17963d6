"""What a viewer's own page of returns rests on: own councils' returns, and the rounds of their regions."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance
from riia.alliance.returns.counting import Counts
from riia.alliance.returns.models import Return, Round
from riia.alliance.returns.queries.board import timeliness_of
from riia.alliance.returns.queries.reading import returns, rounds
from riia.alliance.returns.queries.timeliness import Standing, standings
from riia.alliance.returns.states import QueryState, RoundState

_MOST = 12
"""Returns and rounds on the page: three years of quarters."""


def own_returns(scope: Scope, today: date) -> Iterator[tuple[Return, Standing, int]]:
    """The returns of the viewer's own councils, newest period first, each with its clock and its unanswered queries."""
    waiting = Count("queries", filter=Q(queries__state=QueryState.OPEN))
    found = list(
        returns(scope)
        .filter(council__code__in=scope.councils)
        .exclude(round__state__in=[RoundState.PLANNED, RoundState.CANCELLED])
        .annotate(waiting=waiting)
        .order_by("-round__period_end", "council__name")[:_MOST]
    )
    stand = standings(found, today)
    for one in found:
        yield one, stand[one.pk], one.waiting


def region_rounds(scope: Scope, today: date) -> Iterator[tuple[Round, Counts]]:
    """The rounds of the viewer's regions, newest period first, with how many are in."""
    for one in region_rounds_only(scope)[:_MOST]:
        yield one, timeliness_of(scope, one, today)


def region_rounds_only(scope: Scope) -> list[Round]:
    """The rounds of the regions whose returns the viewer sees, newest period first."""
    regions = scope.places_for(Action.SEE_RETURNS)
    found = rounds(scope).order_by("-period_end", "alliance__name", "form")
    return list(found if regions is None else found.filter(alliance__region__code__in=regions))


def alliances_run(scope: Scope) -> list[Alliance]:
    """The alliances whose rounds the viewer runs, by name."""
    regions = scope.places_for(Action.RUN_ROUNDS)
    found = places.alliances()
    return list(found if regions is None else found.filter(region__code__in=regions))


def quality_regions(scope: Scope) -> list[Alliance]:
    """The alliances whose data quality the viewer may read: those of whose region they see the returns."""
    regions = scope.places_for(Action.SEE_RETURNS)
    found = places.alliances()
    return list(found if regions is None else found.filter(region__code__in=regions))
