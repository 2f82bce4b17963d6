"""Makes the simulated people of the demonstration."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from riia.alliance.access import policies
from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.personas import COLLEAGUES, PERSONAS, Colleague, Persona
from riia.alliance.access.states import HoldingState
from riia.alliance.audit import services as audit
from riia.alliance.audit.actors import Acts
from riia.alliance.places.models import Place

_PURPOSE = "Simulated person of the demonstration"


@transaction.atomic
def ensure_personas(*, by: Acts) -> list[Person]:
    """Make the simulated people who are missing, and give back a role to those whose role has run out. Safe to repeat.

    Gives the people one can sign in as, in the order of the sign-in page.

    Raises:
        ImproperlyConfigured: under production settings, where nobody is simulated.
    """
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Simulated people are never made under production settings.")
    people = [_ensure(persona, by) for persona in PERSONAS]
    # Colleagues only fill the pages: where their council is not held, nobody misses them.
    held = set(Place.objects.filter(code__in=[one.place for one in COLLEAGUES]).values_list("code", flat=True))
    for colleague in COLLEAGUES:
        if colleague.place in held:
            _ensure_colleague(colleague, by)
    return people


def _ensure(persona: Persona, by: Acts) -> Person:
    person, _ = _person(persona, by)
    today = timezone.localdate()
    if not person.holdings.filter(state=HoldingState.APPROVED, expires__gte=today, review_due__gte=today).exists():
        # A demonstration is not reviewed: its people keep their roles for as long as these last.
        late = today + policies.LONGEST_TERM - timedelta(days=1)
        _give_role(person, persona, by, purpose=_PURPOSE, body=persona.body, review_due=late)
    return person


def _ensure_colleague(colleague: Colleague, by: Acts) -> None:
    person, made = _person(colleague, by)
    if not made:
        return
    today = timezone.localdate()
    if colleague.review_in is None:
        waiting = {"state": HoldingState.PROPOSED, "approved_at": None, "approver_label": ""}
        facts = {"review_due": today + policies.REVIEW_EVERY, "expires": today + timedelta(days=90), **waiting}
    else:
        due = today + timedelta(days=colleague.review_in)
        facts = {"review_due": due, "starts": due - policies.REVIEW_EVERY, "expires": today + timedelta(days=365)}
    _give_role(person, colleague, by, purpose=colleague.purpose, **facts)


def _person(simulated: Persona | Colleague, by: Acts) -> tuple[Person, bool]:
    """The row of a simulated person, and whether it was made now."""
    person = Person.objects.filter(email=simulated.email).first()
    if person:
        return person, False
    person = Person.objects.create_user(simulated.email, name=simulated.name, is_persona=True)
    summary = f"Made the simulated {person.audit_label}"
    audit.record(by=by, action="access.add_person", target=person, summary=summary)
    return person, True


def _give_role(person: Person, simulated: Persona | Colleague, by: Acts, **facts: Any) -> None:
    today, label = timezone.localdate(), by.as_actor().label
    usual = {
        "state": HoldingState.APPROVED,
        "starts": today,
        "expires": today + policies.LONGEST_TERM,
        "proposer_label": label,
        "approved_at": timezone.now(),
        "approver_label": label,
    }
    place = Place.objects.get(code=simulated.place) if simulated.place else None
    holding = RoleHolding.objects.create(person=person, role=simulated.role, place=place, **{**usual, **facts})
    audit.record(
        by=by,
        action="access.propose" if holding.state == HoldingState.PROPOSED else "access.approve",
        target=holding,
        summary=f"Gave the simulated role of {holding}",
        details={"person": str(person.reference)},
    )
