"""Ways in which councils keep the register of home education: each read rightly, or refused for what is wrong."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from riia.indicators.checks.preflight import preflight
from riia.indicators.checks.recognising import sort
from riia.indicators.checks.running import check_reading
from riia.indicators.readers.ehe import read, recognises
from riia.indicators.readers.ehe.headings import register
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.reading import Reading
from tests.indicators.readers.test_sen2_workbooks import workbook

LAYOUTS = {
    "names": "Surname,First name,DOB,Yr,Date EHE started,Date ended,Reason\n"
    "Testa,Ada,01/09/2014,6,03/03/2024,,Other\nTestb,Bea,01/09/2013,7,04/03/2024,30/06/2025,School\n",
    "case system": "STUD_ID,SURNAME,FORENAME,DOB,GENDER,NCY,START_DATE,END_DATE,REASON_DESCR\n"
    "1,TESTA,ADA,2014-09-01,F,6,2024-03-03 00:00:00,,OTH\n"
    "2,TESTB,BEA,2013-09-01,F,7,2024-03-04 00:00:00,2025-06-30,SC\n",
    "semicolons": "Pupil ID;Name;Date of Birth (dd/mm/yyyy);EHE commenced on (dd/mm/yyyy);"
    "EHE ceased on;Closure reason\n"
    "1;Ada Testa;01/09/2014;03/03/2024;;\n2;Bea Testb;01/09/2013;04/03/2024;30/06/2025;Returned to school\n",
    "off roll": "UPN,Child name,Date of birth,Previous school,Date removed from school roll,Date back in school,"
    "EHE status,Date removed from EHE register\n"
    "A831000000001,Ada Testa,01/09/2014,X School,03/03/2024,,Open,\n"
    "B831000000002,Bea Testb,01/09/2013,Y School,04/03/2024,01/07/2025,Closed,30/06/2025\n",
    "deregistered": "Ref No,Initials,Date of birth,Date de-registered,Date LA notified,End date\n"
    "1,AT,01/09/2014,03/03/2024,05/03/2024,\n2,BT,01/09/2013,04/03/2024,06/03/2024,30/06/2025\n",
    "other dates": "Person ID,Date of Birth,Start date,EHE start date,EHE end date,EHCP start date,Last visit date\n"
    "1,01/09/2014,01/09/2020,03/03/2024,,01/01/2023,01/05/2025\n"
    "2,01/09/2013,01/09/2019,04/03/2024,30/06/2025,,02/05/2025\n",
    "notified": "Case ID,Name of child,Dob,School Year,Became EHE (date),Notified by,"
    "Date notified,Date EHE closed,Why\n"
    "1,Ada Testa,1 Sep 2014,6,3 Mar 2024,Parent,5 Mar 2024,,x\n"
    "2,Bea Testb,1 Sep 2013,7,4 Mar 2024,School,6 Mar 2024,30 Jun 2025,y\n",
    "mixed list": "Child ID,Type,Date of birth,Start date,End date\n1,EHE,01/09/2014,03/03/2024,\n"
    "2,Elective home education,01/09/2013,04/03/2024,30/06/2025\n3,CME,01/01/2012,01/02/2024,\n"
    "4,EOTAS,01/01/2012,01/02/2024,\n",
    "two-digit years": "ID\tNCY\tElective home education from\tElective home education ended\n"
    "1\t6\t03/03/24\t\n2\t7\t04/03/24\t30/06/25\n",
    "no numbers": "Forename,Surname,D.O.B.,Home ed start,Home ed finish date,Postcode\n"
    "Ada,Testa,01.09.2014,03.03.2024,,ZZ1 1ZZ\nBea,Testb,01.09.2013,04.03.2024,30.06.2025,ZZ1 1ZZ\n",
}  # fmt: skip


def text(folder: Path, content: str, name: str = "EHE register.csv") -> Path:
    """A text file."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def said(reading: Reading) -> str:
    """Everything that is told of a reading and by the checks, cells included."""
    findings = (*reading.findings, *check_reading(reading).findings)
    spots = [f"{spot.value} {spot.child}" for one in findings for spot in one.spots]
    return "\n".join([*(one.words for one in findings), *spots])


@pytest.mark.parametrize("name", LAYOUTS)
def test_registers_as_councils_keep_them(name: str, tmp_path: Path) -> None:
    path = text(tmp_path, LAYOUTS[name])
    assert recognises(path)
    reading = read([path])
    frame = reading.tables["register"]
    assert frame["start_date"].to_list() == [date(2024, 3, 3), date(2024, 3, 4)]
    assert frame["end_date"].to_list() == [None, date(2025, 6, 30)]
    assert frame["_child"].n_unique() == 2
    assert "Test" not in said(reading)
    assert "TEST" not in said(reading)
    assert not any(finding.severity.value == "error" for finding in reading.findings), said(reading)
    assert not {"surname", "forename", "_who"} & set(frame.columns)


def test_children_missing_education_are_no_home_education(tmp_path: Path) -> None:
    reading = read([text(tmp_path, LAYOUTS["mixed list"])])
    [summary] = reading.summaries
    assert (summary.read, summary.used, sum(summary.set_aside.values())) == (4, 2, 2)
    [finding] = [one for one in reading.findings if one.code == "EHE-KIND"]
    assert (finding.column, finding.count, [spot.row for spot in finding.spots]) == ("Type", 2, [4, 5])


def test_a_closed_case_without_an_end_is_not_counted_as_open(tmp_path: Path) -> None:
    content = (
        "Child ID,EHE start date,EHE end date,Status\n1,03/03/2024,,Open\n2,04/03/2024,,Closed\n3,04/03/2024,,CME\n"
    )
    content += "4,04/03/2024,30/06/2025,Closed\n5,05/03/2024,,EHE\n"
    reading = read([text(tmp_path, content)])
    assert reading.tables["register"]["_child"].to_list() == ["1", "4", "5"]
    [finding] = [one for one in reading.findings if one.code == "EHE-END"]
    assert (finding.column, finding.count, finding.severity.value) == ("Status", 2, "error")
    assert reading.summaries[0].set_aside == {"closed, without the day it ended": 2}


def test_the_same_child_twice_is_one_child_by_name_and_birth(tmp_path: Path) -> None:
    """In one list, and in two lists of different days."""
    first = "Name,DOB,EHE start date,EHE end date\nAda Testa,01/09/2014,03/03/2023,30/06/2023\n"
    first += "ADA TESTA,01/09/2014,03/03/2024,\nAda Testa,01/01/2010,03/03/2024,\n"
    reading = read([text(tmp_path, first, "ehe1.csv"), text(tmp_path, first, "ehe2.csv")])
    frame = reading.tables["register"]
    assert frame["_child"].to_list() == [
        "row 2 of ehe1.csv", "row 2 of ehe1.csv", "row 4 of ehe1.csv", "row 2 of ehe1.csv", "row 2 of ehe1.csv",
        "row 4 of ehe1.csv",
    ]  # fmt: skip
    assert "Testa" not in said(reading)
    assert "EHE-WHO" not in {one.code for one in reading.findings}


def test_a_reason_for_no_upn_is_no_number_of_a_child(tmp_path: Path) -> None:
    content = "UPN,DOB,EHE start date,EHE end date\n"
    content += "".join(f"{upn},01/09/2014,03/03/2024,\n" for upn in ("UN1", "UN1", "unknown", "Applied for", ""))
    assert read([text(tmp_path, content)]).tables["register"]["_child"].n_unique() == 5


def test_findings_name_the_heading_and_no_child(tmp_path: Path) -> None:
    content = (
        "Name,Reference,DOB,When EHE began on,EHE over\nAda Testa,1,01/09/2014,Testa,\nB,2,01/09/2014,03/03/2024,\n"
    )
    reading = read([text(tmp_path, content.replace("EHE over", "Date EHE ended"))])
    by_code = {one.code: one.column for one in reading.findings}
    assert by_code["READ-DATE"] == "When EHE began on"
    assert "Testa" not in said(reading)
    order = "Reference,Began EHE,Date EHE stopped\n1,03/03/2025,01/03/2025\n"
    reading = read([text(tmp_path, order)])
    assert {one.code: one.column for one in reading.findings}["EHE-ORDER"] == "Date EHE stopped"
    assert {one.code: one.column for one in check_reading(reading).findings}["EHE-101"] == "Date EHE stopped"


def test_names_where_days_should_be_are_refused_without_the_names(tmp_path: Path) -> None:
    rows = "".join(f"{at},Testa{chr(97 + at)} Kim,\n" for at in range(20))
    with pytest.raises(FileRefused, match="Date EHE began") as refused:
        read([text(tmp_path, f"Child ID,Date EHE began,Date EHE ended\n{rows}")])
    assert "Testa" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            "Child ID,EHE start date,,Reason\n1,03/03/2024,,x\n2,04/03/2024,30/06/2025,y\n",
            "has no heading and holds dates",
        ),
        (
            "EHE register as at 30/09/2025\n\nChild ID,EHE start date,EHE end date\n1,03/03/2024,\n",
            "above its headings",
        ),
        ("Child ID,Date started EHE (parent),Date started EHE (council)\n1,03/03/2024,04/03/2024\n", "could both be"),
        ("Census date,Sex,Year group,Reason,Number\n16/01/2025,F,3,Other,4\n", "are not added up"),
        ("Measure,Value\nTotal number of EHE children,512\n", "Number of EHE children"),
        ("Child ID,Name,DOB,Year\n1,Ada Testa,01/09/2014,6\n", "EHE start date"),
        ("Ada Testa,01/09/2014,03/03/2024\nBea Testb,01/09/2013,04/03/2024\n", "row of headings"),
    ],
)
def test_what_cannot_be_read_rightly_is_refused_with_what_to_do(content: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=words) as refused:
        read([text(tmp_path, content)])
    assert "Testa" not in str(refused.value)


def test_an_unnamed_column_of_dates_in_a_workbook(tmp_path: Path) -> None:
    rows: list[Sequence[object]] = [["Child ID", "EHE start date", "", "Reason"]]
    rows += [[1, date(2024, 3, 3), date(2025, 6, 30), "x"]]
    with pytest.raises(FileRefused, match="has no heading and holds dates"):
        read([workbook(tmp_path / "ehe.xlsx", {"EHE": rows})])
    rows[0] = ["Child ID", "EHE start date", "EHE end date", ""]
    assert read([workbook(tmp_path / "ehe.xlsx", {"EHE": rows})]).tables["register"]["end_date"].to_list() == [
        date(2025, 6, 30)
    ]


@pytest.mark.parametrize("name", ["EHE register.xls", "EHE register.txt", "EHE register", "home ed list.dat"])
def test_text_is_recognised_whatever_its_ending(name: str, tmp_path: Path) -> None:
    path = text(tmp_path, LAYOUTS["names"], name)
    assert sort([path]).by_collection == {"ehe": [path]}
    in_folder = sort([tmp_path]).by_collection
    assert in_folder == ({} if path.suffix == ".dat" else {"ehe": [path]})
    assert [file.collection for file in preflight([path]).files] == ["ehe"]


def test_a_heading_twice_matters_where_it_is_needed(tmp_path: Path) -> None:
    heads = ["Child ID", "EHE start date", "EHE end date", "Notes", "Notes", "_row"]
    row = [1, date(2024, 3, 3), None, "a", "b", 7]
    reading = read([workbook(tmp_path / "ehe.xlsx", {"EHE": [heads, row]})])
    assert reading.tables["register"]["_row"].to_list() == [2]
    heads[3:5] = ["EHE start date", "x"]
    with pytest.raises(FileRefused, match=r"is a heading twice|could both be"):
        read([workbook(tmp_path / "ehe.xlsx", {"EHE": [heads, row]})])


def test_a_sheet_or_a_title_may_say_that_it_is_about_home_education(tmp_path: Path) -> None:
    rows = [["Child ID", "Date of birth", "Start date", "End date"], [1, date(2014, 9, 1), date(2024, 3, 3), None]]
    assert recognises(workbook(tmp_path / "a.xlsx", {"EHE": rows}))
    assert recognises(workbook(tmp_path / "b.xlsx", {"Sheet1": [["Elective home education register"], [], *rows]}))
    assert not recognises(workbook(tmp_path / "c.xlsx", {"Sheet1": rows}))


def test_a_list_of_others_beside_the_register_is_not_counted(tmp_path: Path) -> None:
    rows = [["Child ID", "Date of birth", "Start date", "End date"], [1, date(2014, 9, 1), date(2024, 3, 3), None]]
    sheets = {"Current EHE": rows, "Ended EHE": rows, "CME": rows, "EOTAS list": rows}
    reading = read([workbook(tmp_path / "a.xlsx", sheets)])
    assert {one.table for one in reading.summaries} == {"Current EHE", "Ended EHE"}
    assert [one.table for one in reading.findings if one.code == "READ-SHEET"] == ["CME", "EOTAS list"]
    path = text(tmp_path, "Child ID,Date of birth,Start date,End date\n1,01/09/2014,03/03/2024,\n", "CME_list.csv")
    with pytest.raises(FileRefused, match="missing education"):
        read([path])


GUIDE = Path(__file__).resolve().parents[3] / "docs" / "for-analysts.md"


@pytest.mark.parametrize(("what", "column"), [("when it began", "start_date"), ("when it ended", "end_date")])
def test_the_guide_names_headings_that_are_known(what: str, column: str) -> None:
    [line] = [one for one in GUIDE.read_text("utf-8").splitlines() if one.startswith(f"| {what} |")]
    named = [one.removeprefix("otherwise ") for one in re.split(r", | or |; ", line.split("|")[2].strip())]
    assert len(named) > 5
    other = () if column == "start_date" else ("EHE start date",)
    for heading in named:
        found = register(("Child ID", *other, heading), "a.csv")
        assert found is not None, heading
        assert found.columns[heading] == column


def test_totals_as_a_form_that_is_filled_in(tmp_path: Path) -> None:
    rows: list[Sequence[object]] = [
        ["Elective home education return"], [], ["Census date:", date(2025, 1, 16)], [],
        ["Number of children in EHE on census date", 512], ["Of whom: male", 300],
        ["Number of EHE children at any time during the term", 560],
    ]  # fmt: skip
    path = workbook(tmp_path / "return.xlsx", {"EHE return": rows})
    assert recognises(path)
    frame = read([path]).tables["aggregate"]
    assert frame.select("measure", "since", "count", "_row").rows() == [
        ("census-day", date(2025, 1, 1), 512, 5), ("any-time", date(2025, 1, 1), 560, 5),
    ]  # fmt: skip
    lines = "Measure,Value\nAcademic year,2024/25\nTerm,Spring term\nTotal EHE,512\n"
    assert read([text(tmp_path, lines)]).tables["aggregate"]["count"].to_list() == [512]
    two_terms = [*rows, ["Number of children in EHE on census date", 530]]
    with pytest.raises(FileRefused, match="Census date"):
        read([workbook(tmp_path / "two.xlsx", {"EHE return": two_terms})])


@pytest.mark.parametrize(
    ("heading", "count"),
    [("Number of EHE children", 512), ("Total EHE", 512), ("Children in EHE on census day", 512), ("EHE total", 512)],
)
def test_totals_in_a_councils_own_words(heading: str, count: int, tmp_path: Path) -> None:
    content = f"Academic year,Term,Census date,{heading},Boys,Girls\n2024/25,Spring,16/01/2025,{count},300,212\n"
    frame = read([text(tmp_path, content)]).tables["aggregate"]
    assert frame.select("measure", "breakdown", "since", "on", "count").rows() == [
        ("census-day", "", date(2025, 1, 1), date(2025, 3, 31), 512)
    ]
