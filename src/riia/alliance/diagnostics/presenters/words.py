"""How states, answers and spreads are put into words and shapes. Never colour alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from riia.alliance.diagnostics.answers import Answer, Kind
from riia.alliance.diagnostics.counting import Spread
from riia.alliance.diagnostics.models import Assessment, AssessmentRound
from riia.alliance.diagnostics.states import IN_HAND, AssessmentState, RoundState
from riia.alliance.diagnostics.topic import Topic
from riia.alliance.kit.filters import and_list, plural
from riia.alliance.kit.pieces import Clock, Tone
from riia.alliance.returns.policies import working_days_left

_TONES: dict[str, Tone] = {
    AssessmentState.NOT_STARTED: "quiet",
    AssessmentState.DRAFT: "moving",
    AssessmentState.SUBMITTED: "attention",
    AssessmentState.SIGNED: "done",
    AssessmentState.REOPENED: "moving",
    RoundState.PLANNED: "quiet",
    RoundState.OPEN: "moving",
    RoundState.CLOSED: "done",
    RoundState.CANCELLED: "quiet",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """An answer as it is shown: filled and open circles for a level, and always the word."""

    word: str
    dots: str = ""
    level: int = 0
    note: str = ""


NOT_IN = Mark("not in yet", "")


def state_tag(state: str) -> tuple[str, Tone]:
    """A state with its tone."""
    return state, _TONES[state]


def mark_of(topic: Topic, answer: Answer | None) -> Mark:
    """An answer as it is shown."""
    said = answer or Answer()
    if said.level is not None:
        dots = "●" * said.level + "○" * (len(topic.levels) - said.level)
        return Mark(topic.level(said.level).word, dots, said.level)
    return Mark(said.kind.value, "–" if said.kind is Kind.NOT_APPLICABLE else "?", note=said.why)


def clock_of(one: AssessmentRound, today: date, done_on: date | None = None) -> Clock:
    """The last day for councils, in working days."""
    return Clock(one.due_on, working_days_left(today, one.due_on), "working day", done_on=done_on)


def assessment_clock(one: Assessment, today: date) -> Clock | None:
    """The last day of a self-assessment that is still to come in; none once the region has it or the round is over."""
    waits = AssessmentState(one.state) not in IN_HAND and RoundState(one.round.state) is RoundState.OPEN
    return clock_of(one.round, today) if waits else None


def spread_words(topic: Topic, spread: Spread) -> str:
    """A spread in a sentence with every council in it: "7 of 10 councils answered: 3 In place, …"."""
    parts = [f"{count} {topic.level(number).word}" for number, count in _highest_first(spread.levels) if count]
    if spread.not_applicable:
        parts.append(f"{spread.not_applicable} not applicable")
    said = f": {and_list(parts)}" if parts else ""
    silent = [
        words
        for count, words in (
            (spread.not_answered, f"{spread.not_answered} left it unanswered"),
            (spread.not_in, f"{plural(spread.not_in, 'has', 'have')} not submitted"),
        )
        if count
    ]
    after = f" {and_list(silent)}." if silent else ""
    return f"{spread.answered} of {plural(spread.asked, 'council')} answered{said}.{after}"


def ready_words(topic: Topic, spread: Spread) -> str:
    """How many are ready, with the number it is of: "3 of 7 rated are ready"."""
    if not spread.rated:
        return "nobody has rated it"
    return f"{spread.ready(topic)} of {spread.rated} rated {'is' if spread.ready(topic) == 1 else 'are'} ready"


def _highest_first(levels: Sequence[int]) -> list[tuple[int, int]]:
    return list(reversed(list(enumerate(levels, 1))))
