"""What self-assessments show of a delivery plan: how many councils have completed one (plan 6.2.1).

Offered through `places.measures` when the app is ready.
"""

from typing import Final

from django.utils import timezone

from riia.alliance.diagnostics.models import Assessment, SignOff
from riia.alliance.diagnostics.states import RoundState
from riia.alliance.kit.filters import long_date
from riia.alliance.places.measures import Asked, Measure, Measured, Part, Unit


def self_assessed(asked: Asked) -> Measured:
    """Councils with a self-assessment that their director signed in these days; a voided signature does not count."""
    found = list(
        Assessment.objects.filter(
            round__alliance__region__code=asked.region,
            round__state__in=[RoundState.OPEN, RoundState.CLOSED],
            round__opens_on__lte=asked.until,
            round__due_on__gte=asked.since,
        ).select_related("round__alliance__region", "council")
    )
    if not found:
        return Measured(None, None, "No round of self-assessments ran in these days.", asked.until)
    signed = {
        key: timezone.localtime(moment).date()
        for key, moment in SignOff.objects.filter(assessment__in=found, voided_at=None).values_list(
            "assessment", "signed_at"
        )
    }
    days = {
        one.council.code: signed[one.pk]
        for one in found
        if one.pk in signed and asked.since <= signed[one.pk] <= asked.until
    }
    councils = {one.council.code: one.council for one in found}
    parts = tuple(
        Part(council.label, code in days, f"signed on {long_date(days[code])}" if code in days else "not signed",
             place=code)
        for code, council in sorted(councils.items(), key=lambda pair: pair[1].label)
    )  # fmt: skip
    words = f"{len(days)} of {len(councils)} councils have a signed self-assessment."
    return Measured(len(days), len(councils), words, asked.until, parts,
                    simulated=any(one.round.simulated for one in found))  # fmt: skip


MEASURES: Final = (
    Measure(
        "diagnostics.self-assessed",
        "Councils with a signed self-assessment",
        Unit.COUNCILS,
        "Councils whose director signed a self-assessment of a round that ran in the time.",
        self_assessed,
        changed_by=("diagnostics", "places"),
    ),
)
