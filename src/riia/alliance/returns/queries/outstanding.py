"""Returns that are not in, and what has been written about them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet

from riia.alliance.returns.models import REMINDERS, Notice, Return, Round
from riia.alliance.returns.states import ReturnState, RoundState

WAITED_FOR = frozenset({ReturnState.NOT_STARTED, ReturnState.DRAFT})
"""Never submitted: the deadline is still to be met, and reminders go."""
OUTSTANDING = WAITED_FOR | {ReturnState.REOPENED, ReturnState.REJECTED}
"""Whatever the council has to hand in, for the first time or again: the desk may chase for it."""


def waited_for(today: date) -> QuerySet[Return]:
    """Returns of open rounds that have never been submitted."""
    return (
        Return.objects.filter(
            round__state=RoundState.OPEN, round__opens_on__lte=today, state__in=WAITED_FOR, first_submitted_on=None
        )
        .select_related("round__alliance__region", "council")
        .order_by("round__due_on", "round", "council__name")
    )


def outstanding(one: Round) -> list[Return]:
    """The returns of an open round that the council has to hand in, by council. None of a round that is not open."""
    if one.state != RoundState.OPEN:
        return []
    found = one.returns.filter(state__in=OUTSTANDING)
    return list(found.select_related("round__alliance__region", "council").order_by("council__name"))


def reminders_of(returns: Iterable[Return]) -> Mapping[tuple[int, int], Sequence[Notice]]:
    """What each person has been written as a reminder about each return, by the keys of both; oldest first."""
    found: dict[tuple[int, int], list[Notice]] = {}
    rows = Notice.objects.filter(council_return__in=list(returns), kind__in=REMINDERS).order_by("day", "pk")
    for notice in rows.select_related("person"):
        found.setdefault((notice.council_return_id, notice.person_id), []).append(notice)
    return found


def unknown(returns: Iterable[Return]) -> QuerySet[Notice]:
    """Messages of which nobody knows whether they went: the process ended while one was being sent."""
    return Notice.objects.filter(council_return__in=list(returns), sent_at__isnull=True, problem="")
