"""Calendar addresses: made, used, stopped. Whoever has the address sees what its owner may see on that day."""

import secrets

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.digests import digest_of
from riia.alliance.access.models import Person
from riia.alliance.audit.services import record
from riia.alliance.reporting.errors import Incomplete, NotYours, ReportError
from riia.alliance.reporting.models import Feed

MOST = 10
"""Addresses that one person can have at a time."""


@transaction.atomic
def make_feed(*, label: str, mine_only: bool, body: str, place: str, by: Person) -> tuple[Feed, str]:
    """Make an address for oneself; gives the row and the secret, which is shown this once and never kept."""
    if not label.strip():
        raise Incomplete("Give the address a name.", {"label": "Enter a name, such as “Work calendar”."})
    Person.objects.select_for_update().get(pk=by.pk)
    if Feed.objects.filter(person=by, revoked_at=None).count() >= MOST:
        raise ReportError(f"You have {MOST} calendar addresses. Stop one that you do not use, then make another.")
    raw = secrets.token_urlsafe(32)
    feed = Feed.objects.create(
        person=by, label=label.strip()[:100], digest=digest_of(raw), mine_only=mine_only, body=body[:120],
        place=place[:120],
    )  # fmt: skip
    record(by=by, action="reporting.make_feed", target=feed, summary=f"Made a {feed}")
    return feed, raw


@transaction.atomic
def stop_feed(*, feed: Feed, by: Person) -> Feed:
    """Stop an address of one's own. Stopping it again changes nothing."""
    if feed.person_id != by.pk:
        raise NotYours("A calendar address is stopped by its owner.")
    held = Feed.objects.select_for_update().get(pk=feed.pk)
    if held.revoked_at is None:
        held.revoked_at = timezone.now()
        held.save(update_fields=["revoked_at"])
        record(by=by, action="reporting.stop_feed", target=held, summary=f"Stopped {held}")
    return held


def note_feed_use(*, feed: Feed) -> None:
    """Note the day on which an address was used, so that forgotten ones can be found."""
    today = timezone.localdate()
    if feed.last_used_on != today:
        Feed.objects.filter(pk=feed.pk).update(last_used_on=today)
