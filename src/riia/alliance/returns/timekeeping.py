"""The desk's own clock: what time it is for a change that is being made.

Everything that dates a step asks here. The demonstration replays two years of rounds through the same services that
people use, each step inside `as_of` its simulated moment; everywhere else this is the time of day.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("returns_moment", default=None)


def now() -> datetime:
    """The moment a change is made at, with its time zone."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The day a change is made on, in local time."""
    return timezone.localtime(now()).date()


def is_replay() -> bool:
    """Whether a past moment is being replayed: what happens then is logged, and nobody is written to."""
    return _moment.get() is not None


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Everything inside happens at this moment."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
