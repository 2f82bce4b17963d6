"""Calendar addresses, and what is due for a viewer."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from riia.alliance.access.digests import digest_of
from riia.alliance.access.dues import Due, dues_of
from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.places.models import Place
from riia.alliance.reporting.calendars import Filter, in_order
from riia.alliance.reporting.models import Feed


def feed_of(raw: str) -> Feed | None:
    """The address with this secret that still works, of somebody whose account is open."""
    found = Feed.objects.filter(digest=digest_of(raw), revoked_at=None, person__is_active=True)
    return found.select_related("person").first()


def own_feeds(person: Person) -> QuerySet[Feed]:
    """The addresses of a person that work."""
    return Feed.objects.filter(person=person, revoked_at=None)


def own_feed(person: Person, reference: UUID) -> Feed | None:
    """One of a person's own addresses."""
    return Feed.objects.filter(person=person, reference=reference).first()


def due_for(scope: Scope, since: date, until: date, wanted: Filter) -> list[Due]:
    """What is due for a viewer, in order of day, with names of places instead of their codes."""
    found = list(dues_of(scope, since, until))
    names = {each.code: each.label for each in Place.objects.filter(code__in={one.place for one in found})}
    return in_order((replace(one, place=names.get(one.place, one.place)) for one in found), wanted)


def bodies_and_places(dues: list[Due]) -> tuple[list[str], list[str]]:
    """The bodies and places there are to choose from."""
    return sorted({one.body for one in dues if one.body}), sorted({one.place for one in dues if one.place})
