"""`riia simulate` as its user meets it."""

import json
from pathlib import Path

import pytest

from riia.cli import main


def run(folder: Path, *more: str, place: str = "857") -> None:
    main(["simulate", "--place", place, "--year", "2025", "--seed", "7", "--out", str(folder), *more])


def test_it_answers_with_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path / "a", "--only", "ehe", "--only", "cin-census", "--years", "1", "--format", "json")
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert answer["simulated"] is True
    assert set(answer["files"]) == {"cin_2025.xml", "ehe_register.csv"}
    assert "Imagining" in said.err
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        "README.txt", "cin_2025.xml", "ehe_register.csv", "truth.json",
    ]  # fmt: skip


def refused(capsys: pytest.CaptureFixture[str], folder: Path, *more: str, place: str = "857") -> str:
    with pytest.raises(SystemExit) as left:
        run(folder, *more, place=place)
    assert left.value.code == 2
    return capsys.readouterr().err


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("precious", encoding="utf-8")
    assert "not a simulation" in refused(capsys, tmp_path, "--overwrite")
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "precious"


def test_an_earlier_simulation_is_replaced_only_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, "--only", "ehe")
    assert "--overwrite" in refused(capsys, tmp_path, "--only", "ehe")
    (tmp_path / "notes.txt").write_text("of the trainer", encoding="utf-8")
    run(tmp_path, "--only", "cin-census", "--overwrite")
    assert not (tmp_path / "ehe_register.csv").exists()
    assert (tmp_path / "notes.txt").exists()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--as-at", "2025-01-15"), "quarter end"),
        (("--defects", "many"), "number"),
        (("--scale", "0"), "1 or more"),
        (("--scale", "2", "--only", "annex-a"), "one council only"),
        (("--years", "9"), "1 to 5"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], says: str
) -> None:
    assert says in refused(capsys, tmp_path / "x", *more)
    assert not (tmp_path / "x").exists()


def test_a_place_that_is_no_council_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, tmp_path / "x", place="nowhere at all")
    assert refused(capsys, tmp_path / "x", place="E92000001")
