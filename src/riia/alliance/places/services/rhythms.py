"""Settling how often something of an alliance happens."""

from django.db import transaction

from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.places import policies, queries
from riia.alliance.places.models import Rhythm
from riia.indicators.calendar import Frequency
from riia.indicators.model import PeriodKind


@transaction.atomic
def settle_rhythm(
    *, rhythm: Rhythm, frequency: Frequency, period_kind: PeriodKind | None = None, reason: str, by: Acts
) -> Rhythm:
    """Say which reading of an alliance's words is meant, and why (R15.02, R5.01). What is written stays as it is.

    May be used again to change a settlement. Raises SettlementError, saving nothing, when the reading does not fit the
    words, no reason is given, or a data return is left without the period it covers.
    """
    rhythm = Rhythm.objects.select_for_update().get(pk=rhythm.pk)  # one settlement of it at a time, from what holds now
    policies.check_settlement(rhythm.written, rhythm.kind, frequency, period_kind, reason)
    before = rhythm.words
    rhythm.frequency = frequency.value
    rhythm.times_a_year = None
    rhythm.period_kind = period_kind.value if period_kind else ""
    rhythm.settled_because = reason.strip()
    rhythm.save(update_fields=["frequency", "times_a_year", "period_kind", "settled_because"])
    record(
        by=by,
        action=queries.SETTLED,
        target=rhythm,
        summary=f"Settled '{rhythm.subject}' of {rhythm.alliance.short_name} as {rhythm.words}",
        details={"written": rhythm.written, "source": rhythm.source, "before": before},
        reason=reason,
    )
    return rhythm
