"""The folder: the same bytes for the same seed, files that agree, clean, with defects where it says."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from riia.indicators.checks.running import check_reading
from riia.indicators.model.findings import Finding, Spot
from riia.indicators.readers import annex_a, cin_census, ehe, sen2, ssda903
from riia.indicators.readers.reading import Reading
from riia.indicators.simulation.defects import KINDS
from riia.indicators.simulation.folder import Request, census_of, simulate
from tests.indicators.simulation.councils import RUTLAND, YEAR, targets

AS_AT = date(YEAR, 3, 31)
TODAY = date(2026, 11, 22)
EMPTY = {"AA-EMPTY"}  # a small council has nobody on its way to adoption: that is said, and is right


def folder_of(tmp: Path, **changes: Any) -> Path:
    given: dict[str, Any] = {"targets": targets(RUTLAND), "seed": 7, "as_at": AS_AT, "years": 2} | changes
    simulate(Request(**given), tmp)
    return tmp


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rutland without defects."""
    return folder_of(tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A council four times Rutland's size, with one defect of each kind."""
    return folder_of(tmp_path_factory.mktemp("spoilt"), targets=targets(RUTLAND, YEAR, 4.0), defects="all")


def readings(folder: Path) -> list[Reading]:
    return [
        cin_census.read(sorted(folder.glob("cin_*.xml"))),
        ssda903.read([folder / "ssda903"]),
        sen2.read([folder / "sen2"]),
        ehe.read([folder / "ehe_register.csv"]),
        annex_a.read(list(folder.glob("annex_a_*.xlsx"))),
    ]


def findings(folder: Path) -> list[tuple[str, Finding]]:
    """Everything that readers and checks say, with the collection."""
    return [
        (one.collection, finding)
        for one in readings(folder)
        for finding in (*one.findings, *check_reading(one, today=TODAY).findings)
    ]


def test_the_same_seed_gives_the_same_bytes(clean: Path, tmp_path: Path) -> None:
    again = folder_of(tmp_path / "again")
    names = sorted(str(path.relative_to(clean)) for path in clean.rglob("*") if path.is_file())
    assert names == sorted(str(path.relative_to(again)) for path in again.rglob("*") if path.is_file())
    different = [name for name in names if (clean / name).read_bytes() != (again / name).read_bytes()]
    assert different == []


def test_another_seed_gives_other_children(clean: Path, tmp_path: Path) -> None:
    other = folder_of(tmp_path / "other", seed=8, kinds=("ehe",))
    assert (clean / "ehe_register.csv").read_bytes() != (other / "ehe_register.csv").read_bytes()


def test_nothing_is_wrong_with_files_without_defects(clean: Path) -> None:
    assert [found.words for _, found in findings(clean) if found.code not in EMPTY] == []


def test_a_census_of_2026_has_pre_proceedings_in_order_and_a_defect_in_them_is_found(tmp_path: Path) -> None:
    year = YEAR + 1
    asked: dict[str, Any] = {
        "targets": targets(RUTLAND, year, 4.0), "as_at": date(year, 3, 31), "years": 1, "kinds": ("cin-census",),
    }  # fmt: skip
    right = cin_census.read([folder_of(tmp_path / "right", **asked) / f"cin_{year}.xml"])
    assert right.tables["PreProceedings"].height > 0
    assert (*right.findings, *check_reading(right, today=TODAY).findings) == ()
    folder = folder_of(tmp_path / "wrong", **asked, defects="all")
    planted = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["defects"]
    [row] = [one["row"] for one in planted if one["code"] == "CIN-702"]
    wrong = check_reading(cin_census.read([folder / f"cin_{year}.xml"]), today=TODAY).findings
    assert [spot.row for found in wrong if found.code == "CIN-702" for spot in found.spots] == [row]


def test_files_say_that_they_are_simulated(clean: Path) -> None:
    assert (clean / "README.txt").read_text(encoding="utf-8").startswith("SIMULATED")
    head = (clean / f"cin_{YEAR}.xml").read_text(encoding="utf-8")[:800]
    assert "SIMULATED" in head
    assert "<SoftwareCode>riia simulate</SoftwareCode>" in head
    children = {line.split(",")[0] for line in _lines(clean / f"ssda903/{YEAR}/episodes.csv")[1:]}
    assert children
    assert all(child.startswith("SIM") and child[3:].isdecimal() for child in children)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_the_three_returns_tell_of_the_same_children(clean: Path) -> None:
    census, care, _, _, extract = readings(clean)
    looked_after = extract.tables["list_8"].filter(extract.tables["list_8"]["Date Ceased to be Looked After"].is_null())
    episodes = care.tables["episodes"]
    now = episodes.filter(episodes["DEC"].is_null() & episodes["_file"].str.contains(str(YEAR)))
    assert set(looked_after["Child Unique ID"]) == set(now["CHILD"])
    plans = census.tables["ChildProtectionPlans"]
    open_plans = plans.filter(plans["CPPendDate"].is_null() & (plans["_file"] == f"cin_{YEAR}.xml"))
    listed = extract.tables["list_7"].filter(extract.tables["list_7"]["Child Protection Plan End Date"].is_null())
    assert sorted(zip(open_plans["LAchildID"], open_plans["CPPstartDate"], strict=True)) == sorted(
        zip(listed["Child Unique ID"], listed["Child Protection Plan Start Date"], strict=True)
    )
    born = dict(zip(care.tables["header"]["CHILD"], care.tables["header"]["DOB"], strict=True))
    same = {row["LAchildID"]: row["PersonBirthDate"] for row in census.tables["Child"].to_dicts()}
    assert all(day == born[child] for child, day in same.items() if child in born)


def test_an_extract_of_a_quarter_end_knows_nothing_later(tmp_path: Path) -> None:
    day = date(YEAR - 1, 9, 30)
    folder = folder_of(tmp_path, as_at=day, kinds=("annex-a",))
    found = annex_a.read(list(folder.glob("annex_a_*.xlsx")))
    assert found.files[-1].last == day
    for name, table in found.tables.items():
        for column, kind in table.schema.items():
            if str(kind) == "Date":
                latest = table[column].drop_nulls().max()
                assert not isinstance(latest, date) or latest <= day, (name, column)


def spots_of(planted: dict[str, Any], collection: str, found: Finding) -> list[Spot]:
    """The places of a finding that the planted defect explains."""
    file = planted["file"]
    if not (file == found.file or file.endswith(f"/{found.file}")):
        # A child with a defect can be spoken of in another table of the same return.
        if found.code not in planted["also"] or KINDS[planted["kind"]].of != collection:
            return []
        return [spot for spot in found.spots if spot.child == planted["child"]]
    if found.code != planted["code"] and found.code not in planted["also"]:
        return []
    return [spot for spot in found.spots if spot.row == planted["row"] or spot.child == planted["child"]]


def test_every_planted_defect_is_found_where_it_is_and_nothing_else_is(spoilt: Path) -> None:
    planted = json.loads((spoilt / "truth.json").read_text(encoding="utf-8"))["defects"]
    said = findings(spoilt)
    missed = [
        one["kind"]
        for one in planted
        if not any(
            found.code == one["code"] and any(spot.row == one["row"] for spot in spots_of(one, collection, found))
            for collection, found in said
        )
    ]
    assert missed == []
    explained: Counter[int] = Counter()
    for at, (collection, found) in enumerate(said):
        places = {spot for one in planted for spot in spots_of(one, collection, found)}
        explained[at] = len(places)
    unexplained = [
        found.words
        for at, (_, found) in enumerate(said)
        if explained[at] < len(found.spots) and found.code not in EMPTY
    ]
    assert unexplained == []


def test_all_kinds_fit_a_council_of_some_size(spoilt: Path) -> None:
    planted = json.loads((spoilt / "truth.json").read_text(encoding="utf-8"))["defects"]
    kinds = {one["kind"] for one in planted}
    assert len(KINDS) >= 75
    assert len(kinds) >= len(KINDS) - 8
    assert {KINDS[kind].of for kind in kinds} == {"annex-a", "cin-census", "ssda903", "sen2", "ehe"}
    assert all(one["row"] > 1 for one in planted)
    assert len({one["child"] for one in planted}) == len(planted)


def test_so_many_defects_are_planted(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, defects=5, kinds=("cin-census",), years=1)
    planted = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["defects"]
    assert len(planted) == 5
    text = _lines(folder / f"cin_{YEAR}.xml")
    for one in planted:
        # Of a plan's reviews each date is a row.
        tags = (f"<{one['table']}", f"<{one['column']}")
        assert text[one["row"] - 1].strip().startswith(tags), one


def test_parts_are_added_up(tmp_path: Path, clean: Path) -> None:
    folder = folder_of(tmp_path, parts=2, kinds=("cin-census", "ssda903", "sen2", "ehe"))
    once = json.loads((clean / "truth.json").read_text(encoding="utf-8"))
    twice = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert twice["values"]["YE2025-03"]["referrals"] == 2 * once["values"]["YE2025-03"]["referrals"]
    census = cin_census.read([folder / f"cin_{YEAR}.xml"])
    assert census.tables["Child"]["LAchildID"].n_unique() == census.tables["Child"].height
    for one in (census, ssda903.read([folder / "ssda903"]), sen2.read([folder / "sen2"])):
        assert [found.words for found in (*one.findings, *check_reading(one, today=TODAY).findings)] == []


def test_a_census_of_any_size_is_written_as_it_comes(tmp_path: Path) -> None:
    request = Request(targets(RUTLAND), 7, AS_AT, years=1, parts=3, kinds=("cin-census",))
    number = census_of(request, tmp_path / "big.xml")
    found = cin_census.read([tmp_path / "big.xml"])
    assert found.tables["Child"].height == number
    assert found.findings == ()
    assert census_of(request, tmp_path / "so_many.xml", children=number + 500) == number + 500
