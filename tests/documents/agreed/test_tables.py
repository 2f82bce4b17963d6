"""Tables that come out are left alone; a slip of one cell is told once, where it stands."""

import pytest

from riia.documents.agreed.checking import findings
from riia.documents.model import Finding, Kind
from riia.documents.readers import read_document

TABS = """Costs of the hub

Member\tBase\tFor children\tTotal\tShare
Hartlepool\t£10,000\t£2,400\t£12,400\t10%
Middlesbrough\t£10,000\t£4,880\t£14,880\t12%
Stockton\t£10,000\t£8,600\t£18,600\t15%
Durham\t£10,000\t£68,120\t£78,120\t63%
Total\t£40,000\t£84,000\t£124,000\t100%
"""
COMMAS = """Table 1

Area,Authority,Posts,Rate,Amount
North,Bolton Council,5,"£2,450.00","£12,250.00"
North,Bury Council,4,"£2,450.00","£9,800.00"
North subtotal,,9,,"£22,050.00"
South,Kent County Council,6,"£2,450.00","£14,700.00"
South,Surrey County Council,8,"£2,450.00","£19,600.00"
South subtotal,,14,,"£34,300.00"
Grand total,,23,,"£56,350.00"
"""
BLANKS = """Posts

Post           Grade    Full-time    Cost
Manager        12       1.0          £68,000
Analyst        10       1.0          £57,500
Developer      9        0.8          £45,500
All posts               2.8          £171,000
"""
STAGES = """The grant is paid so

Stage 1    50% of the allocation    30 May 2022
Stage 2    30% of the allocation    14 October 2022
Stage 3    20% of the allocation    13 January 2023
"""


def told(text: str) -> list[Finding]:
    document = read_document(text.encode(), "paper.txt")
    return list(findings(document, Kind.UNKNOWN, {}))


@pytest.mark.parametrize("text", [TABS, COMMAS, BLANKS, STAGES], ids=["tabs", "commas", "blanks", "stages"])
def test_a_table_that_comes_out_gives_nothing(text: str) -> None:
    assert [one.message for one in told(text)] == []


@pytest.mark.parametrize(
    ("text", "right", "wrong", "code", "says"),
    [
        (TABS, "£14,880\t12%", "£15,880\t12%", "TABLE-ROW", "£10,000 + £4,880 = £14,880, but £15,880 is stated"),
        (TABS, "£84,000\t£124,000", "£84,000\t£126,000", "TABLE-TOTAL", "add up to £124,000, but £126,000 is stated"),
        (TABS, "63%", "65%", "SHARES-TOTAL", "102%, not 100%"),
        (COMMAS, '4,"£2,450.00","£9,800.00"', '4,"£2,450.00","£8,900.00"', "TABLE-ROW", "4 × £2,450.00 = £9,800"),
        (COMMAS, "£34,300.00", "£34,300.01", "TABLE-TOTAL", "“South subtotal”: £0.01 more"),
        (COMMAS, "£14,700.00", "£l4,700.00", "TABLE-AMOUNT", "it has a letter for a digit"),
        (COMMAS, "£14,700.00", "€14,700.00", "TABLE-AMOUNT", "it has another sign"),
        (BLANKS, "£57,500", "£75,500", "TABLE-TOTAL", "add up to £189,000, but £171,000 is stated for “All posts”"),
        (BLANKS, "2.8", "2.9", "TABLE-TOTAL", "add up to 2.8, but 2.9 is stated"),
        (STAGES, "20%", "25%", "SHARES-TOTAL", "105%, not 100%"),
    ],
)
def test_one_slip_is_one_finding(text: str, right: str, wrong: str, code: str, says: str) -> None:
    assert text.count(right) == 1
    found = told(text.replace(right, wrong))
    assert [one.code for one in found] == [code]
    assert says in found[0].message


def test_a_grand_total_is_held_against_its_subtotals_where_a_row_cannot_be_read() -> None:
    found = told(COMMAS.replace("£14,700.00", "£l4,700.00").replace("£56,350.00", "£65,350.00"))
    assert [one.code for one in found] == ["TABLE-AMOUNT", "TABLE-TOTAL"]
    assert "£22,050.00 + £34,300.00 = £56,350, but £65,350.00 is stated" in found[1].message


def test_shares_that_are_rounded_amounts_need_not_make_a_hundred() -> None:
    rows = "A\t£10,000\t33%\nB\t£10,000\t33%\nC\t£10,000\t33%\nTotal\t£30,000\t100%"
    assert told(f"Shares\n\nWho\tCost\tShare\n{rows}\n") == []
    assert [
        one.code for one in told(f"Shares\n\nWho\tShare\n{rows.replace('£10,000\t', '').replace('£30,000\t', '')}\n")
    ] == ["SHARES-TOTAL"]


def test_numbers_of_rows_that_repeat() -> None:
    rows = "\n".join(f"{number}\tItem {letter}" for number, letter in zip((1, 2, 3, 3, 4), "abcde", strict=True))
    assert [(one.code, one.message) for one in told(f"Items\n\nNo\tItem\n{rows}\n")] == [
        ("NUMBER-REPEATED", "Number 3 stands twice.")
    ]
