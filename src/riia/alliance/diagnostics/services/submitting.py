"""A council submits its self-assessment, and reopens it to change something."""

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.diagnostics import policies
from riia.alliance.diagnostics.answers import fingerprint, missing
from riia.alliance.diagnostics.errors import NotYours, Stale
from riia.alliance.diagnostics.models import Assessment, AssessmentVersion, SignOff
from riia.alliance.diagnostics.permissions import WRITES_FOR_COUNCIL, check_may
from riia.alliance.diagnostics.queries.reading import answers, heading_of, latest_version
from riia.alliance.diagnostics.services.moving import locked, move, person_of
from riia.alliance.diagnostics.states import IN_HAND, AssessmentState, RoundState
from riia.alliance.returns.timekeeping import now


@transaction.atomic
def submit(*, one: Assessment, revision: int, left_out_because: str = "", by: Acts) -> AssessmentVersion:
    """Submit what stands, whole or with the reason why some statements are left out.

    `revision` is that of the page: Stale where somebody changed something since. Submitted twice it is submitted once.
    """
    one = locked(one)
    check_may(scope_of_actor(by), Action.SELF_ASSESS, one.council.code)
    policies.check_open(RoundState(one.round.state))
    latest = latest_version(one)
    if AssessmentState(one.state) in IN_HAND and latest:
        return latest
    policies.check_editable(AssessmentState(one.state))
    if one.revision != revision:
        raise Stale("Somebody changed this self-assessment since the page was opened. Read it again, then submit.")
    topic, said = one.round.as_topic, answers(one)
    policies.check_complete(topic, said, left_out_because)
    because = left_out_because.strip() if missing(topic, said) else ""
    version = AssessmentVersion.objects.create(
        assessment=one,
        number=(latest.number if latest else 0) + 1,
        answers={key: answer.stored() for key, answer in said.items() if answer.says_anything},
        left_out_because=because,
        fingerprint=fingerprint(heading_of(one), said, because),
        made_at=now(),
        made_by=person_of(by),
        maker_label=by.as_actor().label,
    )
    move(one=one, to=AssessmentState.SUBMITTED, by=by, action="diagnostics.submit",
         summary=f"Submitted version {version.number}", reason=because,
         details={"version": version.number, "fingerprint": version.fingerprint})  # fmt: skip
    return version


@transaction.atomic
def reopen(*, one: Assessment, reason: str, by: Acts) -> Assessment:
    """Take a submitted or signed self-assessment back to change it. A signature is void from then on."""
    one = locked(one)
    scope = scope_of_actor(by)
    if not any(scope.may(action, one.council.code) for action in WRITES_FOR_COUNCIL):
        raise NotYours("A self-assessment is reopened by the council’s own people. Ask its performance lead.")
    policies.check_open(RoundState(one.round.state))
    policies.check_reason(reason, "it is reopened")
    policies.check_move(AssessmentState(one.state), AssessmentState.REOPENED)
    void(one=one, because=reason, by=by)
    move(one=one, to=AssessmentState.REOPENED, by=by, action="diagnostics.reopen", summary="Reopened it",
         reason=reason)  # fmt: skip
    return one


def void(*, one: Assessment, because: str, by: Acts) -> None:
    """Void the signature in force, inside the caller's transaction. It stays on record."""
    SignOff.objects.filter(assessment=one, voided_at__isnull=True).update(
        voided_at=now(), voided_because=because.strip(), voider_label=by.as_actor().label
    )
