"""Requests for more time as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from riia.alliance.kit.filters import long_date, plural
from riia.alliance.kit.pieces import Tone
from riia.alliance.returns.models import Extension
from riia.alliance.returns.round_days import in_words
from riia.alliance.returns.states import ExtensionState
from riia.indicators.calendar import is_working_day

_TONES: dict[ExtensionState, Tone] = {
    ExtensionState.ASKED: "attention",
    ExtensionState.GRANTED: "done",
    ExtensionState.REFUSED: "quiet",
    ExtensionState.WITHDRAWN: "quiet",
}


@dataclass(frozen=True)
class ExtensionLine:
    """One request: who asked for what and why, and what was decided."""

    council: str
    state: str
    tone: Tone
    until: date
    reason: str
    asked_at: datetime
    asker: str
    decided_at: datetime | None
    decider: str
    decision: str
    decide_href: str


def line(held: Extension) -> ExtensionLine:
    """A request in words."""
    state = ExtensionState(held.state)
    waits = state is ExtensionState.ASKED
    return ExtensionLine(
        council=held.council_return.council.label,
        state=state.value,
        tone=_TONES[state],
        until=held.until,
        reason=held.reason,
        asked_at=held.asked_at,
        asker=held.asker_label,
        decided_at=held.decided_at,
        decider=held.decider_label,
        decision=held.decision_reason,
        decide_href=reverse("returns:decide_extension", args=[held.reference]) if waits else "",
    )


def title(lines: Sequence[ExtensionLine]) -> str:
    """The finding of the list."""
    waiting = sum(bool(each.decide_href) for each in lines)
    if waiting:
        return f"{plural(waiting, 'council')} {'asks' if waiting == 1 else 'ask'} for more time"
    granted = sum(each.state == ExtensionState.GRANTED for each in lines)
    if not granted:
        return "No council has more time"
    return f"{plural(granted, 'council')} {'has' if granted == 1 else 'have'} more time"


def warnings(held: Extension) -> list[str]:
    """What to know before granting: days that are no working days, or after the pack is due."""
    one, found = held.council_return.round, []
    if not is_working_day(held.until):
        found.append(f"{in_words(held.until)} is not a working day.")
    if held.until > one.dfe_due_on:
        found.append(
            f"The pack is due at the Department on {long_date(one.dfe_due_on)}, before that day. "
            "This council’s figures would have to follow later."
        )
    elif held.until > one.desk_until:
        found.append(f"The desk’s last day is {long_date(one.desk_until)}, before that day.")
    return found
