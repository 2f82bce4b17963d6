"""Loading the packaged data: complete, safe to repeat, audited, and careful with what people have changed."""

from datetime import date

import pytest
from django.core.management import call_command

from riia.alliance.audit.models import Entry
from riia.alliance.audit.services import System
from riia.alliance.places import queries, services
from riia.alliance.places.models import (
    Alliance,
    AllianceMember,
    Neighbour,
    Organisation,
    Place,
    PlaceCode,
    PlaceName,
    Population,
    PopulationVintage,
    Rhythm,
    Succession,
)
from riia.alliance.places.services import load_reference
from riia.indicators import reference
from riia.indicators.model import Missing, Symbol

pytestmark = [pytest.mark.usefixtures("loaded"), pytest.mark.django_db]
BY = System("tests")


def test_everything_packaged_is_in_the_database(loaded) -> None:
    assert Place.objects.count() == len(reference.authorities()) + len(reference.regions_by_code())
    assert Neighbour.objects.count() == sum(
        len(members) for model in ("2025", "2021") for members in reference.neighbour_lists(model).values()
    )
    assert Population.objects.count() == sum(len(reference.populations(v.code)) for v in reference.vintages())
    assert Succession.objects.count() == len(reference.successions())
    assert loaded.added["place"] == Place.objects.count()
    for authority in reference.authorities():
        place = queries.get(authority.code)
        assert (place.name, place.official_name, place.label) == (
            authority.name,
            authority.official_name,
            authority.label,
        )
        assert place.region is not None
        assert place.region.code == authority.region
        assert (place.subregion.code if place.subregion else None) == authority.subregion


def test_every_published_population_is_the_same_in_the_database_symbols_included() -> None:
    every = Place.objects.all()
    for vintage in reference.vintages():
        assert dict(queries.populations(every, vintage.code)) == dict(reference.populations(vintage.code))
    assert queries.population(queries.get("835"), 2015) == Missing(Symbol.NOT_AVAILABLE)


def test_loading_again_changes_nothing_and_writes_no_entry() -> None:
    entries = Entry.objects.count()
    report = load_reference(by=BY)
    assert not report.changed_anything
    assert report.words == "Reference data already up to date"
    assert Entry.objects.count() == entries


def test_the_load_is_in_the_trail(loaded) -> None:
    entry = Entry.objects.get(action="places.load_reference")
    assert entry.actor_label == "tests"
    assert entry.details["added"] == loaded.added


def test_reference_rows_are_put_right_and_strays_removed() -> None:
    derby = queries.get("831")
    Place.objects.filter(code="831").update(name="Darby")
    Population.objects.filter(place=derby, mid_year=2024, vintage__is_current=True).update(number=1)
    Neighbour.objects.filter(place=derby, rank=1).update(closeness="Twin")
    PlaceName.objects.filter(place=derby, name="Derby City").delete()
    PlaceName.objects.create(place=derby, name="Derbados", kind="variant")
    report = load_reference(by=BY)
    assert queries.get("831").name == "Derby"
    assert str(queries.population(derby, 2024)) == "62113"
    assert report.changed == {"place": 1}
    assert report.removed == {"place name": 1, "neighbour": 2, "population": 1}
    assert report.added == {"place name": 1, "neighbour": 2, "population": 1}


def test_a_place_that_is_not_packaged_is_left_alone() -> None:
    new = Place.objects.create(
        code="299", kind="council", name="Newshire", official_name="Newshire Council", council_type="unitary",
        region=queries.get("E12000008"), valid_from=date(2027, 4, 1),
    )  # fmt: skip
    PlaceName.objects.create(place=new, name="Newshire", kind="published")
    PlaceCode.objects.create(place=new, scheme="ons", code="E06009999")
    Succession.objects.create(predecessor=queries.get("936"), successor=new, on=date(2027, 4, 1), kind="split")
    assert not load_reference(by=BY).changed_anything
    assert new.names.count() == new.codes.count() == 1


def test_what_people_changed_in_the_configuration_is_kept() -> None:
    Alliance.objects.filter(code="london").update(name="London Improvement Partnership")
    Organisation.objects.filter(code="sdsa").update(name="SDSA Limited")
    Rhythm.objects.filter(alliance__code="south-west", subject="RIIA board").delete()
    assert not load_reference(by=BY).changed_anything
    assert Alliance.objects.get(code="london").name == "London Improvement Partnership"
    assert not Rhythm.objects.filter(subject="RIIA board").exists()


def test_a_council_that_ends_leaves_its_alliance_on_its_last_day() -> None:
    AllianceMember.objects.filter(council__code="909").update(valid_to=None)
    report = load_reference(by=BY)
    assert report.changed == {"alliance member": 1}
    assert AllianceMember.objects.get(council__code="909").valid_to == date(2023, 3, 31)


def test_the_current_vintage_moves_without_two_being_current() -> None:
    PopulationVintage.objects.update(is_current=False)
    PopulationVintage.objects.filter(code="mid-2023").update(is_current=True)
    load_reference(by=BY)
    assert PopulationVintage.objects.get(is_current=True).code == "mid-2024"


def test_nothing_is_loaded_when_the_trail_cannot_be_written(monkeypatch) -> None:
    def refuse(**_: object) -> None:
        raise RuntimeError("no trail")

    Place.objects.filter(code="831").update(name="Darby")
    monkeypatch.setattr("riia.alliance.places.services.reference.record", refuse)
    with pytest.raises(RuntimeError, match="no trail"):
        load_reference(by=BY)
    assert queries.get("831").name == "Darby"


def test_the_command_says_what_it_did(capsys) -> None:
    call_command("load_places")
    assert capsys.readouterr().out == "Reference data already up to date.\n"
    Place.objects.filter(code="831").update(name="Darby")
    call_command("load_places")
    assert "Changed 1 × place" in capsys.readouterr().out


def test_services_name_what_they_offer() -> None:
    assert set(services.__all__) == {"LoadReport", "load_reference", "set_terms", "settle_rhythm"}
