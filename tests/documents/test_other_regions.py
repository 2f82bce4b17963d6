"""Documents as people of other regions write them: what is right in them is not told as wrong, and what is wrong is."""

from collections.abc import Sequence

from riia.documents.check import check_file
from riia.documents.model import Finding
from tests.documents.papers import Line, written


def findings(*lines: Line, form: str = "txt") -> tuple[Finding, ...]:
    return check_file(written(lines, form), f"paper.{form}").findings


def told(found: Sequence[Finding], code: str) -> list[str]:
    return [finding.as_written for finding in found if finding.code == code]


COST_HEAD = ("Area", "Line", "KPIs", "Projected spend", "Q2 20%", "Q3 30%", "Q4 50%")


def costs(*rows: Line, title: str = "Costs of the plan 2025-26") -> tuple[Finding, ...]:
    return findings(title, COST_HEAD, *rows, form="docx")


BY_AREA = (
    ("Skills", "Trainer", "1.1.1", "£1,000", "£200", "£300", "£500"),
    ("Skills", "Rooms", "1.1.2", "£2,000", "£400", "£600", "£1,000"),
    ("Skills total", "", "", "£3,000", "£600", "£900", "£1,500"),
    ("Visits", "Travel", "2.1.1", "£500", "£100", "£150", "£250"),
    ("Visits total", "", "", "£500", "£100", "£150", "£250"),
)


def test_a_total_may_be_named_after_its_area() -> None:
    total = ("Total", "", "", "£3,500", "£700", "£1,050", "£1,750")
    assert costs(*BY_AREA, total) == ()
    wrong = (*BY_AREA[:2], ("Skills total", "", "", "£3,100", "£600", "£900", "£1,500"), *BY_AREA[3:], total)
    assert told(costs(*wrong), "COST-AREA-SUM") == ["£3,100"]


def test_a_split_is_no_date() -> None:
    assert costs(*BY_AREA, title="The grant is split 20/30/50 over the quarters of 2025-26") == ()


LETTER: tuple[Line, ...] = (
    "Department for Education",
    "3 June 2025",
    "# Practice Partners Grant: section 31 grant determination 2025-26 No 31/8015",
    "The grant helps partners in the 2025-26 financial year:",
    "1. visits;",
    "2. reports.",
    "The grant is paid in one instalment in September 2025.",
    "The Minister of State for Children (“the Minister”), in exercise of the powers conferred by section 31 of the "
    "Local Government Act 2003, makes the following determination:",
    "Citation",
    "1. This determination may be cited as the Practice Partners Grant Determination 2025-26 (No 31/8015).",
    "Purpose of the grant",
    "2. The purpose of the grant is to provide support to local authorities in England towards expenditure lawfully "
    "incurred or to be incurred by them.",
    "Determination",
    "3. The Minister determines the authorities to which grant is to be paid and the amount of grant to be paid; these "
    "are set out in Annex A.",
    "Treasury consent",
    "4. Before making this determination in relation to local authorities in England, the Minister obtained the "
    "consent of the Treasury.",
    "Signed by authority of the Minister of State for Children",
    "Owen Achebe",
    "Director, Families Group",
    "Annex A",
)
PARTNERS: tuple[Line, ...] = (
    ("Practice partner", "Councils supported", "Packages", "Amount"),
    ("Essex County Council", "Luton Borough Council; Norfolk County Council", "2", "£15,600.00"),
    ("North Tyneside Council", "Sunderland City Council", "1", "£7,800.00"),
    ("Hertfordshire County Council", "Peterborough City Council; Bedford Borough Council", "2", "£15,600.00"),
    ("Total", "", "5", "£39,000.00"),
)


def test_partners_are_paid_and_not_whom_they_support() -> None:
    assert findings(*LETTER, *PARTNERS, form="docx") == ()
    again = (*PARTNERS[:2], ("Essex County Council", "Sunderland City Council", "1", "£7,800.00"), *PARTNERS[3:])
    assert told(findings(*LETTER, *again, form="docx"), "LETTER-RECIPIENT-TWICE") == ["Essex County Council"]


PLAN_HEAD = ("Sub-Requirement", "Planned activity", "Key Performance Indicator (KPI)")


def plan(*rows: Line) -> tuple[Finding, ...]:
    return findings("Regional delivery plan 2025-26", "The region has 11 local authorities (LAs).", PLAN_HEAD, *rows)


def test_two_kpis_that_are_alike_are_two() -> None:
    first = "3.1.1A Performance KPI By 31 March 2026, train 120 staff, with 85% rating the training good or better."
    second = "3.1.1B Performance KPI By 31 March 2026, train 120 staff, with at least 5 from each LA."
    assert plan(("3.1 Train staff", "3.1.1 Run a training programme", first), ("", "", second)) == ()


def test_strands_may_be_numbered_with_letters_of_their_own() -> None:
    rows = [
        (f"{letter}1 Area", f"{letter}1.{at} Hold an event", f"{letter}1.{at} By 27 March 2026 hold {at + 2} events")
        for letter in "AB"
        for at in (1, 2, 3)
    ]
    assert told(plan(*rows), "PLAN-ID-FORMAT") == []


def kpi(text: str) -> list[str]:
    return told(plan(("1.1 Use data", "1.1.1 Hold workshops", f"1.1.1 {text}")), "PLAN-COUNT-SHARE")


def test_shares_agree_with_the_counts_beside_them() -> None:
    assert kpi("By 27 March 2026, 73% of LAs (8 of 11) use the data.") == []
    assert kpi("By 27 March 2026, 75% of LAs (8 of 12) use the data.") == ["75%"]
    assert kpi("By 27 March 2026, 8 of 11 LAs (73%) use the data.") == []
    assert kpi("By 27 March 2026, 8 of 11 LAs (83%) use the data.") == ["8 of 11 LAs (83%)"]
    assert kpi("By 27 March 2026, the pledge is signed by 35 of 33 local authorities.") == ["35 of 33"]
    assert kpi("By 27 March 2026, 110% of LAs use the data.") == ["110%"]
    assert kpi("By 27 March 2026, attendance increases by 110%.") == []


def test_pence_are_not_rounded_to_pounds() -> None:
    lines = (
        ("Skills", "Trainer", "1.1.1", "£1,000.50", "£200.10", "£300.15", "£500.25"),
        ("Skills", "Rooms", "1.1.2", "£2,000.00", "£400.00", "£600.00", "£1,000.00"),
    )
    total = ("Total", "", "", "£3,000.50", "£600.10", "£900.15", "£1,500.25")
    assert costs(*lines, total) == ()
    wrong = ("Total", "", "", "£3,000.50", "£600.10", "£900.15", "£1,500.26")
    assert told(costs(*lines, wrong), "COST-TOTAL-SUM") == ["£1,500.26"]
    short = (*lines[0][:6], "£500.75")
    assert told(costs(short, lines[1], total), "COST-LINE-SUM") == ["£500.75"]


def test_what_a_line_says_of_itself() -> None:
    def line(label: str, scope: str = "3.1.1") -> list[str]:
        row = ("Visits", label, scope, "£30,000", "£6,000", "£9,000", "£15,000")
        return [finding.code for finding in costs(*BY_AREA[:2], BY_AREA[3], row)]

    assert line("Reviewers (40 days at £750)") == []
    assert line("Reviewers (40 days at £850)") == ["COST-LINE-RATE"]
    assert line("Reviewers, 40 days at £700 plus travel") == []
    assert line("Reviewers", "3.1.1 to 3.1.4") == []
    assert line("Reviewers", "3.1.4 to 3.1.1") == ["COST-SCOPE-ORDER"]
    assert line("Reviewers", "1.1.2 to 1.1.3") == ["COST-SCOPE-TWICE"]
    assert line("Reviewers", "") == ["COST-SCOPE-NONE"]


def test_a_number_of_the_kpi_beside_that_of_the_activity() -> None:
    head = ("Ref", "Planned activity", "KPI ref", "KPI")
    rows = [(f"1.{at}", f"Hold event {at}", f"1.{at}a", f"By 27 March 2026 hold {at + 2} events") for at in (1, 2, 3)]
    text = ("Regional delivery plan 2025-26", head)
    assert findings(*text, *rows, form="docx") == ()
    twice = (*rows[:2], (*rows[2][:2], "1.2a", rows[2][3]))
    assert "PLAN-ID-DUPLICATE" in [finding.code for finding in findings(*text, *twice, form="docx")]


def test_days_at_a_rate_make_the_cost_outside_the_purposes_too() -> None:
    text = "Packages of support of 12 days each, at £650 per day. A package therefore costs {}."
    for stated, code in (("£7,800", []), ("£7,080", ["£7,080"])):
        lines = (*LETTER[:4], text.format(stated), *LETTER[4:], *PARTNERS)
        assert told(findings(*lines, form="docx"), "LETTER-DAYS-TIMES-RATE") == code


def test_the_columns_tell_which_purpose_came_later() -> None:
    text = (
        "Department for Education",
        "",
        "9 October 2024",
        "",
        "Re: S31 Grant Determination Letter for Regional Support, variation 2.",
        "",
        "1. The purpose of the grant is amended to read as follows:",
        "",
        "Purpose of the grant",
        "",
        "The grant pays for the work of the regions in the 2024-25 financial year:",
        "",
        "1. A regional analyst. £62,000 is allocated to each region.",
        "2. Visits between councils. £2,400 is allocated to each local authority in the region, for three days of a "
        "manager's time at £800 per day.",
        "3. Support for councils. £42,000 is allocated to each region, based on two local authorities receiving 30 "
        "days of support, costed at £700 per day.",
        "",
        "The Minister, in exercise of the powers conferred by section 31 of the Local Government Act 2003, makes the "
        "following determination:",
        "",
        "2. Annex A is amended to read as follows:",
        "",
        "Annex A",
        ("Region", "Local authorities", "Paid before this variation", "Revised total 2024-25"),
        ("East Midlands", "10", "£86,000", "£128,000"),
        ("North East", "12", "£90,800", "£132,800"),
        ("South West", "15", "£98,000", "£140,000"),
        ("West Midlands", "14", "£95,600", "£137,600"),
    )
    assert told(findings(*text), "LETTER-NOT-RECOMPUTED") == []
    wrong = [line if "£132,800" not in line else (*line[:3], "£133,800") for line in text]
    assert any("£133,800" in finding.message or "£133,800" in finding.as_written for finding in findings(*wrong))


def test_a_row_adds_up_in_the_way_most_rows_do() -> None:
    head = ("Authority", "Base funding", "Review funding", "Total", "First instalment", "Second instalment")
    names = ("Bedford Borough Council", "Essex County Council", "Luton Council", "Norfolk County Council")
    right = [(name, "£18,000", f"£{4 + at},000", f"£{22 + at},000", "£9,000", f"£{13 + at},000")
             for at, name in enumerate(names)]  # fmt: skip
    assert told(findings(*LETTER, head, *right, form="docx"), "LETTER-ROW-PARTS") == []
    wrong = [*right[:3], (*right[3][:5], "£16,100")]
    assert told(findings(*LETTER, head, *wrong, form="docx"), "LETTER-ROW-PARTS") == ["£25,000"]
    doubted = [(name, "£18,000", "£5,000", "£30,000", "£1,000", f"£{at + 1},000") for at, name in enumerate(names)]
    assert told(findings(*LETTER, head, *doubted, form="docx"), "LETTER-ROW-PARTS") == []


def test_a_rate_that_the_rows_use_is_no_rate_that_was_not_read() -> None:
    lines = list(LETTER)
    lines[4:6] = [
        "1. £18,000 allocated to each authority for a lead officer. It also receives £1,375.25 for each review."
    ]
    names = ("Bedford Borough Council", "Essex County Council", "Luton Council", "Norfolk County Council")
    head = ("Authority", "Number of reviews", "Total")
    used = [(name, str(at + 2), f"£{18_000 + 1375.25 * (at + 2):,.2f}") for at, name in enumerate(names)]
    assert told(findings(*lines, head, *used, form="docx"), "LETTER-NOT-RECOMPUTED") == []
    other = [(name, str(at + 2), f"£{18_111 + 1375.25 * (at + 2):,.2f}") for at, name in enumerate(names)]
    assert told(findings(*lines, head, *other, form="docx"), "LETTER-NOT-RECOMPUTED") == ["£1,375.25"]


def test_what_was_misread_is_told_once_and_read_as_it_is_meant() -> None:
    lines = [line.replace("Treasury.", "Trea5ury.") if isinstance(line, str) else line for line in LETTER]
    lines[4:6] = ["1. £2,l50 allocated to each authority for five days of its time, costed at £430 per day."]
    rows = [("Bedford Borough Council", "£2,150"), ("Essex County Council", "£2,150"), ("Luton Council", "£2,150")]
    found = findings(*lines, ("Authority", "Total"), *rows, form="docx")
    assert told(found, "SCAN-MISREAD") == ["£2,l50", "Trea5ury"]
    assert {one.code for one in found} == {"SCAN-MISREAD"}


def test_a_grant_supports_as_many_as_the_annex_has() -> None:
    rows = [("Bedford Borough Council", "£18,000"), ("Essex County Council", "£18,000"), ("Luton Council", "£18,000")]
    for said, expected in (("two", ["grant supports two local authorities"]), ("three", [])):
        lines = [*LETTER[:3], f"The grant supports {said} local authorities in the region.", *LETTER[4:]]
        assert told(findings(*lines, ("Authority", "Total"), *rows, form="docx"), "LETTER-COUNT-VS-LIST") == expected
