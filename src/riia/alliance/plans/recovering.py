"""What fails with some changes, can it be recovered, and how? Pure.

There are three ways. What is to follow can follow faster, where the chain has steps that take time and all that enables
it is there before its day. What was changed can come less late: the last day on which this promise is still in time is
found by playing it. Or neither helps: then it is late, or it has to be done without waiting for what it waits for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from riia.alliance.plans.simulator import Moved, Outcome, Play, simulate


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain: what enables, what it enables, and how many days that takes with the changes."""

    before: str
    after: str
    days: int


@dataclass(frozen=True, slots=True)
class Recovery:
    """How a promise that fails can still be in time. `source` is the change at the beginning of its chain.

    `latest` is the last day on which that may come, everything else as asked; None where that alone does not help.
    `save` are the days to be saved on `steps`, None where no haste helps.
    """

    moved: Moved
    source: str
    chain: tuple[str, ...]
    latest: date | None
    steps: tuple[Step, ...]
    save: int | None

    @property
    def itself(self) -> bool:
        """It is itself what was changed."""
        return self.source == self.moved.promise.key

    @property
    def possible(self) -> bool:
        """Whether haste alone recovers it: the change can stay as it is."""
        return self.save is not None


def recoveries(play: Play, delays: Mapping[str, date], outcome: Outcome) -> tuple[Recovery, ...]:
    """Each promise that fails with these changes, in the order of the outcome."""
    return tuple(_recovery(play, delays, outcome, each) for each in outcome.failing)


def _recovery(play: Play, delays: Mapping[str, date], outcome: Outcome, failing: Moved) -> Recovery:
    key = failing.promise.key
    chain = outcome.path(key)
    steps = tuple(_steps(outcome, chain))
    source, due = outcome.moved[chain[0]], failing.promise.due
    assert due is not None, "what has no day cannot fail"
    in_reach = source.then is not None and source.then <= due
    save = failing.late if in_reach and sum(each.days for each in steps) >= failing.late else None
    return Recovery(failing, chain[0], chain, _latest(play, delays, chain[0], key), steps, save)


def _steps(outcome: Outcome, chain: Sequence[str]) -> list[Step]:
    found = []
    for first, second in pairwise(chain):
        before, after = outcome.moved[first].then, outcome.moved[second].then
        if before is not None and after is not None and after > before:
            found.append(Step(first, second, (after - before).days))
    return found


def _latest(play: Play, delays: Mapping[str, date], source: str, key: str) -> date | None:
    """The last day of the source on which the promise is in time. A later day never makes it earlier: so by halves."""
    first = play.expected(source)
    if first is None or source not in delays:
        return None

    def in_time(days: int) -> bool:
        assert first is not None
        tried = {**delays, source: first + timedelta(days=days)}
        return simulate(play, tried).moved[key].late == 0

    low, high = 0, (delays[source] - first).days
    if not in_time(low):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if in_time(middle) else (low, middle)
    return first + timedelta(days=low)
