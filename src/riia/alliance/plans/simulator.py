"""If something is done later, what fails? A pure engine over the promises of a plan and the links between them.

Both the plan as it stands and the plan with the delay are played through the same links, so that what the plan itself
does not allow (an enabler due after what it enables) is not blamed on the delay. No delay changes nothing; a longer
delay never makes anything earlier; the order in which links are given does not matter; circles are refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from riia.alliance.plans.dependencies import Link, Promise, in_sequence


class Pace(StrEnum):
    """How long a dependent promise takes once what enables it is done."""

    LEAST = "least"
    """As long as the link says at least; without an entry, it can follow on the same day."""
    PLANNED = "planned"
    """As long as the plan leaves between the two dates."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A promise in the plan as it stands and with the delay. None where no date can be said.

    `stands` is the first day on which the plan's own links allow it; `because` the enabler that decides the day.
    """

    promise: Promise
    stands: date | None
    then: date | None
    because: str = ""
    delayed: bool = False

    @property
    def moves(self) -> int:
        """Days later than without the delay."""
        return 0 if self.stands is None or self.then is None else (self.then - self.stands).days

    @property
    def late(self) -> int:
        """Days after its due date with the delay; 0 where it is in time or has no due date."""
        if self.promise.due is None or self.then is None:
            return 0
        return max(0, (self.then - self.promise.due).days)

    @property
    def was_late(self) -> int:
        """Days after its due date by the plan's own links, without any delay."""
        if self.promise.due is None or self.stands is None:
            return 0
        return max(0, (self.stands - self.promise.due).days)

    @property
    def fails(self) -> bool:
        """It was in time, and with the delay it is late."""
        return self.late > 0 and self.was_late == 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """All promises with the delay, in order of the plan."""

    moved: Mapping[str, Moved]

    @property
    def changed(self) -> tuple[Moved, ...]:
        """Everything whose day is another, the most late first."""
        found = [each for each in self.moved.values() if each.moves or (each.delayed and each.then != each.stands)]
        return tuple(sorted(found, key=lambda each: (not each.delayed, -each.late, each.promise.key)))

    @property
    def failing(self) -> tuple[Moved, ...]:
        """Promises in time without the delay and late with it, the delayed ones themselves left out."""
        return tuple(each for each in self.changed if each.fails and not each.delayed)

    def outside(self, year_end: date) -> tuple[Moved, ...]:
        """Promises pushed past the end of the grant year."""
        return tuple(each for each in self.changed if each.then is not None and each.then > year_end
                     and (each.stands is None or each.stands <= year_end))  # fmt: skip

    def undated(self, links: Iterable[Link]) -> tuple[Moved, ...]:
        """Promises that follow from something that moves, but have no date of their own: nothing is said of them."""
        behind = {one.after for one in links if one.before in self.moved and self.moved[one.before].moves}
        return tuple(self.moved[key] for key in sorted(behind) if key in self.moved
                     and self.moved[key].promise.due is None)  # fmt: skip

    def days(self) -> dict[str, date | None]:
        """When each promise is done with the delay."""
        return {key: each.then for key, each in self.moved.items()}

    def path(self, key: str) -> tuple[str, ...]:
        """From what was delayed to this promise, over the enablers that decide its day."""
        found = [key]
        while self.moved[found[0]].because:
            found.insert(0, self.moved[found[0]].because)
        return tuple(found)


def simulate(
    promises: Mapping[str, Promise],
    links: Iterable[Link],
    delays: Mapping[str, date],
    *,
    pace: Pace = Pace.LEAST,
) -> Outcome:
    """Play the plan with some promises done on other days. `delays` gives the new day of each, never before its due.

    Raises Circle where links run in a circle, ValueError for a delay to an earlier day or of something unknown.
    """
    chosen = [one for one in links if one.before in promises and one.after in promises]
    for key, day in delays.items():
        promise = promises.get(key)
        if promise is None:
            raise ValueError(f"The plan has no {key}.")
        if promise.due is not None and day < promise.due:
            raise ValueError(f"{key} is due on {promise.due.isoformat()}; a delay leads to a later day.")
    before: dict[str, list[Link]] = {}
    for one in chosen:
        before.setdefault(one.after, []).append(one)
    found: dict[str, Moved] = {}
    for key in in_sequence(promises, chosen):
        found[key] = _moved(promises[key], before.get(key, []), promises, found, delays.get(key), pace)
    return Outcome({key: found[key] for key in promises})


def _moved(
    promise: Promise,
    enablers: list[Link],
    promises: Mapping[str, Promise],
    found: Mapping[str, Moved],
    delayed_to: date | None,
    pace: Pace,
) -> Moved:
    if promise.done_on is not None:
        return Moved(promise, promise.done_on, promise.done_on)
    if promise.due is None and delayed_to is None:
        return Moved(promise, None, None)
    stands, then, because = promise.due, delayed_to or promise.due, ""
    for one in sorted(enablers, key=lambda link: link.before):
        enabler = found[one.before]
        if enabler.stands is not None and stands is not None:
            stands = max(stands, _ready(one, enabler.stands, promises, pace))
        if enabler.then is not None:
            ready = _ready(one, enabler.then, promises, pace)
            if then is None or ready > then:
                then, because = ready, one.before if enabler.then != enabler.stands else ""
    return Moved(promise, stands, then, because, delayed_to is not None and delayed_to != promise.due)


def _ready(link: Link, enabled_on: date, promises: Mapping[str, Promise], pace: Pace) -> date:
    """The first day on which what a link enables can be done."""
    least = link.lead.after(enabled_on)
    first, second = promises[link.before].due, promises[link.after].due
    if pace is Pace.LEAST or first is None or second is None:
        return least
    return max(least, enabled_on + timedelta(days=max(0, (second - first).days)))
