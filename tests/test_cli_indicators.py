"""`riia indicators` as an analyst uses it: files in, figures out, rows to look at, refusals that help."""

import csv
import json
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from riia.cli import main
from riia.indicators.engine.results import COLUMNS
from tests.indicators.readers.cin_files import assessment, census, child, enquiry, episode, header


@pytest.fixture
def cin(tmp_path: Path) -> Path:
    return census(
        tmp_path,
        child("A", episode("2024-08-01", assessment("2024-08-02", "2024-09-02"))),
        child("=B", episode("2024-08-05", ReferralSource="6")),
    )


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[str, str]:
    main(["indicators", *(str(argument) for argument in arguments)])
    captured = capsys.readouterr()
    return captured.out, captured.err


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["indicators", *(str(argument) for argument in arguments)])
    assert ended.value.code == 2
    return capsys.readouterr().err


def test_json_is_a_list_of_figures_with_every_field(cin: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = run(capsys, "compute", "--place", "831", "--period", "2024-25Q2", "--cin", cin, "--format", "json")
    rows = json.loads(out)
    assert all(tuple(row) == COLUMNS for row in rows)
    referrals = next(row for row in rows if row["definition"] == "referrals v1")
    assert (referrals["number"], referrals["symbol"], referrals["source"]) == (2, None, "cin-census")
    assert referrals["rate"] == pytest.approx(2 / 60_668 * 10_000, rel=0.05)
    contacts = next(row for row in rows if row["indicator"] == "initial-contacts")
    assert (contacts["number"], contacts["symbol"], contacts["source"]) == (None, "x", "")
    assert "rows read" in err


def test_csv_has_the_same_fields(cin: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "figures.csv"
    common = ("--place", "Derby", "--period", "2024-25Q2", "--cin", cin)
    out, _ = run(capsys, "compute", *common, "--format", "csv", "--out", target)
    assert out == ""
    with target.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == COLUMNS


def test_the_workbook_has_six_sheets_and_no_child(
    cin: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "figures.xlsx"
    run(capsys, "compute", "--place", "831", "--period", "2024-25Q2", "--cin", cin, "--format", "xlsx", "--out", target)
    sheets = pl.read_excel(target, sheet_id=0)
    assert list(sheets) == ["Figures", "Notes", "Definitions", "Files", "Rows", "Findings"]
    assert tuple(sheets["Figures"].columns) == ("no.", "title", *COLUMNS)
    notes = dict(sheets["Notes"].rows())
    assert notes["council"] == "Derby (831)"
    assert notes["period"] == "2024-25Q2: 1 July 2024 to 30 September 2024"
    assert not any("=B" in str(row) for sheet in sheets.values() for row in sheet.rows())


def test_numbers_in_the_workbook_are_shown_as_such(
    cin: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Thousands apart, a tenth where there is one, and years as years."""
    target = tmp_path / "figures.xlsx"
    run(capsys, "compute", "--place", "831", "--period", "2024-25Q2", "--cin", cin, "--format", "xlsx", "--out", target)
    book = load_workbook(target)
    figures, files = book["Figures"], book["Files"]
    at = {cell.value: cell.column for cell in figures[1]}
    row = next(row for row in figures.iter_rows(min_row=2) if row[at["source"] - 1].value)
    assert row[at["denominator"] - 1].number_format == "#,##0"
    assert row[at["rate"] - 1].number_format == "#,##0.0"
    assert files.cell(2, 3).number_format == "0"
    assert figures.freeze_panes == "C2"


def test_a_row_is_told_in_words(cin: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = run(capsys, "explain", "referrals", "--place", "831", "--period", "2024-25Q2", "--cin", cin)
    assert "nfa no" in out
    assert "False" not in out
    assert "1 rows" not in out + err


def test_text_is_for_people(cin: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = run(capsys, "compute", "--place", "831", "--period", "2024-25Q2", "--cin", cin)
    assert out.startswith("Derby, July to September 2024 (Q2 2024-25)")
    assert "cin-census: 2, 0.3 per 10,000" in out
    assert out.count("no file was given that holds contacts") == 1


def test_a_population_given_replaces_the_packaged(cin: Path, capsys: pytest.CaptureFixture[str]) -> None:
    common = (
        "--place",
        "831",
        "--period",
        "2024-25Q2",
        "--cin",
        cin,
        "--format",
        "json",
        "--indicator",
        "referrals:all",
    )
    (row,) = json.loads(run(capsys, "compute", *common, "--population", "20000")[0])
    assert (row["denominator"], row["rate"]) == (20_000, 1.0)


def test_rows_behind_go_to_a_file_in_which_nothing_is_a_formula(
    cin: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = tmp_path / "rows.csv"
    _, err = run(capsys, "compute", "--place", "831", "--period", "2024-25Q2", "--cin", cin, "--rows", rows)
    assert "keep it inside the council" in err
    with rows.open(encoding="utf-8", newline="") as stream:
        children = {row["child"] for row in csv.DictReader(stream)}
    assert children == {"A", "'=B"}


def test_a_doubt_is_shown_also_where_the_files_reach_all_the_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = census(
        tmp_path,
        child("A", episode("2024-08-01", DateOfInitialCPC="2024-08-09")),
        child("B", episode("2024-08-01", enquiry("2024-08-02", "2024-08-09"))),
    )
    out, _ = run(
        capsys, "compute", "--place", "831", "--period", "2024-25Q2", "--cin", file,
        "--indicator", "icpcs-within-15-days:of=icpcs",
    )  # fmt: skip
    assert "1 of 2, 50.0%" in out
    assert "For 1 of these the conference cannot be timed: it counts as not in time." in out


def test_explain_without_files_is_the_definition(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = run(capsys, "explain", "repeat-referrals")
    assert "at most 12 months before" in out
    assert "Our choice" in out


def test_explain_with_files_shows_rows_and_reasons(
    cin: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = census(
        tmp_path, child("A", episode("2023-09-01", CINclosureDate="2023-10-01")), head=header(2024), name="o.xml"
    )
    out, _ = run(capsys, "explain", "repeat-referrals", "--period", "2024-25Q2", "--cin", cin, "--cin", older)
    assert "1 of 2, 50.0%" in out
    assert "1 counted, because" in out
    assert "1 only in the base, because" in out
    assert "1 not counted, because the referral does not fall in the period" in out
    assert "cin.xml, line" in out


def test_explain_counts_the_rows_that_the_figure_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "annex.xlsx"))
    sheet = book.add_worksheet("List 3")
    heading = ("Child Unique ID", "Date of referral", "Number of Referrals in Last 12 Months")
    for line, row in enumerate((heading, ("A", "01/08/2024", "1"), ("C", "03/08/2024", "0"))):
        sheet.write_row(line, 0, row)
    book.close()
    out, _ = run(
        capsys, "explain", "repeat-referrals", "--place", "831", "--period", "2024-25Q2",
        "--annex-a", tmp_path / "annex.xlsx", "--as-at", "2024-09-30",
    )  # fmt: skip
    assert "1 of 2, 50.0%" in out
    assert "1 counted, because" in out
    assert "the list says that the child was referred in the last 12 months" in out
    assert "short history: " in out
    assert "so the list's own count, of the 12 months before the extract, stands in and may be too high." in out


def test_the_rows_of_a_referral_have_its_own_source_beside_the_return(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = census(tmp_path, child("A", episode("2024-08-01", ReferralSource="6")), child("B", episode("2023-08-01")))
    rows = tmp_path / "rows.csv"
    run(capsys, "explain", "referrals:all", "--place", "831", "--period", "2024-25Q2", "--cin", file, "--rows", rows)
    with rows.open(encoding="utf-8", newline="") as stream:
        (first, second) = csv.DictReader(stream)
    assert (first["child"], first["return"], first["source"]) == ("A", "cin-census", "police")
    assert (second["child"], second["fate"], second["source"]) == ("B", "not counted", "individual")
    assert not {"PersonBirthDate", "UPN", "Ethnicity", "born"} & set(first)


def test_reconcile_says_what_two_returns_disagree_about(
    cin: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "annex.xlsx"))
    sheet = book.add_worksheet("List 3")
    for line, row in enumerate((("Child Unique ID", "Date of referral"), ("A", "01/08/2024"), ("C", "03/08/2024"))):
        sheet.write_row(line, 0, row)
    book.close()
    rows = tmp_path / "differences.csv"
    out, _ = run(
        capsys, "reconcile", "--place", "831", "--period", "2024-25Q2", "--cin", cin,
        "--annex-a", tmp_path / "annex.xlsx",
        "--as-at", "2024-09-30", "--indicator", "referrals:all", "--rows", rows,
    )  # fmt: skip
    assert "referrals: 1 row is the same in annex-a and cin-census, 2 differ: " in out
    assert "1 only in annex-a: cin-census has nothing about the child" in out
    assert len(rows.read_text(encoding="utf-8").splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("compute", "--place", "831", "--period", "2024-25Q2"), "Give at least one of"),
        (("compute", "--place", "831", "--period", "Q2 2025", "--cin", "CIN"), "Q2 2025"),
        (("compute", "--place", "Atlantis", "--period", "2024-25Q2", "--cin", "CIN"), "Atlantis"),
        (
            ("compute", "--place", "831", "--period", "2024-25Q2", "--cin", "nowhere.xml"),
            "no file or folder nowhere.xml",
        ),
        (("compute", "--place", "831", "--period", "2024-25Q2", "--cin", "CIN", "--format", "xlsx"), "--out"),
        (("compute", "--place", "831", "--period", "2024-25Q2", "--cin", "CIN", "--population", "0"), "whole number"),
        (("compute", "--place", "831", "--period", "2024-25Q2", "--cin", "CIN", "--as-at", "soon"), "2025-09-30"),
        (
            ("compute", "--place", "831", "--period", "2024-25Q2", "--cin", "CIN", "--indicator", "refferals"),
            "referrals",
        ),
        (("explain", "sw-agency"), "sw-agency"),
        (("explain", "referrals", "--cin", "CIN"), "--period"),
        (("explain",), "The name of an indicator is missing. Such as"),
        (("explain", "referrals", "--rows", "r.csv"), "no rows without files"),
        (("compute", "--period", "2024-25Q2", "--cin", "CIN"), "--place is missing. Council: Derby, 831 or E06000015."),
        (("compute", "--place", "831", "--cin", "CIN"), "--period is missing. A quarter 2025-26Q2"),
        (("compute", "--place", "831", "--period", "2024-25Q2", "--cin"), "--cin names no file"),
        (
            ("compute", "--place", "831", "--period", "2024-25Q2", "--cin", "CIN", "--population", "8,000"),
            "--population 8,000 is not a whole number",
        ),
    ],
)
def test_refusals_say_what_to_do(
    cin: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    told = refused(capsys, *(cin if argument == "CIN" else argument for argument in arguments))
    assert words in told
    assert "Traceback" not in told


def test_a_file_that_is_no_census_is_refused_with_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.xml"
    path.write_text("<html><body>Sign in</body></html>", encoding="utf-8")
    told = refused(capsys, "compute", "--place", "831", "--period", "2024-25Q2", "--cin", path)
    assert "page.xml" in told


def test_nothing_is_written_when_a_file_is_refused(
    cin: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cut.xml"
    path.write_bytes(cin.read_bytes()[:-30])
    target = tmp_path / "figures.json"
    refused(
        capsys, "compute", "--place", "831", "--period", "2024-25Q2", "--cin", path, "--format", "json", "--out", target
    )
    assert not target.exists()
