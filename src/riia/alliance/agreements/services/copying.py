"""What a new version begins with, and which signatures one still waits for."""

from riia.alliance.agreements.models import AgreementVersion, Clause, Commitment, Party, Seat
from riia.alliance.agreements.models.parties import COUNCIL_OFFICES, Office


def copy_content(last: AgreementVersion, version: AgreementVersion) -> None:
    """Clauses, parties with their seats and commitments of another version, as a beginning; never its signatures."""
    copies: dict[int, Clause] = {}
    for clause in last.clauses.order_by("position"):
        copies[clause.pk] = Clause.objects.create(
            version=version,
            position=clause.position,
            number=clause.number,
            printed=clause.printed,
            under=copies[clause.under_id] if clause.under_id else None,
            text=clause.text,
            kind=clause.kind,
            area=clause.area,
        )
    for party in last.parties.filter(valid_to__isnull=True).prefetch_related("seats"):
        seats = list(party.seats.all())
        copy = Party.objects.create(
            version=version,
            council=party.council,
            organisation=party.organisation,
            counted_authority=party.counted_authority,
            responsibilities=party.responsibilities,
            contribution=party.contribution,
        )
        for seat in seats:
            Seat.objects.create(
                party=copy, office=seat.office, title=seat.title, organisation=seat.organisation, required=seat.required
            )
    for commitment in last.commitments.all():
        Commitment.objects.create(
            version=version,
            key=commitment.key,
            position=commitment.position,
            title=commitment.title,
            clause=commitment.clause,
            once_in=commitment.once_in,
            needs_document=commitment.needs_document,
            met_by=commitment.met_by,
        )


def missing_signatures(version: AgreementVersion) -> list[str]:
    """The required signatures that are not in, in words: "Chief Executive, Derby"."""
    seats = Seat.objects.filter(party__version=version, required=True, signature__isnull=True)
    seats = seats.select_related("party__council", "party__organisation").order_by("party__council__name", "id")
    return [str(seat) for seat in seats]


def offices_of(*, council: bool) -> tuple[Office, ...]:
    """Who signs for a party: three offices for a council (R2.03), one signatory for another body."""
    return COUNCIL_OFFICES if council else (Office.AUTHORISED_SIGNATORY,)
