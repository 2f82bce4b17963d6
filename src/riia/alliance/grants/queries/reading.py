"""Grants, versions and payments that a viewer may see. Nothing outside the scope can be loaded through here.

A published letter is read by everybody who sees grants. One that is not published, and every payment, is read only by
the places it is about: a region and its councils, and those whose role reaches them. Drafts are their keepers' own.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.grants.models import (
    Allocation,
    Amount,
    Award,
    ColumnKind,
    Determination,
    DeterminationVersion,
    Payment,
    PaymentKind,
)
from riia.alliance.grants.policies import in_force
from riia.alliance.grants.states import STANDING, PaymentState, VersionState
from riia.alliance.places.models import Place
from riia.indicators.model import day_in_words


@dataclass(frozen=True, slots=True)
class Reach:
    """The places whose money a viewer sees: `places` their own, `regions` those of their councils as well.

    None means every place.
    """

    places: frozenset[str] | None
    regions: frozenset[str]

    @property
    def everywhere(self) -> bool:
        return self.places is None

    @property
    def all(self) -> frozenset[str]:
        return (self.places or frozenset()) | self.regions


def reach_of(scope: Scope) -> Reach:
    """What the viewer's roles reach of grants."""
    codes = scope.places_for(Action.SEE_GRANTS)
    if codes is None:
        return Reach(None, frozenset())
    councils = [code for code in codes if len(code) == 3]
    regions = Place.objects.filter(places__code__in=councils).values_list("code", flat=True) if councils else []
    return Reach(codes, frozenset(regions) | {code for code in codes if code.startswith("E12")})


def _seen_versions(scope: Scope, prefix: str = "") -> Q:
    """Versions that are entered, and the drafts of regions whose grants the viewer keeps."""
    entered = Q(**{f"{prefix}state__in": [*STANDING, VersionState.WITHDRAWN]})
    kept = scope.places_for(Action.KEEP_GRANTS)
    return Q() if kept is None else entered | Q(**{f"{prefix}keeper__code__in": kept})


def _seen(scope: Scope, prefix: str = "") -> Q:
    """Grants that the viewer sees at all."""
    reach = reach_of(scope)
    if reach.everywhere:
        return Q()
    named = Determination.objects.filter(
        Q(versions__allocations__place__code__in=reach.all)
        | Q(versions__allocations__supports__code__in=reach.regions)
        | Q(versions__keeper__code__in=scope.places_for(Action.KEEP_GRANTS) or [])
        | Q(awards__place__code__in=reach.all)
    ).values("pk")
    return Q(**{f"{prefix}published": True}) | Q(**{f"{prefix}pk__in": named})


def determinations(scope: Scope) -> QuerySet[Determination]:
    """Every grant the viewer sees, the newest year first. One with drafts only is its keepers' own."""
    if not scope.may(Action.SEE_GRANTS):
        return Determination.objects.none()
    seen = DeterminationVersion.objects.filter(_seen_versions(scope)).values("determination")
    return Determination.objects.filter(_seen(scope), pk__in=seen).prefetch_related("references")


def get_determination(scope: Scope, reference: UUID) -> Determination | None:
    """One grant; None where the viewer may not see it."""
    return determinations(scope).filter(reference=reference).first()


def versions(scope: Scope) -> QuerySet[DeterminationVersion]:
    """Every version of those grants that the viewer sees."""
    found = DeterminationVersion.objects.filter(
        _seen_versions(scope), determination__in=determinations(scope).values("pk")
    )
    return found.select_related("determination", "keeper").order_by("determination", "number", "edition")


def get_version(scope: Scope, reference: UUID) -> DeterminationVersion | None:
    """One version; None where the viewer may not see it."""
    return versions(scope).filter(reference=reference).first()


def rows_of(version: DeterminationVersion) -> list[Allocation]:
    """The annex of a version that was found through a scope, with every amount and its column."""
    amounts = Amount.objects.select_related("column").order_by("column_id")
    found = version.allocations.select_related("place__region", "supports")
    return list(found.prefetch_related(Prefetch("amounts", amounts)))


@dataclass(frozen=True, slots=True)
class AsAt:
    """What holds of a grant on a day: the version in force; or, before the first that is held, what that one says of
    the time before it (`before`). `version` is None where nothing can be said."""

    version: DeterminationVersion | None
    before: bool = False

    @property
    def column_kinds(self) -> tuple[ColumnKind, ...]:
        """The columns that answer, the first that is there."""
        return (ColumnKind.PREVIOUS,) if self.before else (ColumnKind.REVISED, ColumnKind.TOTAL)

    @property
    def words(self) -> str:
        """Which version is used, for every page and file that shows figures (R1.16)."""
        if self.version is None:
            return "No version is held for this day"
        effect = day_in_words(self.version.effective_from)
        if self.before:
            return f"What {self.version.label} says of the time before it took effect on {effect}; no earlier is held"
        return f"{self.version.label[0].upper()}{self.version.label[1:]}, in effect from {effect}"


def as_at(determination: Determination, held: Sequence[DeterminationVersion], day: date) -> AsAt:
    """The version of a grant that answers for a day (R1.16)."""
    found = in_force(held, day)
    if found is not None:
        return AsAt(found)
    entered = sorted(
        (one for one in held if VersionState(one.state) in STANDING), key=lambda one: (one.number, one.edition)
    )
    first = entered[0] if entered else None
    # A revised annex says what stood before it, for this financial year and no longer.
    if first is None or not first.number or day < determination.year_starts:
        return AsAt(None)
    return AsAt(first, before=True) if first.columns.filter(kind=ColumnKind.PREVIOUS).exists() else AsAt(None)


def payments(scope: Scope) -> QuerySet[Payment]:
    """Payments of the viewer's own places: theirs, and the instalments of their council's region."""
    found = Payment.objects.select_related(
        "determination", "purpose", "place__region", "stated_by", "proposed_by", "approved_by"
    )
    if not scope.may(Action.SEE_GRANTS):
        return found.none()
    reach = reach_of(scope)
    if reach.everywhere:
        return found
    regional = Q(place__code__in=reach.regions, kind=PaymentKind.INSTALMENT)
    return found.filter(Q(place__code__in=reach.places) | regional)


def payments_on(scope: Scope, day: date) -> list[Payment]:
    """The same payments as they stood at the end of a day (R1.16). The copies are for reading and are never saved."""
    return [found for each in payments(scope) if (found := _as_on(each, day)) is not None]


def _as_on(payment: Payment, day: date) -> Payment | None:
    """A payment as it stood at the end of a day; None where it was not known yet.

    What a letter states is known from the letter's day. On which day a payment was cancelled stands in the audit trail
    only, so it is shown as cancelled on every day.
    """
    stated = payment.stated_by.effective_from if payment.stated_by is not None else None
    if (stated or localdate(payment.proposed_at)) > day:
        return None
    found = copy(payment)
    if found.reconciled_on and found.reconciled_on > day:
        found.reconciled_on, found.state = None, PaymentState.PAID
    if found.paid_on and found.paid_on > day:
        found.paid_on, found.paid_as = None, ""
        found.state = PaymentState.APPROVED if found.is_onward else PaymentState.PLANNED
    if found.approved_at and localdate(found.approved_at) > day:
        found.approved_at, found.approver_label, found.state = None, "", PaymentState.PLANNED
    return found


def get_payment(scope: Scope, reference: UUID) -> Payment | None:
    """One payment; None where the viewer may not see it."""
    return payments(scope).filter(reference=reference).first()


def awards(scope: Scope) -> QuerySet[Award]:
    """Contingent awards of grants that the viewer sees, of their own places."""
    found = Award.objects.select_related("determination", "place")
    reach = reach_of(scope)
    if not scope.may(Action.SEE_GRANTS):
        return found.none()
    return found if reach.everywhere else found.filter(place__code__in=reach.all)


def get_award(scope: Scope, reference: UUID) -> Award | None:
    """One award; None where the viewer may not see it."""
    return awards(scope).filter(reference=reference).first()


def region_code(place: Place) -> str:
    """The region that a place's money is kept by: of a council its region's."""
    return place.region.code if place.region is not None else place.code
