"""Seeded chance: days spread over a year, shares that come out, lengths of stay from flows and stocks."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from heapq import heappop, heappush
from itertools import accumulate
from random import Random

from riia.indicators.calendar import add_working_days, is_working_day

_MONTHS = (1.0, 1.0, 1.08, 0.96, 1.06, 1.06, 1.06, 0.78, 0.98, 1.08, 1.08, 0.86)
_WEEKEND = 0.12


class Chance:
    """A seeded source of everything that is left to chance. The same seed gives the same answers in the same order."""

    def __init__(self, seed: str) -> None:
        """Start from a seed; text seeds give the same sequence on every machine."""
        self.random = Random(seed)  # noqa: S311 (fictional data, not secrets)
        self._weights: dict[tuple[date, date, bool], list[float]] = {}
        self._choices: dict[int, tuple[object, list[object], list[float]]] = {}

    def spread(self, first: date, last: date, number: int, *, working: bool = False) -> list[date]:
        """So many days between two days, both included, in order: fewer in August, December and at weekends.

        With `working` only working days. An impossible stretch gives its last day.
        """
        if number <= 0:
            return []
        key = (first, last, working)
        if key not in self._weights:
            days = (first + timedelta(days=at) for at in range((last - first).days + 1))
            self._weights[key] = list(accumulate(_weight(day, working=working) for day in days))
        sums = self._weights[key]
        top = sums[-1] if sums else 0.0
        if not top:
            return [last] * number
        step = top / number
        # One in each of equally weighted stretches: the totals of quarters come out as the seasons say.
        marks = ((at + self.random.random()) * step for at in range(number))
        return [first + timedelta(days=min(bisect_right(sums, mark), len(sums) - 1)) for mark in marks]

    def pick[T](self, weights: Mapping[T, float]) -> T:
        """One of the keys, as likely as its weight says."""
        held = self._choices.get(id(weights))
        if held is None or held[0] is not weights:
            keys: list[object] = list(weights)
            held = (weights, keys, list(accumulate(weights.values())))
            self._choices[id(weights)] = held
        _, keys, sums = held
        at = bisect_right(sums, self.random.random() * sums[-1])
        return keys[min(at, len(keys) - 1)]  # type: ignore[return-value]

    def whole(self, low: int, high: int) -> int:
        """A whole number between two, both included."""
        return low if high <= low else low + int(self.random.random() * (high - low + 1))

    def chosen(self, number: int, of: int) -> list[bool]:
        """`of` flags, of which exactly `number` are set."""
        flags = [False] * of
        for at in self.random.sample(range(of), max(0, min(number, of))):
            flags[at] = True
        return flags


class Share:
    """Says yes so often that the share of yeses stays as near to `share` as it can."""

    def __init__(self, share: float, start: float = 0.5) -> None:
        """`start` is how much of a yes is already due."""
        self.share = min(max(share, 0.0), 1.0)
        self._due = start

    def __call__(self) -> bool:
        """Whether the next one is a yes."""
        self._due += self.share
        if self._due >= 1:
            self._due -= 1
            return True
        return False


def stays[T](
    begun: Iterable[tuple[date, date, T]], ends: Sequence[date], rank: Callable[[int], int]
) -> list[tuple[T, date | None]]:
    """Give each end day something that was open then, so that flows and stocks both hold.

    `begun` are (earliest end, start, thing); `rank` is told how many are open, in order of start, and says which ends.
    Gives every thing with its end, or None when it is still open after the last end. An end for which nothing is old
    enough is left out.
    """
    waiting: list[tuple[date, int]] = []
    things = list(begun)
    for at, (earliest, _, _) in enumerate(things):
        heappush(waiting, (earliest, at))
    open_now: list[tuple[date, int]] = []
    closed: dict[int, date] = {}
    for end in sorted(ends):
        while waiting and waiting[0][0] <= end:
            _, at = heappop(waiting)
            entry = (things[at][1], at)
            open_now.insert(bisect_left(open_now, entry), entry)
        if open_now:
            _, at = open_now.pop(rank(len(open_now)))
            closed[at] = end
    return [(thing, closed.get(at)) for at, (_, _, thing) in enumerate(things)]


def years_after(day: date, years: int) -> date:
    """The same day in another year; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def age_on(born: date, day: date) -> int:
    """Completed years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def on_working_day(day: date) -> date:
    """The day itself, or the next working day."""
    return day if is_working_day(day) else add_working_days(day, 1)


def working_day_before(day: date) -> date:
    """The day itself, or the last working day before it."""
    return day if is_working_day(day) else add_working_days(day, -1)


def _weight(day: date, *, working: bool) -> float:
    if working:
        late = day.month == 12 and day.day > 22
        return _MONTHS[day.month - 1] * (0.3 if late else 1.0) if is_working_day(day) else 0.0
    return _MONTHS[day.month - 1] * (_WEEKEND if day.weekday() > 4 else 1.0)
