"""SEN2 returns in three forms: recognised, joined, refused; what is doubtful is told and no row is lost."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from riia.indicators.checks.recognising import sort
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.reading import Reading
from riia.indicators.readers.sen2 import read, recognises
from riia.indicators.readers.sen2.people import Person, labels
from riia.indicators.readers.sen2.recognition import Form, module
from riia.indicators.tables.sen2 import LINKS, SEN2
from tests.indicators.readers.sen2_files import Case, awaiting, blade, historical, modules, xml

CASES = (
    Case("Alba"),
    awaiting("Birch", "2025-04-07", upn=""),
    historical("Cole", "2019-04-07", "2025-05-20", transfer="830"),
    Case("Dunn", "2025-01-06", "N", "2025-02-14", "", "", "", ""),
    Case("Dunn", "2025-07-01", "Y", "2025-08-01", "N", "2025-10-03", "0", ""),
)
EVERY_FORM = pytest.mark.parametrize("form", ["blade", "modules", "xml"])


def written(form: str, folder: Path, cases: tuple[Case, ...] = CASES) -> Path:
    """The cases in one form."""
    if form == "xml":
        return xml(folder / "sen2.xml", cases)
    return blade(folder, cases) if form == "blade" else modules(folder, cases)


def codes(reading: Reading) -> list[str]:
    """The codes of the findings."""
    return sorted(finding.code for finding in reading.findings)


@EVERY_FORM
def test_every_form_is_recognised_and_gives_the_same_tables(form: str, tmp_path: Path) -> None:
    path = written(form, tmp_path)
    reading = read([path], year=2025)
    assert recognises(path)
    assert reading.collection == "sen2"
    assert codes(reading) == []
    heights = {name: frame.height for name, frame in reading.tables.items()}
    assert heights["person"] == 4
    assert heights["requests"] == 5
    assert heights["assessment"] == 3
    assert heights["namedplan"] == heights["activeplans"] == 2
    requests = reading.tables["requests"].sort("receiveddate")
    assert requests["receiveddate"].to_list()[0] == date(2019, 4, 7)
    assert requests["requestoutcome"].to_list() == ["H", "N", "Y", "A", "Y"]
    assert requests["rya"].to_list() == [False] * 5


@EVERY_FORM
def test_links_lead_from_each_row_to_the_rows_above_it(form: str, tmp_path: Path) -> None:
    tables = read([written(form, tmp_path)]).tables
    for child, parent in (("requests", "person"), ("assessment", "requests"), ("namedplan", "assessment")):
        link = LINKS[parent]
        assert set(tables[child][link]) <= set(tables[parent][link])
        assert tables[parent][link].n_unique() == tables[parent].height
    plan = tables["namedplan"].join(tables["requests"], on="_request").sort("startdate")
    assert plan["receiveddate"].to_list() == [date(2019, 4, 7), date(2025, 2, 3)]
    assert plan["_child"].to_list() == plan["_child_right"].to_list()


@EVERY_FORM
def test_every_row_is_accounted_for(form: str, tmp_path: Path) -> None:
    reading = read([written(form, tmp_path)])
    for summary in reading.summaries:
        assert summary.read == summary.used + sum(summary.set_aside.values())
    assert {one.table: one.used for one in reading.summaries} == {k: v.height for k, v in reading.tables.items()}


def test_columns_have_the_types_of_the_schema(tmp_path: Path) -> None:
    reading = read([blade(tmp_path, CASES)])
    for name, frame in reading.tables.items():
        schema = SEN2[name]
        assert {"_file", "_row"} <= set(frame.columns)
        assert all(column in schema.by_name or column.startswith("_") for column in frame.columns)
    assert str(reading.tables["namedplan"].schema["startdate"]) == "Date"
    assert str(reading.tables["assessment"].schema["week20"]) == "Boolean"


def test_the_census_of_january_tells_of_the_year_before(tmp_path: Path) -> None:
    for path in (blade(tmp_path / "b", CASES, census=2026), xml(tmp_path / "x.xml", CASES, census=2026)):
        reading = read([path])
        assert reading.place == "831"
        for file in reading.files:
            assert (file.year, file.first, file.last) == (2025, date(2025, 1, 1), date(2025, 12, 31))
            assert file.declared
            assert file.made_on == date(2026, 2, 10)


def test_modules_without_a_year_answer_for_what_their_dates_show(tmp_path: Path) -> None:
    modules(tmp_path, CASES)
    inferred = read([tmp_path]).files[0]
    assert (inferred.first, inferred.last, inferred.declared) == (date(2025, 1, 1), date(2025, 10, 3), False)
    stated = read([tmp_path], year=2025).files[0]
    assert (stated.year, stated.first, stated.declared) == (2025, date(2025, 1, 1), True)


def test_a_reference_day_alone_gives_the_year(tmp_path: Path) -> None:
    blade(tmp_path, CASES)
    path = next(tmp_path.glob("*_sen2.csv"))
    path.write_text(path.read_text("utf-8").replace("SEN2,2026,", "SEN2,,"), encoding="utf-8")
    assert read([tmp_path]).files[0].year == 2025
    path.write_text(path.read_text("utf-8").replace("SEN2,,", "SEN2,2025,"), encoding="utf-8")
    reading = read([tmp_path])
    assert codes(reading) == ["SEN2-YEAR"]
    assert reading.files[0].year == 2024


def test_a_module_that_is_missing_is_told_with_what_it_costs(tmp_path: Path) -> None:
    modules(tmp_path, CASES)
    (tmp_path / "m3.csv").unlink()
    reading = read([tmp_path])
    assert "assessment" not in reading.tables
    told = [finding.words for finding in reading.findings if finding.code == "SEN2-MODULE"]
    assert len(told) == 1
    assert "cannot be told from amended" in told[0]
    # The plan still finds its request, because m4 names it.
    plans = reading.tables["namedplan"].join(reading.tables["requests"], on="_request")
    assert plans.height == 2


@pytest.mark.parametrize(("form", "name"), [("blade", "*_requests.csv"), ("modules", "m2.csv")])
def test_a_row_without_its_parent_stays_and_is_told(form: str, name: str, tmp_path: Path) -> None:
    written(form, tmp_path)
    path = next(tmp_path.glob(name))
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], *lines[2:]]), encoding="utf-8", newline="")
    reading = read([tmp_path])
    orphans = [finding for finding in reading.findings if finding.code == "SEN2-PARENT"]
    assert {finding.table for finding in orphans} == {"assessment", "activeplans"}
    assert all(finding.count == 1 for finding in orphans)
    assert reading.tables["assessment"].height == 3
    assert reading.tables["assessment"]["_child"].null_count() == 0


@pytest.mark.parametrize(("form", "name"), [("blade", "*_requests.csv"), ("modules", "m2.csv"), ("modules", "m4.csv")])
def test_a_second_row_of_the_same_key_is_set_aside_and_told(form: str, name: str, tmp_path: Path) -> None:
    written(form, tmp_path)
    path = next(tmp_path.glob(name))
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]), encoding="utf-8", newline="")
    reading = read([tmp_path])
    [finding] = [finding for finding in reading.findings if finding.code == "SEN2-KEY"]
    assert finding.spots[0].row == len(lines) + 1
    summary = next(one for one in reading.summaries if one.table == finding.table)
    assert sum(summary.set_aside.values()) == 1
    assert summary.read == len(lines)


def test_two_plans_of_one_request_in_m4_both_stay(tmp_path: Path) -> None:
    modules(tmp_path, CASES)
    path = tmp_path / "m4.csv"
    path.write_text(path.read_text("utf-8") + "P1,1,01/09/2025,,,N,N,,,\n", encoding="utf-8")
    reading = read([tmp_path], year=2025)
    assert codes(reading) == []
    assert reading.tables["namedplan"]["_plan"].n_unique() == 3


def test_several_years_are_one_reading_with_one_name_for_each_person(tmp_path: Path) -> None:
    blade(tmp_path / "2025", [awaiting("Birch", "2024-12-02", upn="")], census=2025, made="2025-02-01")
    blade(tmp_path / "2026", [Case("Birch", "2024-12-02", upn="A831000000009"), Case("Alba")], census=2026)
    reading = read([tmp_path])
    assert [file.year for file in reading.files] == [2024] * 9 + [2025] * 9
    assert len({file.name for file in reading.files}) == 18
    requests = reading.tables["requests"]
    assert requests.height == 3
    assert requests.filter(requests["_child"] == "A831000000009").height == 2


def test_files_of_the_same_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    modules(tmp_path / "spring", CASES[:1])
    modules(tmp_path / "summer", CASES)
    reading = read([tmp_path])
    assert {file.name for file in reading.files} == {
        f"{season}/m{n}.csv" for season in ("spring", "summer") for n in range(1, 6)
    }


def test_the_same_return_twice_counts_once(tmp_path: Path) -> None:
    modules(tmp_path / "one", CASES)
    modules(tmp_path / "other", CASES)
    reading = read([tmp_path])
    assert len(reading.files) == 5
    assert codes(reading) == ["SEN2-YEAR"] * 2
    assert any("the same again" in finding.words for finding in reading.findings)


def test_two_different_returns_for_the_same_time_are_refused(tmp_path: Path) -> None:
    modules(tmp_path / "one", CASES)
    modules(tmp_path / "other", CASES[1:])
    with pytest.raises(FileRefused, match="neither says which is the newer"):
        read([tmp_path])


def test_the_newer_of_two_returns_of_one_year_counts(tmp_path: Path) -> None:
    xml(tmp_path / "first.xml", CASES[:1], made="2026-02-01")
    xml(tmp_path / "second.xml", CASES, made="2026-02-20")
    reading = read([tmp_path])
    assert [file.name for file in reading.files] == ["second.xml"]
    aside = [one for one in reading.summaries if one.file == "first.xml" and one.read]
    assert aside
    assert all(one.used == 0 and sum(one.set_aside.values()) == one.read for one in aside)
    assert "SEN2-YEAR" in codes(reading)


def test_two_different_returns_of_one_year_made_on_one_day_are_refused(tmp_path: Path) -> None:
    xml(tmp_path / "first.xml", CASES[:1])
    xml(tmp_path / "second.xml", CASES)
    with pytest.raises(FileRefused, match="neither says which is the newer"):
        read([tmp_path])


def test_returns_of_two_councils_are_refused(tmp_path: Path) -> None:
    xml(tmp_path / "a.xml", CASES)
    xml(tmp_path / "b.xml", CASES, census=2025, la="830")
    with pytest.raises(FileRefused, match="another council"):
        read([tmp_path])


def test_two_exports_in_one_folder_are_two_returns(tmp_path: Path) -> None:
    blade(tmp_path, CASES[:1], census=2025, made="2025-02-10")
    blade(tmp_path, CASES, census=2026, made="2026-02-10")
    assert [file.year for file in read([tmp_path]).files] == [2024] * 9 + [2025] * 9


def test_one_module_twice_is_refused(tmp_path: Path) -> None:
    modules(tmp_path, CASES)
    (tmp_path / "copy of m2.csv").write_bytes((tmp_path / "m2.csv").read_bytes())
    with pytest.raises(FileRefused, match="second file of the module requests"):
        read([tmp_path])


def test_what_is_not_a_return_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("CHILD,SEX,DOB\n1,1,01/01/2010\n", encoding="utf-8")
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    census = tmp_path / "cin.xml"
    census.write_text(
        "<Message><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header></Message>",
        encoding="utf-8",
    )
    for path in (other, empty, census, tmp_path / "absent.csv"):
        assert not recognises(path)
        with pytest.raises(FileRefused, match=path.name):
            read([path])
    with pytest.raises(FileRefused, match="holds no file"):
        read([tmp_path])


def test_a_foreign_file_in_the_folder_is_noted(tmp_path: Path) -> None:
    modules(tmp_path, CASES)
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert codes(read([tmp_path], year=2025)) == ["READ-FILE"]


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = xml(tmp_path / "cut.xml", CASES)
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(FileRefused, match="cut off"):
        read([path])


def test_xml_of_another_collection_is_refused_by_name(tmp_path: Path) -> None:
    path = xml(tmp_path / "other.xml", CASES)
    path.write_text(path.read_text("utf-8").replace(">SEN2<", ">CIN<"), encoding="utf-8")
    with pytest.raises(FileRefused, match="does not name the collection SEN2"):
        read([path])


def test_xml_in_other_cases_and_encodings_is_read(tmp_path: Path) -> None:
    usual = xml(tmp_path / "usual.xml", CASES)
    text = usual.read_text("utf-8").replace("SENtype", "SENType").replace("<Sex>", "<GenderCurrent>")
    text = text.replace("</Sex>", "</GenderCurrent>").replace("ReceivedDate", "receiveddate")
    text = text.replace('"utf-8"', '"windows-1252"').replace("Alba", "Albá")
    other = tmp_path / "other.xml"
    other.write_text(text, encoding="cp1252")
    one, two = read([usual]), read([other])
    assert codes(two) == []
    assert two.tables["requests"]["receiveddate"].to_list() == one.tables["requests"]["receiveddate"].to_list()
    assert two.tables["senneed"]["sentype"].to_list() == ["ASD", "ASD"]
    assert two.tables["person"]["sex"].to_list() == ["F"] * 4
    assert two.tables["person"]["surname"][0] == "Albá"


def test_a_return_without_persons_is_read_as_empty(tmp_path: Path) -> None:
    for path in (xml(tmp_path / "x" / "none.xml", ()), blade(tmp_path / "b", ()), modules(tmp_path / "m", ())):
        tables = read([path]).tables
        assert tables["requests"].height == 0
        assert str(tables["requests"].schema["receiveddate"]) == "Date"


def test_headings_with_slips_are_read_and_told(tmp_path: Path) -> None:
    modules(tmp_path, CASES)
    path = tmp_path / "m2.csv"
    text = path.read_text("utf-8").replace("Date Request Was Received", "Date Request Was Recieved")
    path.write_text(text.replace("Request Outcome Date", "REQUEST  OUTCOME DATE"), encoding="utf-8")
    reading = read([tmp_path], year=2025)
    assert [finding.column for finding in reading.findings] == ["Date Request Was Recieved"]
    assert reading.tables["requests"]["receiveddate"].null_count() == 0


def test_outcomes_in_words_are_the_codes_they_are(tmp_path: Path) -> None:
    """Otherwise a system that writes them out would have no request agreed and no plan issued."""
    modules(tmp_path, CASES)
    for name, words in (
        ("m2.csv", {"Y": "Yes", "N": "N - No", "A": "Awaiting", "H": "historic"}),
        ("m3.csv", {"Y": "YES"}),
    ):
        text = (tmp_path / name).read_text("utf-8")
        for code, word in words.items():
            text = text.replace(f",{code},", f",{word},")
        (tmp_path / name).write_text(text, encoding="utf-8")
    tables = read([tmp_path], year=2025).tables
    assert tables["requests"]["requestoutcome"].to_list() == ["Y", "A", "H", "N", "Y"]
    assert tables["assessment"]["assessmentoutcome"].to_list() == ["Y", "H", "N"]


def test_names_in_a_wrong_column_are_not_said(tmp_path: Path) -> None:
    modules(tmp_path, [Case(f"Testa{letter}") for letter in "bcdefghijklmn"])
    path = tmp_path / "m1.csv"
    heading, *rows = path.read_text("utf-8").splitlines(keepends=True)
    turned = [
        ",".join([cells[0], cells[2], cells[3], cells[1], *cells[4:]]) for cells in (row.split(",") for row in rows)
    ]
    path.write_text(heading + rows[0] + turned[1], encoding="utf-8")
    told = " ".join(f"{one.words} {[spot.value for spot in one.spots]}" for one in read([tmp_path], year=2025).findings)
    assert "Dob" in told
    assert "Testa" not in told
    path.write_text(heading + "".join(turned), encoding="utf-8")
    with pytest.raises(FileRefused, match="cannot be read") as refused:
        read([tmp_path], year=2025)
    assert "Testa" not in str(refused.value)


def test_a_missing_column_and_unknown_ones_are_told(tmp_path: Path) -> None:
    modules(tmp_path, CASES)
    path = tmp_path / "m3.csv"
    text = path.read_text("utf-8").replace("Twenty Weeks Time Limit Exceptions Apply", "Caseworker")
    path.write_text(text, encoding="utf-8")
    found = {finding.column: finding for finding in read([tmp_path], year=2025).findings}
    assert "not available" in found["Twenty Weeks Time Limit Exceptions Apply"].words
    assert found[""].spots[0].value == "Caseworker"


@pytest.mark.parametrize(
    ("headings", "stem", "table"),
    [
        (("Person ID", "Request Records ID", "Residential Settings", "EHC Plan (Transfer)"), "x", "activeplans"),
        (("Person ID", "Request Records ID", "Residential Settings", "EHC Plan Start Date"), "x", "namedplan"),
        (("NativeId", "plandetailorderseqcolumn", "namedplantableid", "urn", "sensetting"), "x", "plandetail"),
        (("NativeId", "placementdetailorderseqcolumn", "activeplanstableid", "urn"), "x", "placementdetail"),
        (("plandetailtableid", "namedplantableid", "urn", "placementrank"), "x", "plandetail"),
        (("senneedtableid", "activeplanstableid", "sentype", "sentyperank"), "x", "senneed"),
        (("Person ID", "Date of birth", "Ethnicity"), "x", "person"),
    ],
)  # fmt: skip
def test_a_module_is_known_by_its_columns(headings: tuple[str, ...], stem: str, table: str) -> None:
    found = module(headings, stem)
    assert found is not None
    assert found.table.name == table
    assert found.form is (Form.MODULES if headings[0] == "Person ID" else Form.BLADE)


@pytest.mark.parametrize(
    "headings",
    [
        ("CHILD", "DOB", "DECOM"),
        ("Person ID",),
        ("Person ID", "A", "B", "C", "Date of birth"),
        (),
        ("Person ID", "Surname", "Forename", "DOB", "UPN", "EHE start date"),
    ],
)
def test_other_files_are_no_module(headings: tuple[str, ...]) -> None:
    assert module(headings, "m1") is None


def test_older_layouts_are_read(tmp_path: Path) -> None:
    blade(tmp_path, CASES, census=2023)
    path = next(tmp_path.glob("*_person.csv"))
    path.write_text(path.read_text("utf-8").replace(",sex,", ",gendercurrent,").replace(",F,", ",2,"), encoding="utf-8")
    reading = read([tmp_path])
    assert reading.tables["person"]["sex"].unique().to_list() == ["2"]
    assert codes(reading) == []


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    read([blade(tmp_path, CASES)], progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] > 0


BORN = date(2015, 5, 4)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Person("1/1", None, "A1", None, "birch|kim", BORN), Person("2/1", None, "A1", None, "ash|kim", None), True),
        (Person("1/1", None, None, "1234", "", None), Person("2/1", None, "A1", "1234", "", None), True),
        (Person("1/1", None, None, None, "birch|kim", BORN), Person("2/1", None, "A1", None, "birch|kim", BORN), True),
        (Person("1/1", None, "A2", None, "birch|kim", BORN), Person("2/1", None, "A1", None, "birch|kim", BORN), False),
        (Person("1/1", "7", None, None, "", BORN), Person("2/1", "7", None, None, "", BORN), True),
        (Person("1/1", "7", None, None, "", BORN), Person("2/1", "7", None, None, "", date(2010, 1, 1)), False),
        (Person("1/1", None, None, "9999999999", "", None), Person("2/1", None, None, "9999999999", "", None), False),
        (Person("1/1", None, None, None, "", None), Person("2/1", None, None, None, "", None), False),
    ],
)
def test_who_is_the_same_person(one: Person, other: Person, same: bool) -> None:
    found = labels([one, other])
    assert (found["1/1"] == found["2/1"]) is same


def test_a_name_that_one_return_has_twice_tells_of_nobody() -> None:
    rows = [
        Person("1/1", None, None, None, "birch|kim", BORN),
        Person("1/2", None, None, None, "birch|kim", BORN),
        Person("2/1", None, None, None, "birch|kim", BORN),
    ]
    assert len(set(labels(rows).values())) == 3


def test_a_chain_of_numbers_makes_one_person() -> None:
    rows = [
        Person("1/1", "7", None, None, "birch|kim", BORN),
        Person("2/1", None, "A1", None, "birch|kim", BORN),
        Person("3/1", None, "A1", "1234", "ash|kim", BORN),
    ]
    assert set(labels(rows).values()) == {"7"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Person ID,Person ID\nP1,P1\n", "is a heading twice"),
        ("<html></html>", "is a web page"),
        ("\0" * 9, "NUL byte"),
    ],
)
def test_a_file_that_is_no_table_is_refused_for_what_is_wrong_with_it(content: str, words: str, tmp_path: Path) -> None:
    """Not for headings that nobody could see."""
    path = tmp_path / "m2.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileRefused, match=words):
        read([path])


@pytest.mark.parametrize("form", ["blade", "modules"])
@pytest.mark.parametrize("content", ["", "<html>", "person"])
def test_a_damaged_module_in_a_folder_is_not_passed_over(form: str, content: str, tmp_path: Path) -> None:
    """A return without its requests would give no figure, and nobody would know why."""
    path = written(form, tmp_path)
    name = "m2.csv" if form == "modules" else next(path.glob("*_requests.csv")).name
    (path / name).write_text(content, encoding="utf-8")
    (path / "notes.csv").write_text("Colour\nred\n", encoding="utf-8")
    with pytest.raises(FileRefused, match=name):
        read([path])


@pytest.mark.parametrize("ending", [".xls", ".txt", ".tsv", ""])
@pytest.mark.parametrize("form", ["blade", "modules"])
def test_text_is_recognised_whatever_its_ending(form: str, ending: str, tmp_path: Path) -> None:
    folder = written(form, tmp_path / "return")
    for path in list(folder.glob("*.csv")):
        path.rename(path.with_suffix(ending))
    assert sort([folder]).by_collection == {"sen2": [folder]}
    one = next(folder.glob("*requests*" if form == "blade" else "m2*"))
    assert sort([one]).by_collection == {"sen2": [one]}
    assert codes(read([folder], year=2025)) == []


def test_xml_cut_off_inside_its_first_tag_is_told_as_cut_off(tmp_path: Path) -> None:
    whole = xml(tmp_path / "sen2.xml", CASES).read_text("utf-8")
    for content in (whole[: whole.index("<Message") + 5], whole[: whole.index("<Collection>") + 8]):
        (tmp_path / "sen2.xml").write_text(content, encoding="utf-8")
        with pytest.raises(FileRefused, match="cut off"):
            read([tmp_path / "sen2.xml"])


def test_a_zip_archive_is_to_be_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "sen2.zip", "w") as archive:
        archive.write(xml(tmp_path / "sen2.xml", CASES), "sen2.xml")
    with pytest.raises(FileRefused, match="Unpack it"):
        read([tmp_path / "sen2.zip"])


def test_a_list_of_home_education_that_numbers_persons_is_no_module_1() -> None:
    headings = ("Person ID", "Surname", "Forename", "DOB", "UPN", "Start date", "End date")
    assert module(headings, "register") is None
    assert module(headings[:5], "EHE list") is None
    assert module(headings[:5], "m1") is not None


def test_the_files_of_other_collections_that_come_from_collect_are_not_sen2(tmp_path: Path) -> None:
    """The school census is numbered in the same way."""
    path = tmp_path / "2024_autumn_exclusions.csv"
    path.write_text(
        "pupilonrolltableid,NativeId,termlyexclusionsonrolltableid,termlyexclusionsonrollorderseqcolumn,sourceid\n"
        "1,1,1,1,1\n",
        encoding="utf-8",
    )
    assert not recognises(path)
