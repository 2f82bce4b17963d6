"""Tables of costs in layouts of other hands: what comes out is silent, and each planted fault is told where it is.

Each layout is rows of text; a fault changes one cell of it. Nothing says what a column or a row is but what adds up.
"""

import csv
import io
from collections.abc import Mapping

import pytest

from riia.documents.model import Kind, Reading
from riia.documents.plans import read
from riia.documents.readers import read_document

type Rows = list[list[str]]

PROFILE = ("Charge", "Serves", "For", "Days", "Fee", "Net", "Tax", "With tax", "Autumn", "Spring", "Summer")
TAXED: Rows = [
    ["Lantern Shires: costs 2027-28"],
    list(PROFILE),
    ["", "", "Whole plan", "", "", "18,000.00", "3,600.00", "21,600.00", "5,400.00", "8,640.00", "7,560.00"],
    ["", "", "Looking", "", "", "10,000.00", "2,000.00", "12,000.00", "3,000.00", "4,800.00", "4,200.00"],
    ["C1", "L-1", "Reader", "20", "200.00", "4,000.00", "800.00", "4,800.00", "1,200.00", "1,920.00", "1,680.00"],
    ["C2", "L-2", "Visits", "12", "500.00", "6,000.00", "1,200.00", "7,200.00", "1,800.00", "2,880.00", "2,520.00"],
    ["", "", "Teaching", "", "", "8,000.00", "1,600.00", "9,600.00", "2,400.00", "3,840.00", "3,360.00"],
    ["C3", "L-3", "Lessons", "25", "120.00", "3,000.00", "600.00", "3,600.00", "900.00", "1,440.00", "1,260.00"],
    ["C4", "L-4", "Rooms", "10", "250.00", "2,500.00", "500.00", "3,000.00", "750.00", "1,200.00", "1,050.00"],
    ["C5", "L-4", "Books", "50", "50.00", "2,500.00", "500.00", "3,000.00", "750.00", "1,200.00", "1,050.00"],
]  # fmt: skip
"""Sums stand above their lines and never say so; the year has three terms."""

MONTHS = ("Oct-27", "Nov-27", "Dec-27", "Jan-28")
MONTHLY: Rows = [
    ["Budget of the plan by month"],
    ["Row", "Theme", "Pays for", "Spending on", "Year", *MONTHS],
    ["1", "North", "N1.1", "Clerk", "8000.00", "2000.00", "2000.00", "2000.00", "2000.00"],
    ["2", "North", "N1.2", "Survey", "900.50", "450.25", "0.00", "450.25", "0.00"],
    ["3", "South", "S2.1", "Coaching", "1500.00", "500.00", "500.00", "0.00", "500.00"],
    ["4", "South", "S2.2", "Meeting", "700.00", "0.00", "300.00", "400.00", "0.00"],
    ["5", "South", "S2.3", "Toolkit", "1200.00", "600.00", "0.00", "0.00", "600.00"],
    ["", "Whole budget", "", "", "12300.50", "3550.25", "2800.00", "2850.25", "3100.00"],
    [""],
    ["", "By theme"],
    ["", "North", "", "", "8900.50"],
    ["", "South", "", "", "3400.00"],
    ["", "Grant awarded", "", "", "12500.00"],
]
"""Months, the totals of themes under the total, and the grant as the last row."""

STAFF: Rows = [
    ["Budget head", "Post", "FTE", "Pay", "On-costs (25%)", "A full year", "2026/27", "2027/28", "Both years"],
    ["People", "Manager", "1", "£40,000", "£10,000", "£50,000", "£50,000", "£50,000", "£100,000"],
    ["People", "Analyst", "2", "£32,000", "£8,000", "£80,000", "£80,000", "£80,000", "£160,000"],
    ["People", "Clerk", "0.5", "£24,000", "£6,000", "£15,000", "£15,000", "£15,000", "£30,000"],
    ["Sum for people", "", "", "", "", "", "£145,000", "£145,000", "£290,000"],
    ["Work", "Visits", "", "", "", "", "£12,000", "£14,000", "£26,000"],
    ["Work", "Evaluation", "", "", "", "", "£3,000", "£21,000", "£24,000"],
    ["Sum for work", "", "", "", "", "", "£15,000", "£35,000", "£50,000"],
    ["Contingency (5%)", "", "", "", "", "", "£8,000", "£9,000", "£17,000"],
    ["Grand total", "", "", "", "", "", "£168,000", "£189,000", "£357,000"],
    ["Funding available", "", "", "", "", "", "", "", "£360,000"],
    ["Left over", "", "", "", "", "", "", "", "£3,000"],
]
"""Salaries with on-costs, years, a share of all lines, and what is left of the grant."""

LAYOUTS: dict[str, Rows] = {"taxed": TAXED, "monthly": MONTHLY, "staff": STAFF}


def reading(rows: Rows, changes: Mapping[tuple[str, int], str] | None = None) -> Reading:
    """Read the rows as a file; a change names the first text of its row and the position of the cell."""
    made = [list(row) for row in rows]
    for (name, column), text in (changes or {}).items():
        row = next(row for row in made if name in row)
        row[column] = text
    file = io.StringIO()
    csv.writer(file).writerows(made)
    return read(read_document(file.getvalue().encode(), "costs.csv"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_comes_out_is_silent(layout: str) -> None:
    made = reading(LAYOUTS[layout])
    assert made.kind is Kind.COSTINGS
    assert [finding.message for finding in made.findings] == []


@pytest.mark.parametrize(
    ("layout", "lines", "areas", "total"),
    [
        ("taxed", 5, ["Looking", "Teaching"], 21_600_00),
        ("monthly", 5, ["North", "South"], 12_300_50),
        ("staff", 6, ["people", "work", ""], 357_000_00),
    ],
)
def test_lines_areas_and_totals_are_told_apart(layout: str, lines: int, areas: list[str], total: int) -> None:
    (table,) = reading(LAYOUTS[layout]).structure.tables
    assert [area.name for area in table.areas] == areas
    assert table.total_spend.pence == total
    assert len(table.lines) == lines


FAULTS: dict[str, tuple[str, dict[tuple[str, int], str], str]] = {
    "a number at a rate": ("taxed", {("Visits", 5): "6,100.00"}, "COST-LINE-PARTS"),
    "tax": ("taxed", {("Rooms", 6): "560.00"}, "COST-LINE-PARTS"),
    "a term": ("taxed", {("Lessons", 9): "1,440.10"}, "COST-LINE-SUM"),
    "a sum above its lines": ("taxed", {("Teaching", 7): "9,650.00"}, "COST-AREA-SUM"),
    "a term of the sum of all": ("taxed", {("Whole plan", 8): "5,399.50"}, "COST-TOTAL-SUM"),
    "the sum of a column beside": ("taxed", {("Whole plan", 5): "18,100.00"}, "COST-COLUMN-SUM"),
    "a number of a line twice": ("taxed", {("C4", 0): "C3"}, "COST-NUMBER-TWICE"),
    "letters in a rate": ("taxed", {("Rooms", 4): "25O.00"}, "COST-CELL-DAMAGED"),
    "a year": ("monthly", {("Coaching", 4): "1500.50"}, "COST-LINE-SUM"),
    "a month of the total": ("monthly", {("Whole budget", 6): "2900.00"}, "COST-TOTAL-SUM"),
    "a theme": ("monthly", {("3400.00", 4): "3500.00"}, "COST-AREA-SUM"),
    "a row left out": ("monthly", {("5", 0): "6"}, "COST-NUMBER-TWICE"),
    "more than the grant": ("monthly", {("Grant awarded", 4): "12000.00"}, "COST-OVER-GRANT"),
    "letters in an amount": ("monthly", {("Toolkit", 5): "6OO.00"}, "COST-CELL-DAMAGED"),
    "on-costs": ("staff", {("Analyst", 4): "£8,200"}, "COST-LINE-PARTS"),
    "a sum of people": ("staff", {("Sum for people", 7): "£146,000"}, "COST-AREA-SUM"),
    "contingency": ("staff", {("Contingency (5%)", 6): "£7,000", ("Contingency (5%)", 8): "£16,000"}, "COST-PERCENT"),
    "what is left": ("staff", {("Left over", 8): "£3,500"}, "COST-VARIANCE"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_told(fault: str) -> None:
    layout, changes, code = FAULTS[fault]
    found = reading(LAYOUTS[layout], changes).findings
    assert code in [finding.code for finding in found], [finding.message for finding in found]
    told = next(finding for finding in found if finding.code == code)
    assert told.as_written in changes.values() or code in ELSEWHERE
    assert len(found) <= 1 + ONE_MORE.get(fault, 0), [finding.message for finding in found]


ONE_MORE = {"contingency": 2}
"""Findings that are right beside the one: the totals do not fit either."""
ELSEWHERE = ("COST-OVER-GRANT",)
"""Told at the total, which is not the cell that was changed."""


def test_a_share_of_the_year_that_is_no_whole_is_told() -> None:
    rows: Rows = [
        ["ref", "theme", "kpi", "spent on", "amount", "q1_share", "q2_share", "q1", "q2"],
        ["A1", "Data", "1.1", "Clerk", "5,000.00", "50%", "50%", "2,500.00", "2,500.00"],
        ["A2", "Data", "1.2", "Reports", "3,000.00", "30%", "60%", "900.00", "2,100.00"],
        ["A3", "Data", "1.3", "Survey", "2,000.00", "25%", "75%", "500.00", "1,500.00"],
    ]
    found = reading(rows).findings
    assert [finding.code for finding in found] == ["COST-LINE-SHARES"]
    assert found[0].as_written == "30% | 60%"


def test_a_line_that_ends_before_it_starts_is_told() -> None:
    rows: Rows = [
        ["Line", "Package", "KPI", "Days", "Day rate", "Cost", "Start date", "End date"],
        ["P1", "Reading", "1.1.1", "12", "£500.00", "£6,000.00", "07/09/2026", "18/12/2026"],
        ["P2", "Visits", "1.1.2", "10", "£500.00", "£5,000.00", "18/01/2027", "11/12/2026"],
        ["P3", "Lessons", "2.1.1", "8", "£500.00", "£4,000.00", "04/01/2027", "04/01/2027"],
        ["Total", "", "", "30", "", "£15,000.00", "", ""],
    ]
    (one,) = reading(rows).findings
    assert (one.code, one.as_written, str(one.where)) == ("PLAN-DATE-RUNS", "11/12/2026", "line 3, column 8")
    assert "18 January 2027 and ends on 11 December 2026" in one.message
    (total,) = reading(rows, {("Total", 3): "28"}).findings[1:]
    assert (total.code, total.as_written) == ("COST-COLUMN-SUM", "28")


@pytest.mark.parametrize(("column", "text"), [(7, "£181,000"), (8, "£500"), (8, "-£500")])
def test_the_allocation_and_variance_of_the_total_are_held_against_the_areas(column: int, text: str) -> None:
    head = ["Area", "KPI numbers", "Projected spend", "Q2 (20%)", "Q3 (30%)", "Q4 (50%)", "Total per area"]
    rows: Rows = [
        [*head, "DfE allocation", "Variance"],
        ["Data", "1.1.1", "£100,125", "£20,025", "£30,037.50", "£50,062.50", "£100,125", "£100,000", "£125"],
        ["Help", "2.1.1", "£79,875", "£15,975", "£23,962.50", "£39,937.50", "£79,875", "£80,000", "-£125"],
        ["Total", "", "£180,000", "£36,000", "£54,000", "£90,000", "£180,000", "£180,000", "£0"],
    ]
    assert not reading(rows).findings
    assert [(one.code, one.as_written) for one in reading(rows, {("Total", column): text}).findings] == [
        ("COST-TOTAL-SUM", text)
    ]
