"""Reading Annex A: lists found whatever they are called, every row accounted for, every doubt told."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from riia.indicators.model.findings import Finding, Severity
from riia.indicators.readers.annex_a import read, recognises
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.reading import Reading
from tests.indicators.readers.annex_a_files import SAMPLES, Rows, headings, table, write

TODAY = date(2024, 12, 1)
CONTACTED = "Date of Contact"
CONTACT = {"child": "1", "born": date(2015, 5, 6), CONTACTED: date(2024, 9, 2), "Contact Source": "g) Police"}

needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public samples are not beside the checkout")


def _read(tmp_path: Path, sheets: Mapping[str, Rows], **options: bool) -> Reading:
    return read([write(tmp_path / "annex_a.xlsx", sheets, **options)], today=TODAY)


def _codes(reading: Reading) -> dict[str, Finding]:
    return {finding.code: finding for finding in reading.findings if finding.code != "AA-LIST"}


def _list_1(tmp_path: Path, *rows: list[object], **options: bool) -> Reading:
    return _read(tmp_path, {"List 1": [headings(1), *rows]}, **options)


# Finding the lists


@pytest.mark.parametrize(
    "name", ["List 1", "List_1", "1 Contacts", "Contacts", "list1 contacts (final)", "Sheet1", "L01"]
)
def test_a_list_is_found_whatever_its_sheet_is_called(tmp_path: Path, name: str) -> None:
    assert _read(tmp_path, {name: table(1, CONTACT)}).tables["list_1"].height == 1


def test_all_eleven_are_told_apart_without_names_or_order(tmp_path: Path) -> None:
    numbers = (11, 4, 7, 1, 10, 2, 9, 3, 8, 6, 5)
    first = {"Individual adopter identifier": "9"}
    sheets = {f"S{chr(64 + n)}": table(n, first if n == 11 else {"child": str(n)}) for n in numbers}
    reading = _read(tmp_path, sheets)
    children = {name: frame.row(0)[0] for name, frame in reading.tables.items()}
    assert children == {f"list_{n}": "9" if n == 11 else str(n) for n in numbers}


def test_titles_above_the_headings_and_blank_columns_before_them(tmp_path: Path) -> None:
    rows = [[None, *row] for row in table(1, CONTACT)]
    reading = _read(tmp_path, {"List 1": [[], [None, "List 1: Contacts"], [], *rows]})
    assert reading.tables["list_1"].select("Child Unique ID", "_row").row(0) == ("1", 5)


def test_headings_beyond_the_twentieth_row_are_not_looked_for(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="holds none of the lists"):
        _read(tmp_path, {"List 1": [["remark", "remark"]] * 20 + table(1, CONTACT)})


def test_other_sheets_are_passed_over_and_named(tmp_path: Path) -> None:
    codes = [["Gender", "Ethnicity", "Contact Source", "Date of Contact"], ["a) Male", "a) WBRI", "6", "x"]]
    sheets = {"Front": [["Annex A"]], "Codes_used": codes, "List 1": table(1, CONTACT), "Pivot": [["Sum", 1]]}
    note = _codes(_read(tmp_path, sheets))["AA-SHEETS"]
    assert note.severity is Severity.NOTE
    assert "Front, Codes_used, Pivot" in note.rule


def test_of_two_sheets_the_one_that_is_shown_is_read(tmp_path: Path) -> None:
    old = table(1, CONTACT, CONTACT)
    reading = _read(tmp_path, {"List 1 old": old, "List 1": table(1, CONTACT)}, hidden=["List 1 old"])
    assert reading.tables["list_1"].height == 1
    assert _codes(reading)["AA-SHEET-TWICE"].table == "List 1 old"
    aside = next(summary for summary in reading.summaries if summary.used == 0)
    assert (aside.read, sum(aside.set_aside.values())) == (2, 2)


def test_a_list_on_a_hidden_sheet_is_read_and_told(tmp_path: Path) -> None:
    reading = _read(tmp_path, {"Front": [["x"]], "List 1": table(1, CONTACT)}, hidden=["List 1"])
    assert reading.tables["list_1"].height == 1
    assert _codes(reading)["AA-HIDDEN"].severity is Severity.WARNING


def test_a_missing_column_says_what_cannot_be_counted(tmp_path: Path) -> None:
    rows = [row[:-1] for row in table(9, {"child": "1", "Eligibility Category": "b) Former relevant"})]
    reading = _read(tmp_path, {"List 9": rows})
    missing = _codes(reading)["AA-COLUMN"]
    assert missing.column == "Activity Status"
    assert "education, employment or training" in missing.rule
    assert "Activity Status" not in reading.tables["list_9"].columns


def test_a_list_without_its_identifier_is_an_error_and_still_read(tmp_path: Path) -> None:
    rows = [row[1:] for row in table(1, CONTACT)]
    reading = _read(tmp_path, {"List 1": rows})
    assert _codes(reading)["AA-COLUMN"].severity is Severity.ERROR
    assert reading.tables["list_1"].height == 1


def test_missing_lists_say_what_is_lost(tmp_path: Path) -> None:
    reading = _read(tmp_path, {"List 1": table(1, CONTACT)})
    lost = {finding.table: finding.rule for finding in reading.findings if finding.code == "AA-LIST"}
    assert len(lost) == 10
    assert "referrals by source" in lost["List 3: Referrals"]


def test_unknown_and_repeated_headings_are_told(tmp_path: Path) -> None:
    rows = [
        [*headings(1), "Locality", "Contact date"],
        *([[*row, "North", date(2024, 1, 1)] for row in table(1, CONTACT)[1:]]),
    ]
    found = _codes(_read(tmp_path, {"List 1": rows}))
    assert "Locality" in found["AA-COLUMN-UNKNOWN"].rule
    assert found["AA-COLUMN-TWICE"].column == CONTACTED


def test_a_filled_column_without_a_heading_is_told(tmp_path: Path) -> None:
    head, row = table(1, CONTACT)
    found = _codes(_read(tmp_path, {"List 1": [head, [*row, None, "who knows"]]}))
    assert found["AA-COLUMN-UNNAMED"].count == 1


def test_the_sheets_name_decides_where_headings_fit_two_lists(tmp_path: Path) -> None:
    rows = [["Child ID", "DOB", "Assessment start date", "Assessment completion date"], ["1", None, "01/08/2024", None]]
    assert set(_read(tmp_path, {"Early help": rows, "List 4": rows}).tables) == {"list_2", "list_4"}
    which = _codes(_read(tmp_path, {"Sheet1": rows}))["AA-WHICH-LIST"]
    assert which.severity is Severity.ERROR
    assert "List 2" in which.rule
    assert "List 4" in which.rule


# Rows


def test_every_row_has_one_fate(tmp_path: Path) -> None:
    body = table(1, CONTACT)[1]
    total = ["Total", None, None, None, None, 2, None]
    remark = ["No further contacts in this period", *[None] * 6]
    rows = [body, [], headings(1), ["-"] * 7, body, remark, total, [], []]
    reading = _list_1(tmp_path, *rows)
    (summary,) = reading.summaries
    assert summary.read == summary.used + sum(summary.set_aside.values()) == 7
    assert dict(summary.set_aside) == {
        "blank row": 2, "heading repeated": 1, "remark, not a record": 1, "row of totals": 1,
    }  # fmt: skip
    assert reading.tables["list_1"]["_row"].to_list() == [2, 6]


def test_cells_merged_over_rows_count_for_each(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "merged.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("List 1")
    sheet.write_row(0, 0, headings(1))
    sheet.merge_range("A2:A3", "77")
    for row in (1, 2):
        sheet.write(row, 5, f"0{row}/09/2024")
    book.close()
    reading = read([path], today=TODAY)
    assert reading.tables["list_1"]["Child Unique ID"].to_list() == ["77", "77"]
    assert _codes(reading)["AA-MERGED"].count == 1


def test_exact_duplicates_are_kept(tmp_path: Path) -> None:
    assert _read(tmp_path, {"List 1": table(1, CONTACT, CONTACT)}).tables["list_1"].height == 2


# Cells


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2024, 3, 4), date(2024, 3, 4)),
        ("04/03/2024", date(2024, 3, 4)),
        ("4/3/24", date(2024, 3, 4)),
        ("04.03.2024", date(2024, 3, 4)),
        ("2024-03-04", date(2024, 3, 4)),
        ("2024-03-04T10:15:00", date(2024, 3, 4)),
        ("04/03/2024 13:45", date(2024, 3, 4)),
        ("04/03/2024 1:45 PM", date(2024, 3, 4)),
        ("4th March 2024", date(2024, 3, 4)),
        ("4 Mar 2024", date(2024, 3, 4)),
        (45355, date(2024, 3, 4)),
        ("45355", date(2024, 3, 4)),
        (45355.75, date(2024, 3, 4)),
        ("-", None),
        ("n/a", None),
        ("Not known", None),
        (" ", None),
        (0, None),
        ("00/01/1900", None),
        ("01/01/1900 00:00:00", None),
        (date(1900, 1, 1), None),
        ("31/12/9999", None),
    ],
)
def test_days(tmp_path: Path, cell: object, day: date | None) -> None:
    reading = _list_1(tmp_path, ["1", None, None, None, None, cell, "Police"])
    assert reading.tables["list_1"][CONTACTED].to_list() == [day]
    assert not [finding for finding in reading.findings if finding.column == CONTACTED]


def test_a_day_that_only_reads_month_first_is_never_guessed(tmp_path: Path) -> None:
    rows = [["1", None, None, None, None, "03/25/2024", None], ["2", None, None, None, None, "03/04/2024", None]]
    reading = _list_1(tmp_path, *rows)
    assert reading.tables["list_1"][CONTACTED].to_list() == [None, date(2024, 4, 3)]
    told = _codes(reading)["READ-MONTH-FIRST"]
    assert (told.severity, told.count, told.spots[0].value) == (Severity.ERROR, 1, "03/25/2024")
    assert told.spots[0].row == 2


@pytest.mark.parametrize("cell", ["31/02/2024", "soon", "2024", "99999999"])
def test_what_is_no_day_is_told(tmp_path: Path, cell: str) -> None:
    reading = _list_1(tmp_path, ["1", None, None, None, None, cell, None], ["2"] + [None] * 4 + ["01/09/2024", None])
    assert reading.tables["list_1"][CONTACTED].to_list() == [None, date(2024, 9, 1)]
    assert _codes(reading)["READ-DATE"].spots[0].value == cell


def test_numbers_that_are_days_count_from_1904_in_an_old_workbook(tmp_path: Path) -> None:
    rows = [["1", None, None, date(2024, 3, 4), None, 45355 - 1462, None]]
    row = _list_1(tmp_path, *rows, date_1904=True).tables["list_1"].row(0, named=True)
    assert (row["Date of Birth"], row[CONTACTED]) == (date(2024, 3, 4), date(2024, 3, 4))


@pytest.mark.parametrize(
    ("cell", "child"), [(12345, "12345"), ("12345.0", "12345"), ("00123", "00123"), (" A/1 ", "A/1")]
)
def test_identifiers(tmp_path: Path, cell: object, child: str) -> None:
    reading = _list_1(tmp_path, [cell, None, None, None, None, "01/09/2024", None])
    assert reading.tables["list_1"]["Child Unique ID"].to_list() == [child]


@pytest.mark.parametrize(
    ("cell", "flag"),
    [("a) Yes", True), ("b) No", False), ("Y", True), ("no", False), (True, True), ("c) Unknown", None), ("U", None)],
)
def test_flags(tmp_path: Path, cell: object, flag: bool | None) -> None:
    reading = _read(
        tmp_path, {"List 3": table(3, {"child": "1", "Date of referral": date(2024, 9, 1), "Referral NFA?": cell})}
    )
    assert reading.tables["list_3"]["Referral NFA?"].to_list() == [flag]
    assert "READ-FLAG" not in _codes(reading)


def test_text_that_a_spreadsheet_would_run_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"List 1, column Contact Source, line 2"):
        _list_1(tmp_path, ["1", None, None, None, None, "01/09/2024", "=cmd|' /C calc'!A0"])


def test_error_cells_and_formulas_without_a_value_are_told(tmp_path: Path) -> None:
    first = ["1", None, None, None, None, ("formula", "=NA()", "#N/A"), None]
    second = ["2", None, None, None, None, ("formula", "=TODAY()", 45355), "Police"]
    reading = _list_1(tmp_path, first, second)
    found = _codes(reading)
    assert found["READ-ERROR-CELL"].severity is Severity.ERROR
    assert found["READ-ERROR-CELL"].spots[0].row == 2
    assert reading.tables["list_1"][CONTACTED].to_list() == [None, date(2024, 3, 4)]


def test_a_code_that_is_none_is_kept_and_told(tmp_path: Path) -> None:
    reading = _list_1(tmp_path, ["1", "zzCodeError", None, None, None, "01/09/2024", "Police"])
    assert reading.tables["list_1"].select("Gender", "Contact Source").row(0) == ("zzCodeError", "6")
    assert _codes(reading)["READ-CODE"].spots[0].value == "zzCodeError"


# The window


def test_the_day_of_the_extract_is_what_the_user_says(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"List 1": table(1, CONTACT)})
    (file,) = read([path], as_at=date(2024, 10, 3)).files
    assert (file.first, file.last, file.declared) == (date(2024, 4, 3), date(2024, 10, 3), True)


@pytest.mark.parametrize(
    "title", ["Extract date: 30/09/2024", "Data as at 30 September 2024", "Run date 2024-09-30 07:15"]
)
def test_or_what_a_title_says(tmp_path: Path, title: str) -> None:
    for sheets in ({"List 1": [[title], *table(1, CONTACT)]}, {"Cover": [["x", title]], "List 1": table(1, CONTACT)}):
        (file,) = _read(tmp_path, sheets).files
        assert (file.last, file.declared) == (date(2024, 9, 30), True)


def test_or_the_latest_day_that_is_not_to_come(tmp_path: Path) -> None:
    later = CONTACT | {CONTACTED: date(2025, 6, 1)}
    (file,) = _read(tmp_path, {"List 1": table(1, CONTACT, later)}).files
    assert (file.first, file.last, file.declared) == (date(2024, 3, 2), date(2024, 9, 2), False)


def test_two_titles_that_disagree_say_nothing(tmp_path: Path) -> None:
    sheets = {"Cover": [["As at 30/06/2024"]], "List 1": [["As at 30/09/2024"], *table(1, CONTACT)]}
    assert not _read(tmp_path, sheets).files[0].declared


def test_several_extracts_come_from_old_to_new(tmp_path: Path) -> None:
    for quarter, day in (("Q2", date(2024, 9, 2)), ("Q1", date(2024, 6, 20))):
        (tmp_path / quarter).mkdir()
        write(tmp_path / quarter / "Annex A.xlsx", {"List 1": table(1, CONTACT | {CONTACTED: day})})
    reading = read([tmp_path / "Q2" / "Annex A.xlsx", tmp_path / "Q1"], as_at=date(2024, 10, 1), today=TODAY)
    assert [(file.name, file.last) for file in reading.files] == [
        ("Q1/Annex A.xlsx", date(2024, 6, 20)), ("Q2/Annex A.xlsx", date(2024, 10, 1)),
    ]  # fmt: skip
    assert set(reading.tables["list_1"]["_file"]) == {"Q1/Annex A.xlsx", "Q2/Annex A.xlsx"}


# CSV files, one for each list


def test_csv_files_of_a_folder_are_one_extract(tmp_path: Path) -> None:
    folder = tmp_path / "september"
    folder.mkdir()
    first = ",".join(headings(1)) + "\n1,F,WBRI,06/05/2015,9,02/09/2024,6\n"
    (folder / "List 1.csv").write_bytes(b"\xef\xbb\xbf" + first.encode())
    head = ";".join(f'"{name}"' for name in headings(3))
    (folder / "list_3_referrals.csv").write_text(
        head + "\n1;F;WBRI;06/05/2015;9;01/08/2024;6;No;0;T;W\n", encoding="utf-8"
    )
    (folder / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    reading = read([folder], today=TODAY)
    assert {name: frame.height for name, frame in reading.tables.items()} == {"list_1": 1, "list_3": 1}
    assert reading.tables["list_1"]["_row"].to_list() == [2]
    assert {file.last for file in reading.files} == {date(2024, 9, 2)}
    assert recognises(folder)
    assert recognises(folder / "List 1.csv")
    assert not recognises(folder / "notes.csv")


def test_a_csv_file_that_is_no_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(FileRefused, match="not one of the lists"):
        read([path])


# What is refused


def test_an_empty_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="not one record"):
        _read(tmp_path, {"List 1": table(1), "List 2": [["Early help"], *table(2)]})


def test_a_list_without_records_among_others_is_told(tmp_path: Path) -> None:
    reading = _read(tmp_path, {"List 1": table(1, CONTACT), "List 2": table(2)})
    assert "List 2" in _codes(reading)["AA-EMPTY"].rule
    assert reading.tables["list_2"].height == 0


def test_empty_and_other_workbooks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="every sheet of the workbook is empty"):
        _read(tmp_path, {"Sheet1": []})
    with pytest.raises(FileRefused, match=r"Its sheets: 'Budget'(.|\n)*Child Unique ID"):
        _read(tmp_path, {"Budget": [["Team", "Cost"], ["North", 1]]})
    (tmp_path / "none").mkdir()
    with pytest.raises(FileRefused, match="no workbook and no CSV file"):
        read([tmp_path / "none"])
    with pytest.raises(FileRefused, match="no file was given"):
        read([])


def test_the_area_send_lists_are_another_annex_a(tmp_path: Path) -> None:
    row = [
        "Unique ID",
        "UPN",
        "ULN",
        "Date of birth",
        "Gender",
        "Ethnicity",
        "Date initial EHC plan issued",
        "Suspensions",
    ]
    with pytest.raises(FileRefused, match=r"area SEND inspection(.|\n)*SEN2 return"):
        _read(tmp_path, {"List_1": [row, ["1"] * 8], "List_2": [row[:5], ["1"] * 5]})


def test_recognises_never_raises(tmp_path: Path) -> None:
    assert recognises(write(tmp_path / "a.xlsx", {"Mine": table(1, CONTACT)}))
    assert not recognises(write(tmp_path / "b.xlsx", {"Mine": [["x", "y"]]}))
    assert not recognises(tmp_path / "nowhere.xlsx")
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert not recognises(tmp_path / "c.xlsx")


# The public samples


@needs_samples
@pytest.mark.parametrize("name", ["Annex_A_2024_Jan", "Annex_A_older_spec"])
def test_the_filled_samples_are_read_whole(name: str) -> None:
    reading = read([SAMPLES / "annex_a" / f"{name}.xlsx"])
    assert [summary.used for summary in reading.summaries] == [5, 5, 6, 5, 5, 5, 7, 5, 6, 5, 5]
    assert {finding.code for finding in reading.findings} <= {
        "READ-ERROR-CELL", "READ-CODE", "AA-COLUMN", "AA-COLUMN-OTHER",
    }  # fmt: skip
    assert ("AA-COLUMN" in _codes(reading)) == (name == "Annex_A_older_spec")
    assert reading.files[0].last == date(2021, 3, 15)


@needs_samples
def test_the_messy_samples_are_read_or_refused_as_empty_templates() -> None:
    folder = SAMPLES / "annex_a"
    assert read([folder / "cscdp_2015-01-sample.xlsx"]).tables["list_3"].height == 5
    example = read([folder / "cscdp_example-B-2004.xlsx"])
    assert example.tables["list_2"].height == 10
    assert _codes(example)["READ-DATE"].spots[0].value == "May be 8 Jan 2000"
    for name in ("cscdp_2016-01-sample.xlsx", "cscdp_2016-02-sample.xlsx"):
        with pytest.raises(FileRefused, match="not one record"):
            read([folder / name])


@needs_samples
def test_the_area_send_sample_is_refused_with_the_reason() -> None:
    with pytest.raises(FileRefused, match="area SEND inspection"):
        read([SAMPLES / "send" / "fake_area_send_annex_a.xlsx"])
