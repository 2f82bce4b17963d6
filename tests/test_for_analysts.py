"""The guide for analysts is true: its commands run, its notebook runs, and it names what can be met."""

import re
import shlex
from pathlib import Path

import pytest

from riia.cli import main
from riia.indicators.definitions.countings import find
from riia.indicators.engine.results import COLUMNS

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "for-analysts.md").read_text(encoding="utf-8")
CODE = re.compile(r'"((?:AA|READ|EHE|SEN2)-[A-Z][A-Z-]+)"')


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def test_its_commands_and_its_notebook_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of the guide, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("riia ")]
    assert len(lines) > 5
    for line in lines:
        main(shlex.split(line)[1:])  # anything but exit code 0 is a SystemExit
    (notebook,) = blocks("python")
    exec(compile(notebook, "the guide", "exec"), {})
    assert {"example", "report.html", "q4.xlsx"} <= {path.name for path in tmp_path.iterdir()}


def test_it_names_every_code_that_a_reader_gives() -> None:
    sources = [path for part in ("readers", "engine") for path in (ROOT / "src/riia/indicators" / part).rglob("*.py")]
    codes = {code for path in sources for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert len(codes) > 40
    assert sorted(code for code in codes if not re.search(rf"\b{code}\b(?!-)", GUIDE)) == []


def test_it_names_no_code_that_nobody_gives() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/riia/indicators").rglob("*.py"))
    named = set(re.findall(r"\b(?:AA|READ|EHE|SEN2)-[A-Z][A-Z-]+\b", GUIDE))
    assert sorted(code for code in named if f'"{code}"' not in sources) == []


def test_it_documents_the_fields_of_the_answer_in_their_order() -> None:
    table = GUIDE[GUIDE.index("| Field | Holds |") :].split("\n\n", 1)[0]
    fields = [name for line in table.splitlines() for name in re.findall(r"`(\w+)`", line.split("|")[1])]
    assert tuple(fields) == COLUMNS


def test_indicators_it_names_exist() -> None:
    for address in ("referrals:source=police", "repeat-referrals", "repeat-cpps-2-years"):
        assert find(address)
