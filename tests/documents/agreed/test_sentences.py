"""What sentences say of amounts, shares, counts, laws and words: silent where it comes out, told where it does not."""

import pytest

from riia.documents.agreed.checking import findings
from riia.documents.model import Finding, Kind
from riia.documents.readers import read_document


def told(text: str) -> list[Finding]:
    return list(findings(read_document(text.encode(), "paper.txt"), Kind.UNKNOWN, {}))


@pytest.mark.parametrize(
    ("text", "right", "wrong", "says"),
    [
        (
            "It pays for 12 beds for 26 weeks at £412.50 a week, which comes to {}.",
            "£128,700",
            "£128,500",
            "12 × 26 × £412.50",
        ),
        ("An adviser works 18 days at £575 a day, at a cost of {}.", "£10,350", "£10,530", "18 × £575 = £10,350"),
        (
            "Each gets the same, £14,250.00. For fourteen authorities that makes {}.",
            "£199,500",
            "£195,900",
            "14 × £14,250",
        ),
        (
            "Each region has £82,000. London has a weighting of 14%, which makes {}.",
            "£93,480",
            "£93,840",
            "14% more = £93,480",
        ),
        ("The fees of £124,000 and the grant of £206,000 give a budget of {}.", "£330,000", "£350,000", "= £330,000"),
        ("There is {} for a team of four staff at £65,000 each.", "£260,000", "£325,000", "4 × £65,000 = £260,000"),
        ("It costs £198,000 a year. Each of four pays a quarter, {} a year.", "£49,500", "£45,900", "= £49,500"),
        (
            "A grant of £640,000 is made. Up to 5% of the grant ({}) is for administration.",
            "£32,000",
            "£23,000",
            "is £32,000",
        ),
        (
            "It costs {}: £171,000 for staff, £18,500 for licences and £8,500 for travel.",
            "£198,000",
            "£189,000",
            "= £198,000",
        ),
    ],
)
def test_an_amount_that_its_sentence_does_not_give(text: str, right: str, wrong: str, says: str) -> None:
    assert told(text.format(right)) == []
    (found,) = told(text.format(wrong))
    assert found.code in ("SUM-WRONG", "SUM-OF-LIST")
    assert says in found.message


@pytest.mark.parametrize(
    "text",
    [
        "Councils pay £5,000 and the host pays £12,000, which is a total of £17,000.",
        "The programme cost £1,200,000 in 2023-24 and about £1,300,000 in 2024-25.",
        "Spending fell from £420,000 to £380,000, and staff from nine to eight.",
        "Rates rose by 4% in 2023 and by 6% in 2024, and attendance was 92% and 94%.",
        "The grant is £250,000 for two years. The second year is subject to review.",
    ],
)
def test_amounts_that_have_nothing_to_do_with_each_other(text: str) -> None:
    assert told(text) == []


LIST = """The grant is £640,000.

It is made up of:
- £260,000 for a team;
- £180,000 for training;
- £150,000 for two homes;
- £50,000 for evaluation.
"""


def test_a_list_that_does_not_make_its_whole() -> None:
    assert told(LIST) == []
    (found,) = told(LIST.replace("£150,000", "£105,000"))
    assert found.code == "SUM-OF-LIST"
    assert "= £595,000, but £640,000 is stated" in found.message


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("60% is paid in May and 40% in June.", "60% is paid in May and 50% in June.", "= 110%"),
        ("Time is split between practice (34%), data (33%) and staff (33%).",
         "Time is split between practice (33%), data (33%) and staff (33%).", "= 99%"),
    ],
)  # fmt: skip
def test_shares_of_a_sentence(right: str, wrong: str, says: str) -> None:
    assert told(right) == []
    (found,) = told(wrong)
    assert found.code == "SHARES-TOTAL"
    assert says in found.message


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        (
            "There are three priorities: permanence, early help and workforce.",
            "There are four priorities: permanence, early help and workforce.",
            "four priorities, and 3 are named",
        ),
        (
            "We pay in two instalments, on 1 May 2025 and 3 November 2025.",
            "We pay in three instalments, on 1 May 2025 and 3 November 2025.",
            "2 times are given",
        ),
        (
            "It is paid in two instalments: 60% in May and 40% in June.",
            "It is paid in three instalments: 60% in May and 40% in June.",
            "2 shares are given",
        ),
        (
            "We look for 60 families: 15 in Bedford, 27 in Luton and 18 in Corby.",
            "We look for 66 families: 15 in Bedford, 27 in Luton and 18 in Corby.",
            "15 + 27 + 18 are 60",
        ),
    ],
)
def test_a_count_of_what_the_sentence_lists(right: str, wrong: str, says: str) -> None:
    assert told(right) == []
    (found,) = told(wrong)
    assert found.code == "COUNT-LIST"
    assert says in found.message


@pytest.mark.parametrize(
    ("law", "says"),
    [
        ("the Data Protection Act 1988", "There is no Data Protection Act 1988"),
        ("section 331 of the Local Government Act 2003", "has 129 sections"),
        ("section 31 of the Local Government Act 2013", "There is no Local Government Act 2013"),
        ("the Children Act 1998", "There is no Children Act 1998"),
    ],
)
def test_laws_that_do_not_exist(law: str, says: str) -> None:
    (found,) = told(f"The councils act under {law} and follow it.")
    assert found.code == "LAW-UNKNOWN"
    assert says in found.message


@pytest.mark.parametrize(
    "law",
    ["section 10 of the Children Act 2004", "the Data Protection Act 2018", "the Data Protection Act 1998",
     "section 111 of the Local Government Act 1972", "the Child Care Act 1980", "the Equality Act 2010"],
)  # fmt: skip
def test_laws_that_exist(law: str) -> None:
    assert told(f"The councils act under {law} and follow it.") == []


RATES = """Each authority receives £310 for every child.

Authority\tChildren\tFor children
Leeds City Council\t100\t£31,000
Bradford Council\t120\t£37,200
Wigan Council\t90\t£27,900
"""


def test_a_rate_of_the_text_against_that_of_the_table() -> None:
    assert told(RATES) == []
    (found,) = told(RATES.replace("£310", "£301"))
    assert found.code == "SUM-DIFFERS"
    assert "most rows of the table £310" in found.message
