"""The home page of each role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.figures.nouns import ReleaseLine, Series
from riia.alliance.insight.comparisons import CLOSE
from riia.alliance.insight.findings import FEWEST_CHILDREN, FEWEST_COUNTED
from riia.alliance.insight.peers import councils_on, name_of, subject_of
from riia.alliance.insight.pictures import MOST_OVERLAYS
from riia.alliance.insight.profiles import Move, largest_moves
from riia.alliance.insight.wording import wording_of
from riia.alliance.kit.pieces import Link, ToDo
from riia.alliance.pages.ways import Section, sections
from riia.indicators import reference
from riia.indicators.model import Symbol

MOST: Final = 7
"""How many things that need somebody are read at a glance."""


@dataclass(frozen=True)
class News:
    """A release or a move, in a line."""

    text: str
    href: str
    note: str


@dataclass(frozen=True)
class Page:
    """Everything the template shows. `place` is the name of the viewer's own place, empty for roles without one.

    `later` is what needs the viewer beyond the first `MOST`: counted in the title, and folded away.
    """

    title: str
    place: str
    todos: Sequence[ToDo]
    later: Sequence[ToDo]
    moves: tuple[News, ...]
    moves_title: str
    releases: tuple[News, ...]
    sections: tuple[Section, ...]
    next_step: Link | None


def page(
    scope: Scope, *, todos: Sequence[ToDo], releases: Sequence[ReleaseLine], series: Mapping[str, Series], today: date
) -> Page:
    """Put the page together."""
    home = scope.home_place() if scope.may(Action.SEE_FIGURES) else None
    councils = [] if home is None else [home] if len(home) == 3 else [str(code) for code in councils_on(today, home)]
    moves = largest_moves(series.values(), councils) if councils else []
    subject = subject_of(home) if home else None
    return Page(
        title=_title(len(todos)),
        place=subject.name if subject else "",
        todos=todos[:MOST],
        later=todos[MOST:],
        moves=tuple(_move(move, with_name=len(councils) > 1) for move in moves),
        moves_title=f"Largest moves in {subject.in_text}" if subject else "",
        releases=tuple(_release(line) for line in releases),
        sections=tuple(sections(scope)),
        next_step=Link("Compare your council on every indicator", reverse("pages:place", args=[home]))
        if home and len(home) == 3
        else None,
    )


def method() -> dict[str, object]:
    """The numbers and words that the page on method must share with the code."""
    return {
        "close": int(CLOSE * 100),
        "fewest": FEWEST_COUNTED,
        "fewest_children": FEWEST_CHILDREN,
        "overlays": MOST_OVERLAYS,
        "symbols": [(symbol.value, symbol.words) for symbol in Symbol],
        "models": reference.neighbour_models(),
    }


def _title(count: int) -> str:
    if not count:
        return "Nothing needs you now"
    return "One thing needs you now" if count == 1 else f"{count} things need you now"


def _move(move: Move, *, with_name: bool) -> News:
    """ "Share of repeat referrals: up from 21.0% to 23.1%"."""
    wording = wording_of(move.series.indicator, move.series.variant)
    phrase = f"{wording.phrase[0].upper()}{wording.phrase[1:]}"
    name = f"{name_of(move.place)}: {wording.phrase}" if with_name else phrase
    way = "up" if move.change.value > 0 else "down"
    before, after = wording.amount(move.before.shown), wording.amount(move.after.shown)
    unit = "" if wording.short_unit == "%" else f" {wording.short_unit}"
    return News(
        f"{name} {way} from {before} to {after}{unit}",
        f"{reverse('insight:indicator', args=[move.series.indicator.slug])}?place={move.place}",
        f"{move.before.period.label} to {move.after.period.label}",
    )


def _release(line: ReleaseLine) -> News:
    href = reverse("figures:release", args=[line.short_hash])
    return News(f"{line.title} {line.edition}", href, f"{line.publisher}, {line.published_words}")
