"""The DfE's statistical neighbours are shipped as published: cell for cell."""

import csv
import gzip
import io
from pathlib import Path

import pytest

from riia.indicators.reference import neighbour_lists, neighbours

LOOKUPS = Path(__file__).resolve().parents[3] / "shared" / "reference-data" / "01_lookups"
needs_source = pytest.mark.skipif(not LOOKUPS.is_dir(), reason="no source folder: the published file is compared")

# Lines of sn_model_2025_wide.csv as published, so that the essential is tested without the folder too.
AS_PUBLISHED = {
    "831": "331 350 335 852 382 874 354 373 357 861",  # Derby
    "330": "892 352 380 391 353 889 373 806 852 355",  # Birmingham
    "942": "943 925 884 888 813 384 860 929 371 370",  # Cumberland, which an earlier model does not know
    "201": "202 205 207 210 208 206 212 213 209 846",  # City of London: the published list, close or not
}


def cells(file: str) -> list[list[str]]:
    """The lines of a published file, read here without anything of ours."""
    with gzip.open(LOOKUPS / file, "rb") as packed:
        return list(csv.reader(io.StringIO(packed.read().decode("utf-8-sig"))))


@pytest.mark.parametrize("council", AS_PUBLISHED)
def test_the_ten_are_those_published_in_their_order(council: str) -> None:
    assert [member.code for member in neighbours(council)] == AS_PUBLISHED[council].split()


@needs_source
def test_every_list_of_2025_is_that_of_the_published_file() -> None:
    heading, *lines = cells("statistical_neighbours_2025_wide.csv.gz")
    assert heading[4:] == [f"SN_{rank}{closeness}" for rank in range(1, 11) for closeness in ("", "P")]
    published = {
        line[0]: [(rank, line[2 * rank + 2], line[2 * rank + 3].strip()) for rank in range(1, 11)] for line in lines
    }
    assert len(published) == len(lines) == 153
    assert published == {
        council: [(member.rank, member.code, member.closeness) for member in members]
        for council, members in neighbour_lists("2025").items()
    }


@needs_source
def test_every_list_of_2021_is_that_of_the_published_file() -> None:
    heading, *lines = cells("statistical_neighbours_april_2021.csv.gz")
    assert heading[5:25:2] == [f"SN{rank}" for rank in range(1, 11)]
    published = {
        line[0]: [(line[at], line[at + 1].strip()) for at in range(5, 25, 2)] for line in lines if line[0].isdigit()
    }
    assert published == {
        council: [(member.code, member.closeness) for member in members]
        for council, members in neighbour_lists("2021").items()
    }
