"""The same thing said in two ways: shares and counts, days, numbers and parts, order told by what was made by whom."""

import pytest

from riia.documents.check import check_file
from riia.documents.model import Kind
from riia.documents.plans import recognising
from tests.documents.papers import written

HEAD = ("Sub-Requirement", "Planned activity", "Key Performance Indicator (KPI)")
REGION = "The alliance brings together ten councils."


def codes(*kpis: str, said: str = REGION) -> list[tuple[str, str]]:
    rows = [(f"1.{at} Need", f"1.{at}.1 Work", f"1.{at}.1 {kpi}") for at, kpi in enumerate(kpis, 1)]
    lines = ["Regional delivery plan 2026-27", said, HEAD, *rows]
    return [(one.code, one.as_written) for one in check_file(written(lines, "docx"), "plan.docx").findings]


BY = "by 26 February 2027"


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        (f"80% of the 10 councils (8) take part {BY}.", []),
        (f"80% of the 10 councils (9) take part {BY}.", [("PLAN-COUNT-SHARE", "80% of the 10 councils (9)")]),
        (f"85% of councils (8) take part {BY}.", [("PLAN-COUNT-SHARE", "85% of councils (8)")]),
        (f"9 of the 10 councils (80%) take part {BY}.", [("PLAN-COUNT-SHARE", "9 of the 10 councils (80%)")]),
        (f"All ten councils take part {BY}.", []),
        (f"All 12 councils take part {BY}.", [("PLAN-COUNT-COUNCILS", "All 12 councils")]),
        (f"The charter is signed by 12 councils {BY}.", [("PLAN-COUNT-COUNCILS", "12 councils")]),
        (f"All 4 councils that asked for help have it {BY}.", []),
        (f"Give 40 days of support (25 of diagnostics and 15 of coaching) {BY}.", []),
        (
            f"Give 40 days of support (20 of diagnostics and 15 of coaching) {BY}.",
            [("PLAN-COUNT-PARTS", "40 days of support (20 of diagnostics and 15 of coaching)")],
        ),
        (f"Train 2 cohorts of 16 leaders, 32 leaders in all, {BY}.", []),
        (
            f"Train 2 cohorts of 16 leaders, 30 leaders in all, {BY}.",
            [("PLAN-COUNT-PARTS", "2 cohorts of 16 leaders, 30 leaders")],
        ),
        (f"The board meets 4 times a year (quarterly) {BY}.", []),
        (f"The board meets 6 times a year (quarterly) {BY}.", [("PLAN-FREQUENCY-DIFFER", "6 times a year (quarterly")]),
        (f"The panel meets monthly (4 meetings) {BY}.", [("PLAN-FREQUENCY-DIFFER", "monthly (4 meetings")]),
    ],
)
def test_numbers_of_one_kpi(kpi: str, expected: list[tuple[str, str]]) -> None:
    assert codes(kpi) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("The handbook on practice is published by 30 June 2026.", "The network meets by 30 June 2026.", []),
        (
            "The handbook on practice is published by 30 June 2026.",
            "The handbook on practice is published by 26 March 2027.",
            ["PLAN-DATES-DIFFER"],
        ),
        (
            "The first handbook on practice is published by 30 June 2026.",
            "The second handbook on practice is published by 26 March 2027.",
            [],
        ),
        (
            "The regional data analyst is appointed by 30 June 2026.",
            "A profile prepared by the regional data analyst is out by 29 May 2026.",
            ["PLAN-ORDER"],
        ),
        (
            "The regional data analyst is appointed by 30 June 2026.",
            "The regional data analyst has written all profiles by 29 May 2026.",
            ["PLAN-ORDER"],
        ),
        (
            "Regional analyst appointed by 30 June 2026.",
            "Tool designed by the regional analyst by 1 May 2026.",
            ["PLAN-ORDER"],
        ),
        (
            "The regional data analyst is appointed by 30 June 2026.",
            "A profile prepared by the regional data analyst is out by 30 September 2026.",
            [],
        ),
        (
            "At least 85% of staff rate the learning days useful by 26 March 2027.",
            "At least 75% of staff rate the learning days useful by 26 March 2027.",
            ["PLAN-TARGETS-DIFFER"],
        ),
    ],
)
def test_two_kpis(first: str, second: str, expected: list[str]) -> None:
    assert [code for code, _ in codes(first, second)] == expected


def test_an_aim_outside_the_table_is_held_against_the_kpi() -> None:
    kpi = "At least 80% of delegates at the practice conference rate it good or better by 26 March 2027."
    aim = "By March 2027 at least {} of delegates at the practice conference will rate it good or better."
    assert codes(kpi, said=f"{REGION} {aim.format('80%')}") == []
    assert [code for code, _ in codes(kpi, said=f"{REGION} {aim.format('90%')}")] == ["PLAN-TARGETS-DIFFER"]
    chance = "Every council will have the chance to take part in peer challenge."
    assert codes(f"80% of councils take part in peer challenge {BY}.", said=f"{REGION} {chance}") == []


def test_quarters_are_read_as_the_document_defines_them() -> None:
    kpi = "Publish a report by Q3 2026."
    assert [code for code, _ in codes(kpi)] == ["PLAN-DATE-QUARTER"]
    assert codes(kpi, said=f"{REGION} Q1 is April to June and Q4 is January to March.") == []


@pytest.mark.parametrize("said", ["30 September 2O26", "l5 September 2026", "3O September 2026"])
def test_a_date_that_was_misread_is_told_as_that_alone(said: str) -> None:
    assert [code for code, _ in codes(f"Publish the profile by {said}.")] == ["SCAN-MISREAD"]


SHEET = ("Activity no.", "Activity", "KPI no.", "KPI type", "KPI", "Target", "Due date")


def of_sheet(*row: str) -> list[tuple[str, str]]:
    lines = [
        "Regional delivery plan 2026-27",
        "Date of this version: 20 May 2026",
        REGION,
        SHEET,
        ("1.1.1", "Work", "1.1.1", *row),
    ]
    lines.append(("1.1.2", "Meet", "1.1.2", "Action", "Hold a first meeting.", "1 meeting", "30 September 2026"))
    return [(one.code, one.as_written) for one in check_file(written(lines, "docx"), "plan.docx").findings]


def test_a_target_in_a_column_of_its_own() -> None:
    days = ("Performance", "Hold learning days for practitioners.")
    assert of_sheet(*days, "3 days", "29 January 2027") == []
    assert [code for code, _ in of_sheet(*days, "", "29 January 2027")] == ["PLAN-KPI-NUMBER"]
    board = "Open a shared dashboard to all 10 councils."
    assert "PLAN-TARGET-COLUMN" not in [
        one for one, _ in of_sheet("Performance", board, "1 dashboard", "29 January 2027")
    ]
    share = "80% of leaders take part."
    assert "PLAN-TARGET-COLUMN" in [one for one, _ in of_sheet("Performance", share, "90%", "29 January 2027")]


def test_a_day_that_is_over_is_told_once_though_its_column_says_it_again() -> None:
    found = of_sheet("Action", "By 30 April 2026, appoint an analyst.", "1 post", "30 April 2026")
    assert [code for code, _ in found].count("PLAN-DATE-PAST") == 1


@pytest.mark.parametrize(("count", "told"), [(2, []), (4, [("PLAN-COUNT-OWN", "4")])])
def test_the_number_of_kpis_on_a_summary(count: int, told: list[tuple[str, str]]) -> None:
    kpis = (f"Publish a profile {BY}.", f"Hold a meeting {BY}.")
    assert codes(*kpis, said=f"Number of KPIs {count}") == told


def test_a_rule_that_fails_is_said_and_keeps_no_other_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise ValueError("a layout nobody thought of")

    monkeypatch.setattr(recognising.order, "order_findings", broken)
    text = b"Delivery plan 2026-27\nActivity\tKPI ref\tKPI\tDue\nMeet\t1.1.1\tMeet by 31 June 2026\t31 June 2026\n"
    found = check_file(text, "plan.txt", kind=Kind.PLAN).findings
    assert {"PLAN-UNREAD", "PLAN-DATE-IMPOSSIBLE"} <= {one.code for one in found}
    assert any("not checked" in one.message for one in found if one.code == "PLAN-UNREAD")
