"""The board of a round: the finding as its title, chips, rows and the plan's clocks."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse

from riia.alliance.access.models import Person
from riia.alliance.kit.filters import and_list, long_date, plural, short_date
from riia.alliance.kit.links import address
from riia.alliance.kit.pieces import Chip, Clock, Link, SortColumn, Tone
from riia.alliance.returns.models import Notice, NoticeKind, Return, Round
from riia.alliance.returns.policies import Timeliness, working_days_left
from riia.alliance.returns.presenters.desk import TONES
from riia.alliance.returns.queries.board import Board, Line
from riia.alliance.returns.queries.named import Named
from riia.alliance.returns.queries.outstanding import OUTSTANDING
from riia.alliance.returns.queries.timeliness import Standing
from riia.alliance.returns.services.chasing import Chase
from riia.alliance.returns.states import ReturnState, RoundState

R = ReturnState
IN: Final = frozenset({R.SUBMITTED, R.IN_QUERY, R.VALIDATED, R.SIGNED, R.SENT, R.ACCEPTED})
MOST_NAMES: Final = 5
"""More councils than this are counted instead of named in a sentence."""
COLUMNS: Final = (
    SortColumn("Council", "council"),
    SortColumn("Status", "status"),
    SortColumn("Clock", "due"),
    SortColumn("Came", "came"),
    SortColumn("Person", "person"),
    SortColumn("Last contact", "contact", descending_first=True),
    SortColumn("Next step"),
)


@dataclass(frozen=True)
class Filter:
    """One way to narrow the board: its name in the address, its words and what it keeps."""

    name: str
    words: str
    keeps: Callable[[Line], bool]


FILTERS: Final = (
    Filter("outstanding", "Outstanding", lambda line: is_outstanding(line)),
    Filter("late", "Past the deadline", lambda line: line.standing.timeliness is Timeliness.OVERDUE),
    Filter("more-time", "Asks for more time", lambda line: line.asked is not None),
    Filter("to-check", "For the desk to check", lambda line: line.one.state == R.SUBMITTED),
    Filter("in-query", "In query", lambda line: line.one.state == R.IN_QUERY),
    Filter("to-sign", "For the director to sign", lambda line: line.one.state == R.VALIDATED),
    Filter("signed", "Signed", lambda line: line.one.state == R.SIGNED),
    Filter("sent", "Sent", lambda line: line.one.state in {R.SENT, R.ACCEPTED}),
)
_ORDER: Final = list(ReturnState)
_CAME_ORDER: Final = list(Timeliness)
_SORTS: Final[dict[str, Callable[[Line], Any]]] = {
    "council": lambda line: line.one.council.name,
    "status": lambda line: _ORDER.index(ReturnState(line.one.state)),
    "due": lambda line: (line.one.first_submitted_on is not None, line.standing.last_day),
    "came": lambda line: _CAME_ORDER.index(line.standing.timeliness),
    "person": lambda line: person_words(line.people.leads),
    "contact": lambda line: line.last_contact.made_at.timestamp() if line.last_contact else 0,
}


@dataclass(frozen=True)
class Row:
    """One council as the board shows it."""

    council: str
    href: str
    state: str
    tone: Tone
    since: date
    clock: Clock
    came: str
    extended: str
    asks: str
    lead: str
    director: str
    contact: str
    contact_problem: bool
    step: str
    step_href: str


@dataclass(frozen=True)
class Choice:
    """What the address asks for."""

    show: str = ""
    sort: str = ""


def is_outstanding(line: Line) -> bool:
    """Whether the council has something to hand in, for the first time or again."""
    return ReturnState(line.one.state) in OUTSTANDING


def finding(board: Board) -> str:
    """The title: "12 of 15 are in; 2 are late, 1 has until 30 October"."""
    lines, total = board.lines, len(board.lines)
    if board.round.state == RoundState.PLANNED:
        return f"Planned: opens on {long_date(board.round.opens_on)}"
    if board.round.state == RoundState.CANCELLED:
        return "Cancelled"
    came = sum(ReturnState(line.one.state) in IN for line in lines)
    if came == total:
        return f"{_all(total)} in; {_how(board)}"
    head = f"{came} of {total} {'is' if came == 1 else 'are'} in"
    rest = _rest([line for line in lines if ReturnState(line.one.state) not in IN])
    return f"{head}; {', '.join(rest)}" if rest else head


def _rest(lines: Sequence[Line]) -> list[str]:
    """How those not in stand, the most urgent first."""
    given_back = sum(line.one.first_submitted_on is not None for line in lines)
    late = sum(line.standing.timeliness is Timeliness.OVERDUE for line in lines)
    waiting = Counter(line.standing.last_day for line in lines if line.standing.timeliness is Timeliness.OUTSTANDING)
    found = [f"{late} {'is' if late == 1 else 'are'} late"] if late else []
    found += [
        f"{count} {'has' if count == 1 else 'have'} until {long_date(day)}" for day, count in sorted(waiting.items())
    ]
    return found + ([f"{given_back} {'is' if given_back == 1 else 'are'} being corrected"] if given_back else [])


def _all(total: int) -> str:
    return "The one return is" if total == 1 else f"All {total} are"


def _how(board: Board) -> str:
    counts = board.counts
    if counts.on_time == counts.total:
        return "on time" if counts.total == 1 else "all on time"
    parts = [
        (counts.on_time, "on time"),
        (counts.extended, "within an extension"),
        (counts.late, "late"),
    ]
    return ", ".join(f"{count} {words}" for count, words in parts if count)


def chips(board: Board, choice: Choice) -> list[Chip]:
    """The filters with their counts; those that would show nothing are left out unless chosen."""
    path = reverse("returns:board", args=[board.round.reference])
    sort = choice.sort or None
    every = Chip("All", address(path, {"sort": sort}), len(board.lines), current=not choice.show)
    found = []
    for one in FILTERS:
        count = sum(map(one.keeps, board.lines))
        if count or choice.show == one.name:
            href = address(path, {"show": one.name, "sort": sort})
            found.append(Chip(one.words, href, count, current=choice.show == one.name))
    return [every, *found]


def rows(board: Board, choice: Choice, *, may_run: bool, may_check: bool) -> list[Row]:
    """The lines that the address asks for, in its order."""
    keeps = next((one.keeps for one in FILTERS if one.name == choice.show), lambda line: True)
    kept = sorted(filter(keeps, board.lines), key=_SORTS["council"])
    name = choice.sort.removeprefix("-")
    if name in _SORTS:
        kept.sort(key=_SORTS[name], reverse=choice.sort.startswith("-"))
    return [_row(line, board, may_run=may_run, may_check=may_check) for line in kept]


def _row(line: Line, board: Board, *, may_run: bool, may_check: bool) -> Row:
    one, stand = line.one, line.standing
    step, href = _step(line, board, may_run=may_run, may_check=may_check)
    return Row(
        council=one.council.label,
        href=reverse("returns:return", args=[one.reference]),
        state=one.state,
        tone=TONES[ReturnState(one.state)],
        since=one.since,
        clock=clock_of(one, stand, board.day),
        came=stand.timeliness.value if one.first_submitted_on else "",
        extended=f"extended until {short_date(stand.extended_until)}" if stand.extended_until else "",
        asks=f"asks for more time until {short_date(line.asked.until)}" if line.asked else "",
        lead=person_words(line.people.leads) or "nobody named",
        director=person_words(line.people.directors) or "nobody named",
        contact=contact_words(line.last_contact),
        contact_problem=bool(line.last_contact and not line.last_contact.sent_at),
        step=step,
        step_href=href,
    )


def clock_of(one: Return, stand: Standing, today: date) -> Clock:
    """The deadline of a return: in working days, from where it was moved, and when it came."""
    moved = stand.extended_until is not None and stand.extended_until > stand.due_on
    return Clock(
        due=stand.last_day,
        days_left=working_days_left(today, stand.last_day),
        unit="working day",
        moved_from=stand.due_on if moved else None,
        done_on=one.first_submitted_on,
        soon=5,
    )


def contact_words(notice: Notice | None) -> str:
    """ "chased on 20 Oct 2026 by Helen", and what became of the e-mail where it did not go."""
    if notice is None:
        return "none yet"
    day = short_date(notice.made_at)
    if notice.problem:
        return f"{day}: the e-mail was not taken"
    if not notice.sent_at:
        return f"{day}: not known whether the e-mail went"
    if notice.kind == NoticeKind.CHASE:
        return f"{day}: chased by {notice.by_label}"
    if notice.kind == NoticeKind.DECIDED and notice.words:
        # What was decided, without the reason, which the return's own page has.
        return f"{day}: {notice.words.partition(':')[0].partition('. ')[0].rstrip('.')}"
    return f"{day}: {notice.get_kind_display()}"


def person_words(people: Iterable[Person]) -> str:
    """Names; a simulated person is said to be one, and so is a closed account."""
    return "; ".join(f"{person}{'' if person.is_active else ' (account closed)'}" for person in people)


def missing_people(board: Board) -> list[str]:
    """Sentences on councils where nobody can be written to."""
    bare = [line.one.council.label for line in board.lines if not line.people.preparing]
    if not bare:
        return []
    names = and_list(bare) if len(bare) <= MOST_NAMES else f"{len(bare)} of {len(board.lines)} councils"
    return [f"Nobody is named for {names}, so nobody there is reminded. Name their performance leads."]


def _step(line: Line, board: Board, *, may_run: bool, may_check: bool) -> tuple[str, str]:
    """What comes next and, where it is the viewer's, where to do it."""
    one, state = line.one, ReturnState(line.one.state)
    if line.asked is not None:
        href = reverse("returns:decide_extension", args=[line.asked.reference]) if may_run else ""
        return "Decide on more time", href
    if state in OUTSTANDING:
        return _outstanding_step(line, board, may_run=may_run)
    if state is R.SUBMITTED:
        return "Check it", reverse("returns:validate", args=[one.reference]) if may_check else ""
    if state is R.IN_QUERY:
        return _query_step(line, may_check=may_check)
    if state is R.VALIDATED:
        return "Director signs", ""
    if state is R.SIGNED:
        return "Goes into the pack", ""
    return ("Department answers", "") if state is R.SENT else ("Nothing", "")


def _query_step(line: Line, *, may_check: bool) -> tuple[str, str]:
    """Whose turn it is: the council's, until it has answered everything; then the desk reads the answers."""
    if line.open_queries:
        return f"Council answers {plural(line.open_queries, 'query', 'queries')}", ""
    if line.answered:
        page = address(reverse("returns:queries"), {"show": "answered", "council": line.one.council.code})
        return f"Read {'the answer' if line.answered == 1 else f'{line.answered} answers'}", page if may_check else ""
    return "Check it", reverse("returns:validate", args=[line.one.reference]) if may_check else ""


def _outstanding_step(line: Line, board: Board, *, may_run: bool) -> tuple[str, str]:
    one, state = line.one, ReturnState(line.one.state)
    words = {R.NOT_STARTED: "Council starts", R.DRAFT: "Council submits"}.get(state, "Council corrects and submits")
    late = line.standing.timeliness is Timeliness.OVERDUE
    told_today = line.last_contact is not None and line.last_contact.day == board.day
    if late and may_run and not told_today and board.round.state == RoundState.OPEN:
        return f"Chase {_named(line.people)}", address(chase_href(board.round), {"council": one.council.code})
    return words, ""


def _named(people: Named) -> str:
    return people.preparing[0].name if people.preparing else "the council"


def chase_href(one: Round) -> str:
    """Where the desk chases."""
    return reverse("returns:chase", args=[one.reference])


def chase_button(board: Board) -> Link | None:
    """ "Chase the 3 outstanding"; nothing when there is nobody to chase."""
    count = sum(map(is_outstanding, board.lines))
    if not count or board.round.state != RoundState.OPEN:
        return None
    return Link(f"Chase the {'one' if count == 1 else count} outstanding", chase_href(board.round))


def chase_title(chase: Chase) -> str:
    """What the second click does."""
    count = len(chase.letters)
    if not count and chase.nobody and not chase.told_today:
        return f"Nobody is named for {plural(len(chase.nobody), 'outstanding return')}"
    if not count:
        return "Nobody is left to write to today"
    councils = len({letter.one.pk for letter in chase.letters})
    return f"Write to {plural(count, 'person', 'people')} about {plural(councils, 'outstanding return')}"


def unsure_words(board: Board) -> str:
    """A sentence where the service stopped while e-mails were going out."""
    bare = [
        line.one.council.label
        for line in board.lines
        if line.last_contact and not line.last_contact.sent_at and not line.last_contact.problem
    ]
    if not bare:
        return ""
    return f"It is not known whether the last e-mail to {and_list(bare)} went: the service stopped while sending it."
