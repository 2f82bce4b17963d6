"""One plan in seven layouts: nothing is found where nothing is wrong, and each planted fault is found alone."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from riia.documents.model import Block, Document, Finding, Kind, Reading
from riia.documents.plans import read, recognise
from riia.documents.plans.structure import PlanText
from riia.documents.readers import read_document
from tests.documents.plans.made import LAYOUTS, PLAN, Row, changed

ALL = tuple(LAYOUTS)
WITHOUT_KIND = ("word, measures of success", "csv", "word, cards", "text in columns of spaces")
WITH_KIND = tuple(name for name in ALL if name not in WITHOUT_KIND)
WITH_COUNCILS = tuple(name for name in ALL if name not in ("excel, a row for each KPI", "csv"))
WITH_ACTIVITIES = tuple(name for name in WITH_KIND if name != "word, paragraphs")


def reading(layout: str, rows: Sequence[Row]) -> Reading:
    name, build = LAYOUTS[layout]
    document = read_document(build(rows), name)
    assert recognise(document)[0] >= 70
    return read(document)


def at(document: Document, finding: Finding) -> str:
    """The text that stands at the place of a finding."""
    where = finding.where
    for block in document.blocks:
        for cell in block.cells:
            if cell.where == where:
                return cell.text
        if block.where == where:
            return _text(block)
    for block in document.blocks:  # columns that only spaces part
        if block.where.line == where.line and not block.cells:
            return _text(block)
    raise AssertionError(f"nothing stands at {where}")


def _text(block: Block) -> str:
    return block.text


@pytest.mark.parametrize("layout", ALL)
def test_a_plan_without_faults_has_no_findings(layout: str) -> None:
    made = reading(layout, PLAN)
    assert made.kind is Kind.PLAN
    assert [f"{finding.code}: {finding.message}" for finding in made.findings] == []
    plan = made.structure
    assert isinstance(plan, PlanText)
    assert [kpi.identifier for kpi in plan.kpis] == [row.kpi for row in PLAN]
    assert [a.number for a in plan.activities] == list(dict.fromkeys(row.activity for row in PLAN))
    assert [kpi.due.as_written for kpi in plan.kpis if kpi.due] == [row.due for row in PLAN]


FAULTS: dict[str, tuple[tuple[Row, ...], str, str, tuple[str, ...]]] = {
    # what is planted: the rows, the code, what stands at the place, the layouts that can show it
    "no such day": (changed("2.1.1", due="31 November 2025"), "PLAN-DATE-IMPOSSIBLE", "31 November 2025", ALL),
    "29 February": (changed("2.1.1", due="29 February 2026"), "PLAN-DATE-IMPOSSIBLE", "29 February 2026", ALL),
    "no year": (changed("2.1.1", due="12 December"), "PLAN-DATE-NO-YEAR", "12 December", ALL),
    "a Saturday": (changed("2.1.1", due="13 December 2025"), "PLAN-DATE-WEEKEND", "13 December 2025", ALL),
    "a quarter": (changed("2.1.1", due="Q3 2025"), "PLAN-DATE-QUARTER", "Q3 2025", ALL),
    "after the year": (changed("2.2.1", due="30 June 2026"), "PLAN-DATE-OUTSIDE", "30 June 2026", WITH_COUNCILS),
    "a wrong count": (
        changed("1.1.2B", text="At least 80% (9/10) of councils use the placement dashboard, by its log."),
        "PLAN-COUNT-SHARE",
        "(9/10)",
        ALL,
    ),
    "a count of others": (
        changed("1.1.2B", text="At least 80% (10/12) of councils use the placement dashboard, by its log."),
        "PLAN-COUNT-COUNCILS",
        "(10/12)",
        WITH_COUNCILS,
    ),
    "no KPI": (changed("2.1.1", kpi="", text="", kind="", due=""), "PLAN-KPI-NONE", "2.1.1", WITH_ACTIVITIES),
    "the same number": (changed("1.2.2", kpi="1.2.1"), "PLAN-ID-DUPLICATE", "1.2.1", WITH_KIND),
    "another activity's number": (
        changed("2.2.1", kpi="2.2.4"),
        "PLAN-KPI-ALONE",
        "2.2.4",
        ("excel, a row for each KPI",),
    ),
    "appointed after its work": (changed("1.1.1", due="27 March 2026"), "PLAN-ORDER", "16 January 2026", ALL),
    "launched after its use": (changed("1.1.2A", due="20 March 2026"), "PLAN-ORDER", "27 February 2026", ALL),
    "an action with a share": (changed("1.1.2B", kind="Action"), "PLAN-KPI-KIND", "80%", WITH_KIND),
    "no number": (
        changed("1.2.2", text="Attendees find the trend notes useful, by survey."),
        "PLAN-KPI-NUMBER",
        "useful",
        WITH_KIND,
    ),
    "undecided": (
        changed("2.1.1", text="Hold 3 fostering workshops, with attendance logs kept (details tbc)."),
        "PLAN-WORD-PENDING",
        "details tbc",
        ALL,
    ),
    "a reference to nothing": (
        changed("2.1.1", text="Hold 3 fostering workshops, with attendance logs kept, see KPI 7.4.2."),
        "PLAN-REFERENCE-NOWHERE",
        "see KPI 7.4.2",
        ALL,
    ),
    "the same text": (
        changed("2.2.1", text="At least 70% of attendees find the trend notes useful, by survey."),
        "PLAN-KPI-TWICE",
        "trend notes",
        WITH_COUNCILS,
    ),
    "another number for the same": (
        changed("2.2.1", kind="Action", text="Hold 5 fostering workshops with families, with notes kept."),
        "PLAN-TARGETS-DIFFER",
        "5 fostering workshops",
        ALL,
    ),
    "two meanings": (
        changed("2.1.1", text="Hold 3 fostering workshops on a bi-monthly basis."),
        "PLAN-WORD-FREQUENCY",
        "bi-monthly",
        ALL,
    ),
    "a limit": (
        changed("2.1.1", text="Hold up to 3 fostering workshops, with attendance logs kept."),
        "PLAN-TARGET-LIMIT",
        "up to 3",
        ALL,
    ),
    "a list too short": (
        changed("2.1.1", text="Hold 3 fostering workshops (autumn, winter) with attendance logs kept."),
        "PLAN-COUNT-LIST",
        "3 fostering workshops",
        ALL,
    ),
    "not explained": (
        changed("2.1.1", text="Hold 3 fostering workshops with the ZQTV, with attendance logs kept."),
        "PLAN-WORD-UNKNOWN",
        "ZQTV",
        ALL,
    ),
    "no date": (
        changed("2.1.1", due="", text="Hold 3 fostering workshops, with attendance logs kept."),
        "PLAN-DATE-MISSING",
        "workshops",
        ALL,
    ),
    "cannot be counted": (
        changed("2.1.1", text="Hold 3 fostering workshops with councils actively engaged."),
        "PLAN-WORD-VAGUE",
        "actively engaged",
        ALL,
    ),
}


# Every layout shows the first faults; the others are each shown by two, in turn, so that the run stays short.
def codes(rows: Sequence[Row], layout: str = "word, three columns") -> list[str]:
    return [finding.code for finding in reading(layout, rows).findings]


def test_a_day_of_the_week_that_is_another() -> None:
    assert codes(changed("2.1.1", due="Monday 12 December 2025")) == ["PLAN-DATE-WEEKDAY"]
    assert codes(changed("2.1.1", due="Friday 12 December 2025")) == []


def test_a_number_left_out() -> None:
    rows = tuple(replace(row, activity="2.1.4", kpi="2.1.4") if row.kpi == "2.1.2" else row for row in PLAN)
    assert codes(rows) == ["PLAN-ID-GAP"]


def test_a_letter_left_out() -> None:
    assert codes(changed("1.1.2B", kpi="1.1.2C")) == ["PLAN-ID-LETTER"]


def test_a_limit_and_a_minimum_of_the_same() -> None:
    rows = changed("2.1.1", activity_text="We will hold up to 3 fostering workshops.")
    assert codes(changed("2.1.1", rows=rows, text="Hold at least 3 fostering workshops.")) == ["PLAN-TARGET-DIRECTION"]


def test_a_target_in_its_column_that_is_another() -> None:
    lines = [
        "Ref,Activity,Indicator,Target,Due date",
        "1.1.1,Visits,At least 80% of councils are visited,75%,30 January 2026",
    ]
    lines += ["1.1.2,Forums,Hold 4 forums,4,30 January 2026", "1.1.3,Notes,Publish 2 notes,2,30 January 2026"]
    found = read(read_document("\n".join(lines).encode(), "plan.csv")).findings
    assert [(finding.code, finding.as_written) for finding in found] == [("PLAN-TARGET-COLUMN", "75%")]


RUNS: dict[str, tuple[tuple[Row, ...], str]] = {
    # enablers that are due after what needs them: what the finding has to name
    "a post": (changed("1.1.1", due="6 February 2026"), "casework analyst"),
    "a post that does": (
        changed(
            "1.1.1", rows=changed("2.1.2", text="The casework analyst visits all councils."), due="6 February 2026"
        ),
        "KPI 2.1.2",
    ),
    "a strategy": (
        changed(
            "1.1.2A",
            rows=changed(
                "2.2.1",
                kind="Action",
                due="9 January 2026",
                text="Councils adopt the fostering strategy in their own plans.",
            ),
            text="Publish the fostering strategy.",
            due="27 March 2026",
        ),
        "fostering strategy",
    ),
    "an agreement": (
        changed(
            "1.1.2A",
            rows=changed(
                "2.2.1",
                kind="Action",
                due="9 January 2026",
                text="Share a first data set under the health data agreement.",
            ),
            text="Sign the health data agreement.",
            due="27 March 2026",
        ),
        "health data agreement",
    ),
}


@pytest.mark.parametrize("what", RUNS)
def test_what_is_needed_first_is_named(what: str) -> None:
    rows, named = RUNS[what]
    found = [finding for finding in reading("text of a PDF", rows).findings if finding.code == "PLAN-ORDER"]
    assert len(found) == 1
    assert named in found[0].message
    assert found[0].evidence


CASES = [
    (fault, layout)
    for at_fault, (fault, (_, _, _, layouts)) in enumerate(FAULTS.items())
    for layout in dict.fromkeys(
        layouts if at_fault in (0, 6) else (layouts[at_fault % len(layouts)], layouts[(at_fault + 2) % len(layouts)])
    )
]


@pytest.mark.parametrize(("fault", "layout"), CASES)
def test_a_planted_fault_is_found_where_it_is_and_nothing_else(fault: str, layout: str) -> None:
    rows, code, text, _ = FAULTS[fault]
    made = reading(layout, rows)
    assert [finding.code for finding in made.findings] == [code], [finding.message for finding in made.findings]
    (finding,) = made.findings
    there = at(made.document, finding).lower()
    assert " ".join(finding.as_written.lower().split()[:2]) in " ".join(there.split())
    assert text.split()[0].lower() in f"{there} {finding.as_written} {finding.message}".lower()
    assert finding.message.strip()
    assert finding.remedy
