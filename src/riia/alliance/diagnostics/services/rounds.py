"""Rounds of self-assessment are planned, opened, moved, closed, opened again and cancelled here."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.diagnostics import policies
from riia.alliance.diagnostics.errors import AssessmentError
from riia.alliance.diagnostics.models import Assessment, AssessmentRound
from riia.alliance.diagnostics.permissions import check_may
from riia.alliance.diagnostics.services.moving import locked_round, person_of
from riia.alliance.diagnostics.states import RoundState
from riia.alliance.diagnostics.topic import Topic
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Place
from riia.alliance.returns.timekeeping import now, today
from riia.indicators.model import day_in_words


@transaction.atomic
def plan_round(
    *,
    alliance: Alliance,
    topic: Topic,
    name: str,
    councils: Sequence[Place],
    opens_on: date,
    due_on: date,
    note: str = "",
    simulated: bool = False,
    by: Acts,
) -> AssessmentRound:
    """Plan a round on a topic for councils of an alliance. They see it once it opens.

    One that a simulated person plans is simulated as well. Raises AssessmentError for days that do not follow each
    other, a name that is taken, or a council that is not a member on the opening day.
    """
    check_may(scope_of_actor(by), Action.RUN_SELF_ASSESSMENTS, alliance.region.code)
    policies.check_days(opens_on, due_on)
    _check_name(alliance, topic, name)
    _check_councils(alliance, councils, opens_on)
    made = AssessmentRound.objects.create(
        alliance=alliance, topic=topic.key, topic_version=topic.version, asked=topic.stored(), name=name.strip(),
        opens_on=opens_on, due_on=due_on, note=note.strip(),
        simulated=simulated or (isinstance(by, Person) and by.is_persona),
        made_at=now(), made_by=person_of(by), maker_label=by.as_actor().label,
    )  # fmt: skip
    Assessment.objects.bulk_create(
        Assessment(round=made, council=council, since=now()) for council in sorted(councils, key=lambda one: one.name)
    )
    record(
        by=by,
        action="diagnostics.plan_round",
        target=made,
        summary=f"Planned the {made.audit_label} for {len(councils)} councils",
        details={
            "topic": f"{topic.key} {topic.version}",
            "opens_on": opens_on.isoformat(),
            "due_on": due_on.isoformat(),
            "councils": sorted(council.code for council in councils),
        },
    )
    return made


@transaction.atomic
def open_round(*, round_: AssessmentRound, by: Acts) -> AssessmentRound:
    """Open a planned round: from now on the councils see it and answer."""
    one = _held(round_, by)
    if one.state == RoundState.CLOSED:
        raise AssessmentError("This round has been open before. Open it again with a reason.")
    policies.check_round_move(RoundState(one.state), RoundState.OPEN)
    day = today()
    if day > one.due_on:
        raise AssessmentError(f"Its last day, {day_in_words(one.due_on)}, has passed. Move it, then open the round.")
    one.state, one.opened_at = RoundState.OPEN, now()
    one.opens_on = min(one.opens_on, day)  # opened ahead of its day, it is open
    one.save(update_fields=["state", "opened_at", "opens_on"])
    _note(one, by, "open_round", f"Opened the {one.audit_label}")
    return one


@transaction.atomic
def move_due(*, round_: AssessmentRound, due_on: date, reason: str, by: Acts) -> AssessmentRound:
    """Change the last day for every council. Says why (R15.05)."""
    one = _held(round_, by)
    if RoundState(one.state) not in {RoundState.PLANNED, RoundState.OPEN}:
        raise AssessmentError(f"This round is {one.state}, so its days do not move.")
    policies.check_reason(reason, "the last day is moved")
    policies.check_days(one.opens_on, due_on)
    if due_on < today():
        raise AssessmentError("The new last day is today or later.")
    before, one.due_on = one.due_on, due_on
    one.save(update_fields=["due_on"])
    _note(one, by, "move_due", f"Moved the last day of the {one.audit_label} to {day_in_words(due_on)}", reason,
          {"before": before.isoformat(), "after": due_on.isoformat()})  # fmt: skip
    return one


@transaction.atomic
def close_round(*, round_: AssessmentRound, by: Acts) -> AssessmentRound:
    """Close an open round: nothing in it changes any more. What is not submitted stays not submitted."""
    one = _held(round_, by)
    policies.check_round_move(RoundState(one.state), RoundState.CLOSED)
    one.state, one.closed_at = RoundState.CLOSED, now()
    one.save(update_fields=["state", "closed_at"])
    _note(one, by, "close_round", f"Closed the {one.audit_label}")
    return one


@transaction.atomic
def reopen_round(*, round_: AssessmentRound, reason: str, by: Acts) -> AssessmentRound:
    """Open a closed round again, with a reason. What was published of it stays as it was."""
    one = _held(round_, by)
    if one.state != RoundState.CLOSED:
        raise AssessmentError(f"This round is {one.state}. Only a closed round is opened again.")
    policies.check_reason(reason, "the round is opened again")
    one.state, one.closed_at = RoundState.OPEN, None
    one.save(update_fields=["state", "closed_at"])
    _note(one, by, "reopen_round", f"Opened the {one.audit_label} again", reason)
    return one


@transaction.atomic
def cancel_round(*, round_: AssessmentRound, reason: str, by: Acts) -> AssessmentRound:
    """Cancel a planned round, with a reason. No council has seen it."""
    one = _held(round_, by)
    policies.check_round_move(RoundState(one.state), RoundState.CANCELLED)
    policies.check_reason(reason, "the round is cancelled")
    one.state = RoundState.CANCELLED
    one.save(update_fields=["state"])
    _note(one, by, "cancel_round", f"Cancelled the {one.audit_label}", reason)
    return one


def _held(round_: AssessmentRound, by: Acts) -> AssessmentRound:
    one = locked_round(round_)
    check_may(scope_of_actor(by), Action.RUN_SELF_ASSESSMENTS, one.alliance.region.code)
    return one


def _note(
    one: AssessmentRound, by: Acts, verb: str, summary: str, reason: str = "", details: dict[str, str] | None = None
) -> None:
    codes = list(one.assessments.values_list("council__code", flat=True))
    record(by=by, action=f"diagnostics.{verb}", target=one, summary=summary, reason=reason.strip(), details=details,
           places=codes)  # fmt: skip


def _check_name(alliance: Alliance, topic: Topic, name: str) -> None:
    if not name.strip():
        raise AssessmentError("Name the round, for example by its year, so that it can be told from others.")
    taken = AssessmentRound.objects.filter(alliance=alliance, topic=topic.key, name=name.strip())
    if taken.exclude(state=RoundState.CANCELLED).exists():
        raise AssessmentError(f"There is a round “{topic.short_title} {name.strip()}” already. Choose another name.")


def _check_councils(alliance: Alliance, councils: Sequence[Place], on: date) -> None:
    if not councils:
        raise AssessmentError("Choose at least one council to ask.")
    members = set(places.members(alliance, on).values_list("code", flat=True))
    strange = [council.label for council in councils if council.code not in members]
    if strange:
        raise AssessmentError(
            f"{', '.join(strange)} will not be a member of {alliance.name} on {day_in_words(on)}. Leave it out."
        )
