"""Academic terms, whose dates each council sets (R15.01)."""

from django.db import models
from django.db.models import F, Q

from riia.alliance.places.models.place import Place
from riia.indicators.model import Period


class AcademicTerm(models.Model):
    """The first and last day of one term in one council: 1 autumn, 2 spring, 3 summer.

    Councils with six terms give the first day of the earlier and the last day of the later of each pair. No dates are
    shipped: a council enters its own with where they are published.
    """

    CLASSIFICATION = {
        "id": "public",
        "council": "public",
        "academic_year": "public",
        "term": "public",
        "start": "public",
        "end": "public",
        "source": "public",
    }

    council = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="terms")
    academic_year = models.PositiveSmallIntegerField(help_text="The year in which it begins: 2025 for 2025/26.")
    term = models.PositiveSmallIntegerField(choices=[(1, "autumn"), (2, "spring"), (3, "summer")])
    start = models.DateField()
    end = models.DateField()
    source = models.CharField(max_length=300, help_text="Where the council publishes these dates.")

    class Meta:
        ordering = ["council", "academic_year", "term"]
        constraints = [
            models.UniqueConstraint(fields=["council", "academic_year", "term"], name="term_once"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="term_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(term__gte=1, term__lte=3), name="term_1_to_3"),
        ]

    def __str__(self) -> str:
        return f"{self.council}: {self.period.label}"

    @property
    def period(self) -> Period:
        """The term with this council's days."""
        return Period.academic_term(self.academic_year, self.term, start=self.start, end=self.end)

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.council.code,)
