"""Reads of the inventory: for the people of the alliance and its councils; nothing outside is returned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from riia.alliance.access.scope import Scope
from riia.alliance.agreements.models import (
    DataSource,
    Holding,
    ItemLine,
    Observation,
    Obstacle,
    RegisterItem,
    SharingPlan,
    SubmissionDeadline,
)
from riia.alliance.agreements.permissions_inventory import councils_answered_for
from riia.alliance.agreements.queries.register import datasets_seen, lines_on, sees_inventory, versions_shown
from riia.alliance.agreements.states_inventory import Held, Topic
from riia.alliance.agreements.states_register import ItemStatus
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Place


def sources(scope: Scope, alliance: Alliance, topic: str = "") -> QuerySet[DataSource]:
    """The sources of an alliance that have not ended, by topic and title; of one topic or of all."""
    found = DataSource.objects.filter(alliance=alliance, ended_on=None).select_related("alliance__region", "feeds")
    found = found.filter(topic=topic) if topic in set(Topic) else found
    return found if sees_inventory(scope, alliance) else found.none()


def source_seen(scope: Scope, reference: Any) -> DataSource | None:
    """One source, ended ones too, if the viewer may read the inventory it is in."""
    found = DataSource.objects.filter(reference=reference)
    source = found.select_related("alliance__region", "feeds__dataset__version__agreement__alliance__region").first()
    return source if source and sees_inventory(scope, source.alliance) else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Councils by sources: what each council says of each source. A pair that is not there: it has not said."""

    sources: tuple[DataSource, ...]
    councils: tuple[Place, ...]
    held: Mapping[tuple[int, int], Held]
    """By the key of the source and of the council."""

    def of(self, source: DataSource, council: Place) -> Held | None:
        """What a council says of a source; None where it has not said."""
        return self.held.get((source.pk, council.pk))

    def count(self, answer: Held | None, sources: Iterable[DataSource], councils: Iterable[Place]) -> int:
        """How many of these pairs stand so."""
        chosen = list(councils)
        return sum(self.of(source, council) is answer for source in sources for council in chosen)


def coverage(scope: Scope, alliance: Alliance, topic: str = "") -> Coverage:
    """What the councils that are members today say of each source."""
    found = tuple(sources(scope, alliance, topic))
    councils = tuple(places.members(alliance).order_by("name")) if found else ()
    rows = Holding.objects.filter(source__in=found, council__in=councils)
    held = {(source, council): Held(status) for source, council, status in
            rows.values_list("source_id", "council_id", "status")}  # fmt: skip
    return Coverage(found, councils, held)


def holding_rows(found: Coverage) -> dict[tuple[int, int], Holding]:
    """The answers of a matrix with who gave them and when, by the key of the source and of the council."""
    rows = Holding.objects.filter(source__in=found.sources, council__in=found.councils)
    return {(each.source_id, each.council_id): each for each in rows}


def holdings(source: DataSource) -> dict[int, Holding]:
    """What councils said of a source, by the council's key."""
    return {each.council_id: each for each in source.holdings.all()}


def answers_of(sources: Iterable[DataSource], council: Place) -> dict[int, Held]:
    """What a council has said of sources, by the source's key."""
    rows = Holding.objects.filter(source__in=list(sources), council=council).values_list("source_id", "status")
    return {source: Held(status) for source, status in rows}


def own_councils(scope: Scope, alliance: Alliance) -> list[Place]:
    """The member councils for which the viewer may say what they hold, by name."""
    return councils_answered_for(scope, places.members(alliance).select_related("region").order_by("name"))


def observations(scope: Scope, alliance: Alliance) -> QuerySet[Observation]:
    """What was noted about sources that have not ended, and stands; the newest first."""
    found = Observation.objects.filter(source__alliance=alliance, source__ended_on=None, withdrawn_at=None)
    found = found.select_related("source", "council").order_by("-observed_on", "-id")
    return found if sees_inventory(scope, alliance) else found.none()


def observation_seen(scope: Scope, reference: Any) -> Observation | None:
    """One observation, if the viewer may read the inventory it is in."""
    seen = Observation.objects.filter(reference=reference).select_related("source__alliance__region", "council")
    found = seen.first()
    return found if found and sees_inventory(scope, found.source.alliance) else None


def obstacles(scope: Scope, alliance: Alliance) -> list[Obstacle]:
    """The obstacles of an alliance: what is escalated first, then what is open, what is resolved last."""
    found = Obstacle.objects.filter(alliance=alliance).select_related("alliance__region")
    order = ("escalated", "open", "in-hand", "resolved")
    return sorted(found, key=lambda each: order.index(each.state)) if sees_inventory(scope, alliance) else []


def obstacle_seen(scope: Scope, reference: Any) -> Obstacle | None:
    """One obstacle, if the viewer may read the inventory it is in."""
    found = Obstacle.objects.filter(reference=reference).select_related("alliance__region").first()
    return found if found and sees_inventory(scope, found.alliance) else None


def plan_of(scope: Scope, alliance: Alliance) -> SharingPlan | None:
    """The data sharing plan of an alliance; None where nothing is settled, or it is not the viewer's to read."""
    return SharingPlan.objects.filter(alliance=alliance).first() if sees_inventory(scope, alliance) else None


def planned(scope: Scope, alliance: Alliance, on: date) -> list[tuple[Any, list[SubmissionDeadline]]]:
    """Every dataset of the registers that count, with its deadlines in order, those of earlier versions among them."""
    versions = versions_shown(alliance, on)
    found = list(datasets_seen(scope, alliance).filter(version__in=versions))
    deadlines: dict[tuple[int, str], list[SubmissionDeadline]] = {}
    rows = SubmissionDeadline.objects.filter(dataset__version__agreement__alliance=alliance).order_by("due_on")
    for each in rows.select_related("dataset__version__agreement"):
        deadlines.setdefault((each.dataset.version.agreement_id, each.dataset.key), []).append(each)
    return [(each, deadlines.get((each.version.agreement_id, each.key), [])) for each in found]


def register_items(alliance: Alliance, on: date) -> list[tuple[RegisterItem, ItemLine]]:
    """The items of the registers that count, with what holds of them today; dropped and superseded ones left out."""
    lines = lines_on(on, dataset__version__in=versions_shown(alliance, on))
    over = {ItemStatus.DROPPED, ItemStatus.SUPERSEDED}
    items = RegisterItem.objects.filter(pk__in=lines).select_related("dataset").order_by("dataset__number", "number")
    return [(each, lines[each.pk]) for each in items if lines[each.pk].status not in over]


def sources_of(item: RegisterItem) -> Sequence[DataSource]:
    """The sources that could feed an item of the register. Ask only for items that the viewer may read."""
    return list(DataSource.objects.filter(feeds=item, ended_on=None).order_by("title"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A council of the viewer's own that has not said of so many sources whether it has them."""

    council: Place
    sources: int


def unanswered(scope: Scope) -> list[Waiting]:
    """What waits for the viewer's answer, for their own councils only: the region answers for nobody unasked."""
    found = []
    for alliance in places.alliances().filter(data_sources__isnull=False).distinct() if scope.councils else ():
        asked = sources(scope, alliance)
        for council in own_councils(scope, alliance):
            if council.code in scope.councils:
                left = asked.exclude(holdings__council=council).count()
                found += [Waiting(council, left)] if left else []
    return found
