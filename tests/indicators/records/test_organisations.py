"""Names of schools that are named after somebody, and names of somebody beside the name of a school."""

from pathlib import Path

import pytest

from riia.indicators.records import SEND_PLACEMENTS, RecordsRefused, read_records
from riia.indicators.records.identifiers import Trait, is_organisation, names_somebody
from tests.indicators.records.made import TODAY, as_csv, placements

REAL = (
    "Oak Tree School", "St Mary's School", "Sir Thomas Boteler School", "Ruskin Mill College", "Mary Hare School",
    "Royal School for the Deaf Derby", "Alderman Knight School", "Thomas Wolsey Ormiston Academy", "Hope Centre",
    "Frank Barnes School for Deaf Children", "Priory Hurworth House School", "Options Autism Trinity House School",
    "Catherine's Cross School", "Lady Mary Ross School", "Elizabeth Fry School", "Aurora Rowan School",
    "St Joseph's Specialist School and College", "Witherslack Group Ltd", "National Star College", "Hill House School",
    "Ellen Wilkinson High School", "Mary Howard CofE (VC) Primary School", "Alex Campbell Middle School",
    "Phil Edwards Pupil Referral Unit", "Brooke Weston CTC", "Saint John Fisher Catholic Voluntary Academy, Wigston",
    "The William Henry Smith School", "Sir Donald Bailey Academy", "St Mary's Hall", "Harris Academy St John's Wood",
    "George Spencer Foundation School and Technology College", "Acorn House Ltd",
    "Blessed William Howard Catholic School",
)  # fmt: skip
"""Schools and providers as registers have them; many are named after somebody."""
PLAIN = (
    "Eleanor Smith School", "Emily Smith School", "Jack Taylor School", "William Howard School", "Emma Jones House",
    "George Dixon Academy",
)  # fmt: skip
"""Names that only a number of the register tells from the school of a child."""
SOMEBODY = (
    "Emily Smith", "Smith, Emily", "EMILY SMITH", "E. Smith", "Mr Smith", "Nguyen Van Anh", "Emily-Rose Taylor",
    "Emily Smith - Oak Tree School", "Oak Tree School (Emily Smith)", "Oak Tree School (Emily)",
    "Oak Tree School for Emily Smith", "Oak Tree School: Emily", "Oak Tree School re Tyler B",
    "Emily at Oak Tree School",
    "Jayden at Oak Tree School", "Smith E Oak Tree School", "Mrs Brown, Oak Tree School", "Emily's school",
    "Emily Smith's school", "Emily Smith school", "Emily Smith School placement", "Emily Smith School transport",
    "Tyler Brown School Placement", "Emily Smith Home", "Emily Smith Unit", "Emily Smith Care",
    "Emily Smith Independent Living", "Emily Smith Oak Tree School", "Oak Tree School, pupil J. Taylor",
)  # fmt: skip
"""Somebody, alone or beside a school. Refused also with a school's number."""


def refused(tmp_path: Path, **changes: str) -> RecordsRefused | None:
    path = as_csv(tmp_path / "placements.csv", placements(1, **changes))
    try:
        read_records([(path, "placements.csv")], SEND_PLACEMENTS, today=TODAY)
    except RecordsRefused as error:
        return error
    return None


@pytest.mark.parametrize("name", REAL)
def test_real_names_need_no_number(name: str, tmp_path: Path) -> None:
    assert (names_somebody(name), is_organisation(name)) == (False, True)
    assert refused(tmp_path, provider=name, provider_urn="") is None


@pytest.mark.parametrize("name", PLAIN)
def test_a_name_that_a_child_could_have_needs_the_number(name: str, tmp_path: Path) -> None:
    assert refused(tmp_path, provider=name) is None
    without = refused(tmp_path, provider=name, provider_urn="")
    assert without is not None
    assert "may be the name of a person" in str(without)
    assert "provider_urn" in str(without)
    assert name not in str(without)


@pytest.mark.parametrize("name", SOMEBODY)
def test_somebody_is_found_with_and_without_a_number(name: str, tmp_path: Path) -> None:
    for number in ("", "123456"):
        found = refused(tmp_path, provider=name, provider_urn=number)
        assert found is not None
        assert Trait.NAME in {one.trait for one in found.problems}
        assert name not in str(found)


@pytest.mark.parametrize("number", ["QQ123456C", "41155", "03092012", "LCS 12345", "12-34-56"])
def test_long_numbers_beside_a_provider_are_refused(number: str, tmp_path: Path) -> None:
    assert refused(tmp_path, provider=f"Oak Tree School {number}") is not None
    assert refused(tmp_path, provider="Oak Tree School 2000, Unit 7") is None


def test_remarks_about_a_child_are_refused(tmp_path: Path) -> None:
    for remark in ("13 year old boy", "born 2012", "aged 9", "with his sibling", "mum works there"):
        assert "says something of a child" in str(refused(tmp_path, provider=f"Oak Tree School, {remark}"))
    for name in ("Abberley Street Pupil Referral Unit", "Holy Child Primary School", "Salford Boys School", "Age Hall"):
        assert refused(tmp_path, provider=name) is None


@pytest.mark.parametrize("name", ["EmilySmith", "placements_EmilySmith_2025", "list EmilySmith"])
def test_names_without_spaces_in_names_of_files_and_ranges(name: str) -> None:
    assert names_somebody(name, margin=True)
    assert not names_somebody("SendPlacements_OakTreeSchool", margin=True)
