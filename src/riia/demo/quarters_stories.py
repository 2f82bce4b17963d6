"""How each simulated return came about: when it was sent, what was asked and answered, and where it stands.

Plain data for the loader, which replays it through the services. Days are working days, counted from the round's due
date to submission, from submission to a question, from a question to its answer. Nothing in the newest quarter happens
later than `LAST_DAY` working days after its due date, so a due date at least that far back keeps all of it in the past.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from riia.demo.quarters import LATEST, QUARTERS, simulated
from riia.demo.quarters_plots import (
    ASKED,
    EARLIER_LATE,
    EDITED,
    EXPLAINED,
    EXTENDED,
    NEWEST_STANDING,
    USUAL,
    Asked,
    Ending,
    Standing,
)
from riia.demo.quarters_published import REGIONS, Figures, councils_of, packaged
from riia.demo.quarters_shapes import uniform
from riia.demo.quarters_stating import counts_of, stated
from riia.indicators.definitions import Measure
from riia.indicators.engine.own_files import children
from riia.indicators.model import Number, Period, PlaceCode, Value
from riia.indicators.returns.nouns import Answers, Cell, Outcome, Weight

LAST_DAY: Final = 4
"""The last working day after the due date on which anything happens in the newest quarter."""
NOTHING: Final[Mapping[Cell, Value]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Query:
    """A question of the desk about a cell, with the council's reply and how it ended.

    `asked_after` are working days after submission, `replied_after` working days after the question. `was` holds the
    cells that a correction changed, as they stood before it; the simulated answers have them as they are now.
    """

    cell: Cell
    text: str
    asked_after: int
    ending: Ending
    reply: str = ""
    replied_after: int | None = None
    was: Mapping[Cell, Value] = NOTHING


@dataclass(frozen=True, slots=True)
class Extension:
    """More time: working days after the due date, and the reason."""

    days: int
    reason: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A change after signing: the cells as they were signed, and why they changed."""

    was: Mapping[Cell, Value]
    why: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What the council says about an item that a soft check asks about, and since which period it has."""

    item: str
    text: str
    since: Period


@dataclass(frozen=True, slots=True)
class Story:
    """How one return came about. `submitted_on` counts working days from the due date: below 0 before, above 0 late.

    None: not submitted. `late` is told from the extension where there is one.
    """

    council: PlaceCode
    period: Period
    standing: Standing
    submitted_on: int | None = None
    extension: Extension | None = None
    queries: tuple[Query, ...] = ()
    reasons: tuple[Reason, ...] = ()
    edit: Edit | None = None

    @property
    def is_late(self) -> bool:
        """Whether it was submitted after the day it was due, or after the day it was extended to."""
        allowed = self.extension.days if self.extension else 0
        return self.submitted_on is not None and self.submitted_on > allowed

    def first_sent(self, answers: Answers) -> Answers:
        """What the council submitted at first: its answers without later corrections and edits."""
        first = dict(answers)
        for was in [query.was for query in self.queries] + ([self.edit.was] if self.edit else []):
            first.update(was)
        return first

    def signed(self, answers: Answers) -> Answers:
        """What the director signed: with the corrections, without an edit after signing."""
        return dict(answers) | dict(self.edit.was if self.edit else NOTHING)

    def reason_for(self, outcome: Outcome) -> str:
        """What the council says about an outcome when it submits; empty in a draft and for what must be corrected."""
        if outcome.weight is Weight.HARD or self.submitted_on is None:
            return ""
        items = {cell.item for cell in outcome.cells}
        declared = [reason.text for reason in self.reasons if reason.item in items]
        return declared[0] if declared else USUAL.get(outcome.code, USUAL[""])


def stories(figures: Figures | None = None) -> tuple[Story, ...]:
    """The story of every council of both regions in every quarter of the demonstration, oldest quarter first."""
    published = packaged() if figures is None else figures
    councils = [council for region in REGIONS for council in councils_of(region)]
    said = {council: simulated(council, QUARTERS, published) for council in councils}
    return tuple(_story(council, period, said[council]) for period in QUARTERS for council in councils)


def _story(council: PlaceCode, period: Period, said: Mapping[Period, Answers]) -> Story:
    whose = (council, period.code)
    standing, day = Standing.ACCEPTED, EARLIER_LATE.get(whose)
    granted = [Extension(one.days, one.reason) for one in EXTENDED if (one.council, one.period) == whose]
    if period == LATEST:
        standing, day = NEWEST_STANDING[council]
    elif day is None:
        # The most come in the last days; with more time, after the day itself.
        day = granted[0].days - 1 if granted else -round(9 * uniform("day", council, period) ** 2)
    edits = [one for one in EDITED if one.council == council and period == LATEST]
    return Story(
        council,
        period,
        standing,
        day,
        granted[0] if granted else None,
        tuple(_query(one, said) for one in ASKED if (one.council, one.period) == whose),
        _reasons(council, period),
        Edit(_changed(council, period, said[period], edits[0].item, edits[0].by), edits[0].why) if edits else None,
    )


def _query(asked: Asked, said: Mapping[Period, Answers]) -> Query:
    period = Period.parse(asked.period)
    cell = Cell(asked.item, Measure.NUMBER)
    now, last = said[period][cell], said.get(period.previous(), {}).get(cell)
    was = _changed(asked.council, period, said[period], asked.item, asked.by) if asked.by else NOTHING
    figures = {"now": _shown(now), "was": _shown(was.get(cell, now)), "last": _shown(last)}
    replied = asked.ending is not Ending.OPEN
    return Query(
        cell,
        asked.text.format(**figures),
        asked.after,
        asked.ending,
        asked.reply.format(**figures),
        asked.took if replied else None,
        was,
    )


def _changed(council: str, period: Period, answers: Answers, item: str, by: int) -> Mapping[Cell, Value]:
    """The cells that are different when an item's count is `by` more."""
    counts = counts_of(answers)
    number = counts[item]
    if not isinstance(number, Number):
        raise ValueError(f"{item} of {council} in {period.code} has no number to change. Choose another item.")
    other = stated(counts | {item: Number(int(number.value) + by)}, children(council, period).value)
    return MappingProxyType({cell: value for cell, value in other.items() if answers[cell] != value})


def _reasons(council: str, period: Period) -> tuple[Reason, ...]:
    return tuple(
        Reason(one.item, one.text, Period.parse(one.since))
        for one in EXPLAINED
        if one.council == council and Period.parse(one.since) <= period <= Period.parse(one.until)
    )


def _shown(value: Value | None) -> str:
    return f"{int(value.value):,}" if isinstance(value, Number) else str(value or "nothing")


def of_region(told: Sequence[Story], region: str, period: Period) -> tuple[Story, ...]:
    """The stories of one region in one quarter."""
    councils = councils_of(region)
    return tuple(story for story in told if story.period == period and story.council in councils)
