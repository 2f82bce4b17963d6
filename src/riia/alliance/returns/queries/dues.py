"""What of rounds and returns is due on a day, for calendars: a council's own returns, a region's rounds (R13.16)."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.dues import Due
from riia.alliance.access.scope import Scope
from riia.alliance.places.naming import plain_name
from riia.alliance.returns.models import Round
from riia.alliance.returns.queries.reading import returns, rounds
from riia.alliance.returns.queries.timeliness import standings
from riia.alliance.returns.states import RoundState


def dues(scope: Scope, since: date, until: date) -> Iterator[Due]:
    """Returns that are not in yet, by the last day of each council; rounds and their packs for the region."""
    yield from _own_returns(scope, since, until)
    for one in rounds(scope).filter(state__in=[RoundState.PLANNED, RoundState.OPEN]):
        if scope.may(Action.SEE_RETURNS, one.alliance.region.code):
            yield from _of_round(scope, one, since, until)


def _own_returns(scope: Scope, since: date, until: date) -> Iterator[Due]:
    found = list(
        returns(scope).filter(
            council__code__in=scope.councils, round__state=RoundState.OPEN, first_submitted_on__isnull=True
        )
    )
    stand = standings(found, since)
    for one in found:
        day = stand[one.pk].last_day
        if since <= day <= until:
            yield Due(
                key=f"returns.return.{one.reference}",
                day=day,
                title=f"Return of {plain_name(one.council.label)} for {one.round.as_period.label}",
                href=reverse("returns:return", args=[one.reference]),
                note="The last day to submit it.",
                place=one.council.code,
                mine=scope.may(Action.PREPARE_RETURN, one.council.code),
                simulated=one.round.simulated,
            )


def _of_round(scope: Scope, one: Round, since: date, until: date) -> Iterator[Due]:
    region = one.alliance.region.code
    page = reverse("returns:board", args=[one.reference])
    about = f"{one.as_period.label}, {one.alliance.short_name}"
    days = (
        ("opens", one.opens_on, f"Open the round for {about}", one.state == RoundState.PLANNED, Action.RUN_ROUNDS),
        ("due", one.due_on, f"Returns are due: {about}", True, Action.RUN_ROUNDS),
        ("pack", one.dfe_due_on, f"Pack to the Department: {about}", True, Action.SEND_PACKS),
    )
    for name, day, title, wanted, action in days:
        if wanted and since <= day <= until:
            yield Due(
                key=f"returns.round.{one.reference}.{name}",
                day=day,
                title=title,
                href=page,
                place=region,
                mine=scope.may(action, region),
                simulated=one.simulated,
            )
