"""On which days of a funded time one coordinator worked full time, and what was the case on the others (R5.21). Pure.

The letter pays for "a full-time regional data coordinator post". One person full time is that. Several whose shares
make a full week may be: the days are told apart and neither reading is chosen. A share nobody wrote down is not known,
and neither 0 nor 1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

FULL_TIME = Decimal(1)
_DAY = timedelta(days=1)


class Cover(StrEnum):
    """What was the case on a day."""

    FULL = "one full-time coordinator"
    SHARED = "a full week shared by several"
    PART = "part time"
    NOBODY = "nobody"
    NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Held:
    """Somebody in the post from one day to another, with the shares of a full week that were written down."""

    first: date
    last: date
    shares: Sequence[tuple[date, Decimal]] = ()

    def share_on(self, day: date) -> Decimal | None:
        """The share on a day; None where nobody wrote one down for it."""
        told = [share for starts, share in sorted(self.shares) if starts <= day]
        return told[-1] if told else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days, both included, on which the same was the case. `total` are the shares together, where all are known."""

    first: date
    last: date
    cover: Cover
    total: Decimal | None = None

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


def stretches(held: Iterable[Held], first: date, last: date, known_from: date) -> tuple[Stretch, ...]:
    """Every day from first to last in stretches; before `known_from` nobody wrote down who held what."""
    terms = list(held)
    if last < first:
        return ()
    starts = {first, known_from}
    for one in terms:
        starts |= {one.first, one.last + _DAY, *(day for day, _ in one.shares)}
    days = sorted(day for day in starts if first <= day <= last)
    found: list[Stretch] = []
    for day, following in zip(days, [*days[1:], last + _DAY], strict=True):
        cover, total = (Cover.NOT_KNOWN, None) if day < known_from else _on(terms, day)
        if found and (found[-1].cover, found[-1].total) == (cover, total):
            found[-1] = Stretch(found[-1].first, following - _DAY, cover, total)
        else:
            found.append(Stretch(day, following - _DAY, cover, total))
    return tuple(found)


def _on(terms: Sequence[Held], day: date) -> tuple[Cover, Decimal | None]:
    shares = [one.share_on(day) for one in terms if one.first <= day <= one.last]
    if not shares:
        return Cover.NOBODY, None
    if FULL_TIME in shares:
        return Cover.FULL, None
    known = [share for share in shares if share is not None]
    if len(known) < len(shares):
        return Cover.NOT_KNOWN, None
    total = sum(known, Decimal(0))
    return (Cover.SHARED if total >= FULL_TIME else Cover.PART), total
