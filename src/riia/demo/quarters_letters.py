"""The letters of a simulated round: reminders on the days they go, and what the desk chased. Nothing is sent."""

import contextlib
from collections.abc import Callable, Iterator
from functools import partial

from riia.alliance.audit.actors import Acts, System
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.models import Extension, Round
from riia.alliance.returns.queries.outstanding import outstanding
from riia.alliance.returns.services.chasing import chase
from riia.alliance.returns.services.reminders import send_reminders
from riia.alliance.returns.states import ExtensionState

REMINDED_ON = (-10, -5, -1, 0, 1, 3)
"""Working days from the due date on which a reminder begins: to go, due, overdue, and to the director."""
CHASED_ON = 2


def letters(round_: Round, desk: Acts) -> Iterator[tuple[int, int, Callable[[], object]]]:
    """What goes out: working days from the due date, the hour, and the doing."""
    nightly = System("daily reminders")
    for days in REMINDED_ON:
        yield days, 7, partial(send_reminders, by=nightly, round_=round_)
    yield CHASED_ON, 9, lambda: _chase(round_, desk)


def _chase(round_: Round, desk: Acts) -> None:
    """Whoever is late and has no more time is written to, in the desk's words."""
    more_time = set(
        Extension.objects.filter(council_return__round=round_, state=ExtensionState.GRANTED).values_list(
            "council_return", flat=True
        )
    )
    late = [one.council.code for one in outstanding(round_) if one.pk not in more_time]
    with contextlib.suppress(DeskError):  # nobody is named, or everybody was written to today
        if late:
            chase(round_=round_, words="Please say what holds it up, if anything does.", councils=late, by=desk)
