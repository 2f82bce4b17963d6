"""`riia returns` as its user meets it: the workbook, its check, its other forms, and how each ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from riia.cli import main
from riia.indicators.model import Number
from tests.indicators.returns.written_returns import cell, edited, numbers, opened, template, typed

WHOSE = ("--council", "Derby", "--period", "2026-27Q2")


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, answer and messages."""
    code = 0
    try:
        main(["returns", *map(str, arguments)])
    except SystemExit as ended:
        code = int(ended.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_template_then_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "derby.xlsx"
    code, _, err = run(capsys, "template", *WHOSE, "--due", "2026-11-06", "--out", out)
    assert (code, "lines to fill in for Derby, July to September 2026" in err) == (0, True)
    sheet = opened(out.read_bytes())["Return"]
    assert sheet["B4"].value > 50_000
    assert sheet["E3"].value == "6 November 2026"
    code, said, _ = run(capsys, "check", out)
    assert code == 3
    assert said.startswith("Derby, July to September 2026 (Q2 2026-27): our workbook, 0 of 59 cells answered.")
    assert "MUST BE CORRECTED" in said
    assert "RET-EMPTY" in said
    written(out, edited(out.read_bytes(), typed("referrals", 900)))
    code, said, _ = run(capsys, "check", out)
    assert code == 3
    assert "RET-BLANK: " in said
    assert "Return!E6: Item 1, Initial contacts" in said
    assert said.isascii()


def test_the_last_return_is_carried_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    last = tmp_path / "q1.csv"
    last.write_text(
        "place,period,item,measure,check,value\n831,2026-27Q1,referrals,number,,812\n"
        "831,2026-27Q1,referrals,number,RET-JUMP,New system\n",
        encoding="utf-8",
    )
    out = tmp_path / "derby.xlsx"
    code, _, _ = run(capsys, "template", *WHOSE, "--last", last, "--out", out)
    assert code == 0
    book = opened(out.read_bytes())
    assert book["Return"]["D7"].value == 812
    assert book["Explanations"]["D4"].value == "New system"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("item,number\n2,5\n", "does not say which council and period"),
        ("place,period,item,number\n856,2026-27Q1,2,5\n", "is the return of Leicester, not of Derby"),
        ("place,period,item,number\n831,2026-27Q2,2,5\n", "which is not before"),
        ("hello\n", "no line has the headings"),
    ],
)
def test_a_last_return_that_cannot_be_that_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, told: str
) -> None:
    last = written(tmp_path / "q1.csv", content.encode())
    code, _, err = run(capsys, "template", *WHOSE, "--last", last, "--out", tmp_path / "derby.xlsx")
    assert (code, told in err) == (2, True)
    assert not (tmp_path / "derby.xlsx").exists()


def test_what_cannot_be_read_is_told_with_its_cell_and_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The check for blanks says nothing about a cell that is not blank but unreadable."""
    file = written(tmp_path / "derby.xlsx", edited(template(numbers()), typed("referrals", "nil")))
    code, said, _ = run(capsys, "check", file)
    assert code == 3
    assert 'Return!E7 ("nil"): may mean 0 or not known.' in said
    assert "RET-BLANK" not in said


def test_the_wrong_file_says_that_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "derby.xlsx", template())
    code, said, _ = run(capsys, "check", file, "--council", "Leicester", "--period", "2026-27Q2")
    assert code == 3
    assert "The file is the return of Derby (831), and this is the return of Leicester." in " ".join(said.split())
    assert "RET-" not in said


def test_json_has_places_and_outcomes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "derby.xlsx", edited(template(numbers()), typed("referrals", "nil")))
    code, said, _ = run(capsys, "check", file, "--format", "json")
    answer = json.loads(said)
    assert code == 3
    assert (answer["place"], answer["period"], answer["answers"]["cla-uasc.number"]) == ("831", "2026-27Q2", "[c]")
    (problem,) = [one for one in answer["problems"] if one["weight"] == "hard"]
    assert (problem["place"], problem["cell"], problem["text"]) == ("Return!E7", "referrals.number", '"nil"')
    assert all(one["places"] for one in answer["outcomes"] if one["cells"])


def test_convert_there_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "derby.xlsx", template(numbers()))
    for last, form in (("derby.xlsx", "csv"), ("derby.csv", "json"), ("derby.json", "xlsx")):
        out = tmp_path / f"derby{'2' if form == 'xlsx' else ''}.{form}"
        code, _, _ = run(capsys, "convert", tmp_path / last, "--to", form, "--out", out)
        assert code == 0
    code, said, _ = run(capsys, "convert", file, "--to", "json")
    assert json.loads(said) == json.loads((tmp_path / "derby.json").read_text(encoding="utf-8"))
    _, again, _ = run(capsys, "convert", tmp_path / "derby2.xlsx", "--to", "json")
    assert again == said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("template", "--council", "Nowhere", "--period", "2026-27Q2", "--out", "a.xlsx"), "Nowhere"),
        (("template", "--council", "East Midlands", "--period", "2026-27Q2", "--out", "a.xlsx"), "is not a council"),
        (("template", "--council", "Derby", "--period", "Q2 2026", "--out", "a.xlsx"), "more than one period"),
        (("template", "--council", "Derby", "--period", "2026-09-30", "--out", "a.xlsx"), "is a day"),
        (("template", *WHOSE, "--set", "mine", "--out", "a.xlsx"), "not a set that councils return"),
        (("template", *WHOSE, "--out", "a.csv"), "ends in .xlsx"),
        (("template", *WHOSE, "--population", "0", "--out", "a.xlsx"), "not a number of children"),
        (("check", "nothing.xlsx"), "There is no file or folder"),
        (("check", "bare.csv"), "does not say whose return it is"),
        (("convert", "bare.csv", *WHOSE, "--to", "xlsx"), "add --out"),
        (("convert", "wrong.csv", *WHOSE, "--to", "csv"), "nothing was written"),
        (("check", "picture.xlsx", *WHOSE), "it is a picture"),
        (("check", "large.csv", *WHOSE), "larger than 10 MB"),
        (("check", "folder", *WHOSE), "folder"),
    ],
)
def test_what_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "bare.csv", b"item,number\n2,5\n")
    written(tmp_path / "wrong.csv", b"item,number\n2,nil\n")
    written(tmp_path / "picture.xlsx", b"\x89PNG")
    written(tmp_path / "large.csv", b"item,number\n" * 1_000_000)
    (tmp_path / "folder").mkdir()
    code, said, err = run(capsys, *arguments)
    assert (code, said) == (2, "")
    assert told in err
    assert not (tmp_path / "a.xlsx").exists()


def test_it_needs_nothing_of_the_web_application(tmp_path: Path) -> None:
    """A council's laptop has the light package alone."""
    file = written(tmp_path / "derby.xlsx", template(numbers()))
    program = f"""
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("django", "openpyxl", "scipy", "jinja2", "psycopg", "riia.alliance"):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Absent())
from riia.cli import main
main(["returns", "template", "--council", "Derby", "--period", "2026-27Q2", "--out", {str(tmp_path / "new.xlsx")!r}])
main(["returns", "check", {str(file)!r}])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    assert "RET-SUM" in done.stdout


def test_a_wrong_population_is_told_by_its_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The template works rates out of the packaged estimate; another year's is known for what it is."""
    made = template(numbers())  # of 62,113 children, mid-2024, the newest packaged
    code, said, _ = run(capsys, "check", written(tmp_path / "derby.xlsx", made))
    assert code == 3
    assert "RET-RATE" not in said
    other = template(numbers() | {cell("referrals.rate"): Number(66), cell("cla-current.rate"): Number(93.2)})
    _, said, _ = run(capsys, "check", written(tmp_path / "derby.xlsx", other))
    assert "RET-RATE" in said
