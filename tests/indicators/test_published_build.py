"""The builder of the packaged series: repeatable, strict, and what it made is what is packaged."""

import hashlib
import json
from pathlib import Path

import pytest

from riia.demo.published import CELLS, DATA, MANIFEST, build, main
from tests.indicators.packaged import packaged_cells
from tests.indicators.tidy_files import C1_NAME, REFERENCE, c1_text


def digest(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (CELLS, MANIFEST)}


def test_a_build_from_the_published_files_gives_the_packaged_bytes(tmp_path: Path) -> None:
    """A clone without the files cannot build; it checks that manifest and cells belong together instead."""
    if REFERENCE.is_dir():
        build(REFERENCE, tmp_path)
        assert digest(tmp_path) == digest(DATA)
        return
    print(f"There is no {REFERENCE}: only the packaged files are compared with each other.")
    keys = {entry["key"] for entry in json.loads((DATA / MANIFEST).read_text(encoding="utf-8"))["releases"]}
    assert keys == set(packaged_cells()["release"])


def test_the_package_stays_small() -> None:
    assert (DATA / CELLS).stat().st_size < 2_000_000


def test_a_folder_that_lacks_a_table_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    (source / C1_NAME).write_text(c1_text(), encoding="utf-8")
    assert main([str(source), "--target", str(target)]) == 2
    assert "There is no file for cin/b1" in capsys.readouterr().err
    assert not target.exists()


def test_a_file_with_a_mistake_is_refused_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / C1_NAME).write_text(c1_text().replace("3557", "3,557", 1), encoding="utf-8")
    assert main([str(tmp_path), "--target", str(tmp_path / "out")]) == 2
    message = capsys.readouterr().err
    assert C1_NAME in message
    assert "line 4" in message
