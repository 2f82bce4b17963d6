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
from riia.alliance.kit.pieces import Card, Link, ToDo
from riia.alliance.offer.permissions import LOOK
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
    cards: tuple[Card, ...]
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
        cards=tuple(_cards(scope, home)),
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


def _cards(scope: Scope, home: str | None) -> list[Card]:
    cards = []
    if home and len(home) == 3:
        region = reference.region_of(home)
        cards.append(Card(name_of(home), reverse("pages:place", args=[home]), "All indicators of the council"))
        cards.append(Card(region.name, reverse("insight:region", args=[region.code]), "All councils of the region"))
    elif home:
        cards.append(Card(name_of(home), reverse("insight:region", args=[home]), "All councils of the region"))
    if scope.may(Action.SEE_FIGURES):
        cards.append(Card("Councils", reverse("pages:places"), "Find any council or region of England"))
        cards.append(
            Card("Indicators", reverse("insight:indicators"), "What is measured, and England’s newest figures")
        )
        cards.append(Card("Releases", reverse("figures:releases"), "The published files that figures come from"))
    cards += _desk_cards(scope)
    cards += _support_cards(scope)
    if scope.signed_in:
        cards.append(Card("Alliances", reverse("pages:alliances"), "Who is a member, and how often boards meet"))
    if scope.may(Action.SEE_PEOPLE):
        cards.append(Card("People", reverse("access:people"), "Who holds which role"))
    if scope.may(Action.READ_AUDIT):
        cards.append(Card("Audit trail", reverse("access:trail"), "Who did what, to what, when and why"))
    return cards


def _desk_cards(scope: Scope) -> list[Card]:
    """The ways into returns and agreements."""
    cards = []
    if scope.may(Action.SEE_RETURNS):
        cards.append(Card("Returns", reverse("returns:home"), "Where each return stands, and what is next"))
        cards.append(Card("Queries", reverse("returns:queries"), "What the desk asked, and what was answered in time"))
    if scope.may(Action.READ_RECORDS) or scope.may(Action.LODGE_RECORDS):
        words = "Pseudonymised records: files of the councils, and protected tables made of them"
        cards.append(Card("Placements and exclusions", reverse("returns:records"), words))
    if scope.may(Action.SEND_PACKS) or scope.may(Action.RECEIVE_PACKS):
        cards.append(Card("Packs", reverse("returns:packs"), "What goes to the Department, and what came back"))
    if scope.may(Action.RUN_ROUNDS) or scope.may(Action.VALIDATE_RETURNS):
        words = "What others ask about data, and how fast they hear"
        cards.append(Card("Questions from outside", reverse("returns:enquiries"), words))
    if scope.may(Action.SEE_AGREEMENTS):
        cards.append(Card("Agreements", reverse("agreements:agreements"), "Who agreed to what, and the data register"))
    if scope.may(Action.CHECK_DOCUMENTS):
        words = "Letters, memoranda, plans and costings, read and checked before they are entered"
        cards.append(Card("Documents", reverse("intake:home"), words))
    return cards


def _support_cards(scope: Scope) -> list[Card]:
    """The ways into self-assessments and funding."""
    cards = []
    if scope.may(Action.SEE_SELF_ASSESSMENTS) or scope.may(Action.SEE_ASSESSMENT_SUMMARIES):
        words = "How ready councils are, what they can share and where they want support"
        cards.append(Card("Self-assessments", reverse("diagnostics:home"), words))
    if any(scope.may(action) for action in LOOK):
        cards.append(Card("Funding", reverse("offer:home"), "Calls for funding, applications and awards"))
    return cards
