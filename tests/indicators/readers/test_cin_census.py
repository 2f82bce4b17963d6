"""The CIN census: small files whose reading is known, and every public sample."""

import contextlib
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.model.findings import Severity
from riia.indicators.readers.cin_census import read, recognises
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.reading import Reading
from riia.indicators.tables.cin_census import CIN_CENSUS, FACTORS, REFERRAL_SOURCES
from tests.indicators.readers.cin_files import (
    assessment,
    census,
    child,
    enquiry,
    episode,
    header,
    need_plan,
    plan,
)

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "child-level-samples"
CENSUS = SAMPLES / "cin_census"
with_samples = pytest.mark.skipif(not CENSUS.is_dir(), reason="the shared sample files are not here")


def found(reading: Reading) -> list[tuple[str, str, str, int]]:
    return [(one.code, one.table, one.column, one.count) for one in reading.findings]


def codes(reading: Reading) -> list[str]:
    return [one.code for one in reading.findings]


def test_every_table_with_the_childs_identifier_and_typed(tmp_path: Path) -> None:
    whole = episode(
        "2024-05-01",
        assessment("2024-05-02", "2024-06-03", "11A", "2B"),
        need_plan("2024-06-04"),
        enquiry("2024-07-01", "2024-07-15"),
        plan("2024-07-15", None, 1).replace(
            "</Child", "<Reviews><CPPreviewDate>2024-10-01</CPPreviewDate></Reviews></Child"
        ),
        CINclosureDate="2025-01-31",
    )
    reading = read([census(tmp_path, child("a", whole), child("b"))])
    assert reading.findings == ()
    assert reading.place == "831"
    assert reading.collection == "cin-census"
    assert {name: frame.height for name, frame in reading.tables.items()} == {
        "Child": 2, "Disabilities": 0, "CINdetails": 1, "Assessments": 1, "AssessmentFactors": 2, "CINPlanDates": 1,
        "Section47": 1, "ChildProtectionPlans": 1, "Reviews": 1,
    }  # fmt: skip
    for name, frame in reading.tables.items():
        assert {"_file", "_row", "_child", "LAchildID"} <= set(frame.columns), name
        assert {column.name for column in CIN_CENSUS[name].columns} <= set(frame.columns), name
    details = reading.tables["CINdetails"].row(0, named=True)
    assert details["CINreferralDate"] == date(2024, 5, 1)
    assert details["ReferralNFA"] is False
    assert reading.tables["ChildProtectionPlans"]["NumberOfPreviousCPP"].to_list() == [1]
    factors = reading.tables["AssessmentFactors"]
    assert factors.select("LAchildID", "_episode", "_assessment", "AssessmentFactors").rows() == [
        ("a", 1, 1, "11A"), ("a", 1, 1, "2B"),
    ]  # fmt: skip
    assert all(one.read == one.used == reading.tables[one.table].height for one in reading.summaries)


def test_the_header_gives_place_year_and_days(tmp_path: Path) -> None:
    (file,) = read([census(tmp_path, head=header(2025, ends="2024-12-31"))]).files
    assert (file.year, file.first, file.last, file.declared) == (2025, date(2024, 4, 1), date(2024, 12, 31), True)
    assert file.made_on == date(2025, 5, 31)


@pytest.mark.parametrize(
    ("made", "referred", "last", "told"),
    [
        ("2024-10-05", "2024-06-01", date(2024, 10, 5), []),  # whatever its reference date says, it ends there
        ("2024-10-05", "2024-10-06", date(2025, 3, 31), ["READ-MADE"]),
        ("2024-03-01", "2024-06-01", date(2025, 3, 31), []),
        ("2025-03-31", "2024-06-01", date(2025, 3, 31), []),
    ],
)
def test_a_file_answers_up_to_the_day_it_was_made(
    tmp_path: Path, made: str, referred: str, last: date, told: list[str]
) -> None:
    reading = read([census(tmp_path, child("a", episode(referred)), head=header(2025, made=made))])
    assert reading.files[0].last == last
    assert codes(reading) == told


@pytest.mark.parametrize(
    ("head", "expected", "year", "last"),
    [
        ("", [("READ-HEADER", "Header", "")], None, date(2024, 6, 1)),
        (header(2025, ends="2024-03-31"), [("READ-YEAR", "Header", "ReferenceDate")], 2025, date(2025, 3, 31)),
        (header(1925, ends="2025-03-31"), [("READ-YEAR", "Header", "Year")], 2025, date(2025, 3, 31)),
        (header(2025).replace("<Year>2025</Year>", ""), [], 2025, date(2025, 3, 31)),
        (header(2025, place="83"), [("READ-COUNCIL", "Header", "LEA")], 2025, date(2025, 3, 31)),
        ("<Header/>", [("READ-YEAR", "Header", "Year"), ("READ-COUNCIL", "Header", "LEA")], None, date(2024, 6, 1)),
    ],
)
def test_a_header_that_is_missing_or_at_odds_is_told(
    tmp_path: Path, head: str, expected: list[tuple[str, str, str]], year: int | None, last: date
) -> None:
    reading = read([census(tmp_path, child("a", episode("2024-06-01")), head=head)])
    assert sorted(one[:3] for one in found(reading)) == sorted(expected)
    assert (reading.files[0].year, reading.files[0].last) == (year, last)
    assert reading.files[0].declared is (year is not None)


def test_sex_goes_by_its_older_name_and_codes(tmp_path: Path) -> None:
    older = child("a", sex="<GenderCurrent>2</GenderCurrent>")
    assert codes(read([census(tmp_path, older, head=header(2024))])) == []
    reading = read([census(tmp_path, older)])
    assert found(reading) == [("READ-CODE", "Child", "Sex", 1)]
    assert reading.tables["Child"]["Sex"].to_list() == ["2"]
    assert found(read([census(tmp_path, child("a"), head=header(2024))])) == [("READ-CODE", "Child", "Sex", 1)]


@pytest.mark.parametrize(
    ("year", "element", "code"),
    [(2022, "ReferralSource", "5D"), (2022, "ReasonForClosure", "RC9"), (2021, "AssessmentFactors", "24A"),
     (2020, "AssessmentFactors", "18B")],
)  # fmt: skip
def test_codes_that_came_later_are_told_in_earlier_years(tmp_path: Path, year: int, element: str, code: str) -> None:
    day = f"{year}-01-10"
    given = assessment(day, day, code) if element == "AssessmentFactors" else ""
    own = {} if given else {element: code}
    one = child("a", episode(day, given, **own), sex="<GenderCurrent>2</GenderCurrent>")
    assert [spot[:3] for spot in found(read([census(tmp_path, one, head=header(year))]))] == [
        ("READ-CODE", "AssessmentFactors" if given else "CINdetails", element)
    ]
    assert found(read([census(tmp_path, one, head=header(year + 1))])) == []


def test_plan_dates_and_pre_proceedings_belong_to_their_years(tmp_path: Path) -> None:
    one = child("a", episode("2020-05-01"))
    assert "CINPlanDates" not in read([census(tmp_path, one, head=header(2021))]).tables
    assert "PreProceedings" in read([census(tmp_path, one, head=header(2026))]).tables
    early = child("a", episode("2020-05-01", need_plan("2020-06-01")), sex="<GenderCurrent>2</GenderCurrent>")
    reading = read([census(tmp_path, early, head=header(2021))])
    assert reading.tables["CINPlanDates"].height == 1
    assert found(reading) == [("READ-LAYOUT", "CINPlanDates", "", 1)]
    assert reading.findings[0].severity is Severity.NOTE


@pytest.mark.parametrize(("element", "code"), [("PrimaryNeedCode", "N99"), ("ReferralSource", "7Z")])
def test_a_code_of_no_year_is_an_error(tmp_path: Path, element: str, code: str) -> None:
    [told] = read([census(tmp_path, child("a", episode("2025-01-10", **{element: code})))]).findings
    assert (told.code, told.severity) == ("READ-CODE", Severity.ERROR)
    strange = episode("2025-01-10", assessment("2025-01-11", "2025-01-20", "99Z"))
    [told] = read([census(tmp_path, child("a", strange))]).findings
    assert (told.column, told.severity) == ("AssessmentFactors", Severity.WARNING)


def test_doubtful_cells_are_told_with_line_and_child(tmp_path: Path) -> None:
    wrong = episode("2024-02-30", ReferralSource="99", ReferralNFA="perhaps")
    reading = read([census(tmp_path, child(None, wrong), child("b", episode("2024-01-01")))])
    assert sorted(found(reading)) == [
        ("READ-BLANK", "Child", "LAchildID", 1),
        ("READ-CODE", "CINdetails", "ReferralSource", 1),
        ("READ-DATE", "CINdetails", "CINreferralDate", 1),
        ("READ-FLAG", "CINdetails", "ReferralNFA", 1),
    ]
    assert {spot.row for one in reading.findings for spot in one.spots} == {7}
    assert reading.tables["CINdetails"]["ReferralSource"].to_list() == ["99", "1A"]
    assert reading.tables["CINdetails"]["CINreferralDate"].to_list() == [None, date(2024, 1, 1)]


def test_a_child_told_twice_is_kept_and_noted(tmp_path: Path) -> None:
    reading = read([census(tmp_path, child("a", episode("2024-05-01")), child("a", episode("2024-09-01")))])
    assert found(reading) == [("READ-CHILD", "Child", "LAchildID", 1)]
    assert reading.tables["Child"].height == 2
    assert reading.tables["CINdetails"].select("_child", "_episode").rows() == [(1, 1), (2, 2)]


def test_no_children_is_a_census_but_no_children_element_is_not(tmp_path: Path) -> None:
    reading = read([census(tmp_path)])
    assert reading.tables["Child"].height == 0
    assert reading.findings == ()
    path = tmp_path / "none.xml"
    path.write_text(f"<Message>{header()}</Message>", encoding="utf-8")
    with pytest.raises(FileRefused, match="no Children element"):
        read([path])


def test_another_collection_is_refused_by_its_name(tmp_path: Path) -> None:
    path = census(tmp_path, head=header().replace(">CIN<", ">SEN2<"))
    with pytest.raises(FileRefused, match="another collection"):
        read([path])
    assert not recognises(path)


@pytest.mark.parametrize(
    "content",
    [
        f"<Message>{header()}<Children/>{episode('2024-01-01')}</Message>",
        f"<Message>{header()}<Children>{episode('2024-01-01')}</Children></Message>",
        f"<Message>{header()}<Children>{child('a', enquiry('2024-01-01'))}</Children></Message>",
    ],
)
def test_rows_outside_their_place_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "cin.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileRefused, match="its rows belong to nobody"):
        read([path])


def test_what_an_export_left_out_is_not_known_to_be_none(tmp_path: Path) -> None:
    few = [child(f"{at}", episode("2024-05-01", assessment("2024-05-02"))) for at in range(99)]
    assert codes(read([census(tmp_path, *few)])) == []
    reading = read([census(tmp_path, *few, child("99", episode("2024-05-01")))])
    left_out = {"CINPlanDates", "Section47", "ChildProtectionPlans"}
    assert {(one.code, one.table, one.severity) for one in reading.findings} == {
        ("READ-EMPTY", name, Severity.WARNING) for name in left_out
    }
    assert not left_out & set(reading.tables)
    assert not left_out & {one.table for one in reading.summaries}


def test_several_years_from_old_to_new_and_the_same_content_once(tmp_path: Path) -> None:
    new = census(tmp_path, child("a", episode("2024-05-01")), name="2025/cin.xml")
    old = census(tmp_path, child("b", episode("2023-05-01")), name="2024/cin.xml", head=header(2024))
    again = tmp_path / "copy.xml"
    again.write_bytes(new.read_bytes())
    steps: list[tuple[int, int]] = []
    reading = read([new, old, again], progress=lambda done, total: steps.append((done, total)))
    assert [(one.name, one.year) for one in reading.files] == [("2024/cin.xml", 2024), ("2025/cin.xml", 2025)]
    assert reading.tables["Child"].select("_file", "LAchildID").rows() == [("2024/cin.xml", "b"), ("2025/cin.xml", "a")]
    assert [(one.code, one.file) for one in reading.findings if one.code == "READ-TWICE"] == [
        ("READ-TWICE", "copy.xml")
    ]
    assert steps[-1][0] == steps[-1][1] == sum(path.stat().st_size for path in (new, old, again))


def test_files_of_two_councils_are_an_error(tmp_path: Path) -> None:
    one = census(tmp_path, name="a.xml", head=header(2024, place="830"))
    other = census(tmp_path, name="b.xml")
    reading = read([one, other])
    assert reading.place == "831"
    assert [(one.code, one.severity, one.file) for one in reading.findings] == [
        ("READ-COUNCIL", Severity.ERROR, "a.xml")
    ]


@pytest.mark.parametrize(
    ("made", "expected"),
    [("2025-05-31", ("READ-SAME", Severity.ERROR)), ("2025-04-30", ("READ-NEWER", Severity.NOTE))],
)
def test_of_two_issues_of_one_census_the_newer_counts(
    tmp_path: Path, made: str, expected: tuple[str, Severity]
) -> None:
    one = census(tmp_path, child("a", episode("2024-05-01")), name="a.xml", head=header(2025, made=made))
    other = census(tmp_path, child("a", episode("2024-05-03")), name="b.xml")
    reading = read([one, other])
    assert [(found.code, found.severity) for found in reading.findings] == [expected]
    assert reading.findings[0].file == "b.xml"
    assert [file.name for file in reading.files] == ["b.xml"]
    assert reading.tables["CINdetails"]["CINreferralDate"].to_list() == [date(2024, 5, 3)]
    (aside,) = [one for one in reading.summaries if (one.file, one.table) == ("a.xml", "CINdetails")]
    assert (aside.read, aside.used, aside.set_aside) == (1, 0, {"replaced by b.xml": 1})


def test_of_two_issues_of_one_day_the_hour_decides_then_the_serial_number(tmp_path: Path) -> None:
    late = census(tmp_path, child("a"), name="a.xml", head=header(2025).replace("T10", "T15"))
    early = census(tmp_path, child("b"), name="b.xml")
    next_one = census(tmp_path, child("c"), name="c.xml", head=header(2025).replace("SerialNo>1", "SerialNo>12"))
    assert [file.name for file in read([late, early]).files] == ["a.xml"]
    assert [file.name for file in read([next_one, early]).files] == ["c.xml"]


def test_a_later_extract_of_a_year_that_reaches_further_stands_beside_the_earlier(tmp_path: Path) -> None:
    first = census(tmp_path, child("a"), name="a.xml", head=header(2025, ends="2024-06-30", made="2024-07-05"))
    second = census(tmp_path, child("b"), name="b.xml", head=header(2025, ends="2024-09-30", made="2024-10-05"))
    reading = read([second, first])
    assert [file.name for file in reading.files] == ["a.xml", "b.xml"]
    assert codes(reading) == ["READ-NEWER"]


def test_a_listed_value_outside_its_place_is_accounted_for(tmp_path: Path) -> None:
    odd = episode("2024-05-01", "<Assessments><AssessmentFactors>2A</AssessmentFactors></Assessments>")
    reading = read([census(tmp_path, child("a", odd))])
    (summary,) = [one for one in reading.summaries if one.table == "AssessmentFactors"]
    assert (summary.read, summary.used, summary.set_aside) == (1, 0, {"outside its place": 1})


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_is_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cin")
    whole = child("a", episode("2024-05-01", assessment("2024-05-02", "2024-06-03", "11A"), plan("2024-06-01")))
    content = census(folder, whole).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 40)))
    instead = data.draw(
        st.sampled_from([b"", b"<", b">", b"&", b"&#0;", b"\0", b"\xff", b"<x>", b"</Child>", b"<!--", b"]]>"])
    )
    path = folder / "spoilt.xml"
    path.write_bytes(content[:start] + instead + content[end:])
    with contextlib.suppress(FileRefused):
        reading = read([path])
        assert all(one.read == one.used + sum(one.set_aside.values()) for one in reading.summaries)


def test_nothing_to_read_is_said() -> None:
    with pytest.raises(ValueError, match="at least one"):
        read([])


def test_recognised_by_content(tmp_path: Path) -> None:
    assert recognises(census(tmp_path))
    assert recognises(census(tmp_path, head=""))
    path = tmp_path / "other"
    for content in (b"", b"PK\x03\x04", b"a,b\n", b"<Message><Pupils/></Message>", b"<EXPSSDA903/>"):
        path.write_bytes(content)
        assert not recognises(path)
    assert not recognises(tmp_path / "absent.xml")
    assert not recognises(tmp_path)


def test_the_code_lists_are_whole() -> None:
    assert len(REFERRAL_SOURCES) == 22
    assert len(FACTORS) == 44
    assert {"11A", "18C", "24A", "20", "21"} <= set(FACTORS)


@with_samples
@pytest.mark.parametrize(
    ("name", "year", "children", "episodes", "found_codes"),
    [
        ("CIN2rows.xml", 2023, 1, 1, ["READ-YEAR", "READ-TEXT"]),
        ("CIN_Census_2021.xml", 2023, 1, 1, ["READ-DATE", "READ-TEXT"]),
        ("CIN_Census_2021_copy.xml", 2023, 1, 1, ["READ-YEAR", "READ-TEXT"]),
        ("CIN_Census_2021_no_assessment_factors.xml", 2023, 1, 1, ["READ-YEAR", "READ-TEXT"]),
        ("CIN_Census_2024.xml", 2023, 2, 2, ["READ-YEAR", "READ-CODE", "READ-CODE", "READ-TEXT"]),
        ("CIN_Census_2026.xml", 2023, 2, 2, ["READ-YEAR", "READ-CODE", "READ-CODE", "READ-TEXT", "READ-LAYOUT"]),
        ("CIN_header_issues_100.xml", 2023, 1, 1, ["READ-DATE", "READ-TEXT"]),
        ("CIN_la_issues_2887Q.xml", 2023, 1, 1, ["READ-DATE", "READ-TEXT"]),
        ("fake_CIN_data.xml", 2022, 332, 402, ["READ-YEAR", *["READ-EMPTY"] * 4]),
        ("liia_BAR_cin_2022.xml", 2022, 1, 1, []),
    ],
)
def test_every_public_sample(name: str, year: int, children: int, episodes: int, found_codes: Sequence[str]) -> None:
    reading = read([CENSUS / name])
    assert codes(reading) == found_codes
    assert reading.files[0].year == year
    assert (reading.tables["Child"].height, reading.tables["CINdetails"].height) == (children, episodes)


@with_samples
def test_only_census_files_are_recognised_among_the_samples() -> None:
    recognised = {path for path in SAMPLES.rglob("*") if path.is_file() and recognises(path)}
    assert recognised == set(CENSUS.glob("*.xml"))


@with_samples
def test_the_pre_proceedings_of_the_2026_sample() -> None:
    rows = read([CENSUS / "CIN_Census_2026.xml"]).tables["PreProceedings"].rows(named=True)
    assert [(row["PPStartDate"], row["FGDMMeetingOffer"], row["ReviewMeetingsCount"]) for row in rows] == [
        (date(2026, 9, 9), True, 3)
    ]


def test_a_folder_or_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"is a folder, not a file. Give the XML file of the CIN census"):
        read([tmp_path])
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.xml")
        with pytest.raises(FileRefused, match="is not a file on a disk"):
            read([tmp_path / "pipe.xml"])
        assert not recognises(tmp_path / "pipe.xml")
