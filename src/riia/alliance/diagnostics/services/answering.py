"""Saving what a council says of a statement: each saving is a row of its own, so that nothing anybody said is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.diagnostics import policies
from riia.alliance.diagnostics.answers import Answer
from riia.alliance.diagnostics.models import Assessment, Rating
from riia.alliance.diagnostics.permissions import check_may
from riia.alliance.diagnostics.queries.reading import answer_of, ratings
from riia.alliance.diagnostics.services.moving import locked, move, person_of
from riia.alliance.diagnostics.states import AssessmentState, RoundState
from riia.alliance.returns.timekeeping import now


@dataclass(frozen=True, slots=True)
class Clash:
    """A statement that somebody else changed in the meantime. `mine` was not saved; `theirs` stands."""

    statement: str
    mine: Answer
    theirs: Answer
    who: str
    at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: the keys that changed, and those that clash."""

    changed: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()


@transaction.atomic
def save_answers(*, one: Assessment, given: Mapping[str, Answer], base: Mapping[str, int], by: Acts) -> Saved:
    """Save answers by statement. Statements that are not given stay as they are.

    `base` is the revision of each statement that the sender saw, 0 for one without an answer. A statement that was
    changed since to something else is not touched and comes back as a clash; every other one is saved. Raises
    AssessmentError when an answer makes no sense or the state does not let answers change.
    """
    one = locked(one)
    check_may(scope_of_actor(by), Action.SELF_ASSESS, one.council.code)
    policies.check_open(RoundState(one.round.state))
    policies.check_editable(AssessmentState(one.state))
    topic = one.round.as_topic
    wanted = {key: answer.tidy() for key, answer in given.items()}
    for key, answer in wanted.items():
        policies.check_answer(topic, key, answer)
    standing = ratings(one)
    kept: dict[str, Answer] = {}
    clashes = []
    for key, answer in wanted.items():
        held = standing.get(key)
        if (answer_of(held) if held else Answer()) == answer:
            continue
        if held and held.revision > base.get(key, 0):
            clashes.append(Clash(key, answer, answer_of(held), held.changer_label, held.changed_at, held.revision))
        else:
            kept[key] = answer
    if kept:
        _note(one, kept, by)
        _store(one, kept, by)
    return Saved(tuple(kept), tuple(clashes))


def _note(one: Assessment, kept: Mapping[str, Answer], by: Acts) -> None:
    """One step of the revision with its one line in the trail; the first answer makes a draft."""
    count = len(kept)
    summary = f"Saved what is said of {count} statement{'' if count == 1 else 's'}"
    details: dict[str, object] = {"statements": sorted(kept)}
    if AssessmentState(one.state) is AssessmentState.NOT_STARTED:
        move(one=one, to=AssessmentState.DRAFT, by=by, action="diagnostics.save_answers",
             summary=f"{summary}, the first", details=details)  # fmt: skip
        return
    one.revision += 1
    one.save(update_fields=["revision"])
    record(by=by, action="diagnostics.save_answers", target=one, summary=summary, details=details)


def _store(one: Assessment, kept: Mapping[str, Answer], by: Acts) -> None:
    moment, person, label = now(), person_of(by), by.as_actor().label
    Rating.objects.bulk_create(
        Rating(
            assessment=one, statement=key, **answer.stored(), revision=one.revision, changed_at=moment,
            changed_by=person, changer_label=label,
        )
        for key, answer in kept.items()
    )  # fmt: skip
