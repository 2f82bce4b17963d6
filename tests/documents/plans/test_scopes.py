"""A workbook with a plan and its costings: what the lines pay for is held against the KPIs."""

import pytest
import xlsxwriter

from riia.documents.model import Reading
from riia.documents.plans import read
from riia.documents.plans.structure import PlanText
from riia.documents.readers import read_document
from tests.documents.plans.made import PLAN, Row, changed, sheet

LINES = (
    ("Analyst", "1.1.1", 30_000),
    ("Dashboard and notes", "1.1.2A to 1.2.2", 20_000),
    ("Workshops and visits", "2.1.1 to 2.1.2", 10_000),
    ("Families' panel", "2.2.1", 5_000),
)


def reading(lines: tuple[tuple[str, str, int], ...], rows: tuple[Row, ...] = PLAN, head: str = "Q2 (20%)") -> Reading:
    def costs(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("Costs")
        page.write_row(0, 0, ["Budget line", "KPIs", "Projected spend", head, "Q3 (30%)", "Q4 (50%)"])
        for at, (name, scope, spend) in enumerate(lines, 1):
            page.write_row(at, 0, [name, scope, spend, spend * 20 // 100, spend * 30 // 100, spend * 50 // 100])

    return read(read_document(sheet(rows, costs), "plan.xlsx"))


def test_every_kpi_paid_once_is_silent() -> None:
    made = reading(LINES)
    assert [f"{finding.code} {finding.message}" for finding in made.findings] == []
    assert isinstance(made.structure, PlanText)
    assert made.structure.costings is not None
    assert [line.label for line in made.structure.costings.lines] == [name for name, *_ in LINES]


def scoped(name: str, scope: str) -> tuple[tuple[str, str, int], ...]:
    return tuple((label, scope if label == name else said, spend) for label, said, spend in LINES)


@pytest.mark.parametrize(
    ("lines", "code", "place", "named"),
    [
        (scoped("Analyst", "1.1.1B"), "COST-SCOPE-NOWHERE", "Costs!B2", "1.1.1B"),
        (scoped("Workshops and visits", "2.1.1"), "COST-SCOPE-NONE", "Plan!D10", "KPI 2.1.2"),
        (scoped("Dashboard and notes", "1.1.2A to 1.2.1"), "COST-SCOPE-NONE", "Costs!B3", "KPI 1.2.2"),
        (scoped("Families' panel", "2.1.2 to 2.2.1"), "COST-SCOPE-TWICE", "Costs!B5", "2.1.2"),
    ],
)
def test_a_planted_fault_is_found_alone(
    lines: tuple[tuple[str, str, int], ...], code: str, place: str, named: str
) -> None:
    findings = reading(lines).findings
    assert [finding.code for finding in findings] == [code], [finding.message for finding in findings]
    (finding,) = findings
    assert str(finding.where).startswith(place)
    assert named in finding.message


def test_money_before_the_post_it_pays() -> None:
    lines = (("Casework analyst", "1.1.1", 30_000), *LINES[1:])
    assert [finding.code for finding in reading(lines).findings] == []
    late = changed("1.1.1", due="24 October 2025", rows=changed("1.2.1", due="27 March 2026"))
    (finding,) = reading(lines, late).findings
    assert finding.code == "COST-BEFORE-ENABLER"
    assert str(finding.where) == "Costs!D2"
    assert "30 September 2025" in finding.message


def test_shares_in_a_header_that_are_no_whole() -> None:
    (finding,) = reading(LINES, head="Q2 (25%)").findings
    assert finding.code == "COST-HEADER-SHARE"
    assert "105 %" in finding.message


def test_a_range_to_a_kpi_that_is_not_there_does_not_hide_another_without_money() -> None:
    lines = (
        ("Analyst and dashboard", "1.1.1 to 1.2.2", 30_000),
        ("Workshops and visits", "2.1.1 to 2.1.6", 10_000),
    )
    found = {finding.code: finding.message for finding in reading(lines).findings}
    assert "2.1.6" in found["COST-SCOPE-NOWHERE"]
    assert "KPI 2.2.1" in found["COST-SCOPE-NONE"]
    assert "2.1.2" not in found["COST-SCOPE-NONE"]


def test_what_is_understood_has_dates_in_words_and_no_empty_brackets() -> None:
    understood = [one for one in reading(LINES).understood if one.value]
    assert not [one for one in understood if "()" in one.value or "" in one.path]
    assert not [one for one in understood if "due 20" in one.value]
