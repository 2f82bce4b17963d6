"""A memorandum in every form: recognised, read, and held against itself."""

import pytest

from riia.documents.check import check_file
from riia.documents.memoranda import Memorandum
from riia.documents.model import Finding, Kind, Reading
from tests.documents.papers import FORMS, Line, written


def _signatures(*, gap: bool = False, undated: bool = False) -> list[Line]:
    lines: list[Line] = []
    for number, council in enumerate(("Harwick County Council", "Ormsby Borough Council", "Tolland City Council")):
        lines.append(["Name of council", council])
        for office in ("Director of Children's Services", "Lead Member", "Chief Executive"):
            if gap and number == 1 and office == "Lead Member":
                continue
            day = "" if undated and number == 2 and office == "Chief Executive" else "12 March 2025"
            lines += [[office, f"Name {number}"], ["", f"Date {day}".strip()]]
        lines.append("")
    return lines


def _memorandum(*, faulty: bool) -> list[Line]:
    four = "four" if faulty else "three"
    return [
        "Memorandum of Understanding",
        "",
        "Northern Improvement Alliance 2025-27",
        "",
        "1. Introduction",
        "",
        f"1.1 This Memorandum of Understanding is between the three councils. It has the following {four} aims:",
        "",
        "- to share what works;",
        "- to find risks early;",
        "- to help each other.",
        "",
        "1.3 It is not a contract." if faulty else "1.2 It is not a contract.",
        "",
        "2. Working together",
        "",
        "2.1 Each director commits to:",
        "",
        "a) Lead a peer challenge.",
        "b) Share data every quarter.",
        "- Attend the groups." if faulty else "c) Attend the groups.",
        "d) Support others.",
        "",
        "3. Term",
        "",
        f"3.1 This Memorandum commences on {'1 March' if faulty else '1 April'} 2025 and is reviewed in March 2027.",
        "",
        "4. Signatories",
        "",
        *_signatures(gap=faulty, undated=faulty),
    ]


def _read(form: str, *, faulty: bool) -> Reading:
    return check_file(written(_memorandum(faulty=faulty), form), f"mou.{form}")


def _said(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(one.code, one.message) for one in findings}


@pytest.mark.parametrize("form", FORMS)
def test_every_fault_is_found_in_every_form(form: str) -> None:
    reading = _read(form, faulty=True)
    assert reading.kind is Kind.MEMORANDUM
    assert _said(reading.findings) == {
        ("COUNT-LIST", "It says four aims and lists 3 items."),
        ("NUMBER-MISSING", "1.2 is missing before 1.3."),
        ("NUMBER-LOST", "An item under 2.1 has no letter, though the list is lettered: c is lost."),
        (
            "MOU-COMMENCEMENT",
            "It begins on 1 March 2025, and the last signature is of 12 March 2025.",
        ),
        (
            "MOU-SIGNATURE",
            "Ormsby Borough Council has no signature of its Lead Member, unlike the other parties.",
        ),
        ("MOU-SIGNATURE", "The signature of the Chief Executive of Tolland City Council has no date."),
    }
    assert all(one.where.line for one in reading.findings)


@pytest.mark.parametrize("form", FORMS)
def test_a_clean_twin_gives_no_finding_and_is_understood(form: str) -> None:
    reading = _read(form, faulty=False)
    assert reading.findings == ()
    held = reading.structure
    assert isinstance(held, Memorandum)
    assert held.parties == ("Harwick County Council", "Ormsby Borough Council", "Tolland City Council")
    assert len(held.signatures) == 9
    assert {clause.number for clause in held.clauses} >= {"1.1", "1.2", "2.1(c)", "3.1"}
    said = {one.name: one.value for one in reading.understood}
    assert (said["begins"], said["last signature"]) == ("1 April 2025", "12 March 2025")


def test_findings_stand_at_the_line_of_the_clause() -> None:
    reading = _read("txt", faulty=True)
    places = {one.code: str(one.where) for one in reading.findings}
    assert places["COUNT-LIST"] == "line 7, 1.1"
    assert places["NUMBER-MISSING"] == "line 13, 1.3"


def test_many_missing_signatures_are_told_as_one() -> None:
    lines = _memorandum(faulty=False)
    kept = [line for line in lines if not (isinstance(line, list) and line[1] == "Date 12 March 2025")]
    dated = [*kept, *_signatures(), *_signatures()]
    signatures = [one for one in check_file(written(dated, "txt"), "a.txt").findings if one.code == "MOU-SIGNATURE"]
    assert len(signatures) < 2
