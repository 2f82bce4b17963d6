"""The simulated inventory: loaded once, labelled, with something to see for everybody who looks."""

import pytest
from django.utils import timezone

from riia.alliance.access.scope import Scope
from riia.alliance.agreements.models import (
    DataProject,
    DataSource,
    Delivery,
    Holding,
    Observation,
    Obstacle,
    ProjectSupply,
    SharingPlan,
)
from riia.alliance.agreements.queries import inventory, projects
from riia.alliance.agreements.states_inventory import Held, HolderKind, ObservationKind, ObstacleState, Topic
from riia.alliance.audit.actors import System
from riia.alliance.places.models import Alliance
from riia.alliance.places.services import load_reference
from riia.demo.agreements_mou import load_agreements
from riia.demo.agreements_register import load_register
from riia.demo.inventory import BRISTOL, SOURCES, SOUTH_WEST, load_inventory

BY = System("tests")


@pytest.fixture
def loaded(db: None) -> Alliance:
    load_reference(by=BY)
    load_agreements(by=BY)
    load_register(by=BY)
    for _ in range(2):
        load_inventory(by=BY)
    return Alliance.objects.get(region__code=SOUTH_WEST)


def test_it_has_something_for_everybody_and_says_that_it_is_simulated(loaded: Alliance) -> None:
    found = inventory.coverage(Scope.system(), loaded)
    assert (len(found.sources), len(found.councils)) == (len(SOURCES), 15)
    assert {source.topic for source in found.sources} == set(Topic)
    partners = {HolderKind(source.holder_kind) for source in found.sources}
    assert partners >= {HolderKind.HEALTH, HolderKind.POLICE, HolderKind.VCS, HolderKind.SCHOOLS, HolderKind.COUNCIL}
    assert {found.of(source, council) for source in found.sources for council in found.councils} == {*Held, None}
    assert Holding.objects.count() == 175
    bristol = next(council for council in found.councils if council.code == BRISTOL)
    assert found.count(None, found.sources, [bristol]) == 2
    assert {note.kind for note in Observation.objects.all()} == set(ObservationKind)
    assert {each.state for each in Obstacle.objects.all()} == set(ObstacleState)
    for model in (DataSource, Observation, Obstacle, DataProject, SharingPlan, Delivery):
        assert not model.objects.filter(simulated=False).exists(), model.__name__


def test_the_three_projects_stand_in_the_register(loaded: Alliance) -> None:
    titles = ["Fostering SW", "Graduating Care SW", "South West Sufficiency Project"]
    assert list(projects.projects(Scope.system(), loaded).values_list("title", flat=True)) == titles
    entries = projects.supplied_entries(loaded, timezone.localdate())
    assert len(entries) == ProjectSupply.objects.count() == 4
    assert {each.status.value for each in entries.values() if each.status} == {"active", "under-review"}
    assert [each.project.title for each in projects.also_supplied_by(loaded, "cla-current")] == ["Fostering SW"]
    assert not Delivery.objects.exists(), "without returns there is nothing to differ from"
