"""`riia protect` and `riia attack`, as an analyst has them: files in, a safe table and a report out."""

import csv
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from riia.cli import main

CROSSTAB = """Council,Under 1,1 to 4,5 to 9,10 to 15,16 and over,Total
Derby,12,45,67,3,88,215
Leicester,4,33,41,50,60,188
Rutland,0,1,2,8,9,20
Nottingham,14,22,35,61,70,202
Total,30,101,145,122,227,625
"""
TIDY = """time_period,geographic_level,region_name,la_name,sex,number,percentage,mystery
2025,National,,,Total,760,100.0,17
2025,National,,,Boys,412,54.2,11
2025,National,,,Girls,348,45.8,6
2025,Regional,East Midlands,,Total,460,100.0,9
2025,Regional,East Midlands,,Boys,252,54.8,5
2025,Regional,East Midlands,,Girls,208,45.2,4
2025,Regional,North East,,Total,300,100.0,8
2025,Regional,North East,,Boys,160,53.3,6
2025,Regional,North East,,Girls,140,46.7,2
2025,Local authority,East Midlands,Derby,Total,440,100.0,8
2025,Local authority,East Midlands,Derby,Boys,236,53.6,5
2025,Local authority,East Midlands,Derby,Girls,204,46.4,3
2025,Local authority,East Midlands,Rutland,Total,20,100.0,1
2025,Local authority,East Midlands,Rutland,Boys,16,80.0,0
2025,Local authority,East Midlands,Rutland,Girls,4,20.0,1
2025,Local authority,North East,Durham,Total,300,100.0,8
2025,Local authority,North East,Durham,Boys,160,53.3,6
2025,Local authority,North East,Durham,Girls,140,46.7,2
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "crosstab.csv").write_text(CROSSTAB, encoding="utf-8")
    (tmp_path / "tidy.csv").write_text(TIDY, encoding="utf-8")
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    with pytest.raises(SystemExit) as ended:
        main([str(one) for one in arguments])
    assert ended.value.code == 2
    return capsys.readouterr().err


def rows_in(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_a_crosstab_with_its_report_beside_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = folder / "safe.csv"
    main(["protect", str(folder / "crosstab.csv"), "--totals", "Total", "--out", str(out)])
    rows = rows_in(out)
    given = [line.split(",") for line in CROSSTAB.splitlines()]
    assert rows[0] == given[0]
    hidden = 0
    for mine, theirs in zip(rows, given, strict=True):
        for printed, count in zip(mine[1:], theirs[1:], strict=True):
            assert printed in (count, "c")
            assert count not in ("1", "2", "3", "4", "5") or printed == "c"
            hidden += printed == "c"
    assert rows[3][1] == "0"  # a true zero is shown
    report = rows_in(folder / "safe report.csv")
    assert len(report) == hidden + 1
    assert report_of(report, "Rutland")[:3] == ["Council Rutland, column 1 to 4", "small", "hidden because it is small"]
    said = capsys.readouterr().err
    assert "30 cells: 21 shown; 1 true zero, shown; 4 hidden because they are small; 4 hidden so that" in said
    assert "Tightest: " in said
    assert "not for publication" in said
    assert sorted(path.name for path in folder.iterdir()) == ["crosstab.csv", "safe report.csv", "safe.csv", "tidy.csv"]


def report_of(rows: list[list[str]], name: str) -> list[str]:
    return next(row for row in rows if name in row[0])


def test_a_workbook_in_and_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Children looked after"])
    for line in CROSSTAB.splitlines():
        sheet.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    sheet.append(["Source: made up"])
    book.save(folder / "given.xlsx")
    out = folder / "safe.xlsx"
    main(["protect", str(folder / "given.xlsx"), "--totals", "Total", "--out", str(out)])
    capsys.readouterr()
    written = openpyxl.load_workbook(out)
    assert written.sheetnames == ["given"]
    assert [cell.value for cell in written["given"][4]] == ["Rutland", 0, "c", "c", "c", 9, 20]
    assert openpyxl.load_workbook(folder / "safe report.xlsx").sheetnames == ["Not for publication", "Summary"]


def test_tidy_rows_of_the_department(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Dimensions and the hierarchy of places are found, the rounded totals recognised, unnamed numbers left out."""
    out = folder / "safe.csv"
    arguments = ["--value", "number", "--percent", "percentage=Total"]
    main(["protect", str(folder / "tidy.csv"), *arguments, "--keep", "time_period", "--out", str(out)])
    said = capsys.readouterr().err
    assert "dimensions place, sex; counts number" in said
    assert "left out, since they might tell: mystery" in said
    rows = rows_in(out)
    assert rows[0] == ["time_period", "geographic_level", "region_name", "la_name", "sex", "number", "percentage"]
    by_name = {(row[2], row[3], row[4]): row[5:] for row in rows[1:]}
    assert by_name["East Midlands", "Rutland", "Girls"] == ["c", "c"]
    assert by_name["East Midlands", "Rutland", "Boys"] == ["c", "c"]
    assert by_name["East Midlands", "Rutland", "Total"] == ["20", "100.0"]
    with pytest.raises(SystemExit) as ended:
        main(["attack", str(folder / "tidy.csv"), *arguments])
    assert ended.value.code == 3  # the small count is printed openly there
    main(["attack", str(out), *arguments])


def test_an_attack_on_what_somebody_else_hid(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = CROSSTAB.replace("Rutland,0,1,2,8", "Rutland,0,*,*,8").replace("67,3,", "67,low,").replace(",4,33", ",*,33")
    (folder / "published.csv").write_text(page.replace("Leicester,4,", "Leicester,-,"), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["attack", str(folder / "published.csv"), "--hidden", "*,-,low"])
    assert ended.value.code == 3
    said = capsys.readouterr().out
    assert "4 cells hidden" in said
    assert "Council Derby, column 10 to 15 must be exactly 3" in said
    assert "Council Leicester, column Under 1: exactly 4" in said


def test_rounding_and_linked_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["protect", str(folder / "crosstab.csv"), "--round", "5", "--controlled", "--format", "csv"])
    rows = [line.split(",") for line in capsys.readouterr().out.splitlines()]
    for row in rows[1:]:
        assert sum(map(int, row[1:-1])) == int(row[-1])
    sexes = (
        "Council,Boys,Girls,Total\nDerby,110,105,215\nLeicester,90,98,188\nRutland,11,9,20\nNottingham,100,102,202\n"
    )
    (folder / "sexes.csv").write_text(sexes, encoding="utf-8")
    linked = [str(folder / "crosstab.csv"), str(folder / "sexes.csv"), "--totals", "Total"]
    main(["protect", *linked, "--format", "csv"])
    assert "Council,Boys,Girls,Total" in capsys.readouterr().out
    (folder / "sexes.csv").write_text(sexes.replace("11,9,20", "11,10,21"), encoding="utf-8")
    assert "Council Rutland is 20 in one place and 21 in another" in refused(capsys, "protect", *linked)


def test_earlier_releases(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heading = "council,period,number\n"
    first, second = folder / "q1.csv", folder / "q2.csv"
    first.write_text(heading + "Derby,Q1,30\nStoke,Q1,14\nAll,Q1,44\n", encoding="utf-8")
    second.write_text(heading + "Derby,Q1 to Q2,33\nStoke,Q1 to Q2,31\nAll,Q1 to Q2,64\n", encoding="utf-8")
    arguments = ["--value", "number", "--dimensions", "council,period", "--totals", "All", "--of-which", "Q1 to Q2=Q1"]
    main(["protect", str(second), "--earlier", str(first), *arguments, "--format", "csv"])
    assert capsys.readouterr().out.splitlines()[1:] == ["Derby,Q1 to Q2,c", "Stoke,Q1 to Q2,c", "All,Q1 to Q2,64"]
    with pytest.raises(SystemExit) as ended:
        main(["attack", str(second), "--earlier", str(first), *arguments])
    assert ended.value.code == 3
    assert "Derby, period the rest of Q1 to Q2 beside Q1 must be exactly 3" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "arguments", "said"),
    [
        ("45,67", "45,", [], "crosstab.csv: Line 2, column '5 to 9' is blank, and a blank can mean zero"),
        ("45,67", "45,about 60", [], "crosstab.csv: Line 2, column '5 to 9' is 'about 60', which is not a number"),
        ("88,215", "88,216", [], "Council Derby is 216 and its parts give 215 (+1)"),
        ("Leicester", "Derby", [], "crosstab.csv: Line 3 gives the cell Derby, Under 1 again, which Line 2 has given"),
        ("", "", ["--policy", "dfe-9"], "There is no policy 'dfe-9'. There are: dfe-1-5, dfe-1-9."),
        ("", "", ["--percent", "share"], "--percent share: give two things with = between them"),
        ("", "", ["--value", "number"], "There is no column number. The columns are: "),
        ("", "", ["--format", "xlsx"], "A workbook needs a file to be written to"),
        ("", "", ["--round", "1"], "--round 1: counts are rounded to multiples of 2 or more"),
        ("", "", ["--where", "Council=Nowhere"], "crosstab.csv has no row with Council=Nowhere"),
        ("Derby,12", "=cmd|x,12", [], "crosstab.csv was not read"),
    ],
)
def test_refusals(
    old: str, new: str, arguments: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "crosstab.csv"
    page = CROSSTAB.replace(old, new) if old else CROSSTAB
    file.write_text(page, encoding="utf-8")
    out = [] if "--format" in arguments else ["--out", folder / "safe.csv"]
    assert said in refused(capsys, "protect", file, "--totals", "Total", *out, *arguments)
    assert sorted(path.name for path in folder.iterdir()) == ["crosstab.csv", "tidy.csv"]


def test_no_text_becomes_a_formula(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "crosstab.csv"
    file.write_text(CROSSTAB.replace("Derby", "-Derby").replace("Leicester", "+Leicester"), encoding="utf-8")
    main(["protect", str(file), "--totals", "Total", "--format", "csv"])
    assert "\r\n'-Derby,c" in capsys.readouterr().out.replace("\n", "\r\n").replace("\r\r", "\r")


def test_blanks_that_mean_zero(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "blank.csv").write_text(CROSSTAB.replace("Rutland,0,", "Rutland,,"), encoding="utf-8")
    main(["protect", str(folder / "blank.csv"), "--blank", "0", "--format", "csv"])
    assert "Rutland,0,c,c,c,9,20" in capsys.readouterr().out


def test_percentages_written_as_text_are_no_labels(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = "council,sex,number,share\nDerby,boys,4,31%\nDerby,girls,9,69%\nDerby,Total,13,100%\n"
    (folder / "page.csv").write_text(page, encoding="utf-8")
    main(["protect", str(folder / "page.csv"), "--value", "number", "--format", "csv"])
    said = capsys.readouterr()
    assert said.out.splitlines()[:2] == ["council,sex,number", "Derby,boys,c"]
    assert "left out, since they might tell: share" in said.err


def test_tidy_files_are_told_what_is_missing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, "protect", folder / "tidy.csv")
    assert "--value COLUMN, or several with commas. Columns of whole numbers are: number,mystery" in said


ABSENT = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "highspy":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
from riia.cli import main
main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def without_solver(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("light")
    (folder / "t.csv").write_text(CROSSTAB, encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", ["protect", "attack"])
def test_without_the_solver_a_sentence_says_what_to_install(command: str, without_solver: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ABSENT, command, "t.csv"],
        cwd=without_solver,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "This command needs numpy, scipy and the solver HiGHS: install riia[protect].\n"


def test_a_total_that_no_file_has_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "protect", folder / "crosstab.csv", "--totals", "Total,Engand")
    assert told.startswith("--totals Engand: there is no such label in crosstab.csv.")


def test_signs_that_begin_with_a_hyphen(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dash = folder / "dash.csv"
    dash.write_text("council,boys,girls,Total\nDerby,-,9,13\nStoke,8,low,15\n", encoding="utf-8")
    main(["protect", str(dash), "--marks", "-=c", "--format", "csv"])
    assert "Derby,c,c,13" in capsys.readouterr().out.replace("\r", "")
    with pytest.raises(SystemExit) as ended:
        main(["attack", str(dash), "--hidden", "-,low"])
    assert ended.value.code == 3
    assert "exactly 4" in capsys.readouterr().out


def test_percentages_written_with_their_sign(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "signs.csv"
    path.write_text("council,boys,girls,Total,% boys\nDerby,4,9,13,31%\nStoke,80,70,150,53 %\n", encoding="utf-8")
    main(["protect", str(path), "--percent", "% boys=boys/Total", "--format", "csv"])
    assert capsys.readouterr().out.replace("\r", "").splitlines()[1:] == ["Derby,c,c,13,c", "Stoke,80,70,150,53"]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("council,boys\nDerby,-\n", '--marks "-=c"'),
        ("council,boys\nDerby,<5\n", '--marks "<5=c"'),
        ("council,boys\nDerby,1 to 4\n", '--marks "1 to 4=c"'),
        ("council,sex,number\nDerby,boys,4\n", "--value"),
        ("council,boys,Total,share\nDerby,4,8,50%\n", "--percent"),
        ("council,boys\nDerby,\n", "--blank"),
    ],
)
def test_what_is_no_count_is_refused_with_the_option_that_helps(
    text: str, remedy: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "odd.csv"
    path.write_text(text, encoding="utf-8")
    told = refused(capsys, "protect", path)
    assert told.startswith("odd.csv: Line 2, column '")
    assert remedy in told
    assert "ask the publisher" not in told


def test_sums_that_do_not_hold_name_the_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "sums.csv"
    path.write_text("council,boys,girls,Total\nDerby,4,9,14\n", encoding="utf-8")
    assert refused(capsys, "protect", path, "--totals", "Total").startswith("sums.csv: Totals are not the sums")
    assert refused(capsys, "attack", path, "--totals", "Total").startswith("sums.csv: Totals are not the sums")


def test_percentages_of_a_crosstab_whose_rows_have_a_total_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "both.csv"
    page = "council,boys,girls,Total,share\nDerby,4,9,13,31\nStoke,8,7,15,53\nTotal,12,16,28,43\n"
    path.write_text(page, encoding="utf-8")
    main(["protect", str(path), "--totals", "Total", "--percent", "share=boys/Total", "--format", "csv"])
    lines = capsys.readouterr().out.replace("\r", "").splitlines()
    assert lines[1:] == ["Derby,c,c,13,c", "Stoke,c,c,15,c", "Total,12,16,28,43"]


def test_percentages_of_one_of_two_totals(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "two.csv"
    page = "sex,age,number,share\nboys,old,4,31\ngirls,old,9,69\nTotal,old,13,100\nboys,young,36,41\n"
    page += "girls,young,51,59\nTotal,young,87,100\nboys,Total,40,40\n"
    path.write_text(page + "girls,Total,60,60\nTotal,Total,100,100\n", encoding="utf-8")
    given = ["protect", str(path), "--value", "number", "--totals", "Total", "--percent"]
    assert "at the command line age=Total" in refused(capsys, *given, "share=Total")
    main([*given, "share=sex=Total", "--format", "csv"])
    assert "boys,old,c,c" in capsys.readouterr().out


def test_a_release_with_one_council_is_not_left_unlinked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now, before = folder / "now.csv", folder / "before.csv"
    heading, derby = "council,sex,number\n", "Derby,boys,4\nDerby,girls,9\nDerby,Total,13\n"
    now.write_text(f"{heading}{derby}Stoke,boys,15\nStoke,girls,13\nStoke,Total,28\n", encoding="utf-8")
    before.write_text(heading + derby, encoding="utf-8")
    given = ["protect", now, "--value", "number", "--earlier", before]
    assert "before.csv has one value only in the column council" in refused(capsys, *given)
    told = refused(capsys, *given, "--dimensions", "council,sex")
    assert told.startswith("An earlier release has printed council Derby, sex boys")


def test_columns_that_are_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "protect", folder / "tidy.csv", "--value", "number", "--dimensions", "la_name,gender")
    assert told.startswith("--dimensions gender: there is no such column.")
    assert "_row" not in refused(capsys, "protect", folder / "tidy.csv", "--value", "nimber") + told


def test_a_percentage_among_counts_is_refused_with_the_option_for_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = folder / "percent.csv"
    table.write_text("council,boys,girls,Total,% boys\nDerby,12,45,57,21.1\n", encoding="utf-8")
    told = refused(capsys, "protect", table, "--totals", "Total")
    assert "percent.csv: Line 2, column '% boys' is 21.1" in told
    assert "--percent" in told
    main(["protect", str(table), "--totals", "Total", "--percent", "% boys=boys/Total"])
    assert "21.1" in capsys.readouterr().out
