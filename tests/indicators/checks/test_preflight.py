"""Files in, report out: what files are taken for, what is refused, what is told once."""

from pathlib import Path

import pytest

from riia.indicators.checks.preflight import Report, preflight
from riia.indicators.checks.recognising import sort
from riia.indicators.model.findings import Severity

CENSUS = """<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>{year}</Year>
<ReferenceDate>{year}-03-31</ReferenceDate></CollectionDetails><Source><LEA>831</LEA></Source></Header><Children>
<Child><ChildIdentifiers><LAchildID>{child}</LAchildID><PersonBirthDate>2022-05-01</PersonBirthDate><Sex>F</Sex>
</ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI</Ethnicity><Disabilities><Disability>NONE</Disability>
</Disabilities></ChildCharacteristics><CINdetails><CINreferralDate>{referred}</CINreferralDate>
<ReferralSource>6</ReferralSource><PrimaryNeedCode>N1</PrimaryNeedCode>{more}<ReferralNFA>0</ReferralNFA></CINdetails>
</Child></Children></Message>"""


def census(
    path: Path, *, year: int = 2025, child: str = "A1", referred: str = "2024-06-03", closed: str | None = None
) -> Path:
    """A census of one child in good order, unless it was closed before it was referred."""
    more = f"<CINclosureDate>{closed}</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure>" if closed else ""
    path.write_text(CENSUS.format(year=year, child=child, referred=referred, more=more), encoding="utf-8")
    return path


def care_return(folder: Path) -> Path:
    """A 903 folder of two tables: a child whose care goes on nowhere."""
    folder.mkdir()
    header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,F,01/05/2015,WBRI,UN3,0,\n"
    heads = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    episode = "1,03/06/2024,S,C1,N1,U6,PR1,02/09/2024,X1,,,,\n"
    (folder / "header.csv").write_text(header, encoding="utf-8")
    (folder / "episodes.csv").write_text(heads + episode, encoding="utf-8")
    return folder


def codes(report: Report) -> set[str]:
    """Codes of the errors and warnings found."""
    return {finding.code for finding in report.findings if finding.severity is not Severity.NOTE}


def test_census_in_order(tmp_path: Path) -> None:
    """A file in order has no error and no warning, and every row is accounted for."""
    report = preflight([census(tmp_path / "cin.xml")])
    assert codes(report) == set()
    (file,) = report.files
    assert (file.collection, file.year, file.read, file.set_aside) == ("cin-census", 2025, 3, 0)
    assert report.made > 100


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("annex a.xlsx", b"", "is empty."),
        ("annex a.xlsx", b"PK\x03\x04 cut", "is damaged or cut short"),
        ("annex a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a password"),
        ("annex a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1Workbook", "Excel 97-2003"),
        ("annex a.xls", b"<html></html>", "is a web page"),
        ("cin.xml", b"<?xml version='1.0'?><!-- cut", "cut off"),
        ("sen2.xml", b"<?xml version='1.0'?><Mess", "cut off"),
        ("cin.xml", b"CHILD,DOB", "is not XML"),
        ("header.csv", b"CHILD,CHILD\n1,1\n", "is a heading twice"),
        ("header.csv", b"CHILD,DO", "ends within its heading"),
    ],
)
def test_a_damaged_file_is_told_as_such(name: str, content: bytes, rule: str, tmp_path: Path) -> None:
    """Named itself or lying in a folder among sound ones, and not passed over as no return."""
    path = tmp_path / name
    path.write_bytes(content)
    census(tmp_path / "sound.xml")
    for named in (path, tmp_path):
        report = preflight([named])
        (refusal,) = report.refusals
        assert refusal.name == name
        assert rule in refusal.problems[0].rule
        assert refusal.problems[0].remedy
        assert report.passed == ()


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("other.xml", b"<Massage/>", "begins with <Massage>, which is none"),
        ("other.xml", b"<Message><Header></Header></Message>", "no Children element"),
        ("other.csv", b"Colour,Size\nred,1\n", "is none of the files"),
        ("plans.csv", b",LAchildID,CINdetailsID,CPPID,CPPreviewDate\n0,a,1,1,2025-01-01\n", "read from its XML"),
        ("all.zip", b"PK\x03\x04", "is a zip archive."),
    ],
)
def test_a_sound_file_of_another_kind(name: str, content: bytes, rule: str, tmp_path: Path) -> None:
    """Refused when it was named, passed over in a folder."""
    path = tmp_path / name
    path.write_bytes(content)
    assert rule in preflight([path]).refusals[0].problems[0].rule
    census(tmp_path / "sound.xml")
    assert preflight([tmp_path]).passed == (name,)


def test_finding_has_its_place(tmp_path: Path) -> None:
    """A broken rule is one finding with file, table, column, row, value and child."""
    report = preflight([census(tmp_path / "cin.xml", closed="2024-05-01")])
    (finding,) = [one for one in report.findings if one.code == "CIN-203"]
    assert (finding.file, finding.table, finding.column, finding.count) == (
        "cin.xml",
        "CINdetails",
        "CINclosureDate",
        1,
    )
    (spot,) = finding.spots
    assert (spot.value, spot.child) == ("2024-05-01", "A1")
    assert spot.row > 1


def test_without_identifiers_only_rows_are_left(tmp_path: Path) -> None:
    """No child and no cell, in findings or refusals."""
    report = preflight([census(tmp_path / "cin.xml", child="SECRET", closed="2024-05-01")]).without_identifiers()
    assert all(not spot.child and not spot.value for one in report.findings for spot in one.spots)
    assert "SECRET" not in str(report)


def test_years_are_compared(tmp_path: Path) -> None:
    """A case that was open at the end of one census and is not in the next is told."""
    older = census(tmp_path / "older.xml", year=2024, referred="2024-02-01")
    newer = census(tmp_path / "newer.xml", child="B2")
    assert "CIN-903" in codes(preflight([newer, older]))
    whole = census(tmp_path / "newer.xml", referred="2024-02-01")
    assert "CIN-903" not in codes(preflight([older, whole]))


def test_a_year_of_choice(tmp_path: Path) -> None:
    """`year` counts in place of the file's own."""
    path = census(tmp_path / "cin.xml")
    assert "CIN-201" in codes(preflight([path], year=2024))


def test_one_refused_the_others_checked(tmp_path: Path) -> None:
    """A file that is cut off is refused with a reason; the others are checked all the same."""
    good = census(tmp_path / "good.xml")
    bad = tmp_path / "bad.xml"
    bad.write_text(good.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    strange = tmp_path / "letter.txt"
    strange.write_text("Dear all,\n", encoding="utf-8")
    report = preflight([good, bad, strange])
    assert {one.name for one in report.refusals} == {"bad.xml", "letter.txt"}
    assert all(problem.rule and problem.remedy for one in report.refusals for problem in one.problems)
    assert [file.name for file in report.files] == ["good.xml"]


def test_one_refused_in_a_folder(tmp_path: Path) -> None:
    """The other files of the folder are checked."""
    folder = care_return(tmp_path / "care")
    reviews = folder / "reviews.csv"
    reviews.write_bytes(b"CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/05/2015,03/06/2024,PN1\x00\x00\n")
    report = preflight([folder])
    assert [problem.table for one in report.refusals for problem in one.problems] == ["reviews.csv"]
    assert {Path(file.name).name for file in report.files} == {"header.csv", "episodes.csv"}
    assert "LAC-213" in codes(report)


def test_folder_of_everything(tmp_path: Path) -> None:
    """A folder is sorted by what its files hold; what is no return is passed over."""
    census(tmp_path / "cin.xml")
    care_return(tmp_path / "care")
    (tmp_path / "notes.docx").write_bytes(b"no return")
    found = sort([tmp_path])
    assert found.by_collection == {"cin-census": [tmp_path / "cin.xml"], "ssda903": [tmp_path / "care"]}
    report = preflight([tmp_path])
    assert report.passed == ("notes.docx",)
    assert {file.collection for file in report.files} == {"cin-census", "ssda903"}
    assert "LAC-213" in codes(report)


def test_another_workbook_beside_annex_a_is_passed_over(tmp_path: Path) -> None:
    """It is no part of the extract, and nothing is wrong with it."""
    import xlsxwriter

    for name, sheet, heading in (
        ("Annex A.xlsx", "List 3", ("Child Unique ID", "Date of referral")),
        ("budget.xlsx", "Budget", ("item", "cost")),
    ):
        with xlsxwriter.Workbook(tmp_path / name) as book:
            page = book.add_worksheet(sheet)
            page.write_row(0, 0, heading)
            page.write_row(1, 0, ("A1", "01/08/2024"))
    report = preflight([tmp_path])
    assert report.passed == ("budget.xlsx",)
    assert report.refusals == ()
    assert [file.name for file in report.files] == ["Annex A.xlsx"]


@pytest.mark.parametrize("name", ["~$annex a.xlsx", "desktop.ini", "Thumbs.db", ".~lock.cin.csv#", ".hidden.csv"])
@pytest.mark.parametrize("collection", [None, "cin-census"])
def test_what_only_lies_about_is_not_told(tmp_path: Path, name: str, collection: str | None) -> None:
    """Excel's mark of an open workbook, what Windows puts into folders, hidden files: also where --as says what."""
    census(tmp_path / "cin.xml")
    (tmp_path / name).write_bytes(b"\x05owner")
    report = preflight([tmp_path], collection=collection)
    assert report.passed == ()
    assert report.refusals == ()
    assert len(report.files) == 1


def test_check_that_lacks_a_column_is_not_made(tmp_path: Path) -> None:
    """It is told as not made, and is no finding."""
    folder = care_return(tmp_path / "care")
    header = folder / "header.csv"
    header.write_text("CHILD,SEX,DOB,ETHNIC\n1,F,01/05/2015,WBRI\n", encoding="utf-8")
    report = preflight([folder])
    lacking = {one.code: one.lacks for one in report.not_made}
    assert "UPN" in lacking["LAC-105"]
    assert lacking["LAC-421"] == "the table oc2"
    assert "LAC-105" not in codes(report)


def test_told_once(tmp_path: Path) -> None:
    """What a reader and a check both see is one finding."""
    path = tmp_path / "home.csv"
    path.write_text("Child ID,DOB,EHE start date,EHE end date\n1,01/05/2014,02/09/2024,01/05/2024\n", encoding="utf-8")
    found = [one.code for one in preflight([path]).findings]
    assert "EHE-101" in found
    assert "EHE-ORDER" not in found


def test_unreadable_is_not_blank(tmp_path: Path) -> None:
    """A date that does not exist is told once: the case has not lost its closure."""
    found = codes(preflight([census(tmp_path / "cin.xml", closed="2024-06-31")]))
    assert "READ-DATE" in found
    assert "CIN-206" not in found


@pytest.mark.parametrize("collection", ["cin-census", "annex-a", "ssda903", "sen2", "ehe"])
def test_wrong_file_for_the_collection_named(tmp_path: Path, collection: str) -> None:
    """Whatever a file is said to be, it is read as that or refused with a reason."""
    path = tmp_path / "letter.csv"
    path.write_text("Dear all\n", encoding="utf-8")
    report = preflight([path], collection=collection)
    assert not report.files
    assert report.refusals
