"""What the database itself refuses."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from riia.alliance.places import queries
from riia.alliance.places.models import (
    AcademicTerm,
    Alliance,
    AllianceMember,
    Neighbour,
    NeighbourModel,
    Organisation,
    Place,
    PlaceCode,
    PlaceName,
    Population,
    PopulationVintage,
    Rhythm,
    Service,
    Succession,
)

pytestmark = [pytest.mark.usefixtures("loaded"), pytest.mark.django_db]

COUNCIL = {"kind": "council", "name": "New", "official_name": "New Council", "council_type": "unitary"}
DAYS = {"start": date(2025, 9, 1), "end": date(2025, 12, 19), "source": "x", "academic_year": 2025, "term": 1}


def refused(kind_of_row: type[models.Model], /, **values: Any) -> bool:
    try:
        with transaction.atomic():
            kind_of_row._default_manager.create(**values)
    except IntegrityError:
        return True
    return False


def test_places() -> None:
    region = queries.get("E12000004")
    assert not refused(Place, code="299", region=region, **COUNCIL)
    assert refused(Place, code="831", region=region, **COUNCIL)
    assert refused(Place, code="298", **COUNCIL)
    assert refused(Place, code="29A", region=region, **COUNCIL)
    assert refused(Place, code="E06000999", region=region, **COUNCIL)
    assert refused(Place, code="297", region=region, **COUNCIL | {"official_name": ""})
    assert refused(Place, code="296", region=region, **COUNCIL | {"kind": "parish"})
    assert refused(Place, code="E12000099", kind="region", name="X", official_name="X Council")
    assert refused(Place, code="295", region=region, valid_from=date(2020, 4, 1), valid_to=date(2020, 3, 31), **COUNCIL)


def test_names_codes_and_successions() -> None:
    derby, leicester = queries.get("831"), queries.get("856")
    assert refused(PlaceName, place=derby, name="Derby", kind="variant")
    assert refused(PlaceCode, place=leicester, scheme="ons", code="E06000015")
    assert refused(Succession, predecessor=derby, successor=derby, on=date(2027, 4, 1), kind="split")
    assert refused(
        Succession, predecessor=queries.get("909"), successor=queries.get("942"), on=date(2024, 4, 1), kind="split"
    )


def test_neighbours_and_populations() -> None:
    derby = queries.get("831")
    model = NeighbourModel.objects.create(code="x", title="X", year=2020, councils_on=date(2020, 1, 1))
    near = {"model": model, "place": derby, "closeness": "Close"}
    assert not refused(Neighbour, neighbour=queries.get("856"), rank=1, **near)
    assert refused(Neighbour, neighbour=queries.get("857"), rank=1, **near)
    assert refused(Neighbour, neighbour=queries.get("856"), rank=2, **near)
    assert refused(Neighbour, neighbour=queries.get("857"), rank=11, **near)
    assert refused(Neighbour, neighbour=derby, rank=2, **near)
    vintage = PopulationVintage.objects.create(
        code="x", title="X", first_mid_year=2012, last_mid_year=2013, is_current=False
    )
    row = {"vintage": vintage, "place": derby, "ages": "0-17"}
    assert not refused(Population, mid_year=2012, number=0, **row)
    assert not refused(Population, mid_year=2013, symbol="x", **row)
    assert refused(Population, mid_year=2013, number=1, **row)
    assert refused(Population, mid_year=2014, **row)
    assert refused(Population, mid_year=2015, number=1, symbol="x", **row)
    assert refused(Population, mid_year=2016, symbol="?", **row)
    assert refused(PopulationVintage, code="y", title="Y", first_mid_year=2012, last_mid_year=2013, is_current=True)
    assert refused(PopulationVintage, code="z", title="Z", first_mid_year=2013, last_mid_year=2012, is_current=False)


def test_alliances_and_organisations() -> None:
    east, derby = Alliance.objects.get(code="east-midlands"), queries.get("831")
    assert refused(Alliance, code="east-2", name="Another", short_name="A", region=east.region)
    assert refused(AllianceMember, alliance=Alliance.objects.get(code="london"), council=derby)
    assert not refused(AllianceMember, alliance=east, council=derby, valid_to=date(2001, 1, 1))
    trust = Organisation.objects.get(code="northamptonshire-childrens-trust")
    assert refused(Service, organisation=trust, council=queries.get("940"), what="children's services")
    assert not refused(Service, organisation=trust, council=derby, what="children's services")
    assert refused(Organisation, code="x", name="X", kind="council")
    rhythm = {"alliance": east, "written": "quarterly", "source": "x"}
    assert refused(Rhythm, subject="Core dataset", kind="return", **rhythm)
    assert refused(Rhythm, subject="A", kind="meeting", frequency="now and then", **rhythm)
    assert refused(Rhythm, subject="B", kind="meeting", frequency="quarterly", times_a_year=4, **rhythm)
    assert refused(Rhythm, subject="C", kind="meeting", frequency="quarterly", period_kind="academic term", **rhythm)
    assert refused(Rhythm, subject="D", kind="return", frequency="quarterly", period_kind="calendar year", **rhythm)


def test_terms() -> None:
    derby = queries.get("831")
    assert not refused(AcademicTerm, council=derby, **DAYS)
    assert refused(AcademicTerm, council=derby, **DAYS)
    assert refused(AcademicTerm, council=derby, **DAYS | {"term": 4})
    assert refused(AcademicTerm, council=derby, **DAYS | {"term": 2, "end": date(2025, 8, 1)})


def test_a_place_with_figures_cannot_be_removed() -> None:
    with pytest.raises(models.ProtectedError), transaction.atomic():
        queries.get("831").delete()
