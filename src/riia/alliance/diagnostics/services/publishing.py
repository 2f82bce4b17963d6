"""What a region publishes of a closed round, frozen."""

from typing import Any

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.diagnostics.answers import digest
from riia.alliance.diagnostics.errors import AssessmentError, Stale
from riia.alliance.diagnostics.models import AssessmentRound, PublishedSummary
from riia.alliance.diagnostics.permissions import check_may
from riia.alliance.diagnostics.queries.publishing import summary_content
from riia.alliance.diagnostics.services.moving import locked_round, person_of
from riia.alliance.diagnostics.states import RoundState
from riia.alliance.returns.timekeeping import now


@transaction.atomic
def publish_summary(*, round_: AssessmentRound, words: str, seen: str, by: Acts) -> PublishedSummary:
    """Publish the summary of a closed round. `seen` is the digest of the content that was looked at.

    A later summary replaces it on the pages and leaves it on record. Published twice the same, it is published once.
    """
    one = locked_round(round_)
    check_may(scope_of_actor(by), Action.RUN_SELF_ASSESSMENTS, one.alliance.region.code)
    if RoundState(one.state) is not RoundState.CLOSED:
        raise AssessmentError("A summary is published once the round is closed, so that its numbers stay as they are.")
    content: dict[str, Any] = summary_content(one)
    if digest(content) != seen:
        raise Stale("The summary has changed since this page was opened. Look at it again, then publish.")
    latest = one.summaries.order_by("number").last()
    if latest and (latest.content, latest.words) == (content, words.strip()):
        return latest
    made = PublishedSummary.objects.create(
        round=one, number=(latest.number if latest else 0) + 1, words=words.strip(), content=content,
        published_at=now(), published_by=person_of(by), publisher_label=by.as_actor().label,
    )  # fmt: skip
    record(by=by, action="diagnostics.publish_summary", target=made, summary=f"Published summary {made.number}",
           details={"content": seen})  # fmt: skip
    return made
