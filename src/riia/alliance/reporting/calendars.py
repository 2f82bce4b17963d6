"""What is due as an iCalendar (RFC 5545), and by month for a page. Pure, but for the host in the entries' names."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from riia.alliance.access.dues import Due
from riia.alliance.access.mail import address
from riia.alliance.reporting.blocks import printable

BACK: Final = timedelta(days=90)
AHEAD: Final = timedelta(days=400)
"""How far a feed looks back and ahead."""
_ZONE: Final = "Europe/London"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which of the things due are wanted; blank means all."""

    mine_only: bool = False
    body: str = ""
    place: str = ""

    def admits(self, one: Due) -> bool:
        """Whether this one is wanted."""
        return (
            (one.mine or not self.mine_only)
            and (not self.body or one.body == self.body)
            and (not self.place or one.place == self.place)
        )


@dataclass(frozen=True, slots=True)
class Month:
    """The things due in one month."""

    first: date
    dues: tuple[Due, ...]


def in_order(dues: Iterable[Due], wanted: Filter) -> list[Due]:
    """Those that are wanted, by day, each once."""
    found = {one.key: one for one in dues if wanted.admits(one)}
    return sorted(found.values(), key=lambda one: (one.day, one.title, one.key))


def by_month(dues: Iterable[Due]) -> list[Month]:
    """In months, those without anything left out; `dues` are in order of day."""
    found: dict[date, list[Due]] = {}
    for one in dues:
        found.setdefault(one.day.replace(day=1), []).append(one)
    return [Month(first, tuple(each)) for first, each in found.items()]


def as_ics(dues: Iterable[Due], *, name: str, today: date) -> bytes:
    """A calendar of all-day entries. It changes only with what is due and, for its time stamp, once a day."""
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", "-//riia//what is due//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", printable(name))
    made.add("x-wr-calname", printable(name))
    made.add("x-wr-timezone", _ZONE)
    made.add("refresh-interval", timedelta(hours=6), {"value": "DURATION"})
    made.add("x-published-ttl", timedelta(hours=6))
    stamp = datetime.combine(today, time(0), tzinfo=UTC)
    for one in dues:
        event = icalendar.Event()
        event.add("uid", uid_of(one))
        event.add("dtstamp", stamp)
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("summary", printable(f"{one.title}{' (simulated)' if one.simulated else ''}"))
        notes = [one.note, one.body, one.place, "You have to act on this." if one.mine else ""]
        event.add("description", printable("\n".join(note for note in notes if note)))
        event.add("url", address(one.href))
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        if one.body:
            event.add("categories", [printable(one.body)])
        made.add_component(event)
    return bytes(made.to_ical())


def uid_of(one: Due) -> str:
    """The same name for the same thing, whatever its day or words, so that a calendar moves the entry."""
    host = urlsplit(settings.BASE_URL).hostname or "riia"
    return f"{hashlib.sha256(one.key.encode()).hexdigest()[:32]}@{host}"
