"""`riia simulate` as its user meets it."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from riia.cli import main
from riia.indicators.simulation.folder import Request
from riia.indicators.simulation.replacing import simulate_in_place
from tests.indicators.simulation.councils import RUTLAND, targets


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


def test_a_run_that_was_killed_is_in_nobodys_way(tmp_path: Path) -> None:
    """In a new folder and in one that holds an earlier simulation, which stays whole."""
    earlier, new = tmp_path / "earlier", tmp_path / "new"
    run(earlier, "--only", "ehe")
    before = {path.name: path.read_bytes() for path in earlier.iterdir()}
    for folder in (earlier, new):
        killed(folder)
    assert {path.name: path.read_bytes() for path in earlier.iterdir() if path.is_file()} == before
    run(new, "--only", "ehe")
    run(earlier, "--only", "ehe", "--overwrite")
    for folder in (earlier, new):
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def killed(folder: Path) -> None:
    """Start a run and kill it while it writes."""
    call = ["simulate", "--place", "857", "--year", "2025", "--out", str(folder), "--scale", "500", "--overwrite"]
    started = subprocess.Popen([sys.executable, "-m", "riia", *call], stderr=subprocess.PIPE, text=True)
    assert started.stderr is not None
    for line in started.stderr:
        if line.startswith("Part 2"):
            break
    started.kill()
    started.communicate()
    assert any((folder / ".riia-unfinished").iterdir())


def test_a_run_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, Ctrl+C, or a file of the earlier simulation that is open in Excel."""
    run(tmp_path, "--only", "ehe")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("riia.indicators.simulation.folder._write_readme", stopped)
    with pytest.raises(KeyboardInterrupt):
        simulate_in_place(Request(targets(RUTLAND), 7, date(2025, 3, 31), kinds=("ehe",)), tmp_path)
    with pytest.raises(KeyboardInterrupt):
        simulate_in_place(Request(targets(RUTLAND), 7, date(2025, 3, 31), kinds=("ehe",)), tmp_path / "new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_file_that_is_no_simulation_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, "--only", "ehe")
    (tmp_path / "cin_2025.xml").write_text("real", encoding="utf-8")
    said = refused(capsys, tmp_path, "--only", "cin-census", "--overwrite")
    assert "cin_2025.xml cannot be written: is there and is not of the earlier simulation" in said
    assert (tmp_path / "cin_2025.xml").read_text(encoding="utf-8") == "real"
    assert (tmp_path / "ehe_register.csv").exists()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--as-at", "2025-01-15"), "quarter end"),
        (("--as-at", "soon"), "2025-09-30 or 30/09/2025"),
        (("--years", "two"), "--years two is not a whole number"),
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
    assert "England is not a council" in refused(capsys, tmp_path / "x", place="E92000001")
