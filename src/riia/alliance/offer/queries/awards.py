"""Awards a viewer may see, what is asked of them, and what is published to everybody."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.offer.models import Application, Award, Call, Due, Payment
from riia.alliance.offer.queries.reading import regional
from riia.alliance.offer.states import AwardState, DueState, PaymentState
from riia.alliance.places.models import AllianceMember
from riia.alliance.returns.timekeeping import today


def _seen(scope: Scope, prefix: str) -> Q:
    """Awards of the viewer's region, and of their own council. A panel's work ends with the decision."""
    codes = scope.places_for(Action.SEE_CALLS)
    if codes is None:
        return Q()
    return regional(scope, f"{prefix}application__call__") | Q(**{f"{prefix}application__council__code__in": codes})


def awards(scope: Scope) -> QuerySet[Award]:
    """Every award the viewer sees in full."""
    found = Award.objects.select_related("application__call__alliance__region", "application__council")
    return found.filter(_seen(scope, ""))


def get_award(scope: Scope, reference: UUID) -> Award | None:
    """One award; None where the viewer may not see it."""
    return awards(scope).filter(reference=reference).first()


def dues(scope: Scope) -> QuerySet[Due]:
    """Every milestone and report of those awards."""
    found = Due.objects.select_related("award__application__call__alliance__region", "award__application__council")
    return found.filter(_seen(scope, "award__"))


def payments(scope: Scope) -> QuerySet[Payment]:
    """Every payment of those awards."""
    found = Payment.objects.select_related(
        "award__application__call__alliance__region", "award__application__council", "after"
    )
    return found.filter(_seen(scope, "award__"))


@dataclass(frozen=True, slots=True)
class Watched:
    """An award with what is overdue, what waits to be looked at, and its money."""

    award: Award
    overdue: tuple[Due, ...]
    given: tuple[Due, ...]
    following: Due | None
    paid: int
    planned: int

    @property
    def ended(self) -> bool:
        """Nothing about it changes any more."""
        return self.award.state != AwardState.RUNNING


def watched(found: QuerySet[Award], today: date) -> list[Watched]:
    """Awards with how they go, those with something overdue first."""
    lines = [_watch(each, today) for each in found.prefetch_related("dues", "payments")]
    return sorted(lines, key=lambda each: (each.ended, not each.overdue, not each.given,
                                           each.award.application.council.label))  # fmt: skip


def _watch(award: Award, today: date) -> Watched:
    asked = list(award.dues.all())
    running = award.state == AwardState.RUNNING
    waiting = [each for each in asked if each.state == DueState.DUE and running]
    money = {state: sum(each.amount_pence for each in award.payments.all() if each.state == state)
             for state in (PaymentState.PAID, PaymentState.PLANNED)}  # fmt: skip
    return Watched(
        award,
        tuple(each for each in waiting if each.due_on < today),
        tuple(each for each in asked if each.state == DueState.GIVEN and running),
        next((each for each in waiting if each.due_on >= today), None),
        money[PaymentState.PAID],
        money[PaymentState.PLANNED],
    )


def published(scope: Scope) -> QuerySet[Call]:
    """Calls whose results are published, in the viewer's regions or those of their councils."""
    codes = scope.places_for(Action.SEE_AWARDS)
    found = Call.objects.filter(published_at__isnull=False).select_related("alliance__region").order_by("-published_at")
    if codes is None:
        return found
    member = AllianceMember.objects.on(today()).filter(council__code__in=codes).values("alliance")
    applied = Application.objects.filter(council__code__in=codes).values("call")
    return found.filter(Q(alliance__region__code__in=codes) | Q(alliance__in=member) | Q(pk__in=applied))


def get_published(scope: Scope, reference: UUID) -> Call | None:
    """One call with its results; None where they are not published to the viewer."""
    return published(scope).filter(reference=reference).first()


def published_awards(call: Call) -> list[Award]:
    """What a published call awarded, by council."""
    found = Award.objects.filter(application__call=call).select_related("application__council", "application")
    return list(found.prefetch_related("application__versions").order_by("application__council__name"))
