"""The report as one HTML file: no script, nothing from elsewhere, readable on a phone, on paper and aloud.

Everything that comes from a file is escaped here and nowhere else: `_t` is the only way of text into the page.
"""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import Final

from riia.indicators.checks.preflight import FileTold, Refusal, Report
from riia.indicators.checks.report_style import STYLE
from riia.indicators.checks.wording import (
    answers_for,
    counted,
    department,
    headline,
    lacking_in_words,
    made_in_words,
    passed_in_words,
    rule_numbers,
    sentence,
)
from riia.indicators.model import day_in_words
from riia.indicators.model.findings import Finding, Severity, Spot

ROWS_SHOWN: Final = 10
"""Rows of a finding that the page shows. The workbook has all that were kept."""
_TAG: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_LONGEST: Final = 120
_FILES_SHOWN: Final = 12
_LISTED: Final = 100


def page(report: Report, *, identifiers: bool = True) -> str:
    """The whole page. `identifiers` says whether the report still names children, which the page then tells."""
    body = "\n".join((
        f"<h1>{_t(headline(report))}</h1>",
        _care(identifiers=identifiers),
        _summary(report),
        _refused(report.refusals),
        _files(report.files),
        _findings(report.findings),
        _method(report),
    ))  # fmt: skip
    title = f"Check of {counted(len(report.files) + len(report.refusals), 'file')}"
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_t(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the report</a>\n'
        f"<header><p>riia check <span>{_t(day_in_words(report.on))}</span></p></header>\n"
        f'<main id="main">\n{body}\n</main>\n</body>\n</html>\n'
    )


def _care(*, identifiers: bool) -> str:
    if not identifiers:
        return '<p class="inset">This report names no child: it gives rows, and nothing that stands in them.</p>'
    return (
        '<p class="warning-text"><strong>This report holds identifiers of children. It must stay inside the council.'
        "</strong> For a report without them, run the check again with <code>--without-identifiers</code>.</p>"
    )


def _summary(report: Report) -> str:
    read, used = sum(file.read for file in report.files), sum(file.used for file in report.files)
    rows = [
        ("Errors", f"{report.count(Severity.ERROR):,}", "make a figure wrong, or the return will not be accepted"),
        ("Warnings", f"{report.count(Severity.WARNING):,}", "may make a figure wrong"),
        ("Notes", f"{report.count(Severity.NOTE):,}", "are worth knowing"),
        ("Rows read", f"{read:,}", f"{used:,} used, {read - used:,} set aside"),
        ("Checks made", f"{report.made:,}", lacking_in_words(report) or "all that these files can be put to"),
    ]
    if report.refusals:
        rows.insert(0, ("Not read", f"{len(report.refusals):,}", "nothing of these files was used"))
    items = "".join(
        f"<div><dt>{_t(name)}</dt><dd><b>{_t(number)}</b> <span>{_t(words)}</span></dd></div>"
        for name, number, words in rows
    )
    return f'<h2>Summary</h2>\n<dl class="summary">{items}</dl>'


def _refused(refusals: Sequence[Refusal]) -> str:
    if not refusals:
        return ""
    parts = ["<h2>Files that were not read</h2>"]
    for refusal in refusals:
        parts.append(f"<h3>{_t(refusal.name)}</h3>\n<ul>")
        for problem in refusal.problems[:ROWS_SHOWN]:
            where = ", ".join(filter(None, (
                problem.table, f"column {problem.column}" if problem.column else "",
                f"line {problem.line}" if problem.line else "", repr(problem.value[:60]) if problem.value else "",
            )))  # fmt: skip
            place = f"<b>{_t(where)}</b>: " if where else ""
            rule = problem.rule if where else problem.rule[:1].upper() + problem.rule[1:]
            parts.append(f"<li>{place}{_t(rule)} {_t(problem.remedy)}</li>")
        if len(refusal.problems) > ROWS_SHOWN:
            parts.append(f"<li>and {len(refusal.problems) - ROWS_SHOWN:,} more.</li>")
        parts.append("</ul>")
    return "\n".join(parts)


def _files(files: Sequence[FileTold]) -> str:
    if not files:
        return ""
    parts = []
    for title, some in groupby(files, key=lambda file: file.title):
        rows = [
            (file.name, answers_for(file), f"{file.read:,}", f"{file.used:,}", f"{file.set_aside:,}") for file in some
        ]
        parts.append(_table(title, ("File", "Answers for", "Rows read", "Used", "Set aside"), rows, numbers=3))
    reasons = [
        f"<li>{_t(one.file)}, {_t(one.table)}: {rows:,} because {_t(reason)}</li>"
        for file in files
        for one in file.tables
        for reason, rows in one.set_aside.items()
    ]
    if reasons:
        parts.append(f"<h3>Why rows were set aside</h3>\n<ul>{''.join(reasons)}</ul>")
    told = "\n".join(parts)
    if len(files) > _FILES_SHOWN:
        told = f"<details><summary>{counted(len(files), 'file')} read</summary>\n{told}</details>"
    return f"<h2>Files</h2>\n{told}"


def _overview(findings: Sequence[Finding]) -> str:
    """The findings in one table, the worst first, each leading to its place below."""
    rows = []
    one_file = len({one.file for one in findings}) == 1
    numbered = any(rule_numbers(one) for one in findings)
    for at, one in enumerate(findings[:_LISTED], 1):
        tag = _TAG[one.severity]
        where = (one.table or one.file) if one_file else ", ".join(filter(None, (one.file, one.table)))
        rows.append(
            f'<tr><td><strong class="tag {tag}">{_t(tag.capitalize())}</strong></td>'
            f'<td class="wide"><a href="#finding-{at}">{_t(sentence(one))}</a></td>'
            f"<td>{_t(where)}</td>{f'<td>{_t(rule_numbers(one))}</td>' if numbered else ''}"
            f'<td class="number">{one.count:,}</td></tr>'
        )
    left = len(findings) - len(rows)
    more = f'<p class="more">and {left:,} more below</p>' if left > 0 else ""
    return (
        '<div class="scroll" role="region" tabindex="0" aria-label="Findings, the worst first"><table>'
        '<caption class="caption">The worst first</caption><thead><tr><th scope="col">Severity</th>'
        '<th scope="col">Rule</th><th scope="col">Where</th>'
        f"{'<th scope="col">DfE rule</th>' if numbered else ''}"
        '<th scope="col" class="number">Rows</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>{more}"
    )


def _findings(findings: Sequence[Finding]) -> str:
    if not findings:
        return "<h2>Findings</h2>\n<p>Nothing was found.</p>"
    # Files and tables come in the order of their worst finding; sorting by a name's first place keeps the rest as is.
    place = {(one.file, one.table): at for at, one in reversed(list(enumerate(findings)))}
    file_place = {one.file: at for at, one in reversed(list(enumerate(findings)))}
    ordered = sorted(findings, key=lambda one: (file_place[one.file], place[one.file, one.table]))
    number = {id(one): at for at, one in enumerate(findings, 1)}
    words = "Each finding gives the rule that the rows do not keep, or what is wrong with them, and what to do."
    parts = [f"<h2>Findings</h2>\n<p>{words}</p>", _overview(findings)]
    for file, of_file in groupby(ordered, key=lambda one: one.file):
        parts.append(f"<h3>{_t(file)}</h3>")
        for table, of_table in groupby(of_file, key=lambda one: one.table):
            if table:
                parts.append(f"<h4>{_t(table)}</h4>")
            parts += [_finding(one, number[id(one)], heading="h5" if table else "h4") for one in of_table]
    return "\n".join(parts)


def _finding(finding: Finding, number: int, *, heading: str) -> str:
    tag = _TAG[finding.severity]
    column = f", column <b>{_t(finding.column)}</b>" if finding.column else ""
    rule = sentence(finding)
    where = "The table as a whole" if not finding.spots else counted(finding.count, "row")
    codes = ", ".join(filter(None, (finding.code, department(finding))))
    return (
        f'<section class="finding {tag}" id="finding-{number}">\n'
        f'<{heading}><strong class="tag {tag}">{_t(tag.capitalize())}</strong> {_t(rule)}</{heading}>\n'
        f"<p>{_t(finding.remedy)}</p>\n"
        f'<p class="where">{_t(where)}{column}. <span class="code">{_t(codes)}</span></p>\n'
        f"{_spots(finding, number)}\n</section>"
    )


def _spots(finding: Finding, number: int) -> str:
    shown = finding.spots[:ROWS_SHOWN]
    if not any(spot.row or spot.value or spot.child for spot in shown):
        return ""
    unit = "Line" if finding.file.lower().endswith(".xml") else "Row"
    # Without commas, as editors and spreadsheets want it when they are told to go there.
    columns: list[tuple[str, list[str]]] = [(unit, [str(spot.row or "") for spot in shown])]
    if any(spot.value for spot in shown):
        columns.append(("What stands there", [_cell(spot) for spot in shown]))
    if any(spot.child for spot in shown):
        columns.append(("Child", [spot.child for spot in shown]))
    rows = list(zip(*(cells for _, cells in columns), strict=True))
    more = finding.count - len(shown)
    caption = f"Finding {number:,}: rows with {finding.code} in {finding.table or finding.file}"
    rest = f'<p class="more">and {more:,} more, which <code>--xlsx</code> writes out</p>' if more > 0 else ""
    return _table(caption, [name for name, _ in columns], rows, hidden=True) + rest


def _method(report: Report) -> str:
    parts = ["<h2>How this was made</h2>", f"<p>{_t(made_in_words(report).capitalize())}.</p>"]
    if report.passed:
        parts.append(f"<p>{_t(passed_in_words(report))}.</p>")
    lacking = sorted({one.lacks for one in report.not_made})
    if lacking:
        parts.append("<details><summary>Checks that could not be made</summary>\n<ul>")
        for what in lacking:
            codes = ", ".join(sorted({one.code for one in report.not_made if one.lacks == what}))
            parts.append(f"<li>The files do not have {_t(what)}: {_t(codes)}</li>")
        parts.append("</ul></details>")
    return "\n".join(parts)


def _table(
    caption: str, headings: Iterable[str], rows: Iterable[Sequence[str]], *, numbers: int = 0, hidden: bool = False
) -> str:
    """A table that scrolls in its own box where the screen is narrow. The last `numbers` columns are numbers."""
    names = list(headings)
    marks = ["" if at < len(names) - numbers else ' class="number"' for at in range(len(names))]
    head = "".join(f'<th scope="col"{mark}>{_t(name)}</th>' for name, mark in zip(names, marks, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{mark}>{_t(cell)}</td>" for cell, mark in zip(row, marks, strict=True)) + "</tr>"
        for row in rows
    )
    label = f' class="{"hidden" if hidden else "caption"}"'
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{_t(caption)}"><table>'
        f"<caption{label}>{_t(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(spot: Spot) -> str:
    if not spot.value:
        return "(blank)"
    return spot.value if len(spot.value) <= _LONGEST else spot.value[:_LONGEST] + "…"


def _t(text: str) -> str:
    """Text made safe for the page: markup in it is shown, control characters are not."""
    seen = "".join(one if one.isprintable() or one == " " else " " for one in text)
    return escape(seen, quote=True)
