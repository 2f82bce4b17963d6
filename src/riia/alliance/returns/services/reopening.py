"""Opening a return again after it was submitted: with a reason, a snapshot, and the end of any signature under it."""

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.returns import policies
from riia.alliance.returns.errors import NotYours
from riia.alliance.returns.models import NoticeKind, Return, Signature, Version
from riia.alliance.returns.queries.reading import answers, explanations, heading_of, latest_version
from riia.alliance.returns.services.moving import locked, move, person_of
from riia.alliance.returns.services.publishing import take_back
from riia.alliance.returns.services.telling import tell
from riia.alliance.returns.states import ReturnState, RoundState
from riia.alliance.returns.timekeeping import now
from riia.indicators.returns.canonical import as_stored, fingerprint


@transaction.atomic
def reopen(*, one: Return, reason: str, by: Acts) -> Return:
    """Give the return back to the council for a change. By the council itself or by the region's desk.

    What stood is kept as a snapshot. A valid signature is voided, and the figures that were published from it are taken
    back. Raises DeskError without a reason or where the state does not allow it.
    """
    one = locked(one)
    scope = scope_of_actor(by)
    council = one.council.code
    if not (scope.may(Action.PREPARE_RETURN, council) or scope.may(Action.VALIDATE_RETURNS, council)):
        raise NotYours("A return is reopened by the council that made it or by the region's desk.")
    policies.check_wanted(RoundState(one.round.state))
    policies.check_reason(reason, "it is reopened")
    policies.check_move(ReturnState(one.state), ReturnState.REOPENED)
    kept = snapshot(one, by)
    void(one=one, reason=reason, by=by)
    one.validated_on = None
    move(one=one, to=ReturnState.REOPENED, by=by, action="returns.reopen", summary="Reopened the return", reason=reason,
         version=kept)  # fmt: skip
    tell(one=one, kind=NoticeKind.DECIDED, by=by, words=f"It was reopened: {reason.strip()}"[:500])
    return one


def void(*, one: Return, reason: str, by: Acts) -> Signature | None:
    """End the valid signature under a locked return, if there is one, inside the caller's transaction."""
    signature = Signature.objects.filter(council_return=one, voided_at__isnull=True).select_related("version").first()
    if signature is None:
        return None
    signature.voided_at = now()
    signature.voided_because = reason.strip()
    signature.voider_label = by.as_actor().label
    signature.save(update_fields=["voided_at", "voided_because", "voider_label"])
    take_back(version=signature.version, reason=reason, by=by)
    record(
        by=by,
        action="returns.void_signature",
        target=one,
        summary=f"Voided the signature under version {signature.version.number}",
        reason=reason.strip(),
        details={"signature": str(signature.reference), "fingerprint": signature.fingerprint},
    )
    return signature


def snapshot(one: Return, by: Acts) -> Version:
    """Keep the return as it stands as a version of its own, inside the caller's transaction.

    It says of findings what the newest version says of them, as that does: an explanation of what the checks no longer
    find would give what did not change another fingerprint.
    """
    before, stands = latest_version(one), answers(one)
    found = {outcome["key"] for outcome in before.outcomes} if before else set()
    explained = {key: text for key, text in explanations(one).items() if key in found}
    newest = one.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return Version.objects.create(
        council_return=one,
        number=newest + 1,
        why="reopened",
        answers=as_stored(stands),
        explanations=explained,
        outcomes=before.outcomes if before else [],
        population=before.population if before else {},
        source=before.source if before else "form",
        fingerprint=fingerprint(heading_of(one), stands, explained),
        made_at=now(),
        made_by=person_of(by),
        maker_label=by.as_actor().label,
    )
