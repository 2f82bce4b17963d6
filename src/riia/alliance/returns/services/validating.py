"""The desk finds a return good: no open query, nothing that must be corrected, and not by who submitted it."""

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.returns import policies
from riia.alliance.returns.errors import DeskError, Stale
from riia.alliance.returns.models import NoticeKind, Return, Version
from riia.alliance.returns.permissions import check_may, check_not_submitter
from riia.alliance.returns.queries.reading import answers, explanations, form_for, latest_version, version_answers
from riia.alliance.returns.services.moving import locked, move
from riia.alliance.returns.services.telling import tell
from riia.alliance.returns.states import QueryState, ReturnState, RoundState
from riia.alliance.returns.timekeeping import today


@transaction.atomic
def validate(*, one: Return, version: int, by: Acts) -> Return:
    """Mark the newest version as validated; the director is written to.

    `version` is the number of the version the desk has looked at. Raises NotYours for whoever submitted it, Stale when
    there is a newer version, DeskError while a query is open or the council has changed answers without submitting.
    Validated again, the same version stays as it is.
    """
    one = locked(one)
    scope = scope_of_actor(by)
    check_may(scope, Action.VALIDATE_RETURNS, one.council.code)
    policies.check_wanted(RoundState(one.round.state))
    latest = latest_version(one)
    if ReturnState(one.state) is ReturnState.VALIDATED and latest is not None and latest.number == version:
        return one
    if latest is None or ReturnState(one.state) not in (ReturnState.SUBMITTED, ReturnState.IN_QUERY):
        raise DeskError(f"This return is {one.state}. The desk validates a return that has been submitted.")
    if latest.number != version:
        raise Stale(f"The council has submitted version {latest.number} since. Look at it before you validate.")
    check_not_submitter(scope, submitters(one))
    if waiting := one.queries.exclude(state=QueryState.RESOLVED).count():
        what = "1 query is" if waiting == 1 else f"{waiting} queries are"
        raise DeskError(f"{what} not settled yet. Settle every query, then validate.")
    if _has_changed(one, latest):
        raise DeskError("The council has changed its return since it submitted. Wait until it submits again.")
    one.validated_on = today()
    move(one=one, to=ReturnState.VALIDATED, by=by, action="returns.validate", summary=f"Validated version {version}",
         version=latest)  # fmt: skip
    tell(one=one, kind=NoticeKind.TO_SIGN, by=by)
    return one


def submitters(one: Return) -> frozenset[str]:
    """References of the people who made the submitted versions of a return."""
    made = Version.objects.filter(council_return=one, why="submitted", made_by__isnull=False)
    return frozenset(str(reference) for reference in made.values_list("made_by__reference", flat=True))


def _has_changed(one: Return, version: Version) -> bool:
    """Whether what the council has now is no longer what it submitted: an answer, a text, or an explanation."""
    asked = frozenset(form_for(one.round).cells)  # what was taken out of the round since is kept, and asks nothing
    now, then = ({cell: value for cell, value in said.items() if cell in asked}
                 for said in (answers(one), version_answers(version)))  # fmt: skip
    if now != then or one.entries.exclude(problem="").filter(cell__in=[str(cell) for cell in asked]).exists():
        return True
    found = {outcome["key"] for outcome in version.outcomes}
    explained = {key: text for key, text in explanations(one).items() if key in found}
    return bool(explained != version.explanations)
