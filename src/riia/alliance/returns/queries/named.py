"""Who answers for a council's return: the people named as its performance lead and its director, on a day (R3.32)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import F

from riia.alliance.access.models import Person
from riia.alliance.access.queries import in_force
from riia.alliance.access.roles import Role
from riia.alliance.places.models import Place

_ROLES = (Role.COUNCIL_PERFORMANCE_LEAD, Role.DCS)


@dataclass(frozen=True)
class Named:
    """The people of one council, principals before deputies."""

    leads: tuple[Person, ...] = ()
    directors: tuple[Person, ...] = ()

    @property
    def preparing(self) -> tuple[Person, ...]:
        """Who is reminded and chased: the performance lead; the director where no lead can be written to."""
        return writable(self.leads) or writable(self.directors)

    @property
    def escalated_to(self) -> tuple[Person, ...]:
        """Who is told when a return stays out."""
        return writable(self.directors)


def named(councils: Iterable[Place], on: date) -> Mapping[str, Named]:
    """Who held the two offices of each council on a day, in one query."""
    codes = [council.code for council in councils]
    held = (
        in_force(on)
        .filter(role__in=_ROLES, place__code__in=codes)
        .order_by(F("deputy_for").asc(nulls_first=True), "starts", "pk")
    )
    found: dict[tuple[str, str], dict[int, Person]] = {}
    for holding in held:
        assert holding.place is not None  # the filter asks for one
        found.setdefault((holding.place.code, holding.role), {})[holding.person.pk] = holding.person
    return {code: Named(*(tuple(found.get((code, role.value), {}).values()) for role in _ROLES)) for code in codes}


def writable(people: Iterable[Person]) -> tuple[Person, ...]:
    """Those who can be written to: whose account is open, and who exist outside the demonstration."""
    return tuple(person for person in people if person.is_active and not (person.is_persona and settings.PRODUCTION))
