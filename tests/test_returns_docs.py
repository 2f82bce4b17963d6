"""The page for the council's analyst is true: its commands and examples run, and it names every code there is."""

import json
import re
import shlex
from pathlib import Path

import pytest

from riia.cli import main
from riia.indicators.returns.files import read_return
from riia.indicators.returns.forms import form_of

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "returns.md").read_text(encoding="utf-8")
FORM = form_of("mou-2022")
CODES = re.compile(r"\bFILE-[A-Z-]*[A-Z]\b")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_its_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for line in "".join(blocks("sh")[:2]).splitlines():
        code: object = 0
        try:
            main(shlex.split(line)[1:])
        except SystemExit as ended:
            code = ended.code
        assert code in (0, 3), line
    assert {"derby.xlsx", "derby.csv"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("text", [*blocks("csv"), *blocks("json")])
def test_its_examples_are_read(text: str) -> None:
    found = read_return("example", text.encode(), FORM, None)
    assert len(found.answers) in (3, 4)
    assert not found.problems


def test_its_json_is_ours() -> None:
    (text,) = blocks("json")
    assert set(json.loads(text)) == {"format", "place", "period", "form", "answers", "explanations"}


def test_it_names_every_code_and_no_other() -> None:
    sources = (ROOT / "src/riia/indicators/returns").glob("*.py")
    given = {code for path in sources for code in CODES.findall(path.read_text(encoding="utf-8"))}
    assert len(given) > 20
    assert set(CODES.findall(PAGE)) == given


@pytest.mark.parametrize("column", [1, 2])
def test_what_it_says_may_be_typed_may_be_typed(column: int) -> None:
    """And what it says may not is refused, but for a fraction, which the numbers beside it tell."""
    from riia.indicators.returns.entries import EntryError, parse_entry
    from riia.indicators.returns.nouns import Cell

    table = PAGE[PAGE.index("| You have | Type | Not |") :].split("\n\n", 1)[0].splitlines()[2:]
    for line in table:
        cells = line.strip("|").split("|")
        cell = Cell.parse("repeat-referrals.percent" if "percentage" in cells[0] else "referrals.number")
        for text in re.findall("`([^`]+)`", cells[column]):
            if column == 1:
                assert parse_entry(text, cell, FORM.item(cell.item)) is not None
            elif text not in ("0", "0.125"):
                with pytest.raises(EntryError):
                    parse_entry(text, cell, FORM.item(cell.item))
