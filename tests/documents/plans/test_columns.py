"""What stands in the columns beside an activity: when it runs, what it needs and costs, who leads it, its rating."""

from collections.abc import Sequence

import pytest

from riia.documents.check import check_file
from riia.documents.model import Finding
from tests.documents.papers import Line, written

HEAD = ("Ref", "Action", "Lead", "Start", "End", "Success measure", "Depends on", "Budget", "RAG")
ROWS = (
    ("A1", "Recruit an analyst", "Kent", "1 May 2026", "31 July 2026", "Analyst in post", "", "£52,000", "Green"),
    ("A2", "Share a scorecard", "Kent", "1 June 2026", "30 October 2026", "Scorecard out", "A1", "£18,000", "Green"),
    ("A3", "Visit schools", "Essex", "1 June 2026", "15 January 2027", "40 schools seen", "", "£9,000", "Amber"),
    ("B1", "Run peer challenge", "Essex", "4 May 2026", "26 February 2027", "6 held", "", "£60,000", "Red"),
    ("B2", "Train reviewers", "Kent", "1 June 2026", "30 September 2026", "40 trained", "A1, A2", "£22,000", "Green"),
)
TITLE = ("Delivery plan 2026-27", "The region has nine councils.")


def found(*rows: Line, form: str = "docx", total: str = "£161,000", title: Sequence[str] = TITLE) -> list[Finding]:
    lines = [*title, HEAD, *rows, ("Total", "", "", "", "", "", "", total, "")]
    return list(check_file(written(lines, form), f"plan.{form}").findings)


def with_cell(ref: str, column: str, text: str) -> list[Line]:
    at = HEAD.index(column)
    return [(*row[:at], text, *row[at + 1 :]) if row[0] == ref else row for row in ROWS]


ONE_DATE = with_cell("B2", "Depends on", "A1")


@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf"])
def test_columns_that_agree_give_nothing(form: str) -> None:
    assert [(one.code, one.message) for one in found(*ONE_DATE, form=form)] == []


@pytest.mark.parametrize(
    ("ref", "column", "text", "code", "written_so"),
    [
        ("A3", "End", "30 April 2026", "PLAN-DATE-RUNS", "30 April 2026"),
        ("A2", "Depends on", "C7", "PLAN-REFERENCE-NOWHERE", "C7"),
        ("A2", "Depends on", "A2", "PLAN-ORDER", "A2"),
        ("A3", "Depends on", "B1", "PLAN-ORDER", "15 January 2027"),
        ("B1", "Lead", "", "PLAN-OWNER-MISSING", "B1"),
        ("B1", "RAG", "Purple", "PLAN-RATING-UNKNOWN", "Purple"),
        ("A2", "Success measure", "Scorecard out by 30 June 2026", "PLAN-DATE-COLUMN", "30 October 2026"),
        ("B1", "End", "", "PLAN-DATE-MISSING", "6 held"),
        ("A3", "Success measure", "40 schools seen, see action B7", "PLAN-REFERENCE-NOWHERE", "see action B7"),
        ("A3", "Success measure", "All 8 councils saw schools", "PLAN-COUNT-COUNCILS", "All 8 councils"),
        ("A3", "Success measure", "", "PLAN-KPI-NONE", "A3"),
    ],
)
def test_a_column_that_does_not_agree_is_told(ref: str, column: str, text: str, code: str, written_so: str) -> None:
    rows = [tuple("A1" if cell == "A1, A2" else cell for cell in row) for row in with_cell(ref, column, text)]
    assert [(one.code, one.as_written) for one in found(*rows)] == [(code, written_so)]


def test_an_order_by_a_range_or_list_is_read() -> None:
    (one,) = found(*ROWS)
    assert one.code == "PLAN-ORDER"
    assert "A2" in one.message


def test_the_total_of_the_activities_is_added_up() -> None:
    (one,) = found(*ONE_DATE, total="£160,000")
    assert (one.code, one.as_written) == ("COST-TOTAL-SUM", "£160,000")
    said = (*TITLE, "The plan costs £162,000 in all.")
    lines = [*said, HEAD, *ONE_DATE]
    (one,) = check_file(written(lines, "docx"), "plan.docx").findings
    assert "£161,000" in one.message


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("This plan has 5 actions and 5 KPIs.", []),
        ("This plan has 6 actions and 5 KPIs.", ["PLAN-COUNT-OWN"]),
        ("Last year we ran 6 actions.", []),
        ("Rating: Red = late, Amber = at risk, Green = on course.", []),
        ("By March 2027 at least 90% of delegates will rate our work good.", []),
    ],
)
def test_what_the_plan_says_of_itself(title: str, codes: list[str]) -> None:
    assert [one.code for one in found(*ONE_DATE, title=(*TITLE, title))] == codes


def test_labels_under_headings_are_a_plan() -> None:
    lines = [
        "Solent delivery plan 2026-27",
        "Objective 1: Know our children better",
        "Action 1a: Agree one set of shared indicators.",
        "Success measure: A list of 20 indicators is agreed.",
        "By when: 30 June 2026",
        "Lead: Head of Insight",
        "Action 1b: Publish a bulletin each quarter.",
        "Success measure: Four bulletins are out.",
        "By when: 31 March 2027",
        "Lead: Head of Insight",
        "Action 1d: Survey those who leave.",
        "Success measure: At least 60% of leavers answer.",
        "By when: 26 February 2027",
        "Lead: Head of Workforce",
    ]
    found_ = check_file(written(lines, "docx"), "plan.docx").findings
    assert [(one.code, one.as_written) for one in found_] == [("PLAN-ID-GAP", "1d")]


def test_a_plan_that_could_not_be_read_says_so() -> None:
    text = "Northern Alliance\nRegional delivery plan 2026-27\n\nEach KPI has a lead. The KPIs are good.\n"
    reading = check_file(text.encode(), "plan.txt")
    assert [one.code for one in reading.findings] == ["PLAN-UNREAD"]


def test_a_table_with_a_row_for_each_line_is_read_as_cells() -> None:
    lines = [
        "Delivery plan 2025/26",
        ("Sub-Requirement", "Planned activity", "Key Performance Indicator (KPI)"),
        ("1.1 Use data to learn", "1.1.1 Appoint a data lead for", "1.1.1 Action KPI By 30 June 2025,"),
        ("together.", "the region.", "appoint a data lead with a signed"),
        ("", "", "contract on file."),
        ("", "1.1.2 Publish what the data", "1.1.2 Performance KPI By 30 July"),
        ("", "say each quarter.", "2025, publish 4 digests of what is"),
        ("", "", "in the data."),
        ("1.2 Share good practice.", "1.2.1 Hold practice fairs.", "1.2.1 Action KPI By 12 December"),
        ("", "", "2025, hold 3 practice fairs."),
    ]
    assert [(one.code, one.message) for one in check_file(written(lines, "docx"), "plan.docx").findings] == []


def test_misread_words_are_told_in_plans_too() -> None:
    rows = with_cell("A2", "Action", "Pub1ish a score card for impro vement and improvement")
    rows = [tuple("A1" if cell == "A1, A2" else cell for cell in row) for row in rows]
    said = {one.as_written for one in found(*rows) if one.code == "SCAN-MISREAD"}
    assert said == {"Pub1ish", "impro vement"}
