"""That a council's people used the comparisons in a month: what a plan promises of dashboards (plan 3.1.1D)."""

from django.db import models


class DashboardUse(models.Model):
    """One row for a council and month in which anybody of it opened a comparison. Who it was is not kept."""

    CLASSIFICATION = {"id": "internal", "council": "internal", "month": "internal", "first_on": "internal",
                      "simulated": "internal"}  # fmt: skip

    council = models.CharField(max_length=3, help_text="Three-digit code.")
    month = models.DateField(help_text="Its first day.")
    first_on = models.DateField()
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["month", "council"]
        constraints = [models.UniqueConstraint(fields=["council", "month"], name="insight_use_once_a_month")]

    def __str__(self) -> str:
        return f"{self.council} in {self.month:%B %Y}"
