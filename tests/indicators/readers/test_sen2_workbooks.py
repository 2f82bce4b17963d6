"""SEN2 in workbooks: modules m1 to m5 on five sheets or in five files, prepared sheets, the Department's template."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from riia.indicators.checks.recognising import sort
from riia.indicators.checks.running import check_reading
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.reading import Reading
from riia.indicators.readers.sen2 import read, recognises
from tests.indicators.readers.sen2_files import Case, awaiting, blade, historical, modules

CASES = (
    Case("Alba"),
    awaiting("Birch", "2025-04-07", upn=""),
    historical("Cole", "2019-04-07", "2025-05-20", transfer="830"),
    Case("Dunn", "2025-01-06", "N", "2025-02-14", "", "", "", ""),
)
type Rows = Sequence[Sequence[object]]


def workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook with these rows, days as days."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell not in (None, ""):
                        sheet.write(at, column, cell)
    return path


def rows_of(path: Path) -> list[list[object]]:
    """A CSV's rows, days as days and digits as numbers, as Excel has them."""
    with path.open(encoding="cp1252", newline="") as stream:
        return [[_cell(cell) for cell in row] for row in csv.reader(stream)]


def _cell(text: str) -> object:
    if text.isdecimal():
        return int(text)
    if len(text) == 10 and text[2] == text[5] == "/":
        return date(int(text[6:]), int(text[3:5]), int(text[:2]))
    return text


def five_sheets(folder: Path, cases: Sequence[Case] = CASES) -> dict[str, Rows]:
    """Modules m1 to m5 as sheets."""
    modules(folder, cases)
    return {f"m{number}": rows_of(folder / f"m{number}.csv") for number in range(1, 6)}


def same_tables(one: Reading, other: Reading) -> bool:
    """Whether two readings hold the same, but for the file and the row it came from and how rows are numbered."""
    kept = {"requests": ["_child", "receiveddate", "requestoutcome"], "person": ["_child", "personbirthdate", "upn"]}
    kept |= {"assessment": ["_child", "assessmentoutcomedate"], "namedplan": ["_child", "startdate", "ceasedate"]}
    kept |= {"activeplans": ["_child", "transferla"]}
    return all(one.tables[name].select(some).equals(other.tables[name].select(some)) for name, some in kept.items())


def test_five_sheets_are_the_five_modules(tmp_path: Path) -> None:
    path = workbook(tmp_path / "sen2.xlsx", five_sheets(tmp_path / "csv"))
    assert recognises(path)
    reading = read([path], year=2025)
    assert same_tables(reading, read([tmp_path / "csv"], year=2025))
    assert [file.name for file in reading.files] == ["sen2.xlsx"]
    assert [finding.words for finding in reading.findings] == []
    assert {one.table: one.used for one in reading.summaries} == {
        "person": 4, "requests": 4, "assessment": 2, "namedplan": 2, "activeplans": 2,
    }  # fmt: skip
    assert sort([path]).by_collection == {"sen2": [path]}


def test_a_workbook_for_each_module_in_a_folder(tmp_path: Path) -> None:
    for name, rows in five_sheets(tmp_path / "csv").items():
        workbook(tmp_path / "xlsx" / f"{name}.xlsx", {"Sheet1": [["SEN2 return"], [], *rows], "Notes": [["x"]]})
    reading = read([tmp_path / "xlsx"], year=2025)
    assert same_tables(reading, read([tmp_path / "csv"], year=2025))
    assert {finding.code for finding in reading.findings} == {"READ-SHEET"}
    assert reading.tables["requests"]["_row"].to_list() == [4, 5, 6, 7]


def test_titles_other_sheets_and_a_year_in_the_name(tmp_path: Path) -> None:
    sheets = {"Read me": [["How to fill this in"]]} | five_sheets(tmp_path / "csv")
    reading = read([workbook(tmp_path / "SEN2 2026.xlsx", sheets)])
    assert {finding.code for finding in reading.findings} == {"READ-SHEET", "SEN2-YEAR"}
    [file] = reading.files
    assert (file.year, file.last, file.declared) == (2025, date(2025, 12, 31), True)


def test_two_workbooks_are_two_returns(tmp_path: Path) -> None:
    workbook(tmp_path / "now.xlsx", five_sheets(tmp_path / "csv" / "now"))
    older = [Case("Alba", "2024-02-05", "Y", "2024-03-15", "Y", "2024-06-14", "0", "2024-06-14")]
    workbook(tmp_path / "before.xlsx", five_sheets(tmp_path / "csv" / "before", older))
    reading = read([tmp_path / "now.xlsx", tmp_path / "before.xlsx"])
    assert [(file.name, file.year) for file in reading.files] == [("before.xlsx", 2024), ("now.xlsx", 2025)]


def test_a_sheet_twice_is_refused_by_its_name(tmp_path: Path) -> None:
    sheets = five_sheets(tmp_path / "csv")
    path = workbook(tmp_path / "sen2.xlsx", sheets | {"m2 (2)": sheets["m2"]})
    with pytest.raises(FileRefused, match=r"m2 \(2\).*second sheet of the module requests"):
        read([path])


def test_a_slip_in_a_sheet_is_told_with_the_sheet_and_its_own_heading(tmp_path: Path) -> None:
    sheets = five_sheets(tmp_path / "csv")
    rows = [list(row) for row in sheets["m2"]]
    rows[1][2] = "31/02/2025"
    reading = read([workbook(tmp_path / "sen2.xlsx", sheets | {"m2": rows})], year=2025)
    [finding] = [one for one in reading.findings if one.code == "READ-DATE"]
    assert (finding.table, finding.column, finding.spots[0].row) == ("m2", "Date Request Was Received", 2)


def prepared(folder: Path) -> dict[str, Rows]:
    """Sheets with COLLECT's names that number persons and requests only, as systems prepare them."""
    blade(folder, CASES)
    found: dict[str, Rows] = {}
    keys = {"requests": (), "person": ()}
    lines = {
        name: list(csv.DictReader(next(folder.glob(f"*_{name}.csv")).open(encoding="utf-8")))
        for name in ("person", "requests", "assessment", "namedplan", "plandetail", "activeplans", "placementdetail")
    }
    request = {row["requeststableid"]: row for row in lines["requests"]}
    assessed = {row["assessmenttableid"]: row["requeststableid"] for row in lines["assessment"]}
    active = {row["activeplanstableid"]: row["requeststableid"] for row in lines["activeplans"]}
    named = {row["namedplantableid"]: assessed[row["assessmenttableid"]] for row in lines["namedplan"]}
    titles = {
        "person": "Person", "requests": "Requests", "assessment": "Assessments", "namedplan": "Named Plan",
        "plandetail": "Plan Detail", "activeplans": "Active Plan", "placementdetail": "Placement Detail",
    }  # fmt: skip
    for name, rows in lines.items():
        dropped = ("NativeId", "sourceid", "sen2tableid", f"{name}orderseqcolumn")
        own = [one for one in rows[0] if one not in dropped and (not one.endswith("tableid") or name in keys)]
        front = [] if name in keys else ["persontableid", "requeststableid"]
        body = []
        for row in rows:
            of = {
                "assessment": row.get("requeststableid"), "namedplan": assessed.get(row.get("assessmenttableid", "")),
                "plandetail": named.get(row.get("namedplantableid", "")), "activeplans": row.get("requeststableid"),
                "placementdetail": active.get(row.get("activeplanstableid", "")),
            }.get(name)  # fmt: skip
            ids = [request[of]["persontableid"], of] if of else []
            body.append([*ids, *(row[one] for one in own)])
        found[titles[name]] = [[*front, *own], *body]
    return found


def test_sheets_that_systems_prepare_are_joined_by_person_and_request(tmp_path: Path) -> None:
    reading = read([workbook(tmp_path / "ready.xlsx", prepared(tmp_path / "csv"))], year=2025)
    straight = read([tmp_path / "csv"])
    assert [finding.words for finding in reading.findings] == []
    called = dict(zip(straight.tables["person"]["_child"], reading.tables["person"]["_child"], strict=True))
    for name, frame in straight.tables.items():
        if name in reading.tables:
            assert reading.tables[name]["_child"].to_list() == [called[one] for one in frame["_child"]]
            columns = [
                one for one in frame.columns if one in ("receiveddate", "assessmentoutcomedate", "startdate", "urn")
            ]
            assert reading.tables[name].select(columns).equals(frame.select(columns))


def test_the_workbook_that_a_public_tool_makes_of_the_xml(tmp_path: Path) -> None:
    """Sheets with the XML's names, a number for each child, and of each child's requests; plans with their settings."""
    person = ["child_id", "name", "Surname", "Forename", "PersonBirthDate", "Sex", "Ethnicity", "PostCode", "UPN"]
    request = ["child_id", "name", "ReceivedDate", "RYA", "RequestOutcomeDate", "RequestOutcome", "requests_id"]
    below = ["child_id", "name", "requests_id", "assessment_id"]
    setting = ["URN", "UKPRN", "SENSetting", "SENSettingOther", "PlacementRank", "SENunitIndicator"]
    sheets: dict[str, Rows] = {
        "Persons": [person, [1, "Kim Testa", "Testa", "Kim", "2015-05-04", "F", "WBRI", "ZZ99 9ZZ", "A831000000001"]],
        "Requests": [request, [1, "Kim Testa", "2025-02-03", 0, "2025-03-14", "Y", 1]],
        "Assessments": [
            [*below, "AssessmentOutcome", "AssessmentOutcomeDate", "AssessmentMediation", "Week20"],
            [1, "Kim Testa", 1, 1, "Y", "2025-06-20", 0, 0],
        ],
        "Named Plan": [
            [*below, "StartDate", *setting, "PlanRes", "PlanWPB", "PB", "OA", "DP", "CeaseDate", "CeaseReason"],
            [1, "Kim Testa", 1, 1, "2025-06-20", 123456, None, None, None, 1, 0, "N", "N", 0, 0, "N", None, None],
        ],
        "Active Plans": [
            [*below[:3], "TransferLA", *setting, "EntryDate", "LeavingDate", "RES", "WPB", "SENtype", "SENtypeRank",
             "ReviewMeeting", "ReviewOutcome", "LastReview"],
            [1, "Kim Testa", 1, 830, 123456, None, None, None, 1, 0, "2025-06-20", None, None, None, "ASD", 1],
        ],
    }  # fmt: skip
    path = workbook(tmp_path / "SEN2 output.xlsx", sheets)
    assert sort([path]).by_collection == {"sen2": [path]}
    reading = read([path], year=2025)
    assert set(reading.tables) == {"person", "requests", "assessment", "namedplan", "activeplans"}
    assert all(frame["_child"].to_list() == ["1"] for frame in reading.tables.values())
    joined = reading.tables["namedplan"].join(reading.tables["requests"], on="_request")
    assert joined["receiveddate"].to_list() == [date(2025, 2, 3)]
    assert reading.tables["activeplans"]["transferla"].to_list() == ["830"]
    assert "Testa" not in " ".join(one.words for one in reading.findings)


TEMPLATE = """Header Record
Record Type|Collection Name|Year|Reference Date|Source Level|LA Number|Software Code|Release|Serial Number
0|SEN2|2026|2026-01-15|L|831|x|1|1

Person Record
Record Type|LA (From Header Record)|Person ID (This must be a unique ID for each Person record)|Surname|Forename\
|Date of Birth (ccyy-mm-dd)|Sex|Ethnicity|Post Code|UPN - Unique Pupil Number|UPN and ULN unavailable – Reason
1|831|1|Alba|Kim|2015-05-04|F|WBRI|ZZ99 9ZZ|A831000000001|
1|831|2|Birch|Kim|2014-05-04|M|WBRI|ZZ99 9ZZ|A831000000002|
1|831

Requests Records
Record Type|LA (From Header Record)|Person ID (This must match the relevant ID in the Person record table)\
|Requests record ID (This must be a unique ID for each Requests record)|Date request was received\
|Initial Request Whilst In RYA|Request Outcome Date|Request Outcome|Request Mediation|Request Tribunal
2|831|1|11|2025-02-03|0|2025-03-14|Y|0|0
2|831|2|12|2025-04-07|0||A||
2|831

Assessments Records
Record Type|Person ID (This must match)|Requests record ID (This must match the relevant ID in the Requests table)\
|Assessment Outcome - Decision to issue EHC plan|Assessment Outcome Date|Twenty week time limit exceptions apply
3|1|11|Y|2025-06-20|0

Named Plan Records
Record Type|Person ID (This must match)|Requests record ID (This must match)|EHC Plan Start Date|Residential Settings\
|Work Based Learning Activity|Personal Budget taken up|Date EHC plan ceased|Reason EHC plan ceased
4|1|11|2025-06-20||||2025-09-01|5

Plan Detail Records
Record Type|Person ID (This must match)|Requests record ID (This must match)|URN - Unique Reference Number\
|SEN Setting – Establishment type|Placement Rank (1=Primary, 2=Secondary)|SEN Unit Indicator
4|1|11|123456||1|0

Active Plan Records
Record Type|Person ID (This must match)|Requests record ID (This must match)\
|EHC Plan transferred in from another LA during calendar year|Annual Review Meeting Date|Annual Review Decision
5|1|11||2025-11-01|A

Placement Detail Records
Record Type|Person ID (This must match)|Requests record ID (This must match)|URN - Unique Reference Number\
|Placement Rank (1=Primary, 2=Secondary)|Placement Start Date|Placement Leaving Date|SEN Unit Indicator
5|1|11|123456|1|2025-06-20||0

SEN Need Records
Record Type|Person ID (This must match)|Requests record ID (This must match)|SEN Type of Need\
|SEN Type of Need rank  (1=Primary, 2=Secondary)
5|1|11|ASD|1
"""


def test_the_template_with_all_tables_on_one_sheet(tmp_path: Path) -> None:
    rows = [["", *line.split("|")] if line else [] for line in TEMPLATE.splitlines()]
    numbers = [[int(cell) if cell.isdecimal() else cell for cell in row] for row in rows]
    reading = read([workbook(tmp_path / "template.xlsx", {"Data Entry Template": numbers, "Lists": [["A"]]})])
    assert [finding.code for finding in reading.findings] == ["READ-SHEET"]
    assert (reading.place, reading.files[0].year, reading.files[0].declared) == ("831", 2025, True)
    heights = {name: frame.height for name, frame in reading.tables.items()}
    assert heights == {
        "sen2": 1, "person": 2, "requests": 2, "assessment": 1, "namedplan": 1, "plandetail": 1, "activeplans": 1,
        "placementdetail": 1, "senneed": 1,
    }  # fmt: skip
    assert reading.tables["person"]["personbirthdate"].to_list() == [date(2015, 5, 4), date(2014, 5, 4)]
    assert reading.tables["requests"]["_child"].to_list() == ["1", "2"]
    plan = reading.tables["namedplan"].row(0, named=True)
    assert (plan["startdate"], plan["ceasedate"], plan["ceasereason"]) == (date(2025, 6, 20), date(2025, 9, 1), "5")
    assert reading.tables["senneed"]["sentype"].to_list() == ["ASD"]
    assert reading.tables["activeplans"]["reviewmeeting"].to_list() == [date(2025, 11, 1)]


def test_a_workbook_of_something_else_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = workbook(tmp_path / "other.xlsx", {"Sheet1": [["Name", "Colour"], ["a", "red"]]})
    assert not recognises(path)
    with pytest.raises(FileRefused, match="holds no sheet of a SEN2"):
        read([path])
    modules(tmp_path / "m", CASES)
    workbook(tmp_path / "m" / "other.xlsx", {"Sheet1": [["Name", "Colour"], ["a", "red"]]})
    assert "READ-FILE" in [finding.code for finding in read([tmp_path / "m"]).findings]


def test_checks_call_a_column_as_the_file_does(tmp_path: Path) -> None:
    """And a day that the reader could not read is not told again as missing."""
    modules(tmp_path, [Case("Alba", "2025-03-20", outcome_on="2025-03-14"), Case("Birch", "2025-02-03")])
    path = tmp_path / "m2.csv"
    path.write_text(path.read_text("utf-8").replace("03/02/2025", "31/02/2025"), encoding="utf-8")
    found = {(one.code, one.column) for one in check_reading(read([tmp_path], year=2025)).findings}
    assert ("SEN-202", "Request Outcome Date") in found
    assert "SEN-201" not in {code for code, _ in found}
