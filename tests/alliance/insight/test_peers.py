"""Who is compared with whom, on which day."""

from datetime import date

import pytest

from riia.alliance.insight.peers import peers_of, subject_of
from riia.alliance.places.naming import plain_name, possessive
from riia.indicators.reference import UnknownPlace

MARCH_2025 = date(2025, 3, 31)


@pytest.mark.parametrize(
    ("region", "councils"),
    [("E12000001", 12), ("E12000004", 10), ("E12000007", 33), ("E12000009", 15), ("E92000001", 153)],
)
def test_a_region_has_each_council_once(region: str, councils: int) -> None:
    peers = peers_of(region, MARCH_2025)
    inside = peers.region_councils or peers.councils
    assert len(inside) == councils
    assert len(set(inside)) == councils


def test_a_council_has_ten_neighbours_its_region_and_all_councils() -> None:
    peers = peers_of("831", MARCH_2025)
    assert [neighbour.rank for neighbour in peers.neighbours] == list(range(1, 11))
    assert "831" not in peers.neighbour_codes
    assert peers.region is not None
    assert peers.region.in_text == "the East Midlands"
    assert (peers.model, len(peers.region_councils), len(peers.councils)) == ("2025", 10, 153)


def test_a_council_that_ended_is_compared_as_it_was() -> None:
    peers = peers_of("928", date(2020, 3, 31))
    assert "928" in peers.region_councils
    assert not {"940", "941"} & set(peers.councils)
    assert peers.model == "2021"


def test_a_region_is_ranked_with_regions_and_has_no_neighbours() -> None:
    peers = peers_of("E12000004", MARCH_2025)
    assert (len(peers.equals), peers.neighbours) == (9, ())
    assert peers.why_no_neighbours == "Statistical neighbours are defined for councils only."


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(UnknownPlace):
        peers_of("999", MARCH_2025)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Bristol, City of", "Bristol"),
        ("Herefordshire, County of", "Herefordshire"),
        ("Bournemouth, Christchurch and Poole", "Bournemouth, Christchurch and Poole"),
        ("Derby", "Derby"),
    ],
)
def test_names_are_turned_round_only_where_they_were_turned(name: str, written: str) -> None:
    assert plain_name(name) == written


def test_possessives_and_articles() -> None:
    assert possessive("Derby") == "Derby’s"
    assert possessive("St Helens") == "St Helens’"
    assert subject_of("E12000004").possessive == "the East Midlands’"
    assert subject_of("E12000007").possessive == "London’s"
    assert subject_of("E12000003").in_text == "Yorkshire and The Humber"
    assert subject_of("E92000001").possessive == "England’s"
