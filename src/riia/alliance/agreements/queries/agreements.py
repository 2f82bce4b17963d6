"""Reads about agreements. Every one starts from the viewer's scope and returns nothing outside it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.agreements.models import (
    Agreement,
    AgreementVersion,
    Evidence,
    Party,
    Seat,
    SignedDocument,
)
from riia.alliance.agreements.signature_matching import Wanted
from riia.alliance.agreements.states import VersionState
from riia.alliance.places.models import AllianceMember
from riia.alliance.places.models.dated import DatedQuerySet
from riia.documents.memoranda.clauses import ReadClause


def agreements_seen(scope: Scope) -> QuerySet[Agreement]:
    """The agreements a viewer may read: of the alliances whose region or councils their role is for (R14.02)."""
    return Agreement.objects.filter(_seen(scope)).select_related("alliance__region")


def agreement_seen(scope: Scope, reference: Any) -> Agreement | None:
    """One agreement, if the viewer may read it."""
    return agreements_seen(scope).filter(reference=reference).first()


def version_seen(scope: Scope, reference: Any) -> AgreementVersion | None:
    """One version, if the viewer may read its agreement."""
    return versions_seen(scope).filter(reference=reference).first()


def versions_seen(scope: Scope) -> QuerySet[AgreementVersion]:
    """Every version the viewer may read, with how many required signatures it has and how many are in."""
    seats = Seat.objects.filter(party__version=OuterRef("pk"), required=True).order_by().values("party__version")
    return (
        AgreementVersion.objects.filter(_seen(scope, "agreement__"))
        .select_related("agreement__alliance__region", "replaces")
        .annotate(
            seats_required=Subquery(seats.annotate(n=Count("pk")).values("n")),
            seats_signed=Subquery(seats.annotate(n=Count("signature")).values("n")),
            last_signed=Subquery(seats.annotate(d=Max("signature__signed_on")).values("d")),
        )
    )


def current_version(agreement: Agreement) -> AgreementVersion | None:
    """The version that holds: the one in force, else the newest."""
    return current_of(list(agreement.versions.all()))


def current_of(versions: Sequence[AgreementVersion]) -> AgreementVersion | None:
    """Of the versions of one agreement, the one that holds."""
    in_force = [version for version in versions if version.state == VersionState.IN_FORCE]
    return in_force[0] if in_force else max(versions, key=lambda version: version.number, default=None)


def in_force_on(agreement: Agreement, day: date) -> bool:
    """Whether a version in force had commenced by a day."""
    version = current_version(agreement)
    return bool(version and version.in_force and version.commences and version.commences <= day)


def parties(version: AgreementVersion) -> DatedQuerySet[Any]:
    """The parties of a version, councils by name first, each with its seats and their signatures as `signed_seats`."""
    seats = Seat.objects.select_related("signature", "organisation").order_by("id")
    return (
        Party.objects.filter(version=version)
        .select_related("council", "organisation", "version__agreement__alliance__region")
        .prefetch_related(Prefetch("seats", queryset=seats, to_attr="signed_seats"))
        .order_by("-counted_authority", "council__name", "organisation__name")
    )


def counts(version: AgreementVersion) -> dict[str, int]:
    """How much there is on each page of a version."""
    return {
        "version": Seat.objects.filter(party__version=version, required=True).count(),
        "text": version.clauses.count(),
        "commitments": version.commitments.count(),
        "documents": version.documents.count(),
        "versions": version.agreement.versions.count(),
    }


def clauses(version: AgreementVersion) -> tuple[ReadClause, ...]:
    """The clauses and items of a version in order, as the checks of numbering and counts take them."""
    rows = version.clauses.order_by("position").values_list("number", "printed", "under__number", "text")
    return tuple(ReadClause(number, printed, under or "", text) for number, printed, under, text in rows)


def seats_unsigned(version: AgreementVersion) -> QuerySet[Seat]:
    """The seats of a version without a signature, those of one party together."""
    seats = Seat.objects.filter(party__version=version, signature=None)
    related = ("party__version__agreement__alliance__region", "party__council", "party__organisation")
    return seats.select_related(*related).order_by(
        "-party__counted_authority", "party__council__name", "party_id", "id"
    )


def seats_wanted(version: AgreementVersion) -> list[Wanted]:
    """Every signature a version asks for, with the day on record, as pages of signatures are set against."""
    seats = Seat.objects.filter(party__version=version).select_related(
        "party__council", "party__organisation", "organisation", "signature"
    )
    found = []
    for seat in seats.order_by("-party__counted_authority", "party__council__name", "party_id", "id"):
        signature = getattr(seat, "signature", None)
        body = str(seat.organisation) if seat.organisation else ""
        on = signature.signed_on if signature else None
        found.append(Wanted(seat.pk, seat.party.name, seat.office, seat.words, body, on))
    return found


def seat_seen(scope: Scope, pk: int) -> Seat | None:
    """One seat, if the viewer may read its agreement."""
    seats = Seat.objects.filter(_seen(scope, "party__version__agreement__"), pk=pk)
    return seats.select_related(
        "party__version__agreement__alliance__region", "party__council", "party__organisation", "signature"
    ).first()


def party_seen(scope: Scope, pk: int) -> Party | None:
    """One party, if the viewer may read its agreement."""
    found = Party.objects.filter(_seen(scope, "version__agreement__"), pk=pk)
    return found.select_related("version__agreement__alliance__region", "council", "organisation").first()


def evidence_seen(scope: Scope, reference: Any) -> Evidence | None:
    """One piece of evidence, if the viewer may read its agreement."""
    found = Evidence.objects.filter(_seen(scope, "commitment__version__agreement__"), reference=reference)
    return found.select_related("commitment__version__agreement__alliance__region", "party", "period").first()


def document_seen(scope: Scope, reference: Any) -> SignedDocument | None:
    """One self-evaluation or plan, if the viewer may read its agreement."""
    found = SignedDocument.objects.filter(_seen(scope, "version__agreement__"), reference=reference)
    return found.select_related("version__agreement__alliance__region", "party", "period").first()


def reviews_overdue(scope: Scope, today: date) -> QuerySet[AgreementVersion]:
    """Versions in force whose review date has passed without a recorded review (R2.07), the longest overdue first.

    Only where the viewer is to act on it: those who keep the agreements of the region, and its Lead DCS.
    """
    places = scope.places_for(Action.KEEP_AGREEMENTS)
    leads = {held.place for held in scope.holdings if held.role.value == "lead-dcs" and held.place}
    found = AgreementVersion.objects.filter(
        _seen(scope, "agreement__"), state=VersionState.IN_FORCE, review_due__lt=today
    )
    if places is not None:
        found = found.filter(agreement__alliance__region__code__in=places | leads)
    return found.select_related("agreement__alliance__region").order_by("review_due")


def documents(version: AgreementVersion) -> QuerySet[SignedDocument]:
    """Self-evaluations and plans of a version, with their sign-offs."""
    found = version.documents.select_related("party__council", "party__organisation", "period")
    return found.prefetch_related("sign_offs").order_by("period__first_day", "kind", "party__council__name")


def _seen(scope: Scope, prefix: str = "") -> Q:
    """Of the alliances of the viewer's regions, and of the alliance their council is or was a member of."""
    places = scope.places_for(Action.SEE_AGREEMENTS)
    if places is None:
        return Q()
    alliances = AllianceMember.objects.filter(council__code__in=places).values("alliance")
    return Q(**{f"{prefix}alliance__region__code__in": places}) | Q(**{f"{prefix}alliance__in": alliances})
