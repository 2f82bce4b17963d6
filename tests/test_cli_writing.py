"""Files that commands write: the whole answer or none, whatever happens on the way."""

import contextlib
import errno
import io
import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from riia.cli import main
from riia.commands.answering import answering
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


@pytest.mark.parametrize(("encoding", "screen"), [("cp437", True), ("cp1252", True), ("ascii", False)])
def test_no_sign_is_too_strange(encoding: str, screen: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the prompt's code page, for answers, messages and refusals alike."""
    folder = tmp_path / "Ωmega £ é 学"
    folder.mkdir()
    census(folder, child("A", episode("2024-08-01"))).rename(folder / "cin … £ é 学.xml")
    common = ("--place", "831", "--period", "2024-25Q2")
    out = folder / "q2 学"
    for arguments in (
        ("indicators", "compute", folder, *common),
        ("indicators", "compute", folder, *common, "--format", "json"),
        ("indicators", "compute", folder, *common, "--out", f"{out}.xlsx", "--rows", f"{out} rows.csv"),
        ("indicators", "compute", folder, *common, "--out", f"{out}.json"),
        ("indicators", "compute", folder / "学.xml", *common),
        ("indicators", "compute", folder, "--place", "Ωmega", "--period", "2024-25Q2"),
        ("indicators", "compute", folder, "--place", "831", "--period", "学"),
        ("indicators", "explain", "参referrals"),
        ("check", folder, "--html", f"{out}.html"),
        ("check", "--as", "学", folder),
        ("--help",),
    ):
        streams = Console(encoding, screen=screen), Console(encoding, screen=screen)
        monkeypatch.setattr("sys.stdout", streams[0])
        monkeypatch.setattr("sys.stderr", streams[1])
        with contextlib.suppress(SystemExit):
            main([str(argument) for argument in arguments])
        for stream in streams:
            stream.flush()
        assert b"Traceback" not in streams[1].held.getvalue()
    assert json.loads(Path(f"{out}.json").read_text(encoding="utf-8"))
    rows = Path(f"{out} rows.csv").read_bytes()
    assert rows.startswith(b"\xef\xbb\xbfindicator,")  # Excel needs the mark where a name is not ASCII
    assert "cin … £ é 学.xml".encode() in rows


def test_json_to_a_prompt_is_ascii_and_to_a_file_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What PowerShell makes of other signs on the way to a file is no JSON any more."""
    compute(tmp_path, "--format", "json")
    assert capsys.readouterr().out.isascii()


def test_ctrl_c_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class LeftError(Exception):
        pass

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    def left(code: int) -> None:
        assert code == 130
        raise LeftError

    monkeypatch.setattr("riia.indicators.engine.own_files.compute", stopped)
    monkeypatch.setattr("os._exit", left)
    with pytest.raises(LeftError):
        compute(tmp_path, "--out", tmp_path / "q2.csv")
    assert capsys.readouterr().err == "\nStopped. Nothing is left half-written.\n"
    assert not (tmp_path / "q2.csv").exists()


def test_on_windows_a_reader_that_has_gone_is_an_invalid_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    with pytest.raises(BrokenPipeError), answering():
        raise OSError(errno.EINVAL, "Invalid argument")


def test_python_itself_can_be_what_is_started() -> None:
    """Where a laptop starts nothing but what its owner has listed."""
    done = subprocess.run([sys.executable, "-m", "riia", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == version("riia")


def test_progress_is_taken_away_before_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = census(tmp_path, child("A", episode("2024-08-01")))
    file.write_bytes(file.read_bytes()[:-30])
    screen = Console("cp437", screen=True)
    monkeypatch.setattr("sys.stderr", screen)
    with pytest.raises(SystemExit):
        main(["indicators", "compute", "--place", "831", "--period", "2024-25Q2", "--cin", str(file)])
    screen.flush()
    told = screen.held.getvalue().decode("cp437")
    assert "% was not read" not in told.replace("\r", "")
    assert told.rpartition("\r")[2].startswith("cin.xml was not read")
