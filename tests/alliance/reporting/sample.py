"""A report with something of everything, and with texts that would do harm if they were taken for more than text."""

import datetime as dt
from dataclasses import replace

from riia.alliance.reporting.content import (
    Evidence,
    Exemption,
    Figure,
    Kpi,
    Measure,
    MoneyLine,
    Rag,
    ReportData,
    Risk,
    Source,
    Submitted,
)
from riia.alliance.reporting.content_grants import Grant, GrantCondition, GrantFinding, GrantPayment
from riia.alliance.reporting.layout import Mark

DAY = dt.date(2025, 12, 31)
NASTY = '#panic("x") *bold* _it_ $1+1$ <b>&amp; =HYPERLINK("http://x") \\ @ref `raw` //'

KPIS = (
    Kpi(
        "1.1.1", "Networks meet every quarter", "SEND", "1 Data", "1.1 Capability", "Action", "met", Rag.GREEN,
        "All 13 of 15 councils took part.", DAY, "By December 2025", "Rosalind Trevena", "Regional coordinator", "",
        (Measure(1, "councils that took part", "at least 13 of 15 councils (86%)", "councils", 13, 14, 13, 15, True,
                 "13 councils, by attendance", DAY, DAY, "attendance"),),
        (Evidence("Minutes of October", dt.date(2025, 10, 9), "https://example.org/m?a=1&b=2", "accepted"),),
    ),
    Kpi(
        "1.1.2", NASTY, "SEND", "1 Data", "1.1 Capability", "Performance", "missed", Rag.RED,
        f"Due on 30 November. {NASTY}", dt.date(2025, 11, 30), "30 November", "", "", "",
        (Measure(1, "first", "at least 3", "count", 3, None, 3, None, True),
         Measure(2, "second", "at least 80%", "share", None, None, None, None, None)),
    ),
    Kpi(
        "5.1.2", "Participants say they learnt", "CSC", "5 Data", "5.1 Data", "", "at risk", Rag.AMBER,
        "4 of 40 participants of Derby answered; Jane O’Neil asks again.", None, "by Q4 2025", "Jane O’Neil", "Analyst",
        "", (Measure(1, "participants", "at least 80%", "people", 4, 40, 4, 40, False, "4 of 40", None, DAY, "survey",
                     people=True, simulated=True),), (), True,
    ),
)  # fmt: skip

GRANTS = (
    Grant(
        "Improvement alliances, 2025-26", "31/6558, CON_007", "Variation 3, in effect from 14 December 2025",
        119_020_001, 59_510_000, 59_510_000, 59_510_001, 1_500_000,
        (GrantPayment("Instalment", dt.date(2025, 10, 15), False, 59_510_000, True),
         GrantPayment("Instalment", dt.date(2025, 12, 1), False, 59_510_001, overdue=True),
         GrantPayment("Payment to Derby", dt.date(2025, 11, 3), False, 1_500_000, True, instalment=False)),
        (GrantFinding("Purpose 3a", "4 councils × 39 days × £600 = £93,600, but £94,000 is stated for each."),),
        True, (GrantCondition("the award depends on the plan", dt.date(2025, 7, 3), "handed in on 2 July 2025"),),
    ),
    Grant("Coordinators, 2025-26", letter="Original", allocated=None, received=0, in_period=0, expected=None,
          findings=(GrantFinding("Annex, Leicester", "Cannot be verified: the base is redacted.", True),),
          letter_held=False, simulated=True),
)  # fmt: skip
BEFORE = (Figure("met", "KPIs that are met", "0 of 2"), Figure("spent", "Spent", "£1", money=True))

SAMPLE = ReportData(
    alliance="South West RIIA",
    region="E12000009",
    period="FQ2025-26Q3",
    period_words="October to December 2025 (financial quarter 3 of 2025-26)",
    as_at=DAY,
    plan="South West plan 2025-26, V2",
    kpis=KPIS,
    exemptions=(
        Exemption("1.1.1", "Derby", dt.date(2025, 11, 3), None, "Inspected in November", "Miriam Chell"),
        Exemption("1.1.2", "Leicester", dt.date(2025, 11, 3), DAY, "A named family’s case", "M Chell", True),
    ),
    money=(
        MoneyLine("SEND", "1 Data", 10_000_001, 10_000_000, 5_000_000, 4_999_999, 0, 10_000_000, "One post is late."),
        MoneyLine("CSC", "5 Data", 2_000_000, 2_000_000, 1_000_000, None, None, None, simulated=True),
    ),
    risks=(
        Risk("The analyst starts late", "high", "Jane O’Neil", "Analyst", "Ask for an interim", ("5.1.2",)),
        Risk("A director may leave", "high", confidential=True),
    ),
    submitted=(Submitted("July to September 2025", dt.date(2025, 10, 17), 12, 15, 15),),
    compared_with="",
    sources=(Source("Plan", "KPIs of version 2, and the evidence accepted by that day.", DAY),),
    missing=("spending of CSC 5 Data",),
    people=("Rosalind Trevena", "Jane O’Neil", "Miriam Chell", "M Chell"),
    councils=("Derby", "Leicester"),
    simulated=True,
    grants=GRANTS,
    before=BEFORE,
)
MARK = Mark(
    "Quarterly report to DfE and LGA, October to December 2025",
    2,
    dt.datetime(2026, 1, 5, 9, 30, tzinfo=dt.UTC),
    "ab" * 32,
    f"Dear all,\n{NASTY}\nWrite to jane@example.org.",
    "version 1",
    "Tell us whether Jane O’Neil may start.\n\nAnswer by Friday.",
    receipt=True,
)
EARLIER = replace(
    SAMPLE, period="FQ2025-26Q2", period_words="July to September 2025", as_at=dt.date(2025, 9, 30), kpis=KPIS[:2],
    money=SAMPLE.money[:1], grants=(), before=(), risks=(), exemptions=(),
)  # fmt: skip
