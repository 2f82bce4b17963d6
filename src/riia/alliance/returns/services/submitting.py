"""Submitting: the whole return is kept as a version, once, however often the button is pressed."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.returns import policies, tasks
from riia.alliance.returns.errors import DeskError, Stale
from riia.alliance.returns.models import Return, Source, Version
from riia.alliance.returns.permissions import check_may
from riia.alliance.returns.queries.checking import Checked, checked
from riia.alliance.returns.queries.reading import heading_of, latest_version
from riia.alliance.returns.services.answers import check_changeable
from riia.alliance.returns.services.moving import locked, move, person_of
from riia.alliance.returns.states import IN_HAND, ReturnState
from riia.alliance.returns.timekeeping import is_replay, now, today
from riia.indicators.returns.canonical import as_stored, fingerprint, written
from riia.indicators.returns.nouns import Outcome

PRINTED: Final = 12
"""How many signs of a fingerprint a receipt prints: enough to read out, and no two versions will share them."""


class NotReady(DeskError):
    """The return cannot be submitted yet. `checked` says what is in the way."""

    def __init__(self, checked: Checked) -> None:
        """Say what is in the way, counted."""
        self.checked = checked
        super().__init__(f"The return is not ready to submit: {checked.in_the_way}.")


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a version is in. `again` says that it was in already, and that this press changed nothing."""

    version: Version
    again: bool = False

    @property
    def reference(self) -> str:
        """What a council quotes: the return's reference, its version and the first signs of the fingerprint."""
        return f"{str(self.version.council_return.reference)[:8].upper()}-{self.version.number}"

    @property
    def fingerprint(self) -> str:
        """The first signs of the fingerprint."""
        return self.version.fingerprint[:PRINTED]


@transaction.atomic
def submit(*, one: Return, by: Acts, revision: int | None = None) -> Receipt:
    """Submit the return as it stands. `revision` is what the person saw when they decided, where that is known.

    Nothing is submitted twice: while the region has the return, this answers with the receipt of what is in. Raises
    NotReady while something must be corrected, read or explained, Stale when the return has changed since `revision`,
    DeskError when nothing has changed since the desk asked.
    """
    one = locked(one)
    check_may(scope_of_actor(by), Action.PREPARE_RETURN, one.council.code)
    state, latest = ReturnState(one.state), latest_version(one)
    if state in IN_HAND and state is not ReturnState.IN_QUERY and latest is not None:
        return Receipt(latest, again=True)
    check_changeable(one)
    if revision is not None and revision != one.revision:
        raise Stale("The return has changed since this page was opened. Look at it again, then submit.")
    found = checked(one)
    if found.in_the_way:
        raise NotReady(found)
    content = fingerprint(heading_of(one), found.answers, found.explained)
    if latest is not None and state is ReturnState.IN_QUERY and latest.fingerprint == content:
        raise DeskError(
            f"Nothing has changed since version {latest.number}, which the desk has. Correct a figure or an "
            "explanation first, or answer the query in words."
        )
    version = _version(one, found, content, by)
    if one.first_submitted_on is None:
        one.first_submitted_on = today()
    details: dict[str, object] = {"version": version.number, "fingerprint": content, "explained": len(found.explained)}
    move(
        one=one,
        to=ReturnState.SUBMITTED,
        by=by,
        action="returns.submit",
        summary=f"Submitted version {version.number}",
        version=version,
        details=details,
    )
    if isinstance(by, Person) and not is_replay():
        # In the same transaction: whatever happens next, the receipt is on its way exactly when the version is in.
        tasks.send_receipt.enqueue(version=version.pk, person=str(by.reference))
    return Receipt(version)


def _version(one: Return, found: Checked, content: str, by: Acts) -> Version:
    number = one.versions.order_by("-number").values_list("number", flat=True).first() or 0
    known = found.background
    return Version.objects.create(
        council_return=one,
        number=number + 1,
        why="submitted",
        answers=as_stored(found.answers),
        explanations=found.explained,
        outcomes=[stored_outcome(outcome) for outcome in found.shown],
        population={"value": written(known.population), "words": known.population_words},
        source=_source(one, found),
        fingerprint=content,
        made_at=now(),
        made_by=person_of(by),
        maker_label=by.as_actor().label,
    )


def stored_outcome(outcome: Outcome) -> dict[str, Any]:
    """An outcome as a version keeps it, with its key beside its parts."""
    kept = asdict(outcome)
    return {
        **kept,
        "weight": outcome.weight.value,
        "cells": [str(cell) for cell in outcome.cells],
        "key": outcome.key,
    }


def _source(one: Return, found: Checked) -> Source:
    """How the version came in: as a correction, else the way most of its answers came."""
    if ReturnState(one.state) in (ReturnState.IN_QUERY, ReturnState.REOPENED):
        return Source.CORRECTION
    ways = [entry.source for entry in found.entries.values() if entry.value]
    return Source(max(sorted(set(ways)), key=ways.count)) if ways else Source.FORM


def may_submit(one: Return) -> bool:
    """Whether the state lets the return be submitted now."""
    try:
        policies.check_move(ReturnState(one.state), ReturnState.SUBMITTED)
    except DeskError:
        return False
    return True
