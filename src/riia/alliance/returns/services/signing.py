"""The director signs exactly what the page showed, or declines with a reason."""

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.access.roles import ROLES
from riia.alliance.access.scope import Scope
from riia.alliance.audit.actors import Acts
from riia.alliance.returns import policies
from riia.alliance.returns.errors import DeskError, Stale
from riia.alliance.returns.models import NoticeKind, Return, Signature
from riia.alliance.returns.permissions import check_may
from riia.alliance.returns.queries.reading import heading_of, latest_version, version_answers
from riia.alliance.returns.queries.signing import sheet_of
from riia.alliance.returns.services.moving import locked, move, person_of
from riia.alliance.returns.services.publishing import publish
from riia.alliance.returns.services.reopening import snapshot
from riia.alliance.returns.services.telling import tell
from riia.alliance.returns.states import ReturnState, RoundState
from riia.alliance.returns.timekeeping import now
from riia.indicators.returns.canonical import fingerprint


@transaction.atomic
def sign(*, one: Return, seen: str, by: Acts) -> Signature:
    """Sign the validated version. `seen` is the hash of the sheet that was shown (`SigningSheet.seen`).

    The signature binds to the version's own fingerprint, which is computed afresh from its answers and explanations.
    Raises Stale when the sheet would now show something else, DeskError when the return is not validated, and
    RegisterRefused when the data register no longer lets its figures be collected. Signed again by the same person from
    the same page, it stays signed once.
    """
    one = locked(one)
    scope = scope_of_actor(by)
    check_may(scope, Action.SIGN_RETURN, one.council.code)
    policies.check_wanted(RoundState(one.round.state))
    version = latest_version(one)
    if again := _signed_already(one, seen, by):
        return again
    if version is None or ReturnState(one.state) is not ReturnState.VALIDATED:
        raise DeskError(f"This return is {one.state}. A director signs once the desk has validated it.")
    if sheet_of(one).seen != seen:
        raise Stale("The return has changed since this page was opened. Read it again, then sign.")
    content = fingerprint(heading_of(one), version_answers(version), version.explanations)
    if content != version.fingerprint:
        raise DeskError("The stored version does not match its fingerprint. Nothing was signed; tell the region.")
    signature = Signature.objects.create(
        council_return=one,
        version=version,
        fingerprint=version.fingerprint,
        seen=seen,
        signed_at=now(),
        signed_by=person_of(by),
        signer_label=by.as_actor().label,
        office=_office(scope, one.council.code),
    )
    move(one=one, to=ReturnState.SIGNED, by=by, action="returns.sign", summary=f"Signed version {version.number}",
         version=version, details={"fingerprint": version.fingerprint, "seen": seen})  # fmt: skip
    publish(version=version, by=by)
    tell(one=one, kind=NoticeKind.DECIDED, by=by, words="The director has signed it.")
    return signature


@transaction.atomic
def decline(*, one: Return, reason: str, by: Acts) -> Return:
    """Do not sign: the return goes back to the council, with the reason and a snapshot of what was declined."""
    one = locked(one)
    check_may(scope_of_actor(by), Action.SIGN_RETURN, one.council.code)
    policies.check_wanted(RoundState(one.round.state))
    policies.check_reason(reason, "you decline to sign")
    if ReturnState(one.state) is not ReturnState.VALIDATED:
        raise DeskError(f"This return is {one.state}. A director declines a return that waits for a signature.")
    kept = snapshot(one, by)
    one.validated_on = None
    move(one=one, to=ReturnState.REOPENED, by=by, action="returns.decline", summary="Declined to sign", reason=reason,
         version=kept)  # fmt: skip
    tell(one=one, kind=NoticeKind.DECIDED, by=by, words=f"The director declined to sign it: {reason.strip()}"[:500])
    return one


def _signed_already(one: Return, seen: str, by: Acts) -> Signature | None:
    """The signature in force, where the same person gave it under the same sheet: the button was pressed twice."""
    signature = Signature.objects.filter(council_return=one, voided_at__isnull=True, seen=seen).first()
    same = signature is not None and signature.signed_by == person_of(by)
    return signature if same and ReturnState(one.state) is ReturnState.SIGNED else None


def _office(scope: Scope, council: str) -> str:
    """In which role the person signs, as held today."""
    for held in scope.holdings:
        if Action.SIGN_RETURN in held.actions and held.covers(council):
            title = ROLES[held.role].title
            return f"Deputy: {title}" if held.deputy else title
    return scope.label
