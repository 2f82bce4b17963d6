"""Holding the rights of a platform of dashboards against those that the register gives (R4.06, MoU 6.3)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.agreements.permissions_register import check_may
from riia.alliance.agreements.policies_register import wider_rights
from riia.alliance.agreements.queries.rights import rights_here
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.kit.filters import plural
from riia.alliance.places.models import Alliance


@transaction.atomic
def compare_rights(
    *, alliance: Alliance, platform: Mapping[str, frozenset[str]], by: Acts
) -> dict[str, tuple[str, ...]]:
    """What each user of the platform may read that the register does not let them; empty where it keeps within.

    The comparison is in the audit trail, in numbers: nobody's address is.
    """
    check_may(by, Action.KEEP_AGREEMENTS, alliance)
    wider = wider_rights(platform, rights_here(alliance, timezone.localdate()))
    record(
        by=by,
        action="agreements.compare_rights",
        target=alliance,
        summary=f"Compared the rights of {plural(len(platform), 'user')} of the platform with the register: "
        f"{len(wider)} may read more",
        details={"users": len(platform), "wider": len(wider)},
    )
    return wider
