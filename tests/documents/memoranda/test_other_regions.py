"""What memoranda of other regions say of who, how many and how long: silent where it comes out, told where not."""

import pytest

from riia.documents.check import check_file

SIGNED = "\n\n".join(
    f"{council}\nDirector of Children's Services: A Name\nSignature: A Name\nDate: {day} May 2024"
    for council, day in (
        ("Durham County Council", 20),
        ("Gateshead Council", 21),
        ("Newcastle City Council", 22),
        ("Sunderland City Council", 23),
    )
)
TEXT = f"""MEMORANDUM OF UNDERSTANDING

Between Durham County Council, Gateshead Council, Newcastle City Council and Sunderland City Council (“the Partners”).

1. Background

1.1 The four Partners share figures on children's services.

1.2 This Memorandum of Understanding (MoU) replaces the MoU dated May 2022.

2. What is shared

2.1 The four items listed in Schedule A are shared every quarter.

2.2 This MoU begins on 1 June 2024 and ends on 31 May 2026, two years later.

3. Signatures

{SIGNED}

Schedule A: items shared

1. Referrals in the quarter
2. Children in need
3. Children with a plan
4. Children in care
"""


def found(text: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in check_file(text.encode(), "memorandum.txt").findings]


def test_a_memorandum_that_comes_out_has_no_findings() -> None:
    assert found(TEXT) == []


@pytest.mark.parametrize(
    ("right", "wrong", "code", "says"),
    [
        ("The four Partners", "The two Partners", "COUNT-LIST", "It says two Partners and lists 4"),
        ("The four items", "The six items", "COUNT-LIST", "It says six items in Schedule A and lists 4"),
        ("May 2022", "May 2025", "MOU-TERM", "It replaces what is dated May 2025"),
        ("31 May 2026", "31 May 2028", "MOU-TERM", "48 months"),
        ("31 May 2026, two years later", "31 May 2023", "MOU-TERM", "ends before that"),
        ("22 May 2024", "22 May 2042", "MOU-SIGNATURE", "more than a year from the others"),
        (
            "Gateshead Council\nDirector of Children's Services: A Name\nSignature: A Name",
            "Gateshead Council\nDirector of Children's Services: A Name\nSignature:",
            "MOU-SIGNATURE",
            "Nothing stands beside “Signature” for Gateshead Council",
        ),
    ],
)
def test_what_cannot_be_is_told(right: str, wrong: str, code: str, says: str) -> None:
    assert right in TEXT
    told = [message for known, message in found(TEXT.replace(right, wrong)) if known == code]
    assert any(says in message for message in told), told


LETTERED = """Memorandum of Understanding

This Memorandum is made between these two councils: Barnsley Council, Calderdale Council, Kirklees Council and \
City of York Council.

A. Purpose
A.1 The councils pay agency workers in a fair way.
A.2 The Memorandum is not a contract.
B. What the councils agree
B.1 Each council will keep to the rates.
B.3 Each council tells the others, as clause B.9 says and clause A.2 does not.
"""


def test_clauses_by_letter_and_figure() -> None:
    assert [message for _, message in found(LETTERED)] == [
        "B.2 is missing before B.3.",
        "It says two councils and lists 4 names.",
        "There is no clause B.9 in it.",
    ]
