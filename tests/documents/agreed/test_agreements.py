"""One agreement in a layout of its own, right as it stands, and one slip at a time."""

import pytest

from riia.documents.agreed.checking import findings
from riia.documents.check import check_file
from riia.documents.model import Finding, Kind
from riia.documents.readers import read_document
from riia.documents.text.passages import vocabulary

TEXT = """West Marches: how we work together 2024-2027
A partnership agreement between five councils

Who we are

We are Shropshire Council, Telford & Wrekin Council, Herefordshire Council, Worcestershire County Council and \
Warwickshire County Council. Worcestershire County Council acts as lead authority.

What this agreement is for

This agreement says how our five councils support each other. It starts on 1 September 2024 and runs until 31 August \
2027. It takes the place of the agreement signed in July 2021.

How we meet

Our directors meet every two months. The steering group has one seat for each council and meets every month. Four \
members make a quorum.

What each of us brings

Together we put £175,000 a year into a shared fund. Each council pays £35,000 a year.

Over three years this comes to £525,000.

Data

Figures are sent to the lead authority within fifteen working days of the end of each quarter. The lead authority \
shares a dashboard with all five councils. We keep the figures for three years.

Leaving

A council that wants to leave gives the others six months' notice.

Names

Shropshire Council: signed by Tanya Moss, Director of Children's Services, 12 August 2024
Telford & Wrekin Council: signed by Jo Frith, Director of Children's Services, 13 August 2024
Herefordshire Council: signed by Tim Oakes, Director of Children's Services, 13 August 2024
Worcestershire County Council: signed by Ros Bell, Director of Children's Services, 15 August 2024
Warwickshire County Council: signed by Neil Hart, Director of Children's Services, 16 August 2024
"""


def told(text: str) -> list[Finding]:
    document = read_document(text.encode(), "agreement.txt")
    return list(findings(document, Kind.MEMORANDUM, vocabulary(document)))


def test_nothing_is_found_in_it_as_it_stands() -> None:
    assert [one.message for one in told(TEXT)] == []


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("agreement between five councils", "agreement between six councils", "5 are named"),
        ("dashboard with all five councils", "dashboard with all four councils", "5 are named"),
        ("runs until 31 August 2027", "runs until 31 August 2026", "2024-2027"),
        ("signed in July 2021", "signed in July 2025", "July 2025"),
        ("Our directors meet every two months.", "Our directors meet every two months. Our directors meet monthly.",
         "monthly"),
        ("Four members make", "Nine members make", "only 5"),
        ("put £175,000", "put £185,000", "5 × £35,000 = £175,000"),
        ("this comes to £525,000", "this comes to £552,000", "£525,000"),
        ("the figures for three years", "the figures for three years. The figures are deleted after six years",
         "six years"),
        ("gives the others six months' notice", "gives six months' notice. To leave, three months' notice is enough",
         "three months"),
        ("County Council acts as lead", "County Council helps. Staffordshire County Council acts as lead",
         "Staffordshire"),
        ("Herefordshire Council: signed by Tim Oakes, Director of Children's Services, 13 August 2024\n", "",
         "Herefordshire Council"),
        ("Warwickshire County Council: signed", "Staffordshire County Council: signed", "Staffordshire County Council"),
        ("Figures are sent", "Figu res are sent", "Figures"),
        ("support each other", "supp0rt each other", "support"),
    ],
)  # fmt: skip
def test_one_slip_is_told(right: str, wrong: str, says: str) -> None:
    assert TEXT.count(right) == 1
    found = told(TEXT.replace(right, wrong))
    assert any(says in one.message for one in found), [one.message for one in found]
    assert len({one.code for one in found}) <= 2, [one.message for one in found]


@pytest.mark.parametrize(
    ("line", "code", "written"),
    [
        ("The first share will be paid on Saturday 30 August 2025.", "DATE-WEEKEND", "Saturday 30 August 2025"),
        ("The steering group will first meet on 13 October 2024.", "DATE-WEEKEND", "13 October 2024"),
        ("The first share will be paid on Friday 29 August 2025.", "", ""),
        ("We share lnformation about early help.", "SCAN-MISREAD", "lnformation"),
        ("We share information about early help.", "", ""),
        ("We review this agreement by 30 June 2024.", "TERM-OUTSIDE", "30 June 2024"),
        ("We review this agreement by 30 June 2025.", "", ""),
    ],
)
def test_one_more_line_and_what_is_told_of_it(line: str, code: str, written: str) -> None:
    found = [(one.code, one.as_written) for one in told(TEXT.replace("\n\nNames\n", f"\n\n{line}\n\nNames\n"))]
    assert found == ([(code, written)] if code else [])


def test_items_are_counted_in_the_schedule_that_is_named() -> None:
    lines = ["Data sharing agreement", "1. Purpose", "1.1 The data is used for no other purpose. The {} data items are "
             "listed in Schedule 1.", "2. Leaving", "2.1 A party may leave.", "Schedule 1: data items", "1. Number of "
             "plans", "2. Number of visits", "3. Number of moves"]  # fmt: skip
    for said, many in (("three", 0), ("two", 1)):
        text = "\n\n".join(lines).format(said)
        found = check_file(text.encode(), "agreement.txt", Kind.MEMORANDUM).findings
        assert len([one for one in found if one.code == "COUNT-LIST"]) == many
