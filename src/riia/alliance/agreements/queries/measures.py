"""What agreements show of a delivery plan: which councils have signed the agreement that is in force (plan 1.1.4).

Offered through `places.measures` when the app is ready.
"""

from typing import Final

from django.urls import reverse

from riia.alliance.agreements.models import AgreementVersion, Party
from riia.alliance.agreements.states import VersionState
from riia.alliance.kit.filters import long_date
from riia.alliance.places.measures import Asked, Measure, Measured, Part, Unit


def signed(asked: Asked) -> Measured:
    """Councils whose every required signature under the region's agreement was in by the last day."""
    version = (
        AgreementVersion.objects.filter(agreement__alliance__region__code=asked.region, state=VersionState.IN_FORCE)
        .select_related("agreement")
        .order_by("-pk")
        .first()
    )
    if version is None:
        return Measured(None, None, "No agreement of the region is in force.", asked.until)
    councils = version.parties.filter(council__isnull=False, seats__required=True).distinct()
    parts = tuple(_part(party, asked) for party in councils.select_related("council").order_by("council__name"))
    if not parts:
        return Measured(None, None, "The agreement asks no council for a signature.", asked.until)
    good = sum(one.counts is True for one in parts)
    words = f"{good} of {len(parts)} councils have signed {version.agreement.title}."
    href = reverse("agreements:version", args=[version.reference])
    return Measured(good, len(parts), words, asked.until, parts, href)


def _part(party: Party, asked: Asked) -> Part:
    days = list(party.seats.filter(required=True).values_list("signature__signed_on", flat=True))
    missing = sum(day is None or day > asked.until for day in days)
    held = [day for day in days if day is not None]
    words = f"{missing} of {len(days)} signatures missing" if missing else f"signed by {long_date(max(held))}"
    assert party.council is not None
    return Part(party.council.label, not missing, words, place=party.council.code)


MEASURES: Final = (
    Measure(
        "agreements.signed",
        "Councils that signed the agreement",
        Unit.COUNCILS,
        "Councils of whom every required signature under the agreement in force is in.",
        signed,
        changed_by=("agreements", "places"),
    ),
)
