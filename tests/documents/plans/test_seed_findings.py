"""Everything that is found in the South West plan: each was read by a person beside the document and kept as right.

A change of the rules that adds or loses a finding has to be looked at here.
"""

from riia.documents.model import Reading

EXPECTED = {
    # code: what stands at the places, in the order of the file
    "COST-CELL-DAMAGED": ["63 | 63", "0 2 | 03 | 03", "0083"],
    "COST-CELL-MISSING": [""],
    "COST-LINE-UNNAMED": ["£89,429"],
    "COST-ROUNDED": ["£0"],
    "COST-SCOPE-NONE": ["2.1.1 to 2.5.1", "8.1.1 to 8.1.5"],
    "COST-SCOPE-NOWHERE": ["1.1.1 to 1.1.3B"],
    "COST-SCOPE-TWICE": ["Excluding 3.1.2B"],
    "PLAN-ACTIVITY-DIFFERS": ["75%"],
    "PLAN-AIM-DIFFERS": ["Every local area will go through a peer review"],
    "PLAN-CLOCKS-DIFFER": ["within 2 weeks of each diagnostic completion"],
    "PLAN-COUNT-FIT": ["4 quarterly reports"],
    "PLAN-DATE-BASES": ["Q4"],
    "PLAN-DATE-IMPOSSIBLE": ["29 February 2026", "29 February 2026", "31 November 2025"],
    "PLAN-DATE-MISSING": ["80 % of LAs receiving tailored data support"],
    "PLAN-DATE-NO-YEAR": ["Thursday 3 July", "28 February"],
    "PLAN-DATE-OUTSIDE": ["July 2026", "June 2026"],
    "PLAN-DATE-PAST": ["Q1 2025", "July 2025"],
    "PLAN-DATE-WEEKEND": ["1st March 2026", "31 January 2026", "30 November 2025", "28th February 2026"],
    "PLAN-DATES-DIFFER": ["31 January 2026", "30 December 2025"],
    "PLAN-FREQUENCY-DIFFER": ["termly (quarterly)", "learning log updated quarterly", "2 quarterly newsletters"],
    "PLAN-ID-FORMAT": ["5.2.2.A"],
    "PLAN-ID-MISSING": ["Quarterly - Produce quarterly reports", "Maintain a contact list"],
    "PLAN-ID-WRONG": ["7.35"],
    "PLAN-KPI-KIND": ["all 15 LAPs"],
    "PLAN-KPI-NONE": ["4.1.5", "4.2.3", "8.1.6"],
    "PLAN-KPI-NUMBER": ["deliver commissioned work"],
    "PLAN-KPI-REFERS": ["See sections 5 and 6."],
    "PLAN-KPI-TWICE": ["Complete a comprehensive review"],
    "PLAN-ORDER": ["31 December 2025", "30 September 2025", "31 December 2025", "2025–26"],
    "PLAN-ORDER-NO-TIME": ["31 December 2025", "publish the first regional performance report"],
    "PLAN-TARGET-LIMIT": ["up to 39 days"],
    "PLAN-TARGETS-DIFFER": ["at least 4 learning summaries", "at least 3 workshops"],
    "PLAN-TEXT-CUT": ["reporting positive", "addressing", "national"],
    "PLAN-TEXT-GARBLED": ["Parformance KDI", "2.5.2 Discussi", "6 F 9", "c.g., ramides", "0.0.0 Fatablish"],
    "PLAN-TEXT-LOST": ["headline learnings", "Ensure the Regional"],
    "PLAN-WORD-FREQUENCY": ["bi-monthly", "biannually"],
    "PLAN-WORD-PENDING": ["details tbc", "(to be designed)"],
    "PLAN-WORD-UNKNOWN": ["LAP"],
    "PLAN-WORD-VAGUE": ["improved strategic oversight"],
}


def test_what_is_found_in_the_seed_is_what_people_found(seed: Reading) -> None:
    found: dict[str, list[str]] = {}
    for finding in seed.findings:
        found.setdefault(finding.code, []).append(finding.as_written)
    assert {code: len(texts) for code, texts in found.items()} == {code: len(texts) for code, texts in EXPECTED.items()}
    for code, texts in EXPECTED.items():
        for text, written in zip(sorted(texts), sorted(found[code]), strict=True):
            assert any(text in one for one in found[code]), (code, text, written)


def test_messages_show_what_they_rest_on(seed: Reading) -> None:
    said = {(finding.code, finding.where.line): finding.message for finding in seed.findings}
    assert "9 Action KPIs" in said["PLAN-KPI-KIND", 145]
    assert "4 Performance KPIs" in said["PLAN-KPI-NUMBER", 361]
    assert "£106,868 to £106,869" in said["COST-CELL-MISSING", 960]
    assert "£1,190,201" in said["COST-ROUNDED", 991]
    assert "1.3.1B has the same digits" in said["COST-SCOPE-NOWHERE", 950]
    assert "2.5.2" in said["COST-SCOPE-NONE", 958]
    assert "8.1.6" in said["COST-SCOPE-NONE", 1020]
    assert "8.1.7" in said["COST-SCOPE-NONE", 1020]
    assert "30 September 2025 there are 3" in said["PLAN-COUNT-FIT", 937]
    twelve = next(f.message for f in seed.findings if "newsletters" in f.as_written)
    assert "12 monthly" in twelve
    assert "monthly and quarterly" in twelve
    guides = next(f.message for f in seed.findings if f.as_written == "at least 3 workshops")
    assert "75%" in guides
    assert "65%" in guides


def test_damaged_lines_give_no_false_dates_or_numbers(seed: Reading) -> None:
    for finding in seed.findings:
        if finding.code.startswith(("PLAN-DATE", "PLAN-ID", "PLAN-KPI")):
            assert finding.where.line not in (183, 717, 919)
            assert "2020" not in finding.as_written


def test_every_finding_has_a_rule_a_place_and_a_remedy(seed: Reading) -> None:
    lines = {block.where.line for block in seed.document.blocks}
    for finding in seed.findings:
        assert finding.where.line in lines
        assert finding.remedy
        assert len(finding.message) > 40
