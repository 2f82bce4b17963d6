"""Notes that a council used the comparisons, once a month, and says so as a measure of a plan.

No person is noted: a plan asks how many councils use the dashboards, not who. People of the region, of DfE and others
who belong to no council are not counted.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Final, cast

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from riia.alliance.access.scope import Scope
from riia.alliance.insight.models import DashboardUse
from riia.alliance.kit.filters import long_date, plural
from riia.alliance.places.measures import Asked, Measure, Measured, Part, Unit
from riia.alliance.places.models import AllianceMember

_noted: set[tuple[str, date]] = set()
"""What this process has written already, so that a page costs no query for it."""


def counts_as_use[View: Callable[..., HttpResponse]](view: View) -> View:
    """Mark a page of comparisons: opening it counts as use of the viewer's council."""

    @wraps(view)
    def noting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if answer.status_code == 200 and request.method == "GET":
            scope, simulated = getattr(request, "scope", Scope.nobody()), getattr(request.user, "is_persona", False)
            note(scope, timezone.localdate(), simulated=simulated)
        return answer

    return cast(View, noting)


def note(scope: Scope, today: date, *, simulated: bool = False) -> None:
    """Keep that the viewer's councils used the comparisons this month, once. A simulated person's use is simulated."""
    month = today.replace(day=1)
    new = [code for code in sorted(scope.councils) if (code, month) not in _noted]
    if not new:
        return
    rows = [DashboardUse(council=code, month=month, first_on=today, simulated=simulated) for code in new]
    DashboardUse.objects.bulk_create(rows, ignore_conflicts=True)
    _noted.update((code, month) for code in new)


def forget() -> None:
    """Forget what this process wrote: for tests, whose databases come and go."""
    _noted.clear()


def mark() -> int | None:
    """Another number once more use was noted: it leaves no line in the audit trail."""
    last: int | None = DashboardUse.objects.aggregate(last=Max("id"))["last"]
    return last


def used(asked: Asked) -> Measured:
    """Councils of the region's alliance of whom somebody opened a comparison in these days."""
    members = list(
        AllianceMember.objects.filter(alliance__region__code=asked.region).select_related("council")
        .order_by("council__name")
    )  # fmt: skip
    if not members:
        return Measured(None, None, "No council is a member of the region’s alliance.", asked.until)
    found: dict[str, list[DashboardUse]] = {}
    rows = DashboardUse.objects.filter(
        council__in=[one.council.code for one in members], month__gte=asked.since.replace(day=1),
        first_on__lte=asked.until,
    )  # fmt: skip
    for one in rows:
        found.setdefault(one.council, []).append(one)
    if not DashboardUse.objects.filter(first_on__lte=asked.until).exists():
        return Measured(None, None, "The service did not note its use in these days.", asked.until)
    parts = tuple(
        Part(
            one.council.label,
            one.council.code in found,
            _words(found.get(one.council.code, [])),
            place=one.council.code,
        )
        for one in members
    )
    good = sum(one.counts is True for one in parts)
    return Measured(good, len(parts), f"People of {good} of {len(parts)} councils used the comparisons.", asked.until,
                    parts, simulated=any(one.simulated for group in found.values() for one in group))  # fmt: skip


def _words(rows: list[DashboardUse]) -> str:
    if not rows:
        return "no use noted"
    return f"in {plural(len(rows), 'month')}, last from {long_date(max(one.first_on for one in rows))} on"


MEASURE: Final = Measure(
    "insight.dashboards-used",
    "Councils that use the dashboards",
    Unit.COUNCILS,
    "Councils of whom anybody opened a comparison of theirs in the time. Who it was is not noted.",
    used,
    changed_by=("insight", "places"),
    mark=mark,
)
