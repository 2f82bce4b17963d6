"""What fails if something comes later: KPI by KPI with why and how to recover, as a table and as a timeline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.urls import reverse

from riia.alliance.kit.charts import Frame
from riia.alliance.kit.filters import and_list, long_date, plural, pounds
from riia.alliance.plans.costs_timing import Funded, Mistimed, When, total
from riia.alliance.plans.dependencies import Promise
from riia.alliance.plans.forms.simulator import Change
from riia.alliance.plans.models import Kpi, Plan
from riia.alliance.plans.presenters.costs import Tag, mistimed_words
from riia.alliance.plans.presenters.links import day_words, due_words
from riia.alliance.plans.presenters.simulator_chart import Bar, Timeline
from riia.alliance.plans.recovering import Recovery
from riia.alliance.plans.simulator import Moved, Outcome


@dataclass(frozen=True, slots=True)
class FailingLine:
    """A measure of a KPI that then misses its day: by how many days, why, and how it can still be in time."""

    key: str
    words: str
    due: str
    then: str
    late: str
    why: str
    recovery: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class FailingKpi:
    """A KPI that then misses its day; `money` says what pays for it."""

    key: str
    words: str
    href: str
    late: str
    lines: tuple[FailingLine, ...]
    money: str


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A promise that moves."""

    key: str
    words: str
    due: str
    stands: str
    then: str
    moves: str
    late: str
    tag: Tag
    because: str
    outside: bool


@dataclass(frozen=True, slots=True)
class Simulated:
    """Everything the page says about some changes."""

    title: str
    sentences: tuple[str, ...]
    failing: tuple[FailingKpi, ...]
    rows: tuple[MovedRow, ...]
    undated: tuple[str, ...]
    at_risk: tuple[str, ...]
    money: tuple[str, ...]
    money_before: tuple[str, ...]
    chart: Timeline | None


@dataclass(frozen=True, slots=True)
class Money:
    """Lines of the costs, and what of them is at the wrong time with the changes and without."""

    lines: Sequence[Funded]
    then: Sequence[Mistimed]
    before: Sequence[Mistimed]

    @property
    def new(self) -> list[Mistimed]:
        """What is at the wrong time only with the changes."""
        known = {(each.key, each.quarter, each.when) for each in self.before}
        found = [each for each in self.then if (each.key, each.quarter, each.when) not in known]
        return sorted(found, key=lambda each: (each.quarter, each.label))

    def paying(self, kpis: set[str]) -> list[Funded]:
        """The lines that pay for any of these KPIs."""
        return [line for line in self.lines if kpis & set(line.dues)]


def title_of(changes: Sequence[Change], failing: Sequence[str], later: int) -> str:
    """The page's finding in one sentence."""
    same = len({(each.delay, each.to) for each in changes}) == 1
    verb = "come" if len(changes) > 1 else "comes"
    said = (
        f"{and_list([each.name for each in changes])} {verb} {_when(changes[0])}"
        if same
        else and_list([f"{each.name} comes {_when(each)}" for each in changes])
    )
    if failing:
        named = f": {and_list(list(failing))}" if len(failing) <= 4 else ""
        return f"If {said}, {plural(len(failing), 'KPI misses its day', 'KPIs miss their day')}{named}"
    if later:
        return f"If {said}, nothing new fails; {plural(later, 'promise moves', 'promises move')}"
    return f"If {said}, nothing that depends on it is late"


def _when(one: Change) -> str:
    if one.delay is not None:
        return f"{one.delay.words} later"
    assert one.to is not None
    return f"on {long_date(one.to)}"


def simulated(
    plan: Plan, kpis: Mapping[str, Kpi], outcome: Outcome, changes: Sequence[Change],
    recoveries: Sequence[Recovery], undated: Sequence[Moved], money: Money,
) -> Simulated:  # fmt: skip
    """Changes with all that follows."""
    changed = outcome.changed
    outside = {each.promise.key for each in outcome.outside(plan.ends_on)}
    titles = {key: each.promise.title for key, each in outcome.moved.items()}
    failing = _failing(kpis, outcome, recoveries, money)
    title = title_of(changes, [each.key for each in failing], sum(not each.delayed for each in changed))
    return Simulated(
        title=title,
        sentences=tuple(_sentences(plan, outcome, outside)),
        failing=failing,
        rows=tuple(_row(each, outcome, each.promise.key in outside) for each in changed),
        undated=tuple(f"{each.promise.key} {each.promise.title}" for each in undated),
        at_risk=tuple(_at_risk(plan, {each.key for each in failing}, outside, money)),
        money=tuple(mistimed_words(each, titles) for each in money.new),
        money_before=tuple(mistimed_words(each, titles) for each in money.before),
        chart=_chart(title, changed, plan.ends_on),
    )


def _failing(
    kpis: Mapping[str, Kpi], outcome: Outcome, recoveries: Sequence[Recovery], money: Money
) -> tuple[FailingKpi, ...]:
    """KPIs that then miss their day, the latest first."""
    by_kpi: dict[str, list[Recovery]] = {}
    for each in recoveries:
        by_kpi.setdefault(each.moved.promise.kpi, []).append(each)
    found = []
    for key, own in sorted(by_kpi.items(), key=lambda pair: -max(each.moved.late for each in pair[1])):
        found.append(
            FailingKpi(
                key, kpis[key].words, reverse("plans:kpi", args=[kpis[key].reference]),
                f"{plural(max(each.moved.late for each in own), 'day')} late",
                tuple(_failing_line(each, outcome) for each in own),
                _paid(money.paying({key})),
            )
        )  # fmt: skip
    return tuple(found)


def _sum(lines: Sequence[Funded]) -> str:
    """What lines come to; where a quarter states no amount it is said to be more, and never taken for nothing."""
    quarters = [pence for line in lines for pence in line.quarters]
    known = [pence for pence in quarters if pence is not None]
    if not known:
        return "an amount that is not stated"
    least = "at least " if len(known) < len(quarters) else ""
    return f"{least}{pounds(sum(known), whole=True)}"


def _paid(lines: Sequence[Funded]) -> str:
    """What pays for a KPI, and for what else."""
    if not lines:
        return "No line of the costs names it."
    others = len({key for line in lines for key in line.dues}) - 1
    also = f" and {plural(others, 'other KPI')}" if others else ""
    return f"{_sum(lines).capitalize()} pays for it{also}: {and_list([line.label for line in lines])}."


def _failing_line(one: Recovery, outcome: Outcome) -> FailingLine:
    tag: Tag = ("the change itself", "moving") if one.itself else ("recoverable", "attention")
    if not one.itself and not one.possible:
        tag = ("not by haste", "problem")
    moved = one.moved
    return FailingLine(
        moved.promise.key, moved.promise.title, _due_long(moved.promise), _long(moved.then),
        plural(moved.late, "day"), _why(one, outcome), _recovery(one, outcome), tag,
    )  # fmt: skip


def _why(one: Recovery, outcome: Outcome) -> str:
    """The chain from the change to this promise; none for the change itself."""
    if one.itself:
        return ""
    source = outcome.moved[one.source]
    instead = f" instead of {long_date(source.stands)}" if source.stands else ""
    said = [f"{one.source} comes on {_long(source.then)}{instead}"]
    for first, second in pairwise(one.chain):
        days = _between(outcome, first, second)
        when = f"{plural(days, 'day')} after it, on {_long(outcome.moved[second].then)}" if days else "the same day"
        said.append(f"{second} follows {when}")
    return "; ".join(said) + "."


def _between(outcome: Outcome, first: str, second: str) -> int:
    before, after = outcome.moved[first].then, outcome.moved[second].then
    return (after - before).days if before and after else 0


def _recovery(one: Recovery, outcome: Outcome) -> str:
    """How it can still be in time, in a sentence or two."""
    by = f"if {one.source} comes by {long_date(one.latest)}" if one.latest else ""
    if one.itself:
        return (
            "" if one.latest == one.moved.promise.due else f"In time only {by}." if by else "Something else holds it."
        )
    if one.save is not None:
        steps = [f"{each.before} to {each.after} ({plural(each.days, 'day')})" for each in one.steps]
        where = f"on the step from {steps[0]}" if len(steps) == 1 else f"on the steps from {and_list(steps)}"
        return f"Yes, if {plural(one.save, 'day is', 'days are')} saved {where}" + (f", or {by}." if by else ".")
    source = outcome.moved[one.source]
    due = one.moved.promise.due
    after = (source.then - due).days if source.then and due else 0
    said = f"Not by haste: {one.source} itself comes {plural(after, 'day')} after the day."
    if by:
        return f"{said} In time {by}."
    return f"{said} Bringing it forward alone does not help: another change holds it as well."


def _sentences(plan: Plan, outcome: Outcome, outside: set[str]) -> list[str]:
    said = []
    worse = [each for each in outcome.changed if each.was_late and each.moves]
    said += [
        f"{each.promise.key} ({each.promise.title}) is late already: {plural(each.was_late, 'day')} as things stand, "
        f"{plural(each.late, 'day')} with this."
        for each in worse
    ]
    still = [each for each in outcome.changed if not each.delayed and not each.late and each.moves]
    if still:
        verb = "moves" if len(still) == 1 else "move"
        said.append(f"{and_list([each.promise.key for each in still])} {verb} and {'is' if len(still) == 1 else 'are'} "
                    "still in time.")  # fmt: skip
    if outside:
        verb = "falls" if len(outside) == 1 else "fall"
        said.append(f"{and_list(sorted(outside))} {verb} after the end of the grant year, {long_date(plan.ends_on)}.")
    else:
        said.append(f"Nothing is pushed past the end of the grant year, {long_date(plan.ends_on)}.")
    return said


def _at_risk(plan: Plan, failing: set[str], outside: set[str], money: Money) -> list[str]:
    """The money that hangs on what fails, in sums; the lines follow on the page."""
    said = []
    paying = money.paying(failing)
    if paying:
        verb = "pays" if len(paying) == 1 else "pay"
        said.append(f"{plural(len(paying), 'line')} of {_sum(paying)} {verb} for the KPIs that miss their "
                    "day, other KPIs among what they pay for.")  # fmt: skip
    early = [each for each in money.new if each.when is When.BEFORE]
    if early:
        said.append(f"{pounds(total(early), whole=True)} more is then profiled before what it waits for.")
    lost = [line for line in money.lines if outside & set(line.waits_for)]
    if lost:
        said.append(f"{_sum(lost).capitalize()} waits for what then comes after {long_date(plan.ends_on)}, so it "
                    "cannot be spent in the year of the grant.")  # fmt: skip
    return said or ["No money hangs on what moves, as far as the costs say."]


def standing_words(plan: Plan, promises: Mapping[str, Promise], on: date | None, over: bool) -> str:
    """Against what the changes are played."""
    if on is None:
        said = "Played against the plan as it was written: nothing is taken as done."
        ended = f" Its year ended on {long_date(plan.ends_on)}; choose a day to play it as things stood then."
        return said + (ended if over else "")
    done = sum(each.done_on is not None for each in promises.values())
    overdue = sum(each.done_on is None and each.due is not None and each.due < on for each in promises.values())
    return (f"Played against how things stood on {long_date(on)}: {done} of {plural(len(promises), 'promise')} were "
            f"done and move no more; {overdue} were overdue and come on that day at the earliest.")  # fmt: skip


def late_words(stands: Outcome) -> list[str]:
    """What is late before anything is asked, where a link says why: who is held by whom."""
    said = []
    for each in stands.late_already:
        if each.held_by and each.stands is not None:
            enabler = stands.moved[each.held_by]
            came = "came" if enabler.promise.done_on else "comes"
            said.append(f"{each.promise.key} ({each.promise.title}) is due {_due_long(each.promise)} and waits for "
                        f"{each.held_by}, which {came} on {_long(enabler.stands)}: "
                        f"{plural(each.was_late, 'day')} late.")  # fmt: skip
    return said


def _row(one: Moved, outcome: Outcome, outside: bool) -> MovedRow:
    tag: Tag = ("in time", "done")
    if one.delayed:
        tag = ("changed", "moving")
    elif one.fails:
        tag = ("fails", "problem")
    elif one.late:
        tag = ("later still", "attention")
    path = outcome.path(one.promise.key)
    return MovedRow(
        one.promise.key, one.promise.title, due_words(one.promise), day_words(one.stands), day_words(one.then),
        plural(one.moves, "day") if one.stands else "–", plural(one.late, "day") if one.late else "–", tag,
        " → ".join(path) if len(path) > 1 else "", outside,
    )  # fmt: skip


def _chart(title: str, changed: Sequence[Moved], year_end: date) -> Timeline | None:
    bars = tuple(Bar(each.promise.key, each.promise.title, each.promise.due, each.stands, each.then, each.late)
                 for each in changed if each.then is not None)  # fmt: skip
    return Timeline(Frame(title, "Days of promises"), bars, year_end) if bars else None


def _due_long(one: Promise) -> str:
    return f"from {_long(one.due)} on" if one.holds_from else f"on {_long(one.due)}"


def _long(day: date | None) -> str:
    return long_date(day) if day else "no day that is known"
