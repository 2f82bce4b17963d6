"""Rules for any text: each finds its fault at its place, and is silent where there is none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.documents.check import check_file
from riia.documents.model import Finding, Kind
from tests.documents.papers import FORMS, written


def found(text: str, name: str = "a.txt") -> list[Finding]:
    return list(check_file(text.encode(), name, Kind.UNKNOWN).findings)


@pytest.mark.parametrize(
    ("text", "code", "as_written", "where"),
    [
        ("Plan\n\nBy 29 February 2026 publish.", "DATE-IMPOSSIBLE", "29 February 2026", "line 3"),
        ("By 31\tx\nApril 2025 it ends\ty", "DATE-IMPOSSIBLE", "31 April 2025", "line 1, column 1"),
        ("Reply by Monday 3 July 2025.", "DATE-WEEKDAY", "Monday 3 July 2025", "line 1"),
        ("Publish it by 28 February, at the latest.", "DATE-NO-YEAR", "28 February", "line 1"),
        ("Finish by Q3 2025.", "DATE-QUARTER", "Q3 2025", "line 1"),
        ("It runs from 1 May 2025 to 1 March 2025.", "DATE-ORDER", "1 May 2025 to 1 March 2025", "line 1"),
        ("Publish it by 31 January 2026.", "DATE-WEEKEND", "31 January 2026", "line 1"),
        ("The fee is £[redacted] a day.", "REDACTED", "[redacted]", "line 1"),
        ("Leeds\n\nDear ,\n\nThank you.", "REDACTED", "Dear ,", "line 3"),
        ("The lead is [insert name].", "NOT-FILLED-IN", "[insert name]", "line 1"),
        ("Chair\tTo be confirmed", "NOT-FILLED-IN", "To be confirmed", "line 1, column 2"),
        ("Workshops (details tbc)", "NOT-FILLED-IN", "tbc", "line 1"),
        ("They meet bi-monthly in Leeds.", "FREQUENCY-AMBIGUOUS", "bi-monthly", "line 1"),
        ("As set out in Annex C.\n\nAnnex A\n\nCouncils", "REF-MISSING", "Annex C", "line 1"),
        ("1. One\n2. Two\n3. Three: see section 9.", "REF-MISSING", "section 9", "line 3"),
        ("Total \ufffd1,600 is paid", "SCAN-LETTERS", "Total \ufffd1,600 is paid", "line 1"),
        ("It has the following three parts:\n- one\n- two", "COUNT-LIST", None, "line 1"),
    ],
)
def test_a_fault_is_found_at_its_place(text: str, code: str, as_written: str | None, where: str) -> None:
    (one,) = found(text)
    assert (one.code, str(one.where)) == (code, where)
    assert as_written is None or one.as_written == as_written
    assert one.message
    assert one.remedy


@pytest.mark.parametrize(
    "text",
    [
        "Leeds, Saturday 31 January 2026",
        "The letter of 31 January 2026 is a Saturday's.",
        "It is due by 27 February 2026 (Q4 2025/26).",
        "Figures are for years ending 31 March.",
        "It is reviewed by 31 March each year.",
        "By September and October 2025 all have met.",
        "See Annex A of the guidance, and section 31 of the Local Government Act 2003.",
        "Use section 47 enquiries.\n1. One\n2. Two\n3. Three",
        "As set out in Annex A.\n\nAnnex A: Payments",
        "1. One\n2. Two\n3. Three: see sections 1 and 2.",
        "Dear Colleague,",
        "The board meets biannually, and the review is biennial.",
        "They meet bi-monthly, that is every two months.",
        "At least three of the following parts:\n- one\n- two",
        "Cases opening in the period\nCases closing in the period",
        "1.1 Planning for young people with needs\n1.2 Training for young people with needs",
        "Cllr Sally Rowell of the council\nCllr Susie Rowell of the council",
        "some times and sometimes, over sight and oversight, work force and workforce",
        "Costs 2025-26\n\nLine\tQ2 (20%)\tQ3 (30%)\nPosts\t£4\t£6",
        "Plan 2025-26\n\nIn quarter 3 (October to December) the board meets, and by Q4 it reports.",
        "The terms of reference are to be agreed by the board.",
        "All of it is to be spent by 31 March 2024.",
        "Item\tValue\nFee\t£5\nRent\t£6\nCouncils\t9\nDays\t39\nBase\t£600",
        "Council\tBase\nDevon\t£100\nKent\t£200\nEssex\t£300",
    ],
)
def test_what_is_right_gives_no_finding(text: str) -> None:
    assert found(text) == []


def test_a_line_that_was_read_twice_gives_one_finding_and_no_other() -> None:
    text = (
        "\tPu 31 Novemher 2026, publlsh the flrst regional reqort and skare it\n"
        "\tBy 30 November 2026, publish the first regional report and share it\n"
        "\twith the directors of the region."
    )
    (one,) = found(text)
    assert (one.code, one.where.line) == ("SCAN-DUPLICATE", 1)
    assert one.evidence[0].where.line == 2


def test_a_word_that_was_cut_is_told_once() -> None:
    text = "In Decembe r 2025 we meet.\nIn December 2025 we write.\nEach December 2026 we rest, and in Decembe r 2027."
    (one,) = found(text)
    assert (one.code, one.as_written, len(one.evidence)) == ("SCAN-WORD", "Decembe r", 1)


def test_lines_that_lost_their_beginnings_are_told_as_one() -> None:
    whole = (
        "The programmes and resources of the diagnostics are including steering groups of programmes and resources\n"
    )
    text = (
        whole * 2 + "diagnostics including steering\n\n\tgrammes such as these\n\tources for all\n\tgnostics inform\n"
    )
    codes = [(one.code, one.where.line) for one in found(text)]
    assert codes == [("SCAN-CUT", 5)]


def test_amounts_that_lost_their_pound_sign_are_found_in_their_column() -> None:
    rows = [
        "Line Q2 Q3",
        "Posts £400 £600",
        "Events £0 03",
        "Travel 63 £30",
        "Books 0083 £1,200",
        "Rooms £5 £8",
        "All £9 £7",
    ]
    text = "\n".join(row.replace(" ", "\t") for row in rows)
    said = {(str(one.where), one.as_written): one.message for one in found(text) if one.code == "SCAN-AMOUNT"}
    assert set(said) == {("line 3, column 3", "03"), ("line 4, column 2", "63"), ("line 5, column 2", "0083")}
    assert "£800" in said["line 5, column 2", "0083"]


def test_a_deadline_on_a_weekend_is_told_once_with_its_other_places() -> None:
    (one,) = found("Publish by 31 January 2026.\n\nShare by 31 January 2026.")
    assert len(one.evidence) == 1
    assert "Friday 30 January 2026 or Monday 2 February 2026" in one.remedy


def test_quarters_are_read_by_the_basis_that_the_document_shows() -> None:
    assert found("Plan 2025-26\n\nBy 31 March 2026 (Q4) publish.\n\nMeet by end of Q4.") == []


_FAULTY = [
    "Partnership plan 2025-26",
    "",
    "The plan has the following four parts:",
    "- people",
    "- places",
    "- money",
    "",
    "All councils reply by Monday 3 July 2025, and the report is due by 31 November 2025.",
    "",
    "Payments are set out in Annex D.",
    "",
    ["Council", "Payment"],
    ["Devon", "£[redacted]"],
    ["Dorset", "£5"],
]
_CLEAN = [
    "Partnership plan 2025-26",
    "",
    "The plan has the following three parts:",
    "- people",
    "- places",
    "- money",
    "",
    "All councils reply by Thursday 3 July 2025, and the report is due by 28 November 2025.",
    "",
    "Payments are set out in Annex A.",
    "",
    "Annex A",
    "",
    ["Council", "Payment"],
    ["Devon", "£4"],
    ["Dorset", "£5"],
]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_faults_are_found_in_every_form(form: str) -> None:
    findings = check_file(written(_FAULTY, form), f"a.{form}", Kind.UNKNOWN).findings
    assert sorted((one.code, one.as_written) for one in findings if one.code != "COUNT-LIST") == [
        ("DATE-IMPOSSIBLE", "31 November 2025"),
        ("DATE-WEEKDAY", "Monday 3 July 2025"),
        ("REDACTED", "[redacted]"),
        ("REF-MISSING", "Annex D"),
    ]
    assert [one.message for one in findings if one.code == "COUNT-LIST"] == ["It says four parts and lists 3 items."]


@pytest.mark.parametrize("form", FORMS)
def test_a_clean_twin_gives_no_finding_in_any_form(form: str) -> None:
    assert check_file(written(_CLEAN, form), f"a.{form}", Kind.UNKNOWN).findings == ()


_WORDS = st.sampled_from(
    [
        *(
            "By",
            "31",
            "February",
            "2026",
            "Q3",
            "Annex",
            "B",
            "see",
            "section",
            "7",
            "£5",
            "£",
            "tbc",
            "\t",
            "\n",
            "\n\n",
        ),
        *(
            "-",
            "three",
            "parts:",
            "1.2",
            "Dear",
            ",",
            "(ABC)",
            "ABC",
            "Decembe r",
            "**x**",
            "bi-monthly",
            "\x0c",
            "[redacted]",
        ),
    ]
)


@settings(max_examples=60)
@given(st.lists(_WORDS, min_size=1, max_size=60))
def test_any_text_is_checked_and_its_findings_stand_in_it(words: list[str]) -> None:
    text = " ".join(words)
    if not text.strip():
        return
    reading = check_file(text.encode(), "a.txt", Kind.UNKNOWN)
    lines = {block.where.line for block in reading.document.blocks}
    assert all(one.where.line in lines for one in reading.findings)
    assert len({(one.code, one.where, one.as_written) for one in reading.findings}) == len(reading.findings)
