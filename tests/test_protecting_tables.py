"""The guide to protecting tables is true: its commands run on its files, and print and write what it says."""

import re
import shlex
from pathlib import Path

import pytest

from riia.cli import main

GUIDE = (Path(__file__).resolve().parents[1] / "docs" / "protecting-tables.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`([a-z]+\.csv)`:\n\n```csv\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^```sh\n(riia .*?)\n```", re.MULTILINE)
SAID = re.compile(r"^```text\n([^-].*?)^```", re.MULTILINE | re.DOTALL)


def test_its_commands_do_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that a command writes is compared with the guide; any other file of the guide is there from the start."""
    monkeypatch.chdir(tmp_path)
    files = dict(FILE.findall(GUIDE))
    commands = [shlex.split(line)[1:] for line in COMMAND.findall(GUIDE)]
    written = {one[one.index("--out") + 1] for one in commands if "--out" in one}
    for name in files.keys() - written:
        Path(name).write_text(files[name], encoding="utf-8")
    assert len(commands) == 6
    said = ""
    for command in commands:
        main(command)
        said += "".join(capsys.readouterr())
    for name in files.keys() & written:
        assert Path(name).read_text(encoding="utf-8-sig") == files[name]
    for block in SAID.findall(GUIDE):
        assert block in said


def test_its_options_exist(capsys: pytest.CaptureFixture[str]) -> None:
    main(["protect", "--help"])
    main(["attack", "--help"])
    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", GUIDE)) <= known
