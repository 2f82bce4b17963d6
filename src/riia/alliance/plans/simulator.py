"""If something is done later, what fails? A pure engine over the promises of a plan and the links between them.

Both how things stand and how they stand with the changes are played through the same links, so that what the plan
itself does not allow (an enabler due after what it enables), or what is late already, is not blamed on the changes.
How things stand is the plan as it was written, or, with a day, what was done by then: what is done moves no more, and
what is not done comes on that day at the earliest. No delay changes nothing; a longer delay never makes anything
earlier; the order in which links are given does not matter; circles are refused.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from riia.alliance.plans.dependencies import Link, Promise, in_sequence


class Pace(StrEnum):
    """How long a dependent promise takes once what enables it is done."""

    LEAST = "least"
    """As long as the link says at least; without an entry, it can follow on the same day."""
    PLANNED = "planned"
    """As long as the plan leaves between the two dates."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A promise as it stands and with the changes. None where no date can be said.

    `stands` is the first day on which it can be done as things stand, `then` that day with the changes; `because` is
    the enabler that decides `then`, where it is one that moves, `held_by` the one that decides `stands`.
    """

    promise: Promise
    stands: date | None
    then: date | None
    because: str = ""
    delayed: bool = False
    held_by: str = ""

    @property
    def moves(self) -> int:
        """Days later than without the changes."""
        return 0 if self.stands is None or self.then is None else (self.then - self.stands).days

    @property
    def late(self) -> int:
        """Days after its due date with the changes; 0 where it is in time or has no due date."""
        if self.promise.due is None or self.then is None:
            return 0
        return max(0, (self.then - self.promise.due).days)

    @property
    def was_late(self) -> int:
        """Days after its due date as things stand, without any change."""
        if self.promise.due is None or self.stands is None:
            return 0
        return max(0, (self.stands - self.promise.due).days)

    @property
    def fails(self) -> bool:
        """It was in time, and with the changes it is late."""
        return self.late > 0 and self.was_late == 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """All promises with the changes, in order of the plan."""

    moved: Mapping[str, Moved]

    @property
    def changed(self) -> tuple[Moved, ...]:
        """Everything whose day is another, the most late first."""
        found = [each for each in self.moved.values() if each.moves or (each.delayed and each.then != each.stands)]
        return tuple(sorted(found, key=lambda each: (not each.delayed, -each.late, each.promise.key)))

    @property
    def failing(self) -> tuple[Moved, ...]:
        """Promises in time without the changes and late with them, those that were changed among them."""
        return tuple(each for each in self.changed if each.fails)

    @property
    def late_already(self) -> tuple[Moved, ...]:
        """Promises that are late as things stand, whether or not anything moves them, the most late first."""
        found = (each for each in self.moved.values() if each.was_late and each.promise.done_on is None)
        return tuple(sorted(found, key=lambda each: (-each.was_late, each.promise.key)))

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
        """When each promise is done with the changes."""
        return {key: each.then for key, each in self.moved.items()}

    def path(self, key: str) -> tuple[str, ...]:
        """From what was delayed to this promise, over the enablers that decide its day."""
        found = [key]
        while self.moved[found[0]].because:
            found.insert(0, self.moved[found[0]].because)
        return tuple(found)


@dataclass(frozen=True)
class Play:
    """What is played: promises, links, how fast dependents follow, and the day on which things stand so; None: the plan
    as it was written, with nothing done.
    """

    promises: Mapping[str, Promise]
    links: Collection[Link]
    pace: Pace = Pace.LEAST
    on: date | None = None

    @cached_property
    def enablers(self) -> Mapping[str, list[Link]]:
        """What enables each promise: links to it from promises of the plan."""
        found: dict[str, list[Link]] = {}
        for one in sorted(self.links, key=lambda link: link.before):
            if one.before in self.promises and one.after in self.promises:
                found.setdefault(one.after, []).append(one)
        return found

    @cached_property
    def sequence(self) -> tuple[str, ...]:
        """The promises, each after all that enable it. Raises Circle where links run in a circle."""
        return in_sequence(self.promises, [link for some in self.enablers.values() for link in some])

    def expected(self, key: str) -> date | None:
        """When a promise is expected by itself: on its due date, and what is overdue on the day at the earliest."""
        promise = self.promises[key]
        if promise.done_on is not None or promise.due is None:
            return promise.done_on
        return promise.due if self.on is None else max(promise.due, self.on)

    def check(self, delays: Mapping[str, date]) -> None:
        """Raise ValueError for a delay to an earlier day, of something unknown, or of what is done."""
        for key, day in delays.items():
            if key not in self.promises:
                raise ValueError(f"The plan has no {key}.")
            if self.promises[key].done_on is not None:
                raise ValueError(f"{key} is done, so it can no longer come later.")
            expected = self.expected(key)
            if expected is not None and day < expected:
                raise ValueError(f"{key} is expected on {expected.isoformat()}; a delay leads to a later day.")


def simulate(play: Play, delays: Mapping[str, date]) -> Outcome:
    """Play the plan with some promises done on other days. `delays` gives the new day of each, never an earlier one.

    Raises Circle where links run in a circle, ValueError for a delay to an earlier day, of something unknown or done.
    """
    play.check(delays)
    found: dict[str, Moved] = {}
    for key in play.sequence:
        found[key] = _moved(play, key, play.enablers.get(key, []), found, delays.get(key))
    return Outcome({key: found[key] for key in play.promises})


def _moved(play: Play, key: str, enablers: list[Link], found: Mapping[str, Moved], delayed_to: date | None) -> Moved:
    promise, expected = play.promises[key], play.expected(key)
    if promise.done_on is not None:
        return Moved(promise, promise.done_on, promise.done_on)
    if expected is None and delayed_to is None:
        return Moved(promise, None, None)
    stands, then, because, held_by = expected, delayed_to or expected, "", ""
    for one in enablers:
        enabler = found[one.before]
        if enabler.stands is not None and stands is not None:
            ready = _ready(one, enabler.stands, play)
            if ready > stands:
                stands, held_by = ready, one.before
        if enabler.then is not None:
            ready = _ready(one, enabler.then, play)
            if then is None or ready > then:
                then, because = ready, one.before if enabler.then != enabler.stands else ""
    return Moved(promise, stands, then, because, delayed_to is not None and delayed_to != expected, held_by)


def _ready(link: Link, enabled_on: date, play: Play) -> date:
    """The first day on which what a link enables can be done."""
    least = link.lead.after(enabled_on)
    first, second = play.promises[link.before].due, play.promises[link.after].due
    if play.pace is Pace.LEAST or first is None or second is None:
        return least
    return max(least, enabled_on + timedelta(days=max(0, (second - first).days)))
