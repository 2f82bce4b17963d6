"""Lists and totals of home education: told apart by their headings; a symbol is never 0; what is doubtful is told."""

import gzip
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from riia.indicators.readers.ehe import read, recognises
from riia.indicators.readers.ehe.headings import Register
from riia.indicators.readers.ehe.recognition import Totals, layout
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.reading import Reading

PUBLISHED = Path(__file__).resolve().parents[4] / "shared" / "reference-data" / "08_ehe"
REGISTER = """Child ID,Forename,DOB,NC Year,EHE Start Date,Date EHE ceased,Primary reason
1,Ada,01/09/2014,6,03/03/2024,,Lifestyle
2,Bea,31/02/2014,6,03/03/2024,30/06/2025,Other
"""
HEADING = "time_period,time_identifier,geographic_level,old_la_code,la_name,"
DERBY = "Local authority,831,Derby,"


def text(folder: Path, content: str, name: str = "ehe.csv") -> Path:
    """A text file."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def book(folder: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    """A workbook with these rows."""
    path = folder / "ehe.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(at, column, cell)
    return path


def codes(reading: Reading) -> list[str]:
    """The codes of the findings."""
    return sorted(finding.code for finding in reading.findings)


def test_a_list_is_read_with_its_dates(tmp_path: Path) -> None:
    reading = read([text(tmp_path, REGISTER)])
    frame = reading.tables["register"]
    assert frame["start_date"].to_list() == [date(2024, 3, 3)] * 2
    assert frame["end_date"].to_list() == [None, date(2025, 6, 30)]
    assert frame["_child"].to_list() == ["1", "2"]
    assert frame["_row"].to_list() == [2, 3]
    assert "Forename" not in frame.columns
    assert codes(reading) == ["READ-DATE"]
    assert reading.findings[0].column == "DOB"
    [summary] = reading.summaries
    assert (summary.read, summary.used, summary.set_aside) == (2, 2, {})


def test_a_list_answers_for_the_days_of_its_dates(tmp_path: Path) -> None:
    file = read([text(tmp_path, REGISTER)]).files[0]
    assert (file.first, file.last, file.declared) == (date(2024, 9, 1), date(2025, 6, 30), False)
    stated = read([text(tmp_path, REGISTER)], as_at=date(2025, 9, 30)).files[0]
    assert (stated.first, stated.last, stated.declared) == (date(2024, 9, 1), date(2025, 9, 30), True)


def test_a_list_knows_of_no_year_whose_leavers_it_has_dropped(tmp_path: Path) -> None:
    """Children who began long ago are on it only because they stayed."""
    content = "Child ID,EHE start date,EHE end date\n1,03/09/2018,\n2,04/09/2019,12/11/2024\n3,04/11/2024,30/06/2025\n"
    assert read([text(tmp_path, content)]).files[0].first == date(2024, 9, 1)
    whole = content + "4,05/10/2018,01/12/2018\n"
    assert read([text(tmp_path, whole)]).files[0].first == date(2018, 9, 3)


def test_a_list_without_anyone_who_stopped_is_one_day(tmp_path: Path) -> None:
    reading = read([text(tmp_path, "UPN,EHE from\nA1,03/03/2024\nA2,05/06/2025\n")])
    assert (reading.files[0].first, reading.files[0].last) == (date(2025, 6, 5), date(2025, 6, 5))
    assert "EHE-DAY" in codes(reading)
    assert any("still educated at home" in finding.words for finding in reading.findings)


@pytest.mark.parametrize(
    ("headings", "start", "end"),
    [
        (("Pupil ID", "D.O.B.", "Date home education began", "Date home education ended"), 2, 3),
        (("UPN", "Start Date", "End Date"), 1, 2),
        (("Child Ref ID", "Date of Birth", "EHE - commenced on", "EHE - closed on", "Reason for closure"), 2, 3),
        (("ID", "Date EHE Registration started", "Date returned to school", "School start date"), 1, 2),
        (("Person ID", "Date Started EHE", "Reason EHE started", "Date Finished EHE"), 1, 3),
    ],
)
def test_headings_are_taken_by_their_words(headings: tuple[str, ...], start: int, end: int) -> None:
    found = layout(headings, "a.csv")
    assert isinstance(found, Register)
    columns = {column: heading for heading, column in found.columns.items()}
    assert columns["start_date"] == headings[start]
    assert columns["end_date"] == headings[end]


def test_two_headings_for_one_date_are_refused_with_what_to_do() -> None:
    with pytest.raises(FileRefused, match="EHE start date"):
        layout(("Child ID", "Date started EHE (parent)", "Date started EHE (council)"), "a.csv")


@pytest.mark.parametrize(
    "headings",
    [("Child ID", "Name"), ("Start date", "End date"), ("CHILD", "DECOM", "RNE"), (), ("time_period", "breakdown")],
)
def test_other_headings_are_neither(headings: tuple[str, ...]) -> None:
    assert layout(headings, "a.csv") is None


def test_a_workbook_with_titles_and_other_sheets(tmp_path: Path) -> None:
    rows = [
        ["Elective home education"], ["as at 30 September 2025"], [],
        ["Child ID", "Date of birth", "EHE start date", "EHE end date"],
        [7, date(2014, 9, 1), date(2024, 3, 3), "-"], [8, date(2013, 1, 1), 45_000, "30/06/2025"], [],
    ]  # fmt: skip
    path = book(tmp_path, Register=rows, Notes=[["anything"]])
    assert recognises(path)
    reading = read([path])
    frame = reading.tables["register"]
    assert frame["start_date"].to_list() == [date(2024, 3, 3), date(2023, 3, 15)]
    assert frame["end_date"].to_list() == [None, date(2025, 6, 30)]
    assert frame["_row"].to_list() == [5, 6]
    assert frame["_child"].to_list() == ["7", "8"]
    assert codes(reading) == ["READ-SHEET"]


def test_doubtful_rows_are_told(tmp_path: Path) -> None:
    content = "Child ID,EHE start date,EHE end date\n1,03/03/2024,\n1,03/03/2024,\n2,03/03/2025,01/03/2025\n3,,\n4,x,\n"
    reading = read([text(tmp_path, content)])
    assert codes(reading) == ["EHE-ORDER", "EHE-TWICE", "READ-BLANK", "READ-DATE"]
    assert reading.tables["register"].height == 5


def test_a_child_without_a_number_stays_apart_from_others(tmp_path: Path) -> None:
    reading = read([text(tmp_path, "DOB,EHE start date\n01/01/2014,03/03/2024\n01/01/2015,03/03/2024\n")])
    assert reading.tables["register"]["_child"].n_unique() == 2
    assert "EHE-WHO" in codes(reading)
    known = read([text(tmp_path, "Child ID,UPN,EHE start date\n,A1,03/03/2024\n-,,03/03/2024\n5,A5,03/03/2024\n")])
    assert known.tables["register"]["_child"].to_list() == ["A1", "row 3 of ehe.csv", "5"]


def test_a_symbol_is_never_a_number(tmp_path: Path) -> None:
    content = HEADING + "ehe_census_date,ehe_female,ehe_reason_other\n"
    content += f'202526,Autumn term,{DERBY}"1,190",low,0\n202425,Summer term,{DERBY}low,x,[c]\n'
    reading = read([text(tmp_path, content)])
    frame = reading.tables["aggregate"]
    assert frame["count"].to_list() == [1190, None, 0, None, None, None]
    assert frame["symbol"].to_list() == [None, "low", None, "low", "x", "c"]
    assert frame["breakdown"].to_list() == ["", "ehe_female", "ehe_reason_other"] * 2
    assert (reading.place, codes(reading)) == ("831", [])


def test_what_is_neither_number_nor_symbol_is_told_and_is_not_zero(tmp_path: Path) -> None:
    content = HEADING + f"ehe_census_date\n202526,Autumn term,{DERBY}about 500\n202425,Summer term,{DERBY}-5\n"
    reading = read([text(tmp_path, content)])
    assert reading.tables["aggregate"]["count"].to_list() == [None, None]
    [finding] = reading.findings
    assert (finding.code, finding.count) == ("READ-NUMBER", 2)


def test_the_long_layout(tmp_path: Path) -> None:
    content = HEADING + "breakdown_topic,breakdown,child_count,child_percent,rate_per_100\n"
    content += f"202526,Autumn term,{DERBY}Total,Total,500,100,1.2\n202526,Autumn term,{DERBY}Sex,Female,low,x,x\n"
    frame = read([text(tmp_path, content)]).tables["aggregate"]
    assert frame.select("measure", "breakdown", "count", "symbol").rows() == [
        ("census-day", "", 500, None),
        ("census-day", "Sex: Female", None, "low"),
    ]


@pytest.mark.parametrize(
    ("period", "term", "since", "on"),
    [
        ("202526", "Autumn term", date(2025, 9, 1), date(2025, 12, 31)),
        ("2025/26", "spring", date(2026, 1, 1), date(2026, 3, 31)),
        ("2025-26", "Summer term", date(2026, 4, 1), date(2026, 8, 31)),
        ("202425", "Academic year", date(2024, 9, 1), date(2025, 8, 31)),
        ("202427", "Autumn term", None, None),
        ("soon", "Autumn term", None, None),
    ],
)
def test_the_days_a_total_speaks_for(
    period: str, term: str, since: date | None, on: date | None, tmp_path: Path
) -> None:
    reading = read([text(tmp_path, HEADING + f"ehe_census_date\n{period},{term},{DERBY}10\n")])
    assert reading.tables["aggregate"].select("since", "on").row(0) == (since, on)
    assert codes(reading) == ([] if since else ["EHE-PERIOD"])


@pytest.mark.parametrize(
    ("day", "since"),
    [("02/10/2025", date(2025, 9, 1)), ("2026-01-15", date(2026, 1, 1)), ("21 May 2026", date(2026, 4, 1))],
)
def test_a_census_day_gives_its_term(day: str, since: date, tmp_path: Path) -> None:
    reading = read([text(tmp_path, f"Census date,EHE_census_date\n{day},77\n".replace("EHE_", "ehe_"))])
    assert reading.tables["aggregate"].select("since", "count").row(0) == (since, 77)


def test_totals_of_several_councils_need_to_be_told_which(tmp_path: Path) -> None:
    content = HEADING + f"ehe_census_date\n202526,Autumn term,{DERBY}10\n"
    content += "202526,Autumn term,Local authority,830,Derbyshire,20\n202526,Autumn term,National,,,1000\n"
    path = text(tmp_path, content)
    with pytest.raises(FileRefused, match="2 councils"):
        read([path])
    reading = read([path], place="830")
    assert reading.tables["aggregate"]["count"].to_list() == [20]
    assert reading.summaries[0].set_aside == {"about another place": 2}
    other = text(tmp_path, HEADING + "ehe_census_date\n202425,Summer term,Local authority,825,Bucks,5\n", "b.csv")
    mine = text(tmp_path, HEADING + f"ehe_census_date\n202526,Autumn term,{DERBY}10\n", "a.csv")
    with pytest.raises(FileRefused, match="several councils"):
        read([mine, other])


def test_the_same_count_twice(tmp_path: Path) -> None:
    row = f"202526,Autumn term,{DERBY}"
    reading = read([text(tmp_path, HEADING + f"ehe_census_date\n{row}10\n{row}10\n")])
    assert (reading.tables["aggregate"].height, codes(reading)) == (1, ["EHE-TWICE"])
    with pytest.raises(FileRefused, match="different figure"):
        read([text(tmp_path, HEADING + f"ehe_census_date\n{row}10\n{row}12\n")])


def test_a_list_beside_totals(tmp_path: Path) -> None:
    totals = text(tmp_path, HEADING + f"ehe_census_date\n202526,Autumn term,{DERBY}10\n", "totals.csv")
    reading = read([text(tmp_path, REGISTER), totals])
    assert "EHE-BOTH" in codes(reading)
    assert {file.name: file.last for file in reading.files}["totals.csv"] is None


def test_what_is_neither_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    path = text(tmp_path, "a,b\n1,2\n")
    assert not recognises(path)
    with pytest.raises(FileRefused, match="EHE start date"):
        read([path])
    with pytest.raises(FileRefused, match="no such file"):
        read([tmp_path / "absent.csv"])
    with pytest.raises(FileRefused, match="EHE start date"):
        read([book(tmp_path, Sheet=[["a", "b"], [1, 2]])])


def test_recognition_wants_a_word_about_home_education(tmp_path: Path) -> None:
    plain = "Child ID,DOB,Start date,End date\n1,01/01/2014,03/03/2024,\n"
    assert not recognises(text(tmp_path, plain, "list.csv"))
    assert recognises(text(tmp_path, plain, "ehe list.csv"))
    assert recognises(tmp_path)
    assert not recognises(tmp_path / "absent")


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published files are not on this machine")
@pytest.mark.parametrize(
    ("name", "measure", "on", "count"),
    [
        ("ehe_census_202223_autumn_spring.csv", "census-day", date(2022, 12, 31), 410),
        ("ehe_census_202223_autumn_spring.csv", "census-day", date(2023, 3, 31), 490),
        ("ehe_academic_year_202122_to_202425.csv", "any-time", date(2025, 8, 31), 660),
        ("ehe_academic_year_202122_to_202425.csv", "starting", date(2025, 8, 31), 310),
    ],
)
def test_the_published_files(name: str, measure: str, on: date, count: int, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.decompress((PUBLISHED / f"{name}.gz").read_bytes()))
    assert recognises(path)
    assert isinstance(layout(path.read_text("utf-8-sig").splitlines()[0].split(","), name), Totals)
    frame = read([path], place="831").tables["aggregate"]
    chosen = frame.filter((pl.col("measure") == measure) & (pl.col("on") == on) & (pl.col("breakdown") == ""))
    assert chosen["count"].to_list() == [count]
    low = frame.filter(pl.col("symbol") == "low")
    assert low.height
    assert low["count"].null_count() == low.height


def test_a_list_without_a_child_is_told(tmp_path: Path) -> None:
    path = text(tmp_path, "Child ID,Date of Birth,EHE Start Date,EHE End Date\n")
    assert "READ-EMPTY" in codes(read([path]))
