"""The page of one query, the list of all of them, and the share answered in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse

from riia.alliance.kit.amounts import Figure
from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Chip, Said, Told, Tone
from riia.alliance.returns.in_time import Share, in_time_words
from riia.alliance.returns.models import Query
from riia.alliance.returns.presenters.desk import BLANK, QueryLine, query_line
from riia.alliance.returns.queries import desk
from riia.alliance.returns.queries.background import earlier
from riia.alliance.returns.queries.reading import form_for, latest_version, version_answers
from riia.alliance.returns.states import QueryState
from riia.indicators.model import Value
from riia.indicators.returns.nouns import Cell


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """The figure a query is about: when it was asked, in the newest version, and the period before."""

    when_asked: Figure
    now: Figure
    last: Figure
    decimals: int
    unit: str
    version_asked: int | None
    version_now: int
    period_before: str
    changed: bool
    explained: Sequence[Told]
    definition: str


def asked_about(query: Query) -> AskedAbout | None:
    """The figure with what the council said of it; None for a query about the whole return."""
    one = query.council_return
    newest = latest_version(one)
    if not query.cell or newest is None:
        return None
    cell = Cell.parse(query.cell)
    item = form_for(one.round).item(cell.item)
    before = one.round.as_period.previous()
    then = query.opened_on_version
    was = version_answers(then).get(cell) if then else None
    now = version_answers(newest).get(cell)
    told = [
        Told(outcome["words"], newest.explanations.get(outcome["key"], ""))
        for outcome in newest.outcomes
        if query.cell in outcome.get("cells", [])
    ]
    reading = "" if item.variant.default else f"&variant={item.variant.key}"
    page = reverse("insight:indicator", args=[item.indicator.slug])
    return AskedAbout(
        when_asked=_shown(was),
        now=_shown(now),
        last=_shown(earlier(one).get(before, {}).get(cell)),
        decimals=item.decimals(cell.measure),
        unit=item.unit(cell.measure),
        version_asked=then.number if then else None,
        version_now=newest.number,
        period_before=before.label,
        changed=was != now,
        explained=told,
        definition=f"{page}?place={one.council.code}{reading}#definition",
    )


def _shown(value: Value | None) -> Figure:
    return BLANK if value is None else value


def thread(query: Query) -> list[Said]:
    """The messages of a query, the region's on the left."""
    council = query.council_return.council.label
    return [
        Said(one.by_label, f"for {council}" if one.from_council else "for the region", one.at, one.text,
             ours=not one.from_council)
        for one in query.messages.all()
    ]  # fmt: skip


_STATES: Final = {
    "open": ("Wait for the council", (QueryState.OPEN,)),
    "answered": ("Wait for the desk", (QueryState.ANSWERED,)),
    "overdue": ("Past their day", (QueryState.OPEN, QueryState.ANSWERED)),
    "settled": ("Settled", (QueryState.RESOLVED,)),
}
"""What the list can be narrowed to, by the word in the address."""
_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class QueriesPage:
    """Everything the list of queries shows."""

    title: str
    states: Sequence[Chip]
    councils: Sequence[Chip]
    lines: Sequence[QueryLine]
    left_out: int
    kpi: str
    kpi_tag: tuple[str, Tone]
    narrowed: bool


def queries_page(found: Sequence[Query], today: date, state: str, council: str) -> QueriesPage:
    """The queries a viewer may see, narrowed as the address says; what is not understood narrows nothing."""
    state = state if state in _STATES else ""
    names = {query.council_return.council.code: query.council_return.council.label for query in found}
    council = council if council in names else ""
    at_council = [query for query in found if council in ("", query.council_return.council.code)]
    chosen = [query for query in at_council if _is(query, state, today)]
    lines = [query_line(query, today) for query in _ordered(chosen)[:_MOST]]
    share = desk.in_time(at_council, today)
    return QueriesPage(
        title=_title(found, today),
        states=[
            Chip(text, _href(key, council), sum(_is(query, key, today) for query in at_council), current=key == state)
            for key, text in {"": "Not settled", **{key: words for key, (words, _) in _STATES.items()}}.items()
        ],
        councils=_council_chips(found, names, state, council, today) if len(names) > 1 else [],
        lines=lines,
        left_out=max(len(chosen) - _MOST, 0),
        kpi=in_time_words(share, "queries" if not council else f"queries to {names[council]}"),
        kpi_tag=kpi_tag(share),
        narrowed=bool(state or council),
    )


def kpi_tag(share: Share, nothing: str = "nothing due yet") -> tuple[str, Tone]:
    """Whether a target is met, as a tag."""
    if share.is_met is None:
        return nothing, "quiet"
    return ("target met", "done") if share.is_met else ("target not met", "problem")


def _council_chips(found: Sequence[Query], names: dict[str, str], state: str, council: str, today: date) -> list[Chip]:
    kept = [query for query in found if _is(query, state, today)]
    every = [Chip("All councils", _href(state, ""), len(kept), current=not council)]
    return every + [
        Chip(name, _href(state, code), sum(query.council_return.council.code == code for query in kept),
             current=code == council)
        for code, name in sorted(names.items(), key=lambda one: one[1])
    ]  # fmt: skip


def _is(query: Query, state: str, today: date) -> bool:
    if not state:
        return QueryState(query.state) is not QueryState.RESOLVED
    if QueryState(query.state) not in _STATES[state][1]:
        return False
    turn = desk.turn_of(query) if state == "overdue" else None
    return turn is None or today > turn.due


def _ordered(found: Sequence[Query]) -> list[Query]:
    """What is due first in front; settled ones after, the newest first."""

    def order(query: Query) -> tuple[bool, date, int]:
        turn = desk.turn_of(query)
        return (turn is None, turn.due if turn else date.max, -query.pk)

    return sorted(found, key=order)


def _title(found: Sequence[Query], today: date) -> str:
    waiting = sum(_is(query, "open", today) for query in found)
    answered = sum(_is(query, "answered", today) for query in found)
    if not waiting and not answered:
        return "No query is open"
    late = sum(_is(query, "overdue", today) for query in found)
    words = f"{plural(waiting, 'query waits', 'queries wait')} for councils, {answered} for the desk"
    return (
        f"{words}; {late} {'is' if late == 1 else 'are'} past {'its' if late == 1 else 'their'} day" if late else words
    )


def _href(state: str, council: str) -> str:
    chosen = [f"{name}={value}" for name, value in (("show", state), ("council", council)) if value]
    return reverse("returns:queries") + (f"?{'&'.join(chosen)}" if chosen else "")
