"""The SEN2 return in its three forms: the same figures, every planted defect found where it is."""

import json
from pathlib import Path

import pytest

from riia.cli import main
from riia.indicators.checks.running import check_reading
from riia.indicators.definitions.countings import send
from riia.indicators.engine.computing import Question, figures
from riia.indicators.engine.results import Population
from riia.indicators.engine.tables import Tables
from riia.indicators.model import Number, Period
from riia.indicators.readers import sen2
from riia.indicators.readers.reading import Reading
from tests.indicators.simulation.councils import RUTLAND, YEAR, targets
from tests.indicators.simulation.test_files import TODAY, folder_of

PERIODS = [f"CY{YEAR - 1}", *(f"{YEAR - 1}-{YEAR % 100:02d}Q{number}" for number in (1, 2, 3)), f"{YEAR - 2}-24Q4"]
WHERE = {"blade": "sen2", "modules": "sen2", "xml": f"sen2_{YEAR}.xml"}


def made(folder: Path, form: str, **changes: object) -> Reading:
    return sen2.read([folder_of(folder, kinds=("sen2",), sen2_as=form, **changes) / WHERE[form]])


def counted(reading: Reading) -> dict[tuple[str, str, str], tuple[object, object]]:
    """Every figure of every period, with what it is of."""
    found = {}
    for code in PERIODS:
        question = Question(RUTLAND, Period.parse(code), Population(Number(9_000), "given"))
        for one in figures([Tables.of(reading)], send.COUNTINGS, question):
            found[code, one.counting.indicator, one.counting.variant] = (one.number, one.denominator)
    return found


@pytest.mark.parametrize("parts", [1, 2])
def test_the_three_forms_give_the_same_figures(parts: int, tmp_path: Path) -> None:
    readings = {form: made(tmp_path / form, form, parts=parts) for form in WHERE}
    straight = counted(readings["blade"])
    assert any(isinstance(number, Number) and number.value > 5 for number, _ in straight.values())
    assert counted(readings["modules"]) == straight
    assert counted(readings["xml"]) == straight
    for form, reading in readings.items():
        told = [one.words for one in (*reading.findings, *check_reading(reading, today=TODAY).findings)]
        assert [one for one in told if not (form == "modules" and "calendar year" in one)] == [], form
        assert reading.files[0].declared


@pytest.mark.parametrize("form", ["modules", "xml"])
def test_defects_are_found_where_they_are(form: str, tmp_path: Path) -> None:
    reading = made(tmp_path, form, defects="all", targets=targets(RUTLAND, YEAR, 4.0))
    planted = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))["defects"]
    assert len(planted) == (6 if form == "modules" else 5)
    said = [*reading.findings, *check_reading(reading, today=TODAY).findings]
    for one in planted:
        assert one["row"] > 1
        assert (tmp_path / one["file"]).is_file()
        assert any(
            found.code == one["code"] and one["file"].endswith(found.file) and spot.row == one["row"]
            for found in said
            for spot in found.spots
        ), one


def test_the_command_makes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "made"
    main(
        ["simulate", "--place", "857", "--year", "2025", "--only", "sen2", "--sen2-as", "modules", "--out", str(out)]
    )  # fmt: skip
    assert "5 tables" in capsys.readouterr().out
    assert sorted(path.name for path in (out / "sen2").iterdir()) == [
        f"SEN2_2025_m{number}.csv" for number in range(1, 6)
    ]
    assert "--sen2-as modules" in (out / "README.txt").read_text(encoding="utf-8")
