"""How far the returns of a round have gone to the Department: all of them count, not the first pack (R5.05).

A council's return is sent with the first pack that holds it. What the Department gives back and what is corrected later
goes in a later pack and moves nothing here: a rejection for quality counts by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils import timezone

from riia.alliance.kit.filters import and_list
from riia.alliance.returns import policies
from riia.alliance.returns.models import PackReturn, Return, Round
from riia.alliance.returns.policies import Clock


@dataclass(frozen=True, slots=True)
class Sending:
    """The clock to the Department, with how many returns were asked for and the councils whose has not been sent."""

    clock: Clock
    asked: int
    missing: Sequence[str]

    @property
    def sent(self) -> int:
        """How many returns have been sent."""
        return self.asked - len(self.missing)

    @property
    def words(self) -> str:
        """ "3 of 10 sent": how far it is."""
        return f"{self.sent} of {self.asked} sent"

    @property
    def open(self) -> str:
        """Which returns have not been sent, where some have; nothing before the first pack and after the last."""
        return f"Not sent yet: {and_list(list(self.missing))}." if self.sent and self.missing else ""


def sending(one: Round) -> Sending:
    """The clock of a round to the Department. It stops on the day the last council's return was first sent."""
    asked = Return.objects.filter(round=one).select_related("council").order_by("council__name")
    sent = sent_days(one)
    missing = [each.council.label for each in asked if each.pk not in sent]
    stopped_on = max(sent.values()) if sent and not missing else None
    return Sending(policies.dfe_clock(one.due_on, stopped_on), len(asked), missing)


def sent_days(one: Round) -> dict[int, date]:
    """When each return of a round was first sent, by the return's key."""
    rows = PackReturn.objects.filter(council_return__round=one, pack__sent_at__isnull=False)
    first = rows.order_by().values_list("council_return").annotate(Min("pack__sent_at"))
    return {key: timezone.localtime(moment).date() for key, moment in first}
