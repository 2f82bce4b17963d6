"""More time is asked for by the council, and granted or refused by the region. Nobody decides on their own request."""

from datetime import date

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.policies import check_move
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.access.scope import Scope
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.returns import permissions, policies
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import Extension, NoticeKind, Return
from riia.alliance.returns.queries.timeliness import standing
from riia.alliance.returns.services.moving import locked, person_of
from riia.alliance.returns.services.telling import tell
from riia.alliance.returns.states import EXTENSION_TRANSITIONS, ExtensionState, RoundState
from riia.alliance.returns.timekeeping import now, today
from riia.indicators.model import day_in_words

E = ExtensionState


@transaction.atomic
def ask_extension(*, one: Return, until: date, reason: str, by: Acts) -> Extension:
    """Ask for more time, up to and including a day. It has to be asked for by the deadline, and once at a time."""
    one = locked(one)
    permissions.check_may(scope_of_actor(by), Action.PREPARE_RETURN, one.council.code)
    policies.check_reason(reason, "more time is needed")
    _check_may_be_asked(one)
    _check_day(one, until)
    made = Extension.objects.create(
        council_return=one,
        until=until,
        reason=reason.strip(),
        asked_at=now(),
        asked_by=person_of(by),
        asker_label=by.as_actor().label,
    )
    _record(made, by, "ask_extension", f"Asked for more time until {day_in_words(until)}", reason)
    return made


@transaction.atomic
def grant_extension(*, extension: Extension, until: date | None = None, reason: str, by: Acts) -> Extension:
    """Grant it, until the day asked for or another. The council's deadline, reminders and timeliness go by that day."""
    one, held = _decided(extension, reason, ExtensionState.GRANTED, by)
    last = until or held.until
    _check_day(one, last)
    asked, held.until = held.until, last
    _decide(held, ExtensionState.GRANTED, reason, by)
    _record(
        held, by, "grant_extension", f"Granted more time until {day_in_words(last)}", reason,
        {"until": last.isoformat(), "asked": asked.isoformat()},
    )  # fmt: skip
    _bump(one)
    tell(
        one=one, kind=NoticeKind.DECIDED, by=by,
        words=f"You have more time: the return is due by {day_in_words(last)}. {reason.strip()}",
    )  # fmt: skip
    return held


@transaction.atomic
def refuse_extension(*, extension: Extension, reason: str, by: Acts) -> Extension:
    """Refuse it, saying why. The deadline stays as it is."""
    one, held = _decided(extension, reason, ExtensionState.REFUSED, by)
    _decide(held, ExtensionState.REFUSED, reason, by)
    _record(held, by, "refuse_extension", f"Refused more time until {day_in_words(held.until)}", reason)
    last = standing(one, today()).last_day
    tell(
        one=one, kind=NoticeKind.DECIDED, by=by,
        words=f"The deadline stays {day_in_words(last)}. {reason.strip()}",
    )  # fmt: skip
    return held


@transaction.atomic
def withdraw_extension(*, extension: Extension, by: Acts) -> Extension:
    """Take a request back before it is decided."""
    one = locked(extension.council_return)
    held = Extension.objects.select_for_update().get(pk=extension.pk)
    permissions.check_may(scope_of_actor(by), Action.PREPARE_RETURN, one.council.code)
    check_move(EXTENSION_TRANSITIONS, E(held.state), E.WITHDRAWN, "request")
    held.state = ExtensionState.WITHDRAWN
    held.save(update_fields=["state"])
    _record(held, by, "withdraw_extension", "Took back the request for more time", "")
    return held


def why_not(one: Return) -> str:
    """Why more time cannot be asked for now, in words; empty where it can."""
    try:
        _check_may_be_asked(one)
    except DeskError as error:
        return str(error)
    return ""


def _check_may_be_asked(one: Return) -> None:
    if one.round.state != RoundState.OPEN:
        raise DeskError(f"The round is {one.round.state}, so there is no deadline to move.")
    if one.first_submitted_on is not None:
        raise DeskError("The return is in already, so it needs no more time.")
    last = standing(one, today()).last_day
    if today() > last:
        raise DeskError(
            f"The deadline, {day_in_words(last)}, has passed, and more time is asked for before it. Submit as soon as "
            "you can, and tell the region’s desk what holds it up."
        )
    if one.extensions.filter(state=ExtensionState.ASKED).exists():
        raise DeskError("More time has been asked for already. Wait for the region’s decision, or take that back.")


def _check_day(one: Return, until: date) -> None:
    last = standing(one, today()).last_day
    if until <= last:
        raise DeskError(f"The return is due on {day_in_words(last)} as it is. Choose a later day.")
    if until < today():
        raise DeskError("That day has passed. Choose a day from today on.")


def _decided(extension: Extension, reason: str, to: ExtensionState, by: Acts) -> tuple[Return, Extension]:
    """The request as it is now, locked, if this person may decide on it so."""
    one = locked(extension.council_return)
    held = Extension.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=extension.pk)
    scope = scope_of_actor(by)
    permissions.check_may(scope, Action.RUN_ROUNDS, one.council.code)
    _check_not_own(scope, one, held)
    policies.check_reason(reason, "this is decided so")
    check_move(EXTENSION_TRANSITIONS, E(held.state), to, "request")
    return one, held


def _check_not_own(scope: Scope, one: Return, held: Extension) -> None:
    """Nobody decides on what they asked for, nor on a request of a council they work for."""
    asked_by = str(held.asked_by.reference) if held.asked_by else None
    if scope.person_ref is not None and (scope.person_ref == asked_by or one.council.code in scope.councils):
        raise NotYours("Nobody decides on their own council’s request. Ask a colleague in the region.")


def _decide(held: Extension, to: ExtensionState, reason: str, by: Acts) -> None:
    held.state, held.decided_at, held.decision_reason = to, now(), reason.strip()
    held.decided_by, held.decider_label = person_of(by), by.as_actor().label
    held.save(update_fields=["state", "until", "decided_at", "decided_by", "decider_label", "decision_reason"])


def _bump(one: Return) -> None:
    """Whoever has the return open sees that its deadline moved."""
    one.revision += 1
    one.save(update_fields=["revision"])


def _record(
    held: Extension, by: Acts, verb: str, summary: str, reason: str, details: dict[str, object] | None = None
) -> None:
    one = held.council_return
    record(
        by=by,
        action=f"returns.{verb}",
        target=one,
        summary=f"{summary}: {one.audit_label}",
        reason=reason.strip(),
        details={"extension": str(held.reference), **(details or {})},
    )
