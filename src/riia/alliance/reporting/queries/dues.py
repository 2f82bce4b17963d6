"""What of the reports is due, for calendars: to whoever keeps them as their own, to others of their body as known."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from riia.alliance.access.dues import Due
from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import and_list
from riia.alliance.reporting.permissions import may_keep
from riia.alliance.reporting.queries.reading import kinds, owed, with_reports
from riia.alliance.reporting.states import Standing


def dues(scope: Scope, since: date, until: date) -> Iterator[Due]:
    """Reports that are still owed, of the kinds that the viewer sees."""
    for kind in with_reports(kinds(scope)):
        keeps = may_keep(scope, kind.alliance.region.code)
        readers = and_list([one.title for one in kind.readers])
        for one in owed(kind, since, until):
            if one.standing not in (Standing.DUE, Standing.FROZEN):
                continue
            href = reverse("reporting:prepare", args=[kind.reference, one.stretch.code])
            yield Due(
                key=f"reporting:{kind.reference}:{one.stretch.code}",
                day=one.due.day,
                title=f"{kind.title}, {one.stretch.words}",
                href=href if keeps else reverse("reporting:home"),
                note=f"For {readers}. Due: {one.due.words}.",
                place=kind.alliance.region.code,
                body=kind.body,
                mine=keeps,
                simulated=kind.simulated,
            )
