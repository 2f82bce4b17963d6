"""May this happen now, and where does a report stand. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.errors import ReportError
from riia.alliance.reporting.states import TRANSITIONS, EditionState, Standing

RECEIPTS_FROM: Final = frozenset({Audience.DFE, Audience.LGA})
"""Who confirms receipt by signing in; of others the office notes it."""
SOON_DAYS: Final = 30
"""So many days before it is due, a report is something to be prepared."""


def check_move(before: EditionState, after: EditionState) -> None:
    """Raise unless an edition may go from one state to the other."""
    if after not in TRANSITIONS[before]:
        raise ReportError(
            f"This version is {before.value}, so it cannot become {after.value}. Look at the report again."
        )


def standing_of(states: Iterable[EditionState], *, dropped: bool) -> Standing:
    """Where a report stands, of the states of its editions: the furthest that still holds."""
    found = set(states)
    if EditionState.RECEIPTED in found:
        return Standing.RECEIPTED
    if found & {EditionState.SENT, EditionState.REPLACED}:
        return Standing.SENT
    if dropped:
        return Standing.DROPPED
    return Standing.FROZEN if EditionState.FROZEN in found else Standing.DUE


def as_at(last: date, today: date) -> date:
    """The day for which the numbers of a period are taken: its last, or today while it still runs."""
    return min(last, today)


def all_confirmed(asked: Iterable[Audience], confirmed: Iterable[Audience]) -> bool:
    """Whether each audience whose receipt is asked for has confirmed."""
    wanted = RECEIPTS_FROM & set(asked)
    return bool(wanted) and wanted <= set(confirmed)
