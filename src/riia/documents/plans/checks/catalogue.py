"""Every rule for plans and costings, and the one way in which a finding is made from it."""

from collections.abc import Sequence
from typing import Final

from riia.documents.model import Evidence, Finding, Severity, Where
from riia.documents.rules import Rule, register, rule_of

_E, _C, _A, _X = Severity.ERROR, Severity.CONFLICT, Severity.AMBIGUITY, Severity.ARTEFACT

RULES: Final = tuple(
    Rule(code, severity, title, why, source)
    for code, severity, title, why, source in (
        (
            "PLAN-DATE-IMPOSSIBLE",
            _E,
            "A date is in no calendar.",
            "Nobody can be held to a day that does not exist.",
            "R11.09",
        ),
        ("PLAN-DATE-WEEKDAY", _E, "A date and its day of the week do not agree.", "One of the two is wrong.", "R11.09"),
        ("PLAN-DATE-NO-YEAR", _E, "A deadline has no year.", "It can be read as more than one day.", "R11.09, R1.46"),
        (
            "PLAN-DATE-WEEKEND",
            _A,
            "A deadline falls on a Saturday or Sunday.",
            "Nothing is received, signed or published on it.",
            "R11.09",
        ),
        (
            "PLAN-DATE-QUARTER",
            _A,
            "A quarter is named without saying of which year it is a quarter.",
            "Q3 of the calendar year ends three months before Q3 of the financial year.",
            "R11.09",
        ),
        (
            "PLAN-DATE-BASES",
            _C,
            "Quarters are counted in two ways.",
            "The same words then mean two different days.",
            "R11.09",
        ),
        (
            "PLAN-DATE-OUTSIDE",
            _E,
            "A deadline is outside the year of the grant.",
            "What is done after it ends cannot be paid from it.",
            "R11.10",
        ),
        (
            "PLAN-DATE-PAST",
            _A,
            "A deadline was over when the document was written.",
            "It cannot be met any more, or it was met already and says so nowhere.",
            "R11.10",
        ),
        (
            "PLAN-DATE-MISSING",
            _A,
            "A KPI says neither when nor how often.",
            "It cannot be late, and it cannot be reported as due.",
            "R11.09, R11.22",
        ),
        (
            "PLAN-DATE-RUNS",
            _E,
            "An activity ends before it begins.",
            "No day lies between the two, so one of them is wrong.",
            "R11.09",
        ),
        (
            "PLAN-DATE-COLUMN",
            _C,
            "The date in a KPI's text and the date in its column differ.",
            "It is late by the one and in time by the other.",
            "R11.09, R11.15",
        ),
        (
            "PLAN-OWNER-MISSING",
            _A,
            "Nobody is named as responsible, where the other rows name somebody.",
            "What nobody leads is done by nobody, and nobody is asked about it.",
            "R11.17",
        ),
        (
            "PLAN-ID-DUPLICATE",
            _E,
            "Two KPIs or activities have the same number.",
            "Money, evidence and reports cannot tell them apart.",
            "R11.03",
        ),
        (
            "PLAN-ID-FORMAT",
            _A,
            "The same kind of number is written in more than one way.",
            "A search for one form does not find the other.",
            "R11.03",
        ),
        (
            "PLAN-ID-WRONG",
            _E,
            "A number does not fit where it stands.",
            "A point or digit is missing.",
            "R11.03, R15.04",
        ),
        (
            "PLAN-ID-GAP",
            _A,
            "A number is left out of a sequence.",
            "Something was deleted, or was never written.",
            "R11.03",
        ),
        ("PLAN-ID-MISSING", _A, "A KPI or activity has no number.", "Nothing can refer to it.", "R11.03"),
        (
            "PLAN-ID-LETTER",
            _A,
            "Letters of KPIs do not run A, B, C, or only one KPI has one.",
            "One may be missing.",
            "R11.03",
        ),
        (
            "PLAN-KPI-ALONE",
            _E,
            "A KPI has the number of an activity that is not in the plan.",
            "Nobody can see what is done to reach it.",
            "R11.03",
        ),
        ("PLAN-KPI-NONE", _A, "An activity has no KPI.", "Nobody can see whether it was done.", "R11.02"),
        (
            "PLAN-KPI-TWICE",
            _C,
            "Two KPIs have the same text.",
            "One piece of work is promised and counted twice.",
            "R11.15",
        ),
        (
            "PLAN-KPI-KIND",
            _A,
            "An Action KPI asks for a share.",
            "An action is done or not; a share is performance.",
            "R11.04",
        ),
        (
            "PLAN-KPI-NUMBER",
            _A,
            "A Performance KPI names no number to reach.",
            "Nobody can say whether it was met.",
            "R11.04",
        ),
        (
            "PLAN-KPI-REFERS",
            _A,
            "A KPI only refers to others.",
            "It has nothing of its own to measure.",
            "R11.18, R11.22",
        ),
        (
            "PLAN-REFERENCE-NOWHERE",
            _E,
            "A reference leads nowhere.",
            "What it refers to is not in the document.",
            "R11.18",
        ),
        (
            "PLAN-COUNT-SHARE",
            _E,
            "A percentage and the count beside it do not agree.",
            "One of them was changed and the other was not.",
            "R11.07",
        ),
        (
            "PLAN-COUNT-COUNCILS",
            _C,
            "A count is of another number of councils than the region has.",
            "The percentage is then another one.",
            "R11.07",
        ),
        (
            "PLAN-COUNT-LIST",
            _E,
            "A stated number of things and the list beside it do not agree.",
            "One is missing or one too many.",
            "R11.15",
        ),
        (
            "PLAN-COUNT-FIT",
            _C,
            "More reports are promised than the period has room for.",
            "It cannot be met from the first day.",
            "R11.14",
        ),
        (
            "PLAN-TARGET-COLUMN",
            _C,
            "The text of a KPI and its target column differ.",
            "It is met by the one and missed by the other.",
            "R11.15",
        ),
        (
            "PLAN-TARGET-LIMIT",
            _A,
            "A target is a limit, not something to reach.",
            '"Up to" is also met by none at all.',
            "R11.06",
        ),
        (
            "PLAN-TARGET-DIRECTION",
            _C,
            "An activity and its KPI set a limit and a minimum of the same thing.",
            "Both cannot be the target.",
            "R11.15",
        ),
        (
            "PLAN-TARGETS-DIFFER",
            _C,
            "KPIs about the same thing set different numbers.",
            "The same evidence meets one and misses the other.",
            "R11.15",
        ),
        (
            "PLAN-DATES-DIFFER",
            _C,
            "The same thing is due on different dates.",
            "It is late by one and in time by the other.",
            "R11.15",
        ),
        (
            "PLAN-CLOCKS-DIFFER",
            _C,
            "The same report has different times to be ready.",
            "Whoever writes it does not know which holds.",
            "R11.15",
        ),
        (
            "PLAN-FREQUENCY-DIFFER",
            _C,
            "How often something happens is said in two ways.",
            "Both cannot hold.",
            "R11.14, R15.02",
        ),
        (
            "PLAN-ACTIVITY-DIFFERS",
            _C,
            "An activity and its KPI promise different amounts.",
            "The KPI can be met while the activity is not done.",
            "R11.15",
        ),
        (
            "PLAN-AIM-DIFFERS",
            _C,
            "An aim promises all, and its KPI fewer.",
            "The plan can be met and its aim missed.",
            "R11.19",
        ),
        ("PLAN-ORDER", _C, "Something is due before what it needs.", "It cannot be done in time as planned.", "R11.11"),
        (
            "PLAN-ORDER-NO-TIME",
            _A,
            "Something is due on the same day as what it needs.",
            "There is no time between the two.",
            "R11.11",
        ),
        (
            "PLAN-WORD-FREQUENCY",
            _A,
            "A word for how often has two meanings.",
            "Bi-monthly is twice a month or every two months.",
            "R15.02",
        ),
        (
            "PLAN-WORD-VAGUE",
            _A,
            "Words that cannot be measured without a definition.",
            "Two people would count differently.",
            "R11.22",
        ),
        ("PLAN-WORD-PENDING", _A, "Something is still to be decided.", "It cannot be measured before it is.", "R11.22"),
        (
            "PLAN-WORD-UNKNOWN",
            _A,
            "Abbreviations that the document does not explain.",
            "Readers outside the region do not know them.",
            "R15.07",
        ),
        (
            "PLAN-TEXT-GARBLED",
            _X,
            "A line was read twice, the first time badly.",
            "Numbers and dates in it are none.",
            "R15.04",
        ),
        (
            "PLAN-TEXT-CUT",
            _X,
            "A text stops in the middle of a sentence.",
            "What is missing may be a target or a date.",
            "R15.04",
        ),
        (
            "PLAN-TEXT-LOST",
            _X,
            "A number of a requirement was lost.",
            "It is told from the activities beside it.",
            "R15.04",
        ),
        (
            "COST-LINE-SPLIT",
            _E,
            "Quarters of a line are not its share.",
            "The money is not there when the plan says.",
            "R12.02",
        ),
        ("COST-LINE-SUM", _E, "Quarters of a line do not add up to it.", "One of them is wrong.", "R12.02"),
        (
            "COST-LINE-RATE",
            _E,
            "A number at a rate does not make the amount of its line.",
            "The line costs more or less than the plan has for it.",
            "R12.02",
        ),
        (
            "COST-SCOPE-ORDER",
            _C,
            "A range of KPIs runs backwards.",
            "One of its ends is wrong, and it cannot be said what is paid for.",
            "R12.06",
        ),
        (
            "COST-AREA-SUM",
            _E,
            "Lines of an area do not add up to its total.",
            "One of them is wrong or missing.",
            "R12.03",
        ),
        (
            "COST-TOTAL-SUM",
            _E,
            "A column does not add up to its total.",
            "One of the amounts is wrong or missing.",
            "R12.03",
        ),
        (
            "COST-VARIANCE",
            _E,
            "A variance is not spend less allocation.",
            "Overspending is hidden or invented.",
            "R12.04",
        ),
        (
            "COST-ROUNDED",
            _A,
            "Sums differ by a pound, as they do when each amount is rounded.",
            "A total that is read in a report should come out exactly.",
            "R12.02, R12.03",
        ),
        (
            "COST-GRANT",
            _C,
            "What is allocated is not the grant that is stated.",
            "More is spent than there is, or less.",
            "R1.47, R12.15",
        ),
        (
            "COST-CELL-DAMAGED",
            _X,
            "An amount was damaged when the text was taken from a scan.",
            "The other cells of the line say what it was.",
            "R12.13",
        ),
        (
            "COST-CELL-MISSING",
            _A,
            "A line has no planned spend.",
            "It can be told from its quarters or from the total.",
            "R12.07",
        ),
        (
            "COST-HEADER-SHARE",
            _E,
            "A column's total is not the share its header says.",
            "The header or the column is wrong.",
            "R12.02",
        ),
        (
            "COST-FORMULA-RANGE",
            _E,
            "A sum leaves out lines beside it.",
            "The total is too small and does not show it.",
            "R12.03",
        ),
        (
            "COST-SCOPE-NOWHERE",
            _E,
            "A line pays for a KPI that is not in the plan.",
            "Nobody can tell what the money is for.",
            "R12.06",
        ),
        (
            "COST-SCOPE-NONE",
            _A,
            "A KPI or activity is paid by no line.",
            "It has no money, or the line has the wrong end.",
            "R12.05, R12.06",
        ),
        ("COST-SCOPE-TWICE", _C, "A KPI is paid by two lines.", "It is not clear which.", "R12.05"),
        (
            "COST-LINE-UNNAMED",
            _A,
            "Lines do not say what they pay for.",
            "No KPI can be traced to them.",
            "R12.05, R1.52",
        ),
        (
            "COST-BEFORE-ENABLER",
            _A,
            "Money is planned for before the post it pays.",
            "It cannot be spent in that quarter.",
            "R12.10",
        ),
    )
)
register(*RULES)
_MOST_EVIDENCE: Final = 60


def found(
    code: str,
    where: Where,
    as_written: str,
    message: str,
    remedy: str = "",
    evidence: Sequence[tuple[Where, str]] = (),
    severity: Severity | None = None,
) -> Finding:
    """A finding by a rule, with the severity of the rule."""
    return Finding(
        code,
        severity or rule_of(code).severity,
        where,
        as_written,
        message,
        remedy,
        tuple(Evidence(place, text) for place, text in evidence[:_MOST_EVIDENCE]),
    )


def listed(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def cut(text: str, most: int = 110) -> str:
    """A text short enough to quote."""
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"
