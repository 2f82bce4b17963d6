"""What has to be done before what: promises of a plan, the links between them, and whether the dates allow it. Pure.

A promise is one measure of a KPI ("5.2.6/1": the analyst is in post). A link says that one promise enables another,
with the least time that the second takes once the first is done. Links that run in a circle are refused: nothing in a
circle could ever begin. Requirement R11.11.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from riia.indicators.calendar import add_working_days


class LeadUnit(StrEnum):
    """What a lead or a delay is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    WORKING_DAYS = "working-days"

    @property
    def words(self) -> str:
        """ "days", "weeks" or "working days"."""
        return self.value.replace("-", " ")


@dataclass(frozen=True, slots=True)
class Lead:
    """A stretch of time: so many days, weeks or working days."""

    amount: int = 0
    unit: LeadUnit = LeadUnit.DAYS

    def after(self, day: date) -> date:
        """The day that is this long after another."""
        if not self.amount:
            return day
        if self.unit is LeadUnit.WORKING_DAYS:
            return add_working_days(day, self.amount)
        return day + timedelta(days=self.amount * (7 if self.unit is LeadUnit.WEEKS else 1))

    @property
    def words(self) -> str:
        """ "6 weeks", "1 working day", or "no time" for none."""
        if not self.amount:
            return "no time"
        return f"{self.amount} {self.unit.words if self.amount != 1 else self.unit.words.removesuffix('s')}"


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing a plan promises by a day. `due` is None where the plan gives no date that can be read.

    Of what is to hold from a day on, `due` is that day, because what enables it has to be there by then; `holds_from`
    says so. `done_on` is the day it was done, once it is: then it moves no more.
    """

    key: str
    kpi: str
    title: str
    due: date | None
    done_on: date | None = None
    holds_from: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """`before` enables `after`, which takes at least `lead` from then on. `reason` says why, from the plan."""

    before: str
    after: str
    lead: Lead = Lead()
    reason: str = ""


class Fit(StrEnum):
    """Whether the dates of a plan allow a link."""

    HOLDS = "in order"
    ZERO = "no time between"
    VIOLATED = "out of order"
    UNKNOWN = "cannot say"


@dataclass(frozen=True, slots=True)
class Held:
    """A link held against the dates of the plan. `gap` is days from the first due date to the second."""

    link: Link
    before: Promise
    after: Promise
    fit: Fit
    gap: int | None
    needed_by: date | None
    """The first day on which `after` could be done if `before` is done on its due date."""


class Circle(ValueError):
    """Links that would run in a circle. `path` names the promises round it, the first one again at the end."""

    def __init__(self, path: Sequence[str]) -> None:
        super().__init__(" → ".join(path))
        self.path = tuple(path)


def in_sequence(keys: Iterable[str], links: Iterable[Link]) -> tuple[str, ...]:
    """The promises so that each comes after all that enable it. Raises Circle where that cannot be."""
    before: dict[str, set[str]] = {key: set() for key in sorted(keys)}
    for link in links:
        if link.before in before and link.after in before:
            before[link.after].add(link.before)
    try:
        return tuple(TopologicalSorter({key: sorted(each) for key, each in before.items()}).static_order())
    except CycleError as error:
        raise Circle(list(reversed(error.args[1]))) from error


def check_no_circle(links: Collection[Link], added: Collection[Link]) -> None:
    """Raise Circle if the added links close a circle with those that stand."""
    everything = [*links, *added]
    in_sequence({key for link in everything for key in (link.before, link.after)}, everything)


def held(promises: Mapping[str, Promise], links: Iterable[Link]) -> Iterator[Held]:
    """Every link between known promises against their dates, in order of the plan's dates of the second."""
    found = [_held(promises[one.before], promises[one.after], one)
             for one in links if one.before in promises and one.after in promises]  # fmt: skip
    return iter(sorted(found, key=lambda each: (_RANK[each.fit], each.gap if each.gap is not None else 0,
                                                each.link.before, each.link.after)))  # fmt: skip


_RANK = {Fit.VIOLATED: 0, Fit.ZERO: 1, Fit.UNKNOWN: 2, Fit.HOLDS: 3}


def _held(before: Promise, after: Promise, link: Link) -> Held:
    if before.due is None or after.due is None:
        return Held(link, before, after, Fit.UNKNOWN, None, None)
    ready = link.lead.after(before.due)
    gap = (after.due - before.due).days
    fit = Fit.VIOLATED if after.due < ready else Fit.ZERO if gap == 0 else Fit.HOLDS
    return Held(link, before, after, fit, gap, ready)
