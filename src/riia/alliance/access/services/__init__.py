"""The verbs of access: each keyword-only, one transaction, with its audit row inside and `by=` whoever acts."""

from riia.alliance.access.services.holdings import (
    approve,
    confirm,
    decline,
    end,
    extend,
    lapse_overdue,
    name_deputy,
    propose,
)
from riia.alliance.access.services.invitations import accept, issue, revoke
from riia.alliance.access.services.joining import nominate
from riia.alliance.access.services.people import deactivate, rename
from riia.alliance.access.services.personas import ensure_personas
from riia.alliance.access.services.second_steps import forget_second_step
from riia.alliance.access.services.tokens import make_token, note_use, revoke_token

__all__ = [
    "accept",
    "approve",
    "confirm",
    "deactivate",
    "decline",
    "end",
    "ensure_personas",
    "extend",
    "forget_second_step",
    "issue",
    "lapse_overdue",
    "make_token",
    "name_deputy",
    "nominate",
    "note_use",
    "propose",
    "rename",
    "revoke",
    "revoke_token",
]
