"""Where things stand for the viewer: their own council's returns, and the rounds of their region."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from riia.alliance.kit.filters import long_date, plural, short_date
from riia.alliance.kit.pieces import Clock, Tone
from riia.alliance.returns.counting import Counts
from riia.alliance.returns.models import Return, Round
from riia.alliance.returns.policies import Timeliness
from riia.alliance.returns.presenters.board import clock_of
from riia.alliance.returns.presenters.desk import TONES
from riia.alliance.returns.queries.reading import form_for
from riia.alliance.returns.queries.timeliness import Standing
from riia.alliance.returns.states import EDITABLE, ReturnState, RoundState

ROUND_TONES: dict[RoundState, Tone] = {
    RoundState.PLANNED: "quiet",
    RoundState.OPEN: "moving",
    RoundState.CLOSED: "done",
    RoundState.CANCELLED: "quiet",
}


@dataclass(frozen=True)
class OwnLine:
    """One return of the viewer's own council."""

    title: str
    form: str
    href: str
    state: str
    tone: Tone
    clock: Clock
    step: str
    step_href: str
    note: str
    simulated: bool


@dataclass(frozen=True)
class RoundLine:
    """One round of the viewer's region."""

    title: str
    form: str
    alliance: str
    href: str
    state: str
    tone: Tone
    words: str
    due: date
    on_time: str
    simulated: bool


def own_line(one: Return, stand: Standing, queries: int, today: date, *, prepares: bool, signs: bool) -> OwnLine:
    """A return with its clock and the one next step."""
    step, href = _own_step(one, queries, prepares=prepares, signs=signs)
    return OwnLine(
        title=f"{one.council.label}, {one.round.as_period.label}",
        form=form_for(one.round).title,
        href=reverse("returns:return", args=[one.reference]),
        state=one.state,
        tone=TONES[ReturnState(one.state)],
        clock=clock_of(one, stand, today),
        step=step,
        step_href=href,
        note=stand.timeliness.value if one.first_submitted_on else "",
        simulated=one.round.simulated,
    )


def _own_step(one: Return, queries: int, *, prepares: bool, signs: bool) -> tuple[str, str]:
    state = ReturnState(one.state)
    if one.round.state != RoundState.OPEN and state in EDITABLE:
        return f"The round is {one.round.state}", ""
    page = reverse("returns:return", args=[one.reference])
    if state is ReturnState.IN_QUERY:
        asked = f"Answer {plural(queries, 'query', 'queries')} from the region"
        return (asked, page) if queries else ("The region reads the answer", "")
    if state is ReturnState.REJECTED and prepares and one.round.state == RoundState.OPEN:
        return "Open it again, then correct and submit it", page
    if state in EDITABLE:
        if not prepares:
            return "The performance lead prepares it", ""
        words = {ReturnState.NOT_STARTED: "Start it", ReturnState.DRAFT: "Go on and submit it"}
        return words.get(state, "Correct and submit it"), page
    if state is ReturnState.VALIDATED:
        return ("Read and sign it", reverse("returns:sign", args=[one.reference])) if signs else ("Director signs", "")
    waits = {
        ReturnState.SUBMITTED: "The region checks it",
        ReturnState.SIGNED: "The region sends it",
        ReturnState.SENT: "The Department answers",
        ReturnState.ACCEPTED: "Nothing: accepted by the Department",
        ReturnState.REJECTED: "The region gives it back for a correction",
    }
    return waits[state], ""


def round_line(one: Round, counts: Counts) -> RoundLine:
    """A round with how many are in."""
    state = RoundState(one.state)
    return RoundLine(
        title=one.as_period.label,
        form=form_for(one).title,
        alliance=one.alliance.short_name,
        href=reverse("returns:board", args=[one.reference]),
        state=state.value,
        tone=ROUND_TONES[state],
        words=_round_words(one, counts),
        due=one.due_on,
        on_time=_on_time(counts),
        simulated=one.simulated,
    )


def _round_words(one: Round, counts: Counts) -> str:
    if one.state == RoundState.PLANNED:
        return f"opens on {long_date(one.opens_on)}"
    if one.state == RoundState.CANCELLED:
        return one.cancelled_because
    parts = [f"{counts.submitted} of {counts.total} in"]
    if counts.overdue:
        parts.append(f"{counts.overdue} late")
    if counts.outstanding:
        parts.append(f"{counts.outstanding} to come")
    return ", ".join(parts)


def _on_time(counts: Counts) -> str:
    """How the returns came, counted apart."""
    came = [
        (counts.on_time, Timeliness.ON_TIME),
        (counts.extended, Timeliness.EXTENDED),
        (counts.late, Timeliness.LATE),
    ]
    return ", ".join(f"{count} {how.value}" for count, how in came if count)


def told_apart[Line: (OwnLine, RoundLine)](lines: Sequence[Line]) -> list[Line]:
    """The lines with the set of indicators in the title where one period has several rounds of different sets."""
    times = Counter((line.title, getattr(line, "alliance", "")) for line in lines)
    several = [times[line.title, getattr(line, "alliance", "")] > 1 for line in lines]
    return [
        replace(line, title=f"{line.title}, {line.form}") if more else line
        for line, more in zip(lines, several, strict=True)
    ]


def waiting_first(own: Sequence[OwnLine]) -> tuple[list[OwnLine], list[OwnLine]]:
    """The returns that wait for the viewer, what is due first in front, and the others, newest first."""
    mine = sorted((line for line in own if line.step_href), key=lambda line: line.clock.due)
    return mine, [line for line in own if not line.step_href]


def title(own: Sequence[OwnLine], rounds: Sequence[RoundLine], today: date) -> str:
    """The finding of the page."""
    if own:
        waiting = sum(bool(line.step_href) for line in own)
        if waiting:
            return f"{plural(waiting, 'return')} {'needs' if waiting == 1 else 'need'} you"
        return "No return needs you now"
    open_rounds = [line for line in rounds if line.state == RoundState.OPEN]
    if len(open_rounds) == 1:
        return f"{open_rounds[0].title}: {open_rounds[0].words}"
    if open_rounds:
        days = [line.due for line in open_rounds]
        to_come = [day for day in days if day >= today]
        when = f"next is due on {short_date(min(to_come))}" if to_come else f"last was due on {short_date(max(days))}"
        return f"{len(open_rounds)} rounds are open, the {when}"
    return "No round is open"
