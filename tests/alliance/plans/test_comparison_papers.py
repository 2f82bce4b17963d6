"""Two uploaded documents compared as they stand, by whoever may have documents read."""

import datetime as dt
import hashlib

import pytest
from django.urls import reverse

from riia.alliance.intake.models import Paper
from riia.alliance.intake.states import PaperState
from riia.documents.model import Kind
from tests.alliance.plans.conftest import Live, SignedIn
from tests.alliance.plans.costs_world import REGION, World, make_world
from tests.alliance.plans.test_costs_pages import page
from tests.alliance.plans.test_costs_pages import signed_in as second_step

signed_in = second_step
HEAD = "Sub-Requirement Detail\tPlanned activity to meet requirements\tKey Performance Indicator (KPI)\n"
OLD = (
    "Alliance plan 2025 to 2026\n\nCSC Data Capacity\n\n" + HEAD
    + "5.1 Collect the indicators\t5.1.1 Review how data is collected\t"
    "5.1.1 Complete a review of data collection by 31 December 2025, with at least three areas for improvement.\n"
    "\t5.1.2 Submit returns\t5.1.2 Achieve 100% submission of indicators from all 15 LAs each academic term.\n"
    "\t5.1.3 Staff the team\t5.1.3 Answer 85% of external data queries within 5 working days.\n"
)  # fmt: skip
NEW = (
    OLD.replace("31 December 2025", "28 February 2026").replace("Answer 85%", "Answer 75%")
    + "\t5.1.4 Meet\t5.1.4 Hold at least 4 network meetings by March 2026.\n"
)


@pytest.fixture
def world(db: None, live: Live) -> World:
    live(dt.date(2026, 1, 5))
    return make_world()


def paper(name: str, text: str, place: str = REGION, kind: Kind = Kind.PLAN) -> str:
    data = text.encode()
    made = Paper.objects.create(place=place, name=name, form="txt", data=data, sha256=hashlib.sha256(data).hexdigest(),
                                size=len(data), state=PaperState.READ, kind=kind.value, giver_label="Rosa")  # fmt: skip
    return str(made.reference)


def test_two_documents_are_compared_as_they_stand(world: World, signed_in: SignedIn) -> None:
    client, older, newer = signed_in(world.coordinator), paper("old.txt", OLD), paper("new.txt", NEW)
    said = page(client, "compare_documents", older=older, newer=newer)
    assert "1 added and 2 changed of 4 KPIs" in said
    assert "59 days later" in said
    assert "at least 85% of " in said
    assert "nothing changed" in page(client, "compare_documents", older=older, newer=paper("copy.txt", OLD))
    assert "Select another document" in page(client, "compare_documents", older=older, newer=older)


def test_documents_of_others_are_not_offered(world: World, signed_in: SignedIn) -> None:
    own, other = paper("own.txt", OLD), paper("other.txt", NEW, place="E12000004")
    letter = paper("letter.txt", NEW, kind=Kind.LETTER)
    client = signed_in(world.coordinator)
    said = page(client, "compare_documents")
    assert "own.txt" in said
    assert "other.txt" not in said
    assert "letter.txt" not in said
    for newer in (other, letter):
        assert "is not one of the available choices" in page(client, "compare_documents", older=own, newer=newer)
    assert signed_in(world.lead).get(reverse("plans:compare_documents")).status_code == 403
