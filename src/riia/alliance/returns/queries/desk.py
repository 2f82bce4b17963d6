"""Queries, signatures, steps and versions of returns a viewer may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from riia.alliance.access.scope import Scope
from riia.alliance.returns import policies
from riia.alliance.returns.in_time import Asked, Share, answered_in_time
from riia.alliance.returns.models import Query, Return, Settled, Signature, Step, Version
from riia.alliance.returns.queries.reading import form_for, returns, version_answers
from riia.alliance.returns.states import QueryState, ReturnState
from riia.indicators.returns.differences import Difference, differences
from riia.indicators.returns.nouns import Cell


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose word a query waits for, since when, and the last day in time for it."""

    whose: Literal["the council", "the desk"]
    since: date
    due: date


def queries(scope: Scope) -> QuerySet[Query]:
    """Every desk query about a return the viewer may see, newest first."""
    found = Query.objects.filter(council_return__in=returns(scope))
    return found.select_related(
        "council_return__round__alliance__region", "council_return__council", "opened_on_version"
    ).order_by("-id")


def get_query(scope: Scope, reference: UUID) -> Query | None:
    """One query with its thread; None where the viewer may not see it."""
    return queries(scope).filter(reference=reference).prefetch_related("messages").first()


def open_queries(one: Return) -> QuerySet[Query]:
    """The queries of a return that are not settled, first due first."""
    return Query.objects.filter(council_return=one).exclude(state=QueryState.RESOLVED).order_by("due_on", "id")


def steps(one: Return) -> QuerySet[Step]:
    """How the return came to where it is, oldest first."""
    return Step.objects.filter(council_return=one).select_related("version").order_by("at", "id")


def why_given_back(one: Return) -> Step | None:
    """The step that gave a return back to the council, with its reason; None where the council has not got it back."""
    if ReturnState(one.state) not in (ReturnState.REOPENED, ReturnState.REJECTED):
        return None
    return steps(one).filter(after=one.state).exclude(reason="").last()


def valid_signature(one: Return) -> Signature | None:
    """The signature in force under a return."""
    return Signature.objects.filter(council_return=one, voided_at__isnull=True).select_related("version").first()


def between(earlier: Version, later: Version) -> tuple[Difference, ...]:
    """What two versions of one return say differently."""
    form = form_for(later.council_return.round)
    return differences(form, version_answers(earlier), version_answers(later))


def turn_of(query: Query) -> Turn | None:
    """Whose turn it is in a query, five working days each; None once it is settled. Reads the thread it came with.

    The first days are those the query was sent with. Who writes twice running gets no more time by it.
    """
    if QueryState(query.state) is QueryState.RESOLVED:
        return None
    waits_for_council = QueryState(query.state) is QueryState.OPEN
    messages = list(query.messages.all())
    since = _local_day(query.opened_at)
    for earlier, later in pairwise(messages):
        if earlier.from_council is not later.from_council:
            since = _local_day(later.at)
    first = waits_for_council and not any(one.from_council for one in messages)
    due = query.due_on if first else policies.answer_clock(since, None).due
    return Turn("the council" if waits_for_council else "the desk", since, due)


def first_answered_on(query: Query) -> date | None:
    """When the council first answered: in words, or by handing in a corrected figure. Reads the thread it came with."""
    words = [_local_day(one.at) for one in query.messages.all() if one.from_council]
    corrected = corrected_by(query) if not words and query.settled == Settled.CORRECTED else None
    return words[0] if words else _local_day(corrected.made_at) if corrected else None


def in_time(found: Iterable[Query], today: date) -> Share:
    """How many queries the councils answered in time, of those that are answered or whose time is up (R5.08).

    One that the desk took back before any answer is left out.
    """
    asked = []
    for query in found:
        answered = first_answered_on(query)
        if answered is not None:
            asked.append(Asked(answered <= query.due_on))
        elif query.settled != Settled.WITHDRAWN:
            asked.append(Asked(False if today > query.due_on else None))
    return answered_in_time(asked)


def corrected_by(query: Query) -> Version | None:
    """The first version handed in after a query that says something else in its cell; of the whole return, anywhere."""
    before = query.opened_on_version
    if before is None:
        return None
    later = Version.objects.filter(
        council_return_id=query.council_return_id, why="submitted", number__gt=before.number
    ).order_by("number")
    return next((version for version in later if _differs(before, version, query.cell)), None)


def _differs(before: Version, after: Version, cell: str) -> bool:
    if not cell:
        return before.fingerprint != after.fingerprint
    one = Cell.parse(cell)
    return version_answers(before).get(one) != version_answers(after).get(one)


def _local_day(at: datetime) -> date:
    return timezone.localtime(at).date()
