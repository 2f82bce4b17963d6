"""What of grants is due on a day, for calendars: payments, and what awards depend on (R13.16)."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from riia.alliance.access.dues import Due
from riia.alliance.access.scope import Scope
from riia.alliance.grants.permissions import may_keep
from riia.alliance.grants.policies import latest
from riia.alliance.grants.queries import reading
from riia.alliance.grants.queries.needs import payee_of
from riia.alliance.grants.states import COUNTED, AwardState
from riia.alliance.kit.filters import pounds


def dues_of_grants(scope: Scope, since: date, until: date) -> Iterator[Due]:
    """Payments and awards of the viewer's own places; one known by its month only stands on its last day."""
    for payment in reading.payments(scope).filter(
        state__in=list(COUNTED), due_on__gte=since.replace(day=1), due_on__lte=until
    ):
        day = latest(payment.due_on, payment.month_only)
        if not since <= day <= until:
            continue
        amount = "amount not stated" if payment.amount_pence is None else pounds(payment.amount_pence)
        what = "Payment" if payment.is_onward else "Instalment"
        region = reading.region_code(payment.place)
        yield Due(
            key=f"grants.payment.{payment.reference}",
            day=day,
            title=f"{what} to {payee_of(payment)}: {amount}",
            href=reverse("grants:payment", args=[payment.reference]),
            note=f"{payment.determination.title}, {payment.state}",
            place=payment.place.code,
            mine=may_keep(scope, region),
            simulated=payment.simulated,
        )
    for award in reading.awards(scope).filter(due_on__range=(since, until)):
        yield Due(
            key=f"grants.award.{award.reference}",
            day=award.due_on,
            title=f"Hand in {award.depends_on}",
            href=reverse("grants:award", args=[award.reference]),
            note=f"{award.what}, {award.state}",
            place=award.place.code,
            mine=award.state == AwardState.CONTINGENT and may_keep(scope, reading.region_code(award.place)),
            simulated=award.simulated,
        )
