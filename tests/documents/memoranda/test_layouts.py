"""Memoranda of other regions, made up in layouts of other kinds: what is read, what is found, and what is not.

Each text has faults put in on purpose. The findings must be those and no others: a finding that is none costs trust.
"""

import random

import pytest

from riia.documents.memoranda.clauses import LONGEST_NUMBER, read_clauses
from riia.documents.memoranda.counts import count_findings
from riia.documents.memoranda.numbering import numbering_findings
from riia.documents.memoranda.signature_pages import read_signatures

LEGAL = """This Memorandum of Understanding is made on the 3rd day of May 2023

BETWEEN:

(1) Harwick County Council of County Hall, Harwick;
(2) Ormsby Borough Council; and
(3) Tolland City Council

BACKGROUND

(A) The Councils wish to co-operate.
(B) The Councils will share data.

1. DEFINITIONS

1.1 In this Memorandum:

"Board" means the board described in clause 4;
"Data" means the data listed in Schedule 2.

1.2 References to clauses are to clauses of this Memorandum.

3. WHAT THE COUNCILS WILL DO

3.1 Each Council shall:
(a) submit its data within twenty working days;
(b) take part in a challenge, which:
(i) is led by a director;
(ii) lasts three days; and
(iii) ends with a report;
(c) release colleagues; and
(e) attend meetings.

3.2 The Councils agree the following three priorities:
(a) permanence;
(b) early help;
(c) workforce; and
(d) inclusion.

SCHEDULE 1

SIGNATORIES

| Council | Office | Name | Signature | Date |
|---|---|---|---|---|
| Harwick County Council | Director of Children's Services | A. Able | (signed) | 3 May, 2023 |
| Harwick County Council | Cabinet Member | B. Baker | (signed) | 03-05-23 |
| Ormsby Borough Council | Chief Executive | F. Ford | | |
| Vale Health Trust | Chief Executive | M. Moss | (signed) | the 8th day of May 2023 |

SCHEDULE 2

1. Contacts
2. Referrals
4. Plans
"""
NAMED = """Coastal Alliance: Partnership Agreement 2024-2027
Page 1 of 2

Section 1: Purpose
This agreement sets out how the seven member authorities work together. The members are Averton, Brill, Cawdon and Dell.

Section 2: Principles
We work by three principles:
• Openness
Coastal Alliance: Partnership Agreement 2024-2027
Page 2 of 2
• Trust
• Challenge

Section 4: Roles
4.1 The co-ordinator:
  a. prepares meetings
  b.

  keeps the plan
4.2 Each member will:
4.2.1 name a lead;
4.2.3 return data.

Averton Council
Director of Children's Services: ............ Date: 12 March 2024
Cabinet Member for Children: ............ Date:
Signed for and on behalf of Brill Borough Council
By: ..............
Name: Q Quy
Title: Chief Executive
Date: 13/13/24
"""
TABBED = """Introduction

1\tThe alliance covers four local authorities.
2\tParties meet at least six times a year.
3\tSuccess is judged against six measures:
\t(a)\ttimeliness
\t(b)\tstability
5\tEach party will:
\t–\tkeep to timetables
\t–\trovide information

Party\tName\tPosition\tSignature\tDate
Kelham MBC\tP Quill\tDCS\tP Quill\t1/9/23
Kelham MBC\tR Stone\tLead Member\t\t
Marlow City Council\tT Upton\tChief Executive\tT Upton\t30/02/2023

Annex A

A1\tChildren in need
A3\tChildren looked after
"""
LETTERED = """PART A – THE AGREEMENT

A. Background
The four councils of the region (Alston, Barlow, Corby Vale and Denholm) have worked together since 2016.

B. What we agree
1. To be open.
2. To offer support, including:
   (i) peer review;
   (ii) mentoring.

D. Governance
1. The board consists of five people:
   a) the lead director
   b) the lead member

PART B – DATA SHARING

1. Legal basis. The parties rely on public task.
2. The parties follow the six Caldicott principles and the two rules below:
   (a) minimum necessary
   (a) named users only

Council\tDCS\tLead Member\tChief Executive
Alston Council\t1.10.24\t2.10.24\t
"""


def found(text: str) -> list[tuple[str, str]]:
    clauses = read_clauses(text)
    return [(one.code, one.where) for one in (*numbering_findings(clauses), *count_findings(clauses))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            LEGAL,
            [
                ("number-missing", "3"),
                ("letter-missing", "3.1(e)"),
                ("number-missing", "Schedule 2, 4"),
                ("count-differs", "3.2"),
            ],
        ),
        (
            NAMED,
            [("number-missing", "4"), ("number-missing", "4.2.3"), ("count-differs", "paragraph 1")],
        ),
        (
            TABBED,
            [
                ("number-missing", "5"),
                ("beginning-lost", "5(2)"),
                ("item-number-missing", "Annex A(A3)"),
                ("count-differs", "3"),
            ],
        ),
        (
            "3. Aims\nEach party commits to the following six commitments:\n3.1 Submit data\n3.2 Release staff\n",
            [("count-differs", "paragraph 1")],
        ),
        (
            LETTERED,
            [("number-missing", "D"), ("letter-repeated", "Part B, 2(a) again"), ("count-differs", "D, 1")],
        ),
    ],
)
def test_the_faults_that_are_there_and_no_others(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            LEGAL,
            [
                ("Harwick County Council", "dcs", "3 May, 2023"),
                ("Harwick County Council", "lead-member", "03-05-23"),
                ("Ormsby Borough Council", "chief-executive", ""),
                ("Vale Health Trust", "chief-executive", "the 8th day of May 2023"),
            ],
        ),
        (
            NAMED,
            [
                ("Averton Council", "dcs", "12 March 2024"),
                ("Averton Council", "lead-member", ""),
                ("Brill Borough Council", "chief-executive", "13/13/24"),
            ],
        ),
        (
            TABBED,
            [
                ("Kelham MBC", "dcs", "1/9/23"),
                ("Kelham MBC", "lead-member", ""),
                ("Marlow City Council", "chief-executive", "30/02/2023"),
            ],
        ),
        (
            LETTERED,
            [
                ("Alston Council", "dcs", "1.10.24"),
                ("Alston Council", "lead-member", "2.10.24"),
                ("Alston Council", "chief-executive", ""),
            ],
        ),
        (
            "Pickering Council\tQuarndon Council\nDirector: signed 5.10.22\tDirector: not signed\n",
            [("Pickering Council", "dcs", "5.10.22"), ("Quarndon Council", "dcs", "")],
        ),
        (
            "For Ash Council:\nName ........ Director of Children's Services   Date 1 March 2025\n"
            "Name ........ Chief Executive   Date\n",
            [("Ash Council", "dcs", "1 March 2025"), ("Ash Council", "chief-executive", "")],
        ),
        ("1. The director of children's services of each council chairs the board.\n2. Signed copies are kept.\n", []),
    ],
)
def test_signatures_as_printed(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(one.party, one.office, one.written) for one in read_signatures(text)] == expected


def test_lists_within_lists_and_schedules_are_called_after_what_they_are_in() -> None:
    read = {one.number: one for one in read_clauses(LEGAL)}
    assert (read["3.1(b)(ii)"].under, read["3.1(b)(ii)"].printed) == ("3.1(b)", "ii")
    assert (read["Schedule 1"].text, read["Schedule 2, 2"].text) == ("SIGNATORIES", "Referrals")
    assert read["paragraph 3(B)"].text == "The Councils will share data."
    assert not any("Able" in one.text or "|" in one.text for one in read.values())


@pytest.mark.parametrize(
    "text",
    [
        "1.1 Section 3 sets out these arrangements:\na) meetings\nb) reports",
        "1.1 Members choose at least two of the following options:\n- training\n- coaching\n- mentoring",
        "1.1 In its first three years the alliance has two themes:\n- neglect\n- exploitation",
        "1.1 The four members are Bath and North East Somerset, Bristol, Gloucestershire and Swindon.",
        "1.1 Three bodies (Bournemouth, Christchurch and Poole, Dorset and Hampshire) take part.",
        "1.1 Leaving takes:\n(a) notice; or\n(b) consent.\n\nIn either case:\n\n(c) nothing is paid back.",
        "1.1 Pupils aged 5 to 16 in these settings:\n- schools\n- homes\n- units",
        "1.1 Follow one of three routes:\n- A\n- B\n- C",
        "1.1 Each:\n- Plans ahead\n- Shares data\n- Meets others\n- data is kept",
        "A. Able chairs.\n\n1. First\n2. Second",
        "1. One\n2. Two\nSee clause\n3 working days after.",
        "Part 1: A\n1. One\n2. Two\nPart 2: B\n3. Three\n4. Four",
        "1.1 The two parties have agreed the following terms:\n- A\n- B\n- C",
        "1.1 The four councils share a vision:\n- A\n- B\n- C",
        "Contents\n1. One ........ 2\n2. Two ........ 3\n\n1. One\n\n2. Two\n2.1 More",
        "3 Aims\nThe three aims are:\n3.1 A\n3.2 B\n3.3 C",
    ],
)
def test_what_is_no_fault(text: str) -> None:
    assert found(text) == []


def test_any_text_is_read_and_every_clause_is_called_once() -> None:
    pieces = (
        "1. ", "1.1 ", "(a) ", "i) ", "• ", "A. ", "II. ", "Schedule 1", "Three things:", "\t", "| a | b |", "Date:",
        "Derby Council", "Chief Executive", "\n", "\n\n", "3 May 2023", "o\t", "(A) ", "A1\t", "1.01 ", "0. ",
    )  # fmt: skip
    chosen = random.Random(5)
    for _ in range(150):
        text = "".join(chosen.choice(pieces) + chosen.choice(("", "\n", "text ")) for _ in range(chosen.randint(1, 50)))
        clauses = read_clauses(text)
        numbering_findings(clauses)
        count_findings(clauses)
        read_signatures(text)
        numbers = [one.number for one in clauses]
        assert len(set(numbers)) == len(numbers)
        assert all(len(number) <= LONGEST_NUMBER for number in numbers)
        assert all(not one.under or one.under in numbers[:place] for place, one in enumerate(clauses))
