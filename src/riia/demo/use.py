"""Simulated use of the comparisons by the South West's councils in the plan's year: its KPI then has something to say.

All but two councils used them, most from October 2025 on. Labelled as simulated wherever the measure shows it.
"""

from datetime import date
from typing import Final

from django.db import transaction

from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import Target, record
from riia.alliance.insight.models import DashboardUse
from riia.alliance.places.models import AllianceMember

SOUTH_WEST: Final = "E12000009"
NOT_YET: Final = ("420", "908")


@transaction.atomic
def load_use(*, by: Acts) -> None:
    """Enter the months in which each council used the comparisons. What is there already stays."""
    members = AllianceMember.objects.filter(alliance__region__code=SOUTH_WEST).order_by("council__code")
    codes = [one.council.code for one in members.select_related("council") if one.council.code not in NOT_YET]
    rows = [
        DashboardUse(council=code, month=month, first_on=month.replace(day=1 + place % 20), simulated=True)
        for place, code in enumerate(codes)
        for month in (date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1),
                      date(2026, 3, 1))
        if month >= _began(place)
    ]  # fmt: skip
    if DashboardUse.objects.filter(simulated=True, month__lte=date(2026, 3, 1)).exists():
        return
    DashboardUse.objects.bulk_create(rows, ignore_conflicts=True)
    target = Target("insight.use", SOUTH_WEST, "use of the comparisons")
    record(by=by, action="insight.simulate_use", target=target, places=(SOUTH_WEST,),
           summary=f"Entered {len(rows)} months of simulated use of the comparisons")  # fmt: skip


def _began(place: int) -> date:
    """When a council began: one late in the year, every fifth at the end of 2025, the others in October."""
    if place == 0:
        return date(2026, 3, 1)
    return date(2025, 12, 1) if place % 5 == 4 else date(2025, 10, 1)
