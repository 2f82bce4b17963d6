"""Spending against a plan's costs: what was spent, is committed and is expected, by line and quarter. Pure, in pence.

- An **actual** is money spent. A **commitment** is money promised to somebody (an order, a contract); it falls by the
  actuals that settle it. A **forecast** is what a quarter is expected to cost in the end; the latest one counts.
- A **quarter that has ended** comes to its actuals and what is still committed. One that has not comes to the forecast
  where there is one and to the profile where there is none, but never to less than what is spent and committed.
- **Variance** is always what is expected, less what it is held against: more than nothing is overspent.
Requirements R12.08, R12.09, R12.11.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from riia.alliance.plans.costs import QUARTERS


class SpendKind(StrEnum):
    """What an entry says."""

    ACTUAL = "actual"
    COMMITMENT = "commitment"
    FORECAST = "forecast"


class VirementState(StrEnum):
    """Where money to be moved between headings stands. Only approved ones move it."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


VIREMENT_TRANSITIONS: Final[dict[VirementState, frozenset[VirementState]]] = {
    VirementState.PROPOSED: frozenset({VirementState.APPROVED, VirementState.DECLINED, VirementState.WITHDRAWN}),
    VirementState.APPROVED: frozenset(),
    VirementState.DECLINED: frozenset(),
    VirementState.WITHDRAWN: frozenset(),
}
VIREMENT_AWAITS: Final[dict[VirementState, str]] = {
    VirementState.PROPOSED: "the Lead or Chair DCS, if they did not propose it",
    VirementState.APPROVED: "nobody",
    VirementState.DECLINED: "nobody",
    VirementState.WITHDRAWN: "nobody",
}
"""Whose turn it is: every state has an owner."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `order` grows with every entry: of two forecasts for a quarter the later one counts.

    `settles` is the key of the commitment that an actual pays. A correction of a commitment has the key of that.
    """

    key: str
    line: str
    quarter: int
    kind: SpendKind
    pence: int
    order: int
    settles: str = ""


@dataclass(frozen=True, slots=True)
class Quarter:
    """A line in one quarter. `forecast` is None where nobody made one, `profile` where the plan gives none."""

    number: int
    profile: int | None
    actual: int
    committed: int
    forecast: int | None
    ended: bool

    @property
    def expected(self) -> int | None:
        """What the quarter comes to in the end; None where nothing says so."""
        certain = self.actual + self.committed
        if self.ended:
            return certain
        guess = self.forecast if self.forecast is not None else self.profile
        return None if guess is None and not certain else max(certain, guess or 0)

    @property
    def variance(self) -> int | None:
        """Expected less profiled."""
        return None if self.expected is None or self.profile is None else self.expected - self.profile


@dataclass(frozen=True, slots=True)
class Spent:
    """A line, a heading or a sheet over the year."""

    quarters: tuple[Quarter, ...]

    @property
    def profile(self) -> int | None:
        return _sum(each.profile for each in self.quarters)

    @property
    def actual(self) -> int:
        return sum(each.actual for each in self.quarters)

    @property
    def committed(self) -> int:
        return sum(each.committed for each in self.quarters)

    @property
    def expected(self) -> int | None:
        """What the year comes to in the end."""
        return _sum(each.expected for each in self.quarters)

    @property
    def variance(self) -> int | None:
        """Expected less profiled."""
        return None if self.expected is None or self.profile is None else self.expected - self.profile

    def to(self, quarter: int) -> "Spent":
        """Only up to a quarter, that one included."""
        return Spent(tuple(each for each in self.quarters if each.number <= quarter))


def _sum(amounts: Iterable[int | None]) -> int | None:
    found = list(amounts)
    return None if None in found else sum(each for each in found if each is not None)


def spent_by_line(
    profiles: Mapping[str, Sequence[int | None]], entries: Iterable[Entry], ended: Iterable[int]
) -> dict[str, Spent]:
    """Every line with its quarters. `profiles` gives for each line four amounts; `ended` are quarters that are over.

    What settles a commitment counts as spent in the quarter it was paid in, and takes the commitment down in the
    quarter that was committed, never below nothing.
    """
    over = frozenset(ended)
    listed = sorted(entries, key=lambda entry: entry.order)
    settled: dict[str, int] = {}
    for entry in listed:
        if entry.settles and entry.kind is SpendKind.ACTUAL:
            settled[entry.settles] = settled.get(entry.settles, 0) + entry.pence
    promised: dict[str, int] = {}
    for entry in listed:
        if entry.kind is SpendKind.COMMITMENT:
            promised[entry.key] = promised.get(entry.key, 0) + entry.pence
    actual: dict[tuple[str, int], int] = {}
    committed: dict[tuple[str, int], int] = {}
    forecast: dict[tuple[str, int], int] = {}
    for entry in listed:
        at = (entry.line, entry.quarter)
        if entry.kind is SpendKind.ACTUAL:
            actual[at] = actual.get(at, 0) + entry.pence
        elif entry.kind is SpendKind.COMMITMENT:
            # A commitment and its corrections share a key: they count once, where the first of them stands.
            committed[at] = committed.get(at, 0) + max(0, promised.pop(entry.key, 0) - settled.get(entry.key, 0))
        else:
            forecast[at] = entry.pence
    return {
        line: Spent(tuple(
            Quarter(number, profile[number - 1], actual.get((line, number), 0), committed.get((line, number), 0),
                    forecast.get((line, number)), number in over) for number in QUARTERS))
        for line, profile in profiles.items()
    }  # fmt: skip


def together(found: Iterable[Spent]) -> Spent:
    """Several lines as one. A profile or an expectation that one of them lacks is lacking in the sum."""
    lines = list(found)
    return Spent(tuple(_quarter([each.quarters[number - 1] for each in lines], number) for number in QUARTERS))


def _quarter(parts: Sequence[Quarter], number: int) -> Quarter:
    """The same quarter of several lines. Its forecast is what they come to, so that the floors of each stay."""
    expected = _sum(each.expected for each in parts)
    return Quarter(
        number, _sum(each.profile for each in parts), sum(each.actual for each in parts),
        sum(each.committed for each in parts), expected, bool(parts) and all(each.ended for each in parts),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """An approved virement: so many pence from one heading to another."""

    source: str
    target: str
    pence: int


def allocations_after(allocations: Mapping[str, int], moves: Iterable[Move]) -> dict[str, int]:
    """The allocations with what was moved. Their sum stays what it was.

    Raises ValueError where a heading would have less than nothing.
    """
    after = dict(allocations)
    for move in moves:
        after[move.source] -= move.pence
        after[move.target] += move.pence
    short = [key for key, pence in after.items() if pence < 0]
    if short:
        raise ValueError(f"{short[0]} would have less than nothing.")
    return after


@dataclass(frozen=True, slots=True)
class Received:
    """What has come in for a strand up to a day: from payments of its grants. None where no grant is recorded for it.

    `sources` say which, for people who check.
    """

    pence: int | None
    sources: tuple[str, ...] = field(default=())
    simulated: bool = False


def room(received: Received, spent: int) -> int | None:
    """How much may still be spent before spending passes what has come in (R12.11); None where that is not known."""
    return None if received.pence is None else received.pence - spent


def ended_quarters(today: date, ends: Mapping[int, date]) -> tuple[int, ...]:
    """Quarters that are over at the end of the day."""
    return tuple(number for number, day in sorted(ends.items()) if day <= today)
