"""Costings in four layouts: sums that come out are silent, and each planted fault is found alone, where it is."""

import pytest

from riia.documents.model import Kind, Reading, Severity
from riia.documents.plans import read, recognise
from riia.documents.plans.structure import Costings
from riia.documents.readers import read_document
from tests.documents.plans.made_costs import LAYOUTS, Costs

ALL = tuple(LAYOUTS)
AREAS = ("word", "text")


def reading(layout: str, costs: Costs) -> Reading:
    name, build = LAYOUTS[layout]
    document = read_document(build(costs), name)
    assert recognise(document)[0] >= 70
    return read(document)


@pytest.mark.parametrize("layout", ALL)
def test_costings_that_come_out_have_no_findings(layout: str) -> None:
    made = reading(layout, Costs())
    assert made.kind is Kind.COSTINGS
    assert [f"{finding.code}: {finding.message}" for finding in made.findings] == []
    assert isinstance(made.structure, Costings)
    assert [line.spend.pence for line in made.structure.lines] == [spend * 100 for *_, spend in Costs().lines]
    assert [line.label for line in made.structure.lines] == [name for _, name, *_ in Costs().lines]
    (table,) = made.structure.tables
    assert table.total_spend is not None
    assert table.total_spend.pence == 87_000_00


FAULTS: dict[str, tuple[dict[tuple[str, str], object], str, str, tuple[str, ...]]] = {
    "a quarter": ({("Trend notes", "Q3"): 1_975}, "COST-LINE-SUM", "1,975", ALL),
    "a spend": ({("Trend notes", "spend"): 3_520}, "COST-LINE-SUM", "3,520", AREAS),
    "another split": ({("Trend notes", "Q3"): 975 + 325, ("Trend notes", "Q4"): 975}, "COST-LINE-SPLIT", "", AREAS),
    "a column total": (
        {("Total", "Q2"): 17_040},
        "COST-TOTAL-SUM",
        "17,040",
        ("excel", "excel without values", *AREAS),
    ),
    "the total": ({("Total", "spend"): 88_000}, "COST-TOTAL-SUM", "88,000", ("excel", "excel without values", *AREAS)),
    "an area total": ({("Practice", "total"): 24_520}, "COST-AREA-SUM", "24,520", AREAS),
    "a variance": ({("Practice", "variance"): 520}, "COST-VARIANCE", "520", AREAS),
    "the sign of a variance": ({("Practice", "variance"): -250}, "COST-VARIANCE", "-£250", AREAS),
    "the grant": ({("text", "grant"): 97_000}, "COST-GRANT", "£87,000", AREAS),
    "a pound": ({("Trend notes", "Q3"): 974}, "COST-LINE-SUM", "974", AREAS),
    "a damaged cell": ({("Families' panel", "Q1"): "0050"}, "COST-CELL-DAMAGED", "0050", ("text",)),
    "a blank spend": ({("Families' panel", "spend"): ""}, "COST-CELL-MISSING", "", AREAS),
    "a sum too short": (
        {("Total", "formula Q4"): "=SUM(F4:F8)", ("Total", "Q4"): 34_800 - 2_000},
        "COST-FORMULA-RANGE",
        "=SUM(F4:F8)",
        ("excel",),
    ),
}
CASES = [(fault, layout) for fault, (_, _, _, layouts) in FAULTS.items() for layout in layouts]


@pytest.mark.parametrize(("fault", "layout"), CASES)
def test_a_planted_fault_is_found_alone(fault: str, layout: str) -> None:
    over, code, written, _ = FAULTS[fault]
    made = reading(layout, Costs(over=over))
    assert [finding.code for finding in made.findings] == [code], [finding.message for finding in made.findings]
    (finding,) = made.findings
    assert written.replace(",", "").replace("£", "") in finding.as_written.replace(",", "").replace("£", "")
    if layout.startswith("excel"):
        assert finding.where.sheet == "Costs"
        assert finding.where.cell


def test_a_pound_that_comes_from_rounding_is_no_error() -> None:
    rounded = ("Information", "Casework analyst", "1.1.1", 41_001)
    made = reading("text", Costs(lines=(rounded, *Costs().lines[1:])))
    assert [(finding.code, finding.severity) for finding in made.findings] == [("COST-ROUNDED", Severity.AMBIGUITY)]


def test_money_is_not_told_from_a_number_that_is_no_amount() -> None:
    made = reading("text", Costs(over={("Families' panel", "Q2"): "tbc"}))
    assert [finding.code for finding in made.findings] == ["COST-CELL-DAMAGED"]
