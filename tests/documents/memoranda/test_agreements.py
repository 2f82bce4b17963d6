"""Agreements in several hands: silent where everything comes out, and one fault of each kind told where it stands."""

from collections.abc import Sequence
from functools import cache

import pytest

from riia.documents.memoranda import read
from riia.documents.model import Finding
from riia.documents.readers import read_document
from tests.documents.papers import FORMS, Line, written

HUB: tuple[Line, ...] = (
    "THIS PARTNERSHIP AGREEMENT is dated 18 June 2024",
    "",
    "BETWEEN:",
    "",
    '(1) DURHAM COUNTY COUNCIL of County Hall, Durham DH1 5UL ("Durham");',
    '(2) GATESHEAD METROPOLITAN BOROUGH COUNCIL of the Civic Centre, Gateshead NE8 1HH ("Gateshead");',
    '(3) SOUTH TYNESIDE COUNCIL of the Town Hall, South Shields NE33 2RL ("South Tyneside"); and',
    '(4) SUNDERLAND CITY COUNCIL of City Hall, Sunderland SR1 3AA ("Sunderland").',
    "",
    "They are councils of the North East.",
    "",
    "1. DEFINITIONS",
    "",
    '1.1 "Hub" means the shared team that recruits foster carers.',
    "",
    '1.2 "Host" means Gateshead.',
    "",
    '1.3 "Annual Budget" means the amount set out in Schedule 1.',
    "",
    "2. TERM",
    "",
    "2.1 This Agreement commences on 1 July 2024 and ends on 30 June 2027. It is a three-year agreement.",
    "",
    "2.2 The councils review this Agreement by 29 January 2027, as clause 4 (Leaving) allows.",
    "",
    "2.3 The four councils act under section 111 of the Local Government Act 1972 and the Data Protection Act 2018.",
    "",
    "3. MONEY",
    "",
    "3.1 The Annual Budget in the first year is shared by the Host as follows:",
    "",
    ("Council", "Share", "First year", "Second year"),
    ("Durham", "40%", "£74,560.00", "£76,051.20"),
    ("Gateshead", "22%", "£41,008.00", "£41,828.16"),
    ("South Tyneside", "15%", "£27,960.00", "£28,519.20"),
    ("Sunderland", "23%", "£42,872.00", "£43,729.44"),
    ("Total", "100%", "£186,400.00", "£190,128.00"),
    "",
    "3.2 Two officers of the Hub are employed at £38,200 each, £76,400 in total.",
    "",
    "3.3 A grant of £6,480 is divided equally between the four councils: £1,620 each.",
    "",
    "3.4 A reserve of 12% of £54,000, which is £6,480, is kept.",
    "",
    "3.5 The Hub has a fund of £40,000, made up of £25,000 from Durham and £15,000 from Gateshead.",
    "",
    "4. LEAVING",
    "",
    "4.1 A council may leave by giving six months' written notice.",
    "",
    "4.2 The Hub keeps enquiries for six years.",
    "",
    "4.3 Gateshead hosts the Hub.",
    "",
    "4.4 A data breach is told to all within 24 hours.",
    "",
    "4.5 The board of the Hub meets quarterly, and three members must be present for a decision.",
    "",
    "SIGNATURES",
    "",
    ("Council", "Name", "Date"),
    ("Durham County Council", "A. Featherstone", "18 June 2024"),
    ("Gateshead Metropolitan Borough Council", "B. Ridley", "18 June 2024"),
    ("South Tyneside Council", "C. Ali", "17 June 2024"),
    ("Sunderland City Council", "D. Marsden", "18 June 2024"),
    "",
    "SCHEDULE 1: THE ANNUAL BUDGET",
    "",
    "The Annual Budget pays for staff, premises and systems.",
)
ADDED = "4.6 "
"""A clause that a fault adds stands after the others."""


def changed(lines: Sequence[Line], right: str, wrong: str) -> list[Line]:
    """The lines with other words; a right that is blank adds a clause."""
    if not right:
        at = list(lines).index("SIGNATURES")
        return [*lines[:at], ADDED + wrong, "", *lines[at:]]
    return [
        line.replace(right, wrong) if isinstance(line, str) else [cell.replace(right, wrong) for cell in line]
        for line in lines
    ]


def found(lines: Sequence[Line], form: str = "txt") -> tuple[Finding, ...]:
    return read(read_document(written(lines, form), f"agreement.{form}")).findings


@pytest.mark.parametrize("form", FORMS)
def test_an_agreement_that_comes_out_has_no_findings(form: str) -> None:
    assert [(one.code, one.message) for one in found(HUB, form)] == []


@cache
def _faulty(right: str, wrong: str, form: str) -> tuple[Finding, ...]:
    assert not right or any(right in "\t".join(line if isinstance(line, tuple) else [line]) for line in HUB)
    return found(changed(HUB, right, wrong), form)


FAULTS = (
    ("(4) SUNDERLAND CITY COUNCIL", "(4) DURHAM COUNTY COUNCIL", "MOU-PARTY-TWICE", "twice"),
    ("(4) SUNDERLAND CITY COUNCIL", "(4) KENT COUNTY COUNCIL", "MOU-PARTY-REGION", "lies in South East"),
    ("The four councils act", "The five councils act", "COUNT-LIST", "5 councils, and 4 are named"),
    ("Sunderland City Council", "Leeds City Council", "MOU-SIGNATURE", "nobody signs for it"),
    ("Sunderland City Council", "Leeds City Council", "MOU-STRANGER", "Leeds City Council signs"),
    ("£74,560.00", "£74,650.00", "MOU-TOTAL", "£90.00 less"),
    ("£190,128.00", "£190,182.00", "MOU-TOTAL", "£54.00 more"),
    ("23%", "24%", "MOU-SHARES", "add up to 101%"),
    ("£28,519.20", "€28,519.20", "MOU-CURRENCY", "the sign €"),
    ("£76,400", "£74,600", "MOU-RATE", "makes £76,400.00"),
    ("is £6,480", "is £6,840", "MOU-RATE", "12% of £54,000 is £6,480.00"),
    ("£1,620 each", "£1,260 each", "MOU-RATE", "£1,620.00 each"),
    ("£15,000 from", "£51,000 from", "MOU-TOTAL", "come to £76,000.00"),
    ("three-year", "two-year", "MOU-TERM", "36 months"),
    ("30 June 2027", "30 June 2023", "MOU-TERM", "ends before that"),
    ("29 January 2027", "28 January 2028", "MOU-DATE", "ends on 30 June 2027"),
    ("17 June 2024", "17 June 2042", "MOU-SIGNATURE", "dated 17 June 2042"),
    ("clause 4 (Leaving)", "clause 3 (Leaving)", "MOU-REFERENCE", "clause 3 is “MONEY”"),
    ("Local Government Act 1972", "Local Government Act 2003", "MOU-LAW", "of the Local Government Act 1972"),
    ("Data Protection Act 2018", "Data Protection Act 1988", "MOU-LAW", "There is no Data Protection Act 1988"),
    ("", 'The "Exit Fee" means what a council pays when it leaves.', "MOU-WORD-UNUSED", "“Exit Fee” is defined"),
    ("", "Disputes go to the Arbitration Panel.", "MOU-WORD-NOWHERE", "“Arbitration Panel”"),
    ("", '"Hub" means the office in Durham.', "MOU-WORD-TWICE", "“Hub” is defined twice"),
    ("", "Notice to leave is three months in writing.", "MOU-CONTRADICTION", "notice of leaving"),
    ("", "The Hub deletes enquiries after two years.", "MOU-CONTRADICTION", "how long it is kept"),
    ("", "Any breach is reported within 72 hours.", "MOU-CONTRADICTION", "how soon (a data breach, told)"),
    ("", "The board meets every month.", "MOU-CONTRADICTION", "how often (board: meet)"),
    ("", "The board is quorate when two members attend.", "MOU-CONTRADICTION", "how many must be present"),
    ("", "Durham is the host of the Hub.", "MOU-HOST", "two councils as host"),
    ("", "What they pay is set out at 3.9.", "REF-MISSING", "There is no 3.9"),
    ("", "The cost is shared by Durham (60%), Gateshead (25%) and Sunderland (25%).", "MOU-SHARES", "add up to 110%"),
    ("", "It replaces the agreement of May 2031.", "MOU-TERM", "May 2031"),
    ("", "It builds on the protocol of May 2031.", "MOU-DATE", "May 2031 as past"),
    ("", "The ground is a public task under Article 6(1)(f) of the UK GDPR.", "MOU-LAW", "it cites (f)"),
)  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "code", "says"), FAULTS)
def test_a_fault_is_told(right: str, wrong: str, code: str, says: str) -> None:
    told = _faulty(right, wrong, "txt")
    assert any(one.code == code and says in one.message for one in told), [(one.code, one.message) for one in told]
    assert all(one.where.line for one in told)


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_faults_are_told_in_every_form(form: str) -> None:
    lines: Sequence[Line] = HUB
    some = [fault for fault in FAULTS if fault[3] in ("£90.00 less", "makes £76,400.00", "notice of leaving")]
    for right, wrong, _, _ in some:
        lines = changed(lines, right, wrong)
    told = found(lines, form)
    assert {code for _, _, code, _ in some} == {one.code for one in told}


@pytest.mark.parametrize(
    "clause",
    [
        "Where the Host leaves, it gives twelve months' notice.",
        "A meeting is called with seven days' notice.",
        "Complaints are kept for two years.",
        "It is deleted 24 months after it is received.",
        "The steering group meets every month.",
        "In 2025-26 Durham hosts the Hub.",
        "Up to 30% of staff and 20% of managers work in the Hub.",
        "The Head of the Hub may spend up to £5,000 a year, at 4 days for each council.",
        "The two councils concerned settle a dispute.",
        "The Children Act 1989 and the Children Act 2004 apply.",
        "Each council sends figures for the year to 31 March.",
        "It was approved in May 2024.",
    ],
)
def test_what_may_be_so_is_no_fault(clause: str) -> None:
    assert [(one.code, one.message) for one in found(changed(HUB, "", clause))] == []


ACADEMY: tuple[Line, ...] = (
    "Memorandum of Understanding for a Workforce Academy",
    "",
    "1.1 This memorandum is between the five West Midlands authorities in the table.",
    ("Authority", "Contact"),
    ("Coventry City Council", "Amy Lane"),
    ("Dudley Metropolitan Borough Council", "Bob Field"),
    ("Sandwell Metropolitan Borough Council", "Cyd Marsh"),
    ("Solihull Metropolitan Borough Council", "Don Hill"),
    ("Warwickshire County Council", "Eva Brook"),
    "",
    "1.2 The academy has these four courses:",
    ("No.", "Course"),
    ("1", "Induction"),
    ("2", "Practice"),
    ("3", "Supervision"),
    ("4", "Leadership"),
    "",
    "2.1 Contributions are set out below.",
    ("Authority", "Social workers", "Per head", "2025-26"),
    ("Coventry", "310", "£120.00", "£37,200.00"),
    ("Dudley", "245", "£120.00", "£29,400.00"),
    ("Sandwell", "280", "£120.00", "£33,600.00"),
    ("Solihull", "165", "£120.00", "£19,800.00"),
    ("Warwickshire", "260", "£120.00", "£31,200.00"),
    ("All authorities", "1,260", "", "£151,200.00"),
    "",
    "3.1 The memorandum lasts until 31 August 2028.",
)


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize(
    ("right", "wrong", "code", "says"),
    [
        ("Induction", "Beginnings", "", ""),
        ("five West", "six West", "COUNT-LIST", "says 6 authorities, and 5 are named"),
        ("these four", "these five", "COUNT-LIST", "the table after it has 4 rows"),
        ("£19,800.00", "£18,900.00", "MOU-ROW", "165 × £120.00 is £19,800.00"),
        ("1,260", "1,250", "MOU-TOTAL", "add up to 1,260"),
        ("£151,200.00", "£152,100.00", "MOU-TOTAL", "£900.00 more"),
    ],
)
def test_tables_are_added_up(right: str, wrong: str, code: str, says: str, form: str) -> None:
    told = [(one.code, one.message) for one in found(changed(ACADEMY, right, wrong), form)]
    assert [one for one, _ in told] == ([code] if code else []), told
    assert all(says in message for _, message in told)


def test_a_number_that_stands_twice_or_a_row_that_is_missing() -> None:
    twice = [["3", *line[1:]] if not isinstance(line, str) and line[0] == "4" else line for line in ACADEMY]
    assert [(one.code, one.where.row) for one in found(twice, "docx")] == [("NUMBER-REPEATED", 5)]
    without = [line for line in ACADEMY if isinstance(line, str) or line[0] != "Solihull"]
    assert {one.code for one in found(without, "docx")} == {"MOU-TOTAL", "MOU-SHARE-MISSING"}
