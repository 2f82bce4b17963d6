"""The year of a SEN2 return that does not say it, on the command line: judged and told, or given."""

import json
from pathlib import Path

import pytest

from riia.cli import main
from tests.indicators.readers.sen2_files import Case, awaiting, modules

CASES = (Case("Alba"), awaiting("Birch", "2025-11-07"))


def figure(capsys: pytest.CaptureFixture[str], folder: Path, *more: str) -> tuple[dict[str, object], str]:
    """Requests of the last quarter of 2025, and what was said beside."""
    main(
        ["indicators", "compute", "--sen2", str(folder), "--place", "831", "--period", "2025-26Q3",
         "--indicator", "ehcp-requests", "--format", "json", *more]
    )  # fmt: skip
    captured = capsys.readouterr()
    [found] = json.loads(captured.out)
    return found, captured.err


def test_without_a_year_the_last_day_is_where_knowledge_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, told = figure(capsys, modules(tmp_path / "m", CASES))
    assert found["number"] is None
    assert "judging by its days" in told
    assert "--sen2-year" in told


def test_a_year_that_is_given_is_the_whole_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, told = figure(capsys, modules(tmp_path / "m", CASES), "--sen2-year", "2025")
    assert found["number"] == 1
    assert "judging" not in told


def test_a_year_that_cannot_be_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        figure(capsys, modules(tmp_path / "m", CASES), "--sen2-year", "25")
    assert "give a calendar year" in capsys.readouterr().err
