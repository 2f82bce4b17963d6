"""The director signs exactly what the page showed, or declines; and says whether others may see it by name."""

from decimal import Decimal

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.access.roles import ROLES
from riia.alliance.access.scope import Scope
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.diagnostics import policies
from riia.alliance.diagnostics.answers import fingerprint
from riia.alliance.diagnostics.errors import AssessmentError, NotYours, Stale
from riia.alliance.diagnostics.models import Assessment, SignOff
from riia.alliance.diagnostics.permissions import WRITES_FOR_COUNCIL, check_may
from riia.alliance.diagnostics.queries.reading import heading_of, latest_version, version_answers
from riia.alliance.diagnostics.queries.signing import sheet_of
from riia.alliance.diagnostics.services.moving import locked, move, person_of
from riia.alliance.diagnostics.states import AssessmentState, RoundState
from riia.alliance.returns.timekeeping import now


@transaction.atomic
def sign(
    *, one: Assessment, seen: str, may_be_named: bool = False, director_days: Decimal | None = None, by: Acts
) -> SignOff:
    """Sign the version submitted last. `seen` is the hash of the sheet that was shown.

    Raises Stale when the page would now show something else. Pressed twice by the same person, it is signed once.
    """
    one = locked(one)
    scope = scope_of_actor(by)
    check_may(scope, Action.SIGN_SELF_ASSESSMENT, one.council.code)
    again = SignOff.objects.filter(assessment=one, voided_at__isnull=True, seen=seen).first()
    if again and again.signed_by == person_of(by):
        return again
    policies.check_open(RoundState(one.round.state))
    version, sheet = latest_version(one), sheet_of(one)
    if version is None or sheet is None or AssessmentState(one.state) is not AssessmentState.SUBMITTED:
        raise AssessmentError(f"This self-assessment is {one.state}. A director signs what has been submitted.")
    if sheet.seen != seen:
        raise Stale("The self-assessment has changed since this page was opened. Read it again, then sign.")
    if fingerprint(heading_of(one), version_answers(version), version.left_out_because) != version.fingerprint:
        raise AssessmentError("The stored version does not match its fingerprint. Nothing was signed; tell the region.")
    _check_days(director_days)
    signature = SignOff.objects.create(
        assessment=one, version=version, fingerprint=version.fingerprint, seen=seen, signed_at=now(),
        signed_by=person_of(by), signer_label=by.as_actor().label, office=_office(scope, one.council.code),
    )  # fmt: skip
    one.may_be_named = may_be_named
    one.director_days = director_days if director_days is not None else one.director_days
    one.save(update_fields=["may_be_named", "director_days"])
    move(
        one=one,
        to=AssessmentState.SIGNED,
        by=by,
        action="diagnostics.sign",
        summary=f"Signed version {version.number}",
        details={
            "fingerprint": version.fingerprint,
            "seen": seen,
            "may_be_named": may_be_named,
            "director_days": None if director_days is None else str(director_days),
        },
    )
    return signature


@transaction.atomic
def decline(*, one: Assessment, reason: str, by: Acts) -> Assessment:
    """Do not sign: it goes back to whoever filled it in, with the reason."""
    one = locked(one)
    check_may(scope_of_actor(by), Action.SIGN_SELF_ASSESSMENT, one.council.code)
    policies.check_open(RoundState(one.round.state))
    policies.check_reason(reason, "you decline to sign")
    if AssessmentState(one.state) is not AssessmentState.SUBMITTED:
        raise AssessmentError(f"This self-assessment is {one.state}. A director declines what waits for a signature.")
    move(one=one, to=AssessmentState.REOPENED, by=by, action="diagnostics.decline", summary="Declined to sign",
         reason=reason)  # fmt: skip
    return one


@transaction.atomic
def set_named(*, one: Assessment, may_be_named: bool, by: Acts) -> Assessment:
    """Agree that levels and strengths are shown by name to the other councils, or withdraw that, at any time.

    The director agrees; withdrawing is open to whoever fills in the self-assessment as well.
    """
    one = locked(one)
    scope = scope_of_actor(by)
    if may_be_named:
        check_may(scope, Action.SIGN_SELF_ASSESSMENT, one.council.code)
    elif not any(scope.may(action, one.council.code) for action in WRITES_FOR_COUNCIL):
        raise NotYours("Only the council’s own people withdraw this.")
    if one.may_be_named is may_be_named:
        return one
    one.may_be_named = may_be_named
    one.save(update_fields=["may_be_named"])
    words = "Agreed to be shown by name" if may_be_named else "Withdrew being shown by name"
    record(by=by, action="diagnostics.set_named", target=one, summary=words, details={"may_be_named": may_be_named})
    return one


def _check_days(days: Decimal | None) -> None:
    if days is not None and not 0 <= days <= policies.LONGEST_DAYS:
        raise AssessmentError(f"Enter the director’s days as a number from 0 to {policies.LONGEST_DAYS}, such as 1.5.")


def _office(scope: Scope, council: str) -> str:
    """In which role the person signs, as held today."""
    for held in scope.holdings:
        if Action.SIGN_SELF_ASSESSMENT in held.actions and held.covers(council):
            title = ROLES[held.role].title
            return f"Deputy: {title}" if held.deputy else title
    return scope.label
