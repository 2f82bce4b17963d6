"""What calls for funding show of a delivery plan: that a programme was launched (plan 1.2.2B, 1.2.4).

Offered through `places.measures` when the app is ready.
"""

from collections.abc import Callable
from typing import Final

from django.urls import reverse
from django.utils import timezone

from riia.alliance.kit.filters import long_date
from riia.alliance.offer.models import Call, CallKind
from riia.alliance.offer.states import CallState
from riia.alliance.places.measures import Asked, Measure, Measured, Unit


def launched(kind: CallKind) -> Callable[[Asked], Measured]:
    """Whether a call of this kind was opened in these days. It opens only with criteria, days and a panel of two."""

    def find(asked: Asked) -> Measured:
        found = Call.objects.filter(alliance__region__code=asked.region, kind=kind, opened_at__isnull=False)
        calls = found.exclude(state=CallState.CANCELLED).order_by("opened_at")
        one = next(
            (call for call in calls if asked.since <= timezone.localtime(call.opened_at).date() <= asked.until), None
        )
        if one is None:
            return Measured(0, 1, f"No call for {kind.label} was opened in these days.", asked.until)
        words = f"“{one.title}” was opened on {long_date(timezone.localtime(one.opened_at).date())}."
        return Measured(1, 1, words, asked.until, href=reverse("offer:call", args=[one.reference]),
                        simulated=one.simulated)  # fmt: skip

    return find


MEASURES: Final = tuple(
    Measure(
        f"offer.launched.{kind.value}",
        f"Call for {kind.label} launched",
        Unit.DONE,
        "Whether a call with criteria, days and a panel was opened in the time; a cancelled one does not count.",
        launched(kind),
        changed_by=("offer", "places"),
    )
    for kind in (CallKind.DATA_CAPACITY, CallKind.AI_PROJECT)
)
