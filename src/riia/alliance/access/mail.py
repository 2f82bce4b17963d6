"""E-mails of this context: plain text, sent once the change they tell of is safely stored."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from riia.alliance.access.models import Invitation

logger = logging.getLogger(__name__)


class MailNotSentError(Exception):
    """The mail server did not take the message. The change itself is stored; the message can be sent again."""


def send_invitation(invitation: Invitation, raw: str) -> None:
    """Send the link to join. It is in this message only and cannot be read from the database.

    Raises:
        MailNotSentError: the mail server did not take it.
    """
    context = {
        "name": invitation.person.name,
        "inviter": invitation.inviter_label,
        "service": settings.SERVICE_NAME,
        "link": address(reverse("access:join_by_link", kwargs={"token": raw})),
        "expires": invitation.expires_at,
    }
    send("access/mail/invitation.txt", invitation.person.email, f"Your invitation to {settings.SERVICE_NAME}", context)


def send(template: str, to: str, subject: str, context: dict[str, object]) -> None:
    """Send one message. What goes wrong is logged without the address.

    Raises:
        MailNotSentError: the mail server did not take it.
    """
    message = EmailMessage(subject=subject, body=render_to_string(template, context).strip() + "\n", to=[to])
    try:
        message.send()
    except (SMTPException, OSError) as error:
        logger.error("The mail server did not take a message: %s", type(error).__name__)
        raise MailNotSentError("The e-mail could not be sent. The rest is stored; send it again later.") from error


def address(path: str) -> str:
    """A full address for an e-mail, which has no request to take the host from."""
    return settings.BASE_URL.rstrip("/") + path
