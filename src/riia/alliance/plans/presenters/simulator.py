"""What fails if something comes later: in sentences, as a table and as a timeline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from riia.alliance.kit.charts import Frame
from riia.alliance.kit.filters import and_list, long_date, plural, pounds, short_date
from riia.alliance.kit.pieces import Tone
from riia.alliance.plans.costs_timing import Mistimed, When, total
from riia.alliance.plans.dependencies import Fit, Held, Lead, LeadUnit, Promise
from riia.alliance.plans.models import Dependency, Plan
from riia.alliance.plans.presenters.costs import Tag, mistimed_words
from riia.alliance.plans.presenters.simulator_chart import Bar, Timeline
from riia.alliance.plans.simulator import Moved, Outcome

FIT_TONES: Mapping[Fit, Tone] = {
    Fit.VIOLATED: "problem", Fit.ZERO: "attention", Fit.UNKNOWN: "attention", Fit.HOLDS: "done"
}  # fmt: skip


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
    """Everything the page says about a delay."""

    title: str
    sentences: tuple[str, ...]
    rows: tuple[MovedRow, ...]
    undated: tuple[str, ...]
    money: tuple[str, ...]
    money_before: tuple[str, ...]
    chart: Timeline | None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link with how it stands against the dates."""

    model: Dependency
    before_words: str
    after_words: str
    dates: str
    lead: str
    tag: Tag
    gap: str
    try_key: str


def title_of(delays: Mapping[str, date], delay: Lead | None, outcome: Outcome) -> str:
    """The page's finding in one sentence."""
    named = and_list(list(delays)[:3]) if len(delays) <= 3 else f"{plural(len(delays), 'promise')}"
    when = f"{delay.words} later" if delay is not None else f"on {long_date(next(iter(delays.values())))}"
    verb = "come" if len(delays) > 1 else "comes"
    failing, later = outcome.failing, [each for each in outcome.changed if not each.delayed and not each.fails]
    if not failing and not later:
        return f"If {named} {verb} {when}, nothing that depends on it is late"
    if not failing:
        return f"If {named} {verb} {when}, nothing new fails; {plural(len(later), 'promise moves', 'promises move')}"
    return f"If {named} {verb} {when}, {plural(len(failing), 'promise fails', 'promises fail')}"


def simulated(
    plan: Plan, outcome: Outcome, delays: Mapping[str, date], delay: Lead | None, undated: Sequence[Moved],
    money: Sequence[Mistimed], money_before: Sequence[Mistimed],
) -> Simulated:  # fmt: skip
    """A delay with all that follows."""
    changed = outcome.changed
    outside = {each.promise.key for each in outcome.outside(plan.ends_on)}
    titles = {key: each.promise.title for key, each in outcome.moved.items()}
    before = {(each.key, each.quarter, each.when) for each in money_before}
    new = [each for each in money if (each.key, each.quarter, each.when) not in before]
    title = title_of(delays, delay, outcome)
    return Simulated(
        title=title,
        sentences=tuple(_sentences(plan, outcome, outside, new)),
        rows=tuple(_row(each, outcome, each.promise.key in outside) for each in changed),
        undated=tuple(f"{each.promise.key} {each.promise.title}" for each in undated),
        money=tuple(mistimed_words(each, titles) for each in _by_scenario(new)),
        money_before=tuple(mistimed_words(each, titles) for each in money_before),
        chart=_chart(title, changed, plan.ends_on),
    )


def _by_scenario(found: Sequence[Mistimed]) -> list[Mistimed]:
    return sorted(found, key=lambda each: (each.quarter, each.label))


def _sentences(plan: Plan, outcome: Outcome, outside: set[str], new: Sequence[Mistimed]) -> list[str]:
    failing = outcome.failing
    said = [
        f"{each.promise.key} ({each.promise.title}) is due on {long_date(each.promise.due)} and comes on "
        f"{long_date(each.then)}, {plural(each.late, 'day')} late."
        for each in failing if each.promise.due is not None and each.then is not None
    ]  # fmt: skip
    worse = [each for each in outcome.changed if each.was_late and each.moves and not each.delayed]
    said += [
        f"{each.promise.key} ({each.promise.title}) cannot be in time by the plan itself: "
        f"{plural(each.was_late, 'day')} late there, {plural(each.late, 'day')} with the delay."
        for each in worse
    ]  # fmt: skip
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
    early = [each for each in new if each.when is When.BEFORE]
    if early:
        said.append(f"{pounds(total(early), whole=True)} more is then profiled before what it waits for.")
    return said


def _row(one: Moved, outcome: Outcome, outside: bool) -> MovedRow:
    tag: Tag = ("in time", "done")
    if one.delayed:
        tag = ("delayed", "moving")
    elif one.fails:
        tag = ("fails", "problem")
    elif one.late:
        tag = ("later still", "attention")
    path = outcome.path(one.promise.key)
    return MovedRow(
        one.promise.key, one.promise.title, _day(one.promise.due), _day(one.stands), _day(one.then),
        plural(one.moves, "day") if one.stands else "–", plural(one.late, "day") if one.late else "–", tag,
        " → ".join(path) if len(path) > 1 else "", outside,
    )  # fmt: skip


def _chart(title: str, changed: Sequence[Moved], year_end: date) -> Timeline | None:
    bars = tuple(Bar(each.promise.key, each.promise.title, each.promise.due, each.stands, each.then, each.late)
                 for each in changed if each.then is not None)  # fmt: skip
    return Timeline(Frame(title, "Days of promises"), bars, year_end) if bars else None


def link_row(one: Dependency, found: Sequence[Held], promises: Mapping[str, Promise]) -> LinkRow:
    """A link as it was entered, by the worst of the links between measures that it stands for."""
    order = list(FIT_TONES)
    worst = min(found, key=lambda each: (order.index(each.fit), each.gap or 0), default=None)
    lead = Lead(one.lead_amount, LeadUnit(one.lead_unit))
    if worst is None:
        return LinkRow(one, one.before.words, one.after.words, "", lead.words, ("cannot say", "attention"), "", "")
    gap = (
        "" if worst.gap is None else f"{plural(abs(worst.gap), 'day')}{' the wrong way round' if worst.gap < 0 else ''}"
    )
    return LinkRow(
        one, worst.before.title, worst.after.title, f"{_day(worst.before.due)} → {_day(worst.after.due)}", lead.words,
        (worst.fit.value, FIT_TONES[worst.fit]), gap, one.before_at if promises[worst.link.before].due else "",
    )  # fmt: skip


def links_title(rows: Sequence[LinkRow]) -> str:
    """The finding of the page of links."""
    if not rows:
        return "Nothing is said yet about what has to come before what"
    wrong = sum(each.tag[0] == Fit.VIOLATED.value for each in rows)
    none = sum(each.tag[0] == Fit.ZERO.value for each in rows)
    return f"{plural(len(rows), 'link')}: {wrong} out of order, {none} with no time between"


def _day(day: date | None) -> str:
    return short_date(day) if day else "no date"
