"""Sentences that every form of the report says alike."""

from typing import Final

from riia.indicators.checks.every import checks
from riia.indicators.checks.preflight import FileTold, Report
from riia.indicators.checks.schemas import collection_of
from riia.indicators.model import day_in_words
from riia.indicators.model.findings import Finding, Severity

_PASSED_TOLD: Final = 10
_VERBS: Final = (
    "is", "are", "was", "were", "has", "have", "holds", "must", "lies", "cannot", "does", "says", "gives", "lacks",
    "shows", "stands", "belongs", "reaches", "begins",
)  # fmt: skip
"""With these a reader's words go on from what they are about: "Ethnicity is not one of the codes"."""
_READ: Final = {
    ("READ-YEAR", "ReferenceDate"): "100",
    ("READ-BLANK", "LAchildID"): "8500",
    ("READ-BLANK", "CINreferralDate"): "8600",
    ("READ-BLANK", "S47ActualStartDate"): "8615",
    ("READ-BLANK", "CPPstartDate"): "8720",
    ("READ-BLANK", "CINPlanStartDate"): "4010",
    ("READ-FLAG", "ReferralNFA"): "8568",
    ("READ-CODE", "Sex"): "4180",
    ("READ-CODE", "Ethnicity"): "4220",
    ("READ-CODE", "Disability"): "8540",
    ("READ-CODE", "ReferralSource"): "8866",
    ("READ-CODE", "PrimaryNeedCode"): "8650",
    ("READ-CODE", "ReasonForClosure"): "8640",
    ("READ-CODE", "AssessmentFactors"): "8897Q",
    ("READ-CODE", "InitialCategoryOfAbuse"): "8905",
    ("READ-CODE", "LatestCategoryOfAbuse"): "8910",
}
"""What the reader of the CIN census says already, by column, and the Department's number for it."""
_CENSUS_TABLES: Final = frozenset(table.name for table in collection_of("cin-census").tables) | {"Header"}


def counted(number: int, one: str) -> str:
    """A number with its noun: "1 row", "3 rows"."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def sentence(finding: Finding) -> str:
    """What should hold, or what is the matter. Readers leave out what it is about: the column, table or file."""
    if not finding.rule[:1].islower():
        return finding.rule
    reads_on = finding.rule.partition(" ")[0] in _VERBS
    return f"{finding.column or finding.table or finding.file}{'' if reads_on else ':'} {finding.rule}"


def rule_numbers(finding: Finding) -> str:
    """The numbers of the Department for Education's own rules with the same aim: "4008, 4009Q"; "" if none has it."""
    if check := checks().get(finding.code):
        return check.echoes
    return _READ.get((finding.code, finding.column), "") if finding.table in _CENSUS_TABLES else ""


def department(finding: Finding) -> str:
    """The same in words: "DfE rule 8696"."""
    found = rule_numbers(finding)
    return f"DfE rule{'s' if ',' in found else ''} {found}" if found else ""


def headline(report: Report) -> str:
    """What the check came to, in one sentence."""
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    files = counted(len(report.files), "file")
    unread = f"{counted(len(report.refusals), 'file')} could not be read" if report.refusals else ""
    if not report.files:
        return f"{unread or 'No file was read'}."
    if errors:
        found = f"{counted(errors, 'error')} to put right in {files}"
    elif warnings:
        found = f"No errors in {files}, {counted(warnings, 'warning')} to look at"
    else:
        found = f"{files} {'is' if len(report.files) == 1 else 'are'} in order"
    return f"{found}; {unread}." if unread else f"{found}."


def answers_for(file: FileTold) -> str:
    """The year or the days that a file answers for."""
    if file.first is None or file.last is None:
        return f"to {day_in_words(file.last)}" if file.last is not None else "not said"
    if file.year is not None and (file.last.year, file.last.month, file.last.day) == (file.year, 3, 31):
        return f"year to 31 March {file.year}"
    if file.year is not None and (file.last.year, file.last.month, file.last.day) == (file.year, 12, 31):
        return f"calendar year {file.year}"
    return f"{day_in_words(file.first)} to {day_in_words(file.last)}"


def lacking_in_words(report: Report) -> str:
    """How many checks could not be made; "" when all could."""
    lacking = len({one.code for one in report.not_made})
    return f"{lacking:,} could not be made on some files, which lack what they look at" if lacking else ""


def passed_in_words(report: Report) -> str:
    """The first of the files that were passed over."""
    more = f" and {len(report.passed) - _PASSED_TOLD:,} more" if len(report.passed) > _PASSED_TOLD else ""
    return f"Passed over, being no return: {', '.join(report.passed[:_PASSED_TOLD])}{more}"


def made_in_words(report: Report) -> str:
    """How many checks were made, and how many could not be."""
    return "; ".join(filter(None, (f"{counted(report.made, 'check')} made", lacking_in_words(report))))
