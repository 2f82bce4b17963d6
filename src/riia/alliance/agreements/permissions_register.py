"""May this person do it to the register: over a scope. What may happen at all is in `policies_register`."""

from django.core.exceptions import PermissionDenied

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.agreements.models import Dataset
from riia.alliance.agreements.queries.register import may_at
from riia.alliance.agreements.register_errors import RegisterChangeError
from riia.alliance.audit.actors import Acts
from riia.alliance.places.models import Alliance

_WHO = {
    Action.KEEP_AGREEMENTS: "The register of {alliance} is kept by its own coordinator.",
    Action.REQUEST_ITEM: "New data for {alliance} are asked for by its councils, its data team or DfE.",
    Action.CHECK_ITEM: "Requests for new data are checked by the data team of {alliance}.",
    Action.DECIDE_ITEM: "Decisions of the directors’ group are recorded by its chair, its lead or the coordinator "
    "of {alliance}.",
    Action.SEE_AGREEMENTS: "The register of {alliance} is read by its own partners.",
}


def check_may(by: Acts, action: Action, alliance: Alliance) -> None:
    """Raise PermissionDenied, saying who may, unless `by` may do this in the alliance."""
    if not may_at(scope_of_actor(by), action, alliance):
        raise PermissionDenied(_WHO[action].format(alliance=alliance.short_name))


def alliance_of(dataset: Dataset) -> Alliance:
    """The alliance whose register a dataset is in."""
    return dataset.version.agreement.alliance


def check_not_own(by: Acts, person: Person | None, what: str, about: str = "request") -> None:
    """Nobody checks or decides what they asked for themselves (R14.01)."""
    if isinstance(by, Person) and person is not None and by.pk == person.pk:
        raise RegisterChangeError(f"Nobody {what} their own {about}. Ask somebody else to do it.")
