"""Files as analysts have them: titles and notes around a table, workbooks with number formats, slips of the pen."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from riia.cli import main
from tests.test_cli_protect import CROSSTAB, TIDY, refused

NOTES = 'Source: CIN census 2025\nc = suppressed\n"Figures are of 31 March, all ages"\n'
TITLES = 'Children looked after by age\n"East Midlands, 31 March 2025"\n\n'


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[str, str]:
    main([str(one) for one in arguments])
    said = capsys.readouterr()
    return said.out.replace("\r", ""), said.err


@pytest.fixture
def bare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    (tmp_path / "bare.csv").write_text(CROSSTAB, encoding="utf-8")
    return told(capsys, "protect", tmp_path / "bare.csv", "--format", "csv")[0]


@pytest.mark.parametrize(
    "page",
    [
        CROSSTAB + NOTES,
        f"{CROSSTAB}\n{NOTES}",
        CROSSTAB + "".join(f'"{line}",,,,,,\n' for line in ("Source: CIN census, 2025", "c = suppressed")),
        f"{CROSSTAB}\nz,not applicable\nc,hidden\n",
        f"{CROSSTAB}\nSource: Department for Education, CIN census, 2025\n",
        TITLES + CROSSTAB,
        f"Children looked after, by age, 31 March 2025\n{CROSSTAB}\n1. See the methodology\n",
        f"{TITLES}{CROSSTAB}{NOTES}",
    ],
)
def test_what_stands_around_a_table_is_told_and_not_read(
    page: str, bare: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.csv").write_text(page, encoding="utf-8")
    out, said = told(capsys, "protect", tmp_path / "page.csv", "--format", "csv")
    assert out == bare
    assert "not read as data: " in said


def test_titles_and_notes_are_kept_where_that_is_asked_for(
    tmp_path: Path, bare: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, safe = tmp_path / "page.csv", tmp_path / "safe.csv"
    path.write_text(TITLES + CROSSTAB + NOTES, encoding="utf-8")
    told(capsys, "protect", path, "--notes", "--out", safe)
    page = safe.read_text(encoding="utf-8").replace("\r", "")
    assert page == f"{TITLES}{bare}\n{NOTES}"
    assert "Safe" in told(capsys, "attack", safe)[0]
    told(capsys, "protect", path, "--notes", "--out", tmp_path / "safe.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "safe.xlsx").active
    assert sheet["A1"].value == "Children looked after by age"
    assert sheet["A4"].value == "Council"
    assert sheet["A11"].value == "Source: CIN census 2025"
    text = told(capsys, "protect", path, "--notes")[0].splitlines()
    assert (text[0], text[-1]) == ("Children looked after by age", "Figures are of 31 March, all ages")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (CROSSTAB.replace("Rutland,", "East:,,,,,,\nRutland,"), "Line 4 has 'East:' and nothing else"),
        (f"{CROSSTAB}Corby,,,,,,\n", "Line 7 has 'Corby' and nothing else"),
        (f"{CROSSTAB}\n{CROSSTAB}", "Line 8 has the headings again"),
        (f"{CROSSTAB}Corby,1,2\n", "has 3 cells where the heading has 7"),
        ("n\n3\n", "has one column only"),
        ("Council,boys\n", "has headings and no rows below them"),
        ("", "the file is empty"),
    ],
)
def test_lines_that_could_be_rows_are_refused(
    page: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.csv").write_text(page, encoding="utf-8")
    assert said in refused(capsys, "protect", tmp_path / "page.csv")


def test_a_blank_row_stays_a_row_where_blanks_mean_something(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.csv").write_text(f"{CROSSTAB}\nCorby,,,,,,\n", encoding="utf-8")
    out, _ = told(capsys, "protect", tmp_path / "page.csv", "--blank", "0", "--format", "csv")
    assert "Corby,0,0,0,0,0,0" in out


def test_headings_that_are_years_are_headings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.csv").write_text("By year\nCouncil,2023,2024\nDerby,14,19\nStoke,22,31\n", encoding="utf-8")
    out, _ = told(capsys, "protect", tmp_path / "page.csv", "--format", "csv")
    assert out.splitlines()[:2] == ["Council,2023,2024", "Derby,14,19"]


def workbook(path: Path, rows: Sequence[Sequence[object]], formats: dict[str, str]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for column, code in formats.items():
        for cell in sheet[column]:
            cell.number_format = code
    book.save(path)
    return path


SHARES = [
    ("Council", "Boys", "Girls", "Total", "% boys", "Rate"),
    ("Derby", 4, 9, 13, 4 / 13, 2.35612), ("Stoke", 80, 70, 150, 80 / 150, 27.1849), ("Ely", 61, 60, 121, 61 / 121, 22),
]  # fmt: skip
ASKED = ("--totals", "Total", "--percent", "% boys=Boys/Total", "--keep", "Rate")


def test_numbers_of_a_workbook_are_read_as_it_shows_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0.5333 shown as 53.3% is 53.3 per cent, to one decimal; and goes back into a cell that shows it so."""
    path = workbook(tmp_path / "given.xlsx", SHARES, {"E": "0.0%", "F": "#,##0.0"})
    out, _ = told(capsys, "protect", path, *ASKED, "--format", "csv")
    assert out.splitlines()[1:] == ["Derby,c,c,13,c,2.4", "Stoke,80,70,150,53.3,27.2", "Ely,61,60,121,50.4,22.0"]
    told(capsys, "protect", path, *ASKED, "--out", tmp_path / "safe.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "safe.xlsx").active["E3"]
    assert (cell.value, cell.number_format) == (0.533, "0.0%")


def test_whoever_has_a_workbook_has_every_digit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Shown as 31% it would leave 4 or 5 of 14 to 16; held as 0.2667 it is 4 of 15, with the total hidden as well."""
    rows = [SHARES[0][:5], ("Derby", "c", "c", "c", 4 / 15), ("Stoke", 80, 70, 150, 80 / 150),
            ("Total", 84, 81, 165, 84 / 165)]  # fmt: skip
    path = workbook(tmp_path / "given.xlsx", rows, {"E": "0%"})
    with pytest.raises(SystemExit) as ended:
        main(["attack", str(path), *ASKED[:4]])
    assert ended.value.code == 3
    assert "Council Derby, column Boys must be exactly 4" in capsys.readouterr().out


def test_a_count_that_is_shown_whole_and_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(tmp_path / "given.xlsx", [("Council", "FTE"), ("Derby", 12.4), ("Stoke", 7)], {"B": "0"})
    assert "Line 2, column 'FTE' shows 12 and holds 12.4" in refused(capsys, "protect", path)
    path = workbook(tmp_path / "given.xlsx", [("Council", "n"), ("Derby", 12), ("Stoke", 7)], {"B": "0.0"})
    assert told(capsys, "protect", path, "--format", "csv")[0].splitlines()[1:] == ["Derby,12", "Stoke,7"]


def test_headings_in_two_rows_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [("", "Boys", None, "Girls", None), ("Council", "0-4", "5-9", "0-4", "5-9"), ("Derby", 4, 9, 13, 2)]
    path = workbook(tmp_path / "given.xlsx", rows, {})
    assert "has two rows of headings, 1 and 2" in refused(capsys, "protect", path)


def test_which_sheet_is_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Contents"])
    sheet = book.create_sheet("Table 1")
    for row in SHARES:
        sheet.append(row[:4])
    book.save(tmp_path / "book.xlsx")
    told_why = refused(capsys, "protect", tmp_path / "book.xlsx")
    assert "has no headings. Name the sheet with the table: --sheet. Its sheets are: Sheet, Table 1." in told_why
    assert "Derby" in told(capsys, "protect", tmp_path / "book.xlsx", "--sheet", "table 1")[0]
    del book["Sheet"]
    book.create_sheet("Notes").append(["x"])
    book.save(tmp_path / "book.xlsx")
    assert "the sheet 'Table 1' is read; for another say --sheet: Notes" in told(
        capsys, "protect", tmp_path / "book.xlsx"
    )[1]  # fmt: skip


def test_shares_of_one_are_recognised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(tmp_path / "given.xlsx", SHARES, {})
    assert "They look like shares of 1: give per cent." in refused(capsys, "protect", path, *ASKED)


def test_headings_are_no_formulas_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.csv").write_text("council,=1+1,girls\nDerby,14,9\n", encoding="utf-8")
    assert told(capsys, "protect", tmp_path / "page.csv", "--format", "csv")[0].startswith("council,'=1+1,girls\n")


def test_sentences_with_numbers_are_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only what says which cell a row is, and short texts, stand beside the counts."""
    page = "team,code,remark,number\nEast,E06,4 of them in May,4\nWest,E07,none,31\nNorth,E08,9 of them in May,12\n"
    (tmp_path / "page.csv").write_text(page, encoding="utf-8")
    asked = ["protect", tmp_path / "page.csv", "--value", "number", "--dimensions", "team", "--format", "csv"]
    out, said = told(capsys, *asked)
    assert out.splitlines()[:2] == ["team,code,number", "East,E06,c"]
    assert "left out, since they might tell: remark (see --keep)" in said


def test_places_of_all_levels_are_meant_by_the_name_of_the_council(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tidy.csv").write_text(TIDY, encoding="utf-8")
    asked = ["protect", tmp_path / "tidy.csv", "--value", "number", "--dimensions", "la_name,sex"]
    assert "dimensions place, sex; counts number" in told(capsys, *asked)[1]


def test_a_column_that_is_blank_here_and_there_is_no_dimension(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.csv").write_text("team,remark,number\nEast,new,4\nWest,,31\n", encoding="utf-8")
    told_why = refused(capsys, "protect", tmp_path / "page.csv", "--value", "number")
    assert "Line 3: the column 'remark' is blank there." in told_why
    assert '--dimensions "team"' in told_why


def test_an_answer_of_our_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = "indicator,variant,number,numerator,denominator,source\nreferrals,all,12,4,900,cin-census\n"
    (tmp_path / "q4.csv").write_text(page, encoding="utf-8")
    assert "--value numerator --dimensions indicator,variant" in refused(capsys, "protect", tmp_path / "q4.csv")
