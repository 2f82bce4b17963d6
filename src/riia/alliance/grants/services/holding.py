"""Rows held until the end of a change, and whether the actor may change them."""

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.grants import permissions
from riia.alliance.grants.errors import GrantError
from riia.alliance.grants.models import Award, Determination, DeterminationVersion, Payment


def held_version(version: DeterminationVersion) -> DeterminationVersion:
    """The version as it is now, held until the end of the transaction."""
    found = DeterminationVersion.objects.select_for_update(of=("self",)).select_related("determination", "keeper")
    return found.get(pk=version.pk)


def held_draft(version: DeterminationVersion, by: Acts) -> DeterminationVersion:
    """A draft that the actor may change, held."""
    found = held_version(version)
    permissions.check_may_keep(scope_of_actor(by), found.keeper.code if found.keeper else None)
    if not found.is_draft:
        raise GrantError(
            f"This letter is {found.state}, so what it says is no longer changed. "
            "Enter a variation, or withdraw it with the reason."
        )
    return found


def held_grant(determination: Determination) -> Determination:
    """The grant, held: who plans payments of it holds it first, so that sums are of what is there."""
    return Determination.objects.select_for_update().get(pk=determination.pk)


def held_payment(payment: Payment) -> Payment:
    """A payment as it is now; its grant is held first."""
    held_grant(payment.determination)
    found = Payment.objects.select_for_update(of=("self",)).select_related("determination", "place__region")
    return found.select_related("determination", "place__region", "proposed_by").get(pk=payment.pk)


def held_award(award: Award) -> Award:
    """An award as it is now, held."""
    return Award.objects.select_for_update(of=("self",)).select_related("determination", "place").get(pk=award.pk)


def person_of(by: Acts) -> Person | None:
    """The person acting; None for the system."""
    return by if isinstance(by, Person) else None
