"""Reads about places, against the grant letter, the memorandum and the packaged data."""

from datetime import date

import pytest

from riia.alliance.places import queries
from riia.alliance.places.models import Organisation, Service
from riia.indicators import reference
from riia.indicators.model import Number
from riia.indicators.reference import AmbiguousPlace, UnknownPlace

pytestmark = [pytest.mark.usefixtures("loaded"), pytest.mark.django_db]
LETTER = date(2023, 12, 14)


def test_the_nine_alliances_have_the_councils_of_the_grant_letter() -> None:
    found = {alliance.region.code: queries.members(alliance, LETTER).count() for alliance in queries.alliances()}
    assert found == {item.code: item.councils_in_letter for item in reference.improvement_regions()}
    assert sum(found.values()) == 153


def test_members_follow_reorganisations() -> None:
    alliance = queries.alliance_of(queries.get("831"))
    assert alliance is not None
    assert alliance.code == "east-midlands"
    assert queries.members(alliance, date(2021, 3, 31)).count() == 9
    assert queries.members(alliance, date(2021, 4, 1)).count() == 10
    cumbria = queries.get("909")
    assert queries.alliance_of(cumbria, date(2023, 3, 31)) is not None
    assert queries.alliance_of(cumbria, date(2023, 4, 1)) is None


@pytest.mark.parametrize("code", ["E12000004", "E12000007", "E13000001", "E13000002", "E92000001", "831"])
@pytest.mark.parametrize("day", [date(2009, 4, 1), date(2019, 4, 1), LETTER])
def test_councils_in_a_place_agree_with_the_register(code: str, day: date) -> None:
    expected = {code} if len(code) == 3 else {council.code for council in reference.councils(on=day, region=code)}
    assert queries.council_codes_in(code, day) == expected
    assert {place.code for place in queries.councils_in(queries.get(code), day)} == expected


def test_codes_of_councils_come_in_one_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert len(queries.council_codes_in("E12000004", LETTER)) == 10
    assert queries.council_codes_in("E99999999", LETTER) == frozenset()


def test_regions_are_nine_with_london_once() -> None:
    assert [region.code for region in queries.regions()] == [region.code for region in reference.regions()]
    assert queries.england().code == "E92000001"
    inner = queries.get("E13000001")
    assert inner.is_region
    assert inner.region is not None
    assert inner.region.code == "E12000007"
    assert not queries.england().is_region
    assert queries.get("831").is_council


def test_finding_and_getting() -> None:
    assert queries.find("Hull").code == "810"
    assert queries.find("Dorset", on=date(2020, 1, 1)).code == "838"
    with pytest.raises(AmbiguousPlace):
        queries.find("Dorset")
    with pytest.raises(UnknownPlace, match="run the load_places command first"):
        queries.get("999")


def test_lineage_crosses_reorganisations_without_gathering_siblings() -> None:
    def codes(code: str) -> set[str]:
        return {place.code for place in queries.lineage(queries.get(code))}

    assert codes("831") == {"831"}
    assert codes("940") == {"940", "928"}
    assert codes("928") == {"928", "940", "941"}
    assert codes("839") == {"839", "837", "836", "835"}
    assert codes("838") == {"838", "835"}
    assert {item.successor.code for item in queries.successors(queries.get("909"))} == {"942", "943"}
    assert {item.predecessor.code for item in queries.predecessors(queries.get("942"))} == {"909"}


def test_neighbours_by_model() -> None:
    found = queries.neighbours(queries.get("831"))
    assert [(item.rank, item.neighbour.code, item.closeness) for item in found] == [
        (item.rank, item.code, item.closeness) for item in reference.neighbours("831")
    ]
    assert queries.neighbours(queries.get("831"), "2021").count() == 10
    assert not queries.neighbours(queries.get("909")).exists()


def test_populations_by_vintage(django_assert_num_queries) -> None:
    derby, leicester = queries.get("831"), queries.get("856")
    assert queries.population(derby, 2023) == Number(60_668)
    assert queries.population(derby, 2023, "mid-2023") == Number(60_058)
    with django_assert_num_queries(1):
        found = queries.populations([derby, leicester])
    assert found[derby.code, 2024] == Number(62_113)
    assert (leicester.code, 2012) in found


def test_one_trust_serves_two_councils() -> None:
    trust = Organisation.objects.get(code="northamptonshire-childrens-trust")
    on = date(2022, 6, 1)
    assert {service.council.code for service in queries.councils_served_by(trust, on)} == {"940", "941"}
    assert {item.organisation.code for item in queries.organisations_serving(queries.get("940"), on)} == {trust.code}
    Service.objects.filter(council__code="941").update(valid_to=date(2023, 3, 31))
    assert {s.council.code for s in queries.councils_served_by(trust, date(2023, 4, 1))} == {"940"}
    assert trust in queries.organisations(on)


def test_east_midlands_and_south_west_are_configurations_of_one_system() -> None:
    east, west = (queries.alliances().get(code=code) for code in ("east-midlands", "south-west"))
    assert (queries.members(east).count(), queries.members(west).count()) == (10, 15)
    assert east.challenge_team_size == 3
    assert west.challenge_team_size is None
    assert east.improvement_body is not None
    assert east.improvement_body.name == "SDSA"
    rhythms = {
        (item.alliance.code, item.subject): item
        for alliance in queries.alliances()
        for item in queries.rhythms(alliance)
    }
    assert rhythms["east-midlands", "Governance board"].words == "twice a year"
    assert rhythms["east-midlands", "Operational group"].words == "3 times a year"
    assert rhythms["south-west", "RIIA board"].words == "every quarter"
    assert rhythms["east-midlands", "Core dataset"].words == "every quarter (financial quarters)"
    # Words with two readings wait for a person.
    unsettled = {key for key, item in rhythms.items() if not item.is_settled}
    assert unsettled == {
        ("east-midlands", "Executive group"),
        ("south-west", "Core indicators, through the alliance"),
    }
    assert rhythms["east-midlands", "Executive group"].words.endswith("not settled")
    assert {alliance for alliance, _ in rhythms} == {alliance.code for alliance in queries.alliances()}
