"""Publishing to the partners of an alliance what a council has signed, and taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from riia.alliance.agreements import gate
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.figures.models import InYearReturn, InYearValue
from riia.alliance.places.models import Alliance, Place
from riia.indicators.definitions import Measure, catalogue
from riia.indicators.model import Missing, Period, Value


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed return as `returns` hands it over: figures by text form of the indicator and measure."""

    alliance: Alliance
    council: Place
    period: Period
    form: str
    source: UUID
    version: int
    fingerprint: str
    population: Mapping[str, object]
    simulated: bool
    answers: Mapping[tuple[str, Measure], Value]


@transaction.atomic
def publish_in_year(*, signed: Signed, at: datetime, by: Acts) -> InYearReturn:
    """Make a signed return's figures visible to whom the data register names. An earlier version of it is withdrawn.

    Raises RegisterRefused when any item may not be collected under an agreement in force on that day.
    """
    chosen = [(*catalogue().resolve(address), measure, value) for (address, measure), value in signed.answers.items()]
    keys = {indicator.slug for indicator, *_ in chosen}
    day = timezone.localtime(at).date()
    grounds = gate.check_collect(signed.alliance, keys, day, covers=signed.period.end) if keys else None
    for standing in _standing(signed.council, signed.form, signed.period):
        _withdraw(standing, f"replaced by version {signed.version}", at, by)
    kept = InYearReturn.objects.create(
        alliance=signed.alliance,
        council=signed.council,
        period=signed.period.code,
        period_start=signed.period.start,
        period_end=signed.period.end,
        form=signed.form,
        source=signed.source,
        version=signed.version,
        fingerprint=signed.fingerprint,
        grounds=grounds.as_dict() if grounds else {},
        population=dict(signed.population),
        simulated=signed.simulated,
        published_at=at,
    )
    InYearValue.objects.bulk_create(
        InYearValue(
            signed=kept,
            indicator=indicator.slug,
            variant=variant.key,
            measure=measure.value,
            value=None if isinstance(value, Missing) else Decimal(str(value)),
            symbol=value.symbol.value if isinstance(value, Missing) else "",
        )
        for indicator, variant, measure, value in chosen
    )
    record(
        by=by,
        action="figures.publish_in_year",
        target=kept,
        summary=f"Published {kept.audit_label} to the partners of the agreement",
        details={"version": signed.version, "fingerprint": signed.fingerprint, "values": len(chosen)},
    )
    return kept


@transaction.atomic
def take_back_in_year(*, source: UUID, version: int, reason: str, at: datetime, by: Acts) -> bool:
    """Take the figures of one version of a return back; whether there were any."""
    standing = InYearReturn.objects.select_for_update(of=("self",)).filter(
        source=source, version=version, withdrawn_at__isnull=True
    )
    found = list(standing.select_related("council", "alliance__region"))
    for one in found:
        _withdraw(one, reason, at, by)
    return bool(found)


def _standing(council: Place, form: str, period: Period) -> list[InYearReturn]:
    rows = InYearReturn.objects.select_for_update(of=("self",)).filter(
        council=council, form=form, period=period.code, withdrawn_at__isnull=True
    )
    return list(rows.select_related("council", "alliance__region"))


def _withdraw(one: InYearReturn, reason: str, at: datetime, by: Acts) -> None:
    one.values.all().delete()
    one.withdrawn_at, one.withdrawn_because = at, reason.strip()
    one.save(update_fields=["withdrawn_at", "withdrawn_because"])
    record(by=by, action="figures.withdraw_in_year", target=one, summary=f"Took back {one.audit_label}", reason=reason)
