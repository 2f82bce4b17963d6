"""Decisions: an award, a refusal with its reason, or a question. Awards together never exceed the money of the call.

The call is held first, so that two decisions at the same instant come one after the other; and the database refuses
more than there is (`offer_no_more_awarded_than_available`).
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.kit.filters import pounds
from riia.alliance.offer import permissions, policies
from riia.alliance.offer.errors import CallError, Stale
from riia.alliance.offer.models import (
    Application,
    Award,
    Call,
    Decision,
    DecisionKind,
    Due,
    DueKind,
    LetterKind,
    Version,
)
from riia.alliance.offer.queries.panels import conflicted, eligible
from riia.alliance.offer.queries.reading import latest
from riia.alliance.offer.services.moving import held_application, held_call, move, person_of
from riia.alliance.offer.services.telling import Page, tell_council
from riia.alliance.offer.states import ApplicationState, CallState
from riia.alliance.returns.timekeeping import today
from riia.indicators.model import day_in_words


@dataclass(frozen=True, slots=True)
class Ruling:
    """What every decision says: why, which version was decided on, and the minute where a meeting took it."""

    reason: str
    version: int
    minute: str = ""


@transaction.atomic
def award(*, one: Application, amount_pence: int, ruling: Ruling, conditions: str = "", by: Acts) -> Award:
    """Award an application money: no more than it asks for and no more than is left. Its end report is planned."""
    call, one, version = _deciding(one, ruling, by)
    able = eligible(one)
    scored = version.sheets.filter(submitted_at__isnull=False, member__in=able).count()
    policies.check_scored(scored, len(able))
    policies.check_amount(amount_pence, version.asked_pence, call.available_pence, call.awarded_pence)
    assert call.awards_end is not None
    starts = today()
    if call.awards_end <= starts:
        raise CallError(f"Awards of this call end on {day_in_words(call.awards_end)}. Move that day first.")
    call.awarded_pence += amount_pence
    call.save(update_fields=["awarded_pence"])
    made = Award.objects.create(
        application=one, amount_pence=amount_pence, starts_on=starts, ends_on=call.awards_end,
        conditions=conditions.strip(),
    )  # fmt: skip
    Due.objects.create(award=made, kind=DueKind.END_REPORT, title="What changed, and what was spent",
                       due_on=call.awards_end)  # fmt: skip
    _decide(one, version, DecisionKind.AWARD, ruling, by, amount_pence, conditions)
    move(one=one, to=ApplicationState.AWARDED, by=by, action="offer.award", reason=ruling.reason,
         summary=f"Awarded {pounds(amount_pence)}: {one.audit_label}",
         details={"amount_pence": amount_pence, "asked_pence": version.asked_pence, "minute": ruling.minute.strip(),
                  "left_pence": policies.left(call.available_pence, call.awarded_pence)})  # fmt: skip
    _tell(one, LetterKind.DECIDED, f"Your application for “{call.title}” is awarded {pounds(amount_pence)}. Its page "
          "says why, under which conditions, and what you show by when.", by)  # fmt: skip
    return made


@transaction.atomic
def decline(*, one: Application, ruling: Ruling, by: Acts) -> Decision:
    """Decline an application. The reason is shown to the council."""
    call, one, version = _deciding(one, ruling, by)
    made = _decide(one, version, DecisionKind.DECLINE, ruling, by)
    one.answer_by = None
    move(one=one, to=ApplicationState.DECLINED, by=by, action="offer.decline", reason=ruling.reason,
         summary=f"Declined the {one.audit_label}", details={"minute": ruling.minute.strip()})  # fmt: skip
    _tell(one, LetterKind.DECIDED, f"Your application for “{call.title}” was declined. Its page says why.", by)
    return made


@transaction.atomic
def ask_for_more(*, one: Application, ruling: Ruling, answer_by: date, by: Acts) -> Decision:
    """Ask the council for more by a day. It changes its application and submits again; the panel then scores that."""
    call, one, version = _deciding(one, ruling, by)
    if answer_by <= today():
        raise CallError("The day by which more is to come is after today.")
    made = _decide(one, version, DecisionKind.MORE, ruling, by)
    one.answer_by = answer_by
    move(one=one, to=ApplicationState.MORE_ASKED, by=by, action="offer.ask_for_more", reason=ruling.reason,
         summary=f"Asked for more: {one.audit_label}",
         details={"answer_by": answer_by.isoformat(), "minute": ruling.minute.strip()})  # fmt: skip
    _tell(one, LetterKind.MORE, f"More is asked about your application for “{call.title}”, by "
          f"{day_in_words(answer_by)}: {ruling.reason.strip()}", by)  # fmt: skip
    return made


def _deciding(one: Application, ruling: Ruling, by: Acts) -> tuple[Call, Application, Version]:
    """The call and the application, held in this order, and the version decided on; refuses who may not decide."""
    call = held_call(one.call)
    one = held_application(one)
    one.call = call
    permissions.check_may_decide(
        scope_of_actor(by), call.alliance.region.code, one.council.code, minute=ruling.minute,
        conflicted=conflicted(one),
    )  # fmt: skip
    policies.check_reason(ruling.reason, "this is decided so")
    if call.state != CallState.WITH_PANEL:
        raise CallError(f"This call is {call.state}, so nothing is decided now.")
    version = latest(one)
    if version is None or one.state not in (ApplicationState.SUBMITTED, ApplicationState.MORE_ASKED):
        raise CallError(f"This application is {one.state}, so nothing is decided about it now.")
    if version.number != ruling.version:
        raise Stale("The council has submitted a newer version. Read it, then decide.")
    return call, one, version


def _decide(
    one: Application,
    version: Version,
    kind: DecisionKind,
    ruling: Ruling,
    by: Acts,
    amount: int | None = None,
    conditions: str = "",
) -> Decision:
    return Decision.objects.create(
        application=one, version=version, kind=kind, amount_pence=amount, reason=ruling.reason.strip(),
        conditions=conditions.strip(), minute=ruling.minute.strip(), decided_on=today(), decided_by=person_of(by),
        decider_label=by.as_actor().label,
    )  # fmt: skip


def _tell(one: Application, kind: LetterKind, words: str, by: Acts) -> None:
    page = Page("offer:application", one.reference)
    tell_council(call=one.call, council=one.council, kind=kind, words=words, page=page, by=by)
