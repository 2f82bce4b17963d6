"""What holds from a first to a last day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q


class DatedQuerySet[M: models.Model](models.QuerySet[M]):
    def on(self, day: date) -> Self:
        """Rows that hold on a day. Both ends are inclusive; an open end holds for ever."""
        return self.filter(holds_on(day))


def holds_on(day: date, prefix: str = "") -> Q:
    """The condition of `DatedQuerySet.on`, for use across a relation with `prefix` such as "council__"."""
    began = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})
    lasts = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    return began & lasts


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        name=name,
        violation_error_message="The last day is before the first.",
    )
