"""The builder: repeatable to the byte, and the packaged files are what it makes."""

import csv
import gzip
import hashlib
import io
import json
import shutil
from pathlib import Path

import pytest

from riia.indicators.reference import CodeAndNameDisagree, confirm, manifest
from riia.indicators.reference.build import PACKAGED, build, main
from riia.indicators.reference.building.sources import BuildError, facts

SOURCE = Path(__file__).resolve().parents[3] / "shared" / "reference-data"
HERE = SOURCE.is_dir()


def test_packaged_files_are_what_the_builder_makes(record_property, capsys) -> None:
    if HERE:
        made = build(SOURCE)
        assert set(made) == {path.name for path in PACKAGED.iterdir()}
        for name, content in made.items():
            assert (PACKAGED / name).read_bytes() == content, f"{name} differs: run riia.indicators.reference.build"
        return
    said = "No source folder beside the project: the packaged files were checked against their manifest only."
    record_property("checked", said)
    with capsys.disabled():
        print(f"\n{said}")


def test_manifest_describes_every_packaged_file() -> None:
    listed = manifest()["files"]
    assert set(listed) | {"manifest.json"} == {path.name for path in PACKAGED.iterdir()}
    for name, entry in listed.items():
        content = (PACKAGED / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert len(list(csv.reader(io.StringIO(content.decode("utf-8"))))) - 1 == entry["rows"]
        assert b"\r" not in content
    assert manifest()["licence"]["name"] == "Open Government Licence v3.0"
    assert all(len(source["sha256"]) == 64 for source in manifest()["sources"])


def test_every_source_of_a_name_is_explained() -> None:
    known = {source["key"] for source in manifest()["sources"]} | set(manifest()["documents"])
    with (PACKAGED / "names.csv").open(encoding="utf-8", newline="") as file:
        used = {key for row in csv.DictReader(file) for key in row["sources"].split()}
    assert used <= known


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The source files the builder reads, to be spoilt; made from the packaged facts where there is no folder."""
    if not HERE:
        pytest.skip("needs the source files: a spoilt copy of them is what is tested")
    for source in facts()["source"]:
        (tmp_path / source["file"]).parent.mkdir(exist_ok=True)
        shutil.copyfile(SOURCE / source["file"], tmp_path / source["file"])
    return tmp_path


def spoil(path: Path, old: str, new: str) -> None:
    text = gzip.decompress(path.read_bytes()).decode("utf-8-sig")
    assert old in text
    path.write_bytes(gzip.compress(text.replace(old, new, 1).encode("utf-8")))


LAIT = "01_lookups/la_code_list_lait_DERIVED.csv.gz"
NEIGHBOURS = "01_lookups/statistical_neighbours_2025_wide.csv.gz"
POPULATION = "02_population/ons_mid-year_population_estimates_2012_to_2024.csv.gz"
DERBY = "831,Derby,1,East Midlands,"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (LAIT, "831,Derby,East Midlands", "831,Derby,South West", "is in 'South West'"),
        (NEIGHBOURS, f"{DERBY}331", f"{DERBY}831", "not ten other councils"),
        (NEIGHBOURS, f"{DERBY}331", f"{DERBY}909", "909"),
        (NEIGHBOURS, "342,St Helens", "342,Wigan", "'wigan' is given to"),
        (POPULATION, "62113", "n/a", "not a known symbol"),
        (
            POPULATION,
            "Children aged 0 to 17 years",
            "Children aged 0 to 15 years",
            "only 'Children aged 0 to 17 years'",
        ),
    ],
)
def test_sources_that_contradict_each_other_are_refused(copy: Path, file: str, old: str, new: str, says: str) -> None:
    spoil(copy / file, old, new)
    with pytest.raises((BuildError, ValueError), match=says):
        build(copy)


def test_command_line_writes_twice_the_same_and_says_so(copy: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "out"
    assert main([str(copy), "--out", str(out)]) == 0
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    assert main([str(copy), "--out", str(out)]) == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first
    assert capsys.readouterr().out.count("unchanged") == len(first)


def test_a_missing_file_is_named_and_nothing_is_written(tmp_path: Path, capsys) -> None:
    assert main([str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "is not in the source folder" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_manifest_names_no_machine() -> None:
    text = json.dumps(manifest())
    assert "/work" not in text
    assert "/tmp" not in text


CODES = ("old_la_code", "la_code", "la number", "local authority area code")
NAMES = ("la_name", "local_authority", "la name", "local authority name", "local_authority_ons_name")
JOINT = {"314 / 318", "940 / 941"}  # two councils in one return of the workforce census
NOT_COUNCILS = {"", "0", "1000"}


@pytest.mark.skipif(not HERE, reason="reads every reference file: needs the source folder")
def test_every_code_and_name_in_every_reference_file_is_one_place() -> None:
    """All names of all files, not only of those the builder reads."""
    disagree, seen = set(), 0
    for path in sorted(SOURCE.glob("*/*.csv.gz")):
        for code, written in written_pairs(path):
            seen += 1
            try:
                confirm(code, written)
            except CodeAndNameDisagree:
                disagree.add((path.name.split()[0], code, written))
    assert seen > 5_000
    # The tribunal table prints these beside each other's codes.
    assert disagree == {
        ("SEND", "892", "Northamptonshire"),
        ("SEND", "891", "Nottingham"),
        ("SEND", "928", "Nottinghamshire"),
        ("SEND", "873", "Central Bedfordshire"),
        ("SEND", "823", "Cambridgeshire"),
    }


def written_pairs(path: Path) -> set[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    if path.name.startswith("SEND Tribunals"):
        return {(row[1], row[0].rstrip("0123456789")) for row in rows if row[1].isdigit() and len(row[1]) == 3}
    heading = [cell.strip().lower() for cell in rows[0]]
    code = next((heading.index(key) for key in CODES if key in heading), None)
    name = next((heading.index(key) for key in NAMES if key in heading), None)
    if code is None or name is None:
        return set()
    pairs = {(row[code], row[name]) for row in rows[1:] if row[name].strip() and row[code] not in NOT_COUNCILS}
    return {pair for pair in pairs if pair[0] not in JOINT}
