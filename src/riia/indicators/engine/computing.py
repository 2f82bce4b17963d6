"""Counting: from a source's tables and the countings to figures, and to the rows behind each.

Each fact of a source is built once and counted in one pass for all indicators that use it, so a cluster does one piece
of work for each fact, and a laptop reads each column once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import narwhals as nw

from riia.indicators.calendar import add_months
from riia.indicators.definitions.counting import Base, Counting
from riia.indicators.engine.counts import Counted, count
from riia.indicators.engine.coverage import Window, coverage, history
from riia.indicators.engine.facts import builders
from riia.indicators.engine.results import NOT_AVAILABLE, Coverage, Figure, Population, Reach
from riia.indicators.engine.tables import ENOUGH, Frame, Tables, gathered
from riia.indicators.model import Missing, Period, day_in_words
from riia.indicators.tables.facts import FACTS

_BY_EVENT: Final = {"annex-a": ("contacts", "early_help_assessments", "referrals")}
"""Facts whose rows are chosen by the day of the event alone, so that the earlier rows show how far back they reach.

A census is not such: it holds an old referral when the case is still open.
"""
_NEWEST_ONLY: Final = {"annex-a": ("needs", "protection_plans", "care")}
"""Lists that hold the newest episode, plan or period of each child, and so lose others as time goes on."""
_NEEDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "annex-a": {
        "contacts": ("list_1",),
        "early_help_assessments": ("list_2",),
        "referrals": ("list_3",),
        "assessments": ("list_4",),
        "enquiries": ("list_5",),
        "conferences": ("list_5",),
        "needs": ("list_6",),
        "protection_plans": ("list_7",),
        "care": ("list_8",),
        "care_year": ("list_8",),
        "missing_in_care": ("list_8",),
        "care_leavers": ("list_9",),
        "adoptions": ("list_10",),
    },
    "cin-census": {
        "assessments": ("Assessments",),
        "enquiries": ("Section47",),
        "conferences": ("Section47",),
        "need_plans": ("CINPlanDates",),
        "protection_plans": ("ChildProtectionPlans",),
    },
    "ssda903": {
        "care": ("episodes",),
        "missing_in_care": ("episodes", "missing"),
        "adoptions": ("episodes",),
        "care_year": ("oc2",),
        "care_leavers": ("oc3",),
    },
}
"""The tables that a file must have to answer for a fact: files of their own, or not in the return of every year."""
_A_YEAR: Final = {"annex-a": {"adoptions": 6}}
"""How many months further back than the other lists one reaches: the list of adoptions asks for twelve, not six."""
_OF_12_MONTHS: Final = {"annex-a": ("missing_in_care",)}
"""Lists that count what happened in the 12 months before the extract, whatever the period."""
_TWELVE_MONTHS: Final = (
    "The list counts the 12 months before the extract and not this shorter period, so the figure is too high."
)
_RECENT: Final = timedelta(days=14)


@dataclass(frozen=True)
class Question:
    """For which council and period, and the population under the rates."""

    place: str
    period: Period
    population: Population


def figures(sources: Iterable[Tables], countings: Sequence[Counting], question: Question) -> list[Figure]:
    """Every counting from every source that has its fact, in the order of the countings, then of the sources.

    A counting that no source can give has one figure without a source: not available, saying what it would need.
    """
    given = list(sources)
    by_source = [_figures(tables, countings, question) for tables in given]
    found = []
    for one in countings:
        figures_of = [known[one] for known in by_source if one in known]
        holders = [tables.collection for tables in given if applies(one, tables.collection)]
        found += figures_of or [_nothing(one, question, holders)]
    return found


def _nothing(one: Counting, question: Question, holders: Sequence[str]) -> Figure:
    """No source has the fact. `holders` are the returns given that could have had it."""
    base = question.population.value if one.of is Base.POPULATION else NOT_AVAILABLE
    title = FACTS[one.fact].title
    what = title if title[:2].isupper() else title[0].lower() + title[1:]
    words = f"no file was given that holds {what}."
    if holders:
        day = day_in_words(question.period.end)
        words = f"the {' and '.join(holders)} files given hold nothing that speaks of {what} on {day}."
    reach = Coverage(Reach.NONE, words)
    return Figure(one, question.place, question.period, "", NOT_AVAILABLE, base, question.population, reach)


def fact_frame(tables: Tables, fact: str, period: Period) -> Frame | None:
    """A fact of a source, or None when the source or the files do not have it."""
    builder = builders(tables.collection).get(fact)
    return builder(tables, period) if builder else None


def applies(counting: Counting, collection: str) -> bool:
    """Whether a collection can be counted so."""
    return (not counting.sources or collection in counting.sources) and counting.fact in builders(collection)


def _figures(tables: Tables, countings: Sequence[Counting], question: Question) -> dict[Counting, Figure]:
    wanted = [one for one in countings if applies(one, tables.collection)]
    found: dict[Counting, Figure] = {}
    others = [one.of for one in wanted if isinstance(one.of, Counting)]
    fallbacks = [one.without_history for one in wanted if one.without_history]
    counted: dict[Counting, Counted] = {}
    windows: dict[str, Window] = {}
    for fact in dict.fromkeys(one.fact for one in (*wanted, *others)):
        frame = fact_frame(tables, fact, question.period)
        if frame is not None:
            used = [one for one in (*wanted, *others, *fallbacks) if one.fact == fact]
            sums = count(frame, list(dict.fromkeys(used)), question.period)
            windows[fact] = _window(tables, fact, question.period)
            if fact in _BY_EVENT.get(tables.collection, ()):
                first_event = min((one.first_event for one in sums.values() if one.first_event), default=None)
                windows[fact] = _widened(windows[fact], frame, fact, first_event)
            counted |= sums
    for one in wanted:
        if one in counted and not (isinstance(one.of, Counting) and one.of not in counted):
            # Where another counting stands in, it answers under the name that was asked for.
            found[one] = _figure(tables.collection, one, counted, windows[one.fact], question)
    return found


def _widened(window: Window, frame: Frame, fact: str, first_event: date | None) -> Window:
    """The window with the days before it that the list holds too; its rows are looked at again only if there are."""
    if not window.first or not first_event or first_event >= window.first:
        return window
    event = nw.col(FACTS[fact].event)
    days = gathered(frame.filter(event < window.first).select(_day=event).unique()).get_column("_day")
    return window.widened(days.to_list())


def _window(tables: Tables, fact: str, period: Period) -> Window:
    """The days for which the files that have what the fact needs answer."""
    needed = _NEEDS.get(tables.collection, {}).get(fact, ())
    windows = [Window.of(tables.files_with(name), period) for name in needed]
    window = Window.in_all(windows) if windows else Window.of(tables.files, period)
    return window.reaching_back(_A_YEAR.get(tables.collection, {}).get(fact, 0))


def _figure(
    source: str, one: Counting, counted: Mapping[Counting, Counted], window: Window, question: Question
) -> Figure:
    period = question.period
    own = counted[one]
    stock = _is_stock(one, period)
    short = "" if one.history_of and source not in one.history_of else history(window, one, period, stock=stock)
    if short and one.without_history and applies(one.without_history, source):
        fallback = one.without_history
        return _figure(source, fallback, counted, window, question)
    reach = coverage(window, period, stock=stock, counted="" if one.of is Base.MEAN else _counted_words(own))
    reach = _without(own, one) or reach
    known = reach.reach not in (Reach.NONE, Reach.PART)
    if known:
        newest_only = one.fact in _NEWEST_ONLY.get(source, ())
        earlier = newest_only and window.last is not None and period.end < window.last - _RECENT
        of_12_months = one.fact in _OF_12_MONTHS.get(source, ()) and period.start > add_months(period.end, -11)
        reach = _with_doubts(reach, short, own, one, earlier=earlier, of_12_months=of_12_months)
    base = counted[one.of].number if isinstance(one.of, Counting) else own.looked_at
    if one.of is Base.POPULATION:
        base = question.population.value
    elif not known:
        base = NOT_AVAILABLE
    number = own.number if known else NOT_AVAILABLE
    return Figure(one, question.place, period, source, number, base, question.population, reach)


def _counted_words(own: Counted) -> str:
    return "" if isinstance(own.number, Missing) else f"{own.number.value:,} counted"


def _without(own: Counted, one: Counting) -> Coverage | None:
    """Why nothing can be told whatever the files reach: a column that they lack, or that no row has filled."""
    if own.lacks:
        wanted = FACTS[one.fact].columns
        lacking = ", ".join(wanted.get(name, name) for name in own.lacks)
        return Coverage(Reach.NONE, f"the files do not give: {lacking}.")
    if one.untold and own.rows >= ENOUGH and own.untold_anywhere == own.rows:
        # Where it cannot be told for a single row of the file there is no figure; 0 would say that it can.
        return Coverage(Reach.NONE, f"in all {own.rows:,} rows {one.untold.words}.")
    return None


def _with_doubts(
    reach: Coverage, short: str, own: Counted, one: Counting, *, earlier: bool, of_12_months: bool
) -> Coverage:
    doubts = []
    if earlier:
        doubts.append("The list keeps each child's newest record only, so for an earlier day it may be too low.")
    if short:
        reach = replace(reach, reach=Reach.SHORT_HISTORY)
        doubts.append(f"It {short}")
    if own.nameless:
        doubts.append(f"{own.nameless:,} of these name no child: each counts by itself.")
    if own.untold and one.untold:
        doubts.append(f"For {own.untold:,} of these {one.untold.words}: {one.untold.otherwise}.")
    if own.beside and one.beside:
        doubts.append(f"{one.beside.words}: {own.beside:,}.")
    if of_12_months:
        doubts.append(_TWELVE_MONTHS)
    return replace(reach, words=" ".join((reach.words, *doubts)), doubts=" ".join(doubts))


def _is_stock(one: Counting, period: Period) -> bool:
    """Whether the counting asks for a day: what is open at the end is not bound to the whole period."""
    from riia.indicators.definitions import Timing, catalogue

    indicator = catalogue().indicator(one.indicator)
    variant = next((each for each in indicator.variants if each.key == one.variant), None)
    return period.start == period.end or (variant or indicator).timing is Timing.STOCK
