"""What of self-assessments is due on a day, for calendars: a council's own, a region's rounds (R13.16)."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.dues import Due
from riia.alliance.access.scope import Scope
from riia.alliance.diagnostics.queries.reading import assessments, rounds
from riia.alliance.diagnostics.states import EDITABLE, AssessmentState, RoundState
from riia.alliance.places.naming import possessive


def dues(scope: Scope, since: date, until: date) -> Iterator[Due]:
    """Self-assessments that are not signed yet, and rounds that run or are planned."""
    open_states = [*EDITABLE, AssessmentState.SUBMITTED]
    own = assessments(scope).filter(
        council__code__in=scope.councils,
        round__state=RoundState.OPEN,
        round__due_on__range=(since, until),
        state__in=open_states,
    )
    for one in own:
        code, state = one.council.code, AssessmentState(one.state)
        action = Action.SELF_ASSESS if state in EDITABLE else Action.SIGN_SELF_ASSESSMENT
        yield Due(
            key=f"diagnostics.assessment.{one.reference}",
            day=one.round.due_on,
            title=f"{possessive(one.council.label)} self-assessment: {one.round.title}",
            href=reverse("diagnostics:assessment", args=[one.reference]),
            place=code,
            mine=scope.may(action, code),
            simulated=one.round.simulated,
        )
    for each in rounds(scope).filter(state__in=[RoundState.PLANNED, RoundState.OPEN], due_on__range=(since, until)):
        region = each.alliance.region.code
        if scope.may(Action.SEE_SELF_ASSESSMENTS, region):
            yield Due(
                key=f"diagnostics.round.{each.reference}",
                day=each.due_on,
                title=f"Self-assessments are due: {each.title}",
                href=reverse("diagnostics:round", args=[each.reference]),
                place=region,
                mine=scope.may(Action.RUN_SELF_ASSESSMENTS, region),
                simulated=each.simulated,
            )
