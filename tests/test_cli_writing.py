"""Files that commands write: the whole answer or none, whatever happens on the way."""

import contextlib
import io
import json
import os
from pathlib import Path

import pytest

from riia.cli import main
from riia.commands.writing import replacing
from tests.indicators.readers.cin_files import census, child, episode


def compute(tmp_path: Path, *arguments: object) -> None:
    file = census(tmp_path, child("A", episode("2024-08-01")))
    common = ("indicators", "compute", "--place", "831", "--period", "2024-25Q2", "--cin", str(file))
    main([*common, *map(str, arguments)])


def refused(capsys: pytest.CaptureFixture[str], tmp_path: Path, *arguments: object) -> str:
    with pytest.raises(SystemExit) as ended:
        compute(tmp_path, *arguments)
    assert ended.value.code == 2
    return capsys.readouterr().err


def interrupted(out: Path) -> None:
    with replacing(out) as part:
        part.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt


def test_a_failure_leaves_the_earlier_file_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "figures.csv"
    out.write_text("good", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        interrupted(out)
    assert out.read_text(encoding="utf-8") == "good"
    assert list(tmp_path.iterdir()) == [out]
    with replacing(out) as part:
        part.write_text("better", encoding="utf-8")
    assert out.read_text(encoding="utf-8") == "better"
    assert list(tmp_path.iterdir()) == [out]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    out, link = tmp_path / "figures.csv", tmp_path / "latest.csv"
    out.write_text("good", encoding="utf-8")
    try:
        link.symlink_to(out)
    except OSError:
        pytest.skip("links need a right that this user does not have")
    with replacing(link) as part:
        part.write_text("better", encoding="utf-8")
    assert link.is_symlink()
    assert out.read_text(encoding="utf-8") == "better"


@pytest.mark.parametrize("format", ["csv", "json", "xlsx", "text"])
def test_a_folder_in_place_of_a_file(format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, tmp_path, "--format", format, "--out", tmp_path)
    assert f"{tmp_path} cannot be written" in said
    assert "It is a folder: name a file." in said


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_folder_that_is_not_there(format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, tmp_path, "--format", format, "--out", tmp_path / "q2" / "figures")
    assert "The folder it is to be in is not there" in said


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no device that is always full")
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_full_disk(format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, tmp_path, "--format", format, "--out", "/dev/full")
    assert "/dev/full cannot be written" in said
    assert "Make room on the disk" in said


def test_the_file_that_cannot_be_written_is_the_one_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With both --out and --rows."""
    out = tmp_path / "figures.csv"
    said = refused(capsys, tmp_path, "--format", "csv", "--out", out, "--rows", tmp_path)
    assert f"{tmp_path} cannot be written" in said
    assert not out.exists()


class Console(io.TextIOWrapper):
    """A screen, or a file that the answer is redirected to."""

    def __init__(self, encoding: str, *, screen: bool) -> None:
        self.held = io.BytesIO()
        self.screen = screen
        super().__init__(self.held, encoding=encoding)

    def isatty(self) -> bool:
        return self.screen


@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "ascii"])
def test_an_old_console_is_not_given_what_it_cannot_show(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = census(tmp_path, child("A", episode("2024-08-01"))).rename(tmp_path / "cin \U0001f600 é.xml")
    console = Console(encoding, screen=True)
    monkeypatch.setattr("sys.stdout", console)
    with contextlib.suppress(SystemExit):
        main(["check", str(file)])
    console.flush()
    assert b"cin ? " in console.held.getvalue()


def test_a_name_that_is_no_text_is_escaped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strange = tmp_path / "cin \udce9.xml"
    try:
        census(tmp_path, child("A", episode("2024-08-01"))).rename(strange)
    except (OSError, UnicodeError):
        pytest.skip("this system has no such names")
    console = Console("cp1252", screen=False)
    monkeypatch.setattr("sys.stdout", console)
    with contextlib.suppress(SystemExit):
        main(["check", str(strange), "--format", "json"])
    console.flush()
    assert json.loads(console.held.getvalue())["files"][0]["name"] == "cin \udce9.xml"
