"""Rounds in which each council sends its own return: that it went, and what the Department said of it (R5.03, R5.20).

Nothing is sent by this service. It keeps that the council sent what its director signed, so that the region sees it.
"""

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.agreements import gate
from riia.alliance.agreements.audiences import Audience
from riia.alliance.audit.actors import Acts
from riia.alliance.returns import policies
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.models import NoticeKind, PackReturn, Return, Route, Signature
from riia.alliance.returns.permissions import check_may
from riia.alliance.returns.services.moving import locked, move
from riia.alliance.returns.services.telling import tell
from riia.alliance.returns.states import ReturnState, RoundState
from riia.alliance.returns.timekeeping import today


@transaction.atomic
def note_sent(*, one: Return, how: str, by: Acts) -> Return:
    """Note that the council sent its signed return to the Department, and how. By the council or the region.

    Noted again, it stays as it is. Raises RegisterRefused when the register does not let an item go; DeskError when the
    round goes by way of the region, or the return is not signed.
    """
    one = _held(one, by)
    if ReturnState(one.state) is ReturnState.SENT:
        return one
    if not how.strip():
        raise DeskError("Say how it went, so that the receipt can be asked for.")
    if ReturnState(one.state) is not ReturnState.SIGNED:
        raise DeskError(f"This return is {one.state}. A return is sent once its director has signed it.")
    round_ = one.round
    gate.check_send(round_.alliance, round_.dataset, round_.items, Audience.DFE, today(), covers=round_.period_end)
    one.sent_on = today()
    move(one=one, to=ReturnState.SENT, by=by, action="returns.note_sent", summary="Sent directly to the Department",
         reason=how, version=_signed(one).version)  # fmt: skip
    return one


@transaction.atomic
def note_answer(*, one: Return, outcome: str, by: Acts, because: str = "", words: str = "") -> Return:
    """Record what the Department said: accepted, or rejected with why. Raises DeskError like the answer to a pack."""
    one = _held(one, by)
    if outcome not in PackReturn.Outcome.values:
        raise DeskError("Choose accepted or rejected.")
    rejected = outcome == PackReturn.Outcome.REJECTED
    if rejected and (because not in PackReturn.Because.values or not words.strip()):
        raise DeskError("Say why it is rejected: for its quality or another reason, and in a sentence what is wrong.")
    if ReturnState(one.state) is not ReturnState.SENT:
        raise DeskError(f"This return is {one.state}, so there is no answer to record.")
    said = f"{PackReturn.Because(because).label}: {words.strip()}" if rejected else words.strip()
    move(one=one, to=ReturnState(outcome), by=by, action=f"returns.{outcome}", reason=said,
         summary=f"The Department {outcome} it", version=_signed(one).version)  # fmt: skip
    tell(one=one, kind=NoticeKind.DECIDED, by=by, words=f"The Department {outcome} it. {said}".strip()[:500])
    return one


def _held(one: Return, by: Acts) -> Return:
    one = locked(one)
    scope = scope_of_actor(by)
    if not scope.may(Action.PREPARE_RETURN, one.council.code):
        check_may(scope, Action.SEND_PACKS, one.council.code)
    policies.check_wanted(RoundState(one.round.state))
    if one.round.route != Route.DIRECT:
        raise DeskError("In this round returns go by way of the region, in a pack.")
    return one


def _signed(one: Return) -> Signature:
    return Signature.objects.select_related("version").get(council_return=one, voided_at__isnull=True)
