"""What of agreements is due on a day, for calendars: the review of a version in force (R2.07, R13.16)."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.dues import Due
from riia.alliance.access.scope import Scope
from riia.alliance.agreements.queries.agreements import versions_seen
from riia.alliance.agreements.states import VersionState


def dues(scope: Scope, since: date, until: date) -> Iterator[Due]:
    """Reviews of the agreements that the viewer may read."""
    if not scope.may(Action.SEE_AGREEMENTS):
        return
    found = versions_seen(scope).filter(state=VersionState.IN_FORCE, review_due__range=(since, until))
    for version in found:
        region = version.agreement.alliance.region.code
        assert version.review_due is not None
        yield Due(
            key=f"agreements.review.{version.reference}",
            day=version.review_due,
            title=f"Review {version.agreement.title}, {version.label}",
            href=reverse("agreements:version", args=[version.reference]),
            note="It stays in force until it is revoked.",
            place=region,
            mine=scope.may(Action.KEEP_AGREEMENTS, region),
            simulated=version.agreement.simulated,
        )
