"""What of calls and awards is due on a day, for calendars (R13.16)."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.dues import Due
from riia.alliance.access.scope import Scope
from riia.alliance.offer.models import Call
from riia.alliance.offer.permissions import may_run
from riia.alliance.offer.queries import awards
from riia.alliance.offer.queries.reading import calls, member_for, own_councils
from riia.alliance.offer.states import AwardState, CallState, DueState


def dues(scope: Scope, since: date, until: date) -> Iterator[Due]:
    """Last days to apply, to score and to decide, and milestones and reports of running awards."""
    if scope.may(Action.SEE_CALLS) or scope.may(Action.SCORE_APPLICATIONS):
        for call in calls(scope).filter(state__in=[CallState.OPEN, CallState.WITH_PANEL]):
            yield from _of_call(scope, call, since, until)
    if not scope.may(Action.SEE_CALLS):
        return
    asked = awards.dues(scope).filter(state=DueState.DUE, due_on__range=(since, until), award__state=AwardState.RUNNING)
    for one in asked:
        application = one.award.application
        yield Due(
            key=f"offer.due.{one.reference}",
            day=one.due_on,
            title=f"{one.title}: {application.call.title}",
            href=reverse("offer:due", args=[one.reference]),
            note="Of an award.",
            place=application.council.code,
            mine=application.council.code in scope.councils
            and scope.may(Action.APPLY_FOR_FUNDING, application.council.code),
            simulated=application.call.simulated,
        )


def _of_call(scope: Scope, call: Call, since: date, until: date) -> Iterator[Due]:
    """Each day of a call for whoever it concerns: councils apply, the panel scores, the Lead DCS decides."""
    region = call.alliance.region.code
    runs = may_run(scope, region)
    scores = runs or member_for(scope, call) is not None
    decides = scope.may(Action.DECIDE_APPLICATIONS, region)
    days = (
        ("apply", call.closes_on, "Last day to apply", call.state == CallState.OPEN, bool(own_councils(scope, call))),
        ("score", call.panel_by, "Panel scores by", scores, scores and not runs),
        ("decide", call.decision_by, "Decide by", runs or decides, decides),
    )
    for name, day, words, shown, mine in days:
        if shown and day is not None and since <= day <= until:
            yield Due(
                key=f"offer.call.{call.reference}.{name}",
                day=day,
                title=f"{words}: {call.title}",
                href=reverse("offer:call", args=[call.reference]),
                place=region,
                mine=mine,
                simulated=call.simulated,
            )
