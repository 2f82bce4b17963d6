"""People, the roles they hold, invitations and API tokens."""

from riia.alliance.access.models.holding import RoleHolding
from riia.alliance.access.models.invitation import Invitation
from riia.alliance.access.models.person import Person
from riia.alliance.access.models.token import AccessToken

__all__ = ["AccessToken", "Invitation", "Person", "RoleHolding"]
