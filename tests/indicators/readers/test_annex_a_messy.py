"""Annex A as councils really give it: guidance among the lists, sheets twice, turned dates, slips of the pen."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from riia.indicators.readers.annex_a import read, recognises, rows
from riia.indicators.readers.annex_a.headings import column_of, match
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.reading import NO_RECORDS, Reading
from riia.indicators.tables.annex_a import ANNEX_A
from tests.indicators.readers.annex_a_files import headings, record, table, write

TODAY = date(2025, 4, 15)


def _read(*paths: Path, **said: date) -> Reading:
    return read(paths, today=TODAY, **said)


def _refusal(path: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        _read(path)
    return str(refused.value)


def _contacts(*days: object) -> list[list[object]]:
    given = ({"child": f"C{at}", "Date of Contact": day} for at, day in enumerate(days))
    return table(1, *given)


CONTACTS = _contacts(date(2025, 1, 6), date(2025, 2, 7))


# Sheets


def test_a_sheet_that_explains_the_columns_is_never_read_instead_of_the_list(tmp_path: Path) -> None:
    explains = [["List 1", *headings(1)], [None, *("Give it" for _ in headings(1))], ["List 3", *headings(3)]]
    reading = _read(write(tmp_path / "a.xlsx", {"Data dictionary": explains, "List 1": CONTACTS}))
    assert reading.tables["list_1"]["Child Unique ID"].to_list() == ["C0", "C1"]
    assert [(f.code, f.table) for f in reading.findings if f.code == "AA-SHEET-TWICE"] == [
        ("AA-SHEET-TWICE", "Data dictionary")
    ]


def test_a_sheet_that_explains_the_columns_is_no_list_that_is_missing(tmp_path: Path) -> None:
    explains = [[f"List {number}", *headings(number)] for number in range(1, 11)]
    reading = _read(write(tmp_path / "a.xlsx", {"Data dictionary": explains, "List 1": CONTACTS}))
    assert set(reading.tables) == {"list_1"}
    assert [finding.rule for finding in reading.findings if finding.code == "AA-SHEETS"] == [
        "has sheets that hold no list: Data dictionary."
    ]


def test_an_empty_copy_is_never_read_instead_of_the_list(tmp_path: Path) -> None:
    reading = _read(write(tmp_path / "a.xlsx", {"List 1": table(1), "Contacts Q4": CONTACTS}))
    assert reading.tables["list_1"].height == 2


def test_a_list_on_two_sheets_is_refused_when_one_alone_would_lose_records(tmp_path: Path) -> None:
    more = table(1, {"child": "C9", "Date of Contact": date(2025, 1, 6)})
    words = _refusal(write(tmp_path / "a.xlsx", {"List 1": CONTACTS, "List 1 (cont)": more}))
    assert "List 1 (cont), line 2: holds list 1, as the sheet 'List 1' does, and 1 of its 1 records" in words


@pytest.mark.parametrize("hidden", [(), ("Some",)])
def test_a_sheet_with_some_of_the_same_records_is_passed_over(tmp_path: Path, hidden: tuple[str, ...]) -> None:
    some = [*CONTACTS[:2], *([["C7", *CONTACTS[2][1:]]] if hidden else [])]
    reading = _read(write(tmp_path / "a.xlsx", {"List 1": CONTACTS, "Some": some}, hidden=hidden))
    assert reading.tables["list_1"].height == 2
    assert [(s.table, s.read, s.used) for s in reading.summaries] == [
        ("list_1", 2, 2),
        ("list_1 (Some)", len(some) - 1, 0),
    ]


def test_two_lists_below_each_other_are_refused(tmp_path: Path) -> None:
    both = [*CONTACTS, [], headings(2), record(2, child="C1", **{"Assessment start date": date(2025, 1, 6)})]
    words = _refusal(write(tmp_path / "a.xlsx", {"List 1": both}))
    assert "List 1, line 5: the headings of list 2 (Early help assessments) begin here" in words


# Rows


@pytest.mark.parametrize(
    "words", [["October 2024"], ["North"], ["Count", 2], ["Number of records: 2"], [None, None, "x y"]]
)
def test_a_row_that_is_no_record_is_never_a_care_leaver(tmp_path: Path, words: list[object]) -> None:
    rows = [headings(9), words, record(9, child="C1", gender="a) Male"), words]
    reading = _read(write(tmp_path / "a.xlsx", {"List 9": rows, "List 1": CONTACTS}))
    assert reading.tables["list_9"]["Child Unique ID"].to_list() == ["C1"]


def test_rows_set_aside_are_no_records_by_the_words_that_the_engine_knows() -> None:
    assert {rows.BLANK, rows.HEADING, rows.TOTAL, rows.REMARK} == NO_RECORDS


def test_what_is_filled_in_below_the_last_record_is_none(tmp_path: Path) -> None:
    """A running number, the council's code, a formula for the age dragged down to the end of the form."""
    head = ["No.", "LA", *headings(9)]
    sheet = [head, [1, 831, *record(9, child="C1", gender="a) Male")]]
    sheet += [[at, 831, *record(9, **{"Age of Child (Years)": 125})] for at in range(2, 9)]
    reading = _read(write(tmp_path / "a.xlsx", {"List 9": sheet, "List 1": CONTACTS}))
    assert reading.tables["list_9"]["Child Unique ID"].to_list() == ["C1"]


def test_cells_merged_over_rows_and_columns_count_for_each_row(tmp_path: Path) -> None:
    """As a report makes them: an identifier over two columns and two rows, after many cells over two columns alone."""
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("List 1")
    sheet.write_row(0, 0, ["Child Unique ID", None, "Date of Contact", "Contact Source"])
    for at in range(1, 1_101):
        sheet.merge_range(at, 0, at, 1, f"C{at}")
        sheet.write_row(at, 2, ["06/01/2025", "g) Police"])
    sheet.merge_range(1_101, 0, 1_102, 1, "LAST")
    for at in (1_101, 1_102):
        sheet.write_row(at, 2, ["07/01/2025", "g) Police"])
    book.close()
    found = _read(path).tables["list_1"]["Child Unique ID"]
    assert (found.len(), found.to_list()[-2:]) == (1_102, ["LAST", "LAST"])


def test_identifiers_that_a_spreadsheet_has_rounded_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "List 1.csv"
    path.write_text(
        "Child Unique ID,Date of Contact,Contact Source\n1.23457E+11,06/01/2025,g) Police\n", encoding="utf-8"
    )
    assert "column Child Unique ID, line 2: is an identifier that a spreadsheet has rounded" in _refusal(path)


# Headings


@pytest.mark.parametrize(
    ("number", "heading", "column"),
    [
        (1, "1. Child Unique ID", "Child Unique ID"),
        (1, "b) Gender", "Gender"),
        (1, "6 - Date of Contact", "Date of Contact"),
        (3, "(9) Number of Referrals in Last 12 Months", "Number of Referrals in Last 12 Months"),
        (7, "No of previous child protection plans", "Number of Previous Child Protection Plans"),
    ],
)
def test_a_number_before_a_heading_is_no_part_of_it(number: int, heading: str, column: str) -> None:
    found = column_of(heading, ANNEX_A[f"list_{number}"])
    assert found is not None
    assert found.name == column


@pytest.mark.parametrize(
    ("number", "heading", "column"),
    [
        (1, "Child Uniqe ID", "Child Unique ID"),
        (3, "Date of referal", "Date of referral"),
        (3, "Referal Source", "Referral Source"),
        (4, "Continous Assesment Start Date", "Continuous Assessment Start Date"),
        (5, "Date of Intial Child Protection Conference", "Date of Initial Child Protection Conference"),
        (8, "Date Started to be Looked Atfer", "Date Started to be Looked After"),
        (9, "Eligibilty Category", "Eligibility Category"),
    ],
)
def test_a_slip_of_the_pen_is_read_and_told(number: int, heading: str, column: str) -> None:
    found = match(["Gender", heading], ANNEX_A[f"list_{number}"])
    assert found.columns[1] == column
    assert found.misspelt == ((heading, column),)


@pytest.mark.parametrize("heading", ["Date of consent", "Case notes", "Date of contact review", "Unit ID", "Locality"])
def test_what_is_no_slip_of_a_heading_stays_unknown(heading: str) -> None:
    assert match([heading], ANNEX_A["list_1"]).columns == {}


@pytest.mark.parametrize("other", ["Child ID", "ID", "PID"])
def test_of_several_headings_for_a_column_the_official_one_is_read(other: str) -> None:
    found = match([other, "Child Unique ID", "Date of Contact"], ANNEX_A["list_1"])
    assert found.columns == {1: "Child Unique ID", 2: "Date of Contact"}
    assert found.repeated == ((0, other, "Child Unique ID"),)


@pytest.mark.parametrize("heading", ["No.", "Number", "No", "#", "Row number"])
def test_the_number_of_the_row_is_no_identifier(heading: str) -> None:
    assert match([heading, "Date of Contact"], ANNEX_A["list_1"]).columns == {1: "Date of Contact"}


def test_of_two_headings_the_rightly_spelt_one_is_read() -> None:
    found = match(["Date of Contct", "Date of Contact"], ANNEX_A["list_1"])
    assert found.columns == {1: "Date of Contact"}
    assert found.unknown == ((0, "Date of Contct"),)


def test_a_slip_of_the_pen_is_a_finding(tmp_path: Path) -> None:
    sheet = [["Child ID", "Date of Contct", "Contact Source"], ["C1", date(2025, 1, 6), "g) Police"]]
    found = _read(write(tmp_path / "a.xlsx", {"List 1": sheet}))
    assert found.tables["list_1"]["Date of Contact"].to_list() == [date(2025, 1, 6)]
    told = [f for f in found.findings if f.code == "AA-COLUMN-LIKE"]
    assert [(f.table, f.column) for f in told] == [("List 1", "Date of Contact")]


def test_short_headings_count_where_the_sheet_says_which_list_it_is(tmp_path: Path) -> None:
    rows = [["Child ID", "Start Date", "End Date"], ["C1", date(2025, 1, 6), None]]
    sheets = {"List 1": CONTACTS, "List 7 CP": rows, "School places": rows}
    found = _read(write(tmp_path / "a.xlsx", sheets))
    assert set(found.tables) == {"list_1", "list_7"}
    assert found.tables["list_7"]["Child Protection Plan Start Date"].to_list() == [date(2025, 1, 6)]


# Dates

PAST_TWELVE = [f"{day}/01/2025" for day in range(13, 31)]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("Mon 06/01/2025", date(2025, 1, 6)),
        ("Monday, 6 January 2025", date(2025, 1, 6)),
        ("20250106", date(2025, 1, 6)),
        (20250106, date(2025, 1, 6)),
        ("NaT", None),
        ("nan", None),
        ("Ongoing", None),
        ("N/A - open", None),
    ],
)
def test_more_ways_to_write_a_day(tmp_path: Path, cell: object, day: date | None) -> None:
    found = _read(write(tmp_path / "a.xlsx", {"List 1": _contacts(cell, date(2025, 1, 7))}))
    assert found.tables["list_1"]["Date of Contact"].to_list() == [day, date(2025, 1, 7)]
    assert not [f for f in found.findings if f.code.startswith("READ")]


def test_a_column_with_the_month_first_is_refused_however_many_can_be_read(tmp_path: Path) -> None:
    days = [f"01/{day:02}/2025" for day in range(1, 19)]
    words = _refusal(write(tmp_path / "a.xlsx", {"List 1": _contacts(*days)}))
    assert "List 1, column Date of Contact, line 14 '01/13/2025': 6 dates have the month first" in words


def test_dates_that_a_spreadsheet_has_turned_are_refused(tmp_path: Path) -> None:
    turned = [date(2025, day, 1) for day in range(1, 13)]
    words = _refusal(write(tmp_path / "a.xlsx", {"List 1": _contacts(*turned, *PAST_TWELVE)}))
    assert "12 real dates lie all on the 1st to 12th, and 18 texts all on later days" in words


@pytest.mark.parametrize("another", [date(2025, 1, 13), "12/01/2025"])
def test_real_dates_beside_texts_are_read_when_nothing_is_turned(tmp_path: Path, another: object) -> None:
    days = [date(2025, 1, day) for day in range(1, 13)]
    found = _read(write(tmp_path / "a.xlsx", {"List 1": _contacts(*days, *PAST_TWELVE, another)}))
    assert found.tables["list_1"].filter(pl.col("Date of Contact").is_null()).is_empty()


# CSV files


def test_a_sheet_saved_as_csv_keeps_its_titles_and_their_day(tmp_path: Path) -> None:
    lines = ["List 1: Contacts,,", "Extract date: 31/03/2025,,", ",,"]
    lines += ['"Child\nUnique ID",Date of Contact,Contact Source', "C1,06/01/2025,g) Police"]
    (tmp_path / "List 1.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = _read(tmp_path / "List 1.csv")
    assert found.tables["list_1"].select("Child Unique ID", "_row").rows() == [("C1", 6)]
    assert (found.files[0].last, found.files[0].declared) == (date(2025, 3, 31), True)


def test_what_a_file_holds_counts_whatever_its_name_says(tmp_path: Path) -> None:
    book = write(tmp_path / "a.xlsx", {"List 1": CONTACTS}).rename(tmp_path / "a.csv")
    assert _read(book).tables["list_1"].height == 2
    text = tmp_path / "List 1.xls"
    text.write_text("Child Unique ID\tDate of Contact\tContact Source\nC1\t06/01/2025\tg) Police\n", encoding="utf-16")
    assert _read(text).tables["list_1"].height == 1
    assert recognises(text)
    assert recognises(book)


# The day of the extract

QUARTER = [date(2025, 1, 1) + timedelta(days=at) for at in range(85)]  # to 26 March 2025


def _dated(path: Path, title: str, days: list[date]) -> Path:
    return write(path, {"List 1": [[title], *_contacts(*days)]})


@pytest.mark.parametrize(
    ("title", "last", "words"),
    [
        ("Extract date: 31/03/2025", date(2025, 3, 31), ""),
        ("Extract date: 24/03/2025", date(2025, 3, 24), ""),  # two rows of the days after are no matter
        ("Extract date: 30/09/2024", date(2025, 3, 26), "85 of its 85 events are later"),
        ("Extract date: 30/06/2025", date(2025, 3, 26), "its last event is of 26 March 2025"),
    ],
)
def test_a_title_that_the_rows_contradict_is_not_believed(tmp_path: Path, title: str, last: date, words: str) -> None:
    found = read([_dated(tmp_path / "a.xlsx", title, QUARTER)], today=date(2025, 7, 1))
    assert (found.files[0].last, found.files[0].declared) == (last, not words)
    assert [words in finding.rule for finding in found.findings if finding.code == "AA-DAY"] == [True] * bool(words)


def test_what_the_user_says_stands_and_is_doubted(tmp_path: Path) -> None:
    path = _dated(tmp_path / "a.xlsx", "Contacts", QUARTER)
    found = read([path], today=date(2025, 7, 1), as_at=date(2024, 9, 30))
    assert (found.files[0].last, found.files[0].declared) == (date(2024, 9, 30), True)
    assert "AA-DAY" in {finding.code for finding in found.findings}


@pytest.mark.parametrize(("typed", "last"), [
    ([date(2025, 6, 30)], date(2025, 3, 26)),
    ([date(2025, 6, 30), date(2025, 6, 29)], date(2025, 3, 26)),
    ([date(2025, 6, 30)] * 3, date(2025, 6, 30)),
    ([date(2025, 4, 20)], date(2025, 4, 20)),
])  # fmt: skip
def test_a_mistyped_day_is_not_that_of_the_extract(tmp_path: Path, typed: list[date], last: date) -> None:
    found = read([_dated(tmp_path / "a.xlsx", "Contacts", [*QUARTER, *typed])], today=date(2025, 7, 1))
    assert found.files[0].last == last


def test_a_review_to_come_is_not_the_day_of_the_extract(tmp_path: Path) -> None:
    began, review = "Child Protection Plan Start Date", "Date of latest review conference"
    rows = [{"child": str(at), began: day, review: date(2025, 6, 30)} for at, day in enumerate(QUARTER)]
    path = write(tmp_path / "a.xlsx", {"List 7": table(7, *rows)})
    assert read([path], today=date(2025, 7, 1)).files[0].last == date(2025, 3, 26)


@pytest.mark.parametrize(("name", "told", "last"), [
    ("AnnexA 2025-03-31.xlsx", False, date(2025, 3, 31)), ("AnnexA_31032025.xlsx", False, date(2025, 3, 31)),
    ("831 30.09.2024.xlsx", True, date(2025, 3, 26)), ("AnnexA_20240930_v2.xlsx", True, date(2025, 3, 26)),
    ("AnnexA_2025-06-30.xlsx", True, date(2025, 3, 26)), ("AnnexA_2031-03-31.xlsx", True, date(2025, 3, 26)),
    ("AnnexA 831.xlsx", False, date(2025, 3, 26)), ("Annex A 2024-25 Q4.xlsx", False, date(2025, 3, 26)),
])  # fmt: skip
def test_the_day_in_the_name_counts_where_the_rows_go_with_it(
    tmp_path: Path, name: str, told: bool, last: date
) -> None:
    found = read([_dated(tmp_path / name, "Contacts", QUARTER)], today=date(2025, 7, 1))
    assert ("AA-NAME-DAY" in {finding.code for finding in found.findings}) == told
    assert (found.files[0].last, found.files[0].declared) == (last, False)


def test_of_a_few_rows_nobody_can_tell_when_they_stop(tmp_path: Path) -> None:
    found = read([_dated(tmp_path / "AnnexA_2025-06-30.xlsx", "Contacts", QUARTER[:6])], today=date(2025, 7, 1))
    assert found.files[0].last == date(2025, 6, 30)
