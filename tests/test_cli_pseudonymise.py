"""`riia pseudonymise` as a council's officer types it."""

from pathlib import Path

import pytest

from riia.cli import main
from riia.indicators.records import SEND_PLACEMENTS, read_records
from tests.indicators.records.made import TODAY, as_csv
from tests.indicators.records.test_pseudonyms import OWN


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "derby.key"
    main(["pseudonymise", "--make-key", str(path)])
    return path


def run(*words: object) -> int:
    try:
        main([str(word) for word in words])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def asked(path: Path, kept: Path, written: Path, **changes: str) -> list[object]:
    options = {"dataset": "send-placements", "year": "2025-26", "place": "Derby", "key": kept, "out": written} | changes
    return ["pseudonymise", path, *(part for name, value in options.items() if value for part in (f"--{name}", value))]


def test_a_file_is_made_that_the_alliance_takes(tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "give.xlsx"
    assert run(*asked(as_csv(tmp_path / "own.csv", [OWN]), key, out)) == 0
    said = capsys.readouterr()
    assert "1 rows about 1 children" in said.out
    assert "Emily" not in said.out + said.err + (tmp_path / "give.report.txt").read_text()
    assert read_records([(out, out.name)], SEND_PLACEMENTS, today=TODAY, council="831", year="2025-26").rows == 1


def test_what_still_names_somebody_is_not_written(
    tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = as_csv(tmp_path / "own.csv", [OWN | {"Provider name": "Emily Carter"}])
    assert run(*asked(own, key, tmp_path / "give.xlsx")) == 2
    told = capsys.readouterr().err
    assert "Nothing was written" in told
    assert "column provider, line 2" in told
    assert "Emily" not in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["derby.key", "own.csv"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"dataset": ""}, "--dataset is missing"),
        ({"year": "2025"}, "as 2025-26"),
        ({"year": "2025-27"}, "as 2025-26"),
        ({"place": "East Midlands"}, "this is no council"),
        ({"key": ""}, "--key is missing"),
        ({"out": ""}, "--out is missing"),
    ],
)
def test_what_is_missing_is_named(
    tmp_path: Path, key: Path, changes: dict[str, str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*asked(as_csv(tmp_path / "own.csv", [OWN]), key, tmp_path / "give.csv", **changes)) == 2
    assert told in capsys.readouterr().err


def test_three_lists_need_a_workbook(tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = as_csv(tmp_path / "own.csv", [OWN])
    assert run(*asked(own, key, tmp_path / "give.csv", dataset="school-exclusions")) == 2
    assert "end its name in .xlsx." in capsys.readouterr().err


def test_a_key_others_can_read_is_warned_about_and_the_key_is_no_target(
    tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = as_csv(tmp_path / "own.csv", [OWN])
    key.chmod(0o644)
    assert run(*asked(own, key, tmp_path / "give.csv")) == 0
    assert "Warning: other people" in capsys.readouterr().err
    assert run("pseudonymise", "--make-key", key) == 2
    assert "not overwritten" in capsys.readouterr().err
