"""Keeping the inventory: sources, what councils say they hold, observations, obstacles, each with its audit entry."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from riia.alliance.agreements.models import DataSource, Holding, Observation, Obstacle, RegisterItem
from riia.alliance.agreements.permissions_inventory import check_may_answer, check_may_keep
from riia.alliance.agreements.permissions_register import alliance_of
from riia.alliance.agreements.policies_inventory import check_obstacle, check_past, holder_of, said
from riia.alliance.agreements.register_errors import RegisterChangeError
from riia.alliance.agreements.states_inventory import (
    Held,
    HolderKind,
    Level,
    ObservationKind,
    ObstacleState,
    Quality,
    Topic,
)
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.places.models import Alliance, Place
from riia.indicators.calendar import Frequency


@dataclass(frozen=True, slots=True)
class SourceText:
    """What is said of a source: see `models.DataSource`."""

    title: str
    topic: Topic
    about: str
    holder_kind: HolderKind
    level: Level
    holder: str = ""
    frequency: Frequency | None = None
    quality: Quality = Quality.NOT_KNOWN
    quality_note: str = ""
    feeds: RegisterItem | None = None
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class ObstacleText:
    """What is said of an obstacle: see `models.Obstacle`. `topic` None is all of them."""

    title: str
    impact: str
    solution: str
    owner: str
    topic: Topic | None = None
    state: ObstacleState = ObstacleState.OPEN
    escalated_to: str = ""
    escalated_on: date | None = None
    outcome: str = ""


@transaction.atomic
def enter_source(*, alliance: Alliance, text: SourceText, by: Acts) -> DataSource:
    """Enter a source of data. Every council of the alliance is then asked whether it has it."""
    check_may_keep(by, alliance)
    facts = _source_facts(alliance, text)
    _check_title(alliance, facts["title"])
    source = DataSource.objects.create(
        alliance=alliance, simulated=text.simulated, recorder_label=by.as_actor().label, **facts
    )
    record(
        by=by,
        action="agreements.enter_source",
        target=source,
        summary=f"Entered the data source “{source.title}” in the inventory",
    )
    return source


@transaction.atomic
def change_source(*, source: DataSource, text: SourceText, by: Acts) -> DataSource:
    """Say anew what a source is. What councils said of it stays."""
    check_may_keep(by, source.alliance)
    source = _locked_source(source)
    facts = _source_facts(source.alliance, text)
    _check_title(source.alliance, facts["title"], source)
    before = {name: getattr(source, name) for name in facts}
    for name, value in facts.items():
        setattr(source, name, value)
    source.save()
    changed = {name: [str(before[name]), str(value)] for name, value in facts.items() if before[name] != value}
    record(
        by=by,
        action="agreements.change_source",
        target=source,
        summary=f"Changed the data source “{source.title}”",
        details={"changed": changed},
    )
    return source


@transaction.atomic
def end_source(*, source: DataSource, reason: str, by: Acts) -> DataSource:
    """A source exists no more. It stays on record with what was said of it, and nobody is asked about it."""
    check_may_keep(by, source.alliance)
    source = _locked_source(source)
    source.ended_because = said(reason, "why the source has ended")
    source.ended_on = timezone.localdate()
    source.save(update_fields=["ended_on", "ended_because"])
    record(
        by=by,
        action="agreements.end_source",
        target=source,
        summary=f"Ended the data source “{source.title}”",
        reason=source.ended_because,
    )
    return source


@dataclass(frozen=True, slots=True)
class Answer:
    """What a council says of a source now, and what stood there when it was asked: None where nothing did."""

    now: Held
    before: Held | None


@transaction.atomic
def answer_for(*, alliance: Alliance, council: Place, answers: Mapping[DataSource, Answer], by: Acts) -> int:
    """Record what a council says of sources. Gives how many answers changed.

    Raises RegisterChangeError, and changes nothing, where somebody answered otherwise in the meantime.
    """
    check_may_answer(by, council, alliance)
    if any(source.alliance_id != alliance.pk for source in answers):
        raise RegisterChangeError("A source of another alliance is among them. Reload the page and answer again.")
    locked = {each.pk: each for each in DataSource.objects.select_for_update().filter(pk__in=[s.pk for s in answers])}
    held = {each.source_id: each for each in Holding.objects.filter(source__in=locked, council=council)}
    changed: dict[str, list[str]] = {}
    rows: list[Holding] = []
    for source, answer in answers.items():
        row = held.get(source.pk)
        stands = Held(row.status) if row else None
        if stands is answer.now:
            continue
        if locked[source.pk].ended_on is not None:
            raise RegisterChangeError(f"“{source.title}” has ended meanwhile. Reload the page and answer the others.")
        if stands is not answer.before:
            now = stands.words if stands else "not answered"
            who = f" by {row.recorder_label}" if row else ""
            raise RegisterChangeError(
                f"“{source.title}” was changed meanwhile{who}: it stands as {now}. Reload the page and answer again."
            )
        rows.append(Holding(source=source, council=council, status=answer.now, recorder_label=by.as_actor().label))
        changed[source.title] = [stands.words if stands else "no answer", answer.now.words]
    if changed:
        Holding.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["source", "council"],
            update_fields=["status", "recorder_label", "recorded_at"],
        )
        record(
            by=by,
            action="agreements.answer_holdings",
            target=council,
            summary=f"Recorded what {council.label} holds: {len(changed)} sources of data",
            details={"changed": changed},
            places=alliance.audit_places,
        )
    return len(changed)


@transaction.atomic
def observe(
    *,
    source: DataSource,
    kind: ObservationKind,
    text: str,
    observed_on: date,
    council: Place | None = None,
    simulated: bool = False,
    by: Acts,
) -> Observation:
    """Note a gap, insight, inconsistency, barrier or enabler; without a council it is about the whole region."""
    _check_about(by, source, council)
    check_past(observed_on, timezone.localdate(), "The day it was noticed")
    _locked_source(source)
    observation = Observation.objects.create(
        source=source,
        kind=kind,
        text=said(text, "what you noticed"),
        council=council,
        observed_on=observed_on,
        simulated=simulated,
        recorder_label=by.as_actor().label,
    )
    record(
        by=by,
        action="agreements.observe",
        target=observation,
        summary=f"Noted: {kind.value}, about “{source.title}”",
        details={"kind": kind.value, "text": observation.text},
    )
    return observation


@transaction.atomic
def withdraw_observation(*, observation: Observation, reason: str, by: Acts) -> Observation:
    """An observation does not hold any more. It stays on record."""
    _check_about(by, observation.source, observation.council)
    observation = Observation.objects.select_for_update(of=("self",)).get(pk=observation.pk)
    if observation.withdrawn_at is not None:
        raise RegisterChangeError("This observation is withdrawn already. Reload the page.")
    observation.withdrawn_because = said(reason, "why it does not hold any more")
    observation.withdrawn_at = timezone.now()
    observation.save(update_fields=["withdrawn_at", "withdrawn_because"])
    record(
        by=by,
        action="agreements.withdraw_observation",
        target=observation,
        summary=f"Withdrew an observation about “{observation.source.title}”",
        reason=observation.withdrawn_because,
    )
    return observation


@transaction.atomic
def note_obstacle(
    *, alliance: Alliance, text: ObstacleText, noted_on: date, simulated: bool = False, by: Acts
) -> Obstacle:
    """Note something that persists: the obstacle, its impact, the solution proposed and who owns it."""
    check_may_keep(by, alliance)
    check_past(noted_on, timezone.localdate(), "The day it was noted")
    check_obstacle(None, text.state, text.escalated_to, text.outcome)
    since = text.escalated_on or noted_on if text.state is ObstacleState.ESCALATED else noted_on
    obstacle = Obstacle(
        alliance=alliance, noted_on=noted_on, simulated=simulated, recorder_label=by.as_actor().label, since=since
    )
    _write_obstacle(obstacle, text)
    record(by=by, action="agreements.note_obstacle", target=obstacle, summary=f"Noted the obstacle “{obstacle.title}”")
    return obstacle


@transaction.atomic
def change_obstacle(*, obstacle: Obstacle, text: ObstacleText, by: Acts) -> Obstacle:
    """Say anew what an obstacle is and how it stands: under way, escalated to somebody, resolved, or open again."""
    check_may_keep(by, obstacle.alliance)
    obstacle = Obstacle.objects.select_for_update(of=("self",)).select_related("alliance__region").get(pk=obstacle.pk)
    now = ObstacleState(obstacle.state)
    check_obstacle(now, text.state, text.escalated_to, text.outcome)
    if text.state is not now:
        escalated = text.escalated_on if text.state is ObstacleState.ESCALATED else None
        obstacle.since = escalated or timezone.localdate()
    before = {name: str(getattr(obstacle, name)) for name in _OBSTACLE_FACTS}
    _write_obstacle(obstacle, text)
    after = {name: str(getattr(obstacle, name)) for name in _OBSTACLE_FACTS}
    moved = f": {text.state.words}" if text.state is not now else ""
    record(
        by=by,
        action="agreements.change_obstacle",
        target=obstacle,
        summary=f"Changed the obstacle “{obstacle.title}”{moved}",
        details={"changed": {name: [before[name], after[name]] for name in before if before[name] != after[name]}},
    )
    return obstacle


_OBSTACLE_FACTS = tuple(each.name for each in fields(ObstacleText))


def _write_obstacle(obstacle: Obstacle, text: ObstacleText) -> None:
    today = timezone.localdate()
    check_past(text.escalated_on, today, "The day of the escalation")
    obstacle.topic = text.topic.value if text.topic else ""
    obstacle.title = said(text.title, "what stands in the way")
    obstacle.impact = said(text.impact, "its impact")
    obstacle.solution = said(text.solution, "the solution proposed")
    obstacle.owner = said(text.owner, "who owns it: an office or a body")
    obstacle.state = text.state
    obstacle.escalated_to = text.escalated_to.strip()
    obstacle.escalated_on = (text.escalated_on or today) if obstacle.escalated_to else None
    obstacle.outcome = text.outcome.strip()
    obstacle.save()


def _source_facts(alliance: Alliance, text: SourceText) -> dict[str, Any]:
    if text.feeds is not None and alliance_of(text.feeds.dataset).pk != alliance.pk:
        raise RegisterChangeError("That item is in the register of another alliance. Choose one of this register.")
    return {
        "title": said(text.title, "what the source is called"),
        "topic": text.topic.value,
        "about": said(text.about, "what it holds"),
        "holder_kind": text.holder_kind.value,
        "holder": holder_of(text.holder_kind, text.holder),
        "level": text.level.value,
        "frequency": text.frequency.value if text.frequency else "",
        "quality": text.quality.value,
        "quality_note": text.quality_note.strip(),
        "feeds": text.feeds,
    }


def _check_title(alliance: Alliance, title: str, own: DataSource | None = None) -> None:
    others = DataSource.objects.filter(alliance=alliance, title=title, ended_on=None)
    if (others.exclude(pk=own.pk) if own else others).exists():
        raise RegisterChangeError(f"The inventory already has “{title}”. Choose another name, or change that source.")


def _locked_source(source: DataSource) -> DataSource:
    """The source as it is now, kept from others until the end. An ended one takes nothing new."""
    found = DataSource.objects.select_for_update(of=("self",)).select_related("alliance__region").get(pk=source.pk)
    if found.ended_on is not None:
        raise RegisterChangeError(f"“{found.title}” has ended, so nothing is added to it. Enter a new source instead.")
    return found


def _check_about(by: Acts, source: DataSource, council: Place | None) -> None:
    if council is None:
        check_may_keep(by, source.alliance)
    else:
        check_may_answer(by, council, source.alliance)
