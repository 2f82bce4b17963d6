"""A council's own term dates."""

from collections.abc import Sequence

from django.db import transaction

from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.places import policies, queries
from riia.alliance.places.errors import TermDatesError
from riia.alliance.places.models import AcademicTerm, Place
from riia.alliance.places.policies import TermDates


@transaction.atomic
def set_terms(
    *, council: Place, academic_year: int, dates: Sequence[TermDates], source: str, by: Acts, reason: str = ""
) -> list[AcademicTerm]:
    """Enter or correct the three terms of one academic year of a council (2025 is 2025/26) (R15.01).

    `source` says where the council publishes them. Raises TermDatesError, saving nothing, when the dates cannot be
    right, the place is no council of those days, or no source is given.
    """
    if not council.is_council:
        raise TermDatesError(f"{council.label} is not a council. Term dates are each council's own.")
    if not source.strip():
        raise TermDatesError(f"{council.label}: say where these dates are published.")
    Place.objects.select_for_update().get(pk=council.pk)  # one entry of a council's terms at a time
    held = AcademicTerm.objects.filter(council=council)
    others = [term.period for term in held if term.academic_year != academic_year]
    terms = policies.check_terms(council.label, academic_year, dates, others)
    if not (council.exists_on(terms[0].start) and council.exists_on(terms[-1].end)):
        raise TermDatesError(f"{council.label} did not exist throughout these terms. Check the council and the year.")
    before = {str(term.term): [term.start, term.end] for term in held if term.academic_year == academic_year}
    held.filter(academic_year=academic_year).delete()
    rows = AcademicTerm.objects.bulk_create(
        [
            AcademicTerm(
                council=council,
                academic_year=academic_year,
                term=int(term.code[-1]),
                start=term.start,
                end=term.end,
                source=source.strip(),
            )
            for term in terms
        ]
    )
    year = terms[0].short_label.split()[-1]
    record(
        by=by,
        action=queries.TERMS_SET,
        target=council,
        summary=f"{'Changed' if before else 'Entered'} the term dates of {council.label} for {year}",
        details={
            "academic_year": academic_year,
            "before": before,
            "after": {str(row.term): [row.start, row.end] for row in rows},
            "source": source,
        },
        reason=reason,
    )
    return rows
