"""The plan's clocks and its 95 %, as a board shows them: when each began, when it is due, and how it stands (R5.09)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.utils import timezone

from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import and_list, plural, short_date
from riia.alliance.kit.pieces import Tone
from riia.alliance.returns import policies
from riia.alliance.returns.counting import Reading
from riia.alliance.returns.in_time import Asked, answered_in_time, in_time_words
from riia.alliance.returns.models import Route
from riia.alliance.returns.policies import ANSWERED_IN_TIME, Clock
from riia.alliance.returns.queries import board as queries
from riia.alliance.returns.queries.board import Board
from riia.alliance.returns.queries.sending import sending
from riia.alliance.returns.states import RoundState
from riia.indicators.model import PeriodKind

_YEARS: Final = {PeriodKind.CALENDAR_QUARTER: "calendar year", PeriodKind.ACADEMIC_TERM: "academic year"}


@dataclass(frozen=True)
class ClockLine:
    """One clock: what it measures, when it began and ends, how that was reached, and how it stands."""

    name: str
    rule: str
    started: str
    due: str
    words: str
    standing: str
    tone: Tone


@dataclass(frozen=True)
class KpiLine:
    """One reading of the 95 %, in a sentence, with a tag."""

    name: str
    words: str
    standing: str
    tone: Tone


def clock_lines(board: Board) -> list[ClockLine]:
    """The clocks of a round: the pack, late returns, support, and questions from outside."""
    one = board.round
    if one.state == RoundState.CANCELLED:
        return []
    return [_pack(board), *_late(board), *_support(board), _enquiries(board)]


def _pack(board: Board) -> ClockLine:
    one = board.round
    if one.route == Route.DIRECT:
        return ClockLine(
            "To the Department", "each council sends its own", "", "", "The region keeps a copy.", "no pack", "quiet"
        )
    far = sending(one)
    words = far.clock.deadline.words
    if one.dfe_due_on != far.clock.due:
        words += f" This round says {short_date(one.dfe_due_on)}."
    if not far.open:
        return _line("Pack to the Department", far.clock, board.day, words=words, done="sent")
    running = _line("Pack to the Department", far.clock, board.day, words=f"{words} {far.open}", done="")
    return replace(running, standing=f"{far.words}, {running.standing}")


def _late(board: Board) -> list[ClockLine]:
    """The exceptions in one line: returns that missed the first deadline, extended ones among them (R5.07)."""
    due_on = board.round.due_on
    missed = [line for line in board.lines if (line.one.first_submitted_on or board.day) > due_on]
    if not missed:
        return []
    still_out = [line.one.council.label for line in missed if line.one.first_submitted_on is None]
    came = [(line.one.council.label, on) for line in missed if (on := line.one.first_submitted_on) is not None]
    clock = policies.exception_clock(due_on, None)
    words = clock.deadline.words
    words += f" Still out: {and_list(still_out)}." if still_out else ""
    words += f" Came: {', '.join(f'{name} {short_date(on)}' for name, on in came)}." if came else ""
    running = _line("Late returns resolved", clock, board.day, words=words, done="")
    if still_out:
        return [replace(running, standing=f"{len(still_out)} of {len(missed)} out, {running.standing}")]
    in_time = sum(clock.deadline.is_met_on(on) for _, on in came)
    standing = f"{in_time} of {len(missed)} in time"
    return [replace(running, standing=standing, tone=_tone(in_time == len(missed)))]


def _support(board: Board) -> list[ClockLine]:
    found = []
    for query in queries.quality_queries(board.round):
        began = timezone.localtime(query.opened_at).date()
        settled_on = timezone.localtime(query.resolved_at).date() if query.resolved_at else None
        # What is settled needs no support any more: the clock stops with whichever came first.
        stopped = min((day for day in (query.supported_on, settled_on) if day), default=None)
        clock = policies.support_clock(began, stopped)
        name = f"Support: {query.council_return.council.label}"
        found.append(_line(name, clock, board.day, done="offered" if stopped == query.supported_on else "settled"))
    return found


def _enquiries(board: Board) -> ClockLine:
    """Questions from outside: 85 of 100 answered in five working days (R5.08)."""
    clocks = [queries.clock_of_enquiry(each) for each in queries.enquiries_in(board.round)]
    rule = f"{ANSWERED_IN_TIME}% within 5 working days"
    if not clocks:
        return ClockLine("Questions from outside", rule, "", "", "None came while this round ran.", "none", "quiet")
    share = answered_in_time([Asked(clock.met(board.day)) for clock in clocks])
    words = in_time_words(share, "questions")
    waiting = [clock.due for clock in clocks if clock.stopped_on is None]
    past = sum(due < board.day for due in waiting)
    if past:
        words += f" {plural(past, 'waits', 'wait')} past {'its' if past == 1 else 'their'} day."
    ahead = min((due for due in waiting if due >= board.day), default=None)
    standing: str = "running" if share.percent is None else f"{share.percent}%"
    tone: Tone = "moving" if share.is_met is None else _tone(share.is_met)
    return ClockLine(
        "Questions from outside", rule, "", f"next {short_date(ahead)}" if ahead else "", words, standing, tone
    )


def _tone(met: bool) -> Tone:
    return "done" if met else "problem"


def _line(name: str, clock: Clock, today: date, *, words: str = "", done: str) -> ClockLine:
    standing: str
    tone: Tone
    met = clock.met(today)
    if clock.stopped_on:
        standing = f"{done} {short_date(clock.stopped_on)}, {'in time' if met else 'late'}"
        tone = _tone(bool(met))
    elif met is None:
        left = clock.deadline.working_days_left(today)
        standing = f"{plural(left, 'working day')} left" if left else "due today"
        tone = "attention" if left <= 2 else "quiet"
        if today < clock.deadline.clock_start:
            standing, tone = "not begun", "quiet"
    else:
        standing, tone = "overdue", "problem"
    started, due = short_date(clock.deadline.clock_start), short_date(clock.due)
    return ClockLine(name, clock.deadline.rule, started, due, words or clock.deadline.words, standing, tone)


def kpi_lines(scope: Scope, board: Board) -> list[KpiLine]:
    """The 95 % in both readings: of this round, and of its year (R5.07)."""
    year = queries.year_reading(scope, board.round, board.day)
    name = _YEARS.get(board.round.as_period.kind, "financial year")
    return [
        _reading("Of this round", board.reading, "this round"),
        _reading(f"Of the {name}", year, f"the {name}, rounds to come included"),
    ]


def _reading(name: str, reading: Reading, of: str) -> KpiLine:
    need = f"all {reading.asked}" if reading.needed == reading.asked else f"{reading.needed} of {reading.asked}"
    came = "None has come" if not reading.on_time else f"{reading.on_time} came"
    words = f"95% of {reading.asked} returns of {of} is {need}. {came} by the first deadline"
    words += f", {reading.missed} did not" if reading.missed else ""
    if reading.met is None:
        words += f"; {reading.spare} more may miss it" if reading.spare else "; no more may miss it"
    standing: tuple[str, Tone] = {
        True: ("met", "done"), False: ("not met", "problem"), None: ("open", "moving"),
    }[reading.met]  # type: ignore[assignment]  # fmt: skip
    return KpiLine(name, f"{words}.", *standing)
