"""Words for the South West's plan: what surrounds its KPIs, and what is simulated. All in our own words."""

from datetime import date
from typing import Final

from riia.alliance.plans.services.exemptions import Ground

SOURCE: Final = (
    "SW RIIA CSC and SEND Regional Plan 2025 to 2026 V2, published by the South West alliance. Numbers, dates and "
    "thresholds are the plan’s; words are ours."
)
DOCUMENT: Final = "SW RIIA CSC and SEND Regional Plan 2025 to 2026 V2 (with revised SEND KPI August 2025)"
FIRST_VERSION: Final = (
    "Nothing of this version is here. The title of V2 says that its SEND KPIs were revised in August 2025, so there "
    "was a version before it; which KPIs changed is not known."
)
SECOND_VERSION: Final = "Its title says that the SEND KPIs were revised in August 2025. The day is not stated."
STRANDS: Final = {"SEND": "SEND and alternative provision", "CSC": "Children’s social care"}
_TITLES = ("Data capacity and capability", "Regional diagnostics", "Universal improvement", "Targeted support")
AREAS: Final = {str(number): _TITLES[(number - 1) % 4] for number in range(1, 9)}

REFERENCES: Final = (
    ("7.1.1", "See sections 5 and 6", "5"),
    ("7.1.1", "See sections 5 and 6", "6"),
    ("7.2.1", "See KPI 7.2.3", "7.2.3"),
)
"""KPI, what it says, and the KPI or area that is meant."""

SAME_EVIDENCE: Final = (
    ("Practice Guide workshops", "Four, three and four of them, by different days.", ("6.5.3", "7.1.3", "7.2.2")),
    ("Newsletters", "Twelve are promised twice; two of the quarterly ones carry outcomes of peer challenges.",
     ("2.3.4", "3.3.1A", "6.3.4")),
    ("Agreements with PCF, CYPSA and SENDIAS", "By 30 September 2025 twice, and by 31 January 2026.",
     ("3.1.1B", "3.3.4", "4.1.8")),
    ("Learning summaries", "At least two by March 2026, and at least four by December 2025.",
     ("6.2.5-KPI1", "6.3.2")),
    ("Days until learning is written down", "Two, four and six weeks after the same reviews.",
     ("6.1.3", "6.1.5", "6.2.5-KPI1", "6.3.1")),
    ("The regional data analyst in post", "By the second quarter, by 30 December 2025, and throughout the year.",
     ("5.1.3", "5.2.2A", "5.2.6")),
    ("Review of data collection", "The same review, asked for twice.", ("5.1.1", "5.2.1")),
    ("Communities of practice", "Three meetings, two communities, and 80% of councils in either.",
     ("7.3.1", "7.3.2", "8.3.3")),
    ("Reports to the Department and the LGA", "Quarterly reports on one year’s work.", ("8.1.U1", "8.2.4", "8.3.6")),
)  # fmt: skip
"""Title, what differs, and the KPIs that the same evidence speaks to (R11.15)."""

_WHOLE = "The aim says every local area; the KPI is met by 86% of them."
AIMS: Final = (
    ("SEND", "Experts for performance and data are in post", None, (("1.1.1", ""), ("1.1.3", ""))),
    ("SEND", "A dashboard for SEND data is in use", None, (("1.1.2", ""), ("3.1.1D", ""))),
    ("SEND", "Performance data are shared and used across the region", None, (("1.1.4", ""), ("1.1.5", ""))),
    ("SEND", "Leaders decide on regular reports", None, (("1.2.3", "The KPI asks for the first report only."),)),
    ("SEND", "Every local area has gone through a peer review", 100, (("2.2.1", _WHOLE),)),
    ("SEND", "What reviews find is shared and shapes support and money", None,
     (("2.3.1", ""), ("2.3.2", ""), ("2.3.3", ""))),
    ("SEND", "Health, schools and parent groups work together", None, (("3.3.2", ""), ("3.3.3", ""), ("3.3.4", ""))),
    ("SEND", "Improvement projects run on what the region needs", None, (("3.1.2A", ""),)),
    ("SEND", "Experts for inclusive education are secured", None, (("3.1.2B", ""), ("3.2.2B", ""))),
    ("SEND", "Councils that need more get a package of their own", None, (("4.1.1", ""), ("4.1.12A", ""))),
    ("SEND", "Who gets help is decided fairly and openly", None, (("4.1.10A", ""), ("4.1.11", ""))),
    ("SEND", "Progress of support is tracked and shared", None, (("4.1.2", ""), ("4.2.2A", ""))),
    ("CSC", "Data are easier to get at, building on what is good already", None, (("5.1.5", ""), ("5.2.6", ""))),
    ("CSC", "Leaders decide on regular reports", None, (("5.2.3", ""), ("5.2.4", ""))),
    ("CSC", "Reviews show what works and what needs work", None, (("6.2.1", ""), ("6.2.2", ""))),
    ("CSC", "Children’s, young people’s and families’ voices shape services", None, ()),
    ("CSC", "Learning travels within and between regions", None, (("6.1.8", ""), ("6.1.9", ""))),
    ("CSC", "Councils, health, education, police and voluntary sector are partners", None,
     (("7.1.5", ""), ("7.4.4", ""))),
    ("CSC", "Support is given by an open and fair process", None, (("8.1.2", ""), ("8.1.3", ""))),
    ("CSC", "Progress of support is monitored and shared", None, (("8.2.2", ""), ("8.2.4", ""))),
)  # fmt: skip
"""Strand, the aim, the share of councils it claims, and the KPIs that would show it (R11.19)."""

NOTES: Final = (
    *(("3.1.1", "priority", said) for said in (
        "Families and coproduction", "A stronger workforce", "Robust and consistent measures", "Inclusive systems")),
    *(("3.1.1", "partner", said) for said in (
        "South West directors", "Department for Education", "Education settings", "LGA", "Parent carer forums",
        "Health")),
    ("2.1.2", "dependency", "Support has to be on offer before declining it can be escalated"),
    ("4.1.8", "partner", "Parent carer forums, SENDIASS, health and trusts"),
    ("6.2.2", "milestone", "Document review, one-day visit, report with strengths and areas"),
    ("7.1.2", "partner", "Bournemouth University, Dialogue and the LGA"),
)  # fmt: skip

RISKS: Final = (
    ("The analyst starts late, and what rests on their work comes late", "Ask D2I for days; move 5.2.7 by agreement",
     3, 3, "Regional data lead", ("5.2.2A", "5.2.6", "5.2.7")),
    ("A third of the plan is due in its last month, when reports and year-end also fall", "Bring forward what can be",
     3, 2, "Programme manager", ("2.3.1", "3.1.1A", "4.1.2")),
    ("Inspections take councils out of peer challenge", "Log exemptions as they come; hold two spare dates", 2, 2,
     "SEND programme lead", ("2.2.1", "6.2.2")),
    ("Partners’ agreements are signed later than support begins", "Letters of intent until contracts are there", 2, 3,
     "SEND programme lead", ("3.1.1B", "4.1.10B")),
    ("Surveys ask the same people too often, and few answer", "One survey a quarter with all questions", 2, 2,
     "Regional data lead", ("1.1.2", "3.1.1C", "8.1.5")),
)  # fmt: skip
"""Simulated: what, response, likelihood, impact, who looks after it, and the KPIs it threatens."""

OWNERS: Final = {
    "1": "sw-performance",
    "2": "SEND programme lead",
    "3": "SEND programme lead",
    "4": "SEND programme lead",
    "5": "sw-performance",
    "6": "Social care programme lead",
    "7": "Social care programme lead",
    "7.4": "",
    "8": "sw-coordinator",
}
"""Simulated owners by area or requirement: a person, an office, or nobody yet."""

SETTLED: Final = (
    ("1.2.2A", 1, date(2026, 2, 28), "No year is written; the plan’s year has one 28 February"),
    ("1.2.2A", 2, date(2026, 2, 28), "No year is written; the plan’s year has one 28 February"),
    ("2.1.2B", 1, date(2026, 2, 28), "29 February 2026 does not exist; read as the last day of the month"),
    ("8.1.3", 1, date(2025, 11, 30), "31 November does not exist; read as the last day of the month"),
    ("8.1.3", 2, date(2025, 11, 30), "31 November does not exist; read as the last day of the month"),
    ("5.1.5", 1, date(2025, 9, 30), "Q3 2025 read as the calendar quarter, as in 6.1.1"),
    ("7.1.3", 1, date(2025, 9, 30), "Q3 2025 read as the calendar quarter, as in 6.1.1"),
    ("7.1.3", 2, date(2025, 12, 31), "Q4 2025 read as the calendar quarter, as in 6.1.1"),
)
"""Simulated decisions on dates that do not exist or have two readings; 2.1.2C and others stay open."""

NOTHING_YET: Final = frozenset(
    {"1.2.4", "3.2.3A", "4.1.3C", "4.2.5", "6.1.5", "7.4.2", "8.2.3", "5.2.8", "6.5.4", "3.3.3"}
)
"""KPIs for which nothing is simulated, so that the page has some."""

TITLES: Final = {
    "attendance": "Attendance log and notes", "survey": "Survey results", "document": "Document", "milestone": "Letter",
    "coverage": "Coverage table", "submission": "Report", "time-to-complete": "Log of days", "offer-log": "Offer log",
    "usage-analytics": "Usage figures", "contract": "Signed agreement", "data-quality": "Quality check",
    "governance-approval": "Minute of approval", "baseline-change": "Baseline and change",
    "response-time": "Log of days", "data-availability": "Data table", "time-log": "Time log",
}  # fmt: skip

EXEMPTIONS: Final = (
    ("879", ("2.2.1", "1.1.2", "2.1.2B"), Ground(
        "A local area inspection was announced the week before (simulated).", date(2025, 12, 1), date(2026, 2, 28),
        "Letter of the inspectorate (simulated)"), True),
    ("880", ("3.1.1A", "3.1.1D"), Ground(
        "The council’s network was down for a month (simulated).", date(2026, 3, 2), date(2026, 3, 31),
        "Incident report (simulated)"), False),
)  # fmt: skip
"""Council, KPIs, why and when, and whether it is approved."""

OVERRIDES: Final = (
    ("2.3.2", "amber", "The priorities are agreed in draft; the board confirms them in May (simulated).",
     date(2026, 3, 10), date(2026, 5, 20)),
    ("5.2.7", "amber", "Updates were given, minutes follow (simulated).", date(2025, 12, 1), date(2026, 2, 1)),
)  # fmt: skip
