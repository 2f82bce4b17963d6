"""Someone new, or someone known, is put forward for a role in one step."""

from dataclasses import dataclass

from django.db import transaction

from riia.alliance.access import permissions, queries
from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.services import holdings
from riia.alliance.access.services.holdings import Proposal
from riia.alliance.audit import services as audit
from riia.alliance.audit.actors import Acts


@dataclass(frozen=True)
class Nominated:
    """What came of it: the role, and whether it counts already or waits for somebody's approval."""

    holding: RoleHolding
    approved: bool


@transaction.atomic
def nominate(*, email: str, name: str, proposal: Proposal, by: Acts) -> Nominated:
    """Put a person forward for a role (R4.07: the partner nominates users).

    Where `by` may also approve it, it is approved at once and the invitation goes out; otherwise the invitation follows
    the approval. Nobody can be nominated twice into existence: a known address is the known person.
    """
    address = email.strip().lower()
    person = Person.objects.filter(email=address).first()
    if person is None:
        person = Person.objects.create_user(address, name=name.strip(), is_active=False)
        audit.record(by=by, action="access.add_person", target=person, summary=f"Added {person.audit_label}")
    holding = holdings.propose(person=person, proposal=proposal, by=by)
    if permissions.may_approve(queries.scope_of_actor(by), queries.grant_of(holding)):
        return Nominated(holdings.approve(holding=holding, by=by), approved=True)
    return Nominated(holding, approved=False)
