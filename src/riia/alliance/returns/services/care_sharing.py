"""Letting the Department read a closed survey or a published review, and ending it."""

from django.db import transaction
from django.db.models import Manager

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.returns import permissions, policies
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.models import CollectionReview, Survey
from riia.alliance.returns.states_care import ReviewState, SurveyState
from riia.alliance.returns.timekeeping import today

type Shareable = Survey | CollectionReview


@transaction.atomic
def share(*, one: Shareable, by: Acts) -> None:
    """From today on the Department's people for the region may read it. Pressing twice keeps the first day."""
    one = _held(one, by)
    if one.state not in {SurveyState.CLOSED, ReviewState.PUBLISHED}:
        raise DeskError("Only a closed survey or a published review is shared with the Department.")
    if one.shared_on:
        return
    one.shared_on, one.sharer_label = today(), by.as_actor().label
    one.save(update_fields=["shared_on", "sharer_label"])
    record(by=by, action="returns.share_with_department", target=one, summary=f"Shared the {_name(one)}")


@transaction.atomic
def stop_sharing(*, one: Shareable, reason: str, by: Acts) -> None:
    """The Department's people may not read it any more. What they have read they have read."""
    one = _held(one, by)
    policies.check_reason(reason, "it is no longer shared")
    if one.shared_on is None:
        return
    was = one.shared_on
    one.shared_on, one.sharer_label = None, ""
    one.save(update_fields=["shared_on", "sharer_label"])
    record(by=by, action="returns.stop_sharing", target=one, summary=f"No longer shares the {_name(one)}",
           reason=reason.strip(), details={"shared_on": was.isoformat()})  # fmt: skip


def _held(one: Shareable, by: Acts) -> Shareable:
    found: Manager[Survey] | Manager[CollectionReview] = type(one)._default_manager
    held: Shareable = found.select_for_update(of=("self",)).get(pk=one.pk)
    permissions.check_may(scope_of_actor(by), Action.RUN_ROUNDS, held.alliance.region.code)
    return held


def _name(one: Shareable) -> str:
    return str(one) if isinstance(one, Survey) else one.audit_label
