"""The letters of a simulated round: on their days, to whoever is late, and never out of the machine."""

import datetime as dt
from collections.abc import Callable

from django.core import mail

from riia.alliance.returns.models import Extension, Notice, Return, Round
from riia.demo.quarters_letters import CHASED_ON, REMINDED_ON, letters
from riia.indicators.calendar import add_working_days
from tests.alliance.returns.conftest import (  # noqa: F401  # fixtures
    DERBY,
    DUE,
    LEICESTER,
    At,
    People,
    alliance,
    at,
    clerk,
    desk_clock,
    live,
    people,
    places,
    planned,
    register,
    returns,
    round_,
)


def test_reminders_and_chases_come_on_their_days_and_are_not_sent(
    round_: Round, returns: dict[str, Return], people: People, at: At  # noqa: F811
) -> None:  # fmt: skip
    Return.objects.filter(pk=returns[DERBY].pk).update(state="submitted", first_submitted_on=DUE)
    Extension.objects.create(
        council_return=returns[LEICESTER], until=DUE + dt.timedelta(days=14), reason="x", state="granted",
        decision_reason="y", asker_label="a",
    )  # fmt: skip
    days: list[tuple[int, int, Callable[[], object]]] = sorted(
        letters(round_, people.performance), key=lambda one: one[:2]
    )
    assert sorted({day for day, _, _ in days}) == sorted({*REMINDED_ON, CHASED_ON})
    for day, hour, do in days:
        with at(add_working_days(DUE, day), hour):
            do()
    chased = Notice.objects.get(kind="chase")
    assert (chased.council_return.council.label, chased.day) == ("Nottingham", add_working_days(DUE, CHASED_ON))
    assert chased.sent_at is not None
    assert {"t-10", "t-5", "t-1", "due", "overdue"} <= set(Notice.objects.values_list("kind", flat=True))
    assert not Notice.objects.filter(council_return=returns[DERBY]).exists()
    assert mail.outbox == []
