"""Rounds are planned, opened, moved, closed, opened again and cancelled here."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.policies import check_move
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Place
from riia.alliance.returns import permissions, policies, round_days
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.models import Return, Round, Route
from riia.alliance.returns.queries.grounds import grounds_for
from riia.alliance.returns.queries.outstanding import OUTSTANDING
from riia.alliance.returns.queries.rhythms import check_kind
from riia.alliance.returns.round_days import Days
from riia.alliance.returns.services.moving import person_of
from riia.alliance.returns.states import ROUND_TRANSITIONS, ReturnState, RoundState
from riia.alliance.returns.timekeeping import now, today
from riia.indicators.model import Period, day_in_words


@transaction.atomic
def plan_round(
    *,
    alliance: Alliance,
    form: str,
    period: Period,
    route: Route = Route.VIA_REGION,
    opens_on: date,
    due_on: date,
    desk_until: date | None = None,
    dfe_due_on: date | None = None,
    note: str = "",
    simulated: bool = False,
    by: Acts,
) -> Round:
    """Plan a round for the councils of an alliance. They are asked once it opens. One that a simulated person plans is
    simulated as well.

    Raises DeskError where the period, the set or a day does not fit, or there is such a round already; NotYours.
    """
    _check_may(by, alliance)
    round_days.check_period(period)
    check_kind(alliance, Route(route), period.kind)
    round_days.check_form(form, period)
    days = _days(opens_on, due_on, desk_until, dfe_due_on)
    _check_once(alliance, form, period)
    made = Round.objects.create(
        alliance=alliance,
        form=form,
        period=period.code,
        period_start=period.start,
        period_end=period.end,
        route=route,
        opens_on=days.opens_on,
        due_on=days.due_on,
        desk_until=days.desk_until,
        dfe_due_on=days.dfe_due_on,
        note=note.strip(),
        simulated=simulated or (isinstance(by, Person) and by.is_persona),
        made_at=now(),
        made_by=person_of(by),
        maker_label=by.as_actor().label,
    )
    record(
        by=by,
        action="returns.plan_round",
        target=made,
        summary=f"Planned the {made.audit_label}",
        details={"form": form, "period": period.code, "route": str(route), **_told(days)},
    )
    return made


@transaction.atomic
def open_round(*, round_: Round, by: Acts) -> Round:
    """Open a planned round: fix on which agreement it rests and what it asks, and ask every member council of the day.

    Items that are not active in the register are left out, and the round keeps why. Raises DeskError, with the
    register's own words, where nothing may be collected.
    """
    one = _locked(round_)
    _check_may(by, one.alliance)
    check_move(ROUND_TRANSITIONS, RoundState(one.state), RoundState.OPEN, "round")
    if one.state == RoundState.CLOSED:
        raise DeskError("This round has been open before. Reopen it, with a reason.")
    day = today()
    if day > one.due_on:
        raise DeskError(
            f"Its deadline, {day_in_words(one.due_on)}, has passed. Move the days of the round, then open it."
        )
    grounds = grounds_for(one.alliance, one.form, one.dataset, day, one.period_end)
    if grounds.refusal:
        raise DeskError(grounds.refusal)
    councils = list(places.members(one.alliance, day).order_by("name"))
    if not councils:
        raise DeskError(f"{one.alliance.name} has no member councils on {day_in_words(day)}. Enter them first.")
    one.state, one.opened_at = RoundState.OPEN, now()
    one.opens_on = min(one.opens_on, day)  # opened ahead of its day, it is open
    one.grounds, one.items = dict(grounds.stored), sorted(grounds.items)
    one.save(update_fields=["state", "opened_at", "opens_on", "grounds", "items"])
    _ask(one, councils)
    record(
        by=by,
        action="returns.open_round",
        target=one,
        summary=f"Opened the {one.audit_label} for {len(councils)} councils",
        details={
            "councils": [council.code for council in councils],
            "grounds": dict(grounds.stored),
            "items": len(grounds.items),
        },
        places=[council.code for council in councils],
    )
    return one


@transaction.atomic
def move_days(
    *,
    round_: Round,
    opens_on: date,
    due_on: date,
    desk_until: date | None = None,
    dfe_due_on: date | None = None,
    reason: str,
    by: Acts,
) -> Round:
    """Change the days of a round for every council. One that is open keeps its opening. Says why (R15.05)."""
    one = _locked(round_)
    _check_may(by, one.alliance)
    policies.check_reason(reason, "its days are moved")
    if one.state not in {RoundState.PLANNED, RoundState.OPEN}:
        raise DeskError(f"This round is {one.state}, so its days stay as they are.")
    if one.state == RoundState.OPEN and opens_on != one.opens_on:
        raise DeskError(f"It opened on {day_in_words(one.opens_on)}, and that stays. Move its other days.")
    before, days = _told(_of(one)), _days(opens_on, due_on, desk_until, dfe_due_on)
    one.opens_on, one.due_on = days.opens_on, days.due_on
    one.desk_until, one.dfe_due_on = days.desk_until, days.dfe_due_on
    one.save(update_fields=["opens_on", "due_on", "desk_until", "dfe_due_on"])
    record(
        by=by,
        action="returns.move_days",
        target=one,
        summary=f"Moved the days of the {one.audit_label}",
        details={"before": before, **_told(days)},
        reason=reason.strip(),
    )
    return one


@transaction.atomic
def close_round(*, round_: Round, reason: str = "", by: Acts) -> Round:
    """Close a round: nobody is reminded any more. With returns outstanding it takes a reason."""
    one = _locked(round_)
    _check_may(by, one.alliance)
    check_move(ROUND_TRANSITIONS, RoundState(one.state), RoundState.CLOSED, "round")
    missing = [each.council.code for each in one.returns.select_related("council") if each.state in OUTSTANDING]
    if missing:
        policies.check_reason(reason, f"it is closed while {len(missing)} returns are outstanding")
    one.state, one.closed_at = RoundState.CLOSED, now()
    one.save(update_fields=["state", "closed_at"])
    _record(one, by, "close_round", f"Closed the {one.audit_label}", reason, {"outstanding": missing})
    return one


@transaction.atomic
def reopen_round(*, round_: Round, reason: str, by: Acts) -> Round:
    """Open a closed round again, as it was: the same councils, items and grounds."""
    one = _locked(round_)
    _check_may(by, one.alliance)
    policies.check_reason(reason, "the round is opened again")
    if one.state != RoundState.CLOSED:
        raise DeskError(f"This round is {one.state}, so it cannot be opened again.")
    one.state, one.closed_at = RoundState.OPEN, None
    one.save(update_fields=["state", "closed_at"])
    _record(one, by, "reopen_round", f"Opened the {one.audit_label} again", reason, {})
    return one


@transaction.atomic
def cancel_round(*, round_: Round, reason: str, by: Acts) -> Round:
    """Cancel a round that is planned or open. What councils entered stays to be read; nobody is reminded any more."""
    one = _locked(round_)
    _check_may(by, one.alliance)
    policies.check_reason(reason, "the round is cancelled")
    check_move(ROUND_TRANSITIONS, RoundState(one.state), RoundState.CANCELLED, "round")
    if one.packs.filter(sent_at__isnull=False).exists():
        raise DeskError("A pack of this round has been sent, so it cannot be cancelled. Close it instead.")
    one.state, one.cancelled_because = RoundState.CANCELLED, reason.strip()
    one.save(update_fields=["state", "cancelled_because"])
    _record(one, by, "cancel_round", f"Cancelled the {one.audit_label}", reason, {})
    return one


@transaction.atomic
def follow_register(*, round_: Round, reason: str, by: Acts) -> Round:
    """Take out of an open round what its agreement's register does not allow any more (R4.02).

    Councils are not asked for it, and what they said of it is kept in their versions but not shown, signed or sent.
    Nothing is ever put in: councils that have submitted were not asked. Raises DeskError where nothing has changed, or
    nothing would be left.
    """
    one = _locked(round_)
    _check_may(by, one.alliance)
    policies.check_reason(reason, "items are taken out of the round")
    if one.state != RoundState.OPEN:
        raise DeskError(f"This round is {one.state}, so what it asks stays as it is.")
    grounds = grounds_for(one.alliance, one.form, one.dataset, today(), one.period_end)
    gone = sorted(set(one.items) - grounds.items)
    if not gone:
        raise DeskError("The register allows everything this round asks, so there is nothing to take out.")
    left = sorted(set(one.items) & grounds.items)
    if not left:
        raise DeskError(f"{grounds.refusal or 'Nothing of this round would be left.'} Cancel the round instead.")
    one.items, one.grounds = left, dict(grounds.stored)
    one.save(update_fields=["items", "grounds"])
    _record(one, by, "follow_register", f"Took {len(gone)} items out of the {one.audit_label}", reason, {"out": gone})
    return one


def _ask(one: Round, councils: Sequence[Place]) -> None:
    Return.objects.bulk_create(
        [
            Return(round=one, council=council, state=ReturnState.NOT_STARTED, since=one.opened_at or now())
            for council in councils
        ]
    )


def _check_may(by: Acts, alliance: Alliance) -> None:
    permissions.check_may(scope_of_actor(by), Action.RUN_ROUNDS, alliance.region.code)


def _check_once(alliance: Alliance, form: str, period: Period) -> None:
    """The place is locked, so that two who plan the same round at once see each other."""
    Alliance.objects.select_for_update().get(pk=alliance.pk)
    if (
        Round.objects.filter(alliance=alliance, form=form, period=period.code)
        .exclude(state=RoundState.CANCELLED)
        .exists()
    ):
        raise DeskError(f"There is a round for {period.label} already. Change that one, or choose another period.")


def _days(opens_on: date, due_on: date, desk_until: date | None, dfe_due_on: date | None) -> Days:
    usual_desk, usual_dfe = round_days.days_after(due_on)
    dfe = dfe_due_on or usual_dfe
    days = Days(opens_on, due_on, desk_until or min(usual_desk, max(dfe, due_on)), dfe)
    round_days.check_days(days)
    return days


def _of(one: Round) -> Days:
    return Days(one.opens_on, one.due_on, one.desk_until, one.dfe_due_on)


def _told(days: Days) -> dict[str, object]:
    return {
        "opens_on": days.opens_on.isoformat(),
        "due_on": days.due_on.isoformat(),
        "desk_until": days.desk_until.isoformat(),
        "dfe_due_on": days.dfe_due_on.isoformat(),
    }


def _locked(one: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).select_related("alliance__region").get(pk=one.pk)


def _record(one: Round, by: Acts, verb: str, summary: str, reason: str, details: dict[str, object]) -> None:
    record(by=by, action=f"returns.{verb}", target=one, summary=summary, reason=reason.strip(), details=details)
