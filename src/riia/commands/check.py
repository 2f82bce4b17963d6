"""`riia check`: a pre-flight of a council's own files, before anything is counted or sent."""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from riia.commands.answering import answering
from riia.commands.paths import meant, target
from riia.commands.writing import replacing

if TYPE_CHECKING:
    from collections.abc import Callable

    from riia.indicators.checks.preflight import Report
    from riia.indicators.model.findings import Finding

_FOUND, _REFUSED = 3, 2
_WIDTH, _NARROWEST = 100, 40
_FIRST, _LAST = 2010, 2040


def check(
    *paths: Path,
    as_: Annotated[
        Literal["annex-a", "cin-census", "ssda903", "sen2", "ehe"] | None,
        Parameter(name="--as", help="What all the files are, where their content does not tell."),
    ] = None,
    year: Annotated[
        int | None, Parameter(help="Collection year to hold the files to, in place of the one they give.")
    ] = None,
    html: Annotated[Path | None, Parameter(help="Write a report to read or print here.")] = None,
    xlsx: Annotated[Path | None, Parameter(help="Write a workbook with every place found here.")] = None,
    format: Annotated[Literal["text", "json"], Parameter(help="How to answer.")] = "text",
    fail_on: Annotated[
        Literal["error", "warning"], Parameter(help="What ends with exit code 3. (2: a file was not read.)")
    ] = "error",
    without_identifiers: Annotated[
        bool, Parameter(negative="", help="Name no child: rows only, and nothing that stands in them.")
    ] = False,
) -> None:
    """Check Annex A workbooks, CIN census XML, SSDA903, SEN2 and home education files, or folders of them.

    Says what each file was taken for, what became of its rows, and what is wrong or doubtful, the worst first, each
    with its place, the rule and what to do. Nothing is changed and nothing leaves this machine.

    Exit code 0: nothing, or only notes (and warnings, unless --fail-on warning); 3: something was found; 2: a file
    could not be read.

    Parameters
    ----------
    paths
        Files, folders of them, or wildcards such as *.csv.
    """
    from riia.commands.refusals import Refused

    if not paths:
        raise Refused("Name the files or folders to check.")
    given = tuple(meant(paths))
    html, xlsx = target(html, "--html", given), target(xlsx, "--xlsx", given)
    if year is not None and not _FIRST <= year <= _LAST:
        raise Refused(f"--year {year}: give a year from {_FIRST} to {_LAST}.")
    with answering():
        report = _made(given, as_, year)
    if without_identifiers:
        report = report.without_identifiers()
    _write(report, html, xlsx, identifiers=not without_identifiers)
    with answering():
        sys.stdout.write(_json(report) if format == "json" else "\n".join(_told(report)) + "\n")
    if html is None and xlsx is None and format == "text" and report.findings:
        _say("For a report to read or print add --html report.html; for every place as a row --xlsx report.xlsx.")
    if report.refusals:
        sys.exit(_REFUSED)
    if any(_counts(finding, fail_on) for finding in report.findings):
        sys.exit(_FOUND)


def _made(paths: tuple[Path, ...], collection: str | None, year: int | None) -> Report:
    from riia.indicators.checks.preflight import preflight

    say, progress = _speaker()
    report = preflight(paths, collection=collection, year=year, step=say, progress=progress)
    say("")
    return report


def _speaker() -> tuple[Callable[[str], None], Callable[[int, int], None]]:
    """How progress is told on standard error: one line that grows on a screen, a line for each step in a file."""
    screen = sys.stderr.isatty()
    now = {"step": "", "percent": -1}

    def say(step: str) -> None:
        if screen and now["step"]:
            sys.stderr.write("\r" + " " * (_columns() - 1) + "\r")
        now.update(step=step, percent=-1)
        if step:
            sys.stderr.write(f"{step} ..." if screen else f"{step} ...\n")
            sys.stderr.flush()

    def progress(done: int, total: int) -> None:
        percent = min(100, 100 * done // total) if total else 100
        if screen and percent != now["percent"]:
            now["percent"] = percent
            sys.stderr.write(f"\r{now['step']} ... {percent}% ")
            sys.stderr.flush()

    return say, progress


def _write(report: Report, html: Path | None, xlsx: Path | None, *, identifiers: bool) -> None:
    if html is not None:
        from riia.indicators.checks.report_html import page

        with answering(html), replacing(html) as part:
            text = page(report, identifiers=identifiers)
            part.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
        _say(f"Report to read and print: {html}")
    if xlsx is not None:
        from riia.indicators.checks.report_xlsx import write

        with answering(xlsx), replacing(xlsx) as part:
            write(report, part, identifiers=identifiers)
        _say(f"Every place found: {xlsx}")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _counts(finding: Finding, fail_on: str) -> bool:
    return finding.severity.value == "error" or (fail_on == "warning" and finding.severity.value == "warning")


def _told(report: Report) -> list[str]:
    """The report in words, for a screen."""
    from riia.indicators.checks.wording import answers_for, counted, headline, made_in_words, passed_in_words
    from riia.indicators.model.findings import Severity

    lines = [headline(report), ""]
    for refusal in report.refusals:
        lines.append(f"NOT READ  {refusal.name}")
        for problem in refusal.problems[:5]:
            where = ", ".join(filter(None, (problem.table, problem.column, problem.place if problem.line else "")))
            rule = f"{where}: {problem.rule}" if where else problem.rule[:1].upper() + problem.rule[1:]
            lines += _wrapped(f"{rule} {problem.remedy}")
        if len(refusal.problems) > 5:
            lines.append(f"          and {len(refusal.problems) - 5:,} more.")
    for title, files in groupby(report.files, key=lambda file: f"{file.title}, {answers_for(file)}"):
        lines.append(title)
        for file in files:
            aside = f", {file.set_aside:,} set aside" if file.set_aside else ""
            lines.append(f"          {file.name}: {counted(file.read, 'row')} read, {file.used:,} used{aside}")
            for table in file.tables:
                lines += [f"            {table.table}: {rows:,} because {why}" for why, rows in table.set_aside.items()]
    if report.passed:
        lines += ["", f"{passed_in_words(report)}."]
    for severity in Severity:
        some = [finding for finding in report.findings if finding.severity is severity]
        if some:
            lines += ["", counted(len(some), severity.value).upper()]
            for finding in some:
                lines += _finding(finding)
    return [*lines, "", f"{made_in_words(report).capitalize()}."]


def _finding(finding: Finding) -> list[str]:
    from riia.indicators.checks.wording import counted, department, sentence

    where = ", ".join(filter(None, (finding.file, finding.table, finding.column)))
    rows = f": {counted(finding.count, 'row')}" if finding.spots else ""
    places = ", ".join(finding.places[:3])
    more = f" and {finding.count - 3:,} more" if places and finding.count > 3 else ""
    rule = f" ({named})" if (named := department(finding)) else ""
    lines = [f"{finding.code:<9} {where}{rows}{rule}", *_wrapped(f"{sentence(finding)} {finding.remedy}")]
    return [*lines, *_wrapped(f"At {places}{more}")] if places else lines


def _columns() -> int:
    """How wide the screen is."""
    from shutil import get_terminal_size

    return get_terminal_size((_WIDTH + 1, 24)).columns


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap

    width = max(_NARROWEST, min(_WIDTH, _columns() - 1))
    return wrap(text, width, initial_indent=" " * 10, subsequent_indent=" " * 10)


def _json(report: Report) -> str:
    from riia.indicators.checks.wording import rule_numbers

    answer: dict[str, Any] = {
        "files": [
            {
                "name": file.name, "collection": file.collection, "year": file.year,
                "first": file.first and file.first.isoformat(), "last": file.last and file.last.isoformat(),
                "tables": [
                    {"table": one.table, "read": one.read, "used": one.used, "set_aside": dict(one.set_aside)}
                    for one in file.tables
                ],
            }
            for file in report.files
        ],
        "not_read": [
            {"name": refusal.name, "problems": [
                {name: getattr(problem, name) for name in ("table", "line", "column", "value", "rule", "remedy")}
                for problem in refusal.problems
            ]}
            for refusal in report.refusals
        ],
        "findings": [
            {
                "code": one.code, "severity": one.severity.value, "file": one.file, "table": one.table,
                "column": one.column, "rule": one.rule, "remedy": one.remedy, "count": one.count,
                "dfe_rules": rule_numbers(one).split(", ") if rule_numbers(one) else [],
                "spots": [{"row": spot.row, "value": spot.value, "child": spot.child} for spot in one.spots],
            }
            for one in report.findings
        ],
        "checks_made": report.made,
        "not_made": [{"code": one.code, "files": list(one.files), "lacks": one.lacks} for one in report.not_made],
        "passed_over": list(report.passed),
    }  # fmt: skip
    return json.dumps(answer, indent=2) + "\n"
