"""Reads of the trail. What a reader may see is given as place codes, because scopes live above this context."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from riia.alliance.audit.models import Entry, EntryPlace


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for. Empty means any; days are whole days in the installation's time zone, both included."""

    who: str = ""
    action: str = ""
    words: str = ""
    place: str = ""
    since: date | None = None
    until: date | None = None


def trail(places: frozenset[str] | None, wanted: Wanted | None = None) -> QuerySet[Entry]:
    """Entries about these places, newest first; None means every entry, those without a place included.

    `wanted.who` is looked for in the actor's name and reference, `wanted.words` in the summary and the target.
    """
    wanted = wanted or Wanted()
    entries = Entry.objects.prefetch_related("places")
    if places is not None:
        entries = entries.filter(_about(places))
    if wanted.place:
        entries = entries.filter(_about(frozenset({wanted.place})))
    if wanted.who:
        entries = entries.filter(Q(actor_label__icontains=wanted.who) | Q(actor_reference=wanted.who))
    if wanted.action:
        entries = entries.filter(action=wanted.action)
    if wanted.words:
        entries = entries.filter(
            Q(summary__icontains=wanted.words)
            | Q(target_label__icontains=wanted.words)
            | Q(target_reference=wanted.words)
        )
    if wanted.since:
        entries = entries.filter(at__gte=_start_of(wanted.since))
    if wanted.until:
        entries = entries.filter(at__lt=_start_of(wanted.until + timedelta(days=1)))
    return entries


def about(target_type: str, reference: str) -> QuerySet[Entry]:
    """The history of one thing, newest first: `about("access.RoleHolding", str(holding.reference))`."""
    return Entry.objects.filter(target_type=target_type, target_reference=reference)


def actions() -> list[str]:
    """Every kind of action the trail holds, in alphabetical order."""
    return list(Entry.objects.order_by("action").values_list("action", flat=True).distinct())


def _about(codes: frozenset[str]) -> Exists:
    return Exists(EntryPlace.objects.filter(entry=OuterRef("pk"), code__in=codes))


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
