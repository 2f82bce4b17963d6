"""What of self-assessments needs a viewer now, each one click from done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.diagnostics.models import AssessmentRound
from riia.alliance.diagnostics.queries.reading import assessments, rounds
from riia.alliance.diagnostics.states import EDITABLE, AssessmentState, RoundState
from riia.alliance.kit.filters import plural
from riia.alliance.places.naming import possessive


@dataclass(frozen=True, slots=True)
class Need:
    """Something that needs the viewer: what, where to do it, and by when. Its clock counts working days."""

    text: str
    href: str
    due: date | None = None
    note: str = ""


def needs(scope: Scope, today: date) -> list[Need]:
    """Self-assessments to fill in and to sign, and rounds to open or to chase."""
    return [*_to_do(scope), *_to_run(scope, today)]


def _to_do(scope: Scope) -> Iterator[Need]:
    if not (scope.may(Action.SELF_ASSESS) or scope.may(Action.SIGN_SELF_ASSESSMENT)):
        return
    for one in assessments(scope).filter(round__state=RoundState.OPEN, council__code__in=scope.councils):
        state, code = AssessmentState(one.state), one.council.code
        if state is AssessmentState.SUBMITTED and scope.may(Action.SIGN_SELF_ASSESSMENT, code):
            text = f"Sign {possessive(one.council.label)} self-assessment: {one.round.title}"
            yield Need(text, reverse("diagnostics:sign", args=[one.reference]), one.round.due_on)
        elif state in EDITABLE and scope.may(Action.SELF_ASSESS, code):
            text = f"Rate {possessive(one.council.label)} readiness: {one.round.title}"
            yield Need(text, reverse("diagnostics:assessment", args=[one.reference]), one.round.due_on)


def _to_run(scope: Scope, today: date) -> Iterator[Need]:
    if not scope.may(Action.RUN_SELF_ASSESSMENTS):
        return
    mine = [one for one in rounds(scope) if scope.may(Action.RUN_SELF_ASSESSMENTS, one.alliance.region.code)]
    for one in mine:
        page = reverse("diagnostics:round", args=[one.reference])
        if one.state == RoundState.PLANNED and one.opens_on <= today:
            yield Need(f"Open the self-assessment {one.title}", page, one.opens_on, "Councils do not see it before.")
        elif one.state == RoundState.OPEN and one.due_on < today:
            yield Need(_overdue(one), page, one.due_on, "Its last day has passed. Move it, or close the round.")


def _overdue(one: AssessmentRound) -> str:
    out = one.assessments.filter(state__in=EDITABLE).count()
    return f"{one.title}: {plural(out, 'self-assessment')} not in" if out else f"Close {one.title}"
