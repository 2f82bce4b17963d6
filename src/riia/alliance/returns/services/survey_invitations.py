"""Inviting those who asked to the yearly survey, each address once, by a signed link that takes one answer.

As with reminders the row is committed before the message goes: who was invited is on record, and a run that died in
between sends nobody a second message.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.mail import MailNotSentError, address, send
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.returns import permissions
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.models import Survey, SurveyInvitation
from riia.alliance.returns.queries.survey import askers
from riia.alliance.returns.states_care import SurveyState
from riia.alliance.returns.timekeeping import is_replay, now, today
from riia.indicators.model import day_in_words

_SALT = "riia.returns.survey"


@dataclass
class Sent:
    """What a run of inviting did."""

    sent: int = 0
    failed: int = 0


def send_invitations(*, survey: Survey, by: Acts) -> Sent:
    """Invite everybody who asked in the survey's year and was not invited yet; try again what the server refused.

    Safe to run again, also at the same moment.
    """
    survey = Survey.objects.select_related("alliance__region").get(pk=survey.pk)
    permissions.check_may(scope_of_actor(by), Action.RUN_ROUNDS, survey.alliance.region.code)
    if survey.state != SurveyState.OPEN or today() > survey.closes_on:
        raise DeskError("This survey takes no more answers, so nobody is invited to it any more.")
    ran = Sent()
    for refused in SurveyInvitation.objects.filter(survey=survey, sent_at__isnull=True).exclude(problem=""):
        if _take_again(refused):
            _deliver(refused, survey, ran)
    for to, organisation in askers(survey).by_address.items():
        invitation = _invite(survey, to, organisation, by)
        if invitation is not None:
            _deliver(invitation, survey, ran)
    return ran


def link_of(invitation: SurveyInvitation) -> str:
    """The full address that opens the survey once."""
    token = signing.Signer(salt=_SALT).sign(invitation.reference.hex)
    return address(reverse("returns:survey_link", args=[token]))


def invitation_of(token: str) -> SurveyInvitation | None:
    """The invitation that a link belongs to; None for one that we did not sign."""
    try:
        reference = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return get_invitation(reference)


def get_invitation(reference: str) -> SurveyInvitation | None:
    """The invitation with this reference, as a session keeps it."""
    try:
        key = UUID(reference)
    except ValueError:
        return None
    return SurveyInvitation.objects.select_related("survey__alliance__region").filter(reference=key).first()


def _invite(survey: Survey, to: str, organisation: str, by: Acts) -> SurveyInvitation | None:
    """The row of an invitation, committed with its line in the trail; None where the address was invited before."""
    if SurveyInvitation.objects.filter(survey=survey, address=to).exists():
        return None
    try:
        with transaction.atomic():
            invitation = SurveyInvitation.objects.create(
                survey=survey, address=to, organisation=organisation, made_at=now()
            )
            record(by=by, action="returns.invite_to_survey", target=survey,
                   summary=f"Invited {organisation} to the {survey}")  # fmt: skip
    except IntegrityError:  # another run invited this address in the meantime
        return None
    return invitation


def _take_again(invitation: SurveyInvitation) -> bool:
    """Take up a message that the server refused; False where another run has it."""
    taken = SurveyInvitation.objects.filter(pk=invitation.pk, sent_at__isnull=True).exclude(problem="")
    return bool(taken.update(problem="", made_at=now()))


def _deliver(invitation: SurveyInvitation, survey: Survey, ran: Sent) -> None:
    """Send a message whose row is committed, and note what came of it. A replay only notes it."""
    if not is_replay():
        context: dict[str, object] = {
            "organisation": invitation.organisation,
            "alliance": survey.alliance.short_name,
            "year": survey.period.short_label,
            "link": link_of(invitation),
            "until": day_in_words(survey.closes_on),
            "service": settings.SERVICE_NAME,
            "simulated": survey.simulated,
        }
        subject = f"Four questions about the data help of the {survey.alliance.short_name} alliance"
        try:
            send("returns/mail/survey.txt", invitation.address, subject, context)
        except MailNotSentError as error:
            SurveyInvitation.objects.filter(pk=invitation.pk).update(problem=str(error)[:200])
            ran.failed += 1
            return
    SurveyInvitation.objects.filter(pk=invitation.pk).update(sent_at=now(), problem="")
    ran.sent += 1
