"""Sentences that every form of the report says alike."""

from riia.indicators.checks.preflight import FileTold, Report
from riia.indicators.model import day_in_words
from riia.indicators.model.findings import Severity


def counted(number: int, one: str) -> str:
    """A number with its noun: "1 row", "3 rows"."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


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


def year_in_words(file: FileTold) -> str:
    """The collection year of a file."""
    if file.year is None:
        return ""
    return f"{file.year}:" if file.collection in ("sen2", "ehe") else f"year ending March {file.year}:"


def span(file: FileTold) -> str:
    """The days a file answers for."""
    if file.first is not None and file.last is not None:
        return f"{day_in_words(file.first)} to {day_in_words(file.last)}"
    return f"to {day_in_words(file.last)}" if file.last is not None else "not said"


def made_in_words(report: Report) -> str:
    """How many checks were made, and how many could not be."""
    lacking = len({one.code for one in report.not_made})
    words = f"{counted(report.made, 'check')} made"
    return f"{words}; {lacking:,} could not be made on some files, which lack what it looks at" if lacking else words
