"""Makes the simulated people of the demonstration."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from riia.alliance.access import policies
from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.personas import PERSONAS, Persona
from riia.alliance.access.states import HoldingState
from riia.alliance.audit import services as audit
from riia.alliance.audit.actors import Acts
from riia.alliance.places.models import Place

_PURPOSE = "Simulated person of the demonstration"


@transaction.atomic
def ensure_personas(*, by: Acts) -> list[Person]:
    """Make the simulated people who are missing, and give back a role to those whose role has run out. Safe to repeat.

    Raises:
        ImproperlyConfigured: under production settings, where nobody is simulated.
    """
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Simulated people are never made under production settings.")
    return [_ensure(persona, by) for persona in PERSONAS]


def _ensure(persona: Persona, by: Acts) -> Person:
    person = Person.objects.filter(email=persona.email).first()
    if person is None:
        person = Person.objects.create_user(persona.email, name=persona.name, is_persona=True)
        audit.record(
            by=by, action="access.add_person", target=person, summary=f"Made the simulated {person.audit_label}"
        )
    today = timezone.localdate()
    if not person.holdings.filter(state=HoldingState.APPROVED, expires__gte=today, review_due__gte=today).exists():
        _give_role(person, persona, by)
    return person


def _give_role(person: Person, persona: Persona, by: Acts) -> None:
    today = timezone.localdate()
    label = by.as_actor().label
    holding = RoleHolding.objects.create(
        person=person,
        role=persona.role,
        place=Place.objects.get(code=persona.place) if persona.place else None,
        body=persona.body,
        purpose=_PURPOSE,
        state=HoldingState.APPROVED,
        starts=today,
        expires=today + policies.LONGEST_TERM,
        # A demonstration is not reviewed: its people keep their roles for as long as these last.
        review_due=today + policies.LONGEST_TERM - timedelta(days=1),
        proposer_label=label,
        approved_at=timezone.now(),
        approver_label=label,
    )
    audit.record(by=by, action="access.approve", target=holding, summary=f"Gave the simulated role of {holding}")
